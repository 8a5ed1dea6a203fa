//! The value of a property rule.

use std::borrow::Cow;

use super::{Candidate, Writer};
use crate::json::path::Path;
use crate::json::pointer::join;
use crate::json::value::Value;
use crate::mapping::coerce::{holds_many, joined_text};
use crate::mapping::plan::RulePlan;
use crate::model::config::IfInvalid;
use crate::model::finding::{Finding, FindingCode, Severity, finding};
use crate::model::role::Role;
use crate::model::template::Template;
use crate::preview::{Limeobject, ValueSource};
use crate::text::fold::is_same;

impl<'v, 'a> Writer<'_, 'v, 'a> {
    pub(super) fn apply_rule(&mut self, rule: &'a RulePlan, object: &mut Limeobject<'a>) {
        let name = rule.rule.property.as_str();
        let config = rule.rule.pointer.as_str();
        if !rule.allowed {
            let message = format!("Lime CRM does not allow this user to write {}.", rule.label());
            self.findings.push(Finding {
                object: Some(object.role),
                property: Some(name.into()),
                config: Some(config.into()),
                ..finding(FindingCode::NotAllowed, message)
            });
            return;
        }
        let (candidate, empty_at) = self.candidate(rule, object.role);
        if let Some(candidate) = candidate {
            return self.store(rule.property.as_ref(), name, candidate, Some(rule), object);
        }
        self.no_value(rule, empty_at, object);
    }

    /// Writes the default of a rule for which the payload has no value. `empty_at` is the pointer to an empty value.
    pub(super) fn no_value(&mut self, rule: &'a RulePlan, empty_at: Option<Cow<'a, str>>, object: &mut Limeobject<'a>) {
        let name = rule.rule.property.as_str();
        let missing = || {
            let mut paths: Vec<_> = rule.keys.iter().map(|(path, pointer)| (path.as_str(), Some(pointer))).collect();
            // Of the paths that `each` makes of one, the first says most.
            paths.dedup_by_key(|(_, pointer)| *pointer);
            paths.extend(rule.rule.template.iter().flat_map(Template::paths).map(|path| (path.as_str(), None)));
            let verb = if paths.len() == 1 { "is" } else { "are" };
            let paths: Vec<_> = paths.into_iter().map(|(path, _)| path).collect();
            format!("{} {verb} missing", paths.join(", "))
        };
        let has_path = rule.rule.paths().next().is_some();
        let (code, message) = match &rule.default {
            Some(default) => {
                object.values.set(name, default.clone());
                object.sources.set(name, vec![rule.default_source()]);
                (FindingCode::DefaultUsed, format!("{} has its default value: {}.", rule.label(), missing()))
            }
            None => {
                if let Some(empty) = &rule.clears {
                    object.cleared.set(name, empty.clone());
                }
                let existing = match (object.role, &rule.clears) {
                    (Role::Limeobject, Some(_)) => " Where an existing object is overwritten, its value is cleared.",
                    (Role::Limeobject, None) => " An existing object keeps its value.",
                    _ => "",
                };
                (FindingCode::ValueMissing, format!("{} stays empty: {}.{existing}", rule.label(), missing()))
            }
        };
        if !has_path {
            return;
        }
        self.findings.push(Finding {
            object: Some(object.role),
            property: Some(name.into()),
            source: empty_at,
            config: Some(rule.rule.pointer.as_str().into()),
            ..finding(code, message)
        });
    }

    /// Reports the items of a list that have no value at `each`, where `path` found `found` others.
    fn report_items_left_out(&mut self, rule: &'a RulePlan, path: &Path, found: usize, role: Role) {
        let Some(each) = &rule.rule.each else { return };
        // The path of the list itself has all its items.
        let is_below = |key: &&Path| path.steps().len() > key.steps().len() && path.steps().starts_with(key.steps());
        let Some(key) = rule.rule.userlike_key.iter().find(is_below) else { return };
        let lists = key.find(self.root());
        let items =
            lists.iter().filter_map(|hit| hit.value.as_list()).flatten().filter(|item| !item.is_empty()).count();
        if items <= found {
            return;
        }
        let message = format!(
            "{} of the {items} items of {key} have no {each}. {} was written without them.",
            items - found,
            rule.label()
        );
        self.findings.push(Finding {
            severity: Severity::Warning,
            object: Some(role),
            property: Some(rule.rule.property.as_str().into()),
            source: lists.first().map(|hit| hit.pointer.clone()),
            config: Some(rule.rule.pointer.as_str().into()),
            ..finding(FindingCode::ValueMissing, message)
        });
    }

    /// The value that the payload has for a rule; otherwise the pointer to an empty value, if the payload has one.
    fn candidate(&mut self, rule: &'a RulePlan, role: Role) -> (Option<Candidate<'v, 'a>>, Option<Cow<'a, str>>) {
        let mut empty_at = None;
        for (path, config) in &rule.keys {
            let mut matches = path.find(self.root());
            matches.retain(|hit| {
                if hit.value.is_empty() {
                    empty_at.get_or_insert_with(|| hit.pointer.clone());
                }
                !hit.value.is_empty()
            });
            let Some(first) = matches.first() else { continue };
            self.report_items_left_out(rule, path, matches.len(), role);
            let takes_many = rule.property.as_ref().is_none_or(|property| holds_many(property.kind));
            if matches.len() > 1 && !takes_many {
                let message =
                    format!("{path} has {} values and {} holds one. The first was taken.", matches.len(), rule.label());
                self.findings.push(Finding {
                    object: Some(role),
                    property: Some(rule.rule.property.as_str().into()),
                    source: Some(first.pointer.clone()),
                    config: Some(config.as_str().into()),
                    ..finding(FindingCode::SeveralValues, message)
                });
                matches.truncate(1);
            }
            let mut sources: Vec<_> = matches
                .iter()
                .map(|hit| ValueSource::Payload { payload: hit.pointer.clone(), config: Some(config.as_str().into()) })
                .collect();
            let mut values: Vec<_> = matches.into_iter().map(|hit| mapped(rule, hit.value, &mut sources)).collect();
            let value = match values.pop() {
                Some(only) if values.is_empty() => only,
                last => Cow::Owned(Value::List(values.into_iter().chain(last).map(Cow::into_owned).collect())),
            };
            if !value.is_empty() {
                return (Some(Candidate { value, sources }), None);
            }
        }
        let Some(template) = &rule.rule.template else { return (None, empty_at) };
        let rendered = template.render(self.root(), rule.separator());
        for (pointer, value) in rendered.left_out {
            let Err(diagnostic) = joined_text(value, rule.separator()) else { continue };
            let is_refused = rule.if_invalid == Some(IfInvalid::Refuse);
            self.findings.push(Finding {
                severity: if is_refused { Severity::Error } else { Severity::Warning },
                object: Some(role),
                property: Some(rule.rule.property.as_str().into()),
                source: Some(pointer),
                config: Some(rule.template_pointer.as_str().into()),
                ..finding(diagnostic.code.into(), format!("{} It was left out.", diagnostic.message))
            });
        }
        if rendered.is_missing || rendered.text.trim().is_empty() {
            return (None, empty_at);
        }
        let mut sources = vec![ValueSource::Constant { constant: rule.template_pointer.as_str().into() }];
        let config = || Some(rule.template_pointer.as_str().into());
        sources.extend(rendered.pointers.into_iter().map(|payload| ValueSource::Payload { payload, config: config() }));
        let value = mapped(rule, &Value::Text(Cow::Owned(rendered.text)), &mut sources).into_owned();
        if value.is_empty() {
            return (None, empty_at);
        }
        (Some(Candidate { value: Cow::Owned(value), sources }), None)
    }
}

/// The value that a rule's `map` has for a value; the value itself when the map has none.
fn mapped<'c, 'a>(rule: &'a RulePlan, value: &'c Value<'a>, sources: &mut Vec<ValueSource<'a>>) -> Cow<'c, Value<'a>> {
    if let Value::List(items) = value
        && !rule.rule.map.is_empty()
    {
        return Cow::Owned(Value::List(items.iter().map(|item| mapped(rule, item, sources).into_owned()).collect()));
    }
    let Some(text) = value.scalar_text() else { return Cow::Borrowed(value) };
    let map = &rule.rule.map;
    let entry = map
        .iter()
        .find(|(from, _)| *from == text)
        .or_else(|| map.iter().find(|(from, _)| is_same(from, &text)))
        .or_else(|| map.iter().find(|(from, _)| from == "*"));
    match entry {
        Some((from, to)) => {
            sources.push(ValueSource::Constant { constant: join(&rule.map_pointer, from).into() });
            Cow::Owned(to.clone())
        }
        None => Cow::Borrowed(value),
    }
}
