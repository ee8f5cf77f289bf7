//! The table of what is known of measured samples, and the spectra that it names.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use speclens::formats::read;
use speclens::spectrum::Spectrum;

/// One row of `truth.tsv`.
#[derive(Debug, Clone, PartialEq)]
pub struct Truth {
    /// File, relative to the table's folder.
    pub file: String,
    /// Sample name in the file; empty where the file holds one survey.
    pub sample: String,
    /// Photon energy, eV, where the table gives it.
    pub photon_energy_ev: Option<f64>,
    /// Symbols of the elements that must be found.
    pub must: Vec<String>,
    /// Symbols of those that may be there.
    pub may: Vec<String>,
    /// Atomic fractions, where the sample is stoichiometric.
    pub composition: Vec<(String, f64)>,
}

/// The rows of the table at `path`, with the columns file, spectrum, hv_ev, must, may and
/// composition under a line of names, and the folder that its file names are relative to.
///
/// # Errors
/// The table cannot be read or holds no row.
pub fn table(path: &Path) -> Result<(Vec<Truth>, PathBuf)> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let rows: Vec<Truth> = text
        .lines()
        .skip(1)
        .filter(|l| !l.trim().is_empty())
        .map(Truth::parse)
        .collect();
    if rows.is_empty() {
        bail!("{}: no row below the line of column names", path.display());
    }
    let folder = path.parent().unwrap_or(Path::new(".")).to_owned();
    Ok((rows, folder))
}

impl Truth {
    /// A row, its cells separated by tabs.
    pub fn parse(line: &str) -> Truth {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |i: usize| cells.get(i).copied().unwrap_or("");
        let words = |i: usize| cell(i).split_whitespace().map(str::to_owned).collect();
        Truth {
            file: cell(0).to_owned(),
            sample: cell(1).to_owned(),
            photon_energy_ev: cell(2).trim().parse().ok(),
            must: words(3),
            may: words(4),
            composition: cell(5)
                .split_whitespace()
                .filter_map(|pair| {
                    let (symbol, fraction) = pair.split_once(':')?;
                    Some((symbol.to_owned(), fraction.parse().ok()?))
                })
                .collect(),
        }
    }

    /// How well a spectrum fits the row, the best first; `None` where it is of another sample.
    /// Some formats hold the sample's name as that of the region, a longer one, or none.
    fn fit(&self, s: &Spectrum) -> Option<u8> {
        let longer = |name: &str| {
            let rest = name.strip_prefix(&self.sample);
            rest.is_some_and(|rest| rest.starts_with('_'))
        };
        match s {
            _ if self.sample.is_empty() || s.sample == self.sample => Some(0),
            _ if s.region == self.sample => Some(1),
            _ if s.sample.is_empty() => Some(2),
            _ if longer(&s.sample) => Some(3),
            _ => None,
        }
    }

    /// The widest of the spectra that fit best; of equal ones the first.
    fn of(&self, spectra: Vec<Spectrum>) -> Option<Spectrum> {
        let fit = spectra.into_iter().filter_map(|s| Some((self.fit(&s)?, s)));
        let best = fit.min_by(|(a, s), (b, t)| a.cmp(b).then(t.span_ev().total_cmp(&s.span_ev())));
        best.map(|(_, spectrum)| spectrum)
    }

    /// The widest spectrum of the row's sample in its file; `folder` is that of the table.
    ///
    /// # Errors
    /// A file that is missing, not read, or without the sample.
    pub fn spectrum(&self, folder: &Path) -> Result<Spectrum> {
        let path = folder.join(&self.file);
        let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
        self.of(read(&bytes, &self.file)?.spectra)
            .with_context(|| format!("no spectrum of sample {:?}", self.sample))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_cell_by_cell() {
        let row = Truth::parse("a.vms\tx y\t1253.6\tFe O\tC\tFe:0.4 O:0.6\tnote");
        assert_eq!((row.file.as_str(), row.sample.as_str()), ("a.vms", "x y"));
        assert_eq!(row.photon_energy_ev, Some(1253.6));
        assert_eq!(
            (row.must, row.may),
            (vec!["Fe".into(), "O".into()], vec!["C".into()])
        );
        assert_eq!(row.composition, [("Fe".into(), 0.4), ("O".into(), 0.6)]);
        assert_eq!(Truth::parse("a.vms").photon_energy_ev, None);
    }

    #[test]
    fn an_exact_name_comes_before_a_longer_one_and_a_wide_spectrum_before_a_region() {
        let spectrum = |block: usize, sample: &str, points: u8| Spectrum {
            block,
            sample: sample.into(),
            energy_ev: (0..points).map(f64::from).collect(),
            counts: vec![1.0; points.into()],
            ..Default::default()
        };
        let spectra = vec![
            spectrum(1, "WS2_thick", 200),
            spectrum(2, "WS2", 20),
            spectrum(3, "WS2", 100),
            spectrum(4, "WS2", 100),
            spectrum(5, "WS2_MoS2", 200),
            spectrum(6, "MoS2_a", 100),
        ];
        let of = |line: &str| Truth::parse(line).of(spectra.clone()).map(|s| s.block);
        assert_eq!(of("a.vms\tWS2"), Some(3));
        assert_eq!(
            of("a.vms\tMoS2"),
            Some(6),
            "a longer name where there is no other"
        );
        assert_eq!(of("a.vms\tSnO2"), None);
        assert_eq!(of("a.vms\t"), Some(1), "any name");
    }
}
