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

mod delivery;
mod json;
mod mapping;
mod model;
mod preview;
mod text;
#[cfg(all(target_arch = "wasm32", any(feature = "js-mapper", feature = "js-delivery")))]
mod wasm;

pub use delivery::{
    Action, ApiRequest, ApiResponse, BulkDelivery, BulkFallback, BulkReceipt, BulkReport, Delivery, DeliveryError,
    DeliveryFailure, DeliveryFailureCode, DeliveryMode, DeliveryOptions, DryRunReport, FallbackReason, FileUpload,
    FoundObject, HttpMethod, Input, ObjectIds, PlannedAction, PlannedChange, Receipt, ReceiptStep, RequestBody,
    StepOutcome, TextBody, UpdatePolicy, ValueDifference,
};
pub use json::error::{MAX_DEPTH, ReadError, ReadErrorKind};
pub use json::locate::{TextPosition, TextRange, locate, locate_nearest, position_at};
pub use json::path::{Path, PathError, PathMatch, PathStep};
pub use json::read::DEFAULT_MAX_BYTES;
pub use json::value::Value;
pub use mapping::mapper::Mapper;
pub use model::command::LimeCommand;
pub use model::config::outline::{
    ConfigOutline, InstanceOutline, LookupOutline, MapEntry, ObjectOutline, RelationOutline, RuleOutline,
    TranscriptOutline, instances,
};
pub use model::config::{
    Config, Instance, LinkType, LookupRule, ObjectRules, PropertyRule, RelationRules, TranscriptOptions,
};
pub use model::conversation::Sender;
pub use model::finding::{Finding, FindingCode, Severity};
pub use model::limetypes::info::{
    LimetypeInfo, LimetypeList, Permissions, PropertyInfo, PropertyOptionInfo, limetypes,
};
pub use model::limetypes::{Acl, Limetype, Limetypes, Property, PropertyOption, PropertyType};
pub use model::problem::{ConfigError, Problem, ProblemDocument, ProblemSeverity};
pub use model::role::Role;
pub use model::summary::{LastMessage, Summary, summary};
pub use model::template::{Template, TemplateError};
pub use preview::link::link_to_limeobject;
pub use preview::{
    ChosenInstance, Fields, FileLink, Limeobject, Lookup, OptionKey, Preview, PropertyValue, ValueSource,
};
pub use text::time_format::{TimeFormat, TimeFormatError};
pub use text::zone::{UnknownZone, Zone};

/// The README's example runs as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
