//! Conventional quantification of the elements found: areas of their lines over sensitivity factors, by
//! pairs of background and factors that belong together.

use serde::{Deserialize, Serialize};

use super::agreement::{Reading, reading};
use super::background::{self, Background, Point};
use super::line_groups::SpectrumLines;
use super::region::{self, Neighbours, NoRegion, Region};
use super::sensitivity::SensitivityFactors;
use crate::model::quantify::ElementAmount;
use speclens_physics::instrument::Instrument;
use speclens_physics::lines;
use speclens_spectrum::{AxisError, CountUnit, Spectrum};

/// Exponent of the mean free path in the kinetic energy: E^0.75 where the material is not known
/// (Wagner, Davis and Riggs 1980, Surf. Interface Anal. 2, 53).
const IMFP_EXPONENT: f64 = 0.75;
/// Without a transmission function T ∝ E^n is assumed with the middle one of these; the outer two
/// are in the range of the amounts. Analysers at fixed pass energy: 0 to −1.
const ASSUMED_EXPONENTS: [f64; 3] = [-1.0, -0.5, 0.0];
/// Of normally distributed errors, 90 % are within so many standard deviations.
const NINETY_PERCENT: f64 = 1.645;
/// Asymmetry of s levels that an instrument has at least (90° gives 1.5, 54.7° 1, 30° 0.4).
const LEAST_ASYMMETRY: f64 = 0.1;
/// An area below so many standard deviations is none, where no peak is seen.
const LEAST_DEVIATIONS: f64 = 3.0;
/// The noise of an area is that so far about its window, eV.
const NOISE_EV: f64 = 15.0;
/// The peak is looked for so far from its energy, eV.
const TOP_EV: f64 = 2.0;

/// A background with the sensitivity factors that belong to it.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pair {
    /// Scofield cross section × asymmetry × E^0.75 × transmission, with Tougaard's background, which takes
    /// less of the losses to the core hole than Shirley's: Scofield's count them all.
    Theory,
    /// The same factors with Shirley's background, as many programs do: it takes more of those losses
    /// away, of each line another part.
    ScofieldShirley,
    /// A user's factors as they are, with Shirley's background, for which they were measured.
    User,
}

impl Pair {
    /// Name for people.
    pub fn name(self) -> &'static str {
        match self {
            Pair::Theory => "Scofield, Tougaard",
            Pair::ScofieldShirley => "Scofield, Shirley",
            Pair::User => "own factors, Shirley",
        }
    }
}

/// A window for the line of an element, set by the user.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UserWindow {
    /// Chemical symbol.
    pub element: String,
    /// From and to, eV binding energy.
    pub window_ev: [f64; 2],
}

/// What the user chooses of the opinions beside the network's.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Choices {
    /// Whether the composition alone is wanted, without areas: for tables of many samples.
    pub only_composition: bool,
    /// Whether peaks that nothing explains are looked for.
    pub peaks: bool,
    /// Own sensitivity factors, used as a third pair where each element that has an area has one.
    pub factors: Option<SensitivityFactors>,
    /// Windows for elements found; each else is chosen by itself.
    pub windows: Vec<UserWindow>,
}

/// How the transmission of the analyser entered.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransmissionUsed {
    /// That of the file.
    File,
    /// None in the file: E^−0.5, with E^−1 and a constant in the ranges.
    Assumed,
}

/// The area of an element's line.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineArea {
    /// The line with its element: `Au 4f`.
    pub line: String,
    /// From and to, eV binding energy.
    pub window_ev: [f64; 2],
    /// Binding energy of the peak, eV.
    pub energy_ev: f64,
    /// Full width at half of its height over Shirley's background, eV; null where no peak is seen.
    pub fwhm_ev: Option<f64>,
    /// Area over Shirley's background, intensity · eV.
    pub shirley: f64,
    /// Area over Tougaard's background, intensity · eV, losses to the core hole included.
    pub tougaard: f64,
    /// Standard deviation of an area by the noise of the spectrum, intensity · eV.
    pub deviation: f64,
    /// Scofield cross section × asymmetry of the lines in the window, relative to C 1s under Al Kα.
    pub sensitivity: f64,
    /// Share of other elements' lines in the window by cross sections and the network's amounts, taken
    /// off the areas for the amounts; 0 to 1.
    pub foreign: f64,
}

/// The second opinion on one element.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ElementOpinion {
    /// Chemical symbol.
    pub element: String,
    /// Its line; null where none has a window of its own.
    pub area: Option<LineArea>,
    /// Atomic percent by each of [`Conventional::pairs`]; empty where there is no area, or none above
    /// the noise. Such elements keep the network's amount.
    pub atomic_percent: Vec<f64>,
    /// Lowest and highest by all pairs and transmissions, 90 % of the noise of its own area included; null
    /// where there is no amount.
    pub range: Option<[f64; 2]>,
    /// What the lines say of the network's answer.
    pub reading: Reading,
    /// The same in words.
    pub text: String,
}

/// What areas of lines say of the elements that the network found.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conventional {
    /// Unit of the areas is this times eV.
    pub unit: CountUnit,
    /// Backgrounds and factors used, the first one being the one to take.
    pub pairs: Vec<Pair>,
    /// How the transmission entered.
    pub transmission: TransmissionUsed,
    /// The elements in the order of the answer.
    pub elements: Vec<ElementOpinion>,
    /// What the user chose and was not used, a sentence each.
    pub unused: Vec<String>,
}

/// Quantifies `found` in `spectrum`, whose lines are `seen`, with what the user chose.
///
/// # Errors
/// [`AxisError`] where the spectrum has no binding energies.
pub fn quantify(
    found: &[ElementAmount],
    spectrum: &Spectrum,
    seen: &SpectrumLines,
    choices: &Choices,
) -> Result<Conventional, AxisError> {
    let neighbours = Neighbours::new(found, seen);
    let regions: Vec<Result<Region, NoRegion>> = (0..found.len())
        .map(|own| {
            let mut set = choices.windows.iter();
            match set.find(|w| w.element == found[own].symbol) {
                Some(w) => region::given(found, own, w.window_ev, seen, &neighbours),
                None => region::choose(found, own, seen, &neighbours),
            }
        })
        .collect();
    let hv = seen.source().photon_energy_ev();
    let transmission = transmission(spectrum)?;
    let geometry = |source_analyser_angle_deg| Instrument {
        source_analyser_angle_deg,
        ..Instrument::default()
    };
    let geometry = spectrum.source_analyser_angle_deg.map(geometry);
    // At small angles no s electrons would reach the analyser: a file that says so says nothing.
    let geometry = geometry
        .filter(|g| g.asymmetry(2.0) >= LEAST_ASYMMETRY)
        .unwrap_or_default();
    // Cross section and asymmetry of C 1s: β of an s level is 2.
    let carbon = lines::C_1S_AL_BARN * geometry.asymmetry(2.0);
    let areas: Vec<Option<LineArea>> = regions
        .iter()
        .map(|region| {
            let region = region.as_ref().ok()?;
            let sensitivity = region.sigma_barn * geometry.asymmetry(region.beta);
            area(region, seen, sensitivity / carbon)
        })
        .collect();
    let is_there = |a: &LineArea, region: &Region| {
        a.shirley > 0.0 && (region.is_seen || a.shirley > LEAST_DEVIATIONS * a.deviation)
    };
    let counted: Vec<Option<&LineArea>> = areas
        .iter()
        .zip(&regions)
        .map(|(a, region)| {
            a.as_ref()
                .filter(|a| region.as_ref().is_ok_and(|r| is_there(a, r)))
        })
        .collect();
    let factors = choices.factors.as_ref();
    let own_factor = |a: &LineArea| factors.and_then(|f| f.of(&a.line));
    let mut pairs = vec![Pair::Theory, Pair::ScofieldShirley];
    let mut unused = Vec::new();
    if factors.is_some() {
        let without = counted.iter().flatten().filter(|a| own_factor(a).is_none());
        let without: Vec<&str> = without.map(|a| a.line.as_str()).collect();
        match without.is_empty() {
            true => pairs.push(Pair::User),
            false => unused.push(format!(
                "own sensitivity factors are not used: there is none for {}",
                without.join(", ")
            )),
        }
    }
    for (i, window) in choices.windows.iter().enumerate() {
        let symbol = &window.element;
        if found.iter().all(|e| e.symbol != *symbol) {
            unused.push(format!(
                "the window for {symbol} is not used: it is not among the elements found"
            ));
        } else if choices.windows[..i].iter().any(|w| w.element == *symbol) {
            unused.push(format!("only the first window for {symbol} is used"));
        }
    }
    let kinetic_ev = |a: &LineArea| hv - a.energy_ev;
    // Signal of an element by a pair, with T ∝ E^n where the file has no transmission.
    let signal = |a: &LineArea, pair: Pair, exponent: f64| {
        let own = 1.0 - a.foreign;
        let passed = match &transmission {
            Some(points) => at(points, a.energy_ev),
            None => (kinetic_ev(a) / 1000.0).powf(exponent),
        };
        let factor = a.sensitivity * (kinetic_ev(a) / 1000.0).powf(IMFP_EXPONENT) * passed;
        own * match pair {
            Pair::Theory => a.tougaard / factor,
            Pair::ScofieldShirley => a.shirley / factor,
            Pair::User => a.shirley / own_factor(a).unwrap_or(f64::INFINITY),
        }
    };
    let percents = |pair: Pair, exponent: f64| {
        let signals = counted
            .iter()
            .map(|a| a.map(|a| signal(a, pair, exponent).max(0.0)));
        let signals: Vec<Option<f64>> = signals.collect();
        shares(&signals, found)
    };
    let by_pair: Vec<Vec<Option<f64>>> = pairs
        .iter()
        .map(|pair| percents(*pair, ASSUMED_EXPONENTS[1]))
        .collect();
    let exponents = match transmission {
        Some(_) => &ASSUMED_EXPONENTS[1..2],
        None => &ASSUMED_EXPONENTS[..],
    };
    let every: Vec<Vec<Option<f64>>> = exponents
        .iter()
        .flat_map(|n| pairs.iter().map(|pair| percents(*pair, *n)))
        .collect();
    let elements = found.iter().enumerate().map(|(i, amount)| {
        let area = areas[i].clone();
        let atomic_percent: Vec<f64> = by_pair.iter().filter_map(|p| p[i]).collect();
        let range = counted[i].map(|a| {
            let of_all = every.iter().filter_map(|p| p[i]);
            let [low, high] =
                of_all.fold([f64::INFINITY, 0.0f64], |[l, h], p| [l.min(p), h.max(p)]);
            let relative = NINETY_PERCENT * a.deviation / a.shirley;
            [
                low * (1.0 - relative).max(0.0),
                (high * (1.0 + relative)).min(100.0),
            ]
        });
        let (reading, text) = reading(
            amount,
            &regions[i],
            area.as_ref(),
            atomic_percent.first().copied(),
            range,
            seen,
        );
        ElementOpinion {
            element: amount.symbol.clone(),
            area,
            atomic_percent,
            range,
            reading,
            text,
        }
    });
    Ok(Conventional {
        unit: spectrum.count_unit,
        transmission: match transmission {
            Some(_) => TransmissionUsed::File,
            None => TransmissionUsed::Assumed,
        },
        elements: elements.collect(),
        pairs,
        unused,
    })
}

/// Atomic percent by signals: those without one keep the network's amount, the others share the rest.
fn shares(signals: &[Option<f64>], found: &[ElementAmount]) -> Vec<Option<f64>> {
    let total: f64 = signals.iter().flatten().sum();
    let without = signals.iter().zip(found).filter(|(s, _)| s.is_none());
    let rest = 100.0 - without.map(|(_, e)| e.atomic_percent).sum::<f64>();
    let share = |s: &Option<f64>| s.map(|s| if total > 0.0 { rest * s / total } else { 0.0 });
    signals.iter().map(share).collect()
}

/// The area of a region's lines; `None` where there are fewer than four points.
fn area(region: &Region, lines: &SpectrumLines, sensitivity: f64) -> Option<LineArea> {
    let trace = lines.trace();
    let [from, to] = region.window_ev;
    let points = trace.between(from, to);
    if points.len() < 4 {
        return None;
    }
    let levels = trace.levels(region.window_ev)?;
    let [shirley_base, tougaard_base] = [Background::Shirley, Background::Tougaard]
        .map(|sort| background::under(points, levels, sort));
    let squares: f64 = background::weights(points).iter().map(|w| w * w).sum();
    // The levels at the ends are means over few points: they are as uncertain as the sum.
    let deviation = trace.noise_between(from - NOISE_EV, to + NOISE_EV) * (2.0 * squares).sqrt();
    Some(LineArea {
        line: region.line.clone(),
        window_ev: region.window_ev,
        energy_ev: region.energy_ev,
        fwhm_ev: region
            .is_seen
            .then(|| fwhm(points, &shirley_base, region.energy_ev))
            .flatten(),
        shirley: background::area(points, &shirley_base),
        tougaard: background::area(points, &tougaard_base),
        deviation,
        sensitivity,
        foreign: region.foreign,
    })
}

/// Full width at half height of the peak near `energy_ev` over `base`, eV; `None` where a side does
/// not fall so far.
fn fwhm(points: &[Point], base: &[f64], energy_ev: f64) -> Option<f64> {
    let net: Vec<Point> = points
        .iter()
        .zip(base)
        .map(|(p, b)| (p.0, p.1 - b))
        .collect();
    let near = (0..net.len()).filter(|i| (net[*i].0 - energy_ev).abs() <= TOP_EV);
    let top = near.max_by(|a, b| net[*a].1.total_cmp(&net[*b].1))?;
    let half = 0.5 * net[top].1;
    let crossing = |inside: Point, outside: Point| {
        outside.0 + (inside.0 - outside.0) * (half - outside.1) / (inside.1 - outside.1)
    };
    let left = (0..top).rev().find(|i| net[*i].1 <= half)?;
    let right = (top + 1..net.len()).find(|i| net[*i].1 <= half)?;
    (half > 0.0).then(|| crossing(net[right - 1], net[right]) - crossing(net[left + 1], net[left]))
}

/// The file's transmission over binding energies, ascending; `None` where it has none.
fn transmission(spectrum: &Spectrum) -> Result<Option<Vec<Point>>, AxisError> {
    let Some(values) = &spectrum.transmission else {
        return Ok(None);
    };
    let energies = spectrum.binding_energy_ev()?.into_iter();
    let mut points: Vec<Point> = energies.zip(values.iter().copied()).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    Ok(Some(points))
}

/// The value of the point nearest from above; the last one beyond them.
fn at(points: &[Point], energy_ev: f64) -> f64 {
    let last = points.len().saturating_sub(1);
    let i = points.partition_point(|p| p.0 < energy_ev).min(last);
    points.get(i).map_or(1.0, |p| p.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arithmetic_is_that_of_a_table_of_multipak() {
        // Its corrected sensitivity factors and atomic percent; the areas, in counts·eV/s, are worked back from them.
        let factors = "C 1s,57.911\nO 1s,128.614\nIn 3d,927.656\nSn 3d,1680.908\n";
        let factors = SensitivityFactors::parse(factors).unwrap();
        let rows = [
            ("C 1s", 13545.0, 23.39),
            ("O 1s", 64487.0, 50.14),
            ("In 3d", 230_244.0, 24.82),
            ("Sn 3d", 27567.0, 1.64),
        ];
        let element = |percent| ElementAmount {
            symbol: String::new(),
            z: 6,
            atomic_percent: percent,
            presence: 1.0,
            interval: [0.0, 100.0],
        };
        let found: Vec<ElementAmount> = rows.iter().map(|_| element(25.0)).collect();
        let signals = rows
            .iter()
            .map(|(line, area, _)| Some(area / factors.of(line).unwrap()));
        let signals: Vec<Option<f64>> = signals.collect();
        for (share, (line, _, at)) in shares(&signals, &found).iter().zip(&rows) {
            assert!(
                (share.unwrap() - at).abs() < 0.015,
                "{line}: {share:?} for {at}"
            );
        }
    }

    #[test]
    fn who_has_no_area_keeps_the_networks_amount() {
        let element = |percent| ElementAmount {
            symbol: String::new(),
            z: 6,
            atomic_percent: percent,
            presence: 1.0,
            interval: [0.0, 100.0],
        };
        let found = [element(50.0), element(30.0), element(20.0)];
        let shares = shares(&[Some(1.0), Some(3.0), None], &found);
        assert_eq!(shares, [Some(20.0), Some(60.0), None]);
    }

    #[test]
    fn the_width_is_that_at_half_height() {
        let points: Vec<Point> = (0..81)
            .map(|i| {
                let e = 280.0 + 0.25 * f64::from(i);
                (
                    e,
                    100.0 + 4000.0 * (-0.5 * ((e - 288.0) / 0.849_32f64).powi(2)).exp(),
                )
            })
            .collect();
        let width = fwhm(&points, &[100.0; 81], 288.0).unwrap();
        assert!((width - 2.0).abs() < 0.03, "{width}");
        assert_eq!(fwhm(&points[..33], &[100.0; 33], 288.0), None);
    }
}
