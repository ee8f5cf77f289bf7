//! Tests of files that hold more than one experiment.

use super::*;
use crate::testing::{Vamas, VamasBlock};
use speclens_spectrum::sentences;

/// A file with blocks of these names.
fn of(names: &[&'static str]) -> String {
    let block = |id: &&'static str| VamasBlock {
        id,
        ..Default::default()
    };
    let blocks = names.iter().map(block).collect();
    Vamas {
        blocks,
        ..Default::default()
    }
    .text()
}

fn regions(text: &str) -> Vec<(String, usize)> {
    let spectra = read(text).unwrap().into_iter();
    spectra.map(|s| (s.region, s.block)).collect()
}

#[test]
fn experiments_end_to_end_are_all_read() {
    let want = ["A", "B", "C"].map(str::to_owned).into_iter().zip(1..);
    let want: Vec<(String, usize)> = want.collect();
    let (one, two) = (of(&["A", "B"]), of(&["C"]));
    for between in ["", "\n\n", "\r\n"] {
        assert_eq!(regions(&format!("{one}{between}{two}")), want);
    }
    // Without the line that ends the first.
    let open = one.replace("end of experiment\n", "");
    assert_eq!(regions(&format!("{open}{two}")), want);
    assert!(sentences(&read(&(one + &two)).unwrap()[0].doubts).is_empty());
}

#[test]
fn what_follows_the_end_is_told() {
    let doubts = |text: &str| sentences(&read(text).unwrap()[0].doubts);
    let one = of(&["A"]);
    let lines = one.lines().count();
    assert!(doubts(&format!("{one}\u{1A}")).is_empty());
    assert_eq!(
        doubts(&format!("{one}\nremark\n")),
        [format!(
            "what follows “end of experiment” from line {} on is left out",
            lines + 2
        )]
    );
    let broken = of(&["B"]).replace("NORM", "NORMAL");
    let told = doubts(&(one + &broken));
    assert!(
        told[0].starts_with("a second experiment cannot be read: line "),
        "{told:?}"
    );
}
