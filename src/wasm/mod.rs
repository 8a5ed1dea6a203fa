//! The bindings: the only files that know JavaScript. They convert and delegate, and decide nothing.
//!
//! There are two modules of WebAssembly: who only previews does not load what delivers.

#[cfg(feature = "js-delivery")]
mod delivery;
#[cfg(feature = "js-mapper")]
mod mapper;
#[cfg(feature = "js-mapper")]
mod readers;

use js_sys::{Error, JsString, Object, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

fn object<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, JsValue> {
    value.serialize(&Serializer::json_compatible()).map_err(Into::into)
}

fn plain(name: &str, code: &str, message: &str) -> JsValue {
    let error = Object::new();
    set(&error, "name", name.into());
    set(&error, "code", code.into());
    set(&error, "message", message.into());
    error.into()
}

fn set(object: &Object, key: &str, value: JsValue) {
    // A new plain object takes every key.
    _ = Reflect::set(object, &JsString::from(key), &value);
}

/// An answer is always written; should that ever fail, it is said instead of trapped.
fn not_written(error: serde_json::Error) -> JsValue {
    Error::new(&format!("the answer could not be written as JSON: {error}")).into()
}
