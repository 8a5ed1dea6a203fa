//! The result of a dry run.

use serde::Serialize;

use super::candidates::Candidate;
use crate::json::value::Value;
use crate::model::finding::Finding;
use crate::model::role::Role;
use crate::preview::PropertyValue;

/// What a delivery would do.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DryRunReport {
    /// The change of each object, in the order of the preview.
    pub objects: Vec<PlannedChange>,
    /// Objects that the lookups found.
    pub found: Vec<FoundObject>,
    /// Findings of the dry run. Those of the preview are not repeated.
    pub findings: Vec<Finding<'static>>,
}

/// What a delivery would do with an object.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlannedChange {
    /// Role of the object.
    pub role: Role,
    /// Limetype of the object.
    pub limetype: String,
    /// Kind of change.
    pub action: PlannedAction,
    /// Id of the object, if it exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub id: Option<i64>,
    /// Link that opens the object in Lime CRM, if it exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub url: Option<String>,
    /// Name of the object in Lime CRM (`_descriptive`), if it exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub descriptive: Option<String>,
    /// Values that differ between the preview and Lime CRM.
    pub differences: Vec<ValueDifference>,
}

/// Kind of change of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum PlannedAction {
    /// Create the object.
    Create,
    /// Change values of the object.
    Update,
    /// Leave the object unchanged.
    Keep,
}

/// A value that differs between the preview and Lime CRM.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ValueDifference {
    /// Property or relation.
    pub property: String,
    /// Current value, as the REST API returns it.
    #[cfg_attr(feature = "schema", schemars(with = "serde_json::Value"))]
    pub now: Value<'static>,
    /// Value in the preview.
    pub preview: PropertyValue<'static>,
    /// True when a delivery would write the value of the preview.
    pub written: bool,
}

/// An object that a lookup found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FoundObject {
    /// Role of the object.
    pub role: Role,
    /// Id of the object.
    pub id: i64,
    /// Limetype of the object; absent when Lime CRM does not say it of an object that was found through a relation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub limetype: Option<String>,
    /// Name of the object in Lime CRM (`_descriptive`); absent when Lime CRM does not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub descriptive: Option<String>,
    /// Link that opens the object in Lime CRM; absent without a limetype.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub url: Option<String>,
    /// All objects that fit, in the order in which they are taken; absent when there is only one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<Candidate>>"))]
    pub candidates: Vec<Candidate>,
}
