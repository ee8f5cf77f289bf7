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
    // Where two rules name the same header, some servers send both: no path has two policies. A worker obeys the
    // policy of its own script.
    let page = policy(files, "index.html")?;
    let frame = policy(files, delivery::FRAME)?;
    let name = delivery::FRAME.trim_end_matches(".html");
    let policies = [
        ("/".to_owned(), &page),
        ("/index.html".to_owned(), &page),
        ("/*.js".to_owned(), &page),
        (format!("/{name}"), &frame),
        (format!("/{}", delivery::FRAME), &frame),
    ];
    let mut text = String::from("/*\n");
    for (name, value) in delivery::ALWAYS {
        writeln!(text, "  {name}: {value}")?;
    }
    for (rule, policy) in policies {
        writeln!(text, "{rule}\n  Content-Security-Policy: {policy}")?;
    }
    for folder in delivery::SHARED {
        writeln!(text, "/{folder}*\n  Access-Control-Allow-Origin: *")?;
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

/// What a page of the site allows.
fn policy(files: &[SiteFile], path: &str) -> Result<String> {
    let page = files.iter().find(|file| file.path == path);
    let page = page.with_context(|| format!("{path} is missing"))?;
    let text = std::str::from_utf8(&page.bytes).context(path.to_owned())?;
    let policy = delivery::policy_of(text);
    let policy = policy.with_context(|| format!("{path}: no Content-Security-Policy"))?;
    Ok(policy.to_owned())
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
        let page = |policy: &str| {
            format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")
        };
        let pages = [
            file("index.html", &page("default-src 'none'")),
            file("embed.html", &page("worker-src blob:")),
        ];
        let [index, embed] = &pages;
        assert!(of(std::slice::from_ref(index)).is_err(), "no frame");
        assert!(of(&[file("index.html", "")]).is_err(), "no policy");
        let clone = |f: &SiteFile| file(&f.path, std::str::from_utf8(&f.bytes).unwrap());
        let text = of(&[
            clone(index),
            clone(embed),
            file("pkg/a.wasm", ""),
            file("LICENSE-MIT", ""),
        ]);
        let expected = "/*\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: no-referrer\n  \
            Cache-Control: no-cache\n/\n  Content-Security-Policy: default-src 'none'\n/index.html\n  \
            Content-Security-Policy: default-src 'none'\n/*.js\n  Content-Security-Policy: default-src 'none'\n\
            /embed\n  Content-Security-Policy: worker-src blob:\n/embed.html\n  Content-Security-Policy: \
            worker-src blob:\n/www/*\n  Access-Control-Allow-Origin: *\n/pkg/*\n  Access-Control-Allow-Origin: *\n\
            /model_weights/*\n  Access-Control-Allow-Origin: *\n/*.wasm\n  Content-Type: application/wasm\n\
            /LICENSE-MIT\n  Content-Type: text/plain; charset=utf-8\n";
        assert_eq!(text.unwrap(), expected);
    }
}
