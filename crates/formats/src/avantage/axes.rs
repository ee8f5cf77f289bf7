//! Axes of an Avantage measurement: energy, etch time, position …

use crate::shared::checks::{tidy, turns_back};
use crate::shared::error::{Fault, Place, quote};

/// Kinds of a space axis: number in the binary form, name in the text form, name to show.
const KINDS: [(u32, &str, &str); 11] = [
    (ENERGY, "ENERGY", "Energy"),
    (2, "ANGLE", "Angle"),
    (3, "X", "X"),
    (4, "Y", "Y"),
    (5, "LEVEL", "Level"),
    (6, "ETCHLEVEL", "Etch Level"),
    (8, "ETCHTIME", "Etch Time"),
    (10, "POSITION", "Position"),
    (15, "DISTANCE", "Distance"),
    (17, "PEAKS", "Peaks"),
    (20, "PROFILETYPE", "Profile Type"),
];
/// Kind of the energy axis.
const ENERGY: u32 = 1;

/// Number of a kind that the text form names; 0 for other names.
pub(crate) fn kind_of(name: &str) -> u32 {
    let kind = KINDS.iter().find(|k| k.1.eq_ignore_ascii_case(name));
    kind.map_or(0, |k| k.0)
}

/// An axis of the measurement.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SpaceAxis {
    pub label: String,
    pub unit: String,
    pub points: usize,
    pub start: f64,
    pub width: f64,
    /// The values of an axis whose steps differ; fewer than `points` where they are not known.
    pub values: Option<Vec<f64>>,
    pub kind: u32,
}

/// A dimension of the data: one or more space axes that run together.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AvantageDimension {
    pub length: usize,
    pub axes: Vec<SpaceAxis>,
}

impl AvantageDimension {
    /// Shares the axes out among the dimensions, whose lengths and numbers of axes are `shape`.
    /// The first runs fastest.
    ///
    /// # Errors
    /// Axes and dimensions that do not fit together.
    pub fn of(
        axes: Vec<SpaceAxis>,
        shape: &[(usize, usize)],
        place: Place,
    ) -> Result<Vec<AvantageDimension>, Fault> {
        let refuse = |found: String| {
            Err(Fault {
                place,
                found,
                expected: "axes that fit the data of an Avantage file".to_owned(),
            })
        };
        let mut left = axes.into_iter();
        let mut dimensions = Vec::new();
        for (length, count) in shape {
            let axes: Vec<SpaceAxis> = left.by_ref().take(*count).collect();
            if axes.len() < *count || axes.iter().any(|a| a.points != *length) || axes.is_empty() {
                return refuse(format!(
                    "a dimension of {length} points with {count} axes of other lengths"
                ));
            }
            dimensions.push(AvantageDimension {
                length: *length,
                axes,
            });
        }
        if left.next().is_some() || dimensions.is_empty() {
            let n = dimensions.len();
            return refuse(format!("{n} dimensions that leave axes over"));
        }
        Ok(dimensions)
    }

    /// The energies of a dimension, eV. Its length must be bounded by the data already.
    ///
    /// # Errors
    /// It holds no energies, or such that turn back.
    pub fn energies(&self, place: Place) -> Result<Vec<f64>, Fault> {
        let refuse = |found: String| {
            Err(Fault {
                place,
                found,
                expected: "the energies of spectra".to_owned(),
            })
        };
        let Some(axis) = self.axes.iter().find(|a| a.is_energy()) else {
            let name = self.axes.first().map(|a| a.name()).unwrap_or_default();
            return refuse(format!("data over {} (an image or a table)", quote(&name)));
        };
        if axis.points < 2 {
            return refuse(format!("an energy axis of {} points", axis.points));
        }
        let energies: Vec<f64> = (0..axis.points).map(|i| axis.value(i)).collect();
        if let Some(i) = turns_back(&energies) {
            return refuse(format!(
                "an energy of {} at point {}, after which the axis turns back or stands still",
                energies[i],
                i + 1
            ));
        }
        Ok(energies)
    }
}

impl SpaceAxis {
    /// Whether it is the energy axis.
    pub fn is_energy(&self) -> bool {
        self.kind == ENERGY
    }

    /// Its label, or the name of its kind.
    pub fn name(&self) -> String {
        if !self.label.is_empty() {
            return self.label.clone();
        }
        match KINDS.iter().find(|k| k.0 == self.kind) {
            Some((_, _, name)) => (*name).to_owned(),
            None => format!("Axis {}", self.kind),
        }
    }

    /// Its unit; for etch times without one, seconds.
    pub fn unit(&self) -> &str {
        match (self.unit.as_str(), self.kind) {
            ("", 8) => "s",
            ("", 3 | 4) => "µm",
            (unit, _) => unit,
        }
    }

    /// Value at a point, `i < points`; not a number where it is not known.
    pub fn value(&self, i: usize) -> f64 {
        match &self.values {
            Some(values) => values.get(i).copied().unwrap_or(f64::NAN),
            None => tidy(self.start + self.width * i as f64),
        }
    }
}
