//! A region (`RegionData`): how it was measured, the channels of its detector, the sums of its
//! scans.

use super::xml::{Numbers, TypedElement, XmlStream};
use crate::shared::error::{Fault, quote};
use crate::shared::lines::number;
use crate::shared::notes::{push, short};

/// Notes of a region or of a cycle that are kept.
const MAX_NOTES: usize = 60;
/// Scalars of a region that are kept, in each of its spectra; SpecsLab writes 18.
const MAX_SCALARS: usize = 24;

/// A detector channel (`Detector`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Channel {
    /// Energy at the channel − energy of the scan, in pass energies.
    pub shift: f64,
    pub gain: f64,
}

/// The scans of a region that were measured one after the other (`Cycle`, `CompactCycle`).
#[derive(Debug, Default)]
pub(super) struct Cycle {
    /// When it began, seconds since 1970 UTC.
    pub unix_s: Option<u64>,
    /// Sum of the scans: detector channels run fastest, then energies, then curves.
    pub counts: Vec<f64>,
    /// Scans in the sum; `None` where SpecsLab has summed them.
    pub scans: Option<u32>,
    /// Scans that are shorter than the others.
    pub short_scans: u32,
    /// The source's intensity was recorded to divide by it.
    pub is_scaled: bool,
    pub notes: Vec<(String, String)>,
}

/// A region as the file gives it.
#[derive(Debug, Default)]
pub(super) struct LabRegion {
    /// Line where it begins.
    pub line: usize,
    pub name: String,
    /// Scalars of the definition (`RegionDef`) and of the region itself, as texts.
    scalars: Vec<(String, String)>,
    pub analyser: String,
    pub channels: Vec<Channel>,
    /// Photon energies of the source's lines, eV.
    pub excitations: Vec<f64>,
    /// Setting “Anode” of the source.
    pub anode: String,
    /// Those that hold counts.
    pub cycles: Vec<Cycle>,
    pub transmission: Vec<f64>,
    pub notes: Vec<(String, String)>,
    /// The first number that is none.
    pub fault: Option<Fault>,
}

impl Cycle {
    /// Whether SpecsLab has put scans and channels together before it wrote them.
    pub fn is_compact(&self) -> bool {
        self.scans.is_none()
    }
}

impl LabRegion {
    /// Reads the region whose beginning was read.
    pub fn read(xml: &mut XmlStream) -> Result<LabRegion, Fault> {
        let mut region = LabRegion {
            line: xml.line(),
            ..Default::default()
        };
        while let Some(child) = xml.child()? {
            match child.name.as_str() {
                "name" => region.name = short(&xml.text()?),
                "region" => region.definition(xml)?,
                "mcd_head" | "mcd_tail" => region.scalar(xml, child)?,
                "analyzer_info" => region.analyser(xml)?,
                "source_info" => region.source(xml)?,
                "cycles" | "compact_cycles" => region.cycles(xml)?,
                "transmission" => region.transmission = region.numbers(xml)?,
                "parameters" => parameters(xml, "", &mut region.notes)?,
                _ => xml.skip()?,
            }
        }
        Ok(region)
    }

    /// Scalar with this name as text, `""` where there is none.
    pub fn text(&self, name: &str) -> &str {
        let found = self.scalars.iter().find(|(n, _)| n == name);
        found.map(|(_, text)| text.as_str()).unwrap_or_default()
    }

    /// Scalar with this name; `None` where there is none.
    pub fn real(&self, name: &str) -> Result<Option<f64>, Fault> {
        match self.text(name) {
            "" => Ok(None),
            text => number(text)
                .map(Some)
                .ok_or_else(|| self.refuse(quote(text), &format!("a number as its {name}"))),
        }
    }

    /// Scalar with this name as a number of things; `None` where there is none.
    pub fn count(&self, name: &str) -> Result<Option<usize>, Fault> {
        let Some(value) = self.real(name)? else {
            return Ok(None);
        };
        if value.fract() == 0.0 && (0.0..1e9).contains(&value) {
            return Ok(Some(value as usize));
        }
        Err(self.refuse(format!("“{value}”"), &format!("a number as its {name}")))
    }

    /// Scalars other than those named.
    pub fn scalars_but<'a>(
        &'a self,
        names: &'a [&str],
    ) -> impl Iterator<Item = &'a (String, String)> {
        let is_other = |(name, _): &&(String, String)| !names.contains(&name.as_str());
        self.scalars.iter().filter(is_other)
    }

    /// A fault of this region.
    pub fn refuse(&self, found: String, expected: &str) -> Fault {
        let found = format!("{found} in region {}", quote(&self.name));
        Fault::at_line(self.line, found, expected)
    }

    fn scalar(&mut self, xml: &mut XmlStream, element: TypedElement) -> Result<(), Fault> {
        let text = xml.text()?;
        if self.scalars.len() < MAX_SCALARS && !element.name.is_empty() {
            self.scalars.push((element.name, short(&text)));
        }
        Ok(())
    }

    /// Numbers; what is none among them is kept as the region's fault.
    fn numbers(&mut self, xml: &mut XmlStream) -> Result<Vec<f64>, Fault> {
        let Numbers { values, fault } = xml.numbers()?;
        if self.fault.is_none() {
            self.fault = fault;
        }
        Ok(values)
    }

    /// Reads a number; what is none becomes the region's fault.
    fn one(&mut self, xml: &mut XmlStream) -> Result<f64, Fault> {
        let values = self.numbers(xml)?;
        Ok(values.first().copied().unwrap_or_default())
    }

    fn definition(&mut self, xml: &mut XmlStream) -> Result<(), Fault> {
        while let Some(child) = xml.child()? {
            if child.name != "scan_mode" {
                self.scalar(xml, child)?;
                continue;
            }
            while let Some(mut part) = xml.child()? {
                if part.name == "name" {
                    part.name = "scan_mode".to_owned();
                    self.scalar(xml, part)?;
                } else {
                    xml.skip()?;
                }
            }
        }
        Ok(())
    }

    fn analyser(&mut self, xml: &mut XmlStream) -> Result<(), Fault> {
        while let Some(child) = xml.child()? {
            match child.name.as_str() {
                "name" => self.analyser = short(&xml.text()?),
                "detectors" => self.detectors(xml)?,
                "parameters" => parameters(xml, "analyser: ", &mut self.notes)?,
                _ => xml.skip()?,
            }
        }
        Ok(())
    }

    fn detectors(&mut self, xml: &mut XmlStream) -> Result<(), Fault> {
        while let Some(detector) = xml.child()? {
            if detector.tag != "struct" {
                xml.skip()?;
                continue;
            }
            let mut channel = Channel {
                shift: 0.0,
                gain: 1.0,
            };
            while let Some(child) = xml.child()? {
                match child.name.as_str() {
                    "shift" => channel.shift = self.one(xml)?,
                    "gain" => channel.gain = self.one(xml)?,
                    _ => xml.skip()?,
                }
            }
            self.channels.push(channel);
        }
        Ok(())
    }

    fn source(&mut self, xml: &mut XmlStream) -> Result<(), Fault> {
        while let Some(child) = xml.child()? {
            match child.name.as_str() {
                "name" => push(&mut self.notes, "source", &xml.text()?),
                "excitations" => {
                    while let Some(_line) = xml.child()? {
                        while let Some(part) = xml.child()? {
                            if part.name == "energy" {
                                let energy = self.one(xml)?;
                                self.excitations.push(energy);
                            } else {
                                xml.skip()?;
                            }
                        }
                    }
                }
                "parameters" => {
                    let mut settings = Vec::new();
                    parameters(xml, "source: ", &mut settings)?;
                    if let Some((_, anode)) = settings.iter().find(|(k, _)| k == "source: Anode") {
                        self.anode.clone_from(anode);
                    }
                    self.notes.append(&mut settings);
                    self.notes.truncate(MAX_NOTES);
                }
                _ => xml.skip()?,
            }
        }
        Ok(())
    }

    fn cycles(&mut self, xml: &mut XmlStream) -> Result<(), Fault> {
        while let Some(child) = xml.child()? {
            if child.tag != "struct" {
                xml.skip()?;
                continue;
            }
            let cycle = self.cycle(xml)?;
            if !cycle.counts.is_empty() {
                self.cycles.push(cycle);
            }
        }
        Ok(())
    }

    fn cycle(&mut self, xml: &mut XmlStream) -> Result<Cycle, Fault> {
        let mut cycle = Cycle::default();
        while let Some(child) = xml.child()? {
            match (child.name.as_str(), child.type_name.as_str()) {
                ("time", _) => cycle.unix_s = xml.text()?.parse().ok().filter(|t| *t > 0),
                ("scans", _) => {
                    while let Some(_scan) = xml.child()? {
                        self.scan(xml, &mut cycle)?;
                    }
                }
                // Directly in the cycle: a compact one.
                ("counts", _) | (_, "CountsSeq") => cycle.counts = self.numbers(xml)?,
                ("y_curves", _) => {
                    while let Some(_curve) = xml.child()? {
                        self.extended_channel(xml, &mut cycle.notes)?;
                    }
                }
                ("parameters", _) => parameters(xml, "", &mut cycle.notes)?,
                _ => xml.skip()?,
            }
        }
        Ok(cycle)
    }

    /// Adds a scan to the sum of its cycle.
    fn scan(&mut self, xml: &mut XmlStream, cycle: &mut Cycle) -> Result<(), Fault> {
        while let Some(child) = xml.child()? {
            match child.name.as_str() {
                "counts" => {
                    let counts = self.numbers(xml)?;
                    if counts.len() > cycle.counts.len() {
                        let shorter = cycle.scans.unwrap_or(0);
                        cycle.short_scans = cycle.short_scans.saturating_add(shorter);
                        cycle.counts = counts;
                        cycle.scans = Some(1);
                    } else if counts.len() == cycle.counts.len() && !counts.is_empty() {
                        for (sum, count) in cycle.counts.iter_mut().zip(counts) {
                            *sum += count;
                        }
                        cycle.scans = cycle.scans.map(|n| n.saturating_add(1));
                    } else if !counts.is_empty() {
                        cycle.short_scans = cycle.short_scans.saturating_add(1);
                    }
                }
                "scaling_factors" => {
                    let factors = self.numbers(xml)?;
                    cycle.is_scaled |= factors.iter().any(|f| *f != 1.0);
                }
                _ => xml.skip()?,
            }
        }
        Ok(())
    }

    /// Notes in one line what an extended channel (`YCurve`: a current, a temperature …) recorded.
    fn extended_channel(
        &mut self,
        xml: &mut XmlStream,
        notes: &mut Vec<(String, String)>,
    ) -> Result<(), Fault> {
        let (mut name, mut values) = (String::new(), Vec::new());
        while let Some(child) = xml.child()? {
            match child.name.as_str() {
                "name" => name = short(&xml.text()?),
                "data" => values = xml.numbers()?.values,
                _ => xml.skip()?,
            }
        }
        if let Some(first) = values.first()
            && notes.len() < MAX_NOTES
        {
            let low = values.iter().copied().fold(*first, f64::min);
            let high = values.iter().copied().fold(*first, f64::max);
            let text = format!("{} values from {low} to {high}", values.len());
            push(notes, &format!("channel {name}"), &text);
        }
        Ok(())
    }
}

/// Notes the settings of a `ParameterSeq`, whose names get `prefix`; how SpecsLab shows and files
/// the region is passed over.
pub(super) fn parameters(
    xml: &mut XmlStream,
    prefix: &str,
    notes: &mut Vec<(String, String)>,
) -> Result<(), Fault> {
    while let Some(_parameter) = xml.child()? {
        let (mut name, mut value) = (String::new(), String::new());
        while let Some(child) = xml.child()? {
            match child.name.as_str() {
                "name" => name = short(&xml.text()?),
                "value" => value = xml.text()?,
                _ => xml.skip()?,
            }
        }
        let is_of_the_window = ["File", "Group", "First of group", "Color", "Style"]
            .into_iter()
            .any(|n| n == name);
        if notes.len() < MAX_NOTES && !name.is_empty() && !is_of_the_window {
            push(notes, &format!("{prefix}{name}"), &value);
        }
    }
    Ok(())
}
