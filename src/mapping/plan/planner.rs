//! The plan of one instance.

use super::object::{DOCUMENT, HISTORY, ULCONVERSATION};
use super::{CompanyPlan, LookupPlan, LookupRulePlan, Plan};
use crate::model::config::{IfInvalid, Instance, RelationRules};
use crate::model::limetypes::{Limetype, Limetypes, Property};
use crate::model::match_by::MatchBy;
use crate::model::problem::{ProblemCode, Problems};
use crate::model::property_names::{CONVERSATION_ID, INACTIVE_PROPERTIES};
use crate::model::role::Role;
use crate::text::fold::folded;
use crate::text::message::nearest;
use crate::text::said::Labeled;
use crate::text::texts;
use crate::text::zone::Zone;

pub(super) struct Planner<'p> {
    pub(super) limetypes: &'p Limetypes,
    pub(super) problems: &'p Problems,
    /// JSON pointer to the instance.
    pub(super) pointer: String,
    /// The instance's time zone.
    pub(super) zone: Zone,
    /// The instance's `ifInvalid`.
    pub(super) if_invalid: Option<IfInvalid>,
}

impl Planner<'_> {
    #[inline(never)]
    pub(super) fn at(&self, key: &str) -> String {
        format!("{}/{key}", self.pointer)
    }

    pub(super) fn plan(&self, mut instance: Instance) -> Plan {
        let limetype = self.main_limetype(&instance);
        let person = instance.person_relation.take();
        let coworker = instance.coworker_relation.take();
        let person_lookup = person.as_ref().map(|rules| self.lookup(rules, "person"));
        let coworker_lookup = coworker.as_ref().map(|rules| self.lookup(rules, "coworker"));
        self.check_use_of_rules(&instance, person.is_some(), coworker.is_some());

        let mut limeobject =
            self.object(Role::Limeobject, &instance.limetype, std::mem::take(&mut instance.properties), &[]);
        self.identify(&mut limeobject, instance.idempotency_property.take(), "idempotencyProperty");
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
            let limetype = rules.limetype.clone().unwrap_or_else(|| self.conversation_limetype().to_owned());
            self.object(Role::Ulconversation, &limetype, rules.properties, &ULCONVERSATION)
        });
        if let (Some(name), Some(other)) = (instance.relation_conversation.as_deref(), &mut ulconversation) {
            self.relate_ulconversation(limetype, name, &mut limeobject, other);
        }
        let history = instance.relation_history.clone().map(|name| {
            let mut rules = std::mem::take(&mut instance.history);
            let key = rules.idempotency_property.take();
            let mut note = self.attached(
                Role::History,
                &name,
                "relationHistory",
                "history",
                rules,
                limetype,
                &limeobject,
                &HISTORY,
            );
            self.identify(&mut note, key, "history/idempotencyProperty");
            note
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
                ProblemCode::KeyWithoutEffect,
                self.at("importMediaFiles"),
                texts::files_without_effect(),
            );
        }

        let objects = [Some(&limeobject), ulconversation.as_ref(), history.as_ref(), document.as_ref()];
        let unchecked = objects.into_iter().flatten().map(|object| &object.limetype);
        let mut unchecked: Vec<_> = unchecked.filter(|name| self.limetypes.get(name).is_none()).cloned().collect();
        unchecked.dedup();
        let company = instance.relation_company.as_ref().and(person_lookup.as_ref()).map(|person| CompanyPlan {
            property: self.relation_back(&person.limetype, "company").unwrap_or_else(|| "company".to_owned()),
        });
        Plan {
            topics: instance.topic.iter().map(|topic| folded(topic).into_owned()).collect(),
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

    /// The limetype of conversations where the configuration names none: Lime's own pages call it by both names.
    fn conversation_limetype(&self) -> &'static str {
        let is_of_conversations =
            |name| self.limetypes.get(name).is_some_and(|limetype| limetype.property(CONVERSATION_ID).is_some());
        if self.limetypes.get("ulconversation").is_none() && is_of_conversations("conversation") {
            "conversation"
        } else {
            "ulconversation"
        }
    }

    fn check_use_of_rules(&self, instance: &Instance, person: bool, coworker: bool) {
        if instance.relation_company.is_some() && !person {
            self.problems.warning(
                ProblemCode::KeyWithoutEffect,
                self.at("relationCompany"),
                texts::company_without_effect(),
            );
        }
        if instance.relation_coworker.is_some() && !coworker {
            self.problems.warning(
                ProblemCode::KeyWithoutEffect,
                self.at("relationCoworker"),
                texts::coworker_without_effect(),
            );
        }
    }

    /// Metadata of the instance's limetype. When there is metadata, it must have the limetype.
    fn main_limetype(&self, instance: &Instance) -> Option<&Limetype> {
        let limetype = self.limetypes.get(&instance.limetype);
        if limetype.is_none() && !self.limetypes.is_empty() && !instance.limetype.is_empty() {
            let said = match nearest(&instance.limetype, self.limetypes.names()) {
                Some(near) => texts::unknown_limetype_near(&instance.limetype, near),
                None => {
                    let known = self.limetypes.names().take(20).collect::<Vec<_>>().join(", ");
                    texts::unknown_limetype_known(&instance.limetype, &known)
                }
            };
            self.problems.error(ProblemCode::UnknownLimetype, self.at("limetype"), said);
        }
        limetype
    }

    /// A limetype with its label, for messages.
    #[inline(never)]
    pub(super) fn labeled(&self, limetype: &str) -> Labeled {
        self.limetypes.get(limetype).map_or_else(|| Labeled::new(None, limetype), Limetype::labeled)
    }

    /// The property of a limetype. When there is metadata, its absence is an error.
    #[inline(never)]
    pub(super) fn property<'l>(
        &self,
        limetype: Option<&'l Limetype>,
        name: &str,
        pointer: &str,
    ) -> Option<&'l Property> {
        let limetype = limetype?;
        let found = limetype.property(name);
        if found.is_none() {
            let names = limetype.properties.iter().map(|property| property.name.as_str());
            let known =
                if self.problems.is_full(ProblemCode::UnknownProperty, pointer) { None } else { nearest(name, names) };
            let said = match known {
                Some(near) => texts::unknown_property_near(&limetype.labeled(), name, near),
                None => texts::unknown_property(&limetype.labeled(), name),
            };
            self.problems.error(ProblemCode::UnknownProperty, pointer, said);
        }
        found
    }

    #[inline(never)]
    fn lookup(&self, rules: &RelationRules, default_limetype: &str) -> LookupPlan {
        let limetype = rules.limetype.clone().unwrap_or_else(|| default_limetype.to_owned());
        let known = self.limetypes.get(&limetype);
        let limetype_label = self.labeled(&limetype);
        let rules_with_properties = rules.rules.iter().map(|rule| {
            let pointer = format!("{}/propertyIdentifier", rule.pointer);
            let property = self.property(known, &rule.property_identifier, &pointer).cloned();
            let label =
                property.as_ref().map_or_else(|| Labeled::new(None, &rule.property_identifier), Property::labeled);
            if property.as_ref().is_some_and(|property| property.kind.is_far_end()) {
                self.problems.error(ProblemCode::NotSearchable, pointer, texts::not_searchable(&label));
            }
            let usual = MatchBy::usual(&rule.property_identifier, property.as_ref());
            if usual.is_none() && rule.match_by.is_some() {
                self.problems.warning(
                    ProblemCode::KeyWithoutEffect,
                    format!("{}/matchBy", rule.pointer),
                    texts::match_by_without_effect(),
                );
            }
            LookupRulePlan {
                match_by: usual.map(|usual| rule.match_by.unwrap_or(usual)),
                missing: texts::rule_skipped_missing(&limetype_label, &label, rule.identification_key.as_str()),
                label,
                rule: rule.clone(),
                property,
            }
        });
        LookupPlan {
            rules: rules_with_properties.collect(),
            inactive_properties: self.inactive_properties(rules, known),
            limetype,
            label: limetype_label,
            config: rules.pointer.clone(),
        }
    }

    /// The properties of a limetype that mark an object as inactive. Without metadata none: Lime CRM rejects a query for a
    /// property that it does not have.
    #[inline(never)]
    fn inactive_properties(&self, rules: &RelationRules, limetype: Option<&Limetype>) -> Vec<String> {
        let Some(limetype) = limetype else { return Vec::new() };
        match &rules.inactive_properties {
            Some(names) => {
                let pointer = format!("{}/inactiveProperties", rules.pointer);
                let known = names.iter().filter(|name| self.property(Some(limetype), name, &pointer).is_some());
                known.cloned().collect()
            }
            None => {
                let usual = INACTIVE_PROPERTIES.into_iter();
                usual.filter(|name| limetype.property(name).is_some()).map(str::to_owned).collect()
            }
        }
    }
}
