//! The accepted shapes of a configuration, where there are several.

use crate::model::problem::{Node, ProblemCode};
use crate::text::positions::Positions;
use crate::text::texts;

/// Keys of a property rule.
const RULE_KEYS: [&str; 8] =
    ["userlikeKey", "each", "join", "template", "map", "defaultValue", "ifInvalid", "whenEmpty"];

/// How a relation is looked up: `{ "relation", "limetype", "rules": [...] }`, or the list of rules alone.
pub(super) struct RelationShape<'v, 'p> {
    /// The object that can have `relation` and `limetype`.
    pub(super) settings: Option<Node<'v, 'p>>,
    /// The list of rules.
    pub(super) rules: Option<Node<'v, 'p>>,
}

pub(super) fn relation<'v, 'p>(node: &Node<'v, 'p>) -> RelationShape<'v, 'p> {
    if node.is_list() {
        return RelationShape { settings: None, rules: Some(node.clone()) };
    }
    node.report_unknown_members(&["relation", "limetype", "rules", "inactiveProperties"]);
    RelationShape { rules: node.require("rules"), settings: Some(node.clone()) }
}

/// The rules at `properties`, by property: an object of rules, or a list of rules with the key `property`.
pub(super) fn properties<'v, 'p>(owner: &Node<'v, 'p>) -> Vec<(&'v str, Node<'v, 'p>)> {
    let Some(properties) = owner.get("properties") else { return Vec::new() };
    if !properties.is_list() {
        let members = properties.members();
        members.iter().for_each(|(_, rule)| rule.report_unknown_members(&RULE_KEYS));
        return members;
    }
    let mut rules: Vec<(&str, Node<'_, '_>)> = Vec::new();
    let mut positions = Positions::new();
    for rule in properties.items() {
        rule.report_unknown_members(&[&["property"], &RULE_KEYS[..]].concat());
        let Some(property) = rule.require("property").and_then(|property| property.text()) else { continue };
        let is_at = |at: usize| rules.get(at).is_some_and(|(known, _)| *known == property);
        if positions.find(property.as_bytes(), rules.len(), is_at).is_some() {
            rule.error(ProblemCode::PropertyTwice, texts::property_twice(property));
        }
        rules.push((property, rule));
        positions.add(rules.len(), &|at| rules.get(at).map_or(&[], |(known, _)| known.as_bytes()));
    }
    rules
}

/// The topics of an instance: one text or a list of texts.
pub(super) fn topics<'v>(instance: &Node<'v, '_>) -> Vec<&'v str> {
    instance.get("topic").iter().flat_map(Node::one_or_more).filter_map(|topic| topic.text()).collect()
}
