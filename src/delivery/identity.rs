//! What identifies an object: the value of a property that can be unique in Lime CRM.
//!
//! Where it is unique there, Lime CRM refuses a second object with the same value, however late a request is carried out and
//! however far a search lags. The object that exists is then searched for and used. What follows from a refusal is in
//! `unknown_outcome`.

use super::query::{Exp, Filter};
use crate::model::finding::{Finding, FindingCode, finding};
use crate::model::property_names::{CONVERSATION_ID, MESSAGE_ID};
use crate::model::role::Role;
use crate::preview::{Limeobject, PropertyValue};
use crate::text::texts;

/// The property that identifies an object, and its value: the conversation's id of an ulconversation, the message's id of a
/// document, and the `idempotencyProperty` of others.
pub(super) fn identity<'o>(object: &'o Limeobject<'static>) -> Option<(&'o str, &'o PropertyValue<'static>)> {
    let name = match object.role {
        Role::Ulconversation => CONVERSATION_ID,
        Role::Document => MESSAGE_ID,
        _ => object.idempotency_property.as_deref()?,
    };
    Some((name, object.values.get(name)?))
}

/// Filter for the objects with the identity of this one.
pub(super) fn same_identity<'o>(object: &'o Limeobject<'static>) -> Option<Filter<'o>> {
    let (name, value) = identity(object)?;
    Some(Filter::is(name, Exp::Value(value)))
}

/// What a dry run says of objects that have no idempotency key: that there can be two of them.
pub(super) fn duplicates_possible(objects: &[Limeobject<'static>], settle_time: u32) -> Option<Finding<'static>> {
    let is_without = |object: &&Limeobject<'_>| {
        matches!(object.role, Role::Limeobject | Role::History) && object.idempotency_property.is_none()
    };
    let object = objects.iter().find(is_without)?;
    let said = texts::duplicates_possible(settle_time as usize / 1000);
    Some(Finding { object: Some(object.role), ..finding(FindingCode::DuplicatesPossible, said) })
}

/// Gives the history note the identity of this send of the conversation. Without an id of the send it has none.
pub(super) fn identify_note(objects: &mut [Limeobject<'static>], conversation: Option<i64>, send_id: Option<&str>) {
    let (Some(conversation), Some(send_id)) = (conversation, send_id) else { return };
    for note in objects.iter_mut().filter(|object| object.role == Role::History) {
        if let Some(property) = &note.idempotency_property {
            let key = format!("{conversation}.{send_id}");
            note.values.set(property.clone(), PropertyValue::Text(key.into()));
        }
    }
}
