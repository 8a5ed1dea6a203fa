//! Deliveries whose requests meet two faults.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use userlike_limeobject::Action;

use super::{Execution, Fault, Lime, Machine};

/// Every pair of faults: each of the requests `first` with each fault, then each of the `distance` requests after it with each
/// fault. `outcome` says what a delivery left at its end, and `check` judges it, for each pair.
///
/// Pairs share what they have in common. The requests before a fault are sent once, and a savepoint keeps their effects. After
/// the second fault, the outcome depends on the state of the delivery, its next action, and what was written to Lime CRM: once
/// the outcome is known, the requests are not repeated.
pub fn each_pair<M: Machine + Clone, O: Clone>(
    delivery: M,
    lime: &mut Lime,
    first: Range<usize>,
    distance: usize,
    mut outcome: impl FnMut(Action<M::Output>, &mut Lime) -> O,
    mut check: impl FnMut([(usize, Fault); 2], &O),
) {
    let mut known = HashMap::new();
    let mut before_first = Execution::new(delivery);
    for at in 0..first.end {
        for fault in Fault::ALL.into_iter().filter(|_| first.contains(&at)) {
            lime.with_savepoint(|lime| {
                let mut before_second = before_first.clone();
                let mut end = before_second.request(lime, Some(fault)).map(|end| outcome(end, lime));
                for second in at + 1..=at + distance {
                    for other in Fault::ALL {
                        let faults = [(at, fault), (second, other)];
                        if let Some(end) = &end {
                            check(faults, end);
                            continue;
                        }
                        lime.with_savepoint(|lime| {
                            let mut execution = before_second.clone();
                            let end = match execution.request(lime, Some(other)) {
                                Some(end) => outcome(end, lime),
                                None => finish(execution, lime, &mut known, &mut outcome),
                            };
                            check(faults, &end);
                        });
                    }
                    if end.is_none() {
                        end = before_second.request(lime, None).map(|end| outcome(end, lime));
                    }
                }
            });
        }
        assert!(before_first.request(lime, None).is_none(), "there are fewer than {} requests", first.end);
    }
}

/// What a delivery leaves when nothing else goes wrong.
fn finish<M: Machine + Clone, O: Clone>(
    mut execution: Execution<M>,
    lime: &mut Lime,
    known: &mut HashMap<u64, O>,
    outcome: &mut impl FnMut(Action<M::Output>, &mut Lime) -> O,
) -> O {
    let mut passed = Vec::new();
    let end = loop {
        // The text of the state has no failure, and no wait: they are in the next action. A copy is asked for it, because
        // whoever polls twice says that the outcome of the request is unknown.
        let next = execution.delivery.clone().poll();
        if !matches!(next, Action::Send { .. } | Action::Fetch { .. } | Action::Wait { .. }) {
            break outcome(next, lime);
        }
        let mut situation = DefaultHasher::new();
        (lime.written, execution.delivery.state(), format!("{next:?}")).hash(&mut situation);
        let situation = situation.finish();
        if let Some(end) = known.get(&situation) {
            break end.clone();
        }
        passed.push(situation);
        assert!(passed.len() < 5000, "the delivery does not end: {:?}", lime.requests);
        execution.step(lime, None);
    };
    known.extend(passed.into_iter().map(|situation| (situation, end.clone())));
    end
}
