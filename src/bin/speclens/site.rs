//! The page and the network's weights, embedded in the binary.

use std::borrow::Cow;
use std::sync::LazyLock;

use rust_embed::RustEmbed;

use crate::delivery::{FRAME, SHARED, media_type, policy_of};

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

/// A file of the site.
pub struct SiteFile {
    /// Its bytes.
    pub data: Cow<'static, [u8]>,
    /// Media type.
    pub media_type: &'static str,
    /// Entity tag, with its quotation marks: the beginning of the content's SHA-256.
    pub etag: String,
    /// How its bytes are encoded (`Content-Encoding`), where they are.
    pub encoding: Option<&'static str>,
}

/// The policy for the answer to a path: that of `index.html`, and for [`FRAME`] its own. Nothing is allowed
/// where there is no page.
pub fn content_security_policy(path: &str) -> &'static str {
    static PAGE_POLICY: LazyLock<String> = LazyLock::new(|| policy_in("index.html"));
    static FRAME_POLICY: LazyLock<String> = LazyLock::new(|| policy_in(FRAME));
    if path == FRAME {
        &FRAME_POLICY
    } else {
        &PAGE_POLICY
    }
}

fn policy_in(path: &str) -> String {
    let page = Site::get(path).map(|file| file.data);
    let page = String::from_utf8_lossy(page.as_deref().unwrap_or_default()).into_owned();
    policy_of(&page).unwrap_or("default-src 'none'").to_owned()
}

/// Whether pages of any origin may load the file at a path.
pub fn is_shared(path: &str) -> bool {
    SHARED.iter().any(|folder| path.starts_with(folder))
}

/// The file at a path without a leading slash; `None` where the site has none.
pub fn file(path: &str) -> Option<SiteFile> {
    let media_type = media_type(path)?;
    let file = Site::get(path)?;
    let digest = file.metadata.sha256_hash();
    let hex: String = digest.iter().take(16).map(|b| format!("{b:02x}")).collect();
    Some(SiteFile {
        data: file.data,
        media_type,
        etag: format!("\"{hex}\""),
        encoding: None,
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
