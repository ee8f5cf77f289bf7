//! The figure of an element: its simulated survey under each source, with the share of the evidence
//! that the network takes from each line group.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use speclens::conventional::{Reach, tabulated_groups};
use speclens::guide::{Classes, LineUse};
use speclens::physics::chemical_state::Class;
use speclens::physics::sample::{Phase, Sample};
use speclens::physics::simulate::{as_tabulated, simulate};
use speclens::spectrum::elements::Element;
use speclens::spectrum::{Grid, Source};

use crate::gallery::atlas::thin;
use crate::gallery::examples;

/// Width and the height of one panel, CSS pixels.
const SIZE: [f64; 2] = [900.0, 240.0];
/// Left, right, top and bottom of the drawing within a panel, CSS pixels.
const FRAME: [f64; 4] = [40.0, 890.0, 40.0, 210.0];
/// −5 to 1355 eV.
const GRID: Grid = Grid {
    lo_ev: -5.0,
    step_ev: 1.0,
    points: 1360,
};
/// Windows about lines, eV: those in which the evidence counts as the element's own.
const WINDOW: Reach = Reach {
    photo_ev: 5.0,
    auger_ev: 10.0,
};
/// Bars of smaller shares are not drawn.
const LEAST_SHARE: f64 = 0.02;
/// How far the thinned curve may be off, CSS pixels.
const TOLERANCE: f64 = 0.3;
/// Names nearer than this stand in different rows, CSS pixels.
const NAME: f64 = 62.0;

/// The figure as SVG text.
///
/// # Errors
/// An element that cannot be simulated.
pub fn svg(element: &Element, all: &[Classes]) -> Result<String> {
    let height = SIZE[1] * all.len() as f64;
    let mut text = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{height}" viewBox="0 0 {w} {height}" role="img" font-family="system-ui, sans-serif" font-size="11" fill="{INK}">
<title>{symbol}: simulated surveys of the pure element, and the share of the evidence of each line group</title>
<rect width="100%" height="100%" fill="white"/>
"#,
        w = SIZE[0],
        symbol = element.symbol
    );
    for (i, classes) in all.iter().enumerate() {
        let Some(of) = classes.of(element.symbol) else {
            continue;
        };
        let _ = writeln!(
            text,
            r#"<g transform="translate(0 {})">"#,
            SIZE[1] * i as f64
        );
        panel(&mut text, element, classes, &of.used)?;
        text.push_str("</g>\n");
    }
    text.push_str("</svg>\n");
    Ok(text)
}

const INK: &str = "#1C242E";
const MUTED: &str = "#586370";
const BAR: &str = "#1E6EBE";

fn panel(text: &mut String, element: &Element, classes: &Classes, used: &[LineUse]) -> Result<()> {
    let [left, right, top, bottom] = FRAME;
    let [lo, hi] = classes.range_ev;
    let x = |e: f64| right - (e - lo) / (hi - lo) * (right - left);
    let _ = writeln!(
        text,
        r#"<text x="{left}" y="16" font-weight="bold">{} under {}</text><text x="{right}" y="16" text-anchor="end" fill="{MUTED}">bars: share of the evidence, full height 100 %</text>"#,
        element.symbol,
        classes.source.label()
    );
    let mut names: Vec<(f64, usize)> = Vec::new();
    for line in used.iter().filter(|l| l.share >= LEAST_SHARE) {
        let groups = tabulated_groups(element.symbol, classes.source);
        let group = groups.iter().find(|g| g.name == line.line);
        let high = line.share * (bottom - top);
        for [from, to] in group.map_or_else(Vec::new, |g| g.windows_ev(WINDOW)) {
            let (from, to) = (from.clamp(lo, hi), to.clamp(lo, hi));
            let _ = writeln!(
                text,
                r#"<rect x="{:.1}" y="{:.1}" width="{:.1}" height="{high:.1}" fill="{BAR}" fill-opacity="0.45"/>"#,
                x(to),
                bottom - high,
                x(from) - x(to)
            );
        }
        let at = x(line.energy_ev).clamp(left + 25.0, right - 25.0);
        let taken = |row: usize| names.iter().any(|n| n.1 == row && (n.0 - at).abs() < NAME);
        let row = (0..6).find(|row| !taken(*row)).unwrap_or(0);
        names.push((at, row));
        let _ = writeln!(
            text,
            r#"<text x="{at:.1}" y="{}" text-anchor="middle" fill="{BAR}">{} {:.0} %</text>"#,
            top - 8.0 + 12.0 * row as f64,
            line.line.split_once(' ').map_or("", |(_, short)| short),
            100.0 * line.share
        );
    }
    let curve = curve(element, classes.source, [lo, hi])?;
    let points: Vec<(f64, f64)> = curve
        .iter()
        .map(|(e, y)| (x(*e), bottom - y * (bottom - top)))
        .collect();
    let kept = thin::kept(&points, TOLERANCE, right - left);
    let kept = kept
        .into_iter()
        .map(|i| format!("{:.1},{:.1}", points[i].0, points[i].1));
    let _ = writeln!(
        text,
        r#"<polyline points="{}" fill="none" stroke="{INK}"/><path d="M{left} {bottom}H{right}" stroke="{MUTED}"/>"#,
        kept.collect::<Vec<_>>().join(" ")
    );
    for e in (0..=hi as i32).step_by(100).map(f64::from) {
        let _ = writeln!(
            text,
            r#"<path d="M{at:.1} {bottom}v4" stroke="{MUTED}"/><text x="{at:.1}" y="{}" text-anchor="middle" fill="{MUTED}">{e}</text>"#,
            bottom + 16.0,
            at = x(e)
        );
    }
    let _ = writeln!(
        text,
        r#"<text x="{left}" y="{}" fill="{MUTED}">binding energy, eV</text>"#,
        bottom + 28.0
    );
    Ok(())
}

/// The survey of the clean element within `range_ev`: energies and intensities, the highest 1.
fn curve(element: &Element, source: Source, range_ev: [f64; 2]) -> Result<Vec<(f64, f64)>> {
    let sample = Sample::clean(Phase::typical(&[(element.z, 1.0, Class::Element)], 0.0));
    let instrument = examples::instrument(source, source == Source::MgKa, -0.5);
    let expected =
        simulate(&sample, &instrument, &GRID, as_tabulated).with_context(|| element.symbol)?;
    let inside = GRID.energies_ev().into_iter().zip(expected);
    let inside: Vec<(f64, f64)> = inside
        .filter(|(e, _)| (range_ev[0]..=range_ev[1]).contains(e))
        .map(|(e, y)| (e, f64::from(y)))
        .collect();
    let highest = inside.iter().map(|p| p.1).fold(f64::MIN_POSITIVE, f64::max);
    Ok(inside.into_iter().map(|(e, y)| (e, y / highest)).collect())
}
