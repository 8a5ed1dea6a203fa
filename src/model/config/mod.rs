//! The configuration: that of Lime's package limepkg-userlike, with additional keys.
//!
//! Everything that its public documentation shows is accepted unchanged. Where the documentation leaves a shape open (the
//! key of the topic, `personRelation`, `properties`), every likely shape is accepted: see `shape.rs`.

pub(crate) mod outline;
mod read;
#[cfg(feature = "schema")]
mod schema;
mod shape;

use crate::json::from_value::names;
use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use schema::{Constant, OneOrMore, PropertiesShape, RulesShape};

use crate::json::path::Path;
use crate::json::value::Value;
use crate::model::match_by::MatchBy;
use crate::model::template::Template;
use crate::text::time_format::TimeFormat;
use crate::text::zone::Zone;

/// A configuration.
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
pub struct Config {
    /// The instances. Each conversation goes to one of them.
    pub instances: Vec<Instance>,
}

/// One limetype that conversations become, its topics and its mapping.
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
pub struct Instance {
    /// Name of the instance: "Helpdesk". Default: the limetype.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub name: Option<String>,
    /// Limetype of the limeobject: "helpdesk".
    pub limetype: String,
    /// Topic, or list of topics, of the conversations that this instance takes. Case and surrounding spaces are ignored.
    #[cfg_attr(feature = "schema", schemars(default, with = "OneOrMore<String>"))]
    pub topic: Vec<String>,
    /// Whether this instance takes the conversations without a topic of another instance.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub default: bool,
    /// Relation from the limeobject to the person's company.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub relation_company: Option<String>,
    /// Relation from the limeobject to the coworker.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub relation_coworker: Option<String>,
    /// Relation from the limeobject to its history notes. Without it no history note is written.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub relation_history: Option<String>,
    /// Relation from the limeobject to its ulconversation. Without it no ulconversation is written.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub relation_conversation: Option<String>,
    /// Relation from the limeobject to its documents.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub relation_document: Option<String>,
    /// How the person is looked up in Lime CRM.
    #[cfg_attr(feature = "schema", schemars(default, with = "Option<RulesShape>"))]
    pub person_relation: Option<RelationRules>,
    /// Calling code of the country of telephone numbers that have none: "46". Lookups need it to find `070-123 45 67` by
    /// `+46701234567`, and the other way round. Default: none.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub phone_country: Option<String>,
    /// How the coworker is looked up in Lime CRM; the relation is `relationCoworker`.
    #[cfg_attr(feature = "schema", schemars(default, with = "Option<RulesShape>"))]
    pub coworker_relation: Option<RelationRules>,
    /// Property rules of the limeobject.
    #[cfg_attr(feature = "schema", schemars(default, with = "PropertiesShape"))]
    pub properties: Vec<PropertyRule>,
    /// Unique property that identifies the limeobject.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub idempotency_property: Option<String>,
    /// Limetype and properties of the history note.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub history: ObjectRules,
    /// Limetype and properties of the ulconversation.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub conversation: ObjectRules,
    /// Limetype and properties of the documents.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub document: ObjectRules,
    /// Format of the transcript in the history note.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub transcript: TranscriptOptions,
    /// Client that opens links to limeobjects.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub link_type: LinkType,
    /// Beginning of the link to a conversation in Userlike's Message Center; the conversation's id is appended.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub base_url: Option<String>,
    /// Whether the history note contains notifications ("status changed"). Default: false.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub include_notifications: bool,
    /// Whether media files become documents. Default: false.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub import_media_files: bool,
    /// What becomes of a value that a property cannot have. Default: "skip", and "refuse" for links that could run a program.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub if_invalid: Option<IfInvalid>,
}

/// What becomes of a value that a property cannot have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum IfInvalid {
    /// The property gets its `defaultValue`, or stays empty. The finding is a warning.
    Skip,
    /// The finding is an error, so nothing of the conversation is delivered.
    Refuse,
}

/// What becomes of a property of an existing object when the payload has no value for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum WhenEmpty {
    /// It keeps its value.
    #[default]
    Keep,
    /// It is cleared, where values of an existing object are overwritten.
    Clear,
}

/// Client that opens a link to a limeobject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum LinkType {
    /// The web client.
    #[default]
    #[serde(rename = "Web client")]
    WebClient,
    /// The desktop client.
    #[serde(rename = "Desktop client")]
    DesktopClient,
}

/// Rules to look up a limeobject, tried in order until one finds an object.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
pub struct RelationRules {
    /// Relation from the limeobject to the object: "person".
    #[cfg_attr(feature = "schema", schemars(default))]
    pub relation: Option<String>,
    /// Limetype of the object: "person".
    #[cfg_attr(feature = "schema", schemars(default))]
    pub limetype: Option<String>,
    /// The lookup rules.
    pub rules: Vec<LookupRule>,
    /// Properties that mark an object as inactive: yesno, or a time or date that is past. Of several objects that fit, the
    /// inactive ones come last. Default: `inactive`, `expireddate` and `anonymizeddate`, where the metadata has them.
    #[cfg_attr(feature = "schema", schemars(default, with = "Option<OneOrMore<String>>"))]
    pub inactive_properties: Option<Vec<String>>,
    /// JSON pointer into the configuration.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub pointer: String,
}

/// A lookup rule: a property of the limeobject equals a value of the payload.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
pub struct LookupRule {
    /// Payload path: "contact.email".
    pub identification_key: Path,
    /// Property that is compared: "email".
    pub property_identifier: String,
    /// How the values are compared. Default: `phone` for properties of type phone, `email` for those that are named so,
    /// otherwise `text`.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub match_by: Option<MatchBy>,
    /// JSON pointer into the configuration.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub pointer: String,
}

/// The origin of a property's value: the first of `userlikeKey`, `template` and `defaultValue` that has a value which the property
/// can have.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
pub struct PropertyRule {
    /// Code name of the property.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub property: String,
    /// Payload path, or list of paths. The first with a value that can be used counts.
    #[cfg_attr(feature = "schema", schemars(default, with = "OneOrMore<Path>"))]
    pub userlike_key: Vec<Path>,
    /// Path from each item of a list of objects at `userlikeKey` to its value: "name". It also applies to a single object.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub each: Option<Path>,
    /// Separator of the values of a list in a text. Default: ", ".
    #[cfg_attr(feature = "schema", schemars(default))]
    pub join: Option<String>,
    /// Text with payload paths in braces: "Chat with {contact.name|a visitor}: {subject}". `{{` and `}}` are braces.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub template: Option<Template>,
    /// Replacements of the payload's values: `{ "web": "chat", "*": "other" }`. `*` is any other value.
    #[cfg_attr(feature = "schema", schemars(default, with = "std::collections::BTreeMap<String, Constant>"))]
    pub map: Vec<(String, Value<'static>)>,
    /// Value that is written when the payload has none (missing, null or empty), or none that can be used.
    #[cfg_attr(feature = "schema", schemars(default, with = "Option<Constant>"))]
    pub default_value: Option<Value<'static>>,
    /// What becomes of a value that the property cannot have. Default: that of the instance.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub if_invalid: Option<IfInvalid>,
    /// What becomes of the value of an existing object when the payload has none. Default: "keep".
    #[cfg_attr(feature = "schema", schemars(default))]
    pub when_empty: WhenEmpty,
    /// JSON pointer into the configuration.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub pointer: String,
}

/// Limetype and properties of an object that is written with the limeobject.
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
pub struct ObjectRules {
    /// Limetype, if it is not the default one and there is no metadata.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub limetype: Option<String>,
    /// Property rules in addition to the properties that are always written.
    #[cfg_attr(feature = "schema", schemars(default, with = "PropertiesShape"))]
    pub properties: Vec<PropertyRule>,
    /// Unique property that identifies a history note.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub idempotency_property: Option<String>,
}

/// Format of the transcript.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
pub struct TranscriptOptions {
    /// Time zone of dates and of the times in the history note, an IANA name: "Europe/Stockholm". Default: UTC.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub time_zone: Zone,
    /// Format of times, with strftime's %Y %m %d %H %M %S %z %Z and %%. Default: "%Y-%m-%d %H:%M %Z".
    #[cfg_attr(feature = "schema", schemars(default))]
    pub time_format: TimeFormat,
    /// Name for a contact without a name. Default: "Contact".
    #[cfg_attr(feature = "schema", schemars(default))]
    pub contact_name: Option<String>,
    /// What the history note contains, a text or a list. Default: messages and bots. `includeNotifications` adds notifications.
    #[cfg_attr(feature = "schema", schemars(default, with = "OneOrMore<TranscriptPart>"))]
    pub include: Vec<TranscriptPart>,
    /// Where lines say the role of their sender: `[operator] Lisa: …`. Default: "auto".
    #[cfg_attr(feature = "schema", schemars(default))]
    pub roles: RoleMarks,
}

/// A part of the transcript.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum TranscriptPart {
    /// Messages of contacts and operators.
    Messages,
    /// Messages of bots.
    Bots,
    /// Notifications of Userlike.
    Notifications,
    /// Commands of operators: `$lime`.
    Commands,
    /// Entries of a type that is not known.
    Unknown,
}

/// Where lines of the history note say the role of their sender. Lines of bots always do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum RoleMarks {
    /// On all lines of a note in which a name could be taken for another sender's.
    #[default]
    Auto,
    /// On all lines.
    Always,
    /// On no line of a contact or an operator.
    Never,
}

impl Default for TranscriptOptions {
    fn default() -> Self {
        Self {
            time_zone: Zone::default(),
            time_format: TimeFormat::default(),
            contact_name: None,
            include: vec![TranscriptPart::Messages, TranscriptPart::Bots],
            roles: RoleMarks::default(),
        }
    }
}

impl Instance {
    /// Whether the history note contains a part of the transcript.
    pub(crate) fn includes(&self, part: TranscriptPart) -> bool {
        self.include_notifications && part == TranscriptPart::Notifications || self.transcript.include.contains(&part)
    }

    /// The instance's name, or its limetype when it has no name.
    pub fn display_name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.limetype)
    }
}

impl PropertyRule {
    /// Every payload path that the value can come from.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.userlike_key.iter().chain(self.template.iter().flat_map(Template::paths))
    }
}

names!(LinkType { WebClient = "Web client", DesktopClient = "Desktop client" });
