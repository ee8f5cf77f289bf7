//! The survey spectrum of a sample: lines, losses, layers and analyser, without noise.

use super::auger::{self, AugerLine};
use super::chemical_state;
use super::instrument::Instrument;
use super::line_shape::{self, Peak};
use super::lines::{self, Line};
use super::sample::{Layer, Phase, Sample, SampleError};
use super::state::Component;
use super::tougaard::LossFunction;
use speclens_spectrum::Grid;

/// A line that is about to be drawn.
#[derive(Debug, Clone, Copy)]
pub enum Drawn<'a> {
    /// A photoelectron line.
    Photo(&'a Line),
    /// An Auger line of element `z`.
    Auger(u8, &'a AugerLine),
}

/// How far a line is off its tabulated values: what tables and chemistry leave open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Deviation {
    /// Factor on the area.
    pub area: f64,
    /// Shift on the binding-energy axis, eV.
    pub shift_ev: f64,
    /// Factor on the natural width.
    pub width: f64,
}

impl Default for Deviation {
    fn default() -> Self {
        Deviation {
            area: 1.0,
            shift_ev: 0.0,
            width: 1.0,
        }
    }
}

/// The tabulated physics: no line deviates.
pub fn as_tabulated(_: Drawn<'_>) -> Deviation {
    Deviation::default()
}

/// Slower electrons are not drawn, eV: no survey reaches there.
const MIN_KINETIC_EV: f64 = 20.0;
/// Largest thickness, in mean free paths, of the slices in which a layer is passed.
const SLICE: f64 = 0.4;
/// Most parts of a layer; what lies below eight mean free paths is not seen.
const MAX_PARTS: f64 = 12.0;
/// A layer of so many mean free paths hides what is below; a thicker one is drawn as this.
const OPAQUE: f64 = 25.0;
/// Elastic scattering changes slowly: it is worked out at energies so far apart, eV.
const SCATTERING_STEP_EV: f64 = 50.0;
/// v/2ω of an electron of 1000 eV and a surface excitation of 15 eV, nm: what lies below a layer of thickness d
/// counts with exp(−2qd), and the wave vector q = ω/v is the most likely (Ibach and Mills 1982, Electron
/// Energy Loss Spectroscopy and Surface Vibrations, chapter 3). Taken for all energies, and as if electrons
/// left along the normal.
const SURFACE_DEPTH_NM: f64 = 0.41;
/// Kinetic energy of the fastest electrons of a survey, eV.
const FASTEST_EV: f64 = 1486.6;
/// Kinetic energy whose mean free path decides on the number of slices, eV.
const SLICE_KINETIC_EV: f64 = 600.0;

/// Expected intensity of a survey, one value per grid point (mean over the cell), in an arbitrary
/// unit that is common to all spectra. `deviation` is asked once for every line drawn; use
/// [`as_tabulated`] for the tabulated physics.
///
/// Area of a line: n · σ · L(β, γ) · λ(E), with n the atomic density, σ the Scofield cross
/// section, L the angular asymmetry ([`Instrument::asymmetry`]) and λ by TPP-2M; then the lines of
/// the source beside Kα, inelastic losses, layers, the surface, and the transmission of the
/// analyser.
///
/// # Errors
/// [`SampleError`].
pub fn simulate(
    sample: &Sample,
    instrument: &Instrument,
    grid: &Grid,
    mut deviation: impl FnMut(Drawn<'_>) -> Deviation,
) -> Result<Vec<f32>, SampleError> {
    sample.check()?;
    instrument.check()?;
    check_grid(grid)?;
    let bulk = sample.bulk.bulk();
    let mut pen = Pen {
        instrument,
        grid,
        deviation: &mut deviation,
    };
    let hv = instrument.source.photon_energy_ev();
    let losses = sample.bulk.losses.function(grid.step_ev);
    let mut spectrum = pen.excited(&sample.bulk, &losses, |_| bulk.atom_density());
    losses.half_space(&mut spectrum, &scattering(&sample.bulk, instrument, grid));
    for (y, e) in spectrum.iter_mut().zip(grid.energies_ev()) {
        *y *= bulk.imfp_nm(hv - e) as f32;
    }
    for layer in sample.layers.iter().rev().filter(|l| l.thickness_nm > 0.0) {
        pass(layer, &mut pen, &mut spectrum);
    }
    if let Some((function, at_1000_ev)) = surface_excitation(sample, grid) {
        let share: Vec<f32> = grid
            .energies_ev()
            .iter()
            .map(|e| surface_share(at_1000_ev, hv - e))
            .collect();
        function.surface(&mut spectrum, &share);
    }
    for (i, y) in spectrum.iter_mut().enumerate() {
        let ke = hv - grid.energy_ev(i);
        *y *= if ke > 0.0 {
            instrument.transmission.at(ke) as f32
        } else {
            0.0
        };
    }
    Ok(spectrum)
}

fn check_grid(grid: &Grid) -> Result<(), SampleError> {
    let wrong = |what, value, expected| {
        Err(SampleError::Setting {
            what,
            value,
            expected,
        })
    };
    if !(grid.step_ev > 0.0 && grid.step_ev.is_finite()) {
        return wrong("a grid with steps in eV", grid.step_ev, "more than 0");
    }
    if !grid.lo_ev.is_finite() {
        return wrong("a grid from a binding energy in eV", grid.lo_ev, "a number");
    }
    Ok(())
}

/// [`elastic::scattering`] at the points of `grid`, straight between energies of [`SCATTERING_STEP_EV`].
fn scattering(phase: &Phase, instrument: &Instrument, grid: &Grid) -> Vec<f32> {
    let hv = instrument.source.photon_energy_ev();
    let at = |n: usize| {
        let kinetic_ev = hv - grid.lo_ev - n as f64 * SCATTERING_STEP_EV;
        phase.losses.elastic * phase.scattering(kinetic_ev)
    };
    let last = (grid.points as f64 * grid.step_ev / SCATTERING_STEP_EV) as usize + 1;
    let nodes: Vec<f64> = (0..=last).map(at).collect();
    (0..grid.points)
        .map(|i| {
            let place = i as f64 * grid.step_ev / SCATTERING_STEP_EV;
            let n = place as usize;
            (nodes[n] + (place - n as f64) * (nodes[n + 1] - nodes[n])) as f32
        })
        .collect()
}

/// The loss function of the surface of `sample`, of total weight one, and the probability of such a loss at
/// 1000 eV; nothing if no phase has one. Thin layers share it with what lies below ([`SURFACE_DEPTH_NM`]).
fn surface_excitation(sample: &Sample, grid: &Grid) -> Option<(LossFunction, f64)> {
    let mut parts: Vec<(LossFunction, f64)> = Vec::new();
    let mut add = |phase: &Phase, share: f64| {
        let weight = share * phase.losses.surface;
        if weight > 0.0 {
            parts.push((phase.losses.surface_function(grid.step_ev), weight));
        }
    };
    let mut below = 1.0;
    for layer in &sample.layers {
        let through = (-layer.thickness_nm / SURFACE_DEPTH_NM).exp();
        add(&layer.phase, below * (1.0 - through));
        below *= through;
    }
    add(&sample.bulk, below);
    let probability = parts.iter().map(|(_, weight)| weight).sum();
    Some((LossFunction::sum(&parts)?.scaled_to(1.0), probability))
}

/// Probability of a surface excitation: `at_1000_ev`, falling as 1/√E.
fn surface_share(at_1000_ev: f64, kinetic_ev: f64) -> f32 {
    (at_1000_ev * (1000.0 / kinetic_ev.max(MIN_KINETIC_EV)).sqrt()).min(0.5) as f32
}

/// Passes `spectrum` through `layer` and adds the electrons that are set free in it.
fn pass<F: FnMut(Drawn<'_>) -> Deviation>(
    layer: &Layer,
    pen: &mut Pen<'_, F>,
    spectrum: &mut [f32],
) {
    let bulk = layer.phase.bulk();
    let thickness = layer.thickness_nm.min(OPAQUE * bulk.imfp_nm(FASTEST_EV));
    let (grid, hv) = (pen.grid, pen.instrument.source.photon_energy_ev());
    let losses = layer.phase.losses.function(grid.step_ev);
    // The layer in equal parts of at most one mean free path. Of each: half of it, its own electrons,
    // the other half. The electrons set free in a part are scaled so that n·λ·(1 − exp(−d/λ)) of them
    // come out unscattered, as they must.
    let paths = thickness / bulk.imfp_nm(SLICE_KINETIC_EV);
    let parts = paths.ceil().clamp(1.0, MAX_PARTS);
    let part_nm = thickness / parts;
    let half: Vec<f32> = grid
        .energies_ev()
        .iter()
        .map(|e| (0.5 * part_nm / bulk.imfp_nm(hv - e)) as f32)
        .collect();
    let slices = ((0.5 * paths / parts / SLICE).ceil() as usize).max(1);
    let own = pen.excited(&layer.phase, &losses, |ke| {
        let imfp = bulk.imfp_nm(ke);
        2.0 * bulk.atom_density() * imfp * (0.5 * part_nm / imfp).sinh()
    });
    for _ in 0..parts as usize {
        losses.overlayer(spectrum, &half, slices);
        for (y, o) in spectrum.iter_mut().zip(&own) {
            *y += o;
        }
        losses.overlayer(spectrum, &half, slices);
    }
}

/// Which shell a line comes from: on it depends how often its hole excites the solid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shell {
    /// One below the valence electrons'.
    Core,
    /// That of the valence electrons, and any beyond: bands, and the deeper levels of the shell. (A hole in a band itself
    /// presumably excites less still.)
    Valence,
}

impl Shell {
    fn of(line: &Line) -> Shell {
        if line.principal() < lines::valence_shell(line.z) {
            Shell::Core
        } else {
            Shell::Valence
        }
    }
}

/// Draws lines.
struct Pen<'a, F> {
    instrument: &'a Instrument,
    grid: &'a Grid,
    deviation: &'a mut F,
}

impl<F: FnMut(Drawn<'_>) -> Deviation> Pen<'_, F> {
    /// The electrons as they are set free in `phase`, ascending in binding energy; `depth` is atoms
    /// per area that contribute at a kinetic energy.
    fn excited(
        &mut self,
        phase: &Phase,
        losses: &LossFunction,
        depth: impl Fn(f64) -> f64,
    ) -> Vec<f32> {
        let mut core = vec![0.0f32; self.grid.points];
        let mut valence = vec![0.0f32; self.grid.points];
        let mut augers = vec![0.0f32; self.grid.points];
        for component in phase.components.iter().filter(|c| c.fraction > 0.0) {
            self.photo_lines(component, Shell::Core, &depth, &mut core);
            self.photo_lines(component, Shell::Valence, &depth, &mut valence);
            self.auger_lines(component, &depth, &mut augers);
        }
        self.instrument.add_other_lines(&mut core, self.grid);
        self.instrument.add_other_lines(&mut valence, self.grid);
        let bremsstrahlung = self.instrument.bremsstrahlung * self.grid.step_ev
            / self.instrument.source.photon_energy_ev();
        let lines = core.iter().sum::<f32>() + valence.iter().sum::<f32>();
        let even = lines * bremsstrahlung as f32;
        let mut all = core;
        for (y, a) in all.iter_mut().zip(&augers) {
            *y += a;
        }
        // The means of Poisson distributions add up: what all lose comes last.
        let common = phase.losses.intrinsic_of_valence_shell();
        losses.intrinsic(&mut all, phase.losses.intrinsic - common);
        for (y, v) in all.iter_mut().zip(&valence) {
            *y += v;
        }
        losses.intrinsic(&mut all, common);
        all.iter_mut().for_each(|y| *y += even);
        all
    }

    fn photo_lines(
        &mut self,
        c: &Component,
        shell: Shell,
        depth: &impl Fn(f64) -> f64,
        photo: &mut [f32],
    ) {
        if c.state.asymmetry.alpha > 0.0 {
            let mut symmetric = vec![0.0f32; photo.len()];
            self.symmetric_lines(c, shell, depth, &mut symmetric);
            c.state.asymmetry.add(&symmetric, photo, self.grid.step_ev);
        } else {
            self.symmetric_lines(c, shell, depth, photo);
        }
    }

    fn symmetric_lines(
        &mut self,
        c: &Component,
        shell: Shell,
        depth: &impl Fn(f64) -> f64,
        photo: &mut [f32],
    ) {
        let source = self.instrument.source;
        for line in lines::of(c.z).iter().filter(|l| Shell::of(l) == shell) {
            let kinetic = source.photon_energy_ev() - line.binding_ev;
            let sigma = line.sigma_barn(source);
            if kinetic < MIN_KINETIC_EV || sigma <= 0.0 {
                continue;
            }
            let change = (self.deviation)(Drawn::Photo(line));
            let angular = self.instrument.asymmetry(line.beta(source));
            let satellites = || {
                let all = c.state.satellites.iter();
                all.filter(|s| s.concerns(line.subshell()))
            };
            // The terms that an s level splits into are drawn one by one, or as one width: not both.
            let resolved =
                line.subshell().ends_with('s') && satellites().any(|s| s.subshell.is_some());
            let multiplet = if resolved { 0.0 } else { line.gauss_fwhm_ev };
            let gauss = self
                .instrument
                .gauss_fwhm_ev()
                .hypot(c.state.broadening_ev)
                .hypot(multiplet);
            let whole = 1.0 + satellites().map(|s| s.ratio).sum::<f64>();
            let lorentz = line.width_ev * change.width + self.instrument.lorentz_fwhm_ev();
            let (fwhm_ev, eta) = line_shape::pseudo_voigt(gauss, lorentz);
            let displacement_ev = c.state.asymmetry.displacement_ev(fwhm_ev, eta);
            let peak = Peak {
                centre_ev: line.binding_ev
                    + c.state.shift_ev * chemical_state::share_of_shift(c.z, line.subshell())
                    + change.shift_ev
                    - displacement_ev,
                area: c.fraction * sigma * angular * depth(kinetic) * change.area / whole,
                gauss_fwhm_ev: gauss,
                lorentz_fwhm_ev: lorentz,
            };
            peak.add_to(photo, self.grid);
            for s in satellites() {
                Peak {
                    centre_ev: peak.centre_ev + s.offset_ev,
                    area: peak.area * s.ratio,
                    gauss_fwhm_ev: gauss.hypot(s.fwhm_ev),
                    ..peak
                }
                .add_to(photo, self.grid);
            }
        }
    }

    fn auger_lines(&mut self, c: &Component, depth: &impl Fn(f64) -> f64, augers: &mut [f32]) {
        let source = self.instrument.source;
        let hv = source.photon_energy_ev();
        for line in auger::with_bonds(c.z, source, c.state.bonds) {
            let change = (self.deviation)(Drawn::Auger(c.z, line));
            Peak {
                centre_ev: hv - line.kinetic_ev + c.state.auger_shift_ev + change.shift_ev,
                area: c.fraction * line.barn * depth(line.kinetic_ev) * change.area,
                gauss_fwhm_ev: self
                    .instrument
                    .analyser_fwhm_ev
                    .hypot(c.state.broadening_ev)
                    .hypot(line.gauss_fwhm_ev * change.width),
                lorentz_fwhm_ev: line.width_ev * change.width,
            }
            .add_to(augers, self.grid);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chemical_state::Class;
    use crate::instrument::Transmission;
    use crate::losses::Losses;
    use speclens_spectrum::Source;
    use speclens_spectrum::elements;

    const GRID: Grid = Grid {
        lo_ev: -10.0,
        step_ev: 1.0,
        points: 1408,
    };

    fn even() -> Instrument {
        Instrument {
            transmission: Transmission::power(0.0),
            ..Instrument::default()
        }
    }

    fn element(symbol: &str) -> Phase {
        let z = elements::by_symbol(symbol).unwrap().z;
        Phase::typical(&[(z, 1.0, Class::Element)], 0.0)
    }

    fn survey(sample: &Sample, instrument: &Instrument) -> Vec<f32> {
        simulate(sample, instrument, &GRID, as_tabulated).unwrap()
    }

    fn at(spectrum: &[f32], ev: f64) -> f32 {
        spectrum[(ev - GRID.lo_ev).round() as usize]
    }

    fn top_ev(spectrum: &[f32], from_ev: f64, to_ev: f64) -> f64 {
        let index = |ev: f64| (ev - GRID.lo_ev).round() as usize;
        let range = index(from_ev)..=index(to_ev);
        let top = range.max_by(|a, b| spectrum[*a].total_cmp(&spectrum[*b]));
        GRID.energy_ev(top.unwrap())
    }

    #[test]
    fn gold_looks_like_gold() {
        let y = survey(&Sample::clean(element("Au")), &even());
        let top = top_ev(&y, -10.0, 1397.0);
        assert!((top - 84.0).abs() <= 1.0, "strongest at {top} eV");
        assert!(at(&y, 88.0) > 2.0 * at(&y, 95.0), "4f5/2");
        assert!(at(&y, 335.0) > 1.2 * at(&y, 320.0), "4d5/2");
        assert!(
            at(&y, 600.0) > 2.0 * at(&y, 70.0),
            "the background rises behind the lines"
        );
        assert!(y.iter().all(|v| v.is_finite() && *v >= 0.0));
        assert!(
            at(&y, -8.0) < 1e-2 * at(&y, 84.0),
            "nothing above the Fermi edge"
        );
    }

    #[test]
    fn carbon_on_gold_hides_it() {
        let clean = survey(&Sample::clean(element("Au")), &even());
        let covered = survey(&Sample::clean(element("Au")).contaminated(2.0), &even());
        assert!(at(&covered, 84.0) < 0.75 * at(&clean, 84.0));
        assert!(at(&covered, 285.0) > at(&clean, 285.0));
    }

    #[test]
    fn layers_lie_on_one_another_in_order() {
        let layer = |symbol: &str| Layer {
            phase: element(symbol),
            thickness_nm: 3.0,
        };
        let sample = |layers| Sample {
            bulk: element("Au"),
            layers,
        };
        let silver_on_top = survey(&sample(vec![layer("Ag"), layer("Cu")]), &even());
        let copper_on_top = survey(&sample(vec![layer("Cu"), layer("Ag")]), &even());
        assert!(at(&silver_on_top, 368.0) > 2.0 * at(&copper_on_top, 368.0));
        assert!(at(&silver_on_top, 84.0) > 0.0);
    }

    #[test]
    fn a_layer_on_its_own_material_changes_nothing() {
        // Layers do without elastic scattering.
        let plain = |symbol: &str| {
            let mut phase = element(symbol);
            phase.losses.elastic = 0.0;
            phase
        };
        let clean = survey(&Sample::clean(plain("Au")), &even());
        for thickness_nm in [0.5, 2.0, 8.0] {
            let layered = Sample {
                bulk: plain("Au"),
                layers: vec![Layer {
                    phase: plain("Au"),
                    thickness_nm,
                }],
            };
            let y = survey(&layered, &even());
            for ev in [84.0, 130.0, 200.0, 335.0, 600.0, 1000.0] {
                let ratio = at(&y, ev) / at(&clean, ev);
                assert!(
                    (ratio - 1.0).abs() < 0.12,
                    "{thickness_nm} nm, {ev} eV: {ratio}"
                );
            }
        }
    }

    #[test]
    fn elastic_scattering_lowers_the_far_background_of_gold() {
        let gold = element("Au");
        let losses = gold.losses.function(GRID.step_ev);
        let line = |scattering: f32| {
            let mut y = vec![0.0f32; GRID.points];
            y[100] = 1.0;
            losses.half_space(&mut y, &vec![scattering; GRID.points]);
            y
        };
        let (straight, scattered) = (line(0.0), line(0.5));
        assert!((scattered[100] - 1.0).abs() < 1e-6, "the line itself stays");
        let near = scattered[115] / straight[115];
        let far = scattered[700] / straight[700];
        assert!((0.8..1.0).contains(&near) && far < 0.7, "{near} {far}");
    }

    #[test]
    fn auger_lines_move_between_sources_and_photoelectron_lines_do_not() {
        let silver = Sample::clean(element("Ag"));
        let al = survey(&silver, &even());
        let mg = survey(
            &silver,
            &Instrument {
                source: Source::MgKa,
                ..even()
            },
        );
        assert_eq!(top_ev(&al, 360.0, 372.0), top_ev(&mg, 360.0, 372.0));
        let (in_al, in_mg) = (top_ev(&al, 1115.0, 1140.0), top_ev(&mg, 882.0, 907.0));
        assert!((in_al - in_mg - 233.0).abs() <= 1.0, "{in_al} {in_mg}");
    }

    #[test]
    fn aluminium_shows_its_plasmons() {
        let y = survey(&Sample::clean(element("Al")), &even());
        for (ev, what) in [(72.9 + 15.0, "bulk"), (72.9 + 30.0, "second bulk")] {
            let top = top_ev(&y, ev - 5.0, ev + 4.0);
            assert!((top - ev).abs() <= 1.5, "{what}: {top} instead of {ev} eV");
        }
        let mut bulk = element("Al");
        bulk.losses = Losses {
            surface: 0.0,
            ..bulk.losses
        };
        let without = survey(&Sample::clean(bulk), &even());
        let surface = 72.9 + 10.6;
        assert!(at(&y, surface) > 1.05 * at(&without, surface), "surface");
    }

    #[test]
    fn holes_of_the_valence_shell_take_less_out_of_their_lines() {
        let height = |intrinsic: f64, before_ev: f64, ev: f64| {
            let mut iron = element("Fe");
            iron.losses.intrinsic = intrinsic;
            let y = survey(&Sample::clean(iron), &even());
            at(&y, ev) - at(&y, before_ev)
        };
        let kept = |before_ev, ev| height(0.6, before_ev, ev) / height(0.0, before_ev, ev);
        let (core, valence) = (kept(695.0, 707.0), kept(40.0, 53.0));
        assert!((core / (-0.6f32).exp() - 1.0).abs() < 0.05, "2p: {core}");
        assert!(
            (valence / (-0.3f32).exp() - 1.0).abs() < 0.05,
            "3p: {valence}"
        );
    }

    #[test]
    fn thin_layers_share_the_surface_with_what_is_below() {
        let on_gold = |phase: Phase, thickness_nm: f64| Sample {
            bulk: element("Au"),
            layers: vec![Layer {
                phase,
                thickness_nm,
            }],
        };
        let bare = element("Au").losses.surface;
        let under = |thickness_nm: f64| {
            let mut silent = element("Al");
            silent.losses.surface = 0.0;
            surface_excitation(&on_gold(silent, thickness_nm), &GRID).map(|found| found.1)
        };
        assert!((under(0.0).unwrap() / bare - 1.0).abs() < 1e-9);
        assert!((under(SURFACE_DEPTH_NM).unwrap() / bare - (-1.0f64).exp()).abs() < 1e-9);
        assert!(under(1e6).is_none(), "no phase has a surface");

        // Thick aluminium loses energy to the surface as aluminium, a trace of it as the gold below.
        let lost = |thickness_nm: f64, ev: usize| {
            let sample = on_gold(element("Al"), thickness_nm);
            let mut y = vec![0.0f32; GRID.points];
            y[100] = 1.0;
            let (function, _) = surface_excitation(&sample, &GRID).unwrap();
            function.surface(&mut y, &vec![1.0; GRID.points]);
            y[100 + ev]
        };
        assert!(lost(3.0, 11) > 20.0 * lost(3.0, 30), "Al");
        assert!((lost(0.002, 11) / lost(0.0, 11) - 1.0).abs() < 0.1, "Au");
        assert!(lost(0.4, 11) > 2.0 * lost(0.0, 11), "both");
    }

    #[test]
    fn a_twin_anode_adds_satellites_and_background() {
        let gold = Sample::clean(element("Au"));
        let twin = Instrument {
            transmission: Transmission::power(0.0),
            ..Instrument::twin_anode(Source::MgKa)
        };
        let y = survey(&gold, &twin);
        let mono = survey(
            &gold,
            &Instrument {
                monochromated: true,
                bremsstrahlung: 0.0,
                ..twin.clone()
            },
        );
        assert!(at(&y, 75.0) > 2.0 * at(&mono, 75.0), "Kα3,4 of 4f");
        assert!(at(&y, -9.0) > 5.0 * at(&mono, -9.0));
    }

    #[test]
    fn divalent_copper_is_told_from_the_metal_by_its_satellite() {
        let oxide = Phase::typical(&[(29, 0.5, Class::Oxide), (8, 0.5, Class::Oxysalt)], 1.4);
        let oxide = survey(&Sample::clean(oxide), &even());
        let metal = survey(&Sample::clean(element("Cu")), &even());
        let bump = |y: &[f32]| at(y, 942.0) - 0.5 * (at(y, 937.0) + at(y, 947.0));
        let height = |y: &[f32]| at(y, 933.0) - at(y, 925.0);
        assert!(bump(&oxide) > 0.1 * height(&oxide));
        assert!(bump(&metal) < 0.02 * height(&metal));
    }

    #[test]
    fn impossible_samples_are_refused() {
        let mut bad = Sample::clean(element("Au"));
        bad.bulk.components[0].fraction = 0.7;
        assert_eq!(
            simulate(&bad, &even(), &GRID, as_tabulated),
            Err(SampleError::Fractions(0.7))
        );
        let mut gap = Sample::clean(element("Au"));
        gap.bulk.gap_ev = f64::NAN;
        assert!(simulate(&gap, &even(), &GRID, as_tabulated).is_err());
    }

    #[test]
    fn impossible_instruments_and_grids_are_refused() {
        let gold = Sample::clean(element("Au"));
        let said = |instrument: &Instrument, grid: &Grid| {
            simulate(&gold, instrument, grid, as_tabulated)
                .unwrap_err()
                .to_string()
        };
        let with = |change: fn(&mut Instrument)| {
            let mut instrument = even();
            change(&mut instrument);
            said(&instrument, &GRID)
        };
        for (text, word) in [
            (with(|i| i.analyser_fwhm_ev = f64::NAN), "resolution"),
            (with(|i| i.analyser_fwhm_ev = -1.0), "resolution"),
            (
                with(|i| i.source_analyser_angle_deg = f64::INFINITY),
                "angle",
            ),
            (with(|i| i.bremsstrahlung = -0.1), "bremsstrahlung"),
            (
                with(|i| i.transmission = Transmission::power(f64::NAN)),
                "transmission",
            ),
            (
                said(
                    &even(),
                    &Grid {
                        step_ev: 0.0,
                        ..GRID
                    },
                ),
                "steps",
            ),
        ] {
            assert!(text.contains(word) && text.contains("expected"), "{text}");
        }
    }

    #[test]
    fn a_layer_of_any_thickness_is_passed() {
        let thick = |thickness_nm: f64| Sample {
            bulk: element("Au"),
            layers: vec![Layer {
                phase: element("Al"),
                thickness_nm,
            }],
        };
        let (deep, deeper) = (
            survey(&thick(200.0), &even()),
            survey(&thick(1e15), &even()),
        );
        assert!((at(&deep, 73.0) / at(&deeper, 73.0) - 1.0).abs() < 0.02);
    }
}
