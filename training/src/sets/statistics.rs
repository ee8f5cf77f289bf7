//! What a set consists of.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::Label;
use super::shard::Shard;
use crate::samples::PRESENT_FRACTION;

/// Distributions over the spectra of a set. An element counts from 1 at% (apparent).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statistics {
    /// Number of spectra.
    pub spectra: usize,
    /// The elements, in the order of the columns.
    pub elements: Vec<ElementStatistics>,
    /// Number of spectra by number of elements.
    pub elements_per_spectrum: BTreeMap<usize, usize>,
    /// Number of spectra by family of the half-space.
    pub families: BTreeMap<String, usize>,
    /// Number of spectra by number of layers.
    pub layers: BTreeMap<u8, usize>,
    /// Thickness of the layers where there are any, nm: 5, 25, 50, 75 and 95 % quantiles; none
    /// without layers.
    pub layers_nm: Option<[f32; 5]>,
    /// Mean share of the half-space's own composition in what is seen: Σ min(bulk, apparent).
    pub mean_bulk_overlap: f64,
}

/// How often an element occurs, and how much of it there is then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ElementStatistics {
    /// Chemical symbol.
    pub symbol: String,
    /// Spectra with at least 1 at%.
    pub spectra: usize,
    /// Mean atomic fraction in them; 0 where there are none.
    pub mean_fraction: f64,
    /// Spectra with less than 1 at%, but some.
    pub traces: usize,
}

impl fmt::Display for Statistics {
    /// A summary in a few lines.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |n: usize| 100.0 * n as f64 / self.spectra.max(1) as f64;
        writeln!(f, "{} spectra", self.spectra)?;
        write!(f, "elements per spectrum (1 at% or more):")?;
        for (k, n) in &self.elements_per_spectrum {
            write!(f, "  {k}: {:.1} %", percent(*n))?;
        }
        write!(f, "\nlayers:")?;
        for (k, n) in &self.layers {
            write!(f, "  {k}: {:.1} %", percent(*n))?;
        }
        if let Some([low, .., high]) = self.layers_nm {
            write!(f, "  ({low:.2} to {high:.2} nm, 5 to 95 % of them)")?;
        }
        write!(f, "\nfamilies:")?;
        for (name, n) in &self.families {
            write!(f, "  {name} {:.1} %", percent(*n))?;
        }
        let mut elements: Vec<&ElementStatistics> = self.elements.iter().collect();
        elements.sort_by_key(|e| e.spectra);
        write!(f, "\nrarest elements:")?;
        for e in elements.iter().take(5) {
            write!(f, "  {} {:.2} %", e.symbol, percent(e.spectra))?;
        }
        write!(f, "\nmost frequent:")?;
        for e in elements.iter().rev().take(5) {
            write!(f, "  {} {:.1} %", e.symbol, percent(e.spectra))?;
        }
        Ok(())
    }
}

/// Counts shard by shard.
pub struct Counter {
    families: Vec<String>,
    statistics: Statistics,
    thicknesses: Vec<f32>,
}

impl Counter {
    /// Nothing counted yet.
    pub fn new(label: &Label) -> Self {
        Counter {
            families: label.families.clone(),
            statistics: Statistics {
                spectra: 0,
                elements: label
                    .elements
                    .iter()
                    .map(|symbol| ElementStatistics {
                        symbol: symbol.clone(),
                        spectra: 0,
                        mean_fraction: 0.0,
                        traces: 0,
                    })
                    .collect(),
                elements_per_spectrum: BTreeMap::new(),
                families: BTreeMap::new(),
                layers: BTreeMap::new(),
                layers_nm: None,
                mean_bulk_overlap: 0.0,
            },
            thicknesses: vec![],
        }
    }

    /// Counts the spectra of `shard`.
    pub fn take(&mut self, shard: &Shard) {
        let s = &mut self.statistics;
        for i in 0..shard.len() {
            let mut present = 0;
            for (fraction, element) in shard.fractions(i).zip(&mut s.elements) {
                if fraction >= PRESENT_FRACTION {
                    present += 1;
                    element.spectra += 1;
                    element.mean_fraction += f64::from(fraction);
                } else if fraction > 0.0 {
                    element.traces += 1;
                }
            }
            *s.elements_per_spectrum.entry(present).or_default() += 1;
            let family = usize::from(shard.family(i));
            let family = self.families.get(family).map_or("?", String::as_str);
            *s.families.entry(family.to_owned()).or_default() += 1;
            *s.layers.entry(shard.layers(i)).or_default() += 1;
            if shard.layers(i) > 0 {
                self.thicknesses.push(shard.layers_nm(i));
            }
            let overlap = shard.fractions(i).zip(shard.bulk(i));
            s.mean_bulk_overlap += overlap.map(|(a, b)| f64::from(a.min(b))).sum::<f64>();
        }
        s.spectra += shard.len();
    }

    /// The distributions.
    pub fn finish(mut self) -> Statistics {
        let mut s = self.statistics;
        for element in &mut s.elements {
            element.mean_fraction /= element.spectra.max(1) as f64;
        }
        s.mean_bulk_overlap /= s.spectra.max(1) as f64;
        self.thicknesses.sort_by(f32::total_cmp);
        let last = self.thicknesses.len().checked_sub(1);
        s.layers_nm = last
            .map(|last| [5, 25, 50, 75, 95].map(|percent| self.thicknesses[last * percent / 100]));
        s
    }
}
