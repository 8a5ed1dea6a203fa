//! Answers that say nothing, requests that are carried out late, and searches that lag behind, at every request of a delivery.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod lime;

use lime::chat::{Outcome, RelationOwner, delivery, lime, new_objects, outcome, receipt};
use lime::{Execution, Fault, Lime, at_each, run, run_on};
use userlike_limeobject::{Action, Delivery, DeliveryFailureCode, Finding, FindingCode, Receipt};

const OWNERS: [RelationOwner; 3] = [RelationOwner::Limeobject, RelationOwner::Conversation, RelationOwner::None];
/// Milliseconds by which a request, or a search, is late.
const DELAYS: [u64; 7] = [100, 300, 600, 1500, 4000, 20_000, 60_000];
/// Number of milliseconds after which a creation with an unknown outcome is made again.
const SETTLE_TIME: u64 = 66_000;

/// Runs `check` with a prepared Lime CRM for each relation owner, for a first send and a later one, in threads. It gets the
/// number of requests, the numbers of the writes, and what is left when nothing goes wrong.
fn each_case(check: impl Fn(RelationOwner, &mut Lime, usize, &[usize], &Outcome) + Send + Copy) {
    std::thread::scope(|scope| {
        for owner in OWNERS {
            scope.spawn(move || {
                for sent_before in [false, true] {
                    let mut lime = lime(owner);
                    if sent_before {
                        run(delivery(owner, |_| ()), &mut lime);
                        lime.requests.clear();
                    }
                    let (expected, requests, writes) = lime.with_savepoint(|lime| {
                        lime.writes.clear();
                        let expected = outcome(run(delivery(owner, |_| ()), lime), lime);
                        (expected, lime.requests.len(), lime.writes.clone())
                    });
                    assert!(expected.is_ok(), "{expected:?}");
                    check(owner, &mut lime, requests, &writes, &expected);
                }
            });
        }
    });
}

/// Runs a delivery to its end. A delivery that failed is resumed once, when nothing goes wrong any more.
fn run_and_resume(mut execution: Execution<Delivery>, lime: &mut Lime) -> (Action<Receipt>, Option<String>) {
    let mut failed = None;
    for _ in 0..2000 {
        match execution.step(lime, None) {
            None => {}
            Some(Action::Failed { failure }) if failed.is_none() => {
                assert_eq!(failure.code, DeliveryFailureCode::NotLimeCrm, "{failure:?}");
                failed = Some(failure.message);
                lime.faults.clear();
                execution = Execution::new(Delivery::resume(&execution.delivery.state()).unwrap());
            }
            Some(end) => return (end, failed),
        }
    }
    panic!("the delivery does not end: {:?}", lime.requests);
}

#[test]
fn an_answer_that_says_nothing_is_neither_a_success_nor_a_reason_to_write_twice() {
    each_case(|owner, lime, requests, _, expected| {
        at_each(delivery(owner, |_| ()), lime, 0..requests, Execution::step_without_fault, |at, execution, lime| {
            for fault in Fault::ANSWERS {
                lime.with_savepoint(|lime| {
                    lime.faults = vec![(at, fault)];
                    let (end, failed) = run_and_resume(execution.clone(), lime);
                    let path = lime.requests[at].clone();
                    assert_eq!(outcome(end, lime), *expected, "{owner:?} {fault:?} {path} {failed:?}");
                });
            }
        });
    });
}

#[test]
fn a_request_that_is_carried_out_late_is_not_made_twice() {
    each_case(|owner, lime, _, writes, expected| {
        let writes = writes.iter().copied();
        at_each(delivery(owner, |_| ()), lime, writes, Execution::resumed_step, |at, execution, lime| {
            for delay in DELAYS {
                for status in [0, 503, 504] {
                    lime.with_savepoint(|lime| {
                        lime.faults = vec![(at, Fault::LateBy(delay, status))];
                        let end = outcome(run_on(execution.clone(), lime), lime);
                        // A late upload is another file, which no document uses.
                        let path = lime.requests[at].clone();
                        assert_eq!(end, *expected, "{owner:?} {delay} {status} {path}");
                        assert!(lime.time.now <= 2 * SETTLE_TIME, "{}", lime.time.now);
                    });
                }
            }
        });
    });
}

#[test]
fn a_search_that_lags_behind_doubles_nothing() {
    each_case(|owner, lime, _, writes, expected| {
        for lag in DELAYS {
            lime.with_savepoint(|lime| {
                lime.time.index_lag = lag;
                assert_eq!(outcome(run(delivery(owner, |_| ()), lime), lime), *expected, "{owner:?} {lag}");
            });
            lime.time.index_lag = lag;
            let writes = writes.iter().copied();
            at_each(delivery(owner, |_| ()), lime, writes, Execution::step_without_fault, |at, execution, lime| {
                for fault in [Fault::CutAfter, Fault::ErrorAfter, Fault::KilledAfter, Fault::AnswerAfter(204, "")] {
                    lime.with_savepoint(|lime| {
                        lime.faults = vec![(at, fault)];
                        let (end, _) = run_and_resume(execution.clone(), lime);
                        let path = lime.requests.get(at).cloned();
                        assert_eq!(outcome(end, lime), *expected, "{owner:?} {lag} {fault:?} {path:?}");
                    });
                }
            });
            lime.time.index_lag = 0;
        }
    });
}

/// The position of the creation of an object of the limetype.
fn creation(owner: RelationOwner, lime: &mut Lime, limetype: &str, lag: u64) -> usize {
    let path = format!("api/v1/limeobject/{limetype}/");
    lime.with_savepoint(|lime| {
        lime.time.index_lag = lag;
        run(delivery(owner, |_| ()), lime);
        lime.requests.iter().position(|request| *request == path).unwrap()
    })
}

fn created_twice<'f>(findings: &'f [Finding<'static>]) -> Vec<&'f Finding<'static>> {
    findings.iter().filter(|finding| finding.code == FindingCode::CreatedTwice).collect()
}

const LIMETYPES: [&str; 4] = ["ulconversation", "helpdesk", "history", "document"];

#[test]
fn what_was_created_twice_is_told_and_the_oldest_is_used() {
    for owner in OWNERS {
        for (index, limetype) in
            LIMETYPES.into_iter().enumerate().filter(|(index, _)| *index > 0 || owner != RelationOwner::None)
        {
            let mut lime = lime(owner);
            // The first creation is carried out, and found only after the second one.
            for (lag, late) in [(80_000, 0), (0, SETTLE_TIME + 100)] {
                let at = creation(owner, &mut lime, limetype, lag);
                lime.with_savepoint(|lime| {
                    lime.time.index_lag = lag;
                    let fault = if late > 0 { Fault::LateBy(late, 504) } else { Fault::CutAfter };
                    lime.faults = vec![(at, fault)];
                    let receipt = receipt(run(delivery(owner, |_| ()), lime));
                    let mut expected = [usize::from(owner != RelationOwner::None), 1, 1, 2];
                    expected[index] += 1;
                    assert_eq!(new_objects(lime), expected, "{owner:?} {limetype} {lag}");
                    let findings = created_twice(&receipt.findings);
                    let [finding] = &findings[..] else { panic!("{owner:?} {limetype} {lag} {receipt:?}") };
                    let ids = &receipt.ids;
                    let used = [ids.ulconversation, ids.limeobject, ids.history, ids.documents.first().copied()][index]
                        .unwrap();
                    let link = format!("/client/object/{limetype}/{}", used + 1);
                    assert!(finding.message.contains(&link), "{}", finding.message);
                    assert!(finding.message.contains(&format!("(id {used})")), "{}", finding.message);
                });
            }
        }
    }
}

#[test]
fn a_creation_after_the_settle_time_is_the_window_that_remains() {
    let owner = RelationOwner::Limeobject;
    let mut lime = lime(owner);
    let at = creation(owner, &mut lime, "history", 0);
    lime.faults = vec![(at, Fault::LateBy(SETTLE_TIME + 10_000, 504))];
    let receipt = receipt(run(delivery(owner, |_| ()), &mut lime));
    assert_eq!((created_twice(&receipt.findings).len(), lime.time.late_requests()), (0, 1));
    // Nobody waits for it: it was created again after 66 seconds, and half a second later the search was up to date.
    assert_eq!(lime.time.now, SETTLE_TIME + 500);
}

#[test]
fn a_refused_connection_needs_no_search() {
    each_case(|owner, lime, requests, _, expected| {
        at_each(delivery(owner, |_| ()), lime, 0..requests, Execution::resumed_step, |at, execution, lime| {
            lime.faults = vec![(at, Fault::Refused)];
            assert_eq!(outcome(run_on(execution.clone(), lime), lime), *expected);
            assert!(lime.time.now <= 1000, "{}", lime.time.now);
            assert!(lime.requests.len() <= requests + 1);
        });
    });
}

#[test]
fn the_wait_says_what_it_is_for() {
    let owner = RelationOwner::Limeobject;
    let mut lime = lime(owner);
    let at = creation(owner, &mut lime, "helpdesk", 0);
    let mut execution = Execution::new(delivery(owner, |_| ()));
    lime.faults = vec![(at, Fault::LateBy(SETTLE_TIME + 100, 504))];
    let mut waits = Vec::new();
    loop {
        if let Action::Wait { milliseconds, reason, task } = execution.delivery.clone().poll() {
            waits.push((milliseconds, reason, task.as_str()));
        }
        if execution.step(&mut lime, None).is_some() {
            break;
        }
    }
    let durations: Vec<_> = waits.iter().map(|(milliseconds, ..)| *milliseconds).collect();
    assert_eq!(durations, [500, 1000, 2500, 6000, 15_000, 41_000, 500]);
    let before = "Lime CRM answered 504. Before the \"helpdesk\" is created again, it is searched for";
    assert!(waits[..6].iter().all(|(_, reason, task)| reason == before && *task == "find-limeobject"), "{waits:?}");
    assert_eq!(waits[6].1, "The \"helpdesk\" was created again. Whether the first one exists as well is searched for");
}

#[test]
fn the_settle_time_is_an_option() {
    let owner = RelationOwner::Limeobject;
    for (settle_time, total) in [(0, 500), (6600, 6600 + 50), (132_000, 132_000 + 1000)] {
        let mut lime = lime(owner);
        let at = creation(owner, &mut lime, "history", 0);
        lime.faults = vec![(at, Fault::CutBefore)];
        let receipt = receipt(run(delivery(owner, |options| options.settle_time = settle_time), &mut lime));
        assert_eq!((new_objects(&mut lime), receipt.findings), ([1, 1, 1, 2], vec![]));
        let waited =
            if settle_time == 0 { (total / 2..=total).contains(&lime.time.now) } else { lime.time.now == total };
        assert!(waited, "{settle_time} {}", lime.time.now);
    }
}
