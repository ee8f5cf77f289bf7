//! A folder that `cargo xtask site` made, served in place of the site inside the program: its
//! files go out as they were compressed beforehand, where the browser takes that.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use sha2::{Digest as _, Sha256};

use crate::delivery::{FRAME, media_type, policy_of};
use crate::site::SiteFile;

/// Names of encodings in HTTP, best first, with the ending of the file that has it.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// A site on the disk. Its files are read when they are asked for: it may be renewed meanwhile.
#[derive(Debug)]
pub struct Folder {
    /// Without links or `..`.
    root: PathBuf,
    policy: String,
    /// That of [`FRAME`], or again that of the page where there is none.
    policy_of_frame: String,
}

impl Folder {
    /// A folder with a page in it.
    ///
    /// # Errors
    /// No such folder, no `index.html` in it, no policy in that.
    pub fn open(path: &Path) -> anyhow::Result<Folder> {
        let root = path
            .canonicalize()
            .with_context(|| path.display().to_string())?;
        let page = root.join("index.html");
        let text = fs::read_to_string(&page).with_context(|| page.display().to_string())?;
        let policy = policy_of(&text).with_context(|| {
            format!(
                "{}: found no Content-Security-Policy, expected the page of Speclens",
                page.display()
            )
        })?;
        let frame = fs::read_to_string(root.join(FRAME)).unwrap_or_default();
        Ok(Folder {
            policy: policy.to_owned(),
            policy_of_frame: policy_of(&frame).unwrap_or(policy).to_owned(),
            root,
        })
    }

    /// The policy for the answer to a path.
    pub fn policy(&self, path: &str) -> &str {
        if path == FRAME {
            &self.policy_of_frame
        } else {
            &self.policy
        }
    }

    /// The file at a path without a leading slash, in the best encoding of those accepted (the
    /// header `Accept-Encoding`); `None` where the folder has none.
    pub fn file(&self, path: &str, accepted: &str) -> Option<SiteFile> {
        let media_type = media_type(path)?;
        let plain = self.place(path)?;
        let mut encoded = ENCODINGS
            .into_iter()
            .filter(|(encoding, _)| takes(accepted, encoding))
            .filter_map(|(encoding, end)| {
                let compressed = self.place(&format!("{path}{end}"))?;
                Some((fs::read(compressed).ok()?, encoding))
            });
        let (bytes, encoding) = match encoded.next() {
            Some((bytes, encoding)) => (bytes, Some(encoding)),
            None => (fs::read(plain).ok()?, None),
        };
        let digest = Sha256::digest(&bytes);
        let hex: String = digest.iter().take(16).map(|b| format!("{b:02x}")).collect();
        Some(SiteFile {
            data: Cow::Owned(bytes),
            media_type,
            // Of what is sent: another encoding is another entity.
            etag: format!("\"{hex}\""),
            encoding,
        })
    }

    /// Where a file lies, in the folder and nowhere else.
    fn place(&self, path: &str) -> Option<PathBuf> {
        if !is_plain(path) {
            return None;
        }
        let file = self.root.join(path).canonicalize().ok()?;
        // A link may lead out of it.
        let inside = file.starts_with(&self.root) && file.is_file();
        inside.then_some(file)
    }
}

/// Whether a path is one of names that the site has: no step up, no drive, nothing escaped, nothing hidden.
fn is_plain(path: &str) -> bool {
    path.split('/').all(|name| {
        let known = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
        !name.is_empty() && !name.starts_with('.') && name.bytes().all(known)
    })
}

/// Whether an encoding is accepted (RFC 9110, 12.5.3). One that is not named is not sent.
fn takes(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let named = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let weight = parts.find_map(|part| part.strip_prefix("q="));
        let refused = weight.is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0));
        named && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">";

    /// A site for one test, beside a file that is nobody's business; removed at the end.
    struct Made(PathBuf);

    impl Made {
        fn new(name: &str) -> Made {
            let base = std::env::temp_dir().join(format!("speclens-{name}-{}", std::process::id()));
            let site = base.join("site");
            fs::create_dir_all(site.join("pkg")).unwrap();
            for (path, text) in [
                ("index.html", PAGE),
                (
                    FRAME,
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"worker-src blob:\">",
                ),
                ("pkg/a.wasm", "plain"),
                ("pkg/a.wasm.br", "br"),
                ("pkg/a.wasm.gz", "gz"),
                ("LICENSE-MIT", "may"),
                (".hidden", "no"),
                ("../secret.txt", "no"),
            ] {
                fs::write(site.join(path), text).unwrap();
            }
            Made(base)
        }

        fn folder(&self) -> Folder {
            Folder::open(&self.0.join("site")).unwrap()
        }
    }

    impl Drop for Made {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn the_best_accepted_encoding_is_sent() {
        let made = Made::new("encodings");
        let folder = made.folder();
        let sent = |accepted: &str| {
            let file = folder.file("pkg/a.wasm", accepted).unwrap();
            assert_eq!(file.media_type, "application/wasm");
            (
                String::from_utf8(file.data.into_owned()).unwrap(),
                file.encoding,
            )
        };
        assert_eq!(sent("gzip, deflate, br, zstd"), ("br".into(), Some("br")));
        assert_eq!(sent("gzip;q=0.5, deflate"), ("gz".into(), Some("gzip")));
        assert_eq!(sent("br; q=0, GZIP"), ("gz".into(), Some("gzip")));
        assert_eq!(sent("br;q=0.0"), ("plain".into(), None));
        assert_eq!(sent("brotli, x-gzip"), ("plain".into(), None));
        assert_eq!(sent(""), ("plain".into(), None));
        assert_eq!(folder.file("LICENSE-MIT", "br").unwrap().encoding, None);
        let etag = |accepted: &str| folder.file("pkg/a.wasm", accepted).unwrap().etag;
        assert_ne!(etag("br"), etag("gzip"));
        assert_eq!(etag("br"), etag("br, gzip"));
        assert_eq!(folder.policy("pkg/a.wasm"), "default-src 'none'");
        assert_eq!(folder.policy(FRAME), "worker-src blob:");
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let made = Made::new("outside");
        let folder = made.folder();
        assert!(folder.file("index.html", "").is_some());
        for path in [
            "../secret.txt",
            "pkg/../../secret.txt",
            "pkg/../index.html",
            "./index.html",
            "/index.html",
            "//secret.txt",
            "..\\secret.txt",
            "%2e%2e/secret.txt",
            "C:secret.txt",
            "pkg",
            "pkg/",
            "",
            ".",
            "..",
            ".hidden",
            "pkg/a.wasm.br",
            "index.html\0",
            "missing.js",
        ] {
            assert!(folder.file(path, "br").is_none(), "{path:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_out_of_the_folder_is_not_followed() {
        let made = Made::new("links");
        let site = made.0.join("site");
        std::os::unix::fs::symlink(made.0.join("secret.txt"), site.join("out.txt")).unwrap();
        std::os::unix::fs::symlink(site.join("index.html"), site.join("in.html")).unwrap();
        let folder = made.folder();
        assert!(folder.file("out.txt", "").is_none());
        assert!(folder.file("in.html", "").is_some());
    }

    #[test]
    fn a_folder_without_the_page_is_refused() {
        let made = Made::new("pageless");
        let error = Folder::open(&made.0).unwrap_err().to_string();
        assert!(error.ends_with("index.html"), "{error}");
        fs::write(made.0.join("index.html"), "<html>").unwrap();
        let error = Folder::open(&made.0).unwrap_err().to_string();
        assert!(
            error.contains("found no Content-Security-Policy"),
            "{error}"
        );
    }
}
