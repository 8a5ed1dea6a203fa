//! The roles of those who write messages.

use serde::Serialize;

/// The sender of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Sender {
    /// The contact.
    Contact,
    /// An operator.
    Operator,
    /// A bot, which answers for the company.
    Bot,
    /// Userlike itself.
    System,
    /// Somebody of a kind that is not known, or the payload contradicts itself.
    Unknown,
}

impl Sender {
    /// The name of the role: `contact`.
    pub fn as_str(self) -> &'static str {
        match self {
            Sender::Contact => "contact",
            Sender::Operator => "operator",
            Sender::Bot => "bot",
            Sender::System => "system",
            Sender::Unknown => "unknown",
        }
    }
}
