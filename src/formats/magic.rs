//! Formats that are known by their first bytes and not read yet: refused by name.

use super::bytes::{array_at, u32_at};

/// Signatures at offset 0, from the formats' own specifications.
const SIGNATURES: [(&[u8], &str); 16] = [
    (b"\x89HDF\r\n\x1A\n", "HDF5 or NeXus .nxs"),
    (
        b"SQLite format 3\0",
        "SPECS Prodigy .sle (or another SQLite database)",
    ),
    (b"PK\x03\x04", "Excel .xlsx (or another zip archive)"),
    (b"\x1F\x8B", "a gzip archive"),
    (b"%PDF", "PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"BM", "a BMP image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"{\\rtf", "RTF"),
    (b"CDF\x01", "NetCDF"),
    (b"CDF\x02", "NetCDF"),
    (b"\0asm", "a WebAssembly module"),
    (b"\x7FELF", "a program"),
];

/// Name of the format of `bytes` where it is one that is not read, ready for "…, which is not read yet".
pub(crate) fn not_read_yet(bytes: &[u8]) -> Option<&'static str> {
    if let Some((_, name)) = SIGNATURES
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
    {
        // "BM" alone may begin a text.
        if *name != "a BMP image" || bytes.iter().take(64).any(|b| *b == 0) {
            return Some(name);
        }
    }
    if is_princeton_spe(bytes) {
        return Some("Princeton Instruments .spe (WinSpec, LightField)");
    }
    markup(bytes)
}

/// Files of CCD cameras share the extension .spe with PHI's. Their 4100 bytes of header hold no
/// magic at the beginning, but 0x01234567 at 2996 and 0x5555 at 4098 (Princeton Instruments, SPE
/// 3.0 File Format Specification, offsets "WinView_id" and "lastvalue").
fn is_princeton_spe(bytes: &[u8]) -> bool {
    let id = u32_at(bytes, 2996) == Some(0x0123_4567);
    let last = array_at(bytes, 4098) == Some(*b"\x55\x55");
    // "UU" may stand in a text.
    id && bytes.len() >= 4100 || last && bytes[..4098].contains(&0)
}

fn markup(bytes: &[u8]) -> Option<&'static str> {
    let bytes = bytes
        .strip_prefix(&[0xEF, 0xBB, 0xBF])
        .unwrap_or(bytes)
        .trim_ascii_start();
    let head = &bytes[..bytes.len().min(512)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        Some("an HTML page")
    } else if head.starts_with("<?xml") && head.contains("corba xml") {
        Some("SPECS SpecsLab .xml")
    } else if head.starts_with('<') {
        Some("XML")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_their_first_bytes() {
        let mut spe = vec![0; 5000];
        spe[4098..4100].fill(0x55);
        let mut spe_with_id = vec![0; 4100];
        spe_with_id[2996..3000].copy_from_slice(b"\x67\x45\x23\x01");
        let princeton = "Princeton Instruments .spe (WinSpec, LightField)";
        let cases: [(&[u8], &str); 6] = [
            (&spe, princeton),
            (&spe_with_id, princeton),
            (b"\x89HDF\r\n\x1A\n\0", "HDF5 or NeXus .nxs"),
            (
                b"\xEF\xBB\xBF<?xml version='1.0'?><!-- CORBA XML document",
                "SPECS SpecsLab .xml",
            ),
            (b"  <!DOCTYPE html><html>", "an HTML page"),
            (b"BM\x36\0\0\0", "a BMP image"),
        ];
        for (bytes, name) in cases {
            assert_eq!(not_read_yet(bytes), Some(name));
        }
    }

    #[test]
    fn text_is_no_such_format() {
        for text in [
            "BMgO2 survey\n1 2",
            "1200 5\n",
            "Igor said\n1 2",
            "",
            "\u{5}\0",
            &"U".repeat(5000),
        ] {
            assert_eq!(not_read_yet(text.as_bytes()), None, "{text}");
        }
    }
}
