//! The figure of an element: the survey, and below it the low binding energies once more.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use speclens::plot::{self, Figure, Label, SpectrumCurve, Style, Theme};

use super::lines::{self, Kind, LOW_EV, Named};
use super::{GRID, Plate, thin};

/// Width, CSS pixels.
const WIDTH: f64 = 1100.0;
/// Height of the title, CSS pixels.
const TITLE: f64 = 50.0;
/// Height of the survey, CSS pixels.
const SURVEY: f64 = 430.0;
/// Height of a panel's caption, CSS pixels.
const CAPTION: f64 = 22.0;
/// Height of the panel of low binding energies, CSS pixels.
const LOW: f64 = 340.0;
/// Coordinates are whole numbers of so many parts of a CSS pixel.
pub const SCALE: f64 = 4.0;
/// Lowest binding energy of the lower panel, eV.
const LOW_FROM_EV: f64 = -5.0;
/// Spin–orbit partners nearer than this get one label, eV: in the survey and in the lower panel.
const RESOLVED_EV: [f64; 2] = [3.0, 1.0];
/// Of Auger groups nearer than this only the strongest is named in the survey, eV.
pub const HUMP_EV: f64 = 12.0;
/// How far a thinned curve may be off, CSS pixels.
const TOLERANCE: f64 = 0.1;
/// Largest distance of neighbouring points, CSS pixels: labels keep clear of points.
const WIDEST: f64 = 4.0;

/// The figure as SVG text.
///
/// # Errors
/// A drawing that fails.
pub fn svg(plate: &Plate) -> Result<String> {
    let named = |resolved_ev| lines::named(&plate.sample.bulk, &plate.instrument, resolved_ev);
    let mut in_survey = named(RESOLVED_EV[0]);
    in_survey.retain(Named::in_survey);
    in_survey = without_hidden(&in_survey);
    let mut in_low = named(RESOLVED_EV[1]);
    in_low.retain(Named::in_low);
    let survey = panel(plate, None, &in_survey, SURVEY)?;
    let low = panel(plate, Some([LOW_FROM_EV, LOW_EV]), &in_low, LOW)?;
    let element = plate.element;
    let title = format!("{} · {} · Z = {}", element.symbol, element.name, element.z);
    let kind = format!(
        "simulated, not measured: clean element, monochromated {} ({:.1} eV), no noise",
        plate.instrument.source.label(),
        plate.instrument.source.photon_energy_ev()
    );
    let caption = format!("Low binding energies, up to {LOW_EV:.0} eV, stretched (same unit)");
    let [survey_at, caption_at, low_at, height] = [
        TITLE,
        TITLE + SURVEY,
        TITLE + SURVEY + CAPTION,
        TITLE + SURVEY + CAPTION + LOW,
    ];
    let mut text = String::new();
    let _ = write!(
        text,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {} {}" role="img">
<title>{title}: {kind}</title>
<rect width="100%" height="100%" fill="white"/>
<g font-family="system-ui, sans-serif" fill="{INK}">
<text x="{}" y="{}" font-size="{}" font-weight="bold">{title}</text>
<text x="{}" y="{}" font-size="{}">{kind}</text>
<text x="{}" y="{}" font-size="{}">{caption}</text>
</g>
<g transform="translate(0 {})">
{survey}</g>
<g transform="translate(0 {})">
{low}</g>
</svg>
"#,
        WIDTH * SCALE,
        height * SCALE,
        LEFT * SCALE,
        22.0 * SCALE,
        17.0 * SCALE,
        LEFT * SCALE,
        40.0 * SCALE,
        11.0 * SCALE,
        LEFT * SCALE,
        (caption_at + 16.0) * SCALE,
        11.0 * SCALE,
        survey_at * SCALE,
        low_at * SCALE,
    );
    Ok(text)
}

/// Colour of the title.
const INK: &str = "#1C242E";
/// Where the title begins, CSS pixels: at the panels' left edge.
const LEFT: f64 = 58.0;

/// One panel by the library's own drawing code.
fn panel(plate: &Plate, view_ev: Option<[f64; 2]>, named: &[Named], height: f64) -> Result<String> {
    let figure = Figure {
        spectrum: thinned(&plate.intensity, view_ev, height),
        labels: named
            .iter()
            .map(|n| label(n, plate.element.symbol))
            .collect(),
        view_ev,
        ..Figure::default()
    };
    let style = Style {
        width_css_px: WIDTH,
        height_css_px: height,
        scale: SCALE,
        theme: Theme::Light,
    };
    let (svg, _) = plot::svg(&figure, &style).context("drawing failed")?;
    Ok(svg)
}

/// The lines without those Auger groups that stand beside a stronger one: one name for one hump.
fn without_hidden(named: &[Named]) -> Vec<Named> {
    let hides = |strong: &Named, weak: &Named| {
        strong.kind == Kind::Auger
            && strong.share > weak.share
            && (strong.binding_ev - weak.binding_ev).abs() < HUMP_EV
    };
    let shown = |n: &&Named| n.kind == Kind::Photo || !named.iter().any(|o| hides(o, n));
    named.iter().filter(shown).cloned().collect()
}

/// Auger groups are called so: `KLL Auger` beside `1s`.
fn label(named: &Named, symbol: &str) -> Label {
    Label {
        energy_ev: named.binding_ev,
        text: match named.kind {
            Kind::Photo => named.name.clone(),
            Kind::Auger => format!("{} Auger", named.name),
        },
        symbol: symbol.to_owned(),
        weight: named.share,
        chosen: false,
    }
}

/// The part of the curve in view without the points that a panel of this height cannot show.
fn thinned(intensity: &[f64], view_ev: Option<[f64; 2]>, height: f64) -> SpectrumCurve {
    let [lo, hi] = view_ev.unwrap_or([GRID.lo_ev, GRID.energy_ev(GRID.points - 1)]);
    let points: Vec<(f64, f64)> = GRID
        .energies_ev()
        .iter()
        .zip(intensity)
        .filter(|(e, _)| (lo..=hi).contains(*e))
        .map(|(e, y)| (*e, *y))
        .collect();
    let value = |of: fn(f64, f64) -> f64| points.iter().map(|p| p.1).reduce(of).unwrap_or(0.0);
    let span = (value(f64::max) - value(f64::min)).max(f64::MIN_POSITIVE);
    // The panel is a little smaller than the figure: no point is missed.
    let in_pixels: Vec<(f64, f64)> = points
        .iter()
        .map(|(e, y)| (e * WIDTH / (hi - lo), y * height / span))
        .collect();
    let (energy_ev, counts) = thin::kept(&in_pixels, TOLERANCE, WIDEST)
        .into_iter()
        .map(|i| points[i])
        .unzip();
    SpectrumCurve {
        energy_ev,
        counts,
        ..SpectrumCurve::default()
    }
}
