//! The second opinion that stands beside the network's answer: areas of lines of the elements that the
//! network finds.

use anyhow::{Context, Result};
use speclens::conventional::{Choices, SpectrumLines, quantify};
use speclens::model::Model;
use speclens::model::noise::noise_at_the_maximum;
use speclens::model::quantify::{Constraints, ElementAmount, composition};
use speclens::network::Row;
use speclens::spectrum::{Axis, Grid, Source, Spectrum};

use crate::merit::metrics::Answer;
use crate::sets::Batch;

/// What areas say of each spectrum of a batch, in the elements that `model` finds; elements without a free
/// line keep its amount.
///
/// # Errors
/// The network fails.
pub fn second_opinion(model: &Model, batch: &Batch) -> Result<Vec<Answer>> {
    let manifest = &model.manifest;
    let table = model.forward_blocking(&batch.input, batch.rows)?;
    let inputs = batch.input.chunks(batch.input.len() / batch.rows);
    let rows = table
        .chunks(Row::length(manifest.elements.len()))
        .zip(inputs);
    rows.map(|(values, input)| {
        let row = Row::of(values).context("no row of the network's table")?;
        let elements = composition(
            manifest,
            &row,
            noise_at_the_maximum(input),
            &Constraints::default(),
        );
        let amounts = by_areas(&elements, input, &manifest.grid, manifest.source)?;
        let mut found = vec![false; manifest.elements.len()];
        let mut fractions = vec![0.0; found.len()];
        for (element, percent) in elements.iter().zip(amounts) {
            let place = manifest.elements.iter().position(|e| *e == element.symbol);
            let place = place.context("an element that the network does not know")?;
            found[place] = true;
            fractions[place] = percent as f32;
        }
        Ok(Answer::over(found, &fractions))
    })
    .collect()
}

/// Atomic percent of `elements` by areas in an input of the network.
fn by_areas(
    elements: &[ElementAmount],
    input: &[f32],
    grid: &Grid,
    source: Source,
) -> Result<Vec<f64>> {
    let spectrum = spectrum(input, grid, source);
    let lines = SpectrumLines::new(elements, &spectrum, source)?;
    let opinion = quantify(elements, &spectrum, &lines, &Choices::default())?;
    let amounts = opinion.elements.iter().zip(elements);
    let amount = amounts.map(|(o, e)| {
        o.atomic_percent
            .first()
            .copied()
            .unwrap_or(e.atomic_percent)
    });
    Ok(amount.collect())
}

/// The covered points of an input as a spectrum.
pub fn spectrum(input: &[f32], grid: &Grid, source: Source) -> Spectrum {
    let (intensity, mask) = input.split_at(grid.points);
    let covered = (0..grid.points).filter(|i| mask[*i] > 0.0);
    let (energy_ev, counts) = covered
        .map(|i| (grid.energy_ev(i), f64::from(intensity[i])))
        .unzip();
    Spectrum {
        photon_energy_ev: Some(source.photon_energy_ev()),
        axis: Some(Axis::Binding),
        energy_ev,
        counts,
        ..Default::default()
    }
}
