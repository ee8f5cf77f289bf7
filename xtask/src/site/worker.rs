//! The service worker: `xtask/site/worker.js` with the list of files that it keeps.

use anyhow::{Context, Result};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::files::{SiteFile, When};

/// Its name; it must lie at the top of the site to be allowed all of it.
pub const NAME: &str = "sw.js";
const TEMPLATE: &str = include_str!("../../site/worker.js");
/// The line of the template that the list takes the place of.
const PLACE: &str = "const SITE = { version: '', files: [] };";

#[derive(Serialize)]
struct Site<'a> {
    version: &'a str,
    files: &'a [Entry<'a>],
}

#[derive(Serialize)]
struct Entry<'a> {
    path: &'a str,
    bytes: usize,
    sha256: String,
    when: When,
}

/// Version and text of the service worker, which keeps all files but those of [`When::Never`]. The
/// version is a digest of the list and of the template: another version is another file, which is
/// how a browser learns of it.
///
/// # Errors
/// A template without its place for the list.
pub fn script(files: &[SiteFile]) -> Result<(String, String)> {
    let entry = |file: &'_ SiteFile| (file.bytes.len(), hex(&file.bytes));
    let kept = || files.iter().filter(|file| file.when != When::Never);
    let digests: Vec<(usize, String)> = kept().map(entry).collect();
    let entries: Vec<Entry> = kept()
        .zip(digests)
        .map(|(file, (bytes, sha256))| Entry {
            path: &file.path,
            bytes,
            sha256,
            when: file.when,
        })
        .collect();
    let list = serde_json::to_string(&entries)?;
    let version = hex(format!("{TEMPLATE}{list}").as_bytes());
    let version = version.get(..12).unwrap_or(&version).to_owned();
    let site = serde_json::to_string(&Site {
        version: &version,
        files: &entries,
    })?;
    let (before, after) = TEMPLATE
        .split_once(PLACE)
        .context("xtask/site/worker.js: no place for the list of files")?;
    let script = format!("{before}const SITE = {site};{after}");
    Ok((version, script))
}

fn hex(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(bytes: &[u8]) -> SiteFile {
        SiteFile {
            path: "a.js".into(),
            bytes: bytes.to_vec(),
            when: When::First,
        }
    }

    #[test]
    fn another_file_makes_another_version() {
        let (version, script) = script(&[file(b"abc")]).unwrap();
        let (same, _) = super::script(&[file(b"abc")]).unwrap();
        let (other, _) = super::script(&[file(b"abd")]).unwrap();
        assert_eq!(version, same);
        assert_ne!(version, other);
        let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let entry =
            format!("{{\"path\":\"a.js\",\"bytes\":3,\"sha256\":\"{sha256}\",\"when\":\"first\"}}");
        assert!(script.contains(&format!(
            "const SITE = {{\"version\":\"{version}\",\"files\":[{entry}]}};\n"
        )));
        assert!(!script.contains(PLACE));
        let edited = SiteFile {
            when: When::Never,
            ..file(b"abd")
        };
        let (unchanged, _) = super::script(&[file(b"abc"), edited]).unwrap();
        assert_eq!(unchanged, version, "what may be edited is not in the list");
    }
}
