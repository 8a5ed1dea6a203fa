//! Time zones by their IANA names.

mod rules;
mod table;

use std::fmt;
use std::str::FromStr;

use crate::text::said::{Said, Worded};
use crate::text::texts;
use crate::text::time::{Civil, Instant, days_from_civil};
use rules::{Offset, Rules};

/// A time zone of the IANA database, with its rules from 2010 on.
#[derive(Debug, Clone)]
pub struct Zone {
    name: Box<str>,
    rules: Rules,
}

/// UTC.
impl Default for Zone {
    fn default() -> Self {
        let standard = &Offset { offset: 0, abbreviation: "UTC" };
        Self { name: "UTC".into(), rules: Rules { until: Vec::new(), standard, summer: None } }
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name.eq_ignore_ascii_case(&other.name)
    }
}

impl Eq for Zone {}

/// The local time of a zone at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Local {
    pub(crate) civil: Civil,
    /// Offset from UTC in seconds.
    pub(crate) offset: i32,
    /// Abbreviation: "CEST", or "+03" for zones without one.
    pub(crate) abbreviation: &'static str,
}

impl Zone {
    pub(crate) fn at(&self, instant: Instant) -> Local {
        let Offset { offset, abbreviation } = *self.rules.at(instant.seconds);
        Local { civil: instant.civil(offset), offset, abbreviation }
    }

    /// The instant at which clocks show `seconds` after midnight; the first one if they do so twice. If they skip it, as long
    /// after the change as it is after the time that was skipped.
    pub(crate) fn instant(&self, year: i32, month: u32, day: u32, seconds: i64) -> Instant {
        let local = days_from_civil(year, month, day) * 86_400 + seconds;
        // The offset of the day before, and the offset around this time that follows from it.
        let before = i64::from(self.rules.at(local - 86_400).offset);
        let seconds = [before, i64::from(self.rules.at(local - before).offset)]
            .into_iter()
            .map(|offset| local - offset)
            .find(|seconds| i64::from(self.rules.at(*seconds).offset) == local - seconds)
            .unwrap_or(local - before);
        Instant { seconds, nanoseconds: 0 }
    }
}

/// A text is not the name of a time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownZone(String);

impl Worded for UnknownZone {
    fn said(&self) -> Said {
        texts::unknown_time_zone(&self.0)
    }
}

impl fmt::Display for UnknownZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.said().message())
    }
}

impl std::error::Error for UnknownZone {}

impl FromStr for Zone {
    type Err = UnknownZone;

    fn from_str(text: &str) -> Result<Self, UnknownZone> {
        let rules = rules::find(text).ok_or_else(|| UnknownZone(text.to_owned()))?;
        Ok(Self { name: text.into(), rules })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Zone {
        name.parse().unwrap()
    }

    #[test]
    fn every_sample_of_another_implementation_agrees() {
        let samples: Vec<Vec<&str>> =
            include_str!("samples.tsv").lines().map(|line| line.split('\t').collect()).collect();
        assert!(samples.len() > 500);
        for sample in samples {
            let [name, seconds, offset, abbreviation] = sample[..] else { panic!("{sample:?}") };
            let local = zone(name).at(Instant { seconds: seconds.parse().unwrap(), nanoseconds: 0 });
            assert_eq!((local.offset.to_string().as_str(), local.abbreviation), (offset, abbreviation), "{sample:?}");
        }
    }

    #[test]
    fn links_are_names_and_case_does_not_count() {
        for (name, same) in [
            ("Europe/Kyiv", "Europe/Kiev"),
            ("Asia/Kolkata", "Asia/Calcutta"),
            ("US/Pacific", "America/Los_Angeles"),
            ("UTC", "Etc/UTC"),
            ("europe/STOCKHOLM", "Europe/Stockholm"),
        ] {
            assert_eq!(zone(name).rules, zone(same).rules, "{name} is {same}");
        }
        for unknown in ["", " ", "Europe", "Europe/", "Europe/Kiev Europe/Kyiv", "Mars/Olympus", "Factory", "+02:00"] {
            assert!(unknown.parse::<Zone>().is_err(), "{unknown:?}");
        }
    }

    #[test]
    fn a_day_begins_when_clocks_there_show_it() {
        for (name, day, utc) in [
            ("UTC", (2024, 3, 31), "2024-03-31T00:00:00Z"),
            ("Europe/Stockholm", (2024, 3, 31), "2024-03-30T23:00:00Z"),
            ("Europe/Stockholm", (2024, 4, 1), "2024-03-31T22:00:00Z"),
            ("America/New_York", (2024, 7, 4), "2024-07-04T04:00:00Z"),
            ("Pacific/Auckland", (2024, 1, 1), "2023-12-31T11:00:00Z"),
            // Clocks skip from 23:59:59 to 01:00:00.
            ("America/Santiago", (2024, 9, 8), "2024-09-08T04:00:00Z"),
        ] {
            let (year, month, day) = day;
            assert_eq!(zone(name).instant(year, month, day, 0).to_string(), utc, "{name} {year}-{month}-{day}");
        }
    }

    #[test]
    fn a_local_time_is_an_instant() {
        for (hour, utc) in [
            (1, "2024-03-31T00:00:00Z"),
            // Clocks skip from 02:00 to 03:00.
            (2, "2024-03-31T01:00:00Z"),
            (3, "2024-03-31T01:00:00Z"),
            (15, "2024-03-31T13:00:00Z"),
        ] {
            assert_eq!(zone("Europe/Stockholm").instant(2024, 3, 31, hour * 3600).to_string(), utc, "{hour}");
        }
    }

    #[test]
    fn far_away_instants_have_an_offset() {
        for seconds in [i64::MIN, -1, 0, i64::MAX] {
            assert!(zone("America/New_York").rules.at(seconds).offset < 0);
            assert!(zone("Pacific/Auckland").rules.at(seconds).offset > 0);
        }
    }
}
