//! Single scans that a file keeps beside the spectrum that was made of them.

use super::fields::{attribute_text, get, of_class};
use super::instrument::{ANALYSERS, DETECTORS};
use super::{signal, units};
use speclens_containers::hdf5::Object;
use speclens_spectrum::CountUnit;

/// Arrays of single scans beside the signal.
const MAX_SCAN_ARRAYS: usize = 1000;

/// A measurement of the same spectrum scan by scan.
pub(super) struct ScanSum {
    /// Sum of all scans.
    pub sum: Vec<f64>,
    pub count: usize,
    pub unit: CountUnit,
}

/// Scans of the spectrum in a data group that the file keeps beside it: numbers of the detector
/// (`raw_data`), data of processing steps, and arrays `cycle0_scan0` … in the group itself.
pub(super) fn read(entry: &Object<'_, '_>, data: &Object<'_, '_>, points: usize) -> Vec<ScanSum> {
    let mut found = Vec::new();
    for (_, instrument) in of_class(entry, &["NXinstrument"]) {
        let analysers = of_class(&instrument, &ANALYSERS);
        let holders = analysers.iter().map(|(_, a)| a).chain([&instrument]);
        for holder in holders {
            for (_, detector) in of_class(holder, &DETECTORS) {
                for (_, raw) in of_class(&detector, &["NXdata"]) {
                    found.extend(scans_of_group(&raw, points));
                }
            }
        }
    }
    for (_, process) in of_class(entry, &["NXprocess"]) {
        for (_, step) in of_class(&process, &["NXdata"]) {
            found.extend(scans_of_group(&step, points));
        }
    }
    found.extend(scan_arrays(data, points));
    found
}

fn scans_of_group(data: &Object<'_, '_>, points: usize) -> Option<ScanSum> {
    let signal = signal::read(data, 1).ok()?;
    let [row] = signal.rows.as_slice() else {
        return None;
    };
    let count = signal.scans.unwrap_or(1);
    let summed = signal.unit != CountUnit::CountsPerSecond;
    let total = |c: &f64| if summed { *c } else { *c * count as f64 };
    let fits = signal.not_read == 0 && row.counts.len() == points;
    fits.then(|| ScanSum {
        sum: row.counts.iter().map(total).collect(),
        count,
        unit: signal.unit,
    })
}

fn scan_arrays(data: &Object<'_, '_>, points: usize) -> Option<ScanSum> {
    let is_scan = |name: &String| {
        let digits = name.trim_end_matches(|c: char| c.is_ascii_digit());
        digits.len() < name.len() && digits.ends_with("scan") && !name.contains("chan")
    };
    let names = data.names().ok()?;
    let mut sum = vec![0.0; points];
    let mut count = 0;
    let mut unit = None;
    for name in names.iter().filter(|n| is_scan(n)).take(MAX_SCAN_ARRAYS) {
        let scan = get(data, name)?;
        let numbers = scan.numbers().ok()?;
        if numbers.len() != points {
            return None;
        }
        sum.iter_mut().zip(&numbers).for_each(|(s, n)| *s += n);
        count += 1;
        unit = unit.or(attribute_text(&scan, "units"));
    }
    let unit = units::counts(&unit.unwrap_or_default());
    (count > 0).then_some(ScanSum { sum, count, unit })
}
