//! A dry run: a delivery that only reads.

use super::action::{Action, Input};
use super::driver::Driver;
use super::dry_run_report::DryRunReport;
use super::error::DeliveryError;
use super::options::DeliveryOptions;
use super::protocol::{PreviewProtocol, Purpose};
use crate::preview::Preview;

/// A delivery that sends only the reads, and reports what a [`Delivery`](crate::Delivery) would do now.
///
/// It is used as a [`Delivery`](crate::Delivery) is, but has no saved state: start it again instead of resuming it.
///
/// ```
/// use userlike_limeobject::{Action, ApiResponse, DeliveryOptions, DryRun, Input, Mapper, PlannedAction};
///
/// let mapper = Mapper::new(br#"{ "instances": [ { "limetype": "helpdesk" } ] }"#, None)?;
/// let preview = mapper.preview(br#"{ "id": 63741936 }"#, None)?;
/// let mut dry_run = DryRun::new(preview, DeliveryOptions::to("https://lime.example.com/app"))?;
/// let report = loop {
///     match dry_run.poll() {
///         Action::Send { .. } => {
///             let response = ApiResponse { status: 200, retry_after: None, body: br#"{ "objects": [] }"# };
///             dry_run.feed(Input::Response(response), 0.5);
///         }
///         Action::Fetch { .. } => unreachable!("a dry run fetches no files"),
///         Action::Wait { .. } => dry_run.feed(Input::WaitElapsed, 0.5), // after that time
///         Action::Done { result } => break result,
///         Action::Failed { failure } => return Err(failure.message.into()),
///     }
/// };
/// assert!(report.objects.iter().all(|change| change.action == PlannedAction::Create));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct DryRun(Driver<PreviewProtocol>);

impl DryRun {
    /// Starts a dry run.
    ///
    /// # Errors
    /// As for [`Delivery::new`](crate::Delivery::new).
    pub fn new(preview: Preview<'_>, options: DeliveryOptions) -> Result<Self, DeliveryError> {
        PreviewProtocol::new(preview, options, Purpose::DryRun).map(|protocol| Self(Driver::new(protocol)))
    }

    /// Returns the next action, as [`Delivery::poll`](crate::Delivery::poll) does.
    pub fn poll(&mut self) -> Action<DryRunReport> {
        self.0.poll(|protocol| protocol.session.dry_run_report())
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
