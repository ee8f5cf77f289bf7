//! For tests, here and in the readers above: writers of small containers, also of hostile ones, and
//! damage that is the same each time. Behind the feature `testing`.

pub mod sqlite;
pub mod zip;

/// Damages bytes the same way each time: some are changed, doubled, lost or cut off.
pub struct Vandal(u64);

impl Default for Vandal {
    fn default() -> Self {
        Vandal(48271)
    }
}

impl Vandal {
    /// A number below `below`: multiplicative congruential generator (Lehmer).
    fn random(&mut self, below: usize) -> usize {
        self.0 = self.0 * 48271 % 2147483647;
        self.0 as usize % below
    }

    /// True in one of three cases.
    pub fn chance(&mut self) -> bool {
        self.random(3) == 0
    }

    /// The bytes with one to three damages.
    pub fn of(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        for _ in 0..=self.random(3) {
            if bytes.len() < 2 {
                break;
            }
            let at = self.random(bytes.len());
            match self.random(8) {
                0 => bytes.truncate(at.max(1)),
                1 => drop(bytes.remove(at)),
                2 => bytes.insert(at, [0, 0xFF][self.random(2)]),
                3 => bytes[at] = [0, 1, 0x7F, 0x80, 0xFF][self.random(5)],
                _ => bytes[at] ^= 1 << self.random(8),
            }
        }
        bytes
    }
}
