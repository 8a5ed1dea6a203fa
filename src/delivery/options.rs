//! Options of a delivery.

use serde::{Deserialize, Serialize};

/// What happens to the values of a limeobject that exists already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum UpdatePolicy {
    /// All values stay as they are, as with limepkg-userlike.
    #[default]
    Keep,
    /// Empty properties are filled from the preview.
    Fill,
    /// All properties of the preview are written.
    Overwrite,
}

/// Options of a delivery.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeliveryOptions {
    /// URL of Lime CRM: `https://<server>/<application>`.
    pub url: String,
    /// What happens to the values of a limeobject that exists already. Default: `keep`.
    #[serde(default)]
    pub existing: UpdatePolicy,
    /// Skips the history note when the newest note of the limeobject has the same text. Default: false.
    #[serde(default)]
    pub only_if_changed: bool,
    /// Id of an existing limeobject to deliver into. The conversation is connected to it.
    #[serde(default)]
    pub limeobject: Option<i64>,
    /// Number of attempts for one step before the delivery fails. Default: 8.
    #[serde(default = "default_attempts")]
    pub attempts: u32,
}

fn default_attempts() -> u32 {
    8
}

impl DeliveryOptions {
    /// Returns the default options for this Lime CRM.
    pub fn to(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            existing: UpdatePolicy::default(),
            only_if_changed: false,
            limeobject: None,
            attempts: default_attempts(),
        }
    }
}
