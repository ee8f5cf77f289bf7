//! Colours and sizes of a figure.

use plotters::style::RGBColor;
use serde::{Deserialize, Serialize};

/// Light or dark surroundings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// Dark ink on a light ground.
    #[default]
    Light,
    /// Light ink on a dark ground.
    Dark,
}

/// The colours of one theme. Blue and orange for the two signs: told apart by every kind of
/// colour vision.
pub(super) struct Palette {
    pub ground: RGBColor,
    pub ink: RGBColor,
    pub muted: RGBColor,
    pub grid: RGBColor,
    pub curve: RGBColor,
    pub implied: RGBColor,
    pub chosen: RGBColor,
    pub positive: RGBColor,
    pub negative: RGBColor,
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
                implied: RGBColor(190, 40, 110),
                chosen: RGBColor(20, 92, 168),
                positive: RGBColor(30, 110, 190),
                negative: RGBColor(205, 96, 20),
            },
            Theme::Dark => Palette {
                ground: RGBColor(23, 28, 35),
                ink: RGBColor(231, 235, 240),
                muted: RGBColor(158, 169, 182),
                grid: RGBColor(45, 53, 63),
                curve: RGBColor(208, 217, 227),
                implied: RGBColor(245, 130, 185),
                chosen: RGBColor(122, 184, 255),
                positive: RGBColor(90, 162, 240),
                negative: RGBColor(240, 146, 66),
            },
        }
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
