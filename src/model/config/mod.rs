//! The mapping configuration: limepkg-userlike's, and what we add beside its keys.
//!
//! Everything that its public documentation shows is read unchanged. Where it leaves a shape open (the key of the topic,
//! `personRelation`, `properties`), every likely shape is accepted, in this file alone.

pub(crate) mod outline;
mod read;
#[cfg(feature = "schema")]
mod schema;
mod shape;

use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use schema::{Constant, OneOrMore, PropertiesShape, RulesShape};

use crate::json::path::Path;
use crate::json::value::Value;
use crate::model::template::Template;
use crate::text::time_format::TimeFormat;
use crate::text::zone::Zone;

/// A mapping configuration.
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
pub struct Config {
    /// The instances: what kinds of limeobjects conversations become. Each conversation becomes one.
    pub instances: Vec<Instance>,
}

/// One kind of limeobject that conversations become.
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
pub struct Instance {
    /// What people call it: "Helpdesk". The limetype when absent.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub name: Option<String>,
    /// The limetype that a conversation becomes: "helpdesk".
    pub limetype: String,
    /// The topic, or the list of topics, whose conversations this instance takes. Case and spaces around it don't count.
    #[cfg_attr(feature = "schema", schemars(default, with = "OneOrMore<String>"))]
    pub topic: Vec<String>,
    /// Whether this instance takes the conversations that no topic gives to another one.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub default: bool,
    /// The relation from the limeobject to the person's company.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub relation_company: Option<String>,
    /// The relation from the limeobject to the coworker.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub relation_coworker: Option<String>,
    /// The relation from the limeobject to its history notes. Without it no history note is written.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub relation_history: Option<String>,
    /// The relation from the limeobject to its ulconversation. Without it no ulconversation is written.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub relation_conversation: Option<String>,
    /// The relation from the limeobject to its documents.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub relation_document: Option<String>,
    /// How the person is found in Lime CRM.
    #[cfg_attr(feature = "schema", schemars(default, with = "Option<RulesShape>"))]
    pub person_relation: Option<RelationRules>,
    /// How the coworker is found in Lime CRM; the relation is `relationCoworker`.
    #[cfg_attr(feature = "schema", schemars(default, with = "Option<RulesShape>"))]
    pub coworker_relation: Option<RelationRules>,
    /// Properties of the limeobject, and where their values come from.
    #[cfg_attr(feature = "schema", schemars(default, with = "PropertiesShape"))]
    pub properties: Vec<PropertyRule>,
    /// More about the history note.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub history: ObjectRules,
    /// More about the ulconversation.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub conversation: ObjectRules,
    /// More about the documents.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub document: ObjectRules,
    /// How the transcript is written into the history note.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub transcript: TranscriptOptions,
    /// The client that links to limeobjects open.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub link_type: LinkType,
    /// What the conversation's id is put behind to make a link to it in Userlike's Message Center.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub base_url: Option<String>,
    /// Whether the history note has notifications ("status changed") beside messages.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub include_notifications: bool,
    /// Whether media files become documents.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub import_media_files: bool,
}

/// The client that a link to a limeobject opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum LinkType {
    /// In the browser.
    #[default]
    #[serde(rename = "Web client")]
    WebClient,
    /// The program on the computer.
    #[serde(rename = "Desktop client")]
    DesktopClient,
}

/// Rules to find a limeobject, tried in order; the first match ends the search.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
pub struct RelationRules {
    /// The relation from the limeobject to what is found: "person".
    #[cfg_attr(feature = "schema", schemars(default))]
    pub relation: Option<String>,
    /// The limetype to search in: "person".
    #[cfg_attr(feature = "schema", schemars(default))]
    pub limetype: Option<String>,
    /// The rules.
    pub rules: Vec<LookupRule>,
    /// JSON pointer to this place in the configuration.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub pointer: String,
}

/// One way to find a limeobject: a property of it equals a value of the payload.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
pub struct LookupRule {
    /// Path to the value in the payload: "contact.email".
    pub identification_key: Path,
    /// The property that must equal it: "email".
    pub property_identifier: String,
    /// JSON pointer to this place in the configuration.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub pointer: String,
}

/// Where a property's value comes from. What is given is tried in this order: `userlikeKey`, `template`, `defaultValue`.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
pub struct PropertyRule {
    /// The property's name in Lime CRM.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub property: String,
    /// A path into the payload, or a list of them: the first that has a value wins.
    #[cfg_attr(feature = "schema", schemars(default, with = "OneOrMore<Path>"))]
    pub userlike_key: Vec<Path>,
    /// A text with places to fill in: "Chat with {contact.name|a visitor}: {subject}". `{{` and `}}` are braces.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub template: Option<Template>,
    /// What to write in place of a value of the payload: `{ "web": "chat", "*": "other" }`. `*` is any other value.
    #[cfg_attr(feature = "schema", schemars(default, with = "std::collections::BTreeMap<String, Constant>"))]
    pub map: Vec<(String, Value<'static>)>,
    /// What to write when the payload has no value (missing, null or empty).
    #[cfg_attr(feature = "schema", schemars(default, with = "Option<Constant>"))]
    pub default_value: Option<Value<'static>>,
    /// JSON pointer to this place in the configuration.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub pointer: String,
}

/// More about an object that goes with the limeobject.
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
pub struct ObjectRules {
    /// Its limetype, where that is not the usual one and no metadata tells it.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub limetype: Option<String>,
    /// Further properties, and where their values come from.
    #[cfg_attr(feature = "schema", schemars(default, with = "PropertiesShape"))]
    pub properties: Vec<PropertyRule>,
}

/// How a transcript is written.
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
pub struct TranscriptOptions {
    /// The time zone of dates and of the times in the history note, by its IANA name: "Europe/Stockholm". UTC when absent.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub time_zone: Zone,
    /// How times are written, with strftime's %Y %m %d %H %M %S %z %Z and %%. "%Y-%m-%d %H:%M %Z" when absent.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub time_format: TimeFormat,
    /// What a contact without a name is called. "Contact" when absent.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub contact_name: Option<String>,
}

impl Instance {
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
