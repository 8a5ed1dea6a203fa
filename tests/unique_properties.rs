//! Lime CRM refuses a second object with the same key: late requests, searches that lag behind, and two deliveries at once.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod lime;

use lime::chat::{
    KEY, Keys, Outcome, RelationOwner, identified_delivery, lime_of, new_objects, options, outcome, preview_of, receipt,
};
use lime::{Execution, Fault, Lime, at_each, run, run_on};
use serde_json::json;
use userlike_limeobject::{
    Action, Delivery, DeliveryFailureCode, DeliveryOptions, DryRun, FindingCode, PlannedAction, Receipt, StepOutcome,
    UpdatePolicy,
};

const OWNERS: [RelationOwner; 3] = [RelationOwner::Limeobject, RelationOwner::Conversation, RelationOwner::None];
const LIMETYPES: [&str; 4] = ["ulconversation", "helpdesk", "history", "document"];
/// Milliseconds by which a request, or a search, is late: within the settle time, and far beyond it.
const DELAYS: [u64; 9] = [100, 300, 600, 1500, 4000, 20_000, 60_000, 66_100, 120_000];
/// Searches find nothing while the delivery runs.
const NEVER: u64 = u64::MAX / 4;

fn delivery(owner: RelationOwner) -> Delivery {
    identified_delivery(owner, "first", |_| ())
}

/// What one send leaves: one object of each kind, and two documents.
fn once(owner: RelationOwner) -> [usize; 4] {
    [usize::from(owner != RelationOwner::None), 1, 1, 2]
}

/// Runs `check` with a prepared Lime CRM for each relation owner, for a first send and a later one, in threads. It gets the
/// numbers of the writes, and what is left when nothing goes wrong.
fn each_case(check: impl Fn(RelationOwner, &mut Lime, &[usize], &Outcome) + Send + Copy) {
    std::thread::scope(|scope| {
        for owner in OWNERS {
            scope.spawn(move || {
                for sent_before in [false, true] {
                    let mut lime = lime_of(owner, Keys::Unique);
                    if sent_before {
                        run(identified_delivery(owner, "before", |_| ()), &mut lime);
                        lime.requests.clear();
                    }
                    let (expected, writes) = lime.with_savepoint(|lime| {
                        lime.writes.clear();
                        (outcome(run(delivery(owner), lime), lime), lime.writes.clone())
                    });
                    let notes = 1 + usize::from(sent_before);
                    let [ulconversations, helpdesks, _, documents] = once(owner);
                    assert_eq!(expected.as_ref().unwrap().0, [ulconversations, helpdesks, notes, documents]);
                    check(owner, &mut lime, &writes, &expected);
                }
            });
        }
    });
}

#[test]
fn a_request_that_is_carried_out_at_any_time_creates_nothing_twice() {
    each_case(|owner, lime, writes, expected| {
        // Where the search lags as well, the second creation may be refused, and not be found for a while.
        for (lag, delays) in [(0, &DELAYS[..]), (120_000, &[300][..]), (60_000, &[20_000][..]), (20_000, &[60_000][..])]
        {
            lime.time.index_lag = lag;
            let writes = writes.iter().copied();
            at_each(delivery(owner), lime, writes, Execution::resumed_step, |at, execution, lime| {
                for delay in delays.iter().copied() {
                    lime.with_savepoint(|lime| {
                        lime.faults = vec![(at, Fault::LateBy(delay, 504))];
                        let end = outcome(run_on(execution.clone(), lime), lime);
                        let path = lime.requests[at].clone();
                        assert_eq!(end.unwrap().0, expected.as_ref().unwrap().0, "{owner:?} {delay} {path}");
                        // What is carried out after the delivery has ended is refused.
                        lime.time.pass(DELAYS[DELAYS.len() - 1]);
                        while let Some(late) = lime.time.next_due() {
                            lime.handle(&late);
                        }
                        assert_eq!(new_objects(lime), expected.as_ref().unwrap().0, "{owner:?} {delay} {path}");
                    });
                }
            });
        }
        lime.time.index_lag = 0;
    });
}

#[test]
fn a_search_that_lags_behind_doubles_nothing_however_long_it_lags() {
    each_case(|owner, lime, writes, expected| {
        let expected = expected.as_ref().unwrap().0;
        for lag in DELAYS.into_iter().chain([NEVER]) {
            lime.time.index_lag = lag;
            let writes = writes.iter().copied();
            at_each(delivery(owner), lime, writes, Execution::step_without_fault, |at, execution, lime| {
                for fault in [Fault::CutAfter, Fault::ErrorAfter, Fault::KilledAfter] {
                    lime.with_savepoint(|lime| {
                        lime.faults = vec![(at, fault)];
                        let mut execution = execution.clone();
                        let mut failures = 0;
                        let end = loop {
                            match execution.step(lime, None) {
                                None => {}
                                // The search never found what Lime CRM refuses to create a second time. Later it does.
                                Some(Action::Failed { failure }) => {
                                    assert_eq!((failure.code, lag), (DeliveryFailureCode::Refused, NEVER));
                                    assert!(failures < 1, "{failure:?}");
                                    failures += 1;
                                    lime.time.index_lag = 0;
                                    execution = Execution::new(Delivery::resume(&execution.delivery.state()).unwrap());
                                }
                                Some(end) => break end,
                            }
                        };
                        let receipt = receipt(end);
                        let path = lime.requests[at].clone();
                        assert_eq!(new_objects(lime), expected, "{owner:?} {lag} {fault:?} {path}");
                        assert!(
                            receipt.findings.iter().all(|finding| finding.code != FindingCode::CreatedTwice),
                            "{owner:?} {lag} {fault:?} {path}"
                        );
                    });
                }
            });
        }
        lime.time.index_lag = 0;
    });
}

/// A delivery, and its end as soon as it has ended.
#[derive(Clone)]
struct Sender(Execution<Delivery>, Option<Action<Receipt>>);

impl Sender {
    fn new(owner: RelationOwner, send: &str) -> Self {
        Self(Execution::new(identified_delivery(owner, send, |_| ())), None)
    }

    /// Sends the next request, if there is one.
    fn request(&mut self, lime: &mut Lime) {
        if self.1.is_none() {
            self.1 = self.0.request(lime, None);
        }
    }

    /// Sends all other requests. Returns the URL of the limeobject.
    fn finish(mut self, lime: &mut Lime) -> String {
        while self.1.is_none() {
            self.request(lime);
        }
        match self.1.unwrap() {
            Action::Done { result } => result.url,
            other => panic!("{other:?} {:?}", lime.requests),
        }
    }
}

#[test]
fn two_deliveries_at_once_create_one_limeobject_and_a_note_each() {
    std::thread::scope(|scope| {
        for owner in OWNERS {
            for lag in [0, 20_000] {
                scope.spawn(move || {
                    let mut lime = lime_of(owner, Keys::Unique);
                    let requests = lime.with_savepoint(|lime| {
                        run(delivery(owner), lime);
                        lime.requests.len()
                    });
                    let [ulconversations, helpdesks, _, documents] = once(owner);
                    let step = if lag == 0 { 1 } else { 3 };
                    lime.time.index_lag = lag;
                    // `first` of the requests of one, then `second` of the other, then the rest of both.
                    let mut one = Sender::new(owner, "first");
                    for first in 1..=requests {
                        one.request(&mut lime);
                        if (first - 1) % step > 0 {
                            continue;
                        }
                        lime.with_savepoint(|lime| {
                            let mut other = Sender::new(owner, "second");
                            for second in 1..=requests {
                                other.request(lime);
                                if (second - 1) % step > 0 {
                                    continue;
                                }
                                lime.with_savepoint(|lime| {
                                    let urls = [one.clone().finish(lime), other.clone().finish(lime)];
                                    let expected = [ulconversations, helpdesks, 2, documents];
                                    assert_eq!(new_objects(lime), expected, "{owner:?} {lag} {first} {second}");
                                    assert_eq!(urls[0], urls[1], "{owner:?} {lag} {first} {second}");
                                    let keys: Vec<_> =
                                        lime.all("history").iter().skip(1).map(|note| note[KEY].clone()).collect();
                                    assert!(
                                        keys.contains(&"63741936.first".into())
                                            && keys.contains(&"63741936.second".into())
                                    );
                                });
                            }
                        });
                    }
                });
            }
        }
    });
}

#[test]
fn the_same_send_in_two_processes_writes_one_note() {
    for owner in OWNERS {
        let mut lime = lime_of(owner, Keys::Unique);
        for _ in 0..2 {
            let receipt = receipt(run(delivery(owner), &mut lime));
            assert_eq!(receipt.steps.iter().filter(|step| step.outcome == StepOutcome::Skipped).count(), 0);
        }
        assert_eq!(new_objects(&mut lime), once(owner), "{owner:?}");
    }
}

/// Bodies by which a Lime CRM might refuse a value that is not unique.
const REFUSALS: [(u16, &str); 6] = [
    (409, ""),
    (409, r#"{ "message": "Conflict" }"#),
    (422, r#"{ "errors": { "KEY": [ "must be unique" ] } }"#),
    (400, r#"{ "error": { "message": "Cannot insert duplicate key row: KEY" } }"#),
    (400, r#"{ "message": "duplicate" }"#),
    (422, ""),
];

#[test]
fn any_refusal_leads_to_the_object_that_exists() {
    for owner in OWNERS {
        for limetype in &LIMETYPES[usize::from(owner == RelationOwner::None)..] {
            for (status, body) in REFUSALS {
                let key = match *limetype {
                    "ulconversation" => "conversationid",
                    "document" => "ul_messageid",
                    _ => KEY,
                };
                let body: &'static str = body.replace("KEY", key).leak();
                let mut lime = lime_of(owner, Keys::Unique);
                let path = format!("api/v1/limeobject/{limetype}/");
                let at = lime.with_savepoint(|lime| {
                    run(delivery(owner), lime);
                    lime.requests.iter().position(|request| *request == path).unwrap()
                });
                // Somebody else has created it in the meantime.
                lime.faults = vec![(at, Fault::AnswerAfter(status, body))];
                let receipt = receipt(run(delivery(owner), &mut lime));
                assert_eq!(new_objects(&mut lime), once(owner), "{owner:?} {limetype} {status} {body}");
                assert_eq!(receipt.created, *limetype != "helpdesk", "{owner:?} {limetype} {status} {body}");
                assert!(lime.time.now == 0, "it is found at once");
            }
        }
    }
}

#[test]
fn a_refusal_for_another_reason_fails_at_once_with_it() {
    for owner in OWNERS {
        for limetype in &LIMETYPES[usize::from(owner == RelationOwner::None)..] {
            let mut lime = lime_of(owner, Keys::Unique);
            let path = format!("api/v1/limeobject/{limetype}/");
            let at = lime.with_savepoint(|lime| {
                run(delivery(owner), lime);
                lime.requests.iter().position(|request| *request == path).unwrap()
            });
            let name = if *limetype == "helpdesk" { "title" } else { "helpdesk" };
            let body: &'static str = format!(r#"{{ "message": "{name} is wrong" }}"#).leak();
            let refusal = Fault::Answer(400, body);
            // The object is searched for, and created again, once.
            lime.faults = vec![(at, refusal), (at + 2, refusal)];
            let mut execution = Execution::new(delivery(owner));
            let end = loop {
                if let Some(end) = execution.step(&mut lime, None) {
                    break end;
                }
            };
            let Action::Failed { failure } = end else { panic!("{owner:?} {limetype} {end:?}") };
            assert_eq!((failure.code, failure.status), (DeliveryFailureCode::Refused, Some(400)));
            assert!(failure.message.contains(&format!("{name} is wrong")), "{}", failure.message);
            assert_eq!(lime.time.now, 0, "{owner:?} {limetype}");
        }
    }
}

#[test]
fn without_uniqueness_keys_do_no_harm() {
    for owner in OWNERS {
        let mut lime = lime_of(owner, Keys::Plain);
        for send in ["first", "second"] {
            run(identified_delivery(owner, send, |_| ()), &mut lime);
        }
        let [ulconversations, helpdesks, _, documents] = once(owner);
        assert_eq!(new_objects(&mut lime), [ulconversations, helpdesks, 2, documents], "{owner:?}");
    }
}

#[test]
fn a_limeobject_is_found_by_its_key_and_connected() {
    for owner in OWNERS {
        for policy in [UpdatePolicy::Keep, UpdatePolicy::Overwrite] {
            let mut lime = lime_of(owner, Keys::Unique);
            let id = lime.add("helpdesk", json!({ KEY: "63741936", "title": "By hand" }));
            let plan = match run(DryRun::new(preview_of(owner, Keys::Unique), options(|_| ())).unwrap(), &mut lime) {
                Action::Done { result } => result,
                other => panic!("{other:?}"),
            };
            let planned = plan.objects.iter().find(|change| change.limetype == "helpdesk").unwrap();
            assert_eq!((planned.action, planned.id), (PlannedAction::Keep, Some(id)), "{owner:?}");
            assert!(planned.differences.iter().all(|difference| difference.property != KEY));
            let send = |options: &mut DeliveryOptions| options.existing = policy;
            let receipt = receipt(run(identified_delivery(owner, "first", send), &mut lime));
            assert_eq!((receipt.ids.limeobject, receipt.created), (Some(id), false), "{owner:?}");
            assert_eq!(new_objects(&mut lime), once(owner));
            let object = lime.all("helpdesk").pop().unwrap();
            let title = if policy == UpdatePolicy::Keep { "By hand" } else { "Broken lamp" };
            assert_eq!((&object["title"], &object[KEY]), (&title.into(), &"63741936".into()));
            match owner {
                RelationOwner::Limeobject => assert_eq!(object["ulconversation"], json!(receipt.ids.ulconversation)),
                RelationOwner::Conversation => {
                    assert_eq!(lime.all("ulconversation").pop().unwrap()["helpdesk"], json!(id));
                }
                RelationOwner::None => {}
            }
        }
    }
}

#[test]
fn the_connection_that_somebody_made_stays() {
    let owner = RelationOwner::Limeobject;
    let mut lime = lime_of(owner, Keys::Unique);
    let first = receipt(run(delivery(owner), &mut lime));
    // Another conversation is connected to the limeobject.
    let other = lime.add("ulconversation", json!({ "conversationid": 5 }));
    let helpdesk = first.ids.limeobject.unwrap();
    lime.change("helpdesk", helpdesk, json!({ "ulconversation": other }));
    let second = receipt(run(identified_delivery(owner, "second", |_| ()), &mut lime));
    assert_eq!((second.ids.limeobject, second.created), (Some(helpdesk), false));
    assert_eq!(lime.all("helpdesk").pop().unwrap()["ulconversation"], json!(other));
}

#[test]
fn the_key_of_another_limeobject_is_never_overwritten() {
    for owner in [RelationOwner::Limeobject, RelationOwner::Conversation] {
        let mut lime = lime_of(owner, Keys::Unique);
        let chosen = lime.add("helpdesk", json!({ KEY: "5", "title": "Other" }));
        run(delivery(owner), &mut lime);
        let into = |options: &mut DeliveryOptions| {
            options.limeobject = Some(chosen);
            options.existing = UpdatePolicy::Overwrite;
        };
        let receipt = receipt(run(identified_delivery(owner, "second", into), &mut lime));
        assert_eq!(receipt.ids.limeobject, Some(chosen));
        let objects = lime.objects("helpdesk");
        let object = &objects.iter().find(|(id, _)| *id == chosen).unwrap().1;
        assert_eq!((&object["title"], &object[KEY]), (&"Broken lamp".into(), &"5".into()), "{owner:?}");
    }
}

#[test]
fn a_dry_run_says_what_can_be_doubled() {
    let mut lime = lime_of(RelationOwner::Limeobject, Keys::Plain);
    for (keys, settle_time, words) in [
        (Keys::None, 66_000, Some("after 66 seconds")),
        (Keys::None, 5000, Some("after 5 seconds")),
        (Keys::Plain, 66_000, None),
    ] {
        let options = options(|options| options.settle_time = settle_time);
        let report = match run(DryRun::new(preview_of(RelationOwner::Limeobject, keys), options).unwrap(), &mut lime) {
            Action::Done { result } => result,
            other => panic!("{other:?}"),
        };
        let mut told = report.findings.iter().filter(|finding| finding.code == FindingCode::DuplicatesPossible);
        match (told.next(), words) {
            (None, None) => {}
            (Some(finding), Some(words)) => assert!(finding.message.contains(words), "{}", finding.message),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_key_makes_a_limeobject_findable_without_a_relation() {
    let owner = RelationOwner::None;
    let mut lime = lime_of(owner, Keys::Plain);
    let receipt = receipt(run(delivery(owner), &mut lime));
    assert!(receipt.findings.iter().all(|finding| finding.code != FindingCode::NotFindable), "{receipt:?}");
}
