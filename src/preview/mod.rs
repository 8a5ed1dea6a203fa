//! What a conversation would become in Lime CRM: the output of [`Mapper::preview`](crate::Mapper::preview).
//!
//! A [`Preview`] is a plain value. Its JSON form is the public contract: the npm package's types and the JSON Schema
//! are generated from the types in this file. Texts are borrowed from the payload and from the mapper where that is
//! possible; [`Preview::into_owned`] cuts the tie.

pub(crate) mod link;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::config::LinkType;
use crate::model::finding::{Finding, Severity};
pub use crate::model::role::Role;
use crate::text::message::owned;

/// What would be written to Lime CRM for one conversation, where each value comes from, and what is wrong with it.
///
/// The same payload, configuration and metadata give the same preview, byte for byte, on every runtime.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Preview<'a> {
    /// The conversation's id in Userlike (`/id` of the payload); null when the payload has none that can be used.
    pub conversation: Option<i64>,
    /// The configured instance that takes this conversation; null when none does, and then a finding says why.
    pub instance: Option<ChosenInstance<'a>>,
    /// What must be looked up in Lime CRM before anything is written, in this order. Several lookups with one role are
    /// tried one after the other; the first that finds an object ends the search.
    pub lookups: Vec<Lookup<'a>>,
    /// The limeobjects to be written, in this order.
    pub objects: Vec<Limeobject<'a>>,
    /// What is worth knowing, in the order of the work. One of severity `error` means: do not send this.
    pub findings: Vec<Finding<'a>>,
}

impl Preview<'_> {
    /// True when Lime CRM is expected to accept what is shown: there is no finding of severity `error`.
    pub fn is_ready(&self) -> bool {
        !self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// The instance of the configuration that was chosen for a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChosenInstance<'a> {
    /// The instance's name, or its limetype where it has no name.
    pub name: Cow<'a, str>,
    /// Its place in the configuration's `instances`, counted from 0.
    pub index: usize,
    /// Why it was chosen, in words: `topic "support"`, `default`, `the only instance`, `chosen by the caller`.
    pub reason: Cow<'a, str>,
    /// The client that links to its limeobjects open.
    #[serde(rename = "linkType")]
    pub link_type: LinkType,
}

/// A question that Lime CRM must answer before the objects can be written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Lookup<'a> {
    /// Find a limeobject by the value of a property.
    ByProperty {
        /// What the found object is for.
        role: Role,
        /// The limetype to search in.
        limetype: Cow<'a, str>,
        /// The property to compare.
        property: Cow<'a, str>,
        /// The value that it must have.
        value: PropertyValue<'a>,
        /// JSON pointer to the value in the payload.
        source: Cow<'a, str>,
        /// JSON pointer to the rule in the configuration.
        config: Cow<'a, str>,
    },
    /// Take the object that a property of an already found object points at.
    Through {
        /// What the found object is for.
        role: Role,
        /// The role of the object to start from.
        through: Role,
        /// The relation to follow.
        property: Cow<'a, str>,
    },
}

/// A limeobject to be written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Limeobject<'a> {
    /// The part that it plays.
    pub role: Role,
    /// Its limetype.
    pub limetype: Cow<'a, str>,
    /// Property values, by property, as Lime CRM's REST API takes them.
    pub values: Fields<'a, PropertyValue<'a>>,
    /// Relations, by property: the role of the object whose id is written.
    pub relations: Fields<'a, Role>,
    /// For every entry of `values`, where it comes from.
    #[serde(default)]
    pub sources: Fields<'a, Vec<ValueSource<'a>>>,
    /// The file that goes with a document, to be fetched and uploaded by whoever delivers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "FileLink"))]
    pub file: Option<FileLink<'a>>,
}

/// A file of the conversation, still where Userlike keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FileLink<'a> {
    /// The property of the object that takes the uploaded file's id.
    pub property: Cow<'a, str>,
    /// Where the file is. It comes from the payload: fetch it only from hosts that you allow.
    pub url: Cow<'a, str>,
    /// The file's name, cut to a sane length and without path separators.
    pub name: Cow<'a, str>,
    /// JSON pointer to the link in the payload.
    pub source: Cow<'a, str>,
}

/// A property's value as Lime CRM's REST API takes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum PropertyValue<'a> {
    /// The property is cleared. Never for text types: those are cleared by an empty text.
    Null,
    /// yesno
    YesNo(bool),
    /// integer, the ids of belongsto, user and file. Within ±(2^53 − 1), so that every JSON reader keeps it.
    Integer(i64),
    /// decimal, percent
    Decimal(f64),
    /// string, text, phone, link, xml; time as RFC 3339 in UTC; date, year, quarter, month
    Text(Cow<'a, str>),
    /// option
    Option(OptionKey<'a>),
    /// set
    Set(Vec<OptionKey<'a>>),
}

/// An option, named by its key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OptionKey<'a> {
    /// The option's key in Lime CRM.
    pub key: Cow<'a, str>,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum ValueSource<'a> {
    /// From the conversation.
    Payload {
        /// JSON pointer into the payload.
        payload: Cow<'a, str>,
        /// JSON pointer to what asks for it in the configuration; absent where the value is always written.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", schemars(with = "Cow<'a, str>"))]
        config: Option<Cow<'a, str>>,
    },
    /// From the configuration.
    Constant {
        /// JSON pointer into the configuration.
        constant: Cow<'a, str>,
    },
}

/// Things by property name, in the order in which they were set. A JSON object when serialized.
#[derive(Debug, Clone, PartialEq)]
pub struct Fields<'a, T>(Vec<(Cow<'a, str>, T)>);

impl<'a, T> Fields<'a, T> {
    /// None at all.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Sets `name`, in its old place when it is there already.
    pub fn set(&mut self, name: impl Into<Cow<'a, str>>, value: T) {
        let name = name.into();
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some(entry) => entry.1 = value,
            None => self.0.push((name, value)),
        }
    }

    /// What is set for `name`.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn into_owned<U>(self, own: impl Fn(T) -> U) -> Fields<'static, U> {
        Fields(self.0.into_iter().map(|(name, value)| (owned(name), own(value))).collect())
    }
}

impl<T> Default for Fields<'_, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Serialize> Serialize for Fields<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
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

impl Preview<'_> {
    /// The same preview without ties to the payload and the mapper.
    pub fn into_owned(self) -> Preview<'static> {
        Preview {
            conversation: self.conversation,
            instance: self.instance.map(|instance| ChosenInstance {
                name: owned(instance.name),
                index: instance.index,
                reason: owned(instance.reason),
                link_type: instance.link_type,
            }),
            lookups: self.lookups.into_iter().map(Lookup::into_owned).collect(),
            objects: self.objects.into_iter().map(Limeobject::into_owned).collect(),
            findings: self.findings.into_iter().map(Finding::into_owned).collect(),
        }
    }
}

impl Lookup<'_> {
    fn into_owned(self) -> Lookup<'static> {
        match self {
            Lookup::ByProperty { role, limetype, property, value, source, config } => Lookup::ByProperty {
                role,
                limetype: owned(limetype),
                property: owned(property),
                value: value.into_owned(),
                source: owned(source),
                config: owned(config),
            },
            Lookup::Through { role, through, property } => Lookup::Through { role, through, property: owned(property) },
        }
    }
}

impl Limeobject<'_> {
    fn into_owned(self) -> Limeobject<'static> {
        Limeobject {
            role: self.role,
            limetype: owned(self.limetype),
            values: self.values.into_owned(PropertyValue::into_owned),
            relations: self.relations.into_owned(|role| role),
            sources: self.sources.into_owned(|sources| sources.into_iter().map(ValueSource::into_owned).collect()),
            file: self.file.map(|file| FileLink {
                property: owned(file.property),
                url: owned(file.url),
                name: owned(file.name),
                source: owned(file.source),
            }),
        }
    }
}

impl PropertyValue<'_> {
    pub(crate) fn into_owned(self) -> PropertyValue<'static> {
        match self {
            PropertyValue::Null => PropertyValue::Null,
            PropertyValue::YesNo(value) => PropertyValue::YesNo(value),
            PropertyValue::Integer(value) => PropertyValue::Integer(value),
            PropertyValue::Decimal(value) => PropertyValue::Decimal(value),
            PropertyValue::Text(value) => PropertyValue::Text(owned(value)),
            PropertyValue::Option(option) => PropertyValue::Option(OptionKey { key: owned(option.key) }),
            PropertyValue::Set(options) => {
                PropertyValue::Set(options.into_iter().map(|option| OptionKey { key: owned(option.key) }).collect())
            }
        }
    }
}

impl ValueSource<'_> {
    fn into_owned(self) -> ValueSource<'static> {
        match self {
            ValueSource::Payload { payload, config } => {
                ValueSource::Payload { payload: owned(payload), config: config.map(owned) }
            }
            ValueSource::Constant { constant } => ValueSource::Constant { constant: owned(constant) },
        }
    }
}
