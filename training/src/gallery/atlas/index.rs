//! The atlas's index: a periodic table of links, and the lines that the figures name.

use std::fmt::Write as _;

use speclens::spectrum::Source;
use speclens::spectrum::elements::{self, Element};

use super::figure::HUMP_EV;
use super::lines::{self, Kind, LEAST_LOW_SHARE, LEAST_SHARE, LOW_EV, Named};
use super::{Plate, file_name};

/// The command that writes the atlas.
pub const COMMAND: &str = "cargo run --release -p speclens-training -- atlas";
/// Spin–orbit partners nearer than this are listed as one line, eV.
const RESOLVED_EV: f64 = 1.0;
/// Groups of the periodic table.
pub const GROUPS: usize = 18;

/// The index in the Markdown and HTML that code hosts show.
pub(super) fn markdown(plates: &[Plate]) -> String {
    let mut text = format!(
        "# Atlas of the elements

The survey spectra of the {} pure elements as Speclens simulates them: simulated, not measured, for a
clean surface under monochromated Al Kα, without noise. Sources of all tables and formulas are in
[simulator.md](../method/simulator.md). How well a survey tells each element, and what to measure where
lines overlap, stands in the [guide](../guide/README.md). Everything here is written by

```sh
{COMMAND}
```

{}
Labels without a word are photoelectron lines (`4f7/2`; a pair that is not resolved: `2p`), the
others Auger groups (`MNN`; where an element has several between these main shells, `MN45N45`: any M
vacancy filled from N4,5; or `M45N45N45`). Named is what has {} % or more of the area of the element's
strongest photoelectron line, and {} % or more up to {LOW_EV:.0} eV, where weak lines are taken for
lithium and beryllium. In a figure, as far as there is room; of Auger groups within {HUMP_EV:.0} eV of each
other only the strongest. The highest point of each survey is 100.

## Lines

Binding energies in eV, strongest first. Auger groups: under Al Kα / under Mg Kα (– where Mg Kα does
not excite them), at the group's maximum.

| Z | element | photoelectron lines | Auger groups |
|--:|---|---|---|
",
        plates.len(),
        periodic_table(),
        100.0 * LEAST_SHARE,
        100.0 * LEAST_LOW_SHARE,
    );
    for plate in plates {
        let element = plate.element;
        let named = lines::named(&plate.sample.bulk, &plate.instrument, RESOLVED_EV);
        let list = |kind: Kind, written: &dyn Fn(&Named) -> String| {
            let of_kind = named.iter().filter(|n| n.kind == kind);
            of_kind.map(written).collect::<Vec<_>>().join(", ")
        };
        let photo = list(Kind::Photo, &|n| format!("{} {:.1}", n.name, n.binding_ev));
        let auger = list(Kind::Auger, &|n| {
            let mg = lines::under(&plate.sample.bulk, &plate.instrument, n, Source::MgKa);
            let mg = mg.map_or_else(|| "–".to_owned(), |e| format!("{e:.0}"));
            format!("{} {:.0} / {mg}", n.name, n.binding_ev)
        });
        let _ = writeln!(
            text,
            "| {} | [{} {}]({}) | {photo} | {auger} |",
            element.z,
            element.symbol,
            element.name.to_lowercase(),
            file_name(element)
        );
    }
    text
}

/// The periodic table with the f block below, as HTML.
fn periodic_table() -> String {
    let mut rows = vec![[const { None::<&Element> }; GROUPS]; 8];
    for element in elements::all() {
        let (row, column) = place(element.z);
        rows[row][column] = Some(element);
    }
    let mut text = String::from("<table>\n");
    for row in rows.iter().filter(|r| r.iter().any(Option::is_some)) {
        text.push_str("<tr>");
        for cell in row {
            match cell {
                Some(e) => {
                    let _ = write!(
                        text,
                        "<td align=\"center\"><a href=\"{}\" title=\"{}\"><sub>{}</sub><br>{}</a></td>",
                        file_name(e),
                        e.name.to_lowercase(),
                        e.z,
                        e.symbol
                    );
                }
                None => text.push_str("<td></td>"),
            }
        }
        text.push_str("</tr>\n");
    }
    text.push_str("</table>\n");
    text
}

/// Row and column, both from zero: periods 2 to 6 in rows 0 to 4, lanthanides in 6, actinides in 7.
pub fn place(z: u8) -> (usize, usize) {
    /// Noble gases, with which periods end, from helium on.
    const ENDS: [u8; 6] = [2, 10, 18, 36, 54, 86];
    match z {
        57..=71 => (6, usize::from(z - 57) + 2),
        89.. => (7, usize::from(z - 89) + 2),
        _ => {
            let period = ENDS.iter().filter(|end| **end < z).count();
            let (first, last) = (ENDS[period - 1] + 1, ENDS[period]);
            // Two groups from the left, the others from the right.
            let column = match usize::from(z - first) {
                left @ 0..2 => left,
                _ => GROUPS - 1 - usize::from(last - z),
            };
            (period - 1, column)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_stand_in_their_groups() {
        for (symbol, at) in [
            ("Li", (0, 0)),
            ("Be", (0, 1)),
            ("B", (0, 12)),
            ("Ne", (0, 17)),
            ("Si", (1, 13)),
            ("Sc", (2, 2)),
            ("Cu", (2, 10)),
            ("I", (3, 16)),
            ("Ba", (4, 1)),
            ("Hf", (4, 3)),
            ("Au", (4, 10)),
            ("Bi", (4, 14)),
            ("La", (6, 2)),
            ("Lu", (6, 16)),
            ("U", (7, 5)),
        ] {
            let z = elements::by_symbol(symbol).unwrap().z;
            assert_eq!(place(z), at, "{symbol}");
        }
    }
}
