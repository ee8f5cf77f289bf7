//! Where an element's main line stands in different kinds of compounds.

use std::sync::LazyLock;

use super::{lines, table};

/// Kind of compound, as the NIST records were sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// The element itself.
    Element,
    /// Oxide.
    Oxide,
    /// Hydroxide.
    Hydroxide,
    /// Sulfate, carbonate, phosphate … (for oxygen itself: all oxides).
    Oxysalt,
    /// Nitride.
    Nitride,
    /// Carbide.
    Carbide,
    /// Sulfide, selenide.
    Sulfide,
    /// Fluoride.
    Fluoride,
    /// Chloride, bromide, iodide.
    Halide,
    /// Organic compound.
    Organic,
    /// Anything else, alloys among them.
    Other,
}

impl Class {
    fn parse(text: &str) -> Option<Class> {
        Some(match text {
            "element" => Class::Element,
            "oxide" => Class::Oxide,
            "hydroxide" => Class::Hydroxide,
            "oxysalt" => Class::Oxysalt,
            "nitride" => Class::Nitride,
            "carbide" => Class::Carbide,
            "sulfide" => Class::Sulfide,
            "fluoride" => Class::Fluoride,
            "halide" => Class::Halide,
            "organic" => Class::Organic,
            "other" => Class::Other,
            _ => return None,
        })
    }
}

/// Spread of an element's main line in a class of compounds: 5 %, 50 % and 95 % quantiles of the
/// shift against [`lines::Line::binding_ev`], eV. From the records of NIST SRD 20 (version 3.5/4),
/// classes guessed from the formula.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Atomic number.
    pub z: u8,
    /// Kind of compound.
    pub class: Class,
    /// 5 % quantile, eV.
    pub low_ev: f64,
    /// Median, eV.
    pub median_ev: f64,
    /// 95 % quantile, eV.
    pub high_ev: f64,
}

static SPREADS: LazyLock<Vec<Spread>> = LazyLock::new(|| {
    table::rows(include_str!("data/chemical_state.tsv"))
        .filter_map(|row| {
            let z = row.number(0) as u8;
            let wanted = row.text(1);
            // An unresolved `2p` is counted against its stronger partner.
            let line = lines::of(z)
                .iter()
                .filter(|l| l.orbital == wanted || l.subshell() == wanted)
                .max_by(|a, b| a.sigma_al_barn.total_cmp(&b.sigma_al_barn))?;
            let shift = |i: usize| row.number(i) - line.binding_ev;
            Some(Spread {
                z,
                class: Class::parse(row.text(2))?,
                low_ev: shift(3),
                median_ev: shift(4),
                high_ev: shift(5),
            })
        })
        .collect()
});

/// The spread of element `z` in `class`, where there are records.
pub fn spread(z: u8, class: Class) -> Option<&'static Spread> {
    SPREADS.iter().find(|s| s.z == z && s.class == class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silica_is_shifted_by_four_electronvolts_and_gold_is_not() {
        let si = spread(14, Class::Oxide).unwrap();
        assert!((3.0..4.8).contains(&si.median_ev), "{si:?}");
        let au = spread(79, Class::Element).unwrap();
        assert!(au.median_ev.abs() < 0.3, "{au:?}");
        assert!(
            SPREADS
                .iter()
                .all(|s| s.low_ev <= s.median_ev && s.median_ev <= s.high_ev)
        );
    }
}
