//! The form in which texts are compared: what looks the same is the same.

mod table;

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::text::ascii::simple_length;
use crate::text::invisible::is_invisible;
use crate::text::varint::numbers;
use table::{CLASSES, DECOMPOSITIONS, MARKS};

/// Returns the form of a text in which it is compared with another one: canonically decomposed (NFD), in lower case,
/// without controls and invisible characters, each run of white space as one space, none at the ends.
///
/// It is never written anywhere. Texts of different scripts stay different, also where they look alike.
pub(crate) fn folded(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        let is_lower = !text.bytes().any(|byte| byte.is_ascii_uppercase());
        return if is_lower { Cow::Borrowed(text) } else { Cow::Owned(text.to_ascii_lowercase()) };
    }
    let mut folded = Folded { text: String::with_capacity(text.len()), ..Folded::default() };
    for character in text.chars() {
        if character.is_ascii_graphic() {
            folded.push_starter(character.to_ascii_lowercase());
        } else if character.is_whitespace() {
            folded.flush();
            folded.space = !folded.text.is_empty();
        } else if !(character.is_control() || is_invisible(character)) {
            // A sigma at the end of a word is written in its own way.
            character.to_lowercase().for_each(|lower| folded.push(if lower == 'ς' { 'σ' } else { lower }));
        }
    }
    folded.flush();
    Cow::Owned(folded.text)
}

/// Whether two texts are the same in the form in which texts are compared.
pub(crate) fn is_same(text: &str, other: &str) -> bool {
    text == other || folded(text) == folded(other)
}

/// Whether a text is the same as one of `words`, which are ASCII in lower case.
pub(crate) fn is_word(text: &str, words: &[&str]) -> bool {
    if words.contains(&text) {
        return true;
    }
    if is_plain(text) {
        return words.iter().any(|word| word.eq_ignore_ascii_case(text));
    }
    words.contains(&&*folded(text))
}

/// Returns the composed form of a text (NFC): the one in which most programs store it.
pub(crate) fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || text.chars().all(|character| character < '\u{300}') {
        return Cow::Borrowed(text);
    }
    let mut decomposed = Folded::default();
    text.chars().for_each(|character| decomposed.push(character));
    decomposed.flush();
    let mut composed = String::with_capacity(text.len());
    // The last character that others combine with, and the marks behind it that did not, with the class of the last.
    let (mut base, mut rest, mut last) = (None, String::new(), None);
    for character in decomposed.text.chars() {
        let class = class(character);
        let pair = base.filter(|_| last.is_none_or(|last| last < class)).and_then(|base| composition(base, character));
        if pair.is_some() {
            base = pair;
        } else if class == 0 {
            composed.extend(base.replace(character));
            composed.push_str(&std::mem::take(&mut rest));
            last = None;
        } else {
            rest.push(character);
            last = Some(class);
        }
    }
    composed.extend(base);
    composed.push_str(&rest);
    Cow::Owned(composed)
}

/// Returns whether keys of objects are the same as `key`. Keys of ASCII with single spaces are compared as they are, with their case.
pub(crate) fn same_key(key: &str) -> impl Fn(&str) -> bool {
    let is_odd = !is_plain(key);
    move |other| key == other || (is_odd || !is_plain(other)) && folded(key) == folded(other)
}

/// Whether nothing in a text can look like something else: ASCII without controls, with single spaces between words.
pub(crate) fn is_plain(text: &str) -> bool {
    let graphic = simple_length(text.as_bytes(), b'!');
    let mut after_space = graphic == 0;
    text.bytes().skip(graphic).all(|byte| {
        let fits = byte.is_ascii_graphic() || byte == b' ' && !after_space;
        after_space = byte == b' ';
        fits
    }) && !text.ends_with(' ')
}

/// A text that is being decomposed or folded.
#[derive(Default)]
struct Folded {
    text: String,
    /// Combining marks behind the last character, not yet in order: class, position and character as one number.
    marks: Vec<u64>,
    /// Whether white space was read that is not yet in the text.
    space: bool,
}

impl Folded {
    fn push(&mut self, character: char) {
        match decomposition(character) {
            Some((first, second)) => {
                self.push(first);
                second.into_iter().for_each(|second| self.push(second));
            }
            None => match class(character) {
                0 => self.push_starter(character),
                class => {
                    let position = self.marks.len() as u64;
                    self.marks.push(u64::from(class) << 56 | position << CHAR_BITS | u64::from(character));
                }
            },
        }
    }

    fn push_starter(&mut self, character: char) {
        self.flush();
        if std::mem::take(&mut self.space) {
            self.text.push(' ');
        }
        self.text.push(character);
    }

    /// Appends the combining marks in their canonical order.
    fn flush(&mut self) {
        if self.marks.is_empty() {
            return;
        }
        if std::mem::take(&mut self.space) {
            self.text.push(' ');
        }
        self.marks.sort_unstable();
        self.text.extend(self.marks.drain(..).filter_map(last_char));
    }
}

/// The canonical decomposition of a character into one character or two, which can have others.
fn decomposition(character: char) -> Option<(char, Option<char>)> {
    match character {
        '\0'..'\u{c0}' => None,
        '\u{ac00}'..='\u{d7a3}' => {
            let syllable = u32::from(character) - SYLLABLES;
            match syllable % TAIL_COUNT {
                0 => {
                    let (lead, vowel) = (syllable / (VOWEL_COUNT * TAIL_COUNT), syllable / TAIL_COUNT % VOWEL_COUNT);
                    Some((char::from_u32(LEADS + lead)?, char::from_u32(VOWELS + vowel)))
                }
                tail => Some((char::from_u32(u32::from(character) - tail)?, char::from_u32(TAILS + tail))),
            }
        }
        _ => {
            let at = TABLE.binary_search_by_key(&character, |entry| entry.character).ok()?;
            TABLE.get(at).map(|entry| (entry.first, entry.second))
        }
    }
}

/// The character that is decomposed into these two.
fn composition(first: char, second: char) -> Option<char> {
    /// The two characters and the composed one as one number, in order.
    static COMPOSITIONS: LazyLock<Vec<u64>> = LazyLock::new(|| {
        let composed = TABLE.iter().filter(|entry| !entry.is_excluded);
        let mut rows: Vec<_> = composed
            .filter_map(|entry| Some(pair(entry.first, entry.second?) << CHAR_BITS | u64::from(entry.character)))
            .collect();
        // One kind of sorting in this file keeps the module small.
        rows.sort_unstable();
        rows
    });
    let (from, to) = (u32::from(first), u32::from(second));
    if let (lead @ 0..LEAD_COUNT, vowel @ 0..VOWEL_COUNT) = (from.wrapping_sub(LEADS), to.wrapping_sub(VOWELS)) {
        return char::from_u32(SYLLABLES + (lead * VOWEL_COUNT + vowel) * TAIL_COUNT);
    }
    match (from.wrapping_sub(SYLLABLES), to.wrapping_sub(TAILS)) {
        (0..SYLLABLE_COUNT, tail @ 1..TAIL_COUNT) if (from - SYLLABLES).is_multiple_of(TAIL_COUNT) => {
            char::from_u32(from + tail)
        }
        _ => {
            let pair = pair(first, second);
            let at = COMPOSITIONS.binary_search_by_key(&pair, |row| row >> CHAR_BITS).ok()?;
            COMPOSITIONS.get(at).copied().and_then(last_char)
        }
    }
}

/// Bits of a character within a number.
const CHAR_BITS: u32 = 21;

fn pair(first: char, second: char) -> u64 {
    u64::from(first) << CHAR_BITS | u64::from(second)
}

/// The character in the lowest bits of a number.
fn last_char(number: u64) -> Option<char> {
    char::from_u32((number & ((1 << CHAR_BITS) - 1)) as u32)
}

/// Syllables of Hangul and their parts are ordered so that they are converted by arithmetic.
const SYLLABLES: u32 = 0xac00;
const LEADS: u32 = 0x1100;
const VOWELS: u32 = 0x1161;
/// The one before the first, for a syllable without.
const TAILS: u32 = 0x11a7;
const LEAD_COUNT: u32 = 19;
const VOWEL_COUNT: u32 = 21;
const TAIL_COUNT: u32 = 28;
const SYLLABLE_COUNT: u32 = LEAD_COUNT * VOWEL_COUNT * TAIL_COUNT;

struct Decomposition {
    character: char,
    first: char,
    second: Option<char>,
    /// Whether the two are not composed to the character.
    is_excluded: bool,
}

/// `DECOMPOSITIONS` in a form that can be searched.
static TABLE: LazyLock<Vec<Decomposition>> = LazyLock::new(|| {
    let marks: Vec<char> = MARKS.chars().collect();
    let mut numbers = numbers(DECOMPOSITIONS);
    let (mut code, mut first) = (0, 0_u32);
    std::iter::from_fn(move || {
        let distance = numbers.next()?;
        code += distance / 4;
        let step = numbers.next()?;
        first = if step % 2 == 0 { first.wrapping_add(step / 2) } else { first.wrapping_sub(step / 2 + 1) };
        Some(Decomposition {
            character: char::from_u32(code)?,
            first: char::from_u32(first)?,
            second: if distance % 2 == 1 { marks.get(numbers.next()? as usize).copied() } else { None },
            is_excluded: distance & 2 == 2,
        })
    })
    .collect()
});

/// Whether a character is a mark that combines with the letter before it.
pub(crate) fn is_combining(character: char) -> bool {
    class(character) != 0
}

/// The canonical combining class.
fn class(character: char) -> u8 {
    /// The first and the last character of each run, and its class.
    static TABLE: LazyLock<Vec<(u32, u32, u8)>> = LazyLock::new(|| {
        let mut numbers = numbers(CLASSES);
        let mut end = 0;
        std::iter::from_fn(move || {
            let start = end + numbers.next()?;
            end = start + numbers.next()?;
            Some((start, end, u8::try_from(numbers.next()?).ok()?))
        })
        .collect()
    });
    let code = u32::from(character);
    if code < 0x300 {
        return 0;
    }
    let after = TABLE.partition_point(|(start, ..)| *start <= code);
    match after.checked_sub(1).and_then(|at| TABLE.get(at)) {
        Some((_, end, class)) if code < *end => *class,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::canonical_combining_class;

    use super::*;

    /// The same form by the crate unicode-normalization, which decomposes before and after the change to lower case.
    fn expected(text: &str) -> String {
        let visible = text.chars().filter(|c| c.is_whitespace() || !(c.is_control() || is_invisible(*c)));
        let lower = visible.nfd().flat_map(char::to_lowercase).map(|c| if c == 'ς' { 'σ' } else { c });
        let mut words = String::new();
        for character in lower.nfd() {
            match character.is_whitespace() {
                true if words.is_empty() || words.ends_with(' ') => {}
                true => words.push(' '),
                false => words.push(character),
            }
        }
        words.truncate(words.trim_end_matches(' ').len());
        words
    }

    fn check(text: &str) {
        let form = folded(text);
        assert_eq!(form, expected(text), "{}", text.escape_unicode());
        assert_eq!(folded(&form), form, "not the same when folded again: {}", text.escape_unicode());
        assert_eq!(composed(text), text.nfc().collect::<String>(), "{}", text.escape_unicode());
        for other in [text.nfc().collect::<String>(), text.nfd().collect()] {
            assert_eq!(folded(&other), form, "{}", text.escape_unicode());
        }
    }

    #[test]
    fn every_character_has_the_same_form_in_each_normalization() {
        for character in char::MIN..=char::MAX {
            assert_eq!(composed(&character.to_string()), character.to_string().nfc().collect::<String>());
            assert_eq!(class(character), canonical_combining_class(character), "{}", character.escape_unicode());
            let text = character.to_string();
            match text.nfd().eq([character]) {
                true => assert_eq!(folded(&text), expected(&text), "{}", character.escape_unicode()),
                false => check(&text),
            }
        }
    }

    #[test]
    fn what_looks_the_same_is_the_same() {
        for (text, form) in [
            ("", ""),
            ("  \t ", ""),
            ("billing question", "billing question"),
            ("  Billing \t Question\n", "billing question"),
            ("No\u{a0}break\u{2009}thin\u{3000}wide", "no break thin wide"),
            ("kim@example.com\u{200b}", "kim@example.com"),
            ("a \u{200b} b", "a b"),
            ("\u{feff}\u{202e}a\u{ad}b\u{200d}", "ab"),
            ("\u{200b}", ""),
            ("M\u{f6}bel", "mo\u{308}bel"),
            ("MO\u{308}BEL", "mo\u{308}bel"),
            ("\u{212b}ngstr\u{f6}m", "a\u{30a}ngstro\u{308}m"),
            ("a\u{301}\u{323}", "a\u{323}\u{301}"),
            ("\u{1eb7}", "a\u{323}\u{306}"),
            ("\u{d55c}", "\u{1112}\u{1161}\u{11ab}"),
            ("\u{f900}", "\u{8c48}"),
            ("ΟΔΟΣ", "οδοσ"),
            ("Stra\u{df}e", "stra\u{df}e"),
        ] {
            assert_eq!(folded(text), form, "{text:?}");
            assert!(is_same(text, form));
        }
        assert!(same_key("order\u{a0}no")("order no") && same_key("Mo\u{308}bel")("M\u{f6}bel"));
        assert!(!same_key("Email")("email") && same_key(" email")("email"));
        assert!(!is_same("Möbel", "Mobel") && !is_same("ab", "a b") && !is_same("a", "\u{430}"));
    }

    #[test]
    fn a_folded_text_of_ascii_is_not_copied() {
        assert!(matches!(folded("billing question 7"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn texts_of_marks_in_any_order_have_one_form(
            text in "([a-zA-ZåÖéΣς가-힣\u{1100}-\u{1112}\u{1161}-\u{1175}\u{11a7}-\u{11c2}\u{300}-\u{36f}\u{5b0}-\u{5c7}\u{200b}\u{34f} \u{a0}]|.){0,24}",
        ) {
            check(&text);
        }
    }
}
