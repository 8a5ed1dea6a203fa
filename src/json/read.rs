//! Reading JSON by projection: only what is asked for is kept, everything else is skipped without being built.
//!
//! A [`Projection`] is the set of paths that someone wants to see. The reader walks the text once, keeps what lies on those
//! paths and borrows its texts from the input. It is also the only place that turns bytes into values, so the size
//! limit, the nesting limit and the treatment of odd texts are the same for payloads, configurations and metadata.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::json::error::{MAX_DEPTH, ReadError, ReadErrorKind, TOO_DEEP};
use crate::json::path::{Path, PathStep};
use crate::json::pointer::push_token;
use crate::json::value::Value;

/// The largest payload that a mapper reads by default, in bytes: 16 MiB. Configurations and metadata have the same limit.
pub const DEFAULT_MAX_BYTES: usize = 16 * 1024 * 1024;

/// What of a JSON text is to be kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Projection {
    /// Everything below here.
    whole: bool,
    keys: Vec<(Box<str>, Projection)>,
    items: Option<Box<Projection>>,
}

const WHOLE: &Projection = &Projection { whole: true, keys: Vec::new(), items: None };

impl Projection {
    /// Adds what `path` means, with all that lies below it.
    pub(crate) fn add(&mut self, path: &Path) {
        let mut projection = self;
        for step in path.steps() {
            projection = match step {
                PathStep::Key(key) => projection.key(key),
                PathStep::Index(_) | PathStep::Every => projection.items.get_or_insert_default(),
            };
        }
        projection.whole = true;
    }

    /// Adds the members `keys` of the object that lies under `parents`, where `*` is every item of a list.
    pub(crate) fn add_members(&mut self, parents: &[&str], keys: &[&str]) {
        let mut projection = self;
        for parent in parents {
            projection = if *parent == "*" { projection.items.get_or_insert_default() } else { projection.key(parent) };
        }
        for key in keys {
            projection.key(key).whole = true;
        }
    }

    fn key(&mut self, key: &str) -> &mut Projection {
        let place = match self.keys.iter().position(|(known, _)| **known == *key) {
            Some(place) => place,
            None => {
                self.keys.push((key.into(), Projection::default()));
                self.keys.len() - 1
            }
        };
        #[expect(clippy::indexing_slicing, reason = "the place was found or made just above")]
        &mut self.keys[place].1
    }

    fn of_key(&self, key: &str) -> Option<&Projection> {
        if self.whole {
            Some(WHOLE)
        } else {
            self.keys.iter().find(|(known, _)| **known == *key).map(|(_, projection)| projection)
        }
    }

    fn of_items(&self) -> Option<&Projection> {
        if self.whole { Some(WHOLE) } else { self.items.as_deref() }
    }
}

/// Checks that so many bytes are no more than `limit`.
pub(crate) fn check_size(bytes: usize, limit: usize) -> Result<(), ReadError> {
    if bytes > limit {
        let detail = format!("it has {bytes} bytes, and at most {limit} are read");
        return Err(ReadError::plain(ReadErrorKind::TooLarge, detail));
    }
    Ok(())
}

/// Checks that `bytes` are text and no more than `limit`.
pub(crate) fn text_of(bytes: &[u8], limit: usize) -> Result<&str, ReadError> {
    check_size(bytes.len(), limit)?;
    // Windows tools put a byte order mark in front of files; JSON knows none.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
        let line = 1 + valid.iter().filter(|byte| **byte == b'\n').count();
        let column = 1 + valid.iter().rev().take_while(|byte| **byte != b'\n').count();
        ReadError::at(ReadErrorKind::NotUtf8, format!("byte 0x{byte:02X} is not UTF-8 there"), line, column)
    })
}

/// Reads all of a JSON text.
pub(crate) fn read_whole(text: &str) -> Result<Value<'_>, ReadError> {
    read(text, WHOLE)
}

/// Reads of a JSON text what is needed.
pub(crate) fn read<'t>(text: &'t str, projection: &Projection) -> Result<Value<'t>, ReadError> {
    let trail = Trail::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    Keep { projection, trail: &trail, depth: 0 }
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| {
            let rest = text.split('\n').skip(error.line().saturating_sub(1)).collect::<Vec<_>>().join("\n");
            let ends_here = rest.get(error.column()..).is_none_or(|rest| rest.trim().is_empty());
            ReadError::json(&error, trail.pointer(), ends_here)
        })
}

/// A text with every escape of half a surrogate pair (`\ud800` alone) turned into U+FFFD; none when it has no such
/// escape. JavaScript can hold such text, UTF-8 can't, and encoding it to UTF-8 gives U+FFFD as well.
pub(crate) fn without_lone_surrogates(text: &str) -> Option<String> {
    fn unit(bytes: &[u8], at: usize) -> Option<u16> {
        let digits = bytes.get(at..at + 6)?.strip_prefix(br"\u")?;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    }
    let bytes = text.as_bytes();
    let mut repaired = String::with_capacity(text.len());
    let (mut at, mut copied, mut found) = (0, 0, false);
    while let Some(next) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'\\')) {
        at += next;
        match (unit(bytes, at), unit(bytes, at + 6)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => at += 12,
            (Some(0xD800..=0xDFFF), _) => {
                repaired.push_str(text.get(copied..at).unwrap_or_default());
                repaired.push_str(r"\ufffd");
                at += 6;
                copied = at;
                found = true;
            }
            // Any other escape: the backslash and what it escapes.
            _ => at += 2,
        }
    }
    repaired.push_str(text.get(copied..).unwrap_or_default());
    found.then_some(repaired)
}

/// Where the reader was when an error happened: filled from the inside out, and only then.
#[derive(Default)]
struct Trail(RefCell<Vec<String>>);

impl Trail {
    fn push(&self, step: impl fmt::Display) {
        self.0.borrow_mut().push(step.to_string());
    }

    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for step in self.0.borrow().iter().rev() {
            push_token(&mut pointer, step);
        }
        pointer
    }
}

/// Keeps what is needed of one value.
#[derive(Clone, Copy)]
struct Keep<'n> {
    projection: &'n Projection,
    trail: &'n Trail,
    /// How many lists and objects lie around this value.
    depth: usize,
}

impl Keep<'_> {
    fn inside<'n>(&'n self, projection: &'n Projection) -> Keep<'n> {
        Keep { projection, trail: self.trail, depth: self.depth + 1 }
    }

    fn skip(&self) -> Skip {
        Skip { depth: self.depth + 1 }
    }
}

impl<'de> DeserializeSeed<'de> for Keep<'_> {
    type Value = Value<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Keep<'_> {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value<'de>, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value<'de>, E> {
        Ok(Value::Integer(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value<'de>, E> {
        Ok(i64::try_from(number).map_or(Value::Number(number as f64), Value::Integer))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value<'de>, E> {
        Ok(Value::Number(number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value<'de>, A::Error> {
        let mut items = Vec::new();
        let mut place = 0_usize;
        loop {
            let next = match self.projection.of_items() {
                Some(projection) => {
                    access.next_element_seed(self.inside(projection)).map(|item| item.map(|item| items.push(item)))
                }
                None => access.next_element_seed(self.skip()),
            };
            match next {
                Ok(Some(())) => place += 1,
                Ok(None) => return Ok(Value::List(items)),
                Err(error) => {
                    self.trail.push(place);
                    return Err(error);
                }
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value<'de>, A::Error> {
        let mut members: Vec<(Cow<'de, str>, Value<'de>)> = Vec::with_capacity(self.projection.keys.len());
        while let Some(key) = access.next_key_seed(Key)? {
            let read = match self.projection.of_key(&key) {
                Some(projection) => access.next_value_seed(self.inside(projection)).map(Some),
                None => access.next_value_seed(self.skip()).map(|()| None),
            };
            match read {
                Ok(None) => {}
                // The keys that are needed are few: the last one of a name replaces the earlier one. Where everything
                // is kept all are, and `Value::get` looks from the end.
                Ok(Some(value)) => {
                    match members.iter_mut().find(|(known, _)| !self.projection.whole && *known == key) {
                        Some(member) => member.1 = value,
                        None => members.push((key, value)),
                    }
                }
                Err(error) => {
                    self.trail.push(key);
                    return Err(error);
                }
            }
        }
        Ok(Value::Object(members))
    }
}

/// A member's key.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}

/// Goes past one value. The parser skips without recursion, so the nesting is looked at here: a text must be refused or
/// accepted whatever part of it a configuration needs.
struct Skip {
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Skip {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let skipped = <&RawValue>::deserialize(deserializer)?.get();
        // Most values are too short to be too deep: each level needs a bracket at either end.
        if self.depth + skipped.len() / 2 > MAX_DEPTH && self.depth + depth(skipped) > MAX_DEPTH {
            return Err(D::Error::custom(TOO_DEEP));
        }
        Ok(())
    }
}

/// How deep the brackets of a valid JSON text lie in each other.
fn depth(json: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut bytes = json.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => {
                while let Some(inside) = bytes.next() {
                    match inside {
                        b'"' => break,
                        b'\\' => _ = bytes.next(),
                        _ => {}
                    }
                }
            }
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn projection(paths: &[&str]) -> Projection {
        let mut projection = Projection::default();
        for path in paths {
            projection.add(&path.parse().unwrap());
        }
        projection
    }

    #[test]
    fn only_projected_values_are_kept() {
        let text = r#"{"a":{"b":1,"c":2},"list":[{"t":"x","u":1},[],3],"z":{"deep":[1]}}"#;
        let value = read(text, &projection(&["a.b", "list[0].t", "z"])).unwrap();
        assert_eq!(value, read_whole(r#"{"a":{"b":1},"list":[{"t":"x"},[],3],"z":{"deep":[1]}}"#).unwrap());
    }

    #[test]
    fn a_path_finds_the_same_in_what_was_kept_as_in_the_whole() {
        let text = r#"{"a":{"b":1,"b":{"c":[1,2,{"d":null}]}},"list":[1,{"t":[{"u":5}]},{"t":[]}],"a2":[]}"#;
        let whole = read_whole(text).unwrap();
        for path in ["a.b.c[2].d", "a.b", "list[*].t[*].u", "list[-1].t", "a2[0]", "none", "list[1].t[0].u.v"] {
            let kept = read(text, &projection(&[path])).unwrap();
            let path: Path = path.parse().unwrap();
            assert_eq!(path.find(&kept), path.find(&whole), "{path}");
        }
    }

    #[test]
    fn texts_are_borrowed_and_the_last_key_counts() {
        let value = read(r#"{"a":"one","a":"two","b":"\u0041"}"#, &projection(&["a", "b"])).unwrap();
        assert!(matches!(value.get("a"), Some(Value::Text(Cow::Borrowed("two")))));
        assert_eq!(value.get("b").and_then(Value::as_text), Some("A"));
    }

    #[test]
    fn an_error_says_the_place_in_the_text_and_in_the_value() {
        let error = read("{\"a\":\n{\"b\":[1,{\"c\":tru}]}}", &projection(&["a.b"])).unwrap_err();
        assert_eq!((error.line, error.column, error.pointer.as_deref()), (Some(2), Some(17), Some("/a/b/1/c")));
        let error = read(r#"{"a":{"b":[1,{"c":"ab"#, &projection(&["a.b"])).unwrap_err();
        assert_eq!((error.kind, error.pointer.as_deref()), (ReadErrorKind::CutOff, Some("/a/b/1/c")));
    }

    #[test]
    fn nesting_is_limited_alike_in_what_is_kept_and_what_is_skipped() {
        for (inner, fits) in [(MAX_DEPTH - 1, true), (MAX_DEPTH, false), (10_000, false)] {
            let text = format!("{{\"a\":{}{}}}", "[".repeat(inner), "]".repeat(inner));
            for projection in [projection(&["a"]), projection(&["b"])] {
                let read = read(&text, &projection);
                assert_eq!(read.is_ok(), fits, "{inner}");
                if let Err(error) = read {
                    assert_eq!(error.kind, ReadErrorKind::TooDeep);
                }
            }
        }
        assert_eq!(depth(r#"[{"a]]]\"}}}":[]},[[[]]]]"#), 4);
    }

    #[test]
    fn half_surrogates_become_the_replacement_character() {
        assert_eq!(without_lone_surrogates(r#""\ud83d\ude00 \\ud800 \n""#), None);
        assert_eq!(
            without_lone_surrogates(r#""\ud800\ud83d\ude00\uDC00 \\\udfff""#).as_deref(),
            Some(r#""\ufffd\ud83d\ude00\ufffd \\\ufffd""#)
        );
        assert_eq!(without_lone_surrogates(r#""\ud800"#).as_deref(), Some(r#""\ufffd"#));
        assert_eq!(without_lone_surrogates(r#""\u+123 \uzz"#), None);
    }

    #[test]
    fn bytes_that_are_no_text_are_refused_with_their_place() {
        let error = text_of(b"{\n\"a\": \"\xff\"}", 100).unwrap_err();
        assert_eq!((error.kind, error.line, error.column), (ReadErrorKind::NotUtf8, Some(2), Some(7)));
        assert_eq!(text_of(b"12345", 4).unwrap_err().kind, ReadErrorKind::TooLarge);
        assert_eq!(text_of(b"\xEF\xBB\xBF{}", 100).unwrap(), "{}");
    }
}
