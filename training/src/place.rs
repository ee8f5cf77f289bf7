//! Where the network is trained: on the processor, or on a GPU where one is found.

use anyhow::{Result, bail};
use burn::tensor::Device;
use clap::ValueEnum;

/// The wish of whoever starts a training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Wish {
    /// A GPU by Vulkan, else the processor.
    Auto,
    /// The processor (burn's flex).
    Cpu,
    /// Whatever Vulkan offers, software that stands for a GPU included.
    Vulkan,
}

/// A device to train on.
#[derive(Debug)]
pub struct Place {
    /// The device, with automatic differentiation.
    pub device: Device,
    /// Parts in which a batch is worked on at once.
    pub parts: usize,
    /// What it is, for people.
    pub name: String,
}

impl Place {
    /// The processor, with all its threads.
    pub fn processor() -> Self {
        let parts = rayon::current_num_threads();
        Place {
            device: Device::flex().autodiff(),
            parts,
            name: format!("CPU, {parts} threads"),
        }
    }

    /// The device that `wish` asks for.
    ///
    /// # Errors
    /// A kind of device that this program was built without, or that the machine lacks.
    pub fn find(wish: Wish) -> Result<Self> {
        match wish {
            Wish::Cpu => Ok(Self::processor()),
            Wish::Auto => Ok(vulkan(false).unwrap_or_else(|_| Self::processor())),
            Wish::Vulkan => vulkan(true),
        }
    }
}

/// The first GPU by Vulkan; with `software`, a processor that stands for one where there is none.
#[cfg(feature = "vulkan")]
fn vulkan(software: bool) -> Result<Place> {
    use burn::tensor::{DeviceKind, DeviceType};
    let kinds = [
        Some(DeviceKind::DiscreteGpu(0)),
        Some(DeviceKind::IntegratedGpu(0)),
        software.then_some(DeviceKind::Cpu),
    ];
    let there: Vec<Device> = Device::enumerate(DeviceType::Vulkan).into_iter().collect();
    let wanted = kinds.into_iter().flatten().map(Device::vulkan);
    match wanted.into_iter().find(|device| there.contains(device)) {
        Some(device) => Ok(Place {
            name: format!("GPU by Vulkan: {}", name(&device)),
            device: device.autodiff(),
            parts: 1,
        }),
        None => bail!("no GPU is found by Vulkan"),
    }
}

#[cfg(feature = "vulkan")]
fn name(device: &Device) -> String {
    (device.identity()).map_or_else(|| "unnamed".into(), |identity| identity.name)
}

#[cfg(not(feature = "vulkan"))]
fn vulkan(_software: bool) -> Result<Place> {
    bail!("this program was built without Vulkan: add `--features vulkan` behind `cargo run`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_always_a_place_and_an_unknown_one_is_named() {
        let place = Place::find(Wish::Auto).unwrap();
        assert!(place.parts >= 1 && !place.name.is_empty());
        #[cfg(not(feature = "vulkan"))]
        {
            let error = Place::find(Wish::Vulkan).unwrap_err().to_string();
            assert!(error.contains("--features vulkan"), "{error}");
        }
    }
}
