//! Writing JSON text directly, without a serializer.

use crate::json::plain::{is_plain, plain_length};
use crate::text::copy::copy;
use crate::text::decimal::json_text;
use crate::text::large::room;

/// Maximum length of the strings that are written at once, in bytes.
const SHORT: usize = 64;
/// Bytes that are set to zero in advance.
const AHEAD: usize = 4096;

/// JSON text that is being written, in UTF-8: the same bytes as those of serde_json.
#[derive(Debug, Default)]
pub(crate) struct JsonText {
    /// The text, and zeros that the next bytes replace.
    bytes: Vec<u8>,
    end: usize,
}

impl JsonText {
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(bytes), end: 0 }
    }

    pub(crate) fn into_bytes(mut self) -> Vec<u8> {
        self.bytes.truncate(self.end);
        self.bytes
    }

    /// Writes JSON that is written already.
    #[inline(never)]
    pub(crate) fn raw(&mut self, json: &str) {
        self.bytes_of(json.as_bytes());
    }

    #[inline]
    fn bytes_of(&mut self, bytes: &[u8]) {
        let end = self.end + bytes.len();
        if self.bytes.len() < end {
            self.grow(end);
        }
        if let Some(to) = self.bytes.get_mut(self.end..end) {
            copy(to, bytes);
        }
        self.end = end;
    }

    /// Writes one character of JSON.
    #[inline]
    fn byte(&mut self, byte: u8) {
        match self.bytes.get_mut(self.end) {
            Some(to) => *to = byte,
            None => return self.raw(char::from(byte).encode_utf8(&mut [0; 4])),
        }
        self.end += 1;
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, end: usize) {
        let length = self.bytes.len();
        if self.bytes.capacity() < end {
            self.bytes.reserve_exact(room(length, end - length));
        }
        self.bytes.resize(self.bytes.capacity().min(end + AHEAD), 0);
    }

    /// Writes a string.
    #[inline(never)]
    pub(crate) fn text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        if bytes.len() > SHORT || !is_plain(bytes) {
            return self.any_text(bytes);
        }
        let end = self.end + bytes.len() + 2;
        if self.bytes.len() < end {
            self.grow(end);
        }
        if let Some([first, between @ .., last]) = self.bytes.get_mut(self.end..end) {
            *first = b'"';
            copy(between, bytes);
            *last = b'"';
        }
        self.end = end;
    }

    /// Writes a string that is long or has characters to escape.
    #[inline(never)]
    fn any_text(&mut self, mut rest: &[u8]) {
        self.bytes_of(b"\"");
        loop {
            let (plain, special) = rest.split_at_checked(plain_length(rest)).unwrap_or_default();
            self.bytes_of(plain);
            let Some((byte, after)) = special.split_first() else { break };
            self.escape(*byte);
            rest = after;
        }
        self.bytes_of(b"\"");
    }

    #[inline(never)]
    fn escape(&mut self, byte: u8) {
        let short = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0x08 => "\\b",
            0x0c => "\\f",
            _ => {
                let digit = |bits: u8| b"0123456789abcdef".get(usize::from(bits)).copied().unwrap_or_default();
                return self.bytes_of(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 15)]);
            }
        };
        self.raw(short);
    }

    /// Writes an integer.
    pub(crate) fn integer(&mut self, number: i64) {
        if number < 0 {
            self.raw("-");
        }
        self.unsigned(number.unsigned_abs());
    }

    /// Writes an integer without a sign.
    #[inline(never)]
    pub(crate) fn unsigned(&mut self, number: u64) {
        let mut digits = [0; 20];
        let mut begin = digits.len();
        let mut rest = number;
        loop {
            begin -= 1;
            if let (Some(digit), Ok(value)) = (digits.get_mut(begin), u8::try_from(rest % 10)) {
                *digit = b'0' + value;
            }
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        self.bytes_of(digits.get(begin..).unwrap_or_default());
    }

    /// Writes a finite number with a fraction.
    pub(crate) fn number(&mut self, number: f64) {
        self.raw(&json_text(number));
    }

    /// Writes a name of a member that `write` writes as a value, and the colon. Names that are no strings become some.
    pub(crate) fn name<E>(&mut self, write: impl FnOnce(&mut Self) -> Result<(), E>) -> Result<(), E> {
        let begin = self.end;
        write(self)?;
        if self.bytes.get(begin) != Some(&b'"') {
            self.raw("\"");
            // The quotation mark at the end becomes the one at the beginning, and the rest moves.
            if let Some(name) = self.bytes.get_mut(begin..self.end) {
                name.rotate_right(1);
            }
            self.raw("\"");
        }
        self.raw(":");
        Ok(())
    }

    /// Writes a list.
    pub(crate) fn list<T>(&mut self, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut Self, T)) {
        self.byte(b'[');
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                self.byte(b',');
            }
            write(self, item);
        }
        self.byte(b']');
    }

    /// Writes an object with names that are known only now.
    pub(crate) fn object<'t, T>(
        &mut self,
        members: impl IntoIterator<Item = (&'t str, T)>,
        mut write: impl FnMut(&mut Self, T),
    ) {
        self.byte(b'{');
        for (index, (name, value)) in members.into_iter().enumerate() {
            if index > 0 {
                self.byte(b',');
            }
            self.text(name);
            self.byte(b':');
            write(self, value);
        }
        self.byte(b'}');
    }

    /// Writes a member that is a string, unless it is absent. `name` has all that precedes the value: `,"name":`.
    pub(crate) fn optional(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.raw(name);
            self.text(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(write: impl Fn(&mut JsonText)) -> String {
        let mut json = JsonText::default();
        write(&mut json);
        String::from_utf8(json.into_bytes()).unwrap()
    }

    #[test]
    fn every_character_is_written_as_by_serde_json() {
        let text: String = ('\0'..='\u{2fff}').collect();
        assert_eq!(written(|json| json.text(&text)), serde_json::to_string(&text).unwrap());
    }

    #[test]
    fn integers_are_written_as_by_serde_json() {
        for number in [0, 1, -1, 9, 10, -10, 99, 100, 1 << 53, -(1 << 53), i64::MAX, i64::MIN] {
            assert_eq!(written(|json| json.integer(number)), number.to_string());
        }
    }

    #[test]
    fn a_large_text_grows_by_a_quarter() {
        let mut json = JsonText::default();
        for _ in 0..1_000_000 {
            json.raw("0123456789");
        }
        assert!(json.bytes.capacity() < 12_600_000, "{}", json.bytes.capacity());
    }

    proptest! {
        #[test]
        fn texts_are_written_as_by_serde_json(text: String, control in "[\"\\\\\n\r\t\u{1}a]{0,40}") {
            for text in [text, control] {
                assert_eq!(written(|json| json.text(&text)), serde_json::to_string(&text).unwrap());
            }
        }
    }
}
