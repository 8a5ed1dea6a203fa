//! Lookups of person, company and coworker.

use std::borrow::Cow;

use super::Writer;
use crate::json::path::PathMatch;
use crate::json::pointer::join;
use crate::json::value::{Value, shown};
use crate::mapping::coerce::{Diagnostic, coerce};
use crate::mapping::plan::{LookupPlan, LookupRulePlan};
use crate::model::finding::{Finding, FindingCode, Severity, finding, finding_of};
use crate::model::role::Role;
use crate::preview::{Lookup, MatchBy, PropertyValue};
use crate::text::fold::is_same;
use crate::text::invisible::is_invisible;
use crate::text::said::Said;
use crate::text::texts;

impl<'a> Writer<'_, '_, 'a> {
    pub(super) fn look_up_all(&mut self, lookups: &mut Vec<Lookup<'a>>) {
        let plan = self.plan;
        if let Some(person) = &plan.person {
            self.look_up(Role::Person, person, lookups);
            if lookups.is_empty() {
                self.findings.push(Finding {
                    object: Some(Role::Person),
                    config: Some(person.config.as_str().into()),
                    ..finding(FindingCode::PersonUnknown, texts::person_unknown())
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
        for plan in &lookup.rules {
            let rule = &plan.rule;
            let statement = |source: Option<Cow<'a, str>>, finding: Finding<'a>| Finding {
                object: Some(role),
                property: Some(rule.property_identifier.as_str().into()),
                source,
                config: Some(rule.pointer.as_str().into()),
                ..finding
            };
            let mut reason = None;
            let found = values(rule.identification_key.find(self.root())).find_map(|(pointer, value)| {
                let sought = self.sought(plan, value);
                sought
                    .map_err(|why| reason.get_or_insert((why, Some(pointer.clone()))))
                    .ok()
                    .map(|sought| (pointer, sought))
            });
            if let Some((source, _)) = &found {
                let (property, config) = (rule.property_identifier.as_str(), rule.pointer.as_str());
                self.report_rival(&rule.identification_key, source, role, property, config);
            }
            let Some((source, sought)) = found else {
                let (skipped, source) = match reason {
                    Some((why, source)) => {
                        let said = texts::rule_skipped_unusable(&lookup.label, &plan.label, &why);
                        (finding(FindingCode::RuleSkipped, said), source)
                    }
                    None => (finding_of(FindingCode::RuleSkipped, &plan.missing), rule.identification_key.pointer()),
                };
                self.findings.push(statement(source, skipped));
                continue;
            };
            if let Some((why, at)) = reason {
                self.findings.push(statement(at, finding(FindingCode::RuleSkipped, texts::rule_skipped_next(&why))));
            }
            for remark in sought.remarks {
                self.findings.push(statement(Some(source.clone()), remark));
            }
            lookups.push(Lookup::ByProperty {
                role,
                limetype: lookup.limetype.as_str().into(),
                property: rule.property_identifier.as_str().into(),
                value: sought.value,
                other_forms: sought.other_forms,
                match_by: sought.match_by,
                phone_country: self
                    .plan
                    .instance
                    .phone_country
                    .as_deref()
                    .filter(|_| sought.match_by == Some(MatchBy::Phone))
                    .map(Cow::Borrowed),
                inactive_properties: lookup.inactive_properties.iter().map(|name| name.as_str().into()).collect(),
                source,
                config: rule.pointer.as_str().into(),
            });
        }
    }

    /// What is looked up for a value; an error with the reason when it cannot identify an object.
    fn sought(&self, plan: &LookupRulePlan, value: &Value<'a>) -> Result<Sought<'a>, Said> {
        // Without metadata the payload's type decides whether texts are compared.
        let is_text = plan.property.is_some() || matches!(value, Value::Text(_));
        let Some(match_by) = plan.match_by.filter(|_| is_text) else {
            let coerced = coerce(plan.property.as_ref(), value, self.zone()).map_err(|diagnostic| diagnostic.said)?;
            let value = coerced.value.ok_or_else(texts::no_value)?;
            let remarks = coerced.diagnostics.into_iter().map(|Diagnostic { code, said }| {
                let remark = finding(code.into(), said);
                Finding { severity: remark.severity.max(Severity::Warning), ..remark }
            });
            return Ok(Sought { value, other_forms: Vec::new(), match_by: None, remarks: remarks.collect() });
        };
        let Some(text) = value.scalar_text() else {
            return Err(texts::identifies_nobody(&shown(value)));
        };
        let country = self.plan.instance.phone_country.as_deref();
        let mut forms = match_by.forms(&text, country)?;
        let length = plan.property.as_ref().map_or(0, |property| property.length);
        forms.retain(|form| length == 0 || form.encode_utf16().count() <= length);
        if forms.is_empty() {
            return Err(texts::longer_than_property(&text, length));
        }
        let mut forms = forms.into_iter().map(|form| PropertyValue::Text(form.into()));
        let value = forms.next().unwrap_or(PropertyValue::Null);
        let remarks = remark(&text, &value).into_iter().collect();
        Ok(Sought { value, other_forms: forms.collect(), match_by: Some(match_by), remarks })
    }
}

/// What is looked up.
struct Sought<'a> {
    value: PropertyValue<'a>,
    other_forms: Vec<PropertyValue<'a>>,
    match_by: Option<MatchBy>,
    remarks: Vec<Finding<'a>>,
}

/// The values that a path matched, with those in lists.
fn values<'v, 'a>(matches: Vec<PathMatch<'a, 'v, 'a>>) -> impl Iterator<Item = (Cow<'a, str>, &'v Value<'a>)> {
    let values = matches.into_iter().flat_map(|PathMatch { pointer, value }| {
        let items = value.as_list().map(|items| items.iter().enumerate());
        let whole = if items.is_none() { Some((pointer.clone(), value)) } else { None };
        let in_list = items.into_iter().flatten();
        whole.into_iter().chain(in_list.map(move |(index, item)| (join(&pointer, &index.to_string()).into(), item)))
    });
    values.filter(|(_, value)| !value.is_empty())
}

/// Says how the value that is looked up differs from the payload's.
fn remark<'a>(text: &str, value: &PropertyValue<'a>) -> Option<Finding<'a>> {
    let PropertyValue::Text(form) = value else { return None };
    if text == form {
        return None;
    }
    let remark = if text.contains(is_invisible) {
        finding(FindingCode::TextCleaned, texts::text_cleaned_lookup(form))
    } else if !is_same(text, form) {
        finding(FindingCode::ValueConverted, texts::value_converted_lookup(form))
    } else {
        return None;
    };
    Some(Finding { severity: Severity::Info, ..remark })
}
