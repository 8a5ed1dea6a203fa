//! The preview: the result of [`Mapper::preview`](crate::Mapper::preview).
//!
//! The JSON form of a [`Preview`] is a public contract: the types of the npm package and the JSON Schema are generated from
//! the types in this file. Strings are borrowed from the payload and the mapper where possible;
//! [`Preview::into_owned`] copies them.

mod fields;
pub(crate) mod link;
mod owned;
mod write;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use fields::Fields;

use crate::json::from_value::{
    FromValue, Unreadable, from_value, names, no_variant, read_struct, read_variant_members,
};
use crate::json::value::Value;
use crate::model::config::LinkType;
use crate::model::finding::{Finding, Severity};
pub use crate::model::match_by::MatchBy;
pub use crate::model::role::Role;

/// What is written to Lime CRM for one conversation, the source of each value, and findings.
///
/// The same payload, configuration and metadata give the same preview, byte for byte, on every runtime.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Preview<'a> {
    /// The conversation's id in Userlike (`/id` of the payload); null when the payload has none that is usable.
    pub conversation: Option<i64>,
    /// The instance that takes the conversation; null when none does, with a finding that says why.
    pub instance: Option<ChosenInstance<'a>>,
    /// Lookups in Lime CRM before anything is written, in order. Several lookups for one role are tried until one finds an
    /// object.
    pub lookups: Vec<Lookup<'a>>,
    /// Limeobjects to be written, in order.
    pub objects: Vec<Limeobject<'a>>,
    /// Findings, in the order of the mapping. With one of severity `error` the preview must not be delivered.
    pub findings: Vec<Finding<'a>>,
}

impl Preview<'_> {
    /// Whether Lime CRM is expected to accept the objects: no finding has the severity `error`.
    pub fn is_ready(&self) -> bool {
        !self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// The instance that was selected for a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChosenInstance<'a> {
    /// Name of the instance, or its limetype when it has no name.
    pub name: Cow<'a, str>,
    /// Position in the configuration's `instances`, counted from 0.
    pub index: usize,
    /// Reason for the selection: `topic "support"`, `default`, `the only instance`, `chosen by the caller`.
    pub reason: Cow<'a, str>,
    /// The reason as a code.
    #[serde(default, rename = "selectedBy")]
    #[cfg_attr(feature = "schema", schemars(required))]
    pub selected_by: SelectedBy,
    /// The conversation's topic that selected the instance, cut at 60 characters; absent when none did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Cow<'a, str>"))]
    pub topic: Option<Cow<'a, str>>,
    /// Client that opens links to its limeobjects.
    #[serde(rename = "linkType")]
    pub link_type: LinkType,
}

/// Why an instance was selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum SelectedBy {
    /// The caller named it.
    #[default]
    Caller,
    /// It has a topic of the conversation.
    Topic,
    /// It is the default.
    Default,
    /// It is the only instance, and has no topic.
    Only,
}

names!(SelectedBy { Caller = "caller", Topic = "topic", Default = "default", Only = "only" });

impl SelectedBy {
    /// The reason in English, except for a topic, which names it.
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Self::Caller => "chosen by the caller",
            Self::Topic => "topic",
            Self::Default => "default",
            Self::Only => "the only instance",
        }
    }
}

/// A lookup in Lime CRM that precedes the writing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Lookup<'a> {
    /// Find a limeobject by a property's value.
    ByProperty {
        /// Role of the object to find.
        role: Role,
        /// Limetype to search.
        limetype: Cow<'a, str>,
        /// Property to compare.
        property: Cow<'a, str>,
        /// Value of the property, in the form in which values are compared.
        value: PropertyValue<'a>,
        /// Other notations of the value, which are searched as well.
        #[serde(default, rename = "otherForms", skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<String>>"))]
        other_forms: Vec<PropertyValue<'a>>,
        /// How texts are compared; absent for properties of other types.
        #[serde(default, rename = "matchBy", skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", schemars(with = "MatchBy"))]
        match_by: Option<MatchBy>,
        /// Calling code of telephone numbers that have none.
        #[serde(default, rename = "phoneCountry", skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", schemars(with = "Cow<'a, str>"))]
        phone_country: Option<Cow<'a, str>>,
        /// Properties that mark an object as inactive.
        #[serde(default, rename = "inactiveProperties", skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<String>>"))]
        inactive_properties: Vec<Cow<'a, str>>,
        /// JSON pointer to the value in the payload.
        source: Cow<'a, str>,
        /// JSON pointer to the rule in the configuration.
        config: Cow<'a, str>,
    },
    /// Follow a relation of an object that was found before.
    Through {
        /// Role of the object to find.
        role: Role,
        /// Role of the object that has the relation.
        through: Role,
        /// The relation.
        property: Cow<'a, str>,
    },
}

/// A limeobject to write.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Limeobject<'a> {
    /// Role of the object.
    pub role: Role,
    /// Limetype of the object.
    pub limetype: Cow<'a, str>,
    /// Values by property, in the form of Lime CRM's REST API.
    pub values: Fields<'a, PropertyValue<'a>>,
    /// Relations by property: the role of the object whose id is written.
    pub relations: Fields<'a, Role>,
    /// Sources of every entry of `values`, by property.
    #[serde(default)]
    pub sources: Fields<'a, Vec<ValueSource<'a>>>,
    /// Properties without a value that an update of an existing object clears, with what clears them; absent when there are none.
    #[serde(default, skip_serializing_if = "Fields::is_empty")]
    pub cleared: Fields<'a, PropertyValue<'a>>,
    /// Unique property that identifies the object. The delivery sets that of a history note.
    #[serde(default, rename = "idempotencyProperty", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Cow<'a, str>"))]
    pub idempotency_property: Option<Cow<'a, str>>,
    /// File of a document, to be fetched and uploaded by the delivery.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "FileLink"))]
    pub file: Option<FileLink<'a>>,
}

/// A media file of the conversation, stored at Userlike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FileLink<'a> {
    /// Property for the id of the uploaded file.
    pub property: Cow<'a, str>,
    /// URL of the file: https, without user name and port. It comes from the payload: fetch it only from hosts that you allow.
    pub url: Cow<'a, str>,
    /// File name in the link, without path separators, at most 200 UTF-16 code units long. The name in the answer of the host
    /// (`Content-Disposition`) precedes it.
    pub name: Cow<'a, str>,
    /// JSON pointer to the link in the payload.
    pub source: Cow<'a, str>,
}

/// A property's value in the form of Lime CRM's REST API.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum PropertyValue<'a> {
    /// Clears the property. Text types are cleared by an empty text instead.
    Null,
    /// yesno
    YesNo(bool),
    /// integer, the ids of belongsto, user and file. Within ±(2^53 − 1), so that every JSON reader keeps it exactly.
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

/// An option, by its key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OptionKey<'a> {
    /// Key of the option.
    pub key: Cow<'a, str>,
}

/// The origin of a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum ValueSource<'a> {
    /// A value of the payload.
    Payload {
        /// JSON pointer into the payload.
        payload: Cow<'a, str>,
        /// JSON pointer to the rule in the configuration; absent for values that are written without a rule.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", schemars(with = "Cow<'a, str>"))]
        config: Option<Cow<'a, str>>,
        /// Number of sources that this one stands for: values in the list `payload`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", schemars(with = "usize"))]
        more: Option<usize>,
    },
    /// A constant of the configuration.
    Constant {
        /// JSON pointer into the configuration.
        constant: Cow<'a, str>,
    },
}

read_struct!(Preview<'_> => "struct Preview" { lookups, objects, findings; conversation, instance; });
read_struct!(ChosenInstance<'_> => "struct ChosenInstance" {
    name, index, reason, link_type as "linkType"; selected_by as "selectedBy", topic;
});
read_struct!(Limeobject<'_> => "struct Limeobject" {
    role, limetype, values, relations; sources, cleared, file, idempotency_property as "idempotencyProperty";
});
read_struct!(FileLink<'_> => "struct FileLink" { property, url, name, source; ; });
read_struct!(OptionKey<'_> => "struct OptionKey" { key; ; });

impl FromValue for Lookup<'_> {
    fn blank() -> Self {
        Self::Through { role: FromValue::blank(), through: FromValue::blank(), property: FromValue::blank() }
    }

    fn read(&mut self, value: &Value<'_>) -> Result<(), Unreadable> {
        let by_property = read_variant_members!(value, "struct variant Lookup::ByProperty", Lookup::ByProperty {
            role, limetype, property, value, source, config;
            other_forms as "otherForms", match_by as "matchBy", phone_country as "phoneCountry",
            inactive_properties as "inactiveProperties"
        });
        *self = by_property
            .or_else(|_| {
                read_variant_members!(value, "struct variant Lookup::Through", Lookup::Through {
                    role, through, property;
                })
            })
            .map_err(|_| no_variant("Lookup"))?;
        Ok(())
    }
}

impl FromValue for ValueSource<'_> {
    fn blank() -> Self {
        Self::Constant { constant: FromValue::blank() }
    }

    fn read(&mut self, value: &Value<'_>) -> Result<(), Unreadable> {
        let payload = read_variant_members!(value, "struct variant ValueSource::Payload", ValueSource::Payload {
            payload;
            config, more
        });
        *self = payload
            .or_else(|_| {
                read_variant_members!(value, "struct variant ValueSource::Constant", ValueSource::Constant {
                    constant;
                })
            })
            .map_err(|_| no_variant("ValueSource"))?;
        Ok(())
    }
}

impl FromValue for PropertyValue<'_> {
    fn blank() -> Self {
        Self::Null
    }

    fn read(&mut self, value: &Value<'_>) -> Result<(), Unreadable> {
        *self = match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::YesNo(*value),
            Value::Integer(number) => Self::Integer(*number),
            Value::Number(_) | Value::Digits(_) => Self::Decimal(value.as_f64().unwrap_or_default()),
            Value::Text(text) => Self::Text(text.to_string().into()),
            Value::Object(_) => Self::Option(from_value(value).map_err(|_| no_variant("PropertyValue"))?),
            Value::List(_) => Self::Set(from_value(value).map_err(|_| no_variant("PropertyValue"))?),
        };
        Ok(())
    }
}
