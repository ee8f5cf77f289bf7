//! The TypeScript types of what crosses to the page are those of the structs that serde writes.

use std::path::Path;

#[test]
fn types_are_those_of_the_structs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/types.d.ts");
    let types = speclens::wire::typescript();
    if std::env::var_os("SPECLENS_WRITE_TYPES").is_some() {
        std::fs::write(&path, &types).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == types,
        "src/web/types.d.ts: write it anew with SPECLENS_WRITE_TYPES=1"
    );
    let code: Vec<&str> = types.lines().filter(|l| !l.starts_with(" *")).collect();
    let code = code.join("\n");
    assert!(!code.contains(": any"), "a type that says nothing: {code}");
    assert!(!code.contains("bigint"), "JavaScript gets numbers: {code}");
}
