//! Writers of small spreadsheets.

use std::fmt::Write;

/// A cell of a [`Xlsx`].
#[derive(Clone)]
pub(in super::super) enum Cell {
    Empty,
    Number(&'static str),
    Shared(&'static str),
    Inline(&'static str),
    /// XML.
    Raw(&'static str),
}

/// Rows of cells from their texts: numbers are numbers.
pub(in super::super) fn text_cells(rows: &[&[&str]]) -> Vec<Vec<Cell>> {
    let cell = |text: &&str| match *text {
        "" => Cell::Empty,
        text => {
            let text: &'static str = text.to_owned().leak();
            match text.parse::<f64>() {
                Ok(_) => Cell::Number(text),
                Err(_) => Cell::Shared(text),
            }
        }
    };
    rows.iter().map(|r| r.iter().map(cell).collect()).collect()
}

/// An Excel workbook.
#[derive(Clone, Default)]
pub(in super::super) struct Xlsx {
    pub sheets: Vec<(String, Vec<Vec<Cell>>)>,
    /// Names of sheets that are charts.
    pub charts: Vec<&'static str>,
}

impl Xlsx {
    pub fn with(mut self, name: &str, rows: Vec<Vec<Cell>>) -> Xlsx {
        self.sheets.push((name.to_owned(), rows));
        self
    }

    /// Names and texts of the files in the archive.
    pub fn files(&self) -> Vec<(String, String)> {
        const NAMESPACES: &str = r#"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
        const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
        let mut strings: Vec<&str> = Vec::new();
        let mut files = Vec::new();
        let mut list = String::new();
        let mut relations = String::new();
        for (i, (name, rows)) in self.sheets.iter().enumerate() {
            let mut data = String::new();
            for (r, row) in rows.iter().enumerate() {
                write!(data, r#"<row r="{}">"#, r + 1).unwrap();
                for (c, cell) in row.iter().enumerate() {
                    let place = format!("{}{}", char::from(b'A' + c as u8), r + 1);
                    let xml = match cell {
                        Cell::Empty => String::new(),
                        Cell::Number(n) => format!(r#"<c r="{place}"><v>{n}</v></c>"#),
                        Cell::Inline(t) => format!(
                            r#"<c r="{place}" t="inlineStr"><is><t>{}</t></is></c>"#,
                            escape(t)
                        ),
                        Cell::Shared(t) => {
                            let index = strings.iter().position(|s| s == t);
                            let index = index.unwrap_or_else(|| {
                                strings.push(t);
                                strings.len() - 1
                            });
                            format!(r#"<c r="{place}" t="s"><v>{index}</v></c>"#)
                        }
                        Cell::Raw(xml) => (*xml).to_owned(),
                    };
                    data.push_str(&xml);
                }
                data.push_str("</row>");
            }
            files.push((
                format!("xl/worksheets/sheet{}.xml", i + 1),
                format!("<worksheet {NAMESPACES}><sheetData>{data}</sheetData></worksheet>"),
            ));
            write!(
                list,
                r#"<sheet name="{}" sheetId="{n}" r:id="rId{n}"/>"#,
                escape(name),
                n = i + 1
            )
            .unwrap();
            write!(
                relations,
                r#"<Relationship Id="rId{n}" Type="{KIND}/worksheet" Target="worksheets/sheet{n}.xml"/>"#,
                n = i + 1
            )
            .unwrap();
        }
        for name in &self.charts {
            write!(
                list,
                r#"<sheet name="{name}" sheetId="99" r:id="c{name}"/>"#
            )
            .unwrap();
            write!(
                relations,
                r#"<Relationship Id="c{name}" Type="{KIND}/chartsheet" Target="chartsheets/sheet1.xml"/>"#
            )
            .unwrap();
        }
        let strings: String = strings
            .iter()
            .map(|s| format!("<si><t>{}</t></si>", escape(s)))
            .collect();
        let wrap = |inner: &str| {
            format!(
                r#"<?xml version="1.0" encoding="UTF-8"?><Relationships>{inner}</Relationships>"#
            )
        };
        let package = format!(
            r#"<Relationship Id="rId1" Type="{KIND}/officeDocument" Target="xl/workbook.xml"/>"#
        );
        write!(
            relations,
            r#"<Relationship Id="rIdS" Type="{KIND}/sharedStrings" Target="/xl/sharedStrings.xml"/>"#
        )
        .unwrap();
        let mut all = vec![
            ("[Content_Types].xml".to_owned(), "<Types/>".to_owned()),
            ("_rels/.rels".to_owned(), wrap(&package)),
            (
                "xl/workbook.xml".to_owned(),
                format!("<workbook {NAMESPACES}><sheets>{list}</sheets></workbook>"),
            ),
            ("xl/_rels/workbook.xml.rels".to_owned(), wrap(&relations)),
            (
                "xl/sharedStrings.xml".to_owned(),
                format!("\u{FEFF}<sst {NAMESPACES}>{strings}</sst>"),
            ),
        ];
        all.append(&mut files);
        all
    }

    /// The file, nothing compressed.
    pub fn bytes(&self) -> Vec<u8> {
        stored(&self.files())
    }
}

/// What Avantage exports: three spectra, one with a fit, two samples.
pub(in super::super) fn avantage() -> Xlsx {
    let spectrum = |file: &'static str, start: f64, step: f64, fit: bool| {
        let n = Cell::Shared;
        let e = || Cell::Empty;
        let beside = |left: Vec<Cell>, key: &'static str, value: Cell| {
            let mut row = left;
            row.resize(7, Cell::Empty);
            row.extend([n(key), value]);
            row
        };
        let mut rows = vec![
            beside(vec![n("Data Axes :")], "Acquisition Parameters :", e()),
            vec![],
            beside(vec![], "Parameter", n(" ")),
            beside(vec![], "Total acquisition time", n("8 mins 22.5 secs")),
            beside(vec![], "Number of Scans", Cell::Number("5")),
            beside(vec![], "Source Gun Type", n("Al K Alpha")),
            beside(
                vec![n("Energy"), n("E"), n("eV"), Cell::Number("4")],
                "Spot Size",
                n("400 µm"),
            ),
            beside(vec![], "Lens Mode", n("Standard")),
            beside(
                vec![n(file)],
                "Analyser Mode",
                n("CAE : Pass Energy 50.0 eV"),
            ),
            beside(vec![], "Energy Step Size", n("1.000 eV")),
            beside(vec![], "Number of Energy Steps", n("4")),
            vec![],
            vec![],
            vec![],
        ];
        let names: &[&'static str] = match fit {
            true => &[
                "C1s Scan A",
                "C1s Scan B",
                "Backgnd.",
                "Envelope",
                "Residuals",
            ],
            false => &["Backgnd."],
        };
        let mut head = vec![n("Binding Energy (E)"), e(), e(), e()];
        head.extend(names.iter().map(|name| n(name)));
        let mut units = vec![n("eV"), e(), n("Counts / s"), e()];
        units.extend(names.iter().map(|_| n("Counts / s")));
        rows.extend([head, units]);
        for i in 0..4 {
            let number = |v: f64| Cell::Number(v.to_string().leak());
            let mut row = vec![
                number(start - step * f64::from(i)),
                e(),
                number(1000.5 + f64::from(i)),
                e(),
            ];
            row.extend(names.iter().map(|_| number(f64::from(i))));
            rows.push(row);
        }
        rows.push(vec![]);
        rows
    };
    let peaks = text_cells(&[
        &["Peak Table :"],
        &["", "Name", "Start BE", "Peak BE"],
        &["", "C1s", "298", "284.5"],
        &["", "O1s", "540", "532"],
    ]);
    let titles = |sample| {
        text_cells(&[
            &["15:35:32  Wednesday, January 29, 2025"],
            &[],
            &["C:\\d.xlsx"],
            &[],
            &[sample],
        ])
    };
    let survey = "E:\\data\\sample.DATA\\Survey.VGD";
    let c1s = "E:\\data\\sample.DATA\\C1s Scan.VGD";
    let mut book = Xlsx::default()
        .with("XPS Survey", spectrum(survey, 1350.0, 1.0, false))
        .with("C1s Scan", spectrum(c1s, 298.0, 0.1, true))
        .with("C1s Scan B", spectrum(c1s, 298.0, 0.1, true))
        .with("Peak Table", peaks)
        .with("Titles", titles("Au & Si"))
        .with("Titles B", titles("Second"));
    book.charts = vec!["Chart1"];
    book
}

/// An OpenDocument spreadsheet: names of tables and their rows.
pub(in super::super) fn ods(tables: &[(&str, &str)]) -> Vec<u8> {
    stored(&ods_files(tables))
}

/// Names and texts of the files in its archive.
pub(super) fn ods_files(tables: &[(&str, &str)]) -> Vec<(String, String)> {
    let tables: String = tables
        .iter()
        .map(|(name, rows)| format!(r#"<table:table table:name="{name}">{rows}</table:table>"#))
        .collect();
    vec![
        (
            "mimetype".to_owned(),
            "application/vnd.oasis.opendocument.spreadsheet".to_owned(),
        ),
        (
            "content.xml".to_owned(),
            format!(
                "<office:document-content><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
            ),
        ),
    ]
}

/// A zip archive, nothing compressed.
pub(in super::super) fn stored(files: &[(String, String)]) -> Vec<u8> {
    zip(files, false)
}

/// A zip archive, all compressed.
pub(in super::super) fn deflated(files: &[(String, String)]) -> Vec<u8> {
    zip(files, true)
}

fn zip(files: &[(String, String)], compress: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for (name, text) in files {
        let at = out.len() as u32;
        let data = match compress {
            true => miniz_oxide::deflate::compress_to_vec(text.as_bytes(), 1),
            false => text.as_bytes().to_vec(),
        };
        // Version, flags, method, time, date.
        let mut head = vec![20, 0, 0, 0, if compress { 8 } else { 0 }, 0, 0, 0, 0x21, 0];
        head.extend(speclens_containers::testing::zip::crc32(text.as_bytes()).to_le_bytes());
        head.extend((data.len() as u32).to_le_bytes());
        head.extend((text.len() as u32).to_le_bytes());
        head.extend((name.len() as u16).to_le_bytes());
        head.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&head);
        out.extend(name.as_bytes());
        out.extend(&data);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&head);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let start = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend((files.len() as u16).to_le_bytes());
    out.extend((files.len() as u16).to_le_bytes());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}
