//! Files that are known by their first bytes and not read: formats of spectra that are not read
//! yet, archives to be unpacked, and files that hold no spectrum.

use speclens_containers::bytes::{array_at, u32_at};

/// Signatures at offset 0, from the formats' own specifications.
const NOT_READ_YET: &[(&[u8], &str)] = &[(b"CDF\x01", "NetCDF"), (b"CDF\x02", "NetCDF")];

/// Signatures of archives, from their own specifications.
const ARCHIVES: &[(&[u8], &str)] = &[
    (b"\x1F\x8B", "a gzip archive"),
    (b"\xFD7zXZ\0", "an xz archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\x28\xB5\x2F\xFD", "a Zstandard archive"),
    (b"\x1F\x9D", "a compress (.Z) archive"),
    (b"Rar!\x1A\x07", "a RAR archive"),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive"),
];

/// What is to be done with one.
pub(crate) const UNPACK: &str = "the file inside it: unpack it first";

/// Formats that are known by the end of their names and that their programs can turn into another
/// one, with the way to that.
const BY_NAME: &[(&str, &str, &str)] = &[
    (
        ".dset",
        "a data set of Kratos Vision (.dset)",
        "VAMAS: export it from Vision or ESCApe, or save it in CasaXPS",
    ),
    (".pxt", IGOR_PACKED, SAVE_WAVES),
    (".pxp", IGOR_PACKED, SAVE_WAVES),
];
const IGOR_PACKED: &str = "an Igor Pro packed experiment (.pxp, .pxt)";
const SAVE_WAVES: &str =
    "an Igor wave: save each wave as Igor Binary (.ibw) or Igor Text (.itx) in Igor Pro";

/// Signatures of files that hold no spectrum.
const NO_SPECTRUM: &[(&[u8], &str)] = &[
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"BM", "a BMP image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"{\\rtf", "an RTF document"),
    (b"\0asm", "a WebAssembly module"),
    (b"\x7FELF", "a program"),
    (b"MZ", "a program"),
];

fn signature(bytes: &[u8], of: &[(&[u8], &'static str)]) -> Option<&'static str> {
    let (magic, name) = of.iter().find(|(magic, _)| bytes.starts_with(magic))?;
    // Two letters alone may begin a text.
    let is_text = magic.len() == 2 && magic.is_ascii() && !bytes.iter().take(64).any(|b| *b == 0);
    (!is_text).then_some(*name)
}

/// Name of the format of `bytes` where it is one that is not read, ready for "…, which is not read yet".
pub(crate) fn not_read_yet(bytes: &[u8]) -> Option<&'static str> {
    if let Some(name) = signature(bytes, NOT_READ_YET) {
        return Some(name);
    }
    if is_princeton_spe(bytes) {
        return Some("Princeton Instruments .spe (WinSpec, LightField)");
    }
    None
}

/// Name of the archive that `bytes` are.
pub(crate) fn archive(bytes: &[u8]) -> Option<&'static str> {
    // A digit from 1 to 9 and the first block follow "BZh", which may begin a text.
    let is_bzip2 = |name| name != "a bzip2 archive" || bytes.get(4..7) == Some(b"\x31\x41\x59");
    let is_tar = || bytes.get(257..262) == Some(b"ustar");
    signature(bytes, ARCHIVES)
        .filter(|name| is_bzip2(*name))
        .or_else(|| is_tar().then_some("a tar archive"))
}

/// What a file that is no text is by its name, and what is to be done with it.
pub(crate) fn by_name(file: &str) -> Option<(&'static str, &'static str)> {
    let file = file.to_ascii_lowercase();
    let known = BY_NAME.iter().find(|(end, ..)| file.ends_with(end))?;
    Some((known.1, known.2))
}

/// Whether a text is XML of some kind.
pub(crate) fn is_xml(text: &str) -> bool {
    text.trim_start().starts_with('<')
}

/// What `bytes` are where they are known and no spectrum: images, documents, programs.
pub(crate) fn no_spectrum(bytes: &[u8]) -> Option<&'static str> {
    if let Some(name) = signature(bytes, NO_SPECTRUM) {
        return Some(name);
    }
    let head = head(bytes);
    if is_html(&head) {
        Some("an HTML page")
    } else if is_json(&head) && !head.contains(crate::shared::speclens_json::FORMAT) {
        Some("a JSON document")
    } else {
        None
    }
}

/// The first half kilobyte as text, lower case, without byte order mark and leading blanks.
fn head(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    let bytes = bytes.trim_ascii_start();
    String::from_utf8_lossy(&bytes[..bytes.len().min(512)]).to_ascii_lowercase()
}

/// Pages that browsers and portals save instead of a file, whole or in part.
fn is_html(head: &str) -> bool {
    let tags = [
        "<html", "<head", "<body", "<table", "<div", "<meta", "<script",
    ];
    head.starts_with("<!doctype html")
        || tags.iter().any(|tag| head.starts_with(tag))
        || head.starts_with("<!--") && head.contains("<html")
        || head.starts_with("<?xml") && head.contains("<html")
}

/// An object, or a list of objects, lists or strings; `[Info]` begins files of Scienta.
fn is_json(head: &str) -> bool {
    let inside = |open: char| Some(head.strip_prefix(open)?.trim_start());
    inside('{').is_some_and(|rest| rest.starts_with(['"', '}']))
        || inside('[').is_some_and(|rest| rest.starts_with(['{', '[', '"']))
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
        let cases: [(&[u8], &str); 2] = [(&spe, princeton), (&spe_with_id, princeton)];
        for (bytes, name) in cases {
            assert_eq!(not_read_yet(bytes), Some(name));
            assert_eq!(no_spectrum(bytes), None);
        }
    }

    #[test]
    fn what_holds_no_spectrum_is_known_too() {
        let cases: [(&[u8], &str); 9] = [
            (b"  <!DOCTYPE html><html>", "an HTML page"),
            (b"\xEF\xBB\xBF<Table><tr>", "an HTML page"),
            (b"<!-- saved from url -->\r\n<HTML>", "an HTML page"),
            (b"BM\x36\0\0\0", "a BMP image"),
            (b"MZ\x90\0", "a program"),
            (b"%PDF-1.4", "a PDF document"),
            (b"{\\rtf1", "an RTF document"),
            (b"{ \"energy\": [1, 2] }", "a JSON document"),
            (b"[\n [1, 2], [3, 4] ]", "a JSON document"),
        ];
        for (bytes, name) in cases {
            assert_eq!(no_spectrum(bytes), Some(name));
            assert_eq!(not_read_yet(bytes), None);
        }
    }

    #[test]
    fn archives_are_known_and_to_be_unpacked() {
        let mut tar = vec![0; 512];
        tar[257..262].copy_from_slice(b"ustar");
        let cases: [(&[u8], &str); 6] = [
            (b"\x1F\x8B\x08\0", "a gzip archive"),
            (b"\xFD7zXZ\0\0\x04", "an xz archive"),
            (b"BZh91AY&SY", "a bzip2 archive"),
            (b"\x28\xB5\x2F\xFD\x04", "a Zstandard archive"),
            (b"Rar!\x1A\x07\0", "a RAR archive"),
            (&tar, "a tar archive"),
        ];
        for (bytes, name) in cases {
            assert_eq!(archive(bytes), Some(name));
            let e = crate::read(bytes, "a.vms.gz").unwrap_err().to_string();
            let want =
                format!("byte 0: found {name}, expected the file inside it: unpack it first");
            assert!(e.ends_with(&want), "{e}");
        }
    }

    #[test]
    fn formats_without_a_signature_are_known_by_their_names() {
        let said = |bytes: &[u8], name: &str| crate::read(bytes, name).unwrap_err().to_string();
        let binary = b"\x01\0\0\0\x10\0\0\0abc";
        assert_eq!(
            said(binary, "Au.DSET"),
            "Au.DSET: byte 0: found a data set of Kratos Vision (.dset), which is not read, expected \
             VAMAS: export it from Vision or ESCApe, or save it in CasaXPS"
        );
        for name in ["a.pxt", "a.pxp"] {
            let e = said(binary, name);
            assert!(
                e.contains("Igor Pro packed experiment") && e.contains(".itx"),
                "{e}"
            );
        }
        assert!(said(binary, "a.dat").contains("binary data"));
        // A text is read whatever its name.
        assert!(crate::read(b"BE I\n2 1\n1 2\n", "a.dset").is_ok());
    }

    #[test]
    fn text_is_no_such_format() {
        for text in [
            "BMgO2 survey\n1 2",
            "1200 5\n",
            "Igor said\n1 2",
            "MZ 1\n1 2",
            "BZh 9\n1 2",
            "[Info]\n1 2",
            "{1} a\n1 2",
            "",
            "\u{5}\0",
            &"U".repeat(5000),
        ] {
            assert_eq!(not_read_yet(text.as_bytes()), None, "{text}");
            assert_eq!(no_spectrum(text.as_bytes()), None, "{text}");
            assert_eq!(archive(text.as_bytes()), None, "{text}");
        }
    }
}
