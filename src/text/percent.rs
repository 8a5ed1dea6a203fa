//! Percent-encoding, as in URLs.

use std::borrow::Cow;

use crate::text::invisible::is_invisible;

/// Invisible characters of a URL that are encoded. Encoded they are three times as long, so a URL with more of them has none.
const MAX_ENCODED: usize = 64;

/// The URL with its invisible characters percent-encoded, as browsers send them.
pub(crate) fn visible(url: &str) -> Cow<'_, str> {
    let count = url.chars().filter(|character| is_invisible(*character)).count();
    if count == 0 {
        return Cow::Borrowed(url);
    }
    let mut visible = String::with_capacity(url.len() + 8);
    for character in url.chars() {
        if !is_invisible(character) {
            visible.push(character);
            continue;
        }
        if count > MAX_ENCODED {
            continue;
        }
        for byte in character.encode_utf8(&mut [0; 4]).bytes() {
            let digit = |bits: u8| char::from_digit(u32::from(bits), 16).map(|digit| digit.to_ascii_uppercase());
            visible.extend([Some('%'), digit(byte >> 4), digit(byte & 15)].into_iter().flatten());
        }
    }
    Cow::Owned(visible)
}

/// The bytes of a text whose `%41` stand for bytes. A `%` without two hexadecimal digits behind it stays.
pub(crate) fn percent_decoded(encoded: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = |index: usize| after.get(index).and_then(|digit| char::from(*digit).to_digit(16));
        match (first, hex(0), hex(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.extend(u8::try_from(high * 16 + low));
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    bytes
}
