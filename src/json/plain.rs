//! The characters of strings that stand for themselves.

use crate::text::ascii::{HIGH, ONES};

/// Number of bytes before the next quotation mark, backslash or control character.
#[inline]
pub(crate) fn plain_length(text: &[u8]) -> usize {
    let (words, rest) = text.as_chunks();
    for (index, word) in words.iter().enumerate() {
        let special = special(u64::from_le_bytes(*word));
        if special != 0 {
            return index * 8 + special.trailing_zeros() as usize / 8;
        }
    }
    words.len() * 8 + rest.iter().position(|byte| is_special(*byte)).unwrap_or(rest.len())
}

/// Whether a text has no quotation mark, backslash or control character.
#[inline]
pub(crate) fn is_plain(text: &[u8]) -> bool {
    match text.last_chunk() {
        Some(last) => {
            let (words, _) = text.as_chunks();
            words.iter().chain([last]).all(|word| special(u64::from_le_bytes(*word)) == 0)
        }
        None => !text.iter().any(|byte| is_special(*byte)),
    }
}

#[inline]
fn is_special(byte: u8) -> bool {
    byte < 0x20 || matches!(byte, b'"' | b'\\')
}

/// The highest bit of the bytes of a word that are special. Only the lowest of them is certain: a byte below n borrows when n is
/// subtracted.
#[inline]
fn special(word: u64) -> u64 {
    let quotes = word ^ (ONES * u64::from(b'"'));
    let backslashes = word ^ (ONES * u64::from(b'\\'));
    (word.wrapping_sub(ONES * 0x20) & !word
        | quotes.wrapping_sub(ONES) & !quotes
        | backslashes.wrapping_sub(ONES) & !backslashes)
        & HIGH
}
