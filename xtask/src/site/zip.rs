//! The folder as one ZIP, the same on every run.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use rawzip::{CompressionMethod, ZipArchiveWriter};

/// Endings of files that are compressed in themselves.
const STORED: [&str; 3] = ["br", "gz", "png"];

/// Writes all files of a folder to an archive, by their paths below it.
///
/// # Errors
/// A file that cannot be read or written.
pub fn write(folder: &Path, archive: &Path) -> Result<()> {
    let mut paths = Vec::new();
    list(folder, "", &mut paths)?;
    paths.sort();
    let file = File::create(archive).with_context(|| archive.display().to_string())?;
    let mut zip = ZipArchiveWriter::new(BufWriter::new(file));
    for path in &paths {
        let bytes = fs::read(folder.join(path)).with_context(|| path.clone())?;
        add(&mut zip, path, &bytes).with_context(|| path.clone())?;
    }
    zip.finish()?.flush()?;
    Ok(())
}

fn add<W: Write>(zip: &mut ZipArchiveWriter<W>, path: &str, bytes: &[u8]) -> Result<()> {
    let extension = path.rsplit_once('.').map_or("", |(_, end)| end);
    let stored = STORED.contains(&extension);
    let method = if stored {
        CompressionMethod::STORE
    } else {
        CompressionMethod::DEFLATE
    };
    let (mut entry, config) = zip.new_file(path).compression_method(method).start()?;
    if stored {
        let mut data = config.wrap(&mut entry);
        data.write_all(bytes)?;
        let (_, end) = data.finish()?;
        entry.finish(end)?;
    } else {
        let mut data = config.wrap(DeflateEncoder::new(&mut entry, Compression::best()));
        data.write_all(bytes)?;
        let (encoder, end) = data.finish()?;
        encoder.finish()?;
        entry.finish(end)?;
    }
    Ok(())
}

fn list(folder: &Path, below: &str, found: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let name = entry.file_name();
        let path = format!(
            "{below}{}",
            name.to_str().context("a name that is not UTF-8")?
        );
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{path}/"), found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use rawzip::ZipArchive;

    use super::*;

    #[test]
    fn the_archive_gives_the_files_back() {
        let base = std::env::temp_dir().join(format!("speclens-zip-{}", std::process::id()));
        let folder = base.join("site");
        fs::create_dir_all(folder.join("www")).unwrap();
        fs::write(folder.join("www/a.js"), "let a;\n".repeat(500)).unwrap();
        fs::write(folder.join("www/a.js.br"), "packed").unwrap();
        let archive = base.join("site.zip");
        write(&folder, &archive).unwrap();
        let first = fs::read(&archive).unwrap();
        write(&folder, &archive).unwrap();
        assert!(
            first == fs::read(&archive).unwrap(),
            "the same on every run"
        );
        let zip = ZipArchive::from_slice(first.as_slice()).unwrap();
        let mut found = Vec::new();
        for entry in zip.entries() {
            let entry = entry.unwrap();
            let name = String::from_utf8(entry.file_path().as_ref().to_vec()).unwrap();
            let data = zip.get_entry(entry.wayfinder()).unwrap();
            let mut text = String::new();
            if entry.compression_method() == CompressionMethod::DEFLATE {
                flate2::read::DeflateDecoder::new(data.data())
                    .read_to_string(&mut text)
                    .unwrap();
            } else {
                text = String::from_utf8(data.data().to_vec()).unwrap();
            }
            found.push((name, text));
        }
        fs::remove_dir_all(&base).unwrap();
        assert_eq!(found[0], ("www/a.js".into(), "let a;\n".repeat(500)));
        assert_eq!(found[1], ("www/a.js.br".into(), "packed".into()));
    }
}
