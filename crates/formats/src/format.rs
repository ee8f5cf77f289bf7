//! The formats of files that are read.

use std::fmt;

/// What a reader needs at the beginning of a file.
pub(crate) const EXPECTED: &str = "VAMAS, PHI MultiPak .spe or .pro, Thermo Avantage .vgd or .avg, SPECS .xml, .sle or .xy, \
     Scienta .txt or .ibw, Igor .itx, Kratos .kal, NeXus, JCAMP-DX, a spreadsheet or columns of text";

/// The format of a file, as its content tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileFormat {
    /// PHI MultiPak `.spe`, `.pro`.
    Phi,
    /// Excel `.xlsx`, OpenDocument `.ods`.
    Spreadsheet,
    /// SPECS Prodigy `.sle`, a SQLite database.
    SpecsSle,
    /// NeXus with NXxps or NXmpes, as HDF5.
    Nexus,
    /// Igor Pro `.ibw`.
    IgorWave,
    /// Excel 5 to 2003 `.xls`.
    Xls,
    /// Thermo Avantage `.vgd`, an OLE document.
    Vgd,
    /// VAMAS, ISO 14976.
    Vamas,
    /// The JSON that Speclens writes.
    SpeclensJson,
    /// Thermo Avantage `.avg`.
    Avg,
    /// Kratos `.kal`.
    Kratos,
    /// JCAMP-DX.
    Jcamp,
    /// Igor Pro `.itx`.
    IgorText,
    /// Scienta SES `.txt`.
    Scienta,
    /// SPECS SpecsLab `.xml`.
    SpecsXml,
    /// SPECS `.xy`.
    SpecsXy,
    /// Columns of numbers in a text.
    Text,
}

impl FileFormat {
    /// Name for people and for the JSON of `speclens info`.
    pub fn name(self) -> &'static str {
        match self {
            FileFormat::Phi => "PHI MultiPak",
            FileFormat::Spreadsheet => "spreadsheet",
            FileFormat::SpecsSle => "SPECS Prodigy .sle",
            FileFormat::Nexus => "NeXus",
            FileFormat::IgorWave => "Igor Pro binary wave",
            FileFormat::Xls => "Excel .xls",
            FileFormat::Vgd => "Thermo Avantage",
            FileFormat::Vamas => "VAMAS",
            FileFormat::SpeclensJson => "Speclens JSON",
            FileFormat::Avg => "Thermo Avantage .avg",
            FileFormat::Kratos => "Kratos .kal",
            FileFormat::Jcamp => "JCAMP-DX",
            FileFormat::IgorText => "Igor Pro text",
            FileFormat::Scienta => "Scienta SES text",
            FileFormat::SpecsXml => "SPECS SpecsLab .xml",
            FileFormat::SpecsXy => "SPECS .xy",
            FileFormat::Text => "columns of text",
        }
    }
}

impl fmt::Display for FileFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
