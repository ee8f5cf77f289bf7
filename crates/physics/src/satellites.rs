//! Satellites of core lines: shake-up, charge transfer, and the parts that multiplets split off.

use std::sync::LazyLock;

use super::table;

/// A companion of the lines of one subshell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Satellite {
    /// The subshell whose lines have it (`2p`); `None`: every core line of the element.
    pub subshell: Option<&'static str>,
    /// Distance to higher binding energy, eV; negative for shake-down.
    pub offset_ev: f64,
    /// Its area as a share of the main line's. The whole area of the line stays the same.
    pub ratio: f64,
    /// Gaussian FWHM, eV.
    pub fwhm_ev: f64,
}

impl Satellite {
    /// Whether the lines of `subshell` (`2p`) have it.
    pub fn concerns(&self, subshell: &str) -> bool {
        self.subshell.is_none_or(|s| s == subshell)
    }
}

/// What kind of material a satellite is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The metal.
    Metal,
    /// Oxides, halides and other compounds with an open shell.
    Compound,
    /// Organic compounds.
    Organic,
}

/// A satellite as the literature gives it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known {
    /// Atomic number.
    pub z: u8,
    /// What kind of material has it.
    pub kind: Kind,
    /// Typical position, area and width.
    pub satellite: Satellite,
    /// Share of such materials that show it (an estimate: Cu(II) among all copper compounds …).
    pub share: f64,
}

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    table::rows(include_str!("data/satellites.tsv"))
        .filter_map(|row| {
            Some(Known {
                z: row.number(0) as u8,
                kind: match row.text(2) {
                    "metal" => Kind::Metal,
                    "compound" => Kind::Compound,
                    "organic" => Kind::Organic,
                    _ => return None,
                },
                satellite: Satellite {
                    subshell: Some(row.text(1)),
                    offset_ev: row.number(3),
                    ratio: row.number(4),
                    fwhm_ev: row.number(5),
                },
                share: row.number(6),
            })
        })
        .collect()
});

/// The satellites known of element `z` in materials of `kind`; `data/satellites.tsv` names the
/// source of each.
pub fn known(z: u8, kind: Kind) -> impl Iterator<Item = &'static Known> {
    KNOWN.iter().filter(move |k| k.z == z && k.kind == kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines;

    #[test]
    fn every_row_names_a_subshell_of_its_element_and_a_source() {
        let rows: Vec<_> = table::rows(include_str!("data/satellites.tsv")).collect();
        assert_eq!(rows.len(), KNOWN.len(), "a row of an unknown kind");
        for (known, row) in KNOWN.iter().zip(&rows) {
            let subshell = known.satellite.subshell.unwrap();
            assert!(
                lines::of(known.z).iter().any(|l| l.subshell() == subshell),
                "Z = {}: no {subshell}",
                known.z
            );
            assert!(!row.text(7).is_empty());
            assert!((0.0..=1.0).contains(&known.share) && known.satellite.ratio < 1.0);
        }
    }

    #[test]
    fn divalent_copper_and_nickel_have_their_satellites() {
        let first = |z, kind| known(z, kind).next().unwrap().satellite;
        assert!((8.0..9.5).contains(&first(29, Kind::Compound).offset_ev));
        assert!(known(29, Kind::Metal).next().is_none());
        assert_eq!(first(28, Kind::Metal).offset_ev, 6.0);
        assert!(first(28, Kind::Metal).concerns("2p") && !first(28, Kind::Metal).concerns("2s"));
    }
}
