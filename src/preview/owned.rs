//! Previews that borrow nothing.

use super::{ChosenInstance, FileLink, Limeobject, Lookup, OptionKey, Preview, PropertyValue, ValueSource};
use crate::model::finding::Finding;
use crate::text::message::owned;

impl Preview<'_> {
    /// Copies everything that is borrowed from the payload and the mapper.
    pub fn into_owned(self) -> Preview<'static> {
        Preview {
            conversation: self.conversation,
            instance: self.instance.map(|instance| ChosenInstance {
                name: owned(instance.name),
                index: instance.index,
                reason: owned(instance.reason),
                selected_by: instance.selected_by,
                topic: instance.topic.map(owned),
                link_type: instance.link_type,
            }),
            lookups: self.lookups.into_iter().map(Lookup::into_owned).collect(),
            objects: self.objects.into_iter().map(Limeobject::into_owned).collect(),
            findings: self.findings.into_iter().map(Finding::into_owned).collect(),
        }
    }
}

impl Lookup<'_> {
    fn into_owned(self) -> Lookup<'static> {
        match self {
            Lookup::ByProperty {
                role,
                limetype,
                property,
                value,
                other_forms,
                match_by,
                phone_country,
                inactive_properties,
                source,
                config,
            } => Lookup::ByProperty {
                role,
                other_forms: other_forms.into_iter().map(PropertyValue::into_owned).collect(),
                match_by,
                phone_country: phone_country.map(owned),
                inactive_properties: inactive_properties.into_iter().map(owned).collect(),
                limetype: owned(limetype),
                property: owned(property),
                value: value.into_owned(),
                source: owned(source),
                config: owned(config),
            },
            Lookup::Through { role, through, property } => Lookup::Through { role, through, property: owned(property) },
        }
    }
}

impl Limeobject<'_> {
    fn into_owned(self) -> Limeobject<'static> {
        Limeobject {
            role: self.role,
            limetype: owned(self.limetype),
            values: self.values.into_owned(PropertyValue::into_owned),
            relations: self.relations.into_owned(|role| role),
            sources: self.sources.into_owned(|sources| sources.into_iter().map(ValueSource::into_owned).collect()),
            cleared: self.cleared.into_owned(PropertyValue::into_owned),
            idempotency_property: self.idempotency_property.map(owned),
            file: self.file.map(|file| FileLink {
                property: owned(file.property),
                url: owned(file.url),
                name: owned(file.name),
                source: owned(file.source),
            }),
        }
    }
}

impl PropertyValue<'_> {
    pub(crate) fn into_owned(self) -> PropertyValue<'static> {
        match self {
            PropertyValue::Null => PropertyValue::Null,
            PropertyValue::YesNo(value) => PropertyValue::YesNo(value),
            PropertyValue::Integer(value) => PropertyValue::Integer(value),
            PropertyValue::Decimal(value) => PropertyValue::Decimal(value),
            PropertyValue::Text(value) => PropertyValue::Text(owned(value)),
            PropertyValue::Option(option) => PropertyValue::Option(OptionKey { key: owned(option.key) }),
            PropertyValue::Set(options) => {
                PropertyValue::Set(options.into_iter().map(|option| OptionKey { key: owned(option.key) }).collect())
            }
        }
    }
}

impl ValueSource<'_> {
    fn into_owned(self) -> ValueSource<'static> {
        match self {
            ValueSource::Payload { payload, config, more } => {
                ValueSource::Payload { payload: owned(payload), config: config.map(owned), more }
            }
            ValueSource::Constant { constant } => ValueSource::Constant { constant: owned(constant) },
        }
    }
}
