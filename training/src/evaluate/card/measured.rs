//! Measured surveys.

use std::fmt::Write as _;

use speclens::spectrum::Doubt;

use crate::evaluate::judged::Judged;

/// Survey by survey what was found; nothing where none was measured.
pub(super) fn section(judged: &[Judged]) -> String {
    if judged.is_empty() {
        return String::new();
    }
    let mut t = String::from(
        "## Measured surveys\n\n\
         Real instrument files of known samples, which are not part of the repository. Missed: must \
         be there and was not found. Unexpected: more than 2 at% of an element that is not known to \
         be there; ✓: the table of samples does not list it, but its lines stand in the spectrum: a fit of the \
         simulation (`compare`), which knows nothing of the network, takes it besides, or leaves a peak at its \
         strongest line unexplained. Overlap: over the elements of a known composition; by areas: that of \
         the second opinion; refined: that of the fit of the implied spectrum.\n\n\
         | file | sample | found, at% | missed | unexpected | overlap | by areas | refined |\n|---|---|---|---|---|---|---|---|\n",
    );
    for j in judged {
        let found = j.not_read.clone().unwrap_or_else(|| j.found_text());
        let [overlap, by_areas, refined] = [j.overlap, j.overlap_by_areas, j.overlap_refined]
            .map(|o| o.map(|o| format!("{o:.3}")).unwrap_or_default());
        let strange = if j.doubts.iter().any(|d| matches!(d, Doubt::Unlike { .. })) {
            " (warned: unlike the training)"
        } else {
            ""
        };
        let _ = writeln!(
            t,
            "| {} | {} | {found}{strange} | {} | {} | {overlap} | {by_areas} | {refined} |",
            j.file.rsplit('/').next().unwrap_or(&j.file),
            j.sample,
            j.missed.join(" "),
            j.unexpected_text(),
        );
    }
    t
}
