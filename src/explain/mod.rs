//! Why the network answers as it does.

pub mod fis;
