//! Texts, numbers, and words.

use std::borrow::Cow;

use super::{Read, Reader};
use crate::json::error::Syntax;
use crate::json::plain::plain_length;
use crate::json::value::Value;
use crate::text::decimal::{Number, read_number};
use crate::text::large::trim;

impl<'t> Reader<'t> {
    pub(super) fn word(&mut self, word: &str) -> Read<()> {
        for expected in word.bytes() {
            match self.next() {
                Some(byte) if byte == expected => {}
                Some(_) => return self.error(Syntax::ExpectedWord),
                None => return self.error(Syntax::OpenValue),
            }
        }
        Ok(())
    }

    pub(super) fn number(&mut self) -> Read<Value<'t>> {
        let start = self.at;
        self.number_parts(Some(Syntax::OpenValue))?;
        let text = self.text.get(start..self.at).unwrap_or_default();
        Ok(match read_number(text) {
            Number::Whole(integer) => Value::Integer(integer),
            Number::Kept(number) => Value::Number(number),
            Number::Lost => Value::Digits(Cow::Borrowed(text)),
        })
    }

    /// Reads a number. `open` is the error when the text ends inside of it, if that differs from an invalid number.
    pub(super) fn number_parts(&mut self, open: Option<Syntax>) -> Read<()> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.next() {
            Some(b'0') => {
                if let Some(b'0'..=b'9') = self.peek() {
                    return self.error_ahead(Syntax::InvalidNumber);
                }
            }
            Some(b'1'..=b'9') => self.digits(),
            Some(_) => return self.error(Syntax::InvalidNumber),
            None => return self.error(open.unwrap_or(Syntax::InvalidNumber)),
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            match (self.peek(), open) {
                (Some(b'0'..=b'9'), _) => self.digits(),
                (None, Some(open)) => return self.error_ahead(open),
                _ => return self.error_ahead(Syntax::InvalidNumber),
            }
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            match self.next() {
                Some(b'0'..=b'9') => self.digits(),
                Some(_) => return self.error(Syntax::InvalidNumber),
                None => return self.error(open.unwrap_or(Syntax::InvalidNumber)),
            }
        }
        Ok(())
    }

    fn digits(&mut self) {
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
    }

    /// Reads a string whose quotation mark has been read.
    pub(super) fn string(&mut self) -> Read<Cow<'t, str>> {
        let start = self.at;
        self.skip_plain();
        if self.peek() == Some(b'"') {
            let read = self.text.get(start..self.at).unwrap_or_default();
            self.at += 1;
            return Ok(Cow::Borrowed(read));
        }
        self.decoded(start).map(Cow::Owned)
    }

    /// Reads the rest of a string that is not as it stands in the text, which has been read from `start` to its first escape.
    #[inline(never)]
    fn decoded(&mut self, mut start: usize) -> Read<String> {
        let mut decoded = String::new();
        loop {
            decoded.push_str(self.text.get(start..self.at).unwrap_or_default());
            match self.next() {
                Some(b'"') => {
                    trim(&mut decoded);
                    return Ok(decoded);
                }
                Some(b'\\') => decoded.push(self.escape()?),
                Some(_) => return self.error(Syntax::ControlCharacter),
                None => return self.error(Syntax::OpenString),
            }
            start = self.at;
            self.skip_plain();
        }
    }

    /// Goes to the next quotation mark, backslash or control character.
    pub(super) fn skip_plain(&mut self) {
        self.at += plain_length(self.text.as_bytes().get(self.at..).unwrap_or_default());
    }

    /// Reads the escape after a backslash.
    fn escape(&mut self) -> Read<char> {
        Ok(match self.next() {
            Some(byte @ (b'"' | b'\\' | b'/')) => byte.into(),
            Some(b'b') => '\x08',
            Some(b'f') => '\x0c',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(),
            Some(_) => return self.error(Syntax::InvalidEscape),
            None => return self.error(Syntax::OpenString),
        })
    }

    fn unicode_escape(&mut self) -> Read<char> {
        let unit = self.hex_digits()?;
        if let Some(character) = char::from_u32(unit) {
            return Ok(character);
        }
        if unit >= 0xDC00 {
            return self.error(Syntax::LoneSurrogate);
        }
        for expected in [b'\\', b'u'] {
            match self.next() {
                Some(byte) if byte == expected => {}
                Some(_) => return self.error(Syntax::UnpairedEscape),
                None => return self.error(Syntax::OpenString),
            }
        }
        match self.hex_digits()? {
            low @ 0xDC00..=0xDFFF => {
                let code = 0x1_0000 + ((unit - 0xD800) << 10 | (low - 0xDC00));
                Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
            }
            _ => self.error(Syntax::LoneSurrogate),
        }
    }

    pub(super) fn hex_digits(&mut self) -> Read<u32> {
        let Some(digits) = self.text.as_bytes().get(self.at..self.at + 4) else {
            self.at = self.text.len();
            return self.error(Syntax::OpenString);
        };
        let code = digits.iter().try_fold(0, |code, digit| Some(code << 4 | char::from(*digit).to_digit(16)?));
        self.at += 4;
        code.map_or_else(|| self.error(Syntax::InvalidEscape), Ok)
    }
}
