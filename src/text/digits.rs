//! Digits of numbers with leading zeros, for texts that are written without the formatting of the standard library.

/// Appends a number with `count` digits; more digits of it are left out.
pub(crate) fn push_digits(text: &mut String, number: u32, count: u32) {
    for place in (0..count).rev() {
        let digit = number / 10_u32.saturating_pow(place) % 10;
        text.push(char::from_digit(digit, 10).unwrap_or('0'));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_as_many_digits_as_asked_for() {
        for (number, count, digits) in
            [(7, 2, "07"), (2024, 4, "2024"), (123, 2, "23"), (5, 9, "000000005"), (0, 0, "")]
        {
            let mut text = String::new();
            push_digits(&mut text, number, count);
            assert_eq!(text, digits);
        }
    }
}
