//! Creations with an unknown outcome: what may have been created is searched for patiently before it is created again, and
//! once more afterwards.
//!
//! A server may carry out a request long after it has stopped answering it, and a search may not find new objects at once. So
//! the searches are spread over a minute, with growing waits, and where they stand is part of the saved state. When the creation
//! was made again, the first one is searched for until the second one is found, which shows that the search is up to date. What
//! follows from a search is in `unknown_outcome`.

use serde::Serialize;

use crate::json::from_value::read_struct;

/// Waits before the searches, in milliseconds: after 0.5, 1.5, 4, 10, 25 and 66 seconds.
pub(super) const WAITS: [u32; 6] = [500, 1000, 2500, 6000, 15_000, 41_000];
/// Sum of the waits. Another `settleTime` changes all waits proportionally.
pub(super) const SETTLE_TIME: u32 = 66_000;

/// The search for what a creation with an unknown outcome has created.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub(super) struct Settling {
    /// Number of waits so far.
    pub(super) waits: u32,
    /// Why the outcome is unknown, as a sentence without its full stop.
    pub(super) cause: String,
    /// Lime CRM answered that it succeeded, but not with the object: it is not created again.
    pub(super) unreadable: bool,
    /// The creation was made again, with success.
    pub(super) again: bool,
}

read_struct!(Settling => "struct Settling" { waits, cause, unreadable, again; ; });

impl Settling {
    pub(super) fn new(cause: String) -> Self {
        Self { cause, ..Self::default() }
    }

    /// True before the first wait.
    pub(super) fn is_new(&self) -> bool {
        self.waits == 0
    }
}

/// The nth wait in milliseconds; none when there are no more.
pub(super) fn settle_wait(waits: u32, settle_time: u32) -> Option<u64> {
    let wait = usize::try_from(waits).ok().and_then(|waits| WAITS.get(waits))?;
    Some(u64::from(*wait) * u64::from(settle_time) / u64::from(SETTLE_TIME)).filter(|_| settle_time > 0)
}
