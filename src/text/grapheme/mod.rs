//! Boundaries between visible characters: the extended grapheme clusters of Unicode.

mod table;

use std::sync::LazyLock;

use crate::text::varint::numbers;
use table::KINDS;

/// What decides whether a character belongs to the one before. tools/graphemes writes the first 14 by their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Other,
    Control,
    Extend,
    SpacingMark,
    Linker,
    Joiner,
    Prepend,
    Flag,
    Lead,
    Vowel,
    Tail,
    Pictograph,
    Consonant,
    /// As `Extend`, but no part of a conjunct.
    Divider,
    OpenSyllable,
    ClosedSyllable,
}

use Kind::*;

const WRITTEN: [Kind; 14] = [
    Other,
    Control,
    Extend,
    SpacingMark,
    Linker,
    Joiner,
    Prepend,
    Flag,
    Lead,
    Vowel,
    Tail,
    Pictograph,
    Consonant,
    Divider,
];

/// The last boundary between visible characters at or before `at`.
pub(crate) fn boundary(text: &str, at: usize) -> usize {
    let mut before = text.get(..at).unwrap_or(text);
    let mut after = text.get(at..).and_then(|rest| rest.chars().next());
    while let Some(last) = before.chars().next_back() {
        if after.is_none_or(|after| is_boundary(before, last, after)) {
            break;
        }
        after = Some(last);
        before = before.get(..before.len() - last.len_utf8()).unwrap_or_default();
    }
    before.len()
}

/// Whether a visible character ends with `before`, whose last character is `last`, when `after` is next.
fn is_boundary(before: &str, last: char, after: char) -> bool {
    let mut kinds = before.chars().rev().map(kind).skip(1);
    match (kind(last), kind(after)) {
        (Control, Control) => (last, after) != ('\r', '\n'),
        (Control, _) | (_, Control) => true,
        (_, Extend | SpacingMark | Linker | Joiner | Divider)
        | (Prepend, _)
        | (Lead, Lead | Vowel | OpenSyllable | ClosedSyllable)
        | (Vowel | OpenSyllable, Vowel | Tail)
        | (Tail | ClosedSyllable, Tail) => false,
        (Joiner, Pictograph) => kinds.find(|kind| !matches!(kind, Extend | Linker | Divider)) != Some(Pictograph),
        // A conjunct of Indic letters: consonants with a linker between them.
        (mark @ (Extend | Linker | Joiner), Consonant) => {
            let mut is_linked = mark == Linker;
            let start = kinds.find(|kind| {
                is_linked |= *kind == Linker;
                !matches!(kind, Extend | Linker | Joiner)
            });
            !(is_linked && start == Some(Consonant))
        }
        // Each two regional indicators are a flag.
        (Flag, Flag) => kinds.take_while(|kind| *kind == Flag).count() % 2 == 1,
        _ => true,
    }
}

fn kind(character: char) -> Kind {
    /// The start of each run, and its kind.
    static TABLE: LazyLock<Vec<(u32, Kind)>> = LazyLock::new(|| {
        let mut start = 0;
        numbers(KINDS)
            .filter_map(|number| {
                start += number / 16;
                Some((start, *WRITTEN.get(number as usize % 16)?))
            })
            .collect()
    });
    match character {
        ' '..='~' => Other,
        '\u{ac00}'..='\u{d7a3}' if (u32::from(character) - 0xac00).is_multiple_of(28) => OpenSyllable,
        '\u{ac00}'..='\u{d7a3}' => ClosedSyllable,
        _ => {
            let code = u32::from(character);
            let after = TABLE.partition_point(|(start, _)| *start <= code);
            after.checked_sub(1).and_then(|at| TABLE.get(at)).map_or(Other, |(_, kind)| *kind)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;

    /// One or two characters of each kind, of which texts are made.
    const ALPHABET: &str = "a \r\n\u{7}é\u{300}\u{301}\u{903}\u{93e}\u{94d}\u{9cd}\u{200c}\u{200d}\u{600}\u{110bd}🇸🇪\u{1100}\u{a960}\u{1161}\u{11a8}가각👩❤\u{fe0f}\u{1f3fd}कत\u{995}\u{1b05}\u{e33}\u{e0062}\u{e0001}";

    fn check(text: &str) {
        let mut ends: Vec<_> = text.grapheme_indices(true).map(|(start, _)| start).collect();
        ends.push(text.len());
        for at in text.char_indices().map(|(at, _)| at).chain([text.len()]) {
            let expected = ends.iter().rev().find(|end| **end <= at);
            assert_eq!(Some(&boundary(text, at)), expected, "{text:?} at {at}");
        }
    }

    #[test]
    fn every_character_divides_texts_as_in_another_implementation() {
        let sample: Vec<char> = ALPHABET.chars().collect();
        // The other planes are ideographs or not assigned.
        for character in (char::MIN..='\u{1ffff}').chain('\u{e0000}'..='\u{e0fff}') {
            let mut text = String::with_capacity(64);
            for around in ["a", "\u{1161}", "👩\u{200d}", "क\u{94d}"] {
                text.push_str(around);
                text.push(character);
            }
            check(&text);
        }
        for first in &sample {
            for second in &sample {
                for third in &sample {
                    check(&String::from_iter([first, second, third]));
                }
            }
        }
    }

    proptest! {
        #[test]
        fn every_text_is_divided_as_by_another_implementation(
            letters in proptest::collection::vec(0..ALPHABET.chars().count(), 0..24)
        ) {
            check(&letters.into_iter().filter_map(|at| ALPHABET.chars().nth(at)).collect::<String>());
        }
    }

    #[test]
    fn a_text_without_boundaries_takes_linear_time() {
        for part in ["\u{300}", "🇸", "\u{200d}👩", "\u{94d}क", "क\u{94d}\u{200d}", "\u{600}"] {
            let text = part.repeat(200_000);
            assert!(boundary(&text, text.len() - part.len()) < text.len());
        }
    }
}
