//! An entry of the transcript: its kind, time, words and file.

use std::borrow::Cow;

use crate::json::value::Value;
use crate::model::message_key::{Members, MessageKey};
use crate::model::sender::Sender;
use crate::text::ascii::contains_word;
use crate::text::fold::is_word;
use crate::text::html;
use crate::text::time::{Instant, NoTime};

/// An entry of the transcript.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Message<'v, 'a> {
    /// Position in the transcript, counted from 0.
    pub(crate) index: usize,
    members: Members<'v, 'a>,
    pub(super) contact_name: Option<&'v Value<'a>>,
    /// Whether the contact writes e-mails.
    pub(super) by_email: bool,
    pub(crate) kind: EntryKind,
    pub(crate) sender: Sender,
    /// The member that leaves open who the sender is.
    pub(crate) doubt: Option<MessageKey>,
    /// Whether the entry stands in the transcript before.
    pub(crate) is_repeated: bool,
}

/// What an entry of the transcript is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EntryKind {
    /// Words of a contact, an operator or a bot.
    Message,
    /// Written by Userlike: a status change, a forwarding.
    Notification,
    /// Of another `type`.
    Unknown,
}

/// How the words of a message are marked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Markup {
    Plain,
    Markdown,
    Html,
}

/// The words of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Body<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) markup: Markup,
}

impl<'v, 'a> Message<'v, 'a> {
    pub(super) fn new(index: usize, value: &'v Value<'a>, contact_name: Option<&'v Value<'a>>, by_email: bool) -> Self {
        let (kind, sender) = (EntryKind::Unknown, Sender::Unknown);
        let members = Members::of(value);
        let mut message =
            Self { index, members, contact_name, by_email, kind, sender, doubt: None, is_repeated: false };
        message.kind = message.decided_kind();
        (message.sender, message.doubt) = message.decided_sender();
        message
    }

    /// The member at `key`.
    pub(super) fn get(&self, key: MessageKey) -> Option<&'v Value<'a>> {
        self.members.get(key)
    }

    /// The member at `key`, unless it counts as no value.
    pub(super) fn member(&self, key: MessageKey) -> Option<&'v Value<'a>> {
        self.get(key).filter(|value| !value.is_empty())
    }

    fn text(&self, key: MessageKey) -> Option<&'v str> {
        self.member(key)?.as_text()
    }

    /// Whether the text at `key` is one of `words`, which are in lower case.
    pub(super) fn is_one_of(&self, key: MessageKey, words: &[&str]) -> bool {
        self.text(key).is_some_and(|text| is_word(text, words))
    }

    /// Id of the message: "63741936.108109315.595801488".
    pub(crate) fn id(&self) -> Option<Cow<'a, str>> {
        self.get(MessageKey::Id)?.scalar_text().filter(|id| !id.is_empty())
    }

    /// The kind. An entry without a `type` is a message, unless it has an `event` or is Userlike's own and names no sender.
    fn decided_kind(&self) -> EntryKind {
        match self.member(MessageKey::Type) {
            // Words of somebody are a message, whatever else the entry has.
            None if self.has_speaker() => EntryKind::Message,
            None if self.member(MessageKey::Event).is_some()
                || self.is_one_of(MessageKey::Representation, &["system"]) =>
            {
                EntryKind::Notification
            }
            None => EntryKind::Message,
            Some(_) if self.is_one_of(MessageKey::Type, &["message"]) => EntryKind::Message,
            Some(_) if self.is_one_of(MessageKey::Type, &["notification"]) => EntryKind::Notification,
            Some(_) => EntryKind::Unknown,
        }
    }

    /// The `type`, if it is a text or a number.
    pub(crate) fn kind_name(&self) -> Option<Cow<'a, str>> {
        self.member(MessageKey::Type)?.scalar_text()
    }

    /// When it was sent: RFC 3339, or a Unix time in seconds or milliseconds.
    pub(crate) fn sent_at(&self) -> Option<Result<Instant, NoTime>> {
        Some(match self.member(MessageKey::SentAt)? {
            Value::Text(text) => {
                let text = text.trim();
                // Only Unix times consist of digits alone.
                text.parse().or_else(|no_time| {
                    text.parse::<i64>().map_or(Err(no_time), |number| Instant::of_unix(number as f64))
                })
            }
            value => value.as_f64().ok_or(NoTime).and_then(Instant::of_unix),
        })
    }

    /// Link to the media file of the message.
    pub(crate) fn url(&self) -> Option<&'v str> {
        self.text(MessageKey::Url)
    }

    /// The member that has the words, and its value: the plain ones if Userlike sends them. Numbers and booleans are text.
    pub(super) fn words(&self) -> Option<(MessageKey, &'v Value<'a>)> {
        [MessageKey::BodyPlain, MessageKey::Body].into_iter().find_map(|key| {
            let value = self.member(key)?;
            (!matches!(value, Value::List(_) | Value::Object(_))).then_some((key, value))
        })
    }

    /// The words, with their markup.
    pub(crate) fn body(&self) -> Option<Body<'a>> {
        let (key, value) = self.words()?;
        let is_plain = key == MessageKey::BodyPlain;
        let text = value.scalar_text()?;
        let is_notification = self.kind == EntryKind::Notification;
        let format = self.text(MessageKey::TextFormat).unwrap_or_default();
        let is_html = contains_word(format, "html");
        let markup = if is_html && !is_plain || (is_html || self.by_email) && html::is_fragment(&text) {
            Markup::Html
        } else if is_notification
            || !is_plain
                && (contains_word(format, "markdown")
                    || self.get(MessageKey::IsMarkdownFormatted) == Some(&Value::Bool(true)))
        {
            Markup::Markdown
        } else {
            Markup::Plain
        };
        Some(Body { text, markup })
    }

    /// The members that have words or a file which cannot be read, because they are lists or objects.
    pub(crate) fn unreadable(&self) -> impl Iterator<Item = (MessageKey, &'v Value<'a>)> {
        [MessageKey::BodyPlain, MessageKey::Body, MessageKey::Url].into_iter().filter_map(move |key| {
            let value = self.get(key)?;
            let is_wrong = match value {
                Value::List(_) | Value::Object(_) => true,
                value => key == MessageKey::Url && value.as_text().is_none() && !value.is_empty(),
            };
            is_wrong.then_some((key, value))
        })
    }

    /// Whether another entry says the same: it is of the same kind and sender, with the same words and the same file.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        self.kind == other.kind
            && self.url() == other.url()
            // The values first: words with markup are read at some cost, and many entries can have the id of a long one.
            && self.words() == other.words()
            && self.body() == other.body()
            && self.sender == other.sender
            && self.sender_name() == other.sender_name()
    }

    /// JSON pointer to a member of the message.
    pub(crate) fn pointer(&self, key: MessageKey) -> String {
        format!("/transcript/{}/{}", self.index, key.name())
    }
}
