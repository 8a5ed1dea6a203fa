//! Transcript -> history note: who said what, and when.
//!
//! A line begins with the time and the name of who wrote; a message's further lines are indented, so that no visitor
//! can write what looks like the line of somebody else.

use std::borrow::Cow;

use crate::model::config::TranscriptOptions;
use crate::model::conversation::{Conversation, Message, Sender};
use crate::text::controls::without_controls;
use crate::text::markdown::plain;
use crate::text::time::Instant;

/// What is written of a transcript.
pub(crate) struct Note {
    pub(crate) text: String,
    /// Messages whose time could not be read, by JSON pointer.
    pub(crate) bad_times: Vec<String>,
}

/// Writes the whole transcript; notifications only when they are asked for.
pub(crate) fn note(conversation: &Conversation<'_, '_>, options: &TranscriptOptions, notifications: bool) -> Note {
    let mut note = Note { text: String::new(), bad_times: Vec::new() };
    let contact = conversation
        .contact_name()
        .or(options.contact_name.as_deref())
        .map_or(Cow::Borrowed("Contact"), name_for_a_line);
    for message in conversation.messages().filter(|message| notifications || !message.is_notification()) {
        let Some(body) = body(&message) else { continue };
        if !note.text.is_empty() {
            note.text.push('\n');
        }
        match message.sent_at().map(str::parse::<Instant>) {
            Some(Ok(instant)) => {
                options.time_format.write(options.time_zone.at(instant), &mut note.text);
                note.text.push(' ');
            }
            Some(Err(_)) => note.bad_times.push(message.pointer("sent_at")),
            None => {}
        }
        if message.is_notification() {
            note.text.push_str("— ");
        } else {
            note.text.push_str(&match message.sender() {
                Sender::Contact => Cow::Borrowed(&*contact),
                _ => message.operator_name().map_or(Cow::Borrowed("Operator"), name_for_a_line),
            });
            note.text.push_str(": ");
        }
        for (place, line) in body.trim_end().split('\n').enumerate() {
            if place > 0 {
                note.text.push_str("\n  ");
            }
            note.text.push_str(line.trim_end());
        }
    }
    note
}

/// A message's text, and the name and link of its media; none when it has neither.
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
        // Userlike shows a file without words by its link or name alone.
        Some(text) if text.trim() != url && text.trim() != name => format!("{text}\n{media}"),
        _ => media,
    }))
}

/// The name of the file that a link leads to, decoded, without what could make it another path; at most 200 characters.
pub(crate) fn file_name(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once("://").map_or(path, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let encoded = path.rsplit('/').next().unwrap_or_default().as_bytes();
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded;
    while let Some((first, after)) = rest.split_first() {
        let hex = |place: usize| after.get(place).and_then(|digit| char::from(*digit).to_digit(16));
        match (first, hex(0), hex(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.extend(u8::try_from(high * 16 + low));
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    let name = String::from_utf8_lossy(&bytes);
    let name: String = name
        .chars()
        .filter(|c| !c.is_control() && !is_bidi_control(*c) && !matches!(c, '/' | '\\'))
        .take(200)
        .collect();
    if name.trim_matches(['.', ' ']).is_empty() { String::new() } else { name }
}

/// Characters that change the direction of what follows.
fn is_bidi_control(character: char) -> bool {
    matches!(character, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A name on one line that can't turn the line's direction.
fn name_for_a_line(name: &str) -> Cow<'_, str> {
    if !name.contains(|c: char| c.is_control() || is_bidi_control(c) || matches!(c, '\u{2028}' | '\u{2029}')) {
        return Cow::Borrowed(name.trim());
    }
    let spaced: String = name
        .chars()
        .filter(|c| !is_bidi_control(*c))
        .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .collect();
    Cow::Owned(spaced.split_whitespace().collect::<Vec<_>>().join(" "))
}
