//! The header of a VAMAS file: what holds for all of its blocks.

use crate::shared::error::{Fault, quote};
use crate::shared::lines::Lines;
use crate::shared::notes::short;

/// The parameters of a block are numbered from 1 to 40 (the standard's prefix numbers).
pub(super) const PARAMETERS: usize = 40;

/// Experiment modes: they decide which entries a header and its blocks have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Map,
    MapDp,
    MapSv,
    MapSvDp,
    Norm,
    Sdp,
    SdpSv,
    Sem,
    NoExp,
}

impl Mode {
    const NAMES: [(&str, Mode); 9] = [
        ("MAP", Mode::Map),
        ("MAPDP", Mode::MapDp),
        ("MAPSV", Mode::MapSv),
        ("MAPSVDP", Mode::MapSvDp),
        ("NORM", Mode::Norm),
        ("SDP", Mode::Sdp),
        ("SDPSV", Mode::SdpSv),
        ("SEM", Mode::Sem),
        ("NOEXP", Mode::NoExp),
    ];

    fn read(lines: &mut Lines) -> Result<Mode, Fault> {
        let at = lines.number();
        let word = lines.text("the experiment mode")?;
        let mut modes = Mode::NAMES.iter();
        let found = modes.find(|(name, _)| name.eq_ignore_ascii_case(word));
        found.map(|(_, mode)| *mode).ok_or_else(|| {
            let names = Mode::NAMES.map(|(name, _)| name).join(", ");
            Fault::at_line(at, quote(word), format!("an experiment mode ({names})"))
        })
    }

    /// Depth profiles: each block tells of the sputtering.
    pub fn sputters(self) -> bool {
        matches!(self, Mode::MapDp | Mode::MapSvDp | Mode::Sdp | Mode::SdpSv)
    }

    /// Each block has the coordinates of its point.
    pub fn has_coordinates(self) -> bool {
        matches!(self, Mode::Map | Mode::MapDp)
    }

    /// Each block has a field of view.
    pub fn has_field_of_view(self) -> bool {
        matches!(
            self,
            Mode::Map | Mode::MapDp | Mode::MapSv | Mode::MapSvDp | Mode::Sem
        )
    }

    /// Each block has the coordinates of its first and last line scan.
    pub fn has_line_scans(self) -> bool {
        matches!(self, Mode::MapSv | Mode::MapSvDp | Mode::Sem)
    }
}

/// Lines of a comment, or additional parameters, that are kept.
pub(super) const MAX_TEXTS: usize = 1000;
/// Lines of a comment that blocks carry which it does not stand in.
const MAX_INHERITED: usize = 200;

/// How the points of a block are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScanMode {
    /// Start and increment of the abscissa are given.
    Regular,
    /// The abscissa is the first of the corresponding variables.
    Irregular,
    /// An image: no abscissa.
    Mapping,
}

impl ScanMode {
    fn read(lines: &mut Lines) -> Result<ScanMode, Fault> {
        let at = lines.number();
        let word = lines.text("the scan mode")?;
        match word.to_ascii_uppercase().as_str() {
            "REGULAR" => Ok(ScanMode::Regular),
            "IRREGULAR" => Ok(ScanMode::Irregular),
            "MAPPING" => Ok(ScanMode::Mapping),
            _ => {
                let expected = "a scan mode (REGULAR, IRREGULAR, MAPPING)";
                Err(Fault::at_line(at, quote(word), expected))
            }
        }
    }
}

/// Header of a VAMAS file.
#[derive(Debug, Clone)]
pub(super) struct Experiment {
    pub institution: String,
    pub instrument: String,
    pub operator: String,
    pub identifier: String,
    pub comment: Vec<String>,
    pub mode: Mode,
    pub scan: ScanMode,
    /// Label and unit of each experimental variable.
    pub variables: Vec<(String, String)>,
    /// Which parameters blocks after the first one give; the others are the first one's.
    pub included: [bool; PARAMETERS],
    /// Entries at the end of each block's header that the standard keeps for its own future.
    pub future_block_entries: usize,
    /// Number of blocks announced.
    pub blocks: usize,
}

impl Experiment {
    /// Reads the header; `lines` stands at the format identifier.
    pub fn read(lines: &mut Lines) -> Result<Experiment, Fault> {
        lines.text("the format identifier")?;
        let institution = words(lines, "the institution")?;
        let instrument = words(lines, "the instrument model")?;
        let operator = words(lines, "the operator")?;
        let identifier = words(lines, "the experiment")?;
        let comment = texts(lines, "the number of comment lines", "a comment line")?;
        let comment = inherited(&comment);

        let mode = Mode::read(lines)?;
        let scan = ScanMode::read(lines)?;
        if matches!(mode, Mode::Map | Mode::MapDp | Mode::Norm | Mode::Sdp) {
            lines.integer("the number of spectral regions")?;
        }
        if mode.has_coordinates() {
            lines.integer("the number of analysis positions")?;
            lines.integer("the number of x coordinates in the full map")?;
            lines.integer("the number of y coordinates in the full map")?;
        }

        let mut variables = Vec::new();
        for _ in 0..lines.count("the number of experimental variables")? {
            let label = words(lines, "the label of an experimental variable")?;
            variables.push((label, words(lines, "the unit of an experimental variable")?));
        }
        let included = inclusion_list(lines)?;
        texts(
            lines,
            "the number of manually entered items",
            "a manually entered item",
        )?;
        let future_entries = lines.count("the number of future upgrade experiment entries")?;
        let future_block_entries = lines.count("the number of future upgrade block entries")?;
        for _ in 0..future_entries {
            lines.text("a future upgrade experiment entry")?;
        }
        let blocks = lines.count("the number of blocks")?;
        Ok(Experiment {
            institution,
            instrument,
            operator,
            identifier,
            comment,
            mode,
            scan,
            variables,
            included,
            future_block_entries,
            blocks,
        })
    }
}

/// The next line, [`short`]: most texts of a block are copied to those after it.
pub(super) fn words(lines: &mut Lines, expected: &str) -> Result<String, Fault> {
    Ok(short(lines.text(expected)?))
}

/// Lines of a comment that others than its own block carry: cut, so that a file's texts are not
/// multiplied.
pub(super) fn inherited(comment: &[String]) -> Vec<String> {
    comment
        .iter()
        .take(MAX_INHERITED)
        .map(|t| short(t))
        .collect()
}

/// A number of lines, then these lines.
pub(super) fn texts(lines: &mut Lines, count: &str, each: &str) -> Result<Vec<String>, Fault> {
    let mut texts = Vec::new();
    for _ in 0..lines.count(count)? {
        texts.push(lines.text(each)?.to_owned());
    }
    Ok(texts)
}

/// A positive number of entries lists the parameters that later blocks give, a negative one
/// those that they leave out, zero means that they give all.
fn inclusion_list(lines: &mut Lines) -> Result<[bool; PARAMETERS], Fault> {
    let entries = lines.integer("the number of entries in the inclusion or exclusion list")?;
    let listed_are_included = entries > 0;
    let mut included = [!listed_are_included; PARAMETERS];
    for _ in 0..entries.unsigned_abs() {
        let at = lines.number();
        let expected = "the number of a block parameter, 1 to 40";
        let number = lines.integer(expected)?;
        let slot = usize::try_from(number - 1)
            .ok()
            .and_then(|i| included.get_mut(i));
        *slot.ok_or_else(|| Fault::at_line(at, format!("{number}"), expected))? =
            listed_are_included;
    }
    Ok(included)
}
