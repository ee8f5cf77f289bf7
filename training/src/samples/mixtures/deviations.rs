//! How far lines may be off their tables.

use std::collections::HashMap;

use rand::Rng;
use speclens::physics::auger::AugerLine;
use speclens::physics::chemical_state::has_open_shell;
use speclens::physics::lines::Line;
use speclens::physics::simulate::{Deviation, Drawn};

use super::draws::{between, chance, normal, uniform};

/// Standard deviation of the logarithm of a line's area: lines, short-lived deep levels, Auger groups,
/// the lines of one Auger group.
const AREA: f64 = 0.1;
const UNCERTAIN_AREA: f64 = 0.25;
const GROUP_AREA: f64 = 0.3;
const AREA_IN_GROUP: f64 = 0.15;
/// Share of spectra whose photoelectron lines are further off, and by what factor the spread of their areas is
/// larger: from, to. Estimates.
const FURTHER_OFF: f64 = 0.3;
const FURTHER: [f64; 2] = [1.0, 2.4];

/// Short-lived deep levels (4p, 5s …): tables give them to some electronvolts only.
fn is_uncertain(line: &Line) -> bool {
    line.width_ev > 3.0
}

/// Standard deviation of the logarithm of the area of a line, or of the group of an Auger line, in the spectra that
/// are not [`FURTHER_OFF`].
pub fn area_spread(drawn: Drawn<'_>) -> f64 {
    match drawn {
        Drawn::Photo(line) if is_uncertain(line) => UNCERTAIN_AREA,
        Drawn::Photo(_) => AREA,
        Drawn::Auger(..) => GROUP_AREA,
    }
}

/// What tables leave open, drawn once per spectrum: factors on the areas of lines and Auger
/// groups, small shifts, widths of the short-lived deep levels.
pub struct Deviations<'r, R> {
    rng: &'r mut R,
    /// Factor on the spread of the areas of photoelectron lines.
    further: f64,
    groups: HashMap<(u8, String), Deviation>,
}

impl<'r, R: Rng> Deviations<'r, R> {
    /// Deviations drawn from `rng`.
    pub fn new(rng: &'r mut R) -> Self {
        let further = match chance(rng, FURTHER_OFF) {
            true => between(rng, FURTHER),
            false => 1.0,
        };
        Deviations {
            rng,
            further,
            groups: HashMap::new(),
        }
    }

    /// The deviation of one line.
    pub fn of(&mut self, drawn: Drawn<'_>) -> Deviation {
        match drawn {
            Drawn::Photo(line) => self.photo(line),
            Drawn::Auger(z, line) => self.auger(z, line),
        }
    }

    fn photo(&mut self, line: &Line) -> Deviation {
        let uncertain = is_uncertain(line);
        let rng = &mut *self.rng;
        Deviation {
            area: normal(rng, self.further * area_spread(Drawn::Photo(line))).exp(),
            shift_ev: normal(rng, if uncertain { 1.5 } else { 0.25 }),
            width: if uncertain {
                uniform(rng, 0.4, 1.2)
            } else {
                uniform(rng, 0.7, 1.4)
            },
        }
    }

    fn auger(&mut self, z: u8, line: &AugerLine) -> Deviation {
        let rng = &mut *self.rng;
        // Measured groups of oxides with an open shell lie up to 6 eV off the tables.
        let off = if has_open_shell(z) { 0.5 } else { 0.2 };
        let spread_ev = if chance(rng, off) { 3.5 } else { 1.2 };
        let group = self
            .groups
            .entry((z, line.group.clone()))
            .or_insert_with(|| Deviation {
                area: normal(rng, GROUP_AREA).exp(),
                shift_ev: normal(rng, spread_ev),
                width: uniform(rng, 0.6, 1.6),
            });
        Deviation {
            area: group.area * normal(rng, AREA_IN_GROUP).exp(),
            ..*group
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use speclens::physics::lines;

    /// Standard deviation of the logarithm of drawn areas, in each of `spectra`.
    fn spreads(spectra: u64, drawn: Drawn<'_>) -> Vec<f64> {
        (0..spectra)
            .map(|seed| {
                let mut rng = ChaCha8Rng::seed_from_u64(seed);
                let mut deviations = Deviations::new(&mut rng);
                let squares = (0..400).map(|_| deviations.of(drawn).area.ln().powi(2));
                (squares.sum::<f64>() / 400.0).sqrt()
            })
            .collect()
    }

    #[test]
    fn areas_are_further_off_in_some_spectra() {
        let silver = lines::of(47).iter().find(|l| l.orbital == "3d5/2").unwrap();
        let found = spreads(1000, Drawn::Photo(silver));
        let share = |from: f64, to: f64| {
            let count = found.iter().filter(|s| (from..to).contains(*s)).count();
            count as f64 / 1000.0
        };
        assert_eq!(share(0.08, 0.28), 1.0);
        // From the factor 1.3 on nothing is chance: 1.1/1.4 of the 30 %.
        let wide = share(0.13, 0.28);
        assert!((wide - 0.3 * 1.1 / 1.4).abs() < 0.05, "{wide}");
    }
}
