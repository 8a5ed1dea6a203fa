//! Which previews can be imported in bulk.

use super::protocol::Item;
use super::report::BulkFallback;
use crate::delivery::codes::FallbackReason;
use crate::delivery::relation::RelationOwner;
use crate::delivery::request::ObjectIds;
use crate::delivery::without_sources;
use crate::model::config::LinkType;
use crate::model::property_names::CONVERSATION_ID;
use crate::model::role::Role;
use crate::preview::{Limeobject, Preview};

/// Previews by eligibility.
pub(super) struct Eligibility {
    pub(super) link_type: LinkType,
    pub(super) items: Vec<Item>,
    pub(super) fallbacks: Vec<BulkFallback>,
}

type Exclusion = (FallbackReason, &'static str);

const NOT_READY: Exclusion = (FallbackReason::NotReady, "The preview has errors.");
const NOTHING_TO_SEND: Exclusion = (FallbackReason::NothingToSend, "The preview has no limeobject to write.");
const HAS_FILES: Exclusion =
    (FallbackReason::HasFiles, "The conversation has files, which bulk import does not support.");
const NO_ULCONVERSATION: Exclusion = (
    FallbackReason::NoUlconversation,
    "No ulconversation connects the limeobject to the conversation; bulk import requires relationConversation.",
);
const TIED_BY_CONVERSATION: Exclusion = (
    FallbackReason::TiedByConversation,
    "The relation belongs to the ulconversation; bulk import requires a relation of the limeobject.",
);
const ANOTHER_INSTANCE: Exclusion =
    (FallbackReason::AnotherInstance, "The instance or the limetypes differ from those of the first conversation.");
const REPEATED: Exclusion = (FallbackReason::Repeated, "The list contains the same conversation before.");

pub(super) fn classify(previews: Vec<Preview<'_>>) -> Eligibility {
    let mut items: Vec<Item> = Vec::new();
    let mut fallbacks = Vec::new();
    let mut instance = None;
    for (index, preview) in previews.into_iter().enumerate() {
        let chosen = preview.instance.as_ref().map(|chosen| (chosen.index, chosen.link_type));
        let first = items.first().map(|item| item.objects.as_slice());
        let exclusion = exclusion(&preview).or_else(|| {
            if first.is_some_and(|first| instance != chosen || !has_same_limetypes(first, &preview.objects)) {
                return Some(ANOTHER_INSTANCE);
            }
            items.iter().any(|item| Some(item.conversation) == preview.conversation).then_some(REPEATED)
        });
        let conversation = preview.conversation;
        match conversation.ok_or(NOT_READY).and_then(|id| exclusion.map_or(Ok(id), Err)) {
            Ok(id) => {
                instance = instance.or(chosen);
                items.push(item(index, id, preview.into_owned()));
            }
            Err((reason, message)) => {
                let message = message.to_owned();
                fallbacks.push(BulkFallback { index, conversation, reason, message, note_may_exist: false });
            }
        }
    }
    let link_type = instance.map(|(_, link_type)| link_type).unwrap_or_default();
    Eligibility { link_type, items, fallbacks }
}

fn item(index: usize, conversation: i64, preview: Preview<'static>) -> Item {
    Item {
        index,
        conversation,
        lookups: preview.lookups,
        objects: without_sources(preview.objects),
        ids: ObjectIds::default(),
        findings: Vec::new(),
        last_job: None,
        created: false,
        is_fallback: false,
    }
}

/// Returns why a preview cannot be imported in bulk, independently of the others.
fn exclusion(preview: &Preview<'_>) -> Option<Exclusion> {
    let find = |role: Role| preview.objects.iter().find(|object| object.role == role);
    let has_id = |object: &Limeobject<'_>| object.values.get(CONVERSATION_ID).is_some();
    if !preview.is_ready() {
        return Some(NOT_READY);
    }
    if find(Role::Limeobject).is_none() {
        return Some(NOTHING_TO_SEND);
    }
    if find(Role::Document).is_some() {
        return Some(HAS_FILES);
    }
    match RelationOwner::of(&preview.objects) {
        RelationOwner::Limeobject(_) if find(Role::Ulconversation).is_some_and(has_id) => None,
        RelationOwner::Ulconversation(_) => Some(TIED_BY_CONVERSATION),
        RelationOwner::Limeobject(_) | RelationOwner::Neither => Some(NO_ULCONVERSATION),
    }
}

/// True when both have the same limetypes and the same relation between limeobject and ulconversation.
fn has_same_limetypes(first: &[Limeobject<'_>], other: &[Limeobject<'_>]) -> bool {
    first.len() == other.len()
        && first.iter().zip(other).all(|(a, b)| a.role == b.role && a.limetype == b.limetype)
        && RelationOwner::of(first) == RelationOwner::of(other)
}
