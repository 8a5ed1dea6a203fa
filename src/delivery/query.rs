//! Searches: a query with its filter, and the objects in its response.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::compare::is_same_identifier;
use super::machine::Unexpected;
use super::request::{ApiRequest, encoded};
use super::responses::{object_id, objects, position, property, unreadable};
use crate::json::value::Value;
use crate::json::write::to_string;
use crate::preview::PropertyValue;

/// A query for objects of a limetype (`api/v1/query/`), ordered by id.
#[derive(Serialize)]
pub(crate) struct Query<'q> {
    limetype: &'q str,
    #[serde(rename = "responseFormat")]
    response_format: ResponseFormat<'q>,
    #[serde(skip_serializing_if = "Option::is_none")]
    filter: Option<Filter<'q>>,
    limit: u32,
    offset: u32,
    #[serde(rename = "orderBy")]
    order_by: [OrderById; 1],
}

#[derive(Serialize)]
struct ResponseFormat<'q> {
    object: Names<'q>,
}

/// Names of the properties in the response.
struct Names<'q>(Vec<&'q str>);

impl Serialize for Names<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for name in &self.0 {
            map.serialize_entry(name, "")?;
        }
        map.end()
    }
}

#[derive(Serialize)]
struct OrderById {
    _id: &'static str,
}

#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Filter<'q> {
    Compare { key: &'q str, op: &'static str, exp: Exp<'q> },
    All { op: &'static str, exp: Vec<Filter<'q>> },
}

#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Exp<'q> {
    Id(i64),
    Value(&'q PropertyValue<'q>),
    Any(Vec<&'q PropertyValue<'q>>),
}

impl<'q> Filter<'q> {
    pub(crate) fn is(key: &'q str, exp: Exp<'q>) -> Self {
        Self::Compare { key, op: "=", exp }
    }

    pub(crate) fn any(key: &'q str, values: Vec<&'q PropertyValue<'q>>) -> Self {
        Self::Compare { key, op: "IN", exp: Exp::Any(values) }
    }

    /// Compares with one value, or with several.
    pub(crate) fn one_of(key: &'q str, values: Vec<&'q PropertyValue<'q>>) -> Self {
        match values.as_slice() {
            [only] => Self::is(key, Exp::Value(only)),
            _ => Self::any(key, values),
        }
    }

    pub(crate) fn newer_than(id: i64) -> Self {
        Self::Compare { key: "_id", op: ">", exp: Exp::Id(id) }
    }

    /// What the filter compares, one by one.
    fn comparisons(&self) -> Vec<(&'q str, &'static str, &Exp<'q>)> {
        match self {
            Self::Compare { key, op, exp } => vec![(key, op, exp)],
            Self::All { exp, .. } => exp.iter().flat_map(Filter::comparisons).collect(),
        }
    }

    /// Combines filters; none for an empty list.
    pub(crate) fn all(filters: impl IntoIterator<Item = Filter<'q>>) -> Option<Self> {
        let mut filters: Vec<_> = filters.into_iter().collect();
        match filters.len() {
            0 | 1 => filters.pop(),
            _ => Some(Self::All { op: "AND", exp: filters }),
        }
    }
}

impl<'q> Query<'q> {
    /// The response has these properties, and those that the filter compares: see [`found_objects`].
    pub(crate) fn new(limetype: &'q str, names: &[&'q str], filter: Option<Filter<'q>>, limit: u32) -> Self {
        let mut all = vec!["_id"];
        let filtered = filter.iter().flat_map(Filter::comparisons).map(|(key, ..)| key);
        for name in names.iter().copied().chain(filtered) {
            if !all.contains(&name) {
                all.push(name);
            }
        }
        let order_by = [OrderById { _id: "ASC" }];
        Self { limetype, response_format: ResponseFormat { object: Names(all) }, filter, limit, offset: 0, order_by }
    }

    pub(crate) fn newest_first(mut self) -> Self {
        self.order_by = [OrderById { _id: "DESC" }];
        self
    }

    pub(crate) fn request(&self) -> ApiRequest {
        // Texts and numbers only, which always serialize.
        let query = to_string(self).unwrap_or_default();
        ApiRequest::get(format!("api/v1/query/?q={}", encoded(&query)))
    }
}

impl Exp<'_> {
    /// Whether `found` is what was searched. A relation may be returned as the text that describes its object, which says
    /// nothing.
    fn fits(&self, op: &str, found: &Value<'_>) -> bool {
        match (self, found) {
            (Self::Id(sought), Value::Integer(id)) if op == ">" => id > sought,
            (Self::Id(sought), Value::Integer(id)) => id == sought,
            (Self::Id(_), Value::Text(_)) => op == "=",
            // A relation, or a file.
            (Self::Id(sought), object) => {
                object.get("_id").or_else(|| object.get("id")) == Some(&Value::Integer(*sought))
            }
            (Self::Value(sought), found) => is_same_identifier(sought, found),
            (Self::Any(sought), found) => sought.iter().any(|sought| is_same_identifier(sought, found)),
        }
    }
}

/// Objects in the response to a query, with their ids. Each has to be what was searched: a server that ignores filters returns
/// any objects, which belong to others.
pub(crate) fn found_objects<'v, 'a>(
    response: &'v Value<'a>,
    filter: Option<&Filter<'_>>,
) -> Result<Vec<(i64, &'v Value<'a>)>, Unexpected> {
    let comparisons = filter.map(Filter::comparisons).unwrap_or_default();
    let found = objects(response)?.iter().enumerate().map(|(index, object)| {
        let at = position(index);
        let id = object_id(object, &at)?;
        for (key, op, exp) in &comparisons {
            let found = property(object, &at, key)?;
            if !exp.fits(op, found) {
                return Err(unreadable(
                    &at,
                    key,
                    "the value that was searched (the server ignores filters)",
                    Some(found),
                ));
            }
        }
        Ok((id, object))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::read::read_whole;

    #[test]
    fn objects_that_were_not_searched_are_none_of_ours() {
        let (number, text) = (PropertyValue::Integer(63_741_936), PropertyValue::Text("1.1.2".into()));
        let is = |exp| Some(Filter::is("p", exp));
        for (filter, object, readable) in [
            (None, r#"{ "_id": 7 }"#, true),
            (None, r#"{ "_id": 9223372036854775807 }"#, true),
            (None, r#"{ "_id": 9223372036854775808 }"#, false),
            (None, r#"{ "_id": 0 }"#, false),
            (None, r#"{ "_id": -1 }"#, false),
            (None, r#"{ "_id": null }"#, false),
            (None, r#"{ "_id": "7" }"#, false),
            (None, r#"{ "_id": [7] }"#, false),
            (None, "{}", false),
            (None, "7", false),
            (None, "null", false),
            (is(Exp::Value(&number)), r#"{ "_id": 7, "p": 63741936 }"#, true),
            (is(Exp::Value(&number)), r#"{ "_id": 7, "p": "63741936" }"#, true),
            (is(Exp::Value(&number)), r#"{ "_id": 7, "p": 63741937 }"#, false),
            (is(Exp::Value(&number)), r#"{ "_id": 7, "p": 63741936.5 }"#, false),
            (is(Exp::Value(&number)), r#"{ "_id": 7, "p": null }"#, false),
            (is(Exp::Value(&number)), r#"{ "_id": 7 }"#, false),
            (is(Exp::Value(&text)), r#"{ "_id": 7, "p": "1.1.2" }"#, true),
            (is(Exp::Value(&text)), r#"{ "_id": 7, "p": "1.1.20" }"#, false),
            (is(Exp::Id(5)), r#"{ "_id": 7, "p": 5 }"#, true),
            (is(Exp::Id(5)), r#"{ "_id": 7, "p": { "_id": 5 } }"#, true),
            (is(Exp::Id(5)), r#"{ "_id": 7, "p": "Broken lamp" }"#, true),
            (is(Exp::Id(5)), r#"{ "_id": 7, "p": "" }"#, true),
            (is(Exp::Id(5)), r#"{ "_id": 7, "p": 6 }"#, false),
            (is(Exp::Id(5)), r#"{ "_id": 7, "p": null }"#, false),
            (Some(Filter::newer_than(6)), r#"{ "_id": 7 }"#, true),
            (Some(Filter::newer_than(7)), r#"{ "_id": 7 }"#, false),
        ] {
            let response = format!(r#"{{ "objects": [{object}] }}"#);
            let response = read_whole(&response).unwrap();
            assert_eq!(found_objects(&response, filter.as_ref()).is_ok(), readable, "{object}");
        }
        for response in ["{}", "[]", "null", r#"{ "objects": null }"#, r#"{ "objects": {} }"#, r#""login""#] {
            assert!(found_objects(&read_whole(response).unwrap(), None).is_err(), "{response}");
        }
    }

    #[test]
    fn a_query_is_json_in_the_url() {
        let email = PropertyValue::Text("å@b.se".into());
        let filter = Filter::all([Filter::is("email", Exp::Value(&email)), Filter::newer_than(3)]);
        let ApiRequest { path, .. } = Query::new("person", &["_id"], filter, 2).newest_first().request();
        let query: String = path.strip_prefix("api/v1/query/?q=").unwrap().into();
        assert!(!query.contains(['{', '"', '@']));
        assert!(query.contains("%C3%A5%40b.se"), "{query}");
    }
}
