//! Decimal numbers: the nearest number of a text, and the shortest text of a number.
//!
//! One reader and one writer serve payloads, configurations, texts and results, because each that the standard library
//! and serde_json bring with them has tables of 5 to 10 kB, which do not compress. Both are exact. Common numbers take a short
//! way; the others are computed with integers of any length, whose cost is bounded.

use std::cmp::Ordering;
use std::f64::consts::LOG10_2;

/// Powers of ten that a number holds exactly.
const EXACT_POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];
/// Up to this integer, a number holds all integers exactly.
const MAX_EXACT: u64 = 1 << 53;
/// Bits of a significand.
const SIGNIFICAND_BITS: u32 = 53;
/// Exponent of the last bit of the smallest numbers.
const MIN_EXPONENT: i32 = -1074;
/// More significant digits never decide between two neighboring numbers, except by being there.
const MAX_DIGITS: usize = 770;
/// Digits that a `u64` always has room for.
const DIGITS_OF_U64: usize = 19;

/// A number of a JSON text.
#[derive(Debug, PartialEq)]
pub(crate) enum Number {
    /// A whole number, in whatever form it is written: `12`, `12.0`, `1.2e1`, `-0`.
    Whole(i64),
    /// A number whose shortest digits are those of the text.
    Kept(f64),
    /// A number that a 64-bit float does not keep.
    Lost,
}

/// Reads a number as JSON has it.
pub(crate) fn read_number(text: &str) -> Number {
    if let Ok(integer) = text.parse() {
        return Number::Whole(integer);
    }
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (mut significand, mut exponent, is_cut) = {
        let decimal = Decimal::of(digits);
        (decimal.significand, decimal.exponent, decimal.is_cut)
    };
    if is_cut {
        return Number::Lost;
    }
    while significand != 0 && significand.is_multiple_of(10) {
        significand /= 10;
        exponent += 1;
    }
    if significand == 0 {
        return Number::Whole(0);
    }
    let whole = u32::try_from(exponent)
        .ok()
        .and_then(|exponent| 10_i64.checked_pow(exponent)?.checked_mul(i64::try_from(significand).ok()?));
    if let Some(whole) = whole {
        return Number::Whole(if negative { -whole } else { whole });
    }
    let number = nearest(digits);
    if number == 0.0 || number.is_infinite() || !keeps(number, significand, exponent) {
        return Number::Lost;
    }
    Number::Kept(if negative { -number } else { number })
}

/// Whether the shortest digits of a number are `significand` × 10^`exponent`, which does not end in zeros.
#[cold]
#[inline(never)]
fn keeps(number: f64, significand: u64, exponent: i64) -> bool {
    // Up to 15 digits are kept by every number that has all its bits.
    if significand < 1_000_000_000_000_000 && number >= f64::MIN_POSITIVE {
        return true;
    }
    // Of two decimals that are equally near, others write the other one.
    [Tie::Even, Tie::Up].into_iter().any(|tie| {
        let (mut digits, mut power) = shortest(number, tie);
        while digits.is_multiple_of(10) {
            digits /= 10;
            power += 1;
        }
        digits == significand && i64::from(power) == exponent
    })
}

/// Returns the number nearest to a decimal text as JSON has it; infinite when it is out of range.
#[inline(never)]
pub(crate) fn nearest(text: &str) -> f64 {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let decimal = Decimal::of(text);
    let digits = || significant_digits(text).0;
    let count = digits().count();
    let exact = || {
        let mut exact = Natural::default();
        for digit in digits().take(MAX_DIGITS) {
            exact.multiply_add(10, u32::from(digit - b'0'));
        }
        // What follows counts only if it is more than nothing.
        if digits().skip(MAX_DIGITS).any(|digit| digit != b'0') {
            exact.multiply_add(10, 1);
        }
        let rest = count.saturating_sub(DIGITS_OF_U64) as i64 - count.saturating_sub(MAX_DIGITS) as i64;
        let more = i64::from(digits().skip(MAX_DIGITS).any(|digit| digit != b'0'));
        (exact, decimal.exponent - rest - more)
    };
    let number = decimal.nearest(&exact);
    if negative { -number } else { number }
}

/// Reads the digits of an exponent. The largest are far out of range with any significand that fits into memory.
fn exponent_of(text: &str) -> i64 {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text.trim_start_matches('+')), |rest| (true, rest));
    let value = digits.bytes().fold(0_i64, |value, digit| (value * 10 + i64::from(digit - b'0')).min(1 << 40));
    if negative { -value } else { value }
}

/// `significand` × 10^`exponent`, and a little more if digits were cut off.
#[derive(Clone, Copy, Default)]
struct Decimal {
    significand: u64,
    exponent: i64,
    is_cut: bool,
}

/// The digits of a decimal text without sign, from the first that is not zero, and the exponent of the last.
fn significant_digits(text: &str) -> (impl Iterator<Item = u8>, i64) {
    let end = text.bytes().position(|byte| byte | 0x20 == b'e').unwrap_or(text.len());
    let significand = text.get(..end).unwrap_or_default().as_bytes();
    let decimals = significand.iter().rev().position(|byte| *byte == b'.').unwrap_or_default();
    let digits = significand.iter().copied().filter(|byte| *byte != b'.').skip_while(|digit| *digit == b'0');
    (digits, exponent_of(text.get(end + 1..).unwrap_or_default()) - decimals as i64)
}

impl Decimal {
    /// Reads a decimal text without sign.
    #[inline(never)]
    fn of(text: &str) -> Self {
        let (digits, exponent) = significant_digits(text);
        let mut decimal = Decimal { exponent, ..Decimal::default() };
        for (count, digit) in digits.enumerate() {
            if count < DIGITS_OF_U64 {
                decimal.significand = decimal.significand * 10 + u64::from(digit - b'0');
            } else {
                decimal.exponent += 1;
                decimal.is_cut |= digit != b'0';
            }
        }
        decimal
    }

    /// `exact` gives all digits and their exponent.
    fn nearest(self, exact: &dyn Fn() -> (Natural, i64)) -> f64 {
        if self.significand == 0 || self.exponent < -400 {
            return 0.0;
        }
        if self.exponent > 310 {
            return f64::INFINITY;
        }
        let exponent = self.exponent as i32;
        if let Some(power) = EXACT_POWERS.get(exponent.unsigned_abs() as usize)
            && self.significand <= MAX_EXACT
            && !self.is_cut
        {
            let significand = self.significand as f64;
            return if exponent < 0 { significand / power } else { significand * power };
        }
        let scaled = Scaled::power_of_ten(exponent).times(Scaled::of(self.significand, u64::from(self.is_cut)));
        let shift = (i64::from(SIGNIFICAND_BITS) - 64).unsigned_abs() as i32;
        let shift = shift.max(MIN_EXPONENT - scaled.exponent);
        if shift > 63 {
            // Less than the smallest number, or close to half of it.
            return self.decide(0, MIN_EXPONENT, exact);
        }
        let (below, half) = (scaled.significand >> shift, 1_u64 << (shift - 1));
        let rest = scaled.significand & ((half << 1).wrapping_sub(1));
        if rest.abs_diff(half) <= scaled.error {
            return self.decide(below, scaled.exponent + shift, exact);
        }
        number(below + u64::from(rest > half), scaled.exponent + shift)
    }

    /// Chooses between `below` × 2^`exponent` and the next number by comparing all digits with the middle of the two.
    #[cold]
    fn decide(self, below: u64, exponent: i32, exact: &dyn Fn() -> (Natural, i64)) -> f64 {
        let (mut digits, power) = exact();
        let mut middle = Natural::from(below * 2 + 1);
        let (power, exponent) = (power as i32, exponent - 1);
        if power < 0 {
            middle.multiply_by_power_of_five(power.unsigned_abs());
        } else {
            digits.multiply_by_power_of_five(power.unsigned_abs());
        }
        // 10^power is 5^power × 2^power.
        if exponent > power {
            middle.shift_left(exponent.abs_diff(power));
        } else {
            digits.shift_left(exponent.abs_diff(power));
        }
        let up = match digits.compare(&middle) {
            Ordering::Less => 0,
            Ordering::Equal => below & 1,
            Ordering::Greater => 1,
        };
        number(below + up, exponent + 1)
    }
}

/// Returns `significand` × 2^`exponent`, which is a number or out of range.
fn number(significand: u64, exponent: i32) -> f64 {
    // Both factors and the result are exact. Two powers, because one alone can be out of range.
    let half = exponent / 2;
    significand as f64 * power_of_two(half) * power_of_two(exponent - half)
}

fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(((exponent.clamp(-1022, 1023) + 1023) as u64) << 52)
}

/// `significand` × 2^`exponent`, where the significand has 64 bits and is wrong by less than `error`.
#[derive(Clone, Copy)]
struct Scaled {
    significand: u64,
    exponent: i32,
    error: u64,
}

impl Scaled {
    const fn of(significand: u64, error: u64) -> Self {
        let shift = significand.leading_zeros();
        Self { significand: significand << shift, exponent: -(shift as i32), error: error << shift }
    }

    const fn times(self, other: Self) -> Self {
        let product = self.significand as u128 * other.significand as u128;
        let exponent = self.exponent + other.exponent + 64;
        let exact = product as u64 == 0 && self.error == 0 && other.error == 0;
        let error = if exact { 0 } else { self.error + other.error + 2 };
        if product >> 127 == 1 {
            Self { significand: (product >> 64) as u64, exponent, error }
        } else {
            Self { significand: (product >> 63) as u64, exponent: exponent - 1, error: error * 2 }
        }
    }

    fn power_of_ten(exponent: i32) -> Self {
        /// Ten, or a tenth, to the power of 1, 2, 4 and so on.
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
        const fn squares(first: Scaled) -> [Scaled; 9] {
            let mut squares = [first; 9];
            let mut at = 1;
            while at < squares.len() {
                squares[at] = squares[at - 1].times(squares[at - 1]);
                at += 1;
            }
            squares
        }
        const TEN: [Scaled; 9] = squares(Scaled::of(10, 0));
        // 2^67 / 10, rounded down.
        const TENTH: [Scaled; 9] = squares(Scaled { significand: 0xCCCC_CCCC_CCCC_CCCC, exponent: -67, error: 1 });
        let squares = if exponent < 0 { TENTH } else { TEN };
        let bits = exponent.unsigned_abs();
        (0..)
            .zip(squares)
            .filter(|(bit, _)| bits >> bit & 1 == 1)
            .fold(Scaled::of(1, 0), |power, (_, square)| power.times(square))
    }
}

/// A natural number of any length, the lowest 32 bits first.
#[derive(Default)]
struct Natural(Vec<u32>);

impl From<u64> for Natural {
    fn from(value: u64) -> Self {
        Self(vec![value as u32, (value >> 32) as u32])
    }
}

impl Natural {
    fn multiply_add(&mut self, factor: u32, summand: u32) {
        let mut carry = u64::from(summand);
        for part in &mut self.0 {
            carry += u64::from(*part) * u64::from(factor);
            *part = carry as u32;
            carry >>= 32;
        }
        if carry != 0 {
            self.0.push(carry as u32);
        }
    }

    fn multiply_by_power_of_five(&mut self, mut exponent: u32) {
        const STEP: u32 = 13; // 5^13 has 31 bits.
        while exponent > 0 {
            let step = exponent.min(STEP);
            self.multiply_add(5_u32.pow(step), 0);
            exponent -= step;
        }
    }

    fn shift_left(&mut self, bits: u32) {
        self.multiply_add(1 << (bits % 32), 0);
        let mut shifted = vec![0; bits as usize / 32];
        shifted.append(&mut self.0);
        self.0 = shifted;
    }

    /// Divides by 2^`bits`. Returns whether there was a remainder.
    fn shift_right(&mut self, bits: u32) -> bool {
        let lost: Vec<u32> = self.0.drain(..self.0.len().min(bits as usize / 32)).collect();
        let rest = if bits.is_multiple_of(32) { 0 } else { self.divide(1 << (bits % 32)) };
        rest != 0 || lost.iter().any(|part| *part != 0)
    }

    /// Divides, and returns the remainder.
    fn divide(&mut self, divisor: u32) -> u32 {
        let mut rest = 0_u64;
        for part in self.0.iter_mut().rev() {
            let dividend = rest << 32 | u64::from(*part);
            *part = (dividend / u64::from(divisor)) as u32;
            rest = dividend % u64::from(divisor);
        }
        rest as u32
    }

    fn compare(&self, other: &Self) -> Ordering {
        let length = self.0.len().max(other.0.len());
        let part = |parts: &[u32], at: usize| parts.get(at).copied().unwrap_or_default();
        (0..length)
            .rev()
            .map(|at| part(&self.0, at).cmp(&part(&other.0, at)))
            .find(|ordering| ordering.is_ne())
            .unwrap_or(Ordering::Equal)
    }

    /// The lowest 64 bits.
    fn low(&self) -> u64 {
        self.0.iter().take(2).rev().fold(0, |value, part| value << 32 | u64::from(*part))
    }
}

/// Which decimal is written when two are equally near.
#[derive(Clone, Copy, PartialEq)]
enum Tie {
    /// The one with the even digit, as serde_json.
    Even,
    /// The greater one, as `Display`.
    Up,
}

/// Returns the shortest decimal that reads back as the number, as an integer and a power of ten. Of several, the nearest.
fn shortest(number: f64, tie: Tie) -> (u64, i32) {
    // Up to 15 digits, each decimal is another number, so the first that fits is the only one.
    if (1e-5..1e15).contains(&number) {
        for (decimals, power) in (0..).zip(EXACT_POWERS) {
            let scaled = number * power;
            if scaled >= 1e15 {
                break;
            }
            let digits = (scaled + 0.5) as u64;
            if digits as f64 / power == number {
                return (digits, -decimals);
            }
        }
    }
    shortest_of_any(number, tie)
}

#[cold]
fn shortest_of_any(number: f64, tie: Tie) -> (u64, i32) {
    let (significand, exponent) = parts(number);
    // 18 or 19 digits.
    let bits = exponent + significand.ilog2() as i32;
    let power = 17 - (f64::from(bits) * LOG10_2).floor() as i32;
    let mut exact = Natural::from(significand);
    let mut is_cut = false;
    if power >= 0 {
        exact.multiply_by_power_of_five(power.unsigned_abs());
        let shift = exponent + power;
        if shift < 0 {
            is_cut = exact.shift_right(shift.unsigned_abs());
        } else {
            exact.shift_left(shift.unsigned_abs());
        }
    } else {
        exact.shift_left(exponent.unsigned_abs());
        for _ in 0..power.unsigned_abs() {
            is_cut |= exact.divide(10) != 0;
        }
    }
    let exact = exact.low();
    let mut unit = 10_u64.pow(exact.ilog10());
    let mut left_out = exact.ilog10() as i32 - power;
    loop {
        let (below, rest) = (exact / unit, exact % unit);
        let up = match (rest * 2).cmp(&unit) {
            Ordering::Less => 0,
            Ordering::Equal => u64::from(is_cut || tie == Tie::Up) | below & 1,
            Ordering::Greater => 1,
        };
        // Below a power of two, numbers are closer to each other than above, so the farther decimal can be the one that fits.
        let candidates = [below + up, below + 1];
        let fitting = candidates.into_iter().find(|digits| {
            let decimal = Decimal { significand: *digits, exponent: i64::from(left_out), is_cut: false };
            decimal.nearest(&|| (Natural::from(*digits), i64::from(left_out))) == number
        });
        match fitting {
            Some(digits) => return (digits, left_out),
            None if unit == 1 => return (exact, -power),
            None => {
                unit /= 10;
                left_out -= 1;
            }
        }
    }
}

/// Returns a positive number as `significand` × 2^`exponent`.
fn parts(number: f64) -> (u64, i32) {
    let bits = number.to_bits();
    let (significand, exponent) = (bits & ((1 << 52) - 1), (bits >> 52) as i32);
    if exponent == 0 { (significand, MIN_EXPONENT) } else { (significand | 1 << 52, exponent + MIN_EXPONENT - 1) }
}

/// The shortest digits of a number, as they are written.
struct Digits {
    negative: bool,
    digits: String,
    /// Digits before the decimal point; negative when zeros follow it.
    point: i32,
}

impl Digits {
    fn of(number: f64, tie: Tie) -> Self {
        let (digits, exponent) = if number == 0.0 { (0, 0) } else { shortest(number.abs(), tie) };
        let mut digits = digits.to_string();
        let point = digits.len() as i32 + exponent;
        digits.truncate(digits.trim_end_matches('0').len().max(1));
        Self { negative: number.is_sign_negative(), digits, point }
    }

    fn sign(&self) -> &'static str {
        if self.negative { "-" } else { "" }
    }

    /// All digits, with a decimal point if there are decimals.
    fn plain(&self) -> String {
        let mut text = self.sign().to_owned();
        let zeros = |count: usize| std::iter::repeat_n('0', count);
        match usize::try_from(self.point) {
            Ok(point @ 1..) => match self.digits.split_at_checked(point) {
                Some((whole, decimals)) if !decimals.is_empty() => {
                    text.push_str(whole);
                    text.push('.');
                    text.push_str(decimals);
                }
                _ => {
                    text.push_str(&self.digits);
                    text.extend(zeros(point - self.digits.len()));
                }
            },
            _ => {
                text.push_str("0.");
                text.extend(zeros(self.point.unsigned_abs() as usize));
                text.push_str(&self.digits);
            }
        }
        text
    }
}

/// A number without exponent, as `Display` writes it: `12.5`, and `12.0` as `12`.
pub(crate) fn plain_text(number: f64) -> String {
    Digits::of(number, Tie::Up).plain()
}

/// A number as JavaScript writes it where a text is expected: without exponent unless it has more than 21 digits or many zeros.
#[inline(never)]
pub(crate) fn short_text(number: f64) -> String {
    if number == 0.0 || (1e-6..1e21).contains(&number.abs()) { plain_text(number) } else { json_text(number) }
}

/// A finite number as serde_json writes it: `12.5`, `12.0`, `1e+21`.
pub(crate) fn json_text(number: f64) -> String {
    let digits = Digits::of(number, Tie::Even);
    let exponent = digits.point - 1;
    if (-5..16).contains(&exponent) {
        let mut text = digits.plain();
        if !text.contains('.') {
            text.push_str(".0");
        }
        return text;
    }
    let (first, rest) = digits.digits.split_at_checked(1).unwrap_or_default();
    let point = if rest.is_empty() { "" } else { "." };
    format!("{}{first}{point}{rest}e{exponent:+}", digits.sign())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check_written(number: f64) {
        assert_eq!(plain_text(number), format!("{number}"));
        assert_eq!(json_text(number), serde_json::to_string(&number).unwrap());
        assert_eq!(nearest(&json_text(number)).to_bits(), number.to_bits());
    }

    fn check_read(text: &str) {
        assert_eq!(nearest(text).to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
    }

    #[test]
    fn numbers_around_powers_of_two_are_written_as_by_others() {
        for exponent in -1074..=1023 {
            for distance in -1..=1 {
                let number = f64::from_bits(2_f64.powi(exponent).to_bits().wrapping_add_signed(distance));
                if number.is_finite() {
                    check_written(number);
                    check_written(-number);
                }
            }
        }
        for number in [0.0, -0.0, f64::MAX, f64::MIN_POSITIVE, 0.1 + 0.2, 1e15, 1e16, 1e-5, 9.999e-6, 123_456.0] {
            check_written(number);
        }
    }

    #[test]
    fn texts_around_the_middle_of_two_numbers_are_read_as_by_others() {
        for significand in [
            "1",
            "17976931348623158",
            "17976931348623159",
            "24703282292062327",
            "24703282292062328",
            "9007199254740993",
            "9007199254740992.99999999999999999999999",
            "9007199254740993.00000000000000000000001",
            "0.000000000000000000000000000000001",
        ] {
            for exponent in -400..=330 {
                check_read(&format!("{significand}e{exponent}"));
            }
        }
        // More digits than are compared: the middle of two numbers, and a little more.
        let middle = format!("{:.1080}", f64::from_bits(5)).replace("7", "6");
        for end in ["", "0", "1"] {
            check_read(&format!("{middle}{end}"));
            check_read(&format!("9007199254740993.{}{end}", "0".repeat(800)));
        }
    }

    proptest! {
        #[test]
        fn numbers_are_written_as_by_others(bits: u64) {
            let number = f64::from_bits(bits);
            if number.is_finite() {
                check_written(number);
                check_read(&format!("{number}"));
            }
        }

        #[test]
        fn short_numbers_are_written_as_by_others(digits in 0..1_000_000_u32, exponent in -25..25) {
            check_written(format!("{digits}e{exponent}").parse().unwrap());
        }

        #[test]
        fn texts_are_read_as_by_others(text in "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?") {
            check_read(&text);
        }
    }
}
