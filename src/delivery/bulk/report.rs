//! The report of a bulk delivery.

use crate::json::from_value::read_struct;
use serde::{Deserialize, Serialize};

use crate::delivery::codes::FallbackReason;
use crate::delivery::request::ObjectIds;
use crate::model::finding::Finding;

/// Result of a bulk delivery.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BulkReport {
    /// Conversations that are in Lime CRM, in the order of the previews.
    pub delivered: Vec<BulkReceipt>,
    /// Conversations for individual delivery, in the order of the previews.
    pub fallbacks: Vec<BulkFallback>,
}

/// A conversation that a bulk delivery has written.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BulkReceipt {
    /// Index of the preview in the list, from 0.
    pub index: usize,
    /// Id of the conversation in Userlike.
    pub conversation: i64,
    /// Link that opens the limeobject in Lime CRM.
    pub url: String,
    /// True when this delivery created the limeobject, false when it existed before.
    pub created: bool,
    /// Ids of the objects, by role. The id of the new history note is not known.
    pub ids: ObjectIds,
    /// Findings of the delivery. Those of the preview are not repeated.
    pub findings: Vec<Finding<'static>>,
}

/// A conversation that a bulk delivery has not written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BulkFallback {
    /// Index of the preview in the list, from 0.
    pub index: usize,
    /// Id of the conversation in Userlike; null when the payload has no usable id.
    pub conversation: Option<i64>,
    /// Stable reason.
    pub reason: FallbackReason,
    /// Reason as a sentence.
    pub message: String,
    /// True when the history note may have been written: deliver the conversation with `onlyIfChanged`.
    pub note_may_exist: bool,
}

read_struct!(BulkFallback => "struct BulkFallback" {
    index, reason, message, note_may_exist as "noteMayExist"; conversation;
});
