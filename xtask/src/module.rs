//! The two browser modules.

/// A crate that becomes `pkg/<name>.js` and `pkg/<name>_bg.wasm`.
#[derive(Debug)]
pub struct WebModule {
    /// Name of the files in pkg/, and of the library target.
    pub name: &'static str,
    /// Cargo package.
    pub package: &'static str,
    /// Features it is built with.
    pub features: &'static [&'static str],
    /// Passes of wasm-opt, where it is installed; none where they do not pay.
    pub optimise: &'static [&'static str],
}

/// Files, physics, network on the CPU, explanation, figures: everything but WebGPU.
pub const SMALL: WebModule = WebModule {
    name: "speclens",
    package: "speclens",
    features: &[],
    optimise: &["-O2"],
};

/// The network on WebGPU and nothing else.
pub const LARGE: WebModule = WebModule {
    name: "speclens_gpu",
    package: "speclens-gpu",
    features: &[],
    // -O2 takes many minutes for 5 %, -Oz does not come to an end.
    optimise: &[],
};

/// Both, in the order in which the page loads them.
pub const ALL: [&WebModule; 2] = [&SMALL, &LARGE];

/// Compilation target of both.
pub const TARGET: &str = "wasm32-unknown-unknown";
/// Cargo profile of both.
pub const PROFILE: &str = "web";
/// Compiler flags of both: 128-bit SIMD makes burn-flex three times faster.
pub const RUSTFLAGS: [&str; 2] = ["-C", "target-feature=+simd128"];
