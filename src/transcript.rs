//! Transcript -> history note: who said what, and when.
//!
//! A line begins with the time and the name of who wrote; a message's further lines are indented, so that no visitor
//! can write what looks like the line of somebody else.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use crate::coerce::without_controls;
use crate::config::TranscriptOptions;
use crate::conversation::{Conversation, Message, Sender};
use crate::markdown::plain;
use crate::time::Instant;
use crate::zone::Local;

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

/// How times are written: a text with strftime's `%Y %m %d %H %M %S %z %Z` and `%%`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeFormat {
    text: Box<str>,
    parts: Vec<TimePart>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum TimePart {
    Text(Box<str>),
    Field(char),
}

/// Why a text is no time format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeFormatError {
    /// What stands behind the `%`.
    pub field: Option<char>,
}

impl fmt::Display for TimeFormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field {
            Some(field) => write!(f, "%{field} is not known")?,
            None => f.write_str("a % stands at the end")?,
        }
        f.write_str("; known are %Y %m %d %H %M %S %z %Z and %%")
    }
}

impl std::error::Error for TimeFormatError {}

impl FromStr for TimeFormat {
    type Err = TimeFormatError;

    fn from_str(text: &str) -> Result<Self, TimeFormatError> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut characters = text.chars();
        while let Some(character) = characters.next() {
            if character != '%' {
                literal.push(character);
                continue;
            }
            match characters.next() {
                Some('%') => literal.push('%'),
                Some(field @ ('Y' | 'm' | 'd' | 'H' | 'M' | 'S' | 'z' | 'Z')) => {
                    if !literal.is_empty() {
                        parts.push(TimePart::Text(std::mem::take(&mut literal).into()));
                    }
                    parts.push(TimePart::Field(field));
                }
                field => return Err(TimeFormatError { field }),
            }
        }
        if !literal.is_empty() {
            parts.push(TimePart::Text(literal.into()));
        }
        Ok(Self { text: text.into(), parts })
    }
}

impl Default for TimeFormat {
    /// `2024-02-22 15:48 UTC`
    fn default() -> Self {
        let space = || TimePart::Text(" ".into());
        let dash = || TimePart::Text("-".into());
        let field = TimePart::Field;
        Self {
            text: "%Y-%m-%d %H:%M %Z".into(),
            parts: vec![
                field('Y'),
                dash(),
                field('m'),
                dash(),
                field('d'),
                space(),
                field('H'),
                TimePart::Text(":".into()),
                field('M'),
                space(),
                field('Z'),
            ],
        }
    }
}

impl TimeFormat {
    fn write(&self, local: Local, text: &mut String) {
        let two = |text: &mut String, number: u32| {
            text.extend([10, 1].map(|unit| char::from_digit(number / unit % 10, 10).unwrap_or('0')));
        };
        for part in &self.parts {
            match part {
                TimePart::Text(literal) => text.push_str(literal),
                TimePart::Field('Y') => text.push_str(&format!("{:04}", local.civil.year)),
                TimePart::Field('m') => two(text, local.civil.month),
                TimePart::Field('d') => two(text, local.civil.day),
                TimePart::Field('H') => two(text, local.civil.hour),
                TimePart::Field('M') => two(text, local.civil.minute),
                TimePart::Field('S') => two(text, local.civil.second),
                TimePart::Field('Z') if !local.abbreviation.is_empty() => text.push_str(local.abbreviation),
                TimePart::Field(_) => {
                    let minutes = local.offset.unsigned_abs() / 60;
                    text.push(if local.offset < 0 { '-' } else { '+' });
                    two(text, minutes / 60);
                    text.push(':');
                    two(text, minutes % 60);
                }
            }
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for TimeFormat {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "TimeFormat".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "minLength": 1 })
    }
}
