//! Control characters and line ends.

use crate::text::ascii::{has_byte, has_control, simple_length};

/// First bytes, in UTF-8, of the characters beyond ASCII that are replaced or removed.
const LEADS: [u8; 3] = [0xc2, 0xe2, 0xef];

/// Replaces line ends by `\n`, or by a space if only one line is allowed, and removes other control characters. None when
/// there are none.
pub(crate) fn without_controls(text: &str, one_line: bool) -> Option<String> {
    let is_break = |character| {
        matches!(character, '\n' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
    };
    let bad = |character: char| {
        character.is_control() && character != '\t' && (one_line || character != '\n')
            || matches!(character, '\u{2028}' | '\u{2029}' | '\u{FFFE}' | '\u{FFFF}')
    };
    // Decided by bytes, which is faster than by characters: most texts have none.
    let is_bad_at = |at: usize, byte: u8| match byte {
        b'\t' => false,
        b'\n' => one_line,
        0..b' ' | 0x7f => true,
        lead if LEADS.contains(&lead) => text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(bad),
        _ => false,
    };
    let mut rest = text.as_bytes();
    loop {
        rest = rest.get(simple_length(rest, b' ')..).unwrap_or_default();
        let (ahead, after) = rest.split_at_checked(8).unwrap_or((rest, &[]));
        let at = text.len() - rest.len();
        let may_be_bad =
            ahead.first_chunk().is_none_or(|word| has_control(word) || LEADS.iter().any(|lead| has_byte(word, *lead)));
        if may_be_bad && ahead.iter().enumerate().any(|(index, byte)| is_bad_at(at + index, *byte)) {
            break;
        }
        if after.is_empty() {
            return None;
        }
        rest = after;
    }
    let mut cleaned = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let line_break = is_break(character) || character == '\r';
        if character == '\r' {
            characters.next_if_eq(&'\n');
        }
        match character {
            _ if line_break => cleaned.push(if one_line { ' ' } else { '\n' }),
            good if !bad(good) => cleaned.push(good),
            _ => {}
        }
    }
    Some(cleaned)
}
