//! The walls between our packages: who may depend on whom, and who stands without the network.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Result, bail};

use crate::process;
use crate::workspace::{Package, Workspace};

/// Each package of ours with those of ours that it may depend on, tests included. A package
/// stands below all that depend on it, so none of these can become a circle.
const ALLOWED: [(&str, &[&str]); 10] = [
    ("speclens-spectrum", &[]),
    ("speclens-containers", &[]),
    ("speclens-network", &[]),
    (
        "speclens-formats",
        &["speclens-spectrum", "speclens-containers"],
    ),
    ("speclens-physics", &["speclens-spectrum"]),
    ("speclens-peakfit", &[]),
    ("speclens-gpu", &["speclens-network"]),
    (
        "speclens",
        &[
            "speclens-formats",
            "speclens-network",
            "speclens-peakfit",
            "speclens-physics",
            "speclens-spectrum",
        ],
    ),
    ("speclens-training", &["speclens"]),
    ("xtask", &[]),
];

/// Packages that stand without the network: fuzz targets and other programs use them alone.
const WITHOUT_BURN: [&str; 5] = [
    "speclens-spectrum",
    "speclens-containers",
    "speclens-formats",
    "speclens-peakfit",
    "speclens-physics",
];

/// Fails where a package depends on one it may not, or where burn has come into one that stands
/// without it.
///
/// # Errors
/// Names each breach.
pub fn check(root: &Path) -> Result<()> {
    let mut found = breaches(&Workspace::read(root)?.packages, &ALLOWED);
    for package in WITHOUT_BURN {
        let tree = process::output(
            process::cargo()
                .current_dir(root)
                .args(["tree", "--quiet", "--locked", "--package", package])
                .args(["--edges", "normal", "--prefix", "none"])
                .args(["--format", "{p}"]),
        )?;
        if !tree.starts_with(package) {
            bail!("cargo tree: found `{tree}`, expected the tree of {package}");
        }
        found.extend(
            burn_in(&tree)
                .into_iter()
                .map(|name| format!("{package} stands without the network, but links {name}")),
        );
    }
    if !found.is_empty() {
        bail!("walls:\n  {}", found.join("\n  "));
    }
    Ok(())
}

/// Dependencies that `allowed` does not name, packages it does not know, and names that no
/// package has.
fn breaches(packages: &[Package], allowed: &[(&str, &[&str])]) -> Vec<String> {
    let ours: BTreeSet<&str> = packages.iter().map(|p| p.name.as_str()).collect();
    let mut found = Vec::new();
    for package in packages {
        let name = package.name.as_str();
        let Some((_, below)) = allowed.iter().find(|(known, _)| *known == name) else {
            found.push(format!(
                "{name} is not in the table of xtask/src/walls.rs: say what it may depend on"
            ));
            continue;
        };
        for dependency in &package.dependencies {
            let other = dependency.name.as_str();
            // Tests of a package may ask for a feature of it.
            if other != name && ours.contains(other) && !below.contains(&other) {
                found.push(format!("{name} depends on {other}"));
            }
        }
    }
    found.extend(
        allowed
            .iter()
            .filter(|(known, _)| !ours.contains(known))
            .map(|(known, _)| format!("{known}, in xtask/src/walls.rs, is no package")),
    );
    found
}

/// The crates of burn in a tree of cargo, one crate a line.
fn burn_in(tree: &str) -> BTreeSet<&str> {
    tree.lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name == "burn" || name.starts_with("burn-"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, dependencies: &[&str]) -> Package {
        let dependencies: Vec<_> = dependencies
            .iter()
            .map(|name| serde_json::json!({ "name": name }))
            .collect();
        serde_json::from_value(serde_json::json!({
            "name": name,
            "dependencies": dependencies,
            "targets": [],
        }))
        .unwrap()
    }

    #[test]
    fn no_package_of_the_table_stands_above_itself() {
        // Each may name only packages that stand before it.
        for (at, (name, below)) in ALLOWED.iter().enumerate() {
            let before: Vec<_> = ALLOWED[..at].iter().map(|(name, _)| *name).collect();
            assert!(below.iter().all(|b| before.contains(b)), "{name}");
        }
    }

    #[test]
    fn a_dependency_upward_an_unknown_package_and_an_old_name_are_breaches() {
        let allowed: [(&str, &[&str]); 3] = [("low", &[]), ("high", &["low"]), ("gone", &[])];
        let packages = [
            package("low", &["serde", "high", "low"]),
            package("high", &["low", "serde"]),
            package("new", &["low"]),
        ];
        assert_eq!(
            breaches(&packages, &allowed),
            [
                "low depends on high",
                "new is not in the table of xtask/src/walls.rs: say what it may depend on",
                "gone, in xtask/src/walls.rs, is no package",
            ]
        );
    }

    #[test]
    fn burn_is_seen_in_a_tree_and_what_is_only_called_alike_is_not() {
        let tree = "a v0.1.0 (/somewhere)\nburnish v1.0.0\nburn-core v0.22.1\nburn v0.22.1\nburn v0.22.1 (*)\n";
        assert_eq!(
            burn_in(tree).into_iter().collect::<Vec<_>>(),
            ["burn", "burn-core"]
        );
    }
}
