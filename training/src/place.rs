//! Where the network is trained: on the processor, or on a GPU where one is found.

use anyhow::{Result, bail};
use burn::tensor::Device;
use clap::ValueEnum;

/// The wish of whoever starts a training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Wish {
    /// A GPU by CUDA, else one by Vulkan, else the processor.
    Auto,
    /// The processor (burn's flex).
    Cpu,
    /// A GPU of NVIDIA.
    Cuda,
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
            Wish::Auto => Ok(cuda()
                .ok()
                .or_else(|| vulkan(false).ok())
                .unwrap_or_else(Self::processor)),
            Wish::Cuda => cuda(),
            Wish::Vulkan => vulkan(true),
        }
    }

    #[cfg(any(feature = "cuda", feature = "vulkan"))]
    fn gpu(device: Device, how: &str) -> Self {
        let name = device
            .identity()
            .map_or_else(|| "unnamed".into(), |i| i.name);
        Place {
            device: device.autodiff(),
            parts: 1,
            name: format!("GPU by {how}: {name}"),
        }
    }
}

#[cfg(feature = "cuda")]
fn cuda() -> Result<Place> {
    use burn::tensor::DeviceType;
    match Device::enumerate(DeviceType::Cuda).into_iter().next() {
        Some(device) => Ok(Place::gpu(device, "CUDA")),
        None => bail!("no GPU is found by CUDA"),
    }
}

#[cfg(not(feature = "cuda"))]
fn cuda() -> Result<Place> {
    bail!("this program was built without CUDA: add `--features cuda` behind `cargo run`")
}

/// The first GPU by Vulkan; with `software`, a processor that stands for one where there is none.
#[cfg(feature = "vulkan")]
fn vulkan(software: bool) -> Result<Place> {
    use burn::tensor::DeviceKind;
    let kinds = [
        Some(DeviceKind::DiscreteGpu(0)),
        Some(DeviceKind::IntegratedGpu(0)),
        software.then_some(DeviceKind::Cpu),
    ];
    let there: Vec<Device> = Device::enumerate(burn::tensor::DeviceType::Vulkan)
        .into_iter()
        .collect();
    let wanted = kinds.into_iter().flatten().map(Device::vulkan);
    match wanted.into_iter().find(|device| there.contains(device)) {
        Some(device) => Ok(Place::gpu(device, "Vulkan")),
        None => bail!("no GPU is found by Vulkan"),
    }
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
        #[cfg(not(feature = "cuda"))]
        {
            let error = Place::find(Wish::Cuda).unwrap_err().to_string();
            assert!(error.contains("--features cuda"), "{error}");
        }
    }
}
