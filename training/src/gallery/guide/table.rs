//! The periodic table coloured by class.

use std::fmt::Write as _;

use speclens::guide::{Class, Classes};
use speclens::spectrum::elements;

use crate::gallery::atlas::index::{GROUPS, place};
use crate::samples::source_name;

/// Side of a cell, CSS pixels.
const CELL: f64 = 44.0;
/// Rows: periods 2 to 6, a gap, lanthanides, actinides, and the legend.
const ROWS: f64 = 9.0;

/// File name of the table of one network.
pub fn file_name(classes: &Classes) -> String {
    format!("classes-{}.svg", source_name(classes.source))
}

/// Told apart by every kind of colour vision, and lighter the better the class.
fn colour(class: Class) -> &'static str {
    match class {
        Class::I => "#E3F0FA",
        Class::II => "#9CC8E8",
        Class::III => "#F6C26B",
        Class::IV => "#D9692C",
    }
}

/// The table as SVG text.
pub fn svg(classes: &Classes) -> String {
    let (width, height) = (CELL * GROUPS as f64, CELL * ROWS);
    let mut text = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" font-family="system-ui, sans-serif" fill="#1C242E">
<title>Periodic table by class under {}</title>
<rect width="100%" height="100%" fill="white"/>
"##,
        classes.source.label()
    );
    for of in &classes.elements {
        let (row, column) = place(of.z);
        cell(&mut text, [row as f64, column as f64], of.class, &of.symbol);
    }
    for (i, class) in Class::ALL.into_iter().enumerate() {
        let label = format!("class {}", class.name());
        cell(&mut text, [8.0, 3.0 * i as f64], class, class.name());
        let _ = writeln!(
            text,
            r#"<text x="{}" y="{}" font-size="13">{label}</text>"#,
            CELL * (3.0 * i as f64 + 1.1),
            CELL * 8.6
        );
    }
    text.push_str("</svg>\n");
    text
}

fn cell(text: &mut String, [row, column]: [f64; 2], class: Class, inside: &str) {
    let (x, y) = (CELL * column, CELL * row);
    let title = elements::by_symbol(inside).map_or("", |e| e.name);
    let _ = writeln!(
        text,
        r#"<g><title>{title}</title><rect x="{}" y="{}" width="{side}" height="{side}" rx="4" fill="{}"/><text x="{}" y="{}" font-size="15" text-anchor="middle">{inside}</text></g>"#,
        x + 2.0,
        y + 2.0,
        colour(class),
        x + CELL / 2.0,
        y + CELL / 2.0 + 5.0,
        side = CELL - 4.0,
    );
}
