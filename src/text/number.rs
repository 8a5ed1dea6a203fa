//! Numbers in texts, if they have only one reading.

use crate::text::decimal::{nearest, plain_text};

/// The number in a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum FromText {
    /// A whole number.
    Whole(i64),
    /// A number with more digits than fit.
    TooLarge,
    /// Any other number; `exact` is false when digits were lost.
    Number { number: f64, exact: bool },
    /// The text has two readings: "1.234" can be 1234 or 1 + 234/1000.
    Ambiguous,
    /// The text is not a number.
    NoNumber,
}

/// Parses a number that a person typed: `1200`, `-3.5`, `3,50`, `1,234.50`, `1.234,50`, `1 234 567`, `1'234.5`.
pub(crate) fn number_from_text(text: &str) -> FromText {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let is_separator = |c: char| matches!(c, '.' | ',' | '\'' | '\u{2019}' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}');
    let starts_and_ends_with_digit =
        digits.starts_with(|c: char| c.is_ascii_digit()) && digits.ends_with(|c: char| c.is_ascii_digit());
    if !starts_and_ends_with_digit || !digits.chars().all(|c| c.is_ascii_digit() || is_separator(c)) {
        return FromText::NoNumber;
    }
    let separators: Vec<char> = digits.chars().filter(|c| is_separator(*c)).collect();
    let groups: Vec<&str> = digits.split(is_separator).collect();
    let (first, last) = (separators.first().copied(), separators.last().copied());
    // The decimal separator is the last separator: a point or comma that differs from all before it.
    let has_decimals = match (separators.as_slice(), last) {
        ([], _) | (_, None) => false,
        ([only @ ('.' | ',')], _) => {
            let (before, after) = digits.split_once(*only).unwrap_or_default();
            let could_be_thousands = after.len() == 3 && before.len() <= 3 && !before.starts_with('0');
            if could_be_thousands {
                return FromText::Ambiguous;
            }
            true
        }
        ([_], _) => false,
        (several, Some(last)) => matches!(last, '.' | ',') && !several.iter().rev().skip(1).any(|other| *other == last),
    };
    let (whole_groups, decimals) = match groups.split_last() {
        Some((decimals, rest)) if has_decimals => (rest, *decimals),
        _ => (groups.as_slice(), ""),
    };
    let thousands = separators.len() - usize::from(has_decimals);
    let grouped_by_one_sign = separators.iter().take(thousands).all(|separator| Some(*separator) == first);
    let groups_of_three = whole_groups.iter().skip(1).all(|group| group.len() == 3)
        && whole_groups.first().is_some_and(|group| thousands == 0 || (1..=3).contains(&group.len()));
    if !grouped_by_one_sign || !groups_of_three {
        return FromText::NoNumber;
    }
    let sign = if negative { "-" } else { "" };
    let whole = whole_groups.concat();
    let decimals = decimals.trim_end_matches('0');
    if decimals.is_empty() {
        return format!("{sign}{whole}").parse().map_or(FromText::TooLarge, FromText::Whole);
    }
    let number = nearest(&format!("{sign}{whole}.{decimals}"));
    if number.is_infinite() {
        return FromText::TooLarge;
    }
    let exact = plain_text(number) == format!("{sign}{}.{decimals}", canonical_whole(&whole));
    FromText::Number { number, exact }
}

/// Removes leading zeros.
fn canonical_whole(digits: &str) -> &str {
    match digits.trim_start_matches('0') {
        "" => "0",
        rest => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_one_reading_are_read() {
        for (text, number) in [
            ("12", 12),
            (" +12 ", 12),
            ("-0", 0),
            ("007", 7),
            ("1,234,567", 1_234_567),
            ("1.234.567", 1_234_567),
            ("1 234", 1234),
            ("1'234'567", 1_234_567),
            ("12.0", 12),
            ("1.234,00", 1234),
            ("\u{2212}5", -5),
            ("9223372036854775807", i64::MAX),
        ] {
            assert_eq!(number_from_text(text), FromText::Whole(number), "{text}");
        }
        for (text, number) in [
            ("3.5", 3.5),
            ("3,50", 3.5),
            ("1,234.5", 1234.5),
            ("1.234,5", 1234.5),
            ("0.125", 0.125),
            ("0,125", 0.125),
            ("1234.567", 1234.567),
            ("-1 234,5", -1234.5),
            ("1'234.75", 1234.75),
        ] {
            assert_eq!(number_from_text(text), FromText::Number { number, exact: true }, "{text}");
        }
    }

    #[test]
    fn numbers_with_two_readings_and_other_texts_are_not_read() {
        for text in ["1.234", "12,345", "999.999"] {
            assert_eq!(number_from_text(text), FromText::Ambiguous, "{text}");
        }
        for text in [
            "",
            "-",
            "1e5",
            "12 apples",
            "1,23,456",
            "1.2.3",
            "1,234.567,8",
            ".5",
            "5.",
            "0x10",
            "1--2",
            "１２",
            "NaN",
            "1234,567,890",
        ] {
            assert_eq!(number_from_text(text), FromText::NoNumber, "{text}");
        }
        assert_eq!(number_from_text("9223372036854775808"), FromText::TooLarge);
        assert_eq!(
            number_from_text("0.12345678901234567890"),
            FromText::Number { number: 0.123_456_789_012_345_68, exact: false }
        );
    }
}
