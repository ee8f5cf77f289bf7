//! The picture of a comparison: the survey with the simulation on it, their ratio, and each of
//! the strongest features close up.

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use speclens::conventional::EvenCurve;

use super::Compared;
use super::text::fit_line;
use crate::measured::compare::lines::features::Feature;

/// Size, pixels.
const SIZE: (u32, u32) = (1900, 1240);
/// Height of the title, pixels.
const TITLE: u32 = 66;
/// Height of the survey, pixels.
const SURVEY: u32 = 660;
/// Height of the ratio, pixels.
const RATIO: u32 = 260;
/// Half width of a close-up, eV.
const CLOSE_EV: f64 = 20.0;
/// Share of the survey's height that is left above the highest peak for names.
const HEADROOM: f64 = 0.3;
/// Range of the ratio.
const RATIO_RANGE: (f64, f64) = (0.0, 2.0);
/// Name under which the font is registered.
const FONT: &str = "sans-serif";

const INK: RGBColor = RGBColor(28, 36, 46);
const MUTED: RGBColor = RGBColor(110, 120, 132);
const MESH: RGBColor = RGBColor(228, 232, 237);
const MEASURED: RGBColor = RGBColor(20, 60, 120);
const SIMULATED: RGBColor = RGBColor(215, 80, 10);

type Area<'a> = DrawingArea<BitMapBackend<'a>, Shift>;

/// Gives plotters the font that the program carries in itself; call it once before drawing.
///
/// # Errors
/// A font that cannot be read.
pub fn register_font() -> Result<()> {
    let bytes = epaint_default_fonts::UBUNTU_LIGHT;
    plotters::style::register_font(FONT, FontStyle::Normal, bytes)
        .map_err(|_| anyhow!("the embedded font cannot be read"))
}

/// Draws a comparison into a PNG file, with the fitted shift taken off the axis.
///
/// # Errors
/// A file that cannot be written, or a drawing that fails.
pub fn write(path: &Path, c: &Compared, measured: &EvenCurve) -> Result<()> {
    let on_tables = |curve: &EvenCurve| EvenCurve {
        lo_ev: curve.lo_ev - c.fit.parameters.shift_ev,
        ..curve.clone()
    };
    let (measured, simulated) = (&on_tables(measured), &on_tables(&c.fit.simulated));
    let pixels = render(|root| draw(root, c, measured, simulated))?;
    let file = std::fs::File::create(path)?;
    let mut encoder = png::Encoder::new(std::io::BufWriter::new(file), SIZE.0, SIZE.1);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().context("PNG")?;
    writer.write_image_data(&pixels).context("PNG")
}

/// Pixels of a drawing, three bytes each.
fn render(drawing: impl FnOnce(&Area) -> Drawing) -> Result<Vec<u8>> {
    let mut pixels = vec![255u8; (SIZE.0 * SIZE.1 * 3) as usize];
    {
        let root = BitMapBackend::with_buffer(&mut pixels, SIZE).into_drawing_area();
        drawing(&root).map_err(|e| anyhow!("drawing failed: {e}"))?;
        root.present()?;
    }
    Ok(pixels)
}

type Drawing = std::result::Result<(), Box<dyn std::error::Error>>;

fn draw(root: &Area, c: &Compared, measured: &EvenCurve, simulated: &EvenCurve) -> Drawing {
    root.fill(&WHITE)?;
    let (title, rest) = root.split_vertically(TITLE);
    let (upper, rest) = rest.split_vertically(SURVEY);
    let (middle, lower) = rest.split_vertically(RATIO);
    let name = format!("{} · {}", c.name[0], c.name[1]);
    title.draw_text(&name, &text(24, INK), (14, 12))?;
    title.draw_text(&fit_line(c), &text(19, MUTED), (14, 42))?;
    legend(&title)?;
    survey(&upper, c, measured, simulated)?;
    ratio(&middle, measured, simulated)?;
    let features = &c.verdict.features;
    let panels = lower.split_evenly((1, features.len().max(1)));
    for (panel, feature) in panels.iter().zip(features) {
        close_up(panel, feature, measured, simulated)?;
    }
    Ok(())
}

fn text(size: i32, color: RGBColor) -> TextStyle<'static> {
    (FONT, size).into_font().color(&color)
}

fn legend(title: &Area) -> Drawing {
    let right = SIZE.0 as i32;
    for (i, (name, color)) in [("measured", MEASURED), ("simulated", SIMULATED)]
        .iter()
        .enumerate()
    {
        let x = right - 290 + 140 * i as i32;
        title.draw(&PathElement::new(
            vec![(x, 22), (x + 26, 22)],
            color.stroke_width(3),
        ))?;
        title.draw_text(name, &text(20, INK), (x + 34, 12))?;
    }
    Ok(())
}

fn points(curve: &EvenCurve, from_ev: f64, to_ev: f64) -> Vec<(f64, f64)> {
    (0..curve.values.len())
        .map(|i| (curve.energy_ev(i), curve.values[i]))
        .filter(|p| p.0 >= from_ev && p.0 <= to_ev)
        .collect()
}

/// Thousands and millions with their prefix.
fn counts(v: &f64) -> String {
    match v.abs() {
        a if a >= 1e6 => format!("{:.2}M", v / 1e6),
        a if a >= 1e4 => format!("{:.0}k", v / 1e3),
        _ => format!("{v:.0}"),
    }
}

fn survey(area: &Area, c: &Compared, measured: &EvenCurve, simulated: &EvenCurve) -> Drawing {
    let (lo, hi) = (measured.lo_ev, measured.hi_ev());
    let highest = |curve: &EvenCurve| curve.values.iter().copied().fold(0.0, f64::max);
    let top = highest(measured).max(highest(simulated)) * (1.0 + HEADROOM);
    let mut chart = ChartBuilder::on(area)
        .margin_left(8)
        .margin_right(16)
        .margin_top(6)
        .x_label_area_size(26)
        .y_label_area_size(92)
        .build_cartesian_2d(hi..lo, 0.0..top)?;
    let unit = if c.fit.known.transmission_known {
        "intensity (counts / transmission)"
    } else {
        "intensity (counts)"
    };
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(MESH)
        .axis_style(MUTED)
        .x_labels(16)
        .y_labels(8)
        .x_label_formatter(&|e| format!("{e:.0}"))
        .y_label_formatter(&counts)
        .y_desc(unit)
        .label_style(text(18, MUTED))
        .axis_desc_style(text(19, INK))
        .draw()?;
    chart.draw_series(LineSeries::new(
        points(measured, lo, hi),
        MEASURED.stroke_width(2),
    ))?;
    chart.draw_series(LineSeries::new(
        points(simulated, lo, hi),
        SIMULATED.stroke_width(2),
    ))?;

    let mut places: Vec<(i32, i32, String)> = c
        .verdict
        .features
        .iter()
        .map(|f| {
            let e = f.measured_ev;
            let peak = |curve: &EvenCurve| {
                curve
                    .between(e - 3.0, e + 3.0)
                    .iter()
                    .copied()
                    .fold(0.0, f64::max)
            };
            let (x, y) = chart.backend_coord(&(e, peak(measured).max(peak(simulated))));
            (x, y, caption(f))
        })
        .collect();
    places.sort_by_key(|p| p.0);
    names(area, places)
}

/// Writes names upwards from these places (pixels from the left and the top), which ascend to the right.
fn names(area: &Area, places: Vec<(i32, i32, String)>) -> Drawing {
    let strip = area.strip_coord_spec();
    let (_, top_of_area) = strip.get_base_pixel();
    let turned = text(18, INK)
        .transform(FontTransform::Rotate270)
        .pos(Pos::new(HPos::Left, VPos::Center));
    let mut last = i32::MIN / 2;
    for (x, y, caption) in places {
        // Names side by side need the height of a line each.
        let beside = x.max(last + 19);
        last = beside;
        strip.draw_text(&caption, &turned, (beside, y - top_of_area - 8))?;
    }
    Ok(())
}

/// `Au 4f7/2  +0.3`: name and position error in eV.
fn caption(f: &Feature) -> String {
    match f.error_ev() {
        Some(e) => format!(
            "{}  {}{:.1} eV",
            f.label,
            if e < 0.0 { "−" } else { "+" },
            e.abs()
        ),
        None => format!("{}  not simulated", f.label),
    }
}

fn ratio(area: &Area, measured: &EvenCurve, simulated: &EvenCurve) -> Drawing {
    let (lo, hi) = (measured.lo_ev, measured.hi_ev());
    let mut chart = ChartBuilder::on(area)
        .margin_left(8)
        .margin_right(16)
        .margin_top(4)
        .x_label_area_size(52)
        .y_label_area_size(92)
        .build_cartesian_2d(hi..lo, RATIO_RANGE.0..RATIO_RANGE.1)?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(MESH)
        .axis_style(MUTED)
        .x_labels(16)
        .y_labels(7)
        .x_label_formatter(&|e| format!("{e:.0}"))
        .y_label_formatter(&|v| format!("{v:.1}"))
        .x_desc("binding energy (eV), shift taken off")
        .y_desc("simulated / measured")
        .label_style(text(18, MUTED))
        .axis_desc_style(text(19, INK))
        .draw()?;
    chart.draw_series(LineSeries::new(
        [(hi, 1.0), (lo, 1.0)],
        MUTED.stroke_width(1),
    ))?;
    let (m, s) = (measured.smoothed(2.0), simulated.smoothed(2.0));
    let highest = m.values.iter().copied().fold(0.0, f64::max);
    let curve = (0..m.values.len())
        .filter(|i| m.values[*i] > 2e-3 * highest)
        .map(|i| {
            let r = s.values[i] / m.values[i];
            (m.energy_ev(i), r.clamp(RATIO_RANGE.0, RATIO_RANGE.1))
        });
    chart.draw_series(LineSeries::new(curve, SIMULATED.stroke_width(2)))?;
    Ok(())
}

fn above_lowest(curve: &EvenCurve, from_ev: f64, to_ev: f64) -> Vec<(f64, f64)> {
    let all = points(curve, from_ev, to_ev);
    let lowest = all.iter().map(|p| p.1).fold(f64::INFINITY, f64::min);
    all.into_iter().map(|(e, v)| (e, v - lowest)).collect()
}

fn close_up(area: &Area, f: &Feature, measured: &EvenCurve, simulated: &EvenCurve) -> Drawing {
    let (lo, hi) = (f.measured_ev - CLOSE_EV, f.measured_ev + CLOSE_EV);
    // Each curve less its lowest point here: backgrounds may differ, lines shall be compared.
    let (m, s) = (
        above_lowest(measured, lo, hi),
        above_lowest(simulated, lo, hi),
    );
    let values = || m.iter().chain(&s).map(|p| p.1);
    let (bottom, top) = (
        values().fold(f64::INFINITY, f64::min),
        values().fold(f64::NEG_INFINITY, f64::max),
    );
    let room = 0.05 * (top - bottom).max(1e-9);
    let mut chart = ChartBuilder::on(area)
        .margin(5)
        .caption(caption(f), text(17, INK))
        .x_label_area_size(22)
        .build_cartesian_2d(hi..lo, bottom - room..top + room)?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(MESH)
        .axis_style(MUTED)
        .x_labels(4)
        .y_labels(3)
        .x_label_formatter(&|e| format!("{e:.0}"))
        .label_style(text(16, MUTED))
        .draw()?;
    chart.draw_series(LineSeries::new(m, MEASURED.stroke_width(2)))?;
    chart.draw_series(LineSeries::new(s, SIMULATED.stroke_width(2)))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Text needs no font of the system, and the Greek letters of the sources are in ours.
    #[test]
    fn text_is_drawn() {
        register_font().unwrap();
        let ink = |words: &'static str| {
            let pixels = render(|root| {
                root.draw_text(words, &text(24, INK), (10, 10))?;
                Ok(())
            });
            let pixels = pixels.unwrap();
            pixels.chunks(3).filter(|p| p[0] < 128).count()
        };
        assert_eq!(ink(""), 0);
        assert!(ink("Au 4f7/2  +0.3 eV") > 200);
        let (greek, missing) = (ink("α"), ink("\u{e123}"));
        assert!(greek > 10 && greek != missing, "{greek} {missing}");
    }
}
