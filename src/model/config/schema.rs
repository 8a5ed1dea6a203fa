//! Schemas of the accepted shapes.

use super::{LookupRule, PropertyRule, RelationRules};

/// A value that is written as it is.
#[derive(schemars::JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) enum Constant {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Constant>),
}

#[derive(schemars::JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) enum OneOrMore<T> {
    One(T),
    More(Vec<T>),
}

#[derive(schemars::JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) enum RulesShape {
    Full(RelationRules),
    Bare(Vec<LookupRule>),
}

/// A property rule with its property, in a list of rules.
#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) struct NamedPropertyRule {
    /// Code name of the property.
    property: String,
    #[schemars(flatten)]
    rule: PropertyRule,
}

#[derive(schemars::JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) enum PropertiesShape {
    ByName(std::collections::BTreeMap<String, PropertyRule>),
    List(Vec<NamedPropertyRule>),
}
