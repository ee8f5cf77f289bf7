//! What the two forms of an Avantage file have in common, the binary `.vgd` and the text `.avg`:
//! the same facts and axes, turned into spectra in one place.

mod axes;

pub(super) use axes::{AvantageDimension, SpaceAxis, kind_of};

use crate::shared::MAX_SPECTRA;
use crate::shared::checks::{is_ultraviolet, negative_counts, no_intensity, tidy};
use crate::shared::error::{Fault, Place};
use crate::shared::notes::push;
use crate::shared::salvage::only_first_of;
use crate::shared::units::count_unit_of;
use speclens_spectrum::{Axis, CountUnit, Doubt, Spectrum, Technique};

/// [`AvantageFacts::technique`] of ion scattering. XPS files hold other numbers (1, 17).
const ION_SCATTERING: i64 = 6;
/// [`AvantageFacts::energy_scale`] of kinetic energies.
const KINETIC: i64 = 1;

/// What an Avantage file says of how its data were measured.
#[derive(Debug, Default)]
pub(super) struct AvantageFacts {
    pub title: Option<String>,
    pub subject: Option<String>,
    pub operator: Option<String>,
    pub created: Option<String>,
    pub start: Option<String>,
    pub instrument: Option<String>,
    pub lens_mode: Option<String>,
    pub value_label: Option<String>,
    pub value_unit: Option<String>,
    /// Avantage's number of the technique.
    pub technique: Option<i64>,
    /// Avantage's number of the energy scale.
    pub energy_scale: Option<i64>,
    /// Photon energy, eV.
    pub source_energy: Option<f64>,
    /// Dwell time per point and scan, s.
    pub acquisition_time: Option<f64>,
    /// Number of scans.
    pub periods: Option<f64>,
    /// Pass energy, eV.
    pub pass_energy: Option<f64>,
    /// Work function of the analyser, eV.
    pub work_function: Option<f64>,
    /// Coefficients of the transmission function, as text.
    pub transmission: Option<String>,
}

/// The numbers of one spectrum, and where in the series it stands.
pub(super) struct AvantageBlock {
    pub place: Place,
    /// Position in the series of spectra, from 0; the first series dimension runs fastest.
    pub number: usize,
    pub counts: Vec<f64>,
    /// Names that the file gives to points: number of the space axis, name.
    pub names: Vec<(usize, String)>,
}

/// The spectra of a file, of which there are `total`; those beyond the limit are left out.
///
/// # Errors
/// The first dimension holds no energies; numbers that are no intensities.
pub(super) fn spectra(
    facts: AvantageFacts,
    dimensions: &[AvantageDimension],
    place: Place,
    total: usize,
    blocks: impl Iterator<Item = AvantageBlock>,
) -> Result<Vec<Spectrum>, Fault> {
    let Some((first, series)) = dimensions.split_first() else {
        return Ok(Vec::new());
    };
    let energies = first.energies(place)?;
    let common = facts.spectrum();
    let mut spectra = Vec::new();
    for block in blocks.take(MAX_SPECTRA) {
        if let Some(i) = no_intensity(&block.counts) {
            let (value, n) = (block.counts[i], block.number + 1);
            return Err(Fault {
                place: block.place,
                found: format!("{value:e} at point {} of spectrum {n}", i + 1),
                expected: "an intensity".to_owned(),
            });
        }
        let mut spectrum = common.clone();
        spectrum.block = spectra.len() + 1;
        spectrum.energy_ev = energies.clone();
        spectrum.doubts.extend(negative_counts(&block.counts));
        if total > MAX_SPECTRA {
            spectrum.doubts.push(only_first_of(total));
        }
        stand(&mut spectrum, first.axes.len(), series, &block);
        spectrum.counts = block.counts;
        spectra.push(spectrum);
    }
    Ok(spectra)
}

/// Says where in a series a spectrum stands: in its region's name and its notes.
fn stand(
    spectrum: &mut Spectrum,
    energy_axes: usize,
    series: &[AvantageDimension],
    block: &AvantageBlock,
) {
    let mut rest = block.number;
    let mut number = energy_axes;
    for dimension in series {
        let i = rest % dimension.length.max(1);
        rest /= dimension.length.max(1);
        for (k, axis) in dimension.axes.iter().enumerate() {
            let name = block.names.iter().find(|(a, _)| *a == number);
            let value = match (name, axis.value(i)) {
                (Some((_, name)), _) => format!("{name} {}", axis.unit()),
                (None, value) if value.is_finite() => format!("{} {}", tidy(value), axis.unit()),
                _ => format!("point {}", i + 1),
            };
            let value = value.trim();
            if k == 0 {
                spectrum.region += &format!(", {} {value}", axis.name());
            }
            push(&mut spectrum.notes, &axis.name(), value);
            number += 1;
        }
    }
}

impl AvantageFacts {
    /// What every spectrum of the file has in common.
    fn spectrum(self) -> Spectrum {
        let positive = |value: Option<f64>| value.filter(|v| *v > 0.0);
        let mut doubts = Vec::new();
        let photon_energy_ev = positive(self.source_energy);
        let mut technique = match (self.technique, photon_energy_ev) {
            (Some(ION_SCATTERING), _) => Technique::Other,
            (_, energy) if is_ultraviolet(energy) => Technique::Ups,
            _ => Technique::Xps,
        };
        let mut axis = Some(Axis::Kinetic);
        if let Some(scale) = self.energy_scale
            && scale != KINETIC
        {
            technique = Technique::Other;
            axis = None;
            doubts.push(Doubt::not_xps(format!(
                "the energy scale of the file is number {scale}, which is not known to be kinetic \
                 energy"
            )));
        }
        let count_unit = self.count_unit();
        let mut notes = Vec::new();
        for (key, value) in [
            ("operator", &self.operator),
            ("created", &self.created),
            ("lens mode", &self.lens_mode),
            ("value", &self.value_label),
            ("unit of the value", &self.value_unit),
            (
                "analyser work function",
                &positive(self.work_function).map(|w| format!("{w} eV")),
            ),
            (
                "transmission coefficients (not applied)",
                &self.transmission,
            ),
        ] {
            push(&mut notes, key, value.as_deref().unwrap_or_default());
        }
        Spectrum {
            region: self.title.unwrap_or_default(),
            sample: self.subject.unwrap_or_default(),
            technique,
            photon_energy_ev,
            axis,
            count_unit,
            pass_energy_ev: positive(self.pass_energy),
            dwell_s: positive(self.acquisition_time),
            scans: positive(self.periods)
                .filter(|n| n.fract() == 0.0 && *n < 1e9)
                .map(|n| n as u32),
            date: self.start.or(self.created),
            instrument: self.instrument,
            notes,
            doubts,
            ..Default::default()
        }
    }

    /// Avantage keeps the counts of all scans, unless the value's label or unit says otherwise;
    /// files without a label are such of counts.
    fn count_unit(&self) -> CountUnit {
        let label = self.value_label.as_deref().unwrap_or_default();
        let unit = self.value_unit.as_deref().unwrap_or_default();
        match format!("{label} {unit}").trim() {
            "" => CountUnit::Counts,
            said => count_unit_of(said),
        }
    }
}
