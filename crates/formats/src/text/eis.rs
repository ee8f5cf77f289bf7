//! Texts of Omicron EIS: above the numbers of each region a line of keys with a line of values
//! below it, and the same of its layers.
//!
//! Layout: by inspection of a file.

/// The keys of such a line, with what they belong to; `None` for any other line.
pub(super) fn keys(line: &str) -> Option<(&str, Vec<&str>)> {
    let keys: Vec<&str> = line.split('\t').map(str::trim).collect();
    let known = matches!(
        keys.as_slice(),
        ["Region" | "Layer", "Enabled", "DataFlag", ..]
    );
    known.then(|| (keys[0], keys))
}

/// The keys and values of the line below, those that are empty left out.
pub(super) fn pairs<'a>(keys: &[&'a str], line: &'a str) -> Vec<(&'a str, &'a str)> {
    let values = line.split('\t').map(str::trim);
    let pairs = keys.iter().copied().zip(values);
    pairs.filter(|(_, value)| !value.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use speclens_spectrum::Doubt;

    /// A region with its notes and mode.
    fn region(number: usize, notes: &str, mode: &str, acquired: &str) -> String {
        format!(
            "Region\tEnabled\tDataFlag\tStart\tEnd\tStep\tSweeps\tDwell\tMode\tCAE/CRR\tMag\tNotes\t\
             Line-Style\tSweeps-Acquired\n\
             {number}\ttrue\tOriginal\t700\t690\t-5\t3\t0.250\t{mode}\t40.00\tHigh\t{notes}\t\t{acquired}\n\
             Layer\tEnabled\tDataFlag\tNotes\tFormula\n1\tTrue\t\t\tCh(1)+Ch(2)\n\
             Energy\tCounts\n700\t651\n695\t677\n690\t647\n"
        )
    }

    #[test]
    fn regions_have_their_names_and_settings() {
        let text = [
            region(1, "warm up", "CAE", "3"),
            region(2, "", "CRR", "2"),
            region(3, "C1s", "CAE", ""),
        ]
        .concat();
        let all = crate::testing::read(text.as_bytes(), "a.txt").unwrap();
        let told = |i: usize| {
            let s = &all[i];
            (s.region.as_str(), s.pass_energy_ev, s.dwell_s, s.scans)
        };
        assert_eq!(told(0), ("warm up", Some(40.0), Some(0.25), Some(3)));
        assert_eq!(told(1), ("", None, Some(0.25), Some(2)));
        assert_eq!(told(2), ("C1s", Some(40.0), Some(0.25), Some(3)));
        let notes = &all[0].notes;
        for (key, value) in [
            ("Region", "1"),
            ("Mode", "CAE"),
            ("Mag", "High"),
            ("Layer Formula", "Ch(1)+Ch(2)"),
        ] {
            assert!(notes.contains(&(key.into(), value.into())), "{notes:?}");
        }
        assert!(!notes.iter().any(|(key, _)| key == "3"), "{notes:?}");
        assert_eq!(all[0].doubts, [Doubt::AxisUnsaid]);
    }
}
