//! An answer in words and numbers, for the terminal.

use speclens::analysis::{Analysis, RefusalCode};
use speclens::conventional::{Conventional, ElementOpinion, TransmissionUsed};
use speclens::explain::Fis;
use speclens::spectrum::Source;
use speclens::synthesis::{Goodness, Refined};

/// An answer for the terminal, with the areas that the second opinion rests on.
pub fn table(a: &Analysis, areas: bool) -> String {
    let mut lines = vec![String::new()];
    let place = [
        a.path.as_ref().unwrap_or(&a.file).as_str(),
        &format!("block {}", a.block_number),
        &a.sample,
        &a.block,
    ];
    let place: Vec<&str> = place.into_iter().filter(|p| !p.is_empty()).collect();
    lines.push(place.join(" · "));
    let source = Source::nearest(a.excitation_ev).map_or("photon energy", Source::label);
    lines.push(format!(
        "{source} {:.2} eV, binding energy {:.1} to {:.1} eV, network {}",
        a.excitation_ev, a.range_ev[0], a.range_ev[1], a.model
    ));
    if let Some(calibration) = a.calibration {
        let (by, on) = (calibration.shift_ev, calibration.basis.label());
        lines.push(format!("  energy axis moved by {by:+.2} eV: {on}"));
    }
    if let Some(refused) = &a.refused {
        let hint = match (a.elements.is_empty(), refused.code) {
            (true, RefusalCode::NoElement) => "",
            // Nothing is told of what the network says, or it was not asked.
            (true, _) if a.strangeness.is_none() => "",
            (true, _) => " (--anyway gives one all the same)",
            (false, _) => ". What follows was asked for all the same",
        };
        lines.push(format!("  no composition: {}{hint}", refused.reason));
    }
    if a.refused.is_some() && a.elements.is_empty() {
        lines.extend(a.warnings.iter().map(|w| format!("  ! {w}")));
        return lines.join("\n") + "\n";
    }
    lines.push("  element      at%   90 % interval  presence  by areas".to_owned());
    for e in &a.elements {
        let [low, high] = e.interval;
        lines.push(format!(
            "  {:<7} {:>8.1}   {low:>5.1} – {high:>5.1} {:>9.2} {}",
            e.symbol,
            e.atomic_percent,
            e.presence,
            by_area(a, &e.symbol),
        ));
    }
    let unused = a.conventional.iter().flat_map(|c| &c.unused);
    lines.extend(unused.map(|u| format!("  ! {u}")));
    if areas {
        lines.extend(a.conventional.iter().flat_map(second_opinion));
    } else if let Some(opinion) = &a.conventional {
        let doubtful = opinion.elements.iter().filter(|e| e.reading.is_doubtful());
        lines.extend(doubtful.map(|e| format!("  ? {}", e.text)));
    }
    if let Some(refined) = &a.refined {
        lines.extend(of_refinement(refined, a.goodness));
    }
    let peaks = a.unexplained.iter().flatten();
    lines.extend(peaks.map(|p| format!("  ? {}", p.text)));
    for fis in &a.fis {
        lines.extend(explained(fis));
    }
    let advice = a.advice.iter();
    lines.extend(advice.map(|a| format!("  {} (class {}): {}", a.element, a.class.name(), a.text)));
    lines.extend(a.warnings.iter().map(|w| format!("  ! {w}")));
    lines.join("\n") + "\n"
}

/// Atomic percent of an element by the area of its line.
fn by_area(a: &Analysis, symbol: &str) -> String {
    let opinion = a
        .conventional
        .iter()
        .flat_map(|c| &c.elements)
        .find(|e| e.element == symbol);
    let percent = opinion.and_then(|e| e.atomic_percent.first());
    percent.map_or(format!("{:>9}", "–"), |percent| format!("{percent:>9.1}"))
}

/// The areas of lines, and what they say of each element.
fn second_opinion(opinion: &Conventional) -> Vec<String> {
    let unit = opinion.unit.label();
    let names: Vec<&str> = opinion.pairs.iter().map(|p| p.name()).collect();
    let mut lines = vec![
        format!("  Second opinion by areas, in {unit} · eV; at% by {}", names.join(" | by ")),
        match opinion.transmission {
            TransmissionUsed::File => "  transmission function of the file".to_owned(),
            TransmissionUsed::Assumed => {
                "  no transmission function to apply: E^−0.5 assumed, E^−1 and a constant in the ranges".to_owned()
            }
        },
        "    line           eV   FWHM         window      Shirley     Tougaard  factor   at%   (factor: σ·L, C 1s under Al Kα = 1)".to_owned(),
    ];
    for e in &opinion.elements {
        if let Some(area) = &e.area {
            let fwhm = area.fwhm_ev.map_or("–".to_owned(), |w| format!("{w:.1}"));
            let [from, to] = area.window_ev;
            let percents: Vec<String> = e
                .atomic_percent
                .iter()
                .map(|p| format!("{p:>5.1}"))
                .collect();
            lines.push(format!(
                "    {:<8} {:>8.1} {fwhm:>6}  {from:>6.1} – {to:<6.1} {:>12.0} {:>12.0} {:>7.2} {}",
                area.line,
                area.energy_ev,
                area.shirley,
                area.tougaard,
                area.sensitivity,
                percents.join(" |"),
            ));
        }
    }
    let mark = |e: &ElementOpinion| if e.reading.is_doubtful() { '?' } else { '·' };
    lines.extend(
        opinion
            .elements
            .iter()
            .map(|e| format!("  {} {}", mark(e), e.text)),
    );
    lines
}

/// A refined composition, and how well it explains the spectrum.
fn of_refinement(refined: &Refined, goodness: Option<Goodness>) -> Vec<String> {
    let mut lines = vec!["  Refined by the spectrum that it implies".to_owned()];
    lines.extend(refined.elements.iter().map(|e| {
        let [low, high] = e.interval;
        format!(
            "    {:<5} {:>8.1}   {low:>5.1} – {high:>5.1}   {}",
            e.element, e.atomic_percent, e.text
        )
    }));
    let tried = refined.tried.iter();
    lines.extend(tried.map(|t| format!("    tried at {:.0} eV: {}", t.energy_ev, t.text)));
    lines.extend(goodness.map(|g| format!("    {}", g.text())));
    let tube = match refined.monochromated {
        true => "as of a monochromated source",
        false => "as of a source without monochromator",
    };
    lines.push(format!(
        "    axis {:+.1} eV, resolution {:.1} eV, transmission E^{:.2}, {tube}",
        refined.shift_ev, refined.resolution_ev, refined.transmission[0]
    ));
    lines
}

/// The table of lines of an element, and what its FIS lies on.
fn explained(fis: &Fis) -> Vec<String> {
    let mut lines = vec![match fis.lines.is_empty() {
        true => format!("  {:<9} not found, or no line of it in range", fis.element),
        false => format!(
            "  {:<9}       eV   at% without   amount lost    share of the evidence",
            fis.element
        ),
    }];
    for line in &fis.lines {
        let mut seen = match line.found {
            true => String::new(),
            false => "  (no clear peak)".to_owned(),
        };
        if !line.shared_with.is_empty() {
            seen += &format!("  with {}", line.shared_with.join(", "));
        }
        lines.push(format!(
            "    {:<8} {:>7.1} {:>13.1}   {:>5.1} ± {:<4.1} % {:>4.0} %{seen}",
            line.line,
            line.energy_ev,
            line.percent_without,
            100.0 * line.lost,
            100.0 * line.error,
            100.0 * line.share,
        ));
    }
    let covered = fis.covered.iter();
    lines.extend(covered.map(|c| format!("    {:<8} stands under {}", c.line, c.under)));
    if let Some(all) = &fis.all_lines {
        lines.push(format!(
            "    all of them      {:>13.1}   {:>5.1} ± {:<4.1} %",
            all.percent_without,
            100.0 * all.lost,
            100.0 * all.error,
        ));
    }
    lines.push(match fis.grounding {
        Some(grounding) => format!(
            "    FIS: {:.0} % of it lies on lines of {}, by chance {:.0} %; {}",
            100.0 * grounding,
            fis.element,
            100.0 * fis.chance,
            places(fis)
        ),
        None if fis.leans_on.is_empty() => {
            "    FIS: nothing rises above its ripples and noise".to_owned()
        }
        None => format!(
            "    FIS: lines of {}, as wide as this probe, fill {:.0} % of the axis: what lies on them \
             says nothing",
            fis.element,
            100.0 * fis.chance
        ),
    });
    lines
}

/// What most of a FIS lies on.
fn places(fis: &Fis) -> String {
    let places = fis.leans_on.iter().take(4).map(|place| {
        let share = 100.0 * place.share;
        match &place.line {
            Some(line) => format!("{line} {share:.0} %"),
            None => format!("{:.0} eV {share:.0} %", place.energy_ev),
        }
    });
    places.collect::<Vec<_>>().join(", ")
}
