//! How times are written: a small part of strftime.

use std::fmt;
use std::str::FromStr;

use crate::text::zone::Local;

/// How times are written: a text with strftime's `%Y %m %d %H %M %S %z %Z` and `%%`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeFormat {
    text: Box<str>,
    parts: Vec<TimePart>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum TimePart {
    Text(Box<str>),
    Field(char),
}

/// Why a text is no time format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeFormatError {
    /// What stands behind the `%`.
    pub field: Option<char>,
}

impl fmt::Display for TimeFormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field {
            Some(field) => write!(f, "%{field} is not known")?,
            None => f.write_str("a % stands at the end")?,
        }
        f.write_str("; known are %Y %m %d %H %M %S %z %Z and %%")
    }
}

impl std::error::Error for TimeFormatError {}

impl FromStr for TimeFormat {
    type Err = TimeFormatError;

    fn from_str(text: &str) -> Result<Self, TimeFormatError> {
        let mut parts = Vec::new();
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
                        parts.push(TimePart::Text(std::mem::take(&mut literal).into()));
                    }
                    parts.push(TimePart::Field(field));
                }
                field => return Err(TimeFormatError { field }),
            }
        }
        if !literal.is_empty() {
            parts.push(TimePart::Text(literal.into()));
        }
        Ok(Self { text: text.into(), parts })
    }
}

impl Default for TimeFormat {
    /// `2024-02-22 15:48 UTC`
    fn default() -> Self {
        let space = || TimePart::Text(" ".into());
        let dash = || TimePart::Text("-".into());
        let field = TimePart::Field;
        Self {
            text: "%Y-%m-%d %H:%M %Z".into(),
            parts: vec![
                field('Y'),
                dash(),
                field('m'),
                dash(),
                field('d'),
                space(),
                field('H'),
                TimePart::Text(":".into()),
                field('M'),
                space(),
                field('Z'),
            ],
        }
    }
}

impl TimeFormat {
    pub(crate) fn write(&self, local: Local, text: &mut String) {
        let two = |text: &mut String, number: u32| {
            text.extend([10, 1].map(|unit| char::from_digit(number / unit % 10, 10).unwrap_or('0')));
        };
        for part in &self.parts {
            match part {
                TimePart::Text(literal) => text.push_str(literal),
                TimePart::Field('Y') => text.push_str(&format!("{:04}", local.civil.year)),
                TimePart::Field('m') => two(text, local.civil.month),
                TimePart::Field('d') => two(text, local.civil.day),
                TimePart::Field('H') => two(text, local.civil.hour),
                TimePart::Field('M') => two(text, local.civil.minute),
                TimePart::Field('S') => two(text, local.civil.second),
                TimePart::Field('Z') if !local.abbreviation.is_empty() => text.push_str(local.abbreviation),
                TimePart::Field(_) => {
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
