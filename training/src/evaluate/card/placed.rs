//! Renewing the section on explanations in a card that is there: the rest needs held-out sets.

/// Heading of the section.
pub(super) const HEADING: &str = "## Does the explanation hold?\n";
/// Heading of the section that it stands before.
pub(super) const NEXT: &str = "## Measured surveys\n";

/// The card with `section` in the place of the one that is there, or else before the measured
/// surveys, or else at the end.
pub(super) fn placed(card: &str, section: &str) -> String {
    let found = |heading: &str| {
        let at_line = |at: &usize| *at == 0 || card[..*at].ends_with('\n');
        card.match_indices(heading).map(|(at, _)| at).find(at_line)
    };
    if let Some(from) = found(HEADING) {
        let rest = &card[from + HEADING.len()..];
        let after = rest.find("\n## ").map_or("", |at| &rest[at + 1..]);
        return format!("{}{section}{after}", &card[..from]);
    }
    match found(NEXT) {
        Some(at) => format!("{}{section}{}", &card[..at], &card[at..]),
        None => format!("{}\n\n{section}", card.trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_section_takes_its_own_place_and_no_other() {
        let new = format!("{HEADING}\nnew\n\n");
        let card = "# a\n\n## Strange inputs\n\nx\n\n## Measured surveys\n\ny\n";
        let first = placed(card, &new);
        let expected = "# a\n\n## Strange inputs\n\nx\n\n\
             ## Does the explanation hold?\n\nnew\n\n## Measured surveys\n\ny\n";
        assert_eq!(first, expected);
        assert_eq!(placed(&first, &new), first, "once more changes nothing");
        let newer = format!("{HEADING}\n### sub\n\nnewer\n\n");
        let second = placed(&first, &newer);
        assert!(
            second.contains("newer\n\n## Measured surveys\n\ny\n"),
            "{second}"
        );
        assert!(!second.contains("\nnew\n"), "{second}");
        assert_eq!(placed(&second, &new), first, "its own headings are its own");
        assert_eq!(placed("# a\n\nb\n", &new), format!("# a\n\nb\n\n{new}"));
    }
}
