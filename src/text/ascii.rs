//! Questions about texts that are decided eight bytes at a time, because most texts are ASCII.

const ONES: u64 = u64::MAX / 255;
const HIGH: u64 = ONES << 7;

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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
        fn what_is_simple_has_only_simple_bytes(text in prop::collection::vec(any::<u8>(), 0..40)) {
            let length = simple_length(&text, 0x20);
            prop_assert!(text[..length].iter().all(|byte| (0x20..0x7f).contains(byte)));
            prop_assert!(text.len() - length < 8 || text[length..length + 8].iter().any(|byte| !(0x20..0x7f).contains(byte)));
        }
    }
}
