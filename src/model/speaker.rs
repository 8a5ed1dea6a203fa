//! Who wrote an entry of the transcript.

use std::borrow::Cow;
use std::iter::once_with;

use crate::json::value::Value;
use crate::model::message::{EntryKind, Message};
use crate::model::message_key::MessageKey;
use crate::model::sender::Sender;
use crate::text::fold::{folded, is_word};
use crate::text::look_alike::looks_like;
use crate::text::shown_name::shown_name;

/// What Userlike writes into `name` where it names nobody.
const PLACEHOLDERS: &[&str] = &["contact", "visitor", "event"];
const OPERATOR_KEYS: &[MessageKey] =
    &[MessageKey::OperatorId, MessageKey::OperatorName, MessageKey::OperatorDisplayName];
/// What `representation` says of bots.
const BOTS: &[&str] = &["bot", "chatbot"];
/// What `representation` says of words that nobody typed.
const MACHINES: &[&str] = &["system", "automated"];
/// What `representation` says of operators.
const OPERATORS: &[&str] = &["operator", "agent"];
/// What `representation` may say of contacts.
const CONTACTS: &[&str] = &["contact", "visitor", "customer", "user", "human"];
/// Types of senders who speak.
const SPEAKERS: &[&str] = &["contact", "operator", "bot", "chatbot"];
const NAME_KEYS: &[MessageKey] =
    &[MessageKey::OperatorName, MessageKey::OperatorDisplayName, MessageKey::Name, MessageKey::DisplayName];

/// Whether a value says anything: not null, empty, 0 or false.
fn says_something(value: &Value<'_>) -> bool {
    match value {
        Value::Bool(value) => *value,
        Value::Integer(number) => *number != 0,
        Value::Text(text) => !matches!(text.trim(), "" | "0" | "null" | "false"),
        Value::Object(members) => members.iter().any(|(_, value)| says_something(value)),
        value => !value.is_empty(),
    }
}

/// The name that a value is: a text or a number.
fn name_of<'a>(value: &Value<'a>) -> Option<Cow<'a, str>> {
    value.scalar_text().filter(|_| !matches!(value, Value::Bool(_)))
}

/// The name that a value is, as it is shown.
pub(super) fn shown_name_of<'a>(value: &Value<'a>) -> Option<Cow<'a, str>> {
    shown(name_of(value)?)
}

/// A name as it is shown.
fn shown(name: Cow<'_, str>) -> Option<Cow<'_, str>> {
    match name {
        Cow::Borrowed(name) => shown_name(name),
        Cow::Owned(name) => shown_name(&name).map(|name| Cow::Owned(name.into_owned())),
    }
}

impl<'a> Message<'_, 'a> {
    /// Whether the entry names a contact, an operator or a bot as its sender.
    pub(super) fn has_speaker(&self) -> bool {
        let kind = self.get(MessageKey::Sender).and_then(|sender| sender.get("type").or(Some(sender)));
        OPERATOR_KEYS.iter().any(|key| self.get(*key).is_some_and(says_something))
            || kind.and_then(Value::as_text).is_some_and(|kind| is_word(kind, SPEAKERS))
    }

    /// The sender, and the member that leaves open who it is. Words are the contact's only where nothing contradicts it.
    pub(super) fn decided_sender(&self) -> (Sender, Option<MessageKey>) {
        let says = |key: &MessageKey| self.get(*key).is_some_and(says_something);
        let bot =
            Some(MessageKey::OperatorIsBot).filter(|key| says(key) && !self.is_one_of(*key, &["false", "no", "0"]));
        let representation = Some(MessageKey::Representation).filter(says);
        let represents = |words: &[&str]| representation.filter(|key| self.is_one_of(*key, words));
        let bot = bot.or(represents(BOTS));
        let automatic = represents(MACHINES);
        let operator = OPERATOR_KEYS.iter().copied().find(says).or(represents(OPERATORS));
        let operator = bot.or(operator);
        let other = representation.filter(|key| !self.is_one_of(*key, CONTACTS));
        let sender = self.get(MessageKey::Sender).filter(|sender| says_something(sender));
        let kind = sender.and_then(|sender| match sender {
            Value::Object(_) => sender.get("type").filter(|kind| !kind.is_empty()),
            other => Some(other),
        });
        let unknown = |key: MessageKey| (Sender::Unknown, Some(key));
        let Some(kind) = kind else {
            return match (bot, operator) {
                (Some(_), _) => (Sender::Bot, None),
                (None, Some(_)) => (Sender::Operator, None),
                (None, None) if automatic.is_some() || self.kind == EntryKind::Notification => (Sender::System, None),
                (None, None) if sender.is_some() => unknown(MessageKey::Sender),
                (None, None) if self.is_named_after_somebody_else() => unknown(MessageKey::Name),
                (None, None) if other.is_some() => unknown(MessageKey::Representation),
                (None, None) => (Sender::Contact, None),
            };
        };
        match kind.as_text().map(folded).as_deref() {
            Some("contact") => match operator.or(other) {
                Some(key) => unknown(key),
                None => (Sender::Contact, None),
            },
            Some("operator") if bot.is_none() => (Sender::Operator, None),
            Some("operator" | "bot" | "chatbot") => (Sender::Bot, None),
            Some("system") => (Sender::System, None),
            _ => unknown(MessageKey::Sender),
        }
    }

    /// Whether the name is what Userlike writes for nobody in particular.
    fn is_placeholder(name: &str) -> bool {
        is_word(name, PLACEHOLDERS)
    }

    /// Whether `name` is that of another one than the contact.
    fn is_named_after_somebody_else(&self) -> bool {
        let name = |key| self.member(key).and_then(name_of);
        name(MessageKey::Name).or_else(|| name(MessageKey::DisplayName)).is_some_and(|name| {
            !Self::is_placeholder(&name)
                && !self.contact_name.and_then(name_of).is_some_and(|contact| looks_like(&name, &contact))
        })
    }

    /// Name of the sender as it is shown; none when the payload has none.
    pub(crate) fn sender_name(&self) -> Option<Cow<'a, str>> {
        if self.sender == Sender::Contact {
            return self.contact_name.and_then(shown_name_of);
        }
        self.names().next()
    }

    /// Whether the sender has the same names as that of another entry.
    pub(crate) fn has_names_of(&self, other: &Self) -> bool {
        NAME_KEYS.iter().chain(&[MessageKey::Sender]).all(|key| self.get(*key) == other.get(*key))
    }

    /// All names of the sender, as they are shown. The first one stands in the note; the others may be what visitors see.
    pub(crate) fn names(&self) -> impl Iterator<Item = Cow<'a, str>> {
        let of_sender = || self.get(MessageKey::Sender).and_then(|sender| sender.get("name"));
        let values = NAME_KEYS.iter().map(|key| self.member(*key)).chain(once_with(of_sender));
        values.flatten().filter_map(|value| shown(name_of(value).filter(|name| !Self::is_placeholder(name))?))
    }
}
