//! The pure elements as the simulator draws them, per atom.

use anyhow::{Context, Result};
use rayon::prelude::*;
use speclens::physics::chemical_state::Class;
use speclens::physics::instrument::Instrument;
use speclens::physics::lines;
use speclens::physics::sample::{Phase, Sample};
use speclens::physics::simulate::{as_tabulated, simulate};
use speclens::spectrum::Grid;
use speclens::spectrum::Source;
use speclens::spectrum::elements;

/// Clean surveys of all elements of the library, in its order, on `grid`. Each is divided by the
/// element's atomic density and its mean free path at the main line, so that equal intensities
/// stand for equal numbers of atoms of a mixture.
///
/// # Errors
/// An element that cannot be simulated: none is.
pub fn pure_elements(grid: &Grid, source: Source) -> Result<Vec<Vec<f32>>> {
    let instrument = match source {
        Source::AlKa => Instrument::default(),
        Source::MgKa => Instrument::twin_anode(source),
    };
    elements::all()
        .par_iter()
        .map(|element| {
            let phase = Phase::typical(&[(element.z, 1.0, Class::Element)], 0.0);
            let bulk = phase.bulk();
            let main = lines::main_line(element.z, source)
                .with_context(|| format!("{}: no line", element.symbol))?;
            let kinetic_ev = source.photon_energy_ev() - main.binding_ev;
            let atoms = (bulk.atom_density() * bulk.imfp_nm(kinetic_ev)) as f32;
            let spectrum = simulate(&Sample::clean(phase), &instrument, grid, as_tabulated)
                .with_context(|| element.symbol)?;
            Ok(spectrum.into_iter().map(|y| y / atoms).collect())
        })
        .collect()
}
