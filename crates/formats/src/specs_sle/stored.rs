//! The tables of the database, except the counts.

use std::collections::BTreeMap;

use super::node_data::{NodeData, angle_between_devices_deg};
use speclens_containers::Damage;
use speclens_containers::bytes::Real;
use speclens_containers::sqlite::{Database, Value};

/// What the table `Spectrum` says of a measured region; energies in eV, voltages in V.
#[derive(Debug, Default)]
pub(super) struct Measured {
    /// Channels of the detector along the energy.
    pub channels: usize,
    /// Channels of the detector along an angle or a position, for each along the energy.
    pub other_channels: usize,
    /// Steps in energy.
    pub samples: usize,
    pub start_ev: Option<f64>,
    /// `Binding` or `Kinetic`.
    pub kind: Option<String>,
    pub step_ev: Option<f64>,
    /// Pass energy, or the ratio of retardation.
    pub pass_or_ratio: Option<f64>,
    pub bias_v: Option<f64>,
    pub detector_v: Option<f64>,
    pub work_function_ev: Option<f64>,
    /// Steps before and after the region, in old files; newer ones keep them in `RawData`.
    margins: [Option<usize>; 2],
}

/// A scan, from the table `RawData`.
#[derive(Debug)]
pub(super) struct Raw {
    pub id: i64,
    pub date: String,
    /// Scans that the file keeps as this one.
    pub scans: Option<i64>,
    pub photon_energy_ev: Option<f64>,
    /// Steps before the region's first energy, for the sake of the outer channels.
    pub head: usize,
    /// Steps after its last energy.
    pub tail: usize,
    /// What was repeated or changed: `Loop=2u;Scan [Idx]=1u`.
    pub trace: String,
    /// Steps that were measured.
    pub written: Option<usize>,
}

/// A transmission function, one number for each step.
pub(super) struct Transmission {
    /// Kinetic energy at the first step, eV.
    pub kinetic_ev: Option<f64>,
    pub values: Vec<f64>,
}

/// Rows of the tables, by their node (a region, a group or what is around them).
#[derive(Default)]
pub(super) struct Stored {
    /// `Version`, `AppVersion`, `Schedule` …, names in lower case.
    pub configuration: BTreeMap<String, String>,
    /// Nodes by the identifiers of the schedule.
    nodes: BTreeMap<i64, i64>,
    pub measured: BTreeMap<i64, Measured>,
    pub scans: BTreeMap<i64, Vec<Raw>>,
    pub transmission: BTreeMap<i64, Vec<Transmission>>,
    /// Unit of the counts; the table is empty for counts.
    pub units: BTreeMap<i64, String>,
    /// Angle between source and analyser, degrees.
    pub angles_deg: BTreeMap<i64, f64>,
    pub data: BTreeMap<i64, NodeData>,
    /// The first damage.
    pub damage: Option<Damage>,
}

/// A count or a place; `None` where it is negative.
fn size(value: &Value) -> Option<usize> {
    value.integer().and_then(|n| usize::try_from(n).ok())
}

impl Stored {
    /// Reads the tables.
    pub fn read(database: &Database) -> Stored {
        let mut stored = Stored::default();
        let damages = [
            stored.read_nodes(database),
            stored.read_regions(database),
            stored.read_scans(database),
            stored.read_transmission(database),
        ];
        stored.damage = damages.into_iter().flatten().next();
        stored
    }

    /// The node of an element of the schedule; old files have no table for it.
    pub fn node(&self, id: i64) -> i64 {
        self.nodes.get(&id).copied().unwrap_or(id)
    }

    fn read_nodes(&mut self, database: &Database) -> Option<Damage> {
        let settings = database.each("Configuration", ["Key", "Value"], |[key, value]| {
            if let (Some(key), Some(value)) = (key.text(), value.text()) {
                self.configuration.insert(key.to_lowercase(), value);
            }
        });
        let nodes = database.each("NodeMapping", ["InternalID", "Node"], |[id, node]| {
            if let (Some(id), Some(node)) = (id.integer(), node.integer()) {
                self.nodes.insert(id, node);
            }
        });
        let texts = |table, column, keep: &mut dyn FnMut(i64, String)| {
            database.each(table, ["Node", column], |[node, text]| {
                if let (Some(node), Some(text)) = (node.integer(), text.text()) {
                    keep(node, text);
                }
            })
        };
        let protocols = texts("DeviceProtocol", "Protocol", &mut |node, xml| {
            if let Some(angle) = angle_between_devices_deg(&xml) {
                self.angles_deg.insert(node, angle);
            }
        });
        let data = texts("NodeData", "Data", &mut |node, xml| {
            self.data.insert(node, NodeData::read(&xml));
        });
        let units = texts("OrdinateInfo", "Unit", &mut |node, unit| {
            self.units.insert(node, unit);
        });
        settings.or(nodes).or(protocols).or(data).or(units)
    }

    fn read_regions(&mut self, database: &Database) -> Option<Damage> {
        let columns = [
            "Node",
            "EnergyChns",
            "NonEnergyChns",
            "Samples",
            "ElectronEnergy",
            "EnergyType",
            "Step",
            "EpassOrRR",
            "Ubias",
            "Udet",
            "Wf",
            "Head",
            "Tail",
            "TransmissionData",
            "TransmissionLen",
        ];
        database.each("Spectrum", columns, |values| {
            let Some(node) = values[0].integer() else {
                return;
            };
            // Old files keep the transmission function here (pynxtools-xps).
            if let (Some(bytes), Some(count)) = (values[13].bytes(), size(&values[14])) {
                self.add_transmission(node, None, bytes, count);
            }
            let measured = Measured {
                channels: size(&values[1]).unwrap_or(1),
                other_channels: size(&values[2]).unwrap_or(1),
                samples: size(&values[3]).unwrap_or(0),
                start_ev: values[4].real(),
                kind: values[5].text(),
                step_ev: values[6].real(),
                pass_or_ratio: values[7].real(),
                bias_v: values[8].real(),
                detector_v: values[9].real(),
                work_function_ev: values[10].real(),
                margins: [size(&values[11]), size(&values[12])],
            };
            self.measured.insert(node, measured);
        })
    }

    fn read_scans(&mut self, database: &Database) -> Option<Damage> {
        let columns = [
            "RawID",
            "Node",
            "ScanDate",
            "Scans",
            "Eexc",
            "Head",
            "Tail",
            "Trace",
            "WriteIndex",
        ];
        database.each("RawData", columns, |values| {
            let (Some(id), Some(node)) = (values[0].integer(), values[1].integer()) else {
                return;
            };
            let [head, tail] = self.measured.get(&node).map_or([None; 2], |m| m.margins);
            self.scans.entry(node).or_default().push(Raw {
                id,
                date: values[2].text().unwrap_or_default(),
                scans: values[3].integer(),
                photon_energy_ev: values[4].real().filter(|v| *v > 0.0),
                head: size(&values[5]).or(head).unwrap_or(0),
                tail: size(&values[6]).or(tail).unwrap_or(0),
                trace: values[7].text().unwrap_or_default(),
                written: size(&values[8]),
            });
        })
    }

    fn read_transmission(&mut self, database: &Database) -> Option<Damage> {
        let columns = ["Node", "Ekin", "Samples", "Data"];
        database.each(
            "TransmissionData",
            columns,
            |[node, kinetic, count, data]| {
                if let (Some(node), Some(count)) = (node.integer(), size(&count))
                    && let Some(bytes) = data.bytes()
                {
                    self.add_transmission(node, kinetic.real(), bytes, count);
                }
            },
        )
    }

    /// Keeps a transmission function of `count` numbers; one for each channel beside the energy
    /// has more and is not kept.
    fn add_transmission(&mut self, node: i64, kinetic_ev: Option<f64>, bytes: &[u8], count: usize) {
        let precision = match bytes.len().checked_div(count) {
            Some(8) if bytes.len().is_multiple_of(count) => Real::Double,
            Some(4) if bytes.len().is_multiple_of(count) => Real::Single,
            _ => return,
        };
        self.transmission
            .entry(node)
            .or_default()
            .push(Transmission {
                kinetic_ev,
                values: precision.values(bytes),
            });
    }
}
