//! What the XML in the tables `NodeData` and `DeviceProtocol` says of a node.

use super::schedule::parameters;
use super::xml::XmlTree;
use crate::shared::notes::short;

/// Problems that are told of one region.
const MAX_ISSUES: usize = 3;

/// Measured values of a node; energies in eV.
#[derive(Debug, Default, PartialEq)]
pub(super) struct NodeData {
    /// `DetectorCalibration > Detector`, of a group: shift of each channel of the detector to
    /// higher kinetic energy, in pass energies.
    pub shifts: Vec<f64>,
    /// `Issues > Issue`, of a region: what Prodigy noted.
    pub issues: Vec<String>,
    /// `AnalyzerSpectrumParameters` of a region, in old files.
    pub step_ev: Option<f64>,
    pub photon_energy_ev: Option<f64>,
    pub pass_energy_ev: Option<f64>,
    /// s.
    pub dwell_s: Option<f64>,
}

impl NodeData {
    /// Reads the column `Data` of `NodeData`; empty where it is no XML.
    pub fn read(xml: &str) -> NodeData {
        let mut data = NodeData::default();
        let Ok(tree) = XmlTree::parse(xml) else {
            return data;
        };
        for element in tree.elements() {
            match element.name() {
                // A shift that is not said is no number, and then no channel has a place.
                "Detector" => {
                    let shift = element.number("Shift");
                    data.shifts.push(shift.unwrap_or(f64::NAN));
                }
                "Issue" if data.issues.len() < MAX_ISSUES => {
                    data.issues.extend(element.attribute("Text").map(short));
                }
                "AnalyzerSpectrumParameters" => {
                    let positive = |name| element.number(name).filter(|v| *v > 0.0);
                    data.step_ev = positive("ScanDelta");
                    data.photon_energy_ev = positive("ExcitationEnergy");
                    data.pass_energy_ev = positive("PassEnergy");
                    data.dwell_s = positive("DwellTime");
                }
                _ => {}
            }
        }
        data
    }
}

/// The angle between the directions of the two devices (source and analyser) that say theirs in a
/// `DeviceProtocol`, degrees.
pub(super) fn angle_between_devices_deg(xml: &str) -> Option<f64> {
    let tree = XmlTree::parse(xml).ok()?;
    let commands = tree.elements().filter(|e| e.name() == "Command");
    let directions: Vec<[f64; 2]> = commands
        .filter_map(|command| {
            let angle = |wanted: &str| {
                let found = parameters(command).find(|(name, _)| *name == wanted)?;
                let degrees: f64 = found.1.parse().ok()?;
                degrees.is_finite().then(|| degrees.to_radians())
            };
            Some([angle("polar_angle")?, angle("azimuth_angle")?])
        })
        .take(3)
        .collect();
    let [[polar, azimuth], [other_polar, other_azimuth]] = directions[..] else {
        return None;
    };
    let along = polar.cos() * other_polar.cos();
    let across = polar.sin() * other_polar.sin() * (azimuth - other_azimuth).cos();
    let degrees = (along + across).clamp(-1.0, 1.0).acos().to_degrees();
    // Zero where nobody has set them.
    (degrees > 0.1).then(|| (degrees * 1e6).round() / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_of_old_files() {
        let data = NodeData::read(
            "<Data><AnalyzerSpectrumParameters ScanDelta=\"0.05\" ExcitationEnergy=\"1253.6\" \
             PassEnergy=\"0\" DwellTime=\"x\"/></Data>",
        );
        assert_eq!(
            (data.step_ev, data.photon_energy_ev),
            (Some(0.05), Some(1253.6))
        );
        assert_eq!((data.pass_energy_ev, data.dwell_s), (None, None));
        assert_eq!(NodeData::read("<Data"), NodeData::default());
    }

    #[test]
    fn angles_need_two_directions() {
        let device = |polar: &str, azimuth: &str| {
            format!(
                "<Command><Parameter name=\"polar_angle\">{polar}</Parameter><Parameter \
                 name=\"azimuth_angle\">{azimuth}</Parameter></Command>"
            )
        };
        let of =
            |devices: &[String]| angle_between_devices_deg(&format!("<P>{}</P>", devices.concat()));
        let (analyser, source) = (device("0", "0"), device("54.5", "90"));
        assert_eq!(of(&[analyser.clone(), source.clone()]), Some(54.5));
        assert_eq!(of(&[device("30", "0"), device("30", "180")]), Some(60.0));
        assert_eq!(of(&[analyser.clone(), analyser.clone()]), None);
        assert_eq!(of(&[analyser.clone(), source, analyser]), None);
        assert_eq!(of(&[device("x", "0"), device("1", "0")]), None);
    }
}
