#![no_main]
//! Workbooks from the files inside them: a zip archive with right checksums around any content.

libfuzzer_sys::fuzz_target!(|parts: &[u8]| {
    let files: Vec<(&[u8], &[u8])> = parts
        .split(|b| *b == 0)
        .filter_map(|part| {
            let end = part.iter().position(|b| *b == b'\n')?;
            Some((&part[..end], &part[end + 1..]))
        })
        .collect();
    speclens_fuzz::check(&speclens_fuzz::zip::stored(&files), "a.xlsx");
});
