//! Excel workbooks `.xlsx`: their sheets and cells (Office Open XML, ECMA-376 part 1, chapter 18).

use quick_xml::events::Event;

use super::super::text::UNCOMPUTED;
use super::cells::SheetCells;
use super::xml;
use super::{MAX_SHEETS, Sink, refused};
use crate::shared::error::{Fault, quote};
use crate::shared::lines::END_OF_FILE;
use crate::shared::notes::short;
use speclens_containers::text::one_line;
use speclens_containers::zip::Archive;
use speclens_spectrum::Doubt;

/// Texts that many cells share: 24 bytes each beside their own.
const MAX_STRINGS: usize = 2_000_000;

/// Reads every worksheet into `sink`; a fault of one sheet goes there, too.
///
/// # Errors
/// The archive is no Excel workbook, or the files that say which sheets there are are damaged.
pub(super) fn read(archive: &Archive, sink: &mut Sink) -> Result<(), Fault> {
    let package = relations(archive, "")?;
    let workbook = package
        .iter()
        .find(|r| r.kind.ends_with("/officeDocument"))
        .map_or("xl/workbook.xml", |r| &r.target);
    if workbook.ends_with(".bin") {
        return Err(refused("an Excel .xlsb, whose tables are not XML"));
    }
    if workbook.starts_with("word/") || workbook.starts_with("ppt/") {
        return Err(refused("a Word or PowerPoint document"));
    }
    let Some(text) = archive.text(workbook)? else {
        return Err(refused("a zip archive that is no spreadsheet"));
    };
    let relations = relations(archive, workbook)?;
    let strings = match relations
        .iter()
        .find(|r| r.kind.ends_with("/sharedStrings"))
    {
        Some(r) => shared_strings(archive, &r.target)?,
        None => Vec::new(),
    };
    let sheets = sheets(&text).map_err(|found| damaged(workbook, found))?;
    let is_uncomputed = is_uncomputed(&text).map_err(|found| damaged(workbook, found))?;
    drop(text);
    for (i, (name, id)) in sheets.iter().enumerate() {
        if i >= MAX_SHEETS {
            sink.sheets_beyond();
            break;
        }
        let relation = relations.iter().find(|r| r.id == *id);
        match relation {
            Some(r) if r.kind.ends_with("/worksheet") => {
                let mut grid = SheetCells::default();
                let result = worksheet(archive, &r.target, &strings, &mut grid);
                if let Ok(zeros @ 1..) = result
                    && is_uncomputed
                {
                    sink.salvage.tell_with_first(Doubt::incomplete(format!(
                        "sheet {}: {zeros} results of formulas are 0, and the workbook is to be \
                         computed when it is opened: the program that wrote it may not have done so",
                        quote(name)
                    )));
                }
                sink.sheet(name, result.map(|_| grid));
            }
            // Charts and macros on sheets of their own, or a sheet that is missing.
            _ => sink.without_spectra(name),
        }
    }
    Ok(())
}

/// A relation of one file of the package to another.
struct Relation {
    id: String,
    kind: String,
    target: String,
}

/// The relations of a file of the package; of the package itself where `of` is empty.
fn relations(archive: &Archive, of: &str) -> Result<Vec<Relation>, Fault> {
    let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
    let name = match folder {
        "" => format!("_rels/{file}.rels"),
        folder => format!("{folder}/_rels/{file}.rels"),
    };
    let text = archive.text(&name)?.unwrap_or_default();
    let mut reader = xml::reader(&text);
    let mut all = Vec::new();
    loop {
        match xml::next(&mut reader).map_err(|found| damaged(&name, found))? {
            Event::Start(e) if e.local_name().as_ref() == "Relationship" => {
                let get = |attribute| xml::attribute(&e, attribute).unwrap_or_default();
                all.push(Relation {
                    id: get("Id"),
                    kind: get("Type"),
                    target: within(folder, &get("Target")),
                });
            }
            Event::Eof => return Ok(all),
            _ => {}
        }
    }
}

/// A path of the package, from one that counts from a folder of it.
fn within(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').collect(),
    };
    for part in target.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "" | "." => {}
            part => parts.push(part),
        }
    }
    parts.retain(|p| !p.is_empty());
    parts.join("/")
}

/// Names of the sheets, in order, and the relations that they are.
fn sheets(workbook: &str) -> Result<Vec<(String, String)>, String> {
    let mut reader = xml::reader(workbook);
    let mut all = Vec::new();
    loop {
        match xml::next(&mut reader)? {
            Event::Start(e) if e.local_name().as_ref() == "sheet" => {
                let get = |attribute| xml::attribute(&e, attribute).unwrap_or_default();
                all.push((get("name"), get("id")));
            }
            Event::Eof => return Ok(all),
            _ => {}
        }
    }
}

/// Whether all formulas are to be computed when the workbook is opened: their results in the file
/// may be none.
fn is_uncomputed(workbook: &str) -> Result<bool, String> {
    let mut reader = xml::reader(workbook);
    loop {
        match xml::next(&mut reader)? {
            Event::Start(e) if e.local_name().as_ref() == "calcPr" => {
                let told = xml::attribute(&e, "fullCalcOnLoad");
                return Ok(matches!(told.as_deref(), Some("1" | "true")));
            }
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}

fn shared_strings(archive: &Archive, name: &str) -> Result<Vec<String>, Fault> {
    let text = archive.text(name)?.unwrap_or_default();
    let mut reader = xml::reader(&text);
    let mut all: Vec<String> = Vec::new();
    let mut string = String::new();
    let (mut in_text, mut phonetic) = (false, false);
    loop {
        let event = xml::next(&mut reader).map_err(|found| damaged(name, found))?;
        match &event {
            Event::Start(e) => match e.local_name().as_ref() {
                "si" => string.clear(),
                "t" => in_text = !phonetic,
                // How Japanese words are spoken.
                "rPh" => phonetic = true,
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "si" if all.len() >= MAX_STRINGS => {
                    return Err(damaged(name, format!("more than {MAX_STRINGS} texts")));
                }
                "si" => all.push(string.as_str().into()),
                "t" => in_text = false,
                "rPh" => phonetic = false,
                _ => {}
            },
            Event::Eof => return Ok(all),
            event if in_text => xml::push_text(&mut string, event),
            _ => {}
        }
    }
}

/// Reads the cells of a worksheet, and answers how many formulas have the result 0. The lines of
/// faults are its rows.
fn worksheet(
    archive: &Archive,
    name: &str,
    strings: &[String],
    grid: &mut SheetCells,
) -> Result<usize, Fault> {
    let Some(text) = archive.text(name)? else {
        return Ok(0);
    };
    let mut reader = xml::reader(&text);
    // The row and the column that come where the file does not say which.
    let (mut row, mut column) = (0usize, 0usize);
    let mut kind = String::new();
    let mut value = String::new();
    let (mut in_value, mut in_data) = (false, false);
    let (mut is_formula, mut zeros) = (false, 0);
    loop {
        let at = row + 1;
        let event = xml::next(&mut reader)
            .map_err(|found| Fault::at_line(at, found, "the cells of a worksheet"))?;
        match &event {
            Event::Start(e) => match e.local_name().as_ref() {
                "sheetData" => in_data = true,
                "row" => {
                    if let Some(r) = xml::count(e, "r") {
                        row = r.saturating_sub(1);
                    }
                    column = 0;
                }
                "c" => {
                    if let Some(r) = xml::attribute(e, "r") {
                        let Some(place) = place(&r) else {
                            let found = format!("a cell at {}", quote(&r));
                            return Err(Fault::at_line(at, found, "a place such as B12"));
                        };
                        (row, column) = place;
                    }
                    kind = xml::attribute(e, "t").unwrap_or_default();
                    value.clear();
                    is_formula = false;
                }
                "v" | "t" => in_value = true,
                "f" => is_formula = true,
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "v" | "t" => in_value = false,
                "c" => {
                    let shown = match kind.as_str() {
                        "s" => {
                            let index = value.trim().parse::<usize>().ok();
                            let Some(text) = index.and_then(|i| strings.get(i)) else {
                                let found = format!("the shared text {}", short(&value));
                                let expected = format!("one of {}", strings.len());
                                return Err(Fault::at_line(row + 1, found, expected));
                            };
                            text
                        }
                        // True and false are no numbers.
                        "b" => "",
                        // An empty text is a result, and has its kind.
                        "" | "n" if is_formula && value.trim().is_empty() => UNCOMPUTED,
                        _ => value.as_str(),
                    };
                    zeros += usize::from(is_formula && shown == "0");
                    match kind.as_str() {
                        "" | "n" => grid.push_number(row, column, shown)?,
                        _ => grid.push(row, column, shown)?,
                    }
                    value.clear();
                    column = column.saturating_add(1);
                }
                "row" => row = row.saturating_add(1),
                "sheetData" => return Ok(zeros),
                _ => {}
            },
            Event::Eof if in_data => {
                return Err(Fault::at_line(at, END_OF_FILE, "more cells"));
            }
            Event::Eof => return Ok(zeros),
            event if in_value => xml::push_text(&mut value, event),
            _ => {}
        }
    }
}

/// Row and column, from 0, of a place such as `B12`.
fn place(name: &str) -> Option<(usize, usize)> {
    let name = name.trim();
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = name.split_at(digits);
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let mut column = 0;
    for letter in letters.bytes() {
        if !letter.is_ascii_alphabetic() {
            return None;
        }
        column = column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1;
    }
    let row: usize = row.parse().ok().filter(|r| *r >= 1)?;
    Some((row - 1, column - 1))
}

fn damaged(file: &str, found: String) -> Fault {
    let file = one_line(&short(file));
    Fault::at_byte(0, format!("{found} in “{file}”"), "an Excel workbook")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_cells() {
        assert_eq!(place("A1"), Some((0, 0)));
        assert_eq!(place("xfd1048576"), Some((1048575, 16383)));
        for bad in [
            "",
            "A",
            "1",
            "A0",
            "A-1",
            "AAAA1",
            "A1B",
            "Ä1",
            "A99999999999999999999",
        ] {
            assert_eq!(place(bad), None, "{bad}");
        }
    }

    #[test]
    fn paths_of_the_package() {
        assert_eq!(
            within("xl", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(within("xl", "/xl/sheet1.xml"), "xl/sheet1.xml");
        assert_eq!(within("", "xl/workbook.xml"), "xl/workbook.xml");
        assert_eq!(within("xl", "../../a/./b.xml"), "a/b.xml");
    }
}
