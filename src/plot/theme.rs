//! Colours and sizes of a figure.

use plotters::style::RGBColor;
use serde::{Deserialize, Serialize};

/// Light or dark surroundings.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// Dark ink on a light ground.
    #[default]
    Light,
    /// Light ink on a dark ground.
    Dark,
    /// The colours that a system forces on all pages, red, green, blue.
    Forced {
        /// Of the ground.
        ground: [u8; 3],
        /// Of texts.
        ink: [u8; 3],
        /// Of what is chosen.
        highlight: [u8; 3],
    },
}

/// Colours of other spectra, on light and on dark ground: after Okabe and Ito (2008), darkened or lightened
/// for contrast with the ground, and two more.
const OTHERS: [[RGBColor; 8]; 2] = [
    [
        RGBColor(213, 94, 0),
        RGBColor(0, 114, 178),
        RGBColor(0, 135, 100),
        RGBColor(175, 95, 145),
        RGBColor(180, 120, 0),
        RGBColor(60, 150, 200),
        RGBColor(120, 110, 0),
        RGBColor(110, 80, 170),
    ],
    [
        RGBColor(255, 140, 66),
        RGBColor(86, 180, 233),
        RGBColor(60, 200, 160),
        RGBColor(226, 150, 195),
        RGBColor(240, 190, 70),
        RGBColor(140, 205, 240),
        RGBColor(225, 215, 90),
        RGBColor(180, 155, 235),
    ],
];

/// A colour between two, `share` of the second.
fn between(a: [u8; 3], b: [u8; 3], share: f64) -> RGBColor {
    let part = |i: usize| {
        let [a, b] = [a[i], b[i]].map(f64::from);
        (a + share * (b - a)).round() as u8
    };
    RGBColor(part(0), part(1), part(2))
}

/// The colours of one theme. Blue and orange for the two signs: told apart by every kind of
/// colour vision.
pub(super) struct Palette {
    pub ground: RGBColor,
    pub ink: RGBColor,
    pub muted: RGBColor,
    pub grid: RGBColor,
    pub curve: RGBColor,
    pub background: RGBColor,
    pub implied: RGBColor,
    pub chosen: RGBColor,
    pub positive: RGBColor,
    pub negative: RGBColor,
    others: [RGBColor; 8],
}

impl Palette {
    /// Colour of other spectrum number `index`.
    pub fn other(&self, index: usize) -> RGBColor {
        self.others[index % self.others.len()]
    }
}

impl Theme {
    pub(super) fn palette(self) -> Palette {
        match self {
            Theme::Light => Palette {
                ground: RGBColor(255, 255, 255),
                ink: RGBColor(28, 36, 46),
                muted: RGBColor(88, 99, 112),
                grid: RGBColor(228, 232, 237),
                curve: RGBColor(38, 50, 64),
                background: RGBColor(128, 96, 20),
                implied: RGBColor(190, 40, 110),
                chosen: RGBColor(20, 92, 168),
                positive: RGBColor(30, 110, 190),
                negative: RGBColor(205, 96, 20),
                others: OTHERS[0],
            },
            Theme::Dark => Palette {
                ground: RGBColor(23, 28, 35),
                ink: RGBColor(231, 235, 240),
                muted: RGBColor(158, 169, 182),
                grid: RGBColor(45, 53, 63),
                curve: RGBColor(208, 217, 227),
                background: RGBColor(214, 178, 94),
                implied: RGBColor(245, 130, 185),
                chosen: RGBColor(122, 184, 255),
                positive: RGBColor(90, 162, 240),
                negative: RGBColor(240, 146, 66),
                others: OTHERS[1],
            },
            Theme::Forced {
                ground,
                ink,
                highlight,
            } => {
                let mixed = |share| between(ground, ink, share);
                let bright = ground.iter().map(|c| u32::from(*c)).sum::<u32>() > 3 * 127;
                let others = OTHERS[usize::from(!bright)];
                let chosen = between(highlight, highlight, 0.0);
                Palette {
                    ground: mixed(0.0),
                    ink: mixed(1.0),
                    muted: mixed(0.8),
                    grid: mixed(0.2),
                    curve: mixed(1.0),
                    background: others[4],
                    implied: others[3],
                    chosen,
                    positive: chosen,
                    negative: others[0],
                    others,
                }
            }
        }
    }

    /// Colours of other spectra, for a legend: `#rrggbb` each.
    pub fn other_colours(self) -> Vec<String> {
        let hex = |c: RGBColor| format!("#{:02x}{:02x}{:02x}", c.0, c.1, c.2);
        self.palette().others.map(hex).to_vec()
    }
}

/// Size and look of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Style {
    /// Width, CSS pixels.
    pub width_css_px: f64,
    /// Height, CSS pixels.
    pub height_css_px: f64,
    /// Device pixels per CSS pixel. At least 2 looks best: backends round to whole pixels.
    pub scale: f64,
    /// Colours.
    pub theme: Theme,
}

impl Style {
    /// A length in CSS pixels as device pixels.
    pub fn dev_px(&self, css_px: f64) -> i32 {
        (css_px * self.scale).round() as i32
    }

    /// A stroke's width in device pixels, at least one.
    pub fn stroke_dev_px(&self, css_px: f64) -> u32 {
        (css_px * self.scale).round().max(1.0) as u32
    }
}
