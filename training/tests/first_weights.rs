//! A seed gives the same first weights. In a process of its own: the source of chance is one for all threads.

use burn::tensor::{Device, Tensor};
use speclens::network::INPUT_CHANNELS;
use speclens_training::fit::first_weights;
use speclens_training::fit::preset::Preset;

#[test]
fn a_seed_gives_the_same_first_weights() {
    let config = Preset::load("al-ka").unwrap().network_config();
    let device = Device::flex();
    let answer = |seed| -> Vec<f32> {
        let network = first_weights(&config, &device, seed).unwrap();
        let input = Tensor::ones([1, INPUT_CHANNELS, config.points], &device);
        let amounts = network.forward(input).amount;
        amounts.into_data().iter::<f32>().collect()
    };
    assert_eq!(answer(1), answer(1));
    assert_ne!(answer(1), answer(2));
}
