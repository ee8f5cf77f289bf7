//! Small dumps, written here, with made-up numbers.

use super::*;
use crate::shared::notes::note;
use crate::testing::Outcomes;
use crate::testing::only;
use speclens_containers::testing::Vandal;
use speclens_spectrum::{Axis, CountUnit, Technique, sentences};

/// A dump as its parts.
#[derive(Clone)]
struct Avg {
    properties: Vec<String>,
    shape: &'static str,
    axes: Vec<String>,
    /// What stands above `$DATA=`, the `$DATA=` itself, numbers.
    blocks: Vec<(Vec<String>, &'static str, Vec<f64>)>,
}

impl Default for Avg {
    fn default() -> Self {
        let properties = [
            "DS_EXT_SUPROPID_TITLE       : VT_BSTR = 'XPS Survey'",
            "DS_EXT_SUPROPID_SUBJECT     : VT_BSTR = 'Sample = α'",
            "DS_EXT_SUPROPID_AUTHOR      : VT_BSTR = 'me'",
            "DS_EXT_SUPROPID_COMMENTS    : VT_BSTR = 'first line",
            "  second line'",
            "DS_EXT_SUPROPID_CREATED     : VT_DATE = 12/5/2008   17:34:00",
            "$PROPERTIES=STD",
            "DS_GEPROPID_TECHNIQUE                       : VT_I4   = 17",
            "DS_GEPROPID_INSTRUMENT                      : VT_BSTR = 'K-Alpha'",
            "DS_GEPROPID_VALUE_LABEL                     : VT_BSTR = 'Counts'",
            "DS_GEPROPID_VALUE_UNIT                      : VT_BSTR = #empty#",
            "DS_SOPROPID_MONO                            : VT_BOOL = True",
            "DS_SOPROPID_ENERGY                          : VT_R4   = 1486.680054",
            "DS_ACPROPID_START_TIME                      : VT_DATE = 12/5/2008   16:01:02",
            "DS_ACPROPID_ACQ_TIME                        : VT_R4   = 0.050000",
            "DS_ACPROPID_EV_SCALE                        : VT_I2   = 1",
            "DS_ACPROPID_PERIODS                         : VT_I4   = 3",
            "DS_ANPROPID_PASS                            : VT_R4   = 150.000000",
            "DS_ANPROPID_WORK_FTN                        : VT_R4   = 4.200000",
            "DS_ANPROPID_TXFN_COEFF[0]                   : VT_R4   = 3.500000",
            "DS_ANPROPID_TXFN_COEFF[1]                   : VT_R4   = -0.250000",
            "DS_ANPROPID_LENS_MODE_NAME                  : VT_BSTR = 'Standard'",
        ];
        Avg {
            properties: properties.map(str::to_owned).to_vec(),
            shape: "$DATAAXES=1,#empty#\n    0=        0,        5,          1",
            axes: vec![energy(6)],
            blocks: vec![(vec![], "*", vec![10.5, 11.0, 12.0, 11.0, 10.0, 9.0])],
        }
    }
}

fn energy(points: usize) -> String {
    format!("136.680000,   1.000000,   {points},  ENERGY,   LINEAR,  'E',   'eV',    'Energy'")
}

impl Avg {
    fn text(&self) -> String {
        let mut out =
            ";============\n;Dump of DataSpace 'F:\\x\\a.VGD'\n; on 12/5/2008 at 14:26:48\n\
                       ;============\n$FORMAT=3\n;Summary\n$PROPERTIES=SUM\n"
                .to_owned();
        for p in &self.properties {
            out += &format!("{p}\n");
        }
        out += &format!("{}\n$SPACEAXES={}\n", self.shape, self.axes.len());
        for (i, axis) in self.axes.iter().enumerate() {
            out += &format!("    {i}= {axis}\n");
        }
        for (above, data, values) in &self.blocks {
            for line in above {
                out += &format!("{line}\n");
            }
            out += &format!("$DATA={data}\n");
            for (k, row) in values.chunks(4).enumerate() {
                let row: Vec<String> = row.iter().map(|v| format!("{v:.6}")).collect();
                out += &format!("LIST@ {:3}=  {}\n", 4 * k, row.join(",  "));
            }
            out += ";\n\n";
        }
        out
    }

    fn with(line: &str) -> Avg {
        let mut avg = Avg::default();
        let name = line.split(':').next().unwrap().trim();
        avg.properties.retain(|p| !p.starts_with(name));
        avg.properties.push(line.to_owned());
        avg
    }

    fn one(&self) -> Spectrum {
        only(read(&self.text()))
    }
}

/// A depth profile of three levels, and a map of 3 × 2 pixels whose blocks come in another order.
fn profile() -> Avg {
    let above = |k: usize, t: f64| {
        vec![
            format!("$AXISVALUE= DATAXIS=1 SPACEAXIS=1 LABEL='Etch Time' POINT={k} VALUE={t:.6};"),
            format!("$AXISVALUE= DATAXIS=1 SPACEAXIS=2 LABEL='Etch Level' POINT={k} VALUE={k}.0;"),
        ]
    };
    Avg {
        shape: "$DATAAXES=2,#empty#\n 0= 0, 3, 1\n 1= 0, 2, 2",
        axes: vec![
            energy(4),
            "0.0, 5.0, 3, ETCHTIME, NON-LINEAR, 'EtchTime', 's', 'Etch Time'".to_owned(),
            "0.0, 1.0, 3, ETCHLEVEL, LINEAR, 'EtchLevel', '', 'Etch Level'".to_owned(),
        ],
        blocks: [(0, 0.0, "*,0"), (1, 5.0, "*,1"), (2, 12.5, "*,2")]
            .map(|(k, t, data)| (above(k, t), data, vec![k as f64; 4]))
            .to_vec(),
        ..Default::default()
    }
}

fn map() -> Avg {
    let pixels = ["*,2,1", "*,0,0", "*,1,0", "*,2,0", "*,0,1", "*,1,1"];
    Avg {
        shape: "$DATAAXES=3,#empty#\n0= 0, 1, 1\n1= 0, 2, 1\n2= 0, 1, 1",
        axes: vec![
            energy(2),
            "-20.0, 20.0, 3, X, LINEAR, 'X', 'µm', 'X'".to_owned(),
            "5.0, 1.0, 2, Y, LINEAR, 'Y', '', ''".to_owned(),
        ],
        blocks: pixels.map(|data| (vec![], data, vec![1.0, 2.0])).to_vec(),
        ..Default::default()
    }
}

/// Small valid dumps: a survey, a depth profile, a map.
pub(crate) fn samples() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("survey.avg", Avg::default().text().into_bytes()),
        ("profile.avg", profile().text().into_bytes()),
        ("map.avg", map().text().into_bytes()),
    ]
}

#[test]
fn a_survey() {
    let s = Avg::default().one();
    assert_eq!(
        (s.block, s.region.as_str(), s.sample.as_str()),
        (1, "XPS Survey", "Sample = α")
    );
    assert_eq!((s.technique, s.axis), (Technique::Xps, Some(Axis::Kinetic)));
    assert_eq!(s.photon_energy_ev, Some(1486.68));
    assert_eq!(
        s.energy_ev,
        [136.68, 137.68, 138.68, 139.68, 140.68, 141.68]
    );
    assert_eq!(s.counts, [10.5, 11.0, 12.0, 11.0, 10.0, 9.0]);
    assert_eq!(s.count_unit, CountUnit::Counts);
    assert_eq!(
        (s.pass_energy_ev, s.dwell_s, s.scans),
        (Some(150.0), Some(0.05), Some(3))
    );
    assert_eq!(s.date.as_deref(), Some("12/5/2008 16:01:02"));
    assert_eq!(s.instrument.as_deref(), Some("K-Alpha"));
    assert_eq!(note(&s, "operator"), Some("me"));
    assert_eq!(note(&s, "analyser work function"), Some("4.2 eV"));
    assert_eq!(note(&s, "lens mode"), Some("Standard"));
    assert_eq!(note(&s, "DS_SOPROPID_MONO"), Some("True"));
    assert_eq!(note(&s, "DS_ANPROPID_TXFN_COEFF[0]"), None);
    assert_eq!(
        note(&s, "transmission coefficients (not applied)"),
        Some("3.5 -0.25")
    );
    assert_eq!(sentences(&s.doubts), Vec::<String>::new());
    assert_eq!(s.binding_energy_ev().unwrap()[..2], [1350.0, 1349.0]);
}

/// The file's dispatcher takes dumps for what they are, in UTF-16 as well.
#[test]
fn dumps_are_known_by_their_content() {
    for (name, bytes) in samples() {
        assert!(
            crate::testing::read(&bytes, "a.txt").is_ok(),
            "{name}, named otherwise"
        );
        let text = String::from_utf8(bytes).unwrap();
        let mut utf16 = vec![0xFF, 0xFE];
        utf16.extend(
            text.replace('\n', "\r\n")
                .encode_utf16()
                .flat_map(u16::to_le_bytes),
        );
        let spectra = crate::testing::read(&utf16, "b.avg").unwrap();
        assert_eq!(spectra[0].sample, "Sample = α", "{name}");
    }
    assert!(!is_avg("; columns\n1 2\n"));
    assert!(!is_avg("KE I\n$FORMAT=3\n"));
}

#[test]
fn what_the_properties_say() {
    let s = Avg::with("DS_GEPROPID_TECHNIQUE : VT_I4 = 6").one();
    assert_eq!(s.technique, Technique::Other);
    let s = Avg::with("DS_SOPROPID_ENERGY : VT_R4 = 21.219999").one();
    assert_eq!(
        (s.photon_energy_ev, s.technique),
        (Some(21.22), Technique::Ups)
    );
    let s = Avg::with("DS_SOPROPID_ENERGY : VT_R4 = #empty#").one();
    assert_eq!(s.photon_energy_ev, None);
    let s = Avg::with("DS_ACPROPID_EV_SCALE : VT_I2 = 2").one();
    assert_eq!((s.axis, s.technique), (None, Technique::Other));
    assert!(
        sentences(&s.doubts)[0].contains("number 2"),
        "{:?}",
        sentences(&s.doubts)
    );
    let s = Avg::with("DS_GEPROPID_VALUE_LABEL : VT_BSTR = 'Counts / s'").one();
    assert_eq!(s.count_unit, CountUnit::CountsPerSecond);
}

#[test]
fn the_levels_of_a_depth_profile() {
    let spectra = read(&profile().text()).unwrap();
    assert_eq!(spectra.len(), 3);
    let s = &spectra[2];
    assert_eq!(
        (s.block, s.region.as_str()),
        (3, "XPS Survey, Etch Time 12.5 s")
    );
    assert_eq!(s.counts, [2.0; 4]);
    assert_eq!(note(s, "Etch Level"), Some("2"));
    // The properties beside stand with the first alone.
    assert_eq!(note(&spectra[0], "DS_SOPROPID_MONO"), Some("True"));
    assert_eq!(note(s, "DS_SOPROPID_MONO"), None);
    // Without points in `$DATA=` those of the axes count; without values the point is told.
    let mut bare = profile();
    bare.blocks.swap(0, 2);
    for block in &mut bare.blocks {
        block.1 = "*";
    }
    let spectra = read(&bare.text()).unwrap();
    assert_eq!(spectra[0].region, "XPS Survey, Etch Time 12.5 s");
    for block in &mut bare.blocks {
        block.0.clear();
    }
    let spectra = read(&bare.text()).unwrap();
    assert_eq!(spectra[2].region, "XPS Survey, Etch Time point 3");
    assert_eq!(note(&spectra[2], "Etch Level"), Some("2"));
}

#[test]
fn the_pixels_of_a_map_and_the_names_of_positions() {
    let spectra = read(&map().text()).unwrap();
    assert_eq!(spectra.len(), 6);
    assert_eq!(spectra[0].region, "XPS Survey, X 20 µm, Y 6 µm");
    assert_eq!(spectra[2].region, "XPS Survey, X 0 µm, Y 5 µm");
    let mut positions = map();
    positions.shape = "$DATAAXES=2,#empty#\n0= 0, 1, 1\n1= 0, 0, 1";
    positions.axes[1] = "1.0, 1.0, 1, POSITION, LINEAR, 'Pos', '', 'Position'".to_owned();
    positions.axes.pop();
    let name = "$AXISVALUE= DATAXIS=1 SPACEAXIS=1 LABEL='Position' POINT=0 VALUE='Pt #001a';";
    positions.blocks = vec![(vec![name.to_owned()], "*,0", vec![1.0, 2.0])];
    assert_eq!(positions.one().region, "XPS Survey, Position Pt #001a");
}

#[test]
fn a_bad_spectrum_does_not_lose_the_others() {
    let mut avg = profile();
    avg.blocks[1].2.pop();
    let spectra = read(&avg.text()).unwrap();
    assert_eq!(spectra.len(), 2);
    assert_eq!(spectra[1].region, "XPS Survey, Etch Time 12.5 s");
    assert_eq!(
        sentences(&spectra[0].doubts),
        [
            "1 of 3 spectra of the file are left out, the first for this: line 45: found 3 \
             numbers, expected 4 as the data axis says"
        ]
    );
}

#[test]
fn dumps_that_are_no_spectra_are_refused() {
    let refused = |text: &str| read(text).unwrap_err().to_string();
    let text = Avg::default().text();
    let e = refused(&text.replace("10.500000", "#empty#"));
    assert_eq!(
        e,
        "line 35: found “#empty#”, expected a number: the file holds none at this point"
    );
    let e = refused(&text.replace("LIST@   4", "LIST@   8"));
    assert_eq!(
        e,
        "line 36: found “LIST@   8=  10.000000,  9.000000”, expected “LIST@ 4=” and numbers"
    );
    let e = refused(&text.replace("0=        0,        5", "0=        0,        6"));
    assert!(
        e.contains("a dimension of 7 points with 1 axes of other lengths"),
        "{e}"
    );
    let e = refused(&text.replace("ENERGY", "X"));
    assert!(
        e.contains("data over “Energy” (an image or a table)"),
        "{e}"
    );
    let e = refused(&text.replace("1.000000,   6", "0.000000,   6"));
    assert!(e.contains("turns back or stands still"), "{e}");
    let e = refused(&text.replace("LINEAR", "NON-LINEAR"));
    assert!(e.contains("an energy of NaN at point 1"), "{e}");
    let e = refused(&text.replace("136.680000,", "many,"));
    assert!(e.starts_with("line 33: found “0= many,"), "{e}");
    let e = refused(text.split("$DATA=").next().unwrap());
    assert_eq!(
        e,
        "line 34: found the end of the file, expected “$DATA=” and its numbers"
    );
    let e = refused(&text.replace("9.000000", "1e300"));
    assert_eq!(e, "line 34: found 1e300 at point 6, expected an intensity");
    // Numbers before their axes, and none at all.
    let e = refused(
        &text
            .replace("$FORMAT=3", "$DATA=*\n$DATA=*")
            .replace("LIST@", "; LIST@"),
    );
    assert_eq!(
        e,
        "line 5: found “$DATA=” before its axes, expected “$DATAAXES=” above the numbers"
    );
    let e = refused("$FORMAT=4\n$DATAAXES=0,#empty#\n");
    assert!(e.contains("0 dimensions that leave axes over"), "{e}");
    // Huge numbers of points ask for no memory.
    let wild = text
        .replace("5,          1", "4294967294, 1")
        .replace(",   6,", ",   4294967295,");
    let e = refused(&wild);
    assert!(e.contains("found 6 numbers, expected 4294967295"), "{e}");
}

/// Every beginning of a dump gives the same numbers, or is refused in one line.
#[test]
fn a_dump_that_breaks_off_is_refused() {
    let text = Avg::default().text();
    let whole = read(&text).unwrap();
    let mut refused = 0;
    for cut in (0..text.len()).filter(|i| text.is_char_boundary(*i)) {
        match read(&text[..cut]) {
            Ok(spectra) => assert_eq!(spectra[0].counts, whole[0].counts, "cut at {cut}"),
            Err(e) => {
                refused += 1;
                assert!(!e.to_string().contains(['\n', '\r']), "{e}");
            }
        }
    }
    assert!(refused > text.len() - 10, "{refused} of {}", text.len());
}

#[test]
fn damaged_dumps_give_sound_spectra_or_one_line() {
    let mut damage = Vandal::default();
    let mut outcomes = Outcomes::of_a_detector();
    for (_, bytes) in samples() {
        for _ in 0..4000 {
            outcomes.see(crate::testing::read(&damage.of(&bytes), "a.avg"));
        }
    }
    outcomes.assert_each_above(1000);
}
