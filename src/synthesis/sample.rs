//! The sample that an answer implies: its elements in the states of their material, in a half-space of
//! which each element may stand nearer to the surface or deeper.

use speclens_physics::chemical_state;
use speclens_physics::instrument::{Instrument, Transmission};
use speclens_physics::lines;
use speclens_physics::sample::{Phase, SampleError};
use speclens_physics::simulate::{Deviation, Drawn, HalfSpace};
use speclens_physics::state::Component;
use speclens_spectrum::{Grid, Source, elements};

use super::Material;
use crate::conventional::{LineKind, SpectrumLines};
use crate::model::quantify::ElementAmount;

/// Thickness of the layer at the surface of which the share of an element is fitted, along the emission
/// direction, nm.
pub(super) const LAYER_NM: f64 = 1.0;
/// Exponent of the mean free path that quantification assumes
/// ([`speclens_physics::sample::Sample::apparent_composition`]).
const ASSUMED_IMFP_EXPONENT: f64 = 0.75;
/// Least broadening by the state at which a fit begins, FWHM in eV.
const LEAST_BROADENING_EV: f64 = 0.7;
/// A peak that stands so far from where the state of its element has it is another's, eV.
const MOST_SHIFT_EV: f64 = 5.0;
/// Standard deviations of the logarithm of an area beforehand: lines, short-lived deep levels (natural widths
/// beyond 3 eV), Auger groups. The priors that training draws from.
const AREA: f64 = 0.1;
const UNCERTAIN_AREA: f64 = 0.25;
const UNCERTAIN_WIDTH_EV: f64 = 3.0;
const GROUP_AREA: f64 = 0.3;
/// Lines and groups below this share of the strongest of their element have no area of their own.
const LEAST_SHARE: f64 = 0.03;
/// Height of an Auger group for its electrons, against a line.
const AUGER_HEIGHT: f64 = 0.5;

/// A photoelectron line or an Auger group with an area of its own, or all weak ones of an element.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    /// Index of its element.
    pub of: usize,
    pub kind: LineKind,
    /// Standard deviation of the logarithm of its area beforehand; `None` for the weak ones.
    pub spread: Option<f64>,
}

impl Part {
    /// Whether tables leave its place open, too.
    pub fn place_is_uncertain(&self) -> bool {
        self.spread.is_some_and(|s| s > AREA)
    }
}

/// The parts of a sample, and of each line as the simulator draws it its part.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Parts {
    pub list: Vec<Part>,
    order: Vec<usize>,
}

/// What the simulator draws.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ImpliedSample {
    pub components: Vec<Component>,
    gap_ev: f64,
    /// But for its transmission.
    pub instrument: Instrument,
    /// n and q of the transmission (E/1 keV)^n · exp(q·ln²(E/1 keV)).
    pub transmission: [f64; 2],
    /// Factors on the losses of such a material: all of them, intrinsic ones, C and D of the cross
    /// section; elastic scattering itself.
    pub losses: [f64; 4],
    pub elastic: f64,
    /// Of each part: logarithm of a factor on its area, shift in eV.
    pub areas: Vec<f64>,
    pub shifts_ev: Vec<f64>,
}

/// Kinetic energy of an element's main line, eV.
pub(super) fn main_kinetic_ev(z: u8, source: Source) -> f64 {
    let line = lines::main_line(z, source);
    line.map_or(500.0, |l| source.photon_energy_ev() - l.binding_ev)
}

/// Chemical shift of each element of an answer in its usual state, eV.
pub(super) fn typical_shifts_ev(found: &[ElementAmount]) -> Vec<f64> {
    let material = Material::of_answer(found);
    let amounts = || found.iter().map(|e| (e.z, e.atomic_percent));
    let shift = |e: &ElementAmount| {
        let class = material.class_in(&e.symbol, found);
        let class = chemical_state::class_within(e.z, class, amounts());
        chemical_state::typical(e.z, class).shift_ev
    };
    found.iter().map(shift).collect()
}

impl ImpliedSample {
    /// The sample of an answer whose lines are `seen`: a half-space that has its composition, each element
    /// at its peak.
    pub fn new(found: &[ElementAmount], seen: &SpectrumLines, instrument: Instrument) -> Self {
        let source = instrument.source;
        let material = Material::of_answer(found);
        let amounts = || found.iter().map(|e| (e.z, e.atomic_percent));
        let total: f64 = amounts().map(|a| a.1).sum();
        let component = |e: &ElementAmount| {
            let class = material.class_in(&e.symbol, found);
            let class = chemical_state::class_within(e.z, class, amounts());
            let mut state = chemical_state::typical(e.z, class);
            state.shift_ev += seen.shift_ev;
            state.auger_shift_ev += seen.shift_ev;
            state.broadening_ev = state.broadening_ev.max(LEAST_BROADENING_EV);
            if let Some(shift_ev) = peak_shift_ev(e, seen, source)
                && (shift_ev - state.shift_ev).abs() < MOST_SHIFT_EV
            {
                state.shift_ev = shift_ev;
            }
            Component {
                z: e.z,
                fraction: e.atomic_percent / total,
                state,
            }
        };
        let mut components: Vec<Component> = found.iter().map(component).collect();
        let parts: Vec<_> = components
            .iter()
            .zip(found)
            .map(|(c, e)| (c.z, c.fraction, material.class_in(&e.symbol, found)))
            .collect();
        let gap_ev = material.gap_ev(&parts);
        // A half-space shows n·λ of each element, and quantification takes λ for E^0.75.
        let bulk = Phase::new(components.clone(), gap_ev).bulk();
        for c in &mut components {
            let kinetic_ev = main_kinetic_ev(c.z, source);
            c.fraction *= kinetic_ev.powf(ASSUMED_IMFP_EXPONENT) / bulk.imfp_nm(kinetic_ev);
        }
        let sum: f64 = components.iter().map(|c| c.fraction).sum();
        components.iter_mut().for_each(|c| c.fraction /= sum);
        ImpliedSample {
            components,
            gap_ev,
            instrument,
            transmission: [START_EXPONENT, 0.0],
            losses: [START_TOTAL, 1.0, 1.0, 1.0],
            elastic: START_ELASTIC,
            areas: Vec::new(),
            shifts_ev: Vec::new(),
        }
    }

    /// Its phase, with its losses.
    pub fn phase(&self) -> Phase {
        let mut phase = Phase::new(self.components.clone(), self.gap_ev);
        let [total, intrinsic, c, d] = self.losses;
        phase.losses.total *= total;
        phase.losses.intrinsic *= intrinsic;
        phase.losses.cross_section.c_ev2 *= c;
        phase.losses.cross_section.d_ev2 *= d;
        phase.losses.elastic = self.elastic;
        phase
    }

    /// Its parts, as far as they lie in `range_ev`.
    ///
    /// # Errors
    /// A sample that the simulator refuses.
    pub fn parts(&mut self, range_ev: [f64; 2]) -> Result<Parts, SampleError> {
        struct Found {
            part: Part,
            name: String,
            weight: f64,
        }
        let source = self.instrument.source;
        let hv = source.photon_energy_ev();
        let (phase, grid) = (self.phase(), NO_POINTS);
        let mut all: Vec<Found> = Vec::new();
        let mut drawn_as: Vec<usize> = Vec::new();
        HalfSpace::new(&phase, &self.instrument, &grid)?.lines(|drawn| {
            let (z, name, kind, spread, at_ev, barn) = match drawn {
                Drawn::Photo(l) => {
                    let uncertain = l.width_ev > UNCERTAIN_WIDTH_EV;
                    let spread = if uncertain { UNCERTAIN_AREA } else { AREA };
                    let barn = l.sigma_barn(source);
                    let kind = LineKind::Photoelectron;
                    (l.z, &l.orbital, kind, spread, l.binding_ev, barn)
                }
                Drawn::Auger(z, l) => {
                    let at_ev = hv - l.kinetic_ev;
                    let barn = AUGER_HEIGHT * l.barn;
                    (z, &l.group, LineKind::Auger, GROUP_AREA, at_ev, barn)
                }
            };
            let of = self.components.iter().position(|c| c.z == z).unwrap_or(0);
            let inside = (range_ev[0]..=range_ev[1]).contains(&at_ev);
            let weight = if inside { barn } else { 0.0 };
            let same = |f: &Found| f.part.of == of && f.part.kind == kind && f.name == *name;
            let place = all.iter().position(same).unwrap_or_else(|| {
                let spread = Some(spread);
                all.push(Found {
                    part: Part { of, kind, spread },
                    name: name.clone(),
                    weight: 0.0,
                });
                all.len() - 1
            });
            all[place].weight += weight;
            drawn_as.push(place);
            Deviation {
                area: 0.0,
                ..Deviation::default()
            }
        });
        let strongest = |of: usize| {
            let own = all.iter().filter(|f| f.part.of == of);
            own.map(|f| f.weight).fold(0.0, f64::max)
        };
        let strongest: Vec<f64> = (0..self.components.len()).map(strongest).collect();
        // The weak ones of each element and kind come first.
        let weak = (0..self.components.len()).flat_map(|of| {
            [LineKind::Photoelectron, LineKind::Auger].map(|kind| Part {
                of,
                kind,
                spread: None,
            })
        });
        let mut list: Vec<Part> = weak.collect();
        let places = all.iter().map(|f| {
            if f.weight > LEAST_SHARE * strongest[f.part.of] {
                list.push(f.part.clone());
                list.len() - 1
            } else {
                2 * f.part.of + usize::from(f.part.kind == LineKind::Auger)
            }
        });
        let places: Vec<usize> = places.collect();
        self.areas = vec![0.0; list.len()];
        self.shifts_ev = vec![0.0; list.len()];
        Ok(Parts {
            order: drawn_as.iter().map(|i| places[*i]).collect(),
            list,
        })
    }

    /// The intensity of its lines in `space`, where part `p` counts `weight(p)` times.
    pub fn draw(
        &self,
        space: &HalfSpace<'_>,
        parts: &Parts,
        weight: impl Fn(usize) -> f64,
    ) -> Vec<f32> {
        let mut order = parts.order.iter();
        space.lines(|_| {
            let part = order.next().copied().unwrap_or(0);
            Deviation {
                area: match weight(part) {
                    0.0 => 0.0,
                    counted => counted * self.areas[part].exp(),
                },
                shift_ev: self.shifts_ev[part],
                width: 1.0,
            }
        })
    }

    /// The same sample with a little of another element.
    pub fn with(&self, component: Component) -> ImpliedSample {
        let mut other = self.clone();
        let rest = 1.0 - component.fraction;
        other.components.iter_mut().for_each(|c| c.fraction *= rest);
        other.components.push(component);
        other
    }

    /// The intensity of the lines of its last element alone.
    pub fn draw_last(&self, space: &HalfSpace<'_>) -> Vec<f32> {
        let last = self.components.last().map(|c| c.z);
        space.lines(|drawn| {
            let z = match drawn {
                Drawn::Photo(line) => line.z,
                Drawn::Auger(z, _) => z,
            };
            Deviation {
                area: if Some(z) == last { 1.0 } else { 0.0 },
                ..Deviation::default()
            }
        })
    }

    /// Of `signals`, the factor on each element's main line against the sample as it began, the apparent
    /// composition in atomic percent.
    pub fn composition(&self, signals: &[f64], space: &HalfSpace<'_>) -> Vec<f64> {
        let source = self.instrument.source;
        let amounts = self.components.iter().zip(signals).map(|(c, signal)| {
            let kinetic_ev = main_kinetic_ev(c.z, source);
            let seen = c.fraction * space.imfp_nm(kinetic_ev);
            signal * seen / kinetic_ev.powf(ASSUMED_IMFP_EXPONENT)
        });
        let amounts: Vec<f64> = amounts.collect();
        let sum: f64 = amounts.iter().sum();
        amounts.iter().map(|a| 100.0 * a / sum).collect()
    }

    /// The instrument, with the transmission.
    pub fn instrument(&self) -> Instrument {
        let [exponent, curvature] = self.transmission;
        Instrument {
            transmission: Transmission::Power {
                exponent,
                curvature,
            },
            ..self.instrument.clone()
        }
    }
}

/// n of the transmission, losses for each mean free path, and elastic scattering, in the middle of what training draws.
const START_EXPONENT: f64 = -0.1;
const START_TOTAL: f64 = 0.97;
const START_ELASTIC: f64 = 0.75;
/// A grid on which nothing is drawn.
const NO_POINTS: Grid = Grid {
    lo_ev: 0.0,
    step_ev: 1.0,
    points: 8,
};

/// How far the peak of an element's main line stands from its table, eV; `None` where none is seen.
fn peak_shift_ev(element: &ElementAmount, seen: &SpectrumLines, source: Source) -> Option<f64> {
    let main = lines::main_line(element.z, source)?;
    let symbol = elements::by_z(element.z)?.symbol;
    let name = format!("{symbol} {}", main.subshell());
    let own = seen.found.iter().find(|l| l.symbol == symbol)?;
    let group = own.groups.iter().find(|g| g.found && g.name == name)?;
    Some(group.energy_ev - main.binding_ev)
}
