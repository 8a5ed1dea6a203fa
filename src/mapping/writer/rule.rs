//! The value of a property rule.

use std::borrow::Cow;

use super::sources::{add_constant, add_payload_sources};
use super::{Attempt, Candidate, Writer};
use crate::json::path::{Path, PathMatch};
use crate::json::pointer::join;
use crate::json::value::Value;
use crate::mapping::coerce::{coerce_joined, first_taken, first_usable, holds_many, joined_text};
use crate::mapping::plan::{NoValue, RulePlan};
use crate::model::config::IfInvalid;
use crate::model::finding::{Finding, FindingCode, Severity, finding, finding_of};
use crate::model::role::Role;
use crate::model::template::Template;
use crate::preview::{Limeobject, ValueSource};
use crate::text::fold::is_same;
use crate::text::said::Said;
use crate::text::texts;

/// A value of the payload that counts as none.
#[derive(Default)]
pub(super) struct Gap<'a> {
    /// Pointer to the value.
    pub(super) at: Option<Cow<'a, str>>,
    /// The key of the rule that made nothing of it.
    pub(super) emptied_by: Option<&'static str>,
}

impl<'v, 'a> Writer<'_, 'v, 'a> {
    pub(super) fn apply_rule(&mut self, rule: &'a RulePlan, object: &mut Limeobject<'a>) {
        let name = rule.rule.property.as_str();
        let config = rule.rule.pointer.as_str();
        if !rule.allowed {
            self.findings.push(Finding {
                object: Some(object.role),
                property: Some(name.into()),
                config: Some(config.into()),
                ..finding(FindingCode::NotAllowed, texts::not_allowed_property(&rule.label()))
            });
            return;
        }
        let mut gap = Gap::default();
        // What cannot be used is told, and the next value is tried.
        let mut refused: Vec<Attempt<'a>> = Vec::new();
        for key in rule.keys.iter().map(Some).chain([None]) {
            let attempt = match key {
                Some((path, config)) => self.at_path(rule, path, config, &mut gap, object.role),
                None => self.template_text(rule, &mut gap, object.role),
            };
            let Some(attempt) = attempt else { continue };
            if attempt.has_value() {
                self.report_refused(rule, refused, object.role, texts::next_taken);
                return self.store(rule.property.as_ref(), name, attempt, Some(rule), object);
            }
            refused.push(attempt);
        }
        // Of equally weighty ones the first.
        let weightiest = refused.iter().enumerate().rev().max_by_key(|(_, attempt)| attempt.weight());
        match weightiest.map(|(at, _)| at) {
            Some(at) => {
                let told = refused.remove(at);
                self.report_refused(rule, refused, object.role, texts::next_tried);
                self.store(rule.property.as_ref(), name, told, Some(rule), object);
            }
            None => self.no_value(rule, gap, object),
        }
    }

    /// Reports values that could not be used. `next` says what became of those after them.
    fn report_refused(&mut self, rule: &'a RulePlan, refused: Vec<Attempt<'a>>, role: Role, next: fn() -> Said) {
        for attempt in refused {
            let source = attempt.source();
            let Some(refusal) = attempt.into_refusal() else { continue };
            self.findings.push(Finding {
                severity: Severity::Warning,
                object: Some(role),
                property: Some(rule.rule.property.as_str().into()),
                source,
                config: Some(rule.rule.pointer.as_str().into()),
                ..finding(refusal.code.into(), refusal.said.then(&next()))
            });
        }
    }

    /// Writes the default of a rule for which the payload has no value.
    pub(super) fn no_value(&mut self, rule: &'a RulePlan, gap: Gap<'a>, object: &mut Limeobject<'a>) {
        let name = rule.rule.property.as_str();
        let has_path = rule.rule.paths().next().is_some();
        let code = match &rule.default {
            Some(default) => {
                object.values.set(name, default.clone());
                object.sources.set(name, vec![rule.default_source()]);
                FindingCode::DefaultUsed
            }
            None => {
                if let Some(empty) = &rule.clears {
                    object.cleared.set(name, empty.clone());
                }
                FindingCode::ValueMissing
            }
        };
        if !has_path {
            return;
        }
        let said = match gap.emptied_by {
            None => finding_of(code, &rule.missing),
            Some(key) => finding(code, rule.without_value(object.role, &NoValue::Emptied(key))),
        };
        self.findings.push(Finding {
            object: Some(object.role),
            property: Some(name.into()),
            source: gap.at,
            config: Some(rule.rule.pointer.as_str().into()),
            ..said
        });
    }

    /// Reports the items of a list that have no value at `each`, where `path` found `found` others.
    fn report_items_left_out(&mut self, rule: &'a RulePlan, path: &'a Path, found: usize, role: Role) {
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
        let said = texts::value_missing_items(items - found, items, key.as_str(), each.as_str(), &rule.label());
        self.findings.push(Finding {
            severity: Severity::Warning,
            object: Some(role),
            property: Some(rule.rule.property.as_str().into()),
            source: lists.first().map(|hit| hit.pointer.clone()),
            config: Some(rule.rule.pointer.as_str().into()),
            ..finding(FindingCode::ValueMissing, said)
        });
    }

    /// The value that the payload has at a path of a rule.
    fn at_path(
        &mut self,
        rule: &'a RulePlan,
        path: &'a Path,
        config: &'a str,
        gap: &mut Gap<'a>,
        role: Role,
    ) -> Option<Attempt<'a>> {
        let mut matches = path.find(self.root());
        matches.retain(|hit| {
            if hit.value.is_empty() {
                gap.at.get_or_insert_with(|| hit.pointer.clone());
            }
            !hit.value.is_empty()
        });
        let first = matches.first()?.pointer.clone();
        let count = matches.len();
        self.report_rival(path, &first, role, &rule.rule.property, config);
        self.report_items_left_out(rule, path, count, role);
        let takes_many = rule.property.as_ref().is_none_or(|property| holds_many(property.kind));
        if count == 1 || takes_many {
            let candidate = candidate(rule, config, matches);
            if candidate.value.is_empty() {
                *gap = Gap { at: Some(first), emptied_by: Some("map") };
                return None;
            }
            return Some(self.attempt(rule, candidate));
        }
        let attempts = matches.into_iter().map(|hit| {
            let Attempt { coercion, sources } = self.attempt(rule, candidate(rule, config, vec![hit]));
            (sources, coercion)
        });
        let (sources, coercion) = match first_usable(attempts) {
            (Some((sources, coerced)), refused) => {
                let refused = refused.map(|(_, diagnostic)| diagnostic);
                let said = first_taken(Some((path.as_str(), count)), &rule.label(), refused.as_ref());
                self.findings.push(Finding {
                    object: Some(role),
                    property: Some(rule.rule.property.as_str().into()),
                    source: Some(first),
                    config: Some(config.into()),
                    ..finding(FindingCode::SeveralValues, said)
                });
                (sources, Ok(coerced))
            }
            (None, refused) => refused.map(|(sources, diagnostic)| (sources, Err(diagnostic)))?,
        };
        Some(Attempt { coercion, sources })
    }

    /// The text that a rule's template makes of the payload.
    fn template_text(&mut self, rule: &'a RulePlan, gap: &mut Gap<'a>, role: Role) -> Option<Attempt<'a>> {
        let rendered = rule.rule.template.as_ref()?.render(self.root(), rule.separator());
        let config = rule.template_pointer.as_str();
        if rendered.is_missing
            && let Some((pointer, _)) = rendered.left_out.first()
        {
            *gap = Gap { at: Some(pointer.clone()), emptied_by: Some("template") };
        }
        for (pointer, value) in rendered.left_out {
            let (Err(diagnostic) | Ok((_, Some(diagnostic)))) = joined_text(value, rule.separator()) else { continue };
            let is_refused = rule.if_invalid == Some(IfInvalid::Refuse);
            self.findings.push(Finding {
                severity: if is_refused { Severity::Error } else { Severity::Warning },
                object: Some(role),
                property: Some(rule.rule.property.as_str().into()),
                source: Some(pointer),
                config: Some(config.into()),
                ..finding(diagnostic.code.into(), diagnostic.said.then(&texts::left_out()))
            });
        }
        if rendered.is_missing {
            return None;
        }
        let first = rendered.pointers.first().cloned();
        if let Some(pointer) = rendered.pointers.iter().find(|pointer| matches!(pointer, Cow::Owned(_))) {
            for path in rule.rule.template.iter().flat_map(Template::paths) {
                self.report_rival(path, pointer, role, &rule.rule.property, config);
            }
        }
        let mut sources = vec![ValueSource::Constant { constant: config.into() }];
        add_payload_sources(&mut sources, &mut rendered.pointers.into_iter(), config);
        let is_blank = rendered.text.trim().is_empty();
        let value = mapped(rule, &Value::Text(Cow::Owned(rendered.text)), &mut sources).into_owned();
        if is_blank || value.is_empty() {
            *gap = Gap { at: first, emptied_by: Some(if is_blank { "template" } else { "map" }) };
            return None;
        }
        Some(self.attempt(rule, Candidate { value: Cow::Owned(value), sources }))
    }

    fn attempt(&self, rule: &'a RulePlan, candidate: Candidate<'_, 'a>) -> Attempt<'a> {
        let coercion = coerce_joined(rule.property.as_ref(), &candidate.value, self.zone(), rule.separator());
        Attempt { coercion, sources: candidate.sources }
    }
}

/// The value of what a path found, after the rule's `map`.
fn candidate<'v, 'a>(rule: &'a RulePlan, config: &'a str, matches: Vec<PathMatch<'a, 'v, 'a>>) -> Candidate<'v, 'a> {
    let mut sources = Vec::new();
    add_payload_sources(&mut sources, &mut matches.iter().map(|hit| hit.pointer.clone()), config);
    let mut values: Vec<_> = matches.into_iter().map(|hit| mapped(rule, hit.value, &mut sources)).collect();
    let value = match values.pop() {
        Some(only) if values.is_empty() => only,
        last => Cow::Owned(Value::List(values.into_iter().chain(last).map(Cow::into_owned).collect())),
    };
    Candidate { value, sources }
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
            add_constant(sources, join(&rule.map_pointer, from));
            Cow::Owned(to.clone())
        }
        None => Cow::Borrowed(value),
    }
}
