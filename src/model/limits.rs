//! Limits of the databases behind Lime CRM: one table for all property types.
//!
//! Lime does not publish them. They are assumptions, from what SQL Server and its usual column types keep; a customer's
//! database can be wider. `docs/property-types.md` has the same table.

use std::ops::RangeInclusive;

/// First day that a date or time can have. An earlier one is refused.
pub(crate) const FIRST_DAY: &str = "1753-01-01";

/// Whole numbers that an integer property keeps: 32 bits. Ids are whole numbers, too.
pub(crate) const INTEGERS: RangeInclusive<i64> = i32::MIN as i64..=i32::MAX as i64;

/// Percentages that a percent property is meant for.
pub(crate) const PERCENTAGES: RangeInclusive<f64> = 0.0..=100.0;

/// Significant digits that a decimal keeps.
pub(crate) const DECIMAL_DIGITS: usize = 15;

/// Lime's own length from which on a text is unlimited.
pub(crate) const UNLIMITED_LENGTH: usize = 10_000;

/// Length that a property needs at least for the id of a conversation and that of a send.
pub(crate) const MIN_KEY_LENGTH: usize = 64;
