//! The rule that makes a class of what was measured, and how much it hangs on its thresholds.

use speclens::guide::{Class, ElementClass, LineUse, Sensitivity, Thresholds};

/// What decides.
///
/// - `most_hidden`: so much foreign intensity shifts an amount by as much as a conventional
///   quantification of a survey is off anyway (10 to 20 %).
/// - `least_used`: an element has some six groups in range; from 0.15 on a group has no less than
///   its equal part.
/// - `most_missed`: of what makes up a tenth of the sample or more, a survey may miss one in ten.
/// - `most_confused`: the same for a wrong element in its stead, which is worse: one in twenty.
pub const THRESHOLDS: Thresholds = Thresholds {
    most_hidden: 0.15,
    least_used: 0.15,
    most_missed: 0.1,
    most_confused: 0.05,
};
/// Each threshold is moved by so much, down and up.
const MOVED: [f64; 2] = [0.75, 1.25];
/// Groups that make a pattern.
const PATTERN: usize = 2;

/// The class of an element by its figures.
pub fn class_of(element: &ElementClass, thresholds: &Thresholds) -> Class {
    let confused = |most: f64| element.confused_with.iter().any(|c| c.instead >= most);
    if 1.0 - element.recall_main > thresholds.most_missed || confused(thresholds.most_confused) {
        return Class::IV;
    }
    let used = |l: &&LineUse| l.share >= thresholds.least_used;
    let free = |l: &LineUse| l.hidden < thresholds.most_hidden;
    let [main, others @ ..] = &element.used[..] else {
        return Class::IV;
    };
    if free(main) && used(&main) {
        Class::I
    } else if others.iter().filter(used).any(free) {
        Class::II
    } else if element.used.iter().filter(used).count() >= PATTERN {
        Class::III
    } else {
        Class::IV
    }
}

/// One of the thresholds.
type Move = fn(&mut Thresholds) -> &mut f64;

/// Which elements change class when a threshold moves by a quarter.
pub fn sensitivity(elements: &[ElementClass]) -> Vec<Sensitivity> {
    let moves: [(&str, Move); 4] = [
        ("most_hidden", |t| &mut t.most_hidden),
        ("least_used", |t| &mut t.least_used),
        ("most_missed", |t| &mut t.most_missed),
        ("most_confused", |t| &mut t.most_confused),
    ];
    let mut all = Vec::new();
    for (name, threshold) in moves {
        for factor in MOVED {
            let mut moved = THRESHOLDS;
            *threshold(&mut moved) *= factor;
            let changes = |e: &&ElementClass| class_of(e, &moved) != class_of(e, &THRESHOLDS);
            let changed = elements.iter().filter(changes);
            all.push(Sensitivity {
                threshold: name.to_owned(),
                factor,
                changed: changed.map(|e| e.symbol.clone()).collect(),
            });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use speclens::conventional::LineKind;
    use speclens::guide::Confusion;

    /// An element with groups of these hidden shares and shares of the evidence.
    fn element(recall_main: f64, lines: &[(f64, f64)]) -> ElementClass {
        let line = |(hidden, share): &(f64, f64)| LineUse {
            line: "X 3d".into(),
            strongest: "X 3d5/2".into(),
            kind: LineKind::Photoelectron,
            energy_ev: 300.0,
            strength: 1.0,
            hidden: *hidden,
            share: *share,
            spread: 0.1,
        };
        ElementClass {
            symbol: "X".into(),
            z: 44,
            class: Class::IV,
            used: lines.iter().map(line).collect(),
            overlaps: vec![],
            spectra: 200,
            recall: 0.8,
            recall_main,
            error: 0.1,
            false_alarms: 0.0,
            confused_with: vec![],
            advice: String::new(),
        }
    }

    fn class(element: &ElementClass) -> Class {
        class_of(element, &THRESHOLDS)
    }

    #[test]
    fn free_and_used_lines_decide() {
        assert_eq!(class(&element(1.0, &[(0.1, 0.8), (0.5, 0.2)])), Class::I);
        assert_eq!(class(&element(1.0, &[(0.5, 0.5), (0.1, 0.5)])), Class::II);
        assert_eq!(class(&element(1.0, &[(0.1, 0.05), (0.1, 0.9)])), Class::II);
        assert_eq!(class(&element(1.0, &[(0.5, 0.5), (0.4, 0.5)])), Class::III);
        assert_eq!(class(&element(1.0, &[(0.5, 0.9), (0.1, 0.1)])), Class::IV);
        assert_eq!(class(&element(1.0, &[])), Class::IV);
    }

    #[test]
    fn missed_and_mistaken_elements_are_class_four_however_free() {
        assert_eq!(class(&element(0.85, &[(0.0, 1.0)])), Class::IV);
        let mut mistaken = element(0.95, &[(0.0, 1.0)]);
        assert_eq!(class(&mistaken), Class::I);
        mistaken.confused_with.push(Confusion {
            symbol: "Y".into(),
            share: 0.06,
            instead: 0.05,
        });
        assert_eq!(class(&mistaken), Class::IV);
    }

    #[test]
    fn elements_near_a_threshold_are_told() {
        let near = element(1.0, &[(0.13, 0.8), (0.05, 0.2)]);
        let far = element(1.0, &[(0.01, 0.8), (0.05, 0.2)]);
        for (elements, changed) in [([near], 1), ([far], 0)] {
            let moved = sensitivity(&elements);
            let hidden = moved
                .iter()
                .find(|s| s.threshold == "most_hidden" && s.factor < 1.0);
            assert_eq!(hidden.unwrap().changed.len(), changed);
        }
    }
}
