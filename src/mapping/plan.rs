//! Configuration + metadata -> plans: everything that can be decided before there is a conversation, decided once.
//!
//! A plan has one [`ObjectPlan`] per object that its instance writes. What a conversation must be asked for is gathered
//! in one [`Projection`].

use crate::json::read::Projection;
use crate::json::value::Value;
use crate::mapping::coerce::coerce;
use crate::model::config::{Config, Instance, LookupRule, ObjectRules, PropertyRule, RelationRules};
use crate::model::conversation::{project_identity, project_transcript, project_ulconversation};
use crate::model::finding::Severity;
use crate::model::limetypes::{Acl, Limetype, Limetypes, Property, PropertyType};
use crate::model::problem::Problems;
use crate::model::property_names::{
    CONTACT_ID, CONVERSATION_ID, CONVERSATION_LINK, FIRST_MESSAGE_TIME, MESSAGE_ID, NOTE, STARTED_TIME,
};
use crate::model::role::Role;
use crate::preview::PropertyValue;
use crate::text::message::nearest;
use crate::text::zone::Zone;

/// What becomes of a conversation that an instance takes.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) instance: Instance,
    /// The instance's topics as they are compared.
    pub(crate) topics: Vec<String>,
    pub(crate) person: Option<LookupPlan>,
    pub(crate) company: Option<CompanyPlan>,
    pub(crate) coworker: Option<LookupPlan>,
    pub(crate) ulconversation: Option<ObjectPlan>,
    pub(crate) limeobject: ObjectPlan,
    pub(crate) history: Option<ObjectPlan>,
    pub(crate) document: Option<ObjectPlan>,
    /// Limetypes of these that no metadata tells about.
    pub(crate) unchecked: Vec<String>,
}

/// How an object in Lime CRM is found.
#[derive(Debug)]
pub(crate) struct LookupPlan {
    pub(crate) limetype: String,
    pub(crate) rules: Vec<(LookupRule, Option<Property>)>,
    /// JSON pointer to the rules.
    pub(crate) config: String,
}

/// How the person's company is found.
#[derive(Debug)]
pub(crate) struct CompanyPlan {
    /// The person's relation to it.
    pub(crate) property: String,
}

/// What is written into one object.
#[derive(Debug)]
pub(crate) struct ObjectPlan {
    pub(crate) role: Role,
    pub(crate) limetype: String,
    /// What people call the limetype.
    pub(crate) display_name: String,
    /// False when Lime CRM does not let it be written.
    pub(crate) allowed: bool,
    pub(crate) rules: Vec<RulePlan>,
    /// Values that are always written, by the properties that take them.
    pub(crate) built_in: Vec<Property>,
    /// Relations by property.
    pub(crate) relations: Vec<(String, Role)>,
    /// Properties without which the object can't be created.
    pub(crate) required: Vec<Property>,
    /// The property that takes a document's file.
    pub(crate) file_property: String,
}

/// Where the value of one property comes from.
#[derive(Debug)]
pub(crate) struct RulePlan {
    pub(crate) rule: PropertyRule,
    /// What is known of the property.
    pub(crate) property: Option<Property>,
    /// The value of `defaultValue`.
    pub(crate) default: Option<PropertyValue<'static>>,
    /// False when Lime CRM does not let it be written.
    pub(crate) allowed: bool,
    /// JSON pointers to `userlikeKey` (one for each path), `template`, `map`, `defaultValue`.
    pub(crate) key_pointers: Vec<String>,
    pub(crate) template_pointer: String,
    pub(crate) map_pointer: String,
    pub(crate) default_pointer: String,
}

/// The properties that are always written, with what is known of them without metadata.
const ULCONVERSATION: [(&str, PropertyType, usize); 5] = [
    (CONVERSATION_ID, PropertyType::Integer, 0),
    (CONVERSATION_LINK, PropertyType::Link, 512),
    (CONTACT_ID, PropertyType::String, 256),
    (STARTED_TIME, PropertyType::Time, 0),
    (FIRST_MESSAGE_TIME, PropertyType::Time, 0),
];
const HISTORY: [(&str, PropertyType, usize); 1] = [(NOTE, PropertyType::Text, 0)];
const DOCUMENT: [(&str, PropertyType, usize); 1] = [(MESSAGE_ID, PropertyType::String, 256)];

/// Topics are compared trimmed and without case.
pub(crate) fn comparable(topic: &str) -> String {
    topic.trim().to_lowercase()
}

/// Checks a configuration against metadata and makes a plan of each instance.
pub(crate) fn plans(config: Config, limetypes: &Limetypes, problems: &Problems) -> (Vec<Plan>, Projection) {
    check_instances(&config, problems);
    let mut projection = Projection::default();
    project_identity(&mut projection);
    let plans = config
        .instances
        .into_iter()
        .enumerate()
        .map(|(index, instance)| {
            let zone = instance.transcript.time_zone.clone();
            let planner = Planner { limetypes, problems, pointer: format!("/instances/{index}"), zone };
            planner.plan(instance)
        })
        .collect::<Vec<_>>();
    for plan in &plans {
        plan.add_to_projection(&mut projection);
    }
    (plans, projection)
}

/// One topic belongs to one instance, and so does the default.
fn check_instances(config: &Config, problems: &Problems) {
    let mut seen: Vec<(String, usize)> = Vec::new();
    let mut default = None;
    for (index, instance) in config.instances.iter().enumerate() {
        for topic in &instance.topic {
            let comparable = comparable(topic);
            match seen.iter().find(|(known, _)| *known == comparable) {
                Some((_, other)) if *other != index => problems.error(
                    "topic-twice",
                    format!("/instances/{index}/topic"),
                    format!("The topic \"{topic}\" belongs to /instances/{other} already; one topic belongs to one instance only."),
                ),
                _ => seen.push((comparable, index)),
            }
        }
        let only = config.instances.len() == 1;
        if instance.topic.is_empty() && !instance.default && !only {
            problems.warning(
                "never-chosen",
                format!("/instances/{index}"),
                "No conversation reaches this instance by itself: give it a \"topic\", or \"default\": true.",
            );
        }
        if instance.default {
            match default {
                Some(other) => problems.error(
                    "default-twice",
                    format!("/instances/{index}/default"),
                    format!("/instances/{other} is the default already; only one instance can be."),
                ),
                None => default = Some(index),
            }
        }
    }
}

impl Plan {
    fn add_to_projection(&self, projection: &mut Projection) {
        let objects =
            [Some(&self.limeobject), self.ulconversation.as_ref(), self.history.as_ref(), self.document.as_ref()];
        for rule in objects.into_iter().flatten().flat_map(|object| &object.rules) {
            for path in rule.rule.paths() {
                projection.add(path);
            }
        }
        for (rule, _) in [&self.person, &self.coworker].into_iter().flatten().flat_map(|lookup| &lookup.rules) {
            projection.add(&rule.identification_key);
        }
        if self.history.is_some() || self.document.is_some() {
            project_transcript(projection);
        }
        if self.ulconversation.is_some() {
            project_ulconversation(projection);
        }
    }
}

struct Planner<'p> {
    limetypes: &'p Limetypes,
    problems: &'p Problems,
    /// JSON pointer to the instance.
    pointer: String,
    /// The instance's time zone.
    zone: Zone,
}

impl Planner<'_> {
    fn at(&self, key: &str) -> String {
        format!("{}/{key}", self.pointer)
    }

    fn plan(&self, mut instance: Instance) -> Plan {
        let limetype = self.main_limetype(&instance);
        let person = instance.person_relation.take();
        let coworker = instance.coworker_relation.take();
        let person_lookup = person.as_ref().map(|rules| self.lookup(rules, "person"));
        let coworker_lookup = coworker.as_ref().map(|rules| self.lookup(rules, "coworker"));
        self.check_use_of_rules(&instance, person.is_some(), coworker.is_some());

        let mut limeobject =
            self.object(Role::Limeobject, &instance.limetype, std::mem::take(&mut instance.properties), &[]);
        let mut relation = |role: Role, name: Option<&str>, pointer: String, related: &str| {
            let Some(name) = name else { return };
            if self.relation_fits(limetype, name, pointer, related) {
                limeobject.relations.push((name.to_owned(), role));
            }
        };
        if let (Some(rules), Some(lookup)) = (&person, &person_lookup) {
            let name = rules.relation.as_deref().unwrap_or("person");
            relation(Role::Person, Some(name), rules.pointer.clone(), &lookup.limetype);
        }
        let company = instance.relation_company.as_deref().filter(|_| person_lookup.is_some());
        relation(Role::Company, company, self.at("relationCompany"), "company");
        if let (Some(rules), Some(lookup)) = (&coworker, &coworker_lookup) {
            let name = rules.relation.as_deref().or(instance.relation_coworker.as_deref());
            relation(Role::Coworker, name, self.at("relationCoworker"), &lookup.limetype);
        }

        let mut ulconversation = instance.relation_conversation.as_deref().map(|_| {
            let rules = std::mem::take(&mut instance.conversation);
            let limetype = rules.limetype.clone().unwrap_or_else(|| "ulconversation".to_owned());
            self.object(Role::Ulconversation, &limetype, rules.properties, &ULCONVERSATION)
        });
        if let (Some(name), Some(other)) = (instance.relation_conversation.as_deref(), &mut ulconversation) {
            self.relate_ulconversation(limetype, name, &mut limeobject, other);
        }
        let history = instance.relation_history.clone().map(|name| {
            let rules = std::mem::take(&mut instance.history);
            self.attached(Role::History, &name, "relationHistory", "history", rules, limetype, &limeobject, &HISTORY)
        });
        let wants_documents = instance.import_media_files;
        let document = instance.relation_document.clone().filter(|_| wants_documents).map(|name| {
            let rules = std::mem::take(&mut instance.document);
            self.attached(
                Role::Document,
                &name,
                "relationDocument",
                "document",
                rules,
                limetype,
                &limeobject,
                &DOCUMENT,
            )
        });
        if wants_documents && document.is_none() {
            self.problems.warning(
                "key-without-effect",
                self.at("importMediaFiles"),
                "Media files become documents only where \"relationDocument\" says how they are related.",
            );
        }

        let objects = [Some(&limeobject), ulconversation.as_ref(), history.as_ref(), document.as_ref()];
        let unchecked = objects.into_iter().flatten().map(|object| &object.limetype);
        let mut unchecked: Vec<_> = unchecked.filter(|name| self.limetypes.get(name).is_none()).cloned().collect();
        unchecked.dedup();
        let company = instance.relation_company.as_ref().and(person_lookup.as_ref()).map(|person| CompanyPlan {
            property: self.back(&person.limetype, "company").unwrap_or_else(|| "company".to_owned()),
        });
        Plan {
            topics: instance.topic.iter().map(|topic| comparable(topic)).collect(),
            person: person_lookup,
            company,
            coworker: coworker_lookup,
            ulconversation,
            limeobject,
            history,
            document,
            unchecked,
            instance,
        }
    }

    fn check_use_of_rules(&self, instance: &Instance, person: bool, coworker: bool) {
        if instance.relation_company.is_some() && !person {
            self.problems.warning(
                "key-without-effect",
                self.at("relationCompany"),
                "The company is found through the person, and no \"personRelation\" says how to find that.",
            );
        }
        if instance.relation_coworker.is_some() && !coworker {
            self.problems.warning(
                "key-without-effect",
                self.at("relationCoworker"),
                "No coworker is connected without rules: \"coworkerRelation\": { \"rules\": [ ... ] } says how to find one.",
            );
        }
    }

    /// The metadata of the instance's limetype. Once metadata is given it must know that one.
    fn main_limetype(&self, instance: &Instance) -> Option<&Limetype> {
        let found = self.limetypes.get(&instance.limetype);
        if found.is_none() && !self.limetypes.is_empty() && !instance.limetype.is_empty() {
            let hint = match nearest(&instance.limetype, self.limetypes.names()) {
                Some(near) => format!("Is \"{near}\" meant?"),
                None => format!("It knows: {}.", self.limetypes.names().take(20).collect::<Vec<_>>().join(", ")),
            };
            self.problems.error(
                "unknown-limetype",
                self.at("limetype"),
                format!("Lime CRM has no limetype \"{}\". {hint}", instance.limetype),
            );
        }
        found
    }

    /// The property of a limetype; when the limetype is known and has none of that name, that is an error.
    fn property<'l>(&self, limetype: Option<&'l Limetype>, name: &str, pointer: &str) -> Option<&'l Property> {
        let limetype = limetype?;
        let found = limetype.property(name);
        if found.is_none() {
            let names = limetype.properties.iter().map(|property| property.name.as_str());
            let hint = nearest(name, names).map(|near| format!(" Is \"{near}\" meant?")).unwrap_or_default();
            self.problems.error(
                "unknown-property",
                pointer,
                format!(
                    "The limetype \"{}\" has no property \"{name}\" of a type that is known here.{hint}",
                    limetype.name
                ),
            );
        }
        found
    }

    fn lookup(&self, rules: &RelationRules, usual: &str) -> LookupPlan {
        let limetype = rules.limetype.clone().unwrap_or_else(|| usual.to_owned());
        let known = self.limetypes.get(&limetype);
        let rules_with_properties = rules.rules.iter().map(|rule| {
            let pointer = format!("{}/propertyIdentifier", rule.pointer);
            let property = self.property(known, &rule.property_identifier, &pointer).cloned();
            if property.as_ref().is_some_and(|property| property.kind.is_far_end()) {
                self.problems.error(
                    "not-searchable",
                    pointer,
                    format!(
                        "\"{}\" is a relation; objects are found by a property with a value.",
                        rule.property_identifier
                    ),
                );
            }
            (rule.clone(), property)
        });
        LookupPlan { rules: rules_with_properties.collect(), limetype, config: rules.pointer.clone() }
    }

    /// Whether `name` is a relation from `limetype` that can be written, as far as that is known.
    fn relation_fits(&self, limetype: Option<&Limetype>, name: &str, pointer: String, related: &str) -> bool {
        let Some(limetype) = limetype else { return true };
        let Some(property) = self.property(Some(limetype), name, &pointer) else { return false };
        let message = match property.kind {
            PropertyType::Belongsto => match property.related_type.as_deref() {
                Some(other) if other != related => format!("leads to \"{other}\", not to \"{related}\""),
                _ => return true,
            },
            kind if kind.is_far_end() => {
                format!("is the far end of a relation ({}), which can't be written from this end", kind.as_str())
            }
            kind => format!("is of the type {}, not a relation", kind.as_str()),
        };
        self.problems.error("wrong-relation", pointer, format!("\"{name}\" of \"{}\" {message}.", limetype.name));
        false
    }

    /// The relation is written from the end where it can be.
    fn relate_ulconversation(
        &self,
        limetype: Option<&Limetype>,
        name: &str,
        limeobject: &mut ObjectPlan,
        ulconversation: &mut ObjectPlan,
    ) {
        let pointer = self.at("relationConversation");
        let is_far_end =
            limetype.and_then(|known| known.property(name)).is_some_and(|property| property.kind.is_far_end());
        if is_far_end {
            let known = self.limetypes.get(&ulconversation.limetype);
            match self.back(&ulconversation.limetype, &limeobject.limetype) {
                Some(back) => ulconversation.relations.push((back, Role::Limeobject)),
                None if known.is_none() => {
                    ulconversation.relations.push((limeobject.limetype.clone(), Role::Limeobject))
                }
                None => self.no_way_back(&ulconversation.limetype, &limeobject.limetype, pointer),
            }
        } else if self.relation_fits(limetype, name, pointer, &ulconversation.limetype) {
            limeobject.relations.push((name.to_owned(), Role::Ulconversation));
        }
    }

    fn no_way_back(&self, from: &str, to: &str, pointer: String) {
        self.problems.error(
            "no-way-back",
            pointer,
            format!(
                "The limetype \"{from}\" has no relation of type belongsto to \"{to}\", so the two can't be connected."
            ),
        );
    }

    /// The relation by which objects of `from` belong to one of `to`; of several the one that is called like it.
    fn back(&self, from: &str, to: &str) -> Option<String> {
        let properties = self.limetypes.get(from).into_iter().flat_map(|limetype| &limetype.properties);
        let relations: Vec<_> = properties
            .filter(|property| property.kind == PropertyType::Belongsto && property.related_type.as_deref() == Some(to))
            .collect();
        relations
            .iter()
            .find(|property| property.name == to)
            .or(relations.first())
            .map(|property| property.name.clone())
    }

    /// An object that belongs to the limeobject: a history note, a document.
    #[expect(clippy::too_many_arguments, reason = "one call for each of the two kinds")]
    fn attached(
        &self,
        role: Role,
        relation: &str,
        key: &str,
        usual: &str,
        rules: ObjectRules,
        owner: Option<&Limetype>,
        limeobject: &ObjectPlan,
        built_in: &[(&str, PropertyType, usize)],
    ) -> ObjectPlan {
        let pointer = self.at(key);
        let property = self.property(owner, relation, &pointer);
        if let Some(property) = property.filter(|property| !property.kind.is_far_end()) {
            self.problems.error(
                "wrong-relation",
                pointer.clone(),
                format!(
                    "\"{relation}\" of \"{}\" is of the type {}; a relation to many {usual} objects belongs here.",
                    limeobject.limetype,
                    property.kind.as_str()
                ),
            );
        }
        let limetype = property
            .and_then(|property| property.related_type.clone())
            .or(rules.limetype)
            .unwrap_or_else(|| usual.to_owned());
        let mut object = self.object(role, &limetype, rules.properties, built_in);
        match self.back(&limetype, &limeobject.limetype) {
            Some(back) => object.relations.push((back, Role::Limeobject)),
            None if self.limetypes.get(&limetype).is_none() => {
                object.relations.push((limeobject.limetype.clone(), Role::Limeobject));
            }
            None => self.no_way_back(&limetype, &limeobject.limetype, pointer),
        }
        // Whoever the limeobject is connected to is connected to this one too, where Lime CRM has a relation for it.
        for (name, role) in [("person", Role::Person), ("company", Role::Company), ("coworker", Role::Coworker)] {
            if limeobject.relations.iter().any(|(_, known)| *known == role)
                && let Some(back) = self.back(&limetype, name)
            {
                object.relations.push((back, role));
            }
        }
        object
    }

    fn object(
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
                            "unknown-property",
                            self.pointer.clone(),
                            format!("The limetype \"{}\" has no property \"{name}\"; it is left out.", limetype.name),
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
            display_name: known.map_or(limetype, Limetype::display_name).to_owned(),
            allowed: known.is_none_or(|limetype| allowed(role, limetype.acl)),
            rules,
            built_in,
            relations: Vec::new(),
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

    fn rule(&self, role: Role, limetype: Option<&Limetype>, rule: PropertyRule) -> RulePlan {
        let property = self.property(limetype, &rule.property, &rule.pointer).cloned();
        if let Some(property) = property.as_ref().filter(|property| property.kind.is_far_end()) {
            self.problems.error(
                "relation-to-many",
                rule.pointer.clone(),
                format!(
                    "\"{}\" is the far end of a relation ({}); it is written by the other end's property.",
                    property.name,
                    property.kind.as_str()
                ),
            );
        }
        let default_pointer = format!("{}/defaultValue", rule.pointer);
        let default = rule
            .default_value
            .as_ref()
            .and_then(|value| self.default_value(property.as_ref(), value, &default_pointer));
        let keys = rule.userlike_key.len();
        RulePlan {
            allowed: property.as_ref().is_none_or(|property| allowed(role, property.acl)),
            key_pointers: match keys {
                1 => vec![format!("{}/userlikeKey", rule.pointer)],
                _ => (0..keys).map(|place| format!("{}/userlikeKey/{place}", rule.pointer)).collect(),
            },
            template_pointer: format!("{}/template", rule.pointer),
            map_pointer: format!("{}/map", rule.pointer),
            default_pointer,
            default,
            property,
            rule,
        }
    }

    /// A default is checked now: it is the same for every conversation.
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
                for remark in coerced.remarks.iter().filter(|remark| remark.code.severity() == Severity::Warning) {
                    self.problems.warning(remark.code.as_str(), pointer, remark.message.clone());
                }
                coerced.value
            }
            Err(remark) => {
                self.problems.error(remark.code.as_str(), pointer, remark.message);
                None
            }
        }
    }
}

/// Whether something may be written in this role: what a later send changes must be changeable too.
fn allowed(role: Role, acl: Acl) -> bool {
    acl.create && (acl.update || matches!(role, Role::History | Role::Document))
}
