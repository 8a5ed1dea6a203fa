//! Lime CRM's metadata for editors and lists: every accepted form in one, with labels.

use serde::Serialize;

use super::{Acl, Limetype, Limetypes, Property, PropertyOption, PropertyType};
use crate::json::value::Value;
use crate::model::document::read_document;
use crate::model::problem::{Problem, ProblemDocument, Problems};
use crate::model::property_names::INACTIVE_PROPERTIES;

/// The limetypes in a document of metadata, and the document's problems.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LimetypeList {
    /// The limetypes, in the order of the document. What cannot be used is left out.
    pub limetypes: Vec<LimetypeInfo>,
    /// Problems of the metadata.
    pub problems: Vec<Problem>,
}

/// A limetype.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LimetypeInfo {
    /// Code name: `helpdesk`.
    pub name: String,
    /// Label: `Ticket`. The code name when the metadata has no label.
    pub label: String,
    /// Label for several: `Tickets`. The label when the metadata has none.
    pub plural_label: String,
    /// Permissions of the user whose metadata it is.
    pub permissions: Permissions,
    /// The properties, in the order of the document.
    pub properties: Vec<PropertyInfo>,
}

/// A property of a limetype.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PropertyInfo {
    /// Code name: `title`.
    pub name: String,
    /// Label: `Title`. The code name when the metadata has no label.
    pub label: String,
    /// Property type.
    #[serde(rename = "type")]
    pub kind: PropertyType,
    /// Whether an object cannot be created without it.
    pub required: bool,
    /// Maximum length in characters; 0 is unlimited.
    pub length: usize,
    /// Options of a property of type option or set.
    pub options: Vec<PropertyOptionInfo>,
    /// Limetype that a relation leads to; null for other properties.
    pub related_type: Option<String>,
    /// Whether it is a relation of any kind.
    pub is_relation: bool,
    /// Whether it is a relation that is written from the other limetype: hasone, hasmany, hasandbelongstomany.
    pub is_far_end: bool,
    /// Whether it can be the `idempotencyProperty` of a configuration. That it is unique is not in the metadata.
    pub can_identify: bool,
    /// Whether it marks an object as inactive where the configuration has no `inactiveProperties`.
    pub marks_inactive: bool,
    /// Value of a new object, as the metadata has it; null when there is none.
    #[cfg_attr(feature = "schema", schemars(with = "serde_json::Value"))]
    pub default_value: Value<'static>,
    /// Permissions of the user whose metadata it is.
    pub permissions: Permissions,
}

/// What the user whose metadata it is can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Permissions {
    /// Create objects; set the property of a new object.
    pub create: bool,
    /// Read objects or the property.
    pub read: bool,
    /// Change objects or the property.
    pub update: bool,
    /// Delete objects.
    pub delete: bool,
}

impl From<Acl> for Permissions {
    fn from(Acl { create, read, update, delete }: Acl) -> Self {
        Self { create, read, update, delete }
    }
}

/// An option of a property.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PropertyOptionInfo {
    /// Id in Lime CRM; null when the metadata has none.
    pub id: Option<i64>,
    /// Key.
    pub key: String,
    /// Text that people see.
    pub text: String,
    /// Whether the option can no longer be selected.
    pub inactive: bool,
    /// Position among the options; null when the metadata has none.
    pub order: Option<i64>,
}

/// Returns the limetypes in a document of metadata (JSON text), in any form that [`Limetypes`] accepts.
///
/// ```
/// use userlike_limeobject::limetypes;
///
/// let list = limetypes(br#"[{ "name": "helpdesk", "localname": "Ticket", "properties": [{ "name": "title", "type": "string" }] }]"#);
/// assert_eq!(list.limetypes[0].label, "Ticket");
/// assert_eq!(list.limetypes[0].properties[0].label, "title");
/// assert!(list.problems.is_empty());
/// ```
pub fn limetypes(document: &[u8]) -> LimetypeList {
    let problems = Problems::of(ProblemDocument::Limetypes);
    let limetypes = read_document(document, &problems, Limetypes::read).unwrap_or_default();
    LimetypeList { limetypes: limetypes.0.into_iter().map(limetype).collect(), problems: problems.into_vec() }
}

fn limetype(limetype: Limetype) -> LimetypeInfo {
    let label = limetype.display_name().to_owned();
    LimetypeInfo {
        plural_label: limetype.localname_plural.unwrap_or_else(|| label.clone()),
        label,
        name: limetype.name,
        permissions: limetype.acl.into(),
        properties: limetype.properties.into_iter().map(property).collect(),
    }
}

fn property(property: Property) -> PropertyInfo {
    PropertyInfo {
        can_identify: property.can_identify(),
        marks_inactive: INACTIVE_PROPERTIES.contains(&property.name.as_str()),
        label: property.display_name().to_owned(),
        name: property.name,
        kind: property.kind,
        required: property.required,
        length: property.length,
        options: property.options.into_iter().map(option).collect(),
        related_type: property.related_type,
        is_relation: property.kind.is_relation(),
        is_far_end: property.kind.is_far_end(),
        default_value: property.default_value.unwrap_or(Value::Null),
        permissions: property.acl.into(),
    }
}

fn option(option: PropertyOption) -> PropertyOptionInfo {
    PropertyOptionInfo {
        id: option.id,
        key: option.key,
        text: option.text,
        inactive: option.inactive,
        order: option.order,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_fall_back_to_code_names() {
        let list = limetypes(
            br#"[{"name":"h","localname":{"singular":"H","plural":"Hs"},"acl":{"delete":false},"properties":[
                {"name":"p","type":"hasmany","relatedType":"q","defaultvalue":[1]},
                {"name":"o","type":"option","localname":"O","options":[{"id":5,"key":"k","order":2}]}]},
                {"name":"i","properties":[]}]"#,
        );
        assert_eq!(list.problems, []);
        let [h, i] = list.limetypes.as_slice() else { panic!("{list:?}") };
        assert_eq!(
            (h.label.as_str(), h.plural_label.as_str(), h.permissions.delete, h.permissions.read),
            ("H", "Hs", false, true)
        );
        assert_eq!((i.label.as_str(), i.plural_label.as_str()), ("i", "i"));
        let [p, o] = h.properties.as_slice() else { panic!("{h:?}") };
        assert!(p.is_far_end && p.is_relation && p.label == "p");
        assert_eq!(p.default_value, Value::List(vec![Value::Integer(1)]));
        assert_eq!((o.label.as_str(), o.options[0].id, o.options[0].order), ("O", Some(5), Some(2)));
    }

    #[test]
    fn editors_learn_which_properties_identify_and_which_mark_objects_as_inactive() {
        let list = limetypes(
            br#"[{"name":"h","properties":[
                {"name":"unlimited","type":"string"}, {"name":"long","type":"string","length":64},
                {"name":"short","type":"string","length":63}, {"name":"number","type":"integer"},
                {"name":"inactive","type":"yesno"}]}]"#,
        );
        let properties = list.limetypes.iter().flat_map(|limetype| &limetype.properties);
        let marks: Vec<_> = properties.map(|property| (property.can_identify, property.marks_inactive)).collect();
        assert_eq!(marks, [(true, false), (true, false), (false, false), (false, false), (false, true)]);
    }

    #[test]
    fn unreadable_metadata_has_problems_and_no_limetypes() {
        let list = limetypes(b"nonsense");
        assert_eq!((list.limetypes, list.problems.len()), (vec![], 1));
    }
}
