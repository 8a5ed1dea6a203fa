//! Characters that nobody sees: of zero width, of direction, fillers, tags.

/// Ranges of invisible characters: Unicode's `Default_Ignorable_Code_Point`, the marks of annotations, and the blank Braille
/// pattern.
const INVISIBLE: &[(char, char)] = &[
    ('\u{AD}', '\u{AD}'),
    ('\u{34F}', '\u{34F}'),
    ('\u{61C}', '\u{61C}'),
    ('\u{115F}', '\u{1160}'),
    ('\u{17B4}', '\u{17B5}'),
    ('\u{180B}', '\u{180F}'),
    ('\u{200B}', '\u{200F}'),
    ('\u{202A}', '\u{202E}'),
    ('\u{2060}', '\u{206F}'),
    ('\u{2800}', '\u{2800}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{FE00}', '\u{FE0F}'),
    ('\u{FEFF}', '\u{FEFF}'),
    ('\u{FFA0}', '\u{FFA0}'),
    ('\u{FFF9}', '\u{FFFB}'),
    ('\u{1BCA0}', '\u{1BCA3}'),
    ('\u{1D173}', '\u{1D17A}'),
    ('\u{E0000}', '\u{E0FFF}'),
];

/// Whether a character shows nothing, or only changes how others are shown. White space and controls are not among them.
///
/// Emoji and several scripts need some of these characters: they are removed where texts are compared, from names,
/// addresses and keys, never from the words of a message.
pub(crate) fn is_invisible(character: char) -> bool {
    character >= '\u{AD}' && INVISIBLE.iter().any(|(first, last)| (*first..=*last).contains(&character))
}

/// The first byte, in UTF-8, of each character that [`is_direction`] accepts.
pub(crate) const FIRST_BYTE_OF_DIRECTIONS: u8 = 0xe2;

/// Whether a character orders what follows it by another direction until it is closed: embeddings, overrides, isolates.
///
/// The marks that stand for one letter of a direction are not among them: texts of two directions need them.
pub(crate) fn is_direction(character: char) -> bool {
    matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_order_a_direction_have_the_same_first_byte() {
        for character in ('\0'..=char::MAX).filter(|character| is_direction(*character)) {
            assert_eq!(character.encode_utf8(&mut [0; 4]).as_bytes().first(), Some(&FIRST_BYTE_OF_DIRECTIONS));
        }
    }

    #[test]
    fn invisible_characters_are_known_and_visible_ones_are_not() {
        for character in
            "\u{AD}\u{200B}\u{200D}\u{200F}\u{202E}\u{2066}\u{FEFF}\u{FE0F}\u{3164}\u{2800}\u{E0041}\u{61C}".chars()
        {
            assert!(is_invisible(character), "{character:?}");
        }
        for character in "aÅ \u{A0}\n\u{301}שﷺ한👩\u{FFFC}\u{FFFD}\u{2010}\u{2028}".chars() {
            assert!(!is_invisible(character), "{character:?}");
        }
    }
}
