//! From JSON to the types that serde describes: previews, options and saved states.
//!
//! The text is read into a [`Value`] first. serde generates code for each type and each deserializer, and this one has much
//! less of it than serde_json's, which parses in every type.

use std::borrow::Cow;
use std::fmt;
use std::vec::IntoIter;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, Expected, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use crate::json::error::ReadError;
use crate::json::read::read_whole;
use crate::json::value::Value;
use crate::text::decimal::json_text;

/// Reads JSON text, as `serde_json::from_str`.
pub(crate) fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    T::deserialize(Source(read_whole(text)?))
}

/// A text is not JSON, or not what the type expects. The messages are those of serde_json; only errors of JSON have a position.
#[derive(Debug)]
pub(crate) struct Unreadable(String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}

impl From<ReadError> for Unreadable {
    fn from(error: ReadError) -> Self {
        Self(error.as_serde_json())
    }
}

impl Error for Unreadable {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }

    #[cold]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(format!("invalid type: {}, expected {expected}", shown(found)))
    }

    #[cold]
    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(format!("invalid value: {}, expected {expected}", shown(found)))
    }
}

fn shown(value: Unexpected<'_>) -> Cow<'static, str> {
    match value {
        Unexpected::Bool(value) => format!("boolean `{value}`").into(),
        Unexpected::Unsigned(number) => format!("integer `{number}`").into(),
        Unexpected::Signed(number) => format!("integer `{number}`").into(),
        Unexpected::Float(number) => format!("floating point `{}`", json_text(number)).into(),
        Unexpected::Str(text) => format!("string {text:?}").into(),
        Unexpected::Unit => "null".into(),
        Unexpected::Seq => "sequence".into(),
        Unexpected::Map => "map".into(),
        _ => "another value".into(),
    }
}

/// A value that serde reads from.
struct Source<'de>(Value<'de>);

impl<'de> Deserializer<'de> for Source<'de> {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Integer(_) | Value::Number(_) => self.deserialize_f64(visitor),
            Value::Text(_) => self.deserialize_string(visitor),
            Value::List(_) => self.deserialize_seq(visitor),
            Value::Object(_) => self.deserialize_map(visitor),
        }
    }

    // Each type is offered only what it can take: the other methods of its visitor would be generated for nothing.

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Number(number) => visitor.visit_f64(number),
            _ => self.deserialize_i64(visitor),
        }
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Integer(number) => match u64::try_from(number) {
                Ok(number) => visitor.visit_u64(number),
                Err(_) => visitor.visit_i64(number),
            },
            other => Err(invalid_type(&other, &visitor)),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Bool(value) => visitor.visit_bool(value),
            other => Err(invalid_type(&other, &visitor)),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            other => Err(invalid_type(&other, &visitor)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Text(text) => visitor.visit_str(&text),
            other => Err(invalid_type(&other, &visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Text(text) => visitor.visit_string(text.into_owned()),
            other => Err(invalid_type(&other, &visitor)),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::List(items) => visitor.visit_seq(Items(items.into_iter())),
            other => Err(invalid_type(&other, &visitor)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Object(members) => visitor.visit_map(Members { members: members.into_iter(), value: Value::Null }),
            other => Err(invalid_type(&other, &visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            value => visitor.visit_some(Source(value)),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_map(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_str(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Text(name) => visitor.visit_enum(Variant { name, content: Value::Null }),
            Value::Object(members) => {
                let mut members = members.into_iter();
                match (members.next(), members.next()) {
                    (Some((name, content)), None) => visitor.visit_enum(Variant { name, content }),
                    _ => Err(Unreadable::invalid_type(Unexpected::Map, &"a map with one key")),
                }
            }
            other => Err(invalid_type(&other, &visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_unit()
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_i64(visitor)
    }

    forward_to_deserialize_any! {
        i8 i16 i128 u8 u16 u128 f32 char bytes byte_buf unit_struct tuple tuple_struct
    }
}

#[cold]
fn invalid_type(found: &Value<'_>, expected: &dyn Expected) -> Unreadable {
    let found = match found {
        Value::Null => Unexpected::Unit,
        Value::Bool(value) => Unexpected::Bool(*value),
        Value::Integer(number) => Unexpected::Signed(*number),
        Value::Number(number) => Unexpected::Float(*number),
        Value::Text(text) => Unexpected::Str(text),
        Value::List(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    };
    Unreadable::invalid_type(found, expected)
}

struct Items<'de>(IntoIter<Value<'de>>);

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unreadable> {
        self.0.next().map(|item| seed.deserialize(Source(item))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct Members<'de> {
    members: IntoIter<(Cow<'de, str>, Value<'de>)>,
    /// The value of the key that was read last.
    value: Value<'de>,
}

impl<'de> MapAccess<'de> for Members<'de> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unreadable> {
        let Some((key, value)) = self.members.next() else { return Ok(None) };
        self.value = value;
        seed.deserialize(Source(Value::Text(key))).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unreadable> {
        seed.deserialize(Source(std::mem::replace(&mut self.value, Value::Null)))
    }
}

/// A variant of an enum: its name, and null or its content.
struct Variant<'de> {
    name: Cow<'de, str>,
    content: Value<'de>,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Unreadable;
    type Variant = Source<'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Source<'de>), Unreadable> {
        Ok((seed.deserialize(Source(Value::Text(self.name)))?, Source(self.content)))
    }
}

impl<'de> VariantAccess<'de> for Source<'de> {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        match self.0 {
            Value::Null => Ok(()),
            other => Err(invalid_type(&other, &"unit")),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unreadable> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_map(visitor)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Record {
        text: String,
        number: f64,
        count: Option<u32>,
        #[serde(default)]
        kind: Kind,
        list: Vec<Either>,
    }

    #[derive(Debug, PartialEq, Default, Deserialize)]
    enum Kind {
        #[default]
        Unit,
        Newtype(i64),
        Struct {
            flag: bool,
        },
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(untagged)]
    enum Either {
        Object { a: Kind },
        Number(f64),
        Nothing,
    }

    #[test]
    fn values_and_messages_are_those_of_serde_json() {
        for (members, list) in [
            (r#""text":"a\u00e4","number":1.5"#, r#"{"a":"Unit"},0.1,null,{"a":{"Newtype":-5}}"#),
            (r#""text":"","number":3,"count":7,"kind":{"Struct":{"flag":true}}"#, ""),
            (r#""text":"","number":-3,"count":null,"kind":"Unit""#, "1e300"),
            (r#""text":"","number":3,"kind":"Other""#, ""),
            (r#""text":"","number":3,"kind":{"Newtype":1.5}"#, ""),
            (r#""text":"","number":3,"kind":{"Struct":{}}"#, ""),
            (r#""text":"","number":"3""#, ""),
            (r#""text":"","number":3,"count":-1"#, ""),
            (r#""text":"","number":3,"count":4294967296"#, ""),
            (r#""text":"","number":3,"more":1"#, ""),
            (r#""text":"","text":"","number":3"#, ""),
            (r#""text":12.0,"number":3"#, ""),
            (r#""text":{},"number":3"#, ""),
            (r#""text":[],"number":3"#, ""),
            (r#""text":null,"number":3"#, ""),
            (r#""text":true,"number":3"#, ""),
            (r#""number":3"#, ""),
            (r#""text":"","number":3"#, "true"),
            (r#""text":"","number":3"#, "1,"),
        ] {
            let text = format!("{{{members},\"list\":[{list}]}}");
            let read = from_str::<Record>(&text).map_err(|error| error.to_string());
            let expected = serde_json::from_str::<Record>(&text).map_err(|error| error.to_string());
            match (read, expected) {
                (Err(read), Err(expected)) => assert!(expected.starts_with(&read), "{read}\n{expected}"),
                (read, expected) => assert_eq!(read, expected, "{text}"),
            }
        }
    }
}
