//! Deliveries to the sandbox Lime CRM: every request with every fault.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod lime;

use std::collections::BTreeSet;

use lime::chat::Outcome;
use lime::chat::{
    RelationOwner, URL, delivery, lime, limetypes, mapper, new_objects, options, outcome, payload, preview, receipt,
};
use lime::{Execution, Fault, Lime, PICTURE, each_pair, run};
use serde_json::{Value, json};
use userlike_limeobject::{
    Action, ApiRequest, ApiResponse, Delivery, DeliveryError, DeliveryErrorCode, DeliveryFailureCode, DeliveryOptions,
    DryRun, FallbackReason, FileFailure, FileRequest, FileResponse, Finding, FindingCode, Input, Mapper, MediaHosts,
    Receipt, Role, TaskName, UpdatePolicy,
};

#[test]
fn a_conversation_becomes_what_the_preview_says() {
    let mut lime = lime(RelationOwner::Limeobject);
    let receipt = receipt(run(delivery(RelationOwner::Limeobject, |_| ()), &mut lime));
    assert_eq!(receipt.url, "https://lime.example.com/app/client/object/helpdesk/1002");
    assert!(receipt.created);
    assert_eq!(
        serde_json::to_value(&receipt.ids).unwrap(),
        json!({
            "limeobject": 1002, "ulconversation": 1002, "history": 1002, "person": 1001, "company": 1001, "coworker": 1001,
            "documents": [1001, 1002]
        })
    );
    assert_eq!(
        Value::from(lime.all("helpdesk")[1].clone()),
        json!({
            "title": "Broken lamp", "priority": { "key": "normal" }, "person": 1001, "company": 1001, "coworker": 1001, "ulconversation": 1002
        })
    );
    assert_eq!(lime.all("history")[1]["helpdesk"], 1002);
    assert_eq!(
        Value::from(lime.all("document")[1].clone()),
        json!({ "ul_messageid": "1.1.3", "helpdesk": 1002, "document": 1002 })
    );
    assert_eq!(receipt.findings, []);
}

#[test]
fn sent_again_it_is_the_same_limeobject_with_one_more_note() {
    for owner in [RelationOwner::Limeobject, RelationOwner::Conversation] {
        let mut lime = lime(owner);
        run(delivery(owner, |_| ()), &mut lime);
        let again = receipt(run(delivery(owner, |_| ()), &mut lime));
        assert!(!again.created);
        assert_eq!(again.ids.limeobject, Some(1002));
        assert_eq!(new_objects(&mut lime), [1, 1, 2, 2], "{owner:?}");
        let unchanged = receipt(run(delivery(owner, |options| options.only_if_changed = true), &mut lime));
        assert_eq!(new_objects(&mut lime), [1, 1, 2, 2], "{owner:?}");
        assert_eq!(unchanged.findings[0].code, FindingCode::NoteUnchanged);
        assert_eq!(unchanged.ids.history, again.ids.history);
    }
}

/// Each fault at each request of each scenario, and each pair of faults, leaves exactly what is left when nothing goes wrong.
#[test]
fn with_any_faults_nothing_is_written_twice() {
    let scenarios = [RelationOwner::Limeobject, RelationOwner::Conversation, RelationOwner::None];
    let cells: usize = std::thread::scope(|scope| {
        let threads =
            scenarios.map(|owner| scope.spawn(move || check_faults(owner, false) + check_faults(owner, true)));
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert!(cells > 10_000, "{cells}");
}

/// Returns the number of faults and pairs of faults.
fn check_faults(owner: RelationOwner, sent_before: bool) -> usize {
    let mut lime = lime(owner);
    if sent_before {
        run(delivery(owner, |_| ()), &mut lime);
        lime.requests.clear();
    }
    let begun = delivery(owner, |_| ());
    let (expected, requests) = lime.with_savepoint(|lime| {
        let expected = outcome(run(begun.clone(), lime), lime);
        (expected, lime.requests.len())
    });
    assert!(expected.is_ok(), "{expected:?}");
    let mut cells = 0;
    let mut check = |faults: &[(usize, Fault)], outcome: &Outcome| {
        cells += 1;
        // A response to a query that is not JSON is not Lime CRM's.
        let garbled = faults.iter().any(|(_, fault)| *fault == Fault::Garbled);
        let is_refused = garbled && *outcome == Err(DeliveryFailureCode::NotLimeCrm);
        assert!(is_refused || *outcome == expected, "{owner:?} {sent_before} {faults:?}: {outcome:?}");
    };
    for at in 0..requests {
        for fault in Fault::ALL {
            let outcome = lime.with_savepoint(|lime| {
                lime.faults = vec![(at, fault)];
                outcome(run(begun.clone(), lime), lime)
            });
            check(&[(at, fault)], &outcome);
        }
    }
    lime.faults.clear();
    each_pair(begun, &mut lime, 0..requests, 3, outcome, |faults, outcome| check(&faults, outcome));
    cells
}

#[test]
fn a_limeobject_of_another_conversation_is_not_taken_for_ours() {
    // The response to the creation of our limeobject is lost. Meanwhile another conversation creates one with the same values.
    for owner in [RelationOwner::Conversation, RelationOwner::Limeobject] {
        let mut lime = lime(owner);
        let number = lime.with_savepoint(|lime| {
            run(delivery(owner, |_| ()), lime);
            lime.requests.iter().position(|path| path == "api/v1/limeobject/helpdesk/").unwrap()
        });
        lime.faults = vec![(number, Fault::CutBefore)];
        lime.meanwhile = Some(match owner {
            RelationOwner::Conversation => |lime, request| {
                if is_creation_of_our_conversation(lime, request) {
                    let id = lime.add("helpdesk", values_like_ours());
                    lime.add("ulconversation", json!({ "conversationid": 3, "helpdesk": id }));
                }
            },
            _ => |lime, request| {
                if is_creation_of_our_conversation(lime, request) {
                    let id = lime.add("ulconversation", json!({ "conversationid": 3 }));
                    let mut values = values_like_ours();
                    values["ulconversation"] = id.into();
                    lime.add("helpdesk", values);
                }
            },
        });
        let receipt = receipt(run(delivery(owner, |_| ()), &mut lime));
        assert_eq!(receipt.ids.limeobject, Some(1003), "{owner:?}");
    }
}

fn is_creation_of_our_conversation(lime: &mut Lime, request: &ApiRequest) -> bool {
    request.path.contains("ulconversation/") && lime.counts(["ulconversation"]) == [2]
}

fn values_like_ours() -> Value {
    json!({ "title": "Broken lamp", "priority": { "key": "normal" }, "person": 1001, "company": 1001, "coworker": 1001 })
}

/// A number from 0 to `below`, from a seed: the same seed gives the same numbers.
fn draw(seed: &mut u64, below: usize) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    ((*seed >> 33) % below as u64) as usize
}

/// Conversations that differ in nothing but their id, delivered side by side in many orders, with many faults. Where the
/// ulconversation has the relation, one may find the limeobject that another has just created; in the end each has one.
#[test]
fn conversations_that_are_alike_do_not_share_a_limeobject() {
    std::thread::scope(|scope| {
        for owner in [RelationOwner::Conversation, RelationOwner::Limeobject] {
            scope.spawn(move || deliver_alike_conversations(owner));
        }
    });
}

fn deliver_alike_conversations(owner: RelationOwner) {
    let mapper = mapper(owner);
    let deliveries = [70_000_001, 70_000_002, 70_000_003].map(|id| {
        let mut payload = payload();
        payload["id"] = id.into();
        payload["transcript"] = json!([]);
        let preview = mapper.preview(payload.to_string().as_bytes(), None).unwrap().into_owned();
        let options = DeliveryOptions { attempts: 100, ..DeliveryOptions::to(URL) };
        Execution::new(Delivery::new(preview, options).unwrap())
    });
    let faults: Vec<Fault> = Fault::ALL.into_iter().filter(|fault| *fault != Fault::Garbled).collect();
    let mut lime = lime(owner);
    for seed in 0..1500_u64 {
        lime.with_savepoint(|lime| {
            let mut random = seed;
            let mut executions = deliveries.to_vec();
            let mut steps = 0;
            while !executions.is_empty() {
                steps += 1;
                assert!(steps < 2000, "{owner:?} {seed}: the deliveries do not end");
                let next = draw(&mut random, executions.len());
                let breaks = steps < 60 && draw(&mut random, 4) == 0;
                let fault = breaks.then(|| faults[draw(&mut random, faults.len())]);
                if let Some(end) = executions[next].step(lime, fault) {
                    receipt(end);
                    executions.remove(next);
                }
            }
            assert_eq!(new_objects(lime), [3, 3, 3, 0], "{owner:?} {seed}");
            let mut related = |limetype: &str, name: &str| {
                let objects = lime.all(limetype);
                let ids: BTreeSet<_> = objects.iter().filter_map(|values| values.get(name)?.as_i64()).collect();
                ids.len()
            };
            // Where the limeobject has the relation, the one of `lime` has it, too.
            let connected = match owner {
                RelationOwner::Conversation => related("ulconversation", "helpdesk"),
                _ => related("helpdesk", "ulconversation") - 1,
            };
            assert_eq!((connected, related("history", "helpdesk") - 1), (3, 3), "{owner:?} {seed}");
        });
    }
}

#[test]
fn it_can_be_delivered_into_an_existing_limeobject() {
    for owner in [RelationOwner::Limeobject, RelationOwner::Conversation] {
        for connect_only in [false, true] {
            let mut lime = lime(owner);
            let into = |id: i64| {
                let begin = if connect_only { Delivery::connect } else { Delivery::new };
                begin(preview(owner), options(|options| options.limeobject = Some(id))).unwrap()
            };
            let done = receipt(run(into(1001), &mut lime));
            assert_eq!((done.created, done.ids.limeobject), (false, Some(1001)));
            let notes = usize::from(!connect_only);
            assert_eq!(new_objects(&mut lime), [1, 0, notes, 2 * notes], "{owner:?} {connect_only}");
            let later = receipt(run(delivery(owner, |_| ()), &mut lime));
            assert_eq!(later.ids.limeobject, Some(1001), "later sends go there, too");
            let other = lime.add("helpdesk", json!({ "title": "another" }));
            let moved = receipt(run(into(other), &mut lime));
            assert_eq!(moved.ids.limeobject, Some(other));
            let warns = moved.findings.iter().any(|finding| finding.code == FindingCode::Reconnected);
            assert_eq!(warns, owner == RelationOwner::Conversation, "{owner:?}");
            let failed = run(into(4711), &mut lime);
            assert!(
                matches!(failed, Action::Failed { failure } if failure.code == DeliveryFailureCode::LimeobjectNotFound)
            );
        }
    }
}

#[test]
fn values_of_an_existing_limeobject_are_kept_filled_or_overwritten() {
    for (existing, expected) in [
        (UpdatePolicy::Keep, json!({ "title": "", "priority": { "key": "high" } })),
        (
            UpdatePolicy::Fill,
            json!({ "title": "Broken lamp", "priority": { "key": "high" }, "person": 1001, "company": 1001, "coworker": 1001 }),
        ),
        (
            UpdatePolicy::Overwrite,
            json!({ "title": "Broken lamp", "priority": { "key": "normal" }, "person": 1001, "company": 1001, "coworker": 1001 }),
        ),
    ] {
        let mut lime = lime(RelationOwner::Limeobject);
        let conversation = lime.add("ulconversation", json!({ "conversationid": 63_741_936 }));
        lime.add("helpdesk", json!({ "title": "", "priority": { "key": "high" }, "ulconversation": conversation }));
        run(delivery(RelationOwner::Limeobject, |options| options.existing = existing), &mut lime);
        let mut now = lime.all("helpdesk")[1].clone();
        now.remove("ulconversation");
        assert_eq!(Value::from(now), expected, "{existing:?}");
    }
}

#[test]
fn properties_without_a_value_are_cleared_where_existing_values_are_overwritten() {
    let kinds = [
        ("string", json!("a")),
        ("text", json!("a")),
        ("phone", json!("+46 1")),
        ("link", json!("https://a.se")),
        ("integer", json!(7)),
        ("decimal", json!(7.5)),
        ("yesno", json!(true)),
        ("time", json!("2024-02-22T15:48:45Z")),
        ("date", json!("2024-02-22")),
        ("option", json!({ "key": "a" })),
        ("set", json!([{ "key": "a" }])),
    ];
    let property = |kind: &str| match kind {
        "option" | "set" => json!({ "name": kind, "type": kind, "options": [{ "key": "a" }] }),
        _ => json!({ "name": kind, "type": kind }),
    };
    let mut limetypes = limetypes(RelationOwner::Limeobject);
    limetypes[0]["properties"].as_array_mut().unwrap().extend(kinds.iter().map(|(kind, _)| property(kind)));
    let rules: serde_json::Map<_, _> = kinds
        .iter()
        .map(|(kind, _)| ((*kind).to_owned(), json!({ "userlikeKey": format!("custom.{kind}"), "whenEmpty": "clear" })))
        .collect();
    let config = json!({ "instances": [{ "limetype": "helpdesk", "relationConversation": "ulconversation", "properties": rules }] });
    let mapper = Mapper::new(config.to_string().as_bytes(), Some(limetypes.to_string().as_bytes()))
        .unwrap_or_else(|e| panic!("{e}"));
    let preview = |payload: Value| mapper.preview(payload.to_string().as_bytes(), None).unwrap().into_owned();
    let empty = || preview(json!({ "id": 1, "custom": { "string": null, "text": " ", "set": [] } }));

    // A new object: nothing is written, so it is as Lime CRM creates it.
    assert!(empty().objects.iter().all(|object| object.role != Role::Limeobject || object.values.is_empty()));
    let mut lime = Lime::new(&limetypes);
    receipt(run(Delivery::new(empty(), options(|_| ())).unwrap(), &mut lime));
    let created = lime.all("helpdesk")[0].clone();

    // An existing one: cleared by `overwrite` only, once, and shown by the dry run before.
    let filled = kinds.iter().map(|(kind, value)| ((*kind).to_owned(), value.get("key").unwrap_or(value).clone()));
    let mut filled: serde_json::Map<_, _> = filled.collect();
    filled.insert("set".into(), json!(["a"]));
    let full = preview(json!({ "id": 1, "custom": filled }));
    receipt(run(
        Delivery::new(full, options(|options| options.existing = UpdatePolicy::Overwrite)).unwrap(),
        &mut lime,
    ));
    let filled = lime.all("helpdesk")[0].clone();
    assert!(kinds.iter().all(|(kind, _)| filled.get(*kind) != created.get(*kind)), "{filled:?}");
    for (existing, is_cleared) in
        [(UpdatePolicy::Keep, false), (UpdatePolicy::Fill, false), (UpdatePolicy::Overwrite, true)]
    {
        let dry_run = DryRun::new(empty(), options(|options| options.existing = existing)).unwrap();
        let Action::Done { result: report } = run(dry_run, &mut lime) else { panic!("{existing:?}") };
        let report = serde_json::to_value(report).unwrap();
        let differences = report["objects"][1]["differences"].as_array().unwrap();
        assert_eq!(differences.len(), kinds.len(), "{existing:?}");
        assert!(differences.iter().all(|difference| difference["written"] == is_cleared), "{existing:?}");
        receipt(run(Delivery::new(empty(), options(|options| options.existing = existing)).unwrap(), &mut lime));
        let now = lime.all("helpdesk")[0].clone();
        assert_eq!(&now, if is_cleared { &created } else { &filled }, "{existing:?}");
    }
    let again = DryRun::new(empty(), options(|options| options.existing = UpdatePolicy::Overwrite)).unwrap();
    let Action::Done { result: report } = run(again, &mut lime) else { panic!() };
    let report = serde_json::to_value(report).unwrap();
    assert_eq!((&report["objects"][1]["action"], &report["objects"][1]["differences"]), (&json!("keep"), &json!([])));
}

#[test]
fn a_dry_run_writes_nothing_and_reports_what_would_be_written() {
    let report = |lime: &mut Lime| {
        let dry_run = DryRun::new(preview(RelationOwner::Limeobject), DeliveryOptions::to(URL)).unwrap();
        match run(dry_run, lime) {
            Action::Done { result } => serde_json::to_value(result).unwrap(),
            other => panic!("{other:?}"),
        }
    };
    let actions = |report: &Value| -> Vec<String> {
        let objects = report["objects"].as_array().unwrap();
        objects
            .iter()
            .map(|object| format!("{} {}", object["action"].as_str().unwrap(), object["role"].as_str().unwrap()))
            .collect()
    };
    let mut lime = lime(RelationOwner::Limeobject);
    let first = report(&mut lime);
    assert_eq!(
        actions(&first),
        ["create ulconversation", "create limeobject", "create history", "create document", "create document"]
    );
    assert_eq!(new_objects(&mut lime), [0; 4]);
    assert_eq!(
        first["found"][0],
        json!({ "role": "person", "id": 1001, "limetype": "person", "descriptive": "+46 1",
            "url": format!("{URL}/client/object/person/1001") })
    );
    assert_eq!(
        first["found"][1],
        json!({ "role": "company", "id": 1001, "limetype": "company", "descriptive": "Lamps",
            "url": format!("{URL}/client/object/company/1001") })
    );

    let conversation = lime.add("ulconversation", json!({ "conversationid": 63_741_936 }));
    let coworker = lime.add("coworker", json!({ "name": "Bo" }));
    lime.add("helpdesk", json!({ "title": "Other", "priority": { "key": "normal" }, "person": 1001, "company": 1001, "coworker": coworker, "ulconversation": conversation }));
    let second = report(&mut lime);
    assert_eq!(
        actions(&second),
        ["keep ulconversation", "keep limeobject", "create history", "create document", "create document"]
    );
    assert_eq!(second["objects"][1]["url"], "https://lime.example.com/app/client/object/helpdesk/1002");
    assert_eq!(
        second["objects"][1]["differences"],
        json!([
        { "property": "title", "now": "Other", "preview": "Broken lamp", "written": false },
        { "property": "coworker", "now": 1002, "preview": 1001, "written": false } ])
    );
}

#[test]
fn of_several_persons_the_oldest_is_used_with_a_warning() {
    let mut lime = lime(RelationOwner::Limeobject);
    lime.add("person", json!({ "phone": "+46 1" }));
    let receipt = receipt(run(delivery(RelationOwner::Limeobject, |_| ()), &mut lime));
    assert_eq!(receipt.ids.person, Some(1001));
    assert_eq!(receipt.findings[0].code, FindingCode::SeveralFound);
}

/// The metadata of a helpdesk with persons, who have marks of inactivity.
fn limetypes_of_persons() -> Value {
    let property = |name: &str, kind: &str| json!({ "name": name, "type": kind, "length": 64 });
    json!([
        { "name": "helpdesk", "properties": [
            property("title", "string"), { "name": "person", "type": "belongsto", "relatedType": "person" } ] },
        { "name": "person", "properties": [
            property("email", "string"), property("mobilephone", "phone"), property("name", "string"),
            property("inactive", "yesno"), property("expireddate", "time"), property("anonymizeddate", "date") ] }
    ])
}

/// The dry run and the receipt of a conversation of this contact.
fn lookup(lime: &mut Lime, contact: Value) -> (Value, Receipt) {
    let rule = |key: &str, property: &str| json!({ "identificationKey": key, "propertyIdentifier": property });
    let config = json!({ "instances": [ { "limetype": "helpdesk", "phoneCountry": "46", "personRelation": [
        rule("contact.email", "email"), rule("contact.phone", "mobilephone"), rule("contact.name", "name") ] } ] });
    let mapper =
        Mapper::new(config.to_string().as_bytes(), Some(limetypes_of_persons().to_string().as_bytes())).unwrap();
    let payload = json!({ "id": 1, "contact": contact }).to_string();
    let preview = mapper.preview(payload.as_bytes(), None).unwrap().into_owned();
    let options = options(|options| options.now = Some("2024-06-01T12:00:00Z".into()));
    let dry = match run(DryRun::new(preview.clone(), options.clone()).unwrap(), lime) {
        Action::Done { result } => serde_json::to_value(&result.found).unwrap(),
        other => panic!("{other:?}"),
    };
    (dry, receipt(run(Delivery::new(preview, options).unwrap(), lime)))
}

#[test]
fn of_several_persons_the_inactive_ones_come_last() {
    let mut lime = Lime::new(&limetypes_of_persons());
    for marks in [
        json!({ "inactive": true }),
        json!({ "expireddate": "2024-06-01T11:59:59Z" }),
        json!({ "anonymizeddate": "2024-05-31" }),
        json!({ "inactive": false, "expireddate": "2024-06-02T00:00:00Z" }),
        json!({}),
    ] {
        let mut person = json!({ "email": "Kim@X.se" });
        person.as_object_mut().unwrap().extend(marks.as_object().unwrap().clone());
        lime.add("person", person);
    }
    lime.add("person", json!({ "email": "anna@x.se", "inactive": true }));

    let (dry, receipt) = lookup(&mut lime, json!({ "email": "kim@x.se" }));
    assert_eq!(receipt.ids.person, Some(1004));
    let found = receipt.findings.iter().find(|finding| finding.code == FindingCode::SeveralFound).unwrap();
    assert_eq!(
        found.message,
        "Several \"person\" in Lime CRM have this \"email\" (ids 1004, 1005, 1001 (inactive), 1002 (inactive), 1003 (inactive)); the oldest active one is used (id 1004)."
    );
    let link = |id: i64| format!("{URL}/client/object/person/{id}");
    let candidate = |id: i64, inactive: bool| json!({ "id": id, "inactive": inactive, "url": link(id) });
    assert_eq!(
        dry,
        json!([{ "role": "person", "id": 1004, "limetype": "person", "descriptive": "Kim@X.se", "url": link(1004), "candidates": [
            candidate(1004, false), candidate(1005, false), candidate(1001, true), candidate(1002, true),
            candidate(1003, true) ] }])
    );

    // The only one is used, also when it is inactive.
    let (dry, receipt) = lookup(&mut lime, json!({ "email": "anna@x.se" }));
    assert_eq!((receipt.ids.person, dry[0].get("candidates")), (Some(1006), None));
}

#[test]
fn persons_are_found_in_other_notations_and_never_in_others_objects() {
    let mut lime = Lime::new(&limetypes_of_persons());
    lime.add("person", json!({ "email": "anna@x.se", "mobilephone": "+46 70 999 99 98", "name": "Anna" }));
    lime.add("person", json!({ "email": "KIM@x.se", "mobilephone": "070-123 45 67", "name": "M\u{f6}ller  Kim" }));
    for contact in [
        json!({ "email": "Kim <kim@X.se>" }),
        json!({ "email": "mailto:kim%40x.se?subject=x" }),
        json!({ "phone": "+46 (0)70 123 45 67" }),
        json!({ "phone": "0046701234567" }),
        json!({ "phone": "0701234567" }),
        json!({ "name": "Mo\u{308}ller  kim" }),
    ] {
        let (_, receipt) = lookup(&mut lime, contact.clone());
        assert_eq!(receipt.ids.person, Some(1002), "{contact}");
    }
    assert!(lime.requests.iter().all(|path| path.len() < 2000));

    lime.set_sandbox_faults(json!([{ "path": "^/api/v1/query", "ignoreFilters": true, "times": 1_000_000 }]));
    for (contact, person) in [
        (json!({ "email": "kim@x.se" }), Some(1002)),
        (json!({ "email": "bo@x.se", "phone": "070-555 55 56", "name": "Bo" }), None),
        (json!({ "email": "n/a", "phone": "-", "name": "unknown" }), None),
    ] {
        let (_, receipt) = lookup(&mut lime, contact.clone());
        assert_eq!(receipt.ids.person, person, "{contact}");
    }
    assert!(lime.sandbox_fault_hits() > 0);
}

#[test]
fn where_several_values_cannot_be_searched_at_once_the_payloads_is() {
    let mut lime = Lime::new(&limetypes_of_persons());
    lime.add("person", json!({ "email": "kim@x.se" }));
    lime.set_sandbox_faults(json!([{ "path": r#""op":"IN""#, "status": 400, "times": 1_000_000 }]));
    let (_, receipt) = lookup(&mut lime, json!({ "email": "Kim@X.se" }));
    assert_eq!((receipt.ids.person, lime.sandbox_fault_hits()), (Some(1001), 2));
}

#[test]
fn persons_and_companies_that_are_not_found_are_not_connected() {
    let mut lime = Lime::new(&limetypes(RelationOwner::Limeobject));
    let receipt = receipt(run(delivery(RelationOwner::Limeobject, |_| ()), &mut lime));
    assert_eq!((receipt.ids.person, receipt.ids.company), (None, None));
    assert_eq!(receipt.findings.iter().filter(|finding| finding.code == FindingCode::NotFound).count(), 2);
    assert_eq!(lime.all("helpdesk")[0].get("person"), None);
}

/// Feeds a response to the creation of the limeobject.
fn rejected(status: u16, body: &[u8]) -> Delivery {
    let mut lime = lime(RelationOwner::Limeobject);
    let mut delivery = delivery(RelationOwner::Limeobject, |_| ());
    loop {
        match delivery.poll() {
            Action::Send { task: TaskName::CreateLimeobject, .. } => {
                delivery.feed(Input::Response(ApiResponse { status, retry_after: None, body }), 0.5);
                return delivery;
            }
            Action::Send { request, .. } => feed_response(&mut delivery, &mut lime, &request),
            other => panic!("{other:?}"),
        }
    }
}

fn feed_response(delivery: &mut Delivery, lime: &mut Lime, request: &ApiRequest) {
    let (status, body) = lime.handle(request);
    delivery.feed(Input::Response(ApiResponse { status, retry_after: None, body: &body }), 0.5);
}

#[test]
fn a_rejection_ends_the_delivery_with_lime_crms_message() {
    for (status, code) in [
        (400, DeliveryFailureCode::Refused),
        (409, DeliveryFailureCode::Refused),
        (422, DeliveryFailureCode::Refused),
        (401, DeliveryFailureCode::Unauthorized),
        (403, DeliveryFailureCode::Forbidden),
        (404, DeliveryFailureCode::LimetypeNotFound),
        (302, DeliveryFailureCode::NotLimeCrm),
    ] {
        let mut delivery = rejected(status, br#"{ "message": "the value of title is too long" }"#);
        if status == 409 {
            // Another client may have created it: it is looked up first.
            assert!(matches!(delivery.poll(), Action::Wait { .. }));
            delivery.feed(Input::WaitElapsed, 0.5);
            assert!(matches!(delivery.poll(), Action::Send { task: TaskName::FindLimeobject, .. }));
            delivery.feed(
                Input::Response(ApiResponse { status: 200, retry_after: None, body: br#"{ "objects": [] }"# }),
                0.5,
            );
            assert!(matches!(delivery.poll(), Action::Send { task: TaskName::CreateLimeobject, .. }));
            let body = br#"{ "message": "the value of title is too long" }"#;
            delivery.feed(Input::Response(ApiResponse { status, retry_after: None, body }), 0.5);
        }
        let Action::Failed { failure } = delivery.poll() else { panic!("{status}") };
        assert_eq!((failure.code, failure.status, failure.resumable), (code, Some(status), false));
        if code == DeliveryFailureCode::Refused {
            let finding = &failure.findings[0];
            assert_eq!(finding.message, "the value of title is too long");
            assert_eq!(finding.property.as_deref(), Some("title"));
        }
        delivery.retry();
        assert!(
            matches!(delivery.poll(), Action::Send { task: TaskName::CreateLimeobject, .. }),
            "once the cause is fixed, the delivery goes on"
        );
    }
}

#[test]
fn retry_after_is_honoured_and_attempts_end() {
    let mut delivery = delivery(RelationOwner::Limeobject, |options| options.attempts = 3);
    let busy = |retry_after| Input::Response(ApiResponse { status: 429, retry_after, body: b"" });
    let mut waits = Vec::new();
    let failure = loop {
        match delivery.poll() {
            Action::Send { .. } => delivery.feed(busy(Some(7.0)), 0.0),
            Action::Wait { milliseconds, .. } => {
                waits.push(milliseconds);
                delivery.feed(Input::WaitElapsed, 0.0);
            }
            Action::Failed { failure } => break failure,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(waits, [7000, 7000]);
    assert_eq!((failure.code, failure.resumable), (DeliveryFailureCode::RateLimited, true));
    delivery.retry();
    assert!(matches!(delivery.poll(), Action::Send { .. }));
    delivery.feed(busy(Some(3600.0)), 0.0);
    assert!(matches!(delivery.poll(), Action::Failed { failure } if failure.code == DeliveryFailureCode::RateLimited));

    delivery.retry();
    let mut waits = Vec::new();
    loop {
        match delivery.poll() {
            Action::Send { .. } => delivery.feed(Input::NetworkError("it broke"), 1.0),
            Action::Wait { milliseconds, .. } => {
                waits.push(milliseconds);
                delivery.feed(Input::WaitElapsed, 1.0);
            }
            Action::Failed { failure } => break assert_eq!(failure.code, DeliveryFailureCode::Unavailable),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(waits, [500, 1000], "they grow");
}

/// Runs a delivery of two files, [`LAMP`] and another one. `answer` feeds the outcome of each fetch of the first. Returns the
/// receipt, the urls that were fetched and the waits.
fn fetching(
    delivery: Delivery,
    mut answer: impl FnMut(&mut Delivery, &FileRequest, usize),
) -> (Receipt, Vec<String>, Vec<(u64, String)>, Lime) {
    let mut lime = lime(RelationOwner::Limeobject);
    let mut delivery = delivery;
    let (mut urls, mut waits) = (Vec::new(), Vec::new());
    loop {
        match delivery.poll() {
            Action::Fetch { file, .. } if file.url == BULB => delivery.feed(Input::FileResponse(PICTURE), 0.5),
            Action::Fetch { file, task } => {
                assert_eq!(task, TaskName::FetchFile);
                urls.push(file.url.clone());
                answer(&mut delivery, &file, urls.len());
            }
            Action::Send { request, .. } => feed_response(&mut delivery, &mut lime, &request),
            Action::Wait { milliseconds, reason, .. } => {
                waits.push((milliseconds, reason));
                delivery.feed(Input::WaitElapsed, 0.5);
            }
            Action::Done { result } => return (result, urls, waits, lime),
            Action::Failed { failure } => panic!("{failure:?}"),
        }
    }
}

const LAMP: &str = "https://media.userlike.com/lamp.png";
const BULB: &str = "https://media.userlike.com/bulb.png";

#[test]
fn a_file_that_is_not_available_is_left_out_and_named() {
    let answer = |status| FileResponse { status, ..FileResponse::default() };
    let redirect = |location| FileResponse { location: Some(location), ..answer(302) };
    let of = |content_type, start| FileResponse { content_type: Some(content_type), start, ..answer(200) };
    let response = |response| Input::FileResponse(response);
    let failed = |failure| Input::FileFailed(failure);
    let large = FileResponse { content_length: Some(20 * 1024 * 1024 + 1), ..PICTURE };
    // Temporary ones are tried three times.
    for (input, attempts, code, expected) in [
        (response(answer(404)), 1, FindingCode::FileUnavailable, "its host answered 404 (its link may have expired)"),
        (response(answer(403)), 1, FindingCode::FileUnavailable, "its host answered 403"),
        (response(answer(304)), 1, FindingCode::FileUnavailable, "its host answered 304"),
        (response(answer(302)), 1, FindingCode::FileUnavailable, "its host answered 302"),
        (response(answer(204)), 1, FindingCode::FileUnavailable, "its host answered with an empty file"),
        (response(answer(503)), 3, FindingCode::FileUnavailable, "its host answered 503"),
        (response(answer(429)), 3, FindingCode::FileUnavailable, "its host answered 429"),
        (
            response(of("text/html", b"<!doctype html>")),
            1,
            FindingCode::FileUnavailable,
            "an HTML page instead of an image",
        ),
        (response(of("image/png", b"%PDF-1.7")), 1, FindingCode::FileUnavailable, "a PDF instead of an image"),
        (response(large), 1, FindingCode::FileUnavailable, "it is larger than 20971520 bytes"),
        (
            response(redirect("https://evil.example/?a=secret")),
            1,
            FindingCode::MediaUnusable,
            "it redirects to \"https://evil.example/\": the host evil.example is not in the list",
        ),
        (response(redirect("https://169.254.169.254/")), 1, FindingCode::MediaUnusable, "its host is an IP address"),
        (response(redirect("file:///etc/passwd")), 1, FindingCode::MediaUnusable, "it is not an https link"),
        (
            response(FileResponse { url: Some("https://evil.example/lamp.png"), ..PICTURE }),
            1,
            FindingCode::MediaUnusable,
            "the host evil.example is not",
        ),
        (
            response(FileResponse { url: Some("http://userlike.com/lamp.png"), ..PICTURE }),
            1,
            FindingCode::MediaUnusable,
            "it is not an https link",
        ),
        (failed(FileFailure::NoResponse), 3, FindingCode::FileUnavailable, "its host did not respond"),
        (failed(FileFailure::BrokenOff), 3, FindingCode::FileUnavailable, "its host broke off the transfer"),
        (failed(FileFailure::TooSlow), 3, FindingCode::FileUnavailable, "its host did not send it within 30 seconds"),
        (failed(FileFailure::TooLarge), 1, FindingCode::FileUnavailable, "it is larger than 20971520 bytes"),
        (
            failed(FileFailure::Other { why: "it is\nsecret", temporary: false }),
            1,
            FindingCode::FileUnavailable,
            "it is secret.",
        ),
    ] {
        let delivery = delivery(RelationOwner::Limeobject, |_| ());
        let (receipt, urls, waits, mut lime) = fetching(delivery, |delivery, _, _| delivery.feed(input, 0.5));
        assert_eq!((urls.len(), waits.len()), (attempts, attempts - 1), "{input:?}");
        assert_eq!(receipt.ids.documents, [1001], "{input:?}");
        let [finding] = &receipt.findings[..] else { panic!("{receipt:?}") };
        assert_eq!((finding.code, finding.source.as_deref()), (code, Some("/transcript/1/url")), "{finding:?}");
        assert!(finding.message.starts_with("No document is created for \"https://media.userlike.com/lamp.png\": "));
        assert!(finding.message.contains(expected) && !finding.message.contains("secret="), "{}", finding.message);
        assert!(!finding.message.contains("Lime CRM") && waits.iter().all(|(_, reason)| !reason.contains("Lime CRM")));
        assert_eq!(lime.all("document")[0]["ul_messageid"], "1.1.3");
    }
}

#[test]
fn a_file_is_fetched_again_before_each_upload_and_a_later_delivery_imports_it() {
    let mut lime = lime(RelationOwner::Limeobject);
    let mut lost = delivery(RelationOwner::Limeobject, |_| ());
    let receipt = loop {
        match lost.poll() {
            Action::Fetch { file, .. } if file.url == LAMP => lost.feed(Input::FileFailed(FileFailure::TooLarge), 0.5),
            Action::Fetch { .. } => lost.feed(Input::FileResponse(PICTURE), 0.5),
            Action::Send { request, .. } => feed_response(&mut lost, &mut lime, &request),
            Action::Done { result } => break result,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(receipt.ids.documents, [1001]);
    // Both are there afterwards; the upload meets what Lime CRM may answer.
    for (status, retry_after) in [(429, Some(1.0)), (500, None), (409, None)] {
        let mut later = delivery(RelationOwner::Limeobject, |_| ());
        let (mut fetched, mut refused) = (0, false);
        lime.with_savepoint(|lime| {
            let receipt = loop {
                match later.poll() {
                    Action::Fetch { file, .. } => {
                        assert_eq!(file.url, LAMP);
                        fetched += 1;
                        // Not while the file is fetched.
                        later.feed(Input::WaitElapsed, 0.5);
                        later.feed(Input::FileResponse(PICTURE), 0.5);
                    }
                    Action::Send { task: TaskName::UploadFile, writes: true, .. } if !refused => {
                        refused = true;
                        // Not while it is uploaded.
                        later.feed(Input::FileResponse(PICTURE), 0.5);
                        later.feed(Input::Response(ApiResponse { status, retry_after, body: b"" }), 0.5);
                    }
                    Action::Send { request, .. } => feed_response(&mut later, lime, &request),
                    Action::Wait { .. } => later.feed(Input::WaitElapsed, 0.5),
                    Action::Done { result } => break result,
                    Action::Failed { failure } => panic!("{failure:?}"),
                }
            };
            assert_eq!(fetched, 2, "{status}");
            assert_eq!(receipt.ids.documents.len(), 2);
            assert_eq!(lime.all("document").len(), 2);
        });
    }
    // Resumed between the file and its upload: it is fetched again.
    let mut later = delivery(RelationOwner::Limeobject, |_| ());
    loop {
        match later.poll() {
            Action::Fetch { .. } => break later.feed(Input::FileResponse(PICTURE), 0.5),
            Action::Send { request, .. } => feed_response(&mut later, &mut lime, &request),
            other => panic!("{other:?}"),
        }
    }
    let mut resumed = Delivery::resume(&later.state()).unwrap();
    assert!(matches!(resumed.poll(), Action::Fetch { file, .. } if file.url == LAMP));
}

#[test]
fn a_file_is_named_by_its_host_and_fetched_from_the_address_that_it_redirects_to() {
    let hosts = ["*.userlike.com", "files.example"].map(str::to_owned).to_vec();
    let options = |options: &mut DeliveryOptions| options.media_hosts = MediaHosts::new(hosts.clone()).unwrap();
    let (receipt, urls, _, mut lime) =
        fetching(delivery(RelationOwner::Limeobject, options), |delivery, file, fetched| {
            assert_eq!((file.max_bytes, file.timeout), (20 * 1024 * 1024, 30_000));
            let location =
                ["/signed?a=b", "//files.example/c", "HTTP://files.example/d/", "e"].get(fetched - 1).copied();
            let response = match location.filter(|_| fetched < 4) {
                Some(location) => FileResponse { status: 307, location: Some(location), ..FileResponse::default() },
                None => FileResponse {
                    content_disposition: Some("attachment; filename=x.png; filename*=UTF-8''L%C3%A4mpchen.png"),
                    content_type: Some("image/x-lamp"),
                    ..PICTURE
                },
            };
            delivery.feed(Input::FileResponse(response), 0.5);
        });
    assert_eq!(receipt.findings, []);
    assert_eq!(
        urls,
        [LAMP, "https://media.userlike.com/signed?a=b", "https://files.example/c", "https://files.example/d/"]
    );
    let id = lime.all("document")[0]["document"].as_i64().unwrap();
    assert_eq!(lime.file(id), ("Lämpchen.png".to_owned(), "image/x-lamp".to_owned()));

    // One more.
    let (receipt, urls, ..) = fetching(delivery(RelationOwner::Limeobject, |_| ()), |delivery, _, _| {
        let response = FileResponse { status: 308, location: Some("/a"), ..FileResponse::default() };
        delivery.feed(Input::FileResponse(response), 0.5);
    });
    assert_eq!(urls.len(), 4);
    assert!(receipt.findings[0].message.contains("it was redirected more than 3 times"), "{:?}", receipt.findings);
}

#[test]
fn a_link_that_may_not_be_fetched_is_refused_in_the_words_of_the_preview() {
    let words = |findings: &[Finding<'_>]| findings.iter().map(|finding| json!(finding)).collect::<Vec<_>>();
    for link in [
        "https://files.example/lamp.png?signature=secret",
        "http://media.userlike.com/lamp.png",
        "https://media.userlike.com:8443/lamp.png",
        "https://me@media.userlike.com/lamp.png",
        "https://10.0.0.1/lamp.png",
        "ftp://media.userlike.com/lamp.png",
        "data:image/png;base64,iVBORw0KGgo=",
    ] {
        let mut payload = payload();
        payload["transcript"][1]["url"] = link.into();
        let payload = payload.to_string();
        let checked = mapper(RelationOwner::Limeobject).with_media_hosts(MediaHosts::default());
        let previewed: Vec<_> = checked.preview(payload.as_bytes(), None).unwrap().into_owned().findings;
        let previewed: Vec<_> =
            previewed.into_iter().filter(|finding| finding.code.as_str().starts_with("media-")).collect();
        assert_eq!(previewed.len(), 1, "{link}");
        assert!(!json!(previewed).to_string().contains("secret"));
        // A preview that did not check the link.
        let mut preview = mapper(RelationOwner::Limeobject)
            .preview(self::payload().to_string().as_bytes(), None)
            .unwrap()
            .into_owned();
        let file = preview.objects.iter_mut().find_map(|object| object.file.as_mut()).unwrap();
        file.url = link.to_owned().into();
        let dry_run = DryRun::new(preview.clone(), options(|_| ())).unwrap();
        let mut lime = lime(RelationOwner::Limeobject);
        let Action::Done { result: report } = run(dry_run, &mut lime) else { panic!("{link}") };
        let of_files = report.findings.iter().filter(|finding| finding.code != FindingCode::DuplicatesPossible);
        assert_eq!(words(&of_files.cloned().collect::<Vec<_>>()), words(&previewed), "{link}");
        let documents = report.objects.iter().filter(|change| change.role == Role::Document).count();
        let is_fetched = link.starts_with("http://");
        assert_eq!(documents, 1 + usize::from(is_fetched), "{link}");
        let (receipt, urls, ..) = fetching(Delivery::new(preview, options(|_| ())).unwrap(), |delivery, _, _| {
            delivery.feed(Input::FileResponse(PICTURE), 0.5);
        });
        assert_eq!(urls, if is_fetched { vec![LAMP] } else { vec![] });
        assert_eq!(words(&receipt.findings), words(&previewed), "{link}");
    }
}

#[test]
fn previews_that_cannot_be_delivered_are_rejected_before_the_first_request() {
    let mapper = mapper(RelationOwner::Limeobject);
    let preview = |payload: &'static [u8]| mapper.preview(payload, None).unwrap();
    let begin = |payload, options| Delivery::new(preview(payload), options).map(|_| ()).unwrap_err();
    assert!(matches!(begin(b"{}", DeliveryOptions::to(URL)), DeliveryError::NotReady(findings) if findings.len() == 1));
    assert!(matches!(begin(br#"{ "id": 1 }"#, DeliveryOptions::to("lime")), DeliveryError::BadUrl(_)));
    let connect = |payload, options| Delivery::connect(preview(payload), options).map(|_| ()).unwrap_err();
    assert_eq!(connect(br#"{ "id": 1 }"#, DeliveryOptions::to(URL)), DeliveryError::NoLimeobject);
    let into = |id| DeliveryOptions { limeobject: Some(id), ..DeliveryOptions::to(URL) };
    assert_eq!(connect(br#"{ "id": 1 }"#, into(0)), DeliveryError::NoLimeobject);
    assert_eq!(begin(br#"{ "id": 1 }"#, into(0)), DeliveryError::NoLimeobject);
    assert_eq!(connect(b"{}", into(7)), DeliveryError::NotConnectable);
    assert_eq!(
        begin(br#"{ "_type": "operator", "_event": "online" }"#, DeliveryOptions::to(URL)),
        DeliveryError::NothingToSend
    );
    for state in ["", "{}", "[]", "null", r#"{ "version": 2 }"#] {
        assert!(matches!(Delivery::resume(state), Err(DeliveryError::BadState(_))), "{state}");
    }
    let old = Delivery::resume(r#"{ "version": 1, "task": "finished" }"#).unwrap_err().to_string();
    assert!(old.ends_with("it has version 1, and this program reads version 2"), "{old}");
}

#[test]
fn the_documentation_has_every_code() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/delivery.md");
    let text = std::fs::read_to_string(file).unwrap();
    let has = |code: &str| text.contains(&format!("`{code}`"));
    let bulk = |task: &TaskName| {
        task.as_str().contains("bulk") || task.as_str().ends_with('s') || *task == TaskName::ImportNotes
    };
    let tasks = TaskName::ALL.iter().filter(|task| !bulk(task)).map(|task| task.as_str());
    let failures = DeliveryFailureCode::ALL.iter().map(|code| code.as_str());
    let errors =
        DeliveryErrorCode::ALL.iter().filter(|code| **code != DeliveryErrorCode::NotInBulk).map(|code| code.as_str());
    let reasons = FallbackReason::ALL.iter().map(|reason| reason.as_str());
    let missing: Vec<&str> = tasks.chain(failures).chain(errors).chain(reasons).filter(|code| !has(code)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn a_state_has_only_the_preview_and_the_results() {
    let state = delivery(RelationOwner::Limeobject, |_| ()).state();
    assert_eq!(Delivery::resume(&state).unwrap().state(), state);
    assert!(!state.contains("payload"), "the sources of values are not part of it");
}
