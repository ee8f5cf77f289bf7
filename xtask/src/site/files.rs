//! Which files are the site's, and when a browser keeps them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Serialize;

use super::delivery;

/// Where `speclens` says what it carries inside: the one list of what the site is made of.
const EMBEDDED: &str = include_str!("../../../src/bin/speclens/site.rs");
/// Endings of files that the page never asks for: types and digests.
const NOT_ASKED_FOR: [&str; 3] = [".d.ts", ".digest.json", "/explanation.json"];
/// The network of the first answer; `www/worker/networks.js` loads it first.
const FIRST_NETWORK: &str = "model_weights/al-ka/";

/// What the page asks for when its user wants it, and what is for others' pages and programs.
const ON_DEMAND: [&str; 6] = [
    "www/embed/",
    "www/vendor/",
    "www/worker/packer.js",
    "www/worker/packing.js",
    "pkg/examples/",
    "pkg/package.json",
];

/// When a browser keeps a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum When {
    /// On the first visit, all or nothing: the page and the network of the first answer.
    First,
    /// Behind the first answer: other networks, documents.
    Later,
    /// As [`When::Later`], where the browser has WebGPU.
    Gpu,
    /// Never, nor is it compressed beforehand: who serves the site may edit it.
    Never,
}

/// A file of the site.
#[derive(Debug)]
pub struct SiteFile {
    /// Path below the site's folder, with `/`.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// When a browser keeps it.
    pub when: When,
}

/// Reads the files of the site, in the order of their paths.
///
/// # Errors
/// A file that cannot be read, a pattern for which there is none.
pub fn gather(root: &Path) -> Result<Vec<SiteFile>> {
    let mut paths = Vec::new();
    for pattern in patterns(EMBEDDED) {
        let before = paths.len();
        let (folder, _) = pattern.rsplit_once('/').unwrap_or(("", pattern));
        list(root, folder, &mut paths, pattern)?;
        if paths.len() == before {
            bail!("{pattern}: there is no such file");
        }
    }
    paths.retain(|path| !NOT_ASKED_FOR.iter().any(|end| path.ends_with(end)));
    paths.sort();
    paths.dedup();
    let read = |path: String| {
        let bytes = fs::read(root.join(&path)).with_context(|| path.clone())?;
        let when = when(&path);
        Ok(SiteFile { path, bytes, when })
    };
    paths.into_iter().map(read).collect()
}

/// What stands in `#[include = "…"]`: a path, or one that begins so and goes on with anything.
fn patterns(source: &str) -> Vec<&str> {
    let lines = source.lines().map(str::trim);
    lines
        .filter_map(|line| line.strip_prefix("#[include = \"")?.strip_suffix("\"]"))
        .collect()
}

fn matches(pattern: &str, path: &str) -> bool {
    pattern
        .strip_suffix('*')
        .map_or(path == pattern, |begin| path.starts_with(begin))
}

/// The files below a folder that match, but for hidden ones.
fn list(root: &Path, folder: &str, found: &mut Vec<String>, pattern: &str) -> Result<()> {
    let here = root.join(folder);
    for entry in fs::read_dir(&here).with_context(|| here.display().to_string())? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_str().context("a name that is not UTF-8")?;
        let path = if folder.is_empty() {
            name.to_owned()
        } else {
            format!("{folder}/{name}")
        };
        let kind = entry.file_type()?;
        if name.starts_with('.') {
            continue;
        }
        if kind.is_dir() && !folder.is_empty() {
            list(root, &path, found, pattern)?;
        } else if kind.is_file() && matches(pattern, &path) {
            found.push(path);
        }
    }
    Ok(())
}

fn when(path: &str) -> When {
    let document = path.ends_with(".md") || !path.contains('.') || path.starts_with("docs/");
    let other_network = path.starts_with("model_weights/") && !is_of_first_network(path);
    if path.starts_with("pkg/speclens_gpu") {
        When::Gpu
    } else if path == delivery::FRAME {
        When::Never
    } else if document || other_network || ON_DEMAND.iter().any(|p| path.starts_with(p)) {
        When::Later
    } else {
        When::First
    }
}

/// Figures of the model card are not what it computes with.
fn is_of_first_network(path: &str) -> bool {
    path.starts_with(FIRST_NETWORK) && !path.ends_with(".svg")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_those_of_the_program() {
        let found =
            patterns("#[folder = \".\"]\n#[include = \"index.html\"]\n  #[include = \"www/*\"]");
        assert_eq!(found, ["index.html", "www/*"]);
        assert!(patterns(EMBEDDED).contains(&"model_weights/*"));
        assert!(matches("www/*", "www/worker/queue.js"));
        assert!(matches("LICENSE-*", "LICENSE-MIT"));
        assert!(!matches("index.html", "www/index.html"));
    }

    #[test]
    fn the_site_has_all_that_the_page_links_to_and_loads() {
        let files = gather(&crate::root()).unwrap();
        let of = |path: &str| files.iter().find(|file| file.path == path);
        let page = String::from_utf8(of("index.html").unwrap().bytes.clone()).unwrap();
        let named = page.split("=\"./").skip(1);
        let named: Vec<&str> = named.filter_map(|rest| rest.split('"').next()).collect();
        assert!(named.len() > 8, "{named:?}");
        for path in named {
            assert!(of(path).is_some(), "{path}");
        }
        for (path, when) in [
            ("www/worker/networks.js", When::First),
            ("pkg/speclens_bg.wasm", When::First),
            ("model_weights/al-ka/weights.safetensors", When::First),
            ("model_weights/mg-ka/weights.safetensors", When::Later),
            ("model_weights/al-ka/MODEL_CARD.md", When::Later),
            ("docs/limits.md", When::Later),
            ("embed.html", When::Never),
            ("www/vendor/archive.js", When::Later),
            ("www/batch/batch.js", When::First),
            ("LICENSE-MIT", When::Later),
            ("pkg/speclens_gpu_bg.wasm", When::Gpu),
        ] {
            assert_eq!(of(path).map(|file| file.when), Some(when), "{path}");
        }
        assert!(of("pkg/speclens.d.ts").is_none() && of("Cargo.toml").is_none());
    }
}
