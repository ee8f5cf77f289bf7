//! Spectra for which there should be no composition.

use serde::{Deserialize, Serialize};

use crate::spectrum::Doubt;
use crate::spectrum::grid::PlaceError;

/// Fewer covered electronvolts are a region, not a survey cut short: in all narrow regions of
/// measured files the network answered with elements that are not there.
const REGION_EV: f64 = 400.0;

/// If elements without a line in range make up more than this, there is no composition to speak of, at%.
const MOST_NOT_COVERED: f64 = 50.0;

/// Why there should be no composition, for programs.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// No network was trained for its source.
    OtherSource,
    /// All counts are the same.
    FlatCounts,
    /// A region instead of a survey.
    NarrowRegion,
    /// Steps so wide that lines fall between the points.
    CoarseStep,
    /// Unlike every spectrum of the training.
    Unlike,
    /// No element found shows its main line, or most of what was found has none in range.
    NoLine,
    /// No element was found.
    NoElement,
}

/// Why there should be no composition.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// For programs.
    pub code: RefusalCode,
    /// For people: one sentence.
    pub reason: String,
}

impl Refusal {
    /// The gravest reason among the doubts of a spectrum; none where it may be answered.
    pub fn of(doubts: &[Doubt]) -> Option<Refusal> {
        let reasons = doubts.iter().filter_map(reason);
        reasons.min_by_key(|r| r.code as u8)
    }

    /// Why a spectrum that cannot be placed on the grid has no composition; none where that is a
    /// fault of the file.
    pub fn of_place(error: &PlaceError) -> Option<Refusal> {
        let code = match error {
            PlaceError::TooNarrow { .. } => RefusalCode::NarrowRegion,
            PlaceError::Coarse { .. } => RefusalCode::CoarseStep,
            PlaceError::Axis(_) | PlaceError::Malformed(_) | PlaceError::Dark { .. } => {
                return None;
            }
        };
        let reason = error.to_string();
        Some(Refusal { code, reason })
    }
}

fn reason(doubt: &Doubt) -> Option<Refusal> {
    let (code, reason) = match doubt {
        Doubt::OtherSource {
            trained,
            excitation_ev,
        } => (
            RefusalCode::OtherSource,
            format!(
                "no network was trained for {excitation_ev:.1} eV: that for {} takes Auger lines for \
                 what they are not",
                trained.label()
            ),
        ),
        Doubt::FlatCounts { .. } => (
            RefusalCode::FlatCounts,
            format!("{doubt}: there is no line to tell an element by"),
        ),
        Doubt::NarrowRange { span_ev } if *span_ev < REGION_EV => (
            RefusalCode::NarrowRegion,
            format!(
                "{span_ev:.0} eV are a region, not a survey: most elements have no line in it, and \
                 its lines cannot be told from those of others"
            ),
        ),
        Doubt::Unlike { strangeness, limit } => (
            RefusalCode::Unlike,
            format!(
                "it is unlike every survey that the network was trained on (strangeness \
                 {strangeness:.2}, the limit is {limit:.2})"
            ),
        ),
        Doubt::NoLine { .. } => (RefusalCode::NoLine, doubt.to_string()),
        Doubt::NotCovered { atomic_percent, .. } if *atomic_percent > MOST_NOT_COVERED => {
            (RefusalCode::NoLine, doubt.to_string())
        }
        Doubt::NoElement { .. } => (RefusalCode::NoElement, doubt.to_string()),
        _ => return None,
    };
    Some(Refusal { code, reason })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spectrum::Source;

    #[test]
    fn regions_flat_counts_other_sources_and_strange_spectra_are_refused() {
        let unlike = Doubt::Unlike {
            strangeness: 0.9,
            limit: 0.5,
        };
        let source = Doubt::OtherSource {
            trained: Source::AlKa,
            excitation_ev: 2984.3,
        };
        let code = |doubts: &[Doubt]| Refusal::of(doubts).map(|r| r.code);
        let region = Doubt::NarrowRange { span_ev: 130.0 };
        assert_eq!(
            code(std::slice::from_ref(&region)),
            Some(RefusalCode::NarrowRegion)
        );
        assert_eq!(
            code(&[unlike.clone(), region]),
            Some(RefusalCode::NarrowRegion),
            "what the user can see comes first"
        );
        assert_eq!(
            code(&[unlike.clone(), source.clone()]),
            Some(RefusalCode::OtherSource)
        );
        assert_eq!(code(&[unlike]), Some(RefusalCode::Unlike));
        assert_eq!(
            code(&[Doubt::FlatCounts { count: 7.0 }]),
            Some(RefusalCode::FlatCounts)
        );
        let reason = Refusal::of(&[source]).unwrap().reason;
        assert!(
            reason.contains("2984.3 eV") && reason.contains("Al Kα"),
            "{reason}"
        );
    }

    #[test]
    fn what_cannot_be_placed_is_refused_unless_it_is_malformed() {
        let code = |error: PlaceError| Refusal::of_place(&error).map(|r| r.code);
        let coarse = PlaceError::Coarse { step_ev: 5.0 };
        assert_eq!(code(coarse), Some(RefusalCode::CoarseStep));
        assert_eq!(code(PlaceError::Malformed("no counts".into())), None);
    }

    #[test]
    fn what_shows_no_element_has_no_composition() {
        let doubt = Doubt::NoElement { threshold: 0.5 };
        assert_eq!(
            Refusal::of(&[doubt]).map(|r| r.code),
            Some(RefusalCode::NoElement)
        );
    }

    #[test]
    fn a_survey_cut_short_is_answered_with_its_doubt() {
        let cut = Doubt::NarrowRange { span_ev: 500.0 };
        let source = Doubt::PhotonEnergyAssumed { axis: None };
        assert_eq!(Refusal::of(&[cut, source]), None);
    }
}
