//! The page and the network's weights, embedded in the binary.

use std::borrow::Cow;

use rust_embed::RustEmbed;

/// The static site: the files at the repository's root that a web server would deliver.
#[derive(RustEmbed)]
#[folder = "."]
#[include = "index.html"]
#[include = "www/*"]
#[include = "pkg/*"]
#[include = "model_weights/*"]
struct Site;

/// What a path of the site may end with, and its media type.
const TYPES: [(&str, &str); 14] = [
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("json", "application/json"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("ico", "image/x-icon"),
    ("webmanifest", "application/manifest+json"),
    ("safetensors", "application/octet-stream"),
    ("vms", "text/plain; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("ts", "text/plain; charset=utf-8"),
];

/// A file of the site.
pub struct File {
    /// Its bytes.
    pub data: Cow<'static, [u8]>,
    /// Media type.
    pub media_type: &'static str,
    /// Entity tag, with its quotation marks: the beginning of the content's SHA-256.
    pub etag: String,
}

/// The file at a path without a leading slash; `None` where the site has none.
pub fn file(path: &str) -> Option<File> {
    let extension = path.rsplit_once('.')?.1;
    let (_, media_type) = TYPES.iter().find(|(e, _)| *e == extension)?;
    let file = Site::get(path)?;
    let digest = file.metadata.sha256_hash();
    let hex: String = digest.iter().take(16).map(|b| format!("{b:02x}")).collect();
    Some(File {
        data: file.data,
        media_type,
        etag: format!("\"{hex}\""),
    })
}
