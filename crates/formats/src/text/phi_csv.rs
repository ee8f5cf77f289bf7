//! The `.csv` of PHI instruments: above the numbers of each region four lines, with the position,
//! the sample, the region and a whole number.
//!
//! Layout: by inspection of a file; the reader of grapa (`graphXPS`) agrees.

/// Position, sample and region from the last lines of a header, where they are such lines.
pub(super) fn names<'a>(header: &[&'a str]) -> Option<[&'a str; 3]> {
    let filled = header.iter().map(|l| l.trim()).filter(|l| !l.is_empty());
    let mut last = filled.rev();
    let mut next = || last.next();
    let [number, region, sample, position] = [next()?, next()?, next()?, next()?];
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let counted = position.strip_prefix("Point")?;
    let is_one = [sample, region]
        .iter()
        .all(|t| !t.contains([',', ':', '=']));
    let fits = is_number(number) && is_number(counted) && is_one && !is_number(region);
    fits.then_some([position, sample, region])
}

#[cfg(test)]
mod tests {
    #[test]
    fn regions_have_their_names() {
        let text = "Point1\nA_0\nSurvey\n1\n1355.0,549.5\n1354.2,520.25\n\
                    Point1\nA_0\nC1s\n1\n298.0,68.5\n297.8,52.0\n";
        let all = crate::testing::read(text.as_bytes(), "a.csv").unwrap();
        let names: Vec<_> = all
            .iter()
            .map(|s| (s.sample.as_str(), s.region.as_str(), s.counts.len()))
            .collect();
        assert_eq!(names, [("A_0", "Survey", 2), ("A_0", "C1s", 2)]);
        let position = ("position".to_owned(), "Point1".to_owned());
        assert!(all[0].notes.contains(&position), "{:?}", all[0].notes);
        // Four lines of another kind.
        let other = text.replace("Point1", "Remark");
        let all = crate::testing::read(other.as_bytes(), "a.csv").unwrap();
        assert_eq!((all[0].sample.as_str(), all[0].region.as_str()), ("", ""));
    }
}
