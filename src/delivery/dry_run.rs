//! A dry run: a delivery that only reads.

use serde::Serialize;

use super::action::{Action, Input};
use super::driver::Driver;
use super::error::DeliveryError;
use super::options::DeliveryOptions;
use super::protocol::{PreviewProtocol, Purpose};
use crate::json::value::Value;
use crate::model::finding::Finding;
use crate::model::role::Role;
use crate::preview::{Preview, PropertyValue};

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

    /// Retries the current step after a failure, with new attempts.
    pub fn retry(&mut self) {
        self.0.retry();
    }
}

/// What a delivery would do.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DryRunReport {
    /// The change of each object, in the order of the preview.
    pub objects: Vec<PlannedChange>,
    /// Objects that the lookups found.
    pub found: Vec<FoundObject>,
    /// Findings of the dry run. Those of the preview are not repeated.
    pub findings: Vec<Finding<'static>>,
}

/// What a delivery would do with an object.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlannedChange {
    /// Role of the object.
    pub role: Role,
    /// Limetype of the object.
    pub limetype: String,
    /// Kind of change.
    pub action: PlannedAction,
    /// Id of the object, if it exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub id: Option<i64>,
    /// Link that opens the object in Lime CRM, if it exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub url: Option<String>,
    /// Name of the object in Lime CRM (`_descriptive`), if it exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub descriptive: Option<String>,
    /// Values that differ between the preview and Lime CRM.
    pub differences: Vec<ValueDifference>,
}

/// Kind of change of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum PlannedAction {
    /// Create the object.
    Create,
    /// Change values of the object.
    Update,
    /// Leave the object unchanged.
    Keep,
}

/// A value that differs between the preview and Lime CRM.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ValueDifference {
    /// Property or relation.
    pub property: String,
    /// Current value, as the REST API returns it.
    #[cfg_attr(feature = "schema", schemars(with = "serde_json::Value"))]
    pub now: Value<'static>,
    /// Value in the preview.
    pub preview: PropertyValue<'static>,
    /// True when a delivery would write the value of the preview.
    pub written: bool,
}

/// An object that a lookup found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FoundObject {
    /// Role of the object.
    pub role: Role,
    /// Id of the object.
    pub id: i64,
    /// Limetype of the object; absent for an object that was found through a relation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub limetype: Option<String>,
    /// Name of the object in Lime CRM (`_descriptive`); absent when it was not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub descriptive: Option<String>,
}
