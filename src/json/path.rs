//! Paths into a payload: `contact.email`, `custom_field_data["order no"]`, `transcript[-1].body`, `topics[*].text`.
//!
//! ```
//! use userlike_limeobject::Path;
//!
//! let path: Path = "transcript[0].body".parse().unwrap();
//! assert_eq!(path.pointer().as_deref(), Some("/transcript/0/body"));
//!
//! let error = "contact..email".parse::<Path>().unwrap_err();
//! assert_eq!(error.to_string(), "a key is missing at position 9 of \"contact..email\"");
//! ```

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use crate::json::pointer::push_token;
use crate::json::value::Value;

/// A path into a payload, parsed once.
///
/// A path is a chain of keys with dots between them. A key with anything else than letters, digits, `_` and `-` is
/// written in quotes (`custom."order no"` or `custom["order no"]`, with `\"` and `\\` inside). `[2]` takes an item of a
/// list, counted from 0; `[-1]` counts from the end; `[*]` takes every item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    text: Box<str>,
    steps: Vec<Step>,
    /// The JSON pointer, when the path has only one place it can mean.
    pointer: Option<Box<str>>,
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Key(Box<str>),
    /// From the start when 0 or more, from the end when negative.
    Item(i32),
    Every,
}

/// Why a text is not a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathError {
    message: &'static str,
    /// The place in the text, in characters, counted from 1.
    pub position: usize,
    text: Box<str>,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at position {} of {:?}", self.message, self.position, self.text)
    }
}

impl std::error::Error for PathError {}

/// A value that a path found, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct PathMatch<'p, 'v, 'a> {
    /// JSON pointer to it.
    pub pointer: Cow<'p, str>,
    /// The value.
    pub value: &'v Value<'a>,
}

impl Path {
    /// The path as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The JSON pointer that the path means; none for paths with `[*]` or `[-1]`, whose place depends on the payload.
    pub fn pointer(&self) -> Option<Cow<'_, str>> {
        self.pointer.as_deref().map(Cow::Borrowed)
    }

    pub(crate) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Every value in `root` that the path means, in the order of the payload.
    pub fn find<'p, 'v, 'a>(&'p self, root: &'v Value<'a>) -> Vec<PathMatch<'p, 'v, 'a>> {
        if let Some(pointer) = &self.pointer {
            return self
                .find_one(root)
                .map(|value| PathMatch { pointer: Cow::Borrowed(&**pointer), value })
                .into_iter()
                .collect();
        }
        let mut found = Vec::new();
        collect(&self.steps, root, &mut String::new(), &mut found);
        found
    }

    fn find_one<'v, 'a>(&self, root: &'v Value<'a>) -> Option<&'v Value<'a>> {
        self.steps.iter().try_fold(root, |value, step| match step {
            Step::Key(key) => value.get(key),
            Step::Item(index) => value.as_list()?.get(usize::try_from(*index).ok()?),
            Step::Every => None,
        })
    }
}

fn collect<'v, 'a>(steps: &[Step], value: &'v Value<'a>, pointer: &mut String, found: &mut Vec<PathMatch<'_, 'v, 'a>>) {
    let Some((step, rest)) = steps.split_first() else {
        found.push(PathMatch { pointer: Cow::Owned(pointer.clone()), value });
        return;
    };
    let before = pointer.len();
    let mut enter = |token: &str, value: &'v Value<'a>| {
        push_token(pointer, token);
        collect(rest, value, pointer, found);
        pointer.truncate(before);
    };
    match step {
        Step::Key(key) => {
            if let Some(member) = value.get(key) {
                enter(key, member);
            }
        }
        Step::Item(index) => {
            let items = value.as_list().unwrap_or_default();
            let place = match usize::try_from(*index) {
                Ok(place) => Some(place),
                Err(_) => items.len().checked_sub(index.unsigned_abs() as usize),
            };
            if let Some((place, item)) = place.and_then(|place| Some((place, items.get(place)?))) {
                enter(&place.to_string(), item);
            }
        }
        Step::Every => {
            for (place, item) in value.as_list().unwrap_or_default().iter().enumerate() {
                enter(&place.to_string(), item);
            }
        }
    }
}

impl FromStr for Path {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let steps = Parser { text, rest: text }.steps()?;
        let mut pointer = Some(String::new());
        for step in &steps {
            match (step, &mut pointer) {
                (Step::Key(key), Some(pointer)) => push_token(pointer, key),
                (Step::Item(index @ 0..), Some(pointer)) => push_token(pointer, &index.to_string()),
                _ => pointer = None,
            }
        }
        Ok(Self { text: text.into(), steps, pointer: pointer.map(Into::into) })
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Path {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Path".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "minLength": 1 })
    }
}

struct Parser<'t> {
    text: &'t str,
    rest: &'t str,
}

impl<'t> Parser<'t> {
    fn steps(mut self) -> Result<Vec<Step>, PathError> {
        let mut steps = vec![self.key()?];
        while let Some(next) = self.rest.chars().next() {
            match next {
                '.' => {
                    self.advance(1);
                    steps.push(self.key()?);
                }
                '[' => {
                    self.advance(1);
                    steps.push(self.bracket()?);
                }
                _ => return Err(self.error("a dot or [ is missing")),
            }
        }
        Ok(steps)
    }

    fn advance(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    fn error(&self, message: &'static str) -> PathError {
        let before = self.text.len() - self.rest.len();
        let position = self.text.get(..before).map_or(0, |read| read.chars().count()) + 1;
        PathError { message, position, text: self.text.into() }
    }

    fn key(&mut self) -> Result<Step, PathError> {
        if self.rest.starts_with(['"', '\'']) {
            return self.quoted();
        }
        let end = self
            .rest
            .find(|character: char| !(character.is_alphanumeric() || character == '_' || character == '-'))
            .unwrap_or(self.rest.len());
        let (key, _) = self.rest.split_at(end);
        if key.is_empty() {
            return Err(self.error("a key is missing"));
        }
        self.advance(end);
        Ok(Step::Key(key.into()))
    }

    fn quoted(&mut self) -> Result<Step, PathError> {
        let start = self.error("the quotes that open here are not closed");
        let mut characters = self.rest.char_indices();
        let quote = characters.next().map(|(_, quote)| quote);
        let mut key = String::new();
        while let Some((at, character)) = characters.next() {
            match character {
                '\\' => match characters.next() {
                    Some((_, escaped)) if escaped == '\\' || Some(escaped) == quote => key.push(escaped),
                    _ => {
                        self.advance(at);
                        return Err(self.error("\\ escapes only the quote and itself, not what stands"));
                    }
                },
                end if Some(end) == quote => {
                    self.advance(at + 1);
                    return Ok(Step::Key(key.into()));
                }
                other => key.push(other),
            }
        }
        Err(start)
    }

    fn bracket(&mut self) -> Result<Step, PathError> {
        let step = if self.rest.starts_with(['"', '\'']) {
            self.quoted()?
        } else if self.rest.starts_with('*') {
            self.advance(1);
            Step::Every
        } else {
            let end = self.rest.find(']').unwrap_or(self.rest.len());
            let (number, _) = self.rest.split_at(end);
            let digits = number.strip_prefix('-').unwrap_or(number);
            if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(self.error("a number, * or a key in quotes is missing"));
            }
            let index = number.parse().map_err(|_| self.error("the number is too large"))?;
            self.advance(end);
            Step::Item(index)
        };
        if !self.rest.starts_with(']') {
            return Err(self.error("] is missing"));
        }
        self.advance(1);
        Ok(step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::read::read_whole;

    fn found(path: &str, json: &str) -> Vec<(String, String)> {
        let value = read_whole(json).unwrap();
        let path: Path = path.parse().unwrap();
        path.find(&value)
            .into_iter()
            .map(|found| (found.pointer.into_owned(), found.value.scalar_text().unwrap_or_default().into_owned()))
            .collect()
    }

    #[test]
    fn every_form_of_a_path_finds_its_place() {
        let json = r#"{"a":{"b c":1,"d/e~f":2},"list":[{"t":"x"},{"t":"y"},{}],"ä":3,"q\"":4}"#;
        for (path, expected) in [
            (r#"a."b c""#, vec![("/a/b c", "1")]),
            (r#"a["b c"]"#, vec![("/a/b c", "1")]),
            ("a['d/e~f']", vec![("/a/d~1e~0f", "2")]),
            ("list[0].t", vec![("/list/0/t", "x")]),
            ("list[-2].t", vec![("/list/1/t", "y")]),
            ("list[*].t", vec![("/list/0/t", "x"), ("/list/1/t", "y")]),
            ("ä", vec![("/ä", "3")]),
            (r#""q\"""#, vec![("/q\"", "4")]),
            ("list[9].t", vec![]),
            ("list[-9].t", vec![]),
            ("list.t", vec![]),
            ("a[0]", vec![]),
            ("none.at.all", vec![]),
        ] {
            let expected: Vec<_> = expected.into_iter().map(|(p, v)| (p.to_owned(), v.to_owned())).collect();
            assert_eq!(found(path, json), expected, "{path}");
        }
    }

    #[test]
    fn a_text_that_is_no_path_is_refused_with_its_position() {
        for (text, message) in [
            ("", "a key is missing at position 1 of \"\""),
            ("a.", "a key is missing at position 3 of \"a.\""),
            ("a b", "a dot or [ is missing at position 2 of \"a b\""),
            ("a[", "a number, * or a key in quotes is missing at position 3 of \"a[\""),
            ("a[1", "] is missing at position 4 of \"a[1\""),
            ("a[1-]", "a number, * or a key in quotes is missing at position 3 of \"a[1-]\""),
            ("a[99999999999]", "the number is too large at position 3 of \"a[99999999999]\""),
            ("ä.\"b", "the quotes that open here are not closed at position 3 of \"ä.\\\"b\""),
            (r#""a\n""#, "\\ escapes only the quote and itself, not what stands at position 3 of \"\\\"a\\\\n\\\"\""),
            ("a[*", "] is missing at position 4 of \"a[*\""),
        ] {
            assert_eq!(text.parse::<Path>().unwrap_err().to_string(), message, "{text}");
        }
    }
}
