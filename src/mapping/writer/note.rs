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

impl<'a> Writer<'_, '_, 'a> {
    pub(super) fn note(&mut self, property: &'a Property, object: &mut Limeobject<'a>) {
        let mut transcript = transcript(self.conversation, &self.plan.instance);
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
        for remark in transcript.remarks {
            report(remark.severity, remark.code, remark.pointer.into(), remark.message);
        }
        let mut report = |code: FindingCode, source, message| report(code.severity(), code, source, message);
        if transcript.text.is_empty() {
            let message = "The conversation has no message that the history note includes. The note is empty.";
            report(FindingCode::NoTranscript, "/transcript".into(), message.into());
        } else if let Some((shorter, lost)) = truncate_lines(&transcript.text, property.length) {
            transcript.text = shorter;
            let message = format!(
                "The transcript is longer than the {} characters of {}: its last {lost} characters were cut off.",
                property.length,
                property.label_and_name()
            );
            report(FindingCode::TextCut, "/transcript".into(), message.into());
        }
        self.store_value(property, &Value::Text(Cow::Owned(transcript.text)), "/transcript".into(), object);
    }
}
