//! Lookups of person, company and coworker.

use std::borrow::Cow;

use super::Writer;
use crate::mapping::coerce::{Coerced, coerce};
use crate::mapping::plan::LookupPlan;
use crate::model::finding::{Finding, FindingCode, finding};
use crate::model::limetypes::Property;
use crate::model::role::Role;
use crate::preview::Lookup;

impl<'a> Writer<'_, '_, 'a> {
    pub(super) fn look_up_all(&mut self, lookups: &mut Vec<Lookup<'a>>) {
        let plan = self.plan;
        if let Some(person) = &plan.person {
            self.look_up(Role::Person, person, lookups);
            if lookups.is_empty() {
                let message =
                    "The payload has no value to look up the person by. No person and no company will be connected.";
                self.findings.push(Finding {
                    object: Some(Role::Person),
                    config: Some(person.config.as_str().into()),
                    ..finding(FindingCode::PersonUnknown, message)
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
            let matches = rule.identification_key.find(self.root());
            let mut rejected = None;
            let value = matches.iter().find(|hit| !hit.value.is_empty()).and_then(|hit| {
                match coerce(property.as_ref(), hit.value, self.zone()) {
                    Ok(Coerced { value, .. }) => value.map(|value| (hit.pointer.clone(), value)),
                    Err(diagnostic) => {
                        rejected = Some((hit.pointer.clone(), diagnostic));
                        None
                    }
                }
            });
            let label = || property.as_ref().map_or_else(|| rule.property_identifier.clone(), Property::label_and_name);
            let skipped = |reason: String, source: Option<Cow<'a, str>>| Finding {
                object: Some(role),
                property: Some(rule.property_identifier.as_str().into()),
                source,
                config: Some(rule.pointer.as_str().into()),
                ..finding(
                    FindingCode::RuleSkipped,
                    format!("The {} is not looked up by {}: {reason}", lookup.limetype, label()),
                )
            };
            match (value, rejected) {
                (Some((source, value)), _) => lookups.push(Lookup::ByProperty {
                    role,
                    limetype: lookup.limetype.as_str().into(),
                    property: rule.property_identifier.as_str().into(),
                    value,
                    source,
                    config: rule.pointer.as_str().into(),
                }),
                (None, Some((source, diagnostic))) => self.findings.push(skipped(diagnostic.message, Some(source))),
                (None, None) => {
                    let key = &rule.identification_key;
                    self.findings.push(skipped(format!("{key} is missing."), key.pointer()));
                }
            }
        }
    }
}
