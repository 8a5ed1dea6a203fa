//! The facts of a payload that lists, command line and worker show or decide by.

use std::borrow::Cow;

use serde::Serialize;

use crate::json::encoding::{text_of, without_lone_surrogates};
use crate::json::error::ReadError;
use crate::json::projection::Projection;
use crate::json::read::read_payload;
use crate::json::value::Value;
use crate::mapping::transcript::{has_text, part, shown_sender};
use crate::model::command::LimeCommand;
use crate::model::config::TranscriptPart;
use crate::model::conversation::{Conversation, expect_object, project_transcript};
use crate::model::message::{EntryKind, Message};
use crate::model::sender::Sender;
use crate::text::message::head;
use crate::text::time::Instant;

/// The most characters of a text in a summary.
const MAX_CHARACTERS: usize = 200;
/// The most topics in a summary.
const MAX_TOPICS: usize = 20;
/// The most entries of the transcript in a summary.
const MAX_ENTRIES: usize = 500;

/// A short description of a payload. Texts come from the payload, so anonymous visitors may have written them; they are
/// trimmed and cut at 200 characters.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// The conversation's id; null when the payload has none that is usable.
    pub conversation: Option<i64>,
    /// False for a callback about something else: an operator, a widget.
    pub is_conversation: bool,
    /// `_type` of a callback: `conversation`, `chat_session`, …
    pub callback_type: Option<String>,
    /// `_event` of a callback: `ended`, `message_sent`, …
    pub callback_event: Option<String>,
    /// Name of the contact.
    pub contact_name: Option<String>,
    /// E-mail address of the contact.
    pub contact_email: Option<String>,
    /// Subject of the conversation.
    pub subject: Option<String>,
    /// Names of the topics, without repetitions; at most 20.
    pub topics: Vec<String>,
    /// Userlike's status: `new`, `open`, `ended`, …
    pub status: Option<String>,
    /// When the conversation began (RFC 3339, UTC): `created_at`, else the time of the first entry of the transcript.
    pub started_at: Option<String>,
    /// When the conversation ended (RFC 3339, UTC).
    pub ended_at: Option<String>,
    /// Number of messages, notifications not included.
    pub message_count: usize,
    /// The newest message that is not a notification.
    pub last_message: Option<LastMessage>,
    /// The command `$lime`, when the newest message is one and an operator wrote it.
    pub command: Option<LimeCommand>,
    /// The first 500 entries of the transcript in the payload's order, as history notes decide about them. Entries that are
    /// not objects are left out.
    pub transcript: Vec<TranscriptEntry>,
}

/// An entry of the transcript, as history notes decide about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TranscriptEntry {
    /// Position in the payload's `transcript`, counted from 0: the entry's JSON pointer is `/transcript/{index}`.
    pub index: usize,
    /// What the entry is. A history note has the parts that its instance includes: `parts` of the instance's outline.
    pub part: TranscriptPart,
    /// Who wrote it.
    pub sender: Sender,
    /// Name of the sender as it is written: on one line, without invisible characters; null when the payload has none.
    pub sender_name: Option<String>,
    /// Why no history note has the entry, even if it includes its part; null when there is no such reason.
    pub left_out: Option<LeftOut>,
}

/// Why no history note has an entry of the transcript.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum LeftOut {
    /// It stands in the transcript before: same id, sender, words and file.
    Repeated,
    /// It has neither words nor a file.
    Empty,
}

/// The newest message of a conversation.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LastMessage {
    /// Who wrote it.
    pub sender: Sender,
    /// Name of the operator or contact who wrote it.
    pub sender_name: Option<String>,
    /// When it was sent (RFC 3339, UTC).
    pub sent_at: Option<String>,
    /// The beginning of its text; empty for a message that is only a media file.
    pub text: String,
}

/// Returns the summary of a payload or callback (JSON text) of at most `max_bytes` bytes.
///
/// ```
/// use userlike_limeobject::{DEFAULT_MAX_BYTES, summary};
///
/// let payload = br#"{ "id": 7, "topics": [{ "text": "support" }], "transcript": [{ "type": "message", "body": "Hello" }] }"#;
/// let summary = summary(payload, DEFAULT_MAX_BYTES)?;
/// assert_eq!((summary.conversation, summary.message_count), (Some(7), 1));
/// assert_eq!(summary.topics, ["support"]);
/// # Ok::<(), userlike_limeobject::ReadError>(())
/// ```
///
/// # Errors
/// When the payload is too large, not UTF-8, not JSON, nested too deeply, or not an object.
pub fn summary(payload: &[u8], max_bytes: usize) -> Result<Summary, ReadError> {
    let text = text_of(payload, max_bytes)?;
    let repaired = without_lone_surrogates(text);
    let mut projection = Projection::default();
    project_transcript(&mut projection);
    projection.add_members(&[], &["id", "_type", "_event", "subject", "topics", "status", "created_at", "ended_at"]);
    projection.add_members(&["contact"], &["email"]);
    let (root, _) = read_payload(repaired.as_deref().unwrap_or(text), &projection)?;
    expect_object(&root)?;
    Ok(Summary::of(&root))
}

impl Summary {
    fn of(root: &Value<'_>) -> Self {
        let conversation = Conversation::new(root);
        let text = |key| root.get(key).and_then(excerpt);
        let mut topics: Vec<String> = Vec::new();
        for (_, topic) in conversation.topics().into_iter().take(MAX_TOPICS) {
            let topic = head(topic.trim(), MAX_CHARACTERS);
            if !topics.iter().any(|known| known == topic) {
                topics.push(topic.to_owned());
            }
        }
        let first_entry = conversation.messages().next();
        Self {
            conversation: conversation.id().ok(),
            is_conversation: conversation.empty_callback().is_none(),
            callback_type: text("_type"),
            callback_event: text("_event"),
            contact_name: conversation.contact_name().map(Cow::into_owned),
            contact_email: root.get("contact").and_then(|contact| contact.get("email")).and_then(excerpt),
            subject: text("subject"),
            topics,
            status: text("status"),
            started_at: time(root.get("created_at").and_then(Value::as_text))
                .or_else(|| first_entry.and_then(|entry| entry.sent_at())?.ok().map(|instant| instant.to_string())),
            ended_at: time(root.get("ended_at").and_then(Value::as_text)),
            message_count: conversation.messages().filter(|message| message.kind == EntryKind::Message).count(),
            last_message: conversation.newest_message().map(last_message),
            command: LimeCommand::newest(&conversation),
            transcript: transcript_entries(&conversation),
        }
    }
}

fn transcript_entries(conversation: &Conversation<'_, '_>) -> Vec<TranscriptEntry> {
    let entry = |message: &Message<'_, '_>| {
        let (sender, name) = shown_sender(message);
        let left_out =
            if message.is_repeated { Some(LeftOut::Repeated) } else { (!has_text(message)).then_some(LeftOut::Empty) };
        let sender_name = name.map(Cow::into_owned);
        TranscriptEntry { index: message.index, part: part(message), sender, sender_name, left_out }
    };
    conversation.entries().iter().take(MAX_ENTRIES).map(entry).collect()
}

fn last_message(message: &Message<'_, '_>) -> LastMessage {
    let text = message.body().map(|body| head(body.text.trim(), MAX_CHARACTERS).to_owned());
    LastMessage {
        sender: message.sender,
        sender_name: message.sender_name().map(Cow::into_owned),
        sent_at: message.sent_at().and_then(Result::ok).map(|instant| instant.to_string()),
        text: text.unwrap_or_default(),
    }
}

fn excerpt(value: &Value<'_>) -> Option<String> {
    let text = value.as_text()?.trim();
    (!text.is_empty()).then(|| head(text, MAX_CHARACTERS).to_owned())
}

fn time(text: Option<&str>) -> Option<String> {
    text?.trim().parse::<Instant>().ok().map(|instant| instant.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> Summary {
        summary(json.as_bytes(), 1000).unwrap()
    }

    #[test]
    fn a_payload_without_anything_has_an_empty_summary() {
        let summary = of("{}");
        assert_eq!((summary.conversation, summary.is_conversation, summary.message_count), (None, true, 0));
        assert_eq!((summary.topics, summary.last_message, summary.started_at), (vec![], None, None));
    }

    #[test]
    fn the_newest_message_is_described_and_notifications_do_not_count() {
        let summary = of(r#"{"contact":{"name":" Ann "},"transcript":[
                {"type":"notification","sent_at":"2024-02-22T15:48:45+01:00"},
                {"type":"message","body":"Hi","operator_name":"Bo"},
                {"type":"message","body":" $lime deal ","sender":{"type":"operator"},"operator_name":"Bo","sent_at":"x"},
                {"type":"notification","body":"left"}]}"#);
        assert_eq!(summary.message_count, 2);
        assert_eq!(summary.started_at.as_deref(), Some("2024-02-22T14:48:45Z"));
        assert_eq!(
            summary.last_message,
            Some(LastMessage {
                sender: Sender::Operator,
                sender_name: Some("Bo".into()),
                sent_at: None,
                text: "$lime deal".into()
            })
        );
        assert_eq!(summary.command, Some(LimeCommand { instance: Some("deal".into()) }));
        assert_eq!(summary.contact_name.as_deref(), Some("Ann"));
    }

    #[test]
    fn entries_of_the_transcript_are_described_as_history_notes_decide_about_them() {
        let entries = of(r#"{"contact":{"name":"Kim:"},"transcript":[
                {"type":"message","id":"1","body":"Hi"},
                7,
                {"type":"message","id":"1","body":"Hi"},
                {"type":"message","body":"Hello","sender":{"type":"operator","name":"[admin] Bo"}},
                {"type":"message","body":"I am a bot","operator_name":"Robo","operator_is_bot":true},
                {"type":"message","body":"$lime","operator_name":"Bo"},
                {"type":"notification","body":"left"},
                {"type":"note","body":"x","name":"Kim"},
                {"type":"message","body":" ","operator_name":"Bo"},
                {"type":"message","body":"<br>","text_format":"html"},
                {"type":"message","url":"https://x.example/a.png"},
                {"type":"message","body":"?","sender":{"type":"alien","name":"X"}}]}"#)
        .transcript;
        let shown: Vec<_> = entries
            .iter()
            .map(|entry| (entry.index, entry.part, entry.sender, entry.sender_name.as_deref(), entry.left_out))
            .collect();
        use {Sender as S, TranscriptPart as P};
        assert_eq!(
            shown,
            [
                (0, P::Messages, S::Contact, Some("Kim"), None),
                (2, P::Messages, S::Contact, Some("Kim"), Some(LeftOut::Repeated)),
                (3, P::Messages, S::Operator, Some("(admin) Bo"), None),
                (4, P::Bots, S::Bot, Some("Robo"), None),
                (5, P::Commands, S::Operator, Some("Bo"), None),
                (6, P::Notifications, S::System, None, None),
                (7, P::Unknown, S::Unknown, None, None),
                (8, P::Messages, S::Operator, Some("Bo"), Some(LeftOut::Empty)),
                (9, P::Messages, S::Contact, Some("Kim"), Some(LeftOut::Empty)),
                (10, P::Messages, S::Contact, Some("Kim"), None),
                (11, P::Messages, S::Unknown, Some("X"), None),
            ]
        );
        let many = format!(r#"{{"transcript":[{}{{}}]}}"#, "{},".repeat(1000));
        let entries = summary(many.as_bytes(), usize::MAX).unwrap().transcript;
        assert_eq!((entries.len(), entries.last().map(|entry| entry.index)), (500, Some(499)));
    }

    #[test]
    fn topics_are_named_once_and_texts_are_cut() {
        let long = "x".repeat(300);
        let summary = of(&format!(r#"{{"subject":"{long}","topics":["a",{{"text":"b"}},{{"name":"a"}},7]}}"#));
        assert_eq!(summary.topics, ["a", "b"]);
        assert_eq!(summary.subject.map(|subject| subject.len()), Some(200));
    }

    #[test]
    fn callbacks_about_something_else_are_no_conversations() {
        let summary = of(r#"{"_type":"operator","_event":"online"}"#);
        assert!(!summary.is_conversation);
        assert_eq!(
            (summary.callback_type.as_deref(), summary.callback_event.as_deref()),
            (Some("operator"), Some("online"))
        );
    }

    #[test]
    fn what_is_not_an_object_is_an_error() {
        assert_eq!(summary(b"[]", 10).unwrap_err().kind, crate::ReadErrorKind::WrongShape);
        assert_eq!(summary(b"{\"id\": 12345}", 10).unwrap_err().kind, crate::ReadErrorKind::TooLarge);
    }
}
