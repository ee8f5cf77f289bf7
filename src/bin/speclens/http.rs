//! Just enough of HTTP/1.1 (RFC 9112) to deliver files on the loopback interface: a thread for
//! each connection, so that the idle ones that browsers open ahead keep nobody waiting.

use std::borrow::Cow;
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Connections at the same time; more are closed at once.
const MAX_CONNECTIONS: usize = 64;
/// An idle or stuck connection is closed after this time.
const READ_TIMEOUT: Duration = Duration::from_secs(20);
/// A browser that takes nothing for this time is gone.
const WRITE_TIMEOUT: Duration = Duration::from_secs(60);
/// Longest request line and headers, bytes.
const MAX_HEAD: usize = 16 * 1024;
/// Most headers of a request.
const MAX_HEADERS: usize = 64;

/// The head of a request. There is no body: only GET and HEAD are answered.
#[derive(Debug)]
pub struct Request {
    /// `GET`, `HEAD` …
    pub method: String,
    /// Path and query.
    pub target: String,
    headers: Vec<(String, String)>,
    keep_alive: bool,
    has_body: bool,
}

impl Request {
    /// Value of a header; of several, the first. Names are compared without case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// How often a header is given.
    pub fn count(&self, name: &str) -> usize {
        self.headers
            .iter()
            .filter(|(n, _)| n.eq_ignore_ascii_case(name))
            .count()
    }

    /// The request at the beginning of `bytes` and its length; `None` while it is incomplete.
    fn parse(bytes: &[u8]) -> Result<Option<(Request, usize)>, httparse::Error> {
        let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut parsed = httparse::Request::new(&mut headers);
        let httparse::Status::Complete(length) = parsed.parse(bytes)? else {
            return Ok(None);
        };
        let headers: Vec<(String, String)> = parsed
            .headers
            .iter()
            .map(|h| {
                (
                    h.name.to_owned(),
                    String::from_utf8_lossy(h.value).trim().to_owned(),
                )
            })
            .collect();
        let mut request = Request {
            method: parsed.method.unwrap_or_default().to_owned(),
            target: parsed.path.unwrap_or_default().to_owned(),
            headers,
            keep_alive: parsed.version == Some(1),
            has_body: false,
        };
        let close = request
            .header("Connection")
            .is_some_and(|c| c.eq_ignore_ascii_case("close"));
        request.keep_alive &= !close;
        request.has_body = request.header("Content-Length").is_some_and(|l| l != "0")
            || request.header("Transfer-Encoding").is_some();
        Ok(Some((request, length)))
    }
}

/// What goes back. The length is added on sending.
#[derive(Debug)]
pub struct Response {
    /// Status code and its words: `404 Not Found`.
    pub status: &'static str,
    /// Headers, without `Content-Length` and `Connection`.
    pub headers: Vec<(&'static str, String)>,
    /// Body; not sent for HEAD.
    pub body: Cow<'static, [u8]>,
}

/// Answers every connection until the process ends.
pub fn serve(
    listener: &TcpListener,
    answer: impl Fn(&Request) -> Response + Send + Sync + 'static,
) {
    let answer = Arc::new(answer);
    let connections = Arc::new(AtomicUsize::new(0));
    for stream in listener.incoming() {
        // A connection that fails before it began is the browser's affair.
        let Ok(stream) = stream else {
            std::thread::sleep(Duration::from_millis(10));
            continue;
        };
        let guard = Guard(Arc::clone(&connections));
        if guard.0.fetch_add(1, Ordering::AcqRel) >= MAX_CONNECTIONS {
            continue;
        }
        let answer = Arc::clone(&answer);
        let spawned = std::thread::Builder::new().spawn(move || {
            let _guard = guard;
            // An error here is a connection that broke off: nobody is left to tell.
            let _ = converse(stream, &*answer);
        });
        if let Err(error) = spawned {
            eprintln!("speclens: a connection was closed: {error}");
        }
    }
}

/// Counts a connection until it is dropped.
struct Guard(Arc<AtomicUsize>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// Answers the requests of one connection, one after the other.
fn converse(mut stream: TcpStream, answer: &dyn Fn(&Request) -> Response) -> std::io::Result<()> {
    stream.set_read_timeout(Some(READ_TIMEOUT))?;
    stream.set_write_timeout(Some(WRITE_TIMEOUT))?;
    stream.set_nodelay(true)?;
    let mut received = Vec::new();
    loop {
        let (request, length) = loop {
            match Request::parse(&received) {
                Ok(Some(request)) => break request,
                Ok(None) if received.len() < MAX_HEAD => {}
                _ => return refuse(stream),
            }
            let mut part = [0; 4096];
            let n = match stream.read(&mut part) {
                Err(e) if e.kind() == ErrorKind::Interrupted => continue,
                result => result?,
            };
            if n == 0 {
                return Ok(());
            }
            received.extend_from_slice(&part[..n]);
        };
        received.drain(..length);
        let last = !request.keep_alive || request.has_body;
        send(
            &mut stream,
            &answer(&request),
            request.method != "HEAD",
            last,
        )?;
        if last {
            return close(stream);
        }
    }
}

fn refuse(mut stream: TcpStream) -> std::io::Result<()> {
    let response = Response {
        status: "400 Bad Request",
        headers: Vec::new(),
        body: Cow::Borrowed(b""),
    };
    send(&mut stream, &response, false, true)?;
    close(stream)
}

fn send(
    stream: &mut TcpStream,
    response: &Response,
    body: bool,
    last: bool,
) -> std::io::Result<()> {
    let mut head = format!("HTTP/1.1 {}\r\n", response.status);
    for (name, value) in &response.headers {
        head += &format!("{name}: {value}\r\n");
    }
    // "304 Not Modified" has no body and must not announce one of another length.
    if !response.status.starts_with("304") {
        head += &format!("Content-Length: {}\r\n", response.body.len());
    }
    head += if last {
        "Connection: close\r\n\r\n"
    } else {
        "\r\n"
    };
    stream.write_all(head.as_bytes())?;
    if body {
        stream.write_all(&response.body)?;
    }
    stream.flush()
}

/// Closes without losing what was sent: an unread rest of the request would reset the connection.
fn close(mut stream: TcpStream) -> std::io::Result<()> {
    const MAX_REST: usize = 1 << 20;
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(Duration::from_secs(1)))?;
    let mut rest = [0; 4096];
    let mut seen = 0;
    while seen < MAX_REST {
        match stream.read(&mut rest)? {
            0 => break,
            n => seen += n,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_parsed_in_any_pieces() {
        let bytes = b"GET /a?b HTTP/1.1\r\nhost: localhost:1\r\nConnection: Close\r\n\r\nGET";
        for n in 0..bytes.len() - 3 {
            assert!(Request::parse(&bytes[..n]).unwrap().is_none(), "{n}");
        }
        let (r, length) = Request::parse(bytes).unwrap().unwrap();
        assert_eq!(length, bytes.len() - 3);
        assert_eq!((r.method.as_str(), r.target.as_str()), ("GET", "/a?b"));
        assert_eq!(
            (r.header("Host"), r.count("HOST")),
            (Some("localhost:1"), 1)
        );
        assert!(!r.keep_alive && !r.has_body);
    }

    #[test]
    fn garbage_is_an_error_and_bodies_are_noticed() {
        assert!(Request::parse(b"\x16\x03\x01\x02\x00\x01").is_err());
        let post = b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc";
        let (r, length) = Request::parse(post).unwrap().unwrap();
        assert!(r.has_body && r.keep_alive && length == post.len() - 3);
        let old = b"GET / HTTP/1.0\r\n\r\n";
        assert!(!Request::parse(old).unwrap().unwrap().0.keep_alive);
    }
}
