//! Worksheets as other programs write them: three files by Python's writers, which
//! `foreign/write_sheets.py` made, and workbooks by the crate `rust_xlsxwriter`.

use rust_xlsxwriter::{Color, Format, Formula, Workbook, Worksheet, XlsxError};
use speclens_formats::read;
use speclens_spectrum::{Spectrum, sentences};

fn energies() -> Vec<f64> {
    (0..40).map(|i| f64::from(3000 - i) / 10.0).collect()
}

/// The number that a decimal number means, as Python's writers wrote it.
fn decimal(text: String) -> f64 {
    text.parse().expect("a number")
}

fn spectra(bytes: &[u8], name: &str) -> Vec<Spectrum> {
    let file = read(bytes, name).unwrap_or_else(|e| panic!("{e}"));
    let all = file.spectra;
    assert!(all.iter().all(|s| s.doubts.is_empty()), "{name}");
    all
}

#[test]
fn sheets_of_three_writers() {
    let whole = (0..40).map(|i| f64::from(1000 + 7 * (i % 11))).collect();
    let places = (0..40).map(|i| decimal(format!("{:.2}", 250.25 + f64::from(i) * 1.37)));
    let many = (0..40).map(|i| {
        let number = f64::from(i + 1) / 7.0 * 10f64.powi(i % 9 - 4);
        decimal(format!("{number:.14e}"))
    });
    let doubled = energies().into_iter().map(|e| 2.0 * e);
    let sheets: [(&str, Vec<f64>); 4] = [
        ("C1s Scan", whole),
        ("O1s & <more>", places.collect()),
        ("Sn3d µ", many.collect()),
        ("As text", doubled.collect()),
    ];
    let files: [(&str, &[u8]); 3] = [
        ("openpyxl.xlsx", include_bytes!("foreign/openpyxl.xlsx")),
        ("odfpy.ods", include_bytes!("foreign/odfpy.ods")),
        ("xlwt.xls", include_bytes!("foreign/xlwt.xls")),
    ];
    for (file, bytes) in files {
        let read = spectra(bytes, file);
        assert_eq!(read.len(), sheets.len(), "{file}");
        for (spectrum, (sheet, counts)) in read.iter().zip(&sheets) {
            assert_eq!(&spectrum.region, sheet, "{file}");
            assert_eq!(spectrum.energy_ev, energies(), "{file}, {sheet}");
            assert_eq!(&spectrum.counts, counts, "{file}, {sheet}");
        }
    }
}

/// A workbook with the sheets that `fill` makes.
fn workbook(fill: impl FnOnce(&mut Workbook) -> Result<(), XlsxError>) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book).expect("sheets");
    book.save_to_buffer().expect("a workbook")
}

fn head(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.write(0, 0, "Binding Energy (eV)")?;
    sheet.write(0, 1, "Counts")?;
    Ok(())
}

/// Numbers to the last bit, on more sheets than a workbook has at first.
#[test]
fn numbers_on_many_sheets() {
    let counts = |sheet: u32| -> Vec<f64> {
        let number = |i: u32| f64::from(i * i + sheet) / 7.0 * 1.1f64.powi(i as i32 - 20);
        (0..40).map(number).collect()
    };
    let bytes = workbook(|book| {
        for i in 0..120 {
            let sheet = book.add_worksheet();
            sheet.set_name(format!("Region {i}"))?;
            head(sheet)?;
            sheet.write_column(1, 0, energies())?;
            sheet.write_column(1, 1, counts(i))?;
        }
        Ok(())
    });
    let read = spectra(&bytes, "a.xlsx");
    assert_eq!(read.len(), 120);
    for (i, spectrum) in (0..).zip(&read) {
        assert_eq!(spectrum.region, format!("Region {i}"));
        assert_eq!(spectrum.energy_ev, energies());
        assert_eq!(spectrum.counts, counts(i), "{i}");
    }
}

/// Cells that are no plain numbers: results of formulas, numbers as texts, formats, texts in
/// several fonts, empty cells with a format, joined cells, links, remarks, dates beside.
#[test]
fn cells_of_every_kind() {
    let bytes = workbook(|book| {
        let red = Format::new()
            .set_font_color(Color::Red)
            .set_num_format("0.0");
        let sheet = book.add_worksheet();
        sheet.set_name("Zn2p")?;
        sheet.merge_range(0, 0, 0, 3, "Sample: brass, as received", &red)?;
        let parts = [(&Format::new(), "Binding "), (&red, "Energy (eV)")];
        sheet.write_rich_string(2, 1, &parts)?;
        sheet.write_with_format(2, 2, "Counts", &red)?;
        sheet.write_blank(2, 3, &red)?;
        for (i, energy) in (0..).zip(energies()) {
            let row = 3 + i;
            match i % 4 {
                0 => sheet.write_with_format(row, 1, energy, &red)?,
                1 => sheet.write_string(row, 1, format!("{energy}"))?,
                2 => sheet.write_string(row, 1, format!("{energy}").replace('.', ","))?,
                _ => sheet.write_formula(
                    row,
                    1,
                    Formula::new("=1+1").set_result(format!("{energy}")),
                )?,
            };
            let result = format!("{}", 100 + i);
            let sum = format!("=SUM(F{row}:G{row}, \"<v>7</v>\")");
            sheet.write_formula(row, 2, Formula::new(sum).set_result(result))?;
        }
        let text = "a remark beside, & more";
        sheet.write_url_with_text(5, 9, "https://example.org/a?b=1&c=<2>", text)?;
        sheet.insert_note(6, 2, &rust_xlsxwriter::Note::new("1234"))?;
        sheet.set_column_hidden(0)?;
        sheet.autofilter(2, 1, 40, 2)?;
        Ok(())
    });
    let [spectrum] = &spectra(&bytes, "a.xlsx")[..] else {
        panic!("one spectrum")
    };
    assert_eq!(spectrum.region, "Zn2p");
    assert_eq!(spectrum.energy_ev, energies());
    let counts: Vec<f64> = (0..40).map(|i| f64::from(100 + i)).collect();
    assert_eq!(spectrum.counts, counts);
}

/// A formula that nobody computed has the result 0 in the file. It is told.
#[test]
fn formulas_without_results_are_told() {
    let bytes = workbook(|book| {
        let sheet = book.add_worksheet();
        head(sheet)?;
        sheet.write_column(1, 0, energies())?;
        for row in 1..=40 {
            sheet.write_formula(row, 1, Formula::new("=A2*2"))?;
        }
        Ok(())
    });
    let file = read(&bytes, "a.xlsx").unwrap_or_else(|e| panic!("{e}"));
    let doubts = sentences(&file.spectra[0].doubts);
    let told = "sheet “Sheet1”: 40 results of formulas are 0, and the workbook is to be computed \
                when it is opened: the program that wrote it may not have done so";
    assert!(doubts.iter().any(|d| d == told), "{doubts:?}");
}
