//! The large browser module: the network of [`speclens_network`] on WebGPU, and nothing else.
//!
//! A tensor goes in, the network's table comes out. Reading files, the energy grid, the
//! explanation and the figures are in the small module, so that this file of many megabytes
//! changes only when the network's code or burn does. It is built by `cargo xtask pkg` and is
//! empty on any other target.
#![cfg(target_arch = "wasm32")]

use std::cell::RefCell;

use burn::tensor::{Device, Tensor, TensorData};
use speclens_network::{INPUT_CHANNELS, Network, NetworkConfig, Row, load_weights};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn console_error(message: &str);
}

/// Sends panics to the console: without this a trap says only `unreachable`.
#[wasm_bindgen(start)]
pub fn init() {
    std::panic::set_hook(Box::new(|info| console_error(&info.to_string())));
}

/// The adapter of this page. burn registers one per module and refuses a second.
#[derive(Clone)]
struct Gpu {
    device: Device,
    name: String,
}

thread_local! {
    static GPU: RefCell<Option<Gpu>> = const { RefCell::new(None) };
}

/// Asks the browser for its adapter, once.
async fn gpu() -> Result<Gpu, JsError> {
    if let Some(gpu) = GPU.with_borrow(Clone::clone) {
        return Ok(gpu);
    }
    let (device, setup) = Device::wgpu_options()
        .init_with_setup_async()
        .await
        .map_err(|e| JsError::new(&format!("no WebGPU adapter: {e}")))?;
    let info = setup.adapter.get_info();
    // Browsers hide most of it: name and driver are often empty.
    let parts = [info.name, info.driver, info.driver_info];
    let known: Vec<String> = parts.into_iter().filter(|s| !s.is_empty()).collect();
    let name = if known.is_empty() {
        format!("{:?} ({:?})", info.backend, info.device_type)
    } else {
        known.join(", ")
    };
    let gpu = Gpu { device, name };
    GPU.set(Some(gpu.clone()));
    Ok(gpu)
}

/// The network with its weights on the page's WebGPU adapter.
#[wasm_bindgen]
pub struct GpuNetwork {
    network: Network,
    points: usize,
    elements: usize,
    gpu: Gpu,
}

#[wasm_bindgen]
impl GpuNetwork {
    /// Takes the adapter and loads the weights onto it.
    ///
    /// `weights` are the bytes of `weights.safetensors` (f32, or f16, which is widened);
    /// `network_json` is the object `network` of `model.json`, see [`NetworkConfig`].
    ///
    /// # Errors
    /// An `Error` whose message says which: no adapter, a malformed configuration, or weights
    /// that do not fit it (missing, left over, or of another shape).
    pub async fn load(weights: Vec<u8>, network_json: String) -> Result<GpuNetwork, JsError> {
        let config: NetworkConfig = serde_json::from_str(&network_json)
            .map_err(|e| JsError::new(&format!("model.json, object `network`: {e}")))?;
        config
            .validate()
            .map_err(|e| JsError::new(&format!("model.json, object `network`: {e}")))?;
        let gpu = gpu().await?;
        let mut network = config.init(&gpu.device)?;
        load_weights(&mut network, &weights)
            .map_err(|e| JsError::new(&format!("weights.safetensors: {e}")))?;
        Ok(GpuNetwork {
            network,
            points: config.points,
            elements: config.elements,
            gpu,
        })
    }

    /// Runs a batch. `input` is `[batch, 2, points]` in row-major order, the channels as
    /// [`Network::forward`] takes them; the answer is [`speclens_network::Output::table`],
    /// in row-major order.
    ///
    /// # Errors
    /// An `Error` when the length does not fit `batch`, when the adapter was lost, or when
    /// reading back fails.
    pub async fn forward(&self, input: Vec<f32>, batch: usize) -> Result<Vec<f32>, JsError> {
        let expected = batch
            .checked_mul(INPUT_CHANNELS * self.points)
            .filter(|&n| n > 0);
        if expected != Some(input.len()) {
            return Err(JsError::new(&format!(
                "input: found {} values, expected batch × {INPUT_CHANNELS} × {} with batch {batch}",
                input.len(),
                self.points
            )));
        }
        let input = TensorData::new(input, [batch, INPUT_CHANNELS, self.points]);
        let input = Tensor::<3>::from_data(input, &self.gpu.device);
        let table = self.network.forward(input).table();
        // cubecl watches for a lost device and answers with an error here, never with zeros.
        let table: Vec<f32> = table
            .into_data_async()
            .await
            .map_err(|e| JsError::new(&format!("reading back from WebGPU: {e}")))?
            .try_into_vec()
            .map_err(|e| JsError::new(&format!("reading back from WebGPU: {e}")))?;
        let expected = batch * Row::length(self.elements);
        if table.len() != expected {
            return Err(JsError::new(&format!(
                "WebGPU answered {} values, expected {expected}",
                table.len()
            )));
        }
        Ok(table)
    }

    /// Points of the energy grid, per channel of the input.
    #[wasm_bindgen(getter)]
    pub fn points(&self) -> usize {
        self.points
    }

    /// Elements the network answers for.
    #[wasm_bindgen(getter)]
    pub fn elements(&self) -> usize {
        self.elements
    }

    /// What the browser tells of the adapter.
    pub fn device_name(&self) -> String {
        self.gpu.name.clone()
    }
}
