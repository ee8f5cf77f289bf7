//! A seed gives the same first weights. In a process of its own: the source of chance is one for all threads.

use burn::tensor::Device;
use speclens::model::weights::save_weights;
use speclens_training::preset::Preset;
use speclens_training::train::first_weights;

#[test]
fn a_seed_gives_the_same_first_weights() {
    let config = Preset::load("release").unwrap().network_config();
    let bytes = |seed| {
        let network = first_weights(&config, &Device::flex(), seed).unwrap();
        save_weights(&network).unwrap()
    };
    assert!(bytes(1) == bytes(1));
    assert!(bytes(1) != bytes(2));
}
