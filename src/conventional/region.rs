//! The window in which an element's area is taken: which line, and from where to where.

use super::line_groups::{ElementLines, LineGroup, LineKind, SpectrumLines};
use super::trace::Trace;
use crate::model::quantify::ElementAmount;
use speclens_physics::{auger, lines};
use speclens_spectrum::elements;

/// A window begins so far below the first line and ends so far above the last, eV, besides the
/// natural width: where the spectrum is lowest within [`SNAP_EV`] of there.
const MARGIN_EV: [f64; 2] = [5.0, 8.0];
const SNAP_EV: f64 = 3.0;
/// Smoothing before the lowest point is looked for, half-width in eV.
const SMOOTHING_HALF_EV: f64 = 0.75;
/// Lines further apart are no one window, eV: the background has a step between them.
const WIDEST_EV: f64 = 25.0;
/// Subshells weaker than this share of the element's strongest are not used.
const LEAST_SHARE: f64 = 0.1;
/// Slower photoelectrons are used where an element has no faster ones, eV: as for
/// `speclens_physics::lines::main_line`.
const SLOWEST_EV: f64 = 385.0;
/// A peak is another element's whose line stands nearer, if that has this share of the weight of the own lines.
const MINOR: f64 = 0.2;
/// Where they hold more than this, its area says nothing of the element.
const MOST_FOREIGN: f64 = 0.5;

/// A window for an area.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Region {
    /// Element and subshell: `Au 4f`.
    pub line: String,
    /// From and to, eV binding energy.
    pub window_ev: [f64; 2],
    /// Binding energy of the peak, eV; where none is seen, where it should be.
    pub energy_ev: f64,
    /// Whether a peak is seen there.
    pub is_seen: bool,
    /// Share of other elements' lines in the window, by cross sections and amounts, 0 to 1.
    pub foreign: f64,
    /// Strongest of those lines, with its element.
    pub rival: Option<String>,
    /// Scofield cross section of the lines in it, barn.
    pub sigma_barn: f64,
    /// Their asymmetry parameter, weighted by cross section.
    pub beta: f64,
}

/// Why an element has no window.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum NoRegion {
    /// None of its photoelectron lines is covered whole.
    OutOfRange,
    /// None of its lines lies in the window that a user set.
    NoLine {
        /// The window, eV.
        window_ev: [f64; 2],
    },
    /// Others hold the most of every window that it has.
    Covered {
        /// Its line that is covered least.
        line: String,
        /// What covers it.
        by: String,
    },
}

/// The lines of the elements found, moved with the spectrum.
pub(super) struct Neighbours {
    lines: Vec<Neighbour>,
}

/// A line of an element found.
struct Neighbour {
    /// Number of its element among those found.
    element: usize,
    /// With its element: `Ir 4d`, `O KLL`.
    name: String,
    energy_ev: f64,
    /// Electrons by cross section × the network's amount, barn · at%.
    weight: f64,
}

impl Neighbours {
    pub fn new(found: &[ElementAmount], seen: &SpectrumLines) -> Neighbours {
        let (source, hv) = (seen.source(), seen.source().photon_energy_ev());
        let mut all = Vec::new();
        for (element, amount) in found.iter().enumerate() {
            let mut add = |name: &str, energy_ev: f64, barn: f64| {
                all.push(Neighbour {
                    element,
                    name: format!("{} {name}", amount.symbol),
                    energy_ev: energy_ev + seen.shift_ev,
                    weight: barn * amount.atomic_percent,
                });
            };
            for line in lines::of(amount.z) {
                add(line.subshell(), line.binding_ev, line.sigma_barn(source));
            }
            for line in auger::of(amount.z, source) {
                add(auger::series(&line.group), hv - line.kinetic_ev, line.barn);
            }
        }
        Neighbours { lines: all }
    }

    /// Those of the elements other than number `own`.
    fn others(&self, own: usize) -> impl Iterator<Item = &Neighbour> {
        self.lines.iter().filter(move |l| l.element != own)
    }
}

/// The window of element number `own` of those found: of its subshells with a peak the one with the largest cross
/// section × (1 − others' share)²; where none has a peak, the one that others disturb least.
///
/// # Errors
/// [`NoRegion`].
pub(super) fn choose(
    found: &[ElementAmount],
    own: usize,
    lines: &SpectrumLines,
    neighbours: &Neighbours,
) -> Result<Region, NoRegion> {
    let element: &ElementLines = &lines.found[own];
    let photo = element
        .groups
        .iter()
        .filter(|g| g.kind == LineKind::Photoelectron);
    let fast = |g: &LineGroup| lines.source().photon_energy_ev() - g.energy_ev >= SLOWEST_EV;
    // Slow electrons stand on a background that rises steeply: their lines are used where no others are
    // seen.
    let photo: Vec<&LineGroup> = match photo.clone().any(|g| g.found && fast(g)) {
        true => photo.filter(|g| fast(g)).collect(),
        false => photo.collect(),
    };
    let strongest = photo.iter().map(|g| g.barn).fold(0.0, f64::max);
    let usable = photo.iter().filter(|g| g.barn >= LEAST_SHARE * strongest);
    let all: Vec<Region> = usable
        .filter_map(|group| region(found, own, group, lines, neighbours))
        .collect();
    // A strong line that others share in part tells more than a weak one alone.
    let worth = |r: &Region| r.sigma_barn * (1.0 - r.foreign).powi(2);
    let seen = all
        .iter()
        .filter(|r| r.is_seen && r.foreign <= MOST_FOREIGN);
    if let Some(best) = seen.max_by(|a, b| worth(a).total_cmp(&worth(b))) {
        return Ok(best.clone());
    }
    let least = all.iter().min_by(|a, b| a.foreign.total_cmp(&b.foreign));
    match least {
        Some(region) if region.foreign <= MOST_FOREIGN => Ok(region.clone()),
        Some(region) => Err(NoRegion::Covered {
            line: region.line.clone(),
            by: region.rival.clone().unwrap_or_default(),
        }),
        None => Err(NoRegion::OutOfRange),
    }
}

fn region(
    found: &[ElementAmount],
    own: usize,
    group: &LineGroup,
    lines: &SpectrumLines,
    neighbours: &Neighbours,
) -> Option<Region> {
    let amount = &found[own];
    let (symbol, short) = (&amount.symbol, group.name.rsplit(' ').next()?);
    let nearest = group.lines_ev.iter().copied().min_by(|a, b| {
        (a - group.energy_ev)
            .abs()
            .total_cmp(&(b - group.energy_ev).abs())
    })?;
    // A peak that stands nearer to a line of another element is that one's.
    let off_ev = (group.energy_ev - nearest).abs();
    let own_weight = MINOR * group.barn * amount.atomic_percent;
    let is_anothers =
        |l: &Neighbour| (group.energy_ev - l.energy_ev).abs() < off_ev && l.weight > own_weight;
    let is_seen = group.found && !neighbours.others(own).any(is_anothers);
    let energy_ev = if is_seen { group.energy_ev } else { nearest };
    let displaced_ev = energy_ev - nearest;
    let first = group.lines_ev.iter().copied().fold(f64::INFINITY, f64::min);
    let last = group
        .lines_ev
        .iter()
        .copied()
        .fold(f64::NEG_INFINITY, f64::max);
    let z = elements::by_symbol(symbol)?.z;
    let of_shell = lines::of(z).iter().filter(|l| l.subshell() == short);
    let width_ev = of_shell.map(|l| l.width_ev).fold(0.0, f64::max);
    // The stronger of two partners alone where they are far apart.
    let [first, last] = match last - first > WIDEST_EV {
        true => [group.lines_ev[0]; 2],
        false => [first, last],
    };
    let trace = lines.trace();
    let from = snapped(trace, first + displaced_ev - MARGIN_EV[0] - width_ev)?;
    let to = snapped(trace, last + displaced_ev + MARGIN_EV[1] + width_ev)?;
    let region = within(
        found,
        own,
        group,
        [from, to],
        displaced_ev,
        lines,
        neighbours,
    )?;
    Some(Region {
        energy_ev,
        is_seen,
        ..region
    })
}

/// The window that a user sets for element number `own` of those found: of its subshells the one with the largest
/// cross section in it.
///
/// # Errors
/// [`NoRegion::NoLine`].
pub(super) fn given(
    found: &[ElementAmount],
    own: usize,
    window_ev: [f64; 2],
    lines: &SpectrumLines,
    neighbours: &Neighbours,
) -> Result<Region, NoRegion> {
    let [from, to] = window_ev;
    let groups = lines.found[own].groups.iter();
    let photo = groups.filter(|g| g.kind == LineKind::Photoelectron);
    let all = photo.filter_map(|group| {
        let is_seen = group.found && (from..=to).contains(&group.energy_ev);
        let near = group.lines_ev.iter().map(|e| group.energy_ev - e);
        let offset_ev = near.min_by(|a, b| a.abs().total_cmp(&b.abs()))?;
        let displaced_ev = if is_seen { offset_ev } else { 0.0 };
        let region = within(
            found,
            own,
            group,
            window_ev,
            displaced_ev,
            lines,
            neighbours,
        )?;
        let line_ev = group
            .lines_ev
            .iter()
            .copied()
            .find(|e| (from..=to).contains(e));
        let energy_ev = if is_seen { group.energy_ev } else { line_ev? };
        Some(Region {
            energy_ev,
            is_seen,
            ..region
        })
    });
    all.max_by(|a, b| a.sigma_barn.total_cmp(&b.sigma_barn))
        .ok_or(NoRegion::NoLine { window_ev })
}

/// What stands in a window of the lines of `group`, which are displaced in the spectrum, and of other elements'.
fn within(
    found: &[ElementAmount],
    own: usize,
    group: &LineGroup,
    window_ev: [f64; 2],
    displaced_ev: f64,
    lines: &SpectrumLines,
    neighbours: &Neighbours,
) -> Option<Region> {
    let [from, to] = window_ev;
    let amount = &found[own];
    let source = lines.source();
    let short = group.name.rsplit(' ').next()?;
    let of_shell = lines::of(amount.z).iter().filter(|l| l.subshell() == short);
    let at = |l: &&lines::Line| l.binding_ev + lines.shift_ev + displaced_ev;
    let (mut sigma_barn, mut beta) = (0.0, 0.0);
    for line in of_shell.filter(|l| (from..=to).contains(&at(l))) {
        sigma_barn += line.sigma_barn(source);
        beta += line.sigma_barn(source) * line.beta(source);
    }
    if sigma_barn <= 0.0 {
        return None;
    }
    let weight = sigma_barn * amount.atomic_percent;
    let (mut foreign, mut rival) = (0.0, (0.0, None));
    for line in neighbours
        .others(own)
        .filter(|l| (from..=to).contains(&l.energy_ev))
    {
        foreign += line.weight;
        if line.weight > rival.0 {
            rival = (line.weight, Some(line.name.clone()));
        }
    }
    Some(Region {
        line: group.name.clone(),
        window_ev,
        energy_ev: group.energy_ev,
        is_seen: group.found,
        foreign: foreign / (foreign + weight),
        rival: rival.1,
        sigma_barn,
        beta: beta / sigma_barn,
    })
}

/// Where the smoothed spectrum is lowest within [`SNAP_EV`] of an energy; `None` where the spectrum does not reach
/// so far.
fn snapped(trace: &Trace, at_ev: f64) -> Option<f64> {
    let points = trace.between(at_ev - SNAP_EV, at_ev + SNAP_EV);
    let level = |e: f64| trace.mean(e - SMOOTHING_HALF_EV, e + SMOOTHING_HALF_EV);
    let covers = trace.covers(at_ev - SNAP_EV, at_ev + SNAP_EV);
    let lowest = points.iter().filter_map(|p| Some((p.0, level(p.0)?)));
    let lowest = lowest.min_by(|a, b| a.1.total_cmp(&b.1))?;
    covers.then_some(lowest.0)
}
