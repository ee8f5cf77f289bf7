//! How the files of the site are delivered: their media types, and the headers that go with all.
//! `cargo xtask site` takes this file for its `_headers`, so that both say the same.

/// What a path of the site may end with, and its media type.
pub const TYPES: [(&str, &str); 16] = [
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
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

/// What goes with every answer, beside the policy of the page.
pub const ALWAYS: [(&str, &str); 3] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    // Ask each time: the entity tag makes that cheap, and a new version is seen at once.
    ("Cache-Control", "no-cache"),
];

/// The page that others frame.
pub const FRAME: &str = "embed.html";
/// What other pages, and frames without an origin, load to show a spectrum: the same for everybody.
pub const SHARED: [&str; 3] = ["www/", "pkg/", "model_weights/"];

/// The media type of a path; `None` where the site has no such file.
pub fn media_type(path: &str) -> Option<&'static str> {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    // The licences have no extension.
    let extension = name.rsplit_once('.').map_or("txt", |(_, end)| end);
    let found = TYPES.iter().find(|(end, _)| *end == extension);
    found.map(|(_, media_type)| *media_type)
}

/// The policy that a page carries in its meta tag, which is the one place where it is written: it
/// loads only what its server delivers, and runs nothing but its own scripts and wasm.
pub fn policy_of(page: &str) -> Option<&str> {
    let (_, tag) = page.split_once("http-equiv=\"Content-Security-Policy\"")?;
    let (_, content) = tag.split_once("content=\"")?;
    content.split_once('"').map(|(policy, _)| policy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_is_that_of_the_page() {
        let page = "<meta charset=a><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'\">";
        assert_eq!(policy_of(page), Some("default-src 'self'"));
        assert_eq!(policy_of("<html>"), None);
    }

    #[test]
    fn types_are_those_of_the_extension() {
        assert_eq!(media_type("pkg/a.wasm"), Some("application/wasm"));
        assert_eq!(
            media_type("LICENSE-MIT"),
            Some("text/plain; charset=utf-8"),
            "a licence"
        );
        assert_eq!(media_type("a.b/c"), Some("text/plain; charset=utf-8"));
        assert_eq!(media_type("a.exe"), None);
    }
}
