//! Reading of Lime CRM's responses, and the findings about them.

use super::machine::Unexpected;
use crate::json::value::Value;
use crate::model::finding::{Finding, FindingCode, finding};
use crate::model::role::Role;
use crate::preview::Lookup;
use crate::text::message::excerpt;
use crate::text::said::Said;
use crate::text::texts;

/// Limetype in which the lookups for `role` search.
pub(super) fn lookup_limetype<'l>(lookups: &'l [Lookup<'static>], role: Role) -> Option<&'l str> {
    lookups.iter().find_map(|lookup| match lookup {
        Lookup::ByProperty { role: known, limetype, .. } if *known == role => Some(limetype.as_ref()),
        _ => None,
    })
}

/// True when no later lookup is for `role`.
pub(super) fn is_last_lookup(lookups: &[Lookup<'static>], index: usize, role: Role) -> bool {
    !lookups.iter().skip(index + 1).any(|lookup| match lookup {
        Lookup::ByProperty { role: later, .. } | Lookup::Through { role: later, .. } => *later == role,
    })
}

/// Finding about several objects of the conversation, of which `first` is used. `is_created`: this delivery created them.
pub(super) fn duplicates(
    role: Role,
    limetype: &str,
    first: i64,
    others: &[i64],
    link: impl Fn(i64) -> String,
    is_created: bool,
) -> Finding<'static> {
    let others: Vec<_> = others.iter().map(|id| format!("id {id}, {}", link(*id))).collect();
    let others = others.join("; ");
    let (code, said) = if is_created {
        (FindingCode::CreatedTwice, texts::created_twice(limetype, first, &others))
    } else {
        (FindingCode::SeveralFound, texts::several_found_conversation(limetype, first, &others))
    };
    Finding { object: Some(role), ..finding(code, said) }
}

pub(super) fn no_match(role: Role) -> Finding<'static> {
    Finding { object: Some(role), ..finding(FindingCode::NotFound, texts::not_found(&role_name(role))) }
}

/// Says where a response has something else than expected: in the member `key` of what is at the JSON pointer `at`.
#[inline(never)]
pub(super) fn unreadable(at: &str, key: &str, expected: &str, found: Option<&Value<'_>>) -> Unexpected {
    let quote = if let Some(Value::Text(_)) = found { "\"" } else { "" };
    let found = match found {
        None => "nothing".to_owned(),
        Some(value) => value.scalar_text().map_or_else(|| value.kind().to_owned(), |text| excerpt(&text).into_owned()),
    };
    Unexpected::Response(format!("{at}/{key}: expected {expected}, found {quote}{found}{quote}"))
}

/// Objects in the response to a query.
pub(super) fn objects<'v, 'a>(response: &'v Value<'a>) -> Result<&'v [Value<'a>], Unexpected> {
    let objects = response.get("objects");
    objects.and_then(Value::as_list).ok_or_else(|| unreadable("", "objects", "a list of objects", objects))
}

/// Position of an object in the response to a query.
pub(super) fn position(index: usize) -> String {
    format!("/objects/{index}")
}

/// An id: a whole number above 0.
pub(super) fn id(value: Option<&Value<'_>>, at: &str, key: &str) -> Result<i64, Unexpected> {
    value.and_then(as_id).ok_or_else(|| unreadable(at, key, "an id, a whole number above 0", value))
}

fn as_id(value: &Value<'_>) -> Option<i64> {
    match value {
        Value::Integer(id) if *id > 0 => Some(*id),
        _ => None,
    }
}

/// The `_id` of an object, which is at `at` in a response.
pub(super) fn object_id(object: &Value<'_>, at: &str) -> Result<i64, Unexpected> {
    id(object.get("_id"), at, "_id")
}

/// A property that was asked for.
pub(super) fn property<'v, 'a>(object: &'v Value<'a>, at: &str, name: &str) -> Result<&'v Value<'a>, Unexpected> {
    object.get(name).ok_or_else(|| unreadable(at, name, "the property that was asked for", None))
}

/// Checks that the response is the object that was asked for.
pub(super) fn check_object(response: &Value<'_>, id: Option<i64>) -> Result<(), Unexpected> {
    if Some(object_id(response, "")?) == id {
        return Ok(());
    }
    Err(unreadable("", "_id", "the id that was asked for", response.get("_id")))
}

/// Id of the object that the relation `name` of an object points to; none where it points to none, or is missing.
pub(super) fn related(object: &Value<'_>, name: &str) -> Result<Option<i64>, Unexpected> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => match related_id(value) {
            None => Err(unreadable("", name, "an id or null", Some(value))),
            id => Ok(id),
        },
    }
}

/// Id of a related object: an integer, or an object with `_id`.
pub(super) fn related_id(value: &Value<'_>) -> Option<i64> {
    as_id(value.get("_id").unwrap_or(value))
}

/// Limetype and name of the related object with this id that a response has embedded. The limetype is part of the object's address.
pub(super) fn embedded(response: &Value<'_>, relation: &str, id: i64) -> (Option<String>, Option<String>) {
    let relation = format!("relation_{relation}");
    let object = response.get("_embedded").and_then(|embedded| embedded.get(&relation));
    let Some(object) = object.filter(|object| related_id(object) == Some(id)) else { return (None, None) };
    let link = object.get("_links").and_then(|links| links.get("self")).and_then(|link| text_of(link, "href"));
    (link.as_deref().and_then(limetype_in).map(str::to_owned), text_of(object, "_descriptive"))
}

/// The limetype in the address of a limeobject: `https://.../api/v1/limeobject/company/1001/`.
fn limetype_in(address: &str) -> Option<&str> {
    let (_, path) = address.rsplit_once("/limeobject/")?;
    let (limetype, _) = path.split_once('/')?;
    let is_name = !limetype.is_empty() && limetype.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_name.then_some(limetype)
}

pub(super) fn text_of(response: &Value<'_>, name: &str) -> Option<String> {
    response.get(name).and_then(Value::as_text).map(str::to_owned)
}

fn role_name(role: Role) -> Said {
    match role {
        Role::Person => texts::role_person(),
        Role::Company => texts::role_company(),
        Role::Coworker => texts::role_coworker(),
        _ => texts::role_other(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::read::read_whole;

    #[test]
    fn an_id_is_a_whole_number_above_0_however_it_is_written() {
        for (id, read) in [
            ("1500", Some(1500)),
            ("1500.0", Some(1500)),
            ("1.5e3", Some(1500)),
            ("1500.5", None),
            ("0", None),
            ("-1", None),
            ("9223372036854775808", None),
            ("\"1500\"", None),
            ("null", None),
        ] {
            let object = format!("{{\"_id\":{id}}}");
            assert_eq!(object_id(&read_whole(&object).unwrap(), "").ok(), read, "{id}");
        }
    }
}
