//! SPECS Prodigy `.sle`: a SQLite database with the schedule of the experiment as XML and the counts
//! as binary data.
//!
//! There is no public specification. Tables, columns and elements are those of the one instrument
//! file that could be looked at (Prodigy 4.63, from the package pynxtools-xps), and of what public
//! readers use: pynxtools-xps (schema 1.x and 4.x), an earlier parser by the same group, and two
//! small readers for Prodigy 4.37 and for angle-resolved data. What only they tell of is marked in
//! `docs/formats/specs-sle.md`.
//!
//! That the numbers are counts, how energies run, and the sign of the channels' shifts was checked
//! on that file: single channels hold whole numbers; the variance between its scans is two thirds of
//! their mean, as linear interpolation of counts makes it; Au 4f and O 1s lie at their energies, for
//! each channel of the detector too.

mod facts;
mod node_data;
mod region;
mod scans;
mod schedule;
mod series;
mod steps;
mod stored;
#[cfg(test)]
pub(crate) mod tests;
mod xml;

use std::collections::{BTreeMap, BTreeSet};

use crate::format::EXPECTED;
use crate::shared::error::{Fault, quote};
use crate::shared::notes::{push, short};
use crate::shared::salvage::{Salvage, only_first};
use scans::StoredScans;
use schedule::{PlannedRegion, id, regions};
use speclens_containers::Damage;
use speclens_containers::sqlite::{self, Database};
use speclens_spectrum::{Doubt, Spectrum, sentences};
use stored::Stored;
use xml::XmlTree;

/// Tables without which there are no spectra.
const TABLES: [&str; 4] = ["Configuration", "Spectrum", "RawData", "CountRateData"];
/// Reasons that are told for what is left out.
const MAX_REASONS: usize = 8;

/// Whether the file is a SQLite 3 database, of Prodigy or another.
pub(super) fn is_sqlite(bytes: &[u8]) -> bool {
    bytes.starts_with(sqlite::SIGNATURE)
}

/// Reads every region that was measured over a range of energies, its scans added up.
///
/// # Errors
/// Another SQLite database; a damaged one; no region that can be read.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Spectrum>, Fault> {
    let database = Database::open(bytes).map_err(damaged)?;
    let stored = Stored::read(&database);
    let text = stored.configuration.get("schedule");
    let text = text.filter(|_| TABLES.iter().all(|table| database.has(table)));
    let Some(text) = text else {
        // Without its list of tables there is no telling what it is.
        if let Some(damage) = database.damage.or(stored.damage) {
            return Err(damaged(damage));
        }
        let found = "a SQLite database other than SPECS Prodigy .sle, which is not read";
        return Err(Fault::at_byte(0, found, EXPECTED));
    };
    let tree = XmlTree::parse(text).map_err(|why| {
        let found = format!("a schedule that is no XML ({})", short(&why));
        Fault::at_byte(0, found, "the schedule of SPECS Prodigy .sle")
    })?;
    let mut file = Regions {
        salvage: Salvage::telling(MAX_REASONS),
        ..Default::default()
    };
    file.warn_of(&database);

    let mut planned: Vec<(PlannedRegion, i64)> = Vec::new();
    let mut wanted = BTreeMap::new();
    let mut nodes = BTreeSet::new();
    for region in regions(&tree) {
        // Each node once: damaged files may name one in many regions.
        let node = id(region.spectrum).map(|id| stored.node(id));
        let node = node.filter(|node| nodes.insert(*node));
        let measured = node.and_then(|node| Some((node, stored.measured.get(&node)?)));
        let Some((node, measured)) = measured else {
            file.passed_over
                .push(format!("{} (not measured)", quote(region.name())));
            continue;
        };
        if region.mode == "FixedEnergies" {
            file.passed_over
                .push(format!("{} (at a fixed energy)", quote(region.name())));
            continue;
        }
        if let Err(why) = region::readable(&region, measured) {
            file.lose(&region, why);
            continue;
        }
        for raw in stored.scans.get(&node).into_iter().flatten() {
            wanted.insert(raw.id, (measured.channels, measured.other_channels));
        }
        planned.push((region, node));
    }
    let mut scans = StoredScans::read(&database, &wanted, bytes.len());
    let damage = database.damage.or(stored.damage.clone());
    file.damage = damage.or(scans.damage.take());
    for (region, node) in &planned {
        let room = file.salvage.room();
        if room == 0 {
            file.salvage.tell_ahead(only_first());
            break;
        }
        match region::spectra(region, *node, &stored, &mut scans, room) {
            Ok((spectra, reasons)) => {
                file.salvage.keep_all(spectra);
                reasons.into_iter().for_each(|why| file.lose(region, why));
            }
            Err(why) => file.lose(region, why),
        }
    }
    file.finish()
}

/// What is read of a file.
#[derive(Default)]
struct Regions {
    salvage: Salvage,
    /// Regions that hold no spectrum, and why.
    passed_over: Vec<String>,
    damage: Option<Damage>,
}

impl Regions {
    fn warn_of(&mut self, database: &Database) {
        if database.has_log() {
            let said = "the database was written with a log: measurements that are still in a \
                        file “….sle-wal” beside it are missing here";
            self.salvage.tell(Doubt::incomplete(said));
        }
        if database.is_cut() {
            let said = "the file is shorter than it says: measurements may be missing";
            self.salvage.tell(Doubt::incomplete(said));
        }
    }

    fn lose(&mut self, region: &PlannedRegion, why: String) {
        let name = quote(region.name());
        let said = format!("region {name} is left out: {}", short(&why));
        self.salvage.reason(Doubt::left_out(said));
    }

    fn finish(self) -> Result<Vec<Spectrum>, Fault> {
        let Regions {
            mut salvage,
            passed_over,
            damage,
        } = self;
        salvage.tell_more("regions");
        if let Some(damage) = damage {
            if salvage.is_empty() {
                return Err(damaged(damage));
            }
            let Damage { at, found, .. } = damage;
            salvage.tell(Doubt::incomplete(format!(
                "the database is damaged ({at}: {found}): scans may be missing"
            )));
        }
        let key = "regions without a spectrum";
        let list = passed_over.join(", ");
        for spectrum in salvage.spectra_mut() {
            push(&mut spectrum.notes, key, &list);
        }
        salvage.finish(|doubts| {
            let mut reasons = sentences(doubts);
            reasons.extend(passed_over.into_iter().take(MAX_REASONS));
            let why = match reasons.is_empty() {
                true => "its schedule has no regions".to_owned(),
                false => reasons.join("; "),
            };
            let found = format!("no spectrum in this SPECS Prodigy .sle ({why})");
            Fault::at_byte(0, found, "at least one")
        })
    }
}

fn damaged(damage: Damage) -> Fault {
    Fault {
        found: format!("a damaged or cut SQLite database ({})", damage.found),
        expected: "a whole SPECS Prodigy .sle".to_owned(),
        ..Fault::from(damage)
    }
}
