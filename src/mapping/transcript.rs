//! Transcript -> text of the history note.
//!
//! A message begins with its time and the name of its sender. Its further lines are indented, so that no visitor can write
//! a line that looks like the message of somebody else.

use std::borrow::Cow;

use crate::model::config::TranscriptOptions;
use crate::model::conversation::{Conversation, Message, Sender};
use crate::text::controls::without_controls;
use crate::text::file_name::file_name;
use crate::text::invisible::is_invisible;
use crate::text::markdown::plain;
use crate::text::time::Instant;

/// A transcript as text.
pub(crate) struct TranscriptText {
    pub(crate) text: String,
    /// JSON pointers to the times that are not valid.
    pub(crate) invalid_times: Vec<String>,
}

/// Writes a transcript, with or without its notifications.
pub(crate) fn transcript(
    conversation: &Conversation<'_, '_>,
    options: &TranscriptOptions,
    notifications: bool,
) -> TranscriptText {
    let mut written = TranscriptText { text: String::new(), invalid_times: Vec::new() };
    let contact =
        conversation.contact_name().or(options.contact_name.as_deref()).map_or(Cow::Borrowed("Contact"), single_line);
    for message in conversation.messages().filter(|message| notifications || !message.is_notification()) {
        let Some(body) = body(&message) else { continue };
        if !written.text.is_empty() {
            written.text.push('\n');
        }
        match message.sent_at().map(str::parse::<Instant>) {
            Some(Ok(instant)) => {
                options.time_format.write(options.time_zone.at(instant), &mut written.text);
                written.text.push(' ');
            }
            Some(Err(_)) => written.invalid_times.push(message.pointer("sent_at")),
            None => {}
        }
        if message.is_notification() {
            written.text.push_str("— ");
        } else {
            written.text.push_str(&match message.sender() {
                Sender::Contact => Cow::Borrowed(&*contact),
                _ => message.operator_name().map_or(Cow::Borrowed("Operator"), single_line),
            });
            written.text.push_str(": ");
        }
        for (index, line) in body.trim_end().split('\n').enumerate() {
            if index > 0 {
                written.text.push_str("\n  ");
            }
            written.text.push_str(line.trim_end());
        }
    }
    written
}

/// The text of a message, with name and link of its media file; none when it has neither.
fn body<'v>(message: &Message<'v, '_>) -> Option<Cow<'v, str>> {
    let text = message.body().map(|body| {
        let text = if body.is_markdown { plain(body.text) } else { Cow::Borrowed(body.text) };
        match without_controls(&text, false) {
            Some(cleaned) => Cow::Owned(cleaned),
            None => text,
        }
    });
    let Some(url) = message.url() else { return text };
    let url = without_controls(url.trim(), true).map_or(Cow::Borrowed(url.trim()), Cow::Owned);
    let name = file_name(&url);
    let media = if name.is_empty() { format!("[{url}]") } else { format!("[{name}: {url}]") };
    Some(Cow::Owned(match text {
        // The text of a message that is only a file repeats its link or name.
        Some(text) if text.trim() != url && text.trim() != name => format!("{text}\n{media}"),
        _ => media,
    }))
}

/// A name on one line, without invisible characters and those that change the direction of text.
fn single_line(name: &str) -> Cow<'_, str> {
    if !name.contains(|c: char| c.is_control() || is_invisible(c) || matches!(c, '\u{2028}' | '\u{2029}')) {
        return Cow::Borrowed(name.trim());
    }
    let spaced: String =
        name.chars().filter(|c| !is_invisible(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    Cow::Owned(spaced.split_whitespace().collect::<Vec<_>>().join(" "))
}
