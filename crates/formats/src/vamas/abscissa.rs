//! What the abscissa of a block is, by its label and unit.

use crate::shared::quantity::{Quantity, electronvolts, quantity};
use speclens_spectrum::{Axis, Doubt, Technique};

/// No sweep over electrons in keV ends above it: HAXPES goes to some 15 keV.
const HIGHEST_KEV: f64 = 20.0;

/// Energies of electrons.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ElectronEnergies {
    /// `None` where the label says no more than energy.
    pub axis: Option<Axis>,
    /// Electronvolts in their unit.
    pub electronvolts: f64,
    /// Where label and unit contradict each other.
    pub doubt: Option<Doubt>,
}

impl ElectronEnergies {
    /// What label and unit say; `None` where the abscissa is something else. `values` are its
    /// numbers.
    pub fn of(
        label: &str,
        unit: &str,
        technique: Technique,
        values: &[f64],
    ) -> Option<ElectronEnergies> {
        let quantity = quantity(label)?;
        if quantity == Quantity::Other {
            return None;
        }
        let (electronvolts, doubt) = scale(label, unit, values)?;
        // A plain energy in keV is that of X-rays where the block is one of X-rays.
        let is_plain = matches!(quantity, Quantity::Energy | Quantity::EnergyInKev);
        if is_plain && electronvolts > 1.0 && technique == Technique::Other {
            return None;
        }
        Some(ElectronEnergies {
            axis: quantity.axis(),
            electronvolts,
            doubt,
        })
    }
}

/// Electronvolts in the unit, else in that of the label, and a doubt where they are not the same;
/// `None` where neither is one of energies. The standard's list of units has `eV` alone: other
/// programs put keV into the label, and `eV`, `d` or nothing beside it.
fn scale(label: &str, unit: &str, values: &[f64]) -> Option<(f64, Option<Doubt>)> {
    let names_unit = |words: &str| {
        let words = words.to_lowercase();
        let mut words = words.split(|c: char| !c.is_alphanumeric());
        words.any(|w| ["ev", "kev", "mev"].contains(&w))
    };
    if ["", "d", "n"].contains(&unit.trim()) {
        let said = electronvolts(label);
        // A label in eV beside another unit was never taken for one in eV.
        return (said != 1.0).then_some((said, None));
    }
    let is_energy = ["eV", "keV"].iter().any(|u| unit.eq_ignore_ascii_case(u));
    if !is_energy && unit != "meV" {
        return None;
    }
    let of_unit = electronvolts(unit);
    let of_label = electronvolts(label);
    if !names_unit(label) || of_label == of_unit {
        return Some((of_unit, None));
    }
    // Surveys are some keV long: numbers tell which of the two can be.
    let is_small = values.iter().all(|v| v.abs() <= HIGHEST_KEV);
    let [low, high] = [of_unit.min(of_label), of_unit.max(of_label)];
    let taken = if is_small { high } else { low };
    let name = if taken == of_unit { "unit" } else { "label" };
    let doubt = Doubt::presumed(format!(
        "the abscissa is “{label}” in “{unit}”: its {name} is taken, which fits its numbers"
    ));
    Some((taken, Some(doubt)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(label: &str, unit: &str, values: &[f64]) -> Option<(Option<Axis>, f64, bool)> {
        let e = ElectronEnergies::of(label, unit, Technique::Xps, values)?;
        Some((e.axis, e.electronvolts, e.doubt.is_some()))
    }

    #[test]
    fn labels_and_units_of_energies() {
        let kinetic = Some(Axis::Kinetic);
        for (label, unit, want) in [
            ("kinetic energy", "eV", Some((kinetic, 1.0, false))),
            ("kinetic energy", "keV", Some((kinetic, 1000.0, false))),
            ("kinetic energy", "meV", Some((kinetic, 0.001, false))),
            (
                "Kinetic Energy (keV)",
                "keV",
                Some((kinetic, 1000.0, false)),
            ),
            ("Kinetic Energy (keV)", "d", Some((kinetic, 1000.0, false))),
            ("Kinetic Energy (keV)", "", Some((kinetic, 1000.0, false))),
            ("Kinetic Energy (keV)", "eV", Some((kinetic, 1000.0, true))),
            ("Kinetic Energy (eV)", "keV", Some((kinetic, 1000.0, true))),
            ("energy", "keV", Some((None, 1000.0, false))),
            ("Energy (keV)", "n", Some((None, 1000.0, false))),
            ("kinetic energy", "d", None),
            ("kinetic energy", "MeV", None),
            ("Photon energy", "keV", None),
            ("channel", "keV", None),
        ] {
            assert_eq!(of(label, unit, &[0.2, 1.4]), want, "{label} in {unit}");
        }
        // Nothing of a laboratory has 700 keV.
        let want = Some((kinetic, 1.0, true));
        assert_eq!(of("Kinetic Energy (keV)", "eV", &[200.0, 700.0]), want);
        let of_x_rays = ElectronEnergies::of("energy", "keV", Technique::Other, &[0.2]);
        assert_eq!(of_x_rays, None);
    }
}
