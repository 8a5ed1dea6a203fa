//! Why a text could not be read.

use std::fmt;

/// How deep lists and objects may lie in each other.
pub const MAX_DEPTH: usize = 127;

/// What serde_json says of a value that it would build; said of skipped values as well.
pub(crate) const TOO_DEEP: &str = "recursion limit exceeded";

/// What is wrong with a text that was to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// The text has more bytes than the limit allows.
    TooLarge,
    /// The bytes are not UTF-8.
    NotUtf8,
    /// The text is not JSON.
    NotJson,
    /// The text is JSON up to its end, but it ends too early.
    CutOff,
    /// Lists and objects lie too deep in each other.
    TooDeep,
    /// The text is JSON, but not the kind of value that belongs here.
    WrongShape,
}

impl ReadErrorKind {
    /// The stable name of the kind, as JavaScript sees it.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "too-large",
            Self::NotUtf8 => "not-utf8",
            Self::NotJson => "not-json",
            Self::CutOff => "cut-off",
            Self::TooDeep => "too-deep",
            Self::WrongShape => "wrong-shape",
        }
    }
}

/// Why a text could not be read, and where.
///
/// Its `Display` is one sentence that stands alone: `the text is cut off inside /subject (line 1, column 13): EOF while
/// parsing a string; copy it again, whole`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// What is wrong.
    pub kind: ReadErrorKind,
    /// The line in the text, counted from 1.
    pub line: Option<usize>,
    /// The column in the line, in bytes, counted from 1.
    pub column: Option<usize>,
    /// JSON pointer to the value that was being read.
    pub pointer: Option<String>,
    detail: String,
}

impl ReadError {
    pub(crate) fn plain(kind: ReadErrorKind, detail: impl Into<String>) -> Self {
        Self { kind, line: None, column: None, pointer: None, detail: detail.into() }
    }

    pub(crate) fn at(kind: ReadErrorKind, detail: impl Into<String>, line: usize, column: usize) -> Self {
        Self { line: Some(line), column: Some(column), ..Self::plain(kind, detail) }
    }

    /// `ends_here` says that nothing but white space stands behind the error's place.
    pub(crate) fn json(error: &serde_json::Error, pointer: String, ends_here: bool) -> Self {
        let said = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        let detail = said.strip_suffix(&place).unwrap_or(&said).to_owned();
        // A cut that was saved as a file has a line break at its end, and that is what a text can't have in it.
        let is_open_text = ends_here && detail.starts_with("control character");
        let detail = if is_open_text { "EOF while parsing a string".to_owned() } else { detail };
        let kind = match error.classify() {
            _ if detail == TOO_DEEP => ReadErrorKind::TooDeep,
            _ if is_open_text => ReadErrorKind::CutOff,
            serde_json::error::Category::Eof => ReadErrorKind::CutOff,
            serde_json::error::Category::Syntax | serde_json::error::Category::Io => ReadErrorKind::NotJson,
            serde_json::error::Category::Data => ReadErrorKind::WrongShape,
        };
        // An empty text has no column 0 for a person.
        Self { pointer: Some(pointer), ..Self::at(kind, detail, error.line(), error.column().max(1)) }
    }
}

impl ReadError {
    fn what(&self) -> &'static str {
        match self.kind {
            ReadErrorKind::TooLarge => "the text is too large",
            ReadErrorKind::NotUtf8 => "the bytes are not UTF-8 text",
            ReadErrorKind::NotJson => "the text is not JSON",
            ReadErrorKind::CutOff => "the text is cut off",
            ReadErrorKind::TooDeep => "the text is nested too deep",
            ReadErrorKind::WrongShape => "the text is JSON of another shape",
        }
    }

    fn why(&self) -> String {
        match self.kind {
            ReadErrorKind::TooDeep => format!("at most {MAX_DEPTH} lists and objects may lie in each other"),
            ReadErrorKind::CutOff => format!("{}; copy it again, whole", self.detail),
            _ => self.detail.clone(),
        }
    }

    /// The message without the place, for those who show the place themselves.
    pub(crate) fn without_place(&self) -> String {
        format!("{}: {}", self.what(), self.why())
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what())?;
        if let Some(pointer) = self.pointer.as_deref().filter(|pointer| !pointer.is_empty()) {
            write!(f, " inside {pointer}")?;
        }
        if let (Some(line), Some(column)) = (self.line, self.column) {
            write!(f, " (line {line}, column {column})")?;
        }
        write!(f, ": {}", self.why())
    }
}

impl std::error::Error for ReadError {}
