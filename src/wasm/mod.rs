//! The bindings for JavaScript: they convert and delegate, and decide nothing.
//!
//! There are two modules of WebAssembly, so that a page that only shows previews does not load the delivery.

#[cfg(feature = "js-delivery")]
mod delivery;
#[cfg(feature = "js-mapper")]
mod mapper;
#[cfg(feature = "js-mapper")]
mod readers;

use js_sys::{Error, JsString, Object, Reflect};
use wasm_bindgen::prelude::*;

fn plain(name: &str, code: &str, message: &str) -> JsValue {
    let error = Object::new();
    set(&error, "name", name.into());
    set(&error, "code", code.into());
    set(&error, "message", message.into());
    error.into()
}

fn set(object: &Object, key: &str, value: JsValue) {
    // Setting a key of a new plain object cannot fail.
    _ = Reflect::set(object, &JsString::from(key), &value);
}

/// Sets the values of a message.
#[cfg(feature = "js-mapper")]
fn set_params(object: &Object, params: &crate::Params<'_>) {
    set(object, "params", js_sys::JSON::parse(params.as_json()).unwrap_or_default());
}

/// The results can always be written as JSON. If that ever fails, an error is thrown instead of a trap.
fn not_written(error: crate::json::write::NotWritten) -> JsValue {
    Error::new(&error.to_string()).into()
}
