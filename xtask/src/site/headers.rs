//! `_headers`, as Netlify and Cloudflare Pages read it: what `speclens serve` sends.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use anyhow::{Context, Result};

use super::delivery;
use super::files::SiteFile;

/// The file for these files.
///
/// # Errors
/// A page without a policy; a file whose type is not known.
pub fn of(files: &[SiteFile]) -> Result<String> {
    let page = files.iter().find(|file| file.path == "index.html");
    let page = page.context("index.html is missing")?;
    let page = std::str::from_utf8(&page.bytes).context("index.html")?;
    let policy = delivery::policy_of(page).context("index.html: no Content-Security-Policy")?;
    let mut text = format!("/*\n  Content-Security-Policy: {policy}\n");
    for (name, value) in delivery::ALWAYS {
        writeln!(text, "  {name}: {value}")?;
    }
    let mut rules = BTreeSet::new();
    for file in files {
        let media_type = delivery::media_type(&file.path)
            .with_context(|| format!("{}: of no type that is delivered", file.path))?;
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        let rule = match name.rsplit_once('.') {
            Some((_, extension)) => format!("/*.{extension}"),
            None => format!("/{}", file.path),
        };
        // The page itself is asked for by its folder: servers know its type.
        if !rule.ends_with(".html") {
            rules.insert((rule, media_type));
        }
    }
    for (rule, media_type) in rules {
        writeln!(text, "{rule}\n  Content-Type: {media_type}")?;
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::super::files::When;
    use super::*;

    fn file(path: &str, text: &str) -> SiteFile {
        SiteFile {
            path: path.into(),
            bytes: text.into(),
            when: When::First,
        }
    }

    #[test]
    fn they_say_policy_types_and_caching() {
        let page = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">";
        let page = file("index.html", page);
        let text = of(&[page, file("pkg/a.wasm", ""), file("LICENSE-MIT", "")]).unwrap();
        let expected = "/*\n  Content-Security-Policy: default-src 'none'\n  X-Content-Type-Options: nosniff\n  \
            Referrer-Policy: no-referrer\n  Cache-Control: no-cache\n/*.wasm\n  Content-Type: application/wasm\n\
            /LICENSE-MIT\n  Content-Type: text/plain; charset=utf-8\n";
        assert_eq!(text, expected);
        assert!(of(&[file("index.html", "")]).is_err(), "no policy");
    }
}
