//! Texts in the records of a workbook, 8 or 16 bits a character, and across records.

/// Characters of a text that are kept.
const MAX_CHARS: usize = 200;

/// The texts of a shared-strings table; those before the first that is cut.
pub fn shared_strings(parts: Vec<&[u8]>) -> Vec<String> {
    let mut text = Text::new(parts);
    let mut all = Vec::new();
    let head = (text.long(), text.long());
    if let (Some(_), Some(_)) = head {
        while let Some(string) = text.shared_string() {
            all.push(string);
        }
    }
    all
}

/// Characters in the data of a record and of those that continue it.
pub struct Text<'a> {
    parts: std::vec::IntoIter<&'a [u8]>,
    part: &'a [u8],
}

impl<'a> Text<'a> {
    pub fn new(parts: Vec<&'a [u8]>) -> Text<'a> {
        let mut parts = parts.into_iter();
        let part = parts.next().unwrap_or_default();
        Text { parts, part }
    }

    pub fn byte(&mut self) -> Option<u8> {
        while self.part.is_empty() {
            self.part = self.parts.next()?;
        }
        let (byte, rest) = self.part.split_first()?;
        self.part = rest;
        Some(*byte)
    }

    pub fn word(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn long(&mut self) -> Option<u32> {
        Some(u32::from(self.word()?) | u32::from(self.word()?) << 16)
    }

    fn skip(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > self.part.len() {
            bytes -= self.part.len();
            self.part = self.parts.next()?;
        }
        self.part = self.part.get(bytes..)?;
        Some(())
    }

    /// Characters without their length; BIFF8 says first how wide they are, and again where they
    /// go on in the next record. `None` where they are cut.
    pub fn characters(&mut self, length: usize, has_flags: bool) -> Option<String> {
        let is_wide = has_flags && self.byte()? & 1 != 0;
        self.units(length, is_wide, has_flags)
    }

    fn units(&mut self, length: usize, mut is_wide: bool, has_flags: bool) -> Option<String> {
        let mut units: Vec<u16> = Vec::new();
        for _ in 0..length {
            if self.part.is_empty() {
                self.part = self.parts.next()?;
                is_wide = has_flags && self.byte()? & 1 != 0;
            }
            let unit = match is_wide {
                true => self.word()?,
                false => u16::from(self.byte()?),
            };
            if units.len() < MAX_CHARS {
                units.push(unit);
            }
        }
        Some(String::from_utf16_lossy(&units))
    }

    /// A text with its length, and what may follow it: runs of fonts, and how it is spoken.
    fn shared_string(&mut self) -> Option<String> {
        let length = usize::from(self.word()?);
        let flags = self.byte()?;
        let runs = match flags & 8 {
            0 => 0,
            _ => usize::from(self.word()?),
        };
        let spoken = match flags & 4 {
            0 => 0,
            _ => usize::try_from(self.long()?).ok()?,
        };
        let string = self.units(length, flags & 1 != 0, true)?;
        self.skip(runs.checked_mul(4)?.checked_add(spoken)?)?;
        Some(string)
    }
}
