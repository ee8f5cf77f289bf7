//! The comparison as tab-separated tables: one of positions, one of areas and backgrounds, one of
//! what was fitted.

use super::Compared;
use crate::measured::compare::lines::expected::LineKind;

const POSITIONS_HEAD: [&str; 8] = [
    "file",
    "spectrum",
    "line",
    "sort",
    "measured_ev",
    "simulated_ev",
    "error_ev",
    "height_share",
];
const AREAS_HEAD: [&str; 14] = [
    "file",
    "spectrum",
    "line",
    "sort",
    "from_ev",
    "to_ev",
    "share",
    "error",
    "doubt",
    "relative_to",
    "counted",
    "step_measured_per_ev",
    "step_simulated_per_ev",
    "step_ratio",
];
const FITS_HEAD: [&str; 18] = [
    "file",
    "spectrum",
    "material",
    "amounts",
    "carbon_nm",
    "carbon_oxygen",
    "oxide_nm",
    "oxide_oxygen",
    "monochromated",
    "transmission_of_file",
    "n",
    "q",
    "resolution_ev",
    "shift_ev",
    "unexplained",
    "level_low",
    "level_middle",
    "level_high",
];

fn kind_name(kind: Option<LineKind>) -> &'static str {
    match kind {
        Some(LineKind::Photo) => "photo",
        Some(LineKind::Auger) => "auger",
        Some(LineKind::Valence) => "valence",
        None => "",
    }
}

/// A number with so many digits, or nothing.
pub fn number(value: Option<f64>, digits: usize) -> String {
    value.map_or_else(String::new, |v| format!("{v:.digits$}"))
}

fn table<const N: usize>(head: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let mut text = head.join("\t") + "\n";
    for row in rows {
        text += &(row.join("\t") + "\n");
    }
    text
}

/// Positions of the strongest features, eV, the fitted shift taken off.
pub fn positions(all: &[Compared]) -> String {
    let rows = all.iter().flat_map(|c| {
        c.verdict.features.iter().map(|f| {
            [
                c.name[0].clone(),
                c.name[1].clone(),
                f.label.clone(),
                kind_name(f.kind).to_owned(),
                number(Some(f.measured_ev), 2),
                number(f.simulated_ev, 2),
                number(f.error_ev(), 2),
                number(Some(f.height), 4),
            ]
        })
    });
    table(POSITIONS_HEAD, rows)
}

/// Areas and steps of the background; see [`Family`](crate::measured::compare::families::Family).
pub fn areas(all: &[Compared]) -> String {
    let rows = all.iter().flat_map(|c| {
        let largest = c.verdict.largest_area();
        let shift_ev = c.fit.parameters.shift_ev;
        c.verdict.families.iter().map(move |f| {
            let counted = match (f.main, f.window.is_clean()) {
                (true, _) => "main",
                (false, true) => "",
                (false, false) => "overlapped",
            };
            [
                c.name[0].clone(),
                c.name[1].clone(),
                f.window.label.clone(),
                kind_name(Some(f.window.kind)).to_owned(),
                number(Some(f.window.ev[0] - shift_ev), 1),
                number(Some(f.window.ev[1] - shift_ev), 1),
                number(Some(f.measured / largest), 4),
                number(f.error, 3),
                number(f.error.map(|_| f.doubt), 3),
                f.relative_to.clone(),
                counted.to_owned(),
                number(f.step.map(|s| s[0]), 5),
                number(f.step.map(|s| s[1]), 5),
                number(f.step.map(|s| s[1] / s[0]), 3),
            ]
        })
    });
    table(AREAS_HEAD, rows)
}

/// What was fitted, and the level of simulated over measured intensity.
pub fn fits(all: &[Compared]) -> String {
    let rows = all.iter().map(|c| {
        let (known, g) = (&c.fit.known, &c.fit.parameters);
        let carbon = |v: f64| number(known.contaminated.then_some(v), 2);
        let oxide = |v: f64| number(known.oxidised.then_some(v), 2);
        let [low, middle, high] = c.verdict.level.map(|l| number(Some(l), 3));
        [
            c.name[0].clone(),
            c.name[1].clone(),
            format!("{:?}", known.material),
            amounts(c),
            carbon(g.carbon_nm),
            carbon(g.carbon_oxygen),
            oxide(g.oxide_nm),
            oxide(g.oxide_oxygen),
            known.monochromated.unwrap_or(true).to_string(),
            known.transmission_known.to_string(),
            number(Some(g.exponent), 3),
            number((!known.transmission_known).then_some(g.curvature), 3),
            number(Some(g.resolution_ev), 2),
            number(Some(g.shift_ev), 2),
            number(Some(c.fit.unexplained), 3),
            low,
            middle,
            high,
        ]
    });
    table(FITS_HEAD, rows)
}

/// Atomic fractions of the bulk: `=` known, `~` fitted.
pub fn amounts(c: &Compared) -> String {
    let fractions = c.fit.known.fractions(&c.fit.parameters);
    let parts = c.fit.known.bulk.iter().zip(fractions).map(|(p, f)| {
        let mark = match (p.known, p.listed) {
            (Some(_), _) => "=",
            (None, true) => "~",
            (None, false) => " (unlisted) ",
        };
        format!("{}{mark}{f:.3}", p.symbol)
    });
    parts.collect::<Vec<_>>().join(" ")
}
