//! Real instrument files, where they lie beside the checkout (they are not ours to ship).

use std::path::{Path, PathBuf};

use speclens::formats;
use speclens::spectrum::{Axis, CountUnit, Spectrum, Technique, widest_xps};

/// Folder of measured files, or `None` (said aloud) where it is missing.
fn measured() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/measured");
    if !folder.is_dir() {
        println!("skipped: no folder ../shared/measured");
        return None;
    }
    Some(folder)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = ["surveys", "formats"]
        .iter()
        .flat_map(|f| std::fs::read_dir(folder.join(f)).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// Blocks counted apart from the reader: each has its technique on a line of its own, and an
/// analyser mode.
fn blocks_by_technique_lines(bytes: &[u8]) -> usize {
    let lines: Vec<&[u8]> = bytes
        .split(|b| *b == b'\n')
        .map(<[u8]>::trim_ascii)
        .collect();
    let count = |word: &[u8]| lines.iter().filter(|l| **l == word).count();
    assert_eq!(count(b"XPS") + count(b"UPS"), count(b"FAT"));
    count(b"XPS") + count(b"UPS")
}

#[test]
fn every_block_of_every_vamas_file_opens() {
    let Some(folder) = measured() else { return };
    let mut seen = 0;
    for path in files(&folder)
        .iter()
        .filter(|p| p.extension().is_some_and(|e| e == "vms"))
    {
        let name = name(path);
        let bytes = std::fs::read(path).unwrap();
        if name == "casa_process.vms" {
            // A piece of a block comment: no VAMAS file.
            let e = formats::read(&bytes, &name).unwrap_err();
            assert!(
                e.to_string()
                    .starts_with("casa_process.vms: line 1: found “23”"),
                "{e}"
            );
            continue;
        }
        let spectra = formats::read(&bytes, &name)
            .unwrap_or_else(|e| panic!("{e}"))
            .spectra;
        let wanted = blocks_by_technique_lines(&bytes);
        let header = String::from_utf8_lossy(&bytes);
        assert!(
            header.lines().any(|l| l.trim() == wanted.to_string()),
            "{name}"
        );
        assert_eq!(spectra.len(), wanted, "{name}");
        for (i, s) in spectra.iter().enumerate() {
            let at = format!("{name} block {}", s.block);
            assert_eq!((s.file.as_str(), s.block), (name.as_str(), i + 1));
            assert!(
                s.counts.len() > 10 && s.counts.len() == s.energy_ev.len(),
                "{at}"
            );
            assert!(
                s.counts.iter().chain(&s.energy_ev).all(|v| v.is_finite()),
                "{at}"
            );
            assert!(s.axis.is_some() && s.photon_energy_ev.is_some(), "{at}");
            let doubts: Vec<String> = s
                .doubts
                .iter()
                .map(|doubt| doubt.to_string())
                .filter(|w| !w.contains("calibration"))
                .collect();
            println!("{at}: {} {:?} {doubts:?}", s.title(), s.range_ev());
        }
        let survey = &spectra[widest_xps(&spectra).unwrap()];
        if path.parent().unwrap().ends_with("surveys") {
            assert!(survey.span_ev() > 900.0, "{name}: {}", survey.span_ev());
            let region = survey.region.to_lowercase();
            let is_survey = ["wide", "survey", "counts per second"]
                .iter()
                .any(|w| region.contains(w));
            assert!(is_survey, "{name}: {region}");
            assert_eq!(survey.technique, Technique::Xps);
        }
        seen += 1;
    }
    assert!(seen >= 8, "{seen} VAMAS files");
}

#[test]
fn every_other_file_opens_with_axis_and_photon_energy() {
    let Some(folder) = measured() else { return };
    let mut formats = Vec::new();
    for path in files(&folder) {
        let name = name(&path);
        if name.ends_with(".vms") {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let file = formats::read(&bytes, &name).unwrap_or_else(|e| panic!("{e}"));
        formats.push(file.format.name());
        for s in file.spectra {
            // Two columns without a word on their axis: the file says neither.
            assert!(
                s.photon_energy_ev.is_some() && s.axis.is_some() || name == "phi_cdte_film.csv",
                "{name}: {s:?}"
            );
            println!(
                "{name} block {}: {} {:?} {:?}",
                s.block,
                s.title(),
                s.range_ev(),
                s.doubts
            );
        }
    }
    formats.sort_unstable();
    formats.dedup();
    let want = [
        "Igor Pro binary wave",
        "NeXus",
        "PHI MultiPak",
        "SPECS .xy",
        "SPECS SpecsLab .xml",
        "Scienta SES text",
        "Thermo Avantage",
        "columns of text",
    ];
    assert_eq!(formats, want);
}

fn read_sample(folder: &Path, name: &str) -> Vec<Spectrum> {
    let bytes = std::fs::read(folder.join("formats").join(name)).unwrap();
    formats::read(&bytes, name).unwrap().spectra
}

/// One measurement that Scienta's program wrote twice.
#[test]
fn a_scienta_region_is_the_same_as_text_and_as_wave() {
    let Some(folder) = measured() else { return };
    let text = &read_sample(&folder, "Ag_0002.txt")[0];
    let wave = &read_sample(&folder, "Ag_0002Ag__002.ibw")[0];
    assert_eq!((text.counts.len(), wave.counts.len()), (801, 801));
    for i in 0..801 {
        assert!((text.energy_ev[i] - wave.energy_ev[i]).abs() < 1e-9, "{i}");
        let scale = text.counts[i].abs().max(1e-12);
        assert!(
            (text.counts[i] - wave.counts[i]).abs() < 1e-9 * scale,
            "{i}"
        );
    }
    let facts = |s: &Spectrum| {
        (
            s.axis,
            s.photon_energy_ev,
            s.pass_energy_ev,
            s.scans,
            s.dwell_s,
        )
    };
    assert_eq!(facts(text), facts(wave));
}

/// pynxtools-xps made the NeXus file from the XML. It adds the detector's channels without their
/// shifts, so that only the sums of all counts and the number of points can be the same.
#[test]
fn specslab_xml_and_its_nexus_twin_hold_the_same_measurement() {
    let Some(folder) = measured() else { return };
    let points = |name: &str| {
        let mut all: Vec<usize> = read_sample(&folder, name)
            .iter()
            .map(|s| s.counts.len())
            .collect();
        all.sort_unstable();
        all
    };
    assert_eq!(points("In-situ_PBTTT_XPS_SPECS.xml"), [201, 1403]);
    assert_eq!(points("specs_xml_ref.nxs"), [201, 1403]);
    for s in read_sample(&folder, "In-situ_PBTTT_XPS_SPECS.xml") {
        // Carbon, as the regions' names and the other program say.
        assert!(
            (peak_ev(&s, 284.8) - 284.0).abs() < 0.3,
            "{}",
            peak_ev(&s, 284.8)
        );
    }
}

/// The same survey as SPECS Prodigy exports it and as CasaXPS converted it to VAMAS.
#[test]
fn a_specs_xy_export_is_the_vamas_file() {
    let Some(folder) = measured() else { return };
    let xy = &read_sample(&folder, "MgFe2O4_small.xy")[0];
    let bytes = std::fs::read(folder.join("surveys/specs_mgfe2o4_irregular.vms")).unwrap();
    let vamas = formats::read(&bytes, "a.vms").unwrap().spectra;
    let vamas = &vamas[widest_xps(&vamas).unwrap()];
    let (a, b) = (
        xy.binding_energy_ev().unwrap(),
        vamas.binding_energy_ev().unwrap(),
    );
    assert_eq!((a.len(), b.len()), (1351, 1351));
    assert!(a.iter().zip(&b).all(|(a, b)| (a - b).abs() < 1e-6));
    let ratio = xy.counts[0] / vamas.counts[0];
    let same = |(a, b): (&f64, &f64)| (a / b / ratio - 1.0).abs() < 1e-4;
    assert!(xy.counts.iter().zip(&vamas.counts).all(same));
}

/// Energy of the highest point within 3 eV of `near_ev`, on the binding-energy axis.
fn peak_ev(spectrum: &Spectrum, near_ev: f64) -> f64 {
    let energies = spectrum.binding_energy_ev().unwrap();
    let points = energies.iter().zip(&spectrum.counts);
    let near = points.filter(|(e, _)| (*e - near_ev).abs() <= 3.0);
    *near.max_by(|a, b| a.1.total_cmp(b.1)).unwrap().0
}

/// Words of the lines of a PHI header that begin with `key`.
fn phi_lines(bytes: &[u8], key: &str) -> Vec<Vec<String>> {
    let end = bytes.windows(4).position(|w| w == b"EOFH").unwrap();
    let text = String::from_utf8_lossy(&bytes[..end]);
    let lines = text.lines().filter_map(|l| l.strip_prefix(key));
    let words = |l: &str| l.split_whitespace().map(str::to_owned).collect();
    lines.map(words).collect()
}

/// What the header of a PHI file says, read apart from the reader, holds for its spectra.
#[test]
fn phi_files_open_as_their_headers_say() {
    let Some(folder) = measured() else { return };
    let mut seen = 0;
    for path in files(&folder) {
        let name = name(&path);
        if !name.ends_with(".spe") && !name.ends_with(".pro") {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let spectra = formats::read(&bytes, &name)
            .unwrap_or_else(|e| panic!("{e}"))
            .spectra;
        let regions = phi_lines(&bytes, "SpectralRegDef: ");
        let cycles: usize = phi_lines(&bytes, "NoDPDataCyc: ")
            .first()
            .map_or(1, |words| words[0].parse().unwrap());
        assert_eq!(spectra.len(), regions.len() * cycles, "{name}");
        let photon_ev: f64 = phi_lines(&bytes, "XraySource: ")[0][1].parse().unwrap();
        for (i, s) in spectra.iter().enumerate() {
            let words = &regions[i / cycles];
            let real = |i: usize| words[i].parse::<f64>().unwrap();
            assert!(s.region.starts_with(&words[2]), "{name}: {}", s.region);
            assert_eq!(s.photon_energy_ev, Some(photon_ev), "{name}");
            assert_eq!(s.counts.len() as f64, real(4), "{name}");
            let ends = (s.energy_ev[0], s.energy_ev[s.energy_ev.len() - 1]);
            assert_eq!(ends, (real(6), real(7)), "{name}");
            assert_eq!(
                (s.dwell_s, s.pass_energy_ev),
                (Some(real(10)), Some(real(11)))
            );
            assert_eq!(
                (s.axis, s.count_unit),
                (Some(Axis::Binding), CountUnit::CountsPerSecond)
            );
            // Rates times the whole time per point are whole numbers of counts, to what single
            // precision holds; not so in one file, whose header does not say why.
            for rate in s.counts.iter().filter(|_| name != "phi_iridium.spe") {
                let counts = rate * real(10);
                assert!((counts - counts.round()).abs() < 0.02, "{name}: {rate}");
            }
            assert_eq!(s.doubts, [], "{name}");
        }
        let survey = &spectra[widest_xps(&spectra).unwrap()];
        assert!(survey.span_ev() >= 1100.0, "{name}: {}", survey.span_ev());
        if name.contains("sno2") {
            // SnO2: Sn 3d5/2 486.6 eV, O 1s 530.6 eV (Moulder et al. 1992).
            assert!((peak_ev(survey, 486.6) - 486.6).abs() < 1.5);
            assert!((peak_ev(survey, 530.6) - 530.6).abs() < 1.5);
        }
        println!(
            "{name}: {} spectra, {} {:?}",
            spectra.len(),
            survey.title(),
            survey.range_ev()
        );
        seen += 1;
    }
    assert!(seen >= 3, "{seen} PHI files");
}

#[test]
fn the_avantage_file_opens() {
    let Some(folder) = measured() else { return };
    let name = "thermo_pdi_film.vgd";
    let bytes = std::fs::read(folder.join("surveys").join(name)).unwrap();
    let spectra = formats::read(&bytes, name)
        .unwrap_or_else(|e| panic!("{e}"))
        .spectra;
    assert_eq!(spectra.len(), 1);
    let s = &spectra[0];
    assert_eq!(
        (s.region.as_str(), s.axis),
        ("XPS Survey", Some(Axis::Kinetic))
    );
    assert_eq!(
        (s.count_unit, s.technique),
        (CountUnit::Counts, Technique::Xps)
    );
    assert!(s.photon_energy_ev.is_some() && s.pass_energy_ev.is_some() && s.dwell_s.is_some());
    assert!(
        s.span_ev() > 1300.0 && s.doubts.is_empty(),
        "{:?}",
        s.doubts
    );
    // An organic film: C 1s is the highest line. With a work function it would lie 4 eV off.
    let peak = peak_ev(s, 285.0);
    assert!((peak - 285.0).abs() < 1.5, "{peak}");
    let highest = s.counts.iter().copied().fold(f64::MIN, f64::max);
    let at_peak = s
        .binding_energy_ev()
        .unwrap()
        .iter()
        .position(|e| *e == peak);
    assert_eq!(s.counts[at_peak.unwrap()], highest);
}
