//! One conversation, written by the plan of its instance: lookups, objects with sources, findings.

mod documents;
mod lookups;
mod note;
mod rule;

use std::borrow::Cow;

use crate::json::value::Value;
use crate::mapping::coerce::{Coerced, Diagnostic, coerce};
use crate::mapping::plan::{ObjectPlan, Plan};
use crate::model::conversation::Conversation;
use crate::model::finding::{Finding, FindingCode, Severity, finding};
use crate::model::limetypes::Property;
use crate::model::property_names::{
    CONTACT_ID, CONVERSATION_ID, CONVERSATION_LINK, FIRST_MESSAGE_TIME, NOTE, STARTED_TIME,
};
use crate::model::role::Role;
use crate::preview::{Fields, Limeobject, Lookup, PropertyValue, ValueSource};
use crate::text::zone::Zone;

/// A value for a property, before its coercion, with its sources.
struct Candidate<'c, 'a> {
    value: Cow<'c, Value<'a>>,
    sources: Vec<ValueSource<'a>>,
}

/// Writes one conversation by one plan.
pub(crate) struct Writer<'w, 'v, 'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) conversation: &'w Conversation<'v, 'a>,
    pub(crate) id: Option<i64>,
    pub(crate) findings: &'w mut Vec<Finding<'a>>,
}

impl<'v, 'a> Writer<'_, 'v, 'a> {
    pub(crate) fn write(mut self, lookups: &mut Vec<Lookup<'a>>, objects: &mut Vec<Limeobject<'a>>) {
        let plan = self.plan;
        if !plan.unchecked.is_empty() {
            let message = format!(
                "No metadata for {}: types, lengths, options and required properties were not checked. Load the metadata of your Lime CRM.",
                plan.unchecked.join(", ")
            );
            self.findings.push(finding(FindingCode::NotChecked, message));
        }
        self.look_up_all(lookups);
        let is_looked_up = |role: Role| {
            lookups.iter().any(|lookup| match lookup {
                Lookup::ByProperty { role: known, .. } | Lookup::Through { role: known, .. } => *known == role,
            })
        };
        let roles: Vec<Role> =
            [Role::Person, Role::Company, Role::Coworker].into_iter().filter(|role| is_looked_up(*role)).collect();
        let object_plans = [plan.ulconversation.as_ref(), Some(&plan.limeobject), plan.history.as_ref()];
        for object_plan in object_plans.into_iter().flatten() {
            let object = self.object(object_plan, &roles);
            objects.push(object);
        }
        if let Some(document) = &plan.document {
            self.documents(document, &roles, objects);
        }
    }

    fn zone(&self) -> &'a Zone {
        &self.plan.instance.transcript.time_zone
    }

    fn root(&self) -> &'v Value<'a> {
        self.conversation.root()
    }

    /// `roles` are the roles of the objects that are looked up.
    fn object(&mut self, plan: &'a ObjectPlan, roles: &[Role]) -> Limeobject<'a> {
        let mut object = Limeobject {
            role: plan.role,
            limetype: plan.limetype.as_str().into(),
            values: Fields::new(),
            relations: Fields::new(),
            sources: Fields::new(),
            file: None,
        };
        if !plan.allowed {
            let message = format!("Lime CRM does not allow this user to write objects of the limetype {}.", plan.label);
            self.findings.push(Finding { object: Some(plan.role), ..finding(FindingCode::NotAllowed, message) });
        }
        for property in &plan.built_in {
            self.built_in(property, &mut object);
        }
        for rule in &plan.rules {
            self.apply_rule(rule, &mut object);
        }
        for (name, role) in &plan.relations {
            let needs_lookup = matches!(role, Role::Person | Role::Company | Role::Coworker);
            if !needs_lookup || roles.contains(role) {
                object.relations.set(name.as_str(), *role);
            }
        }
        self.check_required(plan, &object);
        object
    }

    fn check_required(&mut self, plan: &'a ObjectPlan, object: &Limeobject<'a>) {
        for property in &plan.required {
            let has_value = match object.values.get(&property.name) {
                Some(PropertyValue::Text(text)) => !text.trim().is_empty(),
                Some(PropertyValue::Set(options)) => !options.is_empty(),
                Some(PropertyValue::Null) | None => object.relations.get(&property.name).is_some(),
                Some(_) => true,
            };
            let has_error = || {
                self.findings.iter().any(|finding| {
                    finding.severity == Severity::Error
                        && finding.object == Some(plan.role)
                        && finding.property.as_deref() == Some(property.name.as_str())
                })
            };
            if has_value || has_error() {
                continue;
            }
            let rule = plan.rules.iter().find(|rule| rule.rule.property == property.name);
            let message = format!(
                "{} is required for a new object of the limetype {} and has no value. Set a defaultValue.",
                property.label_and_name(),
                plan.label
            );
            self.findings.push(Finding {
                object: Some(plan.role),
                property: Some(property.name.as_str().into()),
                config: rule.map(|rule| rule.rule.pointer.as_str().into()),
                ..finding(FindingCode::RequiredMissing, message)
            });
        }
    }

    /// Writes a property that has no rule.
    fn built_in(&mut self, property: &'a Property, object: &mut Limeobject<'a>) {
        let root = self.root();
        let at = |pointer: &'static str, value: Option<&Value<'a>>| {
            value.filter(|value| !value.is_empty()).cloned().map(|value| (Cow::Borrowed(pointer), value))
        };
        let value = match property.name.as_str() {
            CONVERSATION_ID => self.id.map(|id| ("/id".into(), Value::Integer(id))),
            CONVERSATION_LINK => self
                .id
                .zip(self.plan.instance.base_url.as_deref())
                .map(|(id, base)| ("/id".into(), Value::Text(Cow::Owned(format!("{base}{id}"))))),
            CONTACT_ID => {
                let id = root.get("contact").and_then(|contact| contact.get("id")).and_then(Value::scalar_text);
                id.map(|id| ("/contact/id".into(), Value::Text(id)))
            }
            STARTED_TIME => at("/created_at", root.get("created_at")),
            FIRST_MESSAGE_TIME => at("/contact_first_message_sent_at", root.get("contact_first_message_sent_at")),
            NOTE => return self.note(property, object),
            _ => None,
        };
        let Some((pointer, value)) = value else { return };
        let sources = vec![ValueSource::Payload { payload: pointer, config: None }];
        self.store(Some(property), &property.name, &Candidate { value: Cow::Owned(value), sources }, None, object);
    }

    /// Coerces a value and stores it in the object, with a finding for each change.
    fn store(
        &mut self,
        property: Option<&Property>,
        name: &'a str,
        candidate: &Candidate<'_, 'a>,
        config: Option<&'a str>,
        object: &mut Limeobject<'a>,
    ) {
        let coerced = coerce(property, &candidate.value, self.zone());
        let source = candidate.sources.iter().find_map(|source| match source {
            ValueSource::Payload { payload, .. } => Some(payload.clone()),
            ValueSource::Constant { .. } => None,
        });
        let mut report = |Diagnostic { code, message }: Diagnostic| {
            self.findings.push(Finding {
                object: Some(object.role),
                property: Some(name.into()),
                source: source.clone(),
                config: config.map(Cow::Borrowed),
                ..finding(code.into(), message)
            });
        };
        match coerced {
            Ok(Coerced { value, diagnostics }) => {
                diagnostics.into_iter().for_each(&mut report);
                if let Some(value) = value {
                    object.values.set(name, value);
                    object.sources.set(name, candidate.sources.clone());
                }
            }
            Err(diagnostic) => report(diagnostic),
        }
    }
}
