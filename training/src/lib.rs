//! Simulated sets, training and evaluation of the Speclens network (native only).

pub mod atlas;
pub mod baselines;
pub mod bound;
pub mod calibrate;
pub mod card;
pub mod compare;
pub mod distortions;
pub mod evaluate;
pub mod examples;
pub mod gradient;
pub mod grow;
pub mod held_out;
pub mod measured;
pub mod metrics;
pub mod mixtures;
pub mod overlaps;
pub mod place;
pub mod preset;
pub mod published;
pub mod recordings;
pub mod sets;
pub mod strange;
pub mod train;
pub mod truth;
