//! Paths into a payload: `contact.email`, `custom."order no"`, `transcript[-1].body`, `topics[*].text`.
//!
//! The language is a subset of [JMESPath](https://jmespath.org) with a few additions: see [`Path`].
//!
//! ```
//! use userlike_limeobject::Path;
//!
//! let path: Path = "transcript[0].body".parse().unwrap();
//! assert_eq!(path.pointer().as_deref(), Some("/transcript/0/body"));
//!
//! let error = "contact..email".parse::<Path>().unwrap_err();
//! assert_eq!(error.to_string(), "expected a key at position 9 of \"contact..email\"");
//! ```

mod format;
mod parse;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use crate::json::error::MAX_DEPTH;
use crate::json::pointer::{push_token, tokens};
use crate::json::value::Value;
use crate::text::fold::same_key;
use crate::text::said::{Said, Worded};

/// A path into a payload, parsed once.
///
/// Paths are a subset of JMESPath: keys separated by dots, quoted keys (`custom."order no"`, with the escapes `\"` and
/// `\\`), indexes (`[2]` counts from 0, `[-1]` from the end) and `[*]` for every item of a list.
///
/// JMESPath does not have these additions: unquoted keys may contain any letter or digit, accents and `-`, quoted keys may be
/// enclosed in `'` and may be written in brackets (`custom["order no"]`), and `[*]` inside `[*]` gives one flat list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    text: Box<str>,
    steps: Vec<PathStep>,
    /// The JSON pointer, unless the position depends on the payload.
    pointer: Option<Box<str>>,
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathStep {
    /// The member of an object.
    Key(Box<str>),
    /// An item of a list, counted from 0; a negative index counts from the end.
    Index(i32),
    /// Every item of a list: `[*]`.
    Every,
}

/// A text is not a path, or steps cannot be written as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathError {
    kind: parse::ErrorKind,
    /// Position in the text, in characters, counted from 1.
    pub position: usize,
    text: Box<str>,
}

impl PathError {
    /// Position in the text in UTF-16 code units, counted from 0, as editors count.
    pub fn utf16_offset(&self) -> usize {
        self.text.chars().take(self.position.saturating_sub(1)).map(char::len_utf16).sum()
    }
}

impl Worded for PathError {
    fn said(&self) -> Said {
        self.kind.said(self.position, &self.text)
    }
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.said().message())
    }
}

impl std::error::Error for PathError {}

/// A value that a path matches, with its position.
#[derive(Debug, Clone, PartialEq)]
pub struct PathMatch<'p, 'v, 'a> {
    /// JSON pointer to the value.
    pub pointer: Cow<'p, str>,
    /// The value.
    pub value: &'v Value<'a>,
}

impl Path {
    /// The path as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// JSON pointer to the value. None for paths with `[*]` or a negative index: their position depends on the payload.
    pub fn pointer(&self) -> Option<Cow<'_, str>> {
        self.pointer.as_deref().map(Cow::Borrowed)
    }

    /// The steps of the path.
    pub fn steps(&self) -> &[PathStep] {
        &self.steps
    }

    /// Writes steps as a path. The text parses back to the same steps and quotes keys where JMESPath needs quotes.
    ///
    /// ```
    /// use userlike_limeobject::{Path, PathStep};
    ///
    /// let steps = vec![PathStep::Key("custom".into()), PathStep::Key("order no".into()), PathStep::Index(0)];
    /// assert_eq!(Path::from_steps(steps)?.as_str(), r#"custom."order no"[0]"#);
    /// # Ok::<(), userlike_limeobject::PathError>(())
    /// ```
    ///
    /// # Errors
    /// When the first step is not a key, or there are more than 127 steps.
    pub fn from_steps(steps: Vec<PathStep>) -> Result<Self, PathError> {
        let kind = match steps.first() {
            _ if steps.len() > MAX_DEPTH => Some(parse::ErrorKind::TooManySteps),
            Some(PathStep::Key(_)) => None,
            _ => Some(parse::ErrorKind::ExpectedKey),
        };
        let text = format::text_of(&steps);
        if let Some(kind) = kind {
            return Err(PathError { kind, position: 1, text: text.into() });
        }
        Ok(Self::new(&text, steps))
    }

    /// Converts a JSON pointer into a payload to a path. A token that is a number is taken as an index.
    ///
    /// ```
    /// use userlike_limeobject::Path;
    ///
    /// assert_eq!(Path::from_pointer("/transcript/0/body")?.as_str(), "transcript[0].body");
    /// assert_eq!(Path::from_pointer("/custom/order no")?.as_str(), r#"custom."order no""#);
    /// # Ok::<(), userlike_limeobject::PathError>(())
    /// ```
    ///
    /// # Errors
    /// When the pointer is empty or begins with an index: the payload itself has no path, and is not a list.
    pub fn from_pointer(pointer: &str) -> Result<Self, PathError> {
        let step = |token: Cow<'_, str>| match token.parse() {
            Ok(index @ 0..) if token == "0" || !token.starts_with(['0', '+', '-']) => PathStep::Index(index),
            _ => PathStep::Key(token.into()),
        };
        Self::from_steps(tokens(pointer).map(step).collect())
    }

    fn new(text: &str, steps: Vec<PathStep>) -> Self {
        let mut pointer = Some(String::new());
        for step in &steps {
            match (step, &mut pointer) {
                (PathStep::Key(key), Some(pointer)) => push_token(pointer, key),
                (PathStep::Index(index @ 0..), Some(pointer)) => push_token(pointer, &index.to_string()),
                _ => pointer = None,
            }
        }
        Self { text: text.into(), steps, pointer: pointer.map(Into::into) }
    }

    /// Every value in `root` that the path matches, in the order of the payload.
    ///
    /// A key that is not in `root` matches one that looks the same: in another Unicode normalization, with other white space,
    /// or with invisible characters.
    pub fn find<'p, 'v, 'a>(&'p self, root: &'v Value<'a>) -> Vec<PathMatch<'p, 'v, 'a>> {
        if let Some(pointer) = &self.pointer
            && let Some(value) = self.find_one(root)
        {
            return vec![PathMatch { pointer: Cow::Borrowed(&**pointer), value }];
        }
        let mut matches = Vec::new();
        collect(&self.steps, root, &mut String::new(), &mut matches);
        matches
    }

    /// JSON pointer to a member that the path could mean as well: neither its key nor that of the member that was taken is
    /// exactly the one of the path, and both look the same.
    pub(crate) fn rival(&self, root: &Value<'_>) -> Option<String> {
        let (mut value, mut pointer) = (root, String::new());
        for step in &self.steps {
            let (token, next) = match step {
                PathStep::Key(key) => {
                    let (taken, next) = value.member(key)?;
                    if let (false, Value::Object(members)) = (taken == &**key, value) {
                        let is_same = same_key(key);
                        if let Some((rival, _)) = members.iter().find(|(name, _)| name != taken && is_same(name)) {
                            push_token(&mut pointer, rival);
                            return Some(pointer);
                        }
                    }
                    (Cow::Borrowed(taken), next)
                }
                PathStep::Index(index) => {
                    (index.to_string().into(), value.as_list()?.get(usize::try_from(*index).ok()?)?)
                }
                PathStep::Every => return None,
            };
            push_token(&mut pointer, &token);
            value = next;
        }
        None
    }

    fn find_one<'v, 'a>(&self, root: &'v Value<'a>) -> Option<&'v Value<'a>> {
        self.steps.iter().try_fold(root, |value, step| match step {
            PathStep::Key(key) => value.get(key),
            PathStep::Index(index) => value.as_list()?.get(usize::try_from(*index).ok()?),
            PathStep::Every => None,
        })
    }
}

fn collect<'v, 'a>(
    steps: &[PathStep],
    value: &'v Value<'a>,
    pointer: &mut String,
    matches: &mut Vec<PathMatch<'_, 'v, 'a>>,
) {
    let Some((step, rest)) = steps.split_first() else {
        matches.push(PathMatch { pointer: Cow::Owned(pointer.clone()), value });
        return;
    };
    let before = pointer.len();
    let mut enter = |token: &str, value: &'v Value<'a>| {
        push_token(pointer, token);
        collect(rest, value, pointer, matches);
        pointer.truncate(before);
    };
    match step {
        PathStep::Key(key) => {
            if let Some((key, member)) = value.member(key) {
                enter(key, member);
            }
        }
        PathStep::Index(index) => {
            let items = value.as_list().unwrap_or_default();
            let index = match usize::try_from(*index) {
                Ok(index) => Some(index),
                Err(_) => items.len().checked_sub(index.unsigned_abs() as usize),
            };
            if let Some((index, item)) = index.and_then(|index| Some((index, items.get(index)?))) {
                enter(&index.to_string(), item);
            }
        }
        PathStep::Every => {
            for (index, item) in value.as_list().unwrap_or_default().iter().enumerate() {
                enter(&index.to_string(), item);
            }
        }
    }
}

impl FromStr for Path {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        Ok(Self::new(text, parse::steps(text)?))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::read::read_whole;

    fn matches(path: &str, json: &str) -> Vec<(String, String)> {
        let value = read_whole(json).unwrap();
        let path: Path = path.parse().unwrap();
        path.find(&value)
            .into_iter()
            .map(|hit| (hit.pointer.into_owned(), hit.value.scalar_text().unwrap_or_default().into_owned()))
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
            // As it looks: composed or not, with another kind of space, with invisible characters.
            ("a\u{308}", vec![("/ä", "3")]),
            ("a.'b\u{a0}c'", vec![("/a/b c", "1")]),
            ("list\u{301}", vec![]),
            ("List", vec![]),
        ] {
            let expected: Vec<_> = expected.into_iter().map(|(p, v)| (p.to_owned(), v.to_owned())).collect();
            assert_eq!(matches(path, json), expected, "{path}");
        }
    }

    #[test]
    fn a_key_that_looks_the_same_counts_where_no_key_is_the_same() {
        let json = "{\"o\u{a0}no\":1,\"e\u{200b}\":2,\"e\":3,\"e\u{ad}\":4,\" x\":[{\"y\u{feff}\":5}]}";
        for (path, expected) in [
            ("'o no'", ("/o\u{a0}no", "1")),
            ("e", ("/e", "3")),
            ("'e\u{200b}'", ("/e\u{200b}", "2")),
            ("'e\u{200d}'", ("/e\u{ad}", "4")),
            ("x[0].y", ("/ x/0/y\u{feff}", "5")),
            ("x[*].y", ("/ x/0/y\u{feff}", "5")),
        ] {
            assert_eq!(matches(path, json), [(expected.0.to_owned(), expected.1.to_owned())], "{path}");
        }
    }
}
