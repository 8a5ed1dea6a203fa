//! Truncation to a property's length, at a boundary between visible characters.

use crate::text::grapheme::boundary;

const ELLIPSIS: &str = "...";

/// Length in UTF-16 code units, the longest of the ways in which servers count characters.
pub(crate) fn length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Splits a text behind at most so many bytes, between two characters.
pub(crate) fn split_within(text: &str, most: usize) -> (&str, &str) {
    let mut at = text.len().min(most);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    text.split_at_checked(at).unwrap_or((text, ""))
}

/// Truncates a text to `limit` code units, ending in `...`, and counts the characters that are lost. None when the text
/// fits or `limit` is 0.
pub(crate) fn truncate(text: &str, limit: usize) -> Option<(String, usize)> {
    let end = fitting(text, limit)?;
    let (kept, lost) = text.split_at_checked(end).unwrap_or((text, ""));
    Some(([kept, ellipsis(limit)].concat(), lost.chars().count()))
}

/// Truncates like [`truncate`], in place, and after a whole line where that loses less than half of what fits.
pub(crate) fn truncate_lines(text: &mut String, limit: usize) -> Option<usize> {
    let end = fitting(text, limit)?;
    let whole_lines = text.get(..end).and_then(|kept| {
        // The line break before the ellipsis takes one more.
        let kept = if text.get(end..)?.starts_with('\n') { kept } else { kept.get(..kept.rfind('\n')?)? };
        (length(kept) + 1 + ELLIPSIS.len() <= limit && length(kept) * 2 >= limit).then_some(kept.len())
    });
    let (end, separator) = whole_lines.map_or((end, ""), |end| (end, "\n"));
    let lost = text.get(end..).map_or(0, |lost| lost.chars().count());
    text.truncate(end);
    text.push_str(separator);
    text.push_str(ellipsis(limit));
    Some(lost)
}

/// A property that is shorter than the ellipsis gets a part of it.
fn ellipsis(limit: usize) -> &'static str {
    ELLIPSIS.get(..limit.min(ELLIPSIS.len())).unwrap_or_default()
}

/// Returns where to cut so that the ellipsis fits; none when the whole text fits.
fn fitting(text: &str, limit: usize) -> Option<usize> {
    // A text has at most as many code units as bytes.
    if limit == 0 || text.len() <= limit {
        return None;
    }
    let room = limit.saturating_sub(ELLIPSIS.len());
    let (mut units, mut end) = (0, None);
    for (at, character) in text.char_indices() {
        if units + character.len_utf16() > room && end.is_none() {
            end = Some(at);
        }
        units += character.len_utf16();
        if units > limit {
            return end.map(|end| boundary(text, end));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_fits_is_not_changed() {
        for (text, limit) in [("", 1), ("abc", 3), ("abc", 0), ("äöü", 3), ("😀", 2)] {
            assert_eq!(truncate(text, limit), None, "{text} {limit}");
            assert_eq!(truncate_lines(&mut text.to_owned(), limit), None, "{text} {limit}");
        }
    }

    #[test]
    fn a_truncated_text_ends_in_an_ellipsis_and_fits() {
        for (text, limit, expected, lost) in [
            ("abcdef", 5, "ab...", 4),
            ("abcdef", 3, "...", 6),
            ("abcdef", 2, "..", 6),
            // Family of four: seven code points that are one character.
            ("ab👨‍👩‍👧‍👦cdefghij", 12, "ab...", 15),
            // e with a combining accent; a flag.
            ("abe\u{301}cd", 6, "abe\u{301}...", 0),
            ("a🇸🇪bcd", 7, "a...", 5),
        ] {
            match truncate(text, limit) {
                Some((kept, count)) => {
                    assert_eq!((kept.as_str(), count), (expected, lost), "{text}");
                    assert!(length(&kept) <= limit);
                }
                None => assert!(length(text) <= limit, "{text}"),
            }
        }
    }

    #[test]
    fn lines_are_kept_whole_where_that_loses_little() {
        for (text, limit, expected, lost) in [
            ("one\ntwo\nthree", 11, "one\ntwo\n...", 6),
            ("one\nfour and more", 12, "one\nfour ...", 8),
            ("no line breaks", 9, "no lin...", 8),
        ] {
            let mut kept = text.to_owned();
            assert_eq!(truncate_lines(&mut kept, limit), Some(lost), "{text}");
            assert_eq!(kept, expected);
        }
    }
}
