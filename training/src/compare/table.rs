//! The comparison as tables: one line per feature and family, one per fit, and the summary.

use std::fmt::Write as _;

use super::expected::Sort;
use super::fit::Fit;
use super::judge::Verdict;
use super::model::Known;

/// Strong lines are to agree within this, eV.
const GOAL_POSITION_EV: f64 = 1.0;
/// Main lines are to agree in area within this share.
const GOAL_AREA: f64 = 0.15;

/// One compared spectrum.
pub struct Compared {
    /// File and sample.
    pub name: [String; 2],
    /// What was known.
    pub known: Known,
    /// What was fitted.
    pub fit: Fit,
    /// The differences.
    pub verdict: Verdict,
}

/// Columns of [`lines_tsv`].
const LINES_HEAD: &str = "file\tspectrum\twhat\tline\tsort\tmeasured_ev\tsimulated_ev\tposition_error_ev\theight_share\tarea_share\tarea_error\trelative_to\tmain\tbackground_measured_per_ev\tbackground_simulated_per_ev\tbackground_ratio\n";
/// Columns of [`fits_tsv`].
const FITS_HEAD: &str = "file\tspectrum\tmaterial\tamounts\tcarbon_nm\tcarbon_oxygen\ttransmission\tn\tq\tresolution_ev\tshift_ev\tlevel_low\tlevel_middle\tlevel_high\n";

fn sort_name(sort: Option<Sort>) -> &'static str {
    match sort {
        Some(Sort::Photo) => "photo",
        Some(Sort::Auger) => "auger",
        Some(Sort::Valence) => "valence",
        None => "",
    }
}

fn number(value: Option<f64>, digits: usize) -> String {
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
        let largest = c.verdict.families.first().map_or(1.0, |f| f.measured);
        for f in &c.verdict.families {
            let _ = writeln!(
                text,
                "{file}\t{sample}\tarea\t{}\t{}\t{:.1}\t{:.1}\t\t\t{:.4}\t{}\t{}\t{}\t{}\t{}\t{}",
                f.label,
                sort_name(Some(f.sort)),
                f.window[0],
                f.window[1],
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
        let layer = |v: f64| c.known.contaminated.then_some(v);
        let transmission = |v: f64| (!c.known.transmission_known).then_some(v);
        let [low, middle, high] = c.verdict.level;
        let _ = writeln!(
            text,
            "{file}\t{sample}\t{:?}\t{}\t{}\t{}\t{}\t{}\t{}\t{:.2}\t{:.2}\t{low:.3}\t{middle:.3}\t{high:.3}",
            c.known.material,
            amounts(c),
            number(layer(g.carbon_nm), 2),
            number(layer(g.carbon_oxygen), 2),
            if c.known.transmission_known {
                "file"
            } else {
                "fitted"
            },
            number(transmission(g.exponent), 3),
            number(transmission(g.curvature), 3),
            g.resolution_ev,
            g.shift_ev,
        );
    }
    text
}

fn amounts(c: &Compared) -> String {
    let fractions = c.known.fractions(&c.fit.guess);
    let parts = c.known.parts.iter().zip(fractions).map(|(p, f)| {
        let mark = if p.known.is_some() { "=" } else { "~" };
        format!("{}{mark}{f:.3}", p.symbol)
    });
    parts.collect::<Vec<_>>().join(" ")
}

/// One line that says what was fitted.
pub fn fit_line(c: &Compared) -> String {
    let g = &c.fit.guess;
    let mut text = format!("{:?} {}", c.known.material, amounts(c));
    if c.known.contaminated {
        let _ = write!(
            text,
            ", carbon {:.2} nm with {:.0} % O",
            g.carbon_nm,
            100.0 * g.carbon_oxygen
        );
    }
    if c.known.transmission_known {
        text.push_str(", transmission of the file");
    } else {
        let _ = write!(text, ", T: n {:.2} q {:.2}", g.exponent, g.curvature);
    }
    let _ = write!(
        text,
        ", FWHM {:.1} eV, shift {:+.1} eV",
        g.resolution_ev, g.shift_ev
    );
    text
}

/// The comparison of one spectrum for reading.
pub fn block(c: &Compared) -> String {
    let mut text = format!("{} · {}\n  {}\n", c.name[0], c.name[1], fit_line(c));
    let [low, middle, high] = c.verdict.level;
    let _ = writeln!(
        text,
        "  level sim/meas, thirds of the range from low binding energy: {low:.2} {middle:.2} {high:.2}"
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
        "  {:<14}{:>14}{:>8}{:>9} {:<12}{:>24}",
        "area", "window eV", "share", "sim/meas", "relative to", "step meas, sim (1/keV)"
    );
    let largest = c.verdict.families.first().map_or(1.0, |f| f.measured);
    for f in &c.verdict.families {
        let _ = writeln!(
            text,
            "  {:<14}{:>14}{:>8.3}{:>9} {:<12}{:>24}{}",
            f.label,
            format!("{:.0}–{:.0}", f.window[0], f.window[1]),
            f.measured / largest,
            f.error
                .map_or("ref".into(), |e| format!("{:+.0} %", 100.0 * e)),
            if f.error.is_some() {
                f.relative_to.as_str()
            } else {
                ""
            },
            f.step.map_or(String::new(), |[m, s]| format!(
                "{:.1} {:.1} ×{:.2}",
                1e3 * m,
                1e3 * s,
                s / m
            )),
            match (f.main, f.is_clean()) {
                (true, _) => "  main",
                (false, true) => "",
                (false, false) => "  overlapped",
            },
        );
    }
    text
}

/// How far the goals are met over all spectra.
pub fn summary(all: &[Compared]) -> String {
    let mut text = String::new();
    let mut positions = |title: &str, sort: Sort| {
        let of: Vec<&super::judge::Feature> = all
            .iter()
            .flat_map(|c| &c.verdict.features)
            .filter(|f| f.sort == Some(sort))
            .collect();
        let errors: Vec<f64> = of.iter().filter_map(|f| f.error_ev()).collect();
        let within = errors
            .iter()
            .filter(|e| e.abs() <= GOAL_POSITION_EV)
            .count();
        let mut sizes: Vec<f64> = errors.iter().map(|e| e.abs()).collect();
        sizes.sort_by(f64::total_cmp);
        let _ = writeln!(
            text,
            "{title}: {within} of {} within {GOAL_POSITION_EV} eV, {} without a partner; median |error| {} eV, largest {} eV",
            of.len(),
            of.len() - errors.len(),
            number(sizes.get(sizes.len() / 2).copied(), 1),
            number(sizes.last().copied(), 1),
        );
    };
    positions("strong photoelectron lines", Sort::Photo);
    positions("strong Auger peaks", Sort::Auger);
    let families = || all.iter().flat_map(|c| &c.verdict.families);
    let mut areas = |title: &str, wanted: &dyn Fn(&super::judge::Family) -> bool| {
        let errors: Vec<f64> = families()
            .filter(|f| wanted(f))
            .filter_map(|f| f.error)
            .collect();
        let within = errors.iter().filter(|e| e.abs() <= GOAL_AREA).count();
        let mut sorted = errors.clone();
        sorted.sort_by(f64::total_cmp);
        let _ = writeln!(
            text,
            "{title}: {within} of {} within {:.0} %; median {} %",
            errors.len(),
            100.0 * GOAL_AREA,
            number(sorted.get(sorted.len() / 2).map(|e| 100.0 * e), 0),
        );
    };
    areas("areas of main lines", &|f| f.main);
    areas(
        "areas of Auger groups against their element's strongest line",
        &|f| f.sort == Sort::Auger && f.is_clean(),
    );
    let mut ratios: Vec<f64> = families()
        .filter_map(|f| f.step.map(|s| s[1] / s[0]))
        .filter(|r| r.is_finite())
        .collect();
    ratios.sort_by(f64::total_cmp);
    let _ = writeln!(
        text,
        "background steps behind lines, simulated over measured: median {} of {}",
        number(ratios.get(ratios.len() / 2).copied(), 2),
        ratios.len(),
    );
    text
}
