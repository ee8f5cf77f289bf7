//! The text at the beginning of a PHI file: `key: value` lines from `SOFH` to `EOFH`.

use crate::shared::checks::tidy;
use crate::shared::error::{Fault, quote};
use crate::shared::lines::number;
use crate::shared::notes::short;
use speclens_spectrum::{Doubt, Technique};

/// Bytes from `SOFH` to `EOFH` that are searched; known headers have 0.3 to 20 kB.
const MAX_HEADER_BYTES: usize = 1 << 20;

/// A spectral region as a `SpectralRegDef` line defines it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PhiRegion {
    /// Number by which the traces refer to it, from 1.
    pub number: usize,
    /// Such as `Su1s` (a survey) or `C1s`.
    pub name: String,
    /// Points of one spectrum.
    pub points: usize,
    /// Step from point to point, eV.
    pub step_ev: f64,
    /// Energy of the first point, eV.
    pub start_ev: f64,
    /// Energy of the last point, eV.
    pub stop_ev: f64,
    /// Whole time per point, s.
    pub dwell_s: Option<f64>,
    /// Pass energy, eV.
    pub pass_energy_ev: Option<f64>,
}

/// The header of a file.
#[derive(Debug)]
pub(super) struct PhiHeader<'a> {
    /// Keys and values in file order; keys may repeat.
    pub entries: Vec<(&'a str, &'a str)>,
    /// The regions that were measured.
    pub regions: Vec<PhiRegion>,
}

/// Length of the header in bytes with the line `EOFH` and its line end, and its text's extent.
///
/// # Errors
/// No line `EOFH`.
pub(super) fn extent(bytes: &[u8]) -> Result<(usize, usize), Fault> {
    let head = &bytes[..bytes.len().min(MAX_HEADER_BYTES)];
    let mut start = 0;
    for line in head.split_inclusive(|b| *b == b'\n') {
        if line.ends_with(b"\n") && line.trim_ascii() == b"EOFH" {
            return Ok((start + line.len(), start));
        }
        start += line.len();
    }
    let found = if head.len() < bytes.len() {
        format!("no end of the header in {MAX_HEADER_BYTES} bytes")
    } else {
        "the end of the file".to_owned()
    };
    Err(Fault::at_byte(
        head.len(),
        found,
        "the line “EOFH” that ends the header of a PHI file",
    ))
}

impl<'a> PhiHeader<'a> {
    /// Reads the text between `SOFH` and `EOFH`.
    ///
    /// # Errors
    /// A `SpectralRegDef` that is none; a header without any.
    pub fn read(text: &'a str) -> Result<PhiHeader<'a>, Fault> {
        let mut entries = Vec::new();
        let mut regions: Vec<PhiRegion> = Vec::new();
        for (i, line) in text.lines().enumerate() {
            let Some((key, value)) = line.split_once(':') else {
                continue;
            };
            let (key, value) = (key.trim(), value.trim());
            if key.is_empty() {
                continue;
            }
            if key == "SpectralRegDef" {
                let region = PhiRegion::read(value).ok_or_else(|| {
                    Fault::at_line(
                        i + 1,
                        quote(value),
                        "a SpectralRegDef: number, number, name, atomic number, points, step, \
                         start, stop, two more energies, time and pass energy",
                    )
                })?;
                if regions.iter().any(|r| r.number == region.number) {
                    let found = format!("region {} again", region.number);
                    return Err(Fault::at_line(i + 1, found, "another number"));
                }
                regions.push(region);
            }
            entries.push((key, value));
        }
        if regions.is_empty() {
            return Err(Fault::at_line(
                text.lines().count(),
                "the end of the header",
                "a line “SpectralRegDef: …”",
            ));
        }
        Ok(PhiHeader { entries, regions })
    }

    /// The first value of `key`, if it is not empty.
    pub fn value(&self, key: &str) -> Option<&'a str> {
        let found = self.entries.iter().find(|(k, _)| *k == key);
        found.map(|(_, v)| *v).filter(|v| !v.is_empty())
    }

    /// The value of `key` among several that begin with a region's number, without this number.
    pub fn value_of_region(&self, key: &str, region: usize) -> Option<&'a str> {
        self.entries
            .iter()
            .filter(|(k, _)| *k == key)
            .find_map(|(_, v)| {
                let (first, rest) = v.split_once(char::is_whitespace)?;
                (first.parse() == Ok(region)).then(|| rest.trim())
            })
            .filter(|v| !v.is_empty())
    }

    /// The first number in the value of `key`.
    pub fn real(&self, key: &str) -> Option<f64> {
        self.value(key)?.split_whitespace().find_map(number)
    }

    /// What `TechniqueEx` says, or else `Technique`. A header without either is that of an XPS
    /// file if it names an X-ray source.
    pub fn technique(&self) -> Technique {
        let name = self.value("TechniqueEx").or(self.value("Technique"));
        match name.map(str::to_uppercase).as_deref() {
            Some("XPS") => Technique::Xps,
            Some("UPS") => Technique::Ups,
            Some(name) if name.starts_with("AES") => Technique::Aes,
            None if self.value("XraySource").is_some() => Technique::Xps,
            _ => Technique::Other,
        }
    }

    /// Photon energy of `XraySource: Al 1486.6 mono`, eV.
    pub fn photon_energy_ev(&self) -> Option<f64> {
        self.real("XraySource").filter(|e| *e > 0.0)
    }

    /// `a` and `b` of MultiPak's transmission function; `None` where the file has none, and where
    /// `IntensityRecal` says that the intensities are corrected already.
    pub fn transmission_coefficients(&self) -> Option<[f64; 2]> {
        if self.recalibrated("IntensityRecal").is_some() {
            return None;
        }
        let mut words = self.value("IntensityCalCoeff")?.split_whitespace();
        let mut next = || words.next().and_then(number);
        let (a, b) = (next()?, next()?);
        (a > 0.0 && b.abs() < 10.0).then_some([a, b])
    }

    /// What `IntensityRecal` or `EnergyRecal` says other than "no".
    pub fn recalibrated(&self, key: &str) -> Option<&'a str> {
        self.value(key).filter(|v| !v.eq_ignore_ascii_case("no"))
    }

    /// Name of the sample: the description of the spatial area, counted from 1, else of the
    /// sample, else of the file, from which MultiPak's platen position is taken:
    /// `(1, SnO2_10nm)`.
    pub fn sample(&self, area: usize) -> &'a str {
        let said = self.value_of_region("SpatialAreaDesc", area);
        let of_sample = || self.value("SampleDesc").or(self.value("SampleID"));
        if let Some(sample) = said.or_else(of_sample) {
            return sample;
        }
        let file = self.value("FileDesc").unwrap_or_default();
        file.strip_prefix('(')
            .and_then(|f| f.strip_suffix(')'))
            .and_then(|f| f.split_once(','))
            .filter(|(n, _)| n.trim().parse::<u32>().is_ok())
            .map_or(file, |(_, name)| name.trim())
    }
}

impl PhiRegion {
    /// Reads `1 1 Su1s 111 1751 -0.8 1400.0 0.0 1399.0 1.0 0.12 224.00 AREA`: number, number,
    /// name, atomic number, points, step, start, stop, the same without the ends, time, pass
    /// energy, mode. `None` where the words are no region of at least 2 points.
    fn read(definition: &str) -> Option<PhiRegion> {
        let words: Vec<&str> = definition.split_whitespace().take(12).collect();
        let real = |i: usize| words.get(i).copied().and_then(number);
        let region = PhiRegion {
            number: words.first()?.parse().ok()?,
            name: short(words.get(2)?),
            points: words.get(4)?.parse().ok()?,
            step_ev: real(5)?,
            start_ev: real(6)?,
            stop_ev: real(7)?,
            dwell_s: real(10).filter(|t| *t > 0.0),
            pass_energy_ev: real(11).filter(|e| *e > 0.0),
        };
        let sound = region.number > 0
            && region.points >= 2
            && region.step_ev != 0.0
            && [region.step_ev, region.start_ev, region.stop_ev]
                .iter()
                .all(|e| e.abs() < 1e5);
        sound.then_some(region)
    }

    /// Energies of the points in eV, and a doubt where step, number of points and last energy
    /// disagree by up to two steps.
    ///
    /// # Errors
    /// They disagree by more: half a sentence.
    pub fn energies_ev(&self) -> Result<(Vec<f64>, Option<Doubt>), String> {
        let last = (self.points - 1) as f64;
        let end = self.start_ev + self.step_ev * last;
        let off = (end - self.stop_ev).abs();
        // Steps are written with 4 decimals.
        if off <= 5e-5 * last + 1e-3 {
            let span = self.stop_ev - self.start_ev;
            let energy = |i| tidy(self.start_ev + span * i as f64 / last);
            return Ok(((0..self.points).map(energy).collect(), None));
        }
        let said = format!(
            "its {} points from {} eV in steps of {} eV end at {end:.4} eV, not at {} eV",
            self.points, self.start_ev, self.step_ev, self.stop_ev
        );
        if off > 2.0 * self.step_ev.abs() {
            return Err(said);
        }
        let energy = |i| tidy(self.start_ev + self.step_ev * i as f64);
        Ok((
            (0..self.points).map(energy).collect(),
            Some(Doubt::presumed(said)),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGION: &str = "SpectralRegDef: 1 2 C1s 6 11 -0.1 290.0 289.0 290 289 0.8 55.00 AREA\r\n";

    fn header(lines: &str) -> String {
        format!("SOFH\r\n{lines}{REGION}")
    }

    #[test]
    fn the_header_ends_with_its_last_line() {
        assert_eq!(extent(b"SOFH\nEOFH\n\0\x01"), Ok((10, 5)));
        assert_eq!(extent(b"SOFH\r\nA: EOFH\r\nEOFH\r\n"), Ok((21, 15)));
        for cut in [&b"SOFH"[..], b"SOFH\nEOF", b"SOFH\nEOFH", b"SOFH\nEOFH\r"] {
            let e = extent(cut).unwrap_err().to_string();
            assert!(e.contains("the end of the file"), "{e}");
        }
        let long = [b"SOFH\n".as_slice(), &vec![b'x'; MAX_HEADER_BYTES]].concat();
        let e = extent(&long).unwrap_err().to_string();
        assert!(e.contains("no end of the header"), "{e}");
    }

    #[test]
    fn a_region_and_its_energies() {
        let text = header("SpectralRegDef2: 1 20.0 10 0 4 180\nSpectralRegDefFull: 9 9\n");
        let header = PhiHeader::read(&text).unwrap();
        let region = &header.regions[0];
        assert_eq!((region.number, region.name.as_str()), (1, "C1s"));
        assert_eq!(
            (region.dwell_s, region.pass_energy_ev),
            (Some(0.8), Some(55.0))
        );
        let (energies, doubt) = region.energies_ev().unwrap();
        assert_eq!(energies[..4], [290.0, 289.9, 289.8, 289.7]);
        assert_eq!((energies.len(), energies[10], doubt), (11, 289.0, None));
        assert_eq!(
            header.value_of_region("SpectralRegDef2", 1),
            Some("20.0 10 0 4 180")
        );
        assert_eq!(header.value_of_region("SpectralRegDef2", 2), None);
    }

    #[test]
    fn energies_that_disagree_are_said_or_refused() {
        let region = |points, step_ev| PhiRegion {
            number: 1,
            name: String::new(),
            points,
            step_ev,
            start_ev: 1100.0,
            stop_ev: 0.0,
            dwell_s: None,
            pass_energy_ev: None,
        };
        let (energies, doubt) = region(2200, -0.5).energies_ev().unwrap();
        assert_eq!(energies[2199], 0.5);
        let said = doubt.unwrap().to_string();
        assert!(said.contains("end at 0.5000 eV, not at 0 eV"));
        // A step of 1/3 eV, written with 4 decimals.
        let (energies, doubt) = region(3301, -0.3333).energies_ev().unwrap();
        assert_eq!((energies[3300], doubt), (0.0, None));
        assert!(region(2201, 0.5).energies_ev().is_err());
        assert!(region(2100, -0.5).energies_ev().is_err());
    }

    #[test]
    fn definitions_that_are_none_are_refused_with_their_line() {
        for bad in [
            "1 1 C1s",
            "x 1 C1s 6 11 -0.1 290 289 290 289 0.8 55 AREA",
            "0 1 C1s 6 11 -0.1 290 289 290 289 0.8 55 AREA",
            "1 1 C1s 6 1 -0.1 290 289 290 289 0.8 55 AREA",
            "1 1 C1s 6 11 0 290 289 290 289 0.8 55 AREA",
            "1 1 C1s 6 11 -0.1 nan 289 290 289 0.8 55 AREA",
            "1 1 C1s 6 -11 -0.1 290 289 290 289 0.8 55 AREA",
            "1 1 C1s 6 11 -0.1 1e300 289 290 289 0.8 55 AREA",
        ] {
            let e = PhiHeader::read(&format!("SOFH\nSpectralRegDef: {bad}\n")).unwrap_err();
            assert!(e.to_string().starts_with("line 2: found “"), "{e}");
        }
        let twice = header(REGION);
        let e = PhiHeader::read(&twice).unwrap_err().to_string();
        assert_eq!(e, "line 3: found region 1 again, expected another number");
        let e = PhiHeader::read("SOFH\nA: b\n").unwrap_err().to_string();
        assert!(e.starts_with("line 2: found the end of the header"), "{e}");
    }

    #[test]
    fn what_the_lines_say() {
        let text = header(
            "Technique: XPS\nTechniqueEx: UPS\nXraySource: Mg 1253.6 std\nIntensityCalCoeff: 40.0 \
             0.2\nIntensityRecal: no\nFileDesc: (12, SnO2, 10nm)\nEnergyRecal: yes 1.5\n",
        );
        let h = PhiHeader::read(&text).unwrap();
        assert_eq!(h.technique(), Technique::Ups);
        assert_eq!(h.photon_energy_ev(), Some(1253.6));
        assert_eq!(h.transmission_coefficients(), Some([40.0, 0.2]));
        assert_eq!(h.recalibrated("EnergyRecal"), Some("yes 1.5"));
        assert_eq!(h.sample(1), "SnO2, 10nm");
        let text = header(
            "Technique: AES\nIntensityCalCoeff: 40.0 0.2\nIntensityRecal: yes\nFileDesc: (a, b)\n\
             SpatialAreaDesc: 2 Other\n",
        );
        let h = PhiHeader::read(&text).unwrap();
        assert_eq!(
            (h.technique(), h.photon_energy_ev()),
            (Technique::Aes, None)
        );
        assert_eq!(h.transmission_coefficients(), None);
        assert_eq!(h.sample(1), "(a, b)");
        let text = header("SpatialAreaDesc: 1 #7 SiO2 25nm\nFileDesc: x\n");
        let h = PhiHeader::read(&text).unwrap();
        assert_eq!(
            (h.technique(), h.sample(1)),
            (Technique::Other, "#7 SiO2 25nm")
        );
        let text = header(
            "SpatialAreaDesc: 1 rim\nSpatialAreaDesc: 2\nSampleDesc:\nSampleID: 7\nFileDesc: x\n",
        );
        let h = PhiHeader::read(&text).unwrap();
        assert_eq!([1, 2].map(|area| h.sample(area)), ["rim", "7"]);
        let text = header("SampleDesc: Ir\nSampleID: 7\nFileDesc: x\n");
        assert_eq!(PhiHeader::read(&text).unwrap().sample(1), "Ir");
    }
}
