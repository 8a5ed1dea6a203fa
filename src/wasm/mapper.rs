//! The mapper's bindings.

use js_sys::{JSON, Object};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::{not_written, plain, set, set_params};
use crate::json::write::to_string;
use crate::{ConfigError, DEFAULT_MAX_BYTES, MediaHosts, Problem, ReadError};

/// [`Mapper`](crate::Mapper)
#[wasm_bindgen]
pub struct Mapper(crate::Mapper);

#[wasm_bindgen]
impl Mapper {
    /// `media_hosts` are separated by commas. Throws a plain object `{ name: "ConfigError", problems }`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        config: &[u8],
        limetypes: Option<Box<[u8]>>,
        max_bytes: &JsValue,
        media_hosts: Option<String>,
    ) -> Result<Mapper, JsValue> {
        let max_bytes = if max_bytes.is_undefined() { DEFAULT_MAX_BYTES } else { limit(max_bytes)? };
        let media_hosts = media_hosts
            .map(|hosts| MediaHosts::new(hosts.split_terminator(',').map(str::to_owned).collect()))
            .transpose()
            .map_err(|error| plain("OptionError", "option", &error))?;
        crate::Mapper::new(config, limetypes.as_deref())
            .map(|mapper| mapper.with_max_bytes(max_bytes))
            .map(|mapper| match media_hosts {
                Some(hosts) => Mapper(mapper.with_media_hosts(hosts)),
                None => Mapper(mapper),
            })
            .map_err(|error| config_error(&error))
    }

    /// Problems with the severity `warning`.
    pub fn warnings(&self) -> Result<JsValue, JsValue> {
        object(self.0.warnings())
    }

    /// The preview as a plain object. Of a payload that is a part of another one, undefined when the preview also depends on the
    /// length of the whole. Throws a plain object `{ name: "PayloadError", code, message, ... }`.
    pub fn preview(&self, payload: &[u8], instance: Option<String>, is_part: bool) -> Result<JsValue, JsValue> {
        let json = self.0.json(payload, instance.as_deref());
        match json.map_err(|error| payload_error(&error))? {
            (_, true) if is_part => Ok(JsValue::UNDEFINED),
            (json, _) => JSON::parse(&String::from_utf8(json).unwrap_or_default()),
        }
    }

    /// The members of a payload that a preview depends on, as JSON.
    pub fn projection(&self) -> String {
        self.0.projection_json()
    }

    /// The command in the newest message as a plain object, or null.
    pub fn command(&self, payload: &[u8]) -> Result<JsValue, JsValue> {
        object(&self.0.command(payload).map_err(|error| payload_error(&error))?)
    }

    /// The preview as JSON text in UTF-8, and a newline if `is_line`.
    pub fn transform(&self, payload: &[u8], instance: Option<String>, is_line: bool) -> Result<Vec<u8>, JsValue> {
        let mut json = self.0.preview_json(payload, instance.as_deref()).map_err(|error| payload_error(&error))?;
        if is_line {
            json.push(b'\n');
        }
        Ok(json)
    }
}

/// Checks the size of a payload before it is copied into the module. Throws as [`Mapper::preview`] does.
#[wasm_bindgen(js_name = checkSize)]
pub fn check_size(bytes: usize, max_bytes: usize) -> Result<(), JsValue> {
    crate::json::encoding::check_size(bytes, max_bytes).map_err(|error| payload_error(&error))
}

/// Converts a limit in bytes, an integer from 1 on.
fn limit(bytes: &JsValue) -> Result<usize, JsValue> {
    bytes
        .as_f64()
        .filter(|bytes| bytes.fract() == 0.0 && (1.0..=f64::from(u32::MAX)).contains(bytes))
        .map(|bytes| bytes as usize)
        .ok_or_else(|| plain("OptionError", "option", "maxBytes must be an integer from 1 to 4294967295"))
}

fn config_error(error: &ConfigError) -> JsValue {
    let thrown = Object::new();
    set(&thrown, "name", "ConfigError".into());
    set(&thrown, "message", error.to_string().into());
    match object::<[Problem]>(&error.problems) {
        Ok(problems) => set(&thrown, "problems", problems),
        Err(error) => return error,
    }
    thrown.into()
}

pub(super) fn payload_error(error: &ReadError) -> JsValue {
    let thrown = Object::from(plain("PayloadError", error.kind.code(), &error.to_string()));
    for (key, number) in [("line", error.line), ("column", error.column)] {
        if let Some(number) = number.and_then(|number| u32::try_from(number).ok()) {
            set(&thrown, key, number.into());
        }
    }
    set_params(&thrown, &error.params());
    if let Some(pointer) = &error.pointer {
        set(&thrown, "pointer", pointer.into());
    }
    thrown.into()
}

fn object<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, JsValue> {
    JSON::parse(&to_string(value).map_err(not_written)?)
}
