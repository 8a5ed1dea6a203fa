//! Reading of Lime CRM's responses, and the findings about them.

use super::request::{id_of, integer};
use crate::json::value::Value;
use crate::model::finding::{Finding, FindingCode, finding};
use crate::model::role::Role;
use crate::preview::Lookup;

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

pub(super) fn duplicates(role: Role, limetype: &str, id: i64) -> Finding<'static> {
    let message = format!(
        "Lime CRM has several \"{limetype}\" of this conversation; the oldest one is used (id {id}). Delete the others."
    );
    Finding { object: Some(role), ..finding(FindingCode::SeveralFound, message) }
}

pub(super) fn no_match(role: Role) -> Finding<'static> {
    let message = format!("Lime CRM has no {} for this conversation, so none is connected.", role_name(role));
    Finding { object: Some(role), ..finding(FindingCode::NotFound, message) }
}

/// Objects in the response to a query.
pub(super) fn objects<'v, 'a>(response: &'v Value<'a>) -> Option<&'v [Value<'a>]> {
    response.get("objects")?.as_list()
}

/// Id of a related object: an integer, or an object with `_id`.
pub(super) fn related_id(value: &Value<'_>) -> Option<i64> {
    integer(value).or_else(|| id_of(value)).filter(|id| *id > 0)
}

pub(super) fn text_of(response: &Value<'_>, name: &str) -> Option<String> {
    response.get(name).and_then(Value::as_text).map(str::to_owned)
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Person => "person",
        Role::Company => "company",
        Role::Coworker => "coworker",
        Role::Ulconversation => "ulconversation",
        Role::Limeobject => "limeobject",
        Role::History => "history note",
        Role::Document => "document",
    }
}
