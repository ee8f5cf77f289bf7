//! Which lines the tables expect of a sample, to name peaks and to set windows.

use speclens::conventional::peaks::Peak;
use speclens::physics::chemical_state::{self, Class};
use speclens::physics::{auger, lines};
use speclens::spectrum::elements;

use crate::measured::compare::sample::{KnownSample, OXYGEN, Parameters};

/// Levels shallower than this form the valence band, eV.
const VALENCE_EV: f64 = 15.0;
/// Mean free paths by which the shares of the layers are estimated, nm.
const CARBON_IMFP_NM: f64 = 3.0;
const OXIDE_IMFP_NM: f64 = 2.0;
/// How far a photoelectron peak may stand from its table, standard deviation, eV.
const PHOTO_SIGMA_EV: f64 = 2.0;
/// The same for an Auger peak.
const AUGER_SIGMA_EV: f64 = 4.0;
/// Beyond so many standard deviations a line is not named.
const MAX_SIGMAS: f64 = 3.0;
/// Height of an Auger line for its electrons, against a photoelectron line: it is one of many
/// side by side.
const AUGER_HEIGHT: f64 = 0.5;

/// Kind of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// A core level.
    Photo,
    /// An Auger line.
    Auger,
    /// A level of the valence band.
    Valence,
}

/// A line as the tables have it.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpectedLine {
    /// Atomic number.
    pub z: u8,
    /// Symbol of the element.
    pub symbol: String,
    /// Name without the element: `4f7/2`, `LMM`.
    pub name: String,
    /// What belongs together in an area: `4f`, `LMM`.
    pub family: String,
    /// Kind.
    pub kind: LineKind,
    /// Binding energy, eV; chemical shift included.
    pub energy_ev: f64,
    /// Natural width, eV.
    pub width_ev: f64,
    /// Amount times cross section: about its share of the spectrum.
    pub weight: f64,
}

impl ExpectedLine {
    /// Element and name: `Au 4f7/2`.
    pub fn label(&self) -> String {
        format!("{} {}", self.symbol, self.name)
    }
}

/// All lines of the fitted sample.
pub fn lines(known: &KnownSample, parameters: &Parameters) -> Vec<ExpectedLine> {
    let through = |shown: bool, nm: f64, imfp_nm: f64| {
        if shown { (-nm / imfp_nm).exp() } else { 1.0 }
    };
    let carbon = through(known.contaminated, parameters.carbon_nm, CARBON_IMFP_NM);
    let oxide = through(known.oxidised, parameters.oxide_nm, OXIDE_IMFP_NM);
    let mut amounts: Vec<(&str, Class, f64)> = Vec::new();
    let fractions = known.fractions(parameters);
    let all = || known.bulk.iter().zip(&fractions).map(|(p, f)| (p.z, *f));
    for (part, &fraction) in known.bulk.iter().zip(&fractions) {
        let in_oxide = carbon * (1.0 - oxide) * (1.0 - parameters.oxide_oxygen);
        let class = chemical_state::class_within(part.z, part.class, all());
        amounts.push((&part.symbol, class, fraction * carbon * oxide));
        amounts.push((&part.symbol, Class::Oxide, fraction * in_oxide));
    }
    let oxygen = carbon * (1.0 - oxide) * parameters.oxide_oxygen;
    let in_native_oxide = chemical_state::class_within(OXYGEN, Class::Oxide, all());
    amounts.push(("O", in_native_oxide, oxygen));
    amounts.push((
        "O",
        Class::Organic,
        (1.0 - carbon) * parameters.carbon_oxygen,
    ));
    amounts.push((
        "C",
        Class::Organic,
        (1.0 - carbon) * (1.0 - parameters.carbon_oxygen),
    ));
    amounts.retain(|a| a.2 > 0.0);
    let hv = known.source.photon_energy_ev();
    let mut found = Vec::new();
    for (symbol, class, amount) in amounts {
        let Some(element) = elements::by_symbol(symbol) else {
            continue;
        };
        let shift = chemical_state::spread(element.z, class).map_or(0.0, |s| s.median_ev);
        let auger_shift = chemical_state::auger_shift_ev(element.z, class, shift);
        for line in lines::of(element.z) {
            found.push(ExpectedLine {
                z: element.z,
                symbol: symbol.to_owned(),
                name: line.orbital.clone(),
                family: line.subshell().to_owned(),
                kind: if line.binding_ev < VALENCE_EV {
                    LineKind::Valence
                } else {
                    LineKind::Photo
                },
                energy_ev: line.binding_ev
                    + shift * chemical_state::share_of_shift(element.z, line.subshell()),
                width_ev: line.width_ev,
                weight: amount * line.sigma_barn(known.source),
            });
        }
        for line in auger::with_bonds(element.z, known.source, chemical_state::bonds(class)) {
            let name = auger::series(&line.group);
            found.push(ExpectedLine {
                z: element.z,
                symbol: symbol.to_owned(),
                name: name.to_owned(),
                family: name.to_owned(),
                kind: LineKind::Auger,
                energy_ev: hv - line.kinetic_ev + auger_shift,
                width_ev: line.width_ev,
                weight: amount * line.barn,
            });
        }
    }
    found
}

/// The line that a peak most likely is: strong and near.
pub fn nearest<'a>(lines: &'a [ExpectedLine], peak: &Peak) -> Option<&'a ExpectedLine> {
    let score = |l: &ExpectedLine| {
        let (sigma, height) = match l.kind {
            LineKind::Auger => (AUGER_SIGMA_EV, AUGER_HEIGHT),
            _ => (PHOTO_SIGMA_EV, 1.0),
        };
        let distance = (l.energy_ev - peak.energy_ev).abs() / sigma;
        // Deep s and p levels spread their area over several electronvolts.
        let broad = 1.0 / (1.0 + l.width_ev / 2.0);
        (distance < MAX_SIGMAS)
            .then(|| l.weight * height * broad * (-0.5 * distance * distance).exp())
    };
    lines
        .iter()
        .filter_map(|l| Some((score(l)?, l)))
        .filter(|(s, _)| *s > 0.0)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, l)| l)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measured::truth::Truth;
    use speclens::spectrum::Spectrum;

    #[test]
    fn peaks_get_the_name_of_the_strong_line_there() {
        let row = Truth::parse("a\tx\t1486.6\tCu\tC O\t");
        let known = KnownSample::new(&row, &Spectrum::default()).unwrap();
        let parameters = Parameters {
            amounts: vec![1.0],
            carbon_nm: 0.5,
            carbon_oxygen: 0.2,
            oxide_nm: 0.0,
            oxide_oxygen: 0.6,
            exponent: 0.0,
            curvature: 0.0,
            resolution_ev: 1.0,
            shift_ev: 0.0,
        };
        let lines = lines(&known, &parameters);
        for (energy_ev, label) in [
            (932.4, "Cu 2p3/2"),
            (952.5, "Cu 2p1/2"),
            (567.9, "Cu LMM"),
            (75.3, "Cu 3p3/2"),
            (285.0, "C 1s"),
            (531.9, "O 1s"),
        ] {
            let peak = Peak {
                energy_ev,
                height: 1.0,
            };
            assert_eq!(nearest(&lines, &peak).unwrap().label(), label);
        }
        let nowhere = Peak {
            energy_ev: 1150.0,
            height: 1.0,
        };
        assert_eq!(nearest(&lines, &nowhere), None);
    }
}
