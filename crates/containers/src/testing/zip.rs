//! Writes a zip archive with nothing compressed (PKWARE, APPNOTE.TXT 4.3).

/// The archive of these files, names and contents.
pub fn stored(files: &[(&[u8], &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for (name, content) in files {
        let at = out.len() as u32;
        // Version, flags, method, time and date, checksum, sizes, lengths of name and extra field.
        let mut head = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        head.extend(crc32(content).to_le_bytes());
        head.extend([content.len() as u32; 2].map(u32::to_le_bytes).concat());
        head.extend((name.len() as u16).to_le_bytes());
        head.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&head);
        out.extend(*name);
        out.extend(*content);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&head);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(*name);
    }
    let start = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([files.len() as u16; 2].map(u16::to_le_bytes).concat());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

/// The archive of files that are written one behind the other: a name, a line end, the content and
/// a zero byte each.
pub fn of_parts(parts: &[u8]) -> Vec<u8> {
    let files: Vec<(&[u8], &[u8])> = parts
        .split(|b| *b == 0)
        .filter_map(|part| {
            let end = part.iter().position(|b| *b == b'\n')?;
            Some((&part[..end], &part[end + 1..]))
        })
        .collect();
    stored(&files)
}

/// CRC-32 of ISO 3309, bit by bit.
pub fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| {
            (c >> 1) ^ (0xEDB8_8320 * (c & 1))
        })
    })
}
