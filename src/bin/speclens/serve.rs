//! `speclens serve`: the embedded site on 127.0.0.1, for the browsers of this machine.

use std::borrow::Cow;
use std::io::Write;
use std::net::{Ipv4Addr, TcpListener};
use std::process::ExitCode;

use anyhow::Context;

use crate::http::{self, Request, Response};
use crate::site;

/// How `speclens serve` is called.
#[derive(clap::Args)]
pub struct Args {
    /// Port on 127.0.0.1; 0 takes any free one
    #[arg(long, default_value_t = 8417)]
    port: u16,
    /// Open the page in the browser
    #[arg(long)]
    open: bool,
}

/// Serves until the process ends.
///
/// # Errors
/// A port that cannot be had.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
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
    if site::file("index.html").is_none() {
        eprintln!("speclens: this program was built without the page (index.html)");
    }
    if args.open
        && let Err(error) = open::that_detached(&url)
    {
        eprintln!("speclens: no browser could be opened ({error}): open {url} yourself");
    }
    http::serve(&listener, answer);
    Ok(ExitCode::SUCCESS)
}

fn answer(request: &Request) -> Response {
    if !is_for_this_machine(request) {
        let text = "This server answers to localhost and 127.0.0.1 only.";
        return message("403 Forbidden", text);
    }
    if !["GET", "HEAD"].contains(&request.method.as_str()) {
        let mut response = message("405 Method Not Allowed", "Only GET and HEAD are answered.");
        response.headers.push(("Allow", "GET, HEAD".to_owned()));
        return response;
    }
    // The site's names are plain ASCII: nothing is escaped in its paths.
    let path = request.target.split(['?', '#']).next().unwrap_or_default();
    let path = match path.strip_prefix('/') {
        Some("") => Some("index.html"),
        path => path,
    };
    let Some((path, file)) = path.and_then(|path| Some((path, site::file(path)?))) else {
        return message("404 Not Found", "There is no such file here.");
    };
    let tag = ("ETag", file.etag.clone());
    let mut response = if has_already(request, &file.etag) {
        response("304 Not Modified", path, [tag], Cow::Borrowed(b""))
    } else {
        let kind = ("Content-Type", file.media_type.to_owned());
        response("200 OK", path, [kind, tag], file.data)
    };
    if site::is_shared(path) {
        let anybody = ("Access-Control-Allow-Origin", "*".to_owned());
        response.headers.push(anybody);
    }
    response
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
    let kind = ("Content-Type", "text/plain; charset=utf-8".to_owned());
    response(status, "", [kind], Cow::Borrowed(text.as_bytes()))
}

/// An answer to a path, with the headers that every answer has.
fn response<const N: usize>(
    status: &'static str,
    path: &str,
    headers: [(&'static str, String); N],
    body: Cow<'static, [u8]>,
) -> Response {
    let always = [
        (
            "Content-Security-Policy",
            site::content_security_policy(path),
        ),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        // Ask each time: the entity tag makes that cheap, and a new version is seen at once.
        ("Cache-Control", "no-cache"),
    ];
    let always = always.map(|(name, value)| (name, value.to_owned()));
    let headers = headers.into_iter().chain(always).collect();
    Response {
        status,
        headers,
        body,
    }
}
