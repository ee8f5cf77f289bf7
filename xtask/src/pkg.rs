//! `cargo xtask pkg`: the browser modules in pkg/.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Instant;
use std::{env, fs};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use crate::digest::{self, Digest, MadeWith};
use crate::module::{ALL, LARGE, PROFILE, RUSTFLAGS, SMALL, TARGET, WebModule};
use crate::toolchain::Toolchain;
use crate::{bindgen, process};

/// What to build, and how.
#[derive(Args, Default)]
pub struct Options {
    /// One module only.
    #[arg(long)]
    only: Option<Which>,
    /// Build nothing: fail if pkg/ is not what the sources make. Needs no compiler for the browser.
    #[arg(long)]
    check: bool,
    /// Build even what is up to date.
    #[arg(long)]
    force: bool,
    /// Leave wasm-opt out: quicker while a page is being written, not for a commit.
    #[arg(long)]
    quick: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Which {
    /// Everything but WebGPU.
    Small,
    /// The network on WebGPU.
    Gpu,
}

/// Builds the stale modules, or with `--check` names what makes them stale.
///
/// # Errors
/// When one is stale under `--check`, or when building fails.
pub fn run(root: &Path, options: &Options) -> Result<()> {
    let modules: &[&WebModule] = match options.only {
        None => &ALL,
        Some(Which::Small) => &[&SMALL],
        Some(Which::Gpu) => &[&LARGE],
    };
    let mut stale = Vec::new();
    for &module in modules {
        let found = digest::differences(root, module)?;
        if found.is_empty() && !options.force {
            println!("pkg/{}: up to date", module.name);
            continue;
        }
        for difference in found.iter().take(10) {
            println!("pkg/{}: {difference}", module.name);
        }
        if found.len() > 10 {
            println!("pkg/{}: and {} more", module.name, found.len() - 10);
        }
        stale.push(module);
    }
    if stale.is_empty() {
        return Ok(());
    }
    if options.check {
        let names: Vec<_> = stale.iter().map(|m| m.name).collect();
        bail!("stale in pkg/: {}; run `cargo xtask pkg`", names.join(", "));
    }
    let toolchain = Toolchain::find()?;
    println!("{}", toolchain.sentence());
    for module in stale {
        build(root, module, &toolchain, options.quick)?;
    }
    Ok(())
}

/// `cargo xtask pkg --check`.
///
/// # Errors
/// Names the stale modules; what makes them stale has been printed.
pub fn check(root: &Path) -> Result<()> {
    run(
        root,
        &Options {
            check: true,
            ..Options::default()
        },
    )
}

fn build(root: &Path, module: &WebModule, toolchain: &Toolchain, quick: bool) -> Result<()> {
    let start = Instant::now();
    let cache = crate::cache()?;
    let target = cache.join("target-wasm");
    fs::create_dir_all(&target).with_context(|| target.display().to_string())?;
    // Cargo's own lock ends with the build; the files it leaves are read after that.
    let lock = fs::File::create(target.join(".xtask-lock"))?;
    lock.lock()?;

    let settings = digest::build(root, module)?;
    let dependencies = digest::dependencies(root, module)?;
    let wasm = compile(root, module, toolchain, &target)?;
    let sources = digest::sources(root, &wasm.with_extension("d"))?;

    let folder = target.join("bindgen").join(module.name);
    bindgen::bind(&wasm, module, &folder)?;
    let bound = folder.join(format!("{}_bg.wasm", module.name));
    let wasm_opt = match bindgen::find_wasm_opt(root) {
        _ if quick || module.optimise.is_empty() => None,
        Some(wasm_opt) => Some(bindgen::shrink(&wasm_opt, module, &bound)?),
        None => {
            println!(
                "wasm-opt is not installed, the module stays larger: `npm ci --prefix xtask` brings it"
            );
            None
        }
    };
    let mut folders = vec![root.to_path_buf(), target.clone(), cargo_home()?];
    folders.extend(toolchain.source_folders());
    bindgen::refuse_local_paths(&bound, &folders)?;

    let output = publish(&folder, &root.join("pkg"))?;
    let digest = Digest {
        build: settings,
        sources,
        dependencies,
        output,
        made_with: MadeWith {
            rustc: toolchain.version()?,
            wasm_opt,
        },
    };
    let text = serde_json::to_string_pretty(&digest)? + "\n";
    let path = digest::path(root, module);
    fs::write(&path, text).with_context(|| path.display().to_string())?;
    println!(
        "pkg/{}_bg.wasm: {:.2} MB, in {:.0} s",
        module.name,
        fs::metadata(&bound)?.len() as f64 / 1e6,
        start.elapsed().as_secs_f64()
    );
    Ok(())
}

/// Runs cargo; answers with the wasm file that rustc wrote.
fn compile(
    root: &Path,
    module: &WebModule,
    toolchain: &Toolchain,
    target: &Path,
) -> Result<PathBuf> {
    let built = target.join(TARGET).join(PROFILE);
    // Every clone of the repository writes the same file here, and cargo would take another's
    // for this one's.
    for folder in [built.clone(), built.join("deps")] {
        for extension in ["wasm", "d"] {
            let file = folder.join(format!("{}.{extension}", module.name));
            if file.exists() {
                fs::remove_file(&file).with_context(|| file.display().to_string())?;
            }
        }
    }
    // Fetched first: the folders of the sources must be known, so that their names can be removed.
    process::run(
        toolchain
            .cargo()
            .current_dir(root)
            .args(["fetch", "--quiet", "--locked", "--target", TARGET]),
    )?;
    let mut flags: Vec<String> = RUSTFLAGS.map(str::to_owned).into();
    flags.extend(remapped(toolchain, target)?);
    let mut cargo = toolchain.cargo();
    cargo
        .current_dir(root)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
        .env_remove("RUSTFLAGS")
        .stdin(Stdio::null())
        .args(["rustc", "--locked", "--package", module.package, "--lib"])
        // Not in Cargo.toml: an rlib beside a cdylib loses the hash in its file name, and clones
        // that share a target folder would link each other's.
        .args(["--crate-type", "cdylib", "--no-default-features"])
        .args(["--features", &module.features.join(",")])
        .args(["--profile", PROFILE, "--target", TARGET])
        .args(toolchain.arguments());
    process::run(&mut cargo)?;
    let wasm = built.join(format!("{}.wasm", module.name));
    if !wasm.is_file() {
        bail!("{}: cargo has not written it", wasm.display());
    }
    Ok(wasm)
}

/// Flags that take this machine's folders out of panic messages.
fn remapped(toolchain: &Toolchain, target: &Path) -> Result<Vec<String>> {
    let registries = cargo_home()?.join("registry/src");
    let mut prefixes = Vec::new();
    if registries.is_dir() {
        for entry in fs::read_dir(&registries).with_context(|| registries.display().to_string())? {
            prefixes.push((entry?.path(), "registry"));
        }
    }
    prefixes.sort();
    prefixes.extend(
        toolchain
            .source_folders()
            .into_iter()
            .map(|folder| (folder, "rust")),
    );
    prefixes.push((target.to_path_buf(), "target"));
    Ok(prefixes
        .into_iter()
        .map(|(folder, name)| format!("--remap-path-prefix={}={name}", folder.display()))
        .collect())
}

fn cargo_home() -> Result<PathBuf> {
    env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cargo")))
        .context("neither CARGO_HOME nor HOME says where cargo keeps its sources")
}

/// Copies what the build made into pkg/; answers with the hash of each file.
fn publish(folder: &Path, pkg: &Path) -> Result<std::collections::BTreeMap<String, String>> {
    fs::create_dir_all(pkg).with_context(|| pkg.display().to_string())?;
    let mut output = std::collections::BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !entry.file_type()?.is_file() {
            bail!(
                "wasm-bindgen wrote a folder `{name}`: JavaScript beside Rust is not provided for"
            );
        }
        fs::copy(entry.path(), pkg.join(&name)).with_context(|| format!("pkg/{name}"))?;
        output.insert(name, digest::sha256(&entry.path())?);
    }
    Ok(output)
}
