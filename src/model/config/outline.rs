//! The outline of a configuration for editors and lists: every accepted shape in one form, with JSON pointers.
//!
//! Texts are kept as they were written, also when they are not valid: the problems say what is wrong with them.

use std::borrow::Cow;

use serde::Serialize;

use super::{Config, TranscriptOptions, TranscriptPart, shape};
use crate::json::value::Value;
use crate::model::document::read_document;
use crate::model::problem::{Node, Problem, ProblemDocument, Problems};

/// The instances of a configuration and its problems.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConfigOutline {
    /// The instances, in the order of the configuration. Entries that are not objects are left out.
    pub instances: Vec<InstanceOutline>,
    /// Problems of the configuration by itself. Metadata is not considered.
    pub problems: Vec<Problem>,
}

/// One instance of a configuration. Keys without a value of the expected kind are null.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct InstanceOutline {
    /// Position in `instances`, counted from 0.
    pub index: usize,
    /// JSON pointer to the instance.
    pub pointer: String,
    /// The name, or the limetype when there is no name. Empty when there is neither.
    pub display_name: String,
    /// `name`
    pub name: Option<String>,
    /// `limetype`
    pub limetype: Option<String>,
    /// `topic`, as a list.
    pub topics: Vec<String>,
    /// `default`
    pub default: Option<bool>,
    /// `linkType`
    pub link_type: Option<String>,
    /// `baseUrl`
    pub base_url: Option<String>,
    /// `relationCompany`
    pub relation_company: Option<String>,
    /// `relationCoworker`
    pub relation_coworker: Option<String>,
    /// `relationHistory`
    pub relation_history: Option<String>,
    /// `relationConversation`
    pub relation_conversation: Option<String>,
    /// `relationDocument`
    pub relation_document: Option<String>,
    /// `includeNotifications`
    pub include_notifications: Option<bool>,
    /// `importMediaFiles`
    pub import_media_files: Option<bool>,
    /// `ifInvalid`
    pub if_invalid: Option<String>,
    /// `transcript`
    pub transcript: TranscriptOutline,
    /// `personRelation`
    pub person_relation: Option<RelationOutline>,
    /// `coworkerRelation`
    pub coworker_relation: Option<RelationOutline>,
    /// `phoneCountry`
    pub phone_country: Option<String>,
    /// `properties`, of the limeobject.
    pub limeobject: ObjectOutline,
    /// `history`
    pub history: ObjectOutline,
    /// `conversation`
    pub conversation: ObjectOutline,
    /// `document`
    pub document: ObjectOutline,
}

/// The key `transcript` of an instance.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TranscriptOutline {
    /// `timeZone`
    pub time_zone: Option<String>,
    /// `timeFormat`
    pub time_format: Option<String>,
    /// `contactName`
    pub contact_name: Option<String>,
    /// `include`, as a list.
    pub include: Vec<String>,
    /// The parts that the history note has: those of `include` or, without it, messages and bots; and notifications where
    /// `includeNotifications` says so.
    pub parts: Vec<TranscriptPart>,
    /// `roles`
    pub roles: Option<String>,
}

/// How an object is looked up in Lime CRM.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RelationOutline {
    /// JSON pointer to the value of `personRelation` or `coworkerRelation`.
    pub pointer: String,
    /// JSON pointer to the list of rules: the same where the value is the list.
    pub rules_pointer: String,
    /// `relation`
    pub relation: Option<String>,
    /// `limetype`
    pub limetype: Option<String>,
    /// `inactiveProperties`, as a list.
    pub inactive_properties: Option<Vec<String>>,
    /// The rules, in order.
    pub rules: Vec<LookupOutline>,
}

/// A lookup rule. Keys without a text are empty.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LookupOutline {
    /// JSON pointer to the rule.
    pub pointer: String,
    /// `identificationKey`
    pub identification_key: String,
    /// `propertyIdentifier`
    pub property_identifier: String,
    /// `matchBy`
    pub match_by: Option<String>,
}

/// What is configured for one kind of object.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ObjectOutline {
    /// JSON pointer to `properties`, whether or not the configuration has it.
    pub properties_pointer: String,
    /// `limetype` of the history note, the ulconversation or the documents; null for the limeobject.
    pub limetype: Option<String>,
    /// `idempotencyProperty`
    pub idempotency_property: Option<String>,
    /// The property rules, in the order of the configuration.
    pub properties: Vec<RuleOutline>,
}

/// A property rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RuleOutline {
    /// Name of the property.
    pub property: String,
    /// JSON pointer to the rule.
    pub pointer: String,
    /// `userlikeKey`, as a list.
    pub userlike_keys: Vec<String>,
    /// `each`
    pub each: Option<String>,
    /// `join`
    pub join: Option<String>,
    /// `template`
    pub template: Option<String>,
    /// `map`
    pub map: Vec<MapEntry>,
    /// `defaultValue`; null when there is none.
    #[cfg_attr(feature = "schema", schemars(with = "serde_json::Value"))]
    pub default_value: Value<'static>,
    /// `ifInvalid`
    pub if_invalid: Option<String>,
    /// `whenEmpty`
    pub when_empty: Option<String>,
}

/// An entry of a rule's `map`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MapEntry {
    /// The payload's value.
    pub from: String,
    /// The value that replaces it.
    #[cfg_attr(feature = "schema", schemars(with = "serde_json::Value"))]
    pub to: Value<'static>,
}

/// Returns the outline of a configuration (JSON text).
///
/// ```
/// use userlike_limeobject::instances;
///
/// let outline = instances(br#"{ "instances": [ { "limetype": "helpdesk", "topic": "support" } ] }"#);
/// assert_eq!(outline.instances[0].display_name, "helpdesk");
/// assert_eq!(outline.instances[0].topics, ["support"]);
/// assert!(outline.problems.is_empty());
/// ```
pub fn instances(config: &[u8]) -> ConfigOutline {
    let problems = Problems::of(ProblemDocument::Config);
    let instances = read_document(config, &problems, |value, problems| {
        Config::read(value, problems);
        // The problems of the shapes are in there already.
        outline(value, &Problems::of(ProblemDocument::Config))
    });
    ConfigOutline { instances: instances.unwrap_or_default(), problems: problems.into_vec() }
}

fn outline(value: &Value<'_>, problems: &Problems) -> Vec<InstanceOutline> {
    let instances = Node::root(value, problems).get("instances");
    let items = instances.filter(Node::is_list).map(|instances| instances.items()).unwrap_or_default();
    items.iter().enumerate().filter(|(_, node)| node.is_object()).map(|(index, node)| instance(index, node)).collect()
}

#[inline(never)]
fn text(node: &Node<'_, '_>, key: &str) -> Option<String> {
    node.value.get(key)?.as_text().map(str::to_owned)
}

#[inline(never)]
fn boolean(node: &Node<'_, '_>, key: &str) -> Option<bool> {
    match node.value.get(key) {
        Some(Value::Bool(value)) => Some(*value),
        _ => None,
    }
}

fn instance(index: usize, node: &Node<'_, '_>) -> InstanceOutline {
    let text = |key| text(node, key);
    let (name, limetype) = (text("name"), text("limetype"));
    let transcript = |key| node.get("transcript").and_then(|transcript| self::text(&transcript, key));
    let include = node.get("transcript").and_then(|transcript| transcript.get("include"));
    let options = node.get("transcript").map(|options| TranscriptOptions::read(&options)).unwrap_or_default();
    let mut parts = options.include;
    if boolean(node, "includeNotifications") == Some(true) && !parts.contains(&TranscriptPart::Notifications) {
        parts.push(TranscriptPart::Notifications);
    }
    let display_name = [&name, &limetype].into_iter().flatten().map(|name| name.trim()).find(|name| !name.is_empty());
    InstanceOutline {
        index,
        pointer: node.pointer.clone(),
        display_name: display_name.unwrap_or_default().to_owned(),
        topics: shape::topics(node).into_iter().map(str::to_owned).collect(),
        default: boolean(node, "default"),
        link_type: text("linkType"),
        base_url: text("baseUrl"),
        relation_company: text("relationCompany"),
        relation_coworker: text("relationCoworker"),
        relation_history: text("relationHistory"),
        relation_conversation: text("relationConversation"),
        relation_document: text("relationDocument"),
        include_notifications: boolean(node, "includeNotifications"),
        import_media_files: boolean(node, "importMediaFiles"),
        if_invalid: text("ifInvalid"),
        transcript: TranscriptOutline {
            time_zone: transcript("timeZone"),
            time_format: transcript("timeFormat"),
            contact_name: transcript("contactName"),
            include: include
                .iter()
                .flat_map(Node::one_or_more)
                .filter_map(|part| part.value.as_text())
                .map(str::to_owned)
                .collect(),
            parts,
            roles: transcript("roles"),
        },
        person_relation: node.get("personRelation").and_then(|node| relation(&node)),
        coworker_relation: node.get("coworkerRelation").and_then(|node| relation(&node)),
        phone_country: node.value.get("phoneCountry").and_then(Value::scalar_text).map(Cow::into_owned),
        limeobject: ObjectOutline { limetype: None, ..object(Some(node), &node.pointer) },
        history: object(node.get("history").as_ref(), &format!("{}/history", node.pointer)),
        conversation: object(node.get("conversation").as_ref(), &format!("{}/conversation", node.pointer)),
        document: object(node.get("document").as_ref(), &format!("{}/document", node.pointer)),
        name,
        limetype,
    }
}

#[inline(never)]
fn relation(node: &Node<'_, '_>) -> Option<RelationOutline> {
    if !node.is_list() && !node.is_object() {
        return None;
    }
    let shape = shape::relation(node);
    let setting = |key| shape.settings.as_ref().and_then(|settings| text(settings, key));
    let rule = |rule: Node<'_, '_>| LookupOutline {
        identification_key: text(&rule, "identificationKey").unwrap_or_default(),
        property_identifier: text(&rule, "propertyIdentifier").unwrap_or_default(),
        match_by: text(&rule, "matchBy"),
        pointer: rule.pointer,
    };
    Some(RelationOutline {
        pointer: node.pointer.clone(),
        rules_pointer: if node.is_list() { node.pointer.clone() } else { format!("{}/rules", node.pointer) },
        relation: setting("relation"),
        limetype: setting("limetype"),
        inactive_properties: shape.settings.as_ref().and_then(|settings| settings.get("inactiveProperties")).map(
            |names| names.one_or_more().iter().filter_map(|name| name.value.as_text()).map(str::to_owned).collect(),
        ),
        rules: shape.rules.iter().flat_map(Node::items).map(rule).collect(),
    })
}

#[inline(never)]
fn object(node: Option<&Node<'_, '_>>, pointer: &str) -> ObjectOutline {
    ObjectOutline {
        properties_pointer: format!("{pointer}/properties"),
        limetype: node.and_then(|node| text(node, "limetype")),
        idempotency_property: node.and_then(|node| text(node, "idempotencyProperty")),
        properties: node.into_iter().flat_map(shape::properties).map(|(name, node)| rule(name, &node)).collect(),
    }
}

#[inline(never)]
fn rule(property: &str, node: &Node<'_, '_>) -> RuleOutline {
    let keys = node.get("userlikeKey");
    let keys = keys.iter().flat_map(Node::one_or_more).filter_map(|key| key.value.as_text());
    let map = node.get("map");
    RuleOutline {
        property: property.to_owned(),
        pointer: node.pointer.clone(),
        userlike_keys: keys.map(str::to_owned).collect(),
        each: text(node, "each"),
        join: text(node, "join"),
        template: text(node, "template"),
        map: map
            .iter()
            .flat_map(Node::members)
            .map(|(from, to)| MapEntry { from: from.to_owned(), to: to.value.clone().into_owned() })
            .collect(),
        default_value: node.value.get("defaultValue").cloned().map_or(Value::Null, Value::into_owned),
        if_invalid: text(node, "ifInvalid"),
        when_empty: text(node, "whenEmpty"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(json: &str) -> Vec<RuleOutline> {
        instances(json.as_bytes()).instances.remove(0).limeobject.properties
    }

    #[test]
    fn both_shapes_of_properties_give_the_same_rules_at_their_own_pointers() {
        let by_name =
            rules(r#"{"instances":[{"limetype":"h","properties":{"t/x":{"userlikeKey":"a","map":{"1":2}}}}]}"#);
        let listed = rules(
            r#"{"instances":[{"limetype":"h","properties":[{"property":"t/x","userlikeKey":["a"],"map":{"1":2}}]}]}"#,
        );
        assert_eq!(by_name[0].pointer, "/instances/0/properties/t~1x");
        assert_eq!(listed[0].pointer, "/instances/0/properties/0");
        assert_eq!(RuleOutline { pointer: by_name[0].pointer.clone(), ..listed[0].clone() }, by_name[0]);
        assert_eq!(by_name[0].map, [MapEntry { from: "1".into(), to: Value::Integer(2) }]);
    }

    #[test]
    fn both_shapes_of_a_relation_give_the_same_rules_at_their_own_pointers() {
        let relation = |json: &str| {
            let text = format!(r#"{{"instances":[{{"limetype":"h","personRelation":{json}}}]}}"#);
            instances(text.as_bytes()).instances.remove(0).person_relation
        };
        let bare = relation(r#"[{"identificationKey":"a..","propertyIdentifier":"p"}]"#).unwrap();
        let full =
            relation(r#"{"limetype":"x","rules":[{"identificationKey":"a..","propertyIdentifier":"p"}]}"#).unwrap();
        assert_eq!((bare.rules_pointer, bare.limetype), ("/instances/0/personRelation".into(), None));
        assert_eq!((full.rules_pointer, full.limetype), ("/instances/0/personRelation/rules".into(), Some("x".into())));
        assert_eq!(full.rules[0].pointer, "/instances/0/personRelation/rules/0");
        assert_eq!(bare.rules[0].identification_key, "a..");
        assert_eq!(relation("3"), None);
    }

    #[test]
    fn the_parts_of_the_note_are_those_that_the_mapping_includes() {
        for (json, parts) in [
            ("", r#"["messages","bots"]"#),
            (r#","includeNotifications":true"#, r#"["messages","bots","notifications"]"#),
            (r#","includeNotifications":true,"transcript":{"include":"NOTIFICATIONS"}"#, r#"["notifications"]"#),
            (r#","transcript":{"include":["commands","x",7]}"#, r#"["commands"]"#),
            (r#","transcript":{"include":[]}"#, "[]"),
        ] {
            let outline = instances(format!(r#"{{"instances":[{{"limetype":"h"{json}}}]}}"#).as_bytes());
            assert_eq!(serde_json::to_string(&outline.instances[0].transcript.parts).unwrap(), parts, "{json}");
        }
    }

    #[test]
    fn an_unreadable_configuration_has_problems_and_no_instances() {
        for (json, code) in [("{", "cut-off"), ("[]", "wrong-type"), (r#"{"instances":3}"#, "wrong-type")] {
            let outline = instances(json.as_bytes());
            assert_eq!(outline.instances, []);
            assert_eq!(outline.problems.first().map(|problem| problem.code.as_str()), Some(code), "{json}");
        }
    }
}
