//! Reading JSON: only what a [`Projection`] names is kept, everything else is skipped without being built.
//!
//! The reader passes over the text once and borrows strings from the input. Payloads, configurations and metadata are all
//! read here, so limits and errors are the same for them.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::json::error::{MAX_DEPTH, ReadError, TOO_DEEP};
use crate::json::pointer::push_token;
use crate::json::projection::{Kept, Projection, WHOLE};
use crate::json::value::Value;

/// Reads a whole JSON text.
pub(crate) fn read_whole(text: &str) -> Result<Value<'_>, ReadError> {
    read(text, WHOLE)
}

impl<'t> Value<'t> {
    /// Reads a JSON text. Strings without escapes are borrowed from it.
    ///
    /// ```
    /// use userlike_limeobject::{Path, Value};
    ///
    /// let payload = Value::from_json(r#"{ "topics": [{ "text": "support" }] }"#)?;
    /// let path: Path = "topics[*].text".parse()?;
    /// assert_eq!(path.find(&payload)[0].value.as_text(), Some("support"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// When the text is not JSON or is nested too deeply.
    pub fn from_json(text: &'t str) -> Result<Self, ReadError> {
        read_whole(text)
    }
}

/// Reads the values of a JSON text that the projection names.
pub(crate) fn read<'t>(text: &'t str, projection: &Projection) -> Result<Value<'t>, ReadError> {
    let error_path = ErrorPath::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    Keep { projection, error_path: &error_path, depth: 0 }
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| {
            let rest = text.split('\n').skip(error.line().saturating_sub(1)).collect::<Vec<_>>().join("\n");
            let at_end = rest.get(error.column()..).is_none_or(|rest| rest.trim().is_empty());
            ReadError::json(&error, error_path.pointer(), at_end)
        })
}

/// The path to the value where an error occurred. Filled from the inside out, only after an error.
#[derive(Default)]
struct ErrorPath(RefCell<Vec<String>>);

impl ErrorPath {
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

/// Reads one value and keeps what its projection names.
#[derive(Clone, Copy)]
struct Keep<'n> {
    projection: &'n Projection,
    error_path: &'n ErrorPath,
    /// Number of lists and objects around the value.
    depth: usize,
}

impl Keep<'_> {
    fn inside<'n>(&'n self, projection: &'n Projection) -> Keep<'n> {
        Keep { projection, error_path: self.error_path, depth: self.depth + 1 }
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
        let mut index = 0_usize;
        loop {
            let next = match self.projection.of_items() {
                Some(projection) => {
                    access.next_element_seed(self.inside(projection)).map(|item| item.map(|item| items.push(item)))
                }
                None => access.next_element_seed(self.skip()),
            };
            match next {
                Ok(Some(())) => index += 1,
                Ok(None) => return Ok(Value::List(items)),
                Err(error) => {
                    self.error_path.push(index);
                    return Err(error);
                }
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value<'de>, A::Error> {
        let mut members: Vec<(Cow<'de, str>, Value<'de>)> = Vec::with_capacity(self.projection.members.len());
        // Which members have a key that only looks like the projection's, at most one for each of its keys.
        let mut alike: Vec<(usize, usize)> = Vec::new();
        while let Some(key) = access.next_key_seed(Key)? {
            let kept = self.projection.of_key(&key);
            let read = match &kept {
                Some(Kept::Exactly(projection) | Kept::Alike(_, projection)) => {
                    access.next_value_seed(self.inside(projection)).map(Some)
                }
                None => access.next_value_seed(self.skip()).map(|()| None),
            };
            let value = match read {
                Ok(None) => continue,
                Ok(Some(value)) => value,
                Err(error) => {
                    self.error_path.push(key);
                    return Err(error);
                }
            };
            // A projection has few keys, so a repeated key replaces the earlier one. Where everything is kept, repeated keys
            // are kept as well, and `Value::get` searches from the end.
            let known = match kept {
                Some(Kept::Alike(index, _)) => match alike.iter().find(|(known, _)| *known == index) {
                    Some((_, at)) => members.get_mut(*at),
                    None => {
                        alike.push((index, members.len()));
                        None
                    }
                },
                _ if self.projection.whole => None,
                _ => members.iter_mut().find(|(known, _)| *known == key),
            };
            match known {
                Some(member) => *member = (key, value),
                None => members.push((key, value)),
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

/// Skips one value. serde_json skips without recursion, so the nesting is checked here: whether a text is rejected must not
/// depend on the projection.
struct Skip {
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Skip {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let skipped = <&RawValue>::deserialize(deserializer)?.get();
        // Each level needs two brackets, so most values are too short to be too deep.
        if self.depth + skipped.len() / 2 > MAX_DEPTH && self.depth + depth(skipped) > MAX_DEPTH {
            return Err(D::Error::custom(TOO_DEEP));
        }
        Ok(())
    }
}

/// Depth of the nested brackets in a valid JSON text.
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
    use crate::json::error::ReadErrorKind;
    use crate::json::path::Path;

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
    fn keys_that_look_the_same_are_kept_once() {
        let text = "{\"a\u{200b}\":1,\"a\u{ad}\":2,\"a\u{200b}\":3,\"b\":4,\"b\u{200b}\":5,\"b\":6,\"c\u{200b}\":7}";
        let whole = read_whole(text).unwrap();
        for paths in [&["a"][..], &["b"], &["a", "'a\u{200d}'"], &["C"], &["'C\u{200d}'"]] {
            let kept = read(text, &projection(paths)).unwrap();
            for path in paths {
                let path: Path = path.parse().unwrap();
                let values = |root| path.find(root).into_iter().map(|hit| hit.value.clone()).collect::<Vec<_>>();
                assert_eq!(values(&kept), values(&whole), "{path}");
            }
        }
        assert_eq!(
            read(text, &projection(&["a"])).unwrap(),
            Value::Object(vec![("a\u{200b}".into(), Value::Integer(3))])
        );
    }

    #[test]
    fn texts_are_borrowed_and_the_last_key_counts() {
        let value = read(r#"{"a":"one","a":"two","b":"\u0041"}"#, &projection(&["a", "b"])).unwrap();
        assert!(matches!(value.get("a"), Some(Value::Text(Cow::Borrowed("two")))));
        assert_eq!(value.get("b").and_then(Value::as_text), Some("A"));
    }

    #[test]
    fn an_error_has_its_position_in_the_text_and_its_pointer() {
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
}
