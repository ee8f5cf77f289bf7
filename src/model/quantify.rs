//! From the network's answer to a composition in atomic percent.

use serde::{Deserialize, Serialize};

use super::weights::Manifest;
use crate::physics::elements;

/// One element of a composition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ElementAmount {
    /// Chemical symbol.
    pub symbol: String,
    /// Atomic number.
    pub z: u8,
    /// Apparent atomic percent, over the elements that are reported.
    pub atomic_percent: f64,
    /// Probability of presence that the network gives, 0 to 1.
    pub presence: f64,
}

/// The elements whose presence reaches the manifest's threshold, most abundant first; their
/// fractions are renormalised to 100 at%. `table` is one row of [`super::weights::Model::forward`].
///
/// Hydrogen and helium have no core level that X-ray photoelectrons show: "percent" is always
/// percent of the elements that can be seen.
///
/// # Panics
/// If `table` is shorter than twice the number of the manifest's elements.
pub fn composition(manifest: &Manifest, table: &[f32]) -> Vec<ElementAmount> {
    let n = manifest.elements.len();
    let (presence, fraction) = table[..2 * n].split_at(n);
    let mut found: Vec<ElementAmount> = manifest
        .elements
        .iter()
        .zip(presence)
        .zip(fraction)
        .filter(|((_, p), _)| f64::from(**p) >= manifest.presence_threshold)
        .filter_map(|((symbol, &p), &f)| {
            Some(ElementAmount {
                symbol: symbol.clone(),
                z: elements::by_symbol(symbol)?.z,
                atomic_percent: 100.0 * f64::from(f),
                presence: f64::from(p),
            })
        })
        .collect();
    let total: f64 = found.iter().map(|e| e.atomic_percent).sum();
    if total > 0.0 {
        for element in &mut found {
            element.atomic_percent *= 100.0 / total;
        }
    }
    found.sort_by(|a, b| b.atomic_percent.total_cmp(&a.atomic_percent));
    found
}
