//! What a header says of the photons: their energy, or the source by its name.

use crate::shared::error::quote;
use crate::shared::notes::short;
use crate::shared::photon_energy::{photon_energies_in, photon_energy_in};
use crate::shared::quantity::plain;
use crate::shared::sources::{
    energy_of_line, energy_of_source, is_energy_of_line, names_several, several_named,
};
use speclens_spectrum::{AL_KA_EV, Doubt, MG_KA_EV};

/// Beginnings of keys of a photon energy, as [`plain`] leaves them.
const ENERGIES: [&str; 26] = [
    "excitation energy",
    "photon energy",
    "characteristic energy",
    "x-ray energy",
    "source energy",
    "photonenergie",
    "photonenenergie",
    "photonen-energie",
    "photon-energie",
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
/// Symbols of it.
const SYMBOLS: [&str; 8] = ["hv", "hν", "h ν", "hnu", "h nu", "h·ν", "h.ν", "h*ν"];
/// The same of a source by its name.
const SOURCES: [&str; 31] = [
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
    "光源",
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
    /// A source that is named after several lines.
    several: Option<String>,
    /// What a title mentions: its words and the energy, eV.
    mention: Option<(String, f64)>,
    /// The header that is read now has said an energy, a source.
    said: [bool; 2],
    /// Two energies, two sources of one header, as a sentence.
    contradictions: [Option<String>; 2],
    /// What names a photon energy and gives none, as a sentence.
    not_understood: Option<String>,
    /// The line that is read now, and what such a line is called.
    place: Option<(&'static str, usize)>,
}

impl Photons {
    /// Another header begins: what it says holds instead of what others have said.
    pub fn begin(&mut self) {
        self.said = [false; 2];
    }

    /// The line that facts come from; `None` where it names columns.
    pub fn at(&mut self, place: Option<(&'static str, usize)>) {
        self.place = place;
    }

    /// What a file that Speclens wrote gives, whatever it is.
    pub fn own(&mut self, energy_ev: Option<f64>) {
        self.energy_ev = energy_ev;
    }

    /// Takes in a key in lower case and its value. `false` where they are of something else.
    pub fn fact(&mut self, key: &str, value: &str) -> bool {
        let key = plain(key);
        let begins = |words: &[&str]| words.iter().any(|w| key.starts_with(w));
        let name = key
            .split(['(', '[', ',', '/'])
            .next()
            .unwrap_or_default()
            .trim();
        if begins(&ENERGIES) || SYMBOLS.contains(&name) {
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
        self.mention = mentioned(line).or(self.mention.take());
    }

    fn energy(&mut self, key: &str, value: &str) {
        let Some(written) = photon_energy_in(key, value) else {
            // "Excitation Energy: Mg Kα".
            if let (false, false, Some((name, line))) =
                (self.source(value), value.is_empty(), self.place)
            {
                let value = quote(value);
                let text = format!("{name} {line}: {value} is not understood as a photon energy");
                self.not_understood = Some(text);
            }
            return;
        };
        let presumed = written.is_presumed_kev.then(|| {
            format!(
                "the photon energy “{}” has no unit: it is taken as keV",
                short(value)
            )
        });
        let ev = written.energy_ev;
        self.set(ev, presumed);
        let others = photon_energies_in("", value).into_iter();
        let mut others = others.filter(|w| w.has_unit || is_energy_of_line(w.energy_ev));
        if let Some(other) = others.find(|w| (w.energy_ev - ev).abs() > SAME_EV) {
            let text = two_energies(ev, other.energy_ev, "first");
            self.contradictions[0] = Some(text);
        }
    }

    /// "PE" is a pass energy or a photon energy: only a high one is known to be the latter.
    fn pe(&mut self, key: &str, value: &str) {
        let written = photon_energy_in(key, value);
        let written = written.filter(|w| w.has_unit || is_energy_of_line(w.energy_ev));
        let is_high = |ev: &f64| *ev > HIGHEST_PASS_ENERGY_EV;
        let Some(ev) = written.map(|w| w.energy_ev).filter(is_high) else {
            return;
        };
        match self.energy_ev.filter(|_| self.said[0]) {
            Some(said) if (said - ev).abs() > SAME_EV => {
                self.contradictions[0] = Some(two_energies(said, ev, "first"));
            }
            Some(_) => {}
            None => {
                let text = format!("“PE: {}” is taken as the photon energy", short(value));
                self.set(ev, Some(text));
            }
        }
    }

    fn set(&mut self, energy_ev: f64, presumed: Option<String>) {
        if !self.said[0] {
            self.contradictions[0] = None;
            self.not_understood = None;
        } else if let Some(before) = self.energy_ev
            && (before - energy_ev).abs() > SAME_EV
        {
            self.contradictions[0] = Some(two_energies(before, energy_ev, "last"));
        }
        (self.energy_ev, self.presumed) = (Some(energy_ev), presumed);
        if !self.said[1] {
            self.source = None;
        }
        self.said[0] = true;
    }

    /// Takes in words for a source. `false` where they name none and give no photon energy.
    fn source(&mut self, value: &str) -> bool {
        let named = energy_of_source(value);
        let is_several = names_several(value);
        if is_several {
            self.several = Some(short(value));
        }
        // "Al Kα 1486.7": a number without its unit may as well be a voltage.
        let is_near = |ev: f64| match named {
            Some(named) => (named - ev).abs() < SAME_EV,
            None => is_several && is_energy_of_line(ev),
        };
        let mut others = photon_energies_in("", value).into_iter();
        let written = others.find(|w| w.has_unit || is_near(w.energy_ev));
        if let Some(energy_ev) = named {
            if !self.said[0] {
                (self.energy_ev, self.presumed, self.not_understood) = (None, None, None);
                self.contradictions[0] = None;
            }
            let before = self.source.as_ref().filter(|_| self.said[1]);
            let before = before.filter(|(_, ev)| (ev - energy_ev).abs() > SAME_EV);
            if let Some((before, _)) = before {
                let (a, b) = (before, short(value));
                let text =
                    format!("the file names two sources, “{a}” and “{b}”: the last is taken");
                self.contradictions[1] = Some(text);
            } else if !self.said[1] {
                self.contradictions[1] = None;
            }
            self.source = Some((short(value), energy_ev));
            self.said[1] = true;
        }
        if let (Some(written), false) = (written, self.said[0]) {
            let ev = written.energy_ev;
            self.set(ev, None);
            // "Al Kα 1486.6 eV / Mg Kα 1253.6 eV".
            let other = others.find(|w| w.has_unit && (w.energy_ev - ev).abs() > SAME_EV);
            if let (None, Some(other)) = (named, other) {
                let text = two_energies(ev, other.energy_ev, "first");
                self.contradictions[0] = Some(text);
            }
        }
        named.is_some() || is_several || written.is_some()
    }

    /// The photon energy, eV: as a number, else that of the named source, else of a mention.
    pub fn energy_ev(&self) -> Option<f64> {
        let of = |named: &Option<(String, f64)>| named.as_ref().map(|(_, ev)| *ev);
        self.energy_ev.or(of(&self.source)).or(of(&self.mention))
    }

    /// What is doubtful about it.
    pub fn doubts(&self) -> Vec<Doubt> {
        let source = self.source.as_ref();
        let other_source = self.energy_ev.zip(source).and_then(|(said, (name, ev))| {
            ((said - ev).abs() > SAME_EV).then(|| {
                format!(
                    "the file names the source “{name}” and a photon energy of {said} eV: the \
                     energy is taken"
                )
            })
        });
        let mention = self.mention.as_ref().filter(|_| !self.is_said());
        let mention = mention
            .map(|(line, ev)| format!("the photon energy of {ev} eV is taken from “{line}”"));
        let [energies, sources] = self.contradictions.clone();
        let sources = sources.filter(|_| self.energy_ev.is_none());
        let of_it = other_source.or_else(|| self.presumed.clone()).or(mention);
        let all = [energies, sources, of_it, self.not_understood.clone()];
        let several = self.several.as_ref().filter(|_| !self.is_said());
        let several = several.map(|words| several_named(words));
        let all = all.into_iter().flatten().map(Doubt::presumed);
        all.chain(several).collect()
    }

    /// A key gives it, and not only a mention.
    fn is_said(&self) -> bool {
        self.energy_ev.is_some() || self.source.is_some()
    }

    /// Whether a key names Al Kα or Mg Kα, which excite photoelectrons and no X-rays of a table in
    /// keV.
    pub fn are_of_al_or_mg(&self) -> bool {
        let energy_ev = self.energy_ev().filter(|_| self.is_said());
        let is_near = |line: f64| energy_ev.is_some_and(|ev| (ev - line).abs() < SAME_EV);
        is_near(AL_KA_EV) || is_near(MG_KA_EV)
    }

    /// The same for a column whose name mentions a photon energy: that counts where nothing is
    /// said.
    pub fn beside(&self, mention: Option<&(String, f64)>) -> Photons {
        let mut photons = self.clone();
        let Some((name, ev)) = mention else {
            return photons;
        };
        match self.energy_ev().filter(|_| self.is_said()) {
            Some(said) if (said - ev).abs() > SAME_EV => {
                photons.contradictions[0] = Some(format!(
                    "the column “{name}” names another photon energy than the {said} eV above it: \
                     those are taken"
                ));
            }
            Some(_) => {}
            None => photons.mention = mention.cloned(),
        }
        photons
    }
}

fn two_energies(a: f64, b: f64, taken: &str) -> String {
    format!("the file gives two photon energies, {a} and {b} eV: the {taken} is taken")
}

/// What a line mentions beside other things: its words and the energy, eV.
pub(super) fn mentioned(line: &str) -> Option<(String, f64)> {
    const LONGEST: usize = 200;
    if line.len() > LONGEST {
        return None;
    }
    let energy_ev = energy_behind_hv(line).or_else(|| energy_of_line(line));
    energy_ev.map(|energy_ev| (short(line), energy_ev))
}

/// The number with a unit that follows `hv` as a word, eV.
fn energy_behind_hv(line: &str) -> Option<f64> {
    let at = ["hv", "hν", "hV", "h·ν"].iter().find_map(|hv| {
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
    let marked = name.split_once(KEY_ENDS);
    let (key, value) = marked.or_else(|| in_words(name))?;
    let mut photons = Photons::default();
    let is_said = photons.fact(&key.trim().to_lowercase(), value.trim());
    (is_said && photons.energy_ev.is_some()).then_some(photons)
}

/// What stands between a key and its value.
pub(super) const KEY_ENDS: [char; 4] = [':', '=', '：', '＝'];

/// Key and value of a line without a mark between them: `Photon Energy 1253.6`, `Anode Mg`,
/// `Photon energy (1486.6 eV)`, `Photon Energy / eV; 1253.6`.
pub(super) fn in_words(line: &str) -> Option<(&str, &str)> {
    const LONGEST: usize = 200;
    if line.len() > LONGEST || line.contains(KEY_ENDS) || line.contains('\t') {
        return None;
    }
    // Words are taken into the key as long as they can be one.
    let ends = line.match_indices([' ', '(', '[', '（', '/', ',', ';', '"']);
    let key_of = |at: usize| plain(unquoted(&line[..at]));
    ends.filter_map(|(at, _)| {
        let key = key_of(at);
        if ENERGIES.contains(&key.as_str()) || SYMBOLS.contains(&key.as_str()) {
            return energy_in_words(line, at);
        }
        let (key_in, value) = (line[..at].trim(), line[at..].trim());
        let is_source = line[at..].starts_with(' ') && SOURCES.contains(&key.as_str());
        let is_said = energy_of_source(value).is_some() || names_several(value);
        (is_source && is_said).then_some((key_in, value))
    })
    .next()
}

/// The same where the key of a photon energy ends here; its unit may stand behind it.
fn energy_in_words(line: &str, at: usize) -> Option<(&str, &str)> {
    let is_number = |text: &str| {
        let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        text.starts_with(|c: char| c.is_ascii_digit())
    };
    let behind = &line[at..];
    let word = behind.trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = word
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(word.len());
    if ["ev", "kev", "mev"].contains(&word[..end].to_lowercase().as_str()) {
        let at = line.len() - word.len() + end;
        return is_number(&line[at..]).then_some((unquoted(&line[..at]), &line[at..]));
    }
    // "hv, 20 scans" is none.
    let is_apart = behind.starts_with(['(', '[', '（'])
        || behind
            .trim_start()
            .starts_with(|c: char| c.is_ascii_digit());
    let is_said =
        is_number(behind) && (is_apart || photon_energy_in("", behind).is_some_and(|w| w.has_unit));
    is_said.then_some((unquoted(&line[..at]), behind.trim()))
}

/// A key without the quotation mark before it.
fn unquoted(key: &str) -> &str {
    key.trim().trim_matches('"').trim()
}
