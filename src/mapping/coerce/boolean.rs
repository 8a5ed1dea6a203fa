//! Values of yesno properties.

use super::{Coercion, CoercionCode, coerced, with_diagnostic, wrong_type};
use crate::json::value::{Value, shown};
use crate::preview::PropertyValue;
use crate::text::fold::folded;
use crate::text::number::{FromText, number_from_text};
use crate::text::texts;

pub(super) fn boolean<'a>(value: &Value<'_>) -> Coercion<'a> {
    let converted = |yes| {
        with_diagnostic(
            PropertyValue::YesNo(yes),
            CoercionCode::ValueConverted,
            texts::converted_to_word(&shown(value), &if yes { texts::yes() } else { texts::no() }),
        )
    };
    let read = match value {
        Value::Bool(yes) => return coerced(PropertyValue::YesNo(*yes)),
        Value::Integer(number @ (0 | 1)) => Some(*number == 1),
        Value::Text(text) => yes_or_no(text),
        _ => None,
    };
    match read {
        Some(yes) => converted(yes),
        None => wrong_type(value, &texts::yes_or_no()),
    }
}

/// Words of forms and programs, and yes and no in the languages of the page and their neighbors.
const YES: [&str; 14] = ["true", "yes", "y", "t", "ja", "j", "on", "x", "checked", "enabled", "✓", "✔", "☑", "✅"];
const NO: [&str; 12] = ["false", "no", "n", "f", "nein", "nee", "nej", "nei", "off", "unchecked", "disabled", "☐"];

fn yes_or_no(text: &str) -> Option<bool> {
    let word = folded(text);
    if YES.contains(&&*word) {
        return Some(true);
    }
    match number_from_text(&word) {
        FromText::Whole(number @ (0 | 1)) => Some(number == 1),
        _ => NO.contains(&&*word).then_some(false),
    }
}
