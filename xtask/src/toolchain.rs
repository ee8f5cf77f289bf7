//! Which compiler builds for the browser.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::module::TARGET;
use crate::process;

/// Debian's compiler (packages `rustc-web`, `cargo-web`, `rust-web-src`).
const DEBIAN: (&str, &str) = ("/usr/bin/rustc", "/usr/bin/cargo");

/// A compiler with a standard library for the browser, or the source of one.
pub enum Toolchain {
    /// The toolchain that runs this tool has the target installed.
    Installed,
    /// Debian's compiler, which builds the standard library from source.
    FromSource {
        /// Linker for wasm: Debian 12 has none that is new enough.
        linker: PathBuf,
        /// Where the source of the standard library is.
        sysroot: PathBuf,
    },
}

impl Toolchain {
    /// The installed target if there is one, Debian's compiler otherwise.
    ///
    /// # Errors
    /// A sentence that says what to install.
    pub fn find() -> Result<Toolchain> {
        if has_target() {
            return Ok(Toolchain::Installed);
        }
        let own = sysroot(Path::new("rustc"));
        let debian = sysroot(Path::new(DEBIAN.0))
            .ok()
            .filter(|s| s.join("lib/rustlib/src/rust/library/Cargo.toml").is_file())
            .filter(|_| Path::new(DEBIAN.1).is_file());
        let Some(sysroot) = debian else {
            bail!(
                "no compiler for {TARGET}: run `rustup target add {TARGET}`, or on Debian 12 \
                 `apt-get install rustc-web cargo-web rust-web-src`"
            );
        };
        let rust_lld = own
            .ok()
            .and_then(|own| Some(own.join(format!("lib/rustlib/{}/bin/rust-lld", host()?))))
            .filter(|p| p.is_file());
        let linker = rust_lld
            .or_else(|| process::find("rust-lld"))
            .or_else(|| process::find("wasm-ld-22"))
            .context(
                "Debian's compiler for the browser needs a linker: rust-lld of a rustup \
                 toolchain, or `apt-get install lld-22`",
            )?;
        Ok(Toolchain::FromSource { linker, sysroot })
    }

    /// What the user should know of the choice.
    pub fn sentence(&self) -> &'static str {
        match self {
            Toolchain::Installed => "Building with the installed target wasm32-unknown-unknown.",
            Toolchain::FromSource { .. } => {
                "The target wasm32-unknown-unknown is not installed (`rustup target add` would do \
                 that): building with Debian's compiler, and the standard library from its source."
            }
        }
    }

    /// The version, for the digest.
    ///
    /// # Errors
    /// When the compiler does not start.
    pub fn version(&self) -> Result<String> {
        let rustc = match self {
            Toolchain::Installed => "rustc",
            Toolchain::FromSource { .. } => DEBIAN.0,
        };
        let text = process::output(Command::new(rustc).arg("--version"))?;
        Ok(text
            .split_whitespace()
            .take(2)
            .collect::<Vec<_>>()
            .join(" "))
    }

    /// `cargo` with this compiler.
    pub fn cargo(&self) -> Command {
        match self {
            Toolchain::Installed => process::cargo(),
            Toolchain::FromSource { linker, .. } => {
                let mut cargo = Command::new(DEBIAN.1);
                cargo
                    .env("RUSTC", DEBIAN.0)
                    // -Z build-std asks for it; Debian's compiler is a stable one.
                    .env("RUSTC_BOOTSTRAP", "1")
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
                cargo
            }
        }
    }

    /// Arguments of `cargo rustc` that this compiler needs more.
    pub fn arguments(&self) -> &'static [&'static str] {
        match self {
            Toolchain::Installed => &[],
            Toolchain::FromSource { .. } => &["-Z", "build-std=std,panic_abort"],
        }
    }

    /// Folders of this machine that the standard library's panic messages would name.
    pub fn source_folders(&self) -> Vec<PathBuf> {
        match self {
            Toolchain::Installed => Vec::new(),
            Toolchain::FromSource { sysroot, .. } => {
                let named = sysroot.join("lib/rustlib/src/rust");
                let real = named.canonicalize().ok().filter(|real| *real != named);
                std::iter::once(named).chain(real).collect()
            }
        }
    }
}

/// Whether the toolchain that runs this tool can compile for the browser.
pub fn has_target() -> bool {
    sysroot(Path::new("rustc"))
        .is_ok_and(|own| own.join("lib/rustlib").join(TARGET).join("lib").is_dir())
}

fn sysroot(rustc: &Path) -> Result<PathBuf> {
    let text = process::output(Command::new(rustc).args(["--print", "sysroot"]))?;
    Ok(PathBuf::from(text.trim()))
}

/// Host triple of the toolchain that runs this tool.
pub fn host() -> Option<String> {
    let text = process::output(Command::new("rustc").arg("-vV")).ok()?;
    text.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_owned)
}
