//! Recall, errors, confusions and shares of the evidence, counted over spectra.

use std::collections::BTreeMap;

use speclens::guide::Confusion;
use speclens::spectrum::elements;

use super::samples::BY_Z;
use super::spectra::Observed;

/// An answer counts from this atomic fraction on where the element is not there.
const FALSE_FRACTION: f64 = 0.01;
/// An element is a main constituent from this atomic fraction on.
const MAIN_FRACTION: f64 = 0.1;
/// An element with less than this is not there: no survey shows it.
const ABSENT_FRACTION: f64 = 0.001;

/// What is counted of one element.
#[derive(Debug, Clone, Default)]
struct Count {
    spectra: usize,
    found: usize,
    /// Spectra with at least 10 at% of it, and those of them in which it is found.
    main: [usize; 2],
    /// Over the latter the sum of the deviations, as shares of the true fraction.
    deviation: f64,
    /// By element answered though it is not there: spectra, and those in which this one is missed.
    falsely: BTreeMap<u8, [usize; 2]>,
    /// Spectra without it, and those of them in which it is answered.
    without: [usize; 2],
    /// Spectra whose evidence was shared out, and by line group the sums of shares and squares.
    explained: usize,
    shares: BTreeMap<String, [f64; 2]>,
}

/// Counts of all elements.
pub struct Tally {
    counts: Vec<Count>,
}

impl Tally {
    /// Over all spectra.
    pub fn over(observed: &[Observed]) -> Tally {
        let mut counts = vec![Count::default(); BY_Z];
        for seen in observed {
            add(&mut counts, seen);
        }
        Tally { counts }
    }

    fn of(&self, z: u8) -> &Count {
        &self.counts[usize::from(z)]
    }

    /// Spectra that were chosen for the element.
    pub fn spectra(&self, z: u8) -> usize {
        self.of(z).spectra
    }

    /// Share of them in which it is found.
    pub fn recall(&self, z: u8) -> f64 {
        share(self.of(z).found, self.of(z).spectra)
    }

    /// The same of those with at least 10 at% of it.
    pub fn recall_main(&self, z: u8) -> f64 {
        let [there, found] = self.of(z).main;
        share(found, there)
    }

    /// Mean deviation of its fraction where it is found and at least 10 at%, as a share of the true
    /// one.
    pub fn error(&self, z: u8) -> f64 {
        self.of(z).deviation / self.of(z).main[1].max(1) as f64
    }

    /// Share of the spectra without it in which it is answered.
    pub fn false_alarms(&self, z: u8) -> f64 {
        let [without, answered] = self.of(z).without;
        share(answered, without)
    }

    /// Elements that are answered wrongly where `z` is there, the most frequent first.
    pub fn answered_with(&self, z: u8) -> Vec<Confusion> {
        let count = self.of(z);
        let falsely = count.falsely.iter().filter_map(|(other, [all, instead])| {
            Some(Confusion {
                symbol: elements::by_z(*other)?.symbol.to_owned(),
                share: share(*all, count.spectra),
                instead: share(*instead, count.spectra),
            })
        });
        let mut falsely: Vec<Confusion> = falsely.collect();
        falsely.sort_by(|a, b| b.share.total_cmp(&a.share));
        falsely
    }

    /// Mean and standard deviation of the share of the evidence of a line group.
    pub fn share_of(&self, z: u8, line: &str) -> (f64, f64) {
        let count = self.of(z);
        let n = count.explained.max(1) as f64;
        let [sum, squares] = count.shares.get(line).copied().unwrap_or_default();
        let mean = sum / n;
        (mean, (squares / n - mean * mean).max(0.0).sqrt())
    }
}

fn add(counts: &mut [Count], seen: &Observed) {
    let fraction = |list: &[(u8, f64)], z: u8| {
        let element = list.iter().find(|(other, _)| *other == z);
        element.map(|(_, fraction)| *fraction)
    };
    let falsely: Vec<u8> = (seen.answered.iter())
        .filter(|(_, answered)| *answered >= FALSE_FRACTION)
        .map(|(z, _)| *z)
        .filter(|z| fraction(&seen.truth, *z).is_none_or(|true_| true_ < ABSENT_FRACTION))
        .collect();
    for z in &seen.asked {
        let count = &mut counts[usize::from(*z)];
        let answered = fraction(&seen.answered, *z);
        let true_ = fraction(&seen.truth, *z).unwrap_or(0.0);
        let main = true_ >= MAIN_FRACTION;
        count.spectra += 1;
        count.main[0] += usize::from(main);
        if let Some(answered) = answered {
            count.found += 1;
            if main {
                count.main[1] += 1;
                count.deviation += (answered - true_).abs() / true_;
            }
        }
        for other in &falsely {
            let [all, instead] = count.falsely.entry(*other).or_default();
            *all += 1;
            *instead += usize::from(answered.is_none());
        }
        let shares = || seen.shares.iter().filter(|(of, ..)| of == z);
        // Nothing to share out where no removal costs anything.
        if shares().any(|(.., share)| *share > 0.0) {
            count.explained += 1;
            for (_, line, share) in shares() {
                let [sum, squares] = count.shares.entry(line.clone()).or_default();
                *sum += share;
                *squares += share * share;
            }
        }
    }
    for element in elements::all() {
        if fraction(&seen.truth, element.z).is_none_or(|true_| true_ < ABSENT_FRACTION) {
            let [without, answered] = &mut counts[usize::from(element.z)].without;
            *without += 1;
            *answered += usize::from(falsely.contains(&element.z));
        }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missed_found_and_falsely_answered_elements_are_counted() {
        let seen = |answered: &[(u8, f64)], carbon: f64| Observed {
            truth: vec![(44, 0.5), (6, 0.5)],
            answered: answered.to_vec(),
            asked: vec![44],
            shares: vec![
                (44, "Ru 3d".into(), carbon),
                (44, "Ru 3p".into(), 1.0 - carbon),
            ],
        };
        let tally = Tally::over(&[
            seen(&[(44, 0.6), (6, 0.4)], 0.6),
            seen(&[(6, 0.9), (47, 0.1)], 0.8),
        ]);
        assert_eq!((tally.spectra(44), tally.recall(44)), (2, 0.5));
        assert_eq!(tally.recall_main(44), 0.5);
        assert!((tally.error(44) - 0.2).abs() < 1e-9);
        let silver = &tally.answered_with(44)[0];
        assert_eq!(
            (silver.symbol.as_str(), silver.share, silver.instead),
            ("Ag", 0.5, 0.5)
        );
        assert_eq!((tally.false_alarms(47), tally.false_alarms(79)), (0.5, 0.0));
        let (mean, spread) = tally.share_of(44, "Ru 3d");
        assert!((mean - 0.7).abs() < 1e-9 && (spread - 0.1).abs() < 1e-9);
        assert_eq!(
            tally.spectra(6),
            0,
            "the spectra were not chosen for carbon"
        );
    }
}
