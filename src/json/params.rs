//! The values of messages from and to JSON.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::json::from_value::{FromValue, Unreadable, invalid_type};
use crate::json::read::read_whole;
use crate::json::value::Value;
use crate::json::write::to_string;
use crate::text::said::Params;

impl Serialize for Params<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        read_whole(self.as_json()).unwrap_or(Value::Null).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Params<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members = serde_json::Map::deserialize(deserializer)?;
        serde_json::to_string(&members).map(Self::from_json).map_err(D::Error::custom)
    }
}

impl FromValue for Params<'_> {
    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, value: &Value<'_>) -> Result<(), Unreadable> {
        let Value::Object(_) = value else { return Err(invalid_type(value, "a map")) };
        *self = Self::from_json(to_string(value).map_err(|error| Unreadable::new(error.to_string()))?);
        Ok(())
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Params<'_> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Params".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "description": "The values in a message, by name.", "type": "object" })
    }
}
