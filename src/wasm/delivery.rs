//! The delivery's bindings.

use js_sys::{JSON, Object};
use wasm_bindgen::prelude::*;

use super::{not_written, object, plain, set};
use crate::{Action, ApiResponse, BulkDelivery, DeliveryError, DeliveryOptions, Input, Preview};

/// A preview, or many, on their way into Lime CRM.
#[wasm_bindgen]
pub struct Delivery(Kind);

enum Kind {
    One(crate::Delivery),
    Many(BulkDelivery),
}

#[wasm_bindgen]
impl Delivery {
    /// `preview` is its JSON text. Throws a plain object `{ name: "DeliveryError", code, message, findings? }`.
    #[wasm_bindgen(constructor)]
    pub fn new(preview: &str, options: JsValue) -> Result<Delivery, JsValue> {
        let options = options_of(options)?;
        let preview: Preview<'_> =
            serde_json::from_str(preview).map_err(|error| bad_preview("this is no preview", &error))?;
        begun(crate::Delivery::new(preview, options).map(Kind::One))
    }

    /// `previews` is the JSON text of a list. Throws like the constructor.
    pub fn many(previews: &str, options: JsValue) -> Result<Delivery, JsValue> {
        let options = options_of(options)?;
        let previews: Vec<Preview<'_>> =
            serde_json::from_str(previews).map_err(|error| bad_preview("this is no list of previews", &error))?;
        begun(BulkDelivery::new(previews, options).map(Kind::Many))
    }

    /// Throws like the constructor.
    pub fn resume(state: &str) -> Result<Delivery, JsValue> {
        begun(crate::Delivery::resume(state).map(Kind::One))
    }

    /// Throws like the constructor.
    #[wasm_bindgen(js_name = resumeMany)]
    pub fn resume_many(state: &str) -> Result<Delivery, JsValue> {
        begun(BulkDelivery::resume(state).map(Kind::Many))
    }

    /// The state as JSON text.
    pub fn state(&self) -> String {
        match &self.0 {
            Kind::One(delivery) => delivery.state(),
            Kind::Many(delivery) => delivery.state(),
        }
    }

    /// The Lime CRM that it was begun with.
    pub fn url(&self) -> String {
        let url = match &self.0 {
            Kind::One(delivery) => delivery.url(),
            Kind::Many(delivery) => delivery.url(),
        };
        url.to_owned()
    }

    /// What comes next, as a plain object.
    pub fn poll(&mut self) -> Result<JsValue, JsValue> {
        let action: Action = match &mut self.0 {
            Kind::One(delivery) => delivery.poll(),
            Kind::Many(delivery) => delivery.poll(),
        };
        JSON::parse(&serde_json::to_string(&action).map_err(not_written)?)
    }

    /// Lime CRM's answer; `retry_after` in seconds.
    pub fn answered(&mut self, status: u16, retry_after: Option<f64>, body: &[u8], jitter: f64) {
        self.feed(Input::Response(ApiResponse { status, retry_after, body }), jitter);
    }

    /// There was no answer.
    pub fn interrupted(&mut self, why: &str, jitter: f64) {
        self.feed(Input::NetworkError(why), jitter);
    }

    /// The file of an upload could not be had.
    #[wasm_bindgen(js_name = fileUnavailable)]
    pub fn file_unavailable(&mut self, why: &str, temporary: bool, jitter: f64) {
        self.feed(Input::FileUnavailable { why, temporary }, jitter);
    }

    /// The time of a wait is over.
    #[wasm_bindgen(js_name = timePassed)]
    pub fn time_passed(&mut self) {
        self.feed(Input::WaitElapsed, 0.0);
    }

    /// After a failure: the same step again.
    pub fn retry(&mut self) {
        match &mut self.0 {
            Kind::One(delivery) => delivery.retry(),
            Kind::Many(delivery) => delivery.retry(),
        }
    }

    fn feed(&mut self, input: Input<'_>, jitter: f64) {
        match &mut self.0 {
            Kind::One(delivery) => delivery.feed(input, jitter),
            Kind::Many(delivery) => delivery.feed(input, jitter),
        }
    }
}

fn options_of(options: JsValue) -> Result<DeliveryOptions, JsValue> {
    serde_wasm_bindgen::from_value(options).map_err(|error| plain("OptionError", "option", &error.to_string()))
}

fn bad_preview(what: &str, error: &serde_json::Error) -> JsValue {
    plain("DeliveryError", "bad-preview", &format!("{what}: {error}"))
}

fn begun(delivery: Result<Kind, DeliveryError>) -> Result<Delivery, JsValue> {
    delivery.map(Delivery).map_err(|error| delivery_error(&error))
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
