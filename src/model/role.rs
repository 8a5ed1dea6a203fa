//! The role of an object in a preview.

use crate::json::from_value::names;
use serde::{Deserialize, Serialize};

/// The role of an object in a preview. Relations name the role of the object that they lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The limeobject that links the two systems, one per conversation.
    Ulconversation,
    /// The limeobject that the conversation becomes: a helpdesk ticket, a deal.
    Limeobject,
    /// The history note with the transcript.
    History,
    /// A media file of the conversation.
    Document,
    /// The person in Lime CRM that the contact is; looked up, never written.
    Person,
    /// The person's company; looked up, never written.
    Company,
    /// The coworker who had the conversation; looked up, never written.
    Coworker,
}

names!(Role {
    Ulconversation = "ulconversation",
    Limeobject = "limeobject",
    History = "history",
    Document = "document",
    Person = "person",
    Company = "company",
    Coworker = "coworker",
});
