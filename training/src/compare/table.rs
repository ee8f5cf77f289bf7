//! The comparison as tab-separated tables: one line per feature and family, one per fit.

use std::fmt::Write as _;

use super::expected::Sort;
use super::fit::Fit;
use super::judge::Verdict;

/// One compared spectrum.
pub struct Compared {
    /// File and sample.
    pub name: [String; 2],
    /// What was fitted.
    pub fit: Fit,
    /// The differences.
    pub verdict: Verdict,
}

/// Columns of [`lines_tsv`].
const LINES_HEAD: &str = "file\tspectrum\twhat\tline\tsort\tmeasured_ev\tsimulated_ev\tposition_error_ev\theight_share\tarea_share\tarea_error\trelative_to\tmain\tbackground_measured_per_ev\tbackground_simulated_per_ev\tbackground_ratio\n";
/// Columns of [`fits_tsv`].
const FITS_HEAD: &str = "file\tspectrum\tmaterial\tamounts\tcarbon_nm\tcarbon_oxygen\toxide_nm\toxide_oxygen\tmonochromated\ttransmission\tn\tq\tresolution_ev\tshift_ev\tlevel_low\tlevel_middle\tlevel_high\n";

fn sort_name(sort: Option<Sort>) -> &'static str {
    match sort {
        Some(Sort::Photo) => "photo",
        Some(Sort::Auger) => "auger",
        Some(Sort::Valence) => "valence",
        None => "",
    }
}

/// A number with so many digits, or nothing.
pub fn number(value: Option<f64>, digits: usize) -> String {
    value.map_or_else(String::new, |v| format!("{v:.digits$}"))
}

/// A table of all features and families, tab separated.
pub fn lines_tsv(all: &[Compared]) -> String {
    let mut text = LINES_HEAD.to_owned();
    for c in all {
        let [file, sample] = &c.name;
        for f in &c.verdict.features {
            let _ = writeln!(
                text,
                "{file}\t{sample}\tfeature\t{}\t{}\t{:.2}\t{}\t{}\t{:.4}\t\t\t\t\t\t\t",
                f.label,
                sort_name(f.sort),
                f.measured_ev,
                number(f.simulated_ev, 2),
                number(f.error_ev(), 2),
                f.height,
            );
        }
        let largest = c.verdict.largest_area();
        for f in &c.verdict.families {
            let _ = writeln!(
                text,
                "{file}\t{sample}\tarea\t{}\t{}\t{:.1}\t{:.1}\t\t\t{:.4}\t{}\t{}\t{}\t{}\t{}\t{}",
                f.window.label,
                sort_name(Some(f.window.sort)),
                f.window.ev[0] - c.fit.guess.shift_ev,
                f.window.ev[1] - c.fit.guess.shift_ev,
                f.measured / largest,
                number(f.error, 3),
                f.relative_to,
                if f.main { "main" } else { "" },
                number(f.step.map(|s| s[0]), 5),
                number(f.step.map(|s| s[1]), 5),
                number(f.step.map(|s| s[1] / s[0]), 3),
            );
        }
    }
    text
}

/// A table of the fitted values, tab separated.
pub fn fits_tsv(all: &[Compared]) -> String {
    let mut text = FITS_HEAD.to_owned();
    for c in all {
        let (g, [file, sample]) = (&c.fit.guess, &c.name);
        let layer = |v: f64| c.fit.known.contaminated.then_some(v);
        let oxide = |v: f64| c.fit.known.oxidised.then_some(v);
        let transmission = |v: f64| (!c.fit.known.transmission_known).then_some(v);
        let [low, middle, high] = c.verdict.level;
        let _ = writeln!(
            text,
            "{file}\t{sample}\t{:?}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{:.2}\t{:.2}\t{low:.3}\t{middle:.3}\t{high:.3}",
            c.fit.known.material,
            amounts(c),
            number(layer(g.carbon_nm), 2),
            number(layer(g.carbon_oxygen), 2),
            number(oxide(g.oxide_nm), 2),
            number(oxide(g.oxide_oxygen), 2),
            c.fit.known.monochromated.unwrap_or(true),
            if c.fit.known.transmission_known {
                "file · E^n"
            } else {
                "fitted"
            },
            format!("{:.3}", g.exponent),
            number(transmission(g.curvature), 3),
            g.resolution_ev,
            g.shift_ev,
        );
    }
    text
}

/// Atomic fractions of the bulk: `=` known, `~` fitted.
pub fn amounts(c: &Compared) -> String {
    let fractions = c.fit.known.fractions(&c.fit.guess);
    let parts = c.fit.known.parts.iter().zip(fractions).map(|(p, f)| {
        let mark = match (p.known, p.listed) {
            (Some(_), _) => "=",
            (None, true) => "~",
            (None, false) => " (unlisted) ",
        };
        format!("{}{mark}{f:.3}", p.symbol)
    });
    parts.collect::<Vec<_>>().join(" ")
}
