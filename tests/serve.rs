//! `speclens serve`, asked over TCP as a browser would.

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};

/// A running server; it ends with the test.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(arguments: &[&str]) -> Server {
        let mut child = common::speclens()
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .trim()
            .strip_prefix("http://")
            .and_then(|u| u.strip_suffix('/'))
            .unwrap_or_else(|| panic!("no URL in {line:?}"))
            .to_owned();
        Server { child, address }
    }

    /// Sends one request; headers by lower-case name.
    fn ask(&self, method: &str, path: &str, host: &str, more: &str) -> Reply {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n"
        )
        .unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap();
        Reply {
            status: status.parse().unwrap(),
            headers: lines
                .map(|l| l.split_once(": ").unwrap())
                .map(|(k, v)| (k.to_lowercase(), v.to_owned()))
                .collect(),
            body: bytes[end + 4..].to_vec(),
        }
    }

    fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, &self.address, "")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(k, _)| k == name);
        found.map(|(_, v)| v.as_str())
    }
}

/// The media type that the page's files must have, by their extension.
fn media_type(path: &str) -> Option<&'static str> {
    // The licences have no extension.
    Some(match path.rsplit_once('.').map_or("txt", |p| p.1) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webmanifest" => "application/manifest+json",
        "safetensors" => "application/octet-stream",
        "vms" | "txt" | "ts" | "md" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        _ => return None,
    })
}

fn site_files() -> Vec<String> {
    fn walk(root: &Path, folder: &Path, files: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, files);
            } else {
                let path = path.strip_prefix(root).unwrap().to_str().unwrap();
                files.push(path.to_owned());
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["www", "pkg", "model_weights"] {
        walk(root, &root.join(folder), &mut files);
    }
    for page in ["index.html", "embed.html"] {
        if root.join(page).exists() {
            files.push(page.to_owned());
        }
    }
    files
}

/// Also the proof that the program's site is the checkout's, not that of an older build.
#[test]
fn the_checkouts_site_is_served_with_its_media_types() {
    let server = Server::start(&["serve", "--port", "0"]);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for path in site_files() {
        let reply = server.get(&format!("/{path}"));
        let Some(media_type) = media_type(&path) else {
            assert_eq!(reply.status, 404, "{path}");
            continue;
        };
        assert_eq!(reply.status, 200, "{path}");
        assert_eq!(reply.header("content-type"), Some(media_type), "{path}");
        let wanted = std::fs::read(root.join(&path)).unwrap();
        assert_eq!(
            reply.header("content-length"),
            Some(&*wanted.len().to_string()),
            "{path}"
        );
        assert!(
            reply.body == wanted,
            "{path} differs: build the program again"
        );
    }
    let root_page = server.get("/?x=1");
    let index = server.get("/index.html");
    assert_eq!(
        (root_page.status, &root_page.body),
        (index.status, &index.body)
    );
    assert_eq!(index.status == 200, root.join("index.html").exists());
}

#[test]
fn every_answer_carries_the_content_security_policy() {
    let server = Server::start(&["--port", "0"]);
    for path in ["/", "/no/such/file.html"] {
        let reply = server.get(path);
        let policy = reply.header("content-security-policy").unwrap();
        for part in [
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "connect-src 'self'",
            "form-action 'none'",
        ] {
            assert!(
                policy.split("; ").any(|p| p == part),
                "{path}: {part} in {policy}"
            );
        }
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(reply.header("cache-control"), Some("no-cache"));
    }
}

/// A frame without an origin starts its worker from a blob, and loads modules as a stranger.
#[test]
fn the_frame_has_its_own_policy_and_what_it_loads_is_for_everybody() {
    let server = Server::start(&["--port", "0"]);
    let workers = |path: &str| {
        let reply = server.get(path);
        let policy = reply.header("content-security-policy").unwrap();
        let part = policy.split("; ").find(|p| p.starts_with("worker-src"));
        part.map(ToOwned::to_owned)
    };
    let [page, frame] = ["/", "/embed.html?src=a.vms"].map(workers);
    assert_eq!(page.as_deref(), Some("worker-src 'self'"));
    assert_eq!(frame.as_deref(), Some("worker-src 'self' blob:"));
    let shared = |path: &str, more: &str| {
        let reply = server.ask("GET", path, &server.address, more);
        let header = reply.header("access-control-allow-origin");
        (reply.status, header.map(ToOwned::to_owned))
    };
    for path in [
        "/www/embed/speclens-viewer.js",
        "/pkg/speclens_bg.wasm",
        "/model_weights/al-ka/model.json",
    ] {
        let anybody = Some("*".to_owned());
        assert_eq!(shared(path, ""), (200, anybody.clone()), "{path}");
        let again = shared(path, "If-None-Match: *\r\n");
        assert_eq!(again, (304, anybody), "{path}");
    }
    for path in ["/", "/embed.html", "/README.md"] {
        assert_eq!(shared(path, ""), (200, None), "{path}");
    }
    assert_eq!(shared("/www/none.js", ""), (404, None));
}

#[test]
fn what_is_not_of_the_site_is_not_found() {
    let server = Server::start(&["--port", "0"]);
    for path in [
        "/Cargo.toml",
        "/src/lib.rs",
        "/../Cargo.toml",
        "/www/../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "//etc/hosts.txt",
        "/www",
        "/www/",
        "/.git/config",
    ] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
}

#[test]
fn only_requests_to_this_machine_are_answered() {
    let server = Server::start(&["--port", "0"]);
    let port = server.address.rsplit_once(':').unwrap().1;
    let absent = "/none.html";
    for host in ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"] {
        assert_eq!(server.ask("GET", absent, host, "").status, 404, "{host}");
        let host = format!("{host}:{port}");
        assert_eq!(server.ask("GET", absent, &host, "").status, 404, "{host}");
    }
    for host in [
        "evil.example",
        "evil.example:8417",
        "127.0.0.1.evil.example",
        "localhost.",
        "",
        ":80",
    ] {
        assert_eq!(server.ask("GET", absent, host, "").status, 403, "{host}");
    }
}

#[test]
fn other_methods_are_refused_and_head_has_no_body() {
    let server = Server::start(&["--port", "0"]);
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let reply = server.ask(method, "/", "localhost", "Content-Length: 0\r\n");
        assert_eq!(
            (reply.status, reply.header("allow")),
            (405, Some("GET, HEAD")),
            "{method}"
        );
    }
    let head = server.ask("HEAD", "/none.html", "localhost", "");
    assert_eq!((head.status, head.body.len()), (404, 0));
}

#[test]
fn a_file_that_the_browser_has_is_not_sent_again() {
    let server = Server::start(&["--port", "0"]);
    let Some(path) = site_files().into_iter().find(|p| media_type(p).is_some()) else {
        println!("skipped: this checkout has no site");
        return;
    };
    let path = format!("/{path}");
    let first = server.get(&path);
    let tag = first.header("etag").unwrap();
    assert!(
        tag.len() == 34 && tag.starts_with('"') && tag.ends_with('"'),
        "{tag}"
    );
    for tags in [tag, &format!("W/{tag}"), &format!("\"x\", {tag}")] {
        let more = format!("If-None-Match: {tags}\r\n");
        let again = server.ask("GET", &path, "localhost", &more);
        assert_eq!((again.status, again.body.len()), (304, 0), "{tags}");
        assert_eq!(again.header("etag"), Some(tag));
    }
    let other = server.ask("GET", &path, "localhost", "If-None-Match: \"x\"\r\n");
    assert_eq!((other.status, other.body == first.body), (200, true));
}

#[test]
fn slow_requests_do_not_keep_others_waiting() {
    let server = Server::start(&["--port", "0"]);
    let slow: Vec<TcpStream> = (0..8)
        .map(|_| {
            let mut stream = TcpStream::connect(&server.address).unwrap();
            write!(stream, "GET / HTTP/1.1\r\n").unwrap();
            stream
        })
        .collect();
    assert_eq!(server.get("/none.html").status, 404);
    drop(slow);
}

#[test]
fn a_taken_port_is_said_and_fails() {
    let server = Server::start(&["--port", "0"]);
    let port = server.address.rsplit_once(':').unwrap().1;
    let second = common::speclens()
        .args(["serve", "--port", port])
        .output()
        .unwrap();
    assert_eq!(second.status.code(), Some(1));
    let says = String::from_utf8(second.stderr).unwrap();
    assert!(
        says.contains(&format!("port {port}")) && says.contains("--port"),
        "{says}"
    );
    assert!(second.stdout.is_empty());
}

/// A site as `cargo xtask site` makes it, compressed beforehand.
#[test]
fn a_folder_is_served_as_it_was_compressed() {
    let folder = std::env::temp_dir().join(format!("speclens-serve-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("www")).unwrap();
    let page = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self'\">";
    for (path, text) in [
        ("index.html", page),
        ("www/app.js", "plain"),
        ("www/app.js.br", "br"),
        ("www/app.js.gz", "gz"),
    ] {
        std::fs::write(folder.join(path), text).unwrap();
    }
    let server = Server::start(&["serve", "--port", "0", "--site", folder.to_str().unwrap()]);
    let ask = |accepted: &str| {
        let accepted = format!("Accept-Encoding: {accepted}\r\n");
        server.ask("GET", "/www/app.js", &server.address, &accepted)
    };
    for (accepted, encoding, body) in [
        ("gzip, deflate, br", Some("br"), "br"),
        ("gzip", Some("gzip"), "gz"),
        ("identity", None, "plain"),
    ] {
        let reply = ask(accepted);
        assert_eq!(reply.header("content-encoding"), encoding, "{accepted}");
        assert_eq!(reply.header("vary"), Some("Accept-Encoding"));
        assert_eq!(
            reply.header("content-type"),
            Some("text/javascript; charset=utf-8")
        );
        assert_eq!(reply.body, body.as_bytes());
        let again = format!(
            "Accept-Encoding: {accepted}\r\nIf-None-Match: {}\r\n",
            reply.header("etag").unwrap()
        );
        let again = server.ask("GET", "/www/app.js", &server.address, &again);
        assert_eq!((again.status, again.body.len()), (304, 0), "{accepted}");
    }
    let root = server.get("/");
    assert_eq!((root.status, root.body), (200, page.into()));
    let policy = Some("default-src 'none'; img-src 'self'");
    assert!(root.headers.iter().any(|(_, v)| Some(&**v) == policy));
    for path in ["/pkg/speclens_bg.wasm", "/www/app.js.br", "/../Cargo.toml"] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
    drop(server);
    std::fs::remove_dir_all(&folder).unwrap();
}
