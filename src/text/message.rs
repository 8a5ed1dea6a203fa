//! Helpers for messages: excerpts, capital letters, suggestions.

use std::borrow::Cow;

use crate::text::invisible::is_invisible;

/// The first 60 characters of a text.
pub(crate) fn excerpt(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(60) {
        Some((end, _)) => Cow::Owned(format!("{}...", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}

/// The text in quotation marks, cut at 60 characters.
pub(crate) fn quoted(text: &str) -> String {
    in_quotes(&excerpt(text))
}

/// The whole text in quotation marks. What nobody sees, and what would end the quotation, is escaped.
pub(crate) fn in_quotes(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    let mut last = ' ';
    for character in text.chars() {
        // Emoji need some of them.
        let is_joiner = matches!(character, '\u{200d}' | '\u{fe0f}') && last > '\u{2000}';
        if matches!(character, '"' | '\\') || character.is_control() || is_invisible(character) && !is_joiner {
            quoted.extend(character.escape_default());
        } else {
            quoted.push(character);
        }
        last = character;
    }
    quoted.push('"');
    quoted
}

/// The first `most` characters of a text.
pub(crate) fn head(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// A number as it is read: `12,345`.
pub(crate) fn counted(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The same text, owned.
pub(crate) fn owned(text: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(text.into_owned())
}

/// The text in lower case, letter by letter. `str::to_lowercase` is larger, because it knows where words end.
pub(crate) fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars().flat_map(char::to_lowercase).collect()
}

/// The known word that is nearest to `word`, if it is near enough to be a misspelling.
pub(crate) fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let folded = |word: &str| -> Vec<char> { word.chars().take(64).flat_map(char::to_lowercase).collect() };
    let word = folded(word);
    known
        .map(|candidate| (distance(&word, &folded(candidate)), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.chars().count().min(word.len()) / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Levenshtein distance.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (to, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let cost = (diagonal + usize::from(from != to)).min(*cell + 1).min(left + 1);
            diagonal = std::mem::replace(cell, cost);
            left = cost;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_show_what_is_written() {
        for (text, shown) in [
            ("Mo\u{308}bel", "\"Mo\u{308}bel\""),
            ("a\"b\\c\nd\u{0}", r#""a\"b\\c\nd\u{0}""#),
            ("a\u{200b}b\u{202e}\u{a0}", "\"a\\u{200b}b\\u{202e}\u{a0}\""),
            ("👩\u{200d}🚀 ❤\u{fe0f}", "\"👩\u{200d}🚀 ❤\u{fe0f}\""),
            ("", "\"\""),
        ] {
            assert_eq!(quoted(text), shown);
        }
        let long = "x".repeat(70);
        assert_eq!(quoted(&excerpt(&long)), quoted(&long));
    }

    #[test]
    fn the_nearest_word_is_found_and_a_far_one_is_not() {
        let known = ["userlikeKey", "defaultValue", "map"];
        assert_eq!(nearest("userlikekey", known.into_iter()), Some("userlikeKey"));
        assert_eq!(nearest("defaultVaule", known.into_iter()), Some("defaultValue"));
        assert_eq!(nearest("colour", known.into_iter()), None);
        assert_eq!(distance(&['a', 'b'], &['b']), 1);
        assert_eq!(distance(&[], &['b', 'c']), 2);
    }
}
