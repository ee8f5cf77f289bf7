//! Which lines tell an element, which lie under those of others, and what to measure instead
//! (docs/guide).
//!
//! `classes.json` beside a network's weights holds [`Classes`]: what `speclens-training classify`
//! found of each element. [`advise`] says what of it matters in one spectrum.

mod advice;
mod classes;
mod neighbours;
mod tables;
mod words;

pub use advice::{Advice, advise};
pub use classes::{
    Class, Classes, ClassesError, Confusion, ElementClass, LineType, LineUse, Overlap, Sensitivity,
    Thresholds,
};
pub use neighbours::{Foreign, Neighbours};
pub use tables::{TabulatedGroup, groups_in_range};
pub use words::in_general;
