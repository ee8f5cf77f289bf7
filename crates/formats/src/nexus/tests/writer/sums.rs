//! Checksums of HDF5, and numbers as bytes.

pub fn words(numbers: &[u64]) -> Vec<u8> {
    numbers.iter().flat_map(|n| n.to_le_bytes()).collect()
}

/// A structure with its checksum.
pub fn summed(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.extend(lookup_3(&bytes).to_le_bytes());
    bytes
}

pub fn fletcher_32(bytes: &[u8]) -> u32 {
    let (mut low, mut high) = (0u32, 0u32);
    for word in bytes.chunks(2) {
        let word = u32::from(word[0]) << 8 | u32::from(*word.get(1).unwrap_or(&0));
        low = (low + word) % 65_535;
        high = (high + low) % 65_535;
    }
    high << 16 | low
}

/// Checksum of HDF5's structures: B. Jenkins, lookup3.c (2006), `hashlittle`.
pub fn lookup_3(bytes: &[u8]) -> u32 {
    let start = 0xDEAD_BEEFu32.wrapping_add(bytes.len() as u32);
    let [mut a, mut b, mut c] = [start; 3];
    let word = |part: &[u8], i: usize| {
        let byte = |j: usize| u32::from(*part.get(4 * i + j).unwrap_or(&0)) << (8 * j);
        byte(0) | byte(1) | byte(2) | byte(3)
    };
    let parts: Vec<&[u8]> = bytes.chunks(12).collect();
    let Some((last, before)) = parts.split_last() else {
        return c;
    };
    let add = |x: &mut u32, y: u32| *x = x.wrapping_add(y);
    for part in before {
        add(&mut a, word(part, 0));
        add(&mut b, word(part, 1));
        add(&mut c, word(part, 2));
        for rotation in [4, 6, 8, 16, 19, 4] {
            // a −= c, a ^= rot(c), c += b; then the names go round.
            a = a.wrapping_sub(c) ^ c.rotate_left(rotation);
            c = c.wrapping_add(b);
            (a, b, c) = (b, c, a);
        }
    }
    add(&mut a, word(last, 0));
    add(&mut b, word(last, 1));
    add(&mut c, word(last, 2));
    for rotation in [14, 11, 25, 16, 4, 14, 24] {
        // c ^= b, c −= rot(b); then the names go round.
        c = (c ^ b).wrapping_sub(b.rotate_left(rotation));
        (a, b, c) = (b, c, a);
    }
    // After seven rounds the last result stands in `b`.
    b
}
