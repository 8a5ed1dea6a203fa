//! Transcript -> text of the history note.
//!
//! A line begins with its time and its sender: `2024-02-22 15:49 UTC Kim: …`, with the role where names could be mistaken and
//! always for bots, `[bot] Bo: …`, and `— …` for notifications. Further lines of an entry are indented. So no visitor can
//! write a line that looks like the message of somebody else.

mod body;
mod roles;

use std::borrow::Cow;

use crate::json::value::kind_of;
use crate::model::command::LimeCommand;
use crate::model::config::{Instance, RoleMarks, TranscriptPart};
use crate::model::conversation::Conversation;
use crate::model::finding::{FindingCode, Severity};
use crate::model::message::{EntryKind, Message};
use crate::model::message_key::MessageKey;
use crate::model::sender::Sender;
use crate::text::invisible::{FIRST_BYTE_OF_DIRECTIONS, is_direction};
use crate::text::large::append;
use crate::text::message::head;
use crate::text::said::Said;
use crate::text::shown_name::shown_name;
use crate::text::texts;
use crate::text::time::Instant;
use crate::text::truncate::split_within;

/// What is to be said about one entry.
pub(crate) struct Remark {
    pub(crate) code: FindingCode,
    pub(crate) severity: Severity,
    /// JSON pointer into the payload.
    pub(crate) pointer: String,
    pub(crate) said: Said,
}

impl Remark {
    #[cold]
    #[inline(never)]
    fn new(code: FindingCode, message: &Message<'_, '_>, key: MessageKey, said: Said) -> Self {
        Self { code, severity: code.severity(), pointer: message.pointer(key), said }
    }
}

/// Passes on what is to be said about entries.
type Report<'r> = dyn FnMut(Remark) + 'r;

/// Writes the parts of a transcript that an instance includes, and counts the characters of entries that were left out because
/// the entries before them have more than `most` bytes.
pub(crate) fn transcript(
    conversation: &Conversation<'_, '_>,
    instance: &Instance,
    most: usize,
    report: &mut Report<'_>,
) -> (String, usize) {
    let options = &instance.transcript;
    let contact = conversation.contact_name().or_else(|| options.contact_name.as_deref().and_then(shown_name));
    let marks = match options.roles {
        RoleMarks::Always => true,
        RoleMarks::Never => false,
        RoleMarks::Auto => roles::are_needed(conversation, contact.as_deref()),
    };
    let (mut text, mut lost) = (String::new(), 0);
    // At least one character is behind the last one that fits.
    let end = most + char::MAX.len_utf8();
    // The times of the entries and the ends of their lines, while all have a time.
    let mut times = Some((Vec::new(), Vec::new()));
    for message in conversation.messages() {
        let Some((time, words)) = entry(message, instance, report) else { continue };
        let start = text.len();
        if !text.is_empty() {
            text.push('\n');
        }
        if let Some(instant) = time {
            options.time_format.write(options.time_zone.at(instant), &mut text);
            text.push(' ');
        }
        push_head(message, marks, contact.as_deref(), &mut text);
        for (index, line) in words.trim().split('\n').enumerate() {
            let mut put = |part: &str| {
                let (fits, rest) = split_within(part, end.saturating_sub(text.len()));
                append(&mut text, fits);
                lost += rest.chars().count();
            };
            if index > 0 {
                put("\n  ");
            }
            // Nothing that a line contains changes the order of what others wrote, or of the line's own beginning.
            let line = line.trim_end();
            let may_have_direction = line.as_bytes().contains(&FIRST_BYTE_OF_DIRECTIONS);
            if may_have_direction { line.split(is_direction).for_each(put) } else { put(line) }
        }
        if start > end {
            lost += text.get(start..).map_or(0, |line| line.chars().count());
            text.truncate(start);
            continue;
        }
        match (&mut times, time) {
            (Some((times, ends)), Some(time)) => {
                times.push(time.as_key());
                ends.push(text.len());
            }
            _ => times = None,
        }
    }
    match times {
        Some((times, ends)) if !times.is_sorted() => (in_order(&text, &times, &ends), lost),
        _ => (text, lost),
    }
}

/// The lines of the entries in the order of their times; those of one time in their own order.
fn in_order(text: &str, times: &[u64], ends: &[usize]) -> String {
    // Times as numbers: the comparison of texts sorts such, too, and one kind of sorting keeps the module small.
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let mut taken = vec![0; sorted.len()];
    let mut ordered = vec![""; sorted.len()];
    let mut start = 0;
    for (time, end) in times.iter().zip(ends) {
        let first = sorted.partition_point(|other| other < time);
        if let Some(taken) = taken.get_mut(first)
            && let Some(place) = ordered.get_mut(first + *taken)
        {
            *taken += 1;
            *place = text.get(start..*end).unwrap_or_default();
        }
        // Behind the line break.
        start = end + 1;
    }
    ordered.join("\n")
}

/// The part of the transcript that an entry belongs to.
pub(super) fn part(message: &Message<'_, '_>) -> TranscriptPart {
    match message.kind {
        EntryKind::Notification => TranscriptPart::Notifications,
        EntryKind::Unknown => TranscriptPart::Unknown,
        EntryKind::Message if LimeCommand::of(message).is_some() => TranscriptPart::Commands,
        EntryKind::Message if message.sender == Sender::Bot => TranscriptPart::Bots,
        EntryKind::Message => TranscriptPart::Messages,
    }
}

/// Whether an entry has words or a file that can be written.
pub(super) fn has_text(message: &Message<'_, '_>) -> bool {
    message.url().is_some() || body::text(message, true, &mut |_| {}).is_some()
}

/// Who an entry is from, as a line says it: nobody knows whose words an entry of an unknown type is.
pub(super) fn shown_sender<'a>(message: &Message<'_, 'a>) -> (Sender, Option<Cow<'a, str>>) {
    let is_of_contact = message.sender == Sender::Contact;
    match message.kind {
        EntryKind::Unknown => (Sender::Unknown, if is_of_contact { None } else { message.sender_name() }),
        _ => (message.sender, message.sender_name()),
    }
}

/// Reads the time and the text of an entry; none when it is not included, or has neither words nor a file.
fn entry(message: &Message<'_, '_>, instance: &Instance, report: &mut Report<'_>) -> Option<(Option<Instant>, String)> {
    let part = part(message);
    let is_command = part == TranscriptPart::Commands;
    let is_included = instance.includes(part);
    if !is_included && part == TranscriptPart::Unknown {
        let said = match message.kind_name() {
            Some(name) => texts::message_left_out_type(&name),
            None => texts::message_left_out_no_type(),
        };
        report(Remark::new(FindingCode::MessageLeftOut, message, MessageKey::Type, said));
    }
    if is_command && !is_included {
        let said = texts::message_left_out_command();
        let remark = Remark::new(FindingCode::MessageLeftOut, message, MessageKey::Body, said);
        report(Remark { severity: Severity::Info, ..remark });
    }
    // The file of a command is not a command.
    let has_file = is_command && message.url().is_some() && instance.includes(TranscriptPart::Messages);
    if !is_included && !has_file {
        return None;
    }
    for (key, value) in message.unreadable() {
        report(Remark::new(FindingCode::PayloadShape, message, key, texts::payload_shape_entry(&kind_of(value))));
    }
    let text = body::text(message, is_included, report)?;
    if let (Some(key), EntryKind::Message) = (message.doubt, message.kind) {
        report(Remark::new(FindingCode::SenderUnknown, message, key, texts::sender_unknown(key.name())));
    }
    let time = message.sent_at();
    if let Some(Err(_)) = time {
        report(Remark::new(FindingCode::TimeUnreadable, message, MessageKey::SentAt, texts::time_unreadable()));
    }
    Some((time.and_then(Result::ok), text))
}

/// Writes the sender: `Kim: `, `[contact] Kim: `, `[contact]: `, `[unknown: note] Kim: `, or `— ` of a notification.
fn push_head(message: &Message<'_, '_>, marks: bool, contact: Option<&str>, text: &mut String) {
    if message.kind == EntryKind::Notification {
        text.push_str("— ");
        return;
    }
    let (sender, name) = match shown_sender(message) {
        (Sender::Contact, _) => (Sender::Contact, contact.map(Cow::Borrowed)),
        shown => shown,
    };
    let is_message = message.kind == EntryKind::Message;
    let marks = marks || !matches!(sender, Sender::Contact | Sender::Operator);
    if !marks {
        let nobody = if sender == Sender::Contact { "Contact" } else { "Operator" };
        text.push_str(name.as_deref().unwrap_or(nobody));
        text.push_str(": ");
        return;
    }
    text.push('[');
    text.push_str(sender.as_str());
    if let Some(name) = message.kind_name().filter(|_| !is_message).as_deref().and_then(shown_name) {
        text.push_str(": ");
        text.push_str(head(&name, 40));
    }
    text.push(']');
    if let Some(name) = name {
        text.push(' ');
        text.push_str(&name);
    }
    text.push_str(": ");
}
