//! Pictures and files for people: the atlas of the elements and the examples of the page. Straight from the
//! simulator; knows no set and no network.

pub mod atlas;
pub mod examples;
mod vamas;
