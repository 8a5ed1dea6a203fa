//! Reading JSON: only what a [`Projection`] names is kept, everything else is skipped without being built.
//!
//! The reader passes over the text once and borrows strings from the input. Payloads, configurations and metadata are all
//! read here, so limits and errors are the same for them. What is accepted, the messages and their positions are those of
//! serde_json, except that a number may be out of range; what is skipped is checked like what is kept.

mod object;
mod scalar;
mod skip;

use crate::json::error::{MAX_DEPTH, ReadError, Syntax};
use crate::json::pointer::{join, push_token};
use crate::json::projection::{Projection, WHOLE};
use crate::json::shape::Shape;
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

/// Items of lists, and members of objects of which everything is kept, that every text may have.
pub(crate) const FREE_VALUES: usize = 2048;
/// Bytes of text that allow one more of them.
pub(crate) const BYTES_PER_VALUE: usize = 16;
/// Values that an object in a list counts as: it takes the memory of three.
const OBJECT: usize = 3;

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
}

#[cfg(test)]
mod tests;
