//! Files compressed beforehand: `a.js.br` and `a.js.gz` beside `a.js`, where that is smaller.

use std::fs;
use std::io::Write;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result};
use flate2::write::GzEncoder;

/// Files below this size gain nothing: they go in one packet anyhow.
const LEAST: u64 = 512;
/// Pictures that are compressed in themselves.
const DONE_ALREADY: [&str; 1] = ["png"];
/// A window of 4 MiB, the largest that every browser takes, as a power of two.
const WINDOW: u32 = 22;

/// How hard to try.
#[derive(Debug, Clone, Copy)]
pub enum Quality {
    /// The smallest files, in minutes.
    Best,
    /// Some percent larger, in seconds.
    Quick,
}

impl Quality {
    /// By the option `--quick`.
    pub fn of(quick: bool) -> Self {
        if quick { Quality::Quick } else { Quality::Best }
    }
}

/// Compresses all files below a folder, on all cores.
///
/// # Errors
/// A file that cannot be read or written.
pub fn beside(folder: &Path, quality: Quality) -> Result<()> {
    let mut files = Vec::new();
    list(folder, &mut files)?;
    // The largest first, so that no core is left alone with one at the end.
    files.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    let next = AtomicUsize::new(0);
    let work = || -> Result<()> {
        while let Some((file, _)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let bytes = fs::read(file).with_context(|| file.display().to_string())?;
            write_if_smaller(file, "br", &brotli(&bytes, quality)?, bytes.len())?;
            write_if_smaller(file, "gz", &gzip(&bytes, quality)?, bytes.len())?;
        }
        Ok(())
    };
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        let mut done = workers.into_iter().map(|worker| match worker.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        done.try_for_each(|done| done)
    })
}

/// The files worth compressing, with their sizes.
fn list(folder: &Path, found: &mut Vec<(PathBuf, u64)>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let bytes = fs::metadata(&path)?.len();
        let done = path
            .extension()
            .is_some_and(|e| DONE_ALREADY.iter().any(|d| e == *d));
        if path.is_dir() {
            list(&path, found)?;
        } else if bytes >= LEAST && !done {
            found.push((path, bytes));
        }
    }
    Ok(())
}

fn write_if_smaller(file: &Path, extension: &str, bytes: &[u8], raw: usize) -> Result<()> {
    if bytes.len() < raw {
        let file = file.with_added_extension(extension);
        fs::write(&file, bytes).with_context(|| file.display().to_string())?;
    }
    Ok(())
}

fn brotli(bytes: &[u8], quality: Quality) -> Result<Vec<u8>> {
    let quality = match quality {
        Quality::Best => 11,
        Quality::Quick => 5,
    };
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 1 << 16, quality, WINDOW);
    writer.write_all(bytes)?;
    drop(writer); // writes the end
    Ok(out)
}

fn gzip(bytes: &[u8], quality: Quality) -> Result<Vec<u8>> {
    let level = match quality {
        Quality::Best => flate2::Compression::best(),
        Quality::Quick => flate2::Compression::fast(),
    };
    let mut writer = GzEncoder::new(Vec::new(), level);
    writer.write_all(bytes)?;
    Ok(writer.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_is_compressed_comes_back() {
        let text = "binding energy ".repeat(1000).into_bytes();
        for quality in [Quality::Best, Quality::Quick] {
            let (mut a, mut b) = (Vec::new(), Vec::new());
            let packed = brotli(&text, quality).unwrap();
            assert!(packed.len() < 200, "{}", packed.len());
            brotli::Decompressor::new(packed.as_slice(), 4096)
                .read_to_end(&mut a)
                .unwrap();
            let packed = gzip(&text, quality).unwrap();
            assert!(packed.len() < 400, "{}", packed.len());
            flate2::read::GzDecoder::new(packed.as_slice())
                .read_to_end(&mut b)
                .unwrap();
            assert!(a == text && b == text);
        }
    }

    #[test]
    fn only_what_becomes_smaller_is_written() {
        let base = std::env::temp_dir().join(format!("speclens-br-{}", std::process::id()));
        fs::create_dir_all(base.join("www")).unwrap();
        fs::write(base.join("www/a.js"), "let a;\n".repeat(500)).unwrap();
        fs::write(base.join("www/b.js"), "let b;").unwrap();
        fs::write(base.join("c.png"), "c".repeat(900)).unwrap();
        beside(&base, Quality::Quick).unwrap();
        let is = |path: &str| base.join(path).is_file();
        let found = ["www/a.js.br", "www/a.js.gz", "www/b.js.br", "c.png.gz"].map(is);
        fs::remove_dir_all(&base).unwrap();
        assert_eq!(found, [true, true, false, false]);
    }
}
