//! Problems of a configuration or of metadata: all of them at once, each with its place.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;

use serde::Serialize;

use crate::json::error::ReadError;
use crate::json::pointer::{join, push_token};
use crate::json::value::Value;
use crate::text::message::nearest;

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ProblemSeverity {
    /// The configuration can't be used.
    Error,
    /// It can be used, but probably does not say what was meant.
    Warning,
}

/// The document that a problem is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ProblemDocument {
    /// The mapping configuration.
    Config,
    /// Lime CRM's metadata.
    Limetypes,
}

/// Something wrong with a configuration or with metadata.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// How much it matters.
    pub severity: ProblemSeverity,
    /// What it is; stable: `unknown-key`, `wrong-type`, `missing-key`, `invalid-path`, ...
    pub code: Cow<'static, str>,
    /// A sentence that says what is wrong and what to do.
    pub message: String,
    /// Where it is.
    pub document: ProblemDocument,
    /// JSON pointer into the document; empty for the document itself.
    pub pointer: String,
    /// The line in the text, counted from 1, where the text is not JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "usize"))]
    pub line: Option<usize>,
    /// The column in the line, in bytes, counted from 1, where the text is not JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "usize"))]
    pub column: Option<usize>,
}

/// A configuration or metadata that can't be used: **all** of its problems, in the order of the documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The problems; at least one is of severity `error`.
    pub problems: Vec<Problem>,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, problem) in self.problems.iter().enumerate() {
            let line_break = if place == 0 { "" } else { "\n" };
            write!(f, "{line_break}{problem}")?;
        }
        Ok(())
    }
}

/// `configuration /instances/0/limetype: The key "limetype" is missing here.`
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.severity == ProblemSeverity::Warning {
            f.write_str("warning: ")?;
        }
        f.write_str(match self.document {
            ProblemDocument::Config => "configuration",
            ProblemDocument::Limetypes => "limetypes",
        })?;
        if !self.pointer.is_empty() {
            write!(f, " {}", self.pointer)?;
        }
        if let (Some(line), Some(column)) = (self.line, self.column) {
            write!(f, " (line {line}, column {column})")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for ConfigError {}

/// Where the problems of one document are gathered.
#[derive(Debug)]
pub(crate) struct Problems {
    document: ProblemDocument,
    found: RefCell<Vec<Problem>>,
}

impl Problems {
    pub(crate) fn of(document: ProblemDocument) -> Self {
        Self { document, found: RefCell::default() }
    }

    pub(crate) fn into_vec(self) -> Vec<Problem> {
        self.found.into_inner()
    }

    pub(crate) fn error(&self, code: &'static str, pointer: impl Into<String>, message: impl Into<String>) {
        self.push(ProblemSeverity::Error, code, pointer.into(), message.into());
    }

    pub(crate) fn warning(&self, code: &'static str, pointer: impl Into<String>, message: impl Into<String>) {
        self.push(ProblemSeverity::Warning, code, pointer.into(), message.into());
    }

    fn push(&self, severity: ProblemSeverity, code: &'static str, pointer: String, message: String) {
        self.found.borrow_mut().push(Problem {
            severity,
            code: Cow::Borrowed(code),
            message,
            document: self.document,
            pointer,
            line: None,
            column: None,
        });
    }

    pub(crate) fn unreadable(&self, error: &ReadError) {
        self.found.borrow_mut().push(Problem {
            severity: ProblemSeverity::Error,
            code: Cow::Borrowed(error.kind.code()),
            message: error.without_place(),
            document: self.document,
            pointer: error.pointer.clone().unwrap_or_default(),
            line: error.line,
            column: error.column,
        });
    }
}

/// A value of a document with its place, for reading it member by member. What is not read is reported as unknown.
#[derive(Clone)]
pub(crate) struct Node<'v, 'p> {
    pub(crate) value: &'v Value<'v>,
    pub(crate) pointer: String,
    problems: &'p Problems,
}

impl<'v, 'p> Node<'v, 'p> {
    pub(crate) fn root(value: &'v Value<'v>, problems: &'p Problems) -> Self {
        Self { value, pointer: String::new(), problems }
    }

    /// The same value, said to stand at `pointer`.
    fn child(&self, token: &str, value: &'v Value<'v>) -> Self {
        Self { value, pointer: join(&self.pointer, token), problems: self.problems }
    }

    pub(crate) fn error(&self, code: &'static str, message: impl Into<String>) {
        self.problems.error(code, self.pointer.clone(), message);
    }

    pub(crate) fn warning(&self, code: &'static str, message: impl Into<String>) {
        self.problems.warning(code, self.pointer.clone(), message);
    }

    fn wrong_type(&self, expected: &str) {
        let found =
            if self.value.is_empty() && self.value.as_text().is_some() { "an empty one" } else { self.value.kind() };
        self.error("wrong-type", format!("{expected} belongs here, not {found}."));
    }

    /// The member `key`; none when it is absent or null.
    pub(crate) fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key).filter(|value| **value != Value::Null)?;
        Some(self.child(key, value))
    }

    /// The member `key`; when it is absent, that is an error.
    pub(crate) fn require(&self, key: &str) -> Option<Self> {
        let found = self.get(key);
        if found.is_none() && matches!(self.value, Value::Object(_)) {
            self.error("missing-key", format!("The key \"{key}\" is missing here."));
        }
        found
    }

    /// Whether it is an object; when it is not, that is an error.
    pub(crate) fn expect_object(&self) -> bool {
        if !self.is_object() {
            self.wrong_type("An object");
        }
        self.is_object()
    }

    pub(crate) fn is_object(&self) -> bool {
        matches!(self.value, Value::Object(_))
    }

    pub(crate) fn is_list(&self) -> bool {
        matches!(self.value, Value::List(_))
    }

    /// Members in the order of the text, the last one of a name only.
    pub(crate) fn members(&self) -> Vec<(&'v str, Self)> {
        let Value::Object(members) = self.value else {
            self.wrong_type("An object");
            return Vec::new();
        };
        let mut seen = std::collections::BTreeMap::new();
        for (place, (key, _)) in members.iter().enumerate() {
            seen.insert(key.as_ref(), place);
        }
        let mut places: Vec<_> = seen.into_values().collect();
        places.sort_unstable();
        places
            .into_iter()
            .filter_map(|place| members.get(place))
            .map(|(key, value)| (key.as_ref(), self.child(key, value)))
            .collect()
    }

    pub(crate) fn items(&self) -> Vec<Self> {
        let Value::List(items) = self.value else {
            self.wrong_type("A list");
            return Vec::new();
        };
        items.iter().enumerate().map(|(place, item)| self.child(&place.to_string(), item)).collect()
    }

    /// The items of a list, or the value itself as the only one.
    pub(crate) fn one_or_more(&self) -> Vec<Self> {
        if self.is_list() { self.items() } else { vec![self.clone()] }
    }

    pub(crate) fn text(&self) -> Option<&'v str> {
        let text = self.value.as_text().map(str::trim).filter(|text| !text.is_empty());
        if text.is_none() {
            self.wrong_type(if self.value.as_text().is_some() { "A text that is not empty" } else { "A text" });
        }
        match self.value {
            Value::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    pub(crate) fn boolean(&self) -> bool {
        match self.value {
            Value::Bool(value) => *value,
            _ => {
                self.wrong_type("true or false");
                false
            }
        }
    }

    /// Reports the members that are not in `known`.
    pub(crate) fn report_unknown_members(&self, known: &[&str]) {
        let Value::Object(members) = self.value else {
            self.wrong_type("An object");
            return;
        };
        for (key, _) in members {
            if !known.contains(&key.as_ref()) {
                let hint = nearest(key, known.iter().copied()).map_or_else(
                    || format!("It is ignored; known here: {}.", known.join(", ")),
                    |near| format!("It is ignored. Is \"{near}\" meant?"),
                );
                let mut pointer = self.pointer.clone();
                push_token(&mut pointer, key);
                self.problems.warning("unknown-key", pointer, format!("The key \"{key}\" is not known here. {hint}"));
            }
        }
    }
}
