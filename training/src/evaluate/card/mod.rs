//! The model card: what `evaluate` measured, for people to read.

mod curves;

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;
use speclens::model::Model;

use crate::evaluate::evaluation;
use crate::evaluate::judged::Judged;
use crate::fit::preset::Preset;
use crate::samples::strange;
use crate::sets::write_whole;

/// Elements that soak up what a model does not explain, named first in the ladder of false
/// positives.
const SOAKING: [&str; 6] = ["Li", "Be", "B", "Mg", "Al", "Si"];
/// Elements listed by false positives, and by recall.
const LISTED: usize = 12;
/// Name of the card in the model's folder.
const CARD: &str = "MODEL_CARD.md";
/// Name of the figure of the ladders.
const CURVES: &str = "ladders.svg";

/// Writes the card and its figure into `folder` from the figures of [`crate::evaluate::evaluation::held_out`]
/// and what was judged of measured surveys.
///
/// # Errors
/// Figures of another kind; a folder that cannot be written.
pub fn write(folder: &Path, model: &Model, figures: &Value, judged: &[Judged]) -> Result<()> {
    let card = text(model, figures, judged).context("figures of another kind")?;
    write_whole(&folder.join(CARD), card.as_bytes())?;
    write_whole(&folder.join(CURVES), curves::svg(figures)?.as_bytes())
}

fn text(model: &Model, figures: &Value, judged: &[Judged]) -> Option<String> {
    let manifest = &model.manifest;
    let sets = figures["sets"].as_object()?;
    let mut t = String::new();
    let training = &manifest.training;
    let _ = write!(
        t,
        "# {}\n\n\
         Written by `speclens-training evaluate --card`. What the words mean: \
         [merit.md](../../docs/method/merit.md); how it is built: \
         [network.md](../../docs/network.md); what was tried: \
         [EXPERIMENTS.md](../../training/EXPERIMENTS.md); what it cannot do: \
         [limits.md](../../docs/limits.md).\n\n\
         | | |\n|---|---|\n\
         | source | {} |\n\
         | input | {} points from {} eV, step {} eV |\n\
         | network | {:.2} M multiply–adds a spectrum |\n\
         | weights | {:.2} MB, f16, the first layer f32 |\n\
         | training set | {} simulated spectra, seed {}; {} seen, each with fresh noise |\n\
         | simulator | {} |\n\
         | code | commit {} |\n\
         | training took | {:.0} minutes, {} |\n\
         | started from | {} |\n\
         | presence threshold | {} |\n\
         | held-out sets | seed {}, {} spectra a set |\n\n",
        manifest.name,
        manifest.source.label(),
        manifest.grid.points,
        manifest.grid.lo_ev,
        manifest.grid.step_ev,
        manifest.network.multiply_adds() as f64 / 1e6,
        manifest.weights.bytes as f64 / 1e6,
        training["preset"]["spectra"],
        training["preset"]["seed"],
        training["spectra_seen"],
        training["simulator"]["simulation"]
            .as_str()
            .unwrap_or("?")
            .get(..12)?,
        training["commit"].as_str().unwrap_or("unknown"),
        training["minutes"].as_f64()?,
        training["machine"].as_str()?,
        started_from(&training["started_from"]),
        manifest.presence_threshold,
        figures["seed"],
        sets["clean"]["spectra"],
    );
    t += "Trained and calibrated on simulated spectra only. Measured spectra were never part of either.\n\n";
    t += &targets(figures, judged)?;
    t += &limits(training)?;
    t += &bounds(figures)?;
    t += &held_out(figures)?;
    t += &by_number(sets.get("recorded")?, sets.get("clean")?)?;
    t += &baselines(figures)?;
    t += &elements(sets.get("recorded")?)?;
    t += &strange_inputs(figures)?;
    t += &measured(judged);
    Some(t)
}

/// The run that a training went on from, in words.
fn started_from(run: &Value) -> String {
    let preset = || -> Option<Preset> { toml::from_str(run["preset"].as_str()?).ok() };
    let Some(preset) = preset() else {
        return "random weights".into();
    };
    let steps = run["step"].as_u64().unwrap_or(0);
    format!(
        "the weights of {}: {} spectra seen in {:.0} minutes, commit {}",
        preset.name,
        steps * preset.batch as u64,
        run["seconds"].as_f64().unwrap_or(0.0) / 60.0,
        run["commit"].as_str().unwrap_or("unknown"),
    )
}

fn of(figures: &Value, set: &str, key: &str) -> Option<f64> {
    figures["sets"][set].pointer(key)?.as_f64()
}

/// Share of true fractions that 90 % intervals are to hold.
const COVERED: std::ops::RangeInclusive<f64> = 0.87..=0.93;

/// The row of the targets that says in how many sets intervals hold what they should, and names the others.
fn set_by_set(coverages: &[(String, f64)]) -> String {
    let others: Vec<String> = coverages
        .iter()
        .filter(|(_, coverage)| !COVERED.contains(coverage))
        .map(|(name, coverage)| format!("{name} {coverage:.3}"))
        .collect();
    let but = match others.as_slice() {
        [] => String::new(),
        others => format!("; not {}", others.join(", ")),
    };
    format!(
        "| coverage of 90 % intervals, each held-out set by itself | 0.87 to 0.93, all {} | {}{but} | {} |\n",
        coverages.len(),
        coverages.len() - others.len(),
        verdict(others.is_empty())
    )
}

/// What was to be reached, and what was.
fn targets(figures: &Value, judged: &[Judged]) -> Option<String> {
    let shifted = |set: &str| of(figures, set, "/composition_overlap");
    let clean = shifted("clean")?;
    let fall = clean - f64::min(shifted("shift-5")?, shifted("shift+5")?);
    let coverage = of(figures, "recorded", "/intervals/coverage")?;
    let known: Vec<f64> = judged.iter().filter_map(|j| j.overlap).collect();
    let worst = known.iter().copied().fold(f64::INFINITY, f64::min);
    let good = judged.iter().filter(|j| j.good()).count();
    let mut rows = vec![
        ("composition overlap, clean", "≥ 0.95", clean, clean >= 0.95),
        (
            "composition overlap, SNR 3.8",
            "≥ 0.906",
            shifted("snr-3.8")?,
            shifted("snr-3.8")? >= 0.906,
        ),
        (
            "exact set, up to 5 elements, clean",
            "≥ 0.80",
            of(figures, "clean", "/exact_set_up_to_5")?,
            of(figures, "clean", "/exact_set_up_to_5")? >= 0.8,
        ),
        (
            "F1, clean",
            "≥ 0.97",
            of(figures, "clean", "/f1")?,
            of(figures, "clean", "/f1")? >= 0.97,
        ),
        ("fall of overlap at ±5 eV", "≤ 0.02", fall, fall <= 0.02),
        (
            "coverage of 90 % intervals, recorded as in training",
            "0.87 to 0.93",
            coverage,
            COVERED.contains(&coverage),
        ),
    ];
    if !known.is_empty() {
        rows.push((
            "lowest overlap of a measured known composition",
            "≥ 0.88",
            worst,
            worst >= 0.88,
        ));
    }
    let coverages: Vec<(String, f64)> = evaluation::in_order(figures)
        .ok()?
        .into_iter()
        .filter_map(|name| of(figures, &name, "/intervals/coverage").map(|c| (name, c)))
        .collect();
    let mut t = String::from("## Targets\n\n| | target | reached | |\n|---|---|---|---|\n");
    for (what, target, value, met) in rows {
        // A figure that is missed by less than its last digit shows one more.
        let missed_by_little = !met && target.ends_with(&format!("{value:.2}"));
        let digits = if missed_by_little { 4 } else { 3 };
        let _ = writeln!(
            t,
            "| {what} | {target} | {value:.digits$} | {} |",
            verdict(met)
        );
    }
    t += &set_by_set(&coverages);
    if !judged.is_empty() {
        let met = verdict(good == judged.len());
        let _ = writeln!(
            t,
            "| measured surveys without a missed or unexpected element | all {} | {good} | {met} |",
            judged.len()
        );
        let seen = judged.iter().filter(|j| j.good_but_for_table()).count();
        let met = verdict(seen == judged.len());
        let _ = writeln!(
            t,
            "| the same, where an unlisted element whose lines stand in the spectrum counts as listed (✓ below) | all {} | {seen} | {met} |",
            judged.len()
        );
    }
    Some(t + "\n")
}

/// Whether the network has learnt its training set by heart.
fn limits(training: &Value) -> Option<String> {
    let of = |which: &str, key: &str| training[which]["as_recorded"][key].as_f64();
    Some(format!(
        "On spectra of the training set, recorded anew, the overlap is {:.3} and F1 {:.3}; on as many \
         others it is {:.3} and {:.3}. As far as these agree, more spectra of this kind would not help: \
         what does limit it, and by how much, stands in [EXPERIMENTS.md](../../training/EXPERIMENTS.md).\n\n",
        of("seen", "composition_overlap")?,
        of("seen", "f1")?,
        of("held_out", "composition_overlap")?,
        of("held_out", "f1")?,
    ))
}

/// What could be known at best, beside what the network knows.
fn bounds(figures: &Value) -> Option<String> {
    let bound = &figures["bound"];
    let mut t = format!(
        "## What a spectrum can say at best\n\n\
         Highest mean overlap of an answer that is told which elements are there, the exact place and \
         shape of every line, its losses, the layers, and each amount within a factor of e \
         ([merit.md](../../docs/method/merit.md#what-a-spectrum-can-say-at-best)), on {} of the samples: if only the amounts are unknown; if the \
         areas of lines are as uncertain as their tables; and the transmission function. Seen: share of the elements with 1 at% or more whose amount is \
         at least two of its standard deviations, with all else known; the rest cannot be told from nothing. \
         The network is told nothing.\n\n\
         | set | amounts unknown | and areas | and transmission | network | seen | network: recall |\n\
         |---|---|---|---|---|---|---|\n",
        bound["spectra"],
    );
    for name in evaluation::in_order(figures).ok()? {
        let Some(row) = bound.get(&name) else {
            continue;
        };
        let of_row = |key: &str| row[key].as_f64();
        let _ = writeln!(
            t,
            "| {name} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} |",
            of_row("amounts")?,
            of_row("areas")?,
            of_row("transmission")?,
            of(figures, &name, "/composition_overlap")?,
            of_row("seen")?,
            of(figures, &name, "/recall")?,
        );
    }
    Some(t + "\n")
}

fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "**not met**" }
}

fn held_out(figures: &Value) -> Option<String> {
    let mut t = String::from(
        "## Held-out simulated sets\n\n![Overlap along the ladders](ladders.svg)\n\n\
         `recorded`: random instruments as in training. `as-tabulated`: the samples of `clean`, without \
         random deviations of lines from their tables; what `clean` is below it is at least the price of doubtful tables. \
         The ladders change one thing of `clean`.\n\n\
         | set | overlap | exact set | precision | recall | F1 | macro F1 | within ±1 | ±2 | ±5 at% | coverage | width, at% |\n\
         |---|---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for name in evaluation::in_order(figures).ok()? {
        let f = &figures["sets"][&name];
        let _ = writeln!(
            t,
            "| {name} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {:.2} | {:.2} | {:.2} | {:.3} | {:.1} |",
            f["composition_overlap"].as_f64()?,
            f["exact_set"].as_f64()?,
            f["precision"].as_f64()?,
            f["recall"].as_f64()?,
            f["f1"].as_f64()?,
            f["macro"]["f1"].as_f64()?,
            f["within_at_percent"]["1"].as_f64()?,
            f["within_at_percent"]["2"].as_f64()?,
            f["within_at_percent"]["5"].as_f64()?,
            f["intervals"]["coverage"].as_f64()?,
            f["intervals"]["mean_width_at_percent"].as_f64()?,
        );
    }
    Some(t + "\n")
}

fn by_number(recorded: &Value, clean: &Value) -> Option<String> {
    let mut t = String::from(
        "## By number of elements\n\n\
         Elements with 1 at% or more; the last row holds all spectra with 8 and more.\n\n\
         | elements | spectra | clean: overlap | exact set | F1 | recorded: overlap | exact set | F1 |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    let rows = |v: &'_ Value| v["by_number_of_elements"].as_array().cloned();
    for (k, (c, r)) in rows(clean)?.iter().zip(rows(recorded)?).enumerate() {
        let _ = writeln!(
            t,
            "| {} | {} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} |",
            k + 1,
            c["spectra"],
            c["composition_overlap"].as_f64()?,
            c["exact_set"].as_f64()?,
            c["f1"].as_f64()?,
            r["composition_overlap"].as_f64()?,
            r["exact_set"].as_f64()?,
            r["f1"].as_f64()?,
        );
    }
    Some(t + "\n")
}

fn baselines(figures: &Value) -> Option<String> {
    let mut t = String::from(
        "## Baselines\n\n\
         Non-negative least squares on the simulated pure elements; and conventional quantification \
         (area above Shirley's background, relative sensitivity factor), *given* the true elements: \
         its sets are right by construction, only its overlap says something.\n\n\
         | set | network: overlap | F1 | least squares: overlap | F1 | conventional, elements given: overlap |\n\
         |---|---|---|---|---|---|\n",
    );
    for (name, squares) in figures["least_squares"].as_object()? {
        let _ = writeln!(
            t,
            "| {name} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} |",
            of(figures, name, "/composition_overlap")?,
            of(figures, name, "/f1")?,
            squares["composition_overlap"].as_f64()?,
            squares["f1"].as_f64()?,
            figures["conventional"][name]["composition_overlap"].as_f64()?,
        );
    }
    Some(t + "\n")
}

fn elements(recorded: &Value) -> Option<String> {
    let all = recorded["elements"].as_array()?;
    let number = |e: &Value, key: &str| e[key].as_f64().unwrap_or(0.0);
    let rate = |e: &Value| number(e, "false") / number(e, "absent").max(1.0);
    let symbol = |e: &Value| e["symbol"].as_str().unwrap_or("?").to_owned();
    let mut t = String::from(
        "## Elements named where they are not\n\n\
         Recorded as in training: share of the spectra without the element that are given 1 at% or \
         more of it, and what it takes of them on average. First those with tiny cross sections, \
         then the worst.\n\n\
         | element | named wrongly, % | taken on average, at% |\n|---|---|---|\n",
    );
    let mut worst: Vec<&Value> = all
        .iter()
        .filter(|e| !SOAKING.contains(&symbol(e).as_str()))
        .collect();
    worst.sort_by(|a, b| rate(b).total_cmp(&rate(a)));
    let soaking = SOAKING
        .iter()
        .filter_map(|s| all.iter().find(|e| symbol(e) == *s));
    for e in soaking.chain(worst.into_iter().take(LISTED)) {
        let _ = writeln!(
            t,
            "| {} | {:.2} | {:.3} |",
            symbol(e),
            100.0 * rate(e),
            number(e, "mean_at_percent_where_absent"),
        );
    }
    t += "\n## Elements missed\n\nRecorded as in training: the lowest recalls.\n\n\
          | element | present in | recall | precision |\n|---|---|---|---|\n";
    let mut missed: Vec<&Value> = all.iter().filter(|e| number(e, "present") > 0.0).collect();
    missed.sort_by(|a, b| number(a, "recall").total_cmp(&number(b, "recall")));
    for e in missed.into_iter().take(LISTED) {
        let _ = writeln!(
            t,
            "| {} | {} | {:.2} | {:.2} |",
            symbol(e),
            number(e, "present"),
            number(e, "recall"),
            number(e, "precision"),
        );
    }
    t += "\nOne for another, most often: ";
    let confused = recorded["confusion"]
        .as_array()?
        .iter()
        .take(LISTED)
        .map(|c| {
            format!(
                "{} missed and {} named ({})",
                c["missed"].as_str().unwrap_or("?"),
                c["named"].as_str().unwrap_or("?"),
                c["spectra"]
            )
        });
    t += &confused.collect::<Vec<_>>().join(", ");
    Some(t + ".\n\n")
}

fn strange_inputs(figures: &Value) -> Option<String> {
    let mut t = String::from(
        "## Strange inputs\n\n\
         Share that is answered with the warning “unlike the spectra that the network was trained on”.\n\n\
         | input | warned, % |\n|---|---|\n",
    );
    let like = (
        "recorded",
        "like the training: to be left without a warning",
    );
    for (kind, what) in [like].into_iter().chain(strange::KINDS) {
        let share = figures["strange"][kind].as_f64()?;
        let unseen = if strange::UNSEEN.contains(&kind) {
            " (a kind that it was never shown)"
        } else {
            ""
        };
        let _ = writeln!(t, "| {kind}: {what}{unseen} | {:.1} |", 100.0 * share);
    }
    Some(t + "\n")
}

fn measured(judged: &[Judged]) -> String {
    if judged.is_empty() {
        return String::new();
    }
    let mut t = String::from(
        "## Measured surveys\n\n\
         Real instrument files of known samples, which are not part of the repository. Missed: must \
         be there and was not found. Unexpected: more than 2 at% of an element that is not known to \
         be there; ✓: the table of samples does not list it, but its lines stand in the spectrum: a fit of the \
         simulation (`compare`), which knows nothing of the network, takes it besides, or leaves a peak at its \
         strongest line unexplained. Overlap: over the elements of a known composition.\n\n\
         | file | sample | found, at% | missed | unexpected | overlap |\n|---|---|---|---|---|---|\n",
    );
    for j in judged {
        let found = j.not_read.clone().unwrap_or_else(|| j.found_text());
        let overlap = j.overlap.map(|o| format!("{o:.3}")).unwrap_or_default();
        let strange = if j.warnings.iter().any(|w| w.starts_with("unlike")) {
            " (warned: unlike the training)"
        } else {
            ""
        };
        let _ = writeln!(
            t,
            "| {} | {} | {found}{strange} | {} | {} | {overlap} |",
            j.file.rsplit('/').next().unwrap_or(&j.file),
            j.sample,
            j.missed.join(" "),
            j.unexpected_text(),
        );
    }
    t
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_whose_intervals_hold_too_much_or_too_little_are_named() {
        let row = |coverages: &[f64]| {
            let named = ["clean", "pairs", "elements"].map(str::to_owned);
            set_by_set(
                &named
                    .into_iter()
                    .zip(coverages.iter().copied())
                    .collect::<Vec<_>>(),
            )
        };
        let mixed = row(&[0.9, 0.8694, 0.997]);
        assert!(
            mixed.contains("all 3 | 1; not pairs 0.869, elements 0.997 | **not met** |"),
            "{mixed}"
        );
        let good = row(&[0.87, 0.9, 0.93]);
        assert!(good.contains("all 3 | 3 | met |"), "{good}");
    }
}
