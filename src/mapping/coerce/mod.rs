//! Payload value -> property value, by property type. `docs/property-types.md` has the same as a table.
//!
//! Lime CRM's documentation does not define every written form; what is chosen here: a `date` is written as `2024-02-22`,
//! a `year`, `quarter` or `month` as its first day, and lengths count UTF-16 code units, the longest way to count, so that
//! a text fits however the server counts.

mod boolean;
mod link;
mod number;
mod option;
mod text;
mod time;

use crate::json::read::read_whole;
use crate::json::value::{Value, shown};
use crate::model::finding::FindingCode;
use crate::model::limetypes::{Property, PropertyType};
use crate::model::problem::ProblemCode;
use crate::preview::PropertyValue;
use crate::text::said::{Labeled, Said};
use crate::text::texts;
use crate::text::zone::Zone;
pub(crate) use text::{COMMA, joined_text};

/// A value that was coerced.
#[derive(Debug, PartialEq)]
pub(crate) struct Coerced<'a> {
    /// The value to write; none when nothing is written.
    pub(crate) value: Option<PropertyValue<'a>>,
    /// How the value was changed.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Coerced<'_> {
    fn nothing() -> Self {
        Self { value: None, diagnostics: Vec::new() }
    }
}

/// Values of a list that are tried for a property that holds one.
pub(crate) const MAX_TRIES: usize = 50;

/// A value with where it comes from, and why another one before it cannot be used.
type Tried<'a, T> = (Option<(T, Coerced<'a>)>, Option<(T, Diagnostic)>);

/// The first of several coercions with a value, its position, and why the first one has none. Without any value the error is the
/// first one's, unless a later value is an unsafe link.
pub(crate) fn first_usable<'a, T>(coercions: impl Iterator<Item = (T, Coercion<'a>)>) -> Tried<'a, T> {
    let mut refused: Option<(T, Diagnostic)> = None;
    for (from, coercion) in coercions.take(MAX_TRIES) {
        let diagnostic = match coercion {
            Ok(coerced) if coerced.value.is_some() => return (Some((from, coerced)), refused),
            // What has no value is neither used nor wrong, unless all its parts are unknown.
            Ok(coerced) => coerced.diagnostics.into_iter().find(|diagnostic| diagnostic.code.is_unusable()),
            Err(diagnostic) => Some(diagnostic),
        };
        let Some(diagnostic) = diagnostic else { continue };
        let is_first = refused.as_ref().is_none_or(|(_, first)| {
            diagnostic.code == CoercionCode::LinkUnsafe && first.code != CoercionCode::LinkUnsafe
        });
        if is_first {
            refused = Some((from, diagnostic));
        }
    }
    (None, refused)
}

/// Says that a property that holds one value has that of several that could be taken first, and why not the first.
pub(crate) fn first_taken(path: Option<(&str, usize)>, property: &Labeled, refused: Option<&Diagnostic>) -> Said {
    match (path, refused) {
        (None, None) => texts::several_values_list(property),
        (None, Some(first)) => texts::several_values_list_usable(property, &first.said),
        (Some((path, count)), None) => texts::several_values_path(path, count, property),
        (Some((path, count)), Some(first)) => texts::several_values_path_usable(path, count, property, &first.said),
    }
}

/// A statement about a value. It becomes a finding, or, for a default value, a problem.
#[derive(Debug, PartialEq)]
pub(crate) struct Diagnostic {
    pub(crate) code: CoercionCode,
    pub(crate) said: Said,
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
    ServerLimit
    SeveralValues
    TextCleaned
    TextCut
    TextTooLong
    ValueConverted
    WrongType
}

impl CoercionCode {
    /// Whether it says that a value, or a part of it, cannot be used. `ifInvalid` decides what that means.
    pub(crate) fn is_unusable(self) -> bool {
        matches!(
            self,
            Self::IntegerOutOfRange | Self::LinkUnsafe | Self::OptionUnknown | Self::TextTooLong | Self::WrongType
        )
    }
}

pub(crate) type Coercion<'a> = Result<Coerced<'a>, Diagnostic>;

#[cold]
#[inline(never)]
fn diagnostic(code: CoercionCode, said: Said) -> Diagnostic {
    Diagnostic { code, said }
}

fn coerced(value: PropertyValue<'_>) -> Coercion<'_> {
    Ok(Coerced { value: Some(value), diagnostics: Vec::new() })
}

#[cold]
#[inline(never)]
fn with_diagnostic<'a>(value: PropertyValue<'a>, code: CoercionCode, said: Said) -> Coercion<'a> {
    Ok(Coerced { value: Some(value), diagnostics: vec![diagnostic(code, said)] })
}

#[cold]
#[inline(never)]
fn wrong_type<'a>(value: &Value<'_>, expected: &Said) -> Coercion<'a> {
    Err(diagnostic(CoercionCode::WrongType, texts::wrong_type(&shown(value), expected)))
}

/// Coerces a value to the type of a property; without a property, to the type that is nearest to it.
pub(crate) fn coerce<'a>(property: Option<&Property>, value: &Value<'a>, zone: &Zone) -> Coercion<'a> {
    coerce_joined(property, value, zone, COMMA)
}

/// Coerces a value; in a text the items of a list are separated by `separator`.
pub(crate) fn coerce_joined<'a>(
    property: Option<&Property>,
    value: &Value<'a>,
    zone: &Zone,
    separator: &str,
) -> Coercion<'a> {
    match property {
        // An empty text is only kept where the mapper itself writes one: the note of a conversation without messages.
        _ if value.is_empty()
            && !matches!((property, value), (Some(Property { kind: PropertyType::Text, .. }), Value::Text(_))) =>
        {
            Ok(Coerced::nothing())
        }
        Some(property) if joins_lists(property.kind) => text::text(property, value, separator),
        Some(property) => coerce_listed(property, value, zone),
        None => coerce_unchecked(value, separator),
    }
}

/// Whether a list becomes one text.
fn joins_lists(kind: PropertyType) -> bool {
    matches!(kind, PropertyType::String | PropertyType::Text | PropertyType::Xml)
}

/// Whether a property of this type takes all values of a list.
pub(crate) fn holds_many(kind: PropertyType) -> bool {
    joins_lists(kind) || kind == PropertyType::Set
}

/// Coerces a value to a type that does not hold a list as text. A list of one is that one; of several the first is taken,
/// unless the property is a set. A text that is a JSON list is read as one.
fn coerce_listed<'a>(property: &Property, value: &Value<'a>, zone: &Zone) -> Coercion<'a> {
    if let Value::Text(text) = value
        && let text = text.trim()
        && text.starts_with('[')
        && text.ends_with(']')
        && !option::is_option(&property.options, text)
        && let Ok(list @ Value::List(_)) = read_whole(text)
    {
        return coerce_listed(property, &list.into_owned(), zone);
    }
    let Value::List(items) = value else { return coerce_one(property, value, zone) };
    let items: Vec<_> = items.iter().filter(|item| !item.is_empty()).collect();
    match items.as_slice() {
        [] => Ok(Coerced::nothing()),
        [only] => coerce_listed(property, only, zone),
        _ if property.kind == PropertyType::Set => option::set(property, value),
        items => match first_usable(items.iter().map(|item| ((), coerce_listed(property, item, zone)))) {
            (Some((_, mut coerced)), refused) => {
                let refused = refused.as_ref().map(|(_, first)| first);
                let said = first_taken(None, &property.labeled(), refused);
                coerced.diagnostics.insert(0, diagnostic(CoercionCode::SeveralValues, said));
                Ok(coerced)
            }
            (None, Some((_, first))) => Err(first),
            (None, None) => Ok(Coerced::nothing()),
        },
    }
}

fn coerce_one<'a>(property: &Property, value: &Value<'a>, zone: &Zone) -> Coercion<'a> {
    use PropertyType as Type;
    if value.is_empty() {
        return Ok(Coerced::nothing());
    }
    match property.kind {
        Type::String | Type::Text | Type::Phone | Type::Xml => text::text(property, value, COMMA),
        Type::Link => text::link(property, value),
        Type::Integer => number::integer(value),
        Type::Decimal | Type::Percent => number::decimal(property.kind, value),
        Type::Yesno => boolean::boolean(value),
        Type::Time => time::time(value, zone),
        Type::Date | Type::Year | Type::Quarter | Type::Month => time::day(property.kind, value, zone),
        Type::Option => option::option(property, value),
        Type::Set => option::set(property, value),
        Type::User | Type::File | Type::Belongsto => number::id(value),
        Type::Hasone | Type::Hasmany | Type::Hasandbelongstomany => {
            Err(diagnostic(CoercionCode::WrongType, texts::wrong_type_relation(property.kind.as_str())))
        }
    }
}

fn coerce_unchecked<'a>(value: &Value<'a>, separator: &str) -> Coercion<'a> {
    match value {
        Value::Null => Ok(Coerced::nothing()),
        Value::Bool(value) => coerced(PropertyValue::YesNo(*value)),
        Value::Integer(_) | Value::Number(_) | Value::Digits(_) => match value.as_f64() {
            Some(number) if number.fract() != 0.0 || number == 0.0 => number::decimal(PropertyType::Decimal, value),
            _ => number::integer(value),
        },
        Value::Text(text) => coerced(PropertyValue::Text(text.clone())),
        Value::List(_) | Value::Object(_) => {
            let (text, left_out) = text::joined_text(value, separator)?;
            let converted = text::converted_to_text(value);
            let diagnostics = left_out.into_iter().chain([converted]).collect();
            Ok(Coerced { value: Some(PropertyValue::Text(text)), diagnostics })
        }
    }
}
