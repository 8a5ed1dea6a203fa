//! The text of the history note.

use std::borrow::Cow;

use super::Writer;
use crate::json::value::Value;
use crate::mapping::transcript::transcript;
use crate::model::finding::{Finding, FindingCode, finding};
use crate::model::limetypes::Property;
use crate::model::property_names::NOTE;
use crate::preview::Limeobject;
use crate::text::said::Said;
use crate::text::texts;
use crate::text::truncate::truncate_lines;

/// Bytes that a note may have more than its payload. Payloads of Userlike have far more bytes for each message than a note, however
/// the note begins its lines.
const FREE_NOTE: usize = 16 * 1024;

impl<'a> Writer<'_, '_, 'a> {
    pub(super) fn note(&mut self, property: &'a Property, object: &mut Limeobject<'a>) {
        let role = object.role;
        let mut report = |severity, code, source: Cow<'a, str>, said: Said| {
            let property = Some(NOTE.into());
            self.findings.push(Finding {
                severity,
                object: Some(role),
                property,
                source: Some(source),
                ..finding(code, said)
            });
        };
        let most = FREE_NOTE + self.payload_size;
        let (mut text, left_out) = transcript(self.conversation, &self.plan.instance, most, &mut |remark| {
            report(remark.severity, remark.code, remark.pointer.into(), remark.said);
        });
        let mut report = |code: FindingCode, said| report(code.severity(), code, "/transcript".into(), said);
        if text.is_empty() {
            report(FindingCode::NoTranscript, texts::no_transcript());
        }
        *self.is_limited |= left_out > 0 || text.len() > most;
        let fits = if text.len() <= most {
            usize::MAX
        } else {
            text.char_indices().take_while(|(at, _)| *at < most).map(|(_, sign)| sign.len_utf16()).sum()
        };
        let of_property = property.length > 0 && property.length <= fits;
        let limit = if of_property || text.len() <= most { property.length } else { fits };
        if let Some(lost) = truncate_lines(&mut text, limit) {
            let lost = lost + left_out;
            let said = if of_property {
                texts::text_cut_note(limit, &property.labeled(), lost)
            } else {
                texts::text_cut_size(lost)
            };
            report(FindingCode::TextCut, said);
        }
        // The value is a copy.
        text.shrink_to_fit();
        self.store_value(property, &Value::Text(Cow::Owned(text)), "/transcript".into(), object);
    }
}
