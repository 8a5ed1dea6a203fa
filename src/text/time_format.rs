//! The format of times, a subset of strftime.

use std::fmt;
use std::str::FromStr;

use crate::text::digits::push_digits;
use crate::text::said::{Said, Worded};
use crate::text::texts;
use crate::text::zone::Local;

/// A time format: a text with strftime's `%Y %m %d %H %M %S %z %Z` and `%%`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeFormat {
    text: Box<str>,
    segments: Vec<Segment>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    Text(Box<str>),
    Field(char),
}

/// A text is not a time format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeFormatError {
    /// The character after the `%`; none at the end of the text.
    pub field: Option<char>,
}

impl Worded for TimeFormatError {
    fn said(&self) -> Said {
        match self.field {
            Some(field) => texts::time_format_field(field.encode_utf8(&mut [0; 4])),
            None => texts::time_format_end(),
        }
    }
}

impl fmt::Display for TimeFormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.said().message())
    }
}

impl std::error::Error for TimeFormatError {}

impl FromStr for TimeFormat {
    type Err = TimeFormatError;

    fn from_str(text: &str) -> Result<Self, TimeFormatError> {
        let mut segments = Vec::new();
        let mut literal = String::new();
        let mut characters = text.chars();
        while let Some(character) = characters.next() {
            if character != '%' {
                literal.push(character);
                continue;
            }
            match characters.next() {
                Some('%') => literal.push('%'),
                Some(field @ ('Y' | 'm' | 'd' | 'H' | 'M' | 'S' | 'z' | 'Z')) => {
                    if !literal.is_empty() {
                        segments.push(Segment::Text(std::mem::take(&mut literal).into()));
                    }
                    segments.push(Segment::Field(field));
                }
                field => return Err(TimeFormatError { field }),
            }
        }
        if !literal.is_empty() {
            segments.push(Segment::Text(literal.into()));
        }
        Ok(Self { text: text.into(), segments })
    }
}

impl Default for TimeFormat {
    /// `2024-02-22 15:48 UTC`
    fn default() -> Self {
        let space = || Segment::Text(" ".into());
        let dash = || Segment::Text("-".into());
        let field = Segment::Field;
        Self {
            text: "%Y-%m-%d %H:%M %Z".into(),
            segments: vec![
                field('Y'),
                dash(),
                field('m'),
                dash(),
                field('d'),
                space(),
                field('H'),
                Segment::Text(":".into()),
                field('M'),
                space(),
                field('Z'),
            ],
        }
    }
}

impl TimeFormat {
    pub(crate) fn write(&self, local: Local, text: &mut String) {
        let two = |text: &mut String, number: u32| push_digits(text, number, 2);
        for segment in &self.segments {
            match segment {
                Segment::Text(literal) => text.push_str(literal),
                Segment::Field('Y') => push_digits(text, local.civil.year.unsigned_abs(), 4),
                Segment::Field('m') => two(text, local.civil.month),
                Segment::Field('d') => two(text, local.civil.day),
                Segment::Field('H') => two(text, local.civil.hour),
                Segment::Field('M') => two(text, local.civil.minute),
                Segment::Field('S') => two(text, local.civil.second),
                Segment::Field('Z') if !local.abbreviation.is_empty() => text.push_str(local.abbreviation),
                Segment::Field(_) => {
                    let minutes = local.offset.unsigned_abs() / 60;
                    text.push(if local.offset < 0 { '-' } else { '+' });
                    two(text, minutes / 60);
                    text.push(':');
                    two(text, minutes % 60);
                }
            }
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for TimeFormat {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "TimeFormat".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "minLength": 1 })
    }
}
