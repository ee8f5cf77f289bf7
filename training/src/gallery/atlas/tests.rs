//! Whether docs/atlas is what the simulator draws now.
//!
//! Machines differ in the last digits of a logarithm, so nothing is compared to the byte: curves
//! may be half a pixel apart, numbers by one in their last digit; labels and words must be equal.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{figure::SCALE, files, index::COMMAND, thin::distance};

/// How far curves may be apart, CSS pixels.
const TOLERANCE: f64 = 0.5;
/// Paths with fewer points are axes and leaders of labels.
const CURVE_POINTS: usize = 20;

fn atlas() -> PathBuf {
    // Clones may share a target folder: what cargo says when it runs this is right.
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.join("../docs/atlas")
}

type Path2d = Vec<(f64, f64)>;

/// The curves of a figure, in CSS pixels of their panels.
fn curves(svg: &str) -> Vec<Path2d> {
    svg.split("<polyline")
        .skip(1)
        .filter_map(|rest| {
            let points = rest.split_once("points=\"")?.1.split('"').next()?;
            let point = |pair: &str| {
                let (x, y) = pair.split_once(',')?;
                Some((
                    x.parse::<f64>().ok()? / SCALE,
                    y.parse::<f64>().ok()? / SCALE,
                ))
            };
            points
                .split_whitespace()
                .map(point)
                .collect::<Option<Path2d>>()
        })
        .filter(|path| path.len() >= CURVE_POINTS)
        .collect()
}

/// All words of a figure, in any order: labels, ticks, titles.
fn texts(svg: &str) -> Vec<&str> {
    let mut texts: Vec<&str> = svg
        .split("<text")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('>')?.1.split_once('<')?.0.trim()))
        .collect();
    texts.sort_unstable();
    texts
}

/// Largest distance of a point of one curve from the other curve.
fn furthest(from: &Path2d, to: &Path2d) -> f64 {
    let nearest = |p: &(f64, f64)| {
        let lengths = to.windows(2).map(|w| distance(*p, w[0], w[1]));
        lengths.fold(f64::INFINITY, f64::min)
    };
    from.iter().map(nearest).fold(0.0, f64::max)
}

/// What differs between two figures.
fn figure_difference(kept: &str, now: &str) -> Option<String> {
    if texts(kept) != texts(now) {
        let words = |svg| texts(svg).into_iter().collect::<BTreeSet<_>>();
        let (a, b) = (words(kept), words(now));
        return Some(format!(
            "labels {:?} are there, {:?} are drawn",
            a.difference(&b).collect::<Vec<_>>(),
            b.difference(&a).collect::<Vec<_>>()
        ));
    }
    let (a, b) = (curves(kept), curves(now));
    if a.len() != b.len() {
        return Some(format!("{} curves instead of {}", a.len(), b.len()));
    }
    let apart = a
        .iter()
        .zip(&b)
        .map(|(a, b)| furthest(a, b).max(furthest(b, a)))
        .fold(0.0, f64::max);
    (apart > TOLERANCE).then(|| format!("curves are {apart:.1} pixels apart"))
}

/// The first line in which two indices differ by more than one in the last digit of a number.
fn index_difference(kept: &str, now: &str) -> Option<String> {
    if kept.lines().count() != now.lines().count() {
        return Some("lines were added or left out".to_owned());
    }
    let word = |c: char| c == ' ' || c == ',';
    let same = |a: &str, b: &str| {
        let decimals = |t: &str| t.split_once('.').map_or(0, |(_, d)| d.len() as i32);
        match (a.parse::<f64>(), b.parse::<f64>()) {
            (Ok(x), Ok(y)) if decimals(a) == decimals(b) => {
                (x - y).abs() < 1.5 * 10f64.powi(-decimals(a))
            }
            _ => a == b,
        }
    };
    let differing = kept.lines().zip(now.lines()).find(|(a, b)| {
        let (a, b): (Vec<_>, Vec<_>) = (a.split(word).collect(), b.split(word).collect());
        a.len() != b.len() || !a.iter().zip(&b).all(|(a, b)| same(a, b))
    });
    differing.map(|(a, b)| format!("\n  there: {a}\n  now:   {b}"))
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect()
}

#[test]
fn the_atlas_is_what_the_simulator_draws() {
    let folder = atlas();
    let now = files().unwrap();
    let mut wrong: Vec<String> = Vec::new();
    for (name, content) in &now {
        let difference = match std::fs::read_to_string(folder.join(name)) {
            Err(error) => Some(error.to_string()),
            Ok(kept) if name.ends_with(".svg") => figure_difference(&kept, content),
            Ok(kept) => index_difference(&kept, content),
        };
        wrong.extend(difference.map(|d| format!("{name}: {d}")));
    }
    let expected: BTreeSet<String> = now.into_iter().map(|f| f.0).collect();
    let others = names(&folder)
        .difference(&expected)
        .cloned()
        .collect::<Vec<_>>();
    wrong.extend(
        others
            .into_iter()
            .map(|name| format!("{name}: no file of the atlas")),
    );
    assert!(
        wrong.is_empty(),
        "docs/atlas is not what the simulator draws now; write it with\n  {COMMAND}\n{}",
        wrong.join("\n")
    );
}

#[test]
fn figures_are_small_enough_to_browse() {
    let sizes: Vec<(String, usize)> = files()
        .unwrap()
        .into_iter()
        .map(|f| (f.0, f.1.len()))
        .collect();
    for (name, size) in &sizes {
        assert!(*size < 60_000, "{name}: {size} bytes");
    }
    assert!(sizes.iter().map(|s| s.1).sum::<usize>() < 4_000_000);
}

#[test]
fn a_moved_line_a_lost_label_and_another_number_are_differences() {
    let curve = |at: f64| {
        let points = (0..100).map(|i| {
            let x = 4.0 * f64::from(i);
            let y = 400.0 - 300.0 * (-((x - at) / 20.0).powi(2)).exp();
            format!("{x:.0},{y:.0} ")
        });
        format!("<polyline points=\"{}\"/>", points.collect::<String>())
    };
    let figure =
        |at: f64, label: &str| format!("<svg>{}<text x=\"1\">\n{label}\n</text></svg>", curve(at));
    let kept = figure(200.0, "4f7/2");
    assert_eq!(figure_difference(&kept, &figure(200.4, "4f7/2")), None);
    assert!(figure_difference(&kept, &figure(206.0, "4f7/2")).is_some());
    assert!(figure_difference(&kept, &figure(200.0, "4f5/2")).is_some());
    let row = "| 79 | Au | 4f7/2 84.0, 4f5/2 87.7 |";
    assert_eq!(index_difference(row, &row.replace("84.0", "84.1")), None);
    assert!(index_difference(row, &row.replace("84.0", "84.2")).is_some());
    assert!(index_difference(row, &row.replace("4f5/2", "4f")).is_some());
}
