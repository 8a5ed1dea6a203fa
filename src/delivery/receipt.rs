//! The receipt of a delivery.

use crate::json::from_value::{read_names, read_struct};
use serde::{Deserialize, Serialize};

use super::request::ObjectIds;
use crate::model::finding::Finding;
use crate::model::role::Role;

/// Result of a delivery.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Receipt {
    /// Link that opens the limeobject in Lime CRM.
    pub url: String,
    /// True when this delivery created the limeobject, false when it existed before.
    pub created: bool,
    /// Ids of all objects, by role.
    pub ids: ObjectIds,
    /// What the delivery did, in order.
    pub steps: Vec<ReceiptStep>,
    /// Findings of the delivery. Those of the preview are not repeated.
    pub findings: Vec<Finding<'static>>,
}

/// One step of a delivery.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReceiptStep {
    /// Role of the object.
    pub role: Role,
    /// Outcome for the object.
    pub outcome: StepOutcome,
    /// Limetype of the object; absent for an object that was found through a relation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub limetype: Option<String>,
    /// Id of the object; absent when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub id: Option<i64>,
    /// Number of requests.
    pub requests: u32,
}

/// Outcome of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum StepOutcome {
    /// The object existed.
    Found,
    /// No such object exists.
    NotFound,
    /// The object was created.
    Created,
    /// Values of the object were changed.
    Updated,
    /// The object was connected to the conversation.
    Connected,
    /// The object was not written; a finding says why.
    Skipped,
}

read_struct!(ReceiptStep => "struct ReceiptStep" { role, outcome, requests; limetype, id; });
read_names!(StepOutcome {
    Found = "found",
    NotFound = "not-found",
    Created = "created",
    Updated = "updated",
    Connected = "connected",
    Skipped = "skipped",
});
