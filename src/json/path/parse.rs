//! Text -> steps.

use super::{PathError, PathStep};
use crate::json::error::MAX_DEPTH;
use crate::text::fold::is_combining;
use crate::text::said::Said;
use crate::text::texts;

/// What is wrong with a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ErrorKind {
    ExpectedKey,
    ExpectedSeparator,
    ExpectedIndex,
    ExpectedBracket,
    UnterminatedKey,
    InvalidEscape,
    IndexTooLarge,
    TooManySteps,
}

impl ErrorKind {
    pub(super) fn said(self, position: usize, path: &str) -> Said {
        let said = match self {
            Self::ExpectedKey => texts::path_key,
            Self::ExpectedSeparator => texts::path_separator,
            Self::ExpectedIndex => texts::path_index,
            Self::ExpectedBracket => texts::path_bracket,
            Self::UnterminatedKey => texts::path_open_key,
            Self::InvalidEscape => texts::path_escape,
            Self::IndexTooLarge => texts::path_large_index,
            Self::TooManySteps => texts::path_steps,
        };
        said(position, path)
    }
}

pub(super) fn steps(text: &str) -> Result<Vec<PathStep>, PathError> {
    Parser { text, rest: text }.steps()
}

struct Parser<'t> {
    text: &'t str,
    rest: &'t str,
}

impl<'t> Parser<'t> {
    fn steps(mut self) -> Result<Vec<PathStep>, PathError> {
        let mut steps = vec![self.key()?];
        while let Some(next) = self.rest.chars().next() {
            if steps.len() == MAX_DEPTH {
                return Err(self.error(ErrorKind::TooManySteps));
            }
            match next {
                '.' => {
                    self.advance(1);
                    steps.push(self.key()?);
                }
                '[' => {
                    self.advance(1);
                    steps.push(self.bracket()?);
                }
                _ => return Err(self.error(ErrorKind::ExpectedSeparator)),
            }
        }
        Ok(steps)
    }

    fn advance(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    fn error(&self, kind: ErrorKind) -> PathError {
        let before = self.text.len() - self.rest.len();
        let position = self.text.get(..before).map_or(0, |read| read.chars().count()) + 1;
        PathError { kind, position, text: self.text.into() }
    }

    fn key(&mut self) -> Result<PathStep, PathError> {
        if self.rest.starts_with(['"', '\'']) {
            return self.quoted();
        }
        let end = self
            .rest
            .find(|character: char| {
                !(character.is_alphanumeric() || matches!(character, '_' | '-') || is_combining(character))
            })
            .unwrap_or(self.rest.len());
        let (key, _) = self.rest.split_at(end);
        if key.is_empty() {
            return Err(self.error(ErrorKind::ExpectedKey));
        }
        self.advance(end);
        Ok(PathStep::Key(key.into()))
    }

    fn quoted(&mut self) -> Result<PathStep, PathError> {
        let start = self.error(ErrorKind::UnterminatedKey);
        let mut characters = self.rest.char_indices();
        let quote = characters.next().map(|(_, quote)| quote);
        let mut key = String::new();
        while let Some((at, character)) = characters.next() {
            match character {
                '\\' => match characters.next() {
                    Some((_, escaped)) if escaped == '\\' || Some(escaped) == quote => key.push(escaped),
                    _ => {
                        self.advance(at);
                        return Err(self.error(ErrorKind::InvalidEscape));
                    }
                },
                end if Some(end) == quote => {
                    self.advance(at + 1);
                    return Ok(PathStep::Key(key.into()));
                }
                other => key.push(other),
            }
        }
        Err(start)
    }

    fn bracket(&mut self) -> Result<PathStep, PathError> {
        let step = if self.rest.starts_with(['"', '\'']) {
            self.quoted()?
        } else if self.rest.starts_with('*') {
            self.advance(1);
            PathStep::Every
        } else {
            let end = self.rest.find(']').unwrap_or(self.rest.len());
            let (number, _) = self.rest.split_at(end);
            let digits = number.strip_prefix('-').unwrap_or(number);
            if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(self.error(ErrorKind::ExpectedIndex));
            }
            let index = number.parse().map_err(|_| self.error(ErrorKind::IndexTooLarge))?;
            self.advance(end);
            PathStep::Index(index)
        };
        if !self.rest.starts_with(']') {
            return Err(self.error(ErrorKind::ExpectedBracket));
        }
        self.advance(1);
        Ok(step)
    }
}

#[cfg(test)]
mod tests {
    use super::MAX_DEPTH;
    use crate::json::path::Path;

    #[test]
    fn invalid_paths_are_rejected_with_their_position() {
        let long = vec!["a"; MAX_DEPTH + 1].join(".");
        assert!(vec!["a"; MAX_DEPTH].join(".").parse::<Path>().is_ok());
        for (text, message) in [
            ("", "expected a key at position 1 of \"\""),
            ("a.", "expected a key at position 3 of \"a.\""),
            ("a b", "expected . or [ at position 2 of \"a b\""),
            ("a[", "expected an index, * or a quoted key at position 3 of \"a[\""),
            ("a[1", "expected ] at position 4 of \"a[1\""),
            ("a[1-]", "expected an index, * or a quoted key at position 3 of \"a[1-]\""),
            ("a[99999999999]", "index out of range at position 3 of \"a[99999999999]\""),
            ("ä.\"b", "unterminated quoted key at position 3 of \"ä.\\\"b\""),
            (
                r#""a\n""#,
                "invalid escape at position 3 of \"\\\"a\\\\n\\\"\": only \\ and the quotation mark can be escaped",
            ),
            (
                &*long,
                &*format!("too many steps at position 254 of {long:?}: no payload is nested deeper than 127 levels"),
            ),
            ("a[*", "expected ] at position 4 of \"a[*\""),
        ] {
            assert_eq!(text.parse::<Path>().unwrap_err().to_string(), message, "{text}");
        }
    }
}
