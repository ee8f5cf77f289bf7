//! A network with its weights on a device.

use burn::tensor::{Device, Tensor, TensorData};
use speclens_network::{INPUT_CHANNELS, Network, load_weights};

use super::ModelError;
use super::manifest::{Manifest, WeightsFile};
use crate::guide::Classes;
use crate::sha256::sha256_hex;

/// A network with its weights on a device, ready to answer.
#[derive(Debug)]
pub struct Model {
    /// What the weights are.
    pub manifest: Manifest,
    /// Which lines tell the elements, where that is known ([`crate::guide`]).
    pub classes: Option<Classes>,
    network: Network,
    device: Device,
}

impl Model {
    /// A model of a network that is at hand.
    #[must_use]
    pub fn new(manifest: Manifest, network: Network, device: Device) -> Self {
        Model {
            manifest,
            classes: None,
            network,
            device,
        }
    }

    /// The same model with what `classes.json` says of its elements.
    #[must_use]
    pub fn with_classes(self, classes: Option<Classes>) -> Self {
        Model { classes, ..self }
    }

    /// A model on the CPU (burn's flex engine) from the bytes of `model.json` and
    /// `weights.safetensors`. The checksum is verified, missing and superfluous tensors refused.
    ///
    /// # Errors
    /// [`ModelError`].
    pub fn from_bytes(manifest_json: &[u8], weights: &[u8]) -> Result<Self, ModelError> {
        Self::from_summed(manifest_json, weights, &sha256_hex(weights))
    }

    /// [`Model::from_bytes`] where the SHA-256 of the weights (lower-case hexadecimal) is known
    /// already: a browser works it out faster than its wasm.
    ///
    /// # Errors
    /// [`ModelError`].
    pub fn from_summed(
        manifest_json: &[u8],
        weights: &[u8],
        sha256: &str,
    ) -> Result<Self, ModelError> {
        let manifest = Manifest::from_json(manifest_json)?;
        let found = WeightsFile {
            file: manifest.weights.file.clone(),
            bytes: weights.len() as u64,
            sha256: sha256.to_owned(),
        };
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
            classes: None,
            network,
            device,
        })
    }

    /// Runs the network on `batch` inputs (`[batch, 2, points]`, row-major). The answer is
    /// the table of [`speclens_network::Output::table`]; [`speclens_network::Row`] takes a row apart.
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
    #[expect(clippy::disallowed_methods, reason = "not in a browser")]
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

fn to_vec(data: TensorData) -> Result<Vec<f32>, ModelError> {
    data.try_to_vec::<f32>()
        .map_err(|e| ModelError::Run(format!("{e:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::calibration::Calibration;
    use crate::model::manifest::{MANIFEST_FORMAT, WeightsFile};
    use speclens_network::{NetworkConfig, Row, Stage, save_weights};
    use speclens_spectrum::{Grid, Source};

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
            own_blocks: vec![vec![3, 4], vec![5]],
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
    fn a_checksum_worked_out_elsewhere_is_held_against_the_manifest() {
        let (json, weights) = tiny();
        let known = sha256_hex(&weights);
        assert!(Model::from_summed(&json, &weights, &known).is_ok());
        let other = sha256_hex(b"other");
        let error = Model::from_summed(&json, &weights, &other).unwrap_err();
        assert!(matches!(error, ModelError::Checksum { .. }), "{error}");
    }

    #[test]
    fn a_manifest_without_a_factor_for_everything_is_refused() {
        let (json, weights) = tiny();
        let mut manifest = Manifest::from_json(&json).unwrap();
        manifest.calibration.intervals.from_noise[0] = 0.1;
        let json = serde_json::to_vec(&manifest).unwrap();
        let error = Model::from_bytes(&json, &weights).unwrap_err().to_string();
        assert!(error.contains("calibration.intervals"), "{error}");
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
