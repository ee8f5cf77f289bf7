//! The oldest Rust that compiles this: Cargo.toml says it once, and nothing contradicts it.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::{process, toolchain};

/// Documents that name a version of Rust.
const DOCUMENTS: [&str; 3] = ["README.md", "CONTRIBUTING.md", "docs/building.md"];

/// A version as Cargo.toml and people write it: `1.95` is `1.95.0`.
fn parsed(version: &str) -> [u32; 3] {
    let mut parts = version.split('.').map(|part| part.parse().unwrap());
    std::array::from_fn(|_| parts.next().unwrap_or(0))
}

/// Every version after the word "Rust" in a text.
fn named(text: &str) -> Vec<&str> {
    text.split("Rust ")
        .skip(1)
        .filter_map(|rest| {
            let end = rest
                .find(|c: char| !c.is_ascii_digit() && c != '.')
                .unwrap_or(rest.len());
            let version = rest[..end].trim_end_matches('.');
            version.contains('.').then_some(version)
        })
        .collect()
}

/// Whether a manifest takes its `rust-version` from the workspace.
fn inherits(manifest: &toml::Table) -> bool {
    manifest
        .get("package")
        .and_then(|package| package.get("rust-version")?.get("workspace")?.as_bool())
        .unwrap_or(false)
}

fn table(path: &Path) -> toml::Table {
    fs::read_to_string(path).unwrap().parse().unwrap()
}

/// `rust-version` of the workspace.
fn ours() -> String {
    let manifest = table(&crate::root().join("Cargo.toml"));
    let version = &manifest["workspace"]["package"]["rust-version"];
    version.as_str().unwrap().to_owned()
}

/// A package of `cargo metadata`, ours or another's.
#[derive(Deserialize)]
struct Package {
    name: String,
    rust_version: Option<String>,
    manifest_path: PathBuf,
}

fn packages(arguments: &[&str]) -> Vec<Package> {
    let text = process::output(
        process::cargo()
            .current_dir(crate::root())
            .args(["metadata", "--locked", "--format-version", "1"])
            .args(arguments),
    );
    let metadata: serde_json::Value = serde_json::from_str(&text.unwrap()).unwrap();
    serde_json::from_value(metadata["packages"].clone()).unwrap()
}

/// Packages that need a newer Rust than `ours`.
fn newer<'a>(packages: &'a [Package], ours: &str) -> Vec<&'a str> {
    packages
        .iter()
        .filter(|p| {
            let needed = p.rust_version.as_deref();
            needed.is_some_and(|needed| parsed(needed) > parsed(ours))
        })
        .map(|p| p.name.as_str())
        .collect()
}

#[test]
fn every_package_takes_its_version_of_rust_from_the_workspace() {
    for package in packages(&["--no-deps"]) {
        assert!(inherits(&table(&package.manifest_path)), "{}", package.name);
    }
    assert!(inherits(
        &"package.rust-version.workspace = true".parse().unwrap()
    ));
    assert!(!inherits(&"package.rust-version = '1.95'".parse().unwrap()));
    assert!(!inherits(&"package.name = 'a'".parse().unwrap()));
}

#[test]
fn the_documents_name_the_same_version() {
    let mut found = 0;
    for document in DOCUMENTS {
        let text = fs::read_to_string(crate::root().join(document)).unwrap();
        for version in named(&text) {
            assert_eq!(parsed(version), parsed(&ours()), "{document}");
            found += 1;
        }
    }
    assert!(found > 0, "no document says which Rust is needed");
    assert_eq!(
        named("Rust 1.95 or newer, Rust 1.96.\nRust toolchain, Rust 2"),
        ["1.95", "1.96"]
    );
}

#[test]
fn no_dependency_needs_a_newer_one() {
    let all = packages(&["--filter-platform", &toolchain::host().unwrap()]);
    let burn = all.iter().find(|p| p.name == "burn").unwrap();
    assert!(burn.rust_version.is_some(), "burn no longer says it");
    assert_eq!(newer(&all, &ours()), Vec::<&str>::new());

    let package = |name: &str, version: Option<&str>| Package {
        name: name.to_owned(),
        rust_version: version.map(str::to_owned),
        manifest_path: PathBuf::new(),
    };
    let packages = [
        package("old", Some("1.9")),
        package("same", Some("1.95.0")),
        package("silent", None),
        package("new", Some("1.95.1")),
    ];
    assert_eq!(newer(&packages, "1.95"), ["new"]);
}
