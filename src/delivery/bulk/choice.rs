//! Which previews can go in bulk.

use super::{BulkFallback, FallbackReason, Row};
use crate::delivery::found::Tie;
use crate::delivery::request::ObjectIds;
use crate::model::config::LinkType;
use crate::model::property_names::CONVERSATION_ID;
use crate::preview::{Fields, Limeobject, Preview, Role};

/// What was chosen.
pub(super) struct Choice {
    pub(super) link_type: LinkType,
    pub(super) rows: Vec<Row>,
    pub(super) fallbacks: Vec<BulkFallback>,
}

type Why = (FallbackReason, &'static str);

const NOT_READY: Why = (FallbackReason::NotReady, "Its preview has errors.");
const NOTHING: Why = (FallbackReason::NothingToSend, "Its preview has no limeobject to be written.");
const FILES: Why = (FallbackReason::HasFiles, "It has files to import, and bulk import takes none.");
const UNTIED: Why = (
    FallbackReason::NoUlconversation,
    "Nothing ties its limeobject to the conversation; bulk import needs a relationConversation.",
);
const TIED_BY_CONVERSATION: Why = (
    FallbackReason::TiedByConversation,
    "The ulconversation belongs to the limeobject; bulk import needs the relation to be the limeobject's.",
);
const ANOTHER_INSTANCE: Why = (
    FallbackReason::AnotherInstance,
    "It belongs to another instance, or another limetype, than the first of the list.",
);
const REPEATED: Why = (FallbackReason::Repeated, "The same conversation is in the list before.");

pub(super) fn choose(previews: Vec<Preview<'_>>) -> Choice {
    let mut choice = Choice { link_type: LinkType::default(), rows: Vec::new(), fallbacks: Vec::new() };
    let mut instance = None;
    for (index, preview) in previews.into_iter().enumerate() {
        let chosen = preview.instance.as_ref().map(|chosen| (chosen.index, chosen.link_type));
        let first = choice.rows.first().map(|row| row.objects.as_slice());
        let why = unfit(&preview).or_else(|| {
            if first.is_some_and(|first| instance != chosen || !is_alike(first, &preview.objects)) {
                return Some(ANOTHER_INSTANCE);
            }
            choice.rows.iter().any(|row| Some(row.conversation) == preview.conversation).then_some(REPEATED)
        });
        let conversation = preview.conversation;
        match conversation.ok_or(NOT_READY).and_then(|id| why.map_or(Ok(id), Err)) {
            Ok(id) => {
                instance = instance.or(chosen);
                choice.rows.push(row(index, id, preview.into_owned()));
            }
            Err((reason, message)) => {
                let message = message.to_owned();
                choice.fallbacks.push(BulkFallback { index, conversation, reason, message, note_may_exist: false });
            }
        }
    }
    choice.link_type = instance.map(|(_, link_type)| link_type).unwrap_or_default();
    choice
}

fn row(index: usize, conversation: i64, preview: Preview<'static>) -> Row {
    let mut objects = preview.objects;
    objects.iter_mut().for_each(|object| object.sources = Fields::new());
    Row {
        index,
        conversation,
        lookups: preview.lookups,
        objects,
        ids: ObjectIds::default(),
        findings: Vec::new(),
        asked: None,
        created: false,
        apart: false,
    }
}

/// Why a preview can't go in bulk, whatever stands beside it.
fn unfit(preview: &Preview<'_>) -> Option<Why> {
    let find = |role: Role| preview.objects.iter().find(|object| object.role == role);
    let has_id = |object: &Limeobject<'_>| object.values.get(CONVERSATION_ID).is_some();
    if !preview.is_ready() {
        return Some(NOT_READY);
    }
    if find(Role::Limeobject).is_none() {
        return Some(NOTHING);
    }
    if find(Role::Document).is_some() {
        return Some(FILES);
    }
    match Tie::of(&preview.objects) {
        Tie::OfLimeobject(_) if find(Role::Ulconversation).is_some_and(has_id) => None,
        Tie::OfConversation(_) => Some(TIED_BY_CONVERSATION),
        Tie::OfLimeobject(_) | Tie::None => Some(UNTIED),
    }
}

/// The same limetypes, tied in the same way.
fn is_alike(first: &[Limeobject<'_>], other: &[Limeobject<'_>]) -> bool {
    first.len() == other.len()
        && first.iter().zip(other).all(|(a, b)| a.role == b.role && a.limetype == b.limetype)
        && Tie::of(first) == Tie::of(other)
}
