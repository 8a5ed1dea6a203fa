//! JSON value -> configuration, with all problems.

use super::{
    Config, IfInvalid, Instance, LinkType, LookupRule, ObjectRules, PropertyRule, RelationRules, RoleMarks,
    TranscriptOptions, TranscriptPart, WhenEmpty, shape,
};
use crate::json::value::Value;
use crate::model::match_by::MatchBy;
use crate::model::problem::{Node, ProblemCode, Problems};
use crate::text::said::Worded;
use crate::text::texts;

impl Config {
    pub(crate) fn read(value: &Value<'_>, problems: &Problems) -> Self {
        let root = Node::root(value, problems);
        root.report_unknown_members(&["instances", "$schema"]);
        let instances: Vec<_> =
            root.require("instances").iter().flat_map(Node::items).map(|node| Instance::read(&node)).collect();
        if instances.is_empty()
            && let Some(node) = root.get("instances")
            && node.is_list()
        {
            node.error(ProblemCode::NoInstances, texts::no_instances());
        }
        Self { instances }
    }
}

/// The text at `key`, trimmed.
#[inline(never)]
fn text(node: &Node<'_, '_>, key: &str) -> Option<String> {
    node.get(key)?.text().map(str::to_owned)
}

#[inline(never)]
fn boolean(node: &Node<'_, '_>, key: &str) -> bool {
    node.get(key).is_some_and(|value| value.boolean())
}

/// The text at `key`, parsed. A text that does not parse is an error with `code`.
#[inline(never)]
fn parsed<T>(node: &Node<'_, '_>, key: &str, code: ProblemCode) -> Option<T>
where
    T: std::str::FromStr<Err: Worded>,
{
    parse(&node.get(key)?, code)
}

#[inline(never)]
fn parse<T>(node: &Node<'_, '_>, code: ProblemCode) -> Option<T>
where
    T: std::str::FromStr<Err: Worded>,
{
    match node.text()?.parse() {
        Ok(value) => Some(value),
        Err(error) => {
            node.error(code, error.said().into_sentence());
            None
        }
    }
}

const IF_INVALID: [(&str, IfInvalid); 2] = [("skip", IfInvalid::Skip), ("refuse", IfInvalid::Refuse)];
const IDEMPOTENCY_PROPERTY: &str = "idempotencyProperty";
const WHEN_EMPTY: [(&str, WhenEmpty); 2] = [("keep", WhenEmpty::Keep), ("clear", WhenEmpty::Clear)];

const PARTS: [(&str, TranscriptPart); 5] = [
    ("messages", TranscriptPart::Messages),
    ("bots", TranscriptPart::Bots),
    ("notifications", TranscriptPart::Notifications),
    ("commands", TranscriptPart::Commands),
    ("unknown", TranscriptPart::Unknown),
];
const ROLES: [(&str, RoleMarks); 3] =
    [("auto", RoleMarks::Auto), ("always", RoleMarks::Always), ("never", RoleMarks::Never)];

/// The value for the text at `key`, which is one of several words in any case.
#[inline(never)]
fn one_of<T: Copy>(node: &Node<'_, '_>, key: &str, words: &[(&str, T)]) -> Option<T> {
    choice(&node.get(key)?, words)
}

#[inline(never)]
fn choice<T: Copy>(node: &Node<'_, '_>, words: &[(&str, T)]) -> Option<T> {
    let text = node.text()?;
    let found = words.iter().find(|(word, _)| text.eq_ignore_ascii_case(word)).map(|(_, value)| *value);
    if found.is_none() {
        expect_words(node, &words.iter().map(|(word, _)| *word).collect::<Vec<_>>());
    }
    found
}

/// Reports a text that is none of several words.
#[cold]
fn expect_words(node: &Node<'_, '_>, words: &[&str]) {
    let words = ["\"", &words.join("\" or \""), "\""].concat();
    node.error(ProblemCode::WrongValue, texts::wrong_value_words(&words));
}

impl Instance {
    fn read(node: &Node<'_, '_>) -> Self {
        node.report_unknown_members(&[
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
            "phoneCountry",
            "properties",
            "history",
            "conversation",
            "document",
            "transcript",
            "linkType",
            "baseUrl",
            "includeNotifications",
            "importMediaFiles",
            "ifInvalid",
            IDEMPOTENCY_PROPERTY,
        ]);
        Self {
            name: text(node, "name"),
            limetype: node.require("limetype").and_then(|limetype| limetype.text()).unwrap_or_default().to_owned(),
            topic: shape::topics(node).into_iter().map(str::to_owned).collect(),
            default: boolean(node, "default"),
            relation_company: text(node, "relationCompany"),
            relation_coworker: text(node, "relationCoworker"),
            relation_history: text(node, "relationHistory"),
            relation_conversation: text(node, "relationConversation"),
            relation_document: text(node, "relationDocument"),
            person_relation: node.get("personRelation").map(|rules| RelationRules::read(&rules)),
            coworker_relation: node.get("coworkerRelation").map(|rules| RelationRules::read(&rules)),
            phone_country: node.get("phoneCountry").and_then(|code| calling_code(&code)),
            properties: properties(node),
            idempotency_property: text(node, IDEMPOTENCY_PROPERTY),
            history: ObjectRules::read(node.get("history"), &["limetype", "properties", IDEMPOTENCY_PROPERTY]),
            conversation: ObjectRules::read(node.get("conversation"), &["limetype", "properties"]),
            document: ObjectRules::read(node.get("document"), &["limetype", "properties"]),
            transcript: node.get("transcript").map(|options| TranscriptOptions::read(&options)).unwrap_or_default(),
            link_type: node.get("linkType").map(|link_type| LinkType::read(&link_type)).unwrap_or_default(),
            base_url: text(node, "baseUrl"),
            include_notifications: boolean(node, "includeNotifications"),
            import_media_files: boolean(node, "importMediaFiles"),
            if_invalid: one_of(node, "ifInvalid", &IF_INVALID),
        }
    }
}

impl LinkType {
    fn read(node: &Node<'_, '_>) -> Self {
        match node.text() {
            Some(text) if text.eq_ignore_ascii_case("Web client") => Self::WebClient,
            Some(text) if text.eq_ignore_ascii_case("Desktop client") => Self::DesktopClient,
            Some(_) => {
                expect_words(node, &["Web client", "Desktop client"]);
                Self::default()
            }
            None => Self::default(),
        }
    }
}

impl RelationRules {
    fn read(node: &Node<'_, '_>) -> Self {
        let shape = shape::relation(node);
        let rules: Vec<_> = shape.rules.iter().flat_map(Node::items).collect();
        let setting = |key| shape.settings.as_ref().and_then(|settings| text(settings, key));
        Self {
            relation: setting("relation"),
            limetype: setting("limetype"),
            rules: rules.iter().filter_map(LookupRule::read).collect(),
            inactive_properties: shape
                .settings
                .as_ref()
                .and_then(|settings| settings.get("inactiveProperties"))
                .map(|names| names.one_or_more().iter().filter_map(Node::text).map(str::to_owned).collect()),
            pointer: node.pointer.clone(),
        }
    }
}

impl LookupRule {
    fn read(node: &Node<'_, '_>) -> Option<Self> {
        node.report_unknown_members(&["identificationKey", "propertyIdentifier", "matchBy"]);
        let key = node.require("identificationKey").and_then(|key| parse(&key, ProblemCode::InvalidPath));
        let property = node.require("propertyIdentifier").and_then(|property| property.text());
        Some(Self {
            identification_key: key?,
            property_identifier: property?.to_owned(),
            match_by: node.get("matchBy").and_then(|name| match_by(&name)),
            pointer: node.pointer.clone(),
        })
    }
}

fn match_by(node: &Node<'_, '_>) -> Option<MatchBy> {
    let text = node.text()?;
    let found = MatchBy::ALL.iter().find(|(name, _)| *name == text).map(|(_, match_by)| *match_by);
    if found.is_none() {
        expect_words(node, &MatchBy::ALL.map(|(name, _)| name));
    }
    found
}

/// A calling code such as `46`, also with `+` or `00`, also as a number.
fn calling_code(node: &Node<'_, '_>) -> Option<String> {
    let text = node.value.scalar_text()?;
    let code = text.trim().trim_start_matches(['+', '0']);
    if !(1..=3).contains(&code.len()) || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        node.error(ProblemCode::WrongValue, texts::wrong_value_calling_code());
        return None;
    }
    Some(code.to_owned())
}

impl ObjectRules {
    #[inline(never)]
    fn read(node: Option<Node<'_, '_>>, keys: &[&str]) -> Self {
        let Some(node) = node else { return Self::default() };
        node.report_unknown_members(keys);
        Self {
            limetype: text(&node, "limetype"),
            properties: properties(&node),
            idempotency_property: text(&node, IDEMPOTENCY_PROPERTY),
        }
    }
}

impl TranscriptOptions {
    pub(super) fn read(node: &Node<'_, '_>) -> Self {
        node.report_unknown_members(&["timeZone", "timeFormat", "contactName", "include", "roles"]);
        Self {
            time_zone: parsed(node, "timeZone", ProblemCode::UnknownTimeZone).unwrap_or_default(),
            time_format: parsed(node, "timeFormat", ProblemCode::InvalidTimeFormat).unwrap_or_default(),
            contact_name: text(node, "contactName"),
            include: node.get("include").map_or(TranscriptOptions::default().include, |parts| {
                parts.one_or_more().iter().filter_map(|part| choice(part, &PARTS)).collect()
            }),
            roles: one_of(node, "roles", &ROLES).unwrap_or_default(),
        }
    }
}

#[inline(never)]
fn properties(owner: &Node<'_, '_>) -> Vec<PropertyRule> {
    shape::properties(owner).iter().map(|(property, node)| PropertyRule::read(property, node)).collect()
}

impl PropertyRule {
    #[inline(never)]
    fn read(property: &str, node: &Node<'_, '_>) -> Self {
        let default_value = node.get("defaultValue");
        if let Some(default) = &default_value
            && default.is_object()
        {
            let (expected, found) = (texts::a_scalar_or_list(), texts::an_object());
            default.error(ProblemCode::WrongType, texts::wrong_type_found(&expected, &found));
        }
        let rule = Self {
            property: property.to_owned(),
            userlike_key: node
                .get("userlikeKey")
                .iter()
                .flat_map(Node::one_or_more)
                .filter_map(|key| parse(&key, ProblemCode::InvalidPath))
                .collect(),
            template: parsed(node, "template", ProblemCode::InvalidTemplate),
            map: node
                .get("map")
                .iter()
                .flat_map(Node::members)
                .map(|(from, to)| (from.to_owned(), to.value.clone().into_owned()))
                .collect(),
            default_value: default_value.map(|default| default.value.clone().into_owned()),
            each: parsed(node, "each", ProblemCode::InvalidPath),
            join: node.get("join").and_then(|join| join.any_text().map(str::to_owned)),
            if_invalid: one_of(node, "ifInvalid", &IF_INVALID),
            when_empty: one_of(node, "whenEmpty", &WHEN_EMPTY).unwrap_or_default(),
            pointer: node.pointer.clone(),
        };
        let given = ["userlikeKey", "template", "defaultValue"].iter().any(|key| node.value.get(key).is_some());
        if node.is_object() && !given {
            node.error(ProblemCode::NoSource, texts::no_source(property));
        }
        if let Some(each) = node.get("each").filter(|_| node.value.get("userlikeKey").is_none()) {
            each.warning(ProblemCode::KeyWithoutEffect, texts::each_without_effect());
        }
        rule
    }
}
