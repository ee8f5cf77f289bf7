//! The atlas: a labelled figure of every pure element as the simulator draws it, and an index.

mod figure;
pub(super) mod index;
mod lines;
pub(super) mod thin;

#[cfg(test)]
mod tests;

use std::path::Path;

use anyhow::{Context, Result};
use rayon::prelude::*;
use speclens::physics::chemical_state::Class;
use speclens::physics::instrument::Instrument;
use speclens::physics::sample::{Phase, Sample};
use speclens::physics::simulate::{as_tabulated, simulate};
use speclens::spectrum::Grid;
use speclens::spectrum::elements::{self, Element};

/// −10 to 1397 eV, fine enough for the narrowest lines of the low-energy panel.
const GRID: Grid = Grid {
    lo_ev: -10.0,
    step_ev: 0.25,
    points: 5629,
};

/// Name of the index within the atlas.
const INDEX: &str = "README.md";

/// The spectrum of one element without noise.
struct Plate {
    element: &'static Element,
    sample: Sample,
    instrument: Instrument,
    /// On [`GRID`], in percent of the highest value.
    intensity: Vec<f64>,
}

impl Plate {
    /// The clean element under monochromated Al Kα.
    fn new(element: &'static Element) -> Result<Plate> {
        let sample = Sample::clean(Phase::typical(&[(element.z, 1.0, Class::Element)], 0.0));
        let instrument = Instrument::default();
        let expected =
            simulate(&sample, &instrument, &GRID, as_tabulated).with_context(|| element.symbol)?;
        let highest = f64::from(expected.iter().copied().fold(f32::MIN_POSITIVE, f32::max));
        let intensity = expected
            .iter()
            .map(|y| 100.0 * f64::from(*y) / highest)
            .collect();
        Ok(Plate {
            element,
            sample,
            instrument,
            intensity,
        })
    }
}

/// File name of an element's figure: `79-Au.svg`.
pub(super) fn file_name(element: &Element) -> String {
    format!("{:02}-{}.svg", element.z, element.symbol)
}

/// All files of the atlas: name and content, the index last.
fn files() -> Result<Vec<(String, String)>> {
    let plates = elements::all()
        .par_iter()
        .map(Plate::new)
        .collect::<Result<Vec<_>>>()?;
    let mut files = plates
        .par_iter()
        .map(|plate| Ok((file_name(plate.element), figure::svg(plate)?)))
        .collect::<Result<Vec<_>>>()?;
    files.push((INDEX.to_owned(), index::markdown(&plates)));
    Ok(files)
}

/// Writes the atlas into `folder`.
///
/// # Errors
/// Files that cannot be written.
pub fn write(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    for (name, content) in files()? {
        let path = folder.join(name);
        std::fs::write(&path, content).with_context(|| path.display().to_string())?;
    }
    Ok(())
}
