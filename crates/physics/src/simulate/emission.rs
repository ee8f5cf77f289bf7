//! The electrons as they are set free: photoelectron and Auger lines with their intrinsic losses.

use speclens_spectrum::Grid;

use super::{Deviation, Drawn, MIN_KINETIC_EV};
use crate::auger;
use crate::chemical_state;
use crate::instrument::Instrument;
use crate::line_shape::{self, Peak};
use crate::lines::{self, Line};
use crate::sample::Phase;
use crate::state::Component;
use crate::tougaard::LossFunction;

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

/// Draws the lines of the electrons as they are set free.
pub(super) struct Emission<'a, F> {
    pub instrument: &'a Instrument,
    pub grid: &'a Grid,
    pub deviation: &'a mut F,
}

impl<F: FnMut(Drawn<'_>) -> Deviation> Emission<'_, F> {
    /// The electrons as they are set free in `phase`, ascending in binding energy; `depth` is atoms
    /// per area that contribute at a kinetic energy.
    pub fn excited(
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
            if !self.symmetric_lines(c, shell, depth, &mut symmetric) {
                return;
            }
            c.state.asymmetry.add(&symmetric, photo, self.grid.step_ev);
        } else {
            self.symmetric_lines(c, shell, depth, photo);
        }
    }

    /// Whether any was drawn.
    fn symmetric_lines(
        &mut self,
        c: &Component,
        shell: Shell,
        depth: &impl Fn(f64) -> f64,
        photo: &mut [f32],
    ) -> bool {
        let mut any = false;
        let source = self.instrument.source;
        for line in lines::of(c.z).iter().filter(|l| Shell::of(l) == shell) {
            let kinetic = source.photon_energy_ev() - line.binding_ev;
            let sigma = line.sigma_barn(source);
            if kinetic < MIN_KINETIC_EV || sigma <= 0.0 {
                continue;
            }
            let change = (self.deviation)(Drawn::Photo(line));
            if change.area == 0.0 {
                continue;
            }
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
            any = true;
        }
        any
    }

    fn auger_lines(&mut self, c: &Component, depth: &impl Fn(f64) -> f64, augers: &mut [f32]) {
        let source = self.instrument.source;
        let hv = source.photon_energy_ev();
        for line in auger::with_bonds(c.z, source, c.state.bonds) {
            let change = (self.deviation)(Drawn::Auger(c.z, line));
            if change.area == 0.0 {
                continue;
            }
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
