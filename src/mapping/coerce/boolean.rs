//! Values of yesno properties.

use super::{Coercion, CoercionCode, coerced, with_diagnostic, wrong_type};
use crate::json::value::{Value, describe};
use crate::preview::PropertyValue;

pub(super) fn boolean<'a>(value: &Value<'_>) -> Coercion<'a> {
    let converted = |yes| {
        with_diagnostic(
            PropertyValue::YesNo(yes),
            CoercionCode::ValueConverted,
            format!("{} was written as {}.", describe(value), if yes { "yes" } else { "no" }),
        )
    };
    match value {
        Value::Bool(yes) => coerced(PropertyValue::YesNo(*yes)),
        Value::Integer(0) => converted(false),
        Value::Integer(1) => converted(true),
        Value::Text(text) => match text.trim().to_lowercase().as_str() {
            "true" | "yes" | "ja" | "1" => converted(true),
            "false" | "no" | "nein" | "nee" | "nej" | "nei" | "0" => converted(false),
            _ => wrong_type(value, "yes or no"),
        },
        other => wrong_type(other, "yes or no"),
    }
}
