//! Small files, written here in every form, with made-up numbers.

use super::*;
use crate::shared::notes::note;
use crate::testing::Outcomes;
use crate::testing::only;
use speclens_containers::testing::Vandal;
use speclens_spectrum::{Axis, CountUnit, Doubt, Technique, sentences};

/// Counts of a survey of 40 points: a step with a line on it, and a run of equal values.
fn counts() -> Vec<i64> {
    let line = [0, 20, 310, 1500, 290, 15];
    let step = |i: usize| {
        if i < 20 {
            900
        } else {
            250 - 3 * (i as i64 % 7)
        }
    };
    (0..40)
        .map(|i| step(i) + line.get(i.wrapping_sub(8)).unwrap_or(&0))
        .collect()
}

/// A value with its first digit as a pseudo-digit: `digits` are those of positive numbers from 0,
/// then those of negative ones from 0.
fn pseudo(value: i64, digits: [&str; 2]) -> String {
    let text = value.abs().to_string();
    let digits = digits[usize::from(value < 0)];
    let first = text.as_bytes()[0] - b'0';
    format!(
        "{}{}",
        char::from(digits.as_bytes()[usize::from(first)]),
        &text[1..]
    )
}

const SQZ: [&str; 2] = ["@ABCDEFGHI", "@abcdefghi"];
const DIF: [&str; 2] = ["%JKLMNOPQR", "%jklmnopqr"];
const DUP: [&str; 2] = [" STUVWXYZs", ""];

/// Lines of eight values in a form; abscissas are numbers of points.
fn table(values: &[i64], form: &str) -> String {
    let mut out = String::new();
    for (k, row) in values.chunks(8).enumerate() {
        let at = 8 * k;
        match form {
            "AFFN" => {
                let row: Vec<String> = row.iter().map(i64::to_string).collect();
                out += &format!("{at} {}\n", row.join(" "));
            }
            "PAC" => {
                let row: String = row.iter().map(|v| format!("{v:+}")).collect();
                out += &format!("{at}{row}\n");
            }
            "SQZ" => {
                let row: String = row.iter().map(|v| pseudo(*v, SQZ)).collect();
                out += &format!("{at}{row}\n");
            }
            // The last value of the line before comes again, to be checked.
            "DIF" | "DIFDUP" => {
                let (from, first) = match at.checked_sub(1) {
                    Some(before) => (before, values[before]),
                    None => (0, row[0]),
                };
                out += &format!("{from}{}", pseudo(first, SQZ));
                let ahead = values[from + 1..].iter().zip(&values[from..]);
                let steps: Vec<i64> = ahead.map(|(b, a)| b - a).collect();
                let steps = &steps[..steps.len().min(if at == 0 { 7 } else { 8 })];
                for same in steps.chunk_by(|a, b| form == "DIFDUP" && a == b) {
                    out += &pseudo(same[0], DIF);
                    if same.len() > 1 {
                        out += &pseudo(same.len() as i64, DUP);
                    }
                }
                out.push('\n');
            }
            _ => unreachable!(),
        }
    }
    if form.starts_with("DIF") {
        let last = values.len() - 1;
        out += &format!("{last}{}  $$ checkpoint\n", pseudo(values[last], SQZ));
    }
    out
}

const HEADER: &str = "##TITLE= wide $$ of the foil\n##JCAMP-DX= 4.24\n##DATA TYPE= XPS\n\
    ##ORIGIN= here\n##OWNER= me\n##LONG DATE= 2020/09/09 13:28\n\
    ##SPECTROMETER/DATA SYSTEM= One\n##XUNITS= BINDING ENERGY (EV)\n##YUNITS= COUNTS\n\
    ##$PHOTON ENERGY= 1486.6 eV\n##$Pass Energy=160\n##$DWELL_TIME= 0.1 s\n##.AVERAGES= 3\n\
    ##$SAMPLE= gold\n##$GRATING= none\n";

/// A block of a form. The 40 energies fall from 120 eV in steps of 2.5 eV.
fn block(form: &str) -> String {
    let values = counts();
    // Abscissas in the lines are numbers of points: energies are −2.5 times these, from 120.
    let scaled: String = table(&values, form);
    let rows: String = scaled
        .lines()
        .map(|line| {
            let end = line.find(|c: char| !c.is_ascii_digit()).unwrap();
            let (at, rest) = line.split_at(end);
            let x = 240 - 5 * at.parse::<i64>().unwrap();
            format!("{x}{rest}\n")
        })
        .collect();
    format!(
        "{HEADER}##XFACTOR= 0.5\n##YFACTOR= 0.25\n##FIRSTX= 120\n##LASTX= 22.5\n##DELTAX= -2.5\n\
         ##NPOINTS= 40\n##FIRSTY= 225\n##XYDATA= (X++(Y..Y))\n{rows}##END=\n"
    )
}

fn points() -> String {
    format!(
        "{HEADER}##XFACTOR= 1\n##YFACTOR= 1\n##NPOINTS= 4\n##XYPOINTS= (XY..XY)\n\
         10.0, 1E3; 11.5, ?\n12.0, 30 12.25, 40\n##END=\n"
    )
}

fn link() -> String {
    format!(
        "##TITLE= two\n##JCAMP-DX= 5.01\n##DATA TYPE= LINK\n##BLOCKS= 3\n{}{}\
         ##TITLE= film\n##DATA TYPE= INFRARED SPECTRUM\n##XUNITS= 1/CM\n##XYPOINTS= (XY..XY)\n\
         1 2 3 4\n##END=\n##END=\n",
        block("DIFDUP"),
        points()
    )
}

/// As cheminfo writes what it read from VAMAS.
fn ntuples() -> String {
    let rows: String = (0..5)
        .map(|i| format!("{}\t{}\t{}\t0.5\n", 80 + i, 10 * i, 1406.6 - f64::from(i)))
        .collect();
    format!(
        "##TITLE=wide\n##JCAMP-DX=6.00\n##DATA TYPE=XPS\n##DATA CLASS= NTUPLES\n\
         ##$analysis source label=Al\n##$analyser mode=FAT\n\
         ##$analyser pass energy or retard ratio or mass resolution=20\n\
         ##$signal collection time=0.2\n##$number of scans to compile this block=4\n\
         ##NTUPLES= XPS\n##VAR_NAME=  Binding energy,Intensity,Kinetic energy,Transmission\n\
         ##SYMBOL=    x,y,k,t\n##VAR_TYPE=  DEPENDENT,DEPENDENT,INDEPENDENT,DEPENDENT\n\
         ##VAR_DIM=   5,5,5,5\n##UNITS=     eV,,eV,\n##PAGE= N=1\n\
         ##DATA TABLE= (xykt..xykt), PEAKS\n{rows}##END NTUPLES= XPS\n##END=\n##END="
    )
}

/// Small valid files of every form.
pub(crate) fn samples() -> Vec<(&'static str, Vec<u8>)> {
    [
        ("affn.jdx", block("AFFN")),
        ("pac.jdx", block("PAC")),
        ("sqz.jdx", block("SQZ")),
        ("dif.jdx", block("DIF")),
        ("difdup.jdx", block("DIFDUP")),
        ("points.dx", points()),
        ("link.jdx", link()),
        ("ntuples.jdx", ntuples()),
    ]
    .map(|(name, text)| (name, text.into_bytes()))
    .to_vec()
}

fn one(text: &str) -> Spectrum {
    only(read(text))
}

#[test]
fn every_form_of_a_survey() {
    let want: Vec<f64> = counts().iter().map(|v| *v as f64 * 0.25).collect();
    for form in ["AFFN", "PAC", "SQZ", "DIF", "DIFDUP"] {
        let s = &crate::testing::read(block(form).as_bytes(), "a.txt").unwrap()[0];
        assert_eq!(
            (s.block, s.region.as_str(), s.sample.as_str()),
            (1, "wide", "gold")
        );
        assert_eq!((s.technique, s.axis), (Technique::Xps, Some(Axis::Binding)));
        assert_eq!(s.photon_energy_ev, Some(1486.6));
        assert_eq!(s.counts, want, "{form}");
        assert_eq!(s.energy_ev[..3], [120.0, 117.5, 115.0]);
        assert_eq!((s.energy_ev.len(), s.energy_ev[39]), (40, 22.5));
        assert_eq!(s.count_unit, CountUnit::Counts);
        assert_eq!(
            (s.pass_energy_ev, s.dwell_s, s.scans),
            (Some(160.0), Some(0.1), Some(3))
        );
        assert_eq!(s.date.as_deref(), Some("2020/09/09 13:28"));
        assert_eq!(s.instrument.as_deref(), Some("One"));
        assert_eq!(
            (note(s, "OWNER"), note(s, "$GRATING")),
            (Some("me"), Some("none"))
        );
        assert_eq!(sentences(&s.doubts), Vec::<String>::new(), "{form}");
    }
}

#[test]
fn the_blocks_of_a_link() {
    let spectra = read(&link()).unwrap();
    assert_eq!(spectra.len(), 2);
    assert_eq!(
        sentences(&spectra[0].doubts),
        [
            "1 of 3 blocks of the file are left out, the first for this: line 58: found the data \
             type “INFRARED SPECTRUM”, expected a photoelectron spectrum (XPS)"
        ]
    );
    let s = &spectra[1];
    assert_eq!(
        (s.block, s.counts.as_slice()),
        (2, [1000.0, 30.0, 40.0].as_slice())
    );
    assert_eq!(s.energy_ev, [10.0, 12.0, 12.25]);
    assert_eq!(
        sentences(&s.doubts),
        ["1 of 4 points without an intensity are left out"]
    );
}

#[test]
fn a_table_of_several_variables() {
    let s = one(&ntuples());
    assert_eq!(s.axis, Some(Axis::Binding));
    assert_eq!(s.energy_ev, [80.0, 81.0, 82.0, 83.0, 84.0]);
    assert_eq!(s.counts, [0.0, 10.0, 20.0, 30.0, 40.0]);
    assert_eq!(s.transmission, Some(vec![0.5; 5]));
    assert_eq!(s.photon_energy_ev, Some(1486.6));
    assert_eq!(
        (s.pass_energy_ev, s.dwell_s, s.scans),
        (Some(20.0), Some(0.2), Some(4))
    );
    assert_eq!(s.count_unit, CountUnit::Unknown);
    assert_eq!(sentences(&s.doubts), Vec::<String>::new());
    // Without a source the sum of both energies tells the photon energy.
    let s = one(&ntuples().replace("source label=Al", "source label=XR"));
    assert_eq!(s.photon_energy_ev, Some(1486.6));
    let s = one(&ntuples()
        .replace("1404.6", "1405.6")
        .replace("label=Al", "label="));
    assert_eq!(s.photon_energy_ev, None);
    let s = one(&ntuples().replace("analyser mode=FAT", "analyser mode=FRR"));
    assert_eq!(s.pass_energy_ev, None);
}

#[test]
fn what_the_header_says() {
    let with = |from: &str, to: &str| one(&block("SQZ").replace(from, to));
    let s = with("BINDING ENERGY (EV)", "Kinetic Energy");
    assert_eq!(s.axis, Some(Axis::Kinetic));
    let s = with("BINDING ENERGY (EV)", "eV\n##XLABEL= B.E.");
    assert_eq!((s.axis, s.doubts.len()), (None, 1));
    for (kind, technique) in [
        ("X-RAY PHOTOELECTRON SPECTRUM", Technique::Xps),
        ("ESCA", Technique::Xps),
        ("UPS", Technique::Ups),
        ("ULTRAVIOLET PHOTOELECTRON SPECTRUM", Technique::Ups),
        ("AUGER ELECTRON SPECTRUM", Technique::Aes),
        ("", Technique::Xps),
        ("SPECTRUM", Technique::Other),
    ] {
        let s = with("DATA TYPE= XPS", &format!("DATA TYPE= {kind}"));
        assert_eq!(s.technique, technique, "{kind}");
        assert_eq!(s.doubts.len(), usize::from(kind == "SPECTRUM"));
    }
    let s = with("1486.6 eV", "21.22");
    assert_eq!(
        (s.photon_energy_ev, s.technique),
        (Some(21.22), Technique::Ups)
    );
    for (anode, energy) in [
        ("Al Kα", Some(1486.6)),
        ("MgKa", Some(1253.6)),
        ("Alaska", None),
    ] {
        let s = with("##$PHOTON ENERGY= 1486.6 eV", &format!("##$ANODE= {anode}"));
        assert_eq!(s.photon_energy_ev, energy, "{anode}");
    }
    for (unit, count_unit) in [
        ("COUNTS/SECOND", CountUnit::CountsPerSecond),
        ("cps", CountUnit::CountsPerSecond),
        ("ARBITRARY UNITS", CountUnit::Unknown),
    ] {
        assert_eq!(
            with("##YUNITS= COUNTS", &format!("##YUNITS= {unit}")).count_unit,
            count_unit
        );
    }
    // Energies without FIRSTX or LASTX, from the lines.
    let s = with("##FIRSTX= 120\n##LASTX= 22.5\n##DELTAX= -2.5\n", "");
    assert_eq!((s.energy_ev[0], s.energy_ev[39]), (120.0, 22.5));
    assert!(
        sentences(&s.doubts)[0].contains("before the lines"),
        "{:?}",
        sentences(&s.doubts)
    );
    let s = with("##LASTX= 22.5\n", "");
    assert_eq!((s.energy_ev[39], s.doubts.len()), (22.5, 0));
    let s = with("##NPOINTS= 40\n##FIRSTY", "##FIRSTY");
    assert_eq!((s.energy_ev[39], s.doubts.len()), (22.5, 0));
}

#[test]
fn what_does_not_fit_is_told() {
    let warned = |text: &str| sentences(&one(text).doubts).join("; ");
    let dif = block("DIF");
    // A line with a damaged difference; the next begins anew with its check value.
    let damaged = one(&dif.replace("K90", "K91"));
    assert_eq!(
        sentences(&damaged.doubts),
        ["1 check values of compressed lines do not fit: the intensities may be damaged"]
    );
    let sound = one(&dif);
    let wrong = sound
        .counts
        .iter()
        .zip(&damaged.counts)
        .filter(|(a, b)| a != b);
    assert_eq!(wrong.count(), 6);
    // A line that is lost.
    let lines = dif.lines().filter(|l| !l.starts_with("165"));
    let lost = lines.fold(String::new(), |all, l| all + l + "\n");
    let w = warned(&lost);
    assert!(w.contains("announces 40 points and holds 32"), "{w}");
    assert!(
        w.contains("1 lines begin with an abscissa that does not fit"),
        "{w}"
    );
    assert_eq!(
        one(&block("SQZ").replace("(Y..Y))", "(Y..Y)")).counts.len(),
        40
    );
    assert_eq!(one(&points().replace("XYPOINTS", "XYDATA")).counts.len(), 3);
    let w = warned(&block("SQZ").replace("##NPOINTS= 40", "##NPOINTS= 41"));
    assert!(w.contains("announces 41 points and holds 40"), "{w}");
    let w = warned(&block("SQZ").replace("##DELTAX= -2.5", "##DELTAX= -2.0"));
    assert!(
        w.contains("DELTAX (-2) is not the step between FIRSTX and LASTX (-2.5)"),
        "{w}"
    );
    let w = warned(&block("SQZ").replace("##END=\n", ""));
    assert_eq!(w, "“##END=” is missing: the file may be cut");
    // A block that is not ended does not swallow the next.
    let two = block("SQZ").replace("##END=\n", "") + &block("AFFN");
    assert_eq!(read(&two).unwrap().len(), 2);
}

#[test]
fn a_source_of_several_lines_is_none_of_them() {
    let source = |words: &str| {
        let text = block("SQZ").replace("##$PHOTON ENERGY= 1486.6 eV", words);
        let s = one(&text);
        (s.photon_energy_ev, s.doubts.len())
    };
    assert_eq!(source("##$ANODE= Mg"), (Some(1253.6), 0));
    assert_eq!(source("##$SOURCE= Al/Mg twin anode"), (None, 1));
    let both = "##$SOURCE= Al/Mg twin anode\n##$HV= 1253.6";
    assert_eq!(source(both), (Some(1253.6), 0));
}

#[test]
fn energies_in_kev_are_told_in_ev() {
    let want = one(&block("SQZ"));
    let kev = |units: &str| {
        let text = block("SQZ").replace("BINDING ENERGY (EV)", units);
        text.replace("XFACTOR= 0.5", "XFACTOR= 0.0005")
            .replace("FIRSTX= 120", "FIRSTX= 0.12")
            .replace("LASTX= 22.5", "LASTX= 0.0225")
            .replace("DELTAX= -2.5", "DELTAX= -0.0025")
    };
    for units in [
        "BINDING ENERGY (KEV)",
        "keV\n##XLABEL= Binding Energy",
        "KILOELECTRONVOLTS\n##XLABEL= Binding Energy",
    ] {
        let s = one(&kev(units));
        assert_eq!(
            (s.axis, &s.energy_ev),
            (want.axis, &want.energy_ev),
            "{units}"
        );
        assert_eq!(s.doubts, []);
    }
    // The data type says of what a plain energy is.
    let s = one(&kev("keV"));
    assert_eq!((s.axis, s.energy_ev[0]), (None, 120.0));
    assert_eq!(s.doubts, [Doubt::AxisUnsaid]);
    let e = read(&kev("keV").replace("= XPS", "= X-RAY FLUORESCENCE"));
    assert!(e.unwrap_err().to_string().contains("X-RAY FLUORESCENCE"));
    let e = read(&kev("keV\n##XLABEL= Binding Energy (eV)")).unwrap_err();
    assert_eq!(
        e.to_string(),
        "line 8: found the abscissa “keV Binding Energy (eV)”, expected energies of electrons in eV"
    );
    // Both energies, each in its unit.
    let rows = "80\t1\t1.4066\t0.5\n81\t2\t1.4056\t0.5\n";
    let text = ntuples().replace("eV,,eV,", "eV,,keV,");
    let (head, _) = text.split_once("80\t").unwrap();
    let s = one(&format!("{head}{rows}##END NTUPLES= XPS\n##END=\n##END="));
    assert_eq!(
        (s.photon_energy_ev, &*s.energy_ev),
        (Some(1486.6), &[80.0, 81.0][..])
    );
}

#[test]
fn what_is_no_photoelectron_spectrum_is_refused() {
    let refused = |text: &str| {
        let e = read(text).unwrap_err().to_string();
        assert!(!e.contains(['\n', '\r']), "{e}");
        e
    };
    let infrared = block("SQZ")
        .replace("= XPS", "= INFRARED SPECTRUM")
        .replace("BINDING ENERGY (EV)", "1/CM");
    assert_eq!(
        refused(&infrared),
        "line 3: found the data type “INFRARED SPECTRUM”, expected a photoelectron spectrum (XPS)"
    );
    assert_eq!(
        refused(&block("SQZ").replace("BINDING ENERGY (EV)", "nm")),
        "line 8: found the abscissa “nm”, expected energies of electrons in eV"
    );
    assert_eq!(
        refused(&points().replace("XYPOINTS", "PEAK TABLE")),
        "line 19: found a peak table, expected a spectrum (“##XYDATA=” or “##XYPOINTS=”)"
    );
    assert_eq!(
        refused(&block("SQZ").replace("(X++(Y..Y))", "(X++(R..R))")),
        "line 23: found “(X++(R..R))”, expected “##XYDATA= (X++(Y..Y))”"
    );
    assert_eq!(
        refused(&ntuples().replace("(xykt..xykt)", "(X++(R..R))")),
        "line 17: found “(X++(R..R)), PEAKS”, expected a table of rows such as “(XY..XY)”"
    );
    assert_eq!(
        refused(&ntuples().replace("##PAGE= N=1", "##DATA TABLE= (X++(I..I))")),
        "line 10: found ##NTUPLES= “XPS” of other than one page, expected one “##DATA TABLE=”"
    );
    assert_eq!(
        refused(&points().replace("12.0, 30", "12.0")),
        "line 19: found 7 numbers, expected pairs of numbers"
    );
    assert_eq!(
        refused(&points().replace("12.0", "9.0")),
        "line 19: found an energy of 12.25 at point 3, expected energies that only rise or only fall"
    );
    assert_eq!(
        refused(&block("SQZ").replace("##XFACTOR= 0.5", "##XFACTOR= half")),
        "line 16: found “half”, expected a number after “##XFACTOR=”"
    );
    assert_eq!(
        refused("##TITLE= a\n##DATA TYPE= XPS\n##RADATA= (R++(A..A))\n1 2\n##END=\n"),
        "line 3: found “##RADATA=”, expected a table of spectra"
    );
    assert_eq!(
        refused("##TITLE= a\n##DATA TYPE= LINK\n##BLOCKS= 0\n##END=\n"),
        "line 5: found the end of the file, expected “##XYDATA=” or “##XYPOINTS=”"
    );
    assert!(refused("##TITLE=\n##END=\n").contains("a block without data"));
    let deep = "##TITLE= a\n##BLOCKS= 1\n".repeat(40);
    assert!(refused(&deep).contains("at most 16 blocks within each other"));
    // Repeats ask for no more memory than the file and a little.
    let wild = block("DIFDUP").replace("240I00", "240I00s99999999");
    assert!(refused(&wild).contains("fewer points than that from a file of this size"));
    assert!(!is_jcamp("1 2\n##TITLE= a\n"));
}

/// As cheminfo writes a spectrum of two variables.
#[test]
fn a_spectrum_that_is_called_a_peak_table() {
    let rows: String = (0..40)
        .map(|i| format!("{} {}\n", 84.0 + 0.1 * f64::from(i), i))
        .collect();
    let text = format!("{HEADER}##NPOINTS=40\n##PEAK TABLE=(XY..XY)\n{rows}##END=");
    let s = one(&text);
    assert_eq!((s.energy_ev[39], s.counts[39]), (87.9, 39.0));
    assert!(
        sentences(&s.doubts)[0].contains("calls the spectrum a peak table"),
        "{:?}",
        sentences(&s.doubts)
    );
}

/// Every beginning of a file gives a beginning of its numbers, or is refused in one line.
#[test]
fn a_file_that_breaks_off_gives_whole_lines() {
    for (name, bytes) in samples() {
        let text = String::from_utf8(bytes).unwrap();
        let whole = read(&text).unwrap();
        for cut in (0..text.len()).filter(|i| text.is_char_boundary(*i)) {
            match read(&text[..cut]) {
                Ok(spectra) => {
                    for (s, w) in spectra.iter().zip(&whole) {
                        let n = s.counts.len();
                        assert_eq!(s.counts, w.counts[..n], "{name} cut at {cut}");
                        assert!(n == w.counts.len() || !s.doubts.is_empty());
                    }
                }
                Err(e) => assert!(!e.to_string().contains(['\n', '\r']), "{e}"),
            }
        }
    }
}

#[test]
fn damaged_files_give_sound_spectra_or_one_line() {
    let mut damage = Vandal::default();
    let mut outcomes = Outcomes::of_a_detector();
    for (_, bytes) in samples() {
        for _ in 0..3000 {
            outcomes.see(crate::testing::read(&damage.of(&bytes), "a.jdx"));
        }
    }
    outcomes.assert_each_above(2000);
}
