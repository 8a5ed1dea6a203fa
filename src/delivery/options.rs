//! Options of a delivery.

use super::settling::SETTLE_TIME;
use crate::json::from_value::{FromValue, Member, Unreadable, read_names, read_only_members};
use crate::json::value::Value;
use serde::{Deserialize, Serialize};

use crate::model::media::MediaHosts;
use crate::text::time::Instant;

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
    /// Identifies this send, for the `idempotencyProperty` of its history note: at most 44 characters. Default: none.
    #[serde(default)]
    pub send_id: Option<String>,
    /// Id of an existing limeobject to deliver into. The conversation is connected to it.
    #[serde(default)]
    pub limeobject: Option<i64>,
    /// Time of the delivery (RFC 3339), by which a lookup knows which dates of inactivity are past. Default: none, so all
    /// dates count as past. The npm package sets the current time.
    #[serde(default)]
    pub now: Option<String>,
    /// Hosts that media files may be fetched from. Default: those of Userlike.
    #[serde(default)]
    pub media_hosts: MediaHosts,
    /// Size limit of a media file in bytes. Default: 20971520 (20 MiB).
    #[serde(default = "default_max_file_bytes")]
    pub max_file_bytes: u32,
    /// Time limit for fetching a media file, in milliseconds. Default: 30000.
    #[serde(default = "default_file_timeout")]
    pub file_timeout: u32,
    /// Time in milliseconds for which an object is searched for, before it is created again, when the outcome of its creation is
    /// unknown. Default: 66000.
    #[serde(default = "default_settle_time")]
    pub settle_time: u32,
    /// Number of attempts for one step before the delivery fails. Default: 8.
    #[serde(default = "default_attempts")]
    pub attempts: u32,
}

fn default_attempts() -> u32 {
    8
}

fn default_settle_time() -> u32 {
    SETTLE_TIME
}

fn default_max_file_bytes() -> u32 {
    20 * 1024 * 1024
}

fn default_file_timeout() -> u32 {
    30_000
}

impl DeliveryOptions {
    /// The time of the delivery.
    pub(super) fn instant(&self) -> Option<Instant> {
        self.now.as_deref()?.parse().ok()
    }

    /// Returns the default options for this Lime CRM.
    pub fn to(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            existing: UpdatePolicy::default(),
            only_if_changed: false,
            send_id: None,
            limeobject: None,
            now: None,
            media_hosts: MediaHosts::default(),
            max_file_bytes: default_max_file_bytes(),
            file_timeout: default_file_timeout(),
            settle_time: SETTLE_TIME,
            attempts: default_attempts(),
        }
    }
}

read_names!(UpdatePolicy { Keep = "keep", Fill = "fill", Overwrite = "overwrite" });

impl FromValue for DeliveryOptions {
    fn blank() -> Self {
        Self::to("")
    }

    fn read(&mut self, value: &Value<'_>) -> Result<(), Unreadable> {
        let members = &mut [
            Member::required("url", &mut self.url),
            Member::optional("existing", &mut self.existing),
            Member::optional("onlyIfChanged", &mut self.only_if_changed),
            Member::optional("sendId", &mut self.send_id),
            Member::optional("limeobject", &mut self.limeobject),
            Member::optional("now", &mut self.now),
            Member::optional("mediaHosts", &mut self.media_hosts),
            Member::optional("maxFileBytes", &mut self.max_file_bytes),
            Member::optional("fileTimeout", &mut self.file_timeout),
            Member::optional("settleTime", &mut self.settle_time),
            Member::optional("attempts", &mut self.attempts),
        ];
        read_only_members(value, "struct DeliveryOptions", members)
    }
}
