//! Errors that prevent a delivery from starting or being resumed.

use std::fmt;

use super::codes::DeliveryErrorCode;
use super::{BulkDelivery, STATE_VERSION};
use crate::model::finding::Finding;
use crate::text::message::quoted;

/// Why a delivery cannot start or be resumed.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum DeliveryError {
    /// The preview has these findings of severity `error`.
    NotReady(Vec<Finding<'static>>),
    /// The preview has no object to write.
    NothingToSend,
    /// The URL is not `https://<server>/<application>`.
    BadUrl(String),
    /// The id of the limeobject is missing, or is not above 0.
    NoLimeobject,
    /// The preview has no relation between conversation and limeobject.
    NotConnectable,
    /// A bulk delivery cannot deliver into a chosen limeobject.
    NotInBulk,
    /// The number of previews exceeds [`BulkDelivery::MAX_PREVIEWS`].
    TooMany(usize),
    /// The saved state cannot be read, for this reason.
    BadState(String),
}

impl DeliveryError {
    pub(super) fn unsupported_version(version: u32) -> Self {
        Self::BadState(format!("it has version {version}, and this program reads version {STATE_VERSION}"))
    }

    /// Returns the stable code.
    pub fn code(&self) -> DeliveryErrorCode {
        match self {
            Self::NotReady(_) => DeliveryErrorCode::NotReady,
            Self::NothingToSend => DeliveryErrorCode::NothingToSend,
            Self::BadUrl(_) => DeliveryErrorCode::BadUrl,
            Self::NoLimeobject => DeliveryErrorCode::NoLimeobject,
            Self::NotConnectable => DeliveryErrorCode::NotConnectable,
            Self::NotInBulk => DeliveryErrorCode::NotInBulk,
            Self::TooMany(_) => DeliveryErrorCode::TooMany,
            Self::BadState(_) => DeliveryErrorCode::BadState,
        }
    }
}

impl fmt::Display for DeliveryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotReady(findings) => {
                f.write_str("the preview has errors:")?;
                findings.iter().try_for_each(|finding| write!(f, " {}", finding.message))
            }
            Self::NothingToSend => f.write_str("the preview has no object to write"),
            Self::BadUrl(url) => {
                write!(f, "{} is not the URL of a Lime CRM; expected https://<server>/<application>", quoted(url))
            }
            Self::NoLimeobject => f.write_str("the id of an existing limeobject is required: a number above 0"),
            Self::NotConnectable => f.write_str(
                "the conversation cannot be connected to a limeobject: the configuration has no relationConversation, or the conversation has no id",
            ),
            Self::NotInBulk => {
                f.write_str("a bulk delivery cannot deliver into a chosen limeobject; deliver the conversation individually")
            }
            Self::TooMany(count) => {
                write!(f, "{count} previews exceed the limit of a bulk delivery: {}", BulkDelivery::MAX_PREVIEWS)
            }
            Self::BadState(reason) => write!(f, "the saved state of the delivery cannot be read: {reason}"),
        }
    }
}

impl std::error::Error for DeliveryError {}
