//! The objects that a lookup found: which of them fit, and in which order they are taken.

use serde::Serialize;

use super::compare::is_same_value;
use super::machine::Unexpected;
use super::responses::{object_id, position, property, related_id};
use crate::json::value::Value;
use crate::model::finding::{Finding, FindingCode, finding};
use crate::model::role::Role;
use crate::preview::{Lookup, MatchBy, PropertyValue};
use crate::text::texts;
use crate::text::time::{Instant, days_from_civil, parse_date};

/// An object that fits a lookup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Candidate {
    /// Id of the object.
    pub id: i64,
    /// Whether Lime CRM marks the object as inactive.
    pub inactive: bool,
    /// Link that opens the object in Lime CRM.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub url: Option<String>,
}

/// A lookup by a property, ready to be compared with the objects of a response.
pub(super) struct Sought<'l> {
    value: &'l PropertyValue<'static>,
    property: &'l str,
    inactive_properties: &'l [std::borrow::Cow<'static, str>],
    match_by: MatchBy,
    country: Option<&'l str>,
    /// The value in the form in which it is compared; none when it is not a text.
    key: Option<String>,
}

impl<'l> Sought<'l> {
    /// None for a lookup through a relation.
    pub(super) fn of(lookup: &'l Lookup<'static>) -> Option<Self> {
        let Lookup::ByProperty { property, value, match_by, phone_country, inactive_properties, .. } = lookup else {
            return None;
        };
        let (match_by, country) = (match_by.unwrap_or(MatchBy::Text), phone_country.as_deref());
        let key = match value {
            PropertyValue::Text(text) => match_by.key(text, country),
            _ => None,
        };
        Some(Self { value, property, inactive_properties, match_by, country, key })
    }

    /// Whether an object of a response has the value. Lime CRM has its own rules for the equality of texts, and a server
    /// that ignores the filter answers with any objects.
    pub(super) fn fits(&self, object: &Value<'_>) -> bool {
        let Some(found) = object.get(self.property) else { return false };
        match self.value {
            PropertyValue::Text(_) if self.key.is_some() => {
                let text = found.scalar_text();
                text.and_then(|text| self.match_by.key(&text, self.country)) == self.key
                    || is_same_value(self.value, found)
            }
            // A relation may be returned as the object that it points to.
            PropertyValue::Integer(id) if matches!(found, Value::Object(_)) => related_id(found) == Some(*id),
            value => is_same_value(value, found),
        }
    }

    /// An object of a response, which is at `at`, if it fits. `now` decides which times are past; without it, all are.
    pub(super) fn candidate(
        &self,
        object: &Value<'_>,
        at: &str,
        now: Option<Instant>,
    ) -> Result<Option<Candidate>, Unexpected> {
        let id = object_id(object, at)?;
        property(object, at, self.property)?;
        if !self.fits(object) {
            return Ok(None);
        }
        let mut marks = self.inactive_properties.iter().filter_map(|name| object.get(name));
        let inactive = marks.any(|mark| match mark {
            Value::Bool(is_inactive) => *is_inactive,
            mark => mark.as_text().and_then(seconds).is_some_and(|time| now.is_none_or(|now| time <= now.seconds)),
        });
        Ok(Some(Candidate { id, inactive, url: None }))
    }
}

/// The properties that a lookup reads.
pub(super) fn lookup_names<'l>(lookup: &'l Lookup<'static>) -> Vec<&'l str> {
    let mut names = vec!["_id"];
    if let Lookup::ByProperty { property, inactive_properties, .. } = lookup {
        for name in std::iter::once(property).chain(inactive_properties) {
            if !names.contains(&name.as_ref()) {
                names.push(name);
            }
        }
    }
    names
}

/// The values that a lookup searches.
pub(super) fn lookup_values<'l>(lookup: &'l Lookup<'static>) -> Vec<&'l PropertyValue<'static>> {
    match lookup {
        Lookup::ByProperty { value, other_forms, .. } => std::iter::once(value).chain(other_forms).collect(),
        Lookup::Through { .. } => Vec::new(),
    }
}

/// Number of candidates that a finding lists.
const MAX_LISTED: usize = 10;

/// `candidates` are in the order in which they are taken.
pub(super) fn several_matches(
    role: Role,
    limetype: &str,
    property: &str,
    candidates: &[Candidate],
) -> Finding<'static> {
    let listed = candidates
        .iter()
        .take(MAX_LISTED)
        .map(|candidate| format!("{}{}", candidate.id, if candidate.inactive { " (inactive)" } else { "" }));
    let mut ids = listed.collect::<Vec<_>>().join(", ");
    if candidates.len() > MAX_LISTED {
        ids.push_str(", ...");
    }
    let first = candidates.first().map_or(0, |candidate| candidate.id);
    let mut inactive = candidates.iter().map(|candidate| candidate.inactive);
    let which = match (inactive.next(), inactive.any(|inactive| inactive)) {
        (Some(false), true) => texts::oldest_active(),
        _ => texts::oldest(),
    };
    let said = texts::several_found_property(limetype, property, &ids, &which, first);
    Finding {
        object: Some(role),
        property: Some(property.to_owned().into()),
        ..finding(FindingCode::SeveralFound, said)
    }
}

/// Whether an error status says that Lime CRM does not understand a query.
pub(super) fn rejects_query(status: u16) -> bool {
    (400..=499).contains(&status) && !matches!(status, 401 | 403 | 404 | 408 | 429)
}

impl Lookup<'static> {
    /// Keeps only the value as it is written, the last of its notations; false when there is only one.
    pub(super) fn keep_one_form(&mut self) -> bool {
        if let Lookup::ByProperty { value, other_forms, .. } = self
            && let Some(written) = std::mem::take(other_forms).pop()
        {
            *value = written;
            return true;
        }
        false
    }
}

/// The objects of a response that fit a lookup by a property, in the order in which they are taken.
pub(super) fn candidates(
    lookup: &Lookup<'static>,
    found: &[Value<'_>],
    now: Option<Instant>,
) -> Result<Vec<Candidate>, Unexpected> {
    let Some(sought) = Sought::of(lookup) else { return Ok(Vec::new()) };
    let mut candidates = Vec::new();
    for (index, object) in found.iter().enumerate() {
        candidates.extend(sought.candidate(object, &position(index), now)?);
    }
    order(&mut candidates);
    Ok(candidates)
}

/// Orders candidates: active ones first, of these the oldest.
pub(super) fn order(candidates: &mut [Candidate]) {
    candidates.sort_by_key(|candidate| (candidate.inactive, candidate.id));
}

/// Seconds since 1970 of a time, or of the start of a date.
fn seconds(text: &str) -> Option<i64> {
    let date = || parse_date(text).map(|(year, month, day)| days_from_civil(year, month, day) * 86_400);
    text.parse::<Instant>().ok().map(|time| time.seconds).or_else(date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::read::read_whole;

    fn lookup(value: &str, match_by: Option<MatchBy>) -> Lookup<'static> {
        Lookup::ByProperty {
            role: Role::Person,
            limetype: "person".into(),
            property: "p".into(),
            value: PropertyValue::Text(value.to_owned().into()),
            other_forms: Vec::new(),
            match_by,
            phone_country: Some("46".into()),
            inactive_properties: vec!["inactive".into(), "expireddate".into()],
            source: "".into(),
            config: "".into(),
        }
    }

    #[test]
    fn an_object_fits_only_with_the_same_key() {
        let (email, phone, text) = (Some(MatchBy::Email), Some(MatchBy::Phone), Some(MatchBy::Text));
        for (value, match_by, found, fits) in [
            ("kim@x.se", email, r#""Kim@X.se""#, true),
            ("kim@x.se", email, r#""Kim Berg <kim@x.se> ""#, true),
            ("kim@x.se", email, r#""anna@x.se""#, false),
            ("kim@x.se", email, r#""""#, false),
            ("kim@x.se", email, "null", false),
            ("+46701234567", phone, r#""070-123 45 67""#, true),
            ("+46701234567", phone, r#""0046 (0)70 123 45 67""#, true),
            ("+46701234567", phone, r#""+47 701 23 45 67""#, false),
            ("Kim Berg", text, r#""kim\u00a0 BERG""#, true),
            ("M\u{f6}bel", text, r#""Mo\u0308bel""#, true),
            ("Kim", text, r#""Kima""#, false),
            ("17", text, "17", true),
            ("Kim", None, r#""KIM""#, true),
        ] {
            let lookup = lookup(value, match_by);
            let object = format!("{{\"_id\":1,\"p\":{found}}}");
            assert_eq!(Sought::of(&lookup).unwrap().fits(&read_whole(&object).unwrap()), fits, "{value} {found}");
        }
        assert!(!Sought::of(&lookup("Kim", text)).unwrap().fits(&read_whole(r#"{"_id":1}"#).unwrap()));
    }

    #[test]
    fn inactive_objects_are_known_by_marks_and_by_times_that_are_past() {
        let now = "2024-06-01T12:00:00Z".parse().unwrap();
        for (marks, with_now, without) in [
            ("", false, false),
            (r#","inactive":true"#, true, true),
            (r#","inactive":false,"expireddate":null"#, false, false),
            (r#","expireddate":"2024-06-01T13:00:00+01:00""#, true, true),
            (r#","expireddate":"2024-06-01T14:00:00+01:00""#, false, true),
            (r#","expireddate":"2024-05-31""#, true, true),
            (r#","expireddate":"2024-06-02""#, false, true),
            (r#","expireddate":"""#, false, false),
        ] {
            let lookup = lookup("x", None);
            let object = format!("{{\"_id\":7,\"p\":\"x\"{marks}}}");
            let object = read_whole(&object).unwrap();
            let candidate = |now| Sought::of(&lookup).unwrap().candidate(&object, "", now).unwrap().unwrap();
            let inactive = |now| candidate(now).inactive;
            assert_eq!((inactive(Some(now)), inactive(None)), (with_now, without), "{marks}");
        }
    }
}
