//! The delivery's bindings.

use js_sys::{JSON, Object};
use wasm_bindgen::prelude::*;

use super::{not_written, plain, set};
use crate::json::from_value::{FromValue, Unreadable, from_value};
use crate::json::read::read_whole;
use crate::json::write::to_string;
use crate::{
    ApiResponse, DeliveryError, DeliveryErrorCode, DeliveryOptions, FileFailure, FileResponse, Input, Preview,
};

/// Defines the class of a delivery, with the methods that all deliveries have.
macro_rules! delivery_class {
    ($(#[doc = $doc:literal])* $class:ident) => {
        $(#[doc = $doc])*
        #[wasm_bindgen]
        pub struct $class(crate::$class);

        #[wasm_bindgen]
        impl $class {
            /// Returns the next action as a plain object.
            pub fn poll(&mut self) -> Result<JsValue, JsValue> {
                JSON::parse(&to_string(&self.0.poll()).map_err(not_written)?)
            }

            /// Masks the API key in messages of Lime CRM.
            pub fn mask(&mut self, api_key: &str) {
                self.0.mask(api_key);
            }

            /// Feeds a response of Lime CRM; `retry_after` in seconds.
            pub fn response(&mut self, status: u16, retry_after: Option<f64>, body: &[u8], jitter: f64) {
                self.0.feed(Input::Response(ApiResponse { status, retry_after, body }), jitter);
            }

            /// Reports that no response arrived; `sent` is false when the request certainly did not leave.
            #[wasm_bindgen(js_name = networkError)]
            pub fn network_error(&mut self, why: &str, sent: bool, jitter: f64) {
                self.0.feed(if sent { Input::NetworkError(why) } else { Input::NotSent(why) }, jitter);
            }

            /// Reports that the time of a wait has elapsed.
            #[wasm_bindgen(js_name = waitElapsed)]
            pub fn wait_elapsed(&mut self) {
                self.0.feed(Input::WaitElapsed, 0.0);
            }
        }
    };
}

/// Adds the methods of a delivery that has a saved state.
macro_rules! saved_state {
    ($class:ident) => {
        #[wasm_bindgen]
        impl $class {
            /// Throws like the constructor.
            pub fn resume(state: &str) -> Result<$class, JsValue> {
                crate::$class::resume(state).map($class).map_err(delivery_error)
            }

            /// Returns the state as JSON text.
            pub fn state(&self) -> String {
                self.0.state()
            }

            /// Returns the URL of Lime CRM.
            pub fn url(&self) -> String {
                self.0.url().to_owned()
            }

            /// Retries the current step after a failure.
            pub fn retry(&mut self) {
                self.0.retry();
            }
        }
    };
}

delivery_class! {
    /// The delivery of one preview.
    Delivery
}
saved_state!(Delivery);

#[wasm_bindgen]
impl Delivery {
    /// `preview` is JSON text. Throws a plain object `{ name: "DeliveryError", code, message, findings? }`.
    #[wasm_bindgen(constructor)]
    pub fn new(preview: &str, options: &JsValue) -> Result<Delivery, JsValue> {
        let options = read_options(options)?;
        crate::Delivery::new(read_preview(preview)?, options).map(Delivery).map_err(delivery_error)
    }

    /// Feeds a response of a media file's host: headers, and the first bytes of the body.
    #[allow(clippy::too_many_arguments, reason = "an object would have to be read member by member")]
    #[wasm_bindgen(js_name = fileResponse)]
    pub fn file_response(
        &mut self,
        status: u16,
        url: Option<String>,
        location: Option<String>,
        content_type: Option<String>,
        content_disposition: Option<String>,
        content_length: Option<f64>,
        start: &[u8],
        jitter: f64,
    ) {
        let response = FileResponse {
            status,
            url: url.as_deref(),
            location: location.as_deref(),
            content_type: content_type.as_deref(),
            content_disposition: content_disposition.as_deref(),
            content_length: content_length.map(|length| length as u64),
            start,
        };
        self.0.feed(Input::FileResponse(response), jitter);
    }

    /// Reports that a media file could not be fetched. `why` and `temporary` belong to the failure `other`.
    #[wasm_bindgen(js_name = fileFailed)]
    pub fn file_failed(&mut self, failure: &str, why: &str, temporary: bool, jitter: f64) {
        let failure = match failure {
            "no-response" => FileFailure::NoResponse,
            "broken-off" => FileFailure::BrokenOff,
            "too-slow" => FileFailure::TooSlow,
            "too-large" => FileFailure::TooLarge,
            _ => FileFailure::Other { why, temporary },
        };
        self.0.feed(Input::FileFailed(failure), jitter);
    }

    /// Connects the conversation to `options.limeobject`. Throws like the constructor.
    pub fn connect(preview: &str, options: &JsValue) -> Result<Delivery, JsValue> {
        let options = read_options(options)?;
        crate::Delivery::connect(read_preview(preview)?, options).map(Delivery).map_err(delivery_error)
    }
}

delivery_class! {
    /// A dry run of one preview.
    DryRun
}

#[wasm_bindgen]
impl DryRun {
    /// Throws like the constructor of `Delivery`.
    #[wasm_bindgen(constructor)]
    pub fn new(preview: &str, options: &JsValue) -> Result<DryRun, JsValue> {
        let options = read_options(options)?;
        crate::DryRun::new(read_preview(preview)?, options).map(DryRun).map_err(delivery_error)
    }
}

delivery_class! {
    /// The delivery of many previews.
    BulkDelivery
}
saved_state!(BulkDelivery);

#[wasm_bindgen]
impl BulkDelivery {
    /// `previews` is the JSON text of a list. Throws like the constructor of `Delivery`.
    #[wasm_bindgen(constructor)]
    pub fn new(previews: &str, options: &JsValue) -> Result<BulkDelivery, JsValue> {
        let options = read_options(options)?;
        let previews: Vec<Preview<'static>> =
            from_str(previews).map_err(|error| bad_preview("not a list of previews", &error))?;
        crate::BulkDelivery::new(previews, options).map(BulkDelivery).map_err(delivery_error)
    }
}

/// Returns a link that opens a limeobject; undefined when `lime_url` is not `https://<server>/<application>`.
#[wasm_bindgen(js_name = linkToLimeobject)]
pub fn link_to_limeobject(lime_url: &str, limetype: &str, id: f64) -> Option<String> {
    crate::link_to_limeobject(crate::LinkType::WebClient, lime_url, limetype, id as i64)
}

/// Returns the message of an error response; undefined when it has no words.
#[wasm_bindgen(js_name = errorMessage)]
pub fn error_message(status: u16, body: &[u8], api_key: &str) -> Option<String> {
    crate::error_message(&ApiResponse { status, retry_after: None, body }, api_key)
}

fn from_str<T: FromValue>(text: &str) -> Result<T, Unreadable> {
    from_value(&read_whole(text)?)
}

fn read_options(options: &JsValue) -> Result<DeliveryOptions, JsValue> {
    let options = String::from(JSON::stringify(options)?);
    from_str(&options).map_err(|error| plain("OptionError", "option", &error.to_string()))
}

fn read_preview(preview: &str) -> Result<Preview<'static>, JsValue> {
    from_str(preview).map_err(|error| bad_preview("not a preview", &error))
}

fn bad_preview(what: &str, error: &Unreadable) -> JsValue {
    plain("DeliveryError", DeliveryErrorCode::BadPreview.as_str(), &format!("{what}: {error}"))
}

fn delivery_error(error: DeliveryError) -> JsValue {
    let thrown = Object::from(plain("DeliveryError", error.code().as_str(), &error.to_string()));
    if let DeliveryError::NotReady(findings) = error {
        match to_string(&findings).map_err(not_written).and_then(|findings| JSON::parse(&findings)) {
            Ok(findings) => set(&thrown, "findings", findings),
            Err(error) => return error,
        }
    }
    thrown.into()
}
