//! The bindings: the only file that knows JavaScript. It converts and delegates, and decides nothing.

use js_sys::{Error, JSON, JsString, Object, Reflect, Uint8Array};
use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::{
    Answer, ConfigError, DEFAULT_MAX_BYTES, DeliveryError, DeliveryOptions, Input, Preview, Problem, ReadError,
};

/// What a caller may set.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct Options {
    max_bytes: Option<f64>,
}

/// A configuration and metadata, checked once.
#[wasm_bindgen]
pub struct Mapper(crate::Mapper);

#[wasm_bindgen]
impl Mapper {
    /// Throws a plain object `{ name: "ConfigError", problems }`.
    #[wasm_bindgen(constructor)]
    pub fn new(config: &[u8], limetypes: Option<Box<[u8]>>, options: JsValue) -> Result<Mapper, JsValue> {
        let options: Options = if options.is_undefined() || options.is_null() {
            Options::default()
        } else {
            serde_wasm_bindgen::from_value(options)
                .map_err(|error| plain("OptionError", "option", &error.to_string()))?
        };
        let max_bytes = options.max_bytes.map_or(Ok(DEFAULT_MAX_BYTES), limit)?;
        crate::Mapper::new(config, limetypes.as_deref())
            .map(|mapper| Mapper(mapper.with_max_bytes(max_bytes)))
            .map_err(|error| config_error(&error))
    }

    /// The problems that do not make the configuration unusable.
    pub fn warnings(&self) -> Result<JsValue, JsValue> {
        object(self.0.warnings())
    }

    /// The preview as a plain object. Throws a plain object `{ name: "PayloadError", code, message, ... }`.
    pub fn preview(&self, payload: &Uint8Array, instance: Option<String>) -> Result<JsValue, JsValue> {
        let payload = self.bytes(payload)?;
        let preview = self.0.preview(&payload, instance.as_deref()).map_err(|error| payload_error(&error))?;
        JSON::parse(&serde_json::to_string(&preview).map_err(not_written)?)
    }

    /// The chat command in the newest message as a plain object, or null.
    pub fn command(&self, payload: &Uint8Array) -> Result<JsValue, JsValue> {
        object(&self.0.command(&self.bytes(payload)?).map_err(|error| payload_error(&error))?)
    }

    /// The preview as JSON text in UTF-8.
    pub fn transform(&self, payload: &Uint8Array, instance: Option<String>) -> Result<Vec<u8>, JsValue> {
        let payload = self.bytes(payload)?;
        let preview = self.0.preview(&payload, instance.as_deref()).map_err(|error| payload_error(&error))?;
        serde_json::to_vec(&preview).map_err(not_written)
    }
}

/// A preview on its way into Lime CRM.
#[wasm_bindgen]
pub struct Delivery(crate::Delivery);

#[wasm_bindgen]
impl Delivery {
    /// `preview` is its JSON text. Throws a plain object `{ name: "DeliveryError", code, message, findings? }`.
    #[wasm_bindgen(constructor)]
    pub fn new(preview: &str, options: JsValue) -> Result<Delivery, JsValue> {
        let options: DeliveryOptions = serde_wasm_bindgen::from_value(options)
            .map_err(|error| plain("OptionError", "option", &error.to_string()))?;
        let preview: Preview<'_> = serde_json::from_str(preview)
            .map_err(|error| plain("DeliveryError", "bad-preview", &format!("this is no preview: {error}")))?;
        crate::Delivery::new(preview, options).map(Delivery).map_err(|error| delivery_error(&error))
    }

    /// Throws like the constructor.
    pub fn resume(state: &str) -> Result<Delivery, JsValue> {
        crate::Delivery::resume(state.as_bytes()).map(Delivery).map_err(|error| delivery_error(&error))
    }

    /// The state as JSON text.
    pub fn state(&self) -> String {
        self.0.state()
    }

    /// The Lime CRM that it was begun with.
    pub fn url(&self) -> String {
        self.0.url().to_owned()
    }

    /// What comes next, as a plain object.
    pub fn poll(&mut self) -> Result<JsValue, JsValue> {
        JSON::parse(&serde_json::to_string(&self.0.poll()).map_err(not_written)?)
    }

    /// Lime CRM's answer; `retry_after` in seconds.
    pub fn answered(&mut self, status: u16, retry_after: Option<f64>, body: &[u8], jitter: f64) {
        self.0.feed(Input::Answer(Answer { status, retry_after, body }), jitter);
    }

    /// There was no answer.
    pub fn interrupted(&mut self, why: &str, jitter: f64) {
        self.0.feed(Input::NetworkError(why), jitter);
    }

    /// The file of an upload could not be had.
    #[wasm_bindgen(js_name = fileUnavailable)]
    pub fn file_unavailable(&mut self, why: &str, temporary: bool, jitter: f64) {
        self.0.feed(Input::FileUnavailable { why, temporary }, jitter);
    }

    /// The time of a wait is over.
    #[wasm_bindgen(js_name = timePassed)]
    pub fn time_passed(&mut self) {
        self.0.feed(Input::TimePassed, 0.0);
    }

    /// After a failure: the same step again.
    pub fn retry(&mut self) {
        self.0.retry();
    }
}

/// A link that opens a limeobject; undefined when `lime_url` is not `https://<server>/<application>`.
#[wasm_bindgen(js_name = linkToLimeobject)]
pub fn link_to_limeobject(lime_url: &str, limetype: &str, id: f64) -> Option<String> {
    crate::link_to_limeobject(crate::LinkType::WebClient, lime_url, limetype, id as i64)
}

impl Mapper {
    /// The payload's bytes, copied only when they are few enough: a refused payload must not cost its size in memory.
    fn bytes(&self, payload: &Uint8Array) -> Result<Vec<u8>, JsValue> {
        self.0.check_size(payload.byte_length() as usize).map_err(|error| payload_error(&error))?;
        Ok(payload.to_vec())
    }
}

/// A limit in bytes: a whole number of at least 1.
fn limit(bytes: f64) -> Result<usize, JsValue> {
    if bytes.fract() == 0.0 && (1.0..=f64::from(u32::MAX)).contains(&bytes) {
        Ok(bytes as usize)
    } else {
        Err(plain("OptionError", "option", "maxBytes is a whole number of bytes from 1 to 4294967295"))
    }
}

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

fn delivery_error(error: &DeliveryError) -> JsValue {
    let thrown = Object::from(plain("DeliveryError", error.code(), &error.to_string()));
    if let DeliveryError::NotReady(findings) = error {
        match object(findings) {
            Ok(findings) => set(&thrown, "findings", findings),
            Err(error) => return error,
        }
    }
    thrown.into()
}

fn payload_error(error: &ReadError) -> JsValue {
    let thrown = Object::from(plain("PayloadError", error.kind.code(), &error.to_string()));
    for (key, number) in [("line", error.line), ("column", error.column)] {
        if let Some(number) = number.and_then(|number| u32::try_from(number).ok()) {
            set(&thrown, key, number.into());
        }
    }
    if let Some(pointer) = &error.pointer {
        set(&thrown, "pointer", pointer.into());
    }
    thrown.into()
}

/// A preview is always written; should that ever fail, it is said instead of trapped.
fn not_written(error: serde_json::Error) -> JsValue {
    Error::new(&format!("the preview could not be written as JSON: {error}")).into()
}
