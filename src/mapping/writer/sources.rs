//! The sources of a value that comes from the payload.

use std::borrow::Cow;

use crate::json::pointer::list_of;
use crate::preview::ValueSource;

/// Sources of one value that are kept. The next one stands for all that follow.
const KEPT: usize = 16;

/// Adds the positions of values that the rule at `config` uses.
pub(super) fn add_payload_sources<'a>(
    sources: &mut Vec<ValueSource<'a>>,
    pointers: impl Iterator<Item = Cow<'a, str>>,
    config: &'a str,
) {
    let source = |payload, more| ValueSource::Payload { payload, config: Some(config.into()), more };
    let mut pointers = pointers.fuse();
    sources.extend(pointers.by_ref().take(KEPT).map(|payload| source(payload, None)));
    let Some(next) = pointers.next() else { return };
    sources.push(match pointers.count() {
        0 => source(next, None),
        others => source(list_of(&next).to_owned().into(), Some(1 + others)),
    });
}

/// Adds a constant, unless it is there or there are many.
#[inline(never)]
pub(super) fn add_constant(sources: &mut Vec<ValueSource<'_>>, constant: String) {
    let source = ValueSource::Constant { constant: constant.into() };
    if sources.len() <= 2 * KEPT && !sources.contains(&source) {
        sources.push(source);
    }
}
