//! One conversation, written by the plan of its instance: lookups, objects with sources, findings.

use std::borrow::Cow;

use crate::json::pointer::join;
use crate::json::value::Value;
use crate::mapping::coerce::{Coerced, Remark, coerce};
use crate::mapping::note::{file_name, note};
use crate::mapping::plan::{LookupPlan, ObjectPlan, Plan, RulePlan, comparable};
use crate::model::conversation::Conversation;
use crate::model::finding::{Finding, FindingCode, Severity, finding};
use crate::model::limetypes::{Property, PropertyType};
use crate::model::property_names::{
    CONTACT_ID, CONVERSATION_ID, CONVERSATION_LINK, FIRST_MESSAGE_TIME, MESSAGE_ID, NOTE, STARTED_TIME,
};
use crate::preview::{Fields, FileLink, Limeobject, Lookup, PropertyValue, Role, ValueSource};
use crate::text::message::short;
use crate::text::truncate::cut_lines;
use crate::text::zone::Zone;

/// A value on its way into a property, with where it comes from.
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
                "There is no metadata for {}: types, lengths, options and required properties were not checked. Load the limetypes of your Lime CRM.",
                plan.unchecked.join(", ")
            );
            self.findings.push(finding(FindingCode::NotChecked, message));
        }
        self.look_up_all(lookups);
        let found = |role: Role| {
            lookups.iter().any(|lookup| match lookup {
                Lookup::ByProperty { role: known, .. } | Lookup::Through { role: known, .. } => *known == role,
            })
        };
        let roles: Vec<Role> =
            [Role::Person, Role::Company, Role::Coworker].into_iter().filter(|role| found(*role)).collect();
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

    fn look_up_all(&mut self, lookups: &mut Vec<Lookup<'a>>) {
        let plan = self.plan;
        if let Some(person) = &plan.person {
            self.look_up(Role::Person, person, lookups);
            if lookups.is_empty() {
                self.findings.push(Finding {
                    object: Some(Role::Person),
                    config: Some(person.config.as_str().into()),
                    ..finding(
                        FindingCode::PersonUnknown,
                        "The payload has no value by which the person could be found, so no person and no company will be connected.",
                    )
                });
            } else if let Some(company) = &plan.company {
                let property = Cow::Borrowed(company.property.as_str());
                lookups.push(Lookup::Through { role: Role::Company, through: Role::Person, property });
            }
        }
        if let Some(coworker) = &plan.coworker {
            self.look_up(Role::Coworker, coworker, lookups);
        }
    }

    fn look_up(&mut self, role: Role, lookup: &'a LookupPlan, lookups: &mut Vec<Lookup<'a>>) {
        for (rule, property) in &lookup.rules {
            let found = rule.identification_key.find(self.root());
            let mut remarks = Vec::new();
            let value = found.iter().find(|found| !found.value.is_empty()).and_then(|found| {
                match coerce(property.as_ref(), found.value, self.zone()) {
                    Ok(Coerced { value, .. }) => value.map(|value| (found.pointer.clone(), value)),
                    Err(remark) => {
                        remarks.push((found.pointer.clone(), remark));
                        None
                    }
                }
            });
            let skipped = |message: String, source: Option<Cow<'a, str>>| Finding {
                object: Some(role),
                property: Some(rule.property_identifier.as_str().into()),
                source,
                config: Some(rule.pointer.as_str().into()),
                ..finding(FindingCode::RuleSkipped, message)
            };
            match (value, remarks.pop()) {
                (Some((source, value)), _) => lookups.push(Lookup::ByProperty {
                    role,
                    limetype: lookup.limetype.as_str().into(),
                    property: rule.property_identifier.as_str().into(),
                    value,
                    source,
                    config: rule.pointer.as_str().into(),
                }),
                (None, Some((source, remark))) => {
                    let message = format!(
                        "The {} is not looked up by \"{}\": {}",
                        lookup.limetype, rule.property_identifier, remark.message
                    );
                    self.findings.push(skipped(message, Some(source)));
                }
                (None, None) => {
                    let key = &rule.identification_key;
                    let message = format!(
                        "The {} is not looked up by \"{}\", because {key} has no value in this conversation.",
                        lookup.limetype, rule.property_identifier
                    );
                    self.findings.push(skipped(message, key.pointer()));
                }
            }
        }
    }

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
            let message = format!("Lime CRM does not let this user write \"{}\" objects.", plan.display_name);
            self.findings.push(Finding { object: Some(plan.role), ..finding(FindingCode::NotAllowed, message) });
        }
        for property in &plan.built_in {
            self.built_in(property, &mut object);
        }
        for rule in &plan.rules {
            self.by_rule(rule, &mut object);
        }
        for (name, role) in &plan.relations {
            let is_looked_up = matches!(role, Role::Person | Role::Company | Role::Coworker);
            if !is_looked_up || roles.contains(role) {
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
            let refused = || {
                self.findings.iter().any(|finding| {
                    finding.severity == Severity::Error
                        && finding.object == Some(plan.role)
                        && finding.property.as_deref() == Some(property.name.as_str())
                })
            };
            if has_value || refused() {
                continue;
            }
            let rule = plan.rules.iter().find(|rule| rule.rule.property == property.name);
            let message = format!(
                "\"{}\" ({}) is required for a new \"{}\" and has no value. Set a defaultValue for it.",
                property.display_name(),
                property.name,
                plan.display_name
            );
            self.findings.push(Finding {
                object: Some(plan.role),
                property: Some(property.name.as_str().into()),
                config: rule.map(|rule| rule.rule.pointer.as_str().into()),
                ..finding(FindingCode::RequiredMissing, message)
            });
        }
    }

    /// A value that is always written.
    fn built_in(&mut self, property: &'a Property, object: &mut Limeobject<'a>) {
        let root = self.root();
        let at = |pointer: &'static str, value: Option<&Value<'a>>| {
            value.filter(|value| !value.is_empty()).cloned().map(|value| (Cow::Borrowed(pointer), value))
        };
        let found = match property.name.as_str() {
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
        let Some((pointer, value)) = found else { return };
        let sources = vec![ValueSource::Payload { payload: pointer, config: None }];
        self.store(Some(property), &property.name, &Candidate { value: Cow::Owned(value), sources }, None, object);
    }

    fn note(&mut self, property: &'a Property, object: &mut Limeobject<'a>) {
        let instance = &self.plan.instance;
        let mut note = note(self.conversation, &instance.transcript, instance.include_notifications);
        for pointer in note.bad_times {
            let message = "The time of this message can't be read, so the history note shows the message without it.";
            self.findings.push(Finding {
                object: Some(object.role),
                property: Some(NOTE.into()),
                source: Some(pointer.into()),
                ..finding(FindingCode::TimeUnreadable, message)
            });
        }
        if note.text.is_empty() {
            self.findings.push(Finding {
                object: Some(object.role),
                property: Some(NOTE.into()),
                source: Some("/transcript".into()),
                ..finding(FindingCode::NoTranscript, "The conversation has no message, so the history note is empty.")
            });
        } else if let Some((shorter, lost)) = cut_lines(&note.text, property.length) {
            note.text = shorter;
            let message = format!(
                "The transcript is longer than the {} characters of \"{}\": its last {lost} characters were cut.",
                property.length,
                property.display_name()
            );
            self.findings.push(Finding {
                object: Some(object.role),
                property: Some(NOTE.into()),
                source: Some("/transcript".into()),
                ..finding(FindingCode::TextCut, message)
            });
        }
        let value = Cow::Owned(Value::Text(Cow::Owned(note.text)));
        let sources = vec![ValueSource::Payload { payload: "/transcript".into(), config: None }];
        self.store(Some(property), NOTE, &Candidate { value, sources }, None, object);
    }

    fn by_rule(&mut self, rule: &'a RulePlan, object: &mut Limeobject<'a>) {
        let name = rule.rule.property.as_str();
        let config = rule.rule.pointer.as_str();
        if !rule.allowed {
            let message = format!("Lime CRM does not let this user write the property \"{name}\".");
            self.findings.push(Finding {
                object: Some(object.role),
                property: Some(name.into()),
                config: Some(config.into()),
                ..finding(FindingCode::NotAllowed, message)
            });
            return;
        }
        let (candidate, null_at) = self.candidate(rule, object.role);
        if let Some(candidate) = candidate {
            return self.store(rule.property.as_ref(), name, &candidate, Some(config), object);
        }
        let asked = || rule.rule.paths().map(|path| path.as_str()).collect::<Vec<_>>().join(", ");
        let (code, message) = match &rule.default {
            Some(default) => {
                object.values.set(name, default.clone());
                object
                    .sources
                    .set(name, vec![ValueSource::Constant { constant: rule.default_pointer.as_str().into() }]);
                if rule.rule.paths().next().is_none() {
                    return;
                }
                (
                    FindingCode::DefaultUsed,
                    format!("\"{name}\" takes its default, because {} has no value in this conversation.", asked()),
                )
            }
            None => {
                // Lime CRM refuses null for texts, and a cleared one is an empty text.
                if let Some(pointer) = null_at.clone()
                    && rule.property.as_ref().is_some_and(|property| property.kind.is_text())
                {
                    object.values.set(name, PropertyValue::Text("".into()));
                    let config = rule.key_pointers.first().map(|pointer| Cow::Borrowed(pointer.as_str()));
                    object.sources.set(name, vec![ValueSource::Payload { payload: pointer, config }]);
                }
                (
                    FindingCode::ValueMissing,
                    format!("\"{name}\" stays empty, because {} has no value in this conversation.", asked()),
                )
            }
        };
        self.findings.push(Finding {
            object: Some(object.role),
            property: Some(name.into()),
            source: null_at,
            config: Some(config.into()),
            ..finding(code, message)
        });
    }

    /// The value that a rule takes from the payload, and else the place where the payload has an empty one.
    fn candidate(&mut self, rule: &'a RulePlan, role: Role) -> (Option<Candidate<'v, 'a>>, Option<Cow<'a, str>>) {
        let mut empty_at = None;
        for (path, config) in rule.rule.userlike_key.iter().zip(&rule.key_pointers) {
            let mut full = path.find(self.root());
            full.retain(|found| {
                if found.value.is_empty() {
                    empty_at.get_or_insert_with(|| found.pointer.clone());
                }
                !found.value.is_empty()
            });
            let Some(first) = full.first() else { continue };
            let takes_many = rule
                .property
                .as_ref()
                .is_none_or(|property| property.kind.is_text() || property.kind == PropertyType::Set);
            if full.len() > 1 && !takes_many {
                let message = format!(
                    "{path} finds {} values, and \"{}\" takes one: the first was taken.",
                    full.len(),
                    rule.rule.property
                );
                self.findings.push(Finding {
                    object: Some(role),
                    property: Some(rule.rule.property.as_str().into()),
                    source: Some(first.pointer.clone()),
                    config: Some(config.as_str().into()),
                    ..finding(FindingCode::SeveralValues, message)
                });
                full.truncate(1);
            }
            let mut sources: Vec<_> = full
                .iter()
                .map(|found| ValueSource::Payload {
                    payload: found.pointer.clone(),
                    config: Some(config.as_str().into()),
                })
                .collect();
            let mut values: Vec<_> = full.into_iter().map(|found| mapped(rule, found.value, &mut sources)).collect();
            let value = match values.pop() {
                Some(only) if values.is_empty() => only,
                last => Cow::Owned(Value::List(values.into_iter().chain(last).map(Cow::into_owned).collect())),
            };
            if !value.is_empty() {
                return (Some(Candidate { value, sources }), None);
            }
        }
        let Some(template) = &rule.rule.template else { return (None, empty_at) };
        let filled = template.fill(self.root());
        if filled.nothing_found || filled.text.trim().is_empty() {
            return (None, empty_at);
        }
        let mut sources = vec![ValueSource::Constant { constant: rule.template_pointer.as_str().into() }];
        let config = || Some(rule.template_pointer.as_str().into());
        sources.extend(filled.pointers.into_iter().map(|payload| ValueSource::Payload { payload, config: config() }));
        let value = mapped(rule, &Value::Text(Cow::Owned(filled.text)), &mut sources).into_owned();
        (Some(Candidate { value: Cow::Owned(value), sources }), None)
    }

    /// Makes the value one of the property and writes it, or says why not.
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
        let mut say = |Remark { code, message }: Remark| {
            self.findings.push(Finding {
                object: Some(object.role),
                property: Some(name.into()),
                source: source.clone(),
                config: config.map(Cow::Borrowed),
                ..finding(code, message)
            });
        };
        match coerced {
            Ok(Coerced { value, remarks }) => {
                remarks.into_iter().for_each(&mut say);
                if let Some(value) = value {
                    object.values.set(name, value);
                    object.sources.set(name, candidate.sources.clone());
                }
            }
            Err(remark) => say(remark),
        }
    }

    /// One document for each message with media.
    fn documents(&mut self, plan: &'a ObjectPlan, roles: &[Role], objects: &mut Vec<Limeobject<'a>>) {
        let messages: Vec<_> = self.conversation.messages().collect();
        for message in messages {
            let Some(url) = message.url() else { continue };
            let pointer = message.pointer("url");
            let id = message.id();
            let usable = url.starts_with("https://") || url.starts_with("http://");
            let (Some(id), true) = (id, usable) else {
                let why = if usable { "its message has no id" } else { "it is not a link with https" };
                let message = format!("No document is made of {:?}, because {why}.", short(url));
                self.findings.push(Finding {
                    object: Some(Role::Document),
                    source: Some(pointer.into()),
                    ..finding(FindingCode::MediaUnusable, message)
                });
                continue;
            };
            let mut document = self.object(plan, roles);
            if let Some(property) = plan.built_in.iter().find(|property| property.name == MESSAGE_ID) {
                let sources = vec![ValueSource::Payload { payload: message.pointer("id").into(), config: None }];
                let candidate = Candidate { value: Cow::Owned(Value::Text(id)), sources };
                self.store(Some(property), MESSAGE_ID, &candidate, None, &mut document);
            }
            let name = file_name(url);
            document.file = Some(FileLink {
                property: plan.file_property.as_str().into(),
                url: Cow::Owned(url.to_owned()),
                name: if name.is_empty() { "file".into() } else { name.into() },
                source: pointer.into(),
            });
            objects.push(document);
        }
    }
}

/// What a rule's `map` writes for a value; the value itself when it says nothing.
fn mapped<'c, 'a>(rule: &'a RulePlan, value: &'c Value<'a>, sources: &mut Vec<ValueSource<'a>>) -> Cow<'c, Value<'a>> {
    if let Value::List(items) = value
        && !rule.rule.map.is_empty()
    {
        return Cow::Owned(Value::List(items.iter().map(|item| mapped(rule, item, sources).into_owned()).collect()));
    }
    let Some(text) = value.scalar_text() else { return Cow::Borrowed(value) };
    let map = &rule.rule.map;
    let found = map
        .iter()
        .find(|(from, _)| *from == text)
        .or_else(|| map.iter().find(|(from, _)| comparable(from) == comparable(&text)))
        .or_else(|| map.iter().find(|(from, _)| from == "*"));
    match found {
        Some((from, to)) => {
            sources.push(ValueSource::Constant { constant: join(&rule.map_pointer, from).into() });
            Cow::Owned(to.clone())
        }
        None => Cow::Borrowed(value),
    }
}
