//! The members of an entry of the transcript that are read, each in a place of its own.

use crate::json::value::Value;
use crate::text::ascii::is_equal;

macro_rules! keys {
    ($($key:ident $name:literal),* $(,)?) => {
        /// A member of an entry of the transcript.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum MessageKey {
            $(#[doc = $name] $key),*
        }

        /// The names of the members.
        pub(super) const MESSAGE_KEYS: &[&str] = &[$($name),*];

        impl MessageKey {
            /// The name of the member.
            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $(Self::$key => $name),*
                }
            }
        }
    };
}

keys! {
    Id "id",
    Type "type",
    Event "event",
    SentAt "sent_at",
    OperatorId "operator_id",
    OperatorName "operator_name",
    OperatorDisplayName "operator_display_name",
    OperatorIsBot "operator_is_bot",
    Name "name",
    DisplayName "display_name",
    Sender "sender",
    Representation "representation",
    Body "body",
    BodyPlain "body_plain",
    TextFormat "text_format",
    IsMarkdownFormatted "is_markdown_formatted",
    Url "url",
}

const COUNT: usize = MESSAGE_KEYS.len();
const SIGNS: usize = 64;

/// A number below [`SIGNS`], another one for each key.
const fn sign(name: &[u8]) -> usize {
    match (name.first(), name.last()) {
        (Some(first), Some(last)) => (name.len() + *first as usize + *last as usize * 3) % SIGNS,
        _ => 0,
    }
}

/// Position of the key with each sign; [`COUNT`] where there is none.
#[expect(clippy::indexing_slicing, reason = "the compiler evaluates it")]
const POSITIONS: [u8; SIGNS] = {
    let mut positions = [COUNT as u8; SIGNS];
    let mut at = 0;
    while at < COUNT {
        let sign = sign(MESSAGE_KEYS[at].as_bytes());
        assert!(positions[sign] == COUNT as u8, "two keys have the same sign");
        positions[sign] = at as u8;
        at += 1;
    }
    positions
};

/// The members of an entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Members<'v, 'a>([Option<&'v Value<'a>>; COUNT]);

impl<'v, 'a> Members<'v, 'a> {
    /// The members of an object; of a repeated key the last, as in `JSON.parse`.
    pub(super) fn of(entry: &'v Value<'a>) -> Self {
        let mut members = [None; COUNT];
        let Value::Object(all) = entry else { return Self(members) };
        for (name, value) in all {
            let position = POSITIONS.get(sign(name.as_bytes())).map_or(COUNT, |position| usize::from(*position));
            if let (Some(key), Some(member)) = (MESSAGE_KEYS.get(position), members.get_mut(position))
                && is_equal(key, name)
            {
                *member = Some(value);
            }
        }
        Self(members)
    }

    pub(super) fn get(&self, key: MessageKey) -> Option<&'v Value<'a>> {
        self.0.get(key as usize).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_has_its_member_and_the_last_one_counts() {
        let members: Vec<_> =
            MESSAGE_KEYS.iter().map(|key| format!("\"{key}\":1,\"{key}\":\"{key}\",\"_{key}\":2")).collect();
        let text = format!("{{{}}}", members.join(","));
        let entry = Value::from_json(&text).unwrap();
        let Value::Object(all) = &entry else { unreachable!() };
        let found = Members::of(&entry);
        assert_eq!(found.0.iter().flatten().count(), MESSAGE_KEYS.len());
        for (key, member) in MESSAGE_KEYS.iter().zip(found.0) {
            assert_eq!(member.unwrap().as_text(), Some(*key), "of {} members", all.len());
        }
        assert_eq!(found.get(MessageKey::Url).unwrap().as_text(), Some(MessageKey::Url.name()));
        assert!(Members::of(&Value::Null).get(MessageKey::Id).is_none());
    }
}
