//! `speclens analyse` with a network that was never trained.

use std::path::{Path, PathBuf};

use burn::tensor::Device;
use serde_json::Value;
use speclens::model::calibration::Calibration;
use speclens::model::manifest::{MANIFEST_FORMAT, Manifest, WeightsFile};
use speclens::network::{NetworkConfig, Stage, save_weights};
use speclens::spectrum::{Grid, Source};

use super::Run;

/// Writes an untrained network that reports every element: its numbers mean nothing, their
/// shape is what is tested here.
fn untrained(folder: &Path) -> PathBuf {
    let folder = folder.join("network");
    std::fs::create_dir_all(&folder).unwrap();
    let stage = Stage {
        channels: 4,
        reach: 1,
        residual: false,
    };
    let network = NetworkConfig {
        points: 600,
        elements: 3,
        block: 4,
        stages: vec![stage],
        squeeze: 2,
        hidden: 4,
        deep: 1,
        own_blocks: vec![vec![35], vec![66], vec![10, 11]],
    };
    let weights = save_weights(&network.init(&Device::flex()).unwrap()).unwrap();
    let manifest = Manifest {
        format: MANIFEST_FORMAT,
        name: "untrained".into(),
        source: Source::AlKa,
        grid: Grid {
            lo_ev: 0.0,
            step_ev: 2.0,
            points: 600,
        },
        preprocessing: String::new(),
        network,
        elements: vec!["C".into(), "O".into(), "Au".into()],
        presence_threshold: 0.0,
        calibration: Calibration::none(),
        training: Value::Null,
        weights: WeightsFile::of("weights.safetensors", &weights),
    };
    std::fs::write(
        folder.join("model.json"),
        serde_json::to_vec(&manifest).unwrap(),
    )
    .unwrap();
    std::fs::write(folder.join("weights.safetensors"), weights).unwrap();
    folder
}

/// A survey as text: a slope with one peak at `peak_ev`, binding energy 0 to 1200 eV.
pub fn survey(header: &str, peak_ev: f64) -> String {
    let rows = (0..=1200).map(|i| {
        let e = f64::from(1200 - i);
        let peak = 5000.0 * (-((e - peak_ev) / 2.0).powi(2)).exp();
        format!("{e}\t{}\n", (500.0 + e + peak).round())
    });
    header.to_owned() + &rows.collect::<String>()
}

/// A folder of its own for a test, with a network.
pub struct Bench {
    pub folder: PathBuf,
    pub network: PathBuf,
}

impl Bench {
    pub fn new(name: &str) -> Bench {
        let folder = super::folder(name);
        let network = untrained(&folder);
        Bench { folder, network }
    }

    pub fn file(&self, name: &str, content: &str) -> String {
        let path = self.folder.join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        let mut command = super::speclens();
        command
            .arg("analyse")
            .arg("--model")
            .arg(&self.network)
            .args(arguments);
        Run::of(command.output().unwrap())
    }
}
