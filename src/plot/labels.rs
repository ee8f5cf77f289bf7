//! Names at lines, placed so that none covers another or the curve.

use serde::{Deserialize, Serialize};

use crate::conventional::NamedLine;

/// A name to be written at an energy.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Label {
    /// Binding energy of the line, eV.
    pub energy_ev: f64,
    /// What is written: `Au 4f`, `O KLL`.
    pub text: String,
    /// Symbol of the element that the line belongs to.
    pub symbol: String,
    /// Which labels to keep where not all have room: the larger first.
    pub weight: f64,
    /// Whether it is set off from the others (the lines of the chosen element).
    #[serde(default)]
    pub chosen: bool,
}

impl From<NamedLine> for Label {
    fn from(line: NamedLine) -> Label {
        Label {
            energy_ev: line.energy_ev,
            text: line.name,
            symbol: line.symbol,
            weight: line.weight,
            chosen: false,
        }
    }
}

/// Width of a text in a proportional sans-serif font, in units of the font size. An estimate:
/// capitals and `m` are wide, `i`, `l`, blanks and points narrow.
pub fn text_width(text: &str) -> f64 {
    text.chars()
        .map(|c| match c {
            'M' | 'W' | 'm' | 'w' => 0.86,
            'A'..='Z' => 0.68,
            'i' | 'j' | 'l' | 'f' | 't' | 'r' | ' ' | '.' | ',' | '/' | ':' => 0.34,
            _ => 0.57,
        })
        .sum()
}

/// A rectangle in pixels; y grows downwards.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rect {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Rect {
    /// Whether the two share more than an edge.
    pub fn overlaps(&self, other: &Rect) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

impl Rect {
    /// Whether the straight line from `a` to `b` runs through the rectangle.
    pub(super) fn crosses(&self, a: (f64, f64), b: (f64, f64)) -> bool {
        const STEPS: u8 = 40;
        (0..=STEPS).any(|i| {
            let t = f64::from(i) / f64::from(STEPS);
            let (x, y) = (a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1));
            x > self.left && x < self.right && y > self.top && y < self.bottom
        })
    }
}

/// A label that has found its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LabelPlace {
    /// Index into the labels given.
    pub index: usize,
    /// Room of the text.
    pub rect: Rect,
    /// Where the line itself stands: x of its energy, y of the curve there.
    pub anchor: (f64, f64),
}

/// What the placing needs to know of the panel, in pixels.
pub(super) struct Room<'a> {
    /// The panel's inside.
    pub panel: Rect,
    /// Font size.
    pub font: f64,
    /// Upper edge of the curve over an x range: the smallest y of the curve there.
    pub curve_top: &'a dyn Fn(f64, f64) -> f64,
}

/// Room that a bold text needs more than a plain one.
const BOLD: f64 = 1.1;
/// Places that are tried beside a line, in widths of the text: middle over the line, and up to
/// where the text begins or ends beside it.
const SHIFTS: [f64; 7] = [0.0, -0.25, 0.25, -0.5, 0.5, -0.75, 0.75];
/// Places that are tried above each other.
const LIFTS: u8 = 6;
/// What a pixel sideways costs against a pixel up.
const SIDEWAYS: f64 = 0.6;

/// Finds a place for as many labels as there is room for, the heavier first. A label stands as
/// near to its line as the curve and the labels before it allow, and is left out where nothing
/// is free.
pub(super) fn place(labels: &[Label], x_of: &dyn Fn(f64) -> f64, room: &Room) -> Vec<LabelPlace> {
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (&labels[a], &labels[b]);
        b.chosen.cmp(&a.chosen).then(b.weight.total_cmp(&a.weight))
    });
    let mut placed: Vec<LabelPlace> = Vec::new();
    for index in order {
        let x = x_of(labels[index].energy_ev);
        if x.is_finite()
            && (room.panel.left..=room.panel.right).contains(&x)
            && let Some((rect, anchor)) = nearest_place(&labels[index], x, room, &placed)
        {
            placed.push(LabelPlace {
                index,
                rect,
                anchor,
            });
        }
    }
    placed
}

/// The cheapest free place for one label whose line stands at `x`, and the line's own place.
fn nearest_place(
    label: &Label,
    x: f64,
    room: &Room,
    placed: &[LabelPlace],
) -> Option<(Rect, (f64, f64))> {
    let height = room.font * 1.25;
    let gap = room.font * 0.45;
    let bold = if label.chosen { BOLD } else { 1.0 };
    let width = text_width(&label.text) * room.font * bold + gap;
    let reach = room.font * 0.4;
    let anchor = (x, (room.curve_top)(x - reach, x + reach));
    let mut best: Option<(f64, Rect)> = None;
    for shift in SHIFTS {
        let rightmost = (room.panel.right - width).max(room.panel.left);
        let left = (x + (shift - 0.5) * width).clamp(room.panel.left, rightmost);
        let right = left + width;
        // Free of the curve all the way to the line itself, so that a leader is too.
        let top = (room.curve_top)(left.min(x - reach), right.max(x + reach));
        for lift in 0..LIFTS {
            let bottom = top - gap - f64::from(lift) * height;
            let rect = Rect {
                left,
                right,
                top: bottom - height,
                bottom,
            };
            if rect.top < room.panel.top || right > room.panel.right {
                break;
            }
            let aside = ((left + right) / 2.0 - x).abs();
            let cost = (anchor.1 - bottom) + SIDEWAYS * aside;
            let free = placed.iter().all(|p| !p.rect.overlaps(&rect));
            if free && best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, rect));
            }
        }
    }
    best.map(|(_, rect)| (rect, anchor))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(energy_ev: f64, text: &str, weight: f64) -> Label {
        Label {
            energy_ev,
            text: text.into(),
            symbol: String::new(),
            weight,
            chosen: false,
        }
    }

    const PANEL: Rect = Rect {
        left: 0.0,
        top: 0.0,
        right: 400.0,
        bottom: 200.0,
    };

    fn places(labels: &[Label]) -> Vec<LabelPlace> {
        let flat = |_: f64, _: f64| 150.0;
        place(
            labels,
            &|e| 400.0 - e,
            &Room {
                panel: PANEL,
                font: 12.0,
                curve_top: &flat,
            },
        )
    }

    #[test]
    fn crowded_labels_never_overlap_and_stay_within_the_panel() {
        let labels: Vec<Label> = (0..60)
            .map(|i: u16| label(3.0 + f64::from(i) * 4.0, "Mo 3d", f64::from(i * 7 % 13)))
            .collect();
        let placed = places(&labels);
        assert!(placed.len() > 15, "only {} of 60 found room", placed.len());
        for (i, a) in placed.iter().enumerate() {
            assert!(a.rect.left >= 0.0 && a.rect.right <= 400.0 && a.rect.top >= 0.0);
            assert!(a.rect.bottom <= 150.0, "covers the curve: {:?}", a.rect);
            for b in &placed[..i] {
                assert!(!a.rect.overlaps(&b.rect), "{a:?} covers {b:?}");
            }
        }
    }

    #[test]
    fn the_heavier_label_gets_the_place_next_to_its_line() {
        let placed = places(&[label(100.0, "Re 4d", 1.0), label(101.0, "Pt 4f", 9.0)]);
        assert_eq!(placed[0].index, 1);
        assert!(placed[0].rect.bottom > 140.0);
        assert_eq!(placed.len(), 2);
    }

    #[test]
    fn a_small_line_beside_a_high_one_is_named_beside_it() {
        // A peak up to y = 20 between x = 100 and 110, a small line at x = 118.
        let curve = |left: f64, right: f64| {
            if left <= 110.0 && right >= 100.0 {
                20.0
            } else {
                150.0
            }
        };
        let room = Room {
            panel: PANEL,
            font: 12.0,
            curve_top: &curve,
        };
        let placed = place(&[label(118.0, "C 1s", 1.0)], &|e| e, &room);
        assert!(
            placed[0].rect.left > 110.0 && placed[0].rect.bottom > 120.0,
            "{placed:?}"
        );
    }

    #[test]
    fn lines_outside_the_view_are_not_labelled() {
        assert!(places(&[label(900.0, "Na 1s", 1.0), label(f64::NAN, "?", 1.0)]).is_empty());
    }
}
