//! Errors of reading a text.

use std::fmt;

use crate::text::said::{Params, Said};
use crate::text::texts;

/// Maximum nesting of lists and objects.
pub const MAX_DEPTH: usize = 127;

macro_rules! syntax_errors {
    ($($name:ident $said:ident,)*) => {
        /// What is wrong with a text that is not JSON. The messages are those of serde_json.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Syntax {
            $($name,)*
            TooDeep,
        }

        impl Syntax {
            fn said(self) -> Said {
                match self {
                    $(Self::$name => texts::$said(),)*
                    Self::TooDeep => texts::too_deep(MAX_DEPTH),
                }
            }
        }
    };
}

syntax_errors! {
    OpenList open_list,
    OpenObject open_object,
    OpenString open_string,
    OpenValue open_value,
    ExpectedColon expected_colon,
    ExpectedListCommaOrEnd expected_list_comma_or_end,
    ExpectedObjectCommaOrEnd expected_object_comma_or_end,
    ExpectedWord expected_word,
    ExpectedValue expected_value,
    ExpectedKey expected_key,
    InvalidEscape invalid_escape,
    InvalidNumber invalid_number,
    ControlCharacter control_character,
    LoneSurrogate lone_surrogate,
    UnpairedEscape unpaired_escape,
    TrailingComma trailing_comma,
    TrailingCharacters trailing_characters,
}

macro_rules! kinds {
    ($($name:ident $text:literal $summary:literal $doc:literal,)*) => {
        /// The kinds of [`ReadError`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum ReadErrorKind {
            $(#[doc = $doc] $name,)*
        }

        impl ReadErrorKind {
            /// Every kind.
            pub const ALL: &'static [ReadErrorKind] = &[$(ReadErrorKind::$name),*];

            /// The stable name, as in the npm package: `not-json`.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }

            fn summary(self) -> &'static str {
                match self { $(Self::$name => $summary),* }
            }
        }
    };
}

kinds! {
    TooLarge "too-large" "the text is too large" "The text has more bytes than the limit allows.",
    NotUtf8 "not-utf8" "the bytes are not UTF-8" "The bytes are not UTF-8.",
    NotJson "not-json" "the text is not JSON" "The text is not JSON.",
    CutOff "cut-off" "the text is incomplete" "The text is JSON up to its end, but incomplete.",
    TooDeep "too-deep" "the text is nested too deeply" "Lists and objects are nested too deeply.",
    WrongShape "wrong-shape" "the text is JSON of another kind" "The text is JSON, but not of the expected kind.",
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for ReadErrorKind {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PayloadErrorCode".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        // In JavaScript, a payload can also be a value that is neither an object, nor a string, nor bytes.
        let codes: Vec<_> = Self::ALL.iter().map(|kind| kind.code()).chain(["wrong-type"]).collect();
        schemars::json_schema!({ "description": "What is wrong with a payload.", "type": "string", "enum": codes })
    }
}

/// A text that could not be read, with the position of the error.
///
/// `Display` writes one line: `the text is incomplete at /subject (line 1, column 13): EOF while parsing a string. Copy
/// the whole text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// What is wrong.
    pub kind: ReadErrorKind,
    /// Line in the text, counted from 1.
    pub line: Option<usize>,
    /// Column in the line, in bytes, counted from 1.
    pub column: Option<usize>,
    /// JSON pointer to the value that was being read.
    pub pointer: Option<String>,
    detail: Said,
}

impl ReadError {
    pub(crate) fn plain(kind: ReadErrorKind, detail: Said) -> Self {
        Self { kind, line: None, column: None, pointer: None, detail }
    }

    pub(crate) fn at(kind: ReadErrorKind, detail: Said, line: usize, column: usize) -> Self {
        Self { line: Some(line), column: Some(column), ..Self::plain(kind, detail) }
    }

    /// An error after `at` bytes of a text.
    pub(crate) fn syntax(error: Syntax, text: &str, at: usize, pointer: String) -> Self {
        let before = text.as_bytes().get(..at).unwrap_or_default();
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        // An incomplete text that was saved as a file ends in a line break, which a string cannot contain.
        let at_end = || text.get(at..).is_none_or(|rest| rest.trim().is_empty());
        let error = if error == Syntax::ControlCharacter && at_end() { Syntax::OpenString } else { error };
        let said = error.said();
        let (kind, detail) = match error {
            Syntax::TooDeep => (ReadErrorKind::TooDeep, said),
            Syntax::OpenList | Syntax::OpenObject | Syntax::OpenString | Syntax::OpenValue => {
                (ReadErrorKind::CutOff, texts::cut_off(&said))
            }
            _ => (ReadErrorKind::NotJson, texts::not_json(&said)),
        };
        Self { pointer: Some(pointer), ..Self::at(kind, detail, line, (at - line_start).max(1)) }
    }

    /// The message as serde_json has it, for what is not written by people.
    pub(crate) fn as_serde_json(&self) -> String {
        let (line, column) = (self.line.unwrap_or_default(), self.column.unwrap_or_default());
        let detail = match self.kind {
            ReadErrorKind::TooDeep => "recursion limit exceeded",
            _ => self.detail.message(),
        };
        format!("{detail} at line {line} column {column}")
    }

    /// The values in the message, by name, for translations.
    pub fn params(&self) -> Params<'_> {
        self.detail.params()
    }

    fn explanation(&self) -> String {
        let advice = if self.kind == ReadErrorKind::CutOff { ". Copy the whole text" } else { "" };
        [self.detail.message(), advice].concat()
    }

    /// The message without the position, for messages that give the position in another way.
    pub(crate) fn without_position(&self) -> String {
        format!("{}: {}", self.kind.summary(), self.explanation())
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.summary())?;
        if let Some(pointer) = self.pointer.as_deref().filter(|pointer| !pointer.is_empty()) {
            write!(f, " at {pointer}")?;
        }
        if let (Some(line), Some(column)) = (self.line, self.column) {
            write!(f, " (line {line}, column {column})")?;
        }
        write!(f, ": {}", self.explanation())
    }
}

impl std::error::Error for ReadError {}
