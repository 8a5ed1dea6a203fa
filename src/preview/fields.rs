//! Values by property.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::json::from_value::{FromValue, Unreadable, from_value, invalid_type};
use crate::json::value::Value;
use crate::text::message::owned;
use crate::text::positions::Positions;

/// Values by property, in the order in which they were set. Serialized as a JSON object.
#[derive(Debug, Clone, PartialEq)]
pub struct Fields<'a, T> {
    list: Vec<(Cow<'a, str>, T)>,
    positions: Positions,
}

impl<'a, T> Fields<'a, T> {
    /// Creates an empty map.
    pub const fn new() -> Self {
        Self { list: Vec::new(), positions: Positions::new() }
    }

    /// Creates an empty map with room for entries.
    pub(crate) fn with_capacity(count: usize) -> Self {
        Self { list: Vec::with_capacity(count), positions: Positions::new() }
    }

    /// Sets the value of `name`. An existing entry keeps its position.
    pub fn set(&mut self, name: impl Into<Cow<'a, str>>, value: T) {
        let name = name.into();
        match self.position(&name).and_then(|position| self.list.get_mut(position)) {
            Some(entry) => entry.1 = value,
            None => {
                self.list.push((name, value));
                let list = &self.list;
                self.positions.add(list.len(), &|at| list.get(at).map_or(&[], |(name, _)| name.as_bytes()));
            }
        }
    }

    fn position(&self, name: &str) -> Option<usize> {
        let is_at = |at: usize| self.list.get(at).is_some_and(|(known, _)| known == name);
        self.positions.find(name.as_bytes(), self.list.len(), is_at)
    }

    /// The value of `name`.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.position(name).and_then(|position| self.list.get(position)).map(|(_, value)| value)
    }

    /// The entries, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.list.iter().map(|(name, value)| (name.as_ref(), value))
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(super) fn into_owned<U>(self, own: impl Fn(T) -> U) -> Fields<'static, U> {
        let list = self.list.into_iter().map(|(name, value)| (owned(name), own(value))).collect();
        Fields { list, positions: self.positions }
    }
}

impl<T> Default for Fields<'_, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Serialize> Serialize for Fields<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.list.len()))?;
        for (name, value) in &self.list {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Fields<'_, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<'a, T>(PhantomData<Fields<'a, T>>);

        impl<'de, 'a, T: Deserialize<'de>> Visitor<'de> for Members<'a, T> {
            type Value = Fields<'a, T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
                let mut fields = Fields::new();
                while let Some((name, value)) = access.next_entry::<String, T>()? {
                    fields.set(name, value);
                }
                Ok(fields)
            }
        }

        deserializer.deserialize_map(Members(PhantomData))
    }
}

impl<T: FromValue> FromValue for Fields<'_, T> {
    fn blank() -> Self {
        Fields::new()
    }

    fn read(&mut self, value: &Value<'_>) -> Result<(), Unreadable> {
        let Value::Object(members) = value else { return Err(invalid_type(value, "an object")) };
        for (name, value) in members {
            self.set(name.to_string(), from_value(value)?);
        }
        Ok(())
    }
}

#[cfg(feature = "schema")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Fields<'_, T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("FieldsOf{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "object", "additionalProperties": generator.subschema_for::<T>() })
    }
}
