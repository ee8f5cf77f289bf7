//! The browser tests: Chromium, its driver, a served page, and the stories of tests/browser.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::SystemTime;
use std::{env, fs};

use anyhow::{Context, Result, bail};

use crate::count::Count;
use crate::{process, site};

/// Everything the stories need.
pub struct Browser {
    /// The folder tests/browser, with its packages installed.
    folder: PathBuf,
    /// The program `speclens`.
    speclens: PathBuf,
    /// The program `chromium`.
    chromium: PathBuf,
    /// A site as `cargo xtask site` makes it.
    site: PathBuf,
}

/// Finds, makes or installs what the browser tests need.
///
/// # Errors
/// A sentence that says what is missing and how to get it.
pub fn prepare(root: &Path) -> Result<Browser> {
    let folder = root.join("tests/browser");
    if !folder.join("package.json").is_file() {
        bail!("tests/browser/package.json is missing");
    }
    if process::find("node").is_none() || process::find("npm").is_none() {
        bail!("node and npm are missing: install Node.js 20 or later");
    }
    let lock = modified(&folder.join("package-lock.json"))
        .context("tests/browser/package-lock.json is missing")?;
    // npm writes this file last.
    if modified(&folder.join("node_modules/.package-lock.json")).is_none_or(|done| done < lock) {
        println!("Installing the packages of tests/browser (npm ci).");
        process::run(
            Command::new("npm")
                .args(["ci", "--no-audit", "--no-fund"])
                .current_dir(&folder),
        )?;
    }
    let speclens =
        env::current_exe()?.with_file_name(format!("speclens{}", env::consts::EXE_SUFFIX));
    if !speclens.is_file() {
        bail!("{}: the program has not been built", speclens.display());
    }
    let chromium = chromium()?;
    let site = speclens.with_file_name("site-for-stories");
    site::make(root, &site, site::Quality::Quick)?;
    Ok(Browser {
        folder,
        speclens,
        chromium,
        site,
    })
}

impl Browser {
    /// Runs the stories against a page of their own.
    ///
    /// # Errors
    /// When page or runner cannot be started, or when the runner fails without a failed test.
    pub fn test(&self, webgpu: bool) -> Result<Count> {
        let page = Page::serve(&self.speclens)?;
        let mut count = Count::default();
        let mut npm = Command::new("npm");
        npm.args(["test", "--silent"])
            .current_dir(&self.folder)
            .env("SPECLENS_URL", &page.url)
            .env("SPECLENS_BIN", &self.speclens)
            .env("SPECLENS_CHROMIUM", &self.chromium)
            .env("SPECLENS_SITE", &self.site)
            .env("SPECLENS_WEBGPU", if webgpu { "1" } else { "0" });
        let succeeded = process::watch(&mut npm, |line| count.see(line))?;
        if count == Count::default() {
            bail!("tests/browser: no test was run");
        }
        if !succeeded && count.failed == 0 {
            bail!("tests/browser: npm test failed although no test did");
        }
        Ok(count)
    }
}

/// A running `speclens serve`, ended with this value.
struct Page {
    child: Child,
    url: String,
}

impl Page {
    fn serve(speclens: &Path) -> Result<Page> {
        let mut child = Command::new(speclens)
            .args(["serve", "--port", "0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| speclens.display().to_string())?;
        let stdout = child.stdout.take();
        let mut page = Page {
            child,
            url: String::new(),
        };
        let mut said = String::new();
        for line in stdout.into_iter().flat_map(|s| BufReader::new(s).lines()) {
            let line = line?;
            if let Some(url) = line
                .split_whitespace()
                .find(|word| word.starts_with("http://"))
            {
                page.url = url.trim_end_matches(['.', ',']).to_owned();
                return Ok(page);
            }
            said += &line;
        }
        bail!("speclens serve printed no address, only `{said}`");
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // It may have ended by itself; there is nobody left to tell.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Chromium: the one that is named, found, or installed.
fn chromium() -> Result<PathBuf> {
    if let Some(named) = env::var_os("SPECLENS_CHROMIUM").map(PathBuf::from) {
        if !named.is_file() {
            bail!("SPECLENS_CHROMIUM: {} is not a file", named.display());
        }
        return Ok(named);
    }
    let find = || {
        ["chromium", "chromium-browser", "google-chrome"]
            .into_iter()
            .find_map(process::find)
    };
    if let Some(found) = find() {
        return Ok(found);
    }
    if may_install() {
        println!("Installing Chromium (apt-get install chromium).");
        process::run(Command::new("apt-get").arg("update"))?;
        process::run(
            Command::new("apt-get")
                .args(["install", "--yes", "--no-install-recommends", "chromium"])
                .env("DEBIAN_FRONTEND", "noninteractive"),
        )?;
    }
    find().context(
        "Chromium is missing: `apt-get install chromium`, or name one in SPECLENS_CHROMIUM",
    )
}

/// Root on a system with apt.
fn may_install() -> bool {
    let root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|id| id.stdout.trim_ascii() == b"0");
    root && process::find("apt-get").is_some()
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|m| m.modified()).ok()
}
