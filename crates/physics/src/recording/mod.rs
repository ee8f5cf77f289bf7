//! From an expected survey to one as an instrument records it: energy-scale error, charging, range
//! and step, dark counts, dead time, noise, spikes.
//!
//! The expected survey holds one mean per grid cell; the recorded one holds counts per channel on
//! the instrument's own axis. Give it to [`Grid::place`] through [`Recorded::into_spectrum`], and
//! the network sees it as it sees a file.

mod charging;
mod curve;
mod noise;
mod snr;
#[cfg(test)]
mod tests;

use rand::{Rng, RngExt};
use serde::{Deserialize, Serialize};

pub use charging::Charging;
use curve::CellMeans;
pub use noise::{Spikes, poisson};
pub use snr::{FOOT_EV, Prominence, strongest_line};

use speclens_spectrum::Grid;
use speclens_spectrum::{Axis, CountUnit, Source, Spectrum};

/// The channels of a scan: even steps on the binding-energy axis.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scan {
    /// Binding energy of the first channel, eV.
    pub from_ev: f64,
    /// No channel lies above this binding energy, eV.
    pub to_ev: f64,
    /// Step, eV.
    pub step_ev: f64,
}

/// More channels than any survey has: 2,000 eV in steps of 0.01 eV.
const MAX_CHANNELS: f64 = 200_000.0;

impl Scan {
    /// The scan that takes each point of `grid` as a channel.
    pub fn of_grid(grid: &Grid) -> Self {
        Scan {
            from_ev: grid.lo_ev,
            to_ev: grid.energy_ev(grid.points.saturating_sub(1)),
            step_ev: grid.step_ev,
        }
    }

    /// Number of channels.
    pub fn channels(&self) -> usize {
        // A millionth of a step forgives 0.1 its binary fraction.
        ((self.to_ev - self.from_ev) / self.step_ev + 1e-6).floor() as usize + 1
    }

    /// Binding energy of channel `i`, eV.
    pub fn energy_ev(&self, i: usize) -> f64 {
        self.from_ev + self.step_ev * i as f64
    }

    fn check(&self) -> Result<(), RecordError> {
        let steps = (self.to_ev - self.from_ev) / self.step_ev;
        if self.step_ev > 0.0 && (2.0..MAX_CHANNELS).contains(&steps) {
            Ok(())
        } else {
            Err(RecordError::Scan(*self))
        }
    }
}

/// How long is counted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exposure {
    /// For ever: expected values, the strongest channel 1.
    Noiseless,
    /// Until so many events are expected in the strongest channel, dark counts included.
    Counts(f64),
    /// Until this signal-to-noise ratio is reached, in the scan's own channels: height of the
    /// strongest line above its background, divided by the standard deviation of the noise beside
    /// it ([`strongest_line`], [`Prominence::counts_for_snr`]).
    Snr(f64),
}

/// What an expected survey goes through until it stands in a file.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recording {
    /// Channels.
    pub scan: Scan,
    /// Energy-scale error at 0 eV: lines appear this much higher in binding energy, eV.
    pub shift_ev: f64,
    /// Stretch of the energy scale about 0 eV, relative: E = E_true·(1 + stretch) + shift.
    pub stretch: f64,
    /// Charging of the sample.
    pub charging: Charging,
    /// Dark counts per channel, as a fraction of the signal in the strongest channel.
    pub dark: f64,
    /// n·τ in the strongest channel: true count rate times the detector's dead time. Recorded is
    /// m = n/(1 + n·τ), the non-paralysable detector (Knoll, Radiation Detection and
    /// Measurement, 4th ed. 2010, eq. 4.23).
    pub dead_time: f64,
    /// Discharges and cosmic rays.
    pub spikes: Spikes,
    /// How long is counted.
    pub exposure: Exposure,
}

/// A recorded survey.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Its channels.
    pub scan: Scan,
    /// Counts, one per channel: whole numbers, or expected values of a
    /// [`Exposure::Noiseless`] recording.
    pub counts: Vec<f64>,
}

/// Why nothing can be recorded.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RecordError {
    /// No scan.
    #[error(
        "a scan from {from} to {to} eV in steps of {step} eV; expected a step above zero and 3 to 200,000 channels",
        from = .0.from_ev, to = .0.to_ev, step = .0.step_ev
    )]
    Scan(Scan),
    /// The survey is not one of the grid.
    #[error("{found} expected intensities for a grid of {points} points")]
    Length {
        /// Intensities given.
        found: usize,
        /// Points of the grid.
        points: usize,
    },
    /// A number that no instrument has.
    #[error("{name} is {value}; expected {expected}")]
    Value {
        /// Which number.
        name: &'static str,
        /// What it is.
        value: f64,
        /// What it may be.
        expected: &'static str,
    },
    /// Nothing to be seen in the scan.
    #[error("no intensity above zero between {from_ev} and {to_ev} eV binding energy")]
    Dark {
        /// Lower end of the scan, eV.
        from_ev: f64,
        /// Upper end of the scan, eV.
        to_ev: f64,
    },
    /// A signal-to-noise ratio is asked of a spectrum without a line.
    #[error(
        "no line stands above its background between {from_ev} and {to_ev} eV binding energy: no signal-to-noise ratio"
    )]
    NoLine {
        /// Lower end of the scan, eV.
        from_ev: f64,
        /// Upper end of the scan, eV.
        to_ev: f64,
    },
}

impl Recording {
    /// A recording without errors and noise.
    pub fn ideal(scan: Scan) -> Self {
        Recording {
            scan,
            shift_ev: 0.0,
            stretch: 0.0,
            charging: Charging::default(),
            dark: 0.0,
            dead_time: 0.0,
            spikes: Spikes::default(),
            exposure: Exposure::Noiseless,
        }
    }

    /// Records `expected`, the mean intensity of each cell of `grid` in any unit. Outside the grid
    /// the intensity is taken as that of its outermost cell.
    ///
    /// Noise is Poisson noise about the recorded mean. (A dead time also narrows it, to
    /// m·(1 + nτ)^−2 in variance; that is left out.)
    ///
    /// # Errors
    /// [`RecordError`].
    pub fn record(
        &self,
        expected: &[f32],
        grid: &Grid,
        rng: &mut impl Rng,
    ) -> Result<Recorded, RecordError> {
        let means = self.means(expected, grid)?;
        let events = self.events(&means)?;
        let mut counts: Vec<f64> = match events {
            Some(events) => means
                .iter()
                .map(|m| poisson(f64::from(*m) * events, rng))
                .collect(),
            None => means.iter().map(|m| f64::from(*m)).collect(),
        };
        self.spikes.add_to(&mut counts, events, rng);
        Ok(Recorded {
            scan: self.scan,
            counts,
        })
    }

    /// Expected values of all channels, the strongest 1, before noise and spikes.
    ///
    /// # Errors
    /// [`RecordError`].
    pub fn means(&self, expected: &[f32], grid: &Grid) -> Result<Vec<f32>, RecordError> {
        self.check(expected.len(), grid)?;
        let curve = match self.charging.broadened(expected, grid.step_ev) {
            Some(broadened) => CellMeans::through(&broadened),
            None => CellMeans::through(expected),
        };
        // Where a channel's electrons truly stand, in cells from the centre of the first one.
        let shift_ev = self.shift_ev + self.charging.shift_ev;
        let per_ev = 1.0 / ((1.0 + self.stretch) * grid.step_ev);
        let first = (self.scan.from_ev - shift_ev) * per_ev - grid.lo_ev / grid.step_ev;
        let mut means = curve.sample(first, self.scan.step_ev * per_ev, self.scan.channels());

        let top = highest(&means);
        if top <= 0.0 {
            return Err(RecordError::Dark {
                from_ev: self.scan.from_ev,
                to_ev: self.scan.to_ev,
            });
        }
        let (dark, dead_time) = (self.dark as f32, self.dead_time as f32);
        for m in &mut means {
            // In units of the strongest channel, both before and after the dead time.
            let n = (*m / top + dark) / (1.0 + dark);
            *m = n * (1.0 + dead_time) / (1.0 + dead_time * n);
        }
        Ok(means)
    }

    /// Events to expect in the strongest channel; none for a noiseless recording.
    fn events(&self, means: &[f32]) -> Result<Option<f64>, RecordError> {
        match self.exposure {
            Exposure::Noiseless => Ok(None),
            Exposure::Counts(counts) => Ok(Some(counts)),
            Exposure::Snr(snr) => {
                let line = strongest_line(means, self.scan.step_ev).ok_or(RecordError::NoLine {
                    from_ev: self.scan.from_ev,
                    to_ev: self.scan.to_ev,
                })?;
                Ok(Some(line.counts_for_snr(snr)))
            }
        }
    }

    fn check(&self, found: usize, grid: &Grid) -> Result<(), RecordError> {
        self.scan.check()?;
        if found != grid.points || found == 0 {
            return Err(RecordError::Length {
                found,
                points: grid.points,
            });
        }
        let within = |name, value: f64, lo: f64, hi: f64, expected| {
            if (lo..=hi).contains(&value) {
                Ok(())
            } else {
                Err(RecordError::Value {
                    name,
                    value,
                    expected,
                })
            }
        };
        let percent = "-0.1 to 0.1";
        let some_ev = "-100 to 100 eV";
        let none_or_more = "0 or more";
        within("the energy shift", self.shift_ev, -100.0, 100.0, some_ev)?;
        within("the stretch", self.stretch, -0.1, 0.1, percent)?;
        let c = &self.charging;
        within("the charging shift", c.shift_ev, -100.0, 100.0, some_ev)?;
        within("the charging tail", c.tail_ev, -100.0, 100.0, some_ev)?;
        within("the charging width", c.fwhm_ev, 0.0, 100.0, "0 to 100 eV")?;
        within("the dark count", self.dark, 0.0, 1e6, none_or_more)?;
        within("the dead time", self.dead_time, 0.0, 1e3, none_or_more)?;
        let s = &self.spikes;
        within("the number of spikes", s.number, 0.0, 1e3, "0 to 1000")?;
        within("the height of spikes", s.height, 0.0, 1e6, none_or_more)?;
        match self.exposure {
            Exposure::Noiseless => Ok(()),
            Exposure::Counts(n) => within("the count", n, f64::MIN_POSITIVE, 1e15, "above 0"),
            Exposure::Snr(q) => within(
                "the signal-to-noise ratio",
                q,
                f64::MIN_POSITIVE,
                1e6,
                "above 0",
            ),
        }
    }
}

impl Recorded {
    /// The recorded survey as a file of an instrument with this source would give it.
    pub fn into_spectrum(self, source: Source) -> Spectrum {
        Spectrum {
            photon_energy_ev: Some(source.photon_energy_ev()),
            axis: Some(Axis::Binding),
            energy_ev: (0..self.counts.len())
                .map(|i| self.scan.energy_ev(i))
                .collect(),
            counts: self.counts,
            count_unit: CountUnit::Counts,
            ..Spectrum::default()
        }
    }
}

fn highest(values: &[f32]) -> f32 {
    values.iter().copied().fold(0.0, f32::max)
}

/// A number between 0 and 1 that is not 0.
fn open_unit(rng: &mut impl Rng) -> f64 {
    1.0 - rng.random::<f64>()
}
