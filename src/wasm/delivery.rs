//! The delivery's bindings.

use js_sys::{JSON, Object};
use wasm_bindgen::prelude::*;

use super::{not_written, object, plain, set};
use crate::{Answer, DeliveryError, DeliveryOptions, Input, Preview};

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
        crate::Delivery::resume(state).map(Delivery).map_err(|error| delivery_error(&error))
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
