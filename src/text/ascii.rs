//! Questions about texts that are decided eight bytes at a time, because most texts are ASCII.

/// Eight bytes that are 1.
pub(crate) const ONES: u64 = u64::MAX / 255;
/// The highest bit of each of eight bytes.
pub(crate) const HIGH: u64 = ONES << 7;

/// Bytes at the beginning of a text that are ASCII and neither controls nor below `from`, rounded down to a multiple of eight.
/// `from` is at most 128.
#[inline]
pub(crate) fn simple_length(text: &[u8], from: u8) -> usize {
    let (words, _) = text.as_chunks();
    let is_simple = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        let delete = word ^ (ONES * 0x7f);
        // The highest bits: of bytes beyond ASCII, of bytes below `from`, and of 0x7f.
        (word | word.wrapping_sub(ONES * u64::from(from)) | delete.wrapping_sub(ONES) & !delete) & HIGH == 0
    };
    8 * words.iter().take_while(|word| is_simple(word)).count()
}

/// Whether one of eight bytes is `byte`.
#[inline]
pub(crate) fn has_byte(word: &[u8; 8], byte: u8) -> bool {
    let differences = u64::from_le_bytes(*word) ^ (ONES * u64::from(byte));
    differences.wrapping_sub(ONES) & !differences & HIGH != 0
}

/// Whether a text has one of two characters of ASCII.
pub(crate) fn has_one_of(text: &str, bytes: [u8; 2]) -> bool {
    let (words, rest) = text.as_bytes().as_chunks();
    words.iter().any(|word| bytes.iter().any(|byte| has_byte(word, *byte)))
        || rest.iter().any(|byte| bytes.contains(byte))
}

/// Whether one of eight bytes is a control character of ASCII.
#[inline]
pub(crate) fn has_control(word: &[u8; 8]) -> bool {
    let bytes = u64::from_le_bytes(*word);
    bytes.wrapping_sub(ONES * 0x20) & !bytes & HIGH != 0 || has_byte(word, 0x7f)
}

/// Whether a text contains another one. In a short text, preparing the search of `str::contains` takes longer than this one, whose
/// time is the product of both lengths.
pub(crate) fn contains(text: &str, part: &str) -> bool {
    /// Bytes of a name and more.
    const SHORT: usize = 64;
    if text.len() > SHORT {
        return text.contains(part);
    }
    let (text, part) = (text.as_bytes(), part.as_bytes());
    (0..=text.len()).any(|start| text.get(start..).is_some_and(|text| begins_with(text, part)))
}

/// Whether bytes begin with others. WebAssembly has no instruction that compares more than eight.
#[inline]
pub(crate) fn begins_with(text: &[u8], start: &[u8]) -> bool {
    let Some(text) = text.get(..start.len()) else { return false };
    match (text.last_chunk::<8>(), start.last_chunk::<8>()) {
        // The last eight bytes overlap with others.
        (Some(end), Some(other)) => end == other && text.as_chunks::<8>().0 == start.as_chunks::<8>().0,
        _ => text.iter().zip(start).all(|(byte, other)| byte == other),
    }
}

/// Whether two texts are equal, compared as by [`begins_with`].
#[inline]
pub(crate) fn is_equal(text: &str, other: &str) -> bool {
    text.len() == other.len() && begins_with(text.as_bytes(), other.as_bytes())
}

/// Whether a text contains a word of ASCII, in capitals or not.
pub(crate) fn contains_word(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn parts_are_found_as_by_the_standard_library(text in "[ab]{0,80}", part in "[ab]{0,12}") {
            prop_assert_eq!(contains(&text, &part), text.contains(&part));
        }
    }

    #[test]
    fn every_byte_is_simple_or_not() {
        for from in [0x20, 0x21] {
            for place in 0..8 {
                for byte in 0..=255_u8 {
                    let mut text = [b'a'; 16];
                    text[place] = byte;
                    let expected = if (from..0x7f).contains(&byte) { 16 } else { 0 };
                    assert_eq!(simple_length(&text, from), expected, "{byte} at {place}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn a_word_has_a_byte_or_not(word: [u8; 8], byte: u8, place in 0..8_usize) {
            let mut with = word;
            with[place] = byte;
            prop_assert!(has_byte(&with, byte));
            prop_assert_eq!(has_byte(&word, byte), word.contains(&byte));
            let is_control = |word: &[u8; 8]| word.iter().any(u8::is_ascii_control);
            prop_assert_eq!(has_control(&with), is_control(&with));
            with[place] = byte % 0x20;
            prop_assert!(has_control(&with));
        }

        #[test]
        fn bytes_begin_with_others_or_not(text in "[ab]{0,20}", start in "[ab]{0,20}", length in 0..20_usize) {
            prop_assert_eq!(begins_with(text.as_bytes(), start.as_bytes()), text.starts_with(&start));
            prop_assert_eq!(is_equal(&text, &start), text == start);
            let start = &text[..length.min(text.len())];
            prop_assert!(begins_with(text.as_bytes(), start.as_bytes()));
        }

        #[test]
        fn what_is_simple_has_only_simple_bytes(text in prop::collection::vec(any::<u8>(), 0..40)) {
            let length = simple_length(&text, 0x20);
            prop_assert!(text[..length].iter().all(|byte| (0x20..0x7f).contains(byte)));
            prop_assert!(text.len() - length < 8 || text[length..length + 8].iter().any(|byte| !(0x20..0x7f).contains(byte)));
        }
    }
}
