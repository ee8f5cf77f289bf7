//! The guide: how well a survey tells each element, which lines do it, and what to measure instead.

mod figure;
mod index;
mod page;
mod table;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rayon::prelude::*;
use speclens::guide::Classes;
use speclens::spectrum::elements::{self, Element};

/// Name of the index within the guide.
const INDEX: &str = "README.md";

/// File name of an element's page: `79-Au.md`; of its figure with another ending.
fn file_name(element: &Element, ending: &str) -> String {
    format!("{:02}-{}.{ending}", element.z, element.symbol)
}

/// Percent without decimals.
fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// Longest line of a paragraph, characters.
const LINE: usize = 100;

/// A paragraph broken into lines.
fn wrapped(paragraph: &str) -> String {
    let mut text = String::new();
    let mut length = 0;
    for word in paragraph.split_whitespace() {
        let more = word.chars().count() + 1;
        if length > 0 {
            let breaks = length + more > LINE;
            text.push(if breaks { '\n' } else { ' ' });
            length = if breaks { 0 } else { length };
        }
        text.push_str(word);
        length += more;
    }
    text
}

/// All files of the guide: name and content, the index last.
///
/// # Errors
/// An element that cannot be simulated.
fn files(all: &[Classes]) -> Result<Vec<(String, String)>> {
    let known = |e: &&Element| all.iter().any(|c| c.of(e.symbol).is_some());
    let known: Vec<&Element> = elements::all().iter().filter(known).collect();
    let mut files: Vec<(String, String)> = known
        .par_iter()
        .map(|e| Ok((file_name(e, "svg"), figure::svg(e, all)?)))
        .collect::<Result<_>>()?;
    files.extend(
        known
            .iter()
            .map(|e| (file_name(e, "md"), page::markdown(e, all))),
    );
    files.extend(all.iter().map(|c| (table::file_name(c), table::svg(c))));
    files.push((INDEX.to_owned(), index::markdown(all)));
    Ok(files)
}

/// Writes the guide by the classes.json of `models` into `folder`.
///
/// # Errors
/// Classes that cannot be read, files that cannot be written.
pub fn write(models: &[PathBuf], folder: &Path) -> Result<()> {
    let read = |model: &PathBuf| -> Result<Classes> {
        let path = model.join("classes.json");
        let json = std::fs::read(&path).with_context(|| path.display().to_string())?;
        Classes::from_json(&json).with_context(|| path.display().to_string())
    };
    let all: Vec<Classes> = models.iter().map(read).collect::<Result<_>>()?;
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    for (name, content) in files(&all)? {
        let path = folder.join(name);
        std::fs::write(&path, content).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn committed() -> Vec<Classes> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let read = |source: &str| {
            let path = root.join("model_weights").join(source).join("classes.json");
            Classes::from_json(&std::fs::read(path).unwrap()).unwrap()
        };
        ["al-ka", "mg-ka"].map(read).to_vec()
    }

    #[test]
    fn every_element_has_a_page_that_the_index_links() {
        let files = files(&committed()).unwrap();
        let (name, index) = files.last().unwrap();
        assert_eq!(name, INDEX);
        let paragraphs = files.iter().flat_map(|(_, text)| text.lines());
        let mut paragraphs = paragraphs.filter(|l| !l.starts_with(['|', '<', '!', '[']));
        assert_eq!(paragraphs.find(|l| l.chars().count() > LINE), None);
        for element in elements::all() {
            let page = file_name(element, "md");
            assert!(index.contains(&page), "{page}");
            let (_, text) = files.iter().find(|(name, _)| *name == page).unwrap();
            assert!(
                text.contains("## Al Kα") && text.contains("## Mg Kα"),
                "{page}"
            );
        }
        for (name, content) in files.iter().filter(|(name, _)| name.ends_with(".svg")) {
            assert!(content.len() < 60_000, "{name}: {} bytes", content.len());
        }
    }

    #[test]
    fn the_committed_guide_is_that_of_the_committed_classes() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/guide");
        let files = files(&committed()).unwrap();
        for (name, content) in files.iter().filter(|(name, _)| name.ends_with(".md")) {
            let written = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
            assert!(
                written == *content,
                "{name} is stale: speclens-training guide"
            );
        }
    }
}
