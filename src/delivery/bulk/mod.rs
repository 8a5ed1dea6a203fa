//! Delivery of many previews through the package limepkg-mbeku-bulk-import of Lime CRM.

mod batch_query;
mod eligibility;
mod import_job;
mod protocol;
mod report;

use self::protocol::BulkProtocol;
pub use self::report::{BulkFallback, BulkReceipt, BulkReport};
use super::action::{Action, Input};
use super::driver::Driver;
use super::error::DeliveryError;
use super::options::DeliveryOptions;
use crate::model::config::LinkType;
use crate::preview::Preview;
use crate::preview::link::link_to_limeobject;

/// The delivery of many previews of one instance to Lime CRM, as a state machine without clock, network and randomness.
/// It is used as a [`Delivery`](crate::Delivery) is, and gives the same guarantees.
///
/// Ulconversations, limeobjects and history notes are imported as **jobs** of limepkg-mbeku-bulk-import, each with many
/// objects. The report names the previews that could not be written this way, for individual delivery: all of them, if Lime
/// CRM does not have the package. **Lime CRM's automations and webhooks do not run for imported objects.**
///
/// A job is created empty, and saved in the state before data is sent to it. It takes data only once, so an upload with an
/// unknown outcome is recovered by reading the status of the job.
///
/// ```
/// use userlike_limeobject::{
///     Action, ApiRequest, ApiResponse, BulkDelivery, DeliveryOptions, FallbackReason, HttpMethod, Input, Mapper,
/// };
///
/// // Stands for an HTTP client. This Lime CRM finds nothing, and does not have the package.
/// fn send(request: &ApiRequest) -> (u16, &'static [u8]) {
///     match request.method {
///         HttpMethod::Get => (200, br#"{ "objects": [] }"#),
///         _ => (404, br#"{ "message": "not found" }"#),
///     }
/// }
///
/// let config = br#"{ "instances": [ { "limetype": "helpdesk", "relationConversation": "ulconversation" } ] }"#;
/// let mapper = Mapper::new(config, None)?;
/// let previews = vec![mapper.preview(br#"{ "id": 1 }"#, None)?, mapper.preview(br#"{ "id": 2 }"#, None)?];
/// let mut delivery = BulkDelivery::new(previews, DeliveryOptions::to("https://lime.example.com/app"))?;
/// let report = loop {
///     match delivery.poll() {
///         Action::Send { request, .. } => {
///             let (status, body) = send(&request);
///             delivery.feed(Input::Response(ApiResponse { status, retry_after: None, body }), 0.5);
///         }
///         Action::Fetch { .. } => unreachable!("a bulk delivery fetches no files"),
///         Action::Wait { .. } => delivery.feed(Input::WaitElapsed, 0.5), // after that time
///         Action::Done { result } => break result,
///         Action::Failed { failure } => return Err(failure.message.into()),
///     }
/// };
/// assert!(report.fallbacks.iter().all(|fallback| fallback.reason == FallbackReason::NoBulkImport));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct BulkDelivery(Driver<BulkProtocol>);

impl BulkDelivery {
    /// Limit of the number of previews.
    pub const MAX_PREVIEWS: usize = 1000;

    /// Starts the delivery of previews. A preview that cannot be imported in bulk is not an error; the report names it.
    ///
    /// # Errors
    /// When there are more than [`MAX_PREVIEWS`](Self::MAX_PREVIEWS), or an option is invalid.
    /// [`DeliveryOptions::limeobject`] is not supported.
    pub fn new(previews: Vec<Preview<'_>>, options: DeliveryOptions) -> Result<Self, DeliveryError> {
        if previews.len() > Self::MAX_PREVIEWS {
            return Err(DeliveryError::TooMany(previews.len()));
        }
        if options.limeobject.is_some() {
            return Err(DeliveryError::NotInBulk);
        }
        if link_to_limeobject(LinkType::WebClient, &options.url, "any", 1).is_none() {
            return Err(DeliveryError::BadUrl(options.url));
        }
        Ok(Self(Driver::new(BulkProtocol::new(previews, options))))
    }

    /// Resumes a delivery from its [`state`](Self::state), at the step where it was, also after a failure.
    ///
    /// # Errors
    /// When the text is not a state of this version.
    pub fn resume(state: &str) -> Result<Self, DeliveryError> {
        Driver::resume(state).map(Self)
    }

    /// Returns the state as JSON text. It contains the values of all previews, so it can be large.
    pub fn state(&self) -> String {
        self.0.state()
    }

    /// Returns the URL of Lime CRM.
    pub fn url(&self) -> &str {
        self.0.url()
    }

    /// Returns the next action, as [`Delivery::poll`](crate::Delivery::poll) does.
    pub fn poll(&mut self) -> Action<BulkReport> {
        self.0.poll(BulkProtocol::report)
    }

    /// Applies the outcome of the last action, as [`Delivery::feed`](crate::Delivery::feed) does.
    pub fn feed(&mut self, input: Input<'_>, jitter: f64) {
        self.0.feed(input, jitter);
    }

    /// Masks the API key in messages, as [`Delivery::mask`](crate::Delivery::mask) does.
    pub fn mask(&mut self, api_key: &str) {
        self.0.mask(api_key);
    }

    /// Retries the current step after a failure, with new attempts.
    pub fn retry(&mut self) {
        self.0.retry();
    }
}
