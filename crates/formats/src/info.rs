//! What a file holds, spectrum by spectrum: what `speclens info --json` prints and the page's panel
//! shows.

use serde::Serialize;

use super::FileFormat;
use speclens_spectrum::{Axis, CountUnit, Doubt, Spectrum, Technique, sentences};

/// What is told of a spectrum. Its JSON is a contract: fields may be added, never renamed.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Info<'a> {
    /// File name.
    pub file: &'a str,
    /// Name of the format.
    pub format: &'static str,
    /// Position in the file, counted from 1.
    pub block: usize,
    /// Name of the block or region, may be empty.
    pub region: &'a str,
    /// Sample name, may be empty.
    pub sample: &'a str,
    /// What excited the electrons.
    pub technique: Technique,
    /// Which energies the file holds; null where it does not say.
    pub axis: Option<Axis>,
    /// Number of points.
    pub points: usize,
    /// Lowest and highest binding energy, eV; null where the file does not lead to them.
    pub binding_energy_ev: Option<[f64; 2]>,
    /// The same of the kinetic energy.
    pub kinetic_energy_ev: Option<[f64; 2]>,
    /// Distance of the points, eV; null where it changes.
    pub step_ev: Option<f64>,
    /// Photon energy, eV.
    pub photon_energy_ev: Option<f64>,
    /// Unit of the intensities.
    pub count_unit: CountUnit,
    /// Number of scans summed.
    pub scans: Option<u32>,
    /// Dwell time per channel and scan, s.
    pub dwell_s: Option<f64>,
    /// Analyser pass energy, eV.
    pub pass_energy_ev: Option<f64>,
    /// Angle between source and analyser, degrees.
    pub source_analyser_angle_deg: Option<f64>,
    /// Whether the file gives a transmission function.
    pub transmission: bool,
    /// When it was measured, as the file writes it.
    pub date: Option<&'a str>,
    /// Instrument model.
    pub instrument: Option<&'a str>,
    /// What is doubtful, one sentence each.
    pub warnings: Vec<String>,
    /// Everything else, key and value, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<&'a [(String, String)]>,
    /// The same as the warnings, each with its code and what belongs to it.
    pub doubts: &'a [Doubt],
}

impl<'a> Info<'a> {
    /// Tells of `s`, which was read from a file in `format`; with `notes`, its notes too.
    pub fn of(s: &'a Spectrum, format: FileFormat, notes: bool) -> Info<'a> {
        // Without an axis both would be a guess.
        let known = |energies: Vec<f64>| s.axis.is_some().then(|| range(&energies));
        Info {
            file: &s.file,
            format: format.name(),
            block: s.block,
            region: &s.region,
            sample: &s.sample,
            technique: s.technique,
            axis: s.axis,
            points: s.counts.len(),
            binding_energy_ev: s.binding_energy_ev().ok().and_then(known),
            kinetic_energy_ev: s.kinetic_energy_ev().ok().and_then(known),
            step_ev: step(&s.energy_ev),
            photon_energy_ev: s.photon_energy_ev,
            count_unit: s.count_unit,
            scans: s.scans,
            dwell_s: s.dwell_s,
            pass_energy_ev: s.pass_energy_ev,
            source_analyser_angle_deg: s.source_analyser_angle_deg,
            transmission: s.transmission.is_some(),
            date: s.date.as_deref(),
            instrument: s.instrument.as_deref(),
            warnings: sentences(&s.doubts),
            notes: notes.then_some(&s.notes),
            doubts: &s.doubts,
        }
    }
}

fn range(energies: &[f64]) -> [f64; 2] {
    let low = energies.iter().copied().fold(f64::INFINITY, f64::min);
    let high = energies.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    [low, high]
}

/// The distance of neighbouring points where it is one, to a thousandth of it.
fn step(energy_ev: &[f64]) -> Option<f64> {
    let steps = || energy_ev.windows(2).map(|w| (w[1] - w[0]).abs());
    let mean = steps().sum::<f64>() / steps().count().max(1) as f64;
    let one = steps().all(|s| (s - mean).abs() <= 1e-3 * mean);
    one.then_some((mean * 1e6).round() / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn energies_are_told_as_far_as_they_are_known() {
        let mut s = Spectrum {
            axis: Some(Axis::Kinetic),
            photon_energy_ev: Some(1486.6),
            energy_ev: vec![286.6, 287.6, 288.6],
            counts: vec![1.0; 3],
            ..Default::default()
        };
        let ranges = |s: &Spectrum| {
            let info = Info::of(s, FileFormat::Vamas, false);
            (info.binding_energy_ev, info.kinetic_energy_ev, info.step_ev)
        };
        let ke = Some([286.6, 288.6]);
        assert_eq!(ranges(&s), (Some([1198.0, 1200.0]), ke, Some(1.0)));
        s.photon_energy_ev = None;
        s.energy_ev[2] = 289.6;
        assert_eq!(ranges(&s), (None, Some([286.6, 289.6]), None));
        s.axis = None;
        assert_eq!(ranges(&s), (None, None, None));
    }

    #[test]
    fn doubts_are_told_as_sentences_and_with_their_codes() {
        let s = Spectrum {
            doubts: vec![
                Doubt::AxisUnsaid,
                Doubt::NegativeCounts { negative: 1, of: 3 },
            ],
            ..Default::default()
        };
        let json = serde_json::to_string(&Info::of(&s, FileFormat::Vamas, false)).unwrap();
        let warnings = r#""warnings":["the file does not say what its energies are: they are taken as binding energy","1 of 3 counts are negative"]"#;
        let doubts =
            r#""doubts":[{"code":"axis_unsaid"},{"code":"negative_counts","negative":1,"of":3}]}"#;
        assert!(json.contains(warnings) && json.ends_with(doubts), "{json}");
    }
}
