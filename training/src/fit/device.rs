//! Where a network is trained: on the processor, or on a graphics card.

use anyhow::{Result, anyhow, bail};
use burn::tensor::Device;
#[cfg(feature = "gpu")]
use burn::tensor::{DeviceKind, DeviceType};
use rayon::{ThreadPool, ThreadPoolBuilder};

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
    /// Who works out the gradient of a batch, each a part of it.
    pub workers: Workers,
    /// For the model card.
    pub name: String,
}

/// Threads that share no work: each does its part from beginning to end. Where all share the products of all
/// parts, they wait for each other a fifth of the time.
#[derive(Debug)]
pub struct Workers(Vec<ThreadPool>);

impl Workers {
    /// So many, at least one.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn new(count: usize) -> Result<Workers> {
        let one = |_| ThreadPoolBuilder::new().num_threads(1).build();
        let pools = (0..count.max(1)).map(one).collect::<Result<_, _>>()?;
        Ok(Workers(pools))
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// What `job` makes of each of the `parts`, at most as many as there are workers.
    ///
    /// # Errors
    /// A worker that broke down.
    pub fn each<P: Send, R: Send>(
        &self,
        parts: impl Iterator<Item = P>,
        job: impl Fn(P) -> R + Sync,
    ) -> Result<Vec<R>> {
        let job = &job;
        std::thread::scope(|scope| {
            let waiting: Vec<_> = (self.0.iter().zip(parts))
                .map(|(worker, part)| scope.spawn(move || worker.install(|| job(part))))
                .collect();
            (waiting.into_iter().map(|thread| thread.join()))
                .collect::<Result<_, _>>()
                .map_err(|_| anyhow!("a thread of the training broke down"))
        })
    }
}

impl Workplace {
    /// Finds the place that is wished for. Looking for graphics cards opens them.
    ///
    /// # Errors
    /// A graphics card was demanded, and there is none, or the program was built without the
    /// feature `gpu`.
    pub fn find(choice: DeviceChoice) -> Result<Workplace> {
        if choice != DeviceChoice::Cpu {
            if let Some(card) = card(choice == DeviceChoice::Gpu)? {
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
            workers: Workers::new(threads)?,
            name: format!("CPU, {threads} threads"),
        })
    }
}

/// A graphics card, a discrete one before others; where there is none, an adapter that emulates one, if
/// `software` will do.
#[cfg(feature = "gpu")]
fn card(software: bool) -> Result<Option<Workplace>> {
    let emulated = Device::wgpu(DeviceKind::Cpu);
    let discrete = Device::wgpu(DeviceKind::DiscreteGpu(0));
    let found = Device::enumerate(DeviceType::Wgpu)
        .into_iter()
        .filter(|device| software || *device != emulated)
        .max_by_key(|device| (*device == discrete, *device != emulated));
    let Some(device) = found else { return Ok(None) };
    let name = device.identity().map_or_else(|| "GPU".into(), |i| i.name);
    Ok(Some(Workplace {
        device,
        workers: Workers::new(1)?,
        name,
    }))
}

#[cfg(not(feature = "gpu"))]
fn card(_software: bool) -> Result<Option<Workplace>> {
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_processor_is_always_there() {
        let place = Workplace::find(DeviceChoice::Cpu).unwrap();
        assert!(place.workers.count() > 0);
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
