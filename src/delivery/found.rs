//! What an answer of Lime CRM holds, and what is said about it.

use super::request::{id_of, integer};
use crate::json::value::Value;
use crate::model::finding::{Finding, FindingCode, finding};
use crate::preview::{Limeobject, Lookup, Role};

/// How the limeobject and the ulconversation are tied: which of the two has the relation, and its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie<'t> {
    OfLimeobject(&'t str),
    OfConversation(&'t str),
    None,
}

impl<'t> Tie<'t> {
    /// That of the objects of a preview.
    pub(super) fn of(objects: &'t [Limeobject<'_>]) -> Self {
        let relation = |from: Role, to: Role| {
            let relations = &objects.iter().find(|object| object.role == from)?.relations;
            relations.iter().find(|(_, role)| **role == to).map(|(name, _)| name)
        };
        if let Some(name) = relation(Role::Limeobject, Role::Ulconversation) {
            Tie::OfLimeobject(name)
        } else if let Some(name) = relation(Role::Ulconversation, Role::Limeobject) {
            Tie::OfConversation(name)
        } else {
            Tie::None
        }
    }
}

/// The limetype in which the rules look for `role`.
pub(super) fn limetype_looked_in<'l>(lookups: &'l [Lookup<'static>], role: Role) -> Option<&'l str> {
    lookups.iter().find_map(|lookup| match lookup {
        Lookup::ByProperty { role: known, limetype, .. } if *known == role => Some(limetype.as_ref()),
        _ => None,
    })
}

/// True when no lookup behind this one is for `role`.
pub(super) fn is_last(lookups: &[Lookup<'static>], index: usize, role: Role) -> bool {
    !lookups.iter().skip(index + 1).any(|lookup| match lookup {
        Lookup::ByProperty { role: later, .. } | Lookup::Through { role: later, .. } => *later == role,
    })
}

/// A lookup found several.
pub(super) fn several_looked_up(role: Role, limetype: &str, property: &str, id: i64) -> Finding<'static> {
    let message =
        format!("Lime CRM has several \"{limetype}\" with this \"{property}\"; the oldest was taken (id {id}).");
    Finding {
        object: Some(role),
        property: Some(property.to_owned().into()),
        ..finding(FindingCode::SeveralFound, message)
    }
}

/// There are several where there should be one.
pub(super) fn several_made(role: Role, limetype: &str, id: i64) -> Finding<'static> {
    let message = format!(
        "Lime CRM has several \"{limetype}\" of this conversation; the oldest was taken (id {id}). Delete the others."
    );
    Finding { object: Some(role), ..finding(FindingCode::SeveralFound, message) }
}

/// No lookup found it.
pub(super) fn not_found(role: Role) -> Finding<'static> {
    let message = format!("Lime CRM has no {} for this conversation, so none is connected.", role_name(role));
    Finding { object: Some(role), ..finding(FindingCode::NotFound, message) }
}

/// The objects of a query's answer.
pub(super) fn objects<'v, 'a>(answer: &'v Value<'a>) -> Option<&'v [Value<'a>]> {
    answer.get("objects")?.as_list()
}

#[expect(clippy::option_option, reason = "no answer, or an answer without an object")]
pub(super) fn first_id(answer: &Value<'_>) -> Option<Option<i64>> {
    Some(objects(answer)?.first().and_then(id_of))
}

/// The id that a relation holds: a number, or an object with `_id`.
pub(super) fn related(value: &Value<'_>) -> Option<i64> {
    integer(value).or_else(|| id_of(value)).filter(|id| *id > 0)
}

pub(super) fn text_of(answer: &Value<'_>, name: &str) -> Option<String> {
    answer.get(name).and_then(Value::as_text).map(str::to_owned)
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
