//! From a JSON pointer to the range of its value in the text.
//!
//! The text may be incomplete, as in an editor: what precedes the syntax error is found. Nothing is built and nothing
//! recurses, so the cost is proportional to the length of the text.

use serde::Serialize;

use crate::json::pointer::tokens;
use crate::json::read::read_whole;

/// A position in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TextPosition {
    /// UTF-16 code units before it, as editors and JavaScript strings count.
    pub offset: usize,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in the line in UTF-16 code units, counted from 1.
    pub column: usize,
}

/// The range of a value in a JSON text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TextRange {
    /// Position of the first character.
    pub start: TextPosition,
    /// Position after the last character.
    pub end: TextPosition,
}

/// Returns the range of the value that a JSON pointer refers to, or none when the text has no such value.
///
/// ```
/// use userlike_limeobject::locate;
///
/// let range = locate("{\n  \"topics\": [\"support\"]\n}", "/topics/0").unwrap();
/// assert_eq!((range.start.line, range.start.column, range.end.offset - range.start.offset), (2, 14, 9));
/// ```
pub fn locate(text: &str, pointer: &str) -> Option<TextRange> {
    if !pointer.is_empty() && !pointer.starts_with('/') {
        return None;
    }
    let scanner = Scanner { bytes: text.as_bytes() };
    let mut start = scanner.skip_space(0);
    for token in tokens(pointer) {
        start = match scanner.bytes.get(start)? {
            b'{' => scanner.member(text, start, &token)?,
            b'[' => scanner.item(start, &token)?,
            _ => return None,
        };
    }
    let end = scanner.skip_value(start);
    (end > start).then(|| {
        let start_position =
            TextPosition { offset: 0, line: 1, column: 1 }.after(text.get(..start).unwrap_or_default());
        let end = start_position.after(text.get(start..end).unwrap_or_default());
        TextRange { start: start_position, end }
    })
}

/// Returns the range as [`locate`] does; for a value that the text does not have, the empty range where the innermost
/// object or list begins that should contain it.
pub fn locate_nearest(text: &str, pointer: &str) -> Option<TextRange> {
    if let Some(range) = locate(text, pointer) {
        return Some(range);
    }
    let mut parent = pointer;
    while let Some((shorter, _)) = parent.rsplit_once('/') {
        if let Some(TextRange { start, .. }) = locate(text, shorter) {
            return Some(TextRange { start, end: start });
        }
        parent = shorter;
    }
    None
}

/// Converts a line and a column in bytes, both counted from 1, as errors of this crate have them. A column past the end
/// of the line becomes the end of the line, a line past the last becomes the end of the text.
pub fn position_at(text: &str, line: usize, column: usize) -> TextPosition {
    let start = match line {
        0 | 1 => 0,
        _ => text.match_indices('\n').nth(line - 2).map_or(text.len(), |(at, _)| at + 1),
    };
    let rest = text.get(start..).unwrap_or_default();
    let content = rest.split('\n').next().unwrap_or_default();
    let mut end = column.saturating_sub(1).min(content.len());
    while !content.is_char_boundary(end) {
        end += 1;
    }
    TextPosition { offset: 0, line: 1, column: 1 }.after(text.get(..start + end).unwrap_or_default())
}

impl TextPosition {
    /// The position at the end of `text`, when it begins at this one.
    fn after(mut self, text: &str) -> Self {
        for character in text.chars() {
            self.offset += character.len_utf16();
            if character == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += character.len_utf16();
            }
        }
        self
    }
}

/// Finds its way through a JSON text by brackets and quotation marks, all of which are single bytes.
struct Scanner<'t> {
    bytes: &'t [u8],
}

impl Scanner<'_> {
    fn at(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// Start of the value of `key` in the object at `start`; the last one when the key is repeated.
    fn member(&self, text: &str, start: usize, key: &str) -> Option<usize> {
        let mut found = None;
        let mut at = self.skip_space(start + 1);
        while self.at(at) == Some(b'"') {
            let end = self.skip_string(at);
            let colon = self.skip_space(end);
            if self.at(colon) != Some(b':') {
                break;
            }
            let value = self.skip_space(colon + 1);
            if text.get(at..end).is_some_and(|literal| is_key(literal, key)) {
                found = Some(value);
            }
            at = self.next(self.skip_value(value));
        }
        found
    }

    /// Start of the item with this index in the list at `start`.
    fn item(&self, start: usize, index: &str) -> Option<usize> {
        if index.starts_with(['+', '0']) && index != "0" {
            return None;
        }
        let index: usize = index.parse().ok()?;
        let mut at = self.skip_space(start + 1);
        for _ in 0..index {
            let end = self.skip_value(at);
            if end == at {
                return None;
            }
            at = self.next(end);
        }
        self.at(at).filter(|byte| *byte != b']').map(|_| at)
    }

    /// Start of what follows the comma after a value; the end of the text when no comma follows.
    fn next(&self, end: usize) -> usize {
        let comma = self.skip_space(end);
        if self.at(comma) == Some(b',') { self.skip_space(comma + 1) } else { self.bytes.len() }
    }

    fn skip_value(&self, start: usize) -> usize {
        match self.at(start) {
            Some(b'"') => self.skip_string(start),
            Some(b'{' | b'[') => self.skip_container(start),
            _ => {
                let rest = self.bytes.get(start..).unwrap_or_default();
                let ends = |byte: &u8| {
                    matches!(byte, b',' | b':' | b'{' | b'}' | b'[' | b']' | b'"' | b' ' | b'\t' | b'\n' | b'\r')
                };
                rest.iter().position(ends).map_or(self.bytes.len(), |length| start + length)
            }
        }
    }

    fn skip_container(&self, start: usize) -> usize {
        let (mut at, mut depth) = (start, 0_usize);
        while let Some(byte) = self.at(at) {
            match byte {
                b'"' => {
                    at = self.skip_string(at);
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            at += 1;
            if depth == 0 {
                break;
            }
        }
        at
    }

    fn skip_string(&self, start: usize) -> usize {
        let mut at = start + 1;
        while let Some(byte) = self.at(at).filter(|byte| *byte != b'"') {
            at += if byte == b'\\' { 2 } else { 1 };
        }
        (at + 1).min(self.bytes.len())
    }

    fn skip_space(&self, start: usize) -> usize {
        let rest = self.bytes.get(start..).unwrap_or_default();
        let is_space = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        start + rest.iter().take_while(is_space).count()
    }
}

/// Whether a string literal, quotation marks included, stands for `key`.
fn is_key(literal: &str, key: &str) -> bool {
    match literal.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(plain) if !plain.contains('\\') => plain == key,
        _ => read_whole(literal).is_ok_and(|decoded| decoded.as_text() == Some(key)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn located(text: &str, pointer: &str) -> Option<String> {
        let range = locate(text, pointer)?;
        let units: Vec<u16> = text.encode_utf16().collect();
        Some(String::from_utf16(&units[range.start.offset..range.end.offset]).unwrap())
    }

    #[test]
    fn values_are_found_by_pointer() {
        let text = r#" {"a":{"b c":[1, "x\"]", {"k":null}]},"a\u002fb":true, "😀": -1.5e3, "a":{"b c":[2,[]]},"":0 } "#;
        for (pointer, value) in [
            ("/a/b c/0", "2"),
            ("/a/b c/1", "[]"),
            ("/a~1b", "true"),
            ("/😀", "-1.5e3"),
            ("/", "0"),
            ("/a/b c", "[2,[]]"),
        ] {
            assert_eq!(located(text, pointer).as_deref(), Some(value), "{pointer}");
        }
        assert_eq!(located(text, "").as_deref(), Some(text.trim()));
        for pointer in ["a", "/b", "/a/b c/2", "/a/b c/01", "/a/b c/+0", "/a/b c/-", "/a~1b/0", "/a/0"] {
            assert_eq!(located(text, pointer), None, "{pointer}");
        }
    }

    #[test]
    fn incomplete_text_is_searched_up_to_its_end() {
        let text = r#"{"a": [1, {"b": "open"#;
        assert_eq!(located(text, "/a/0").as_deref(), Some("1"));
        assert_eq!(located(text, "/a/1/b").as_deref(), Some("\"open"));
        assert_eq!(located("", ""), None);
        assert_eq!(located(r#"{"a" 1}"#, "/a"), None);
        assert_eq!(located(r#"{"a":}"#, "/a"), None);
        assert_eq!(located("[1,]", "/1"), None);
    }

    #[test]
    fn a_missing_value_gives_the_start_of_its_parent() {
        let text = "{\n \"a\": {\"b\": 1}}";
        let range = locate_nearest(text, "/a/c/d").unwrap();
        assert_eq!((range.start, range.end), (range.start, range.start));
        assert_eq!((range.start.line, range.start.column), (2, 7));
        assert_eq!(locate_nearest(text, "/a/b"), locate(text, "/a/b"));
        assert_eq!(locate_nearest(text, "x"), None);
    }

    #[test]
    fn byte_columns_become_utf16_offsets() {
        let text = "{\n\"äö😀\": x}\nend";
        for (line, column, offset) in [(1, 1, 0), (2, 1, 2), (2, 2, 3), (2, 4, 4), (2, 10, 7), (2, 99, 12), (9, 1, 16)]
        {
            assert_eq!(position_at(text, line, column).offset, offset, "{line}:{column}");
        }
    }

    #[test]
    fn deep_text_does_not_recurse() {
        let text = "[".repeat(1_000_000);
        assert_eq!(locate(&text, "").map(|range| range.end.offset), Some(1_000_000));
    }
}
