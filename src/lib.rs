//! Preview what a Userlike (Lime Connect) conversation becomes in Lime CRM, and deliver it.
//!
//! Support teams chat with customers in Userlike and manage them in Lime CRM. This crate maps the payload of a conversation
//! to a [`Preview`]: the limeobjects to write, the source of every value, and findings that say what Lime CRM would reject
//! and what was changed. A [`Delivery`] then writes a preview to Lime CRM.
//!
//! The crate performs no I/O, reads no clock and draws no random numbers: the same input gives the same bytes on every
//! platform. Payloads are written by anonymous visitors; no input makes the crate panic.
//!
//! # Example
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
//! # Tour
//!
//! - [`Mapper`] checks a configuration and Lime CRM's metadata once, and previews conversations. What is wrong with the two
//!   documents is a [`Problem`] with a JSON pointer; what is wrong with a payload that cannot be read is a [`ReadError`].
//! - [`Preview`] is the result: the [`ChosenInstance`], [`Lookup`]s, [`Limeobject`]s with the [`ValueSource`]s of their values,
//!   and [`Finding`]s with a [`FindingCode`].
//! - [`Config`], [`Limetypes`], [`Path`] and [`Template`] are the language of configurations and metadata. For editors and
//!   lists, [`instances`], [`limetypes`], [`summary`] and [`locate`] read single facts of a document.
//! - [`Delivery`] writes one preview, [`BulkDelivery`] many. Both are state machines: they return the next [`Action`], a
//!   request for example, and take its result as an [`Input`].
//!
//! # Features
//!
//! - `schema`: JSON Schemas of the public types, from which the types of the npm package are generated.
//! - `js-mapper`, `js-delivery`: the bindings in the two WebAssembly modules of the npm package.

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
    Action, ApiRequest, ApiResponse, BulkDelivery, BulkFallback, BulkReceipt, BulkReport, Candidate, Delivery,
    DeliveryError, DeliveryErrorCode, DeliveryFailure, DeliveryFailureCode, DeliveryOptions, DryRun, DryRunReport,
    FallbackReason, FileFailure, FileRequest, FileResponse, FileUpload, FoundObject, HttpMethod, Input, ObjectIds,
    PlannedAction, PlannedChange, Receipt, ReceiptStep, RequestBody, StepOutcome, TaskName, TextBody, UpdatePolicy,
    ValueDifference, error_message,
};
pub use json::encoding::DEFAULT_MAX_BYTES;
pub use json::error::{MAX_DEPTH, ReadError, ReadErrorKind};
pub use json::locate::{TextPosition, TextRange, locate, locate_nearest, position_at};
pub use json::path::{Path, PathError, PathMatch, PathStep};
pub use json::value::Value;
pub use mapping::mapper::Mapper;
pub use mapping::summary::{LastMessage, LeftOut, Summary, TranscriptEntry, summary};
pub use model::command::LimeCommand;
pub use model::config::outline::{
    ConfigOutline, InstanceOutline, LookupOutline, MapEntry, ObjectOutline, RelationOutline, RuleOutline,
    TranscriptOutline, instances,
};
pub use model::config::{
    Config, Instance, LinkType, LookupRule, ObjectRules, PropertyRule, RelationRules, RoleMarks, TranscriptOptions,
    TranscriptPart,
};
pub use model::finding::{Finding, FindingCode, Severity};
pub use model::limetypes::info::{
    LimetypeInfo, LimetypeList, Permissions, PropertyInfo, PropertyOptionInfo, limetypes,
};
pub use model::limetypes::{Acl, Limetype, Limetypes, Property, PropertyOption, PropertyType};
pub use model::media::MediaHosts;
pub use model::problem::{ConfigError, Problem, ProblemCode, ProblemDocument, ProblemSeverity};
pub use model::role::Role;
pub use model::sender::Sender;
pub use model::template::{Template, TemplateError};
pub use preview::link::link_to_limeobject;
pub use preview::{
    ChosenInstance, Fields, FileLink, Limeobject, Lookup, MatchBy, OptionKey, Preview, PropertyValue, SelectedBy,
    ValueSource,
};
pub use text::said::Params;
#[doc(hidden)]
pub use text::texts::{TEXTS, TextOf, TextRow};
pub use text::time_format::{TimeFormat, TimeFormatError};
pub use text::zone::{UnknownZone, Zone};

/// The README's example runs as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
