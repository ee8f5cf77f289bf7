//! How electrons lose energy in a material: which loss function it has.

use super::chemical_state;
use super::state::Component;
use super::tougaard::LossFunction;

/// Inelastic losses of a phase.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Losses {
    /// Broad part of the loss function.
    pub cross_section: CrossSection,
    /// ∫λK dT: how often electrons lose energy per inelastic mean free path.
    pub total: f64,
    /// Bulk plasmon beside the broad part, where there is one.
    pub plasmon: Option<Plasmon>,
    /// Intrinsic losses: how often, in the mean, a sudden hole itself excites the solid, if it is deeper than the shell of
    /// the valence electrons (else [`Losses::intrinsic_of_valence_shell`]). They take a share 1 − exp(−intrinsic) out of
    /// the narrow line and spread it over the loss function.
    pub intrinsic: f64,
    /// Probability that an electron of 1000 eV excites the surface on its way out; it falls
    /// as 1/√E (Chen 1996, Surf. Sci. 351, 345).
    pub surface: f64,
    /// Factor on the elastic scattering of [`super::elastic`]: 1, or 0 for straight paths.
    pub elastic: f64,
}

/// Three parameters of the inelastic cross section λK(T) = B·T/((C − T²)² + D·T²)
/// (Tougaard 1997, Surf. Interface Anal. 25, 137), with T in eV.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CrossSection {
    /// C, eV².
    pub c_ev2: f64,
    /// D, eV².
    pub d_ev2: f64,
}

impl CrossSection {
    /// Share of the losses that are larger than `ev`.
    pub fn share_beyond(&self, ev: f64) -> f64 {
        // ∫T dT/((C − T²)² + D·T²) from T to infinity, by u = T²: ½∫du/(u² + p·u + C²).
        let p = self.d_ev2 - 2.0 * self.c_ev2;
        let discriminant = p * p - 4.0 * self.c_ev2 * self.c_ev2;
        // Both forms tend to the same where the root is zero (D = 4·C).
        let root = discriminant.abs().sqrt().max(1e-4 * self.c_ev2);
        let beyond = |ev: f64| {
            let at = 2.0 * ev * ev + p;
            if discriminant > 0.0 {
                0.5 * ((at + root) / (at - root)).ln()
            } else {
                std::f64::consts::FRAC_PI_2 - (at / root).atan()
            }
        };
        beyond(ev) / beyond(0.0)
    }
}

/// A bulk plasmon.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plasmon {
    /// Its energy, eV.
    pub energy_ev: f64,
    /// FWHM of its loss, eV.
    pub width_ev: f64,
    /// Share of [`Losses::total`] that goes to it.
    pub share: f64,
}

/// Tougaard's class of noble and transition metals: B = 4210, C = 1000, D = 13300 eV² (Tougaard 1997),
/// here for all materials but those below. His universal cross section (B = 2866, C = 1643, D = 4·C; Tougaard
/// 1987, Solid State Commun. 61, 547) has half as many losses of 10 eV and 40 % more of 50 eV, and
/// misses the measured surveys more (docs/decisions/0015-constants-by-all-surveys.md).
pub const METAL: CrossSection = CrossSection {
    c_ev2: 1000.0,
    d_ev2: 13300.0,
};
/// ∫λK dT: every electron loses energy once per inelastic mean free path, by its definition.
const TOTAL: f64 = 1.0;
/// Tougaard's class of polymers: B = 434, C = 551, D = 436 eV² (Tougaard 1997).
pub const POLYMER: CrossSection = CrossSection {
    c_ev2: 551.0,
    d_ev2: 436.0,
};
/// Tougaard's cross section of SiO₂: B = 325, C = 542, D = 275 eV² (Tougaard 1997).
pub const SILICA: CrossSection = CrossSection {
    c_ev2: 542.0,
    d_ev2: 275.0,
};

/// Free-electron solids with sharp plasmons: (Z, energy, FWHM in eV). Raether 1980, Excitation of
/// Plasmons and Interband Transitions by Electrons (Springer), table 5; Si, Ge from its chapter 5.
const SHARP_PLASMONS: &[(u8, f64, f64)] = &[
    (3, 7.1, 2.2),
    (4, 18.7, 4.8),
    (11, 5.7, 0.5),
    (12, 10.3, 0.7),
    (13, 15.0, 0.9),
    (14, 16.7, 3.3),
    (19, 3.7, 0.4),
    (32, 16.0, 3.4),
];
/// Share of the losses of a free-electron solid that are plasmons; the rest is broad.
const SHARP_SHARE: f64 = 0.65;
/// Intrinsic losses, mean number per core hole, of all but the materials below. Shake-up and shake-off take 20
/// to 40 % out of the narrow lines of atoms (Carlson and Nestor 1973, Phys. Rev. A 8, 2887) and solids
/// (Simonsen, Yubero and Tougaard 1997, Phys. Rev. B 56, 1612), while Scofield's cross sections hold it
/// all. The value is 26 %; with it the simulated backgrounds of silver and gold come near the measured ones.
const INTRINSIC: f64 = 0.3;
/// The same with Ti to Cu, La to Yb, Th or U ([`chemical_state::has_open_shell`]), whose d and f electrons take part:
/// 45 %, a little beyond that range; with it the backgrounds of iron, cobalt, their oxides and copper (whose full
/// 3d band lies 2 to 5 eV deep) come near the measured ones.
const OPEN_SHELL_INTRINSIC: f64 = 0.6;
/// Share of that by holes in the shell of the valence electrons (3s and 3p of Fe, 4s and 4p of Ag, 5s and 5p of Au):
/// the electrons that are shaken off see a deeper hole as a whole further charge, and one among themselves as a part of
/// it. Half is an estimate; with it the lines of iron, cobalt and their oxides, recorded in one file, ask for
/// about the same transmission function, the one that the file gives.
const VALENCE_SHELL_SHARE: f64 = 0.5;
/// Intrinsic plasmons of free-electron metals, mean number per core hole: Be, Na, Mg, Al 0.1 to 0.25
/// (Steiner, Höchst and Hüfner 1979, Photoemission in Solids II, chapter 7).
const SHARP_INTRINSIC: f64 = 0.15;
/// Surface excitation at 1000 eV and normal emission: 0.08 to 0.15 for one crossing (Oswald 1992,
/// thesis, Tübingen; Werner, Smekal, Tomastik and Störi 2001, Surf. Sci. 486, L461).
const SURFACE: f64 = 0.1;
/// Carbon to more than this atomic fraction: losses of a polymer.
const POLYMER_CARBON: f64 = 0.5;
/// Band gap from which a compound loses energy like silica, eV: its valence electrons respond as
/// one broad collective excitation near 22 eV.
const INSULATOR_GAP_EV: f64 = 2.5;
/// From this atomic fraction of those elements on, a material loses energy like their metals.
const OPEN_SHELL_SHARE: f64 = 0.05;
/// Losses are followed this far, eV; electrons that lose more at once (3.4 % in [`METAL`]) are not drawn.
const REACH_EV: f64 = 250.0;

impl Losses {
    /// Those of a metal, but for Ti to Cu, rare earths, Th and U.
    pub fn metal() -> Self {
        Losses {
            cross_section: METAL,
            total: TOTAL,
            plasmon: None,
            intrinsic: INTRINSIC,
            surface: SURFACE,
            elastic: 1.0,
        }
    }

    /// The losses of a material of `components` with a band gap of `gap_ev`: sharp plasmons for
    /// the free-electron elements, Tougaard's classes for polymers and insulators, that of metals for
    /// everything else.
    pub fn typical(components: &[Component], gap_ev: f64) -> Self {
        let share = |wanted: &dyn Fn(u8) -> bool| -> f64 {
            components
                .iter()
                .filter(|c| wanted(c.z))
                .map(|c| c.fraction)
                .sum()
        };
        let sharp = SHARP_PLASMONS
            .iter()
            .find(|(z, ..)| share(&|other| other == *z) > 0.9);
        if let Some(&(_, energy_ev, width_ev)) = sharp {
            return Losses {
                plasmon: Some(Plasmon {
                    energy_ev,
                    width_ev,
                    share: SHARP_SHARE,
                }),
                intrinsic: SHARP_INTRINSIC,
                ..Losses::metal()
            };
        }
        if share(&|z| z == 6) > POLYMER_CARBON && gap_ev > 0.0 {
            return Losses {
                cross_section: POLYMER,
                ..Losses::metal()
            };
        }
        if share(&chemical_state::has_open_shell) >= OPEN_SHELL_SHARE {
            return Losses {
                intrinsic: OPEN_SHELL_INTRINSIC,
                ..Losses::metal()
            };
        }
        if gap_ev >= INSULATOR_GAP_EV {
            return Losses {
                cross_section: SILICA,
                ..Losses::metal()
            };
        }
        Losses::metal()
    }

    /// [`Losses::intrinsic`] for holes in the shell of the valence electrons.
    pub fn intrinsic_of_valence_shell(&self) -> f64 {
        VALENCE_SHELL_SHARE * self.intrinsic
    }

    /// The loss function on a grid of `step_ev`.
    pub fn function(&self, step_ev: f64) -> LossFunction {
        let c = self.cross_section;
        let broad = LossFunction::three_parameters(1.0, c.c_ev2, c.d_ev2, step_ev, REACH_EV);
        let followed = self.total * (1.0 - c.share_beyond(REACH_EV));
        match self.plasmon {
            None => broad.scaled_to(followed),
            Some(p) => broad.scaled_to(followed * (1.0 - p.share)).with_plasmon(
                p.energy_ev,
                p.width_ev,
                self.total * p.share,
                step_ev,
            ),
        }
    }

    /// The loss function of the surface, of total weight one: the bulk's plasmon where it has a sharp one, else
    /// its broad losses, at energies divided by √2 (Ritchie 1957, Phys. Rev. 106, 874).
    pub fn surface_function(&self, step_ev: f64) -> LossFunction {
        use std::f64::consts::FRAC_1_SQRT_2;
        match self.plasmon {
            Some(p) => LossFunction::plasmon(
                p.energy_ev * FRAC_1_SQRT_2,
                p.width_ev + SURFACE_DISPERSION_EV,
                1.0,
                step_ev,
            ),
            None => {
                let c = self.cross_section;
                LossFunction::three_parameters(1.0, 0.5 * c.c_ev2, 0.5 * c.d_ev2, step_ev, REACH_EV)
                    .scaled_to(1.0)
            }
        }
    }
}

/// Surface plasmons are wider than bulk ones by their dispersion, eV.
const SURFACE_DISPERSION_EV: f64 = 1.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chemical_state::Class;
    use crate::imfp::Bulk;
    use crate::sample::Phase;
    use crate::solids;

    #[test]
    fn free_electron_energies_are_near_the_measured_plasmons() {
        for &(z, measured, _) in SHARP_PLASMONS {
            let element = solids::by_z(z).unwrap();
            let free = Bulk::of_mixture([(element, 1.0)], 0.0).plasmon_ev();
            assert!(
                (free / measured - 1.0).abs() < 0.17,
                "Z = {z}: {free} against {measured} eV"
            );
        }
    }

    #[test]
    fn each_kind_of_material_has_its_losses() {
        let typical = |parts: &[(u8, f64, Class)], gap| Phase::typical(parts, gap).losses;
        let aluminium = typical(&[(13, 1.0, Class::Element)], 0.0);
        assert_eq!(aluminium.plasmon.unwrap().energy_ev, 15.0);
        assert_eq!(typical(&[(79, 1.0, Class::Element)], 0.0), Losses::metal());
        let polymer = typical(&[(6, 0.7, Class::Organic), (8, 0.3, Class::Organic)], 5.0);
        assert_eq!(polymer.cross_section, POLYMER);
        let silica = typical(
            &[
                (14, 1.0 / 3.0, Class::Oxide),
                (8, 2.0 / 3.0, Class::Oxysalt),
            ],
            8.9,
        );
        assert_eq!(silica.cross_section, SILICA);
    }

    #[test]
    fn open_shells_shake_more_electrons_loose() {
        let intrinsic = |z, class, gap| Phase::typical(&[(z, 1.0, class)], gap).losses.intrinsic;
        assert_eq!(intrinsic(26, Class::Element, 0.0), OPEN_SHELL_INTRINSIC);
        assert_eq!(intrinsic(29, Class::Element, 0.0), OPEN_SHELL_INTRINSIC);
        assert_eq!(intrinsic(29, Class::Oxide, 1.4), OPEN_SHELL_INTRINSIC);
        assert_eq!(intrinsic(79, Class::Element, 0.0), INTRINSIC);
    }

    #[test]
    fn the_class_of_metals_adds_up_to_nearly_one_loss() {
        let k = LossFunction::three_parameters(4210.0, METAL.c_ev2, METAL.d_ev2, 0.25, 4000.0);
        assert!((k.total() - 0.915).abs() < 2e-3, "{}", k.total());
    }

    #[test]
    fn few_losses_are_larger_than_those_followed() {
        let universal = CrossSection {
            c_ev2: 1643.0,
            d_ev2: 4.0 * 1643.0,
        };
        for class in [METAL, POLYMER, SILICA, universal] {
            let up_to = |reach_ev| {
                LossFunction::three_parameters(1.0, class.c_ev2, class.d_ev2, 0.25, reach_ev)
                    .total()
            };
            for ev in [30.0, REACH_EV] {
                let share = 1.0 - up_to(ev) / up_to(8000.0);
                assert!((class.share_beyond(ev) - share).abs() < 3e-3, "{class:?}");
            }
        }
        assert!((METAL.share_beyond(REACH_EV) - 0.034).abs() < 1e-3);
    }

    #[test]
    fn the_total_is_kept_whatever_the_shape() {
        for losses in [
            Losses::metal(),
            Losses {
                cross_section: POLYMER,
                ..Losses::metal()
            },
            Phase::typical(&[(13, 1.0, Class::Element)], 0.0).losses,
        ] {
            let total = losses.function(1.0).total();
            let beyond = losses.cross_section.share_beyond(REACH_EV);
            let expected =
                losses.total * (1.0 - (1.0 - losses.plasmon.map_or(0.0, |p| p.share)) * beyond);
            assert!((total / expected - 1.0).abs() < 1e-3, "{total}");
        }
    }
}
