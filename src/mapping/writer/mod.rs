//! One conversation, written by the plan of its instance: lookups, objects with sources, findings.

mod documents;
mod lookups;
mod note;
mod rule;
mod sources;

use std::borrow::Cow;

use crate::json::path::Path;
use crate::json::value::Value;
use crate::mapping::coerce::{Coerced, Coercion, CoercionCode, Diagnostic, coerce};
use crate::mapping::plan::{ObjectPlan, Plan, RulePlan};
use crate::model::config::IfInvalid;
use crate::model::conversation::Conversation;
use crate::model::finding::{Finding, FindingCode, Severity, finding};
use crate::model::findings::Findings;
use crate::model::limetypes::Property;
use crate::model::media::MediaHosts;
use crate::model::property_names::{
    CONTACT_ID, CONVERSATION_ID, CONVERSATION_LINK, FIRST_MESSAGE_TIME, NOTE, STARTED_TIME,
};
use crate::model::role::Role;
use crate::preview::{Fields, Limeobject, Lookup, PropertyValue, ValueSource};
use crate::text::said::Labeled;
use crate::text::texts;
use crate::text::zone::Zone;
use rule::Gap;

/// A value for a property, before its coercion, with its sources.
struct Candidate<'c, 'a> {
    value: Cow<'c, Value<'a>>,
    sources: Vec<ValueSource<'a>>,
}

/// A value after its coercion, with its sources.
struct Attempt<'a> {
    coercion: Coercion<'a>,
    sources: Vec<ValueSource<'a>>,
}

impl<'a> Attempt<'a> {
    fn has_value(&self) -> bool {
        self.coercion.as_ref().is_ok_and(|coerced| coerced.value.is_some())
    }

    /// Why the value, or a part of it, cannot be used.
    fn refusal(&self) -> Option<&Diagnostic> {
        match &self.coercion {
            Ok(coerced) => coerced.diagnostics.iter().find(|diagnostic| diagnostic.code.is_unusable()),
            Err(diagnostic) => Some(diagnostic),
        }
    }

    /// Why the value, or a part of it, cannot be used.
    fn into_refusal(self) -> Option<Diagnostic> {
        match self.coercion {
            Ok(coerced) => coerced.diagnostics.into_iter().find(|diagnostic| diagnostic.code.is_unusable()),
            Err(diagnostic) => Some(diagnostic),
        }
    }

    /// How much is to be said when there is no value: an unsafe link more than another one.
    fn weight(&self) -> usize {
        self.refusal().map_or(0, |refusal| if refusal.code == CoercionCode::LinkUnsafe { 2 } else { 1 })
    }

    /// Pointer to the value, if it is one of the payload.
    fn source(&self) -> Option<Cow<'a, str>> {
        self.sources.iter().find_map(|source| match source {
            ValueSource::Payload { payload, .. } => Some(payload.clone()),
            ValueSource::Constant { .. } => None,
        })
    }
}

/// Writes one conversation by one plan.
pub(crate) struct Writer<'w, 'v, 'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) conversation: &'w Conversation<'v, 'a>,
    pub(crate) id: Option<i64>,
    /// Size of the payload in bytes.
    pub(crate) payload_size: usize,
    /// Set where the size of the payload limits what is written.
    pub(crate) is_limited: &'w mut bool,
    pub(crate) media_hosts: &'w MediaHosts,
    pub(crate) findings: &'w mut Findings<'a>,
}

impl<'v, 'a> Writer<'_, 'v, 'a> {
    pub(crate) fn write(mut self, lookups: &mut Vec<Lookup<'a>>, objects: &mut Vec<Limeobject<'a>>) {
        let plan = self.plan;
        if !plan.unchecked.is_empty() {
            self.findings.push(finding(FindingCode::NotChecked, texts::not_checked(&plan.unchecked.join(", "))));
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
        objects.reserve(object_plans.len());
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
        let count = plan.built_in.len() + plan.rules.len();
        let mut object = Limeobject {
            role: plan.role,
            limetype: plan.limetype.as_str().into(),
            values: Fields::with_capacity(count),
            relations: Fields::with_capacity(plan.relations.len()),
            sources: Fields::with_capacity(count),
            cleared: Fields::new(),
            idempotency_property: plan.idempotency_property.as_deref().map(Into::into),
            file: None,
        };
        if !plan.allowed {
            let said = texts::not_allowed_limetype(&plan.label);
            self.findings.push(Finding { object: Some(plan.role), ..finding(FindingCode::NotAllowed, said) });
        }
        for property in &plan.built_in {
            self.built_in(property, &mut object);
        }
        for rule in &plan.rules {
            self.apply_rule(rule, &mut object);
        }
        // The key of a history note is that of the send, which the delivery knows.
        if let (Role::Limeobject, Some(name), Some(id)) = (plan.role, &plan.idempotency_property, self.id) {
            object.values.set(name.as_str(), PropertyValue::Text(id.to_string().into()));
            let source = ValueSource::Payload { payload: "/id".into(), config: None, more: None };
            object.sources.set(name.as_str(), vec![source]);
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
        // Those that follow are about other properties.
        let count = self.findings.iter().count();
        for property in &plan.required {
            let has_value = match object.values.get(&property.name) {
                Some(PropertyValue::Text(text)) => !text.trim().is_empty(),
                Some(PropertyValue::Set(options)) => !options.is_empty(),
                Some(PropertyValue::Null) | None => object.relations.get(&property.name).is_some(),
                Some(_) => true,
            };
            let has_error = || {
                self.findings.iter().take(count).any(|finding| {
                    finding.severity == Severity::Error
                        && finding.object == Some(plan.role)
                        && finding.property.as_deref() == Some(property.name.as_str())
                })
            };
            if has_value || has_error() {
                continue;
            }
            let rule = plan.rules.iter().find(|rule| rule.rule.property == property.name);
            let (code, said) = match property.own_default().filter(|_| object.values.get(&property.name).is_none()) {
                Some(default) => {
                    (FindingCode::FilledByLimeCrm, texts::filled_by_lime_crm(&property.labeled(), &default))
                }
                None => (FindingCode::RequiredMissing, texts::required_missing(&property.labeled(), &plan.label)),
            };
            self.findings.push(Finding {
                object: Some(plan.role),
                property: Some(property.name.as_str().into()),
                config: rule.map(|rule| rule.rule.pointer.as_str().into()),
                ..finding(code, said)
            });
        }
    }

    /// Says that a path has another value as well, at a key that looks the same. `found` is the pointer to the one that was taken.
    fn report_rival(&mut self, path: &Path, found: &str, role: Role, property: &'a str, config: &'a str) {
        // A pointer that is the path's own has exactly its keys.
        let rival = if path.pointer().is_some_and(|exact| *exact == *found) { None } else { path.rival(self.root()) };
        let Some(rival) = rival else { return };
        self.findings.push(Finding {
            object: Some(role),
            property: Some(property.into()),
            source: Some(rival.into()),
            config: Some(config.into()),
            ..finding(FindingCode::PayloadShape, texts::payload_shape_rival(path.as_str()))
        });
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
                .map(|(id, base)| ("/id".into(), Value::Text(Cow::Owned([base, &id.to_string()].concat())))),
            CONTACT_ID => {
                let mut id = None;
                if let Some(ids) = root.get("contact").and_then(|contact| contact.get("id")) {
                    ids.for_each_leaf(&mut |leaf| id = id.take().or_else(|| leaf.scalar_text()));
                }
                id.map(|id| ("/contact/id".into(), Value::Text(id)))
            }
            STARTED_TIME => at("/created_at", root.get("created_at")),
            FIRST_MESSAGE_TIME => at("/contact_first_message_sent_at", root.get("contact_first_message_sent_at")),
            NOTE => return self.note(property, object),
            _ => None,
        };
        let Some((pointer, value)) = value else { return };
        self.store_value(property, &value, pointer, object);
    }

    /// Stores a value that has no rule.
    fn store_value(
        &mut self,
        property: &'a Property,
        value: &Value<'a>,
        pointer: Cow<'a, str>,
        object: &mut Limeobject<'a>,
    ) {
        let sources = vec![ValueSource::Payload { payload: pointer, config: None, more: None }];
        let coercion = coerce(Some(property), value, self.zone());
        self.store(Some(property), &property.name, Attempt { coercion, sources }, None, object);
    }

    /// Stores a value in the object, with a finding for each change. A value that cannot be used leaves the property to the
    /// default of its rule, unless `ifInvalid` refuses it.
    fn store(
        &mut self,
        property: Option<&Property>,
        name: &'a str,
        attempt: Attempt<'a>,
        rule: Option<&'a RulePlan>,
        object: &mut Limeobject<'a>,
    ) {
        let source = attempt.source();
        let Attempt { coercion, sources } = attempt;
        let is_unusable = coercion.is_err();
        let Coerced { mut value, diagnostics } =
            coercion.unwrap_or_else(|diagnostic| Coerced { value: None, diagnostics: vec![diagnostic] });
        if let (Some(rule), None, []) = (rule, &value, diagnostics.as_slice()) {
            return self.no_value(rule, Gap { at: source, emptied_by: None }, object);
        }
        let if_invalid = rule.map_or(self.plan.instance.if_invalid, |rule| rule.if_invalid);
        let refuses = |code: CoercionCode| {
            (is_unusable || code.is_unusable())
                && if_invalid.map_or(code == CoercionCode::LinkUnsafe, |if_invalid| if_invalid == IfInvalid::Refuse)
        };
        let is_refused = diagnostics.iter().any(|diagnostic| refuses(diagnostic.code));
        let default =
            rule.filter(|_| value.is_none() && !is_refused).and_then(|rule| Some((rule, rule.default.as_ref()?)));
        let mut outcome = match (&value, default) {
            _ if is_refused || diagnostics.is_empty() => None,
            (Some(_), _) => Some(texts::left_out()),
            (None, default) => {
                let label = property.map_or_else(|| Labeled::new(None, name), Property::labeled);
                Some(match default {
                    Some(_) => texts::default_instead(&label),
                    None => texts::stays_empty(&label),
                })
            }
        };
        let is_left_out = value.is_some();
        for Diagnostic { code, mut said } in diagnostics {
            let mut severity = FindingCode::from(code).severity();
            if is_unusable || code.is_unusable() {
                severity = if refuses(code) { Severity::Error } else { Severity::Warning };
                // What is left out is said of each part, what is written instead once.
                let outcome = if is_left_out { outcome.clone() } else { outcome.take() };
                if let Some(outcome) = outcome {
                    said = said.then(&outcome);
                }
            }
            self.findings.push(Finding {
                severity,
                object: Some(object.role),
                property: Some(name.into()),
                source: source.clone(),
                config: rule.map(|rule| rule.rule.pointer.as_str().into()),
                ..finding(code.into(), said)
            });
        }
        if is_refused {
            value = None;
        }
        if let Some(value) = value {
            object.values.set(name, value);
            object.sources.set(name, sources);
        } else if let Some((rule, default)) = default {
            object.values.set(name, default.clone());
            object.sources.set(name, vec![rule.default_source()]);
        }
    }
}
