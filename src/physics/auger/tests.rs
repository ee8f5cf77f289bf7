use super::*;
use crate::physics::elements;

/// Binding energy (Al Kα) of the strongest line whose group begins so.
fn strongest(symbol: &str, group: &str) -> f64 {
    let z = elements::by_symbol(symbol).unwrap().z;
    let line = of(z, Source::AlKa)
        .iter()
        .filter(|l| l.group.starts_with(group))
        .max_by(|a, b| a.barn.total_cmp(&b.barn))
        .unwrap_or_else(|| panic!("{symbol} has no {group}"));
    Source::AlKa.photon_energy_ev() - line.kinetic_ev
}
