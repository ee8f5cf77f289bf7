//! Designations of Auger groups, e.g. `L3M23M45(1P)`.

/// Depth order of shells: K, L1 … P3.
pub(super) fn depth(shell: &str) -> (u8, u8) {
    let bytes = shell.as_bytes();
    (bytes[0], bytes.get(1).map_or(0, |d| d - b'0'))
}

/// The customary name of the Auger series that `group` belongs to: `KLV` and `KVV` are written `KLL`
/// as well.
pub fn series(group: &str) -> &str {
    match group.chars().next() {
        Some('K') => "KLL",
        Some('L') => "LMM",
        Some('M') => "MNN",
        Some('N') => "NOO",
        _ => group,
    }
}

/// A designation: vacancy, the two shells that it is filled from, and perhaps a term.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    sets: [ShellSet; 3],
    /// The term in brackets, without them: `1P`.
    pub term: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
enum ShellSet {
    Valence,
    /// Main shell and the allowed subshells (empty: any).
    Shells(u8, Vec<u8>),
}

impl Label {
    /// Reads a designation; `None` where it is none.
    pub fn parse(text: &str) -> Option<Label> {
        let (shells, term) = match text.split_once('(') {
            Some((shells, term)) => (shells, Some(term.strip_suffix(')')?.to_owned())),
            None => (text, None),
        };
        let mut sets: Vec<ShellSet> = Vec::new();
        for byte in shells.bytes() {
            match byte {
                b'V' => sets.push(ShellSet::Valence),
                b'K'..=b'Q' => sets.push(ShellSet::Shells(byte, vec![])),
                b'1'..=b'7' => match sets.last_mut()? {
                    ShellSet::Shells(_, digits) => digits.push(byte - b'0'),
                    ShellSet::Valence => return None,
                },
                _ => return None,
            }
        }
        // `LM23M23` means any L vacancy, `KVV` any valence shells.
        Some(Label {
            sets: sets.try_into().ok()?,
            term,
        })
    }

    /// Whether both differ in the term at most.
    pub fn same_shells(&self, other: &Label) -> bool {
        self.sets == other.sets
    }

    /// Whether one of the transitions that `line` names is meant here (whatever the term).
    #[cfg(test)]
    pub fn covers(&self, line: &Label, is_valence: &dyn Fn(&str) -> bool) -> bool {
        let shells = |set: &ShellSet| match set {
            ShellSet::Valence => vec![],
            ShellSet::Shells(main, digits) if digits.is_empty() => {
                vec![char::from(*main).to_string()]
            }
            ShellSet::Shells(main, digits) => digits
                .iter()
                .map(|d| format!("{}{d}", char::from(*main)))
                .collect(),
        };
        let [vacancies, j, k] = [0, 1, 2].map(|i| shells(&line.sets[i]));
        vacancies.iter().any(|v| {
            j.iter()
                .any(|j| k.iter().any(|k| self.matches(v, j, k, is_valence)))
        })
    }

    /// Whether a vacancy in `vacancy` filled from `j` and `k` is meant (whatever the term).
    pub fn matches(
        &self,
        vacancy: &str,
        j: &str,
        k: &str,
        is_valence: &dyn Fn(&str) -> bool,
    ) -> bool {
        let fits = |set: &ShellSet, shell: &str| match set {
            ShellSet::Valence => is_valence(shell),
            ShellSet::Shells(main, digits) => {
                let (letter, digit) = depth(shell);
                letter == *main && (digits.is_empty() || digits.contains(&digit))
            }
        };
        fits(&self.sets[0], vacancy)
            && ((fits(&self.sets[1], j) && fits(&self.sets[2], k))
                || (fits(&self.sets[1], k) && fits(&self.sets[2], j)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handbook::{self, Kind};

    #[test]
    fn labels_are_understood() {
        let any = |_: &str| false;
        let label = Label::parse("L3M23M45(1P)").unwrap();
        assert_eq!(label.term.as_deref(), Some("1P"));
        assert!(label.matches("L3", "M2", "M4", &any) && label.matches("L3", "M5", "M3", &any));
        assert!(!label.matches("L2", "M2", "M4", &any));
        assert!(Label::parse("KLL").unwrap().matches("K", "L1", "L3", &any));
        assert!(Label::parse("nonsense").is_none() && Label::parse("L3M").is_none());
        assert!(Label::parse("L3M23M45(1P").is_none());
        let unreadable: Vec<String> = handbook::lines()
            .into_iter()
            .filter(|h| h.kind == Kind::Auger && Label::parse(&h.label).is_none())
            .map(|h| h.label)
            .collect();
        assert!(unreadable.is_empty(), "{unreadable:?}");
    }
}
