//! The text of the history note.

use std::borrow::Cow;

use super::Writer;
use crate::json::value::Value;
use crate::mapping::transcript::transcript;
use crate::model::finding::{Finding, FindingCode, finding};
use crate::model::limetypes::Property;
use crate::model::property_names::NOTE;
use crate::preview::Limeobject;
use crate::text::truncate::truncate_lines;

/// Bytes that a note may have more than its payload. Payloads of Userlike have far more bytes for each message than a note, however
/// the note begins its lines.
const FREE_NOTE: usize = 16 * 1024;

impl<'a> Writer<'_, '_, 'a> {
    pub(super) fn note(&mut self, property: &'a Property, object: &mut Limeobject<'a>) {
        let role = object.role;
        let mut report = |severity, code, source: Cow<'a, str>, message: Cow<'a, str>| {
            let property = Some(NOTE.into());
            self.findings.push(Finding {
                severity,
                object: Some(role),
                property,
                source: Some(source),
                ..finding(code, message)
            });
        };
        let most = FREE_NOTE + self.payload_size;
        let (mut text, left_out) = transcript(self.conversation, &self.plan.instance, most, &mut |remark| {
            report(remark.severity, remark.code, remark.pointer.into(), remark.message);
        });
        let mut report = |code: FindingCode, source, message| report(code.severity(), code, source, message);
        if text.is_empty() {
            let message = "The conversation has no message that the history note includes. The note is empty.";
            report(FindingCode::NoTranscript, "/transcript".into(), message.into());
        }
        let fits = if text.len() <= most {
            usize::MAX
        } else {
            text.char_indices().take_while(|(at, _)| *at < most).map(|(_, sign)| sign.len_utf16()).sum()
        };
        let of_property = property.length > 0 && property.length <= fits;
        let limit = if of_property || text.len() <= most { property.length } else { fits };
        if let Some(lost) = truncate_lines(&mut text, limit) {
            let lost = lost + left_out;
            let what = if of_property {
                format!("the {limit} characters of {}", property.label_and_name())
            } else {
                "a payload of its size may make it".to_owned()
            };
            let message = format!("The transcript is longer than {what}: its last {lost} characters were cut off.");
            report(FindingCode::TextCut, "/transcript".into(), message.into());
        }
        // The value is a copy.
        text.shrink_to_fit();
        self.store_value(property, &Value::Text(Cow::Owned(text)), "/transcript".into(), object);
    }
}
