//! Time zones, by their IANA names.

use std::fmt;
use std::str::FromStr;

use crate::time::{Civil, Instant, days_from_civil};

/// A time zone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Zone(());

/// What a zone's clocks show at some instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Local {
    pub(crate) civil: Civil,
    /// Seconds ahead of UTC.
    pub(crate) offset: i32,
    pub(crate) abbreviation: &'static str,
}

impl Zone {
    pub(crate) fn at(&self, instant: Instant) -> Local {
        Local { civil: instant.civil(0), offset: 0, abbreviation: "UTC" }
    }

    /// The instant at which a day begins.
    pub(crate) fn midnight(&self, year: i32, month: u32, day: u32) -> Option<Instant> {
        Some(Instant { seconds: days_from_civil(year, month, day) * 86_400, nanoseconds: 0 })
    }
}

/// Why a text is no time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownZone(String);

impl fmt::Display for UnknownZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the time zone {:?} is not known; write an IANA name such as Europe/Stockholm", self.0)
    }
}

impl std::error::Error for UnknownZone {}

impl FromStr for Zone {
    type Err = UnknownZone;

    fn from_str(text: &str) -> Result<Self, UnknownZone> {
        if text.eq_ignore_ascii_case("UTC") { Ok(Self(())) } else { Err(UnknownZone(text.to_owned())) }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Zone {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Zone".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "minLength": 1 })
    }
}
