//! The network's answer as a table: one row for each spectrum.

/// One row of the network's table: what [`crate::Output::table`] lays side by side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row<'a> {
    /// Probability of presence, one per element.
    pub presence: &'a [f32],
    /// Atomic fractions; they sum to one.
    pub fractions: &'a [f32],
    /// Half-widths of the 90 % intervals of the fractions, before calibration.
    pub half_widths: &'a [f32],
    /// Logits of the presence: what [`Row::presence`] is before it saturates at 0 and 1.
    pub presence_logits: &'a [f32],
    /// Evidence: natural logarithms of the amounts, before presence and before they are divided by
    /// their sum. What one element's evidence is does not depend on the others'.
    pub evidence: &'a [f32],
    /// How unlike those of the training the spectrum is, 0 to 1.
    pub strangeness: f32,
}

impl<'a> Row<'a> {
    /// Values in a row about `elements` elements.
    pub fn length(elements: usize) -> usize {
        5 * elements + 1
    }

    /// The parts of a row; `None` for a length that no row has.
    pub fn of(values: &'a [f32]) -> Option<Row<'a>> {
        let (&strangeness, rest) = values.split_last()?;
        let n = rest.len() / 5;
        (n > 0 && rest.len() == 5 * n).then(|| {
            let column = |i: usize| &rest[i * n..(i + 1) * n];
            Row {
                presence: column(0),
                fractions: column(1),
                half_widths: column(2),
                presence_logits: column(3),
                evidence: column(4),
                strangeness,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_five_values_per_element_and_one() {
        let values: Vec<f32> = (0..Row::length(3)).map(|i| i as f32).collect();
        let row = Row::of(&values).unwrap();
        assert_eq!(row.presence, [0.0, 1.0, 2.0]);
        assert_eq!(row.fractions, [3.0, 4.0, 5.0]);
        assert_eq!(row.half_widths, [6.0, 7.0, 8.0]);
        assert_eq!(row.presence_logits, [9.0, 10.0, 11.0]);
        assert_eq!(row.evidence, [12.0, 13.0, 14.0]);
        assert_eq!(row.strangeness, 15.0);
        for length in [0, 1, 2, 5, 7, 15] {
            assert_eq!(Row::of(&values[..length]), None, "{length}");
        }
    }
}
