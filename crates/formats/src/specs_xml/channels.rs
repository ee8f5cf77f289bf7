//! The channels of a detector put together to one spectrum.
//!
//! While the analyser stands at the energy E, the channel with the shift s counts electrons of
//! the energy E + s · pass energy. SpecsLab therefore begins a scan `mcd_head` steps before the
//! first energy and ends it `mcd_tail` steps after the last one, and takes for an energy the
//! nearest point of each channel. So it is done here: the sum stays one of whole counts, and no
//! channel is off by more than half a step.

use super::region::{Channel, Cycle, LabRegion};
use crate::shared::checks::{tidy, turns_back};
use crate::shared::error::{Fault, quote};

/// Scan mode in which the energy is scanned at a constant pass energy.
const SCAN: &str = "FixedAnalyzerTransmission";
/// Scan mode in which the energies are those of the detector's channels.
const SNAPSHOT: &str = "Snapshot (FAT)";

/// What a region says of the counts of its scans.
pub(super) struct DetectorLayout {
    /// Points of a spectrum, as the region orders them.
    pub values: usize,
    /// Points that were measured before and after them.
    pub head: usize,
    pub tail: usize,
    /// Curves of a scan, which a detector with two dimensions measures.
    pub curves: usize,
    pub channels: Vec<Channel>,
    /// First energy of a spectrum.
    pub first_ev: f64,
    pub step_ev: f64,
    pub pass_ev: Option<f64>,
    pub is_snapshot: bool,
}

/// Energies and counts of one curve.
pub(super) struct SummedCurve {
    pub energy_ev: Vec<f64>,
    pub counts: Vec<f64>,
    /// Number of ordered points before the first.
    pub lost_before: usize,
}

impl DetectorLayout {
    pub fn of(region: &LabRegion) -> Result<DetectorLayout, Fault> {
        let mode = region.text("scan_mode");
        if ![SCAN, SNAPSHOT].contains(&mode) {
            let found = match mode {
                "" => "no scan mode".to_owned(),
                other => format!("the scan mode {}", quote(other)),
            };
            return Err(region.refuse(found, &format!("“{SCAN}” or “{SNAPSHOT}”")));
        }
        let need = |name: &str, value: Option<f64>| {
            value.ok_or_else(|| region.refuse(format!("no {name}"), "one"))
        };
        let mut channels = region.channels.clone();
        if channels.is_empty() {
            channels.push(Channel {
                shift: 0.0,
                gain: 1.0,
            });
        }
        let pass_ev = region.real("pass_energy")?.filter(|e| *e > 0.0);
        if channels.iter().any(|c| c.shift != 0.0) {
            need("pass_energy", pass_ev)?;
        }
        Ok(DetectorLayout {
            values: region.count("values_per_curve")?.unwrap_or(0),
            head: region.count("mcd_head")?.unwrap_or(0),
            tail: region.count("mcd_tail")?.unwrap_or(0),
            curves: region.count("curves_per_scan")?.unwrap_or(1),
            channels,
            first_ev: need("kinetic_energy", region.real("kinetic_energy")?)?,
            step_ev: need("scan_delta", region.real("scan_delta")?)?,
            pass_ev,
            is_snapshot: mode == SNAPSHOT,
        })
    }

    /// Counts of one curve of a cycle: not zero, and a part of the counts that are there.
    pub fn points(&self, region: &LabRegion, cycle: &Cycle, number: usize) -> Result<usize, Fault> {
        let found = cycle.counts.len();
        if cycle.is_compact()
            && self.values > 0
            && self.values.checked_mul(self.curves) == Some(found)
        {
            return Ok(self.values);
        }
        // Each is below 10⁹, or a number of channels that are in memory.
        let measured = self.values + self.head + self.tail;
        let points = measured.checked_mul(self.channels.len());
        match points {
            Some(points) if points > 0 && points.checked_mul(self.curves) == Some(found) => {
                Ok(points)
            }
            _ => {
                let found = format!("{found} counts in cycle {number}");
                let expected = format!(
                    "{} energies ({} of the scan, {} before, {} after) × {} channels × {} curves",
                    measured,
                    self.values,
                    self.head,
                    self.tail,
                    self.channels.len(),
                    self.curves
                );
                Err(region.refuse(found, &expected))
            }
        }
    }

    fn energy_ev(&self, i: usize) -> f64 {
        self.first_ev + i as f64 * self.step_ev
    }

    /// Shift of a channel, eV.
    fn shift_ev(&self, channel: &Channel) -> f64 {
        channel.shift * self.pass_ev.unwrap_or(0.0)
    }

    /// Point of the scan at which a channel counts the first energy: a whole number.
    fn start(&self, channel: &Channel) -> f64 {
        let steps = match self.shift_ev(channel) {
            0.0 => 0.0,
            shift_ev => (shift_ev / self.step_ev).round(),
        };
        self.head as f64 - steps
    }

    /// One curve from its counts.
    pub fn curve(
        &self,
        region: &LabRegion,
        cycle: &Cycle,
        counts: &[f64],
    ) -> Result<SummedCurve, Fault> {
        let curve = if cycle.is_compact() && counts.len() == self.values {
            SummedCurve {
                energy_ev: (0..self.values).map(|i| tidy(self.energy_ev(i))).collect(),
                counts: counts.to_vec(),
                lost_before: 0,
            }
        } else if self.is_snapshot {
            self.snapshot(counts)
        } else {
            self.scan(region, counts)?
        };
        if curve.counts.len() < 2 {
            let found = format!("{} energies", curve.counts.len());
            return Err(region.refuse(found, "at least 2"));
        }
        if let Some(i) = turns_back(&curve.energy_ev) {
            let found = format!(
                "an energy of {} at point {}, where the axis turns back or stands still",
                curve.energy_ev[i],
                i + 1
            );
            return Err(region.refuse(found, "energies that only rise or only fall"));
        }
        Ok(curve)
    }

    /// The energies that every channel measured, each with the sum of the channels.
    fn scan(&self, region: &LabRegion, counts: &[f64]) -> Result<SummedCurve, Fault> {
        // Rows are the points of the scan, beginning `head` steps before the first energy.
        let rows = counts.len() / self.channels.len();
        let starts: Vec<f64> = self.channels.iter().map(|c| self.start(c)).collect();
        let fault = || {
            let found = "shifts of the detector channels beyond the energies of the scan".into();
            region.refuse(found, "channels that have energies in common")
        };
        let (mut low, mut high) = (0f64, self.values as f64);
        for start in &starts {
            if !start.is_finite() || start.abs() > 1e9 {
                return Err(fault());
            }
            low = low.max(-start);
            high = high.min(rows as f64 - start);
        }
        if high - low < 2.0f64.min(self.values as f64) {
            return Err(fault());
        }
        // Whole numbers within the rows, by what was checked above.
        let (low, high) = (low as usize, high as usize);
        let mut sums = vec![0.0; high - low];
        for (c, start) in starts.iter().enumerate() {
            let first_row = (low as f64 + start) as usize;
            let column = counts.chunks_exact(self.channels.len()).skip(first_row);
            for (sum, row) in sums.iter_mut().zip(column) {
                *sum += row[c];
            }
        }
        Ok(SummedCurve {
            energy_ev: (low..high).map(|i| tidy(self.energy_ev(i))).collect(),
            counts: sums,
            lost_before: low,
        })
    }

    /// Each channel at each step is a point of its own, in the order of the energies.
    fn snapshot(&self, counts: &[f64]) -> SummedCurve {
        let rows = counts.chunks_exact(self.channels.len()).enumerate();
        let mut points: Vec<(f64, f64)> = rows
            .flat_map(|(i, row)| row.iter().zip(&self.channels).map(move |(n, c)| (i, n, c)))
            .map(|(i, n, c)| (tidy(self.energy_ev(i) + self.shift_ev(c)), n * c.gain))
            .collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (energy_ev, counts) = points.into_iter().unzip();
        SummedCurve {
            energy_ev,
            counts,
            lost_before: 0,
        }
    }
}
