//! The schedule: which regions were to be measured, and how. It is the XML under `Schedule` in the
//! table `Configuration`:
//!
//! ```text
//! Experiment > Schedule > XPS (UPS, …) > Loop … > SpectrumGroup > Spectrum
//!     XPS:           DeviceCommands > DeviceCommand > CommandParameters > Parameter
//!     SpectrumGroup: CommonSpectrumSettings > ScanMode, SlitInfo, Lens, Transmission, Iris …
//!     Spectrum:      FixedAnalyzerTransmissionSettings (DwellTime, Ebin or Ekin, End, Epass …)
//! ```

use super::xml::{XmlElement, XmlTree};

/// Elements of the schedule that name a method (pynxtools-xps).
const METHODS: [&str; 6] = [
    "XPS",
    "UPS",
    "ESCA",
    "NAPXPS",
    "ARXPS",
    "ElectronSpectroscopy",
];

/// Commands to devices that are looked at for one region.
const MAX_COMMANDS: usize = 50;

/// A region of the schedule.
pub(super) struct PlannedRegion<'t> {
    /// The element `Spectrum`.
    pub spectrum: XmlElement<'t>,
    /// The element `SpectrumGroup` around it.
    pub group: XmlElement<'t>,
    /// Name of the element that says the method: `XPS`, `UPS` ….
    pub method: &'t str,
    /// The element that says energies and times, `FixedAnalyzerTransmissionSettings` ….
    pub settings: Option<XmlElement<'t>>,
    /// `FixedAnalyzerTransmission`, `FixedEnergies`, `SnapshotFAT` …, empty where it is not said.
    pub mode: &'t str,
}

/// The regions of a schedule, in its order.
pub(super) fn regions(tree: &XmlTree) -> impl Iterator<Item = PlannedRegion<'_>> {
    let spectra = tree.elements().filter(|e| e.name() == "Spectrum");
    spectra.filter_map(|spectrum| {
        let group = spectrum.parents().find(|e| e.name() == "SpectrumGroup")?;
        let settings = spectrum
            .children()
            .find(|e| e.name().ends_with("Settings") && (e.attribute("DwellTime").is_some()));
        let mode = group.child("CommonSpectrumSettings");
        let mode = mode.and_then(|e| e.child("ScanMode")?.attribute("Name"));
        let named = settings.map(|e| e.name().trim_end_matches("Settings"));
        Some(PlannedRegion {
            spectrum,
            group,
            method: method(group),
            settings,
            mode: mode.or(named).unwrap_or_default(),
        })
    })
}

/// The nearest element around a group that names a method, else the outermost of the schedule.
fn method(group: XmlElement<'_>) -> &str {
    let known = group.parents().find(|e| METHODS.contains(&e.name()));
    let outermost = || {
        let below = |e: &XmlElement| e.parents().next().is_some_and(|p| p.name() == "Schedule");
        group.parents().find(below)
    };
    known.or_else(outermost).map_or("", XmlElement::name)
}

impl<'t> PlannedRegion<'t> {
    /// Name of the region.
    pub fn name(&self) -> &'t str {
        self.spectrum.attribute("Name").unwrap_or_default()
    }

    /// Name of the group around it.
    pub fn group_name(&self) -> &'t str {
        self.group.attribute("Name").unwrap_or_default()
    }

    /// A number of the region's settings.
    pub fn setting(&self, name: &str) -> Option<f64> {
        self.settings?.number(name)
    }

    /// Identifiers of the elements around the region, the nearest first.
    pub fn around(&self) -> impl Iterator<Item = i64> {
        self.group.parents().filter_map(id)
    }

    /// The commands that were given to the devices, those of the nearest element first.
    pub fn device_commands(&self) -> impl Iterator<Item = XmlElement<'t>> {
        let lists = self
            .group
            .parents()
            .filter_map(|e| e.child("DeviceCommands"));
        let commands = lists.flat_map(XmlElement::children);
        commands
            .filter(|e| e.name() == "DeviceCommand")
            .take(MAX_COMMANDS)
    }

    /// The photon energy that the source was told, eV.
    pub fn source_energy_ev(&self) -> Option<f64> {
        let told = self.device_commands().flat_map(parameters);
        told.filter(|(name, _)| *name == "DeviceExcitationEnergy")
            .find_map(|(_, value)| {
                value
                    .parse()
                    .ok()
                    .filter(|v: &f64| v.is_finite() && *v > 0.0)
            })
    }

    /// The anode that the source was told: `Al`, `Mg`.
    pub fn anode(&self) -> Option<&'t str> {
        let mut told = self.device_commands().flat_map(parameters);
        told.find(|(name, _)| *name == "anode").map(|(_, v)| v)
    }
}

/// Identifier of an element.
pub(super) fn id(element: XmlElement<'_>) -> Option<i64> {
    element.attribute("ID")?.parse().ok()
}

/// Names and values of the parameters inside an element.
pub(super) fn parameters<'t>(
    element: XmlElement<'t>,
) -> impl Iterator<Item = (&'t str, &'t str)> + use<'t> {
    let inside = element.inside("Parameter");
    inside.filter_map(|e| Some((e.attribute("name")?, e.text())))
}
