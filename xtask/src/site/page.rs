//! The page and its manifest, told that they are of a site with a service worker.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::files::SiteFile;
use super::worker;

/// The manifest of the page.
const MANIFEST: &str = "www/manifest.webmanifest";
/// Before this the page is told of its service worker.
const TITLE: &str = "  <title>";

/// Changes `index.html` and the manifest.
///
/// # Errors
/// A page without a title, a manifest that is none.
pub fn prepare(files: &mut [SiteFile]) -> Result<()> {
    let page = find(files, "index.html")?;
    page.bytes = with_worker(&String::from_utf8(page.bytes.clone())?)?.into_bytes();
    let manifest = find(files, MANIFEST)?;
    manifest.bytes = with_share_target(&manifest.bytes)?;
    Ok(())
}

fn find<'a>(files: &'a mut [SiteFile], path: &str) -> Result<&'a mut SiteFile> {
    let found = files.iter_mut().find(|file| file.path == path);
    found.with_context(|| format!("{path} is missing"))
}

/// `www/offline.js` registers a service worker only where the page names it.
fn with_worker(page: &str) -> Result<String> {
    if page.matches(TITLE).count() != 1 {
        bail!("index.html: expected one line that begins with {TITLE:?}");
    }
    let name = worker::NAME;
    let told = format!("  <meta name=\"speclens-offline\" content=\"./{name}\">\n{TITLE}");
    Ok(page.replace(TITLE, &told))
}

/// Files that are shared with the app come as a form, which a worker alone can take.
fn with_share_target(manifest: &[u8]) -> Result<Vec<u8>> {
    let mut manifest: Value = serde_json::from_slice(manifest).context(MANIFEST)?;
    let handlers = manifest["file_handlers"][0]["accept"].as_object();
    let types = handlers.with_context(|| format!("{MANIFEST}: no file handlers"))?;
    let mut accept: Vec<Value> = types
        .values()
        .flat_map(|v| v.as_array().into_iter().flatten())
        .cloned()
        .collect();
    accept.extend(["text/plain", "text/csv", "application/octet-stream"].map(Value::from));
    manifest["share_target"] = json!({
        "action": "../share",
        "method": "POST",
        "enctype": "multipart/form-data",
        "params": { "files": [{ "name": "spectrum", "accept": accept }] },
    });
    Ok(serde_json::to_vec_pretty(&manifest)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_told_of_its_worker_once() {
        let page = with_worker("<head>\n  <title>a</title>\n</head>").unwrap();
        assert_eq!(
            page,
            "<head>\n  <meta name=\"speclens-offline\" content=\"./sw.js\">\n  <title>a</title>\n</head>"
        );
        assert!(with_worker("<head></head>").is_err());
    }

    #[test]
    fn the_manifest_takes_shared_files_of_our_kinds() {
        let given =
            br#"{"name": "a", "file_handlers": [{"accept": {"text/plain": [".vms", ".txt"]}}]}"#;
        let manifest: Value = serde_json::from_slice(&with_share_target(given).unwrap()).unwrap();
        let accept = &manifest["share_target"]["params"]["files"][0]["accept"];
        assert_eq!(accept[0], ".vms");
        assert_eq!(manifest["name"], "a");
        assert!(with_share_target(b"{}").is_err());
    }
}
