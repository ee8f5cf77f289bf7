//! What is doubtful about a spectrum or an answer: a kind for programs, a sentence for people.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::axis::{Axis, Source};

/// Something doubtful. `Display` gives the sentence that the user reads; in JSON it is an object
/// with the kind as `code`, and what belongs to it.
///
/// Kinds that only one reader knows share a variant by what the user has to think of them, and
/// carry their sentence as `text`.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Doubt {
    /// The file does not name its energies.
    AxisUnsaid,
    /// The user named an axis, and the file says another.
    AxisNotUsed {
        /// What the file says.
        said: Axis,
        /// What the user named.
        named: Axis,
    },
    /// The user named an axis for a block over something that is no energy of electrons.
    AxisOfNoElectrons {
        /// What the user named.
        named: Axis,
    },
    /// The user named a photon energy, and the file says another.
    PhotonEnergyNotUsed {
        /// What the file says, eV.
        said_ev: f64,
        /// What the user named, eV.
        named_ev: f64,
    },
    /// The user named an X-ray source, and the file says a photon energy of another.
    SourceNotUsed {
        /// What the file says, eV.
        said_ev: f64,
        /// What the user named.
        named: Source,
    },
    /// Neither file nor user gives a photon energy: that of Al Kα was taken.
    PhotonEnergyAssumed {
        /// How the energies of the file are read.
        axis: Option<Axis>,
    },
    /// The network was trained for another source.
    OtherSource {
        /// Source of the network.
        trained: Source,
        /// Photon energy of the spectrum, eV.
        excitation_ev: f64,
    },
    /// Intensities are negative, and kept.
    NegativeCounts {
        /// How many.
        negative: usize,
        /// Of how many.
        of: usize,
    },
    /// Negative intensities were taken as zero for the network.
    NegativeTakenAsZero {
        /// How many.
        negative: usize,
    },
    /// All intensities are the same.
    FlatCounts {
        /// The one intensity.
        count: f64,
    },
    /// The step of the energies changes and stays changed.
    StepChanges {
        /// Step before the first change, eV.
        from_ev: f64,
        /// Step after it, eV.
        to_ev: f64,
        /// Where it changes, eV on the file's axis.
        at_ev: f64,
        /// Further changes.
        more: usize,
    },
    /// Energies stand twice; their intensities were averaged.
    RepeatedEnergies {
        /// How many.
        repeated: usize,
    },
    /// Nothing was measured in the midst of the spectrum.
    Gap {
        /// Last energy before it, eV binding energy.
        from_ev: f64,
        /// First energy behind it, eV.
        to_ev: f64,
    },
    /// Too little of the binding energies is covered for a survey.
    NarrowRange {
        /// What is covered, eV.
        span_ev: f64,
    },
    /// The spectrum is unlike those of the training.
    Unlike {
        /// What the network gives.
        strangeness: f64,
        /// The manifest's limit.
        limit: f64,
    },
    /// No element was found.
    NoElement {
        /// Probability of presence from which an element is found.
        threshold: f64,
    },
    /// Electrons begin above the Fermi level, where none can come from.
    AboveFermiLevel {
        /// Where they begin, eV binding energy.
        onset_ev: f64,
    },
    /// Auger lines stand where another photon energy would put them.
    AugerElsewhere {
        /// The group: `Cu LMM`.
        line: String,
        /// Where its maximum should be, eV binding energy.
        expected_ev: f64,
        /// Where a peak stands that nothing else explains, eV.
        seen_ev: f64,
        /// Photon energy that would put it there, eV.
        photon_energy_ev: f64,
    },
    /// Elements are found of which no line is in range.
    NotCovered {
        /// Their symbols.
        elements: Vec<String>,
        /// What they make up together, at%.
        atomic_percent: f64,
    },
    /// One shallow line is all that can be seen of an element in the range; deeper lines of others stand there.
    OneShallowLine {
        /// Symbol of the element.
        element: String,
        /// The line: `Li 1s`.
        line: String,
        /// Where it is expected, eV binding energy.
        energy_ev: f64,
    },
    /// None of the elements found has its main line in the spectrum.
    NoLine {
        /// Main line of the most abundant element that has one in range: `C 1s`.
        line: String,
        /// Where it should be, eV binding energy.
        energy_ev: f64,
    },
    /// Less than half of what the answer for an element rests on are its own lines.
    EvidenceElsewhere {
        /// Symbol of the element.
        element: String,
        /// Share of the evidence on its own lines, 0 to 1.
        grounding: f64,
        /// Other line that it rests on most; null where no line of the elements found lies there.
        line: Option<String>,
        /// Where, eV binding energy.
        energy_ev: f64,
        /// Share of the evidence that lies there, 0 to 1.
        share: f64,
    },
    /// The user left an element out that the network finds.
    Excluded {
        /// Symbol of the element.
        element: String,
        /// What it would make up, at%.
        atomic_percent: f64,
        /// Probability of presence that the network gives, 0 to 1.
        presence: f64,
    },
    /// The user put an element in that the network does not find.
    Included {
        /// Symbol of the element.
        element: String,
        /// Probability of presence that the network gives, 0 to 1.
        presence: f64,
    },
    /// The user moved the axis by more than `USUAL_SHIFT_EV`.
    MovedFar {
        /// By how much, eV.
        shift_ev: f64,
    },
    /// The transmission function of the file is not used.
    TransmissionLeftOut {
        /// The sentence.
        text: String,
    },
    /// Something of the file is not read: spectra, points, scans, sheets.
    LeftOut {
        /// The sentence.
        text: String,
    },
    /// The file breaks off, is damaged, or holds less than it announces.
    Incomplete {
        /// The sentence.
        text: String,
    },
    /// The file leaves something open, or contradicts itself: how it was read.
    Presumed {
        /// The sentence.
        text: String,
    },
    /// Spectra, channels or scans were added up.
    Summed {
        /// The sentence.
        text: String,
    },
    /// A correction that the file notes is not applied.
    NotApplied {
        /// The sentence.
        text: String,
    },
    /// The block is not taken for X-ray photoelectrons.
    NotXps {
        /// The sentence.
        text: String,
    },
    /// A remark of the instrument's software, or of a file of Speclens.
    Noted {
        /// The sentence.
        text: String,
    },
}

impl Doubt {
    /// The transmission is zero, negative or no number somewhere.
    pub fn transmission_not_positive() -> Doubt {
        Doubt::TransmissionLeftOut {
            text: "the transmission is not above zero everywhere: it is left out".into(),
        }
    }

    /// [`Doubt::TransmissionLeftOut`] with its sentence.
    pub fn transmission_left_out(text: impl Into<String>) -> Doubt {
        Doubt::TransmissionLeftOut { text: text.into() }
    }

    /// [`Doubt::LeftOut`] with its sentence.
    pub fn left_out(text: impl Into<String>) -> Doubt {
        Doubt::LeftOut { text: text.into() }
    }

    /// [`Doubt::Incomplete`] with its sentence.
    pub fn incomplete(text: impl Into<String>) -> Doubt {
        Doubt::Incomplete { text: text.into() }
    }

    /// [`Doubt::Presumed`] with its sentence.
    pub fn presumed(text: impl Into<String>) -> Doubt {
        Doubt::Presumed { text: text.into() }
    }

    /// [`Doubt::Summed`] with its sentence.
    pub fn summed(text: impl Into<String>) -> Doubt {
        Doubt::Summed { text: text.into() }
    }

    /// [`Doubt::NotApplied`] with its sentence.
    pub fn not_applied(text: impl Into<String>) -> Doubt {
        Doubt::NotApplied { text: text.into() }
    }

    /// [`Doubt::NotXps`] with its sentence.
    pub fn not_xps(text: impl Into<String>) -> Doubt {
        Doubt::NotXps { text: text.into() }
    }

    /// [`Doubt::Noted`] with its sentence.
    pub fn noted(text: impl Into<String>) -> Doubt {
        Doubt::Noted { text: text.into() }
    }

    /// The sentence of a variant that carries one, to be shortened by whoever read it.
    pub fn text_mut(&mut self) -> Option<&mut String> {
        match self {
            Doubt::TransmissionLeftOut { text }
            | Doubt::LeftOut { text }
            | Doubt::Incomplete { text }
            | Doubt::Presumed { text }
            | Doubt::Summed { text }
            | Doubt::NotApplied { text }
            | Doubt::NotXps { text }
            | Doubt::Noted { text } => Some(text),
            _ => None,
        }
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Doubt::AxisUnsaid => f.write_str(
                "the file does not say what its energies are: they are taken as binding energy",
            ),
            Doubt::AxisNotUsed { said, named } => write!(
                f,
                "the file says that its energies are {}: {} was named and not used",
                said.label(),
                named.label()
            ),
            Doubt::AxisOfNoElectrons { named } => write!(
                f,
                "the file's axis is no energy of electrons: {} was named and not used",
                named.label()
            ),
            Doubt::PhotonEnergyNotUsed { said_ev, named_ev } => write!(
                f,
                "the file says a photon energy of {said_ev:.2} eV; {named_ev:.2} eV was named and \
                 not used"
            ),
            Doubt::SourceNotUsed { said_ev, named } => write!(
                f,
                "the file says a photon energy of {said_ev:.2} eV; {} was named and not used",
                named.label()
            ),
            Doubt::PhotonEnergyAssumed { axis } => {
                let what = match axis {
                    Some(Axis::Kinetic) => "Al Kα (1486.6 eV) was assumed",
                    _ => "the energies were taken as binding energy under Al Kα (1486.6 eV)",
                };
                write!(f, "the file gives no photon energy: {what}")
            }
            Doubt::OtherSource {
                trained,
                excitation_ev,
            } => write!(
                f,
                "the network was trained for {} and this spectrum was excited with \
                 {excitation_ev:.1} eV: Auger lines stand elsewhere, no composition can be trusted",
                trained.label()
            ),
            Doubt::NegativeCounts { negative, of } => {
                write!(f, "{negative} of {of} counts are negative")
            }
            Doubt::NegativeTakenAsZero { negative } => write!(
                f,
                "{negative} intensities are negative and were taken as zero: has a background \
                 been subtracted?"
            ),
            Doubt::FlatCounts { count } => match count {
                0.0 => f.write_str("all counts are zero"),
                count => write!(f, "all counts are equal ({count})"),
            },
            Doubt::StepChanges {
                from_ev,
                to_ev,
                at_ev,
                more,
            } => {
                write!(
                    f,
                    "the step of the energies changes from {from_ev} eV to {to_ev} eV at {at_ev} eV"
                )?;
                match more {
                    0 => Ok(()),
                    1 => f.write_str(", and once more"),
                    more => write!(f, ", and {more} times more"),
                }
            }
            Doubt::RepeatedEnergies { repeated } => write!(
                f,
                "{repeated} energies stand twice in the file; their counts were averaged"
            ),
            Doubt::Gap { from_ev, to_ev } => write!(
                f,
                "nothing was measured between {from_ev:.1} and {to_ev:.1} eV: elements whose lines lie \
                 there cannot be seen"
            ),
            Doubt::NarrowRange { span_ev } => write!(
                f,
                "only {span_ev:.0} eV of binding energy are covered; elements whose lines lie \
                 outside cannot be seen"
            ),
            Doubt::Unlike { strangeness, limit } => write!(
                f,
                "unlike the spectra that the network was trained on (strangeness \
                 {strangeness:.2}, the limit is {limit:.2}): is this a survey spectrum? The \
                 composition may be wrong, and the intervals do not hold"
            ),
            Doubt::NoElement { threshold } => {
                write!(
                    f,
                    "no element reaches the presence threshold of {threshold}"
                )
            }
            Doubt::AboveFermiLevel { onset_ev } => write!(
                f,
                "electrons begin at {onset_ev:.0} eV, above the Fermi level, where there are none: \
                 the energy axis is off by {:.0} eV or more, and elements may be taken for others",
                -onset_ev
            ),
            Doubt::AugerElsewhere {
                line,
                expected_ev,
                seen_ev,
                photon_energy_ev,
            } => write!(
                f,
                "{line} is not seen at {expected_ev:.0} eV; a peak that no element found explains \
                 stands at {seen_ev:.0} eV, where a photon energy of {photon_energy_ev:.0} eV would \
                 put it: is the photon energy right?"
            ),
            Doubt::NotCovered {
                elements,
                atomic_percent,
            } => write!(
                f,
                "no photoelectron line of {} is in range ({atomic_percent:.0} at% together): their \
                 amounts are guesses",
                elements.join(", ")
            ),
            Doubt::OneShallowLine {
                element,
                line,
                energy_ev,
            } => write!(
                f,
                "{line} at {energy_ev:.0} eV is all that this range can show of {element}: shallow lines of other \
                 elements are easily taken for it"
            ),
            Doubt::NoLine { line, energy_ev } => write!(
                f,
                "no element found shows its main line: {line} should stand out at {energy_ev:.0} eV"
            ),
            Doubt::EvidenceElsewhere {
                element,
                grounding,
                line,
                energy_ev,
                share,
            } => {
                let place = match line {
                    Some(line) => format!("on {line}, at {energy_ev:.0} eV"),
                    None => format!("at {energy_ev:.0} eV, on no line of the elements found"),
                };
                write!(
                    f,
                    "only {:.0} % of the evidence for {element} lies on its own lines; {:.0} % lies \
                     {place}: check {element} by hand",
                    100.0 * grounding,
                    100.0 * share
                )
            }
            Doubt::Excluded {
                element,
                atomic_percent,
                presence,
            } => write!(
                f,
                "{element} is left out as you asked; the network finds {atomic_percent:.1} at% of it \
                 (presence {presence:.2})"
            ),
            Doubt::Included { element, presence } => write!(
                f,
                "{element} is counted in as you asked; the network does not find it (presence \
                 {presence:.2})"
            ),
            Doubt::MovedFar { shift_ev } => write!(
                f,
                "the axis was moved by {shift_ev:+.1} eV, which only a sample without charge compensation needs: a shift that \
                 is wrong gives elements that are not there"
            ),
            Doubt::TransmissionLeftOut { text }
            | Doubt::LeftOut { text }
            | Doubt::Incomplete { text }
            | Doubt::Presumed { text }
            | Doubt::Summed { text }
            | Doubt::NotApplied { text }
            | Doubt::NotXps { text }
            | Doubt::Noted { text } => f.write_str(text),
        }
    }
}

/// The sentences of doubts, in order.
pub fn sentences(doubts: &[Doubt]) -> Vec<String> {
    doubts.iter().map(Doubt::to_string).collect()
}

/// Doubts of a spectrum in a file of Speclens: their sentences, as ever. Read back, a sentence is
/// a remark, but for the one that [`crate::Spectrum::told`] takes away.
pub(crate) mod as_sentences {
    use super::{Deserialize, Deserializer, Doubt, Serialize, Serializer, sentences};

    pub fn serialize<S: Serializer>(doubts: &[Doubt], to: S) -> Result<S::Ok, S::Error> {
        sentences(doubts).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Doubt>, D::Error> {
        let unsaid = Doubt::AxisUnsaid.to_string();
        let doubt = |text: String| match text == unsaid {
            true => Doubt::AxisUnsaid,
            false => Doubt::Noted { text },
        };
        let texts = Vec::<String>::deserialize(from)?;
        Ok(texts.into_iter().map(doubt).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doubt_is_a_code_for_programs_and_a_sentence_for_people() {
        let doubts = [
            Doubt::AxisUnsaid,
            Doubt::NegativeCounts {
                negative: 3,
                of: 1200,
            },
            Doubt::SourceNotUsed {
                said_ev: 1486.6,
                named: Source::MgKa,
            },
            Doubt::left_out("12 points without a value are left out"),
        ];
        let json = serde_json::to_value(&doubts).unwrap();
        let codes = [
            "axis_unsaid",
            "negative_counts",
            "source_not_used",
            "left_out",
        ];
        for (json, code) in json.as_array().unwrap().iter().zip(codes) {
            assert_eq!(json["code"], code);
        }
        assert_eq!(json[1]["negative"], 3);
        assert_eq!(json[3]["text"], doubts[3].to_string());
        let back: Vec<Doubt> = serde_json::from_value(json).unwrap();
        assert_eq!(back, doubts);
        assert_eq!(
            sentences(&doubts[1..3]),
            [
                "3 of 1200 counts are negative",
                "the file says a photon energy of 1486.60 eV; Mg Kα was named and not used"
            ]
        );
        let elsewhere = Doubt::EvidenceElsewhere {
            element: "Mo".into(),
            grounding: 0.12,
            line: Some("S 2s".into()),
            energy_ev: 227.6,
            share: 0.71,
        };
        assert_eq!(
            elsewhere.to_string(),
            "only 12 % of the evidence for Mo lies on its own lines; 71 % lies on S 2s, at 228 eV: \
             check Mo by hand"
        );
    }
}
