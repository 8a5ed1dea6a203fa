//! The plan of one object: its rules and the properties that are written without a rule.

use super::planner::Planner;
use super::{ObjectPlan, RulePlan};
use crate::json::path::{Path, PathStep};
use crate::json::value::Value;
use crate::mapping::coerce::{CoercionCode, Diagnostic, coerce};
use crate::model::config::{PropertyRule, WhenEmpty};
use crate::model::finding::{FindingCode, Severity};
use crate::model::limetypes::{Acl, Limetype, Property, PropertyType};
use crate::model::limits::MIN_KEY_LENGTH;
use crate::model::problem::ProblemCode;
use crate::model::property_names::{
    CONTACT_ID, CONVERSATION_ID, CONVERSATION_LINK, FIRST_MESSAGE_TIME, MESSAGE_ID, NOTE, STARTED_TIME,
};
use crate::model::role::Role;
use crate::preview::PropertyValue;
use crate::text::said::Labeled;
use crate::text::texts;

/// Properties that are written without a rule: name, type and length where there is no metadata.
pub(super) const ULCONVERSATION: [(&str, PropertyType, usize); 5] = [
    (CONVERSATION_ID, PropertyType::Integer, 0),
    (CONVERSATION_LINK, PropertyType::Link, 512),
    (CONTACT_ID, PropertyType::String, 256),
    (STARTED_TIME, PropertyType::Time, 0),
    (FIRST_MESSAGE_TIME, PropertyType::Time, 0),
];
pub(super) const HISTORY: [(&str, PropertyType, usize); 1] = [(NOTE, PropertyType::Text, 0)];
pub(super) const DOCUMENT: [(&str, PropertyType, usize); 1] = [(MESSAGE_ID, PropertyType::String, 256)];

impl Planner<'_> {
    #[inline(never)]
    pub(super) fn object(
        &self,
        role: Role,
        limetype: &str,
        rules: Vec<PropertyRule>,
        built_in: &[(&str, PropertyType, usize)],
    ) -> ObjectPlan {
        let known = self.limetypes.get(limetype);
        let rules: Vec<_> = rules.into_iter().map(|rule| self.rule(role, known, rule)).collect();
        let configured = |name: &str| rules.iter().any(|rule| rule.rule.property == name);
        let built_in = built_in
            .iter()
            .filter(|(name, ..)| !configured(name))
            .filter_map(|(name, kind, length)| match known {
                Some(limetype) => {
                    let found = limetype.property(name);
                    if found.is_none() {
                        self.problems.warning(
                            ProblemCode::UnknownProperty,
                            self.pointer.clone(),
                            texts::unknown_property_built_in(&limetype.labeled(), name),
                        );
                    }
                    found.cloned()
                }
                None => Some(Property {
                    name: (*name).to_owned(),
                    localname: None,
                    kind: *kind,
                    required: false,
                    length: *length,
                    options: Vec::new(),
                    related_type: None,
                    default_value: None,
                    acl: Acl::default(),
                }),
            })
            .collect();
        ObjectPlan {
            role,
            limetype: limetype.to_owned(),
            label: known.map_or_else(|| Labeled::new(None, limetype), Limetype::labeled),
            allowed: known.is_none_or(|limetype| allowed(role, limetype.acl)),
            rules,
            built_in,
            relations: Vec::new(),
            idempotency_property: None,
            file_property: known
                .and_then(|limetype| limetype.properties.iter().find(|property| property.kind == PropertyType::File))
                .map_or("document", |property| &property.name)
                .to_owned(),
            required: known
                .into_iter()
                .flat_map(|limetype| &limetype.properties)
                .filter(|property| property.required && !property.kind.is_far_end())
                .cloned()
                .collect(),
        }
    }

    /// Adds the property whose value identifies the object. It has no other value.
    #[inline(never)]
    pub(super) fn identify(&self, object: &mut ObjectPlan, name: Option<String>, key: &str) {
        let Some(name) = name else { return };
        let known = self.limetypes.get(&object.limetype);
        let property = self.property(known, &name, &self.at(key));
        let is_written = object.rules.iter().any(|rule| rule.rule.property == name)
            || object.built_in.iter().any(|property| property.name == name);
        if is_written || property.is_some_and(|property| !property.can_identify()) {
            let said = texts::wrong_value_identity(MIN_KEY_LENGTH, &name);
            self.problems.error(ProblemCode::WrongValue, self.at(key), said);
        }
        object.required.retain(|required| required.name != name);
        object.idempotency_property = Some(name);
    }

    #[inline(never)]
    fn rule(&self, role: Role, limetype: Option<&Limetype>, rule: PropertyRule) -> RulePlan {
        let property = self.property(limetype, &rule.property, &rule.pointer).cloned();
        if let Some(property) = property.as_ref().filter(|property| property.kind.is_far_end()) {
            self.problems.error(
                ProblemCode::RelationToMany,
                rule.pointer.clone(),
                texts::relation_to_many(&property.labeled(), property.kind.as_str()),
            );
        }
        let default_pointer = format!("{}/defaultValue", rule.pointer);
        let default = rule
            .default_value
            .as_ref()
            .filter(|value| !value.is_empty())
            .and_then(|value| self.default_value(property.as_ref(), value, &default_pointer));
        let plan = RulePlan {
            allowed: property.as_ref().is_none_or(|property| allowed(role, property.acl)),
            keys: keys(&rule),
            template_pointer: format!("{}/template", rule.pointer),
            map_pointer: format!("{}/map", rule.pointer),
            if_invalid: rule.if_invalid.or(self.if_invalid),
            clears: self.clears(role, property.as_ref(), &rule),
            default_pointer,
            default,
            property,
            rule,
            missing: texts::no_value(),
        };
        RulePlan { missing: plan.without_value(role, &plan.missing_paths()), ..plan }
    }

    /// What clears the property of an existing limeobject. The other objects are new, or stay as they are.
    fn clears(&self, role: Role, property: Option<&Property>, rule: &PropertyRule) -> Option<PropertyValue<'static>> {
        if rule.when_empty == WhenEmpty::Keep {
            return None;
        }
        let has_effect = |property: &&Property| {
            role == Role::Limeobject
                && !property.required
                && !property.kind.is_far_end()
                && rule.default_value.as_ref().is_none_or(Value::is_empty)
        };
        let Some(property) = property.filter(has_effect) else {
            self.problems.warning(
                ProblemCode::KeyWithoutEffect,
                format!("{}/whenEmpty", rule.pointer),
                texts::clear_without_effect(),
            );
            return None;
        };
        Some(match property.kind {
            kind if kind.is_text() => PropertyValue::Text("".into()),
            PropertyType::Set => PropertyValue::Set(Vec::new()),
            _ => PropertyValue::Null,
        })
    }

    /// Coerces a default value, which is the same for every conversation.
    fn default_value(
        &self,
        property: Option<&Property>,
        value: &Value<'static>,
        pointer: &str,
    ) -> Option<PropertyValue<'static>> {
        let coerced = match property {
            Some(property) if property.kind.is_far_end() => return None,
            _ => coerce(property, value, &self.zone),
        };
        match coerced {
            Ok(coerced) => {
                for Diagnostic { code, said } in coerced.diagnostics {
                    if code.is_unusable() {
                        self.problems.error(code.into(), pointer, said);
                    } else if FindingCode::from(code).severity() == Severity::Warning {
                        self.problems.warning(code.into(), pointer, said);
                    }
                }
                coerced.value
            }
            // A default of these kinds was written before the limits were known: the configuration stays usable.
            Err(Diagnostic { code: code @ (CoercionCode::ServerLimit | CoercionCode::TextTooLong), said }) => {
                self.problems.warning(code.into(), pointer, said.then(&texts::default_unused()));
                None
            }
            Err(Diagnostic { code, said }) => {
                self.problems.error(code.into(), pointer, said);
                None
            }
        }
    }
}

/// The paths of a rule, in the order in which they are tried, with the pointers to their texts. `each` leads from each item
/// of a list, or from a single object, to a value; items that are no objects are values themselves.
fn keys(rule: &PropertyRule) -> Vec<(Path, String)> {
    let mut keys = Vec::new();
    for (index, key) in rule.userlike_key.iter().enumerate() {
        let pointer = match rule.userlike_key.len() {
            1 => format!("{}/userlikeKey", rule.pointer),
            _ => format!("{}/userlikeKey/{index}", rule.pointer),
        };
        if let Some(each) = &rule.each {
            let every = [key.steps(), &[PathStep::Every], each.steps()].concat();
            let single = [key.steps(), each.steps()].concat();
            let paths = [every, single].into_iter().filter_map(|steps| Path::from_steps(steps).ok());
            keys.extend(paths.map(|path| (path, pointer.clone())));
        }
        keys.push((key.clone(), pointer));
    }
    keys
}

/// Whether an object or property can be written. A later send changes all roles but history notes and documents.
fn allowed(role: Role, acl: Acl) -> bool {
    acl.create && (acl.update || matches!(role, Role::History | Role::Document))
}
