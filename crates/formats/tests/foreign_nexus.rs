//! A NeXus file that h5py wrote, laid out as pynxtools-xps does it; `foreign/write_nexus.py` made
//! it, and says what it holds.

use speclens_formats::{FileFormat, read};
use speclens_spectrum::{Axis, CountUnit, Technique};

/// Length of the head of a gzip file that names nothing.
const GZIP_HEAD: usize = 10;

#[test]
fn a_survey_of_two_scans() {
    let packed = include_bytes!("foreign/h5py.nxs.gz");
    let bytes = miniz_oxide::inflate::decompress_to_vec(&packed[GZIP_HEAD..]).expect("gzip");
    let file = read(&bytes, "h5py.nxs").unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(file.format, FileFormat::Nexus);
    let [spectrum] = &file.spectra[..] else {
        panic!("one spectrum")
    };
    let energies: Vec<f64> = (0..241).map(|i| 1200.0 - f64::from(i) * 0.5).collect();
    assert_eq!(spectrum.energy_ev, energies);
    // The file holds the mean; both scans together are the counts.
    let counts: Vec<f64> = (0..241)
        .map(|i| f64::from(i % 17) * 20.0 + 2002.0)
        .collect();
    assert_eq!(spectrum.counts, counts);
    let of = (spectrum.scans, spectrum.count_unit, spectrum.axis);
    assert_eq!(of, (Some(2), CountUnit::Counts, Some(Axis::Binding)));
    let energies = (spectrum.photon_energy_ev, spectrum.pass_energy_ev);
    assert_eq!(energies, (Some(1486.5), Some(50.0)));
    let measured = (spectrum.technique, spectrum.dwell_s);
    assert_eq!(measured, (Technique::Xps, Some(0.1)));
    let names = (&*spectrum.sample, &*spectrum.region);
    assert_eq!(names, ("MgO, µ-crystals", "Survey"));
    assert_eq!(spectrum.date.as_deref(), Some("2026-03-01T12:00:00+01:00"));
    assert_eq!(spectrum.doubts, []);
}
