//! A Userlike conversation: the facts that a mapping needs.
//!
//! The payload is the one that Userlike sends to its add-ons; its API add-on sends the same with `_type` and `_event`
//! in addition. Every field but `id` can be missing. Reading never fails: values of another type are ignored and reported.

use std::borrow::Cow;

use serde::Serialize;

use crate::json::error::{ReadError, ReadErrorKind};
use crate::json::projection::Projection;
use crate::json::value::{MAX_INTEGER, Value, describe};
use crate::model::finding::{Finding, FindingCode, finding};

/// A view of a payload.
#[derive(Debug)]
pub(crate) struct Conversation<'v, 'a> {
    root: &'v Value<'a>,
}

/// A value of the payload that is not of the type that Userlike sends.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ShapeWarning {
    pub(crate) code: FindingCode,
    pub(crate) pointer: String,
    pub(crate) message: String,
}

impl From<ShapeWarning> for Finding<'_> {
    fn from(warning: ShapeWarning) -> Self {
        Finding { source: Some(warning.pointer.into()), ..finding(warning.code, warning.message) }
    }
}

/// A message or notification of the transcript.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Message<'v, 'a> {
    /// Position in the transcript, counted from 0.
    pub(crate) index: usize,
    value: &'v Value<'a>,
}

/// The sender of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Sender {
    /// The contact.
    Contact,
    /// An operator or a bot.
    Operator,
    /// Userlike itself.
    System,
}

const MESSAGE_KEYS: &[&str] = &[
    "id",
    "type",
    "event",
    "sent_at",
    "operator_id",
    "operator_name",
    "operator_display_name",
    "sender",
    "body",
    "body_plain",
    "text_format",
    "url",
];

/// Adds the fields that every mapping needs.
pub(crate) fn project_identity(projection: &mut Projection) {
    projection.add_members(&[], &["id", "topics", "_type", "_event"]);
}

/// Adds the fields that history notes and documents need.
pub(crate) fn project_transcript(projection: &mut Projection) {
    projection.add_members(&["contact"], &["name"]);
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
        _ => Err(ReadError::plain(
            ReadErrorKind::WrongShape,
            format!("expected an object ({{ \"id\": ... }}), found {}", root.kind()),
        )),
    }
}

impl<'v, 'a> Conversation<'v, 'a> {
    pub(crate) fn new(root: &'v Value<'a>) -> Self {
        Self { root }
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
        let message = match self.root.get("id") {
            None | Some(Value::Null) => "The payload has no \"id\", so the conversation cannot be found again in Lime CRM. Send the payload as Userlike created it.".to_owned(),
            Some(Value::Integer(id)) if (1..=MAX_INTEGER).contains(id) => return Ok(*id),
            Some(other) => format!(
                "The payload's \"id\" is {}. The id of a conversation is a whole number from 1 to {}.",
                describe(other),
                MAX_INTEGER
            ),
        };
        Err(ShapeWarning { code: FindingCode::ConversationIdMissing, pointer: "/id".to_owned(), message })
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

    /// Name of the contact.
    pub(crate) fn contact_name(&self) -> Option<&'v str> {
        self.root.get("contact")?.get("name")?.as_text().map(str::trim).filter(|name| !name.is_empty())
    }

    /// Messages and notifications, in order.
    pub(crate) fn messages(&self) -> impl Iterator<Item = Message<'v, 'a>> {
        let transcript = self.root.get("transcript").and_then(Value::as_list).unwrap_or_default();
        transcript
            .iter()
            .enumerate()
            .filter(|(_, value)| matches!(value, Value::Object(_)))
            .map(|(index, value)| Message { index, value })
    }

    /// Values that are not of the expected type.
    pub(crate) fn shape_warnings(&self) -> Vec<ShapeWarning> {
        let mut warnings = Vec::new();
        let mut expect = |pointer: String, value: Option<&Value<'_>>, fits: fn(&Value<'_>) -> bool, expected: &str| {
            if let Some(value) = value.filter(|value| **value != Value::Null && !fits(value)) {
                let message =
                    format!("{pointer} is {}. Userlike sends {expected} there. The value was ignored.", value.kind());
                warnings.push(ShapeWarning { code: FindingCode::PayloadShape, pointer, message });
            }
        };
        let list = |value: &Value<'_>| matches!(value, Value::List(_));
        let object = |value: &Value<'_>| matches!(value, Value::Object(_));
        for (key, fits, expected) in [
            ("contact", object as fn(&Value<'_>) -> bool, "an object"),
            ("topics", list, "a list"),
            ("transcript", list, "a list"),
        ] {
            expect(format!("/{key}"), self.root.get(key), fits, expected);
        }
        for (key, fits, expected) in [
            (
                "topics",
                (|value| matches!(value, Value::Object(_) | Value::Text(_))) as fn(&Value<'_>) -> bool,
                "a topic",
            ),
            ("transcript", object, "a message"),
        ] {
            for (index, item) in self.root.get(key).and_then(Value::as_list).unwrap_or_default().iter().enumerate() {
                expect(format!("/{key}/{index}"), Some(item), fits, expected);
            }
        }
        warnings
    }
}

impl<'v, 'a> Message<'v, 'a> {
    fn text(&self, key: &str) -> Option<&'v str> {
        self.value.get(key)?.as_text().filter(|text| !text.trim().is_empty())
    }

    /// Id of the message: "63741936.108109315.595801488".
    pub(crate) fn id(&self) -> Option<Cow<'a, str>> {
        self.value.get("id")?.scalar_text().filter(|id| !id.is_empty())
    }

    pub(crate) fn is_notification(&self) -> bool {
        self.text("type") == Some("notification")
    }

    pub(crate) fn sent_at(&self) -> Option<&'v str> {
        self.text("sent_at")
    }

    /// Link to the media file of the message.
    pub(crate) fn url(&self) -> Option<&'v str> {
        self.text("url")
    }

    pub(crate) fn operator_name(&self) -> Option<&'v str> {
        self.text("operator_name").or_else(|| self.text("operator_display_name"))
    }

    pub(crate) fn sender(&self) -> Sender {
        match self.value.get("sender").and_then(|sender| sender.get("type")).and_then(Value::as_text) {
            Some("contact") => Sender::Contact,
            Some("operator") => Sender::Operator,
            _ if self.operator_name().is_some() => Sender::Operator,
            _ if self.is_notification() => Sender::System,
            _ => Sender::Contact,
        }
    }

    /// The text: plain if Userlike sends it, otherwise with its markup.
    pub(crate) fn body(&self) -> Option<Body<'v>> {
        match (self.text("body_plain"), self.text("body")) {
            (Some(plain), _) => Some(Body { text: plain, is_markdown: false }),
            (None, Some(body)) => Some(Body {
                text: body,
                is_markdown: self.text("text_format").is_some_and(|f| f.starts_with("markdown")),
            }),
            (None, None) => None,
        }
    }

    /// JSON pointer to a member of the message.
    pub(crate) fn pointer(&self, key: &str) -> String {
        format!("/transcript/{}/{key}", self.index)
    }
}

/// The text of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Body<'v> {
    pub(crate) text: &'v str,
    pub(crate) is_markdown: bool,
}
