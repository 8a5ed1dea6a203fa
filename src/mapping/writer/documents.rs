//! Documents: one for each message with a media file.

use std::borrow::Cow;

use super::Writer;
use crate::json::value::Value;
use crate::mapping::plan::ObjectPlan;
use crate::model::config::TranscriptPart;
use crate::model::media::{check_link, unusable_media, upgraded_media};
use crate::model::message::EntryKind;
use crate::model::message_key::MessageKey;
use crate::model::property_names::MESSAGE_ID;
use crate::model::role::Role;
use crate::preview::{FileLink, Limeobject, PropertyValue};
use crate::text::file_name::file_name;
use crate::text::texts;

/// Documents that every conversation may have. Payloads of Userlike have more bytes for each further message with a file than
/// a document has in the preview.
const FREE_DOCUMENTS: usize = 64;
/// Bytes of payload that allow one document more, and size of a document without its texts.
const DOCUMENT_SIZE: usize = 512;

impl<'a> Writer<'_, '_, 'a> {
    pub(super) fn documents(&mut self, plan: &'a ObjectPlan, roles: &[Role], objects: &mut Vec<Limeobject<'a>>) {
        let conversation = self.conversation;
        let mut room = FREE_DOCUMENTS * DOCUMENT_SIZE + self.payload_size;
        for message in conversation.messages() {
            let Some(url) = message.url() else { continue };
            let pointer = message.pointer(MessageKey::Url);
            if message.kind == EntryKind::Unknown && !self.plan.instance.includes(TranscriptPart::Unknown) {
                self.findings.push(unusable_media(url, &texts::entry_of_unknown_type(), Some(&pointer)));
                continue;
            }
            let checked = check_link(url, self.media_hosts)
                .and_then(|link| Ok((link, message.id().ok_or_else(texts::message_without_id)?)));
            let (link, id) = match checked {
                Ok(checked) => checked,
                Err(reason) => {
                    self.findings.push(unusable_media(url, &reason, Some(&pointer)));
                    continue;
                }
            };
            if room < DOCUMENT_SIZE {
                *self.is_limited = true;
                self.findings.push(unusable_media(url, &texts::too_many_files(), Some(&pointer)));
                continue;
            }
            if link.upgraded {
                self.findings.push(upgraded_media(url, Some(&pointer)));
            }
            let mut document = self.object(plan, roles);
            if let Some(property) = plan.built_in.iter().find(|property| property.name == MESSAGE_ID) {
                self.store_value(property, &Value::Text(id), message.pointer(MessageKey::Id).into(), &mut document);
            }
            let name = file_name(&link.url);
            document.file = Some(FileLink {
                property: plan.file_property.as_str().into(),
                url: Cow::Owned(link.url),
                name: if name.is_empty() { "file".into() } else { name.into() },
                source: pointer.into(),
            });
            let texts = document.values.iter().filter_map(|(_, value)| match value {
                PropertyValue::Text(text) => Some(text.len()),
                _ => None,
            });
            room = room.saturating_sub(DOCUMENT_SIZE + texts.sum::<usize>());
            objects.push(document);
        }
    }
}
