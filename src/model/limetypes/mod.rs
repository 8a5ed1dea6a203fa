//! Lime CRM's metadata: limetypes, their properties and options.
//!
//! Accepted forms: the response of the limetype API (`GET api/v1/limetype/?_embed=limetypes.properties`, or one limetype with
//! `?_embed=properties`), or a compact form: a list of limetypes whose `properties` is a list and whose relations have
//! `relatedType`. Unknown keys are ignored.

pub(crate) mod info;

use std::borrow::Cow;

use serde::Serialize;

use crate::json::value::Value;
use crate::model::limits::{MIN_KEY_LENGTH, UNLIMITED_LENGTH};
use crate::model::problem::{Node, ProblemCode, Problems};
use crate::text::positions::Positions;
use crate::text::said::Labeled;
use crate::text::texts;

/// The metadata of a Lime CRM: its limetypes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Limetypes(Vec<Limetype>);

/// A limetype.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
pub struct Limetype {
    /// Code name: "helpdesk".
    pub name: String,
    /// Label: "Ticket".
    #[cfg_attr(feature = "schema", schemars(default))]
    pub localname: Option<String>,
    /// Label for several: "Tickets".
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub localname_plural: Option<String>,
    /// Permissions.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub acl: Acl,
    /// The properties.
    pub properties: Vec<Property>,
}

/// Permissions. Default: everything is permitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Acl {
    /// Objects can be created; the property of a new object can be set.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub create: bool,
    /// Objects can be read.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub read: bool,
    /// Objects can be changed.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub update: bool,
    /// Objects can be deleted.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub delete: bool,
}

impl Default for Acl {
    fn default() -> Self {
        Self { create: true, read: true, update: true, delete: true }
    }
}

/// A property of a limetype.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
pub struct Property {
    /// Code name: "title".
    pub name: String,
    /// Label: "Title".
    #[cfg_attr(feature = "schema", schemars(default))]
    pub localname: Option<String>,
    /// Property type.
    #[cfg_attr(feature = "schema", schemars(rename = "type"))]
    pub kind: PropertyType,
    /// Whether an object cannot be created without it.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub required: bool,
    /// Maximum length in characters; 0, and 10,000 or more, are unlimited.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub length: usize,
    /// Options of a property of type option or set.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub options: Vec<PropertyOption>,
    /// Limetype that a relation leads to.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub related_type: Option<String>,
    /// Default value in Lime CRM.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub default_value: Option<Value<'static>>,
    /// Permissions.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub acl: Acl,
}

/// An option of an option or set property.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PropertyOption {
    /// Key.
    pub key: String,
    /// Text that people see.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub text: String,
    /// Whether the option can no longer be selected.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub inactive: bool,
    /// Id in Lime CRM.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub id: Option<i64>,
    /// Position among the options.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub order: Option<i64>,
}

macro_rules! property_types {
    ($($name:ident $text:literal $doc:literal,)*) => {
        /// Property types of Lime CRM.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "lowercase")]
        pub enum PropertyType {
            $(#[doc = $doc] $name,)*
        }

        impl PropertyType {
            /// Every type.
            pub const ALL: &'static [PropertyType] = &[$(PropertyType::$name),*];

            /// Lime CRM's name of the type: `belongsto`.
            pub fn as_str(self) -> &'static str {
                match self { $(PropertyType::$name => $text),* }
            }
        }
    };
}

property_types! {
    String "string" "A text of one line.",
    Text "text" "A text of many lines.",
    Phone "phone" "A telephone number.",
    Link "link" "A link.",
    Xml "xml" "A text that is XML.",
    Integer "integer" "A whole number.",
    Decimal "decimal" "A number.",
    Percent "percent" "A number; 1 is one percent.",
    Yesno "yesno" "Yes or no.",
    Time "time" "A date with a time.",
    Date "date" "A date.",
    Year "year" "A year.",
    Quarter "quarter" "A quarter of a year.",
    Month "month" "A month of a year.",
    Option "option" "One of the property's options.",
    Set "set" "Any of the property's options.",
    User "user" "A user of Lime CRM, by id.",
    File "file" "A file, by id.",
    Belongsto "belongsto" "A relation to one object, by id.",
    Hasone "hasone" "The other end of a relation: one object leads here.",
    Hasmany "hasmany" "The other end of a relation: many objects lead here.",
    Hasandbelongstomany "hasandbelongstomany" "A relation between many objects at both ends.",
}

impl PropertyType {
    /// Whether it is a relation that is written from the other limetype.
    pub fn is_far_end(self) -> bool {
        matches!(self, Self::Hasone | Self::Hasmany | Self::Hasandbelongstomany)
    }

    /// Whether it is a relation of any kind.
    pub fn is_relation(self) -> bool {
        self == Self::Belongsto || self.is_far_end()
    }

    /// Whether it is written as text and cannot be null.
    pub fn is_text(self) -> bool {
        matches!(self, Self::String | Self::Text | Self::Phone | Self::Link | Self::Xml)
    }
}

impl Limetypes {
    /// Whether there is no limetype.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The limetype with this code name.
    pub fn get(&self, name: &str) -> Option<&Limetype> {
        self.0.iter().find(|limetype| limetype.name == name)
    }

    /// The code names of all limetypes.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|limetype| limetype.name.as_str())
    }

    pub(crate) fn read(value: &Value<'_>, problems: &Problems) -> Self {
        let root = Node::root(value, problems);
        let list = if root.is_list() {
            root.items()
        } else if let Some(limetypes) = embedded(&root, "limetypes") {
            limetypes.items()
        } else if root.get("name").is_some() {
            vec![root]
        } else {
            root.error(ProblemCode::NoLimetypes, texts::no_limetypes());
            Vec::new()
        };
        let mut limetypes: Vec<Limetype> = Vec::new();
        let mut positions = Positions::new();
        for limetype in list.iter().filter_map(Limetype::read) {
            let is_at = |at: usize| limetypes.get(at).is_some_and(|known| known.name == limetype.name);
            let position = positions.find(limetype.name.as_bytes(), limetypes.len(), is_at);
            match position.and_then(|position| limetypes.get_mut(position)) {
                Some(known) => *known = limetype,
                None => {
                    limetypes.push(limetype);
                    positions.add(limetypes.len(), &|at| limetypes.get(at).map_or(&[], |known| known.name.as_bytes()));
                }
            }
        }
        Self(limetypes)
    }
}

/// The member `key` of the object or of its `_embedded`.
#[inline(never)]
fn embedded<'v, 'p>(node: &Node<'v, 'p>, key: &str) -> Option<Node<'v, 'p>> {
    node.get(key).or_else(|| node.get("_embedded")?.get(key))
}

impl Limetype {
    /// The property with this code name.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// Label, or the code name when there is no label.
    pub fn display_name(&self) -> &str {
        self.localname.as_deref().unwrap_or(&self.name)
    }

    /// Label and code name, for messages: `Ticket (helpdesk)`.
    pub(crate) fn labeled(&self) -> Labeled {
        Labeled::new(self.localname.as_deref(), &self.name)
    }

    fn read(node: &Node<'_, '_>) -> Option<Self> {
        if !node.expect_object() {
            return None;
        }
        let name = node.require("name").and_then(|name| name.text());
        let Some(properties) = embedded(node, "properties") else {
            node.error(ProblemCode::NoProperties, texts::no_properties());
            return None;
        };
        let properties = if properties.is_list() {
            properties.items().iter().filter_map(|item| Property::read(None, item)).collect()
        } else {
            properties.members().iter().filter_map(|(name, item)| Property::read(Some(name), item)).collect()
        };
        Some(Self {
            name: name?.to_owned(),
            localname: localname(node),
            localname_plural: node
                .value
                .get("localname")
                .and_then(|localname| localname.get("plural")?.as_text())
                .filter(|text| !text.is_empty())
                .map(str::to_owned),
            acl: Acl::read(node),
            properties,
        })
    }
}

/// `localname`: a text, or an object with the singular.
#[inline(never)]
fn localname(node: &Node<'_, '_>) -> Option<String> {
    let localname = node.value.get("localname")?;
    let text = localname.as_text().or_else(|| localname.get("singular")?.as_text())?;
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

#[inline(never)]
fn integer(node: &Node<'_, '_>, key: &str) -> Option<i64> {
    match node.value.get(key) {
        Some(Value::Integer(number)) => Some(*number),
        _ => None,
    }
}

impl Acl {
    fn read(node: &Node<'_, '_>) -> Self {
        let allowed = |key| !matches!(node.value.get("acl").and_then(|acl| acl.get(key)), Some(Value::Bool(false)));
        Self { create: allowed("create"), read: allowed("read"), update: allowed("update"), delete: allowed("delete") }
    }
}

impl Property {
    /// Label, or the code name when there is no label.
    pub fn display_name(&self) -> &str {
        self.localname.as_deref().unwrap_or(&self.name)
    }

    /// Whether its value can identify an object. That it is unique is not in the metadata.
    pub(crate) fn can_identify(&self) -> bool {
        self.kind == PropertyType::String && !(1..MIN_KEY_LENGTH).contains(&self.length)
    }

    /// Label and code name, for messages: `Title (title)`.
    pub(crate) fn labeled(&self) -> Labeled {
        Labeled::new(self.localname.as_deref(), &self.name)
    }

    /// The default that Lime CRM fills in for a new object, for messages: of an option its key.
    pub(crate) fn own_default(&self) -> Option<Cow<'_, str>> {
        let default = self.default_value.as_ref().filter(|value| !value.is_empty())?;
        let shown = match default {
            Value::Object(_) => ["key", "text", "localname", "id"].iter().find_map(|key| default.get(key))?,
            Value::List(items) => return items.first().map(|_| Cow::Borrowed("...")),
            scalar => scalar,
        };
        shown.scalar_text().filter(|text| !text.trim().is_empty())
    }

    fn read(name: Option<&str>, node: &Node<'_, '_>) -> Option<Self> {
        if !node.expect_object() {
            return None;
        }
        let name = match name {
            Some(name) => Some(name),
            None => node.require("name").and_then(|name| name.text()),
        };
        let kind = node.require("type").and_then(|kind| {
            let text = kind.text()?;
            let known = PropertyType::ALL.iter().copied().find(|known| known.as_str() == text);
            if known.is_none() {
                kind.warning(ProblemCode::UnknownType, texts::unknown_type(text));
            }
            known
        });
        let length = match node.value.get("length") {
            Some(Value::Integer(length)) => usize::try_from(*length).ok().filter(|length| *length < UNLIMITED_LENGTH),
            _ => None,
        };
        let related = node
            .value
            .get("relatedType")
            .and_then(Value::as_text)
            .or_else(|| node.value.get("_links")?.get("related_type")?.get("name")?.as_text());
        Some(Self {
            name: name?.to_owned(),
            localname: localname(node),
            kind: kind?,
            required: matches!(node.value.get("required"), Some(Value::Bool(true))),
            length: length.unwrap_or_default(),
            options: node
                .get("options")
                .iter()
                .flat_map(Node::items)
                .filter_map(|option| PropertyOption::read(&option))
                .collect(),
            related_type: related.map(str::to_owned),
            default_value: node
                .value
                .get("defaultvalue")
                .filter(|value| **value != Value::Null)
                .map(|value| value.clone().into_owned()),
            acl: Acl::read(node),
        })
    }
}

impl PropertyOption {
    fn read(node: &Node<'_, '_>) -> Option<Self> {
        if !node.expect_object() {
            return None;
        }
        let key = node.require("key")?;
        // The option for "nothing selected" has an empty key.
        let text = node.value.get("text").and_then(Value::scalar_text).unwrap_or_default();
        Some(Self {
            key: key.value.scalar_text()?.into_owned(),
            text: text.into_owned(),
            inactive: matches!(node.value.get("inactive"), Some(Value::Bool(true))),
            id: integer(node, "id"),
            order: integer(node, "order"),
        })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Limetypes {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Limetypes".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let compact = generator.subschema_for::<Vec<Limetype>>();
        schemars::json_schema!({
            "description": "Lime CRM's metadata: the compact form, or a response of the limetype API.",
            "anyOf": [
                compact,
                { "type": "object", "required": ["limetypes"], "properties": { "limetypes": { "type": "array" } } },
                { "type": "object", "required": ["_embedded"], "properties": { "_embedded": { "type": "object" } } },
                { "type": "object", "required": ["name", "properties"], "properties": { "name": { "type": "string" } } }
            ]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::read::read_whole;
    use crate::model::problem::{Problem, ProblemDocument};

    fn read(json: &str) -> (Limetypes, Vec<Problem>) {
        let problems = Problems::of(ProblemDocument::Limetypes);
        let limetypes = Limetypes::read(&read_whole(json).unwrap(), &problems);
        (limetypes, problems.into_vec())
    }

    #[test]
    fn every_form_of_metadata_gives_the_same() {
        let property = r#""name":"p","type":"belongsto","required":true"#;
        let api = format!(
            r#"{{"name":"h","localname":{{"singular":"H"}},"_embedded":{{"properties":[{{{property},"_links":{{"related_type":{{"name":"q"}}}}}}]}}}}"#
        );
        let compact = format!(r#"{{"name":"h","localname":"H","properties":[{{{property},"relatedType":"q"}}]}}"#);
        let expected = read(&api).0;
        assert_eq!(expected.get("h").and_then(|h| h.property("p")).and_then(|p| p.related_type.as_deref()), Some("q"));
        for json in [
            format!(r#"{{"_embedded":{{"limetypes":[{api}]}},"_links":{{}}}}"#),
            format!("[{compact}]"),
            format!(r#"{{"limetypes":[{compact}]}}"#),
            compact,
            r#"{"name":"h","localname":"H","properties":{"p":{"type":"belongsto","required":true,"relatedType":"q"}}}"#
                .into(),
        ] {
            assert_eq!(read(&json), (expected.clone(), vec![]), "{json}");
        }
    }

    #[test]
    fn invalid_metadata_is_reported_with_its_position() {
        let (_, problems) = read(r#"[{"name":"a"},{"properties":[{"name":"x","type":"tpye"},{"name":"y"},3]},7]"#);
        let reported: Vec<_> = problems.iter().map(|p| (p.pointer.as_str(), p.code.as_str())).collect();
        assert_eq!(
            reported,
            [
                ("/0", "no-properties"),
                ("/1", "missing-key"),
                ("/1/properties/0/type", "unknown-type"),
                ("/1/properties/1", "missing-key"),
                ("/1/properties/2", "wrong-type"),
                ("/2", "wrong-type"),
            ]
        );
        assert_eq!(read("{}").1.first().map(|p| p.code.as_str()), Some("no-limetypes"));
    }
}
