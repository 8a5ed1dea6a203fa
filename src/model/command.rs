//! The command `$lime`, which an operator types into the chat to send the conversation to Lime CRM.
//!
//! ```
//! use userlike_limeobject::LimeCommand;
//!
//! assert_eq!(LimeCommand::parse("$lime"), Some(LimeCommand { instance: None }));
//! assert_eq!(LimeCommand::parse(" $LIME  big deal "), Some(LimeCommand { instance: Some("big deal".into()) }));
//! assert_eq!(LimeCommand::parse("\u{200b}$lime\u{a0}"), Some(LimeCommand { instance: None }));
//! assert_eq!(LimeCommand::parse("**$lime** deal"), Some(LimeCommand { instance: Some("deal".into()) }));
//! assert_eq!(LimeCommand::parse("try $lime"), None);
//! assert_eq!(LimeCommand::parse("$limes"), None);
//! ```

use std::borrow::Cow;

use serde::Serialize;

use crate::model::conversation::Conversation;
use crate::model::message::{EntryKind, Message};
use crate::model::sender::Sender;
use crate::text::ascii::has_one_of;
use crate::text::fold::is_same;
use crate::text::invisible::is_invisible;
use crate::text::{html, markdown};

/// Maximum length of a command with its markup, in bytes.
const MAX_MARKED_UP: usize = 2_000;

/// A command `$lime`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LimeCommand {
    /// Topic or name of the instance to use; null when the topics of the conversation select it.
    pub instance: Option<String>,
}

/// Whether a text has the sign of a command, or an entity of HTML, which can stand for it.
fn may_have_command(text: &str) -> bool {
    has_one_of(text, *b"$&")
}

impl LimeCommand {
    /// Parses a message that is only the command: `$lime`, or `$lime` with a topic or the name of an instance. It may be marked
    /// up as HTML or Markdown, as editors do.
    pub fn parse(message: &str) -> Option<Self> {
        if !may_have_command(message) {
            return None;
        }
        Self::parse_plain(message).or_else(|| {
            // What is longer, or a quotation, is none.
            if message.len() > MAX_MARKED_UP || message.trim_start().starts_with('>') {
                return None;
            }
            let text =
                if html::is_fragment(message) { Cow::Owned(html::plain(message)) } else { Cow::Borrowed(message) };
            Self::parse_plain(&markdown::plain(&text))
        })
    }

    fn parse_plain(message: &str) -> Option<Self> {
        let message = message.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
        let (word, rest) = message.split_once(char::is_whitespace).unwrap_or((message, ""));
        if !is_same(word, "$lime") || rest.contains('\n') {
            return None;
        }
        let words: Vec<_> = rest.split_whitespace().collect();
        Some(Self { instance: Some(words.join(" ")).filter(|instance| !instance.is_empty()) })
    }

    /// The command in the newest message of a conversation. Commands of anybody but operators are ignored.
    pub(crate) fn newest(conversation: &Conversation<'_, '_>) -> Option<Self> {
        Self::of(conversation.newest_message()?)
    }

    /// The command of an operator that an entry of the transcript is.
    pub(crate) fn of(message: &Message<'_, '_>) -> Option<Self> {
        if message.kind != EntryKind::Message || message.sender != Sender::Operator {
            return None;
        }
        let (_, words) = message.words()?;
        // Most messages have none, which is decided without looking for their markup.
        if words.as_text().is_none_or(|words| !may_have_command(words)) {
            return None;
        }
        Self::parse(&message.body()?.text)
    }
}
