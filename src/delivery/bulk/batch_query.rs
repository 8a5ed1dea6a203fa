//! Queries for many conversations at once: one request for many values, where its response can be attributed to them.

use std::borrow::Cow;

use super::protocol::{BulkProtocol, BulkTask, Item, Stage};
use crate::delivery::compare::is_same_value;
use crate::delivery::relation::RelationOwner;
use crate::delivery::request::{ApiRequest, Exp, Filter, Query, encoded, id_of};
use crate::delivery::responses::{lookup_limetype, objects, related_id};
use crate::json::value::Value;
use crate::json::write::to_string;
use crate::model::property_names::CONVERSATION_ID;
use crate::model::role::Role;
use crate::preview::{Lookup, PropertyValue};

/// Limits of one query: number of values, and their length in the URL, which has to stay below 2000 bytes.
const MAX_VALUES: usize = 50;
const MAX_VALUE_BYTES: usize = 1500;

/// Query for one conversation.
#[derive(PartialEq)]
pub(super) enum ItemQuery<'q> {
    /// Objects with this value.
    ByProperty { limetype: &'q str, property: &'q str, value: Cow<'q, PropertyValue<'static>> },
    /// Object that the relation of this object points to.
    Related { limetype: &'q str, id: i64, property: &'q str },
}

impl<'q> ItemQuery<'q> {
    pub(super) fn limetype(&self) -> &'q str {
        match self {
            ItemQuery::ByProperty { limetype, .. } | ItemQuery::Related { limetype, .. } => limetype,
        }
    }

    fn property(&self) -> &'q str {
        match self {
            ItemQuery::ByProperty { property, .. } | ItemQuery::Related { property, .. } => property,
        }
    }
}

/// What the response to a batch says about one of its conversations.
pub(super) enum BatchMatch {
    /// Ids of the objects found, the oldest first.
    Ids(Vec<i64>),
    /// Nothing yet: query it again, together with the other ones without a result.
    QueryAgain,
    /// Nothing reliable: query it individually.
    QueryAlone,
}

/// Conversations whose queries fit into one request.
struct Batch<'q> {
    limetype: &'q str,
    property: &'q str,
    items: Vec<usize>,
    /// Length of the values in the URL.
    bytes: usize,
}

impl BulkProtocol {
    /// Returns the query of the current task for an item; none when there is nothing to ask.
    pub(super) fn item_query<'i>(&self, item: &'i Item) -> Option<ItemQuery<'i>> {
        if item.is_fallback {
            return None;
        }
        match (self.task, self.stage) {
            (BulkTask::Lookup, _) => match item.lookups.get(self.lookup)? {
                Lookup::ByProperty { role, limetype, property, value, .. } => {
                    let value = Cow::Borrowed(value);
                    item.ids.get(*role).is_none().then_some(ItemQuery::ByProperty { limetype, property, value })
                }
                Lookup::Through { role, through, property } => {
                    let id = item.ids.get(*through).filter(|_| item.ids.get(*role).is_none())?;
                    let limetype = lookup_limetype(&item.lookups, *through)?;
                    Some(ItemQuery::Related { limetype, id, property })
                }
            },
            (BulkTask::Find | BulkTask::ReadIds, Stage::Ulconversation) => {
                let ulconversation = item.object(Role::Ulconversation)?;
                let value = Cow::Borrowed(ulconversation.values.get(CONVERSATION_ID)?);
                let (limetype, property) = (ulconversation.limetype.as_ref(), CONVERSATION_ID);
                item.ids.ulconversation.is_none().then_some(ItemQuery::ByProperty { limetype, property, value })
            }
            (task @ (BulkTask::Find | BulkTask::ReadIds), _) => {
                let RelationOwner::Limeobject(property) = RelationOwner::of(&item.objects) else { return None };
                let limetype = item.object(Role::Limeobject)?.limetype.as_ref();
                // An ulconversation that this delivery created has no limeobject yet.
                let is_asked = task == BulkTask::ReadIds || item.last_job.is_none();
                let id = item.ids.ulconversation.filter(|_| is_asked)?;
                let value = Cow::Owned(PropertyValue::Integer(id));
                item.ids.limeobject.is_none().then_some(ItemQuery::ByProperty { limetype, property, value })
            }
            _ => None,
        }
    }

    /// Returns the batches of the current task, as lists of items. Of items with the same query, only one is in a batch.
    pub(super) fn all_batches(&self) -> Vec<Vec<usize>> {
        let mut batches: Vec<Batch<'_>> = Vec::new();
        let mut queries: Vec<ItemQuery<'_>> = Vec::new();
        for (at, item) in self.items.iter().enumerate() {
            let Some(query) = self.item_query(item).filter(|query| !queries.contains(query)) else { continue };
            let bytes = match &query {
                ItemQuery::ByProperty { value, .. } => encoded(&to_string(value).unwrap_or_default()).len() + 3,
                ItemQuery::Related { .. } => MAX_VALUE_BYTES,
            };
            let (limetype, property) = (query.limetype(), query.property());
            let open = batches.iter_mut().find(|batch| {
                batch.items.len() < MAX_VALUES
                    && batch.bytes + bytes <= MAX_VALUE_BYTES
                    && (batch.limetype, batch.property) == (limetype, property)
            });
            match open {
                Some(batch) => {
                    batch.items.push(at);
                    batch.bytes += bytes;
                }
                None => batches.push(Batch { limetype, property, items: vec![at], bytes }),
            }
            queries.push(query);
        }
        batches.into_iter().map(|batch| batch.items).collect()
    }

    /// Items of the current batch.
    pub(super) fn current_batch(&self) -> Option<&[usize]> {
        self.batches.as_ref()?.last().map(Vec::as_slice)
    }

    fn current_queries(&self) -> Vec<ItemQuery<'_>> {
        self.current_batch().unwrap_or_default().iter().filter_map(|at| self.item_query(self.items.get(*at)?)).collect()
    }

    /// True when the current request reads a relation.
    pub(super) fn reads_relation(&self) -> bool {
        matches!(self.current_queries().as_slice(), [ItemQuery::Related { .. }])
    }

    /// Splits all batches into single items, because Lime CRM rejects queries for several values. False when the current
    /// batch is a single item already.
    pub(super) fn split_batches(&mut self) -> bool {
        if self.current_batch().is_none_or(|batch| batch.len() < 2) {
            return false;
        }
        let batches = self.batches.take().unwrap_or_default();
        self.batches = Some(batches.into_iter().flatten().map(|at| vec![at]).collect());
        true
    }

    /// Returns the request of the current batch; none when there is nothing to ask.
    pub(super) fn batch_request(&self) -> Option<ApiRequest> {
        let queries = self.current_queries();
        match queries.as_slice() {
            [] => None,
            [ItemQuery::Related { limetype, id, .. }, ..] => Some(ApiRequest::object(limetype, *id)),
            [ItemQuery::ByProperty { limetype, property, value }] => {
                let filter = Filter::is(property, Exp::Value(value));
                Some(Query::new(limetype, &["_id"], Some(filter), 2).request())
            }
            [first, ..] => {
                let values = queries.iter().filter_map(|query| match query {
                    ItemQuery::ByProperty { value, .. } => Some(value.as_ref()),
                    ItemQuery::Related { .. } => None,
                });
                let filter = Filter::any(first.property(), values.collect());
                let limit = u32::try_from(2 * queries.len()).unwrap_or(u32::MAX);
                Some(Query::new(first.limetype(), &["_id", first.property()], Some(filter), limit).request())
            }
        }
    }

    /// Returns the matches of the current batch, item by item; none when the response has another shape.
    pub(super) fn batch_matches(&self, response: &Value<'_>) -> Option<Vec<BatchMatch>> {
        match self.current_queries().as_slice() {
            [ItemQuery::Related { property, .. }, ..] => {
                id_of(response)?;
                let id = response.get(property).and_then(related_id);
                Some(vec![BatchMatch::Ids(id.into_iter().collect())])
            }
            [_] => Some(vec![BatchMatch::Ids(objects(response)?.iter().filter_map(id_of).collect())]),
            several => Some(attribute(several, objects(response)?)),
        }
    }
}

/// Attributes the objects that one query found to the values it asked for. Lime CRM has its own rules for the equality of
/// texts; where they may differ from ours, the value is queried individually. Lime CRM may also return fewer objects than
/// exist, so a value without a match has none only if the response is empty.
fn attribute(queries: &[ItemQuery<'_>], found: &[Value<'_>]) -> Vec<BatchMatch> {
    let mut ids = vec![Vec::new(); queries.len()];
    let mut is_ambiguous = vec![false; queries.len()];
    let mut has_unattributed = false;
    for object in found {
        let is_match = |query: &ItemQuery<'_>| match query {
            ItemQuery::ByProperty { property, value, .. } => {
                object.get(property).is_some_and(|found| may_match(value, found))
            }
            ItemQuery::Related { .. } => false,
        };
        let matches = || (0..).zip(queries).filter(|(_, query)| is_match(query)).map(|(at, _)| at);
        let is_single = matches().nth(1).is_none();
        has_unattributed |= matches().next().is_none();
        for at in matches() {
            match (ids.get_mut(at), is_ambiguous.get_mut(at)) {
                (Some(ids), _) if is_single => ids.extend(id_of(object)),
                (_, Some(is_ambiguous)) => *is_ambiguous = true,
                _ => {}
            }
        }
    }
    let matches = ids.into_iter().zip(is_ambiguous).map(|(ids, is_ambiguous)| match ids.is_empty() {
        _ if is_ambiguous => BatchMatch::QueryAlone,
        true if has_unattributed => BatchMatch::QueryAlone,
        true if !found.is_empty() => BatchMatch::QueryAgain,
        _ => BatchMatch::Ids(ids),
    });
    matches.collect()
}

/// True when Lime CRM may have found an object with `found` for `value`.
fn may_match(value: &PropertyValue<'_>, found: &Value<'_>) -> bool {
    match (value, found) {
        (PropertyValue::Text(text), Value::Text(found)) if text.trim().eq_ignore_ascii_case(found.trim()) => true,
        // A relation may be returned as the object that it points to.
        (PropertyValue::Integer(id), Value::Object(_)) => related_id(found) == Some(*id),
        _ => is_same_value(value, found),
    }
}
