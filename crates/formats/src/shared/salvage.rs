//! What is saved of a file of which parts cannot be read: the spectra that can, and what is told
//! of the rest.

use std::fmt::Display;

use super::MAX_SPECTRA;
use super::error::Fault;
use speclens_spectrum::{Doubt, Spectrum};

/// The spectra of a file on their way out of a reader.
#[derive(Debug)]
pub(crate) struct Salvage {
    spectra: Vec<Spectrum>,
    /// Spectra that are kept at most.
    most: usize,
    /// Spectra beyond them.
    beyond: usize,
    first_fault: Option<Fault>,
    /// Number of faults.
    lost: usize,
    /// What is told with every spectrum.
    doubts: Vec<Doubt>,
    /// Reasons are told as long as there are fewer doubts than this.
    most_told: usize,
    /// Reasons beyond them.
    untold: usize,
    /// What is told with the first spectrum alone, before the other doubts.
    of_first: Vec<Doubt>,
}

impl Default for Salvage {
    /// Nothing yet; no reason is told by itself.
    fn default() -> Salvage {
        Salvage::telling(0)
    }
}

impl Salvage {
    /// Nothing yet. Reasons for what is lost are told up to `most_told` doubts; the others are
    /// counted for [`Salvage::tell_more`].
    pub fn telling(most_told: usize) -> Salvage {
        Salvage {
            spectra: Vec::new(),
            most: MAX_SPECTRA,
            beyond: 0,
            first_fault: None,
            lost: 0,
            doubts: Vec::new(),
            most_told,
            untold: 0,
            of_first: Vec::new(),
        }
    }

    /// The same for at most `most` spectra.
    pub fn up_to(self, most: usize) -> Salvage {
        Salvage { most, ..self }
    }

    /// How many spectra can still be kept.
    pub fn room(&self) -> usize {
        self.most.saturating_sub(self.spectra.len())
    }

    /// How many spectra there were beyond those that are kept.
    pub fn beyond(&self) -> usize {
        self.beyond
    }

    /// How many spectra are kept so far.
    pub fn len(&self) -> usize {
        self.spectra.len()
    }

    /// Whether no spectrum is kept so far.
    pub fn is_empty(&self) -> bool {
        self.spectra.is_empty()
    }

    /// The spectra that are kept.
    pub fn spectra_mut(&mut self) -> &mut [Spectrum] {
        &mut self.spectra
    }

    /// Keeps a spectrum and numbers its block by its place; where there is no room it is counted.
    pub fn keep(&mut self, mut spectrum: Spectrum) {
        spectrum.block = self.spectra.len() + 1;
        self.keep_numbered(spectrum);
    }

    /// Keeps spectra one after the other.
    pub fn keep_all(&mut self, spectra: impl IntoIterator<Item = Spectrum>) {
        spectra.into_iter().for_each(|spectrum| self.keep(spectrum));
    }

    /// Keeps a spectrum whose block has its number from the file.
    pub fn keep_numbered(&mut self, spectrum: Spectrum) {
        match self.room() {
            0 => self.beyond += 1,
            _ => self.spectra.push(spectrum),
        }
    }

    /// Counts spectra that were not made, as there is no room for them.
    pub fn pass_over(&mut self, spectra: usize) {
        self.beyond += spectra;
    }

    /// Something cannot be read. The first fault is that of the file where no spectrum is kept.
    pub fn fault(&mut self, fault: Fault) {
        self.lost += 1;
        self.first_fault.get_or_insert(fault);
    }

    /// `what` cannot be read.
    pub fn lose(&mut self, what: impl Display, fault: Fault) {
        self.lose_because(what, fault.to_string(), fault);
    }

    /// `what` cannot be read; `why` says so in other words than the fault.
    pub fn lose_because(&mut self, what: impl Display, why: impl Display, fault: Fault) {
        self.reason(Doubt::left_out(format!("{what} is left out: {why}")));
        self.fault(fault);
    }

    /// Something is missing: told, or counted where enough is told.
    pub fn reason(&mut self, doubt: Doubt) {
        match self.doubts.len() < self.most_told {
            true => self.doubts.push(doubt),
            false => self.untold += 1,
        }
    }

    /// A doubt about the file, told in any case.
    pub fn tell(&mut self, doubt: Doubt) {
        self.doubts.push(doubt);
    }

    /// The same, before all others.
    pub fn tell_ahead(&mut self, doubt: Doubt) {
        self.doubts.insert(0, doubt);
    }

    /// A doubt about the file that only its first spectrum tells.
    pub fn tell_with_first(&mut self, doubt: Doubt) {
        self.of_first.push(doubt);
    }

    /// Tells how many reasons were only counted; `parts` names what was lost, in the plural.
    pub fn tell_more(&mut self, parts: &str) {
        if self.untold > 0 {
            let text = format!("{} more {parts} are left out", self.untold);
            self.tell(Doubt::left_out(text));
        }
    }

    /// Tells with the first spectrum how many of all `parts` were lost, and the first fault.
    pub fn tell_lost(&mut self, parts: &str) {
        let all = self.spectra.len() + self.beyond + self.lost;
        let doubt = self.first_fault.as_ref();
        let doubt = doubt.map(|fault| lost_of(self.lost, all, parts, fault));
        self.of_first.extend(doubt);
    }

    /// Tells that there are more spectra than are kept.
    pub fn tell_beyond(&mut self) {
        if self.beyond > 0 {
            self.tell(only_first());
        }
    }

    /// The same, and how many there are.
    pub fn tell_beyond_of_all(&mut self) {
        if self.beyond > 0 {
            self.tell(only_first_of(self.spectra.len() + self.beyond));
        }
    }

    /// The spectra, each with all doubts.
    ///
    /// # Errors
    /// There is none: the first fault, or what `nothing` makes of the doubts.
    pub fn finish(self, nothing: impl FnOnce(&[Doubt]) -> Fault) -> Result<Vec<Spectrum>, Fault> {
        let mut spectra = self.spectra;
        if spectra.is_empty() && self.beyond == 0 {
            return Err(self.first_fault.unwrap_or_else(|| nothing(&self.doubts)));
        }
        if let Some(first) = spectra.first_mut() {
            first.doubts.extend(self.of_first);
        }
        for spectrum in &mut spectra {
            spectrum.doubts.extend(self.doubts.iter().cloned());
        }
        Ok(spectra)
    }

    /// The spectra, the first of them with all doubts.
    ///
    /// # Errors
    /// As [`Salvage::finish`].
    pub fn finish_with_first(
        mut self,
        nothing: impl FnOnce(&[Doubt]) -> Fault,
    ) -> Result<Vec<Spectrum>, Fault> {
        self.of_first.append(&mut self.doubts);
        self.finish(nothing)
    }
}

/// Numbers the blocks of spectra by their places.
pub(crate) fn number(spectra: &mut [Spectrum]) {
    for (i, spectrum) in spectra.iter_mut().enumerate() {
        spectrum.block = i + 1;
    }
}

/// That a file holds more spectra than are read.
pub(crate) fn only_first() -> Doubt {
    Doubt::left_out(format!("only the first {MAX_SPECTRA} spectra are read"))
}

/// The same where their number is known.
pub(crate) fn only_first_of(total: usize) -> Doubt {
    Doubt::left_out(format!(
        "only the first {MAX_SPECTRA} of {total} spectra are read"
    ))
}

/// That parts of a file are left out, and why the first is.
pub(crate) fn lost_of(lost: usize, all: usize, parts: &str, first: &Fault) -> Doubt {
    Doubt::left_out(format!(
        "{lost} of {all} {parts} of the file are left out, the first for this: {first}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use speclens_spectrum::sentences;

    fn fault(line: usize) -> Fault {
        Fault::at_line(line, "a", "b")
    }

    fn none(_: &[Doubt]) -> Fault {
        fault(0)
    }

    #[test]
    fn sound_spectra_are_numbered_and_all_tell_what_is_lost() {
        let mut salvage = Salvage::telling(2);
        salvage.keep(Spectrum::default());
        salvage.lose("a part", fault(1));
        salvage.lose_because("another", "it is odd", fault(2));
        salvage.lose("a third", fault(3));
        salvage.reason(Doubt::left_out("a fourth"));
        salvage.keep_all([Spectrum::default()]);
        salvage.tell_more("parts");
        salvage.tell(Doubt::incomplete("the end is missing"));
        salvage.tell_ahead(Doubt::noted("the beginning"));
        salvage.tell_beyond();
        let spectra = salvage.finish(none).unwrap();
        let blocks: Vec<usize> = spectra.iter().map(|s| s.block).collect();
        assert_eq!(blocks, [1, 2]);
        let told = [
            "the beginning",
            "a part is left out: line 1: found a, expected b",
            "another is left out: it is odd",
            "2 more parts are left out",
            "the end is missing",
        ];
        assert!(spectra.iter().all(|s| sentences(&s.doubts) == told));
    }

    #[test]
    fn some_doubts_are_told_with_the_first_alone() {
        let mut salvage = Salvage::telling(1);
        salvage.keep_all(vec![Spectrum::default(); 2]);
        salvage.fault(fault(1));
        salvage.fault(fault(2));
        salvage.tell_lost("blocks");
        salvage.tell_with_first(Doubt::noted("first"));
        salvage.tell(Doubt::noted("all"));
        salvage.tell_more("parts");
        let spectra = salvage.finish(none).unwrap();
        let lost = "2 of 4 blocks of the file are left out, the first for this: line 1: found a, \
                    expected b";
        assert_eq!(sentences(&spectra[0].doubts), [lost, "first", "all"]);
        assert_eq!(sentences(&spectra[1].doubts), ["all"]);

        let mut salvage = Salvage::telling(1);
        salvage.keep_all(vec![Spectrum::default(); 2]);
        salvage.tell_lost("blocks");
        salvage.lose("a sheet", fault(1));
        salvage.tell_with_first(Doubt::noted("before"));
        let spectra = salvage.finish_with_first(none).unwrap();
        let sheet = "a sheet is left out: line 1: found a, expected b";
        assert_eq!(sentences(&spectra[0].doubts), ["before", sheet]);
        assert!(spectra[1].doubts.is_empty());
    }

    #[test]
    fn spectra_are_bounded_and_the_others_counted() {
        let mut salvage = Salvage::telling(1).up_to(2);
        let numbered = Spectrum {
            block: 7,
            ..Default::default()
        };
        salvage.keep_numbered(numbered);
        assert_eq!((salvage.room(), salvage.is_empty()), (1, false));
        salvage.keep_all(vec![Spectrum::default(); 3]);
        salvage.pass_over(4);
        assert_eq!((salvage.room(), salvage.beyond()), (0, 6));
        salvage.tell_beyond();
        salvage.tell_beyond_of_all();
        salvage.spectra_mut()[0].region.push('x');
        let spectra = salvage.finish(none).unwrap();
        let blocks: Vec<usize> = spectra.iter().map(|s| s.block).collect();
        assert_eq!((blocks, spectra[0].region.as_str()), (vec![7, 2], "x"));
        let told = [
            "only the first 5000 spectra are read",
            "only the first 5000 of 8 spectra are read",
        ];
        assert_eq!(sentences(&spectra[0].doubts), told);
        // No room at all is no fault.
        let mut full = Salvage::telling(1).up_to(0);
        full.keep(Spectrum::default());
        assert_eq!(full.finish(none), Ok(Vec::new()));
    }

    #[test]
    fn without_a_spectrum_the_first_fault_is_that_of_the_file() {
        let mut salvage = Salvage::telling(0);
        salvage.lose("a", fault(1));
        salvage.lose("b", fault(2));
        assert_eq!(salvage.finish(none), Err(fault(1)));
        let mut salvage = Salvage::telling(2);
        salvage.reason(Doubt::noted("odd"));
        let nothing = |doubts: &[Doubt]| Fault::at_byte(doubts.len(), "c", "d");
        assert_eq!(salvage.finish(nothing), Err(Fault::at_byte(1, "c", "d")));
    }

    #[test]
    fn blocks_are_numbered_from_one() {
        let mut spectra = vec![Spectrum::default(); 2];
        number(&mut spectra);
        assert_eq!((spectra[0].block, spectra[1].block), (1, 2));
    }
}
