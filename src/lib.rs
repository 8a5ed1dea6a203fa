//! What a Userlike (Lime Connect) conversation becomes in Lime CRM, before it is sent.
//!
//! Support teams chat with customers in Userlike and keep customers in Lime CRM. This crate turns the payload of a
//! conversation into a [`Preview`]: the limeobjects that would be written, the source of every value, and findings that
//! say what Lime CRM would reject or what was changed on the way.
//!
//! ```
//! use userlike_limeobject::Mapper;
//!
//! let config = br#"{ "instances": [ {
//!     "name": "Helpdesk", "limetype": "helpdesk",
//!     "personRelation": [ { "identificationKey": "contact.email", "propertyIdentifier": "email" } ],
//!     "properties": { "title": { "userlikeKey": "subject", "defaultValue": "Chat" } }
//! } ] }"#;
//! let mapper = Mapper::new(config, None)?;
//!
//! let preview = mapper.preview(br#"{ "id": 63741936, "subject": null, "contact": { "email": "a@b.se" } }"#, None)?;
//! assert!(preview.is_ready());
//! println!("{}", serde_json::to_string_pretty(&preview)?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The modules, in the order in which a conversation meets them:
//! reading by need ([`Path`], [`Value`], [`ReadError`]), the configuration ([`Config`], [`Template`], [`Problem`]), Lime
//! CRM's metadata ([`Limetypes`]), the [`Mapper`], the [`Preview`] with its [`Finding`]s, and the [`Delivery`] that brings
//! a preview into Lime CRM, or the [`BulkDelivery`] that brings many.
//!
//! Nothing here does I/O, reads a clock or draws a random number: the same input gives the same bytes everywhere. Nothing
//! panics; payload text is hostile and is treated as such.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod coerce;
mod command;
mod config;
mod conversation;
mod cut;
mod delivery;
mod error;
mod finding;
mod limetype;
mod link;
mod mapper;
mod markdown;
mod number;
mod path;
mod plan;
mod preview;
mod problem;
mod read;
mod template;
mod time;
mod transcript;
mod value;
#[cfg(all(target_arch = "wasm32", any(feature = "js-mapper", feature = "js-delivery")))]
mod wasm;
mod writer;
mod zone;

pub use command::LimeCommand;
pub use config::{Config, Instance, LinkType, LookupRule, ObjectRules, PropertyRule, RelationRules, TranscriptOptions};
pub use delivery::{
    Action, ApiRequest, ApiResponse, BulkDelivery, BulkFallback, BulkReceipt, BulkReport, Delivery, DeliveryError,
    DeliveryFailure, DeliveryFailureCode, DeliveryMode, DeliveryOptions, DryRunReport, FallbackReason, FileUpload,
    FoundObject, HttpMethod, Input, ObjectIds, PlannedAction, PlannedChange, Receipt, ReceiptStep, RequestBody,
    StepOutcome, TextBody, UpdatePolicy, ValueDifference,
};
pub use error::{ReadError, ReadErrorKind};
pub use finding::{Finding, FindingCode, Severity};
pub use limetype::{Acl, Limetype, Limetypes, Property, PropertyOption, PropertyType};
pub use link::link_to_limeobject;
pub use mapper::{DEFAULT_MAX_BYTES, Mapper};
pub use path::{Path, PathError, PathMatch};
pub use preview::{
    ChosenInstance, Fields, FileLink, Limeobject, Lookup, OptionKey, Preview, PropertyValue, Role, ValueSource,
};
pub use problem::{ConfigError, Problem, ProblemDocument, ProblemSeverity};
pub use read::MAX_DEPTH;
pub use template::{Template, TemplateError};
pub use transcript::{TimeFormat, TimeFormatError};
pub use value::Value;
pub use zone::{UnknownZone, Zone};

/// The README's example runs as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
