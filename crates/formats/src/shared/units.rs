//! Units of intensities, from the words of names and units.

use speclens_spectrum::CountUnit;

/// `Counts`, `Counts / s`, `CPS`, `counts per second`, `Intensity (a.u.)`: what the words say of the
/// unit. “Counts [a.u.]” are none.
pub(crate) fn count_unit_of(words: &str) -> CountUnit {
    let words = words.to_lowercase().replace(' ', "");
    let says = |parts: &[&str]| parts.iter().any(|p| words.contains(p));
    // "counts/s" and "counts/sec", but not "intensity/sample".
    let per_second = words.match_indices("/s").any(|(at, _)| {
        let rest = &words[at + 2..];
        rest.starts_with("ec") || !rest.starts_with(char::is_alphabetic)
    });
    if says(&["a.u", "arb"]) {
        CountUnit::Unknown
    } else if per_second || says(&["cps", "persec", "s^-1", "ss-1"]) {
        CountUnit::CountsPerSecond
    } else if says(&[
        "count",
        "coups",
        "cuentas",
        "contagens",
        "conteggi",
        "impulse",
        "计数",
        "計数",
        "カウント",
        "카운트",
    ]) {
        CountUnit::Counts
    } else {
        CountUnit::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_counts_from_rates() {
        for words in [
            "Counts (s)",
            "counts",
            "Count",
            "Counts-1",
            "counts/scan",
            "Impulse",
            "coups",
            "Cuentas",
            "计数",
        ] {
            assert_eq!(count_unit_of(words), CountUnit::Counts, "{words}");
        }
        for words in [
            "CPS",
            "Counts / s",
            "counts/s",
            "counts/sec",
            "Counts per second",
            "Intensity (c/s)",
            "counts s-1",
            "Counts s^-1",
            "coups/s",
        ] {
            assert_eq!(count_unit_of(words), CountUnit::CountsPerSecond, "{words}");
        }
        for words in [
            "Intensity (a.u.)",
            "Counts [a.u.]",
            "arb. units",
            "",
            "intensity/sample",
        ] {
            assert_eq!(count_unit_of(words), CountUnit::Unknown, "{words}");
        }
    }
}
