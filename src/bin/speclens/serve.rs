//! `speclens serve`: the embedded site, or one in a folder, on 127.0.0.1, for the browsers of this
//! machine.

use std::borrow::Cow;
use std::io::Write;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;

use crate::delivery;
use crate::folder::Folder;
use crate::http::{self, Request, Response};
use crate::site::{self, SiteFile};

/// How `speclens serve` is called.
#[derive(clap::Args)]
pub struct Args {
    /// Port on 127.0.0.1; 0 takes any free one
    #[arg(long, default_value_t = 8417)]
    port: u16,
    /// Open the page in the browser
    #[arg(long)]
    open: bool,
    /// Serve a folder that `cargo xtask site` made, instead of the page inside this program
    #[arg(long, value_name = "FOLDER")]
    site: Option<PathBuf>,
}

/// Where the files come from.
enum Pages {
    /// Inside the program.
    Inside,
    /// A folder.
    Folder(Folder),
}

impl Pages {
    /// The file at a path without a leading slash, encoded as the request accepts it.
    fn file(&self, path: &str, request: &Request) -> Option<SiteFile> {
        match self {
            Pages::Inside => site::file(path),
            Pages::Folder(folder) => {
                folder.file(path, request.header("Accept-Encoding").unwrap_or_default())
            }
        }
    }

    /// The policy for the answer to a path.
    fn policy(&self, path: &str) -> &str {
        match self {
            Pages::Inside => site::content_security_policy(path),
            Pages::Folder(folder) => folder.policy(path),
        }
    }
}

/// Serves until the process ends.
///
/// # Errors
/// A port that cannot be had, a folder without the page.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let pages = match &args.site {
        Some(folder) => Pages::Folder(Folder::open(folder)?),
        None => Pages::Inside,
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, args.port)).with_context(|| {
        format!(
            "port {} on 127.0.0.1 cannot be had: name another with --port (0 takes any free one)",
            args.port
        )
    })?;
    let url = format!("http://{}/", listener.local_addr()?);
    {
        let mut out = std::io::stdout().lock();
        // A closed standard output is no reason not to serve.
        let _ = writeln!(out, "{url}").and_then(|()| out.flush());
    }
    if args.site.is_none() && site::file("index.html").is_none() {
        eprintln!("speclens: this program was built without the page (index.html)");
    }
    if args.open
        && let Err(error) = open::that_detached(&url)
    {
        eprintln!("speclens: no browser could be opened ({error}): open {url} yourself");
    }
    http::serve(&listener, move |request| {
        let path = path_of(request);
        with_headers(answer(&pages, request, path), pages.policy(path))
    });
    Ok(ExitCode::SUCCESS)
}

/// The path of the file that is asked for, without a leading slash; none is asked for where it is empty. The site's
/// names are plain ASCII: nothing is escaped in them.
fn path_of(request: &Request) -> &str {
    let path = request.target.split(['?', '#']).next().unwrap_or_default();
    match path.strip_prefix('/') {
        Some("") => "index.html",
        path => path.unwrap_or_default(),
    }
}

fn answer(pages: &Pages, request: &Request, path: &str) -> Response {
    if !is_for_this_machine(request) {
        let text = "This server answers to localhost and 127.0.0.1 only.";
        return message("403 Forbidden", text);
    }
    if !["GET", "HEAD"].contains(&request.method.as_str()) {
        let mut response = message("405 Method Not Allowed", "Only GET and HEAD are answered.");
        response.headers.push(("Allow", "GET, HEAD".to_owned()));
        return response;
    }
    let Some(file) = pages.file(path, request) else {
        return message("404 Not Found", "There is no such file here.");
    };
    let mut headers = vec![("ETag", file.etag.clone())];
    if matches!(pages, Pages::Folder(_)) {
        headers.push(("Vary", "Accept-Encoding".to_owned()));
    }
    if site::is_shared(path) {
        headers.push(("Access-Control-Allow-Origin", "*".to_owned()));
    }
    if has_already(request, &file.etag) {
        return Response {
            status: "304 Not Modified",
            headers,
            body: Cow::Borrowed(b""),
        };
    }
    headers.push(("Content-Type", file.media_type.to_owned()));
    headers.extend(file.encoding.map(|e| ("Content-Encoding", e.to_owned())));
    Response {
        status: "200 OK",
        headers,
        body: file.data,
    }
}

/// Whether the request names this machine. A page from elsewhere whose name is made to point
/// here (DNS rebinding) names itself.
fn is_for_this_machine(request: &Request) -> bool {
    let Some(host) = request
        .header("Host")
        .filter(|_| request.count("Host") == 1)
    else {
        return false;
    };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    let names = ["localhost", "127.0.0.1", "[::1]"];
    names.iter().any(|n| n.eq_ignore_ascii_case(name))
}

/// Whether the browser has the file with this entity tag already.
fn has_already(request: &Request, etag: &str) -> bool {
    request.header("If-None-Match").is_some_and(|tags| {
        let mut tags = tags.split(',').map(|t| t.trim().trim_start_matches("W/"));
        tags.any(|t| t == etag || t == "*")
    })
}

fn message(status: &'static str, text: &'static str) -> Response {
    Response {
        status,
        headers: vec![("Content-Type", "text/plain; charset=utf-8".to_owned())],
        body: Cow::Borrowed(text.as_bytes()),
    }
}

/// What goes with every answer.
fn with_headers(mut response: Response, policy: &str) -> Response {
    let always = delivery::ALWAYS.map(|(name, value)| (name, value.to_owned()));
    response.headers.extend(always);
    let policy = ("Content-Security-Policy", policy.to_owned());
    response.headers.push(policy);
    response
}
