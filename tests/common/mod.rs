//! What the tests of the program share.
#![allow(dead_code, reason = "each test program uses a part of it")]

pub mod bench;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// The program under test.
pub fn speclens() -> Command {
    Command::new(env!("CARGO_BIN_EXE_speclens"))
}

/// An empty folder of its own for a test.
pub fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A measured survey beside the checkout; `None` (said aloud) where it is missing.
pub fn measured(file: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("../shared/measured/surveys").join(file);
    if !path.is_file() {
        println!("skipped: no file ../shared/measured/surveys/{file}");
        return None;
    }
    Some(path)
}

/// The answer for a block of a measured survey by the network for Al Kα, with `options`; `None` as
/// [`measured`].
pub fn answer(file: &str, block: &str, options: &[&str]) -> Option<Value> {
    let path = measured(file)?;
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("model_weights/al-ka");
    let mut command = speclens();
    command.args(["analyse", "--json", "--block", block, "--model"]);
    let run = Run::of(command.arg(model).args(options).arg(path).output().unwrap());
    assert_eq!(run.code, 0, "{}", run.err);
    run.objects().pop()
}

/// What a run of the program gave.
pub struct Run {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Run {
    /// Of a process that has ended.
    pub fn of(output: Output) -> Run {
        Run {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Each line of the output as JSON.
    pub fn objects(&self) -> Vec<Value> {
        let lines = self.out.lines();
        lines.map(|l| serde_json::from_str(l).unwrap()).collect()
    }
}
