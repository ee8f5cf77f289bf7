//! Overlap along the noise ladder and the shift ladder, as a figure.

use anyhow::Result;
use plotters::prelude::*;

use crate::evaluate::figures::Figures;

const WIDTH_PX: u32 = 760;
const HEIGHT_PX: u32 = 300;
const INK: RGBColor = RGBColor(30, 70, 140);

/// The figure as SVG.
///
/// # Errors
/// Figures that lack the set of a rung; a drawing that fails.
pub fn svg(figures: &Figures) -> Result<String> {
    let ladders = &figures.ladders;
    let mut text = String::new();
    {
        let root = SVGBackend::with_string(&mut text, (WIDTH_PX, HEIGHT_PX)).into_drawing_area();
        root.fill(&WHITE)?;
        let panels = root.split_evenly((1, ladders.len().max(1)));
        for (ladder, panel) in ladders.iter().zip(&panels) {
            let mut points = ladder
                .rungs
                .iter()
                .map(|rung| {
                    let rates = &figures.set(&rung.set)?.summary.rates;
                    Ok((rung.value, rates.composition_overlap))
                })
                .collect::<Result<Vec<(f64, f64)>>>()?;
            points.sort_by(|a, b| a.0.total_cmp(&b.0));
            draw(panel, &ladder.name, &points)?;
        }
        root.present()?;
    }
    Ok(text)
}

fn draw(
    panel: &DrawingArea<SVGBackend<'_>, plotters::coord::Shift>,
    name: &str,
    points: &[(f64, f64)],
) -> Result<()> {
    let noise = name == "snr";
    // Signal-to-noise ratios are even on a logarithmic axis.
    let place = |x: f64| if noise { x.log10() } else { x };
    let ends = points.iter().map(|p| place(p.0));
    let (low, high) = ends.fold((f64::MAX, f64::MIN), |(a, b), x| (a.min(x), b.max(x)));
    let margin = 0.05 * (high - low).max(1.0);
    let mut chart = ChartBuilder::on(panel)
        .margin(10)
        .x_label_area_size(38)
        .y_label_area_size(52)
        .build_cartesian_2d(low - margin..high + margin, 0.5..1.0)?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .x_desc(if noise {
            "signal-to-noise ratio"
        } else {
            "shift of the energy scale (eV)"
        })
        .y_desc("composition overlap")
        .x_labels(7)
        .x_label_formatter(&|x| {
            if noise {
                format!("{:.0}", 10f64.powf(*x))
            } else {
                format!("{x:.0}").replace('-', "−")
            }
        })
        .y_label_formatter(&|y| format!("{y:.2}"))
        .draw()?;
    let placed: Vec<(f64, f64)> = points.iter().map(|p| (place(p.0), p.1)).collect();
    chart.draw_series(LineSeries::new(placed.clone(), &INK))?;
    chart.draw_series(placed.into_iter().map(|p| Circle::new(p, 3, INK.filled())))?;
    Ok(())
}
