//! Values of option and set properties.

use std::borrow::Cow;

use super::{Coerced, Coercion, CoercionCode, Diagnostic, diagnostic, wrong_type};
use crate::json::value::Value;
use crate::model::limetypes::{Property, PropertyOption};
use crate::preview::{OptionKey, PropertyValue};
use crate::text::fold::folded;
use crate::text::message::{excerpt, nearest};

pub(super) fn option<'a>(property: &Property, value: &Value<'a>) -> Coercion<'a> {
    let (Value::Text(_) | Value::Bool(_) | Value::Integer(_)) = value else { return wrong_type(value, "an option") };
    let name = value.scalar_text().unwrap_or_default();
    let mut diagnostics = Vec::new();
    let option = choose(property, &name, &mut diagnostics)?;
    Ok(Coerced { value: Some(PropertyValue::Option(option)), diagnostics })
}

pub(super) fn set<'a>(property: &Property, value: &Value<'a>) -> Coercion<'a> {
    let mut diagnostics = Vec::new();
    let mut options: Vec<OptionKey<'a>> = Vec::new();
    let mut add = |name: Cow<'a, str>, diagnostics: &mut Vec<Diagnostic>| {
        let option = choose(property, &name, diagnostics)?;
        if !options.contains(&option) {
            options.push(option);
        }
        Ok(())
    };
    match value {
        Value::List(items) => {
            for item in items.iter().filter(|item| !item.is_empty()) {
                let Some(name) = item.scalar_text() else { return wrong_type(item, "an option") };
                add(name, &mut diagnostics)?;
            }
        }
        Value::Text(text) => {
            for name in names(&property.options, text) {
                add(Cow::Owned(name.to_owned()), &mut diagnostics)?;
            }
        }
        Value::Bool(_) | Value::Integer(_) => add(value.scalar_text().unwrap_or_default(), &mut diagnostics)?,
        other => return wrong_type(other, "a list of options"),
    }
    Ok(Coerced { value: Some(PropertyValue::Set(options)), diagnostics })
}

/// Option names in a text, separated by commas. Texts of options can contain commas themselves: the longest name that is an
/// option is taken.
fn names<'t>(options: &[PropertyOption], text: &'t str) -> Vec<&'t str> {
    let commas =
        options.iter().map(|option| option.text.matches(',').count().max(option.key.matches(',').count())).max();
    let mut names = Vec::new();
    let mut rest = text;
    while !rest.trim().is_empty() {
        let ends = rest.match_indices(',').map(|(at, _)| at).take(commas.unwrap_or_default() + 1).chain([rest.len()]);
        let candidates: Vec<_> = ends.take(commas.unwrap_or_default() + 1).filter_map(|end| rest.get(..end)).collect();
        let longest = candidates.iter().rev().find(|name| find(options, name).is_some()).or(candidates.first());
        let name = longest.copied().unwrap_or(rest);
        names.push(name.trim());
        rest = rest.get(name.len() + 1..).unwrap_or_default();
    }
    names.retain(|name| !name.is_empty());
    names
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
            Some(near) => format!("Did you mean {near:?}?"),
            None => {
                let some: Vec<_> = keys().filter(|key| !key.is_empty()).take(8).collect();
                format!("Its keys: {}.", some.join(", "))
            }
        };
        return Err(diagnostic(
            CoercionCode::OptionUnknown,
            format!("{} has no option {:?}. {hint}", property.label_and_name(), excerpt(name)),
        ));
    };
    if matches!(by, MatchedBy::Text) {
        diagnostics.push(diagnostic(
            CoercionCode::OptionByText,
            format!("The option {:?} was found by its text. Its key is {:?}.", excerpt(name), option.key),
        ));
    }
    if option.inactive {
        diagnostics.push(diagnostic(
            CoercionCode::OptionInactive,
            format!("The option {:?} is inactive in Lime CRM.", option.key),
        ));
    }
    Ok(OptionKey { key: Cow::Owned(option.key.clone()) })
}
