//! What CasaXPS writes into the comment of a block: processing, annotations, regions, components.
//!
//! The section begins with a line `Casa Info Follows`; then come four lists, each with its length
//! in a line of its own: processing steps (`Calib M = … A = …`), annotations (two lines each),
//! `CASA region (*name*) (*background*) start end RSF …` and `CASA comp (*name*) (*line shape*)
//! Area … MFWHM … Position … RSF …`, the number after each word being the value and those behind
//! it its limits. Energies are kinetic, on the scale that the calibrations lead to. There is no
//! public specification: the layout was found in files of CasaXPS 2.3.22 to 2.3.26, and pynxtools
//! (FAIRmat) reads the same words.

use crate::shared::lines::number;

const BEGIN: &str = "Casa Info Follows";
/// How the doubt begins that such a calibration is not applied.
pub const NOT_APPLIED: &str = "CasaXPS noted an energy calibration that is not applied here";
/// Key of the notes that hold calibrations of the energy axis, as CasaXPS writes them.
pub const CALIBRATION: &str = "CasaXPS calibration (not applied)";
const PROCESSING: &str = "CasaXPS processing (not applied)";
const ANNOTATION: &str = "CasaXPS annotation";
const REGION: &str = "CasaXPS region";
const REGION_LINE: &str = "CasaXPS region as written";
const COMPONENT: &str = "CasaXPS component";
const COMPONENT_LINE: &str = "CasaXPS component as written";

/// CasaXPS's lines of one block comment, each as it stands there.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Casa {
    processing: Vec<String>,
    annotations: Vec<String>,
    regions: Vec<String>,
    components: Vec<String>,
}

impl Casa {
    /// Takes CasaXPS's lines out of a block comment; the others are the second part. Where the
    /// lists do not have the announced lengths, its lines are known by their first words.
    pub fn split<'a>(comment: &[&'a str]) -> (Casa, Vec<&'a str>) {
        let begin = comment.iter().position(|l| l.trim() == BEGIN);
        let section = begin.and_then(|b| Some((b, Casa::section(&comment[b + 1..])?)));
        let mut casa = Casa::default();
        let mut rest: Vec<&str> = Vec::new();
        let mut loose = comment.to_vec();
        if let Some((begin, (found, length))) = section {
            casa = found;
            loose.drain(begin..=begin + length);
        }
        for line in loose {
            let line = line.trim();
            let list = if line.starts_with("Calib ") {
                &mut casa.processing
            } else if line.starts_with("CASA region ") {
                &mut casa.regions
            } else if line.starts_with("CASA comp ") {
                &mut casa.components
            } else {
                rest.push(line);
                continue;
            };
            list.push(line.to_owned());
        }
        (casa, rest)
    }

    /// The four lists and the number of lines that they take.
    fn section(lines: &[&str]) -> Option<(Casa, usize)> {
        let mut at = 0;
        let mut list = |lines_each: usize, word: &str| -> Option<Vec<String>> {
            let count: usize = lines.get(at)?.trim().parse().ok()?;
            let end = count.checked_mul(lines_each)?.checked_add(at + 1)?;
            let taken = lines.get(at + 1..end)?;
            at = end;
            let taken: Vec<String> = taken.iter().map(|l| l.trim().to_owned()).collect();
            let fits = taken
                .iter()
                .step_by(lines_each)
                .all(|l| l.starts_with(word));
            fits.then_some(taken)
        };
        let casa = Casa {
            processing: list(1, "")?,
            annotations: list(2, "")?,
            regions: list(1, "CASA region ")?,
            components: list(1, "CASA comp ")?,
        };
        Some((casa, at))
    }

    /// The lines of a block comment that say the same.
    pub fn lines(&self) -> Vec<String> {
        if *self == Casa::default() {
            return Vec::new();
        }
        let mut lines = vec![BEGIN.to_owned()];
        for (list, lines_each) in [
            (&self.processing, 1),
            (&self.annotations, 2),
            (&self.regions, 1),
            (&self.components, 1),
        ] {
            lines.push((list.len() / lines_each).to_string());
            lines.extend(list.iter().cloned());
        }
        lines
    }

    /// The energy calibrations, as they are written.
    pub fn calibrations(&self) -> Vec<&str> {
        let all = self.processing.iter().map(String::as_str);
        all.filter(|l| l.starts_with("Calib ")).collect()
    }

    /// Notes: regions and components in words and as they are written, the rest as it is written.
    /// Binding energies need the photon energy.
    pub fn notes(&self, photon_energy_ev: Option<f64>) -> Vec<(String, String)> {
        let scale = EnergyScale {
            photon_energy_ev,
            calibrated: !self.calibrations().is_empty(),
        };
        let mut notes = Vec::new();
        let mut note = |key: &str, value: &str| notes.push((key.to_owned(), value.to_owned()));
        for line in &self.processing {
            let is_calibration = line.starts_with("Calib ");
            note(
                if is_calibration {
                    CALIBRATION
                } else {
                    PROCESSING
                },
                line,
            );
        }
        // The second line of an annotation is mostly empty.
        for pair in self.annotations.chunks(2) {
            note(ANNOTATION, pair.join("\n").trim_end());
        }
        for line in &self.regions {
            if let Some(words) = region(line, scale) {
                note(REGION, &words);
            }
            note(REGION_LINE, line);
        }
        for line in &self.components {
            if let Some(words) = component(line, scale) {
                note(COMPONENT, &words);
            }
            note(COMPONENT_LINE, line);
        }
        notes
    }

    /// CasaXPS's lines from the end of a spectrum's notes, and the notes before them; nothing
    /// where these lines would not be read as those notes.
    pub fn from_notes(
        notes: &[(String, String)],
        photon_energy_ev: Option<f64>,
    ) -> (Casa, &[(String, String)]) {
        let mut casa = Casa::default();
        for (key, value) in notes {
            match key.as_str() {
                CALIBRATION | PROCESSING => casa.processing.push(value.clone()),
                ANNOTATION => {
                    let (first, second) = value.split_once('\n').unwrap_or((value, ""));
                    casa.annotations
                        .extend([first.to_owned(), second.to_owned()]);
                }
                REGION_LINE => casa.regions.push(value.clone()),
                COMPONENT_LINE => casa.components.push(value.clone()),
                _ => {}
            }
        }
        let lines = casa.lines();
        let one_line = |l: &String| !l.contains(char::is_control) && l.trim() == l;
        let (again, rest) = Casa::split(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        let own = again.notes(photon_energy_ev);
        if lines.iter().all(one_line) && again == casa && rest.is_empty() && notes.ends_with(&own) {
            (casa, &notes[..notes.len() - own.len()])
        } else {
            (Casa::default(), notes)
        }
    }
}

/// How a kinetic energy of CasaXPS's is told.
#[derive(Clone, Copy)]
struct EnergyScale {
    photon_energy_ev: Option<f64>,
    calibrated: bool,
}

impl EnergyScale {
    fn of(self, kinetic_ev: f64) -> f64 {
        let energy = self
            .photon_energy_ev
            .map_or(kinetic_ev, |hv| hv - kinetic_ev);
        (energy * 1e4).round() / 1e4
    }

    fn name(self) -> String {
        let name = self
            .photon_energy_ev
            .map_or("kinetic energy", |_| "binding energy");
        let calibrated = if self.calibrated { ", calibrated" } else { "" };
        name.to_owned() + calibrated
    }
}

/// `Fe 2p: 700.5 to 748.25 eV (binding energy), background U 3 Tougaard, RSF 14.5`.
fn region(line: &str, scale: EnergyScale) -> Option<String> {
    let words = words(line.strip_prefix("CASA region ")?);
    let [name, background, start, end, rsf, ..] = words.as_slice() else {
        return None;
    };
    let [start, end] = [number(start)?, number(end)?].map(|e| scale.of(e));
    let (low, high) = (start.min(end), start.max(end));
    Some(format!(
        "{name}: {low} to {high} eV ({}), background {background}, RSF {rsf}",
        scale.name()
    ))
}

/// `C 1s C-O: LF(1,1.2,40,200,2) at 289.1 eV (binding energy), FWHM 1.25 eV, area 25000.5,
/// RSF 1`.
fn component(line: &str, scale: EnergyScale) -> Option<String> {
    let words = words(line.strip_prefix("CASA comp ")?);
    let [name, shape, ..] = words.as_slice() else {
        return None;
    };
    let value = |word: &str| {
        let at = words.iter().skip(2).position(|w| *w == word)? + 3;
        number(words.get(at)?)
    };
    let fwhm = (value("MFWHM")? * 1e4).round() / 1e4;
    let mut text = format!(
        "{name}: {shape} at {} eV ({}), FWHM {fwhm} eV, area {}",
        scale.of(value("Position")?),
        scale.name(),
        value("Area")?
    );
    if let Some(rsf) = value("RSF") {
        text += &format!(", RSF {rsf}");
    }
    Some(text)
}

/// Words between blanks; what stands between `(*` and `*)` is one.
fn words(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let tag = rest.strip_prefix("(*").and_then(|r| r.split_once("*)"));
        let (word, behind) = tag.unwrap_or_else(|| rest.split_once(' ').unwrap_or((rest, "")));
        words.push(word);
        rest = behind.trim_start();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMENT: [&str; 13] = [
        "Casa Info Follows",
        "2",
        "Calib M = 282,283 A = 285 BE ADD",
        "Sm SG D(2) P(5)",
        "1",
        "annot comps v2315 Display 0.05 0.2",
        "",
        "1",
        "CASA region (*C 1s*) (*U 2 Tougaard*) 1190.5 1204.25 1 4 0 0 51.5 -900 0 0 (*NoTag*) 12.011 0 1",
        "1",
        "CASA comp (*C 1s C-O*) (*LF(1,1.2,40,200,2)*) Area 25000.5 1e-020 900000 -1 1 MFWHM 1.25 0.3 7 0 1 Position 1197.5 1191 1201 -1 1 RSF 1 MASS 12.011 INDEX -1 (*C 1s*) CONST (**) UNCORRECTEDRSF 1",
        "Creation",
        "Computer : DESKTOP",
    ];

    fn keys_and_values(notes: &[(String, String)]) -> Vec<(&str, &str)> {
        notes
            .iter()
            .map(|(k, v)| (k.as_str(), v.as_str()))
            .collect()
    }

    #[test]
    fn lists_are_told_in_words_and_as_written() {
        let (casa, rest) = Casa::split(&COMMENT);
        assert_eq!(rest, ["Creation", "Computer : DESKTOP"]);
        let notes = casa.notes(Some(1486.6));
        let want = [
            (CALIBRATION, COMMENT[2]),
            (PROCESSING, COMMENT[3]),
            (ANNOTATION, COMMENT[5]),
            (
                REGION,
                "C 1s: 282.35 to 296.1 eV (binding energy, calibrated), background U 2 Tougaard, RSF 1",
            ),
            (REGION_LINE, COMMENT[8]),
            (
                COMPONENT,
                "C 1s C-O: LF(1,1.2,40,200,2) at 289.1 eV (binding energy, calibrated), FWHM 1.25 eV, area 25000.5, RSF 1",
            ),
            (COMPONENT_LINE, COMMENT[10]),
        ];
        assert_eq!(keys_and_values(&notes), want);
        let kinetic = casa.notes(None);
        assert!(
            kinetic[3]
                .1
                .starts_with("C 1s: 1190.5 to 1204.25 eV (kinetic energy")
        );
    }

    #[test]
    fn notes_lead_back_to_the_lines() {
        let (casa, _) = Casa::split(&COMMENT);
        assert_eq!(casa.lines(), COMMENT[..11]);
        let mut notes = vec![("source".to_owned(), "Al".to_owned())];
        notes.extend(casa.notes(Some(1486.6)));
        assert_eq!(Casa::from_notes(&notes, Some(1486.6)), (casa, &notes[..1]));
        // Another photon energy, another order: these notes would not come back.
        assert_eq!(
            Casa::from_notes(&notes, None),
            (Casa::default(), &notes[..])
        );
        notes.swap(0, 3);
        assert_eq!(Casa::from_notes(&notes, Some(1486.6)).0, Casa::default());
        assert_eq!(Casa::from_notes(&[], None), (Casa::default(), &[][..]));
    }

    #[test]
    fn lists_of_wrong_length_are_known_by_their_words() {
        let mut comment = COMMENT;
        comment[1] = "7";
        comment[9] = "900000000000000000000";
        let (casa, rest) = Casa::split(&comment);
        assert_eq!((casa.regions.len(), casa.components.len()), (1, 1));
        assert_eq!(casa.calibrations(), [COMMENT[2]]);
        assert!(rest.contains(&"Sm SG D(2) P(5)") && rest.contains(&"Creation"));
        for n in 0..COMMENT.len() {
            let _ = Casa::split(&COMMENT[..n]).0.notes(Some(1486.6));
        }
    }

    #[test]
    fn odd_lines_stay_as_written() {
        for line in [
            "CASA region (*a",
            "CASA comp (*a*) (*b*) Area x MFWHM",
            "CASA comp x",
        ] {
            let notes = Casa::split(&[line]).0.notes(None);
            assert_eq!((notes.len(), notes[0].1.as_str()), (1, line));
        }
    }
}
