//! The digest of what a browser module was really built from, and whether that still holds.
//!
//! `pkg/<name>.digest.json` records the local source files (from rustc's own dep-info, data that
//! is included at compile time among them), the locked dependencies with their features, and the
//! settings of the build. All of it can be recomputed without a compiler for the browser.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::module::{PROFILE, RUSTFLAGS, TARGET, WebModule};
use crate::process;

/// Content of `pkg/<name>.digest.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Digest {
    /// The crate and how it was built; compared.
    pub build: Build,
    /// SHA-256 of each local source, by path from the repository root; compared.
    pub sources: BTreeMap<String, String>,
    /// Dependencies as `name version`, with their features; compared.
    pub dependencies: BTreeMap<String, String>,
    /// SHA-256 of each file in pkg/ that the build wrote; compared with the files.
    pub output: BTreeMap<String, String>,
    /// What did the building, for the curious; not compared.
    pub made_with: MadeWith,
}

/// Settings that change the code of a module.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Build {
    /// Cargo package.
    pub package: String,
    /// Compilation target.
    pub target: String,
    /// Flags of rustc, less those that only strip the machine's paths.
    pub rustflags: String,
    /// `[profile.web]` of Cargo.toml and the profiles it inherits from.
    pub profile: BTreeMap<String, toml::Table>,
}

/// Tools that had a hand in a module.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MadeWith {
    /// Compiler and its version.
    pub rustc: String,
    /// Version and passes of wasm-opt; `None` where it did not run.
    pub wasm_opt: Option<String>,
}

/// Path of a module's digest.
pub fn path(root: &Path, module: &WebModule) -> PathBuf {
    root.join("pkg")
        .join(format!("{}.digest.json", module.name))
}

/// Every difference between the digest of `module` and the tree, one sentence each; none when
/// the module in pkg/ is what its sources make.
///
/// # Errors
/// When Cargo.toml or the dependencies cannot be read.
pub fn differences(root: &Path, module: &WebModule) -> Result<Vec<String>> {
    let path = path(root, module);
    let shown = format!("pkg/{}.digest.json", module.name);
    let text = match fs::read(&path) {
        Ok(text) => text,
        Err(e) => return Ok(vec![format!("{shown}: {e}")]),
    };
    let digest: Digest = match serde_json::from_slice(&text) {
        Ok(digest) => digest,
        Err(e) => return Ok(vec![format!("{shown}: {e}")]),
    };
    let mut found = compare_files(root, "", &digest.sources);
    found.extend(compare_files(root, "pkg/", &digest.output));
    if digest.sources.is_empty() || digest.output.is_empty() {
        found.push(format!("{shown}: names no sources or no output"));
    }
    let build = build(root, module)?;
    if digest.build != build {
        found.push(format!(
            "Cargo.toml, xtask/src/module.rs: the build settings are {}, the module was built with {}",
            serde_json::to_string(&build)?,
            serde_json::to_string(&digest.build)?
        ));
    }
    let dependencies = dependencies(root, module)?;
    found.extend(compare_dependencies(&dependencies, &digest.dependencies));
    Ok(found)
}

/// Files whose hash is not the recorded one.
fn compare_files(root: &Path, folder: &str, recorded: &BTreeMap<String, String>) -> Vec<String> {
    let mut found = Vec::new();
    for (name, hash) in recorded {
        let shown = format!("{folder}{name}");
        match sha256(&root.join(&shown)) {
            Ok(now) if now == *hash => {}
            Ok(_) => found.push(format!("{shown} has changed")),
            Err(e) => found.push(format!("{shown}: {e}")),
        }
    }
    found
}

fn compare_dependencies(
    now: &BTreeMap<String, String>,
    recorded: &BTreeMap<String, String>,
) -> Vec<String> {
    let names: BTreeSet<&String> = now.keys().chain(recorded.keys()).collect();
    let mut found = Vec::new();
    for name in names {
        match (now.get(name), recorded.get(name)) {
            (Some(a), Some(b)) if a == b => {}
            (Some(a), Some(b)) => found.push(format!(
                "Cargo.lock: {name} has features [{a}], the module was built with [{b}]"
            )),
            (Some(_), None) => found.push(format!("Cargo.lock: {name} is new")),
            (None, _) => found.push(format!("Cargo.lock: {name} is gone")),
        }
    }
    found
}

/// SHA-256 of a file, in hexadecimal.
///
/// # Errors
/// When it cannot be read.
pub fn sha256(path: &Path) -> std::io::Result<String> {
    let hash = Sha256::digest(fs::read(path)?);
    Ok(hash.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The settings a module would be built with now.
///
/// # Errors
/// When Cargo.toml cannot be read or a profile inherits from one that is not there.
pub fn build(root: &Path, module: &WebModule) -> Result<Build> {
    let manifest = root.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).context("Cargo.toml")?;
    let manifest: toml::Table = text.parse().context("Cargo.toml")?;
    let profiles = manifest.get("profile").and_then(|p| p.as_table());
    let mut profile = BTreeMap::new();
    let mut next = Some(PROFILE.to_owned());
    while let Some(name) = next {
        let table = profiles
            .and_then(|p| p.get(&name))
            .and_then(|p| p.as_table())
            .cloned()
            .unwrap_or_default();
        next = table
            .get("inherits")
            .and_then(|i| i.as_str())
            .map(str::to_owned);
        if profile.insert(name.clone(), table).is_some() {
            bail!("Cargo.toml: profile {name} inherits from itself");
        }
    }
    Ok(Build {
        package: module.package.to_owned(),
        target: TARGET.to_owned(),
        rustflags: RUSTFLAGS.join(" "),
        profile,
    })
}

/// What cargo would link into a module, `name version` with its features: Cargo.lock narrowed
/// to the crates that this package really uses on this target.
///
/// # Errors
/// When cargo cannot resolve the workspace.
pub fn dependencies(root: &Path, module: &WebModule) -> Result<BTreeMap<String, String>> {
    let tree = process::output(
        process::cargo()
            .current_dir(root)
            .args(["tree", "--quiet", "--locked", "--package", module.package])
            .args(["--no-default-features", "--edges", "normal"])
            .args(["--features", &module.features.join(",")])
            .args([
                "--target", TARGET, "--prefix", "none", "--format", "{p}|{f}|",
            ]),
    )?;
    parse_tree(&tree)
}

fn parse_tree(tree: &str) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for line in tree.lines().filter(|line| !line.is_empty()) {
        let mut fields = line.split('|');
        let mut words = fields.next().unwrap_or_default().split(' ');
        let (Some(name), Some(version), Some(features)) = (
            words.next(),
            words.next().and_then(|v| v.strip_prefix('v')),
            fields.next(),
        ) else {
            bail!("cargo tree: found `{line}`, expected `name vVERSION|features|`");
        };
        found.insert(format!("{name} {version}"), features.to_owned());
    }
    Ok(found)
}

/// The local files that rustc read for a module, hashed, by path from the root.
///
/// `dep_info` is the make-style file that cargo leaves beside the module.
///
/// # Errors
/// When it cannot be read, or names a file outside the repository.
pub fn sources(root: &Path, dep_info: &Path) -> Result<BTreeMap<String, String>> {
    let text = fs::read_to_string(dep_info).with_context(|| dep_info.display().to_string())?;
    let mut found = BTreeMap::new();
    for file in parse_dep_info(&text) {
        let file = root.join(file);
        let Ok(inside) = file.strip_prefix(root) else {
            bail!(
                "{}: a module's source lies outside the repository",
                file.display()
            );
        };
        let name: Vec<_> = inside
            .components()
            .map(|c| c.as_os_str().to_string_lossy())
            .collect();
        found.insert(
            name.join("/"),
            sha256(&file).with_context(|| file.display().to_string())?,
        );
    }
    if found.is_empty() {
        bail!("{}: names no source", dep_info.display());
    }
    Ok(found)
}

/// The prerequisites in `target: prerequisite …` lines; blanks in names are escaped.
fn parse_dep_info(text: &str) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let Some((_, files)) = line.split_once(": ") else {
            continue;
        };
        let files = files.replace("\\ ", "\0");
        for file in files.split_whitespace() {
            found.insert(normal(Path::new(&file.replace('\0', " "))));
        }
    }
    found
}

/// `a/b/../c` as `a/c`: `include_str!` leaves such names.
fn normal(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::module::{ALL, LARGE, SMALL};

    fn digest(module: &WebModule) -> Digest {
        let path = path(&crate::root(), module);
        serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
    }

    #[test]
    fn the_committed_modules_are_what_their_sources_make() {
        for module in ALL {
            let found = differences(&crate::root(), module).unwrap();
            assert!(
                found.is_empty(),
                "pkg/{} is stale, run `cargo xtask pkg`:\n{}",
                module.name,
                found.join("\n")
            );
        }
    }

    #[test]
    fn a_file_reader_is_a_source_of_the_small_module_only() {
        let (small, large) = (digest(&SMALL), digest(&LARGE));
        assert!(
            small
                .sources
                .contains_key("crates/spectrum/src/spectrum.rs")
        );
        assert!(small.sources.contains_key("crates/network/src/network.rs"));
        let own = ["crates/gpu/src/", "crates/network/src/"];
        let is_own = |source: &String| own.iter().any(|folder| source.starts_with(folder));
        assert!(large.sources.keys().all(is_own), "{:?}", large.sources);
        let network = "crates/network/src/network.rs";
        assert!(large.sources.contains_key(network));
    }

    #[test]
    fn dep_info_names_sources_once_and_without_detours() {
        let text =
            "/t/a.wasm: /r/src/web/../net.rs /r/a\\ b.csv\n\n/r/src/net.rs:\n# env-dep:X=1\n";
        let found: Vec<_> = parse_dep_info(text).into_iter().collect();
        assert_eq!(
            found,
            [PathBuf::from("/r/a b.csv"), PathBuf::from("/r/src/net.rs")]
        );
    }

    #[test]
    fn the_tree_gives_versions_and_features() {
        let tree = "speclens v0.1.0 (/somewhere)||\nburn v0.22.1|flex,std|\nburn v0.22.1|flex,std| (*)\nburn-derive v0.22.1 (proc-macro)||\n";
        let found = parse_tree(tree).unwrap();
        assert_eq!(found.len(), 3);
        assert_eq!(found["burn 0.22.1"], "flex,std");
        assert!(parse_tree("burn").is_err());
    }

    #[test]
    fn a_changed_file_and_a_changed_dependency_are_named() {
        let root = crate::root();
        let hash = sha256(&root.join("Cargo.toml")).unwrap();
        let recorded = BTreeMap::from([("Cargo.toml".to_owned(), hash)]);
        assert_eq!(compare_files(&root, "", &recorded), Vec::<String>::new());
        let recorded = BTreeMap::from([("Cargo.toml".to_owned(), "0".to_owned())]);
        assert_eq!(
            compare_files(&root, "", &recorded),
            ["Cargo.toml has changed"]
        );
        let of = |name: &str| BTreeMap::from([(name.to_owned(), String::new())]);
        assert_eq!(
            compare_dependencies(&of("burn 2"), &of("burn 1")),
            ["Cargo.lock: burn 1 is gone", "Cargo.lock: burn 2 is new"]
        );
    }
}
