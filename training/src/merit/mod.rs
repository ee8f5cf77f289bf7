//! Figures of merit: what a method answers to a spectrum, how good answers are over many, and the figures of a
//! network on a set. Knows simulated sets and finished models, not how models come about nor what the figures
//! are for.

pub mod figures;
pub mod metrics;
pub mod scoring;
