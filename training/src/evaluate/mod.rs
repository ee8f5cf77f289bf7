//! What a finished model is worth: its figures on held-out sets beside those of baselines and the best that
//! could be reached, and the card that says so. Reads weights and sets and changes neither; measured spectra come
//! in as judgements that are made elsewhere.

pub mod baselines;
pub mod bound;
pub mod card;
pub mod evaluation;
pub mod explanation;
pub mod figures;
pub mod judged;
pub mod rare_earths;
pub mod refinement;
