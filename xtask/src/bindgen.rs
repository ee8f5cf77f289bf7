//! From rustc's wasm file to what a page loads: JavaScript glue, shrinking, and a last look.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::module::WebModule;
use crate::process;

/// Writes `<name>.js`, `<name>.d.ts` and `<name>_bg.wasm` into `folder`.
///
/// # Errors
/// When the module was not made with the wasm-bindgen of Cargo.lock, or cannot be written.
pub fn bind(wasm: &Path, module: &WebModule, folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    Bindgen::new()
        .input_path(wasm)
        .out_name(module.name)
        .web(true)?
        .typescript(true)
        // Half of the file, and of no use to a page.
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)
        .with_context(|| format!("wasm-bindgen on {}", wasm.display()))
}

/// Where npm or the system has put wasm-opt.
pub fn find_wasm_opt(root: &Path) -> Option<PathBuf> {
    ["xtask", "tests/browser"]
        .map(|folder| root.join(folder).join("node_modules/.bin/wasm-opt"))
        .into_iter()
        .find(|p| p.is_file())
        .or_else(|| process::find("wasm-opt"))
}

/// Shrinks `wasm` in place; answers with version and passes.
///
/// # Errors
/// When wasm-opt refuses the module.
pub fn shrink(wasm_opt: &Path, module: &WebModule, wasm: &Path) -> Result<String> {
    let version = process::output(Command::new(wasm_opt).arg("--version"))?;
    let smaller = wasm.with_extension("opt.wasm");
    process::run(
        Command::new(wasm_opt)
            .args(module.optimise)
            // What rustc's own features for this target and `+simd128` allow.
            .args(["--enable-simd", "--enable-bulk-memory", "--enable-sign-ext"])
            .args([
                "--enable-nontrapping-float-to-int",
                "--enable-mutable-globals",
            ])
            .args(["--enable-reference-types", "--enable-multivalue"])
            .arg("--output")
            .arg(&smaller)
            .arg(wasm),
    )?;
    fs::rename(&smaller, wasm).with_context(|| wasm.display().to_string())?;
    Ok(format!("{} {}", version.trim(), module.optimise.join(" ")))
}

/// Refuses a module that names folders of this machine.
///
/// # Errors
/// Names the first such text, and where it is.
pub fn refuse_local_paths(wasm: &Path, folders: &[PathBuf]) -> Result<()> {
    let bytes = fs::read(wasm).with_context(|| wasm.display().to_string())?;
    for folder in folders.iter().cloned().chain(env::home_dir()) {
        let text = format!("{}/", folder.display());
        // A home of `/` would be everywhere.
        if text.len() < 4 {
            continue;
        }
        if let Some(at) = bytes.windows(text.len()).position(|w| w == text.as_bytes()) {
            let end = bytes.len().min(at + 120);
            bail!(
                "{}, byte {at}: found a path of this machine, `{}`: add it to the remapped prefixes",
                wasm.display(),
                String::from_utf8_lossy(&bytes[at..end])
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_the_machine_is_found() {
        let file = env::temp_dir().join(format!("speclens-xtask-{}.wasm", std::process::id()));
        fs::write(&file, b"\0asm.../home/somebody/src/x.rs...").unwrap();
        let here = |folder: &str| refuse_local_paths(&file, &[PathBuf::from(folder)]);
        let error = here("/home/somebody").unwrap_err().to_string();
        assert!(
            error.contains("byte 7") && error.contains("/home/somebody/src/x.rs"),
            "{error}"
        );
        assert!(here("/home/nobody").is_ok());
        fs::remove_file(&file).unwrap();
    }
}
