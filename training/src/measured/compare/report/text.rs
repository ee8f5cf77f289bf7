//! The comparison as text to read, and how far the goals are met.

use std::fmt::Write as _;

use super::Compared;
use super::table::{amounts, number};
use crate::measured::compare::families::Family;
use crate::measured::compare::lines::expected::LineKind;
use crate::measured::compare::lines::features::Feature;

/// Strong photoelectron lines are to agree within this, eV.
const GOAL_POSITION_EV: f64 = 1.0;
/// Auger groups are to agree within this, eV.
const GOAL_AUGER_EV: f64 = 4.0;
/// Main lines are to agree in area within this share.
const GOAL_AREA: f64 = 0.15;

/// One line that says what was fitted.
pub fn fit_line(c: &Compared) -> String {
    let (known, g) = (&c.fit.known, &c.fit.parameters);
    let mut text = format!("{:?} {}", known.material, amounts(c));
    if known.contaminated {
        let _ = write!(
            text,
            ", carbon {:.2} nm with {:.0} % O",
            g.carbon_nm,
            100.0 * g.carbon_oxygen
        );
    }
    if known.oxidised {
        let _ = write!(
            text,
            ", oxide {:.2} nm with {:.0} % O",
            g.oxide_nm,
            100.0 * g.oxide_oxygen
        );
    }
    let tube = if known.monochromated == Some(false) {
        ""
    } else {
        "monochromated "
    };
    let _ = write!(text, ", {tube}{}", known.source.label());
    if known.transmission_known {
        let _ = write!(text, ", transmission of the file · E^{:.2}", g.exponent);
    } else {
        let _ = write!(
            text,
            ", transmission n {:.2} q {:.2}",
            g.exponent, g.curvature
        );
    }
    let _ = write!(
        text,
        ", FWHM {:.1} eV, shift {:+.1} eV; {:.0} % of the lines explained",
        g.resolution_ev,
        g.shift_ev,
        100.0 * (1.0 - c.fit.unexplained)
    );
    text
}

/// The comparison of one spectrum.
pub fn block(c: &Compared) -> String {
    let mut text = format!("{} · {}\n  {}\n", c.name[0], c.name[1], fit_line(c));
    let [low, middle, high] = c.verdict.level;
    let _ = writeln!(
        text,
        "  simulated / measured level in thirds of the range, from low binding energy: \
         {low:.2} {middle:.2} {high:.2}"
    );
    let _ = writeln!(
        text,
        "  {:<14}{:>9}{:>9}{:>8}{:>8}",
        "feature", "meas eV", "sim eV", "error", "height"
    );
    for f in &c.verdict.features {
        let _ = writeln!(
            text,
            "  {:<14}{:>9.1}{:>9}{:>8}{:>8.3}",
            f.label,
            f.measured_ev,
            f.simulated_ev.map_or("none".into(), |e| format!("{e:.1}")),
            f.error_ev().map_or(String::new(), |e| format!("{e:+.1}")),
            f.height,
        );
    }
    let _ = writeln!(
        text,
        "  {:<14}{:>14}{:>7}{:>9} {:<12}{:>28}",
        "area", "window eV", "share", "sim/meas", "relative to", "step over area, 1/keV"
    );
    let largest = c.verdict.largest_area();
    for f in &c.verdict.families {
        let _ = writeln!(
            text,
            "  {}",
            family_line(f, c.fit.parameters.shift_ev, largest)
        );
    }
    text
}

fn family_line(f: &Family, shift_ev: f64, largest: f64) -> String {
    let step = f.step.map_or(String::new(), |[m, s]| {
        format!("meas {:.0} sim {:.0} ×{:.2}", 1e3 * m, 1e3 * s, s / m)
    });
    let note = match (f.main, f.window.is_clean()) {
        (true, _) => "  main",
        (false, true) => "",
        (false, false) => "  overlapped",
    };
    format!(
        "{:<14}{:>14}{:>7.3}{:>9} {:<12}{step:>28}{note}",
        f.window.label,
        format!(
            "{:.0}–{:.0}",
            f.window.ev[0] - shift_ev,
            f.window.ev[1] - shift_ev
        ),
        f.measured / largest,
        f.error
            .map_or("ref".into(), |e| format!("{:+.0} %", 100.0 * e)),
        if f.error.is_some() {
            f.relative_to.as_str()
        } else {
            ""
        },
    )
}

/// So many of the largest errors are named.
const WORST: usize = 12;

/// The features and main lines that are farthest off, over all spectra.
pub fn worst(all: &[Compared]) -> String {
    let mut positions: Vec<(f64, String)> = Vec::new();
    let mut areas: Vec<(f64, String)> = Vec::new();
    for c in all {
        let sample = if c.name[1].is_empty() {
            &c.name[0]
        } else {
            &c.name[1]
        };
        for f in &c.verdict.features {
            if let (Some(e), Some(LineKind::Photo | LineKind::Auger)) = (f.error_ev(), f.kind) {
                positions.push((e, format!("{e:+.1} eV {} ({sample})", f.label)));
            }
        }
        for f in c.verdict.families.iter().filter(|f| f.main) {
            if let Some(e) = f.error {
                let text = format!("{:+.0} % {} ({sample})", 100.0 * e, f.window.label);
                areas.push((e, text));
            }
        }
    }
    let mut text = String::new();
    for (title, mut list) in [("positions", positions), ("areas of main lines", areas)] {
        list.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
        let names: Vec<String> = list.into_iter().take(WORST).map(|l| l.1).collect();
        let _ = writeln!(text, "farthest off, {title}: {}", names.join("; "));
    }
    text
}

/// How far the goals are met over all spectra.
pub fn summary(all: &[Compared]) -> String {
    let features: Vec<&Feature> = all.iter().flat_map(|c| &c.verdict.features).collect();
    let families: Vec<&Family> = all.iter().flat_map(|c| &c.verdict.families).collect();
    let mut text = positions(
        "strong photoelectron lines",
        GOAL_POSITION_EV,
        &features,
        |f| f.kind == Some(LineKind::Photo),
    );
    text += &positions("strong Auger peaks", GOAL_AUGER_EV, &features, |f| {
        f.kind == Some(LineKind::Auger)
    });
    let nameless = features.iter().filter(|f| f.kind.is_none()).count();
    let _ = writeln!(
        text,
        "strong peaks without a line in the tables: {nameless}"
    );
    text += &areas("areas of main lines", &families, |f| f.main);
    text += &areas(
        "areas of Auger groups, against the strongest line of their element",
        &families,
        |f| f.window.kind == LineKind::Auger && f.window.is_clean(),
    );
    let ratios = sorted(families.iter().filter_map(|f| f.step.map(|s| s[1] / s[0])));
    let _ = writeln!(
        text,
        "background steps behind lines, simulated over measured: median {} of {} ({} to {})",
        number(middle(&ratios), 2),
        ratios.len(),
        number(ratios.first().copied(), 2),
        number(ratios.last().copied(), 2),
    );
    for (i, third) in ["low", "middle", "high"].iter().enumerate() {
        let levels = sorted(all.iter().map(|c| c.verdict.level[i]));
        let _ = writeln!(
            text,
            "level, {third} third of binding energies, simulated over measured: median {}",
            number(middle(&levels), 2)
        );
    }
    text
}

fn positions(
    title: &str,
    goal_ev: f64,
    features: &[&Feature],
    wanted: impl Fn(&Feature) -> bool,
) -> String {
    let of: Vec<_> = features.iter().filter(|f| wanted(f)).collect();
    let errors = sorted(of.iter().filter_map(|f| f.error_ev()).map(f64::abs));
    let within = errors.iter().filter(|e| **e <= goal_ev).count();
    format!(
        "{title}: {within} of {} within {goal_ev} eV, {} without a partner; \
         median |error| {} eV, largest {} eV\n",
        of.len(),
        of.len() - errors.len(),
        number(middle(&errors), 1),
        number(errors.last().copied(), 1),
    )
}

fn areas(title: &str, families: &[&Family], wanted: impl Fn(&Family) -> bool) -> String {
    let of = families.iter().filter(|f| wanted(f));
    let known: Vec<(f64, f64)> = of
        .filter_map(|f| Some((f.error.filter(|e| e.is_finite())?, f.doubt)))
        .collect();
    let errors = sorted(known.iter().map(|k| k.0));
    let sizes = sorted(errors.iter().map(|e| e.abs()));
    let within = |most: fn(f64) -> f64| known.iter().filter(|(e, d)| e.abs() <= most(*d)).count();
    let certain = known.iter().filter(|(_, d)| *d <= GOAL_AREA);
    format!(
        "{title}: {} of {} within {goal:.0} %, {} within that or their doubt (see docs/method/comparison.md; {} have one of \
         {goal:.0} % or less); median error {} %, median |error| {} %\n",
        within(|_| GOAL_AREA),
        known.len(),
        within(|d| d.max(GOAL_AREA)),
        certain.count(),
        number(middle(&errors).map(|e| 100.0 * e), 0),
        number(middle(&sizes).map(|e| 100.0 * e), 0),
        goal = 100.0 * GOAL_AREA,
    )
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut all: Vec<f64> = values.filter(|v| v.is_finite()).collect();
    all.sort_by(f64::total_cmp);
    all
}

fn middle(sorted: &[f64]) -> Option<f64> {
    sorted.get(sorted.len() / 2).copied()
}
