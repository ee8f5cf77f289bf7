//! SPECS Prodigy (and SpecsLab2) `.xy`: the text that "XY-Serializer" exports.
//!
//! Comment lines `# key: value` tell the export settings, then groups, their regions, and each
//! region's cycles; rows of numbers follow a line such as `# Cycle: 0, Curve: 0, Scan: 0,
//! Channel: 0`. The prefix of the comments and what is kept apart (scans, channels) are settings
//! of the export. There is no public specification: the layout is that of files of Prodigy 4, and
//! agrees with what the readers of pynxtools-xps (`specs/xy`), xylib (`specsxy`) and SPECS' own
//! Igor Pro procedure for SpecsLab2 take for granted.

mod block;
mod line;
mod region;
mod sum;
#[cfg(test)]
pub(crate) mod tests;

use crate::shared::error::{Fault, quote};
use crate::shared::lines::Lines;
use crate::shared::notes::{push, short};
use crate::shared::salvage::Salvage;
use crate::shared::units::count_unit_of;
use block::{Ended, XyBlock};
use line::{Pairs, Prefix, XyLine};
use region::XyRegion;
use speclens_spectrum::{Axis, CountUnit, Doubt, Spectrum};

/// Title of the export settings, at the top of every file.
const SETTINGS: &str = "XY-Serializer Export Settings";
/// Bytes at the beginning of the file in which the export settings must begin.
const HEAD: usize = 4096;
/// Messages on what is left out that every spectrum of the file carries; the rest is counted.
const MAX_MESSAGES: usize = 4;

/// Whether the text begins with Prodigy's or SpecsLab2's export settings, or with their name.
pub(super) fn is_specs_xy(text: &str) -> bool {
    let head = &text[..text.floor_char_boundary(HEAD)];
    let first = head.trim_start().lines().next().unwrap_or_default();
    head.contains(SETTINGS) || first.contains("Created by:") && first.contains("SpecsLab")
}

/// Reads every region with an energy axis: its scans summed, each cycle and each curve a spectrum.
///
/// # Errors
/// A file in which no region is a spectrum: the first fault in it, with its line.
pub(super) fn read(text: &str) -> Result<Vec<Spectrum>, Fault> {
    let mut reader = XyReader {
        prefix: Prefix::of(&text[..text.floor_char_boundary(HEAD)]),
        salvage: Salvage::telling(MAX_MESSAGES),
        ..Default::default()
    };
    let mut lines = Lines::new(text);
    loop {
        let number = lines.number();
        let is_open = lines.next_is_open();
        let Some(text) = lines.take() else { break };
        match reader.prefix.line(text) {
            XyLine::Blank => {}
            XyLine::Row(row) => reader.row(row, number, is_open),
            XyLine::Pair(key, value) => reader.pair(key, value, number),
        }
    }
    reader.finish(lines.number())
}

/// What the export settings say of all regions.
#[derive(Debug, Clone, Copy, Default)]
struct Settings {
    axis: Option<Axis>,
    count_unit: CountUnit,
}

/// Which part of the file the lines belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum FilePart {
    #[default]
    Settings,
    Group,
    Region,
    Cycle,
    Block,
    /// External channels and results of operations (backgrounds, fits): no spectra.
    Beside,
}

/// What is read so far.
#[derive(Debug, Default)]
struct XyReader {
    prefix: Prefix,
    settings: Settings,
    created_by: String,
    part: FilePart,
    group: String,
    group_pairs: Pairs,
    region: XyRegion,
    cycle: u32,
    cycle_pairs: Pairs,
    block: Option<XyBlock>,
    salvage: Salvage,
    /// Regions without an energy axis.
    no_spectra: Vec<String>,
}

impl XyReader {
    /// Takes in a line `key: value`.
    fn pair(&mut self, key: &str, value: &str, line: usize) {
        match key {
            "Group" => {
                self.end_region();
                self.group = short(value);
                self.group_pairs = Pairs::default();
                self.part = FilePart::Group;
            }
            "Region" => {
                self.end_region();
                self.region.name = short(value);
                self.region.pairs = self.group_pairs.clone();
                self.part = FilePart::Region;
            }
            "Cycle" => {
                self.end_block();
                match line::LinePlace::of(value) {
                    Some(place) => {
                        self.cycle = place.cycle;
                        self.block = Some(XyBlock::new(place, line));
                        self.part = FilePart::Block;
                    }
                    None => {
                        self.cycle = value.parse().unwrap_or(self.cycle);
                        self.cycle_pairs = Pairs::default();
                        self.part = FilePart::Cycle;
                    }
                }
            }
            "External Channel Data Cycle" | "Operation" | "Result Name" => {
                self.end_block();
                self.part = FilePart::Beside;
                match value.split_once(',') {
                    Some((_, channel)) if key.starts_with("External") => {
                        self.region.external(channel);
                    }
                    _ => self.region.has_operations = true,
                }
            }
            "ColumnLabels" => {
                if let (FilePart::Block, Some(block)) = (self.part, &mut self.block) {
                    block.label(value);
                }
            }
            _ => self.other_pair(key, value),
        }
    }

    fn other_pair(&mut self, key: &str, value: &str) {
        // SpecsLab2 writes it below the group.
        if key.starts_with("values in ") {
            self.settings.axis = line::axis_of(key).or(self.settings.axis);
            return;
        }
        let pairs = match self.part {
            FilePart::Settings => return self.setting(key, value),
            FilePart::Group => &mut self.group_pairs,
            FilePart::Region => &mut self.region.pairs,
            FilePart::Cycle => &mut self.cycle_pairs,
            FilePart::Block => match &mut self.block {
                Some(block) => &mut block.pairs,
                None => return,
            },
            FilePart::Beside => return,
        };
        pairs.push(key, value);
    }

    /// Takes in an export setting. SpecsLab2 answers questions with yes and no.
    fn setting(&mut self, key: &str, value: &str) {
        let settings = &mut self.settings;
        match (key, value) {
            ("Energy Axis", _) => settings.axis = line::axis_of(value),
            ("Kinetic Energy Axis", "yes") => settings.axis = Some(Axis::Kinetic),
            ("Kinetic Energy Axis", "no") => settings.axis = Some(Axis::Binding),
            ("Count Rate", _) => settings.count_unit = count_unit_of(value),
            ("Counts Per Second", "yes") => settings.count_unit = CountUnit::CountsPerSecond,
            ("Counts Per Second", "no") => settings.count_unit = CountUnit::Counts,
            ("Created by", _) => self.created_by = short(value),
            _ => {}
        }
    }

    /// Takes in a row of numbers. Rows that no line `Cycle: …, Curve: …` announces are a block too.
    fn row(&mut self, row: &str, line: usize, is_open: bool) {
        if self.part == FilePart::Beside {
            return;
        }
        let place = line::LinePlace {
            cycle: self.cycle,
            ..Default::default()
        };
        self.part = FilePart::Block;
        let block = self.block.get_or_insert_with(|| XyBlock::new(place, line));
        if is_open && !self.region.is_complete_with(block.points() + 1) {
            // The file may be cut inside the number.
            block.cut = Some(line);
        } else {
            block.row(row, line);
        }
    }

    /// Gives the rows read last to their region.
    fn end_block(&mut self) {
        let Some(block) = self.block.take() else {
            return;
        };
        let has_room = self.region.spectra() < self.salvage.room();
        let count_unit = self.settings.count_unit;
        match block.end(self.region.is_no_spectrum()) {
            Ended::Empty => {}
            Ended::NoSpectrum => self.region.is_without_energies = true,
            Ended::Bad(fault) => {
                let part = format!("a part of {}", self.region.title());
                self.salvage.lose(part, fault);
            }
            Ended::Scan(scan) => {
                if !self
                    .region
                    .take(scan, &self.cycle_pairs, count_unit, has_room)
                {
                    self.salvage.pass_over(1);
                }
            }
        }
    }

    fn end_region(&mut self) {
        self.end_block();
        let region = std::mem::take(&mut self.region);
        self.cycle = 0;
        self.cycle_pairs = Pairs::default();
        if region.is_without_energies && self.no_spectra.len() < MAX_MESSAGES {
            self.no_spectra.push(region.name.clone());
        }
        if let Some(message) = region.left_out() {
            self.salvage.reason(Doubt::left_out(message));
        }
        let is_first = self.salvage.is_empty();
        self.salvage
            .keep_all(region.spectra_of(self.settings, &self.group));
        if let (true, [first, ..]) = (is_first, self.salvage.spectra_mut()) {
            push(&mut first.notes, "Created by", &self.created_by);
        }
    }

    fn finish(mut self, end: usize) -> Result<Vec<Spectrum>, Fault> {
        self.end_region();
        let mut salvage = self.salvage;
        if let [first, ..] = salvage.spectra_mut() {
            let no_spectra = self.no_spectra.join(", ");
            push(&mut first.notes, "regions without energies", &no_spectra);
        }
        salvage.tell_more("parts of the file");
        salvage.tell_beyond();
        salvage.finish(|_| {
            let found = match self.no_spectra.first() {
                Some(region) => format!("region {} without an energy axis", quote(region)),
                None => "a SPECS .xy export without a row of numbers".to_owned(),
            };
            let expected = "a region with energies and counts";
            Fault::at_line(end.saturating_sub(1).max(1), found, expected)
        })
    }
}
