//! Pictures and files for people: the atlas of the elements and the examples of the page, straight
//! from the simulator, and the guide by classes.json. Knows no set and no network.

pub mod atlas;
pub mod examples;
pub mod guide;
mod vamas;
