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
    fn crosses(&self, [a, b]: Leader) -> bool {
        // The part of the line, 0 to 1, that lies between the edges on both axes.
        let within = |from: f64, to: f64, low: f64, high: f64| {
            let step = to - from;
            if step.abs() < 1e-9 {
                return (low < from && from < high).then_some((0.0, 1.0));
            }
            let (t, u) = ((low - from) / step, (high - from) / step);
            Some((t.min(u), t.max(u)))
        };
        let x = within(a.0, b.0, self.left, self.right);
        let y = within(a.1, b.1, self.top, self.bottom);
        x.zip(y)
            .is_some_and(|((x0, x1), (y0, y1))| x0.max(y0).max(0.0) < x1.min(y1).min(1.0))
    }

    /// Whether one stands over the other: they share a good part of their width.
    fn shares_columns(&self, other: &Rect) -> bool {
        let shared = self.right.min(other.right) - self.left.max(other.left);
        let narrower = (self.right - self.left).min(other.right - other.left);
        shared > OVER * narrower
    }
}

/// A straight line from a text to what it names, in pixels.
pub(super) type Leader = [(f64, f64); 2];

/// A label that has found its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LabelPlace {
    /// Index into the labels given.
    pub index: usize,
    /// Room of the text.
    pub rect: Rect,
    /// Where the line itself stands: x of its energy, y of the curve there.
    pub anchor: (f64, f64),
    /// Leads from the text to the line where it does not stand right over it.
    pub leader: Option<Leader>,
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
/// a width away from it.
const SHIFTS: [f64; 11] = [
    0.0, -0.25, 0.25, -0.5, 0.5, -0.75, 0.75, -1.0, 1.0, -1.4, 1.4,
];
/// Places that are tried above each other, in heights of the text.
const LIFTS: [f64; 6] = [0.0, 0.5, 1.0, 1.5, 2.0, 3.0];
/// What a pixel sideways costs against a pixel up.
const SIDEWAYS: f64 = 0.6;
/// Orders that are tried to make room for labels left out.
const TRIES: u8 = 8;
/// Half-width about a line in which its top is looked for, in font sizes: about what a peak is drawn
/// wide.
const ANCHOR: f64 = 0.15;
/// Of two texts over each other the narrower shares this part of its width.
const OVER: f64 = 0.4;
/// Texts less than this many heights apart stand in one pile.
const PILE: f64 = 0.9;
/// Lines less than this many font sizes apart share a place: a pile over it needs no leader.
const SAME_PLACE: f64 = 0.2;
/// A text stands right over its line up to this distance, in font sizes.
const RIGHT_OVER: f64 = 1.0;

/// Finds a place for as many labels as there is room for, the heavier first. A label stands as
/// near to its line as the curve and the labels before it allow, no more than two above each other;
/// away from its line it has a leader that crosses nothing. It is left out where nothing is free.
pub(super) fn place(labels: &[Label], x_of: &dyn Fn(f64) -> f64, room: &Room) -> Vec<LabelPlace> {
    let mut order: Vec<usize> = (0..labels.len())
        .filter(|&i| (room.panel.left..=room.panel.right).contains(&x_of(labels[i].energy_ev)))
        .collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (&labels[a], &labels[b]);
        b.chosen.cmp(&a.chosen).then(b.weight.total_cmp(&a.weight))
    });
    let heavy = order.clone();
    let mut best: (f64, Vec<LabelPlace>) = (f64::NEG_INFINITY, Vec::new());
    for _ in 0..TRIES {
        let placed = place_in(&order, labels, x_of, room);
        let has = |i: usize| placed.iter().any(|p| p.index == i);
        let left_out = heavy.iter().copied().find(|i| !has(*i));
        let sum = placed.iter().map(|p| worth(&labels[p.index])).sum();
        if sum > best.0 {
            best = (sum, placed);
        }
        // The heaviest that found no room goes first.
        match left_out {
            Some(i) if order[0] != i => {
                order.retain(|o| *o != i);
                order.insert(0, i);
            }
            _ => break,
        }
    }
    best.1
}

/// What a label is worth that finds room: one that is chosen, all others together.
fn worth(label: &Label) -> f64 {
    label.weight + if label.chosen { 1e6 } else { 0.0 }
}

/// Places the labels of `order`, one after the other.
fn place_in(
    order: &[usize],
    labels: &[Label],
    x_of: &dyn Fn(f64) -> f64,
    room: &Room,
) -> Vec<LabelPlace> {
    let mut placed: Vec<LabelPlace> = Vec::new();
    for &index in order {
        let x = x_of(labels[index].energy_ev);
        placed.extend(nearest_place(index, &labels[index], x, room, &placed));
    }
    placed
}

/// The cheapest free place for one label whose line stands at `x`.
fn nearest_place(
    index: usize,
    label: &Label,
    x: f64,
    room: &Room,
    placed: &[LabelPlace],
) -> Option<LabelPlace> {
    let height = room.font * 1.25;
    let gap = room.font * 0.45;
    let bold = if label.chosen { BOLD } else { 1.0 };
    let width = text_width(&label.text) * room.font * bold + gap;
    let reach = room.font * ANCHOR;
    let anchor = (x, (room.curve_top)(x - reach, x + reach));
    let mut best: Option<(f64, LabelPlace)> = None;
    for shift in SHIFTS {
        let rightmost = (room.panel.right - width).max(room.panel.left);
        let left = (x + (shift - 0.5) * width).clamp(room.panel.left, rightmost);
        let right = left + width;
        let top = (room.curve_top)(left, right).min(anchor.1);
        for lift in LIFTS {
            let bottom = top - gap - lift * height;
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
            if best.as_ref().is_some_and(|(least, _)| cost >= *least) {
                continue;
            }
            let mut place = LabelPlace {
                index,
                rect,
                anchor,
                leader: None,
            };
            if !place.shares_its_place(placed, room.font) {
                place.leader = leader(&rect, anchor, room.font);
            }
            let through = |l: Leader| runs_through(room.curve_top, l);
            if place.is_free(placed, height) && !place.leader.is_some_and(through) {
                best = Some((cost, place));
            }
        }
    }
    best.map(|(_, place)| place)
}

/// From the point of the text's lower edge that is nearest to the line, to the line; none where the
/// text stands right over it.
fn leader(rect: &Rect, (x, y): (f64, f64), font: f64) -> Option<Leader> {
    let inset = 0.25 * font;
    let from_x = x.clamp(rect.left + inset, rect.right - inset);
    let from = (from_x, rect.bottom);
    let apart = y - rect.bottom > RIGHT_OVER * font || from_x != x;
    apart.then_some([from, (x, (y - 2.0).max(rect.bottom))])
}

impl LabelPlace {
    /// Whether it stands on the text of another line that stands at the same place.
    fn shares_its_place(&self, placed: &[LabelPlace], font: f64) -> bool {
        placed.iter().any(|p| {
            let on_it = p.rect.shares_columns(&self.rect)
                && (p.rect.top - self.rect.bottom).abs() < 0.3 * font;
            let same = (p.anchor.0 - self.anchor.0).abs() < SAME_PLACE * font;
            on_it && same && p.leader.is_none()
        })
    }

    /// Whether the text and its leader cover no text and no leader of those placed, and do not make
    /// a pile of three.
    fn is_free(&self, placed: &[LabelPlace], height: f64) -> bool {
        let clear = |p: &LabelPlace| {
            !p.rect.overlaps(&self.rect)
                && !p.leader.is_some_and(|l| self.rect.crosses(l))
                && !self.leader.is_some_and(|l| p.rect.crosses(l))
                && !(self.leader.zip(p.leader)).is_some_and(|(a, b)| cross(a, b))
        };
        let piled = |a: &Rect, b: &Rect| {
            let between = (b.top - a.bottom).max(a.top - b.bottom);
            a.shares_columns(b) && between < PILE * height
        };
        let pile: Vec<&LabelPlace> = placed
            .iter()
            .filter(|p| piled(&p.rect, &self.rect))
            .collect();
        let pairs = |p: &LabelPlace| placed.iter().filter(|o| piled(&o.rect, &p.rect)).count();
        // Each is counted with itself.
        placed.iter().all(clear) && pile.len() <= 1 && pile.iter().all(|p| pairs(p) <= 1)
    }
}

/// Whether a leader runs through the curve before it reaches its line.
fn runs_through(curve_top: &dyn Fn(f64, f64) -> f64, [from, to]: Leader) -> bool {
    let steps = (to.0 - from.0).abs().ceil() as u32;
    (0..steps).any(|i| {
        let t = f64::from(i) / f64::from(steps);
        let (x, y) = (from.0 + t * (to.0 - from.0), from.1 + t * (to.1 - from.1));
        curve_top(x - 0.5, x + 0.5) < y
    })
}

/// Whether two lines cross.
fn cross([a, b]: Leader, [c, d]: Leader) -> bool {
    let side = |p: (f64, f64), q: (f64, f64), r: (f64, f64)| {
        (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0)
    };
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
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
        assert!(placed.len() >= 8, "only {} of 60 found room", placed.len());
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
    fn a_text_away_from_its_line_has_a_leader_and_one_right_over_it_has_none() {
        let placed = places(&[label(100.0, "Re 4d", 1.0), label(112.0, "Pt 4f", 9.0)]);
        assert_eq!((placed[0].index, placed[0].leader), (1, None));
        let [from, to] = placed[1].leader.expect("the heavier one took the place");
        assert!((placed[1].rect.left..=placed[1].rect.right).contains(&from.0));
        assert_eq!((from.1, to.0), (placed[1].rect.bottom, 300.0));
        assert!(!placed[0].rect.crosses([from, to]));
    }

    #[test]
    fn a_leader_does_not_run_through_the_curve() {
        // A wall at x = 100 between a line at 90 and free room on its right.
        let wall = |left: f64, right: f64| match (left..=right).contains(&100.0) {
            true => 20.0,
            false => 150.0,
        };
        assert!(runs_through(&wall, [(120.0, 120.0), (90.0, 150.0)]));
        assert!(!runs_through(&wall, [(70.0, 120.0), (90.0, 150.0)]));
        assert!(!runs_through(&wall, [(120.0, 10.0), (90.0, 15.0)]));
    }

    #[test]
    fn no_more_than_two_stand_over_each_other() {
        let labels: Vec<Label> = (0..6)
            .map(|i: u8| label(200.0 + f64::from(i) * 0.2, "Si 2p", f64::from(i)))
            .collect();
        let placed = places(&labels);
        assert!(placed.len() >= 2, "{placed:?}");
        for a in &placed {
            let over = placed.iter().filter(|b| {
                let between = (b.rect.top - a.rect.bottom).max(a.rect.top - b.rect.bottom);
                a.rect.shares_columns(&b.rect) && between < 10.0
            });
            assert!(over.count() <= 2, "itself and one more: {placed:?}");
        }
    }

    #[test]
    fn a_heavy_label_is_not_left_out_for_a_lighter_one_that_can_stand_elsewhere() {
        // Between two walls there is room for one text, and the line at 190 is seen from there only.
        let walls = |left: f64, right: f64| {
            let wall = |x: f64| left <= x && x <= right;
            if wall(170.0) || wall(215.0) {
                30.0
            } else {
                150.0
            }
        };
        let room = Room {
            panel: PANEL,
            font: 12.0,
            curve_top: &walls,
        };
        let labels = [label(172.0, "Re 4d", 9.0), label(190.0, "Pt 4f", 8.0)];
        let placed = place(&labels, &|e| e, &room);
        assert_eq!(placed.len(), 2, "{placed:?}");
    }

    #[test]
    fn lines_outside_the_view_are_not_labelled() {
        assert!(places(&[label(900.0, "Na 1s", 1.0), label(f64::NAN, "?", 1.0)]).is_empty());
    }
}
