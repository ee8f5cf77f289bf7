#[path = "../../../model/network.rs"]
pub mod network;
