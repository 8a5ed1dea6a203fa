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

/// A text with places to fill in from a payload. `{path}` is replaced by the value, or by nothing when there is none;
/// `{path|fallback}` by the fallback then. `{{` and `}}` stand for one brace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    text: Box<str>,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Place { path: Path, fallback: Option<String> },
}

/// Why a text is not a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplateError {
    /// A brace has no partner.
    Brace {
        /// The place in the text, in characters, counted from 1.
        position: usize,
    },
    /// What stands in braces is not a path.
    Path {
        /// Where the path begins in the text, in characters, counted from 1.
        position: usize,
        /// What is wrong with it.
        error: PathError,
    },
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Brace { position } => {
                write!(f, "the brace at position {position} has no partner; write {{{{ or }}}} for a brace itself")
            }
            Self::Path { position, error } => write!(f, "the path at position {position} is wrong: {error}"),
        }
    }
}

impl std::error::Error for TemplateError {}

/// A template filled in.
#[derive(Debug, PartialEq)]
pub(crate) struct Filled<'p> {
    pub(crate) text: String,
    /// JSON pointers to the values that went in.
    pub(crate) pointers: Vec<Cow<'p, str>>,
    /// True when there are places to fill in, none had a value and none a fallback.
    pub(crate) nothing_found: bool,
}

impl Template {
    /// The paths in it.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.parts.iter().filter_map(|part| match part {
            Part::Place { path, .. } => Some(path),
            Part::Text(_) => None,
        })
    }

    pub(crate) fn fill<'p>(&'p self, payload: &Value<'_>) -> Filled<'p> {
        let mut filled =
            Filled { text: String::new(), pointers: Vec::new(), nothing_found: self.paths().next().is_some() };
        for part in &self.parts {
            match part {
                Part::Text(text) => filled.text.push_str(text),
                Part::Place { path, fallback } => {
                    let mut first = true;
                    for PathMatch { pointer, value } in path.find(payload) {
                        let Some(text) = value.scalar_text().filter(|_| !value.is_empty()) else { continue };
                        if !std::mem::take(&mut first) {
                            filled.text.push_str(", ");
                        }
                        filled.text.push_str(&text);
                        filled.pointers.push(Cow::Owned(pointer.into_owned()));
                    }
                    if first && let Some(fallback) = fallback {
                        filled.text.push_str(fallback);
                    }
                    filled.nothing_found &= first && fallback.is_none();
                }
            }
        }
        filled
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
        let mut parts = Vec::new();
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
            let Some(end) = place_end(after).filter(|_| brace == "{") else {
                return Err(TemplateError::Brace { position: position(from) });
            };
            let (inside, after_place) = after.split_at(end);
            let (path, fallback) = match split_outside_quotes(inside, '|') {
                Some((path, fallback)) => (path, Some(fallback.to_owned())),
                None => (inside, None),
            };
            let path = path.trim().parse().map_err(|error| TemplateError::Path { position: position(after), error })?;
            if !literal.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut literal)));
            }
            parts.push(Part::Place { path, fallback });
            rest = after_place.strip_prefix('}').unwrap_or_default();
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            parts.push(Part::Text(literal));
        }
        Ok(Self { text: text.into(), parts })
    }
}

/// Where the closing brace is.
fn place_end(text: &str) -> Option<usize> {
    split_outside_quotes(text, '}').map(|(before, _)| before.len())
}

/// Splits at the first `mark` that is not inside the quotes of a path's key. A fallback's quotes mean nothing.
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
        let filled = template.fill(&value);
        (filled.text, filled.pointers.into_iter().map(Cow::into_owned).collect(), filled.nothing_found)
    }

    #[test]
    fn places_are_filled_in() {
        let json = r#"{"contact":{"name":"Ann","email":null},"id":7,"a|b":"pipe","c}d":"brace","list":["x","","y"]}"#;
        for (template, text, pointers) in [
            ("Chat with {contact.name|a visitor}", "Chat with Ann", vec!["/contact/name"]),
            ("{contact.email|no \"mail\"} {id}", "no \"mail\" 7", vec!["/id"]),
            ("{ contact.name }{{{id}}}", "Ann{7}", vec!["/contact/name", "/id"]),
            (r#"{"a|b"|x} {"c}d"}"#, "pipe brace", vec!["/a|b", "/c}d"]),
            ("{list[*]}", "x, y", vec!["/list/0", "/list/2"]),
            ("{contact.email|}!", "!", vec![]),
        ] {
            let (filled, from, nothing) = fill(template, json);
            assert_eq!(
                (filled.as_str(), from),
                (text, pointers.into_iter().map(str::to_owned).collect()),
                "{template}"
            );
            assert!(!nothing, "{template}");
        }
        assert!(fill("Hello {contact.email}{none}", json).2);
        assert!(!fill("Hello", json).2);
    }

    #[test]
    fn a_text_that_is_no_template_is_refused_with_its_position() {
        for (text, message) in [
            ("ä{a", "the brace at position 2 has no partner; write {{ or }} for a brace itself"),
            ("a}", "the brace at position 2 has no partner; write {{ or }} for a brace itself"),
            ("{}", "the path at position 2 is wrong: expected a key at position 1 of \"\""),
            ("x {a..b}", "the path at position 4 is wrong: expected a key at position 3 of \"a..b\""),
        ] {
            assert_eq!(text.parse::<Template>().unwrap_err().to_string(), message, "{text}");
        }
    }
}
