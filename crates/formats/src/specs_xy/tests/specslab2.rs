//! Tests of what SpecsLab2 exports: its settings are other than Prodigy's.

use super::*;
use crate::testing::only;

/// An export with its settings, and the line on the energies below the group.
fn export(kinetic: &str, per_second: &str, line: &str) -> String {
    format!(
        "# Created by:        SpecsLab2, Version 2.60-r20000\n#\n\
         # XY-Serializer Export Settings: as follows\n\
         #   Counts Per Second:        {per_second}\n\
         #   Kinetic Energy Axis:      {kinetic}\n#\n# Group:             glass\n#\n{line}\
         # Region:            wide\n# Excitation Energy: 1486.6\n#\n# Cycle: 0, Curve: 0\n\n\
         786.60  6510\n791.60  6770\n796.60  6470\n"
    )
}

#[test]
fn the_settings_and_the_line_below_the_group_name_the_energies() {
    for (kinetic, line, axis) in [
        ("yes", "", Axis::Kinetic),
        ("no", "", Axis::Binding),
        ("yes", "# values in kinetic energy\n", Axis::Kinetic),
        ("no", "# values in binding energy\n", Axis::Binding),
        // Nearer to the numbers.
        ("?", "# values in binding energy\n", Axis::Binding),
    ] {
        let s = only(read(&export(kinetic, "yes", line)));
        assert_eq!((s.axis, s.photon_energy_ev), (Some(axis), Some(1486.6)));
        assert_eq!((s.doubts.len(), s.sample.as_str()), (0, "glass"));
    }
    assert_eq!(only(read(&export("?", "yes", ""))).axis, None);
}

#[test]
fn counts_per_second_is_a_question() {
    let unit = |answer| only(read(&export("yes", answer, ""))).count_unit;
    assert_eq!(unit("yes"), CountUnit::CountsPerSecond);
    assert_eq!(unit("no"), CountUnit::Counts);
    assert_eq!(unit(""), CountUnit::Unknown);
}

#[test]
fn decimal_commas_are_those_of_the_system() {
    let text = export("yes", "yes", "");
    let commas = text.replace("786.60", "786,60").replace("1486.6", "1486,6");
    let numbers = |text: &str| {
        let s = only(read(text));
        (s.energy_ev, s.counts, s.photon_energy_ev)
    };
    assert_eq!(numbers(&commas), numbers(&text));
}
