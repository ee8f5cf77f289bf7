//! How far lines may be off their tables.

use std::collections::HashMap;

use rand::Rng;
use speclens::physics::auger::AugerLine;
use speclens::physics::chemical_state::has_open_shell;
use speclens::physics::lines::Line;
use speclens::physics::simulate::{Deviation, Drawn};

use super::draws::{chance, normal, uniform};

/// Standard deviation of the logarithm of a line's area: lines, short-lived deep levels, Auger groups,
/// the lines of one Auger group.
const AREA: f64 = 0.1;
const UNCERTAIN_AREA: f64 = 0.25;
const GROUP_AREA: f64 = 0.3;
const AREA_IN_GROUP: f64 = 0.15;

/// Short-lived deep levels (4p, 5s …): tables give them to some electronvolts only.
fn is_uncertain(line: &Line) -> bool {
    line.width_ev > 3.0
}

/// Standard deviation of the logarithm of the area of a line, or of the group of an Auger line.
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
    groups: HashMap<(u8, String), Deviation>,
}

impl<'r, R: Rng> Deviations<'r, R> {
    /// Deviations drawn from `rng`.
    pub fn new(rng: &'r mut R) -> Self {
        Deviations {
            rng,
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
            area: normal(rng, area_spread(Drawn::Photo(line))).exp(),
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
