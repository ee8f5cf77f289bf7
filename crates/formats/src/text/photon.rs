//! What a header says of the photons: their energy, or the source by its name.

use crate::shared::notes::short;
use crate::shared::quantity::plain;
use crate::shared::sources::{energy_of_line, energy_of_source, photon_energy_in};
use speclens_spectrum::Doubt;

/// Beginnings of keys of a photon energy, as [`plain`] leaves them.
const ENERGIES: [&str; 24] = [
    "excitation energy",
    "photon energy",
    "characteristic energy",
    "x-ray energy",
    "source energy",
    "photonenergie",
    "photonenenergie",
    "anregungsenergie",
    "energie d'excitation",
    "energie des photons",
    "energie de photon",
    "energia de excitacion",
    "energia del foton",
    "energia de los fotones",
    "energia de excitacao",
    "energia do foton",
    "energia di eccitazione",
    "energia dei fotoni",
    "光子能量",
    "激发能",
    "励起エネルギ",
    "光子エネルギ",
    "여기 에너지",
    "광자 에너지",
];
/// The same of a source by its name.
const SOURCES: [&str; 30] = [
    "x-ray",
    "xray",
    "rayons x",
    "rayos x",
    "raggi x",
    "x-ray source",
    "xray source",
    "x-ray anode",
    "x-ray gun",
    "excitation source",
    "source gun type",
    "source",
    "anode",
    "excitation",
    "radiation",
    "x-rays",
    "rontgenquelle",
    "anregung",
    "quelle",
    "source de rayons x",
    "fuente",
    "anodo",
    "fonte",
    "sorgente",
    "射线源",
    "x射线源",
    "阳极",
    "x線源",
    "線源",
    "x선원",
];
/// Photon energies and names that differ by less are one, eV: monochromators are set by hand.
const SAME_EV: f64 = 5.0;
/// Above it "PE" is no pass energy, eV.
const HIGHEST_PASS_ENERGY_EV: f64 = 500.0;

/// What the headers read so far have said of the photons.
#[derive(Debug, Clone, Default)]
pub(crate) struct Photons {
    energy_ev: Option<f64>,
    /// How the energy was read, where the header leaves that open.
    presumed: Option<String>,
    /// Name of the source and the energy that goes with it, eV.
    source: Option<(String, f64)>,
    /// What a title mentions: its words and the energy, eV.
    mention: Option<(String, f64)>,
    /// The header that is read now has said an energy, a source.
    said: [bool; 2],
}

impl Photons {
    /// Another header begins: what it says holds instead of what others have said.
    pub fn begin(&mut self) {
        self.said = [false; 2];
    }

    /// Takes in a key in lower case and its value. `false` where they are of something else.
    pub fn fact(&mut self, key: &str, value: &str) -> bool {
        let key = plain(key);
        let begins = |words: &[&str]| words.iter().any(|w| key.starts_with(w));
        let name = key.split(['(', '[', ',']).next().unwrap_or_default().trim();
        if begins(&ENERGIES) || ["hv", "hν", "h ν", "hnu", "h nu"].contains(&name) {
            self.energy(&key, value);
        } else if name == "pe" {
            self.pe(&key, value);
        } else if begins(&SOURCES) {
            self.source(value);
        } else {
            return false;
        }
        true
    }

    /// Takes in what a line mentions beside other things: it counts where nothing is said.
    pub fn mention(&mut self, line: &str) {
        const LONGEST: usize = 200;
        if line.len() > LONGEST {
            return;
        }
        let energy_ev = energy_behind_hv(line).or_else(|| energy_of_line(line));
        if let Some(energy_ev) = energy_ev {
            self.mention = Some((short(line), energy_ev));
        }
    }

    fn energy(&mut self, key: &str, value: &str) {
        let Some(written) = photon_energy_in(key, value) else {
            // "Excitation Energy: Mg Kα".
            return self.source(value);
        };
        let presumed = written.is_presumed_kev.then(|| {
            format!(
                "the photon energy “{}” has no unit: it is taken as keV",
                short(value)
            )
        });
        self.set(written.energy_ev, presumed);
    }

    /// "PE" is a pass energy or a photon energy: only a high one is known to be the latter.
    fn pe(&mut self, key: &str, value: &str) {
        let written = photon_energy_in(key, value).filter(|w| w.has_unit);
        let is_high = |ev: &f64| *ev > HIGHEST_PASS_ENERGY_EV;
        if let Some(ev) = written.map(|w| w.energy_ev).filter(is_high) {
            let text = format!("“PE: {}” is taken as the photon energy", short(value));
            self.set(ev, Some(text));
        }
    }

    fn set(&mut self, energy_ev: f64, presumed: Option<String>) {
        (self.energy_ev, self.presumed) = (Some(energy_ev), presumed);
        if !self.said[1] {
            self.source = None;
        }
        self.said[0] = true;
    }

    fn source(&mut self, value: &str) {
        let named = energy_of_source(value);
        let written = photon_energy_in("", value).filter(|w| {
            // "Al Kα 1486.7": a number without its unit may as well be a voltage.
            let is_near = |ev: f64| (ev - w.energy_ev).abs() < SAME_EV;
            w.has_unit || named.is_some_and(is_near)
        });
        if let Some(energy_ev) = named {
            if !self.said[0] {
                (self.energy_ev, self.presumed) = (None, None);
            }
            self.source = Some((short(value), energy_ev));
            self.said[1] = true;
        }
        if let (Some(written), false) = (written, self.said[0]) {
            self.set(written.energy_ev, None);
        }
    }

    /// The photon energy, eV: as a number, else that of the named source, else of a mention.
    pub fn energy_ev(&self) -> Option<f64> {
        let of = |named: &Option<(String, f64)>| named.as_ref().map(|(_, ev)| *ev);
        self.energy_ev.or(of(&self.source)).or(of(&self.mention))
    }

    /// What is doubtful about it.
    pub fn doubt(&self) -> Option<Doubt> {
        if let (Some(said), Some((name, ev))) = (self.energy_ev, &self.source)
            && (said - ev).abs() > SAME_EV
        {
            return Some(Doubt::presumed(format!(
                "the file names the source “{name}” and a photon energy of {said} eV: the energy \
                 is taken"
            )));
        }
        let is_mentioned = self.energy_ev.is_none() && self.source.is_none();
        let mention = self.mention.as_ref().filter(|_| is_mentioned);
        let mention = mention
            .map(|(line, ev)| format!("the photon energy of {ev} eV is taken from “{line}”"));
        self.presumed.clone().or(mention).map(Doubt::presumed)
    }
}

/// The number with a unit that follows `hv` as a word, eV.
fn energy_behind_hv(line: &str) -> Option<f64> {
    let at = ["hv", "hν", "hV"].iter().find_map(|hv| {
        let mut places = line.match_indices(hv);
        places.find(|(at, _)| !line[..*at].ends_with(char::is_alphanumeric))
    });
    let (at, hv) = at?;
    let rest = line[at + hv.len()..].trim_start_matches([' ', '=', ':', '~']);
    let is_number = rest.starts_with(|c: char| c.is_ascii_digit());
    let written = photon_energy_in("", rest).filter(|w| is_number && w.has_unit);
    written.map(|w| w.energy_ev)
}

/// What the name of a column says: `hv = 600 eV`, `PE: 600 eV`.
pub(super) fn of_heading(name: &str) -> Option<Photons> {
    let marked = name.split_once([':', '=']);
    let (key, value) = marked.or_else(|| in_words(name))?;
    let mut photons = Photons::default();
    let is_said = photons.fact(&key.trim().to_lowercase(), value.trim());
    (is_said && photons.energy_ev.is_some()).then_some(photons)
}

/// Key and value of a line without a mark between them: `Photon Energy 1253.6`, `Anode Mg`.
pub(super) fn in_words(line: &str) -> Option<(&str, &str)> {
    const LONGEST: usize = 200;
    if line.len() > LONGEST || line.contains([':', '=', '\t']) {
        return None;
    }
    // Words are taken into the key as long as they can be one.
    let ends = line.match_indices(' ').map(|(at, _)| at);
    let is_key = |key: &str, of: &[&str]| of.contains(&plain(key.trim()).as_str());
    ends.filter_map(|at| {
        let (key, value) = (line[..at].trim(), line[at..].trim());
        let energy = is_key(key, &ENERGIES) || is_key(key, &["hv", "hν"]);
        let source = is_key(key, &SOURCES);
        let is_said = energy && value.starts_with(|c: char| c.is_ascii_digit())
            || source && energy_of_source(value).is_some();
        is_said.then_some((key, value))
    })
    .next()
}

#[cfg(test)]
mod tests {
    use crate::testing::only;
    use speclens_spectrum::{Spectrum, sentences};

    fn under(header: &str) -> Spectrum {
        let text = format!("{header}\nBinding Energy (eV)\tCounts\n1200\t7\n1195\t8\n");
        only(crate::testing::read(text.as_bytes(), "a.txt"))
    }

    #[test]
    fn a_source_in_words_gives_its_photon_energy() {
        for header in [
            "Anode: Mg Kα",
            "# Source: Mg K-alpha",
            "# Anode Mg",
            "# X-ray source: Mg",
            "Photon Energy 1253.6",
            "# Photon Energy 1253,6 eV",
            "# hv 1253.6 eV",
            "hv = 1253,6 eV",
            "Photon energy (keV): 1.2536",
            "Excitation Energy\t1.2536 keV",
            "Anregungsenergie: 1.253,6 eV",
            "Énergie des photons : 1253,6 eV",
            "Röntgenquelle: Mg",
            "光子能量: 1253.6 eV",
            "Source: XR 50, Mg, 1253.6 eV",
            "X-ray: Mg Ka, 15 kV",
        ] {
            let s = under(header);
            assert_eq!(s.photon_energy_ev, Some(1253.6), "{header}");
            assert!(s.doubts.is_empty(), "{header}: {:?}", s.doubts);
        }
        assert_eq!(
            under("# X-ray source: Ag La").photon_energy_ev,
            Some(2984.3)
        );
        for header in [
            "Source: none",
            "Anode voltage: 15 kV",
            "# Source of light 5",
            "PE: 50 eV",
        ] {
            assert_eq!(under(header).photon_energy_ev, None, "{header}");
        }
    }

    #[test]
    fn what_is_taken_for_the_photon_energy_is_told() {
        let s = under("PE: 600 eV");
        assert_eq!(s.photon_energy_ev, Some(600.0));
        assert_eq!(
            sentences(&s.doubts)[0],
            "“PE: 600 eV” is taken as the photon energy"
        );
        let s = under("hv: 1.2536");
        assert_eq!(
            (s.photon_energy_ev, sentences(&s.doubts)),
            (
                Some(1253.6),
                vec!["the photon energy “1.2536” has no unit: it is taken as keV".to_owned()]
            )
        );
        let s = under("Anode: Mg\nPhoton Energy: 1486.6 eV");
        assert_eq!(
            (s.photon_energy_ev, sentences(&s.doubts)),
            (
                Some(1486.6),
                vec![
                    "the file names the source “Mg” and a photon energy of 1486.6 eV: the energy \
                     is taken"
                        .to_owned()
                ]
            )
        );
    }

    #[test]
    fn a_heading_is_of_its_column_alone() {
        let text =
            "hv: 1486.6\nBE (eV)\tPE: 600 eV\thv = 700 eV\tCounts\n300\t5\t6\t7\n299\t6\t7\t8\n";
        let all = crate::testing::read(text.as_bytes(), "a.txt").unwrap();
        let energies: Vec<_> = all.iter().map(|s| s.photon_energy_ev).collect();
        assert_eq!(energies, [Some(600.0), Some(700.0), Some(1486.6)]);
        let doubts: Vec<_> = all.iter().map(|s| s.doubts.len()).collect();
        assert_eq!(doubts, [1, 0, 0]);
    }

    #[test]
    fn a_mention_counts_where_nothing_is_said() {
        for title in [
            "Survey of TiO2, hv = 1253.6 eV, 20 scans",
            "Survey TiO2 (Mg Kα)",
        ] {
            let s = under(title);
            assert_eq!(s.photon_energy_ev, Some(1253.6), "{title}");
            let want = format!("the photon energy of 1253.6 eV is taken from “{title}”");
            assert_eq!(sentences(&s.doubts), [want]);
            let s = under(&format!("{title}\nhv: 1486.6 eV"));
            assert_eq!((s.photon_energy_ev, s.doubts.len()), (Some(1486.6), 0));
        }
        for title in [
            "Mg oxide on Al",
            "Al 2p, Mg KLL",
            "hv unknown",
            "Ag 3d at 20 eV",
        ] {
            assert_eq!(under(title).photon_energy_ev, None, "{title}");
        }
    }

    #[test]
    fn a_later_header_has_the_word() {
        let rows = "BE\tI\n1200\t7\n1195\t8\n";
        let text = format!("hv: 1486.6\n{rows}\nAnode: Mg\n{rows}\nhv: 600\n{rows}");
        let all = crate::testing::read(text.as_bytes(), "a.txt").unwrap();
        let energies: Vec<_> = all.iter().map(|s| s.photon_energy_ev).collect();
        assert_eq!(energies, [Some(1486.6), Some(1253.6), Some(600.0)]);
        assert!(all[1].doubts.is_empty() && all[2].doubts.len() == 1);
    }
}
