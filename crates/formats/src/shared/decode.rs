//! Bytes to text: UTF-8, UTF-16 with or without a byte order mark, or Latin-1.

use std::borrow::Cow;

use speclens_containers::text::{exact, utf8_or_latin1};

use super::error::Fault;
use crate::vamas;

/// Text of a file. A byte order mark is dropped; bytes that are not UTF-8 are Latin-1, which
/// instrument software on Windows still writes (`µ`, `°`, names). Zero bytes at the end fill up a
/// record and are dropped; so are those of a text whose first line says that it is VAMAS, as its
/// writers pad strings with them.
///
/// # Errors
/// An empty file, an odd number of UTF-16 bytes, and bytes no text holds (with their offset).
pub(crate) fn text(bytes: &[u8]) -> Result<Cow<'_, str>, Fault> {
    let decoded = if let Some(rest) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        utf8_or_latin1(rest)
    } else if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        utf16(rest, u16::from_le_bytes)?.into()
    } else if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        utf16(rest, u16::from_be_bytes)?.into()
    } else if let Some(unit) = utf16_without_mark(bytes) {
        utf16(bytes, unit)?.into()
    } else {
        let padding = bytes.iter().rev().take_while(|b| **b == 0).count();
        let bytes = &bytes[..bytes.len() - padding];
        let may_hold_zeros = vamas::begins(bytes);
        let is_binary = |b: u8| is_binary(b) && !(may_hold_zeros && b == 0);
        if let Some(at) = bytes.iter().position(|b| is_binary(*b)) {
            let found = format!("binary data (byte value {})", bytes[at]);
            return Err(Fault::at_byte(at, found, "a text file"));
        }
        match may_hold_zeros && bytes.contains(&0) {
            true => without_zeros(bytes).into(),
            false => utf8_or_latin1(bytes),
        }
    };
    if decoded.trim().is_empty() {
        let found = if bytes.is_empty() {
            "an empty file"
        } else {
            "nothing but blanks"
        };
        return Err(Fault::at_byte(0, found, "a spectrum"));
    }
    Ok(decoded)
}

/// The text of bytes without the zero bytes in it.
fn without_zeros(bytes: &[u8]) -> String {
    let kept: Vec<u8> = bytes.iter().copied().filter(|b| *b != 0).collect();
    utf8_or_latin1(&kept).into_owned()
}

/// Control characters that no text file holds; tab, line ends, form feed, the end-of-file mark
/// of old DOS programs and escape pass.
fn is_binary(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1A | 0x1B)
}

/// How to read a text in UTF-16 that has no byte order mark: of its first characters, all of them
/// ASCII's, each has a zero byte on the same side.
fn utf16_without_mark(bytes: &[u8]) -> Option<fn([u8; 2]) -> u16> {
    const CHARACTERS: usize = 16;
    let (head, _) = bytes.as_chunks::<2>();
    let head = head.get(..CHARACTERS)?;
    let is_text = |b: u8| !is_binary(b) && b < 0x7F;
    if head.iter().all(|[low, high]| *high == 0 && is_text(*low)) {
        Some(u16::from_le_bytes)
    } else if head.iter().all(|[high, low]| *high == 0 && is_text(*low)) {
        Some(u16::from_be_bytes)
    } else {
        None
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Fault> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        let found = "half a UTF-16 character";
        return Err(Fault::at_byte(
            bytes.len() + 1,
            found,
            "two bytes for each character",
        ));
    }
    let decoded = char::decode_utf16(pairs.iter().map(|p| unit(*p)));
    Ok(exact(
        decoded.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_utf16_and_latin1_give_the_same_text() {
        let want = "5 µm, 20 °";
        let mut le = vec![0xFF, 0xFE];
        let mut be = vec![0xFE, 0xFF];
        for u in want.encode_utf16() {
            le.extend(u.to_le_bytes());
            be.extend(u.to_be_bytes());
        }
        let latin1: Vec<u8> = want.chars().map(|c| c as u8).collect();
        let bom = [&[0xEF, 0xBB, 0xBF], want.as_bytes()].concat();
        for bytes in [want.as_bytes(), &le, &be, &latin1, &bom] {
            assert_eq!(text(bytes).as_deref(), Ok(want));
        }
        assert!(text(&le[..le.len() - 1]).is_err());
    }

    #[test]
    fn utf16_is_known_without_its_mark() {
        let want = "Binding energy in eV, 5 µm\n";
        for unit in [u16::to_le_bytes, u16::to_be_bytes] {
            let bytes: Vec<u8> = want.encode_utf16().flat_map(unit).collect();
            assert_eq!(text(&bytes).as_deref(), Ok(want));
            assert!(text(&bytes[..bytes.len() - 1]).is_err());
        }
    }

    #[test]
    fn zero_bytes_are_dropped_at_the_end_and_in_vamas() {
        assert_eq!(text(b"1 2\n2 3\n\0\0").as_deref(), Ok("1 2\n2 3\n"));
        let line = "VAMAS Surface Chemical Analysis Standard Data Transfer Format 1988 May 4";
        for padded in [
            format!("{line}\nC\0\n1s \0\n\0"),
            format!("\n{line}\0\nC\n1s \n"),
        ] {
            let read = text(padded.as_bytes()).unwrap();
            assert_eq!(read.trim_start(), format!("{line}\nC\n1s \n"));
        }
        // Another control character is binary data all the same.
        let e = text(format!("{line}\n\0\u{1}\n").as_bytes()).unwrap_err();
        assert_eq!(e.place, crate::Place::Byte(line.len() + 2));
        assert!(text(b"\0\0\0").unwrap_err().found.contains("blank"));
    }

    #[test]
    fn binary_data_is_refused_at_its_byte() {
        let e = text(b"1 2\n\x003").unwrap_err();
        assert_eq!(e.place, crate::Place::Byte(4));
        assert!(text(b"").unwrap_err().found.contains("empty"));
        assert!(text(b"\r\n \r\n").unwrap_err().found.contains("blank"));
    }
}
