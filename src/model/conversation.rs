//! A Userlike conversation: the facts that a mapping needs.
//!
//! The payload is the one that Userlike sends to its add-ons; its API add-on sends the same with `_type` and `_event`
//! in addition. Every field but `id` can be missing. Reading never fails: values of another type are ignored and reported.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::json::error::{ReadError, ReadErrorKind};
use crate::json::projection::Projection;
use crate::json::value::{MAX_INTEGER, Value, kind_of, shown};
use crate::model::finding::{Finding, FindingCode, finding};
use crate::model::message::{EntryKind, Message};
use crate::model::message_key::{MESSAGE_KEYS, MessageKey};
use crate::model::speaker::shown_name_of;
use crate::text::fold::folded;
use crate::text::said::Said;
use crate::text::texts;

/// A view of a payload.
#[derive(Debug)]
pub(crate) struct Conversation<'v, 'a> {
    root: &'v Value<'a>,
    entries: Vec<Message<'v, 'a>>,
}

/// The ids of the entries so far.
enum KnownIds<'a> {
    /// Each is greater than those before it, as Userlike numbers them: the greatest tells that an id is new.
    Ascending(Cow<'a, str>),
    /// The place of the first entry with each id.
    Places(BTreeMap<Cow<'a, str>, usize>),
}

impl<'a> KnownIds<'a> {
    /// The place of the first entry with this id: that of the entry that follows `entries`, if the id is new.
    fn first_place(&mut self, id: Cow<'a, str>, entries: &[Message<'_, 'a>]) -> usize {
        let next = entries.len();
        match self {
            Self::Ascending(greatest) if (greatest.len(), &*greatest) < (id.len(), &id) => {
                *greatest = id;
                next
            }
            Self::Ascending(_) => {
                let mut places = BTreeMap::new();
                for (place, entry) in entries.iter().enumerate() {
                    if let Some(id) = entry.id() {
                        places.entry(id).or_insert(place);
                    }
                }
                *self = Self::Places(places);
                self.first_place(id, entries)
            }
            Self::Places(places) => *places.entry(id).or_insert(next),
        }
    }
}

/// A value of the payload that is not of the type that Userlike sends.
#[derive(Debug, PartialEq)]
pub(crate) struct ShapeWarning {
    pub(crate) code: FindingCode,
    pub(crate) pointer: String,
    pub(crate) said: Said,
}

impl From<ShapeWarning> for Finding<'_> {
    fn from(warning: ShapeWarning) -> Self {
        Finding { source: Some(warning.pointer.into()), ..finding(warning.code, warning.said) }
    }
}

/// Adds the fields that every mapping needs.
pub(crate) fn project_identity(projection: &mut Projection) {
    projection.add_members(&[], &["id", "topics", "_type", "_event"]);
}

/// Adds the fields that history notes and documents need.
pub(crate) fn project_transcript(projection: &mut Projection) {
    projection.add_members(&["contact"], &["name"]);
    projection.add_members(&["contact_channel"], &["type"]);
    projection.add_members(&["last_message"], &["operator_name"]);
    projection.add_members(&["transcript", "*"], MESSAGE_KEYS);
}

/// Adds the fields that an ulconversation needs.
pub(crate) fn project_ulconversation(projection: &mut Projection) {
    projection.add_members(&["contact"], &["id"]);
    projection.add_members(&[], &["created_at", "contact_first_message_sent_at"]);
}

/// Checks that a payload is an object.
pub(crate) fn expect_object(root: &Value<'_>) -> Result<(), ReadError> {
    match root {
        Value::Object(_) => Ok(()),
        _ => Err(ReadError::plain(ReadErrorKind::WrongShape, texts::wrong_shape(&kind_of(root)))),
    }
}

impl<'v, 'a> Conversation<'v, 'a> {
    pub(crate) fn new(root: &'v Value<'a>) -> Self {
        let contact_name = root.get("contact").and_then(|contact| contact.get("name"));
        let channel = root.get("contact_channel").and_then(|channel| channel.get("type")).and_then(Value::as_text);
        let by_email = channel.is_some_and(|channel| folded(channel).contains("mail"));
        let transcript = root.get("transcript").and_then(Value::as_list).unwrap_or_default();
        let mut conversation = Self { root, entries: Vec::with_capacity(transcript.len()) };
        // Every id is greater than an empty text.
        let mut known = KnownIds::Ascending("".into());
        for (index, value) in transcript.iter().enumerate().filter(|(_, value)| matches!(value, Value::Object(_))) {
            let mut message = Message::new(index, value, contact_name, by_email);
            if let Some(id) = message.id() {
                let first = known.first_place(id, &conversation.entries);
                message.is_repeated = conversation.entries.get(first).is_some_and(|first| first.repeats(&message));
            }
            conversation.entries.push(message);
        }
        conversation
    }

    pub(crate) fn root(&self) -> &'v Value<'a> {
        self.root
    }

    /// `_type` of a callback that is not about a conversation: `operator`, `um_widget`.
    pub(crate) fn empty_callback(&self) -> Option<&'v str> {
        let kind = self.root.get("_type")?.as_text()?;
        let carries_one = match kind {
            "chat_session" | "conversation" => true,
            "operator" | "um_widget" => false,
            _ => self.root.get("id").is_some(),
        };
        (!carries_one).then_some(kind)
    }

    /// The conversation's id, or why it is not usable.
    pub(crate) fn id(&self) -> Result<i64, ShapeWarning> {
        let said = match self.root.get("id") {
            None | Some(Value::Null) => texts::conversation_id_missing(),
            Some(Value::Integer(id)) if (1..=MAX_INTEGER).contains(id) => return Ok(*id),
            Some(other) => texts::conversation_id_wrong(&shown(other), MAX_INTEGER),
        };
        Err(ShapeWarning { code: FindingCode::ConversationIdMissing, pointer: "/id".to_owned(), said })
    }

    /// Names of the topics with their JSON pointers. A topic is a text, or an object with `text` or `name`.
    pub(crate) fn topics(&self) -> Vec<(String, &'v str)> {
        let topics = self.root.get("topics").and_then(Value::as_list).unwrap_or_default();
        topics
            .iter()
            .enumerate()
            .filter_map(|(index, topic)| {
                let (key, name) = ["text", "name"]
                    .into_iter()
                    .find_map(|key| Some((key, topic.get(key)?.as_text()?)))
                    .map_or_else(|| topic.as_text().map(|name| ("", name)), Some)?;
                let slash = if key.is_empty() { "" } else { "/" };
                Some((format!("/topics/{index}{slash}{key}"), name)).filter(|(_, name)| !name.trim().is_empty())
            })
            .collect()
    }

    /// Name of the contact, as it is shown.
    pub(crate) fn contact_name(&self) -> Option<Cow<'a, str>> {
        shown_name_of(self.root.get("contact")?.get("name")?)
    }

    /// Name of the operator who wrote last, as it is shown. The transcript may be older.
    pub(crate) fn last_operator(&self) -> Option<Cow<'a, str>> {
        shown_name_of(self.root.get("last_message")?.get("operator_name")?)
    }

    /// The entries of the transcript in its order: messages, notifications and others.
    pub(crate) fn entries(&self) -> &[Message<'v, 'a>] {
        &self.entries
    }

    /// The entries without those that stand there before.
    pub(crate) fn messages(&self) -> impl Iterator<Item = &Message<'v, 'a>> {
        self.entries.iter().filter(|entry| !entry.is_repeated)
    }

    /// The newest message: the last one, or the one with the latest time where all have one.
    pub(crate) fn newest_message(&self) -> Option<&Message<'v, 'a>> {
        let messages = || self.messages().filter(|message| message.kind == EntryKind::Message);
        let times: Option<Vec<_>> = messages().map(|message| Some((message.sent_at()?.ok()?, message))).collect();
        match times {
            Some(times) => times.into_iter().max_by_key(|(time, _)| *time).map(|(_, message)| message),
            None => messages().last(),
        }
    }

    /// Passes on what is not of the expected type.
    pub(crate) fn shape_warnings(&self, report: &mut dyn FnMut(ShapeWarning)) {
        let list = |value: &Value<'_>| matches!(value, Value::List(_));
        let object = |value: &Value<'_>| matches!(value, Value::Object(_));
        let mut expect = |pointer: &dyn Fn() -> String, value: &Value<'_>, fits: bool, expected: fn() -> Said| {
            if !fits {
                let pointer = pointer();
                let said = texts::payload_shape_ignored(&pointer, &kind_of(value), &expected());
                report(ShapeWarning { code: FindingCode::PayloadShape, pointer, said });
            }
        };
        for (key, fits, expected) in [
            ("contact", object as fn(&Value<'_>) -> bool, texts::an_object as fn() -> Said),
            ("topics", list, texts::a_list),
            ("transcript", list, texts::a_list),
        ] {
            if let Some(value) = self.root.get(key).filter(|value| **value != Value::Null) {
                expect(&|| format!("/{key}"), value, fits(value), expected);
            }
        }
        let name = self.root.get("contact").and_then(|contact| contact.get("name"));
        if let Some(name) = name.filter(|name| **name != Value::Null) {
            expect(&|| "/contact/name".to_owned(), name, name.scalar_text().is_some(), texts::a_text);
        }
        for (key, expected) in [("topics", texts::a_topic as fn() -> Said), ("transcript", texts::a_message)] {
            for (index, item) in self.root.get(key).and_then(Value::as_list).unwrap_or_default().iter().enumerate() {
                let fits = match item {
                    Value::Object(_) | Value::Null => true,
                    Value::Text(_) => key == "topics",
                    _ => false,
                };
                expect(&|| format!("/{key}/{index}"), item, fits, expected);
            }
        }
        for message in self.entries.iter().filter(|entry| entry.is_repeated) {
            report(ShapeWarning {
                code: FindingCode::MessageTwice,
                pointer: message.pointer(MessageKey::Id),
                said: texts::message_twice(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn an_entry_is_repeated_where_its_id_is_known_in_whatever_order_ids_come() {
        for ids in [
            &["8", "9", "10", "11"][..],
            &["8", "9", "9", "10", "8"],
            &["10", "9", "10", "11", "9"],
            &["b", "aa", "b", "c", "aa", "aa"],
            &["", "1", "", "1"],
            &["9"],
        ] {
            let entries: Vec<_> = ids.iter().map(|id| format!(r#"{{"id":"{id}","body":"Hello"}}"#)).collect();
            let text = format!(r#"{{"transcript":[{}]}}"#, entries.join(","));
            let payload = Value::from_json(&text).unwrap();
            let mut known = HashSet::new();
            let repeated: Vec<_> = ids.iter().map(|id| !id.is_empty() && !known.insert(id)).collect();
            let conversation = Conversation::new(&payload);
            let found: Vec<_> = conversation.entries().iter().map(|entry| entry.is_repeated).collect();
            assert_eq!(found, repeated, "{ids:?}");
        }
    }
}
