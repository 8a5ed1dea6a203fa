//! What a delivery answers: what was written, what a send would write, or why it stopped.

use serde::{Deserialize, Serialize};

use super::bulk::BulkReport;
use super::request::{ApiRequest, ObjectIds};
use crate::json::value::Value;
use crate::model::finding::Finding;
use crate::preview::{PropertyValue, Role};

/// What the caller of a [`Delivery`](crate::Delivery) does next.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "do", rename_all = "lowercase")]
pub enum Action {
    /// Send a request and feed the answer.
    Send {
        /// What it is for: `create-limeobject`.
        task: &'static str,
        /// True when it changes something in Lime CRM: keep the state **before** it is sent.
        writes: bool,
        /// The request.
        request: ApiRequest,
    },
    /// Let time pass and say so.
    Wait {
        /// What comes after it.
        task: &'static str,
        /// How long, in milliseconds.
        milliseconds: u64,
        /// Why, in words.
        reason: String,
    },
    /// The end: it is in Lime CRM.
    Done {
        /// What was written.
        receipt: Receipt,
    },
    /// The end of a dry run.
    #[serde(rename = "dry-run")]
    DryRun {
        /// What a send would write.
        report: Box<DryRunReport>,
    },
    /// The end of a [`BulkDelivery`](crate::BulkDelivery).
    Report {
        /// What was written, and what goes one by one.
        report: Box<BulkReport>,
    },
    /// The end for now: the state is kept, and can go on from here.
    Failed {
        /// Why.
        failure: DeliveryFailure,
    },
}

/// What was written to Lime CRM.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Receipt {
    /// A link that opens the limeobject.
    pub url: String,
    /// True when this delivery made the limeobject, false when it was there already.
    pub created: bool,
    /// The ids of all objects, by role.
    pub ids: ObjectIds,
    /// What was done, in order.
    pub steps: Vec<ReceiptStep>,
    /// What is worth knowing, beside the findings of the preview.
    pub findings: Vec<Finding<'static>>,
}

/// One thing that a delivery did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReceiptStep {
    /// The role of the object.
    pub role: Role,
    /// What became of it.
    pub outcome: StepOutcome,
    /// Its limetype; absent for an object that was reached through another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub limetype: Option<String>,
    /// Its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub id: Option<i64>,
    /// How many requests it took.
    pub requests: u32,
}

/// What became of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum StepOutcome {
    /// It was there.
    Found,
    /// There is none.
    NotFound,
    /// It was made.
    Created,
    /// Values of it were changed.
    Updated,
    /// It was tied to the conversation.
    Connected,
    /// It was left out; a finding says why.
    Skipped,
}

/// What a send would do.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DryRunReport {
    /// What becomes of each object, in the order of the preview.
    pub objects: Vec<PlannedChange>,
    /// What the lookups found.
    pub found: Vec<FoundObject>,
    /// What is worth knowing, beside the findings of the preview.
    pub findings: Vec<Finding<'static>>,
}

/// What would become of an object.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlannedChange {
    /// The part that it plays.
    pub role: Role,
    /// Its limetype.
    pub limetype: String,
    /// What a send would do with it.
    pub action: PlannedAction,
    /// Its id, when it exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub id: Option<i64>,
    /// A link that opens it, when it exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub url: Option<String>,
    /// What Lime CRM calls it, when it exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub descriptive: Option<String>,
    /// The values that are not what is in Lime CRM now.
    pub differences: Vec<ValueDifference>,
}

/// What a send would do with an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum PlannedAction {
    /// Make it.
    Create,
    /// Change values of it.
    Update,
    /// Leave it as it is.
    Keep,
}

/// A value that is not what is in Lime CRM now.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ValueDifference {
    /// The property, or the relation.
    pub property: String,
    /// What is there now, as the REST API answers it.
    #[cfg_attr(feature = "schema", schemars(with = "serde_json::Value"))]
    pub now: Value<'static>,
    /// What the preview has.
    pub preview: PropertyValue<'static>,
    /// True when a send would write it.
    pub written: bool,
}

/// An object that a lookup found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FoundObject {
    /// What it is for.
    pub role: Role,
    /// Its id.
    pub id: i64,
    /// Its limetype; absent for an object that was reached through another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub limetype: Option<String>,
    /// What Lime CRM calls it, where that was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub descriptive: Option<String>,
}

/// Why a delivery stopped. Its state is kept: mend the cause, then let it go on.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeliveryFailure {
    /// What is wrong; stable.
    pub code: DeliveryFailureCode,
    /// One or two sentences: what is so, and what to do.
    pub message: String,
    /// What was to be done: `create-limeobject`.
    pub task: String,
    /// The status of Lime CRM's answer, when there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "u16"))]
    pub status: Option<u16>,
    /// True when going on later can work with nothing changed.
    pub resumable: bool,
    /// What Lime CRM said, with the object that it is about.
    pub findings: Vec<Finding<'static>>,
}

/// What made a delivery stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum DeliveryFailureCode {
    /// Lime CRM does not know the API key.
    Unauthorized,
    /// The API key's user may not do it.
    Forbidden,
    /// Lime CRM has no such limetype.
    LimetypeNotFound,
    /// The limeobject to deliver into does not exist.
    LimeobjectNotFound,
    /// Lime CRM refused what was written.
    Refused,
    /// What answers is not Lime CRM's REST API.
    NotLimeCrm,
    /// Lime CRM could not be reached, or could not answer, again and again.
    Unavailable,
    /// Lime CRM takes no more requests for a while.
    RateLimited,
}
