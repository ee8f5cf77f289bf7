//! Why the network answers as it does: what happens to an element's evidence when a part of the
//! spectrum is taken away or added (docs/method/explanation.md).
//!
//! ```text
//! Prepared ──Recordings──▶ inputs ──Probes / LineRemovals──▶ Run ⇄ network
//!                                                             └──▶ Fis, LineTable ──▶ Doubt
//! ```
//!
//! [`Probes`] scan the energy axis and give the Feature Importance Spectrum ([`Fis`]) of every
//! element; [`LineRemovals`] take away one line group after the other and give a [`LineTable`].

mod fis;
mod grounding;
mod line_table;
mod options;
mod probes;
mod recordings;
mod run;
mod statistics;

pub use fis::{Curve, Fis};
pub use grounding::{Grounding, Leaning, OWN_LINES, judge};
pub use line_table::{AllLines, Covered, LineRemovals, LineTable, LineWithout};
pub use options::{Explained, Options, OptionsError, Probe};
pub use probes::Probes;
pub use recordings::Recordings;
pub use run::{AnswerError, Inputs, Run};
