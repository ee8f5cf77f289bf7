//! The page and the network's weights, embedded in the binary.

use std::borrow::Cow;
use std::sync::LazyLock;

use rust_embed::RustEmbed;

/// The static site: the files at the repository's root that a web server would deliver.
#[derive(RustEmbed)]
#[folder = "."]
#[include = "index.html"]
#[include = "embed.html"]
#[include = "www/*"]
#[include = "pkg/*"]
#[include = "model_weights/*"]
#[include = "docs/guide/*"]
#[include = "docs/method/*"]
#[include = "docs/limits.md"]
#[include = "README.md"]
#[include = "LICENSE-*"]
struct Site;

/// What a path of the site may end with, and its media type.
const TYPES: [(&str, &str); 15] = [
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
    ("md", "text/plain; charset=utf-8"),
    ("ts", "text/plain; charset=utf-8"),
];

/// A file of the site.
pub struct SiteFile {
    /// Its bytes.
    pub data: Cow<'static, [u8]>,
    /// Media type.
    pub media_type: &'static str,
    /// Entity tag, with its quotation marks: the beginning of the content's SHA-256.
    pub etag: String,
}

/// The page that others frame.
const FRAME: &str = "embed.html";
/// What other pages, and frames without an origin, load to show a spectrum: the same for everybody.
const SHARED: [&str; 3] = ["www/", "pkg/", "model_weights/"];

/// The policy for the answer to a path: that which `index.html` carries in its meta tag, which is the
/// one place where it is written, and for `embed.html` its own. Either page loads only what this
/// server delivers, and runs nothing but its own scripts and wasm. Nothing is allowed where there is
/// no page.
pub fn content_security_policy(path: &str) -> &'static str {
    static PAGE_POLICY: LazyLock<String> = LazyLock::new(|| policy_in("index.html"));
    static FRAME_POLICY: LazyLock<String> = LazyLock::new(|| policy_in(FRAME));
    if path == FRAME {
        &FRAME_POLICY
    } else {
        &PAGE_POLICY
    }
}

/// Whether pages of any origin may load the file at a path.
pub fn is_shared(path: &str) -> bool {
    SHARED.iter().any(|folder| path.starts_with(folder))
}

/// What stands in the meta tag of a page of the site.
fn policy_in(path: &str) -> String {
    let page = Site::get(path).map(|file| file.data);
    let page = String::from_utf8_lossy(page.as_deref().unwrap_or_default()).into_owned();
    policy_of(&page).unwrap_or("default-src 'none'").to_owned()
}

/// What stands in the meta tag of a page.
fn policy_of(page: &str) -> Option<&str> {
    let (_, tag) = page.split_once("http-equiv=\"Content-Security-Policy\"")?;
    let (_, content) = tag.split_once("content=\"")?;
    content.split_once('"').map(|(policy, _)| policy)
}

/// The file at a path without a leading slash; `None` where the site has none.
pub fn file(path: &str) -> Option<SiteFile> {
    // The licences have no extension.
    let extension = path
        .rsplit_once('.')
        .map_or("txt", |(_, extension)| extension);
    let (_, media_type) = TYPES.iter().find(|(e, _)| *e == extension)?;
    let file = Site::get(path)?;
    let digest = file.metadata.sha256_hash();
    let hex: String = digest.iter().take(16).map(|b| format!("{b:02x}")).collect();
    Some(SiteFile {
        data: file.data,
        media_type,
        etag: format!("\"{hex}\""),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_that_the_page_links_to_is_served() {
        let page = String::from_utf8(file("index.html").unwrap().data.into_owned()).unwrap();
        let links = page.split("href=\"./").skip(1);
        let links: Vec<&str> = links.filter_map(|l| l.split('"').next()).collect();
        assert!(links.len() > 5, "{links:?}");
        for link in links {
            assert!(file(link).is_some(), "{link}");
        }
    }

    #[test]
    fn the_policy_is_that_of_the_page() {
        let page = "<meta charset=a><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'\">";
        assert_eq!(policy_of(page), Some("default-src 'self'"));
        assert_eq!(policy_of("<html>"), None);
        for path in ["index.html", "", "no/such/file", FRAME] {
            let policy = content_security_policy(path);
            assert!(
                policy.starts_with("default-src 'none'; script-src 'self'"),
                "{path}: {policy}"
            );
            // Without an origin a worker must be started from a blob.
            assert_eq!(policy.contains("blob:; base-uri"), path == FRAME, "{path}");
        }
    }

    #[test]
    fn modules_and_weights_are_shared_and_pages_are_not() {
        for path in [
            "www/app.js",
            "pkg/speclens.js",
            "model_weights/al-ka/model.json",
        ] {
            assert!(file(path).is_some() && is_shared(path), "{path}");
        }
        for path in ["", "index.html", FRAME, "docs/limits.md", "wwww/app.js"] {
            assert!(!is_shared(path), "{path}");
        }
    }
}
