//! Values to JavaScript and back.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsError, JsValue};

use super::into_error;

/// A value as JavaScript: objects for structs, `null` for `None`.
pub(super) fn to_js(value: &impl Serialize) -> Result<JsValue, JsError> {
    let json = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&json).map_err(into_error)
}

/// A value from JavaScript.
pub(super) fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, JsError> {
    serde_wasm_bindgen::from_value(value).map_err(into_error)
}
