//! A spectrum made ready for the network: its source settled, its axis moved, its place on the grid.

use super::{Adjustments, AnalyseError};
#[cfg(not(target_arch = "wasm32"))]
use super::{Analysis, Refusal, unanswered};
use crate::conventional::fermi_level;
use crate::model::manifest::Manifest;
use crate::spectrum::grid::{Input, PlaceError};
use crate::spectrum::{Doubt, Source, Spectrum, Technique};

/// A spectrum with its source settled, placed on the grid, with everything there is to warn of.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The spectrum; its photon energy is known.
    pub spectrum: Spectrum,
    /// Its place on the grid.
    pub input: Input,
    /// Photon energy used, eV.
    pub excitation_ev: f64,
    /// Everything that is doubtful so far.
    pub doubts: Vec<Doubt>,
    /// What the user settles; the calibration is applied.
    pub adjustments: Adjustments,
}

/// Fewer covered electronvolts are one line or two.
const SMALL_EV: f64 = 100.0;

impl Prepared {
    /// Whether it is a region so small that nothing is told by the network.
    pub fn is_small_region(&self) -> bool {
        let small = |d: &Doubt| matches!(d, Doubt::NarrowRange { span_ev } if *span_ev < SMALL_EV);
        self.doubts.iter().any(small)
    }
}

/// Photon energy of a spectrum, eV: the file's; where it has none, that of `source`; where that is
/// not given either, Al Kα's.
pub fn photon_energy_ev(spectrum: &Spectrum, source: Option<Source>) -> f64 {
    let named = source.unwrap_or(Source::AlKa).photon_energy_ev();
    spectrum.photon_energy_ev.unwrap_or(named)
}

/// A spectrum with its source settled, with what there is to warn of.
struct Settled {
    spectrum: Spectrum,
    excitation_ev: f64,
    doubts: Vec<Doubt>,
}

/// Settles the X-ray source ([`photon_energy_ev`]), with a warning where it was assumed.
///
/// # Errors
/// [`AnalyseError::NotXps`].
fn settle(
    manifest: &Manifest,
    mut spectrum: Spectrum,
    source: Option<Source>,
) -> Result<Settled, AnalyseError> {
    match spectrum.technique {
        Technique::Xps => {}
        Technique::Ups => {
            return Err(AnalyseError::NotXps(
                "ultraviolet photoelectron spectroscopy",
            ));
        }
        Technique::Aes => return Err(AnalyseError::NotXps("electron-excited Auger spectroscopy")),
        Technique::Other => return Err(AnalyseError::NotXps("this block")),
    }
    let mut doubts = spectrum.doubts.clone();
    let excitation_ev = photon_energy_ev(&spectrum, source);
    match (spectrum.photon_energy_ev, source) {
        (Some(hv), Some(s)) if Source::nearest(hv) != Some(s) => {
            doubts.push(Doubt::SourceNotUsed {
                said_ev: hv,
                named: s,
            });
        }
        (None, None) => doubts.push(Doubt::PhotonEnergyAssumed {
            axis: spectrum.axis,
        }),
        _ => {}
    }
    spectrum.photon_energy_ev = Some(excitation_ev);
    doubts.extend(fermi_level(&spectrum));
    let trained = manifest.source;
    if Source::nearest(excitation_ev) != Some(trained) {
        doubts.push(Doubt::OtherSource {
            trained,
            excitation_ev,
        });
    }
    Ok(Settled {
        spectrum,
        excitation_ev,
        doubts,
    })
}

impl Settled {
    /// Places it on the grid of `manifest`.
    fn place(&self, manifest: &Manifest) -> Result<Input, PlaceError> {
        manifest.grid.place(&self.spectrum)
    }

    /// With its place on the grid.
    fn placed(self, input: Input) -> Prepared {
        let mut doubts = self.doubts;
        doubts.extend(input.doubts.iter().cloned());
        Prepared {
            spectrum: self.spectrum,
            input,
            excitation_ev: self.excitation_ev,
            doubts,
            adjustments: Adjustments::default(),
        }
    }
}

/// Settles the X-ray source ([`photon_energy_ev`]), with a warning where it was assumed, and places
/// the spectrum on the grid of `manifest`.
///
/// # Errors
/// [`AnalyseError::NotXps`], [`AnalyseError::Place`].
pub fn prepare(
    manifest: &Manifest,
    spectrum: Spectrum,
    source: Option<Source>,
) -> Result<Prepared, AnalyseError> {
    let settled = settle(manifest, spectrum, source)?;
    let input = settled.place(manifest)?;
    Ok(settled.placed(input))
}

/// [`prepare`] with what the user settles: the axis is moved before anything else.
///
/// # Errors
/// As [`prepare`], and [`AnalyseError::Shift`], [`AnalyseError::Element`].
pub fn prepare_adjusted(
    manifest: &Manifest,
    mut spectrum: Spectrum,
    source: Option<Source>,
    adjustments: &Adjustments,
) -> Result<Prepared, AnalyseError> {
    adjustments.check(manifest)?;
    adjustments.move_axis(&mut spectrum)?;
    Ok(Prepared {
        adjustments: adjustments.clone(),
        ..prepare(manifest, spectrum, source)?
    })
}

/// [`prepare`], or the answer where the network is not asked: what cannot be placed on the grid is
/// refused with its reason.
///
/// # Errors
/// [`AnalyseError::NotXps`], [`AnalyseError::Place`] for what is malformed.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn prepare_or_refuse(
    manifest: &Manifest,
    mut spectrum: Spectrum,
    source: Option<Source>,
    adjustments: &Adjustments,
) -> Result<Result<Prepared, Analysis>, AnalyseError> {
    adjustments.check(manifest)?;
    adjustments.move_axis(&mut spectrum)?;
    let settled = settle(manifest, spectrum, source)?;
    match settled.place(manifest) {
        Ok(input) => Ok(Ok(Prepared {
            adjustments: adjustments.clone(),
            ..settled.placed(input)
        })),
        Err(error) => {
            let of_doubts = Refusal::of(&settled.doubts);
            let reasons = Refusal::of_place(&error).into_iter().chain(of_doubts);
            let refused = reasons.min_by_key(|r| r.code as u8).ok_or(error)?;
            let Settled {
                spectrum,
                excitation_ev,
                doubts,
            } = settled;
            Ok(Err(Analysis {
                refused: Some(refused),
                calibration: adjustments.calibration,
                constraints: adjustments.constraints.told(),
                ..unanswered(manifest, &spectrum, excitation_ev, doubts)
            }))
        }
    }
}
