//! The guide's index: the four classes, what decides them, and links to the pages.

use std::fmt::Write as _;

use speclens::guide::{Class, Classes, LineType};
use speclens::spectrum::elements;

use super::{file_name, percent, table, wrapped};

/// The commands that write the guide.
const COMMANDS: &str = "cargo run --release -p speclens-training -- classify
cargo run --release -p speclens-training -- guide";

/// What a class means and what to do about it.
fn guideline(class: Class) -> [&'static str; 2] {
    match class {
        Class::I => [
            "The strongest line is free, and the network uses it.",
            "Quantify by it. Look at the page of the element for the few neighbours that matter.",
        ],
        Class::II => [
            "The strongest line is overlapped or not what the network reads; another one is free, \
             and used.",
            "Quantify by the other line that the page names.",
        ],
        Class::III => [
            "No line is free; the network uses a pattern of several.",
            "Trust the answer where the pattern is whole. Fit narrow scans for numbers.",
        ],
        Class::IV => [
            "Ambiguous or too weak.",
            "Confirm it with a narrow scan, or by another technique.",
        ],
    }
}

/// The index in Markdown.
pub fn markdown(all: &[Classes]) -> String {
    let mut text = String::from(
        "# Guide: how well a survey tells each element

Which lines of an element are free of lines of others, which of them the network reads, and what to
measure where they overlap. Everything here is computed from simulated samples, not measured.

",
    );
    for classes in all {
        let _ = writeln!(
            text,
            "![Periodic table by class under {}]({})\n",
            classes.source.label(),
            table::file_name(classes)
        );
    }
    text.push_str("## Classes\n\n");
    for class in Class::ALL {
        let [what, todo] = guideline(class);
        let told = format!("**Class {}.** {what} {todo}", class.name());
        let _ = writeln!(text, "{}\n", wrapped(&told));
    }
    counts(&mut text, all);
    empty(&mut text, all);
    figures(&mut text, all);
    for classes in all {
        sensitivity(&mut text, classes);
        line_types(&mut text, classes);
    }
    elements_list(&mut text, all);
    text
}

fn counts(text: &mut String, all: &[Classes]) {
    text.push_str("| class | source | number | elements |\n|---|---|--:|---|\n");
    for class in Class::ALL {
        for classes in all {
            let of_class = classes.elements.iter().filter(|e| e.class == class);
            let symbols: Vec<&str> = of_class.map(|e| e.symbol.as_str()).collect();
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} |",
                class.name(),
                classes.source.label(),
                symbols.len(),
                symbols.join(" ")
            );
        }
    }
}

/// Why a class has no element, where that is so.
fn empty(text: &mut String, all: &[Classes]) {
    let third = |c: &&Classes| c.elements.iter().all(|e| e.class != Class::III);
    let sources: Vec<&str> = all.iter().filter(third).map(|c| c.source.label()).collect();
    if !sources.is_empty() {
        let told = format!(
            "Class III is empty under {}: whatever is not missed or mistaken has at least one group \
             that is both free, over the samples drawn, and used.",
            sources.join(" and ")
        );
        let _ = writeln!(text, "\n{}", wrapped(&told));
    }
}

/// What the figures of the pages mean.
fn figures(text: &mut String, all: &[Classes]) {
    text.push_str(
        "
## What decides

*Foreign intensity*: of the intensity at the lines of a group, the share that comes from lines of
other elements, averaged over the samples that hold at least 2 at% of the element. Samples are
drawn as training draws them, amounts and contamination included, so it counts how strong the other
lines are, how often the elements meet and in which amounts. Cross sections are Scofield's (Auger
groups: EADL), positions the handbook's (Moulder et al. 1992). Photoelectron lines within 2 eV count
in full, from 6 eV on not at all; with Auger groups it is 5 and 15 eV.

*Share of the evidence*: what the network loses of the logarithm of the amount when a line group is
taken out of the spectrum, as a share of the losses of all groups of the element; mean and standard
deviation between spectra in which it is found.

*Peak height*: cross section over width, the highest photoelectron line of the element 1.

",
    );
    for classes in all {
        let told = format!(
            "{}: network `{}`; overlaps over {} samples; {} spectra answered, from {:.0} to {:.0} eV, \
             with a signal-to-noise ratio of {:.0}.",
            classes.source.label(),
            classes.model,
            classes.samples,
            classes.spectra,
            classes.range_ev[0],
            classes.range_ev[1],
            classes.snr
        );
        let _ = writeln!(text, "{}\n", wrapped(&told));
    }
    let Some(first) = all.first() else {
        return;
    };
    let t = &first.thresholds;
    let _ = writeln!(
        text,
        "- A group is free with less than {} of foreign intensity: it shifts an amount by as much as a
  conventional quantification of a survey is off anyway (10 to 20 %).
- A group is used from {} of the evidence on: its equal part, where an element has six groups.
- An element is too weak or ambiguous if it is missed in more than {} of the spectra with at least
  10 at% of it.
- So is one for which another one is answered in {} of the spectra.",
        percent(t.most_hidden),
        percent(t.least_used),
        percent(t.most_missed),
        percent(t.most_confused)
    );
}

fn sensitivity(text: &mut String, classes: &Classes) {
    let _ = write!(
        text,
        "
## Sensitivity, {}

Elements that change class when a threshold moves by a quarter:

| threshold | × | number | elements |
|---|--:|--:|---|
",
        classes.source.label()
    );
    for moved in &classes.sensitivity {
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} |",
            moved.threshold,
            moved.factor,
            moved.changed.len(),
            moved.changed.join(" ")
        );
    }
}

fn line_types(text: &mut String, classes: &Classes) {
    let _ = write!(
        text,
        "
## By the kind of line, {}

By the subshell of the highest peak; elements with open 3d or 4f shells apart. Recall: of at least
2 and 10 at%. Error: mean deviation of the percent as a share of the true one, from 10 at% on.

| line | number | recall ≥ 2 at% | ≥ 10 at% | error | elements |
|---|--:|--:|--:|--:|---|
",
        classes.source.label()
    );
    for kind in &classes.line_types {
        let _ = writeln!(
            text,
            "| {} | {} | {:.1} % | {:.1} % | {} | {} |",
            kind.name,
            kind.elements.len(),
            100.0 * kind.recall,
            100.0 * kind.recall_main,
            percent(kind.error),
            kind.elements.join(" ")
        );
    }
    let error = |a: &&LineType, b: &&LineType| a.error.total_cmp(&b.error);
    let kinds = classes.line_types.iter();
    if let (Some(best), Some(worst)) = (kinds.clone().min_by(error), kinds.max_by(error)) {
        let told = format!(
            "Measured libraries find 1s lines to quantify best, open 3d and 4f shells worst. Here it is \
             {} ({}) and {} ({}). The network was trained on the multiplets that it is asked about, \
             so this table cannot show what real ones cost.",
            best.name,
            percent(best.error),
            worst.name,
            percent(worst.error)
        );
        let _ = writeln!(text, "\n{}", wrapped(&told));
    }
}

fn elements_list(text: &mut String, all: &[Classes]) {
    text.push_str("\n## Elements\n\n| element |");
    let mut rule = String::from("|---|");
    for classes in all {
        let _ = write!(text, " {} | what to do |", classes.source.label());
        rule.push_str("---|---|");
    }
    let _ = writeln!(text, "\n{rule}");
    for element in elements::all() {
        let _ = write!(
            text,
            "| [{} {}]({}) |",
            element.symbol,
            element.name.to_lowercase(),
            file_name(element, "md")
        );
        for classes in all {
            let of = classes.of(element.symbol);
            let (class, advice) = of.map_or(("–", ""), |e| (e.class.name(), &e.advice));
            let _ = write!(text, " {class} | {advice} |");
        }
        text.push('\n');
    }
    let _ = write!(text, "\nWritten by\n\n```sh\n{COMMANDS}\n```\n");
}
