//! What Lime CRM is asked for many rows at once: one query for many values, as far as its answer can be told apart.

use std::borrow::Cow;

use super::task::Task;
use super::{BulkDelivery, Row, Stage};
use crate::delivery::compare::same;
use crate::delivery::found::{Tie, limetype_looked_in, objects, related};
use crate::delivery::request::{ApiRequest, Exp, Filter, Query, encoded, id_of};
use crate::json::value::Value;
use crate::model::property_names::CONVERSATION_ID;
use crate::preview::{Lookup, PropertyValue, Role};

/// The most values of one query, and how long they may be in its URL, which has to stay below 2000 bytes.
const MOST_VALUES: usize = 50;
const MOST_BYTES: usize = 1500;

/// What is asked for a row.
#[derive(PartialEq)]
pub(super) enum Question<'q> {
    /// Which objects have this value?
    Where { limetype: &'q str, property: &'q str, value: Cow<'q, PropertyValue<'static>> },
    /// What does the relation of this object point at?
    Through { limetype: &'q str, id: i64, property: &'q str },
}

impl<'q> Question<'q> {
    pub(super) fn limetype(&self) -> &'q str {
        match self {
            Question::Where { limetype, .. } | Question::Through { limetype, .. } => limetype,
        }
    }

    pub(super) fn property(&self) -> &'q str {
        match self {
            Question::Where { property, .. } | Question::Through { property, .. } => property,
        }
    }
}

impl BulkDelivery {
    /// What the task asks for a row; none when there is nothing to ask.
    pub(super) fn question<'r>(&self, row: &'r Row) -> Option<Question<'r>> {
        if row.apart {
            return None;
        }
        match (self.task, self.stage) {
            (Task::Lookup, _) => match row.lookups.get(self.lookup)? {
                Lookup::ByProperty { role, limetype, property, value, .. } => {
                    let value = Cow::Borrowed(value);
                    row.ids.get(*role).is_none().then_some(Question::Where { limetype, property, value })
                }
                Lookup::Through { role, through, property } => {
                    let id = row.ids.get(*through).filter(|_| row.ids.get(*role).is_none())?;
                    let limetype = limetype_looked_in(&row.lookups, *through)?;
                    Some(Question::Through { limetype, id, property })
                }
            },
            (Task::Find | Task::Read, Stage::Conversation) => {
                let conversation = row.object(Role::Ulconversation)?;
                let value = Cow::Borrowed(conversation.values.get(CONVERSATION_ID)?);
                let (limetype, property) = (conversation.limetype.as_ref(), CONVERSATION_ID);
                row.ids.ulconversation.is_none().then_some(Question::Where { limetype, property, value })
            }
            (task @ (Task::Find | Task::Read), _) => {
                let Tie::OfLimeobject(property) = Tie::of(&row.objects) else { return None };
                let limetype = row.object(Role::Limeobject)?.limetype.as_ref();
                // Where the ulconversation was made here, there is no limeobject of it yet.
                let id = row.ids.ulconversation.filter(|_| task == Task::Read || row.asked.is_none())?;
                let value = Cow::Owned(PropertyValue::Integer(id));
                row.ids.limeobject.is_none().then_some(Question::Where { limetype, property, value })
            }
            _ => None,
        }
    }

    /// All that the task asks: a list of rows for each request, each row for a question of its own.
    pub(super) fn all_questions(&self) -> Vec<Vec<usize>> {
        let mut lists: Vec<List<'_>> = Vec::new();
        let mut known: Vec<Question<'_>> = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            let Some(question) = self.question(row).filter(|question| !known.contains(question)) else { continue };
            let bytes = match &question {
                Question::Where { value, .. } => encoded(&serde_json::to_string(value).unwrap_or_default()).len() + 3,
                Question::Through { .. } => MOST_BYTES,
            };
            let about = (question.limetype(), question.property());
            let room = lists
                .iter_mut()
                .find(|list| list.rows.len() < MOST_VALUES && list.bytes + bytes <= MOST_BYTES && list.about == about);
            match room {
                Some(list) => {
                    list.rows.push(at);
                    list.bytes += bytes;
                }
                None => lists.push(List { about, rows: vec![at], bytes }),
            }
            known.push(question);
        }
        lists.into_iter().map(|list| list.rows).collect()
    }

    /// The rows that are asked for now.
    pub(super) fn list(&self) -> Option<&[usize]> {
        self.questions.as_ref()?.last().map(Vec::as_slice)
    }

    fn asked_now(&self) -> Vec<Question<'_>> {
        self.list().unwrap_or_default().iter().filter_map(|at| self.question(self.rows.get(*at)?)).collect()
    }

    /// True when it is asked what a relation points at.
    pub(super) fn goes_through(&self) -> bool {
        matches!(self.asked_now().as_slice(), [Question::Through { .. }])
    }

    /// Lime CRM does not take several values at once: all are asked by themselves. False: they are already.
    pub(super) fn ask_alone(&mut self) -> bool {
        if self.list().is_none_or(|list| list.len() < 2) {
            return false;
        }
        let all = self.questions.take().unwrap_or_default();
        self.questions = Some(all.into_iter().flatten().map(|at| vec![at]).collect());
        true
    }

    /// The request for what is asked now; none when there is nothing to ask.
    pub(super) fn ask(&self) -> Option<ApiRequest> {
        let questions = self.asked_now();
        match questions.as_slice() {
            [] => None,
            [Question::Through { limetype, id, .. }, ..] => Some(ApiRequest::object(limetype, *id)),
            [Question::Where { limetype, property, value }] => {
                let filter = Filter::is(property, Exp::Value(value));
                Some(Query::new(limetype, &["_id"], Some(filter), 2).request())
            }
            [first, ..] => {
                let values = questions.iter().filter_map(|question| match question {
                    Question::Where { value, .. } => Some(value.as_ref()),
                    Question::Through { .. } => None,
                });
                let filter = Filter::any(first.property(), values.collect());
                let limit = u32::try_from(2 * questions.len()).unwrap_or(u32::MAX);
                Some(Query::new(first.limetype(), &["_id", first.property()], Some(filter), limit).request())
            }
        }
    }

    /// Reads what the answer says about each row that is asked for; none when it is no answer.
    pub(super) fn tell(&self, answer: &Value<'_>) -> Option<Vec<Told>> {
        match self.asked_now().as_slice() {
            [Question::Through { property, .. }, ..] => {
                id_of(answer)?;
                Some(vec![Told::Ids(answer.get(property).and_then(related).into_iter().collect())])
            }
            [_] => Some(vec![Told::Ids(objects(answer)?.iter().filter_map(id_of).collect())]),
            many => Some(told_apart(many, objects(answer)?)),
        }
    }
}

/// What an answer says to one of the questions.
pub(super) enum Told {
    /// These were found, the oldest first.
    Ids(Vec<i64>),
    /// Nothing yet: ask again, with the others of which nothing is known.
    Again,
    /// Nothing: ask this by itself.
    Alone,
}

/// Questions that one request can ask.
struct List<'q> {
    /// The limetype and the property.
    about: (&'q str, &'q str),
    rows: Vec<usize>,
    /// How long the values are in its URL.
    bytes: usize,
}

/// Which of the objects that one query found are whose. Lime CRM decides by rules of its own whether two texts are the
/// same; where ours may differ from them, a question is left to be asked by itself. And it may answer fewer objects than
/// there are: what was not found is there no more only when nothing else was found either.
fn told_apart(questions: &[Question<'_>], found: &[Value<'_>]) -> Vec<Told> {
    let mut ids = vec![Vec::new(); questions.len()];
    let mut is_unclear = vec![false; questions.len()];
    let mut has_strangers = false;
    for object in found {
        let fits = |question: &Question<'_>| match question {
            Question::Where { property, value, .. } => object.get(property).is_some_and(|read| is_value(value, read)),
            Question::Through { .. } => false,
        };
        let whose = || (0..).zip(questions).filter(|(_, question)| fits(question)).map(|(at, _)| at);
        let is_one = whose().nth(1).is_none();
        has_strangers |= whose().next().is_none();
        for at in whose() {
            match (ids.get_mut(at), is_unclear.get_mut(at)) {
                (Some(ids), _) if is_one => ids.extend(id_of(object)),
                (_, Some(unclear)) => *unclear = true,
                _ => {}
            }
        }
    }
    let told = ids.into_iter().zip(is_unclear).map(|(ids, is_unclear)| match ids.is_empty() {
        _ if is_unclear => Told::Alone,
        true if has_strangers => Told::Alone,
        true if !found.is_empty() => Told::Again,
        _ => Told::Ids(ids),
    });
    told.collect()
}

/// True when Lime CRM may have found `read` for `value`.
fn is_value(value: &PropertyValue<'_>, read: &Value<'_>) -> bool {
    match (value, read) {
        (PropertyValue::Text(text), Value::Text(read)) if text.trim().eq_ignore_ascii_case(read.trim()) => true,
        // A relation may be answered as the object that it points at.
        (PropertyValue::Integer(id), Value::Object(_)) => related(read) == Some(*id),
        _ => same(value, read),
    }
}
