//! Templates: `Chat with {contact.name|a visitor}: {subject}`.
//!
//! ```
//! use userlike_limeobject::Template;
//!
//! let template: Template = "{subject|no subject} {{{id}}}".parse().unwrap();
//! assert_eq!(template.paths().map(|path| path.as_str()).collect::<Vec<_>>(), ["subject", "id"]);
//! assert!("{subject".parse::<Template>().is_err());
//! ```

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use crate::json::path::{Path, PathError, PathMatch};
use crate::json::value::Value;
use crate::text::said::{Said, Worded};
use crate::text::texts;

/// A text with payload paths in braces. `{path}` is replaced by the value, `{path|fallback}` by the fallback when there is
/// no value. `{{` and `}}` stand for one brace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    text: Box<str>,
    segments: Vec<Segment>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    Text(String),
    Placeholder { path: Path, fallback: Option<String> },
}

/// A text is not a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplateError {
    /// A brace is not paired.
    Brace {
        /// Position in the text, in characters, counted from 1.
        position: usize,
    },
    /// The text in braces is not a path.
    Path {
        /// Position of the path in the text, in characters, counted from 1.
        position: usize,
        /// What is wrong with it.
        error: PathError,
    },
}

impl Worded for TemplateError {
    fn said(&self) -> Said {
        match self {
            Self::Brace { position } => texts::template_brace(*position),
            Self::Path { position, error } => texts::template_path(*position, &error.said()),
        }
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.said().message())
    }
}

impl std::error::Error for TemplateError {}

/// Values that are reported as left out of one template.
const MAX_LEFT_OUT: usize = 8;

/// A template with the values of a payload.
#[derive(Debug, PartialEq)]
pub(crate) struct Rendered<'p, 'v, 'a> {
    pub(crate) text: String,
    /// JSON pointers to the values in the text.
    pub(crate) pointers: Vec<Cow<'p, str>>,
    /// Values that are objects, or have one as a part, with their pointers. The first few of them.
    pub(crate) left_out: Vec<(Cow<'p, str>, &'v Value<'a>)>,
    /// Whether the template has paths, but no value and no fallback for any of them.
    pub(crate) is_missing: bool,
}

impl Template {
    /// The paths in the template.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Placeholder { path, .. } => Some(path),
            Segment::Text(_) => None,
        })
    }

    /// Fills in the values of a payload. Those of a list are separated by `separator`.
    pub(crate) fn render<'p, 'v, 'a>(&'p self, payload: &'v Value<'a>, separator: &str) -> Rendered<'p, 'v, 'a> {
        let mut rendered = Rendered {
            text: String::new(),
            pointers: Vec::new(),
            left_out: Vec::new(),
            is_missing: self.paths().next().is_some(),
        };
        for segment in &self.segments {
            match segment {
                Segment::Text(text) => rendered.text.push_str(text),
                Segment::Placeholder { path, fallback } => {
                    let found = rendered.fill_in(path, payload, separator);
                    if !found && let Some(fallback) = fallback {
                        rendered.text.push_str(fallback);
                    }
                    rendered.is_missing &= !found && fallback.is_none();
                }
            }
        }
        rendered
    }
}

impl<'p, 'v, 'a> Rendered<'p, 'v, 'a> {
    /// Adds the values that a path has. False when it has none.
    fn fill_in(&mut self, path: &'p Path, payload: &'v Value<'a>, separator: &str) -> bool {
        let mut found = false;
        for PathMatch { pointer, value } in path.find(payload) {
            let mut is_source = false;
            let mut is_whole = true;
            value.for_each_leaf(&mut |leaf| match leaf.scalar_text() {
                Some(text) => {
                    if found {
                        self.text.push_str(separator);
                    }
                    self.text.push_str(&text);
                    found = true;
                    is_source = true;
                }
                None => is_whole = false,
            });
            if !is_whole && self.left_out.len() < MAX_LEFT_OUT {
                self.left_out.push((pointer.clone(), value));
            }
            if is_source {
                self.pointers.push(pointer);
            }
        }
        found
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Template {
    type Err = TemplateError;

    fn from_str(text: &str) -> Result<Self, TemplateError> {
        let mut segments = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        let position = |rest: &str| text.chars().count() - rest.chars().count() + 1;
        while let Some(brace) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(brace);
            literal.push_str(before);
            let (brace, after) = from.split_at(1);
            if let Some(after) = after.strip_prefix(brace) {
                literal.push_str(brace);
                rest = after;
                continue;
            }
            let Some(end) = closing_brace(after).filter(|_| brace == "{") else {
                return Err(TemplateError::Brace { position: position(from) });
            };
            let (inside, rest_after) = after.split_at(end);
            let (path, fallback) = match split_outside_quotes(inside, '|') {
                Some((path, fallback)) => (path, Some(fallback.to_owned())),
                None => (inside, None),
            };
            let path = path.trim().parse().map_err(|error| match split_outside_quotes(path, '{') {
                // The closing brace belongs to the second one.
                Some(_) => TemplateError::Brace { position: position(from) },
                None => TemplateError::Path { position: position(after), error },
            })?;
            if !literal.is_empty() {
                segments.push(Segment::Text(std::mem::take(&mut literal)));
            }
            segments.push(Segment::Placeholder { path, fallback });
            rest = rest_after.strip_prefix('}').unwrap_or_default();
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            segments.push(Segment::Text(literal));
        }
        Ok(Self { text: text.into(), segments })
    }
}

/// Offset of the closing brace.
fn closing_brace(text: &str) -> Option<usize> {
    split_outside_quotes(text, '}').map(|(before, _)| before.len())
}

/// Splits at the first `mark` outside the quotes of a key. Quotes in a fallback have no meaning.
fn split_outside_quotes(text: &str, mark: char) -> Option<(&str, &str)> {
    let mut quote = None;
    let mut escaped = false;
    let mut in_fallback = false;
    for (at, character) in text.char_indices() {
        if quote.is_none() && character == mark {
            return Some((text.get(..at)?, text.get(at + character.len_utf8()..)?));
        }
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if character == '\\' => escaped = true,
            Some(open) if open == character => quote = None,
            Some(_) => {}
            None if character == '|' => in_fallback = true,
            None if !in_fallback && matches!(character, '"' | '\'') => quote = Some(character),
            None => {}
        }
    }
    None
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Template {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Template".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "minLength": 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::read::read_whole;

    fn fill(template: &str, json: &str) -> (String, Vec<String>, bool) {
        let value = read_whole(json).unwrap();
        let template: Template = template.parse().unwrap();
        let rendered = template.render(&value, ", ");
        (rendered.text, rendered.pointers.into_iter().map(Cow::into_owned).collect(), rendered.is_missing)
    }

    #[test]
    fn placeholders_are_replaced() {
        let json = r#"{"contact":{"name":"Ann","email":null},"id":7,"a|b":"pipe","c}d":"brace","list":["x","","y"]}"#;
        for (template, text, pointers) in [
            ("Chat with {contact.name|a visitor}", "Chat with Ann", vec!["/contact/name"]),
            ("{contact.email|no \"mail\"} {id}", "no \"mail\" 7", vec!["/id"]),
            ("{ contact.name }{{{id}}}", "Ann{7}", vec!["/contact/name", "/id"]),
            (r#"{"a|b"|x} {"c}d"}"#, "pipe brace", vec!["/a|b", "/c}d"]),
            ("{list[*]}", "x, y", vec!["/list/0", "/list/2"]),
            ("{list}", "x, y", vec!["/list"]),
            ("{contact.email|}!", "!", vec![]),
        ] {
            let (rendered, from, is_missing) = fill(template, json);
            assert_eq!(
                (rendered.as_str(), from),
                (text, pointers.into_iter().map(str::to_owned).collect()),
                "{template}"
            );
            assert!(!is_missing, "{template}");
        }
        assert!(fill("Hello {contact.email}{none}", json).2);
        assert!(!fill("Hello", json).2);
    }

    #[test]
    fn invalid_templates_are_rejected_with_their_position() {
        for (text, message) in [
            ("ä{a", "unpaired brace at position 2: write {{ or }} for a brace"),
            ("a}", "unpaired brace at position 2: write {{ or }} for a brace"),
            ("ä {a.b{c}", "unpaired brace at position 3: write {{ or }} for a brace"),
            (r#"{a."{"..b}"#, "invalid path at position 2: expected a key at position 7 of \"a.\\\"{\\\"..b\""),
            ("{}", "invalid path at position 2: expected a key at position 1 of \"\""),
            ("x {a..b}", "invalid path at position 4: expected a key at position 3 of \"a..b\""),
        ] {
            assert_eq!(text.parse::<Template>().unwrap_err().to_string(), message, "{text}");
        }
    }
}
