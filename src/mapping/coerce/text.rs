//! Values of text properties: string, text, phone, xml, link.

use std::borrow::Cow;

use super::number::too_large;
use super::{Coerced, Coercion, CoercionCode, Diagnostic, diagnostic};
use crate::json::value::Value;
use crate::model::limetypes::{Property, PropertyType};
use crate::preview::PropertyValue;
use crate::text::controls::without_controls;
use crate::text::message::{capitalized, excerpt};
use crate::text::truncate::truncate;

/// A value as one text; the items of a list are joined by commas.
pub(super) fn joined_text<'a>(value: &Value<'a>) -> Result<Cow<'a, str>, Diagnostic> {
    if value.is_rounded() {
        return Err(too_large(value));
    }
    match value {
        Value::List(items) => {
            let items = items.iter().filter(|item| !item.is_empty()).map(joined_text).collect::<Result<Vec<_>, _>>()?;
            Ok(Cow::Owned(items.join(", ")))
        }
        Value::Object(_) => {
            Err(diagnostic(CoercionCode::WrongType, "An object is not a text. Extend the path by one of its keys."))
        }
        other => Ok(other.scalar_text().unwrap_or_default()),
    }
}

pub(super) fn text<'a>(property: &Property, value: &Value<'a>) -> Coercion<'a> {
    let mut diagnostics = Vec::new();
    let mut text = joined_text(value)?;
    if !matches!(value, Value::Text(_)) {
        diagnostics.push(diagnostic(
            CoercionCode::ValueConverted,
            format!("{} was written as text.", capitalized(value.kind())),
        ));
    }
    let one_line = !matches!(property.kind, PropertyType::Text | PropertyType::Xml);
    if one_line {
        text = trimmed(text);
    }
    if let Some(cleaned) = without_controls(&text, one_line) {
        diagnostics.push(diagnostic(
            CoercionCode::TextCleaned,
            "Line breaks or control characters that the property cannot hold were replaced.",
        ));
        text = Cow::Owned(cleaned);
    }
    if let Some((shorter, lost)) = truncate(&text, property.length) {
        diagnostics.push(diagnostic(
            CoercionCode::TextCut,
            format!(
                "The text is longer than the {} characters of {}: its last {lost} characters were cut off.",
                property.length,
                property.label_and_name()
            ),
        ));
        text = Cow::Owned(shorter);
    }
    Ok(Coerced { value: Some(PropertyValue::Text(text)), diagnostics })
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

pub(super) fn link<'a>(property: &Property, value: &Value<'a>) -> Coercion<'a> {
    let coerced = text(property, value)?;
    if let Some(PropertyValue::Text(text)) = &coerced.value
        && let Some(scheme) = unsafe_scheme(text)
    {
        return Err(diagnostic(
            CoercionCode::LinkUnsafe,
            format!(
                "The link begins with {:?}, which can run programs. Only http, https, mailto, tel and limecrm are written.",
                excerpt(scheme)
            ),
        ));
    }
    Ok(coerced)
}

/// Scheme of a link that is not safe to open. A link without a scheme is an address that someone typed.
fn unsafe_scheme(link: &str) -> Option<&str> {
    let (scheme, _) = link.split_once(':')?;
    // A colon after a host name or in a path does not end a scheme.
    if scheme.contains(['/', '?', '#', '.']) || scheme.eq_ignore_ascii_case("localhost") {
        return None;
    }
    let safe = ["http", "https", "mailto", "tel", "limecrm"];
    (!safe.iter().any(|safe| scheme.eq_ignore_ascii_case(safe))).then_some(scheme)
}
