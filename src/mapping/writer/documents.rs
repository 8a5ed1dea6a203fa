//! Documents: one for each message with a media file.

use std::borrow::Cow;

use super::{Candidate, Writer};
use crate::json::value::Value;
use crate::mapping::plan::ObjectPlan;
use crate::model::finding::{Finding, FindingCode, finding};
use crate::model::property_names::MESSAGE_ID;
use crate::model::role::Role;
use crate::preview::{FileLink, Limeobject, ValueSource};
use crate::text::file_name::file_name;
use crate::text::message::excerpt;

impl<'a> Writer<'_, '_, 'a> {
    pub(super) fn documents(&mut self, plan: &'a ObjectPlan, roles: &[Role], objects: &mut Vec<Limeobject<'a>>) {
        let messages: Vec<_> = self.conversation.messages().collect();
        for message in messages {
            let Some(url) = message.url() else { continue };
            let pointer = message.pointer("url");
            let is_http = url.starts_with("https://") || url.starts_with("http://");
            let (Some(id), true) = (message.id(), is_http) else {
                let reason = if is_http { "its message has no id" } else { "it is not an https link" };
                let message = format!("No document is created for {:?}: {reason}.", excerpt(url));
                self.findings.push(Finding {
                    object: Some(Role::Document),
                    source: Some(pointer.into()),
                    ..finding(FindingCode::MediaUnusable, message)
                });
                continue;
            };
            let mut document = self.object(plan, roles);
            if let Some(property) = plan.built_in.iter().find(|property| property.name == MESSAGE_ID) {
                let sources = vec![ValueSource::Payload { payload: message.pointer("id").into(), config: None }];
                let candidate = Candidate { value: Cow::Owned(Value::Text(id)), sources };
                self.store(Some(property), MESSAGE_ID, candidate, None, &mut document);
            }
            let name = file_name(url);
            document.file = Some(FileLink {
                property: plan.file_property.as_str().into(),
                url: Cow::Owned(url.to_owned()),
                name: if name.is_empty() { "file".into() } else { name.into() },
                source: pointer.into(),
            });
            objects.push(document);
        }
    }
}
