//! Trained weights: the manifest that describes them, and how both become a network.

use burn::store::burn_pack::Tensor as PackTensor;
use burn::store::{
    FloatCastAdapter, ModuleAdapter, ModuleContext, ModuleSnapshot, SafetensorsStore,
};
use burn::tensor::{DType, Device, Tensor, TensorData};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::grid::Grid;
use super::network::{ConfigError, INPUT_CHANNELS, Network, NetworkConfig};
use crate::spectrum::Source;

/// `model.json`: everything one must know to use `weights.safetensors`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this file's layout; this code reads [`MANIFEST_FORMAT`].
    pub format: u32,
    /// Name that answers carry, e.g. `al-ka-2026-11-22`.
    pub name: String,
    /// X-ray source of the spectra it was trained on.
    pub source: Source,
    /// Energy grid of the input.
    pub grid: Grid,
    /// How an intensity becomes an input, for people.
    pub preprocessing: String,
    /// Architecture.
    pub network: NetworkConfig,
    /// Symbols of the elements, in the order of the network's outputs.
    pub elements: Vec<String>,
    /// Probability of presence from which an element is reported.
    pub presence_threshold: f64,
    /// How intervals and warnings were calibrated.
    pub calibration: Calibration,
    /// Figures of the training run, as its program wrote them.
    pub training: serde_json::Value,
    /// The weights this manifest belongs to.
    pub weights: WeightsFile,
}

/// Layout version of [`Manifest`] that this code reads.
pub const MANIFEST_FORMAT: u32 = 4;

/// What makes the network's doubts hold on simulated spectra that it was not trained on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// Factors on the half-widths of intervals.
    pub intervals: IntervalFactors,
    /// Strangeness above which a spectrum is said to be unlike those of the training.
    pub strangeness_limit: f64,
}

/// Factors on the network's half-widths, by the noise of the spectrum and the predicted amount (conformal
/// calibration: Lei et al. 2018, J. Am. Stat. Assoc. 113, 1094, "locally weighted"; group by group: Vovk 2012,
/// Proc. Mach. Learn. Res. 25, 475, "Mondrian").
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IntervalFactors {
    /// Noise ([`super::noise::noise_at_the_maximum`]) from which each row of factors holds, ascending from 0.
    pub from_noise: Vec<f64>,
    /// Predicted atomic percent from which each column holds, ascending from 0.
    pub from_percent: Vec<f64>,
    /// Factors, one row for each of `from_noise`.
    pub factors: Vec<Vec<f64>>,
}

impl Calibration {
    /// No calibration: the network's half-widths as they are, nothing is strange.
    pub fn none() -> Self {
        Calibration {
            intervals: IntervalFactors {
                from_noise: vec![0.0],
                from_percent: vec![0.0],
                factors: vec![vec![1.0]],
            },
            strangeness_limit: f64::MAX,
        }
    }
}

impl IntervalFactors {
    /// Row and column of the factor for an element of this atomic fraction in a spectrum of this noise.
    pub fn group(&self, noise: f64, fraction: f64) -> (usize, usize) {
        let last = |from: &[f64], x: f64| from.iter().rposition(|from| *from <= x).unwrap_or(0);
        (
            last(&self.from_noise, noise),
            last(&self.from_percent, 100.0 * fraction),
        )
    }

    /// Factor on the half-width of an element with this atomic fraction in a spectrum of this noise.
    pub fn factor(&self, noise: f64, fraction: f64) -> f64 {
        let (row, column) = self.group(noise, fraction);
        self.factors[row][column]
    }

    /// Whether there is a usable factor for everything.
    fn is_whole(&self) -> bool {
        let ascending = |from: &[f64]| from.first() == Some(&0.0) && from.is_sorted();
        let usable = |row: &Vec<f64>| {
            row.len() == self.from_percent.len() && row.iter().all(|f| f.is_finite() && *f > 0.0)
        };
        ascending(&self.from_noise)
            && ascending(&self.from_percent)
            && self.factors.len() == self.from_noise.len()
            && self.factors.iter().all(usable)
    }
}

/// Name and checksum of a weights file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeightsFile {
    /// File name beside the manifest.
    pub file: String,
    /// Size, bytes.
    pub bytes: u64,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
}

impl WeightsFile {
    /// Describes `bytes` under the name `file`.
    pub fn of(file: &str, bytes: &[u8]) -> Self {
        WeightsFile {
            file: file.into(),
            bytes: bytes.len() as u64,
            sha256: sha256_hex(bytes),
        }
    }
}

fn sha256_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// Why a model cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// `model.json` is no manifest.
    #[error("model.json, line {line}: {0}", line = .0.line())]
    Manifest(#[from] serde_json::Error),
    /// Its layout is of another version.
    #[error(
        "model.json has format {found}; this version of Speclens reads format {MANIFEST_FORMAT}"
    )]
    Format {
        /// Format that stands in the file.
        found: u32,
    },
    /// The manifest contradicts itself.
    #[error("model.json: {0}")]
    Inconsistent(String),
    /// The architecture cannot be built.
    #[error("model.json, network: {0}")]
    Config(#[from] ConfigError),
    /// The weights are not those of the manifest.
    #[error(
        "{file}: {found_bytes} bytes with SHA-256 {found}, model.json says {expected_bytes} bytes with {expected}"
    )]
    Checksum {
        /// Name of the weights file.
        file: String,
        /// Checksum found.
        found: String,
        /// Bytes found.
        found_bytes: u64,
        /// Checksum in the manifest.
        expected: String,
        /// Bytes in the manifest.
        expected_bytes: u64,
    },
    /// The weights do not fit the architecture.
    #[error("the weights do not fit the architecture: {0}")]
    Weights(String),
    /// The network failed to run.
    #[error("the network failed: {0}")]
    Run(String),
    /// An input of the wrong length.
    #[error("{found} input values for {batch} spectra; {expected} are needed")]
    Shape {
        /// Values found.
        found: usize,
        /// Spectra in the batch.
        batch: usize,
        /// Values needed.
        expected: usize,
    },
}

/// A network with its weights on a device, ready to answer.
#[derive(Debug)]
pub struct Model {
    /// What the weights are.
    pub manifest: Manifest,
    network: Network,
    device: Device,
}

impl Manifest {
    /// Reads and checks `model.json`.
    ///
    /// # Errors
    /// [`ModelError`] with the line or the contradiction.
    pub fn from_json(json: &[u8]) -> Result<Self, ModelError> {
        let manifest: Manifest = serde_json::from_slice(json)?;
        if manifest.format != MANIFEST_FORMAT {
            return Err(ModelError::Format {
                found: manifest.format,
            });
        }
        if manifest.elements.len() != manifest.network.elements {
            return Err(ModelError::Inconsistent(format!(
                "{} elements are named, the network answers for {}",
                manifest.elements.len(),
                manifest.network.elements
            )));
        }
        if manifest.grid.points != manifest.network.points {
            return Err(ModelError::Inconsistent(format!(
                "the grid has {} points, the network takes {}",
                manifest.grid.points, manifest.network.points
            )));
        }
        if let Some(unknown) = manifest
            .elements
            .iter()
            .find(|s| crate::physics::elements::by_symbol(s).is_none())
        {
            return Err(ModelError::Inconsistent(format!(
                "{unknown} is no element of the library"
            )));
        }
        if !manifest.calibration.intervals.is_whole() {
            return Err(ModelError::Inconsistent(
                "calibration.intervals: limits that ascend from 0 and a positive factor for each pair of them \
                 are needed"
                    .into(),
            ));
        }
        manifest.network.validate()?;
        Ok(manifest)
    }
}

impl Model {
    /// A model of a network that is at hand.
    #[must_use]
    pub fn new(manifest: Manifest, network: Network, device: Device) -> Self {
        Model {
            manifest,
            network,
            device,
        }
    }

    /// A model on the CPU (burn's flex engine) from the bytes of `model.json` and
    /// `weights.safetensors`. The checksum is verified, missing and superfluous tensors refused.
    ///
    /// # Errors
    /// [`ModelError`].
    pub fn from_bytes(manifest_json: &[u8], weights: &[u8]) -> Result<Self, ModelError> {
        let manifest = Manifest::from_json(manifest_json)?;
        let found = WeightsFile::of(&manifest.weights.file, weights);
        if found != manifest.weights {
            return Err(ModelError::Checksum {
                file: found.file,
                found: found.sha256,
                found_bytes: found.bytes,
                expected: manifest.weights.sha256,
                expected_bytes: manifest.weights.bytes,
            });
        }
        let device = Device::flex();
        let mut network = manifest.network.init(&device)?;
        load_weights(&mut network, weights)?;
        Ok(Model {
            manifest,
            network,
            device,
        })
    }

    /// Runs the network on `batch` inputs (`[batch, 2, points]`, row-major). The answer is
    /// the table of [`super::network::Output::table`]; [`super::quantify::Row`] takes a row apart.
    ///
    /// # Errors
    /// [`ModelError::Shape`] for an input of the wrong length, [`ModelError::Run`] where the
    /// engine fails.
    pub async fn forward(&self, input: &[f32], batch: usize) -> Result<Vec<f32>, ModelError> {
        let data = self.run(input, batch)?.into_data_async().await;
        to_vec(data.map_err(|e| ModelError::Run(e.to_string()))?)
    }

    /// [`Model::forward`] for programs without an async runtime (not in a browser).
    ///
    /// # Errors
    /// As [`Model::forward`].
    #[cfg(not(target_arch = "wasm32"))]
    pub fn forward_blocking(&self, input: &[f32], batch: usize) -> Result<Vec<f32>, ModelError> {
        let data = self.run(input, batch)?.try_into_data();
        to_vec(data.map_err(|e| ModelError::Run(e.to_string()))?)
    }

    fn run(&self, input: &[f32], batch: usize) -> Result<Tensor<2>, ModelError> {
        let points = self.manifest.grid.points;
        let expected = batch * INPUT_CHANNELS * points;
        if batch == 0 || input.len() != expected {
            return Err(ModelError::Shape {
                found: input.len(),
                batch,
                expected,
            });
        }
        let data = TensorData::new(input.to_vec(), [batch, INPUT_CHANNELS, points]);
        Ok(self
            .network
            .forward(Tensor::from_data(data, &self.device))
            .table())
    }
}

/// Loads the bytes of a safetensors file (f16, widened, or f32) into `network`; refuses missing
/// and superfluous tensors.
///
/// # Errors
/// [`ModelError::Weights`] with the names of the tensors that do not fit.
pub fn load_weights(network: &mut Network, weights: &[u8]) -> Result<(), ModelError> {
    let mut store = SafetensorsStore::from_bytes(Some(weights.to_vec()))
        .with_from_adapter(FloatCastAdapter::to(DType::F32));
    let result = network
        .load_from(&mut store)
        .map_err(|e| ModelError::Weights(e.to_string()))?;
    if !result.unused.is_empty() {
        return Err(ModelError::Weights(format!(
            "superfluous tensors {:?}",
            result.unused
        )));
    }
    Ok(())
}

/// Rounds weights to f16, but those of the first layer, from which most of what rounding changes in an answer would
/// come (docs/network.md): presumably because it takes differences of neighbouring points, which hardly differ.
#[derive(Debug, Clone)]
struct Rounding;

/// What the names of the first layer's tensors begin with.
const FIRST_LAYER: &str = "stages.0.";

impl ModuleAdapter for Rounding {
    fn adapt(&self, tensor: PackTensor, context: ModuleContext<'_>) -> PackTensor {
        if tensor.name.starts_with(FIRST_LAYER) {
            return tensor;
        }
        FloatCastAdapter::to(DType::F16).adapt(tensor, context)
    }

    fn clone_box(&self) -> Box<dyn ModuleAdapter> {
        Box::new(self.clone())
    }
}

/// The bytes of a safetensors file with the weights of `network`: the first layer in f32, the others rounded to f16.
///
/// # Errors
/// [`ModelError::Weights`] where the store fails.
pub fn save_weights(network: &Network) -> Result<Vec<u8>, ModelError> {
    let mut store = SafetensorsStore::from_bytes(None).with_to_adapter(Rounding);
    network
        .save_into(&mut store)
        .and_then(|()| store.get_bytes())
        .map_err(|e| ModelError::Weights(e.to_string()))
}

fn to_vec(data: TensorData) -> Result<Vec<f32>, ModelError> {
    data.try_to_vec::<f32>()
        .map_err(|e| ModelError::Run(format!("{e:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::network::Stage;
    use crate::model::quantify::Row;

    fn tiny() -> (Vec<u8>, Vec<u8>) {
        let network = NetworkConfig {
            points: 64,
            elements: 2,
            block: 8,
            stages: vec![
                Stage {
                    channels: 4,
                    reach: 1,
                    residual: false,
                },
                Stage {
                    channels: 4,
                    reach: 2,
                    residual: true,
                },
            ],
            squeeze: 2,
            hidden: 8,
            deep: 1,
        };
        let weights = save_weights(&network.init(&Device::flex()).unwrap()).unwrap();
        let manifest = Manifest {
            format: MANIFEST_FORMAT,
            name: "test".into(),
            source: Source::AlKa,
            grid: Grid {
                lo_ev: 0.0,
                step_ev: 1.0,
                points: 64,
            },
            preprocessing: String::new(),
            network,
            elements: vec!["C".into(), "O".into()],
            presence_threshold: 0.5,
            calibration: Calibration::none(),
            training: serde_json::Value::Null,
            weights: WeightsFile::of("weights.safetensors", &weights),
        };
        (serde_json::to_vec(&manifest).unwrap(), weights)
    }

    #[test]
    fn saved_weights_come_back_and_fractions_sum_to_one() {
        let (json, weights) = tiny();
        let a = Model::from_bytes(&json, &weights).unwrap();
        let b = Model::from_bytes(&json, &weights).unwrap();
        let input: Vec<f32> = (0..2 * 2 * 64).map(|i| (i % 7) as f32 / 7.0).collect();
        let x = a.forward_blocking(&input, 2).unwrap();
        assert_eq!(x, b.forward_blocking(&input, 2).unwrap());
        assert_eq!(x.len(), 2 * Row::length(2));
        for row in x.chunks(Row::length(2)).map(|r| Row::of(r).unwrap()) {
            assert!(
                (row.fractions.iter().sum::<f32>() - 1.0).abs() < 1e-5,
                "{row:?}"
            );
            assert!(row.presence.iter().all(|p| (0.0..=1.0).contains(p)));
            assert!(row.half_widths.iter().all(|w| *w > 0.0));
            assert!((0.0..=1.0).contains(&row.strangeness));
        }
    }

    #[test]
    fn all_but_the_first_layer_is_rounded() {
        let (_, weights) = tiny();
        let length = u64::from_le_bytes(weights[..8].try_into().unwrap()) as usize;
        let header: serde_json::Value = serde_json::from_slice(&weights[8..8 + length]).unwrap();
        for (tensor, kind) in header.as_object().unwrap() {
            if tensor != "__metadata__" {
                let expected = if tensor.starts_with("stages.0.") {
                    "F32"
                } else {
                    "F16"
                };
                assert_eq!(kind["dtype"], expected, "{tensor}");
            }
        }
        assert!(header.get("stages.0.weight").is_some());
    }

    #[test]
    fn damaged_weights_and_manifests_are_refused_with_a_reason() {
        let (json, mut weights) = tiny();
        let last = weights.len() - 1;
        weights[last] ^= 1;
        let error = Model::from_bytes(&json, &weights).unwrap_err();
        assert!(matches!(error, ModelError::Checksum { .. }), "{error}");
        let error = Model::from_bytes(&json[..json.len() / 2], &weights).unwrap_err();
        assert!(
            error.to_string().starts_with("model.json, line 1"),
            "{error}"
        );
    }

    #[test]
    fn factors_follow_noise_and_amount_and_must_be_whole() {
        let factors = IntervalFactors {
            from_noise: vec![0.0, 0.01],
            from_percent: vec![0.0, 1.0, 10.0],
            factors: vec![vec![1.0, 2.0, 3.0], vec![4.0, 5.0, 6.0]],
        };
        assert!(factors.is_whole());
        assert_eq!(factors.factor(0.0, 0.0), 1.0);
        assert_eq!(factors.factor(0.009, 0.099), 2.0);
        assert_eq!(factors.factor(0.01, 1.0), 6.0);
        let broken: [fn(&mut IntervalFactors); 5] = [
            |f| f.from_noise[0] = 0.1,
            |f| f.from_percent.swap(1, 2),
            |f| f.factors[1].truncate(2),
            |f| f.factors.truncate(1),
            |f| f.factors[0][0] = 0.0,
        ];
        let (json, weights) = tiny();
        for break_it in broken {
            let mut manifest = Manifest::from_json(&json).unwrap();
            manifest.calibration.intervals = factors.clone();
            break_it(&mut manifest.calibration.intervals);
            let json = serde_json::to_vec(&manifest).unwrap();
            let error = Model::from_bytes(&json, &weights).unwrap_err().to_string();
            assert!(error.contains("calibration.intervals"), "{error}");
        }
    }

    #[test]
    fn an_input_of_the_wrong_length_is_refused() {
        let (json, weights) = tiny();
        let model = Model::from_bytes(&json, &weights).unwrap();
        let error = model.forward_blocking(&[0.0; 100], 1).unwrap_err();
        assert!(
            matches!(error, ModelError::Shape { expected: 128, .. }),
            "{error}"
        );
    }
}
