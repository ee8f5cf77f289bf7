//! A spectrum as a file gives it: energies, counts, and what is known of how it was measured.

use serde::{Deserialize, Serialize};

use crate::axis::{Axis, AxisError, PHOTON_ENERGIES_EV, PhotonEnergyError};
use crate::doubt::{Doubt, as_sentences};

/// What excited the electrons of a block.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Technique {
    /// X-ray photoelectron spectroscopy: the only one that is quantified.
    #[default]
    Xps,
    /// Ultraviolet photoelectron spectroscopy.
    Ups,
    /// Electron-excited Auger spectroscopy.
    Aes,
    /// Anything else that a file may hold (SIMS, ISS, EDX …).
    Other,
}

/// Unit of [`Spectrum::counts`].
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountUnit {
    /// Detector events per channel: their noise is Poisson.
    Counts,
    /// Events per second.
    CountsPerSecond,
    /// Arbitrary or not stated.
    #[default]
    Unknown,
}

impl CountUnit {
    /// Name as it is written on an axis: `counts`, `counts/s`, `arb. u.`.
    pub fn label(self) -> &'static str {
        match self {
            CountUnit::Counts => "counts",
            CountUnit::CountsPerSecond => "counts/s",
            CountUnit::Unknown => "arb. u.",
        }
    }
}

/// One spectrum of one file.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Spectrum {
    /// File name as the user gave it, without folders.
    pub file: String,
    /// Position of the spectrum in its file, counted from 1.
    pub block: usize,
    /// Name of the block or region in the file (`wide`, `Survey`, `C 1s`), may be empty.
    pub region: String,
    /// Sample name, may be empty.
    pub sample: String,
    /// What excited the electrons.
    pub technique: Technique,
    /// Photon energy, eV; `None` where the file does not say.
    pub photon_energy_ev: Option<f64>,
    /// How `energy_ev` is to be read; `None` where the file does not say.
    pub axis: Option<Axis>,
    /// Energies in eV, on the axis that `axis` names, in file order, one per count.
    pub energy_ev: Vec<f64>,
    /// Intensities, one per energy.
    pub counts: Vec<f64>,
    /// Unit of `counts`.
    pub count_unit: CountUnit,
    /// Analyser transmission, one per energy, relative; `None` where the file has none.
    pub transmission: Option<Vec<f64>>,
    /// Analyser pass energy, eV.
    pub pass_energy_ev: Option<f64>,
    /// Dwell time per channel and scan, s.
    pub dwell_s: Option<f64>,
    /// Number of scans summed.
    pub scans: Option<u32>,
    /// Angle between source and analyser, degrees, where the file says it.
    pub source_analyser_angle_deg: Option<f64>,
    /// When it was measured, as the file writes it.
    pub date: Option<String>,
    /// Instrument model, where the file says it.
    pub instrument: Option<String>,
    /// Everything else the file says, key and value.
    pub notes: Vec<(String, String)>,
    /// What is doubtful about it. In JSON `warnings`, a sentence each.
    #[serde(rename = "warnings", with = "as_sentences")]
    pub doubts: Vec<Doubt>,
}

impl Spectrum {
    /// Binding energies in eV, in file order: photon energy − kinetic energy where the file's
    /// axis is kinetic. An unstated axis is taken as binding energy (readers warn of it).
    ///
    /// # Errors
    /// [`AxisError::NoPhotonEnergy`] for a kinetic axis without photon energy.
    pub fn binding_energy_ev(&self) -> Result<Vec<f64>, AxisError> {
        match self.axis {
            Some(Axis::Kinetic) => {
                let hv = self.photon_energy_ev.ok_or(AxisError::NoPhotonEnergy)?;
                Ok(self.energies_below(hv))
            }
            Some(Axis::Binding) | None => Ok(self.energy_ev.clone()),
        }
    }

    /// Kinetic energies in eV, in file order: photon energy − binding energy where the file's
    /// axis is binding, or not stated.
    ///
    /// # Errors
    /// [`AxisError::NoPhotonEnergyForKinetic`] for a binding axis without photon energy.
    pub fn kinetic_energy_ev(&self) -> Result<Vec<f64>, AxisError> {
        match self.axis {
            Some(Axis::Kinetic) => Ok(self.energy_ev.clone()),
            Some(Axis::Binding) | None => {
                let no_energy = AxisError::NoPhotonEnergyForKinetic;
                Ok(self.energies_below(self.photon_energy_ev.ok_or(no_energy)?))
            }
        }
    }

    /// `hv` − energy, to a millionth of an electronvolt: 1486.6 − 736.6 is 750, not
    /// 749.9999999999999.
    fn energies_below(&self, hv: f64) -> Vec<f64> {
        let difference = |energy: &f64| ((hv - energy) * 1e6).round() / 1e6;
        self.energy_ev.iter().map(difference).collect()
    }

    /// Takes in what the user knows of the file: the axis and the photon energy in eV, each where
    /// the file does not say it. What the file says stays, with a warning where it is something
    /// else.
    ///
    /// # Errors
    /// [`PhotonEnergyError`] for a photon energy outside [`PHOTON_ENERGIES_EV`]; nothing is
    /// changed then.
    pub fn told(
        &mut self,
        axis: Option<Axis>,
        photon_energy_ev: Option<f64>,
    ) -> Result<(), PhotonEnergyError> {
        if let Some(ev) = photon_energy_ev.filter(|ev| !PHOTON_ENERGIES_EV.contains(ev)) {
            return Err(PhotonEnergyError(ev));
        }
        let unsaid = self.doubts.iter().position(|d| *d == Doubt::AxisUnsaid);
        match (axis, self.axis) {
            (None, _) => {}
            (Some(named), Some(said)) if named == said => {}
            (Some(named), Some(said)) => self.doubts.push(Doubt::AxisNotUsed { said, named }),
            // A block over a time or a mass is no spectrum of electrons, and says so.
            (Some(named), None) if self.technique == Technique::Other && unsaid.is_none() => {
                self.doubts.push(Doubt::AxisOfNoElectrons { named });
            }
            (Some(_), None) => {
                self.axis = axis;
                if let Some(i) = unsaid {
                    self.doubts.remove(i);
                }
            }
        }
        match (photon_energy_ev, self.photon_energy_ev) {
            (Some(named_ev), Some(said_ev)) if (named_ev - said_ev).abs() > 0.005 => {
                self.doubts
                    .push(Doubt::PhotonEnergyNotUsed { said_ev, named_ev });
            }
            (told, said) => self.photon_energy_ev = said.or(told),
        }
        Ok(())
    }

    /// Moves the energy axis: `shift_ev` is added to the binding energies.
    pub fn shift(&mut self, shift_ev: f64) {
        let by = match self.axis {
            Some(Axis::Kinetic) => -shift_ev,
            Some(Axis::Binding) | None => shift_ev,
        };
        // To a millionth of an electronvolt, as for `energies_below`.
        for energy in &mut self.energy_ev {
            *energy = ((*energy + by) * 1e6).round() / 1e6;
        }
    }

    /// Time that each of the counts was collected, s: dwell × scans. `None` where the file does not say it, or
    /// where the intensities are no counts.
    pub fn seconds_per_point(&self) -> Option<f64> {
        let dwell_s = self.dwell_s.filter(|s| *s > 0.0 && s.is_finite())?;
        let scans = f64::from(self.scans.filter(|n| *n > 0)?);
        (self.count_unit == CountUnit::Counts).then_some(dwell_s * scans)
    }

    /// Lowest and highest binding energy, eV. Falls back on the file's own axis where the
    /// binding energy is unknown; `[0, 0]` for an empty spectrum.
    pub fn range_ev(&self) -> [f64; 2] {
        let energies = self
            .binding_energy_ev()
            .unwrap_or_else(|_| self.energy_ev.clone());
        let lo = energies.iter().copied().fold(f64::INFINITY, f64::min);
        let hi = energies.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if lo <= hi { [lo, hi] } else { [0.0, 0.0] }
    }

    /// Width of the energy range, eV.
    pub fn span_ev(&self) -> f64 {
        let [lo, hi] = self.range_ev();
        hi - lo
    }

    /// A name for lists: `sample · region`, or the block number where both are empty.
    pub fn title(&self) -> String {
        match (self.sample.is_empty(), self.region.is_empty()) {
            (false, false) => format!("{} · {}", self.sample, self.region),
            (false, true) => self.sample.clone(),
            (true, false) => self.region.clone(),
            (true, true) => format!("block {}", self.block),
        }
    }
}

/// Index of the spectrum to show first: the widest XPS block, the earliest of equals.
/// `None` where no block is XPS.
pub fn widest_xps(spectra: &[Spectrum]) -> Option<usize> {
    let mut best: Option<(usize, f64)> = None;
    for (i, s) in spectra.iter().enumerate() {
        let span = s.span_ev();
        if s.technique == Technique::Xps && best.is_none_or(|(_, b)| span > b + 1e-6) {
            best = Some((i, span));
        }
    }
    best.map(|(i, _)| i)
}

/// Why there is no survey among `spectra`: none is XPS, and what the first of them is instead.
pub fn why_no_xps(spectra: &[Spectrum]) -> String {
    let doubts = spectra.iter().flat_map(|s| &s.doubts);
    let mut told = doubts.filter(|d| matches!(d, Doubt::NotXps { .. }));
    match told.next() {
        Some(doubt) => format!("none of its blocks is XPS: {doubt}"),
        None => "none of its blocks is XPS".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doubt::sentences;

    #[test]
    fn kinetic_energies_are_turned_by_the_photon_energy() {
        let s = Spectrum {
            axis: Some(Axis::Kinetic),
            photon_energy_ev: Some(1486.6),
            energy_ev: vec![1402.6, 86.6],
            counts: vec![1.0, 2.0],
            ..Default::default()
        };
        let be = s.binding_energy_ev().unwrap();
        assert_eq!(be, [84.0, 1400.0]);
        assert!((s.span_ev() - 1316.0).abs() < 1e-9);
    }

    #[test]
    fn a_shift_moves_binding_energies_up_on_either_axis() {
        for axis in [Axis::Kinetic, Axis::Binding] {
            let mut s = Spectrum {
                axis: Some(axis),
                photon_energy_ev: Some(1486.6),
                energy_ev: vec![700.1],
                counts: vec![1.0],
                ..Default::default()
            };
            let before = s.binding_energy_ev().unwrap()[0];
            s.shift(3.63);
            let moved = s.binding_energy_ev().unwrap()[0] - before;
            assert!((moved - 3.63).abs() < 1e-9, "{axis:?}: {moved}");
        }
    }

    #[test]
    fn counts_are_divided_by_dwell_and_scans_where_both_are_known() {
        let s = Spectrum {
            count_unit: CountUnit::Counts,
            dwell_s: Some(0.1),
            scans: Some(5),
            ..Default::default()
        };
        assert_eq!(s.seconds_per_point(), Some(0.5));
        for unknown in [
            Spectrum {
                scans: None,
                ..s.clone()
            },
            Spectrum {
                dwell_s: None,
                ..s.clone()
            },
            Spectrum {
                count_unit: CountUnit::CountsPerSecond,
                ..s
            },
        ] {
            assert_eq!(unknown.seconds_per_point(), None);
        }
    }

    #[test]
    fn a_kinetic_axis_without_a_source_is_an_error() {
        let s = Spectrum {
            axis: Some(Axis::Kinetic),
            energy_ev: vec![1.0],
            ..Default::default()
        };
        assert_eq!(s.binding_energy_ev(), Err(AxisError::NoPhotonEnergy));
    }

    #[test]
    fn binding_energies_are_turned_by_the_photon_energy() {
        let mut s = Spectrum {
            axis: Some(Axis::Binding),
            photon_energy_ev: Some(1486.6),
            energy_ev: vec![84.0, 750.0],
            ..Default::default()
        };
        assert_eq!(s.kinetic_energy_ev().unwrap(), [1402.6, 736.6]);
        s.photon_energy_ev = None;
        let error = s.kinetic_energy_ev().unwrap_err();
        assert_eq!(error, AxisError::NoPhotonEnergyForKinetic);
        s.axis = Some(Axis::Kinetic);
        assert_eq!(s.kinetic_energy_ev().unwrap(), s.energy_ev);
    }

    #[test]
    fn what_the_user_tells_fills_what_the_file_leaves_open() {
        let flat = Doubt::FlatCounts { count: 0.0 };
        let mut s = Spectrum {
            doubts: vec![flat.clone(), Doubt::AxisUnsaid],
            ..Default::default()
        };
        s.told(None, None).unwrap();
        assert_eq!((s.axis, s.doubts.len()), (None, 2));
        s.told(Some(Axis::Kinetic), Some(1253.6)).unwrap();
        assert_eq!(
            (s.axis, s.photon_energy_ev),
            (Some(Axis::Kinetic), Some(1253.6))
        );
        assert_eq!(s.doubts, [flat]);
        // The same again is no contradiction.
        s.told(Some(Axis::Kinetic), Some(1253.6)).unwrap();
        assert_eq!(s.doubts.len(), 1);
        let before = s.clone();
        for ev in [19.9, 10_000.1, f64::NAN, -1486.6] {
            let error = s.told(Some(Axis::Binding), Some(ev)).unwrap_err();
            let want = format!("a photon energy of {ev} eV: expected 20 to 10000 eV");
            assert_eq!(error.to_string(), want);
        }
        assert_eq!(s, before);
    }

    #[test]
    fn what_the_file_says_is_kept() {
        let mut s = Spectrum {
            axis: Some(Axis::Binding),
            photon_energy_ev: Some(1486.6),
            ..Default::default()
        };
        s.told(Some(Axis::Kinetic), Some(1253.6)).unwrap();
        assert_eq!(
            (s.axis, s.photon_energy_ev),
            (Some(Axis::Binding), Some(1486.6))
        );
        assert_eq!(
            sentences(&s.doubts),
            [
                "the file says that its energies are binding energy: kinetic energy was named and not used",
                "the file says a photon energy of 1486.60 eV; 1253.60 eV was named and not used"
            ]
        );
        let mut etching = Spectrum {
            technique: Technique::Other,
            ..Default::default()
        };
        etching.told(Some(Axis::Binding), None).unwrap();
        assert!(
            etching.axis.is_none()
                && matches!(etching.doubts[..], [Doubt::AxisOfNoElectrons { .. }])
        );
    }

    #[test]
    fn the_widest_xps_block_is_shown_first() {
        let block = |lo: f64, hi: f64, technique| Spectrum {
            axis: Some(Axis::Binding),
            energy_ev: vec![lo, hi],
            technique,
            ..Default::default()
        };
        let all = [
            block(280.0, 300.0, Technique::Xps),
            block(0.0, 1200.0, Technique::Xps),
            block(0.0, 1200.0, Technique::Xps),
            block(0.0, 2000.0, Technique::Aes),
        ];
        assert_eq!(widest_xps(&all), Some(1));
        assert_eq!(widest_xps(&all[3..]), None);
        assert_eq!(why_no_xps(&all[3..]), "none of its blocks is XPS");
        let raman = Spectrum {
            technique: Technique::Other,
            doubts: vec![Doubt::not_xps("the abscissa is a Raman shift")],
            ..Default::default()
        };
        let why = why_no_xps(&[all[3].clone(), raman]);
        assert_eq!(
            why,
            "none of its blocks is XPS: the abscissa is a Raman shift"
        );
    }
}
