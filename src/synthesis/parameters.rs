//! What a fit varies, and how far each may lie from where it begins: the spreads that training draws from.

use crate::conventional::LineKind;
use crate::model::quantify::ElementAmount;

use super::sample::Parts;

/// A parameter. Amounts, areas, widths and losses are logarithms of factors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Parameter {
    /// Intensity of the whole.
    Scale,
    /// Signal of an element at its main line.
    Amount(usize),
    /// Whether an element stands at the surface (above zero) or deeper ([`at_the_surface`]).
    Place(usize),
    /// Shift of an element's lines, eV.
    Shift(usize),
    /// Broadening of an element's lines.
    Broadening(usize),
    /// Area of a part.
    Area(usize),
    /// Shift of a part, eV.
    PartShift(usize),
    /// Shift of everything, eV.
    AllShift,
    /// Stretch of the energy scale about 0 eV, relative.
    Stretch,
    /// FWHM of the analyser.
    Resolution,
    /// n and q of the transmission.
    Transmission(usize),
    /// Losses, [`super::sample::ImpliedSample::losses`].
    Losses(usize),
    /// Elastic scattering.
    Elastic,
    /// Bremsstrahlung of a source without a monochromator.
    Bremsstrahlung,
    /// Height of a smooth background at one of [`BACKGROUND_NODES`] energies, in units of the highest
    /// intensity.
    Background(usize),
}

/// A parameter and its standard deviation beforehand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Varied {
    pub parameter: Parameter,
    pub spread: f64,
}

/// Energies between which the smooth background is straight.
pub(super) const BACKGROUND_NODES: usize = 8;

const SCALE: f64 = 3.0;
/// Share of the network's interval that an amount may leave. Half is a choice: narrower ones hold a good
/// fit back, wider ones let a bad one go astray (EXPERIMENTS.md).
pub(super) const OF_INTERVAL: f64 = 0.5;
/// Half-width of a 90 % interval of a normal distribution, in standard deviations.
const NINETY_PERCENT: f64 = 1.645;
/// Bounds of the relative standard deviation that an interval of the network stands for.
const AMOUNT: [f64; 2] = [0.02, 1.0];
const PLACE: f64 = 0.3;
const SHIFT_EV: f64 = 0.7;
const BROADENING: f64 = 0.5;
const GROUP_SHIFT_EV: f64 = 2.5;
const UNCERTAIN_SHIFT_EV: f64 = 1.5;
const ALL_SHIFT_EV: f64 = 1.5;
const STRETCH: f64 = 6e-4;
const RESOLUTION: f64 = 0.45;
/// n and q, where the file has no transmission function.
const TRANSMISSION: [f64; 2] = [0.577, 0.12];
/// The same beside that of a file: many hold the nominal function of the lens mode, not a calibration.
const BESIDE_A_FUNCTION: [f64; 2] = [0.2, 0.05];
const LOSSES: [f64; 4] = [0.055, 0.35, 0.35, 0.35];
const ELASTIC: f64 = 0.5;
const BREMSSTRAHLUNG: f64 = 0.7;
const BACKGROUND: f64 = 0.02;

/// All parameters of the fit of a sample of the elements `found`.
pub(super) fn all(
    found: &[ElementAmount],
    parts: &Parts,
    monochromated: bool,
    transmission_known: bool,
) -> Vec<Varied> {
    let mut all = Vec::new();
    let mut add = |parameter, spread| all.push(Varied { parameter, spread });
    add(Parameter::Scale, SCALE);
    for (e, element) in found.iter().enumerate() {
        let [low, high] = element.interval;
        let relative = 0.5 * (high - low) / NINETY_PERCENT / element.atomic_percent.max(1e-3);
        let spread = OF_INTERVAL * relative.clamp(AMOUNT[0], AMOUNT[1]);
        add(Parameter::Amount(e), spread);
        add(Parameter::Place(e), PLACE);
        add(Parameter::Shift(e), SHIFT_EV);
        add(Parameter::Broadening(e), BROADENING);
    }
    for (p, part) in parts.list.iter().enumerate() {
        let Some(spread) = part.spread else { continue };
        add(Parameter::Area(p), spread);
        if part.place_is_uncertain() {
            let shift_ev = match part.kind {
                LineKind::Auger => GROUP_SHIFT_EV,
                LineKind::Photoelectron => UNCERTAIN_SHIFT_EV,
            };
            add(Parameter::PartShift(p), shift_ev);
        }
    }
    add(Parameter::AllShift, ALL_SHIFT_EV);
    add(Parameter::Stretch, STRETCH);
    add(Parameter::Resolution, RESOLUTION);
    let transmission = match transmission_known {
        true => BESIDE_A_FUNCTION,
        false => TRANSMISSION,
    };
    for (k, spread) in transmission.into_iter().enumerate() {
        add(Parameter::Transmission(k), spread);
    }
    for (k, spread) in LOSSES.into_iter().enumerate() {
        add(Parameter::Losses(k), spread);
    }
    add(Parameter::Elastic, ELASTIC);
    if !monochromated {
        add(Parameter::Bremsstrahlung, BREMSSTRAHLUNG);
    }
    for k in 0..BACKGROUND_NODES {
        add(Parameter::Background(k), BACKGROUND);
    }
    all
}

/// Deepest that an element may stand: further, lines of its slower electrons would have less than nothing.
const DEEPEST: f64 = 0.5;

/// Share of an element's signal that comes from the surface layer beyond what a half-space has there, for
/// the value of [`Parameter::Place`], and its derivative: 1 where all of it stands there, below zero
/// where the layer has less of it than what is below.
pub(super) fn at_the_surface(place: f64) -> [f64; 2] {
    let bound = if place > 0.0 { 1.0 } else { DEEPEST };
    let t = (place / bound).tanh();
    [bound * t, 1.0 - t * t]
}
