//! The mapping configuration: limepkg-userlike's, and what we add beside its keys.
//!
//! Everything that its public documentation shows is read unchanged. Where it leaves a shape open (the key of the topic,
//! `personRelation`, `properties`), every likely shape is accepted, in this file alone.

use serde::{Deserialize, Serialize};

use crate::json::path::Path;
use crate::json::value::Value;
use crate::model::problem::{Place, Problems};
use crate::model::template::Template;
use crate::text::message::capitalized;
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

/// A value that is written as it stands.
#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum Constant {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Constant>),
}

#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "only its schema is used")]
enum OneOrMore<T> {
    One(T),
    More(Vec<T>),
}

#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "only its schema is used")]
enum RulesShape {
    Full(RelationRules),
    Bare(Vec<LookupRule>),
}

/// A property by its name, where properties are a list.
#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct NamedPropertyRule {
    /// The property's name in Lime CRM.
    property: String,
    #[schemars(flatten)]
    rule: PropertyRule,
}

#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "only its schema is used")]
enum PropertiesShape {
    ByName(std::collections::BTreeMap<String, PropertyRule>),
    List(Vec<NamedPropertyRule>),
}

impl Config {
    pub(crate) fn read(value: &Value<'_>, problems: &Problems) -> Self {
        let root = Place::root(value, problems);
        root.unknown_members(&["instances", "$schema"]);
        let instances: Vec<_> =
            root.require("instances").iter().flat_map(Place::items).map(|place| Instance::read(&place)).collect();
        if instances.is_empty()
            && let Some(place) = root.get("instances")
            && place.is_list()
        {
            place.error("no-instances", "At least one instance belongs here.");
        }
        Self { instances }
    }
}

/// The texts at `key`, trimmed.
fn text(place: &Place<'_, '_>, key: &str) -> Option<String> {
    place.get(key)?.text().map(str::to_owned)
}

fn yes_no(place: &Place<'_, '_>, key: &str) -> bool {
    place.get(key).is_some_and(|value| value.yes_no())
}

/// The text at `key`, parsed; what does not parse is an error with `code`.
fn parsed<T>(place: &Place<'_, '_>, key: &str, code: &'static str) -> Option<T>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    parse(&place.get(key)?, code)
}

fn parse<T>(place: &Place<'_, '_>, code: &'static str) -> Option<T>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    match place.text()?.parse() {
        Ok(value) => Some(value),
        Err(error) => {
            place.error(code, format!("{}.", capitalized(&error.to_string())));
            None
        }
    }
}

impl Instance {
    /// What people call it.
    pub fn display_name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.limetype)
    }

    fn read(place: &Place<'_, '_>) -> Self {
        place.unknown_members(&[
            "name",
            "limetype",
            "topic",
            "default",
            "relationCompany",
            "relationCoworker",
            "relationHistory",
            "relationConversation",
            "relationDocument",
            "personRelation",
            "coworkerRelation",
            "properties",
            "history",
            "conversation",
            "document",
            "transcript",
            "linkType",
            "baseUrl",
            "includeNotifications",
            "importMediaFiles",
        ]);
        Self {
            name: text(place, "name"),
            limetype: place.require("limetype").and_then(|limetype| limetype.text()).unwrap_or_default().to_owned(),
            topic: place
                .get("topic")
                .iter()
                .flat_map(Place::one_or_more)
                .filter_map(|topic| topic.text().map(str::to_owned))
                .collect(),
            default: yes_no(place, "default"),
            relation_company: text(place, "relationCompany"),
            relation_coworker: text(place, "relationCoworker"),
            relation_history: text(place, "relationHistory"),
            relation_conversation: text(place, "relationConversation"),
            relation_document: text(place, "relationDocument"),
            person_relation: place.get("personRelation").map(|rules| RelationRules::read(&rules)),
            coworker_relation: place.get("coworkerRelation").map(|rules| RelationRules::read(&rules)),
            properties: properties(place),
            history: ObjectRules::read(place.get("history")),
            conversation: ObjectRules::read(place.get("conversation")),
            document: ObjectRules::read(place.get("document")),
            transcript: place.get("transcript").map(|options| TranscriptOptions::read(&options)).unwrap_or_default(),
            link_type: place.get("linkType").map(|link_type| LinkType::read(&link_type)).unwrap_or_default(),
            base_url: text(place, "baseUrl"),
            include_notifications: yes_no(place, "includeNotifications"),
            import_media_files: yes_no(place, "importMediaFiles"),
        }
    }
}

impl LinkType {
    fn read(place: &Place<'_, '_>) -> Self {
        match place.text() {
            Some(text) if text.eq_ignore_ascii_case("Web client") => Self::WebClient,
            Some(text) if text.eq_ignore_ascii_case("Desktop client") => Self::DesktopClient,
            Some(_) => {
                place.error("wrong-value", "\"Web client\" or \"Desktop client\" belongs here.");
                Self::default()
            }
            None => Self::default(),
        }
    }
}

impl RelationRules {
    fn read(place: &Place<'_, '_>) -> Self {
        let (relation, limetype, rules) = if place.is_list() {
            (None, None, place.items())
        } else {
            place.unknown_members(&["relation", "limetype", "rules"]);
            let rules = place.require("rules").iter().flat_map(Place::items).collect();
            (text(place, "relation"), text(place, "limetype"), rules)
        };
        Self {
            relation,
            limetype,
            rules: rules.iter().filter_map(LookupRule::read).collect(),
            pointer: place.pointer.clone(),
        }
    }
}

impl LookupRule {
    fn read(place: &Place<'_, '_>) -> Option<Self> {
        place.unknown_members(&["identificationKey", "propertyIdentifier"]);
        let key = place.require("identificationKey").and_then(|key| parse(&key, "invalid-path"));
        let property = place.require("propertyIdentifier").and_then(|property| property.text());
        Some(Self {
            identification_key: key?,
            property_identifier: property?.to_owned(),
            pointer: place.pointer.clone(),
        })
    }
}

impl ObjectRules {
    fn read(place: Option<Place<'_, '_>>) -> Self {
        let Some(place) = place else { return Self::default() };
        place.unknown_members(&["limetype", "properties"]);
        Self { limetype: text(&place, "limetype"), properties: properties(&place) }
    }
}

impl TranscriptOptions {
    fn read(place: &Place<'_, '_>) -> Self {
        place.unknown_members(&["timeZone", "timeFormat", "contactName"]);
        Self {
            time_zone: parsed(place, "timeZone", "unknown-time-zone").unwrap_or_default(),
            time_format: parsed(place, "timeFormat", "invalid-time-format").unwrap_or_default(),
            contact_name: text(place, "contactName"),
        }
    }
}

/// The rules at `properties`: an object by property, or a list of objects that name theirs.
fn properties(place: &Place<'_, '_>) -> Vec<PropertyRule> {
    const KNOWN: [&str; 4] = ["userlikeKey", "template", "map", "defaultValue"];
    let Some(properties) = place.get("properties") else { return Vec::new() };
    let mut rules: Vec<PropertyRule> = Vec::new();
    if properties.is_list() {
        for item in properties.items() {
            item.unknown_members(&[&["property"], &KNOWN[..]].concat());
            let Some(name) = item.require("property").and_then(|name| name.text()) else { continue };
            if rules.iter().any(|rule| rule.property == name) {
                item.error("property-twice", format!("The property \"{name}\" has a rule already; keep one of them."));
            }
            rules.push(PropertyRule::read(name, &item));
        }
    } else {
        for (name, item) in properties.members() {
            item.unknown_members(&KNOWN);
            rules.push(PropertyRule::read(name, &item));
        }
    }
    rules
}

impl PropertyRule {
    /// Every path into the payload that it may take a value from.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.userlike_key.iter().chain(self.template.iter().flat_map(Template::paths))
    }

    fn read(property: &str, place: &Place<'_, '_>) -> Self {
        let default_value = place.get("defaultValue");
        if let Some(default) = &default_value
            && default.is_object()
        {
            default.error("wrong-type", "A text, a number, true, false or a list belongs here, not an object.");
        }
        let rule = Self {
            property: property.to_owned(),
            userlike_key: place
                .get("userlikeKey")
                .iter()
                .flat_map(Place::one_or_more)
                .filter_map(|key| parse(&key, "invalid-path"))
                .collect(),
            template: parsed(place, "template", "invalid-template"),
            map: place
                .get("map")
                .iter()
                .flat_map(Place::members)
                .map(|(from, to)| (from.to_owned(), to.value.clone().into_owned()))
                .collect(),
            default_value: default_value.map(|default| default.value.clone().into_owned()),
            pointer: place.pointer.clone(),
        };
        let given = ["userlikeKey", "template", "defaultValue"].iter().any(|key| place.value.get(key).is_some());
        if place.is_object() && !given {
            place.error(
                "no-source",
                format!("The property \"{property}\" needs a \"userlikeKey\", a \"template\" or a \"defaultValue\"."),
            );
        }
        rule
    }
}
