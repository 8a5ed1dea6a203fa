//! The readers' bindings.

use js_sys::{Array, JSON, Object};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::mapper::payload_error;
use super::{not_written, plain, set, set_params};
use crate::json::write::to_string;
use crate::text::said::Worded;
use crate::{Path, PathError, PathStep, TextRange};

fn json<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    JSON::parse(&to_string(value).map_err(not_written)?)
}

/// `{ limetypes, problems }`
#[wasm_bindgen]
pub fn limetypes(document: &[u8]) -> Result<JsValue, JsValue> {
    json(&crate::limetypes(document))
}

/// `{ instances, problems }`
#[wasm_bindgen]
pub fn instances(config: &[u8]) -> Result<JsValue, JsValue> {
    json(&crate::instances(config))
}

/// The summary as a plain object. Throws a plain object `{ name: "PayloadError", code, message, ... }`.
#[wasm_bindgen]
pub fn summary(payload: &[u8], max_bytes: usize) -> Result<JsValue, JsValue> {
    json(&crate::summary(payload, max_bytes).map_err(|error| payload_error(&error))?)
}

/// The steps as an array: texts, numbers, null for every item. Throws a plain object `{ name: "PathError", ... }`.
#[wasm_bindgen(js_name = parsePath)]
pub fn parse_path(text: &str) -> Result<Array, JsValue> {
    let path: Path = text.parse().map_err(|error| path_error(&error))?;
    let step = |step: &PathStep| match step {
        PathStep::Key(key) => JsValue::from_str(key),
        PathStep::Index(index) => (*index).into(),
        PathStep::Every => JsValue::NULL,
    };
    Ok(path.steps().iter().map(step).collect())
}

/// The path of an array of steps as [`parse_path`] returns it. Throws like that.
#[wasm_bindgen(js_name = formatPath)]
pub fn format_path(steps: &Array) -> Result<String, JsValue> {
    let step = |step: JsValue| match (step.as_string(), step.as_f64()) {
        (Some(key), _) => PathStep::Key(key.into()),
        (None, Some(index)) => PathStep::Index(index as i32),
        (None, None) => PathStep::Every,
    };
    path_text(Path::from_steps(steps.iter().map(step).collect()))
}

/// The path of a JSON pointer. Throws like [`parse_path`].
#[wasm_bindgen(js_name = pointerToPath)]
pub fn pointer_to_path(pointer: &str) -> Result<String, JsValue> {
    path_text(Path::from_pointer(pointer))
}

/// `{ start, end }`, or undefined.
#[wasm_bindgen]
pub fn locate(text: &str, pointer: &str, nearest: bool) -> Result<JsValue, JsValue> {
    let locate = if nearest { crate::locate_nearest } else { crate::locate };
    locate(text, pointer).map_or(Ok(JsValue::UNDEFINED), |range: TextRange| json(&range))
}

/// `{ offset, line, column }`
#[wasm_bindgen(js_name = positionAt)]
pub fn position_at(text: &str, line: usize, column: usize) -> Result<JsValue, JsValue> {
    json(&crate::position_at(text, line, column))
}

fn path_text(path: Result<Path, PathError>) -> Result<String, JsValue> {
    path.map(|path| path.as_str().to_owned()).map_err(|error| path_error(&error))
}

fn path_error(error: &PathError) -> JsValue {
    let thrown = Object::from(plain("PathError", "invalid-path", &error.to_string()));
    set_params(&thrown, &error.said().params());
    set(&thrown, "position", error.position.into());
    set(&thrown, "offset", error.utf16_offset().into());
    thrown.into()
}
