//! The preview as JSON text, written directly: the bytes that serde_json would write.

use super::{FileLink, Limeobject, Lookup, Preview, PropertyValue, ValueSource};
use crate::json::text::JsonText;
use crate::model::finding::Finding;
use crate::model::match_by::MatchBy;

/// Bytes of a preview beside its texts, for most.
const FRAME: usize = 4096;

impl Preview<'_> {
    /// Writes the preview as JSON text in UTF-8.
    pub(crate) fn to_json(&self) -> Vec<u8> {
        let texts = self.objects.iter().flat_map(|object| object.values.iter()).map(|(_, value)| match value {
            PropertyValue::Text(text) => text.len(),
            _ => 0,
        });
        let size: usize = texts.sum();
        let mut json = JsonText::with_capacity(size + size / 16 + FRAME);
        json.raw("{\"conversation\":");
        match self.conversation {
            Some(id) => json.integer(id),
            None => json.raw("null"),
        }
        json.raw(",\"instance\":");
        match &self.instance {
            Some(instance) => {
                json.raw("{\"name\":");
                json.text(&instance.name);
                json.raw(",\"index\":");
                count(&mut json, instance.index);
                json.raw(",\"reason\":");
                json.text(&instance.reason);
                json.raw(",\"selectedBy\":\"");
                json.raw(instance.selected_by.as_str());
                json.raw("\"");
                if let Some(topic) = &instance.topic {
                    json.raw(",\"topic\":");
                    json.text(topic);
                }
                json.raw(",\"linkType\":\"");
                json.raw(instance.link_type.as_str());
                json.raw("\"}");
            }
            None => json.raw("null"),
        }
        json.raw(",\"lookups\":");
        json.list(&self.lookups, lookup);
        json.raw(",\"objects\":");
        json.list(&self.objects, limeobject);
        json.raw(",\"findings\":");
        json.list(&self.findings, finding);
        json.raw("}");
        json.into_bytes()
    }
}

fn count(json: &mut JsonText, number: usize) {
    json.integer(i64::try_from(number).unwrap_or(i64::MAX));
}

fn lookup(json: &mut JsonText, lookup: &Lookup<'_>) {
    json.raw("{\"role\":\"");
    match lookup {
        Lookup::ByProperty {
            role,
            limetype,
            property,
            value: searched,
            other_forms,
            match_by,
            phone_country,
            inactive_properties,
            source,
            config,
        } => {
            json.raw(role.as_str());
            json.raw("\",\"limetype\":");
            json.text(limetype);
            json.raw(",\"property\":");
            json.text(property);
            json.raw(",\"value\":");
            value(json, searched);
            if !other_forms.is_empty() {
                json.raw(",\"otherForms\":");
                json.list(other_forms, value);
            }
            json.optional(",\"matchBy\":", match_by.map(MatchBy::as_str));
            json.optional(",\"phoneCountry\":", phone_country.as_deref());
            if !inactive_properties.is_empty() {
                json.raw(",\"inactiveProperties\":");
                json.list(inactive_properties, |json, name| json.text(name));
            }
            json.raw(",\"source\":");
            json.text(source);
            json.raw(",\"config\":");
            json.text(config);
        }
        Lookup::Through { role, through, property } => {
            json.raw(role.as_str());
            json.raw("\",\"through\":\"");
            json.raw(through.as_str());
            json.raw("\",\"property\":");
            json.text(property);
        }
    }
    json.raw("}");
}

fn limeobject(json: &mut JsonText, object: &Limeobject<'_>) {
    json.raw("{\"role\":\"");
    json.raw(object.role.as_str());
    json.raw("\",\"limetype\":");
    json.text(&object.limetype);
    json.raw(",\"values\":");
    json.object(object.values.iter(), value);
    json.raw(",\"relations\":");
    json.object(object.relations.iter(), |json, role| json.text(role.as_str()));
    json.raw(",\"sources\":");
    json.object(object.sources.iter(), |json, sources| json.list(sources, source));
    if !object.cleared.is_empty() {
        json.raw(",\"cleared\":");
        json.object(object.cleared.iter(), value);
    }
    json.optional(",\"idempotencyProperty\":", object.idempotency_property.as_deref());
    if let Some(FileLink { property, url, name, source }) = &object.file {
        for (key, text) in
            [(",\"file\":{\"property\":", property), (",\"url\":", url), (",\"name\":", name), (",\"source\":", source)]
        {
            json.raw(key);
            json.text(text);
        }
        json.raw("}");
    }
    json.raw("}");
}

fn value(json: &mut JsonText, value: &PropertyValue<'_>) {
    let option = |json: &mut JsonText, key: &str| {
        json.raw("{\"key\":");
        json.text(key);
        json.raw("}");
    };
    match value {
        PropertyValue::Null => json.raw("null"),
        PropertyValue::YesNo(value) => json.raw(if *value { "true" } else { "false" }),
        PropertyValue::Integer(number) => json.integer(*number),
        PropertyValue::Decimal(number) => json.number(*number),
        PropertyValue::Text(text) => json.text(text),
        PropertyValue::Option(chosen) => option(json, &chosen.key),
        PropertyValue::Set(options) => json.list(options, |json, chosen| option(json, &chosen.key)),
    }
}

fn source(json: &mut JsonText, source: &ValueSource<'_>) {
    match source {
        ValueSource::Payload { payload, config, more } => {
            json.raw("{\"payload\":");
            json.text(payload);
            json.optional(",\"config\":", config.as_deref());
            counted(json, *more);
        }
        ValueSource::Constant { constant } => {
            json.raw("{\"constant\":");
            json.text(constant);
        }
    }
    json.raw("}");
}

fn finding(json: &mut JsonText, finding: &Finding<'_>) {
    json.raw("{\"severity\":\"");
    json.raw(finding.severity.as_str());
    json.raw("\",\"code\":\"");
    json.raw(finding.code.as_str());
    json.raw("\",\"message\":");
    json.text(&finding.message);
    json.raw(",\"params\":");
    json.raw(finding.params.as_json());
    json.optional(",\"object\":", finding.object.map(|role| role.as_str()));
    json.optional(",\"property\":", finding.property.as_deref());
    json.optional(",\"source\":", finding.source.as_deref());
    json.optional(",\"config\":", finding.config.as_deref());
    counted(json, finding.more);
    json.raw("}");
}

fn counted(json: &mut JsonText, more: Option<usize>) {
    if let Some(more) = more {
        json.raw(",\"more\":");
        count(json, more);
    }
}
