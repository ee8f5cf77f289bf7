//! A simulated survey as a VAMAS file.

use std::fmt::Write as _;

use speclens::spectrum::{Grid, Source};

/// The file of a survey under Al Kα: `counts` on `grid`, one regular block over kinetic energy, after
/// ISO 14976:1998.
pub(super) fn text(sample: &str, grid: &Grid, counts: &[f64]) -> String {
    let hv = Source::AlKa.photon_energy_ev();
    let lowest_kinetic = hv - grid.energy_ev(grid.points - 1);
    let (least, most) = counts
        .iter()
        .fold((f64::MAX, 0.0f64), |(a, b), c| (a.min(*c), b.max(*c)));
    let mut text = String::new();
    let header = [
        "VAMAS Surface Chemical Analysis Standard Data Transfer Format 1988 May 4",
        "Not Specified",
        "Speclens simulation",
        "Speclens",
        "simulated example",
        "1",
        "Simulated by Speclens: no instrument measured this.",
        "NORM",
        "REGULAR",
        "0",
        "0",
        "0",
        "0",
        "0",
        "0",
        "1",
    ];
    // Block: name, sample, date and time, comment, technique, source, ranges, analyser.
    let block = [
        "Survey",
        sample,
        "2026",
        "1",
        "1",
        "0",
        "0",
        "0",
        "0",
        "0",
        "XPS",
        "Al",
        &format!("{hv}"),
        "1E37",
        "1E37",
        "1E37",
        "54.7356",
        "0",
        "FAT",
        "80",
        "1E37",
        "0",
        "0",
        "1E37",
        "1E37",
        "0",
        "0",
        "Survey",
        "",
        "-1",
        "Kinetic Energy",
        "eV",
        &format!("{lowest_kinetic:.1}"),
        &format!("{}", grid.step_ev),
        "1",
        "Intensity",
        "d",
        "pulse counting",
        "0.1",
        "1",
        "0",
        "0",
        "0",
        "0",
        "0",
        &counts.len().to_string(),
        &least.to_string(),
        &most.to_string(),
    ];
    for line in header.iter().chain(block.iter()) {
        let _ = writeln!(text, "{line}");
    }
    for count in counts.iter().rev() {
        let _ = writeln!(text, "{count}");
    }
    text.push_str("end of experiment\n");
    text
}
