//! Queries for many conversations at once: one request for many values, where its response can be attributed to them.

use std::borrow::Cow;

use super::protocol::{BulkProtocol, BulkTask, Item, Stage};
use crate::delivery::candidates::{Candidate, Sought, candidates, lookup_names, lookup_values, order};
use crate::delivery::compare::is_same_value;
use crate::delivery::machine::Unexpected;
use crate::delivery::phases::PAGE_SIZE;
use crate::delivery::query::{Exp, Filter, Query, found_objects};
use crate::delivery::relation::RelationOwner;
use crate::delivery::request::{ApiRequest, encoded};
use crate::delivery::responses::{
    self, check_object, lookup_limetype, object_id, objects, position, related, related_id,
};
use crate::json::value::Value;
use crate::json::write::to_string;
use crate::model::property_names::CONVERSATION_ID;
use crate::model::role::Role;
use crate::preview::{Lookup, PropertyValue};
use crate::text::time::Instant;

/// Limits of one query: number of values, and their length in the URL, which has to stay below 2000 bytes.
const MAX_VALUES: usize = 50;
const MAX_VALUE_BYTES: usize = 1500;
/// Limit of the objects that one query reads.
const MAX_OBJECTS: u32 = 500;

/// Query for one conversation.
pub(super) enum ItemQuery<'q> {
    /// Objects that fit this lookup by a property.
    Lookup { lookup: &'q Lookup<'static>, limetype: &'q str, property: &'q str },
    /// Objects with this value.
    ByProperty { limetype: &'q str, property: &'q str, value: Cow<'q, PropertyValue<'static>> },
    /// Object that the relation of this object points to.
    Related { limetype: &'q str, id: i64, property: &'q str },
}

impl<'q> ItemQuery<'q> {
    pub(super) fn limetype(&self) -> &'q str {
        match self {
            ItemQuery::Lookup { limetype, .. }
            | ItemQuery::ByProperty { limetype, .. }
            | ItemQuery::Related { limetype, .. } => limetype,
        }
    }

    fn property(&self) -> &'q str {
        match self {
            ItemQuery::Lookup { property, .. }
            | ItemQuery::ByProperty { property, .. }
            | ItemQuery::Related { property, .. } => property,
        }
    }

    /// The values that are searched.
    fn values(&self) -> Vec<&PropertyValue<'static>> {
        match self {
            ItemQuery::Lookup { lookup, .. } => lookup_values(lookup),
            ItemQuery::ByProperty { value, .. } => vec![value],
            ItemQuery::Related { .. } => Vec::new(),
        }
    }

    /// The properties that are read, when the query is not alone.
    fn names(&self) -> Vec<&'q str> {
        match self {
            ItemQuery::Lookup { lookup, .. } => lookup_names(lookup),
            ItemQuery::ByProperty { property, .. } | ItemQuery::Related { property, .. } => vec!["_id", property],
        }
    }

    /// Number of objects that are read for it.
    fn limit(&self) -> u32 {
        if matches!(self, ItemQuery::Lookup { .. }) { PAGE_SIZE } else { 2 }
    }
}

/// Two queries are the same when they ask for the same values, wherever these come from.
impl PartialEq for ItemQuery<'_> {
    fn eq(&self, other: &Self) -> bool {
        let id = |query: &Self| match query {
            ItemQuery::Related { id, .. } => Some(*id),
            _ => None,
        };
        let how = |query: &Self| match query {
            ItemQuery::Lookup { lookup: Lookup::ByProperty { match_by, .. }, .. } => *match_by,
            _ => None,
        };
        self.limetype() == other.limetype()
            && self.values() == other.values()
            && (id(self), how(self)) == (id(other), how(other))
            && self.names() == other.names()
    }
}

/// What the response to a batch says about one of its conversations.
pub(super) enum BatchMatch {
    /// The objects found, in the order in which they are taken.
    Found(Vec<Candidate>),
    /// Nothing yet: query it again, together with the other ones without a result.
    QueryAgain,
    /// Nothing reliable: query it individually.
    QueryAlone,
}

/// Conversations whose queries fit into one request.
struct Batch<'q> {
    limetype: &'q str,
    names: Vec<&'q str>,
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
                lookup @ Lookup::ByProperty { role, limetype, property, .. } => {
                    item.ids.get(*role).is_none().then_some(ItemQuery::Lookup { lookup, limetype, property })
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
                ItemQuery::Related { .. } => MAX_VALUE_BYTES,
                query => encoded(&to_string(&query.values()).unwrap_or_default()).len(),
            };
            let (limetype, names) = (query.limetype(), query.names());
            let open = batches.iter_mut().find(|batch| {
                batch.items.len() < MAX_VALUES
                    && batch.bytes + bytes <= MAX_VALUE_BYTES
                    && (batch.limetype, &batch.names) == (limetype, &names)
            });
            match open {
                Some(batch) => {
                    batch.items.push(at);
                    batch.bytes += bytes;
                }
                None => batches.push(Batch { limetype, names, items: vec![at], bytes }),
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

    /// Splits all batches into single items, because Lime CRM rejects queries for several values; for a single item, its
    /// value is searched only as it is written. False when there is one only.
    pub(super) fn split_batches(&mut self) -> bool {
        let batch = self.current_batch().unwrap_or_default().to_vec();
        if let [at] = batch.as_slice() {
            let (same, current) = (self.items_with_same_query(*at), self.lookup);
            let mut has_changed = false;
            for at in same.iter().filter(|_| self.task == BulkTask::Lookup) {
                let lookup = self.items.get_mut(*at).and_then(|item| item.lookups.get_mut(current));
                has_changed |= lookup.is_some_and(Lookup::keep_one_form);
            }
            return has_changed;
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
                Some(Query::new(limetype, &[], Some(property_filter(property, value)), 2).request())
            }
            [first, ..] => {
                let filter = Filter::one_of(first.property(), queries.iter().flat_map(ItemQuery::values).collect());
                Some(Query::new(first.limetype(), &first.names(), Some(filter), limit(&queries)).request())
            }
        }
    }

    /// Returns the matches of the current batch, item by item.
    pub(super) fn batch_matches(&self, response: &Value<'_>) -> Result<Vec<BatchMatch>, Unexpected> {
        Ok(match self.current_queries().as_slice() {
            [ItemQuery::Related { id, property, .. }, ..] => {
                check_object(response, Some(*id))?;
                let id = related(response, property)?;
                vec![BatchMatch::Found(id.into_iter().map(active).collect())]
            }
            [ItemQuery::Lookup { lookup, .. }] => {
                vec![BatchMatch::Found(candidates(lookup, objects(response)?, self.now())?)]
            }
            [ItemQuery::ByProperty { property, value, .. }] => {
                let found = found_objects(response, Some(&property_filter(property, value)))?;
                vec![BatchMatch::Found(found.into_iter().map(|(id, _)| active(id)).collect())]
            }
            several => attribute(several, objects(response)?, self.now())?,
        })
    }
}

/// Filter for the objects with this value of a property, or with a relation to the object with this id.
fn property_filter<'q>(property: &'q str, value: &'q PropertyValue<'static>) -> Filter<'q> {
    match value {
        PropertyValue::Integer(id) if property != CONVERSATION_ID => Filter::is(property, Exp::Id(*id)),
        value => Filter::is(property, Exp::Value(value)),
    }
}

/// Attributes the objects that one query found to the values it asked for. Where several values may have found an object, each
/// is queried individually. Lime CRM may also return fewer objects than exist, so a value without a match has none only if
/// the response is empty, and a full response may lack candidates.
fn attribute(
    queries: &[ItemQuery<'_>],
    found: &[Value<'_>],
    now: Option<Instant>,
) -> Result<Vec<BatchMatch>, Unexpected> {
    let is_full = matches!(queries, [ItemQuery::Lookup { .. }, ..]) && found.len() >= limit(queries) as usize;
    let sought: Vec<_> = queries
        .iter()
        .map(|query| match query {
            ItemQuery::Lookup { lookup, .. } => Sought::of(lookup),
            _ => None,
        })
        .collect();
    let mut results = vec![Vec::new(); queries.len()];
    let mut is_ambiguous = vec![false; queries.len()];
    let mut has_unattributed = false;
    for (index, object) in found.iter().enumerate() {
        let at = position(index);
        let mut matches = Vec::new();
        for (query_index, query) in queries.iter().enumerate() {
            let candidate = match (sought.get(query_index), query) {
                (Some(Some(sought)), _) => sought.candidate(object, &at, now)?,
                (_, ItemQuery::ByProperty { property, value, .. }) => {
                    let id = object_id(object, &at)?;
                    let found = responses::property(object, &at, property)?;
                    Some(active(id)).filter(|_| may_match(value, found))
                }
                _ => None,
            };
            matches.extend(candidate.map(|candidate| (query_index, candidate)));
        }
        has_unattributed |= matches.is_empty();
        for (at, candidate) in &matches {
            match (results.get_mut(*at), is_ambiguous.get_mut(*at)) {
                (Some(results), _) if matches.len() == 1 => results.push(candidate.clone()),
                (_, Some(is_ambiguous)) => *is_ambiguous = true,
                _ => {}
            }
        }
    }
    let matches = results.into_iter().zip(is_ambiguous).map(|(mut results, is_ambiguous)| match results.is_empty() {
        _ if is_ambiguous || is_full => BatchMatch::QueryAlone,
        true if has_unattributed => BatchMatch::QueryAlone,
        true if !found.is_empty() => BatchMatch::QueryAgain,
        _ => {
            order(&mut results);
            BatchMatch::Found(results)
        }
    });
    Ok(matches.collect())
}

/// Number of objects that one request for several queries reads.
fn limit(queries: &[ItemQuery<'_>]) -> u32 {
    queries.iter().map(ItemQuery::limit).sum::<u32>().min(MAX_OBJECTS)
}

/// An object whose marks of inactivity are not read.
fn active(id: i64) -> Candidate {
    Candidate { id, inactive: false, url: None }
}

/// True when Lime CRM may have found an object with `found` for `value`.
fn may_match(value: &PropertyValue<'_>, found: &Value<'_>) -> bool {
    match (value, found) {
        // A relation may be returned as the object that it points to.
        (PropertyValue::Integer(id), Value::Object(_)) => related_id(found) == Some(*id),
        _ => is_same_value(value, found),
    }
}
