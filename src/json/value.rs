//! JSON values. Strings without escapes are borrowed from the input.

use std::borrow::Cow;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::text::ascii::is_equal;
use crate::text::decimal::{nearest, short_text};
use crate::text::fold::same_key;
use crate::text::invisible::is_invisible;
use crate::text::message::{excerpt, quoted};
use crate::text::said::{Said, Shown};
use crate::text::texts;

/// The largest integer that every JSON reader keeps exactly: 2^53 − 1.
pub(crate) const MAX_INTEGER: i64 = 9_007_199_254_740_991;

/// A JSON value of a payload, a configuration or metadata.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// null
    Null,
    /// true, false
    Bool(bool),
    /// A whole number that fits into 64 bits.
    Integer(i64),
    /// Any other number that a 64-bit float keeps: its shortest digits are those of the text.
    Number(f64),
    /// A number that a 64-bit float does not keep, as it was written: one with more digits, or out of range.
    Digits(Cow<'a, str>),
    /// A text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Value<'a>>),
    /// An object in the order of the text. A repeated key is repeated here; the last one counts.
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

impl<'a> Value<'a> {
    /// The member `key`; of a repeated key the last, as in `JSON.parse`.
    pub fn get(&self, key: &str) -> Option<&Value<'a>> {
        match self {
            Value::Object(members) => {
                members.iter().rev().find(|(name, _)| is_equal(name, key)).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// The member that a path's key means, with its own key: the member with exactly this key, otherwise the last one whose
    /// key looks the same.
    pub(crate) fn member(&self, key: &str) -> Option<(&str, &Value<'a>)> {
        let Value::Object(members) = self else { return None };
        let last = |fits: &dyn Fn(&str) -> bool| members.iter().rev().find(|(name, _)| fits(name));
        let (name, value) = last(&|name| name == key).or_else(|| last(&same_key(key)))?;
        Some((name, value))
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items, if it is a list.
    pub fn as_list(&self) -> Option<&[Value<'a>]> {
        match self {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// Whether it counts as no value: null, a text of white space and invisible characters, a list of such values, an empty object.
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Null => true,
            Value::Text(text) => {
                // Decided by the first byte of most texts.
                !text.as_bytes().first().is_some_and(u8::is_ascii_graphic)
                    && !text.contains(|sign: char| !sign.is_whitespace() && !is_invisible(sign))
            }
            Value::List(items) => items.iter().all(Value::is_empty),
            Value::Object(members) => members.is_empty(),
            Value::Bool(_) | Value::Integer(_) | Value::Number(_) | Value::Digits(_) => false,
        }
    }

    /// The number nearest to a number; infinite when it is out of range.
    pub(crate) fn as_f64(&self) -> Option<f64> {
        match self {
            Value::Integer(number) => Some(*number as f64),
            Value::Number(number) => Some(*number),
            Value::Digits(digits) => Some(nearest(digits)),
            _ => None,
        }
    }

    /// The kind of value, for messages: "a text", "an object".
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Integer(_) | Value::Number(_) | Value::Digits(_) => "a number",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Object(_) => "an object",
        }
    }

    /// A text, number or boolean as text; none for null, lists and objects. Numbers have the digits that they were written
    /// with, and an exponent only from 10^21 on, as in JavaScript.
    pub fn scalar_text(&self) -> Option<Cow<'a, str>> {
        match self {
            Value::Text(text) => Some(text.clone()),
            Value::Bool(value) => Some(Cow::Borrowed(if *value { "true" } else { "false" })),
            Value::Integer(number) => Some(Cow::Owned(number.to_string())),
            Value::Number(number) => Some(Cow::Owned(short_text(*number))),
            Value::Digits(digits) => Some(digits.clone()),
            Value::Null | Value::List(_) | Value::Object(_) => None,
        }
    }

    /// Passes on every value in nested lists that is not empty: texts, numbers, booleans, objects.
    pub(crate) fn for_each_leaf<'v>(&'v self, each: &mut dyn FnMut(&'v Value<'a>)) {
        match self {
            Value::List(items) => items.iter().for_each(|item| item.for_each_leaf(each)),
            value if value.is_empty() => {}
            value => each(value),
        }
    }

    /// Copies everything that is borrowed from the input.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Value::Null => Value::Null,
            Value::Bool(value) => Value::Bool(value),
            Value::Integer(number) => Value::Integer(number),
            Value::Number(number) => Value::Number(number),
            Value::Digits(digits) => Value::Digits(Cow::Owned(digits.into_owned())),
            Value::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Value::List(items) => Value::List(items.into_iter().map(Value::into_owned).collect()),
            Value::Object(members) => Value::Object(
                members.into_iter().map(|(key, value)| (Cow::Owned(key.into_owned()), value.into_owned())).collect(),
            ),
        }
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Integer(number) => serializer.serialize_i64(*number),
            Value::Number(number) => serializer.serialize_f64(*number),
            Value::Digits(digits) => serializer.serialize_f64(nearest(digits)),
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(items) => serializer.collect_seq(items),
            Value::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (key, value) in members {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

/// The value in a message: `"12 apples"`, `an object`.
#[cold]
#[inline(never)]
pub(crate) fn shown(value: &Value<'_>) -> Shown {
    match value {
        Value::Text(text) => Shown::Text(quoted(text)),
        other => match other.scalar_text() {
            Some(text) => Shown::Text(excerpt(&text).into_owned()),
            None => Shown::Clause(kind_of(other)),
        },
    }
}

/// The kind of a value in a message: "a text", "an object".
#[cold]
#[inline(never)]
pub(crate) fn kind_of(value: &Value<'_>) -> Said {
    match value {
        Value::Null => texts::null(),
        Value::Bool(_) => texts::a_boolean(),
        Value::Integer(_) | Value::Number(_) | Value::Digits(_) => texts::a_number(),
        Value::Text(_) => texts::a_text(),
        Value::List(_) => texts::a_list(),
        Value::Object(_) => texts::an_object(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_two_members_with_one_name_counts() {
        let object = Value::Object(vec![("a".into(), Value::Integer(1)), ("a".into(), Value::Integer(2))]);
        assert_eq!(object.get("a"), Some(&Value::Integer(2)));
    }

    #[test]
    fn numbers_are_written_without_exponents() {
        assert_eq!(Value::Number(50.9375).scalar_text().as_deref(), Some("50.9375"));
        assert_eq!(Value::Number(12.0).scalar_text().as_deref(), Some("12"));
        assert_eq!(Value::Integer(-7).scalar_text().as_deref(), Some("-7"));
    }

    #[test]
    fn every_kind_has_a_description() {
        let text = |value: &Value<'_>| value.scalar_text().map(Cow::into_owned);
        for (value, kind, shown) in [
            (Value::Null, "null", None),
            (Value::Bool(true), "a boolean", Some("true")),
            (Value::Integer(1), "a number", Some("1")),
            (Value::Number(1e19), "a number", Some("10000000000000000000")),
            (Value::Number(1e300), "a number", Some("1e+300")),
            (Value::Digits("1.0e400".into()), "a number", Some("1.0e400")),
            (Value::Text("x".into()), "a text", Some("x")),
            (Value::List(vec![Value::Null]), "a list", None),
            (Value::Object(vec![("k".into(), Value::Null)]), "an object", None),
        ] {
            assert_eq!((value.kind(), text(&value).as_deref()), (kind, shown));
            assert_eq!(value.clone().into_owned(), value);
        }
    }

    #[test]
    fn values_without_content_are_empty() {
        for empty in [Value::Null, Value::Text(" \n".into()), Value::List(vec![Value::Null]), Value::Object(vec![])] {
            assert!(empty.is_empty(), "{empty:?}");
        }
        for full in [Value::Bool(false), Value::Integer(0), Value::Text("0".into())] {
            assert!(!full.is_empty(), "{full:?}");
        }
    }
}
