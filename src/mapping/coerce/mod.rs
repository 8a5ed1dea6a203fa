//! Payload value -> property value, by property type. `docs/property-types.md` has the same as a table.
//!
//! Lime CRM's documentation does not define every written form; what is chosen here: a `date` is written as `2024-02-22`,
//! a `year`, `quarter` or `month` as its first day, and lengths count UTF-16 code units, the longest way to count, so that
//! a text fits however the server counts.

mod boolean;
mod number;
mod option;
mod text;
mod time;

use std::borrow::Cow;

use crate::json::value::{Value, describe};
use crate::model::finding::FindingCode;
use crate::model::limetypes::{Property, PropertyType};
use crate::model::problem::ProblemCode;
use crate::preview::PropertyValue;
use crate::text::zone::Zone;

/// A value that was coerced.
#[derive(Debug, PartialEq)]
pub(crate) struct Coerced<'a> {
    /// The value to write; none when nothing is written.
    pub(crate) value: Option<PropertyValue<'a>>,
    /// How the value was changed.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// A statement about a value. It becomes a finding, or, for a default value, a problem.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Diagnostic {
    pub(crate) code: CoercionCode,
    pub(crate) message: String,
}

macro_rules! codes {
    ($($name:ident)*) => {
        /// The codes of diagnostics, which are finding codes and problem codes alike.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum CoercionCode {
            $($name,)*
        }

        impl From<CoercionCode> for FindingCode {
            fn from(code: CoercionCode) -> Self {
                match code { $(CoercionCode::$name => Self::$name),* }
            }
        }

        impl From<CoercionCode> for ProblemCode {
            fn from(code: CoercionCode) -> Self {
                match code { $(CoercionCode::$name => Self::$name),* }
            }
        }
    };
}

codes! {
    IntegerOutOfRange
    LinkUnsafe
    NumberRounded
    OptionByText
    OptionInactive
    OptionUnknown
    TextCleaned
    TextCut
    ValueConverted
    WrongType
}

type Coercion<'a> = Result<Coerced<'a>, Diagnostic>;

fn diagnostic(code: CoercionCode, message: impl Into<String>) -> Diagnostic {
    Diagnostic { code, message: message.into() }
}

fn coerced(value: PropertyValue<'_>) -> Coercion<'_> {
    Ok(Coerced { value: Some(value), diagnostics: Vec::new() })
}

fn with_diagnostic<'a>(value: PropertyValue<'a>, code: CoercionCode, message: impl Into<String>) -> Coercion<'a> {
    Ok(Coerced { value: Some(value), diagnostics: vec![diagnostic(code, message)] })
}

fn wrong_type<'a>(value: &Value<'_>, expected: &str) -> Coercion<'a> {
    Err(diagnostic(CoercionCode::WrongType, format!("{} is not {expected}.", describe(value))))
}

/// Coerces a value to the type of a property; without a property, to the type that is nearest to it.
pub(crate) fn coerce<'a>(property: Option<&Property>, value: &Value<'a>, zone: &Zone) -> Coercion<'a> {
    match property {
        Some(property) => coerce_to(property, value, zone),
        None => coerce_unchecked(value),
    }
}

fn coerce_to<'a>(property: &Property, value: &Value<'a>, zone: &Zone) -> Coercion<'a> {
    use PropertyType as Type;
    if value.is_empty() && !matches!(property.kind, Type::Text | Type::Xml) || *value == Value::Null {
        return Ok(Coerced { value: empty(property.kind), diagnostics: Vec::new() });
    }
    match property.kind {
        Type::String | Type::Text | Type::Phone | Type::Xml => text::text(property, value),
        Type::Link => text::link(property, value),
        Type::Integer => number::integer(value),
        Type::Decimal | Type::Percent => number::decimal(property.kind, value),
        Type::Yesno => boolean::boolean(value),
        Type::Time => time::time(value, zone),
        Type::Date | Type::Year | Type::Quarter | Type::Month => time::day(property.kind, value, zone),
        Type::Option => option::option(property, value),
        Type::Set => option::set(property, value),
        Type::User | Type::File | Type::Belongsto => number::id(value),
        Type::Hasone | Type::Hasmany | Type::Hasandbelongstomany => Err(diagnostic(
            CoercionCode::WrongType,
            format!("A relation of type {} is written from the other limetype.", property.kind.as_str()),
        )),
    }
}

/// The value that is written for an empty value: Lime CRM rejects null for texts. For other types nothing is written.
fn empty<'a>(kind: PropertyType) -> Option<PropertyValue<'a>> {
    match kind {
        kind if kind.is_text() => Some(PropertyValue::Text(Cow::Borrowed(""))),
        PropertyType::Set => Some(PropertyValue::Set(Vec::new())),
        _ => None,
    }
}

fn coerce_unchecked<'a>(value: &Value<'a>) -> Coercion<'a> {
    match value {
        Value::Null => Ok(Coerced { value: None, diagnostics: Vec::new() }),
        Value::Bool(value) => coerced(PropertyValue::YesNo(*value)),
        Value::Integer(_) => number::integer(value),
        Value::Number(_) => number::decimal(PropertyType::Decimal, value),
        Value::Text(text) => coerced(PropertyValue::Text(text.clone())),
        Value::List(_) | Value::Object(_) => {
            let text = text::joined_text(value)?;
            let message = "The list was written as text, separated by commas.";
            with_diagnostic(PropertyValue::Text(text), CoercionCode::ValueConverted, message)
        }
    }
}
