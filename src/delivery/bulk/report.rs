//! What a bulk delivery answers: what was delivered, and what goes one by one.

use serde::{Deserialize, Serialize};

use crate::delivery::request::ObjectIds;
use crate::model::finding::Finding;

/// What became of many previews.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BulkReport {
    /// What is in Lime CRM, in the order of the previews.
    pub delivered: Vec<BulkReceipt>,
    /// What is to be delivered one by one, in the order of the previews.
    pub fallbacks: Vec<BulkFallback>,
}

/// A conversation that is in Lime CRM.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BulkReceipt {
    /// The place of its preview in the list, counted from 0.
    pub index: usize,
    /// Its id in Userlike.
    pub conversation: i64,
    /// A link that opens the limeobject.
    pub url: String,
    /// True when this delivery made the limeobject, false when it was there already.
    pub created: bool,
    /// The ids of its objects, by role. That of the new history note is not read.
    pub ids: ObjectIds,
    /// What is worth knowing, beside the findings of the preview.
    pub findings: Vec<Finding<'static>>,
}

/// A conversation that is to be delivered by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BulkFallback {
    /// The place of its preview in the list, counted from 0.
    pub index: usize,
    /// Its id in Userlike; null when the payload has none that can be used.
    pub conversation: Option<i64>,
    /// Why; stable.
    pub reason: FallbackReason,
    /// Why, in words.
    pub message: String,
    /// True when its history note may be in Lime CRM already: deliver it with `onlyIfChanged`.
    pub note_may_exist: bool,
}

/// Why a conversation is to be delivered by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FallbackReason {
    /// Its preview has errors: one by one says which.
    NotReady,
    /// Its preview has no limeobject.
    NothingToSend,
    /// It has files to import.
    HasFiles,
    /// Nothing in Lime CRM would tie the limeobject to the conversation.
    NoUlconversation,
    /// The ulconversation belongs to the limeobject, so a limeobject that was made can't be told from others.
    TiedByConversation,
    /// It is of another instance, or another limetype, than the first of the list.
    AnotherInstance,
    /// The conversation is in the list before.
    Repeated,
    /// It has a limeobject already, and an option asks to compare with what is in it.
    Exists,
    /// Lime CRM has no limepkg-mbeku-bulk-import.
    NoBulkImport,
    /// Lime CRM refused the job.
    Refused,
    /// The job did not write it, or does not say that it did.
    NotWritten,
}
