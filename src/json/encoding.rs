//! From bytes to the text that is read: size limit, UTF-8, unpaired surrogates.

use crate::json::error::{ReadError, ReadErrorKind};
use crate::text::texts;

/// The largest payload that a mapper reads by default, in bytes: 16 MiB. Configurations and metadata have the same limit.
pub const DEFAULT_MAX_BYTES: usize = 16 * 1024 * 1024;

/// Checks a size in bytes against a limit.
pub(crate) fn check_size(bytes: usize, limit: usize) -> Result<(), ReadError> {
    if bytes > limit {
        return Err(ReadError::plain(ReadErrorKind::TooLarge, texts::too_large(bytes, limit)));
    }
    Ok(())
}

/// Returns the text of at most `limit` bytes of UTF-8.
pub(crate) fn text_of(bytes: &[u8], limit: usize) -> Result<&str, ReadError> {
    check_size(bytes.len(), limit)?;
    // Windows tools write a byte order mark, which is not part of JSON.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
        let line = 1 + valid.iter().filter(|byte| **byte == b'\n').count();
        let column = 1 + valid.iter().rev().take_while(|byte| **byte != b'\n').count();
        ReadError::at(ReadErrorKind::NotUtf8, texts::not_utf8(&format!("{byte:02X}")), line, column)
    })
}

/// Replaces the escapes of unpaired surrogates (`\ud800` alone) by U+FFFD; none when there are none. JavaScript strings
/// can contain them, UTF-8 cannot, and encoding a string to UTF-8 replaces them in the same way.
pub(crate) fn without_lone_surrogates(text: &str) -> Option<String> {
    fn unit(bytes: &[u8], at: usize) -> Option<u16> {
        let digits = bytes.get(at..at + 6)?.strip_prefix(br"\u")?;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    }
    let bytes = text.as_bytes();
    let mut repaired = String::with_capacity(text.len());
    let (mut at, mut copied, mut found) = (0, 0, false);
    while let Some(next) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'\\')) {
        at += next;
        match (unit(bytes, at), unit(bytes, at + 6)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => at += 12,
            (Some(0xD800..=0xDFFF), _) => {
                repaired.push_str(text.get(copied..at).unwrap_or_default());
                repaired.push_str(r"\ufffd");
                at += 6;
                copied = at;
                found = true;
            }
            // Any other escape: the backslash and what it escapes.
            _ => at += 2,
        }
    }
    repaired.push_str(text.get(copied..).unwrap_or_default());
    found.then_some(repaired)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unpaired_surrogates_become_the_replacement_character() {
        assert_eq!(without_lone_surrogates(r#""\ud83d\ude00 \\ud800 \n""#), None);
        assert_eq!(
            without_lone_surrogates(r#""\ud800\ud83d\ude00\uDC00 \\\udfff""#).as_deref(),
            Some(r#""\ufffd\ud83d\ude00\ufffd \\\ufffd""#)
        );
        assert_eq!(without_lone_surrogates(r#""\ud800"#).as_deref(), Some(r#""\ufffd"#));
        assert_eq!(without_lone_surrogates(r#""\u+123 \uzz"#), None);
    }

    #[test]
    fn bytes_that_are_not_utf8_are_rejected_with_their_position() {
        let error = text_of(b"{\n\"a\": \"\xff\"}", 100).unwrap_err();
        assert_eq!((error.kind, error.line, error.column), (ReadErrorKind::NotUtf8, Some(2), Some(7)));
        assert_eq!(text_of(b"12345", 4).unwrap_err().kind, ReadErrorKind::TooLarge);
        assert_eq!(text_of(b"\xEF\xBB\xBF{}", 100).unwrap(), "{}");
    }
}
