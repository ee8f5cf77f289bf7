#![no_main]
//! Igor binary waves whose header has the right checksum, without which nothing is read.

/// Version, length of the headers that are summed, place of the checksum (WaveMetrics, Technical
/// Note 003).
const VERSIONS: [(u8, usize, usize); 4] = [(5, 384, 2), (2, 126, 14), (3, 130, 18), (1, 118, 6)];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut bytes = bytes.to_vec();
    let is = |v: u8| bytes.starts_with(&[v, 0]) || bytes.starts_with(&[0, v]);
    let known = VERSIONS.into_iter().find(|(v, ..)| is(*v));
    let (version, length, at) = known.unwrap_or(VERSIONS[0]);
    if bytes.len() < length {
        return;
    }
    let big = bytes[0] == 0;
    bytes[usize::from(big)] = version;
    bytes[usize::from(!big)] = 0;
    bytes[at..at + 2].fill(0);
    let word = |w: &[u8]| match big {
        true => u16::from_be_bytes([w[0], w[1]]),
        false => u16::from_le_bytes([w[0], w[1]]),
    };
    let words = bytes[..length].chunks(2).map(word);
    let sum = words.fold(0u16, u16::wrapping_add).wrapping_neg();
    let sum = if big {
        sum.to_be_bytes()
    } else {
        sum.to_le_bytes()
    };
    bytes[at..at + 2].copy_from_slice(&sum);
    speclens_formats::soundness::check(&bytes, "a.ibw");
});
