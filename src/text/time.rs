//! Instants and dates: RFC 3339 is parsed and written.

use std::fmt;
use std::str::FromStr;

use crate::text::digits::push_digits;

/// A point in time, to the nanosecond, from year 0 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant {
    /// Seconds since 1970-01-01T00:00:00Z, without leap seconds.
    pub seconds: i64,
    /// Nanoseconds after that second, 0 to 999,999,999.
    pub nanoseconds: u32,
}

/// A local date and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Civil {
    /// The year, 0 to 9999.
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
    /// 0 to 23.
    pub hour: u32,
    /// 0 to 59.
    pub minute: u32,
    /// 0 to 59.
    pub second: u32,
}

const SECONDS_OF_DAY: i64 = 86_400;
const LAST_SECOND: i64 = 253_402_300_799; // 9999-12-31T23:59:59Z
const FIRST_SECOND: i64 = -62_167_219_200; // 0000-01-01T00:00:00Z

/// Days from 1970-01-01 to a date of the Gregorian calendar.
///
/// Years begin in March here, so that the leap day is their last day. An era is 400 years, which are 146,097 days.
pub(crate) fn days_from_civil(year: i32, month: u32, day: u32) -> i64 {
    let year = i64::from(year) - i64::from(month <= 2);
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let month_from_march = i64::from((month + 9) % 12);
    let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn civil_from_days(days: i64) -> (i32, u32, u32) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    ((era * 400 + year_of_era + i64::from(month <= 2)) as i32, month as u32, day as u32)
}

pub(crate) fn days_of_month(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl Instant {
    /// A number by which instants are ordered, to 32 nanoseconds.
    pub(crate) fn as_key(self) -> u64 {
        /// Seconds from the beginning of year 0, and a day, to 1970.
        const EPOCH: i64 = 62_167_305_600;
        (self.seconds + EPOCH).max(0) as u64 * (1 << 25) + u64::from(self.nanoseconds >> 5)
    }

    /// Reads a Unix time: a number of 9 or 10 digits is in seconds, one of 12 or 13 digits in milliseconds.
    pub(crate) fn of_unix(number: f64) -> Result<Self, NoTime> {
        let milliseconds = match number {
            1e8..1e10 => number * 1e3,
            1e11..1e13 => number,
            _ => return Err(NoTime),
        }
        .round() as i64;
        Ok(Self { seconds: milliseconds / 1_000, nanoseconds: (milliseconds % 1_000) as u32 * 1_000_000 })
    }

    /// The local date and time at an offset from UTC, in seconds.
    pub fn civil(self, offset: i32) -> Civil {
        let local = self.seconds + i64::from(offset);
        let (year, month, day) = civil_from_days(local.div_euclid(SECONDS_OF_DAY));
        let second = local.rem_euclid(SECONDS_OF_DAY) as u32;
        Civil { year, month, day, hour: second / 3600, minute: second / 60 % 60, second: second % 60 }
    }
}

/// RFC 3339 in UTC, with as many decimals of the second as are needed: `2024-02-22T15:48:45.349Z`.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl Instant {
    /// The text of its `Display`.
    pub(crate) fn text(self) -> String {
        let Civil { year, month, day, hour, minute, second } = self.civil(0);
        let mut text = String::with_capacity("2024-02-22T15:48:45.123456789Z".len());
        push_digits(&mut text, year.unsigned_abs(), 4);
        for (before, number) in [('-', month), ('-', day), ('T', hour), (':', minute), (':', second)] {
            text.push(before);
            push_digits(&mut text, number, 2);
        }
        let (decimals, count) = match self.nanoseconds {
            0 => (0, 0),
            n if n % 1_000_000 == 0 => (n / 1_000_000, 3),
            n if n % 1_000 == 0 => (n / 1_000, 6),
            n => (n, 9),
        };
        if count > 0 {
            text.push('.');
            push_digits(&mut text, decimals, count);
        }
        text.push('Z');
        text
    }

    /// Whether a text from which it was parsed is the one of its `Display`. May be false for more than three decimals.
    pub(crate) fn is_written_as(self, text: &str) -> bool {
        let text = text.as_bytes();
        let is_shortest = match text {
            [.., b'.', _, _, _, b'Z'] => text.len() == "2024-02-22T15:48:45.349Z".len() && self.nanoseconds > 0,
            [.., b'Z'] => text.len() == "2024-02-22T15:48:45Z".len(),
            _ => false,
        };
        let is_leap_second = text.get(17..19) == Some(b"60");
        is_shortest && text.get(10) == Some(&b'T') && !is_leap_second
    }
}

/// A text is not a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoTime;

impl fmt::Display for NoTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a time as in RFC 3339 (2024-02-22T15:48:45Z)")
    }
}

impl std::error::Error for NoTime {}

/// Parses RFC 3339. The T can be a space, letters can be in lower case, and the colon of the offset is optional.
impl FromStr for Instant {
    type Err = NoTime;

    fn from_str(text: &str) -> Result<Self, NoTime> {
        let mut rest = Digits(text.as_bytes());
        let (year, month, day) = rest.date().ok_or(NoTime)?;
        let seconds = rest.time_with_offset().ok_or(NoTime)?;
        let nanoseconds = seconds.1;
        let seconds = days_from_civil(year, month, day) * SECONDS_OF_DAY + seconds.0;
        if !rest.0.is_empty() || !(FIRST_SECOND..=LAST_SECOND).contains(&seconds) {
            return Err(NoTime);
        }
        Ok(Self { seconds, nanoseconds })
    }
}

/// Year, month and day of a date: `2024-02-22`.
pub(crate) fn parse_date(text: &str) -> Option<(i32, u32, u32)> {
    let mut rest = Digits(text.as_bytes());
    rest.date().filter(|_| rest.0.is_empty())
}

/// Year, month and day of a day as people write it, if it has one reading: `2024-02-22`, `2024/2/22`, `22.02.2024`.
pub(crate) fn parse_day(text: &str) -> Option<(i32, u32, u32)> {
    parse_date(text).or_else(|| {
        let mut parts = text.split(['.', '/']);
        let (first, month, last) = (parts.next()?, parts.next()?, parts.next()?);
        let (year, day) = match (first.len(), last.len()) {
            (4, _) => (first, last),
            (_, 4) if !text.contains('/') => (last, first),
            _ => return None,
        };
        parse_date(&format!("{year}-{month:0>2}-{day:0>2}")).filter(|_| parts.next().is_none())
    })
}

/// Parses a day and a time of day without an offset, as forms send them: `2024-02-22T15:49`. Returns the day and the seconds
/// since midnight.
pub(crate) fn parse_local_time(text: &str) -> Option<((i32, u32, u32), i64)> {
    let (day, clock) = text.split_once(['T', 't', ' '])?;
    let seconds = if clock.len() == 5 { ":00Z" } else { "Z" };
    let text = ["T", clock, seconds].concat();
    let mut rest = Digits(text.as_bytes());
    let (seconds, _) =
        rest.time_with_offset().filter(|_| rest.0.is_empty() && !clock.contains(['Z', 'z', '+', '-']))?;
    Some((parse_day(day)?, seconds))
}

struct Digits<'t>(&'t [u8]);

impl Digits<'_> {
    /// A number of exactly `count` digits.
    fn number(&mut self, count: usize) -> Option<u32> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        let number = digits
            .iter()
            .try_fold(0_u32, |number, digit| digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0')))?;
        self.0 = rest;
        Some(number)
    }

    fn one_of(&mut self, bytes: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        bytes.contains(first).then(|| {
            self.0 = rest;
            *first
        })
    }

    fn date(&mut self) -> Option<(i32, u32, u32)> {
        let year = i32::try_from(self.number(4)?).ok()?;
        self.one_of(b"-")?;
        let month = self.number(2).filter(|month| (1..=12).contains(month))?;
        self.one_of(b"-")?;
        let day = self.number(2).filter(|day| (1..=days_of_month(year, month)).contains(day))?;
        Some((year, month, day))
    }

    /// `T15:48:45.349+01:00` -> seconds since midnight UTC (can be before or after that day), nanoseconds.
    fn time_with_offset(&mut self) -> Option<(i64, u32)> {
        self.one_of(b"Tt ")?;
        let hour = self.number(2).filter(|hour| *hour < 24)?;
        self.one_of(b":")?;
        let minute = self.number(2).filter(|minute| *minute < 60)?;
        self.one_of(b":")?;
        // A leap second becomes the second before it, as in most systems.
        let second = self.number(2).filter(|second| *second <= 60)?.min(59);
        let mut nanoseconds = 0;
        if self.one_of(b".").is_some() {
            let mut unit = 100_000_000;
            let mut count = 0;
            while let Some(digit) = self.number(1) {
                nanoseconds += digit * unit;
                unit /= 10;
                count += 1;
            }
            if count == 0 {
                return None;
            }
        }
        let offset = match self.one_of(b"Zz+-")? {
            b'Z' | b'z' => 0,
            sign => {
                let hours = self.number(2).filter(|hours| *hours < 24)?;
                _ = self.one_of(b":");
                let minutes = self.number(2).filter(|minutes| *minutes < 60)?;
                let offset = i64::from(hours * 3600 + minutes * 60);
                if sign == b'-' { -offset } else { offset }
            }
        };
        Some((i64::from(hour * 3600 + minute * 60 + second) - offset, nanoseconds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_need_not_be_written_again_is_the_one_that_would_be_written() {
        for (text, is_same) in [
            ("2024-02-22T15:48:45.349Z", true),
            ("2024-02-22T15:48:45Z", true),
            ("2024-02-22T15:48:45.000Z", false),
            ("2024-02-22T15:48:60.349Z", false),
            ("2024-02-22T15:48:60Z", false),
            ("2024-02-22 15:48:45.349Z", false),
            ("2024-02-22t15:48:45Z", false),
            ("2024-02-22T15:48:45.349z", false),
            ("2024-02-22T15:48:45.3Z", false),
            ("2024-02-22T15:48:45.34Z", false),
            ("2024-02-22T15:48:45+01:00", false),
        ] {
            let instant: Instant = text.parse().unwrap();
            assert_eq!(instant.is_written_as(text), is_same, "{text}");
            assert_eq!(instant.text() == text, is_same, "{text}");
        }
    }

    #[test]
    fn times_are_read_and_written_in_utc() {
        for (text, utc) in [
            ("2024-02-22T15:48:45.349Z", "2024-02-22T15:48:45.349Z"),
            ("2023-05-17T11:21:12.507000+02:00", "2023-05-17T09:21:12.507Z"),
            ("2024-02-29 23:30:00-0130", "2024-03-01T01:00:00Z"),
            ("2000-01-01t00:00:00.000001z", "2000-01-01T00:00:00.000001Z"),
            ("1969-12-31T23:59:59.1234567891Z", "1969-12-31T23:59:59.123456789Z"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
            ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
        ] {
            assert_eq!(text.parse::<Instant>().unwrap().to_string(), utc, "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "2024",
            "2024-02-22",
            "2024-02-30T00:00:00Z",
            "2023-02-29T00:00:00Z",
            "2024-13-01T00:00:00Z",
            "2024-02-22T24:00:00Z",
            "2024-02-22T23:60:00Z",
            "2024-02-22T23:00:61Z",
            "2024-02-22T23:00:00",
            "2024-02-22T23:00:00.Z",
            "2024-02-22T23:00:00Zx",
            "2024-02-22T23:00:00+24:00",
            "0000-01-01T00:00:00+01:00",
            "9999-12-31T23:59:59-00:01",
            "２０２４-02-22T23:00:00Z",
        ] {
            assert_eq!(text.parse::<Instant>(), Err(NoTime), "{text}");
        }
    }

    #[test]
    fn unix_times_are_in_seconds_or_milliseconds() {
        for (number, utc) in [
            (1_772_359_200.0, Some("2026-03-01T10:00:00Z")),
            (1_772_359_200.25, Some("2026-03-01T10:00:00.250Z")),
            (1_772_359_200_250.0, Some("2026-03-01T10:00:00.250Z")),
            (999_999_999.0, Some("2001-09-09T01:46:39Z")),
            (42.0, None),
            (0.0, None),
            (-1_772_359_200.0, None),
            (17_723_592_000.0, None),
            (1_772_359_200_000_000.0, None),
            (f64::NAN, None),
        ] {
            assert_eq!(Instant::of_unix(number).ok().map(|instant| instant.to_string()).as_deref(), utc, "{number}");
        }
    }

    #[test]
    fn days_and_dates_are_each_others_inverse() {
        for days in (-719_528..2_932_896).step_by(17) {
            let (year, month, day) = civil_from_days(days);
            assert_eq!(days_from_civil(year, month, day), days);
            assert!((1..=12).contains(&month) && (1..=days_of_month(year, month)).contains(&day));
        }
        assert_eq!(civil_from_days(0), (1970, 1, 1));
        for day in ["2024-02-29", "2024/02/29", "2024/2/29", "29.02.2024", "29.2.2024", "2024.02.29"] {
            assert_eq!(parse_day(day), Some((2024, 2, 29)), "{day}");
        }
        for day in
            ["29/02/2024", "02/29/2024", "29.02.24", "30.02.2024", "1.2.2024.", "1.2", "29-02-2024", "+1.02.2024"]
        {
            assert_eq!(parse_day(day), None, "{day}");
        }
        assert_eq!(parse_local_time("2024-02-29T15:49"), Some(((2024, 2, 29), 56_940)));
        assert_eq!(parse_local_time("29.02.2024 15:49:08.5"), Some(((2024, 2, 29), 56_948)));
        for text in ["2024-02-29", "2024-02-29T", "2024-02-29T24:00", "2024-02-29T15:49Z", "2024-02-29T15:49+01:00"] {
            assert_eq!(parse_local_time(text), None, "{text}");
        }
        assert_eq!(parse_date("2024-02-29"), Some((2024, 2, 29)));
        assert_eq!(parse_date("2024-02-29T"), None);
    }
}
