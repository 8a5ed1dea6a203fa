//! The rules of the IANA time zones from 2010 on: UTC offset and abbreviation of an instant.

use super::table::{CHANGES, NAMES, OFFSETS, RULES};
use crate::text::varint::numbers;

/// An offset from UTC and its abbreviation.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Offset {
    /// Offset from UTC in seconds.
    pub(super) offset: i32,
    /// `CEST`, or `+03` for zones without an abbreviation.
    pub(super) abbreviation: &'static str,
}

/// The rules of a time zone. Zones that have been the same since 2010 have the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rules {
    // Offsets with the instant of their end, in order; after the last the rule applies.
    pub(super) until: Vec<(i64, &'static Offset)>,
    pub(super) standard: &'static Offset,
    pub(super) summer: Option<Summer>,
}

// A yearly change to another offset and back. In Europe/Dublin the other offset is that of the winter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Summer {
    pub(super) local: &'static Offset,
    pub(super) from: &'static Change,
    pub(super) to: &'static Change,
}

// The first such weekday on or after a day of the year, and the second of that day in local time before the
// change. It can be negative or exceed a day.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Change {
    day: i64,
    weekday: i64,
    second: i64,
}

const DAY: i64 = 86_400;
// The calendar, weekdays included, repeats after 400 years.
const CYCLE: i64 = 146_097;

/// The rules of the zone with this name, ignoring case. Links such as `US/Pacific` are names, too.
pub(super) fn find(name: &str) -> Option<Rules> {
    let has = |names: &&str| names.split(' ').any(|known| known.eq_ignore_ascii_case(name));
    let before = NAMES.iter().position(has)?;
    let mut numbers = numbers(RULES);
    for _ in 0..before {
        unpacked(&mut numbers)?;
    }
    unpacked(&mut numbers)
}

/// The next rules of the table.
fn unpacked(numbers: &mut impl Iterator<Item = u32>) -> Option<Rules> {
    let mut next = || numbers.next().map(|number| number as usize);
    let mut end = 0;
    let ends: Vec<_> = (0..next()?)
        .map_while(|_| {
            end += next()? as i64 * 60;
            Some(end)
        })
        .collect();
    let until = ends.into_iter().map_while(|end| Some((end, OFFSETS.get(next()?)?))).collect();
    let standard = OFFSETS.get(next()?)?;
    let summer = match next()?.checked_sub(1) {
        Some(local) => {
            Some(Summer { local: OFFSETS.get(local)?, from: CHANGES.get(next()?)?, to: CHANGES.get(next()?)? })
        }
        None => None,
    };
    Some(Rules { until, standard, summer })
}

impl Rules {
    /// The offset at an instant, in seconds since 1970 in UTC.
    ///
    /// Before 2010 it is the offset at the start of 2010 if the rule of the zone has changed since, otherwise the
    /// offset by today's rule.
    pub(super) fn at(&self, seconds: i64) -> &'static Offset {
        let past = self.until.iter().find(|(until, _)| seconds < *until);
        if let Some((_, local)) = past {
            return local;
        }
        match &self.summer {
            Some(summer) if summer.holds(seconds, self.standard.offset) => summer.local,
            _ => self.standard,
        }
    }
}

impl Summer {
    fn holds(&self, seconds: i64, standard: i32) -> bool {
        let seconds = seconds.rem_euclid(CYCLE * DAY) + i64::from(standard);
        let days = seconds.div_euclid(DAY);
        let mut year = 1970 + days * 400 / CYCLE;
        if days < first_day(year) {
            year -= 1;
        } else if days >= first_day(year + 1) {
            year += 1;
        }
        let now = seconds - first_day(year) * DAY;
        let from = self.from.second_of(year);
        let to = self.to.second_of(year) + i64::from(standard) - i64::from(self.local.offset);
        if from < to { from <= now && now < to } else { now < to || from <= now }
    }
}

impl Change {
    // POSIX's `Mmonth.week.weekday`, in which week 5 is the month's last; not for the last in February.
    pub(super) const fn new(month: u8, week: u8, weekday: u8, second: i32) -> Self {
        let (first, length) = match month {
            1 => (0, 31),
            2 => (31, 28),
            3 => (59, 31),
            4 => (90, 30),
            5 => (120, 31),
            6 => (151, 30),
            7 => (181, 31),
            8 => (212, 31),
            9 => (243, 30),
            10 => (273, 31),
            11 => (304, 30),
            _ => (334, 31),
        };
        let after = if week < 5 { (week as i64 - 1) * 7 } else { length - 7 };
        Self { day: first + after, weekday: weekday as i64, second: second as i64 }
    }

    // Counted from the start of the year.
    fn second_of(&self, year: i64) -> i64 {
        let first = first_day(year);
        let leap = first_day(year + 1) - first - 365;
        let day = if self.day < 59 { self.day } else { self.day + leap };
        // 1970-01-01 was a Thursday.
        let wait = (self.weekday - 4 - first - day).rem_euclid(7);
        (day + wait) * DAY + self.second
    }
}

// 1 January, in days since 1970.
const fn first_day(year: i64) -> i64 {
    let past = year - 1;
    past * 365 + past / 4 - past / 100 + past / 400 - 719_162
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_falls_on_the_right_day_of_the_year() {
        // In 2024 and 2025: the day of the year, counted from 0, of a weekday (0 is Sunday) in a week of a month.
        for (month, week, weekday, leap, common) in [
            (1, 1, 1, 0, 5),
            (2, 2, 6, 40, 38),
            (3, 5, 0, 90, 88),
            (4, 1, 0, 97, 95),
            (5, 5, 5, 151, 149),
            (6, 3, 4, 171, 169),
            (7, 1, 0, 188, 186),
            (8, 5, 6, 243, 241),
            (9, 1, 0, 244, 249),
            (10, 5, 0, 300, 298),
            (11, 1, 0, 307, 305),
            (12, 5, 2, 365, 363),
        ] {
            let change = Change::new(month, week, weekday, 7200);
            assert_eq!(change.second_of(2024), leap * DAY + 7200, "2024-{month}");
            assert_eq!(change.second_of(2025), common * DAY + 7200, "2025-{month}");
        }
    }
}
