//! What Scienta's SES says about a region, in the `[Info n]` section of its text files and in the
//! note of its Igor waves alike: `key=value` lines to the fields of a [`Spectrum`].
//!
//! The keys are those of SES 1.2 and 1.3 as they stand in measured files and as the readers of
//! FAIRmat's pynxtools-xps, of peaks and of maxiv_panda take them.

use crate::shared::checks::is_ultraviolet;
use crate::shared::cube::axis_of;
use crate::shared::lines::number;
use crate::shared::notes::{push, short};
use speclens_spectrum::{Axis, CountUnit, Doubt, Spectrum, Technique};

/// Notes that a region may have: files of hundreds of manipulator positions exist.
const MAX_NOTES: usize = 80;

/// A number as SES writes it, in some countries with a decimal comma.
pub(crate) fn real(text: &str) -> Option<f64> {
    let text = text.trim();
    match text.contains(',') {
        true => number(&text.replacen(',', ".", 1)),
        false => number(text),
    }
}

/// Lines `key=value`; a line without `=` is no key.
pub(crate) fn pair(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once('=')?;
    Some((key.trim(), value.trim())).filter(|(key, _)| !key.is_empty())
}

/// Fills in what the keys of a region say. `axis` is what the name of the energies says; the
/// region's `Energy Scale` is asked where that is nothing.
pub(crate) fn apply<'a>(
    spectrum: &mut Spectrum,
    keys: impl Iterator<Item = (&'a str, &'a str)>,
    axis: Option<Axis>,
) {
    let (mut date, mut time) = ("", "");
    let (mut scale, mut name) = (None, "");
    let (mut step_time_ms, mut channel_time_s, mut fixed) = (None, None, false);
    let mut notes = Vec::new();
    for (key, value) in keys {
        let positive = || real(value.trim_end_matches("eV")).filter(|v| *v > 0.0);
        match key {
            "Region Name" if spectrum.region.is_empty() => spectrum.region = short(value),
            "Region Name" => {}
            "Sample" => spectrum.sample = short(value),
            "Instrument" => spectrum.instrument = Some(short(value)).filter(|v| !v.is_empty()),
            "Pass Energy" => spectrum.pass_energy_ev = positive(),
            "Excitation Energy" => spectrum.photon_energy_ev = positive(),
            "Number of Sweeps" => {
                let whole = positive().filter(|n| n.fract() == 0.0 && *n < 1e9);
                spectrum.scans = whole.map(|n| n as u32);
            }
            "Date" => date = value,
            "Time" => time = value,
            "Energy Scale" => scale = axis_of(value),
            "DetectorMode" if value.eq_ignore_ascii_case("pulse counting") => {
                spectrum.count_unit = CountUnit::Counts;
            }
            _ => {
                match key {
                    "Spectrum Name" => name = value,
                    "Step Time" => step_time_ms = positive(),
                    "Time per Spectrum Channel" => channel_time_s = positive(),
                    "Acquisition Mode" => fixed = value.eq_ignore_ascii_case("fixed"),
                    _ => {}
                }
                // An empty list is written as ";".
                let says = value.contains(char::is_alphanumeric);
                if says && notes.len() < MAX_NOTES {
                    push(&mut notes, &short(key), value);
                }
            }
        }
    }
    spectrum.notes.append(&mut notes);
    if spectrum.region.is_empty() {
        spectrum.region = short(name);
    }
    let date = format!("{date} {time}");
    spectrum.date = Some(short(&date)).filter(|d| !d.is_empty());
    // SES gives the time of a channel over all sweeps. The time of a step is that of a channel
    // where the detector's window stands still.
    let sweeps = f64::from(spectrum.scans.unwrap_or(1));
    spectrum.dwell_s = match channel_time_s {
        Some(time) => Some(time / sweeps),
        None if fixed => step_time_ms.map(|ms| ms / 1000.0),
        None => None,
    };
    if is_ultraviolet(spectrum.photon_energy_ev) {
        spectrum.technique = Technique::Ups;
    }
    spectrum.axis = axis.or(scale);
    match (axis, scale) {
        (None, None) => spectrum.doubts.push(Doubt::AxisUnsaid),
        (Some(named), Some(said)) if named != said => {
            let word = |axis| match axis {
                Axis::Binding => "binding",
                Axis::Kinetic => "kinetic",
            };
            let (named, said) = (word(named), word(said));
            spectrum.doubts.push(Doubt::presumed(format!(
                "the energies are named {named} energy and the region says {said} energy: \
                 they are taken as {named} energy"
            )));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use speclens_spectrum::sentences;

    fn of(lines: &str, axis: Option<Axis>) -> Spectrum {
        let mut spectrum = Spectrum::default();
        apply(&mut spectrum, lines.lines().filter_map(pair), axis);
        spectrum
    }

    #[test]
    fn a_region_tells_what_it_knows() {
        let s = of(
            "Region Name=C 1s\nLens Mode=Transmission\nPass Energy=50\nNumber of Sweeps=10\n\
             Excitation Energy=1486,6\nEnergy Scale=Binding\nAcquisition Mode=Swept\nStep Time=203\n\
             Time per Spectrum Channel=225.33\nInstrument=R3000\nSample=Ag\nComments=;\n\
             Date=2023-03-08\nTime=15:30:27\nDetectorMode=Pulse Counting\nno key\n",
            None,
        );
        assert_eq!((s.region.as_str(), s.sample.as_str()), ("C 1s", "Ag"));
        assert_eq!(
            (s.pass_energy_ev, s.photon_energy_ev, s.scans),
            (Some(50.0), Some(1486.6), Some(10))
        );
        assert_eq!(
            (s.axis, s.count_unit),
            (Some(Axis::Binding), CountUnit::Counts)
        );
        assert!((s.dwell_s.unwrap() - 22.533).abs() < 1e-12);
        assert_eq!(s.date.as_deref(), Some("2023-03-08 15:30:27"));
        assert_eq!(s.instrument.as_deref(), Some("R3000"));
        let keys: Vec<&str> = s.notes.iter().map(|(k, _)| k.as_str()).collect();
        assert_eq!(
            keys,
            [
                "Lens Mode",
                "Acquisition Mode",
                "Step Time",
                "Time per Spectrum Channel"
            ]
        );
        assert_eq!((s.technique, s.doubts.len()), (Technique::Xps, 0));
    }

    #[test]
    fn what_is_not_said_is_not_guessed() {
        let s = of(
            "Spectrum Name=run 7\nStep Time=200\nAcquisition Mode=Swept\n",
            None,
        );
        assert_eq!(
            (s.region.as_str(), s.dwell_s, s.date),
            ("run 7", None, None)
        );
        assert_eq!((s.axis, s.count_unit), (None, CountUnit::Unknown));
        assert!(sentences(&s.doubts)[0].contains("does not say what its energies are"));
        let s = of(
            "Step Time=200\nAcquisition Mode=Fixed\nDetectorMode=ADC\n",
            None,
        );
        assert_eq!((s.dwell_s, s.count_unit), (Some(0.2), CountUnit::Unknown));
        let s = of(
            "Excitation Energy=21.2\nPass Energy=0\nNumber of Sweeps=x\n",
            None,
        );
        assert_eq!(
            (s.technique, s.pass_energy_ev, s.scans),
            (Technique::Ups, None, None)
        );
    }

    #[test]
    fn the_name_of_the_energies_wins_over_the_scale_with_a_doubt() {
        let s = of("Energy Scale=Binding\n", Some(Axis::Kinetic));
        assert_eq!(s.axis, Some(Axis::Kinetic));
        assert_eq!(
            sentences(&s.doubts),
            [
                "the energies are named kinetic energy and the region says binding energy: they are \
              taken as kinetic energy"
            ]
        );
    }

    #[test]
    fn notes_are_bounded() {
        let many: String = (0..500).map(|i| format!("Point {i}=7 eV\n")).collect();
        assert_eq!(of(&many, None).notes.len(), MAX_NOTES);
    }
}
