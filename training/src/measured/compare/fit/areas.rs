//! Which areas of lines tell the amounts of elements, and how far simulated ones are off.

use speclens::conventional::EvenCurve;
use speclens::conventional::areas;
use speclens::conventional::background::Background;

use crate::measured::compare::lines::expected::{ExpectedLine, LineKind};
use crate::measured::compare::lines::features::Feature;
use crate::measured::compare::lines::windows::{self, Window};
use crate::measured::compare::sample::KnownSample;

/// A shared window is used where the best one of its own is weaker by this factor.
const WEAK: f64 = 2.0;
/// Lines of less than this share of their element's strongest family do not tell its amount alone.
const MINOR: f64 = 0.1;
/// The curve must reach so far beyond a line for it to be missed, eV.
const ROOM_EV: f64 = 15.0;
/// By the tables, other lines may have this share of the largest where an element has no peak.
const HIDING_SHARE: f64 = 0.05;
/// Share of the largest area that an element may have whose peak is not seen.
const UNSEEN_SHARE: f64 = 0.01;
/// Where a simulated line has nearly no area, its logarithm ends here.
const LEAST_AREA: f64 = 0.1;

/// The windows whose areas tell amounts: those that one family has for itself; and where those of an
/// element are weak ones, its strongest, even if it shares that with other photoelectron lines.
///
/// Second, windows without a peak: those at the strongest line within reach of elements that need not be there and
/// that `measured` shows by minor lines at most. The simulated curve may have no peak there either. Minor lines tell
/// nothing then: a loss of the valence band at 23 eV looks like O 2s.
pub fn quantifying(
    mut windows: Vec<Window>,
    known: &KnownSample,
    lines: &[ExpectedLine],
    measured: &EvenCurve,
    shift_ev: f64,
) -> (Vec<Window>, Vec<Window>) {
    let mut unseen = Vec::new();
    for symbol in known.optional() {
        let own = || {
            let photo = |l: &&ExpectedLine| {
                let at = l.energy_ev + shift_ev;
                l.symbol == symbol
                    && l.kind == LineKind::Photo
                    && measured.covers(at - ROOM_EV, at + ROOM_EV)
            };
            lines.iter().filter(photo)
        };
        let Some(main) = own().max_by(|a, b| a.weight.total_cmp(&b.weight)) else {
            continue;
        };
        let family = own().filter(|l| l.family == main.family);
        let weight: f64 = family.map(|l| l.weight).sum();
        let seen = |w: &Window| {
            w.symbol == symbol
                && w.kind == LineKind::Photo
                && w.is_of_photoelectrons()
                && w.weight > MINOR * weight
                && areas::area(measured, w.ev, Background::Shirley) > 0.0
        };
        if windows.iter().any(seen) {
            continue;
        }
        windows.retain(|w| w.symbol != symbol);
        let place = Feature {
            label: main.label(),
            kind: Some(LineKind::Photo),
            measured_ev: main.energy_ev,
            simulated_ev: None,
            height: 0.0,
        };
        unseen.extend(windows::find(lines, &[place], measured, shift_ev));
    }
    let of = |symbol: &str, clean: bool| {
        windows
            .iter()
            .filter(|w| w.symbol == symbol && w.is_of_photoelectrons())
            .filter(|w| w.is_clean() == clean)
            .map(|w| w.weight)
            .fold(0.0, f64::max)
    };
    let tells = |w: &&Window| {
        let shared = of(&w.symbol, false);
        w.is_of_photoelectrons()
            && (w.is_clean() || (w.weight >= shared && shared > WEAK * of(&w.symbol, true)))
    };
    let telling: Vec<Window> = windows.iter().filter(tells).cloned().collect();
    // Where other lines have so much that theirs would be taken for the element's, nothing is said.
    let largest = telling.iter().map(|w| w.weight).fold(0.0, f64::max);
    unseen.retain(|w| w.foreign_weight() < HIDING_SHARE * largest);
    (telling, unseen)
}

/// Measured areas of photoelectron lines, to compare simulated ones with.
pub struct Areas {
    windows: Vec<[f64; 2]>,
    measured: Vec<f64>,
    /// Root of the share of the largest area; one for the strongest line of each element.
    weight: Vec<f64>,
    /// Windows without a measured peak, and the largest area that may be there.
    limits: Vec<([f64; 2], f64)>,
}

impl Areas {
    /// Those in `windows`, and at most 1 % of the largest in each of `unseen`, or what is measured there.
    pub fn new(windows: &[Window], unseen: &[Window], measured: &EvenCurve) -> Areas {
        let area = |w: &Window| areas::area(measured, w.ev, Background::Shirley);
        let all: Vec<(&Window, f64)> = windows
            .iter()
            .map(|w| (w, area(w)))
            .filter(|a| a.1 > 0.0)
            .collect();
        let largest = |of: &dyn Fn(&Window) -> bool| {
            let own = all.iter().filter(|a| of(a.0));
            own.map(|a| a.1).fold(0.0, f64::max)
        };
        let most = largest(&|_| true);
        let weight = |(window, area): &(&Window, f64)| {
            if *area >= largest(&|w| w.symbol == window.symbol) {
                1.0
            } else {
                (area / most).sqrt()
            }
        };
        Areas {
            windows: all.iter().map(|a| a.0.ev).collect(),
            measured: all.iter().map(|a| a.1).collect(),
            weight: all.iter().map(weight).collect(),
            limits: unseen
                .iter()
                .map(|w| (w.ev, area(w).max(UNSEEN_SHARE * most)))
                .collect(),
        }
    }

    /// Whether they tell amounts: one area alone has nothing to be compared with.
    pub fn can_be_compared(&self) -> bool {
        !self.measured.is_empty() && self.measured.len() + self.limits.len() > 1
    }

    /// Logarithms of simulated over measured areas less their mean, each with its weight; and how far
    /// the simulated ones of windows without a peak are beyond their limits.
    pub fn residuals(&self, simulated: &EvenCurve) -> Vec<f64> {
        let areas: Vec<f64> = self.windows.iter().map(|w| shown(simulated, *w)).collect();
        let level = areas.iter().sum::<f64>() / self.measured.iter().sum::<f64>();
        let ratio =
            |area: f64, to: f64| (area / to + LEAST_AREA * level).max(f64::MIN_POSITIVE).ln();
        let ratios: Vec<f64> = areas
            .iter()
            .zip(&self.measured)
            .map(|(s, m)| ratio(*s, *m))
            .collect();
        let weighted = || ratios.iter().zip(&self.weight);
        let mean = weighted().map(|(r, w)| r * w * w).sum::<f64>()
            / self.weight.iter().map(|w| w * w).sum::<f64>();
        let beyond = |(window, limit): &([f64; 2], f64)| {
            (ratio(shown(simulated, *window), *limit) - mean).max(0.0)
        };
        weighted()
            .map(|(r, w)| w * (r - mean))
            .chain(self.limits.iter().map(beyond))
            .collect()
    }
}

fn shown(simulated: &EvenCurve, window: [f64; 2]) -> f64 {
    areas::area(simulated, window, Background::Shirley).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measured::compare::lines::expected;
    use crate::measured::compare::sample::{DrawnLines, Parameters};
    use crate::measured::truth::Truth;
    use speclens::spectrum::Grid;
    use speclens::spectrum::Spectrum;

    const SURVEY: Grid = Grid {
        lo_ev: 0.0,
        step_ev: 1.0,
        points: 1200,
    };

    fn copper() -> (KnownSample, Parameters) {
        let row = Truth::parse("a\tx\t1486.6\tCu\tC O\t");
        let known = KnownSample::new(&row, &Spectrum::default()).unwrap();
        let parameters = Parameters {
            carbon_nm: 0.0,
            amounts: vec![1.0; known.bulk.len()],
            ..Parameters::start(&known, 2.0)
        };
        (known, parameters)
    }

    fn peak_at(line: &ExpectedLine) -> Feature {
        Feature {
            label: line.label(),
            kind: Some(LineKind::Photo),
            measured_ev: line.energy_ev,
            simulated_ev: None,
            height: 1.0,
        }
    }

    /// What tells amounts, and what has no peak, where peaks stand at lines (symbol, name).
    fn told(peaks: &[(&str, &str)], measured: &EvenCurve) -> (Vec<Window>, Vec<Window>) {
        let (known, parameters) = copper();
        let lines = expected::lines(&known, &parameters);
        let place = |(symbol, name): &(&str, &str)| {
            let mut own = lines.iter();
            let line = own.find(|l| l.symbol == *symbol && l.name == *name);
            let line = line.unwrap();
            peak_at(line)
        };
        let places: Vec<Feature> = peaks.iter().map(place).collect();
        let windows = windows::find(&lines, &places, measured, 0.0);
        quantifying(windows, &known, &lines, measured, 0.0)
    }

    fn labels(windows: &[Window]) -> Vec<&str> {
        windows.iter().map(|w| w.label.as_str()).collect()
    }

    /// A loss of copper's valence band stands where O 2s would; there is no O 1s.
    #[test]
    fn a_minor_line_alone_is_no_oxygen() {
        let (known, oxidised) = copper();
        let bare = Parameters {
            oxide_nm: 0.0,
            ..oxidised.clone()
        };
        let survey = |parameters: &Parameters| {
            known
                .simulate(parameters, &SURVEY, DrawnLines::All)
                .unwrap()
        };
        let mut measured = survey(&bare);
        let top = measured.values.iter().copied().fold(0.0, f64::max);
        for (e, y) in (0..60).map(f64::from).zip(&mut measured.values) {
            *y += 0.02 * top * (-0.5 * ((e - 24.0) / 3.0).powi(2)).exp();
        }
        let (tell, unseen) = told(&[("Cu", "2p3/2"), ("O", "2s")], &measured);
        assert_eq!(labels(&tell), ["Cu 2p"]);
        assert!(labels(&unseen).contains(&"O 1s"));

        // More oxygen than is seen costs, as much does not.
        let areas = Areas::new(&tell, &unseen, &measured);
        assert!(areas.can_be_compared());
        let cost = |parameters: &Parameters| -> f64 {
            let residuals = areas.residuals(&survey(parameters));
            residuals.iter().map(|r| r * r).sum()
        };
        assert!(cost(&bare) < 1e-9, "{}", cost(&bare));
        assert!(cost(&oxidised) > 0.5, "{}", cost(&oxidised));
    }

    /// O 1s lies under Auger lines, so that it does not tell; the bump at 24 eV must not be taken for O 2s then.
    #[test]
    fn a_minor_line_does_not_tell_in_place_of_a_hidden_one() {
        let (known, parameters) = copper();
        let thin = Parameters {
            oxide_nm: 0.1,
            ..parameters
        };
        let mut measured = known.simulate(&thin, &SURVEY, DrawnLines::All).unwrap();
        let top = measured.values.iter().copied().fold(0.0, f64::max);
        for (e, y) in (0..60).map(f64::from).zip(&mut measured.values) {
            *y += 0.02 * top * (-0.5 * ((e - 24.0) / 3.0).powi(2)).exp();
        }
        let lines = expected::lines(&known, &thin);
        let place = |symbol: &str, name: &str| {
            let line = lines
                .iter()
                .find(|l| l.symbol == symbol && l.name == name)
                .unwrap();
            peak_at(line)
        };
        let places = [("Cu", "2p3/2"), ("O", "1s"), ("O", "2s")].map(|(s, n)| place(s, n));
        let mut windows = windows::find(&lines, &places, &measured, 0.0);
        for window in windows.iter_mut().filter(|w| w.label == "O 1s") {
            (window.foreign, window.foreign_auger) = (0.6, 0.6);
        }
        let (tell, unseen) = quantifying(windows, &known, &lines, &measured, 0.0);
        assert_eq!(labels(&tell), ["Cu 2p"]);
        assert!(labels(&unseen).contains(&"O 1s"));
    }

    #[test]
    fn oxygen_that_shows_or_cannot_be_missed_tells_its_amount() {
        let (known, oxidised) = copper();
        let measured = known.simulate(&oxidised, &SURVEY, DrawnLines::All).unwrap();
        let (tell, unseen) = told(&[("Cu", "2p3/2"), ("O", "1s")], &measured);
        assert_eq!(labels(&tell), ["Cu 2p", "O 1s"]);
        assert!(!labels(&unseen).contains(&"O 1s"));

        // A measurement that ends before O 1s has O 2s alone.
        let short = Grid {
            points: 500,
            ..SURVEY
        };
        let measured = known.simulate(&oxidised, &short, DrawnLines::All).unwrap();
        let (tell, _) = told(&[("Cu", "3p3/2"), ("O", "2s")], &measured);
        assert_eq!(labels(&tell), ["Cu 3p", "O 2s"]);
    }
}
