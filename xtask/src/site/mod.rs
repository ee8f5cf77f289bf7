//! `cargo xtask site`: the site as a folder, or a ZIP, that any web server can deliver: it keeps
//! itself in the browser, so that it works without a network. See docs/hosting.md.

mod compressed;
// What `speclens serve` sends is what the `_headers` say.
#[path = "../../../src/bin/speclens/delivery.rs"]
mod delivery;
mod files;
mod headers;
mod page;
mod worker;
mod zip;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;

pub use compressed::Quality;
use files::{SiteFile, When};

/// Where to, and how.
#[derive(Args)]
pub struct Options {
    /// The folder that is made; what `cargo xtask site` put there before is replaced.
    #[arg(long, default_value = "target/site")]
    out: PathBuf,
    /// Make one ZIP beside the folder too.
    #[arg(long)]
    zip: bool,
    /// Compress in seconds instead of minutes, and less well.
    #[arg(long)]
    quick: bool,
}

/// Makes the site, and says what a visit takes of it.
///
/// # Errors
/// A file that is missing or cannot be written; a folder that is not a site's.
pub fn run(root: &Path, options: &Options) -> Result<()> {
    let out = root.join(&options.out);
    let files = make(root, &out, Quality::of(options.quick))?;
    println!("{}: {} files", out.display(), files.len());
    for (when, what) in [
        (When::First, "first visit"),
        (When::Later, "kept behind it"),
        (When::Gpu, "kept where there is WebGPU"),
    ] {
        let those = || files.iter().filter(|file| file.when == when);
        let raw: usize = those().map(|file| file.bytes.len()).sum();
        let brotli: u64 = those().map(|file| sent(&out, file)).sum();
        println!("{what}: {raw} bytes, {brotli} as brotli");
    }
    if options.zip {
        let archive = out.with_added_extension("zip");
        zip::write(&out, &archive)?;
        let bytes = fs::metadata(&archive)?.len();
        println!("{}: {bytes} bytes", archive.display());
    }
    Ok(())
}

/// Makes the site in the folder `out`, all or nothing, and answers what is in it.
///
/// # Errors
/// As [`run`].
pub fn make(root: &Path, out: &Path, quality: Quality) -> Result<Vec<SiteFile>> {
    if out.exists() && !is_a_site(out) {
        bail!(
            "{}: not a folder that `cargo xtask site` made: name another with --out",
            out.display()
        );
    }
    let mut files = files::gather(root)?;
    page::prepare(&mut files)?;
    let new = out.with_added_extension("new");
    if new.exists() {
        fs::remove_dir_all(&new).with_context(|| new.display().to_string())?;
    }
    let put = |file: &SiteFile| write(&new, &file.path, &file.bytes);
    let (edited, kept): (Vec<_>, Vec<_>) = files.iter().partition(|f| f.when == When::Never);
    kept.into_iter().try_for_each(put)?;
    let (version, script) = worker::script(&files)?;
    write(&new, worker::NAME, script.as_bytes())?;
    compressed::beside(&new, quality)?;
    edited.into_iter().try_for_each(put)?;
    write(&new, "_headers", headers::of(&files)?.as_bytes())?;
    println!("version {version}");
    replace(out, &new)?;
    Ok(files)
}

/// Puts the folder `new` in the place of `out`; a server that reads from there misses it for a moment only.
fn replace(out: &Path, new: &Path) -> Result<()> {
    let old = out.with_added_extension("old");
    if old.exists() {
        fs::remove_dir_all(&old).with_context(|| old.display().to_string())?;
    }
    if out.exists() {
        fs::rename(out, &old).with_context(|| out.display().to_string())?;
    }
    fs::rename(new, out).with_context(|| out.display().to_string())?;
    if old.exists() {
        fs::remove_dir_all(&old).with_context(|| old.display().to_string())?;
    }
    Ok(())
}

/// A folder that was made here, or an empty one.
fn is_a_site(folder: &Path) -> bool {
    let made = folder.join(worker::NAME).is_file() && folder.join("_headers").is_file();
    made || fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

fn write(folder: &Path, path: &str, bytes: &[u8]) -> Result<()> {
    let file = folder.join(path);
    if let Some(parent) = file.parent() {
        fs::create_dir_all(parent).with_context(|| parent.display().to_string())?;
    }
    fs::write(&file, bytes).with_context(|| file.display().to_string())
}

/// Bytes of a file on the way to a browser that takes brotli.
fn sent(out: &Path, file: &SiteFile) -> u64 {
    let brotli = fs::metadata(out.join(format!("{}.br", file.path)));
    brotli.map_or(file.bytes.len() as u64, |m| m.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_somebody_else_is_left_alone() {
        let base = std::env::temp_dir().join(format!("speclens-site-{}", std::process::id()));
        write(&base, "letter.txt", b"Dear reader").unwrap();
        let error = make(&crate::root(), &base, Quality::Quick).unwrap_err();
        assert!(error.to_string().contains("not a folder that"), "{error}");
        assert!(base.join("letter.txt").is_file());
        fs::remove_dir_all(&base).unwrap();
    }
}
