//! Libraries of another clone in a target folder that clones share.
//!
//! Cargo tells packages of a workspace apart by their path *within* it, and sources by their
//! time. In a shared folder it takes a library that another clone built for this one's, if it is
//! younger than the sources here: tests would pass on code that is not there.
//!
//! What a library was really made from stands in its metadata: rustc writes the full path of the
//! file it began with. (Cargo's `*.d` files say less: cargo writes them anew, with the paths of
//! this clone, also where it has taken another's library.) Only on this proof is anything cleaned.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::module::{PROFILE, TARGET};
use crate::process;
use crate::workspace::Workspace;

/// Where `cargo xtask test` builds, within the target folder, and how `cargo clean` is told.
const FOLDERS: [(&str, &[&str]); 3] = [
    ("release", &["--release"]),
    (PROFILE, &["--profile", PROFILE]),
    (
        // As cargo names it: `<target>/<profile>`.
        "wasm32-unknown-unknown/web",
        &["--profile", PROFILE, "--target", TARGET],
    ),
];

/// Cleans our own packages out of each folder that holds a library of another clone, and of no
/// other. Answers whether there was one.
///
/// # Errors
/// When cargo cannot clean, or another clone's library is still there afterwards.
pub fn forget_others(root: &Path) -> Result<bool> {
    let workspace = Workspace::read(root)?;
    let mut cleaned = false;
    for (folder, arguments) in FOLDERS {
        let deps = workspace.target_directory.join(folder).join("deps");
        let Some((library, other)) = find(root, &workspace, &deps)? else {
            continue;
        };
        println!(
            "{} was built in another clone, {}: cleaning our packages out of {}.",
            library.display(),
            other,
            workspace.target_directory.join(folder).display()
        );
        process::run(
            process::cargo()
                .current_dir(root)
                .args(["clean", "--quiet"])
                .args(arguments)
                .args(workspace.native()),
        )?;
        if let Some((library, other)) = find(root, &workspace, &deps)? {
            bail!(
                "{}: still there after cargo clean, built in {other}",
                library.display()
            );
        }
        cleaned = true;
    }
    Ok(cleaned)
}

/// The first library of ours in `deps` that was built in another clone, and the root of that.
fn find(root: &Path, workspace: &Workspace, deps: &Path) -> Result<Option<(PathBuf, String)>> {
    let Ok(entries) = fs::read_dir(deps) else {
        return Ok(None);
    };
    // rustc's own view, where the root is reached by a link.
    let real = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    let roots = [root, &real];
    let libraries: Vec<_> = workspace
        .packages
        .iter()
        .flat_map(|package| &package.targets)
        .filter(|target| target.kind.iter().any(|kind| kind == "lib"))
        .filter_map(|target| Some((&target.name, target.src_path.strip_prefix(root).ok()?)))
        .collect();
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let Some((crate_name, _)) = name
            .strip_prefix("lib")
            .and_then(|rest| rest.strip_suffix(".rmeta"))
            .and_then(|rest| rest.rsplit_once('-'))
        else {
            continue;
        };
        let Some((_, source)) = libraries.iter().find(|(name, _)| *name == crate_name) else {
            continue;
        };
        let metadata = fs::read(&path).with_context(|| path.display().to_string())?;
        if let Some(other) = built_elsewhere(&metadata, &roots, source) {
            return Ok(Some((path, other)));
        }
    }
    Ok(None)
}

/// The root that `metadata` of a library names instead of one of `roots`. `None` where it names
/// one of them, or none at all.
fn built_elsewhere(metadata: &[u8], roots: &[&Path], source: &Path) -> Option<String> {
    let source = source.to_string_lossy();
    let ours = |root: &&Path| {
        let full = root.join(&*source);
        let full = full.as_os_str().as_encoded_bytes();
        metadata.windows(full.len()).any(|w| w == full)
    };
    if roots.iter().any(ours) {
        return None;
    }
    let inside = format!("/{source}");
    let ends = metadata
        .windows(inside.len())
        .enumerate()
        .filter(|(_, w)| *w == inside.as_bytes())
        .map(|(at, _)| at);
    for end in ends {
        // A text stands between the number of its bytes and a byte that is in no UTF-8 text.
        let begin = metadata[..end]
            .iter()
            .rposition(|&byte| byte < b' ' || byte == 0xc1)
            .map_or(0, |at| at + 1);
        let text = String::from_utf8_lossy(&metadata[begin..end]);
        // The number may look like a letter, or like the `/` that follows.
        let Some(slash) = text.find('/') else {
            continue;
        };
        let other = text[slash..].trim_start_matches('/');
        if !other.is_empty() {
            return Some(format!("/{other}"));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    const SOURCE: &str = "crates/spectrum/src/lib.rs";

    fn elsewhere(metadata: &[u8], root: &str) -> Option<String> {
        built_elsewhere(metadata, &[Path::new(root)], Path::new(SOURCE))
    }

    #[test]
    fn another_root_is_proof_and_its_own_or_none_is_not() {
        let text = b"\x1acrates/spectrum/src/lib.rs\xc1\x0a/home/a/one\xc1%/home/a/one/crates/spectrum/src/lib.rs\xc1";
        assert_eq!(elsewhere(text, "/home/a/two"), Some("/home/a/one".into()));
        assert_eq!(elsewhere(text, "/home/a"), Some("/home/a/one".into()));
        assert_eq!(elsewhere(text, "/home/a/one"), None);
        assert_eq!(elsewhere(b"", "/home/a/one"), None);
        // Relative, behind the number 47, which is `/`.
        assert_eq!(
            elsewhere(b"\xc1/crates/spectrum/src/lib.rs\xc1", "/a"),
            None
        );
        assert_eq!(
            elsewhere(b"\xc1\x1acrates/spectrum/src/lib.rs\xc1", "/a"),
            None
        );
        // Absolute, behind the same number.
        let text = b"\xc1//b/crates/spectrum/src/lib.rs\xc1";
        assert_eq!(elsewhere(text, "/a"), Some("/b".into()));
    }

    #[test]
    fn rustc_writes_where_a_library_was_built() {
        let base = std::env::temp_dir().join(format!("speclens-clones-{}", std::process::id()));
        for clone in ["a", "b"] {
            let source = base.join(clone).join(SOURCE);
            fs::create_dir_all(source.parent().unwrap()).unwrap();
            fs::write(&source, "pub fn f() {}\n").unwrap();
        }
        let base = base.canonicalize().unwrap();
        // As cargo calls it: in the root, with a path from there.
        process::run(
            Command::new("rustc")
                .current_dir(base.join("a"))
                .args(["--crate-name", "speclens_spectrum", "--crate-type", "lib"])
                .args(["--emit", "metadata", SOURCE, "-o", "../lib.rmeta"]),
        )
        .unwrap();
        let metadata = fs::read(base.join("lib.rmeta")).unwrap();
        let (a, b) = (base.join("a"), base.join("b"));
        assert_eq!(elsewhere(&metadata, &a.to_string_lossy()), None);
        assert_eq!(
            elsewhere(&metadata, &b.to_string_lossy()),
            Some(a.to_string_lossy().into_owned())
        );
        fs::remove_dir_all(&base).unwrap();
    }

    #[test]
    fn a_folder_without_proof_is_left_alone() {
        let root = crate::root();
        let workspace = Workspace::read(&root).unwrap();
        let folder = std::env::temp_dir().join(format!("speclens-deps-{}", std::process::id()));
        assert!(find(&root, &workspace, &folder).unwrap().is_none());
        fs::create_dir_all(&folder).unwrap();
        let file = |name: &str, text: &[u8]| fs::write(folder.join(name), text).unwrap();
        // Built nowhere, of no package of ours, and no metadata.
        file("libspeclens_spectrum-0.rmeta", b"");
        file(
            "libserde-1.rmeta",
            b"\xc1\x1f/elsewhere/crates/spectrum/src/lib.rs\xc1",
        );
        file("speclens-2.d", b"/elsewhere/src/lib.rs");
        assert!(find(&root, &workspace, &folder).unwrap().is_none());
        file(
            "libspeclens_spectrum-3.rmeta",
            b"\xc1\x24/elsewhere/crates/spectrum/src/lib.rs\xc1",
        );
        let (library, other) = find(&root, &workspace, &folder).unwrap().unwrap();
        assert!(library.ends_with("libspeclens_spectrum-3.rmeta"));
        assert_eq!(other, "/elsewhere");
        fs::remove_dir_all(&folder).unwrap();
    }
}
