//! From a preview to Lime CRM, without I/O: which request is next, and what its response means.
//!
//! - [`Delivery`], [`DryRun`] and [`BulkDelivery`] are what callers use. Each is a [`Driver`] around a protocol.
//! - [`driver`] has the loop, the saved state and the retries, [`response_policy`] the handling of responses,
//!   [`error_body`] Lime CRM's error messages.
//! - [`protocol`] composes the [`phases`] of a delivery of one preview; [`bulk`] is the protocol of many.

mod action;
mod bulk;
mod candidates;
mod codes;
mod compare;
mod driver;
mod dry_run;
mod dry_run_report;
mod error;
mod error_body;
mod file_content;
mod identity;
mod machine;
mod options;
mod phases;
mod protocol;
mod query;
mod receipt;
mod relation;
mod request;
mod response_policy;
mod responses;
mod session;
mod settling;
mod unknown_outcome;

pub use self::action::{Action, ApiResponse, DeliveryFailure, FileFailure, FileRequest, FileResponse, Input};
pub use self::bulk::{BulkDelivery, BulkFallback, BulkReceipt, BulkReport};
pub use self::candidates::Candidate;
pub use self::codes::{DeliveryErrorCode, DeliveryFailureCode, FallbackReason, TaskName};
use self::driver::{Driver, STATE_VERSION};
pub use self::dry_run::DryRun;
pub use self::dry_run_report::{DryRunReport, FoundObject, PlannedAction, PlannedChange, ValueDifference};
pub use self::error::DeliveryError;
pub use self::error_body::error_message;
pub use self::options::{DeliveryOptions, UpdatePolicy};
use self::protocol::{PreviewProtocol, Purpose};
pub use self::receipt::{Receipt, ReceiptStep, StepOutcome};
pub use self::request::{ApiRequest, FileUpload, HttpMethod, ObjectIds, RequestBody, TextBody};
use crate::preview::{Fields, Limeobject, Preview};

/// The delivery of one preview to Lime CRM, as a state machine without clock, network and randomness.
///
/// **The loop: [`poll`](Delivery::poll); when it returns [`Action::Send`] with `writes`, save the
/// [`state`](Delivery::state); send the request, [`feed`](Delivery::feed) the outcome, poll again.** The state is JSON text.
/// A media file is fetched first ([`Action::Fetch`]), and its content uploaded by the request after it.
/// A delivery can be [resumed](Delivery::resume) from it after any step, also in another process.
///
/// A write whose outcome is unknown (the connection broke, Lime CRM answered 5xx, the process ended) is recovered by
/// reading before it is repeated; an object is searched for over [`DeliveryOptions::settle_time`] before it is created again. So
/// nothing is written twice, unless Lime CRM takes longer. This requires that deliveries of the same conversation do not run
/// concurrently, which the caller ensures.
///
/// ```
/// use userlike_limeobject::{
///     Action, ApiRequest, ApiResponse, Delivery, DeliveryOptions, FileFailure, HttpMethod, Input, Mapper,
/// };
///
/// // Stands for an HTTP client. This Lime CRM finds nothing, and gives every new object the id 1500.
/// fn send(request: &ApiRequest) -> (u16, &'static [u8]) {
///     match request.method {
///         HttpMethod::Get => (200, br#"{ "objects": [] }"#),
///         _ => (201, br#"{ "_id": 1500 }"#),
///     }
/// }
///
/// let mapper = Mapper::new(br#"{ "instances": [ { "limetype": "helpdesk" } ] }"#, None)?;
/// let preview = mapper.preview(br#"{ "id": 63741936 }"#, None)?;
/// let mut delivery = Delivery::new(preview, DeliveryOptions::to("https://lime.example.com/app"))?;
/// let receipt = loop {
///     match delivery.poll() {
///         Action::Send { request, .. } => {
///             let (status, body) = send(&request);
///             delivery.feed(Input::Response(ApiResponse { status, retry_after: None, body }), 0.5);
///         }
///         Action::Fetch { .. } => delivery.feed(Input::FileFailed(FileFailure::NoResponse), 0.5),
///         Action::Wait { .. } => delivery.feed(Input::WaitElapsed, 0.5), // after that time
///         Action::Done { result } => break result,
///         Action::Failed { failure } => return Err(failure.message.into()),
///     }
/// };
/// assert_eq!(receipt.url, "https://lime.example.com/app/client/object/helpdesk/1500");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery(Driver<PreviewProtocol>);

impl Delivery {
    /// Starts the delivery of a preview.
    ///
    /// # Errors
    /// When the preview has a finding of severity `error` or no object, or when an option is invalid.
    pub fn new(preview: Preview<'_>, options: DeliveryOptions) -> Result<Self, DeliveryError> {
        PreviewProtocol::new(preview, options, Purpose::Send).map(|protocol| Self(Driver::new(protocol)))
    }

    /// Starts a delivery that only connects the conversation to an existing limeobject
    /// ([`DeliveryOptions::limeobject`]). Later deliveries of the conversation go there.
    ///
    /// The preview may have errors; that of a payload with nothing but an id is sufficient.
    ///
    /// # Errors
    /// When the preview has no relation for the connection, or when an option is invalid.
    pub fn connect(preview: Preview<'_>, options: DeliveryOptions) -> Result<Self, DeliveryError> {
        PreviewProtocol::new(preview, options, Purpose::Connect).map(|protocol| Self(Driver::new(protocol)))
    }

    /// Resumes a delivery from its [`state`](Delivery::state), at the step where it was, also after a failure.
    ///
    /// # Errors
    /// When the text is not a state of this version.
    pub fn resume(state: &str) -> Result<Self, DeliveryError> {
        Driver::resume(state).map(Self)
    }

    /// Returns the state as JSON text. It contains the values of the preview, but neither the API key nor URL parameters.
    pub fn state(&self) -> String {
        self.0.state()
    }

    /// Returns the URL of Lime CRM.
    pub fn url(&self) -> &str {
        self.0.url()
    }

    /// Returns the next action. Polled again without input, it treats the outcome of the last request as unknown.
    pub fn poll(&mut self) -> Action<Receipt> {
        self.0.poll(|protocol| protocol.session.receipt())
    }

    /// Applies the outcome of the last action. `jitter`, a random number from 0 to 1, spreads the waits of concurrent
    /// deliveries. An input that does not fit the last action is ignored.
    pub fn feed(&mut self, input: Input<'_>, jitter: f64) {
        self.0.feed(input, jitter);
    }

    /// Masks the API key where a message of Lime CRM repeats it. The key is not part of the state: call this after
    /// [`resume`](Delivery::resume), too.
    pub fn mask(&mut self, api_key: &str) {
        self.0.mask(api_key);
    }

    /// Retries the current step after a failure, with new attempts.
    pub fn retry(&mut self) {
        self.0.retry();
    }
}

/// The sources of values are of no use to a delivery, and would only enlarge its state.
fn without_sources(mut objects: Vec<Limeobject<'static>>) -> Vec<Limeobject<'static>> {
    objects.iter_mut().for_each(|object| object.sources = Fields::new());
    objects
}
