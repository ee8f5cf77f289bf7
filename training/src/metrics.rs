//! How good predictions are.

/// Sums over spectra, from which the figures follow.
#[derive(Debug, Clone, Default)]
pub struct Score {
    spectra: usize,
    overlap: f64,
    exact: usize,
    true_positive: usize,
    false_positive: usize,
    false_negative: usize,
}

/// Fraction from which an element counts as present in truth.
pub const PRESENT_FRACTION: f32 = 0.01;

impl Score {
    /// Takes one spectrum: true fractions, predicted presence and fractions; elements count as
    /// found from presence `threshold`, and elements that are there with less than
    /// [`PRESENT_FRACTION`] are neither demanded nor held against the prediction.
    pub fn take(&mut self, truth: &[f32], presence: &[f32], fraction: &[f32], threshold: f32) {
        let found = |e: usize| presence[e] >= threshold;
        let total: f32 = (0..truth.len())
            .filter(|&e| found(e))
            .map(|e| fraction[e])
            .sum();
        let mut distance = 0.0f64;
        let (mut missed, mut wrong) = (0, 0);
        for e in 0..truth.len() {
            let p = if found(e) && total > 0.0 {
                fraction[e] / total
            } else {
                0.0
            };
            distance += f64::from((p - truth[e]).abs());
            match (truth[e] >= PRESENT_FRACTION, found(e)) {
                (true, true) => self.true_positive += 1,
                (true, false) => missed += 1,
                (false, true) if truth[e] == 0.0 => wrong += 1,
                _ => {}
            }
        }
        self.spectra += 1;
        self.overlap += 1.0 - 0.5 * distance;
        self.false_negative += missed;
        self.false_positive += wrong;
        self.exact += usize::from(missed + wrong == 0);
    }

    /// Mean composition overlap 1 − ½Σ|p − t|.
    pub fn overlap(&self) -> f64 {
        self.overlap / self.spectra.max(1) as f64
    }

    /// Share of spectra whose set of elements is right.
    pub fn exact(&self) -> f64 {
        self.exact as f64 / self.spectra.max(1) as f64
    }

    /// Share of found elements that are there (micro precision).
    pub fn precision(&self) -> f64 {
        self.true_positive as f64 / (self.true_positive + self.false_positive).max(1) as f64
    }

    /// Share of elements there that are found (micro recall).
    pub fn recall(&self) -> f64 {
        self.true_positive as f64 / (self.true_positive + self.false_negative).max(1) as f64
    }

    /// The figures as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "spectra": self.spectra,
            "composition_overlap": self.overlap(),
            "exact_set": self.exact(),
            "precision": self.precision(),
            "recall": self.recall(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_are_what_their_names_say() {
        let mut s = Score::default();
        s.take(&[0.6, 0.4, 0.0], &[0.9, 0.8, 0.1], &[0.5, 0.5, 0.0], 0.5);
        assert!((s.overlap() - 0.9).abs() < 1e-6 && s.exact() == 1.0);
        s.take(&[1.0, 0.0, 0.0], &[0.9, 0.2, 0.7], &[0.5, 0.0, 0.5], 0.5);
        assert!((s.overlap() - 0.7).abs() < 1e-6);
        assert_eq!((s.exact(), s.recall()), (0.5, 1.0));
        assert_eq!(s.precision(), 0.75);
    }
}
