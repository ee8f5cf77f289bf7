//! Where a network is trained: on the processor, or on a graphics card.

use anyhow::{Result, bail};
use burn::tensor::Device;
#[cfg(feature = "gpu")]
use burn::tensor::{DeviceKind, DeviceType};

/// What the person asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum DeviceChoice {
    /// A graphics card where there is one, else the processor.
    Auto,
    /// The processor.
    Cpu,
    /// A graphics card, or else its emulation in software; an error where there is neither.
    Gpu,
}

/// Where it is done.
#[derive(Debug)]
pub struct Workplace {
    /// The device, without a tape.
    pub device: Device,
    /// Parts that each batch is cut into, for as many threads.
    pub parts: usize,
    /// For the model card.
    pub name: String,
}

impl Workplace {
    /// Finds the place that is wished for. Looking for graphics cards opens them.
    ///
    /// # Errors
    /// A graphics card was demanded, and there is none, or the program was built without the
    /// feature `gpu`.
    pub fn find(choice: DeviceChoice) -> Result<Workplace> {
        if choice != DeviceChoice::Cpu {
            if let Some(card) = card(choice == DeviceChoice::Gpu) {
                return Ok(card);
            }
            if choice == DeviceChoice::Gpu {
                let why = if cfg!(feature = "gpu") {
                    "neither Vulkan, Metal nor DirectX 12 shows an adapter"
                } else {
                    "this program was built without the feature `gpu`"
                };
                bail!("no graphics card to train on: {why}; --device cpu trains on the processor");
            }
        }
        let threads = rayon::current_num_threads();
        Ok(Workplace {
            device: Device::flex(),
            parts: threads,
            name: format!("CPU, {threads} threads"),
        })
    }
}

/// A graphics card, a discrete one before others; where there is none, an adapter that emulates one, if
/// `software` will do.
#[cfg(feature = "gpu")]
fn card(software: bool) -> Option<Workplace> {
    let emulated = Device::wgpu(DeviceKind::Cpu);
    let discrete = Device::wgpu(DeviceKind::DiscreteGpu(0));
    let device = Device::enumerate(DeviceType::Wgpu)
        .into_iter()
        .filter(|device| software || *device != emulated)
        .max_by_key(|device| (*device == discrete, *device != emulated))?;
    let name = device.identity().map_or_else(|| "GPU".into(), |i| i.name);
    Some(Workplace {
        device,
        parts: 1,
        name,
    })
}

#[cfg(not(feature = "gpu"))]
fn card(_software: bool) -> Option<Workplace> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_processor_is_always_there() {
        let place = Workplace::find(DeviceChoice::Cpu).unwrap();
        assert!(place.parts > 0);
        assert!(place.name.contains("CPU"), "{}", place.name);
    }

    #[cfg(not(feature = "gpu"))]
    #[test]
    fn a_card_that_cannot_be_had_is_an_error() {
        assert_eq!(
            Workplace::find(DeviceChoice::Auto).unwrap().name,
            Workplace::find(DeviceChoice::Cpu).unwrap().name
        );
        let error = Workplace::find(DeviceChoice::Gpu).unwrap_err().to_string();
        assert!(error.contains("feature `gpu`"), "{error}");
    }
}
