//! Where sets and checkpoints lie unless told otherwise: in the user's cache, which outlives a checkout.

use std::path::PathBuf;

/// The folder of the simulated sets.
pub fn sets() -> PathBuf {
    cache().join("sets")
}

/// The folder of the checkpoints, with a folder for each preset.
pub fn runs() -> PathBuf {
    cache().join("runs")
}

/// `$XDG_CACHE_HOME/speclens`, or `.cache/speclens` in the user's folder, or `training` here where neither is known.
fn cache() -> PathBuf {
    let named = |variable| {
        let path = PathBuf::from(std::env::var_os(variable)?);
        path.is_absolute().then_some(path)
    };
    let home = || named("HOME").or_else(|| named("USERPROFILE"));
    let base = named("XDG_CACHE_HOME").or_else(|| Some(home()?.join(".cache")));
    base.map_or_else(|| "training".into(), |base| base.join("speclens"))
}
