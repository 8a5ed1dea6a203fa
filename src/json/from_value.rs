//! From JSON to the delivery's types: previews, options and saved states.
//!
//! What is read is what serde's derived code would read, with the same messages. That code is generated for each type and
//! each member; this one is a list of the members of each type, which one function reads. The delivery's module of
//! WebAssembly is a quarter smaller for it.

use std::borrow::Cow;
use std::fmt;

use crate::json::error::ReadError;
use crate::json::value::Value;
use crate::text::decimal::json_text;
use crate::text::message::{excerpt, in_quotes};

/// A type that is read from JSON.
pub(crate) trait FromValue {
    /// The value to read into. It stays where a member that may be absent is absent.
    fn blank() -> Self
    where
        Self: Sized;

    /// Reads a value into this one, which is only to be used if that succeeds.
    fn read(&mut self, value: &Value<'_>) -> Result<(), Unreadable>;
}

/// Reads a value.
pub(crate) fn from_value<T: FromValue>(value: &Value<'_>) -> Result<T, Unreadable> {
    let mut read = T::blank();
    read.read(value)?;
    Ok(read)
}

/// A text is not JSON, or not what the type expects. The messages are those of serde_json; only errors of JSON have a position.
#[derive(Debug)]
pub(crate) struct Unreadable(String);

impl Unreadable {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<ReadError> for Unreadable {
    fn from(error: ReadError) -> Self {
        Self(error.as_serde_json())
    }
}

/// A member of an object, and where it is read into.
pub(crate) struct Member<'m> {
    name: &'static str,
    is_required: bool,
    is_read: bool,
    target: &'m mut dyn FromValue,
}

impl<'m> Member<'m> {
    pub(crate) fn required(name: &'static str, target: &'m mut dyn FromValue) -> Self {
        Self { name, is_required: true, is_read: false, target }
    }

    pub(crate) fn optional(name: &'static str, target: &'m mut dyn FromValue) -> Self {
        Self { is_required: false, ..Self::required(name, target) }
    }
}

/// Reads the members of an object. Others are ignored.
pub(crate) fn read_members(value: &Value<'_>, expected: &str, members: &mut [Member<'_>]) -> Result<(), Unreadable> {
    read_object(value, expected, members, true)
}

/// Reads the members of an object that must have no others.
pub(crate) fn read_only_members(
    value: &Value<'_>,
    expected: &str,
    members: &mut [Member<'_>],
) -> Result<(), Unreadable> {
    read_object(value, expected, members, false)
}

fn read_object(
    value: &Value<'_>,
    expected: &str,
    members: &mut [Member<'_>],
    may_have_others: bool,
) -> Result<(), Unreadable> {
    let Value::Object(object) = value else { return Err(invalid_type(value, expected)) };
    for (name, value) in object {
        match members.iter_mut().find(|member| member.name == name) {
            Some(member) if member.is_read => return Err(about("duplicate field", member.name)),
            Some(member) => {
                member.target.read(value)?;
                member.is_read = true;
            }
            None if may_have_others => {}
            None => return Err(unknown("field", name, &members.iter().map(|member| member.name).collect::<Vec<_>>())),
        }
    }
    match members.iter().find(|member| member.is_required && !member.is_read) {
        Some(missing) => Err(about("missing field", missing.name)),
        None => Ok(()),
    }
}

/// Reads a variant of an enum: the position of its name, and its content, null if there is none.
pub(crate) fn read_variant<'v, 't>(
    value: &'v Value<'t>,
    expected: &str,
    names: &[&str],
) -> Result<(usize, &'v Value<'t>), Unreadable> {
    let (name, content) = match value {
        Value::Text(name) => (name, &Value::Null),
        Value::Object(members) => match members.as_slice() {
            [(name, content)] => (name, content),
            _ => return Err(invalid_type(value, "a map with one key")),
        },
        _ => return Err(invalid_type(value, expected)),
    };
    match names.iter().position(|known| known == name) {
        Some(position) => Ok((position, content)),
        None => Err(unknown("variant", name, names)),
    }
}

/// Reads the content of a variant that has none.
pub(crate) fn read_nothing(content: &Value<'_>) -> Result<(), Unreadable> {
    match content {
        Value::Null => Ok(()),
        other => Err(invalid_type(other, "unit")),
    }
}

/// Reads a variant without content: the position of its name.
pub(crate) fn read_name(value: &Value<'_>, expected: &str, names: &[&str]) -> Result<usize, Unreadable> {
    let (position, content) = read_variant(value, expected, names)?;
    read_nothing(content)?;
    Ok(position)
}

#[cold]
pub(crate) fn no_variant(name: &str) -> Unreadable {
    Unreadable(["data did not match any variant of untagged enum ", name].concat())
}

#[cold]
fn about(what: &str, name: &str) -> Unreadable {
    Unreadable([what, " `", name, "`"].concat())
}

#[cold]
fn unknown(what: &str, name: &str, names: &[&str]) -> Unreadable {
    let names: Vec<_> = names.iter().map(|name| ["`", name, "`"].concat()).collect();
    let expected = match names.as_slice() {
        [] | [_] => names.concat(),
        [_, _] => names.join(" or "),
        _ => ["one of ", &names.join(", ")].concat(),
    };
    Unreadable(["unknown ", what, " `", name, "`, expected ", &expected].concat())
}

#[cold]
pub(crate) fn invalid_type(found: &Value<'_>, expected: &str) -> Unreadable {
    let shown = match found {
        Value::Null => "null".into(),
        Value::Bool(value) => format!("boolean `{value}`"),
        Value::Integer(number) => format!("integer `{number}`"),
        Value::Number(number) => format!("floating point `{}`", json_text(*number)),
        Value::Digits(digits) => format!("number `{}`", excerpt(digits)),
        Value::Text(text) => ["string ", &in_quotes(text)].concat(),
        Value::List(_) => "sequence".into(),
        Value::Object(_) => "map".into(),
    };
    Unreadable(["invalid type: ", &shown, ", expected ", expected].concat())
}

fn read_text<'v>(value: &'v Value<'_>) -> Result<&'v str, Unreadable> {
    value.as_text().ok_or_else(|| invalid_type(value, "a string"))
}

impl FromValue for bool {
    fn blank() -> Self {
        false
    }

    fn read(&mut self, value: &Value<'_>) -> Result<(), Unreadable> {
        let Value::Bool(read) = value else { return Err(invalid_type(value, "a boolean")) };
        *self = *read;
        Ok(())
    }
}

macro_rules! read_integers {
    ($($type:ident)*) => { $(
        impl FromValue for $type {
            fn blank() -> Self {
                0
            }

            fn read(&mut self, value: &Value<'_>) -> Result<(), Unreadable> {
                let Value::Integer(read) = value else { return Err(invalid_type(value, stringify!($type))) };
                *self = Self::try_from(*read).map_err(|_| out_of_range(*read, stringify!($type)))?;
                Ok(())
            }
        }
    )* };
}

read_integers!(i64 u32 u64 usize);

#[cold]
fn out_of_range(number: i64, expected: &str) -> Unreadable {
    Unreadable(format!("invalid value: integer `{number}`, expected {expected}"))
}

impl FromValue for String {
    fn blank() -> Self {
        String::new()
    }

    fn read(&mut self, value: &Value<'_>) -> Result<(), Unreadable> {
        *self = read_text(value)?.to_owned();
        Ok(())
    }
}

impl FromValue for Cow<'_, str> {
    fn blank() -> Self {
        Cow::Borrowed("")
    }

    fn read(&mut self, value: &Value<'_>) -> Result<(), Unreadable> {
        *self = Cow::Owned(read_text(value)?.to_owned());
        Ok(())
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn blank() -> Self {
        None
    }

    fn read(&mut self, value: &Value<'_>) -> Result<(), Unreadable> {
        *self = match value {
            Value::Null => None,
            value => Some(from_value(value)?),
        };
        Ok(())
    }
}

impl<T: FromValue> FromValue for Vec<T> {
    fn blank() -> Self {
        Vec::new()
    }

    fn read(&mut self, value: &Value<'_>) -> Result<(), Unreadable> {
        let Value::List(items) = value else { return Err(invalid_type(value, "a sequence")) };
        for item in items {
            self.push(from_value(item)?);
        }
        Ok(())
    }
}

/// The name of a member in JSON.
macro_rules! member_name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $name:literal) => {
        $name
    };
}

/// Reads a struct: first the members that it must have, then those that may be absent, then those that are not saved.
macro_rules! read_struct {
    ($type:ty => $expected:literal {
        $($field:ident $(as $name:literal)?),*;
        $($optional:ident $(as $optional_name:literal)?),*;
        $($skipped:ident),*
    }) => {
        impl crate::json::from_value::FromValue for $type {
            fn blank() -> Self {
                Self {
                    $($field: crate::json::from_value::FromValue::blank(),)*
                    $($optional: crate::json::from_value::FromValue::blank(),)*
                    $($skipped: Default::default(),)*
                }
            }

            fn read(
                &mut self,
                value: &crate::json::value::Value<'_>,
            ) -> Result<(), crate::json::from_value::Unreadable> {
                crate::json::from_value::read_members(value, $expected, &mut [
                    $(crate::json::from_value::Member::required(
                        crate::json::from_value::member_name!($field $($name)?), &mut self.$field),)*
                    $(crate::json::from_value::Member::optional(
                        crate::json::from_value::member_name!($optional $($optional_name)?), &mut self.$optional),)*
                ])
            }
        }
    };
}

/// Reads an object into a variant of an enum; the variant, or why it is none.
macro_rules! read_variant_members {
    ($value:expr, $expected:literal, $enum:ident::$variant:ident {
        $($field:ident $(as $name:literal)?),*;
        $($optional:ident $(as $optional_name:literal)?),*
    }) => {{
        let object = $value;
        let mut variant = $enum::$variant {
            $($field: crate::json::from_value::FromValue::blank(),)*
            $($optional: crate::json::from_value::FromValue::blank(),)*
        };
        match &mut variant {
            $enum::$variant { $($field,)* $($optional,)* } => {
                crate::json::from_value::read_members(object, $expected, &mut [
                    $(crate::json::from_value::Member::required(
                        crate::json::from_value::member_name!($field $($name)?), $field),)*
                    $(crate::json::from_value::Member::optional(
                        crate::json::from_value::member_name!($optional $($optional_name)?), $optional),)*
                ])
            }
            _ => Ok(()),
        }
        .map(|()| variant)
    }};
}

/// Reads an enum that is written as a name.
macro_rules! read_names {
    ($type:ident { $first:ident = $first_name:literal $(, $variant:ident = $name:literal)* $(,)? }) => {
        impl crate::json::from_value::FromValue for $type {
            fn blank() -> Self {
                Self::$first
            }

            fn read(
                &mut self,
                value: &crate::json::value::Value<'_>,
            ) -> Result<(), crate::json::from_value::Unreadable> {
                const VARIANTS: &[$type] = &[$type::$first $(, $type::$variant)*];
                const NAMES: &[&str] = &[$first_name $(, $name)*];
                let read = crate::json::from_value::read_name(value, concat!("enum ", stringify!($type)), NAMES)?;
                if let Some(variant) = VARIANTS.get(read) {
                    *self = *variant;
                }
                Ok(())
            }
        }
    };
}

/// Reads an enum that is written as a name, and gives it a method that returns the name.
macro_rules! names {
    ($type:ident { $($variant:ident = $name:literal),* $(,)? }) => {
        crate::json::from_value::read_names!($type { $($variant = $name),* });

        impl $type {
            /// The stable name in JSON.
            pub fn as_str(self) -> &'static str {
                match self { $($type::$variant => $name),* }
            }
        }
    };
}

pub(crate) use {member_name, names, read_names, read_struct, read_variant_members};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::read::read_whole;
    use crate::json::write::to_string;
    use crate::{DeliveryOptions, FindingCode, Preview};

    /// Reads a text as serde_json does, and compares the results, as JSON, and the messages.
    fn assert_read_as_by_serde<T: FromValue + serde::Serialize + serde::de::DeserializeOwned>(text: &str) {
        let read = read_whole(text).map_err(Unreadable::from).and_then(|value| from_value::<T>(&value));
        match (read, serde_json::from_str::<T>(text)) {
            (Err(read), Err(expected)) => {
                let expected = expected.to_string();
                assert!(expected.starts_with(&read.to_string()), "{read}\n{expected}\n{text}");
            }
            (Ok(read), Ok(expected)) => {
                assert_eq!(to_string(&read).unwrap(), to_string(&expected).unwrap(), "{text}");
            }
            (Ok(_), Err(expected)) => panic!("only serde finds: {expected}\n{text}"),
            (Err(read), Ok(_)) => panic!("serde does not find: {read}\n{text}"),
        }
    }

    #[test]
    fn options_and_messages_are_those_of_serde_json() {
        for members in [
            r#""url":"a\u00e4""#,
            r#""url":"","existing":"fill","onlyIfChanged":true,"limeobject":-7,"now":"n","mediaHosts":["*.x.se"]"#,
            r#""url":"","maxFileBytes":4294967295,"fileTimeout":0,"attempts":1,"limeobject":null,"now":null"#,
            "",
            r#""url":"","url":"""#,
            r#""url":"","other":1"#,
            r#""url":"","existing":"Fill""#,
            r#""url":"","existing":{"fill":null}"#,
            r#""url":"","attempts":-1"#,
            r#""url":"","attempts":4294967296"#,
            r#""url":"","attempts":1.5"#,
            r#""url":"","attempts":null"#,
            r#""url":"","limeobject":1e300"#,
            r#""url":"","limeobject":"3""#,
            r#""url":"","mediaHosts":"x.se""#,
            r#""url":"","mediaHosts":["10.0.0.1"]"#,
            r#""url":"","mediaHosts":[1]"#,
            r#""url":12.5"#,
            r#""url":{}"#,
            r#""url":[]"#,
            r#""url":null"#,
            r#""url":true"#,
            r#""url":"","onlyIfChanged":0"#,
            r#""url":"#,
        ] {
            assert_read_as_by_serde::<DeliveryOptions>(&format!("{{{members}}}"));
        }
        assert_read_as_by_serde::<DeliveryOptions>("{\"url\":\"\"} 1");
        // serde_json's parser reads variants itself, and has other messages for their form.
        for (existing, message) in [
            (r#"{"fill":null,"keep":null}"#, "invalid type: map, expected a map with one key"),
            (r#"{"fill":1}"#, "invalid type: integer `1`, expected unit"),
            ("1", "invalid type: integer `1`, expected enum UpdatePolicy"),
        ] {
            let text = format!(r#"{{"url":"","existing":{existing}}}"#);
            let read = from_value::<DeliveryOptions>(&read_whole(&text).unwrap());
            assert_eq!(read.unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn previews_and_messages_are_those_of_serde_json() {
        const INSTANCE: &str = r#"{"name":"n","index":0,"reason":"r","linkType":"Desktop client"}"#;
        const FULL: &str = r#"{"role":"person","limetype":"l","property":"p","value":"v","otherForms":["w",1],
            "matchBy":"phone","phoneCountry":"+46","inactiveProperties":["i"],"source":"/s","config":"/c"}"#;
        const SHORT: &str =
            r#"{"role":"person","limetype":"l","property":"p","value":null,"source":"/s","config":"/c","more":1}"#;
        const THROUGH: &str = r#"{"role":"company","through":"person","property":"p"}"#;
        const OBJECT: &str = r#"{"role":"document","limetype":"l","values":{"a":null,"b":true,"c":-3,"d":0.5,"e":"t",
            "f":{"key":"k"},"g":[{"key":"k"},{"key":"l"}],"h":[],"a":3.5},"relations":{"r":"history"},
            "sources":{"a":[{"payload":"/p"},{"payload":"/p","config":"/c"},{"constant":"/c"}]},"cleared":{"z":""},
            "file":{"property":"p","url":"u","name":"n","source":"s"}}"#;
        let preview = |instance: &str, lookups: &str, objects: &str, findings: &str| {
            format!(
                r#"{{"conversation":5,"instance":{instance},"lookups":[{lookups}],"objects":[{objects}],
                "findings":[{findings}]}}"#
            )
        };
        let object = |members: &str| {
            preview("null", "", &format!(r#"{{"role":"limeobject","limetype":"l","relations":{{}},{members}}}"#), "")
        };
        let mut texts = vec![
            preview(INSTANCE, &[FULL, SHORT, THROUGH].join(","), OBJECT, ""),
            preview("null", r#"{"role":"company"}"#, "", ""),
            preview("null", r#"{"role":"nobody","through":"person","property":"p"}"#, "", ""),
            preview("{}", "", "", ""),
            preview("null", "", "", r#"{"severity":"error","code":"none","message":""}"#),
            preview("null", "", "", r#"{"severity":"loud","code":"text-cut","message":""}"#),
            preview("null", "", "", r#"{"severity":"info","code":"text-cut"}"#),
            object(r#""values":{}"#),
            object(r#""values":{"a":{"name":"k"}}"#),
            object(r#""values":{"a":[{"key":3}]}"#),
            object(r#""values":{"a":[3]}"#),
            object(r#""values":[]"#),
            object(r#""values":{},"sources":{"a":[{}]}"#),
            object(r#""values":{},"sources":{"a":{}}"#),
            object(r#""values":{},"file":{"url":"u"}"#),
            object(r#""values":{},"file":null"#),
            object(r#""cleared":{}"#),
            "{}".into(),
            "null".into(),
            r#"{"lookups":[],"objects":[],"findings":[]}"#.into(),
            r#"{"conversation":"5","lookups":[],"objects":[],"findings":[]}"#.into(),
        ];
        for code in FindingCode::ALL {
            texts.push(preview(
                "null",
                "",
                "",
                &format!(
                    r#"{{"severity":"warning","code":"{}","message":"m","object":"coworker","property":"p","source":"s",
                    "config":null}}"#,
                    code.as_str()
                ),
            ));
        }
        for text in texts {
            assert_read_as_by_serde::<Preview<'static>>(&text);
        }
    }
}
