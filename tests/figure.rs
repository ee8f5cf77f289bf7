//! The figure as SVG: what a reader of the plot would check.

use speclens::plot::labels::text_width;
use speclens::plot::{
    Figure, FisCurve, Label, Layout, PlotError, SpectrumCurve, Style, Theme, svg,
};
use speclens::spectrum::CountUnit;

const STYLE: Style = Style {
    width_css_px: 900.0,
    height_css_px: 520.0,
    scale: 1.0,
    theme: Theme::Light,
};

/// A survey of two Gaussian lines, 284.5 and 932.6 eV, kinetic order (binding energy falling).
fn figure() -> Figure {
    let energy_ev: Vec<f64> = (0_u16..=1200).map(|i| 1200.0 - f64::from(i)).collect();
    let line = |e: f64, at: f64, height: f64| height * (-((e - at) / 3.0f64).powi(2)).exp();
    let counts: Vec<f64> = energy_ev
        .iter()
        .map(|&e| 20_000.0 + line(e, 932.6, 250_000.0) + line(e, 284.5, 60_000.0))
        .collect();
    let value = energy_ev
        .iter()
        .map(|&e| line(e, 932.6, 0.4) - line(e, 284.5, 0.1))
        .collect();
    Figure {
        spectrum: SpectrumCurve {
            energy_ev: energy_ev.clone(),
            counts,
            unit: CountUnit::CountsPerSecond,
        },
        labels: ["Cu 2p", "C 1s", "Cu LMM", "O 1s", "Cu 3p", "Cu 3s", "Cu 3d"]
            .iter()
            .zip([932.6, 284.5, 568.0, 531.0, 75.0, 122.0, 3.0])
            .map(|(text, energy_ev)| Label {
                energy_ev,
                text: text.to_string(),
                symbol: text.split(' ').next().unwrap().to_string(),
                weight: energy_ev,
                chosen: text.starts_with("Cu"),
            })
            .collect(),
        fis: Some(FisCurve {
            element: "Cu".into(),
            noise: vec![0.02; energy_ev.len()],
            energy_ev,
            value,
            unit: "loss of ln amount".into(),
        }),
        marked_ev: vec![[922.0, 943.0]],
        ..Figure::default()
    }
}

/// Every `<text>` of an SVG: x, y and content.
fn texts(svg: &str) -> Vec<(f64, f64, String)> {
    svg.split("<text ")
        .skip(1)
        .map(|t| {
            let attribute = |name: &str| {
                let from = t.find(&format!("{name}=\"")).unwrap() + name.len() + 2;
                t[from..].split('"').next().unwrap().parse::<f64>().unwrap()
            };
            let content = t
                .split('>')
                .nth(1)
                .unwrap()
                .split('<')
                .next()
                .unwrap()
                .trim();
            (attribute("x"), attribute("y"), content.to_string())
        })
        .collect()
}

fn draw() -> (String, Layout) {
    svg(&figure(), &STYLE).unwrap()
}

#[test]
fn binding_energy_falls_to_the_right() {
    let (svg, layout) = draw();
    let texts = texts(&svg);
    let x_of = |what: &str| {
        texts
            .iter()
            .find(|t| t.2 == what)
            .unwrap_or_else(|| panic!("{what}"))
            .0
    };
    assert!(x_of("1000") < x_of("600") && x_of("600") < x_of("200"));
    assert!((x_of("600") - layout.panels[0].x_from_energy(600.0)).abs() <= 1.0);
    let panel = &layout.panels[0];
    let there_and_back = panel.energy_from_x(panel.x_from_energy(432.1));
    assert!((there_and_back - 432.1).abs() < 1e-9);
    assert_eq!(panel.energy_from_x(-50.0), panel.energy_left_ev);
    assert!(svg.contains("Binding energy (eV)"));
}

#[test]
fn intensities_carry_their_unit_and_a_prefix() {
    let (svg, _) = draw();
    assert!(svg.contains("Intensity (counts/s)"));
    let texts = texts(&svg);
    let height = |what: &str| {
        texts
            .iter()
            .find(|t| t.2 == what)
            .unwrap_or_else(|| panic!("{what}"))
            .1
    };
    assert!(height("200k") < height("100k"), "more counts stand higher");
    let mut arbitrary = figure();
    arbitrary.spectrum.unit = CountUnit::Unknown;
    assert!(
        speclens::plot::svg(&arbitrary, &STYLE)
            .unwrap()
            .0
            .contains("Intensity (arb. u.)")
    );
}

#[test]
fn labels_stand_over_their_lines_and_never_overlap() {
    let (svg, layout) = draw();
    assert_eq!(
        layout.labels.len(),
        7,
        "all seven have room: {:?}",
        layout.labels
    );
    for (i, (text, rect)) in layout.labels.iter().enumerate() {
        assert!(svg.contains(text.as_str()));
        for (other, other_rect) in &layout.labels[..i] {
            assert!(!rect.overlaps(other_rect), "{text} covers {other}");
        }
    }
    let (_, copper) = layout.labels.iter().find(|l| l.0 == "Cu 2p").unwrap();
    let x = layout.panels[0].x_from_energy(932.6);
    assert!(copper.left <= x && x <= copper.right);
}

/// A survey of an alloy with many lines, some of them side by side.
fn crowded() -> Figure {
    let lines = [
        ("? 228 eV", 228.0, 30.0),
        ("O 1s", 530.0, 19.0),
        ("Sn 3d", 485.0, 18.0),
        ("C 1s", 285.0, 17.0),
        ("W 4f", 32.0, 15.0),
        ("S 2p", 162.0, 14.0),
        ("Si 2p", 102.0, 13.0),
        ("N 1s", 398.0, 12.0),
        ("Sn 4d", 25.0, 0.5),
        ("Si 2s", 153.0, 0.4),
        ("W 4d", 245.0, 0.4),
        ("Sn 3p", 715.0, 0.3),
        ("O KLL", 978.0, 0.3),
        ("Sn MNN", 1058.0, 0.2),
        ("W 4p", 424.0, 0.2),
        ("Mo 3p", 394.0, 0.2),
        ("O 2s", 23.0, 0.1),
        ("Sn 4s", 137.0, 0.1),
    ];
    let energy_ev: Vec<f64> = (0_u16..=2400).map(|i| f64::from(i) * 0.5).collect();
    let counts = energy_ev.iter().map(|e| {
        lines.iter().fold(5000.0, |sum, (_, at, weight)| {
            let height = 50_000.0 * (weight % 10.0) / 10.0;
            sum + height * (-((e - at) / 2.0f64).powi(2)).exp()
        })
    });
    Figure {
        spectrum: SpectrumCurve {
            counts: counts.collect(),
            energy_ev: energy_ev.clone(),
            unit: CountUnit::Counts,
        },
        labels: (lines.iter())
            .map(|(text, energy_ev, weight)| Label {
                energy_ev: *energy_ev,
                text: text.to_string(),
                symbol: text.split(' ').next().unwrap().to_string(),
                weight: *weight,
                chosen: false,
            })
            .collect(),
        ..Figure::default()
    }
}

/// Widths of a small and a usual phone, a tablet and a screen, CSS pixels.
const WIDTHS: [f64; 4] = [340.0, 390.0, 768.0, 1280.0];

#[test]
fn labels_fit_at_every_width_and_the_main_lines_go_first() {
    let mut found = Vec::new();
    for width_css_px in WIDTHS {
        let style = Style {
            width_css_px,
            height_css_px: 320.0,
            ..STYLE
        };
        let (_, layout) = svg(&crowded(), &style).unwrap();
        let panel = layout.panels[0].css_px;
        for (i, (text, rect)) in layout.labels.iter().enumerate() {
            let inside = rect.left >= panel.left && rect.right <= panel.right;
            assert!(
                inside && rect.top >= panel.top && rect.bottom <= panel.bottom,
                "{text} at {width_css_px}: {rect:?}"
            );
            for (other, other_rect) in &layout.labels[..i] {
                assert!(!rect.overlaps(other_rect), "{text} covers {other}");
            }
        }
        let has = |name: &str| layout.labels.iter().any(|l| l.0 == name);
        for first in ["? 228 eV", "O 1s", "Sn 3d", "C 1s"] {
            assert!(has(first), "{first} at {width_css_px}: {:?}", layout.labels);
        }
        found.push(layout.labels.len());
    }
    assert!(found.is_sorted() && found[0] < found[3], "{found:?}");
    assert!(found[3] >= 15, "{found:?}");
}

#[test]
fn numbers_at_the_ends_of_the_axis_are_not_cut() {
    for width_css_px in WIDTHS {
        for view in [
            [0.0, 1200.0],
            [1000.0, 1200.0],
            [100.0, 110.0],
            [284.5, 285.5],
        ] {
            let mut figure = crowded();
            figure.view_ev = Some(view);
            let style = Style {
                width_css_px,
                ..STYLE
            };
            let (svg, layout) = svg(&figure, &style).unwrap();
            let below = layout.panels[0].css_px.bottom;
            let numbers: Vec<_> = texts(&svg)
                .into_iter()
                .filter(|t| t.1 > below + 1.0 && t.2.parse::<f64>().is_ok())
                .collect();
            assert!(numbers.len() >= 2, "{numbers:?}");
            for (x, _, number) in numbers {
                let half = 12.0 * text_width(&number) / 2.0;
                assert!(
                    x - half >= -0.5 && x + half <= width_css_px + 0.5,
                    "{number} at {x} of {width_css_px}, {view:?}"
                );
            }
        }
    }
}

#[test]
fn the_fis_shares_the_energy_axis_and_has_two_colours() {
    let (svg, layout) = draw();
    let [spectrum, fis] = &layout.panels[..] else {
        panic!("two panels")
    };
    assert_eq!(
        (spectrum.css_px.left, spectrum.css_px.right),
        (fis.css_px.left, fis.css_px.right)
    );
    assert_eq!(spectrum.x_from_energy(932.6), fis.x_from_energy(932.6));
    assert!(spectrum.css_px.bottom < fis.css_px.top);
    assert!(fis.value_bottom < -0.1 && fis.value_top > 0.4);
    let fills: std::collections::BTreeSet<&str> = svg
        .split("<polygon ")
        .skip(1)
        .map(|p| {
            p.split("fill=\"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
        })
        .collect();
    assert_eq!(fills.len(), 2, "{fills:?}");
    assert!(svg.contains("FIS of Cu") && svg.contains("loss of ln amount"));
}

#[test]
fn a_view_shows_only_its_energies() {
    let mut zoomed = figure();
    zoomed.view_ev = Some([900.0, 960.0]);
    let (svg, layout) = svg(&zoomed, &STYLE).unwrap();
    assert_eq!(layout.panels[0].energy_left_ev, 960.0);
    assert_eq!(
        layout
            .labels
            .iter()
            .map(|l| l.0.as_str())
            .collect::<Vec<_>>(),
        ["Cu 2p"]
    );
    assert!(texts(&svg).iter().any(|t| t.2 == "930") && !svg.contains(">600<"));
}

#[test]
fn device_pixels_scale_with_the_screen() {
    let double = Style {
        scale: 2.0,
        theme: Theme::Dark,
        ..STYLE
    };
    let (svg, layout) = svg(&figure(), &double).unwrap();
    assert!(svg.contains("width=\"1800\" height=\"1040\""));
    assert_eq!(
        layout.panels,
        draw().1.panels,
        "the layout is in CSS pixels"
    );
}

#[test]
fn nothing_to_draw_is_an_error_not_a_panic() {
    let mut empty = figure();
    empty.spectrum.energy_ev.clear();
    assert_eq!(svg(&empty, &STYLE).unwrap_err(), PlotError::Empty);
    // Without a number in view there are axes and no curve: the view may go on.
    let mut nan = figure();
    nan.spectrum.counts.fill(f64::NAN);
    let (text, _) = svg(&nan, &STYLE).unwrap();
    assert!(!text.contains("NaN"), "no coordinate is none");
    let tiny = Style {
        width_css_px: 20.0,
        ..STYLE
    };
    assert!(matches!(
        svg(&figure(), &tiny),
        Err(PlotError::TooSmall { .. })
    ));
    let mut flat = figure();
    flat.spectrum.counts.fill(0.0);
    flat.fis.as_mut().unwrap().value.fill(0.0);
    assert!(svg(&flat, &STYLE).is_ok(), "a flat spectrum is drawn");
}
