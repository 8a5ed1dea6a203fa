//! Values of option and set properties.

use std::borrow::Cow;

use super::{Coerced, Coercion, CoercionCode, Diagnostic, diagnostic, wrong_type};
use crate::json::value::{Value, describe};
use crate::model::limetypes::{Property, PropertyOption};
use crate::preview::{OptionKey, PropertyValue};
use crate::text::fold::folded;
use crate::text::message::{capitalized, nearest, quoted};

/// Names that are read of a set. A list of more is no list of options.
const MAX_NAMES: usize = 1000;
/// Findings about parts of a set that cannot be used.
const MAX_UNUSABLE: usize = 8;

/// Signs between the names of options in a text.
const SEPARATORS: [char; 5] = [',', ';', '|', '\n', '\r'];

pub(super) fn option<'a>(property: &Property, value: &Value<'a>) -> Coercion<'a> {
    let Some(name) = value.scalar_text() else { return wrong_type(value, "an option") };
    let mut diagnostics = Vec::new();
    let option = choose(property, &name, &mut diagnostics)?;
    Ok(Coerced { value: Some(PropertyValue::Option(option)), diagnostics })
}

pub(super) fn set<'a>(property: &Property, value: &Value<'a>) -> Coercion<'a> {
    let mut chosen = Chosen { property, options: Vec::new(), diagnostics: Vec::new(), names: 0, unusable: 0 };
    match value {
        Value::Text(text) => {
            let mut rest = &**text;
            while let Some(name) = next_name(&property.options, &mut rest) {
                if !chosen.add(name) {
                    break;
                }
            }
        }
        Value::Object(_) => return wrong_type(value, "a list of options"),
        value => chosen.add_all(value),
    }
    Ok(chosen.into_coerced())
}

/// Whether a whole text is an option.
pub(super) fn is_option(options: &[PropertyOption], text: &str) -> bool {
    find(options, text).is_some()
}

/// The options of a set that were found. What is no option leaves the others as they are.
struct Chosen<'p, 'a> {
    property: &'p Property,
    options: Vec<OptionKey<'a>>,
    diagnostics: Vec<Diagnostic>,
    names: usize,
    unusable: usize,
}

impl<'a> Chosen<'_, 'a> {
    fn add_all(&mut self, value: &Value<'a>) {
        match value {
            Value::List(items) => {
                for item in items.iter().filter(|item| !item.is_empty()) {
                    if self.names <= MAX_NAMES {
                        self.add_all(item);
                    }
                }
            }
            value => match value.scalar_text() {
                Some(name) => _ = self.add(&name),
                None => {
                    self.names += 1;
                    self.leave_out(diagnostic(
                        CoercionCode::WrongType,
                        format!("{} is not an option.", capitalized(&describe(value))),
                    ));
                }
            },
        }
    }

    /// False when no more names are read.
    fn add(&mut self, name: &str) -> bool {
        self.names += 1;
        if self.names > MAX_NAMES {
            return false;
        }
        match choose(self.property, name, &mut self.diagnostics) {
            Ok(option) if self.options.contains(&option) => {}
            Ok(option) => self.options.push(option),
            Err(diagnostic) => self.leave_out(diagnostic),
        }
        true
    }

    fn leave_out(&mut self, why: Diagnostic) {
        self.unusable += 1;
        if self.unusable <= MAX_UNUSABLE {
            self.diagnostics.push(why);
        }
    }

    fn into_coerced(mut self) -> Coerced<'a> {
        let mut left_out = |message| self.diagnostics.push(diagnostic(CoercionCode::OptionUnknown, message));
        if let Some(more @ 1..) = self.unusable.checked_sub(MAX_UNUSABLE) {
            left_out(format!("{more} more names are no options."));
        }
        if self.names > MAX_NAMES {
            left_out(format!("Only the first {MAX_NAMES} names were read."));
        }
        let value = (!self.options.is_empty()).then_some(PropertyValue::Set(self.options));
        Coerced { value, diagnostics: self.diagnostics }
    }
}

/// Takes the next option name from a text whose names are separated. Texts of options can contain separators themselves:
/// the longest name that is an option is taken.
fn next_name<'t>(options: &[PropertyOption], rest: &mut &'t str) -> Option<&'t str> {
    let separators = |name: &str| name.matches(SEPARATORS).count();
    let most = options.iter().map(|option| separators(&option.text).max(separators(&option.key))).max();
    loop {
        let text = *rest;
        if text.is_empty() {
            return None;
        }
        let ends = text.match_indices(SEPARATORS).map(|(at, _)| at).chain([text.len()]);
        let candidates: Vec<_> = ends.take(most.unwrap_or_default() + 1).filter_map(|end| text.get(..end)).collect();
        let longest = candidates.iter().rev().find(|name| is_option(options, name)).or(candidates.first());
        let name = longest.copied().unwrap_or(text);
        *rest = text.get(name.len() + 1..).unwrap_or_default();
        if !name.trim().is_empty() {
            return Some(name.trim());
        }
    }
}

/// The part of an option that a name matched.
enum MatchedBy {
    Key,
    Text,
}

/// The option with this key, otherwise with this text, both as they look. Active options come before inactive ones.
fn find<'o>(options: &'o [PropertyOption], name: &str) -> Option<(&'o PropertyOption, MatchedBy)> {
    let form = folded(name);
    if form.is_empty() {
        return None;
    }
    let best = |fits: &dyn Fn(&PropertyOption) -> bool| {
        options.iter().filter(|option| fits(option)).min_by_key(|option| option.inactive)
    };
    best(&|option| option.key == name.trim())
        .or_else(|| best(&|option| folded(&option.key) == form))
        .map(|option| (option, MatchedBy::Key))
        .or_else(|| best(&|option| folded(&option.text) == form).map(|option| (option, MatchedBy::Text)))
}

fn choose<'a>(property: &Property, name: &str, diagnostics: &mut Vec<Diagnostic>) -> Result<OptionKey<'a>, Diagnostic> {
    let Some((option, by)) = find(&property.options, name) else {
        let keys = || property.options.iter().filter(|option| !option.inactive).map(|option| option.key.as_str());
        let texts = property.options.iter().map(|option| option.text.as_str());
        let hint = match nearest(name, keys().chain(texts)) {
            Some(near) => format!("Did you mean {}?", quoted(near)),
            None => {
                let some: Vec<_> = keys().filter(|key| !key.is_empty()).take(8).collect();
                format!("Its keys: {}.", some.join(", "))
            }
        };
        return Err(diagnostic(
            CoercionCode::OptionUnknown,
            format!("{} has no option {}. {hint}", property.label_and_name(), quoted(name)),
        ));
    };
    if matches!(by, MatchedBy::Text) {
        diagnostics.push(diagnostic(
            CoercionCode::OptionByText,
            format!("The option {} was found by its text. Its key is {}.", quoted(name), quoted(&option.key)),
        ));
    }
    if option.inactive {
        diagnostics.push(diagnostic(
            CoercionCode::OptionInactive,
            format!("The option {} is inactive in Lime CRM.", quoted(&option.key)),
        ));
    }
    Ok(OptionKey { key: Cow::Owned(option.key.clone()) })
}
