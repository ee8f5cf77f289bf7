//! Text for the terminal.

use std::io::{ErrorKind, Write};

/// Writes `text` at once; false where the reader has enough ("| head"): no failure, but nothing
/// more is wanted.
///
/// # Errors
/// An output that cannot be written.
pub fn put(out: &mut impl Write, text: &str) -> std::io::Result<bool> {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() == ErrorKind::BrokenPipe => Ok(false),
        result => result.map(|()| true),
    }
}

/// Text of a file on one line: control characters, which command a terminal, shown as `·`.
pub fn clean(text: &str) -> String {
    let shown = |c: char| if c.is_control() { '·' } else { c };
    text.chars().map(shown).collect()
}
