//! The sources of a value that comes from the payload.

use std::borrow::Cow;

use crate::json::pointer::list_of;
use crate::preview::ValueSource;

/// Sources of one value that are kept. The next one stands for all that follow.
const KEPT: usize = 16;

/// Adds the positions of values that the rule at `config` uses.
#[inline(never)]
pub(super) fn add_payload_sources<'a>(
    sources: &mut Vec<ValueSource<'a>>,
    pointers: &mut dyn ExactSizeIterator<Item = Cow<'a, str>>,
    config: &'a str,
) {
    let others = pointers.len().saturating_sub(KEPT);
    for (index, mut payload) in pointers.take(KEPT + 1).enumerate() {
        let more = Some(others).filter(|others| index == KEPT && *others > 1);
        if more.is_some() {
            payload = list_of(&payload).to_owned().into();
        }
        sources.push(ValueSource::Payload { payload, config: Some(config.into()), more });
    }
}

/// Adds a constant, unless it is there or there are many.
#[inline(never)]
pub(super) fn add_constant(sources: &mut Vec<ValueSource<'_>>, constant: String) {
    let source = ValueSource::Constant { constant: constant.into() };
    if sources.len() <= 2 * KEPT && !sources.contains(&source) {
        sources.push(source);
    }
}
