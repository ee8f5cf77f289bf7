//! Whether the explanation holds, from `explanation.json`.

use std::fmt::Write as _;

use super::placed::HEADING;
use crate::evaluate::explanation::{
    Compared, Deletion, Explanation, Grounded, Merits, Randomised, Sanity, Stability,
};

/// A figure that is better by less than this is taken as no better.
const TIE: f64 = 0.005;
/// A rank correlation below this is taken as none.
const KEPT: f64 = 0.1;

/// The section: tables, and what each figure means.
pub(super) fn section(figures: &Explanation) -> String {
    let options = &figures.speclens.options;
    let mut t = format!(
        "{HEADING}\n\
         Written by `speclens-training explain --write`; what the figures are: \
         [merit.md](../../docs/method/merit.md#explanations). The Feature Importance Spectrum (FIS) \
         says what of an element's evidence is lost when the intensity above the background is taken \
         away under a Gaussian of σ = {:.1} eV. Explained are elements that are there, and found, with \
         2 at% or more. All shares are from 0 to 1.\n\n",
        options.sigma_ev
    );
    let sets = [
        ("pure elements, simulated", Some(&figures.pure)),
        ("mixtures, simulated", Some(&figures.mixtures)),
        ("measured surveys", figures.measured.as_ref()),
    ];
    let sets: Vec<(&str, &Compared)> = (sets.into_iter())
        .filter_map(|(name, compared)| Some((name, compared?)))
        .collect();
    t += &lines(&sets);
    t += &deletion(&figures.deletion);
    t += &sanity(&figures.sanity);
    t += &stability(&figures.stability);
    t
}

/// Whether the curves lie on the elements' own lines.
fn lines(sets: &[(&str, &Compared)]) -> String {
    let mut t = String::from(
        "### On the element's own lines\n\n\
         Pointing: the largest value lies on an own line. Grounding: share of the curve above its \
         noise on own lines; above 4 MAD: the same of all above that lower level, errors aside. AUC: how well the value tells own lines from the rest of the axis (0.5: \
         not at all). On others: share on lines of other elements. Height: what stands above the \
         background, without any network. Random: the FIS with its values in random order.\n\n\
         | spectra | curve | elements | pointing | grounding | above 4 MAD | AUC | on others |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    for (
        name,
        Compared {
            speclens,
            wide,
            published,
            ..
        },
    ) in sets
    {
        let rows = [
            ("FIS", speclens, &speclens.fis),
            ("FIS, background of 40 eV", wide, &wide.fis),
            ("height alone", speclens, &speclens.height),
            ("random", speclens, &speclens.random),
            ("published method", published, &published.fis),
        ];
        for (curve, of, m) in rows {
            let cells = cells(m);
            let _ = writeln!(t, "| {name} | {curve} | {} | {cells} |", of.elements);
        }
    }
    t += "\n";
    for (name, compared) in sets {
        t += &beside_chance(name, &compared.speclens);
    }
    t + "\n"
}

fn cells(m: &Merits) -> String {
    let Merits {
        pointing,
        grounding,
        grounding_mad,
        auc,
        on_others,
    } = m;
    format!("{pointing:.3} | {grounding:.3} | {grounding_mad:.3} | {auc:.3} | {on_others:.3}")
}

/// What of one kind of spectra says something, and what height alone does as well.
fn beside_chance(name: &str, of: &Grounded) -> String {
    let (fis, height) = (&of.fis, &of.height);
    let pairs = [
        ("pointing", fis.pointing - height.pointing),
        ("grounding", fis.grounding - height.grounding),
        ("AUC", fis.auc - height.auc),
        ("on others", height.on_others - fis.on_others),
    ];
    let won = pairs.iter().filter(|(_, ahead)| *ahead < TIE);
    let won: Vec<&str> = won.map(|(figure, _)| *figure).collect();
    let verdict = match won.as_slice() {
        [] => "the FIS is better than height alone in all four.".to_owned(),
        won => format!(
            "height alone does as well or better in {}: there the figure says nothing of the network.",
            won.join(", ")
        ),
    };
    let elsewhere = match of.elsewhere.as_slice() {
        [] => String::new(),
        elsewhere => format!(" It points elsewhere in: {}.", elsewhere.join("; ")),
    };
    let lost = of.lost.map_or(String::new(), |lost| {
        format!(" {lost:.3} of the amount is gone when the mask takes all own lines away.")
    });
    format!(
        "- {name}: {:.3} of the axis is own lines (pointing by chance); {verdict}{lost}{elsewhere}\n",
        of.chance
    )
}

/// Lines that the simulator leaves out.
fn deletion(d: &Deletion) -> String {
    let mut t = format!(
        "### Without the lines\n\n\
         {} elements of the simulated mixtures. The simulator leaves lines out with all their losses, \
         as no mask can. The order of the FIS takes the line group with the largest share of the FIS \
         first, that of the table the one with the largest share of the evidence; the area is that under the curve of the amount that remains, over {} elements \
         with two groups or more: lower is better.\n\n\
         | | |\n|---|---|\n",
        d.elements, d.ordered
    );
    let rows = [
        (
            "amount gone, all own lines taken away by the mask",
            d.lost_by_mask,
        ),
        (
            "amount gone, all own lines left out by the simulator",
            d.lost_exactly,
        ),
        (
            "area, groups left out in the order of the FIS",
            d.area_by_fis,
        ),
        (
            "area, groups left out in the order of the table of lines",
            d.area_by_share,
        ),
        ("area, groups left out in random order", d.area_at_random),
        ("area, groups left out by height", d.area_by_height),
        (
            "elements in which the order of the FIS is better than random orders",
            d.better_than_random,
        ),
        (
            "elements in which it is better than that by height",
            d.better_than_height,
        ),
        (
            "elements in which it is worse than that by height",
            d.worse_than_height,
        ),
        (
            "loss of ln amount along the path of the groups, over that without any own line",
            d.completeness,
        ),
        (
            "losses of amount of single groups, over that of all together",
            d.additivity,
        ),
    ];
    for (what, figure) in rows {
        let _ = writeln!(t, "| {what} | {figure:.3} |");
    }
    t += "\n";
    t += match d.area_by_fis < d.area_at_random - TIE {
        true => "The order of the FIS takes the amount away sooner than chance does. ",
        false => "The order of the FIS is no better than chance. ",
    };
    t += match d.area_by_fis < d.area_by_height - TIE {
        true => "It takes it sooner than the order by height.\n",
        false => "The order by height does as well: the FIS adds nothing to it here.\n",
    };
    t += match d.additivity {
        a if a > 1.05 => {
            "Single losses sum to more than the whole: the network wants several groups at once, and \
             one alone makes it doubt.\n\n"
        }
        a if a < 0.95 => {
            "Single losses sum to less than the whole: where one group is gone, the others still carry \
             the answer.\n\n"
        }
        _ => "Single losses sum to the whole.\n\n",
    };
    t
}

/// Networks with other weights.
fn sanity(s: &Sanity) -> String {
    let mut t = format!(
        "### With other weights\n\n\
         {} elements of {} mixtures. The weights are made random layer by layer, the last layer first; \
         the FIS must lose its rank correlation with that of the trained network. Of sizes: the same \
         without signs; what stands above the background is large under any weights. Small networks \
         saw {} spectra {} times, once with the true labels and once with labels dealt out at \
         random.\n\n\
         | network | correlation | of sizes | pointing | grounding | above 4 MAD | AUC | on others |\n\
         |---|---|---|---|---|---|---|---|\n\
         | trained | 1.000 | 1.000 | {} |\n",
        s.elements,
        s.spectra,
        s.trained_on,
        s.passes,
        cells(&s.trained)
    );
    let row = |kind: &str, r: &Randomised| {
        format!(
            "| {kind}{} | {:.3} | {:.3} | {} |\n",
            r.what,
            r.correlation,
            r.correlation_of_sizes,
            cells(&r.fis)
        )
    };
    let layers = s.layers.iter().map(|r| row("random: ", r));
    let small = s.small.iter().map(|r| row("small, ", r));
    t.extend(layers.chain(small));
    let _ = writeln!(
        t,
        "| none: height alone | {:.3} | | {} |\n",
        s.height_correlation,
        cells(&s.height)
    );
    let kept = s.layers.iter().map(|r| r.correlation.abs());
    let kept = kept.fold(0.0, f64::max);
    t += match kept < KEPT {
        true => "With random weights nothing of the FIS is left.",
        false => "With random weights **a part of the FIS is left**.",
    };
    let held = s.layers.iter().map(|r| r.fis.grounding);
    let held = held.fold(0.0, f64::max);
    t += match held < s.height.grounding + 0.1 {
        true => " It then lies on own lines about as often as height alone does.\n\n",
        false => " It **still lies on own lines** more than height alone does.\n\n",
    };
    t
}

/// Noise and shift.
fn stability(s: &Stability) -> String {
    let height = match s.noise_of_height + TIE > s.noise {
        true => "height alone keeps better, so this says only that noise does not rule the FIS",
        false => "more than height alone",
    };
    format!(
        "### Under noise, and moved\n\n\
         {} elements of {} mixtures.\n\n\
         | | |\n|---|---|\n\
         | correlation of the FIS of two independent recordings | {:.3} |\n\
         | the same above the noise | {:.3} |\n\
         | the same of height alone ({height}) | {:.3} |\n\
         | elements whose FIS (σ = 1.5 eV) moves by 1 ± 0.5 eV with a spectrum moved by 1 eV | {:.3} |\n\
         | by how much it moves, mean, eV | {:.3} |\n\n",
        s.elements, s.spectra, s.noise, s.noise_above, s.noise_of_height, s.shifted, s.shift_ev
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_height_wins_the_card_says_so() {
        let merits = |pointing, grounding| Merits {
            pointing,
            grounding,
            grounding_mad: grounding,
            auc: 0.9,
            on_others: 0.1,
        };
        let of = |fis, height| Grounded {
            elements: 1,
            fis,
            height,
            random: Merits::default(),
            chance: 0.1,
            lost: Some(0.9),
            elsewhere: vec![],
        };
        let text = beside_chance("pure", &of(merits(0.9, 0.9), merits(1.0, 0.5)));
        assert!(
            text.contains("as well or better in pointing, AUC, on others"),
            "{text}"
        );
        let better = Merits {
            auc: 0.95,
            on_others: 0.0,
            ..merits(1.0, 0.9)
        };
        let text = beside_chance("pure", &of(better, merits(0.5, 0.5)));
        assert!(text.contains("in all four"), "{text}");
    }
}
