//! Problems of a configuration or of metadata: all of them at once, each with its position.

mod code;
mod node;

use std::cell::RefCell;
use std::fmt;

use serde::Serialize;

pub use code::ProblemCode;
pub(crate) use node::Node;

use crate::json::error::ReadError;
use crate::model::groups::{Groups, Key, key};
use crate::text::message::counted;
use crate::text::said::{Params, Said};

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ProblemSeverity {
    /// The document cannot be used.
    Error,
    /// The document can be used, but probably does not do what was intended.
    Warning,
}

/// The document that has a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ProblemDocument {
    /// The configuration.
    Config,
    /// Lime CRM's metadata.
    Limetypes,
}

/// A problem of a configuration or of metadata.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// How much it matters.
    pub severity: ProblemSeverity,
    /// What it is about; stable.
    pub code: ProblemCode,
    /// What is wrong and what to do, in one or two sentences.
    pub message: String,
    /// The values in the message, by name, for translations.
    pub params: Params<'static>,
    /// The document that has the problem.
    pub document: ProblemDocument,
    /// JSON pointer into the document; empty for the document itself.
    pub pointer: String,
    /// Line in the text, counted from 1, when the text is not JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "usize"))]
    pub line: Option<usize>,
    /// Column in the line, in bytes, counted from 1, when the text is not JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "usize"))]
    pub column: Option<usize>,
    /// Number of problems of this kind at this place that it stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "usize"))]
    pub more: Option<usize>,
}

/// Problems of one kind at one place that are kept. The next one stands for all that follow.
const KEPT: usize = 50;

/// A configuration or metadata that cannot be used, with **all** problems in the order of the documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The problems; at least one has the severity `error`.
    pub problems: Vec<Problem>,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            let line_break = if index == 0 { "" } else { "\n" };
            write!(f, "{line_break}{problem}")?;
        }
        Ok(())
    }
}

/// `configuration /instances/0: The key "limetype" is missing.`
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

/// Collects the problems of one document.
#[derive(Debug)]
pub(crate) struct Problems {
    document: ProblemDocument,
    list: RefCell<Vec<Problem>>,
    groups: RefCell<Groups>,
}

impl Problems {
    pub(crate) fn of(document: ProblemDocument) -> Self {
        Self { document, list: RefCell::default(), groups: RefCell::default() }
    }

    pub(crate) fn into_vec(self) -> Vec<Problem> {
        let mut list = self.list.into_inner();
        for group in self.groups.into_inner().into_iter() {
            if let (Some(more), Some(problem)) = (group.more(KEPT), list.get_mut(group.last)) {
                problem.pointer.truncate(problem.pointer.rfind('/').unwrap_or_default());
                problem.message = format!("And {} more of this kind ({}).", counted(more), problem.code.as_str());
                problem.more = Some(more);
            }
        }
        list
    }

    /// Whether another problem would only be counted, so that its message need not be made.
    pub(crate) fn is_full(&self, code: ProblemCode, pointer: &str) -> bool {
        self.groups.borrow().is_full(place(code, pointer), KEPT)
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn error(&self, code: ProblemCode, pointer: impl Into<String>, said: Said) {
        self.push(ProblemSeverity::Error, code, pointer.into(), said);
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn warning(&self, code: ProblemCode, pointer: impl Into<String>, said: Said) {
        self.push(ProblemSeverity::Warning, code, pointer.into(), said);
    }

    #[cold]
    #[inline(never)]
    fn push(&self, severity: ProblemSeverity, code: ProblemCode, pointer: String, said: Said) {
        let document = self.document;
        let mut list = self.list.borrow_mut();
        if self.groups.borrow_mut().count(place(code, &pointer), KEPT, list.len()) {
            let (message, params) = said.into_parts();
            list.push(Problem {
                severity,
                code,
                message,
                params,
                document,
                pointer,
                line: None,
                column: None,
                more: None,
            });
        }
    }

    /// Adds the error that kept the document from being read.
    pub(crate) fn unreadable(&self, error: &ReadError) {
        self.list.borrow_mut().push(Problem {
            severity: ProblemSeverity::Error,
            code: error.kind.into(),
            message: error.without_position(),
            params: error.params().into_owned(),
            document: self.document,
            pointer: error.pointer.clone().unwrap_or_default(),
            line: error.line,
            column: error.column,
            more: None,
        });
    }
}

/// Kind of a problem, and the list or object that its value is in.
fn place(code: ProblemCode, pointer: &str) -> Key {
    key(&[code as u8], &[], pointer.rsplit_once('/').map_or("", |(parent, _)| parent))
}
