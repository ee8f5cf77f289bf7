//! A report on one analysed spectrum: one HTML file that needs no other, on screen and on paper.

mod html;
mod items;

use html::{Cell, escaped, fixed, list, paragraph, table};

use crate::analysis::Analysis;
use crate::conventional::{Conventional, ElementOpinion, TransmissionUsed, named_lines};
use crate::explain::{Fis, LineTable};
use crate::model::manifest::Manifest;
use crate::plot::{self, Figure, FisCurve, Label, PlotError, SpectrumCurve, Style, Theme};
use crate::spectrum::{AxisError, Spectrum};

const STYLE: &str = include_str!("style.css");
/// Nothing is loaded and nothing runs in a report.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
/// Size of a figure, CSS pixels.
const WIDTH: f64 = 900.0;
const HEIGHT: f64 = 420.0;
/// Panels under the spectrum need more.
const TALLER: f64 = 560.0;

/// Everything that a report is made of.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The spectrum, its axis moved as the analysis has it.
    pub spectrum: &'a Spectrum,
    /// The same as the file states it: without what its user told of it.
    pub stated: &'a Spectrum,
    /// What its user told and chose, a sentence each.
    pub settings: &'a [String],
    /// The answer, with its refinement where there is one.
    pub analysis: &'a Analysis,
    /// Manifest of the network that answered.
    pub manifest: &'a Manifest,
    /// Name of the file's format.
    pub format: &'a str,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: &'a str,
    /// Tables of lines of the elements found, as far as they are worked out.
    pub tables: &'a [LineTable],
    /// Feature Importance Spectra, as far as they are worked out.
    pub fis: &'a [Fis],
    /// The spectrum that the answer implies, one intensity for each energy.
    pub implied: Option<&'a [f64]>,
    /// What ran the network, and when the report was made, as whoever asks for it writes it.
    pub engine: &'a str,
    /// As `engine`.
    pub made: &'a str,
    /// A figure as its user sees it: SVG of [`plot::svg`], and what it shows.
    pub on_show: Option<(&'a str, &'a str)>,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A figure cannot be drawn.
    #[error(transparent)]
    Plot(#[from] PlotError),
    /// The spectrum has no binding energies.
    #[error(transparent)]
    Axis(#[from] AxisError),
}

impl Report<'_> {
    /// The report as HTML.
    ///
    /// # Errors
    /// [`ReportError`].
    pub fn html(&self) -> Result<String, ReportError> {
        let title = self.title();
        let parts = [
            self.head(&title),
            self.answer(),
            self.figures()?,
            self.by_areas(),
            self.reasons(),
            self.measurement(),
            self.method(),
        ];
        Ok(format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{}</body>\n</html>\n",
            escaped(&title),
            parts.concat()
        ))
    }

    fn title(&self) -> String {
        let Analysis {
            sample,
            block,
            file,
            ..
        } = self.analysis;
        let name = if sample.is_empty() { file } else { sample };
        format!("{name} · {block}: XPS survey analysed by Speclens")
    }

    fn head(&self, title: &str) -> String {
        let a = self.analysis;
        let row = |name: &str, text: String| vec![Cell::text(name), Cell::text(text)];
        let mut rows = vec![
            row(
                "File",
                format!("{} ({}), block {}", a.file, self.format, a.block_number),
            ),
            row("SHA-256 of the file", self.sha256.to_owned()),
            row("Photon energy", format!("{} eV", fixed(a.excitation_ev, 2))),
            row("Energy axis", self.axis()),
            row("Elements settled by the user", self.settled()),
            row(
                "Network",
                format!("{}, {} elements", a.model, self.manifest.elements.len()),
            ),
            row(
                "SHA-256 of its weights",
                self.manifest.weights.sha256.clone(),
            ),
            row(
                "Speclens",
                format!("version {}, {}", env!("CARGO_PKG_VERSION"), self.engine),
            ),
            row("Report made", self.made.to_owned()),
        ];
        if let Some(strangeness) = a.strangeness {
            let limit = self.manifest.calibration.strangeness_limit;
            let text = format!("{} (limit {})", fixed(strangeness, 2), fixed(limit, 2));
            rows.push(row("Strangeness of the spectrum", text));
        }
        if !self.settings.is_empty() {
            rows.push(row("Told and chosen by the user", self.settings.join("; ")));
        }
        format!(
            "<h1>{}</h1>\n{}",
            escaped(title),
            html::facts("What was analysed, and with what", &rows)
        )
    }

    fn axis(&self) -> String {
        match self.analysis.calibration {
            Some(c) => format!("moved by {} eV: {}", signed(c.shift_ev), c.basis.label()),
            None => "as in the file".to_owned(),
        }
    }

    fn settled(&self) -> String {
        let Some(constraints) = &self.analysis.constraints else {
            return "none".to_owned();
        };
        let part = |symbols: &[String], what: &str| match symbols {
            [] => None,
            symbols => Some(format!("{} {what}", symbols.join(", "))),
        };
        let parts = [
            part(&constraints.excluded, "left out"),
            part(&constraints.included, "counted in"),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }

    fn answer(&self) -> String {
        let a = self.analysis;
        let refused = a.refused.as_ref().map_or_else(String::new, |refused| {
            let text = format!("There should be no composition: {}.", refused.reason);
            format!("<p class=\"refused\">{}</p>\n", escaped(&text))
        });
        let opinion = |symbol: &str| of_element(a.conventional.as_ref(), symbol);
        let rows: Vec<Vec<Cell>> = a
            .elements
            .iter()
            .map(|e| {
                let by_areas = opinion(&e.symbol);
                let refined = a.refined.iter().flat_map(|r| &r.elements);
                let refined = refined.into_iter().find(|r| r.element == e.symbol);
                let table = self.tables.iter().find(|t| t.element == e.symbol);
                let read_from = table.map_or_else(String::new, |t| {
                    let strong = t.lines.iter().filter(|l| l.share >= 0.1 && l.lost >= 0.05);
                    strong
                        .map(|l| l.line.clone())
                        .collect::<Vec<_>>()
                        .join(", ")
                });
                vec![
                    Cell::text(e.symbol.clone()),
                    Cell::number(Some(e.atomic_percent), 1),
                    Cell::range(Some(e.interval), 1),
                    Cell::number(Some(e.presence), 2),
                    Cell::number(by_areas.and_then(|o| o.atomic_percent.first().copied()), 1),
                    Cell::range(by_areas.and_then(|o| o.range), 1),
                    Cell::number(refined.map(|r| r.atomic_percent), 1),
                    Cell::text(read_from),
                ]
            })
            .collect();
        let composition = match rows.is_empty() {
            true => paragraph("No composition is given."),
            false => table(
                "Apparent atomic percent of the elements that XPS sees (not H, He), for a homogeneous sample",
                &[
                    "Element",
                    "at%",
                    "90 % interval",
                    "Presence",
                    "By areas (at%)",
                    "Range",
                    "Refined (at%)",
                    "Read from",
                ],
                &rows,
            ),
        };
        let advice = a
            .advice
            .iter()
            .map(|a| format!("{} (class {}): {}", a.element, a.class.name(), a.text));
        let advice: Vec<String> = advice.collect();
        let peaks = a.unexplained.iter().flatten().map(|p| p.text.clone());
        let doubts: Vec<String> = a.warnings.iter().cloned().chain(peaks).collect();
        let doubts = match doubts.is_empty() {
            true => paragraph("Nothing is doubtful by the checks that were made."),
            false => list(&doubts),
        };
        format!(
            "<h2>Composition</h2>\n{refused}{composition}{}<h2>What is doubtful</h2>\n{doubts}",
            list(&advice)
        )
    }

    fn figures(&self) -> Result<String, ReportError> {
        let a = self.analysis;
        let source = a.source(self.manifest);
        let labels = named_lines(&a.elements, self.spectrum, source)?;
        let whole = Figure {
            spectrum: SpectrumCurve {
                energy_ev: self.spectrum.binding_energy_ev()?,
                counts: self.spectrum.counts.clone(),
                unit: self.spectrum.count_unit,
            },
            labels: labels.into_iter().map(Label::from).collect(),
            legend: true,
            ..Figure::default()
        };
        let mut figures = vec![figure(
            &drawn(&whole, HEIGHT)?,
            "The spectrum with the lines of the elements found.",
        )];
        if let Some((svg, caption)) = self.on_show {
            figures.push(figure(svg, caption));
        }
        if let Some(implied) = self
            .implied
            .filter(|i| i.len() == self.spectrum.counts.len())
        {
            let fitted = Figure {
                implied: Some(implied.to_vec()),
                ..whole.clone()
            };
            let goodness = a
                .goodness
                .map_or_else(String::new, |g| format!(": {}", g.text()));
            let caption = format!(
                "The spectrum that the refined composition implies, and the residual{goodness}."
            );
            figures.push(figure(&drawn(&fitted, TALLER)?, &caption));
        }
        for fis in self.fis {
            let explained = Figure {
                fis: Some(FisCurve::from(fis)),
                marked_ev: fis.own_windows_ev.clone(),
                ..whole.clone()
            };
            let caption = format!(
                "Feature Importance Spectrum of {}: {}{}.",
                fis.element,
                probed(fis),
                grounding(fis)
            );
            figures.push(figure(&drawn(&explained, TALLER)?, &caption));
        }
        let unfinished = match (self.tables.is_empty(), self.fis.is_empty()) {
            _ if a.elements.is_empty() => "",
            (true, _) => {
                "The tables of lines and the Feature Importance Spectra had not been worked out when this report was made."
            }
            (false, true) => {
                "The Feature Importance Spectra had not been worked out when this report was made."
            }
            (false, false) => "",
        };
        let unfinished = match unfinished {
            "" => String::new(),
            text => paragraph(text),
        };
        Ok(format!(
            "<h2>Figures</h2>\n{}{unfinished}",
            figures.concat()
        ))
    }

    fn by_areas(&self) -> String {
        let Some(opinion) = &self.analysis.conventional else {
            return String::new();
        };
        let unit = opinion.unit.label();
        let names: Vec<String> = opinion
            .pairs
            .iter()
            .map(|p| format!("at%: {}", p.name()))
            .collect();
        let head = [
            "Line",
            "Position (eV)",
            "FWHM (eV)",
            "Window (eV)",
            "Area, Shirley",
            "Area, Tougaard",
            "RSF",
        ];
        let head: Vec<&str> = head
            .into_iter()
            .chain(names.iter().map(String::as_str))
            .collect();
        let rows: Vec<Vec<Cell>> = opinion
            .elements
            .iter()
            .map(|e| {
                let area = e.area.as_ref();
                let name =
                    area.map_or_else(|| format!("{}: no line", e.element), |a| a.line.clone());
                let mut row = vec![
                    Cell::text(name),
                    Cell::number(area.map(|a| a.energy_ev), 1),
                    Cell::number(area.and_then(|a| a.fwhm_ev), 2),
                    Cell::range(area.map(|a| a.window_ev), 1),
                    Cell::number(area.map(|a| a.shirley), 0),
                    Cell::number(area.map(|a| a.tougaard), 0),
                    Cell::number(area.map(|a| a.sensitivity), 3),
                ];
                let pairs = 0..opinion.pairs.len();
                row.extend(pairs.map(|i| Cell::number(e.atomic_percent.get(i).copied(), 1)));
                row
            })
            .collect();
        let caption = format!(
            "Areas in {unit} · eV; RSF: Scofield cross section × asymmetry, C 1s under Al Kα = 1"
        );
        let transmission = match opinion.transmission {
            TransmissionUsed::File => "The transmission function of the file was used.",
            TransmissionUsed::Assumed => {
                "The file has no transmission function to apply: T ∝ E^−0.5 was assumed; the ranges span E^−1 to a \
                 constant."
            }
        };
        let said: Vec<String> = opinion.elements.iter().map(|e| e.text.clone()).collect();
        format!(
            "<h2>Second opinion: areas of lines</h2>\n{}{}{}",
            table(&caption, &head, &rows),
            paragraph(transmission),
            list(&said)
        )
    }

    fn reasons(&self) -> String {
        let tables: String = self
            .tables
            .iter()
            .map(|t| {
                let rows: Vec<Vec<Cell>> = t
                    .lines
                    .iter()
                    .map(|l| {
                        let seen = Some(l.energy_ev).filter(|_| l.found);
                        vec![
                            Cell::text(l.line.clone()),
                            Cell::number(Some(100.0 * l.share), 0),
                            Cell::number(seen, 1),
                            Cell::number(Some(l.percent_without), 1),
                            Cell::number(Some(100.0 * l.lost), 1),
                            Cell::number(Some(100.0 * l.error), 1),
                        ]
                    })
                    .collect();
                let caption = format!(
                    "{}, {} at% with all of its lines",
                    t.element,
                    fixed(t.percent, 1)
                );
                table(
                    &caption,
                    &[
                        "Line",
                        "Share of the evidence (%)",
                        "Peak at (eV)",
                        "at% without it",
                        "Amount lost (%)",
                        "± (%)",
                    ],
                    &rows,
                )
            })
            .collect();
        if tables.is_empty() {
            return String::new();
        }
        format!(
            "<h2>What each element is read from</h2>\n{}{tables}",
            paragraph(
                "Each row: the line group is taken out of the spectrum, down to its background, and the network is \
                 asked again. ±: standard error over fresh recordings with the spectrum's own noise."
            )
        )
    }

    fn measurement(&self) -> String {
        let rows: String = items::items(self.stated)
            .iter()
            .map(|item| {
                let said = match item.said.is_empty() {
                    true => "<span class=\"unsaid\">not stated</span>".to_owned(),
                    false => escaped(&item.said.join("; ")),
                };
                format!(
                    "<tr><th scope=\"row\">{}</th><td>{said}</td></tr>\n",
                    escaped(item.name)
                )
            })
            .collect();
        format!(
            "<h2>The measurement, as the file states it</h2>\n<table class=\"facts\">\n<caption>Items of ISO \
             16243:2011 and of the guides for reporting XPS. “Not stated”: the file does not say it; add it by \
             hand.</caption>\n<tbody>\n{rows}</tbody>\n</table>\n"
        )
    }

    fn method(&self) -> String {
        let source = self.manifest.source.label();
        let texts = [
            format!(
                "A one-dimensional convolutional network, trained on simulated {source} surveys only, answers with the \
                 amount and the presence of {} elements. The 90 % interval holds the true value in nine of ten \
                 simulated spectra with as much noise; what the simulator does not know, no interval covers, nor an \
                 element that is missed.",
                self.manifest.elements.len()
            ),
            "Feature Importance Spectra: a Gaussian probe takes intensity above the background away, stretch by \
             stretch, and the network is asked again; what lies within ripples and noise is no reason."
                .to_owned(),
            "Second opinion: Scofield cross sections × asymmetry × E^0.75 × transmission (Scofield 1976; Reilman et al. \
             1976; Wagner et al. 1980), over backgrounds of Tougaard (1987) and Shirley (1972)."
                .to_owned(),
            "Refined composition: a simulated spectrum of the sample is fitted to the measured one, with priors."
                .to_owned(),
            "Do not publish these numbers without a conventional quantification beside them.".to_owned(),
        ];
        format!("<h2>Method</h2>\n{}", texts.map(|t| paragraph(&t)).concat())
    }
}

fn of_element<'a>(opinion: Option<&'a Conventional>, symbol: &str) -> Option<&'a ElementOpinion> {
    opinion?.elements.iter().find(|e| e.element == symbol)
}

fn signed(value: f64) -> String {
    let sign = if value > 0.0 { "+" } else { "" };
    format!("{sign}{}", fixed(value, 2))
}

/// How the spectrum was probed.
fn probed(fis: &Fis) -> String {
    let what = match (fis.amplitude, fis.background_ev) {
        (Some(amplitude), _) => format!("added, height {amplitude} of the maximum"),
        (None, Some(ev)) => format!("taken away above a background of ±{ev} eV"),
        (None, None) => "taken away".to_owned(),
    };
    format!("Gaussian of σ {} eV {what}; {}", fis.sigma_ev, fis.unit)
}

fn grounding(fis: &Fis) -> String {
    fis.grounding.map_or_else(String::new, |share| {
        format!(
            "; {:.0} % of it lies on the element's own lines (by chance {:.0} %)",
            100.0 * share,
            100.0 * fis.chance
        )
    })
}

fn drawn(figure: &Figure, height_css_px: f64) -> Result<String, PlotError> {
    let style = Style {
        width_css_px: WIDTH,
        height_css_px,
        scale: 2.0,
        theme: Theme::Light,
    };
    plot::svg(figure, &style).map(|(svg, _)| svg)
}

/// A figure; the style makes it as wide as the page.
fn figure(svg: &str, caption: &str) -> String {
    format!(
        "<figure>\n{svg}\n<figcaption>{}</figcaption>\n</figure>\n",
        escaped(caption)
    )
}

#[cfg(test)]
mod tests;
