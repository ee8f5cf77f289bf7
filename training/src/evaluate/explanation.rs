//! The figures of explanations, as they stand in `explanation.json`. Shares are from 0 to 1; the
//! definitions stand in docs/method/merit.md, "Explanations".

use serde::{Deserialize, Serialize};
use speclens::explain::{Explained, Options};

/// How a spectrum is probed, and which number of the network is explained.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Method {
    /// How it is probed.
    pub options: Options,
    /// What is explained.
    pub of: Explained,
}

/// How well curves lie on the lines of their elements: means over elements.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Merits {
    /// Share of the elements whose curve has its largest value on an own line.
    pub pointing: f64,
    /// Relevance mass: share of the curve above its noise that lies on own lines.
    pub grounding: f64,
    /// The same of all that stands above 4 × MAD of the curve, its errors aside: a lower level.
    pub grounding_mad: f64,
    /// Area under the ROC curve of the values as a test for own lines; 0.5 by chance.
    pub auc: f64,
    /// Share of the curve above its noise that lies on lines of other elements alone.
    pub on_others: f64,
}

/// The explanations of some elements.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Grounded {
    /// Elements that were judged: there, and found, with at least 2 at%.
    pub elements: usize,
    /// Of the Feature Importance Spectrum.
    pub fis: Merits,
    /// Of the height above the background alone, without any network.
    pub height: Merits,
    /// Of the FIS with its values in random order.
    pub random: Merits,
    /// Share of the energy axis that is own lines.
    pub chance: f64,
    /// Mean share of an element's amount that is gone when the mask takes all its lines away; none
    /// for a method that takes nothing away.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub lost: Option<f64>,
    /// Elements whose FIS by removal points elsewhere: spectrum, element, what it leans on.
    pub elsewhere: Vec<String>,
}

/// One kind of spectra, explained in two ways.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// Spectra.
    pub spectra: usize,
    /// As Speclens explains.
    pub speclens: Grounded,
    /// The same above a background of 40 eV half-width.
    pub wide: Grounded,
    /// As the published method explains.
    pub published: Grounded,
}

/// What happens when the simulator leaves lines out: exact, as no mask is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deletion {
    /// Elements asked about.
    pub elements: usize,
    /// Mean share of the amount that is gone when the mask takes all own lines away.
    pub lost_by_mask: f64,
    /// The same where the simulator leaves all own lines out.
    pub lost_exactly: f64,
    /// Elements with two line groups or more, whose groups can be left out in an order.
    pub ordered: usize,
    /// Mean area under the curve of the amount that remains, groups left out by their share of the
    /// FIS, the largest first.
    pub area_by_fis: f64,
    /// The same in the order of the shares of the table of lines.
    pub area_by_share: f64,
    /// The same in random orders.
    pub area_at_random: f64,
    /// The same in the order of the peaks' heights above the background.
    pub area_by_height: f64,
    /// Share of these elements in which the order of the FIS has the smaller area than random ones.
    pub better_than_random: f64,
    /// Share of them in which it has a smaller area than the order by height.
    pub better_than_height: f64,
    /// Share of them in which it has a larger area than the order by height; the rest are equal.
    pub worse_than_height: f64,
    /// Losses of ln amount along the path of all groups of the table, over the loss without any own
    /// line: mean of 1 where the groups are all there is.
    pub completeness: f64,
    /// Losses of amount of the groups taken away alone, over that of all together: mean; 1 where
    /// losses add up.
    pub additivity: f64,
}

/// A network that must not explain as the trained one does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Randomised {
    /// What is random of it, or what it was trained on.
    pub what: String,
    /// Mean rank correlation (Spearman) of its FIS with that of the trained network.
    pub correlation: f64,
    /// The same of the sizes of the values, without their signs.
    pub correlation_of_sizes: f64,
    /// How well its FIS lies on the elements' lines.
    pub fis: Merits,
}

/// Networks with other weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sanity {
    /// Spectra.
    pub spectra: usize,
    /// Elements.
    pub elements: usize,
    /// Of the trained network, on the same spectra.
    pub trained: Merits,
    /// Of the height above the background, on the same spectra.
    pub height: Merits,
    /// Mean rank correlation of the height with the trained network's FIS.
    pub height_correlation: f64,
    /// More and more layers with random weights, the last first.
    pub layers: Vec<Randomised>,
    /// Spectra that the small networks were trained on.
    pub trained_on: usize,
    /// How often each of these was seen.
    pub passes: f64,
    /// Small networks trained alike, with true labels and with shuffled ones.
    pub small: Vec<Randomised>,
}

/// Whether the FIS stays the same where it should, and moves where the spectrum does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stability {
    /// Spectra.
    pub spectra: usize,
    /// Elements.
    pub elements: usize,
    /// Mean correlation (Pearson) of the FIS of two independent recordings of a sample.
    pub noise: f64,
    /// The same over the values above the noise in either.
    pub noise_above: f64,
    /// The same of the height above the background, over all energies.
    pub noise_of_height: f64,
    /// Share of the elements whose FIS moves by 1 ± 0.5 eV where the spectrum moves by 1 eV.
    pub shifted: f64,
    /// The mean of how far it moves, eV.
    pub shift_ev: f64,
}

/// What `explain` measured of one network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// Name of the network.
    pub model: String,
    /// How Speclens explains.
    pub speclens: Method,
    /// How the published method does.
    pub published: Method,
    /// Simulated pure elements.
    pub pure: Compared,
    /// Simulated mixtures.
    pub mixtures: Compared,
    /// Measured surveys.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub measured: Option<Compared>,
    /// Lines left out by the simulator.
    pub deletion: Deletion,
    /// Networks with other weights.
    pub sanity: Sanity,
    /// Noise and shift.
    pub stability: Stability,
}
