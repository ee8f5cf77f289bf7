//! The held-out sets: figures, bounds, baselines and strange inputs.

use std::fmt::Write as _;

use anyhow::{Context, Result};

use crate::evaluate::figures::Figures;
use crate::samples::strange;

/// What could be known at best, beside what the network knows.
pub(super) fn bounds(figures: &Figures) -> Result<String> {
    let bound = &figures.bound;
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
        bound.spectra,
    );
    for name in &figures.order {
        let Some(row) = bound.rungs.get(name) else {
            continue;
        };
        let rates = &figures.set(name)?.summary.rates;
        let _ = writeln!(
            t,
            "| {name} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} |",
            row.amounts,
            row.areas,
            row.transmission,
            rates.composition_overlap,
            row.seen,
            rates.recall,
        );
    }
    Ok(t + "\n")
}

/// Every held-out set.
pub(super) fn sets(figures: &Figures) -> Result<String> {
    let mut t = String::from(
        "## Held-out simulated sets\n\n![Overlap along the ladders](ladders.svg)\n\n\
         `recorded`: random instruments as in training. `as-tabulated`: the samples of `clean`, without \
         random deviations of lines from their tables; what `clean` is below it is at least the price of doubtful tables. \
         The ladders change one thing of `clean`.\n\n\
         | set | overlap | exact set | precision | recall | F1 | macro F1 | within ±1 | ±2 | ±5 at% | coverage | width, at% |\n\
         |---|---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for name in &figures.order {
        let summary = &figures.set(name)?.summary;
        let (rates, within) = (&summary.rates, &summary.within_at_percent);
        let intervals = summary.intervals.as_ref();
        let intervals = intervals.with_context(|| format!("no intervals on the set {name}"))?;
        let _ = writeln!(
            t,
            "| {name} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {:.2} | {:.2} | {:.2} | {:.3} | {:.1} |",
            rates.composition_overlap,
            rates.exact_set,
            rates.precision,
            rates.recall,
            rates.f1,
            summary.macro_means.f1,
            within.one,
            within.two,
            within.five,
            intervals.coverage,
            intervals.mean_width_at_percent,
        );
    }
    Ok(t + "\n")
}

/// Spectra of few elements apart from those of many.
pub(super) fn by_number(figures: &Figures) -> Result<String> {
    let mut t = String::from(
        "## By number of elements\n\n\
         Elements with 1 at% or more; the last row holds all spectra with 8 and more.\n\n\
         | elements | spectra | clean: overlap | exact set | F1 | recorded: overlap | exact set | F1 |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    let rows = |set: &str| anyhow::Ok(figures.set(set)?.by_number_of_elements.iter());
    for (k, (c, r)) in rows("clean")?.zip(rows("recorded")?).enumerate() {
        let _ = writeln!(
            t,
            "| {} | {} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} |",
            k + 1,
            c.spectra,
            c.composition_overlap,
            c.exact_set,
            c.f1,
            r.composition_overlap,
            r.exact_set,
            r.f1,
        );
    }
    Ok(t + "\n")
}

/// What must be beaten.
pub(super) fn baselines(figures: &Figures) -> Result<String> {
    let mut t = String::from(
        "## Baselines\n\n\
         Non-negative least squares on the simulated pure elements; and conventional quantification \
         (area above Shirley's background, relative sensitivity factor), *given* the true elements: \
         its sets are right by construction, only its overlap says something. Second opinion: areas by \
         Tougaard's background and Scofield's cross sections, of the elements that the network finds.\n\n\
         | set | network: overlap | F1 | second opinion: overlap | least squares: overlap | F1 | conventional, elements given: overlap |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for (name, squares) in &figures.least_squares {
        let (network, squares) = (&figures.set(name)?.summary.rates, &squares.summary.rates);
        let conventional = figures.conventional.get(name);
        let conventional =
            conventional.with_context(|| format!("no baseline on the set {name}"))?;
        let opinion = figures.second_opinion.get(name);
        let opinion = opinion.with_context(|| format!("no second opinion on the set {name}"))?;
        let _ = writeln!(
            t,
            "| {name} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} |",
            network.composition_overlap,
            network.f1,
            opinion.summary.rates.composition_overlap,
            squares.composition_overlap,
            squares.f1,
            conventional.summary.rates.composition_overlap,
        );
    }
    Ok(t + "\n")
}

/// The fit of the implied spectrum; nothing where it was not tried.
pub(super) fn refined(figures: &Figures) -> String {
    if figures.refined.is_empty() {
        return String::new();
    }
    let mut t = String::from(
        "## Refined by the implied spectrum\n\n\
         The simulated spectrum of the answer fitted to the measured one \
         ([synthesis.md](../../docs/method/synthesis.md)), on the first spectra of each set. At best: the true \
         amounts of the elements that the network finds. Better, worse: by more than 0.02. Coverage of its 90 % \
         intervals. Doubted: found elements that the spectrum is explained as well without, of those that are \
         there and of those that are not.\n\n\
         | set | spectra | network: overlap | refined | at best | better | worse | coverage | doubted: there, % | not there, % |\n\
         |---|---|---|---|---|---|---|---|---|---|\n",
    );
    let tried = figures.order.iter();
    for (name, r) in tried.filter_map(|n| Some((n, figures.refined.get(n)?))) {
        let _ = writeln!(
            t,
            "| {name} | {} | {:.3} | {:.3} | {:.3} | {} | {} | {:.3} | {:.1} | {:.1} |",
            r.spectra,
            r.network,
            r.refined,
            r.at_best,
            r.better,
            r.worse,
            r.coverage,
            100.0 * r.doubted_true,
            100.0 * r.doubted_false,
        );
    }
    t + "\n"
}

/// How often inputs that are no surveys are told from them.
pub(super) fn strange_inputs(figures: &Figures) -> Result<String> {
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
        let share = figures.strange.get(kind);
        let share = share.with_context(|| format!("no figure of the strange input {kind}"))?;
        let unseen = if strange::UNSEEN.contains(&kind) {
            " (a kind that it was never shown)"
        } else {
            ""
        };
        let _ = writeln!(t, "| {kind}: {what}{unseen} | {:.1} |", 100.0 * share);
    }
    Ok(t + "\n")
}
