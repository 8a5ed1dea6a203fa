//! Reading JSON: only what a [`Projection`] names is kept, everything else is skipped without being built.
//!
//! The reader passes over the text once and borrows strings from the input. Payloads, configurations and metadata are all
//! read here, so limits and errors are the same for them. What is accepted, the messages and their positions are those of
//! serde_json, except that a number may be out of range; what is skipped is checked like what is kept.

use std::borrow::Cow;

use crate::json::error::{MAX_DEPTH, ReadError, Syntax};
use crate::json::plain::plain_length;
use crate::json::pointer::{join, push_token};
use crate::json::projection::{Kept, Projection, WHOLE};
use crate::json::shape::{Expected, Member, Shape};
use crate::json::value::Value;
use crate::text::decimal::{Number, read_number};
use crate::text::large::trim;

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

/// Items of lists, and members of objects of which everything is kept, that every text may have.
pub(crate) const FREE_VALUES: usize = 2048;
/// Bytes of text that allow one more of them.
pub(crate) const BYTES_PER_VALUE: usize = 16;
/// Values that an object in a list counts as: it takes the memory of three.
const OBJECT: usize = 3;

/// Room for members of an object before which there is no other one in its list.
const FIRST_MEMBERS: usize = 8;

/// Values of a text that were skipped, because it has far more of them than its length allows.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Skipped {
    pub(crate) count: usize,
    /// JSON pointer to the member of the outermost object that has the first of them.
    pub(crate) pointer: String,
}

/// Reads the values of a JSON text that the projection names.
pub(crate) fn read<'t>(text: &'t str, projection: &Projection) -> Result<Value<'t>, ReadError> {
    read_limited(text, projection, usize::MAX).map(|(value, _)| value)
}

/// Reads the values of a payload that the projection names, as many of them as its length allows: the memory that they take
/// is a small multiple of the text, whatever it consists of.
pub(crate) fn read_payload<'t>(
    text: &'t str,
    projection: &Projection,
) -> Result<(Value<'t>, Option<Skipped>), ReadError> {
    read_limited(text, projection, FREE_VALUES)
}

fn read_limited<'t>(
    text: &'t str,
    projection: &Projection,
    free: usize,
) -> Result<(Value<'t>, Option<Skipped>), ReadError> {
    let mut reader =
        Reader { text, at: 0, open: Vec::new(), error_path: Vec::new(), kept: 0, free, skipped: 0, place: None };
    let read = reader.value(projection, 0).and_then(|value| reader.end().map(|()| value));
    let skipped = reader.place.take().map(|place| Skipped { count: reader.skipped, pointer: join("", &place) });
    read.map(|value| (value, skipped)).map_err(|error| {
        let mut pointer = String::new();
        for step in reader.error_path.iter().rev() {
            push_token(&mut pointer, step);
        }
        ReadError::syntax(error.kind, text, error.at, pointer)
    })
}

/// What is wrong, after this many bytes.
struct SyntaxError {
    kind: Syntax,
    at: usize,
}

type Read<T> = Result<T, SyntaxError>;

/// Reads a text from its start to its end.
struct Reader<'t> {
    text: &'t str,
    /// Bytes that have been read.
    at: usize,
    /// Whether each list or object around a skipped value is an object.
    open: Vec<bool>,
    /// The path to the value where an error occurred. Filled from the inside out, only after an error.
    error_path: Vec<String>,
    /// Values that count and were kept.
    kept: usize,
    /// Values that may be kept beside those that the length of the text allows.
    free: usize,
    /// Values that were skipped because there are too many.
    skipped: usize,
    /// Member of the outermost object that has the first of them.
    place: Option<String>,
}

impl<'t> Reader<'t> {
    fn byte_at(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn peek(&self) -> Option<u8> {
        self.byte_at(self.at)
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    /// The byte after white space.
    fn after_space(&mut self) -> Option<u8> {
        loop {
            match self.peek() {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                other => return other,
            }
        }
    }

    /// An error in what was read.
    #[cold]
    fn error<T>(&self, kind: Syntax) -> Read<T> {
        Err(SyntaxError { kind, at: self.at })
    }

    /// An error in the next byte.
    #[cold]
    fn error_ahead<T>(&self, kind: Syntax) -> Read<T> {
        Err(SyntaxError { kind, at: self.text.len().min(self.at + 1) })
    }

    fn end(&mut self) -> Read<()> {
        match self.after_space() {
            None => Ok(()),
            Some(_) => self.error_ahead(Syntax::TrailingCharacters),
        }
    }

    /// Reads a value inside of `depth` lists and objects.
    fn value(&mut self, projection: &Projection, depth: usize) -> Read<Value<'t>> {
        match self.after_space() {
            Some(b'"') => {
                self.at += 1;
                self.string().map(Value::Text)
            }
            Some(b'{') => {
                self.enter(depth)?;
                self.object(projection, depth + 1, &mut Shape::default())
            }
            Some(b'[') => {
                self.enter(depth)?;
                self.list(projection, depth + 1)
            }
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'n') => self.word("null").map(|()| Value::Null),
            Some(b't') => self.word("true").map(|()| Value::Bool(true)),
            Some(b'f') => self.word("false").map(|()| Value::Bool(false)),
            Some(_) => self.error_ahead(Syntax::ExpectedValue),
            None => self.error_ahead(Syntax::OpenValue),
        }
    }

    fn enter(&mut self, depth: usize) -> Read<()> {
        if depth == MAX_DEPTH {
            return self.error_ahead(Syntax::TooDeep);
        }
        self.at += 1;
        Ok(())
    }

    fn list(&mut self, projection: &Projection, depth: usize) -> Read<Value<'t>> {
        let mut items = Vec::new();
        let mut index = 0_usize;
        let mut shape = Shape::default();
        loop {
            let item = match self.has_item(index == 0) {
                Ok(false) => return Ok(Value::List(items)),
                Ok(true) => match projection.of_items() {
                    // Behind an item that was skipped all are, so that each of the others has its own position.
                    Some(projection) if items.len() == index && self.has_room(self.count_ahead()) => {
                        self.item(projection, depth, &mut shape).map(|item| items.push(item))
                    }
                    Some(_) => self.skip_one(false, depth),
                    None => self.skip_in(false, depth),
                },
                Err(error) => Err(error),
            };
            if let Err(error) = item {
                self.error_path.push(index.to_string());
                return Err(error);
            }
            index += 1;
        }
    }

    /// Reads an item of a list, of which `shape` has what is known of the objects before it.
    fn item<'p>(&mut self, projection: &'p Projection, depth: usize, shape: &mut Shape<'t, 'p>) -> Read<Value<'t>> {
        if self.after_space() != Some(b'{') {
            return self.value(projection, depth);
        }
        self.enter(depth)?;
        self.object(projection, depth + 1, shape)
    }

    /// Whether the text may have one more value here, which counts as `count` values.
    fn has_room(&mut self, count: usize) -> bool {
        let has_room = self.kept.saturating_sub(self.free) < self.at / BYTES_PER_VALUE || self.kept < self.free;
        if has_room {
            self.kept += count;
        }
        has_room
    }

    /// What the value ahead counts as.
    fn count_ahead(&self) -> usize {
        if self.peek() == Some(b'{') { OBJECT } else { 1 }
    }

    /// Skips a value for which there is no room.
    #[cold]
    fn skip_one(&mut self, object: bool, depth: usize) -> Read<()> {
        self.skipped += 1;
        self.skip_in(object, depth)
    }

    /// Reads what precedes an item, or the end of the list.
    fn has_item(&mut self, first: bool) -> Read<bool> {
        match self.after_space() {
            Some(b']') => {
                self.at += 1;
                Ok(false)
            }
            Some(_) if first => Ok(true),
            Some(b',') => {
                self.at += 1;
                match self.after_space() {
                    Some(b']') => self.error_ahead(Syntax::TrailingComma),
                    Some(_) => Ok(true),
                    None => self.error_ahead(Syntax::OpenValue),
                }
            }
            Some(_) => self.error_ahead(Syntax::ExpectedListCommaOrEnd),
            None => self.error_ahead(Syntax::OpenList),
        }
    }

    fn object<'p>(&mut self, projection: &'p Projection, depth: usize, shape: &mut Shape<'t, 'p>) -> Read<Value<'t>> {
        // Not reserved: an object can be empty.
        let mut members: Vec<(Cow<'t, str>, Value<'t>)> = Vec::new();
        // Which of the projection's first members the object has.
        let mut known_members = 0_u64;
        // Which members have a key that only looks like the projection's, for each of its keys at most two: the last of the text,
        // and one before it with another key, so that it can be told that there are several.
        let mut alike: Vec<(usize, usize)> = Vec::new();
        let mut is_first = true;
        shape.begin();
        loop {
            let start = self.at;
            let (place, key, kept) =
                match shape.expected(self.text.as_bytes().get(start..).unwrap_or_default(), is_first) {
                    Expected::Skipped(length) => {
                        self.at += length;
                        is_first = false;
                        continue;
                    }
                    Expected::Head(place, member) => {
                        self.at += member.head.len();
                        (place, Cow::Borrowed(member.key), member.kept)
                    }
                    Expected::Other => {
                        if !self.has_member(is_first)? {
                            break;
                        }
                        self.at += 1;
                        let key = self.string()?;
                        if let Err(error) = self.colon() {
                            self.error_path.push(key.into_owned());
                            return Err(error);
                        }
                        self.after_space();
                        let kept = projection.of_key(&key);
                        let place = match key {
                            Cow::Borrowed(key) => {
                                let head = self.text.get(start..self.at).unwrap_or_default();
                                shape.add(Member::new(head, key, kept, is_first))
                            }
                            Cow::Owned(_) => usize::MAX,
                        };
                        (place, key, kept)
                    }
                };
            is_first = false;
            let Some(kept) = kept else {
                if let Err(error) = self.skip_in(true, depth) {
                    self.error_path.push(key.into_owned());
                    return Err(error);
                }
                shape.skipped(place, self.text.get(start..self.at).unwrap_or_default());
                continue;
            };
            let member = match kept {
                _ if projection.whole && !self.has_room(1) => self.skip_one(true, depth).map(|()| None),
                Kept::Whole => self.value(WHOLE, depth).map(Some),
                Kept::Exactly(_, projection) | Kept::Alike(_, projection) => self.value(projection, depth).map(Some),
            };
            if depth == 1 && self.skipped > 0 && self.place.is_none() {
                self.place = Some(key.clone().into_owned());
            }
            let value = match member {
                Ok(None) => continue,
                Ok(Some(value)) => value,
                Err(error) => {
                    self.error_path.push(key.into_owned());
                    return Err(error);
                }
            };
            // A projection has few keys, so a repeated key replaces the earlier one. Where everything is kept, repeated keys
            // are kept as well, and `Value::get` searches from the end.
            let known = match kept {
                Kept::Alike(index, _) => {
                    let mut places = alike.iter().filter(|(known, _)| *known == index).map(|(_, at)| *at);
                    let has_key = |at: &usize| members.get(*at).is_some_and(|(known, _)| *known == key);
                    match (places.next(), places.next()) {
                        (Some(first), None) if has_key(&first) => members.get_mut(first),
                        (Some(first), Some(second)) => {
                            if has_key(&first) {
                                members.swap(first, second);
                            }
                            members.get_mut(second)
                        }
                        _ => {
                            alike.push((index, members.len()));
                            None
                        }
                    }
                }
                Kept::Exactly(position, _) => {
                    let bit = 1_u64.checked_shl(position as u32).unwrap_or_default();
                    let may_be_known = bit == 0 || known_members & bit != 0;
                    known_members |= bit;
                    if may_be_known { members.iter_mut().find(|(known, _)| *known == key) } else { None }
                }
                Kept::Whole => None,
            };
            match known {
                Some(member) => *member = (key, value),
                None => {
                    if members.is_empty() {
                        members.reserve_exact(if shape.kept == 0 { FIRST_MEMBERS } else { shape.kept });
                    }
                    members.push((key, value));
                }
            }
        }
        // There can be many objects of one member.
        members.shrink_to_fit();
        shape.kept = members.len();
        Ok(Value::Object(members))
    }

    /// Reads what precedes a key, or the end of the object.
    fn has_member(&mut self, first: bool) -> Read<bool> {
        match self.after_space() {
            Some(b'}') => {
                self.at += 1;
                return Ok(false);
            }
            Some(b',') if !first => {
                self.at += 1;
                if self.after_space() == Some(b'}') {
                    return self.error_ahead(Syntax::TrailingComma);
                }
            }
            Some(_) if first => {}
            Some(_) => return self.error_ahead(Syntax::ExpectedObjectCommaOrEnd),
            None => return self.error_ahead(Syntax::OpenObject),
        }
        match self.after_space() {
            Some(b'"') => Ok(true),
            Some(_) => self.error_ahead(Syntax::ExpectedKey),
            None => self.error_ahead(Syntax::OpenValue),
        }
    }

    fn colon(&mut self) -> Read<()> {
        match self.after_space() {
            Some(b':') => {
                self.at += 1;
                Ok(())
            }
            Some(_) => self.error_ahead(Syntax::ExpectedColon),
            None => self.error_ahead(Syntax::OpenObject),
        }
    }

    fn word(&mut self, word: &str) -> Read<()> {
        for expected in word.bytes() {
            match self.next() {
                Some(byte) if byte == expected => {}
                Some(_) => return self.error(Syntax::ExpectedWord),
                None => return self.error(Syntax::OpenValue),
            }
        }
        Ok(())
    }

    fn number(&mut self) -> Read<Value<'t>> {
        let start = self.at;
        self.number_parts(Some(Syntax::OpenValue))?;
        let text = self.text.get(start..self.at).unwrap_or_default();
        Ok(match read_number(text) {
            Number::Whole(integer) => Value::Integer(integer),
            Number::Kept(number) => Value::Number(number),
            Number::Lost => Value::Digits(Cow::Borrowed(text)),
        })
    }

    /// Reads a number. `open` is the error when the text ends inside of it, if that differs from an invalid number.
    fn number_parts(&mut self, open: Option<Syntax>) -> Read<()> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.next() {
            Some(b'0') => {
                if let Some(b'0'..=b'9') = self.peek() {
                    return self.error_ahead(Syntax::InvalidNumber);
                }
            }
            Some(b'1'..=b'9') => self.digits(),
            Some(_) => return self.error(Syntax::InvalidNumber),
            None => return self.error(open.unwrap_or(Syntax::InvalidNumber)),
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            match (self.peek(), open) {
                (Some(b'0'..=b'9'), _) => self.digits(),
                (None, Some(open)) => return self.error_ahead(open),
                _ => return self.error_ahead(Syntax::InvalidNumber),
            }
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            match self.next() {
                Some(b'0'..=b'9') => self.digits(),
                Some(_) => return self.error(Syntax::InvalidNumber),
                None => return self.error(open.unwrap_or(Syntax::InvalidNumber)),
            }
        }
        Ok(())
    }

    fn digits(&mut self) {
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
    }

    /// Reads a string whose quotation mark has been read.
    fn string(&mut self) -> Read<Cow<'t, str>> {
        let mut start = self.at;
        let mut decoded: Option<String> = None;
        loop {
            self.skip_plain();
            let read = self.text.get(start..self.at).unwrap_or_default();
            match self.next() {
                Some(b'"') => {
                    return Ok(match decoded {
                        Some(mut decoded) => {
                            decoded.push_str(read);
                            trim(&mut decoded);
                            Cow::Owned(decoded)
                        }
                        None => Cow::Borrowed(read),
                    });
                }
                Some(b'\\') => {
                    let text = decoded.get_or_insert_default();
                    text.push_str(read);
                    text.push(self.escape()?);
                    start = self.at;
                }
                Some(_) => return self.error(Syntax::ControlCharacter),
                None => return self.error(Syntax::OpenString),
            }
        }
    }

    /// Goes to the next quotation mark, backslash or control character.
    fn skip_plain(&mut self) {
        self.at += plain_length(self.text.as_bytes().get(self.at..).unwrap_or_default());
    }

    /// Reads the escape after a backslash.
    fn escape(&mut self) -> Read<char> {
        Ok(match self.next() {
            Some(byte @ (b'"' | b'\\' | b'/')) => byte.into(),
            Some(b'b') => '\x08',
            Some(b'f') => '\x0c',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(),
            Some(_) => return self.error(Syntax::InvalidEscape),
            None => return self.error(Syntax::OpenString),
        })
    }

    fn unicode_escape(&mut self) -> Read<char> {
        let unit = self.hex_digits()?;
        if let Some(character) = char::from_u32(unit) {
            return Ok(character);
        }
        if unit >= 0xDC00 {
            return self.error(Syntax::LoneSurrogate);
        }
        for expected in [b'\\', b'u'] {
            match self.next() {
                Some(byte) if byte == expected => {}
                Some(_) => return self.error(Syntax::UnpairedEscape),
                None => return self.error(Syntax::OpenString),
            }
        }
        match self.hex_digits()? {
            low @ 0xDC00..=0xDFFF => {
                let code = 0x1_0000 + ((unit - 0xD800) << 10 | (low - 0xDC00));
                Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
            }
            _ => self.error(Syntax::LoneSurrogate),
        }
    }

    fn hex_digits(&mut self) -> Read<u32> {
        let Some(digits) = self.text.as_bytes().get(self.at..self.at + 4) else {
            self.at = self.text.len();
            return self.error(Syntax::OpenString);
        };
        let code = digits.iter().try_fold(0, |code, digit| Some(code << 4 | char::from(*digit).to_digit(16)?));
        self.at += 4;
        code.map_or_else(|| self.error(Syntax::InvalidEscape), Ok)
    }

    /// Skips a value inside of `depth` lists and objects, the innermost of which is an object or a list.
    fn skip_in(&mut self, object: bool, depth: usize) -> Read<()> {
        self.after_space();
        if depth + self.skip()? <= MAX_DEPTH {
            return Ok(());
        }
        // The position is behind what ends the value, as that of serde_json.
        match (self.after_space(), object) {
            (Some(b']'), false) | (Some(b'}'), true) => self.at += 1,
            (Some(b','), false) => {
                self.at += 1;
                self.after_space();
            }
            _ => {}
        }
        self.error(Syntax::TooDeep)
    }

    /// Skips a value and returns the depth of the lists and objects in it.
    fn skip(&mut self) -> Read<usize> {
        self.open.clear();
        let mut deepest = 0;
        loop {
            let mut first = false;
            match self.after_space() {
                Some(b'"') => {
                    self.at += 1;
                    self.skip_string()?;
                }
                Some(bracket @ (b'[' | b'{')) => {
                    self.at += 1;
                    self.open.push(bracket == b'{');
                    deepest = deepest.max(self.open.len());
                    first = true;
                }
                Some(b'-' | b'0'..=b'9') => self.number_parts(None)?,
                Some(b'n') => self.word("null")?,
                Some(b't') => self.word("true")?,
                Some(b'f') => self.word("false")?,
                Some(_) => return self.error_ahead(Syntax::ExpectedValue),
                None => return self.error_ahead(Syntax::OpenValue),
            }
            let object = loop {
                let Some(object) = self.open.last().copied() else { return Ok(deepest) };
                match (self.after_space(), object) {
                    (Some(b','), _) if !first => {
                        self.at += 1;
                        break object;
                    }
                    (Some(b']'), false) | (Some(b'}'), true) => {
                        self.at += 1;
                        self.open.pop();
                        first = false;
                    }
                    (Some(_), _) if first => break object,
                    (Some(_), false) => return self.error_ahead(Syntax::ExpectedListCommaOrEnd),
                    (Some(_), true) => return self.error_ahead(Syntax::ExpectedObjectCommaOrEnd),
                    (None, false) => return self.error_ahead(Syntax::OpenList),
                    (None, true) => return self.error_ahead(Syntax::OpenObject),
                }
            };
            if object {
                match self.after_space() {
                    Some(b'"') => self.at += 1,
                    Some(_) => return self.error_ahead(Syntax::ExpectedKey),
                    None => return self.error_ahead(Syntax::OpenObject),
                }
                self.skip_string()?;
                self.colon()?;
            }
        }
    }

    /// Skips a string whose quotation mark has been read.
    fn skip_string(&mut self) -> Read<()> {
        loop {
            self.skip_plain();
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    self.at += 1;
                    match self.next() {
                        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {}
                        Some(b'u') => _ = self.hex_digits()?,
                        Some(_) => return self.error(Syntax::InvalidEscape),
                        None => return self.error(Syntax::OpenString),
                    }
                }
                Some(_) => return self.error(Syntax::ControlCharacter),
                None => return self.error(Syntax::OpenString),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

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
    fn of_keys_that_look_the_same_the_last_and_one_more_are_kept() {
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
            Value::Object(vec![("a\u{ad}".into(), Value::Integer(2)), ("a\u{200b}".into(), Value::Integer(3))])
        );
        let many = "{\"a\u{200b}\":1,\"a\u{ad}\":2,\"a\u{200c}\":3,\"a\u{200d}\":4,\"a\u{2060}\":5}";
        assert_eq!(
            read(many, &projection(&["a"])).unwrap(),
            Value::Object(vec![("a\u{200b}".into(), Value::Integer(1)), ("a\u{2060}".into(), Value::Integer(5))])
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
    }

    /// Compares values and messages with those of serde_json, for what is kept and for what is skipped.
    fn check(text: &str) {
        fn message<T>(read: Result<T, ReadError>) -> Result<T, String> {
            read.map_err(|error| error.as_serde_json())
        }
        fn expected<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
            serde_json::from_str(text).map_err(|error: serde_json::Error| {
                let message = error.to_string().replace("column 0", "column 1");
                // A string that is open at the end of a file ends in a line break.
                let is_open = text.trim_end() != text && message.starts_with("control character");
                let (_, position) = message.split_at(message.rfind(" at line").unwrap());
                if is_open { format!("EOF while parsing a string{position}") } else { message }
            })
        }
        /// Whole numbers are integers here, in whatever form they are written.
        fn as_floats(value: serde_json::Value) -> serde_json::Value {
            match value {
                serde_json::Value::Number(number) => (number.as_f64().unwrap() + 0.0).into(),
                serde_json::Value::Array(items) => items.into_iter().map(as_floats).collect(),
                serde_json::Value::Object(members) => {
                    members.into_iter().map(|(key, value)| (key, as_floats(value))).collect()
                }
                other => other,
            }
        }
        let kept = message(read_whole(text)).map(|value| as_floats(serde_json::to_value(value).unwrap()));
        let wanted = expected(text).map(as_floats);
        let is_beyond = wanted.as_ref().is_err_and(|error| error.starts_with("number out of range"));
        if !is_beyond && !(kept.as_ref().is_err_and(|kept| kept.starts_with("control"))) {
            assert_eq!(kept, wanted, "{text:?}");
        }
        let object = format!("{{\"a\":{text}");
        let skipped = message(read(&object, &projection(&["b"]))).map(drop);
        if !(skipped.as_ref().is_err_and(|skipped| skipped.starts_with("control"))) {
            // "b" is kept, and serde_json words the errors of numbers that are kept in another way than of those that are skipped.
            let kept = expected::<BTreeMap<String, serde_json::Value>>(&object).map(drop);
            if skipped != kept {
                let all_skipped = expected::<BTreeMap<String, serde::de::IgnoredAny>>(&object).map(drop);
                // A number may be out of range here, and the error is the next one, of what is kept.
                if kept.is_err_and(|error| error.starts_with("number out of range")) {
                    assert_eq!(skipped.is_ok(), all_skipped.is_ok(), "{object:?}");
                } else {
                    assert_eq!(skipped, all_skipped, "{object:?}");
                }
            }
        }
    }

    #[test]
    fn texts_are_accepted_and_rejected_as_by_serde_json() {
        for text in [
            "",
            " ",
            "nul",
            "nulL",
            "truE",
            "-",
            "-x",
            "01",
            "1.",
            "1.x",
            "1e",
            "1e+",
            "1ex",
            "-0",
            "1e400",
            "1e99999999999",
            "0e99999999999",
            "1e-99999999999",
            "-9223372036854775809",
            "[1",
            "[1,",
            "[1,]",
            "[1 2]",
            "[,]",
            "{",
            "{1",
            "{,",
            "{\"a\"",
            "{\"a\" 1",
            "{\"a\":",
            "{\"a\":1",
            "{\"a\":1,",
            "{\"a\":1,}",
            "{\"a\":1 2",
            "1 2",
            r#""\x""#,
            r#""\u12"#,
            r#""\u12g4""#,
            r#""\ud800""#,
            r#""\ud800\n""#,
            r#""\ud800\u0041""#,
            r#""\udc00""#,
            r#""\ud83d\ude00\u00e4\/\b\f\n\r\t""#,
            "\"a\nb\"",
            "\"open",
            "\n\n [\n 1,\n x]",
            "}",
            "]",
        ] {
            check(text);
        }
    }

    #[test]
    fn a_number_that_is_out_of_range_is_no_error_wherever_it_stands() {
        for number in ["1e400", "-1e400", "1e-400", "1e99999999999", "-1.5E+99999999999", "0e99999999999"] {
            let text = format!(r#"{{"a":{number},"b":[{number}]}}"#);
            for paths in [&["a"][..], &["b"], &["c"]] {
                assert!(read(&text, &projection(paths)).is_ok(), "{text}");
            }
        }
    }

    #[test]
    fn numbers_are_kept_as_they_were_written() {
        for (text, value) in [
            ("-0", Value::Integer(0)),
            ("1.0", Value::Integer(1)),
            ("0.0e5", Value::Integer(0)),
            ("1e2", Value::Integer(100)),
            ("1.20e1", Value::Integer(12)),
            ("12345678901234567.0", Value::Integer(12_345_678_901_234_567)),
            ("-9223372036854775808", Value::Integer(i64::MIN)),
            ("9223372036854775808", Value::Digits("9223372036854775808".into())),
            ("12345678901234567000", Value::Number(12_345_678_901_234_567_000.0)),
            ("1e21", Value::Number(1e21)),
            ("0.1", Value::Number(0.1)),
            ("-2.50", Value::Number(-2.5)),
            ("1.7976931348623157e308", Value::Number(f64::MAX)),
            ("5e-324", Value::Number(5e-324)),
            ("6e-324", Value::Digits("6e-324".into())),
            ("4503599627370496.3", Value::Digits("4503599627370496.3".into())),
            ("0.1234567890123456789012", Value::Digits("0.1234567890123456789012".into())),
            ("1e-400", Value::Digits("1e-400".into())),
            ("-1e400", Value::Digits("-1e400".into())),
        ] {
            assert_eq!(read_whole(text).unwrap(), value, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_number_that_a_float_keeps_is_that_float(number: f64) {
            if number.is_finite() && number.fract() != 0.0 {
                assert_eq!(read_whole(&format!("{number:e}")).unwrap(), Value::Number(number));
            }
        }

        /// Objects with the same keys in the same order, and others, with at most one mistake.
        #[test]
        fn lists_of_objects_are_accepted_or_rejected_as_by_serde_json(
            objects in proptest::collection::vec(
                proptest::collection::vec(
                    (
                        proptest::sample::select(vec!["a", "b", "a ", "long key of some bytes", "\\u0061", "ä", ""]),
                        proptest::sample::select(vec!["1", "12", "\"x\"", "{\"a\":[2]}", "[{\"b\":1},{\"b\":2}]", "null", "[]"]),
                    ),
                    0..5,
                ),
                0..4,
            ),
            copies in 1..4_usize,
            (comma, colon) in proptest::sample::select(vec![(",", ":"), (", ", ": "), (",\n  ", " : ")]),
            place in 0.0..1.0,
            edit in proptest::option::of(proptest::sample::select(vec!["", ",", "}", "{", "\"", ":", " ", "\"a\":", "]", "\\", "1"])),
        ) {
            let members = |object: &Vec<(&str, &str)>| {
                let members: Vec<_> = object.iter().map(|(key, value)| format!("\"{key}\"{colon}{value}")).collect();
                format!("{{{}}}", members.join(comma))
            };
            let objects: Vec<_> = objects.iter().map(members).collect();
            let mut text = format!("{{\"l\":[{}]}}", vec![objects.join(comma); copies].join(comma));
            if let Some(edit) = edit {
                let mut at = (place * text.len() as f64) as usize;
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                // A mistake is inserted, or stands in the place of one character.
                let end = if edit.len() % 2 == 1 { at } else { at + text[at..].chars().next().map_or(0, char::len_utf8) };
                text.replace_range(at..end, edit);
            }
            check(&text);
            let paths = ["l[*].a", "l[*].b", "l[*].'long key of some bytes'", "l[-1].a.a", "l[*].b[*].b"];
            if let Ok(whole) = read_whole(&text) {
                let kept = read(&text, &projection(&paths)).unwrap();
                for path in paths {
                    let path: Path = path.parse().unwrap();
                    assert_eq!(path.find(&kept), path.find(&whole), "{path} {text}");
                }
            }
        }

        #[test]
        fn any_text_is_accepted_or_rejected_as_by_serde_json(
            tokens in proptest::collection::vec(
                proptest::sample::select(vec![
                    "{", "}", "[", "]", ",", ":", " ", "\n", "null", "true", "false", "0", "-1.5e3", "12", ".", "e", "-",
                    "\"a\"", "\"", "\\", "\\u00e4", "{\"a\":", "[1,", "},\"b\":", "ä",
                ]),
                0..12,
            )
        ) {
            check(&tokens.concat());
        }
    }
}
