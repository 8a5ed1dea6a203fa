//! Values of text properties: string, text, phone, xml, link.

use std::borrow::Cow;

use super::link::{is_harmless, safe_link};
use super::{Coerced, Coercion, CoercionCode, Diagnostic, diagnostic, wrong_type};
use crate::json::path::{Path, PathStep};
use crate::json::value::{Value, kind_of};
use crate::model::limetypes::{Property, PropertyType};
use crate::preview::PropertyValue;
use crate::text::controls::without_controls;
use crate::text::invisible::is_invisible;
use crate::text::key::clean;
use crate::text::percent::visible;
use crate::text::texts;
use crate::text::truncate::truncate;

/// Separates the items of a list in a text, unless a rule has another separator.
pub(crate) const COMMA: &str = ", ";

/// A value as one text, and what is wrong with those of its parts that are left out.
pub(crate) fn joined_text<'a>(
    value: &Value<'a>,
    separator: &str,
) -> Result<(Cow<'a, str>, Option<Diagnostic>), Diagnostic> {
    if let Some(text) = value.scalar_text() {
        return Ok((text, None));
    }
    let mut joined: Option<String> = None;
    let mut left_out = None;
    value.for_each_leaf(&mut |leaf| match leaf.scalar_text() {
        Some(text) => match &mut joined {
            None => joined = Some(text.into_owned()),
            Some(joined) => joined.extend([separator, &*text]),
        },
        None if left_out.is_none() => left_out = Some(no_text(leaf, matches!(value, Value::List(_)))),
        None => {}
    });
    match (joined, left_out) {
        (None, Some(diagnostic)) => Err(diagnostic),
        (joined, left_out) => Ok((Cow::Owned(joined.unwrap_or_default()), left_out)),
    }
}

/// Says what to configure for an object, or a list of them, that a text cannot hold.
fn no_text(object: &Value<'_>, in_list: bool) -> Diagnostic {
    let said = match (telling_key(object), in_list) {
        (None, false) => texts::wrong_type_object(),
        (None, true) => texts::wrong_type_objects(),
        (Some(key), false) => texts::wrong_type_object_key(key.as_str()),
        (Some(key), true) => texts::wrong_type_objects_key(key.as_str(), key.as_str()),
    };
    diagnostic(CoercionCode::WrongType, said)
}

/// The key whose value says most about an object, as a path.
fn telling_key(object: &Value<'_>) -> Option<Path> {
    let Value::Object(members) = object else { return None };
    let usable = |name: &str| name.len() <= 40 && object.get(name).is_some_and(|value| value.scalar_text().is_some());
    let known = ["name", "text", "title", "label", "value", "key"].into_iter().find(|name| usable(name));
    let key = known.or_else(|| members.iter().map(|(name, _)| name.as_ref()).find(|name| usable(name)))?;
    Path::from_steps(vec![PathStep::Key(key.into())]).ok()
}

pub(super) fn text<'a>(property: &Property, value: &Value<'a>, separator: &str) -> Coercion<'a> {
    let (text, left_out) = joined_text(value, separator)?;
    let mut diagnostics: Vec<_> = left_out.into_iter().collect();
    if !matches!(value, Value::Text(_)) {
        diagnostics.push(converted_to_text(value));
    }
    fitted(property, text, matches!(value, Value::Text(_) | Value::List(_)), diagnostics)
}

pub(super) fn converted_to_text(value: &Value<'_>) -> Diagnostic {
    diagnostic(CoercionCode::ValueConverted, texts::converted_to_text(&kind_of(value)))
}

/// A text as the property holds it: on one line where it has only one, and cut to its length where it survives a cut.
fn fitted<'a>(
    property: &Property,
    mut text: Cow<'a, str>,
    is_prose: bool,
    mut diagnostics: Vec<Diagnostic>,
) -> Coercion<'a> {
    let one_line = !matches!(property.kind, PropertyType::Text | PropertyType::Xml);
    if one_line {
        text = trimmed(text);
    }
    if let Some(cleaned) = without_controls(&text, one_line) {
        if cleaned.trim().is_empty() {
            return Err(diagnostic(CoercionCode::TextCleaned, texts::text_only_controls()));
        }
        diagnostics.push(diagnostic(CoercionCode::TextCleaned, texts::text_controls()));
        text = Cow::Owned(cleaned);
    }
    if property.kind == PropertyType::Phone
        && text.chars().any(is_invisible)
        && let Some(visible) = clean(&text)
    {
        diagnostics.push(diagnostic(CoercionCode::TextCleaned, texts::text_invisible()));
        text = Cow::Owned(visible.into_owned());
        if text.is_empty() {
            return Err(diagnostic(CoercionCode::TextCleaned, texts::text_only_invisible()));
        }
    }
    if let Some((shorter, lost)) = truncate(&text, property.length) {
        let can_be_cut = matches!(property.kind, PropertyType::String | PropertyType::Text);
        if !can_be_cut || !is_prose || is_one_piece(&text) {
            let said = texts::text_too_long(&text, property.length, &property.labeled());
            return Err(diagnostic(CoercionCode::TextTooLong, said));
        }
        let said = texts::text_cut_property(property.length, &property.labeled(), lost);
        diagnostics.push(diagnostic(CoercionCode::TextCut, said));
        text = Cow::Owned(shorter);
    }
    Ok(Coerced { value: Some(PropertyValue::Text(text)), diagnostics })
}

/// Whether a text is a number, an address of the web or an e-mail address: a part of it is another one.
fn is_one_piece(text: &str) -> bool {
    let text = text.trim();
    let is_address = ["://", "@"].iter().any(|sign| text.contains(sign))
        || ["www.", "tel:", "limecrm:"]
            .iter()
            .any(|start| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)));
    is_address && !text.contains(char::is_whitespace)
        || text.chars().all(|sign| sign.is_numeric() || sign == ' ' || "\u{a0}\u{202f}+-.,/()'’%".contains(sign))
            && text.contains(char::is_numeric)
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

pub(super) fn link<'a>(property: &Property, value: &Value<'a>) -> Coercion<'a> {
    let (text, _) = joined_text(value, COMMA)?;
    let Some(link) = safe_link(&text).map(|link| visible(&link).into_owned()) else {
        if is_harmless(&text) {
            return wrong_type(&Value::Text(text), &texts::a_link());
        }
        return Err(diagnostic(CoercionCode::LinkUnsafe, texts::link_unsafe(&text)));
    };
    // White space and invisible characters only.
    if link.is_empty() {
        return Ok(Coerced::nothing());
    }
    let converted = (!matches!(value, Value::Text(_))).then(|| converted_to_text(value));
    fitted(property, Cow::Owned(link), false, converted.into_iter().collect())
}
