//! Text for the terminal.

use std::io::{ErrorKind, IsTerminal, Write, stderr, stdout};
use std::time::{Duration, Instant};

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

/// How many files are done, on the terminal, where the answers go elsewhere.
pub struct Progress {
    began: Instant,
    told: Option<Instant>,
    /// Whether the line is on the terminal.
    stands: bool,
    done: usize,
    total: usize,
    shown: bool,
}

/// The line is written anew no more often than this.
const PAUSE: Duration = Duration::from_millis(200);

impl Progress {
    /// Of `total` files; nothing is shown for one.
    pub fn new(total: usize) -> Progress {
        Progress {
            began: Instant::now(),
            told: None,
            stands: false,
            done: 0,
            total,
            shown: total > 1 && stderr().is_terminal() && !stdout().is_terminal(),
        }
    }

    /// One more is done.
    pub fn one_more(&mut self) {
        self.done += 1;
        if self.shown && self.told.is_none_or(|t| t.elapsed() >= PAUSE) {
            eprint!("\r{}", self.line(self.began.elapsed()));
            self.told = Some(Instant::now());
            self.stands = true;
        }
    }

    /// Makes room for another line.
    pub fn clear(&mut self) {
        if std::mem::take(&mut self.stands) {
            eprint!("\r\x1b[K");
        }
    }

    fn line(&self, elapsed: Duration) -> String {
        let rate = self.done as f64 / elapsed.as_secs_f64().max(1e-3);
        let left = (self.total - self.done.min(self.total)) as f64 / rate;
        format!(
            "{} of {} files, {rate:.0} a second, {left:.0} s left ",
            self.done, self.total
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_tells_how_far_how_fast_and_how_long() {
        let mut progress = Progress::new(1000);
        progress.done = 250;
        let line = progress.line(Duration::from_secs(5));
        assert_eq!(line.trim_end(), "250 of 1000 files, 50 a second, 15 s left");
    }
}
