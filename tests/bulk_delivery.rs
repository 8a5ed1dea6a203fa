//! Bulk deliveries to the sandbox Lime CRM, which has limepkg-mbeku-bulk-import.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod lime;

use std::ops::Range;

use lime::{Execution, Fault, Lime, each_pair, is_of_bulk_import, run};
use serde_json::{Map, Value, json};
use userlike_limeobject::{
    Action, ApiResponse, BulkDelivery, BulkReport, Delivery, DeliveryError, DeliveryFailureCode, DeliveryOptions,
    FallbackReason, FindingCode, Input, Mapper, Preview, TaskName, UpdatePolicy,
};

const URL: &str = "https://lime.example.com/app";

fn mapper() -> Mapper {
    mapper_with(Value::Null)
}

/// With the name of a property for keys.
fn mapper_with(key: Value) -> Mapper {
    let instance = |limetype: &str, topic: &str| {
        json!({
            "limetype": limetype, "topic": topic, "default": topic == "help",
            "relationCompany": "company", "relationHistory": "history", "relationConversation": "ulconversation",
            "relationDocument": "document", "importMediaFiles": true,
            "idempotencyProperty": key, "history": { "idempotencyProperty": key },
            "personRelation": [
                { "identificationKey": "contact.email", "propertyIdentifier": "email" },
                { "identificationKey": "contact.phone_number", "propertyIdentifier": "phone" } ],
            "properties": { "title": { "userlikeKey": "subject" }, "priority": { "defaultValue": "normal" } }
        })
    };
    let config = json!({ "instances": [instance("helpdesk", "help"), instance("deal", "sales")] });
    Mapper::new(config.to_string().as_bytes(), None).unwrap_or_else(|e| panic!("{e}"))
}

fn payload(id: i64, email: &str, phone: &str) -> Value {
    let message = json!({ "id": format!("{id}.1.1"), "type": "message", "body": format!("Hello, this is {id}"), "sender": { "type": "contact" } });
    json!({
        "id": id, "subject": (id != 2).then(|| format!("Subject {id}")),
        "contact": { "email": email, "phone_number": phone }, "transcript": [message]
    })
}

/// New conversations, one that has a limeobject, and one that has only its ulconversation.
fn payloads() -> Vec<Value> {
    vec![
        payload(1, "ada@b.se", ""),
        payload(2, "Ada@B.se", ""),
        payload(3, "nobody@b.se", "+46 70 100 00 01"),
        payload(4, "bo@b.se", ""),
        payload(5, "nobody@b.se", "+46 70 100 00 02"),
    ]
}

fn limetypes() -> Value {
    let text = |name: &str| json!({ "name": name, "type": "string", "length": 128 });
    let belongsto = |name: &str| json!({ "name": name, "type": "belongsto", "relatedType": name });
    let hasmany = |name: &str| json!({ "name": name, "type": "hasmany", "relatedType": name });
    let case = |name: &str| {
        json!({ "name": name, "properties": [
            text("title"), text("priority"), belongsto("person"), belongsto("company"), belongsto("ulconversation"),
            hasmany("history"), hasmany("document")
        ] })
    };
    json!([
        { "name": "company", "properties": [text("name")] },
        { "name": "person", "properties": [text("email"), text("phone"), belongsto("company")] },
        { "name": "ulconversation", "properties": [{ "name": "conversationid", "type": "integer" }, hasmany("helpdesk")] },
        case("helpdesk"), case("deal"),
        { "name": "history", "properties": [
            { "name": "note", "type": "text" }, belongsto("helpdesk"), belongsto("deal"), belongsto("person"), belongsto("company")
        ] },
        { "name": "document", "properties": [belongsto("helpdesk"), belongsto("deal")] }
    ])
}

fn empty_lime() -> Lime {
    Lime::new(&limetypes())
}

fn lime() -> Lime {
    let mut lime = empty_lime();
    let company = lime.add("company", json!({ "name": "Lamps" }));
    lime.add("person", json!({ "email": "ada@b.se", "company": company }));
    lime.add("person", json!({ "email": "bo@b.se", "company": company }));
    lime.add("person", json!({ "phone": "+46 70 100 00 01" }));
    lime.add("person", json!({ "email": "ADA@b.se" }));
    let conversation = lime.add("ulconversation", json!({ "conversationid": 4 }));
    let helpdesk = lime.add("helpdesk", json!({ "title": "Old", "ulconversation": conversation }));
    lime.add("history", json!({ "note": "old", "helpdesk": helpdesk }));
    lime.add("ulconversation", json!({ "conversationid": 5 }));
    lime
}

fn previews(mapper: &Mapper, payloads: &[Value]) -> Vec<Preview<'static>> {
    let preview = |payload: &Value| mapper.preview(payload.to_string().as_bytes(), None).unwrap().into_owned();
    payloads.iter().map(preview).collect()
}

fn bulk(payloads: &[Value]) -> BulkDelivery {
    BulkDelivery::new(previews(&mapper(), payloads), DeliveryOptions::to(URL)).unwrap()
}

fn report(action: Action<BulkReport>) -> BulkReport {
    match action {
        Action::Done { result } => result,
        other => panic!("{other:?}"),
    }
}

/// Delivers the fallbacks of the report one by one, with the options that it asks for.
fn deliver_fallbacks(report: &BulkReport, payloads: &[Value], lime: &mut Lime) {
    let previews = previews(&mapper(), payloads);
    for one in &report.fallbacks {
        let options = DeliveryOptions { only_if_changed: one.note_may_exist, ..DeliveryOptions::to(URL) };
        let end = run(Delivery::new(previews[one.index].clone(), options).unwrap(), lime);
        assert!(matches!(end, Action::Done { .. }), "{end:?}");
    }
}

/// Each conversation with its limeobjects, their values, and their notes with all relations.
fn contents(lime: &mut Lime) -> Value {
    type Objects = Vec<(i64, Map<String, Value>)>;
    let mut conversations = lime.objects("ulconversation");
    let (helpdesks, histories) = (lime.objects("helpdesk"), lime.objects("history"));
    let related = |objects: &Objects, name: &str, id: i64| -> Objects {
        let mut found = objects.clone();
        found.retain_mut(|(_, values)| values.remove(name) == Some(id.into()));
        found
    };
    conversations.sort_by_key(|(_, values)| values["conversationid"].as_i64());
    let conversation = |id: i64, conversation: &Value| {
        let limeobjects = related(&helpdesks, "ulconversation", id).into_iter().map(|(id, values)| {
            let notes: Vec<_> = related(&histories, "helpdesk", id).into_iter().map(|(_, note)| note).collect();
            json!([values, notes])
        });
        json!([conversation, limeobjects.collect::<Vec<_>>()])
    };
    conversations.iter().map(|(id, values)| conversation(*id, &values["conversationid"])).collect()
}

/// The contents of [`lime`] after a delivery of each payload, one by one.
fn expected(payloads: &[Value]) -> Value {
    let mut lime = lime();
    for preview in previews(&mapper(), payloads) {
        run(Delivery::new(preview, DeliveryOptions::to(URL)).unwrap(), &mut lime);
    }
    contents(&mut lime)
}

#[test]
fn in_bulk_it_is_the_same_as_one_by_one() {
    let queries = "^/api/v1/query";
    let several = r#""op":"IN""#;
    for (name, fault) in [
        ("relations are ids", None),
        ("relations are objects", Some(json!({ "path": queries, "relations": "objects" }))),
        ("relations are texts", Some(json!({ "path": queries, "relations": "texts" }))),
        ("IN is not supported", Some(json!({ "path": several, "status": 400 }))),
        ("few objects per response", Some(json!({ "path": several, "maxResults": 3 }))),
    ] {
        let mut lime = lime();
        if let Some(mut fault) = fault.clone() {
            fault["times"] = 1_000_000.into();
            lime.set_sandbox_faults(json!([fault]));
        }
        let done = report(run(bulk(&payloads()), &mut lime));
        assert_eq!(fault.is_some(), lime.sandbox_fault_hits() > 0, "{name}");
        assert_eq!(done.fallbacks, [], "{name}");
        assert_eq!(contents(&mut lime), expected(&payloads()), "{name}");
        let created: Vec<_> = done.delivered.iter().map(|one| (one.index, one.conversation, one.created)).collect();
        assert_eq!(created, [(0, 1, true), (1, 2, true), (2, 3, true), (3, 4, false), (4, 5, true)]);
        for one in &done.delivered {
            let id = one.ids.limeobject.unwrap();
            assert_eq!(one.url, format!("{URL}/client/object/helpdesk/{id}"));
            let (_, values) = lime.objects("helpdesk").into_iter().find(|(at, _)| *at == id).unwrap();
            assert_eq!(values["ulconversation"], one.ids.ulconversation.unwrap(), "{name}");
        }
        let codes = |at: usize| done.delivered[at].findings.iter().map(|finding| finding.code).collect::<Vec<_>>();
        assert_eq!(
            (codes(0), codes(2), codes(4)),
            (vec![FindingCode::SeveralFound], vec![FindingCode::NotFound], vec![FindingCode::NotFound])
        );
        assert_eq!(done.delivered[2].findings[0].object, Some(userlike_limeobject::Role::Company));
        assert_eq!(done.delivered[4].ids.person, None);
        assert_eq!(lime.bulk_imports().len(), 3);
    }
}

#[test]
fn a_server_that_ignores_filters_connects_no_stranger() {
    let mut lime = lime();
    lime.set_sandbox_faults(json!([{ "path": r#""limetype":"person""#, "ignoreFilters": true, "times": 1_000_000 }]));
    let payloads =
        [payload(1, "ada@b.se", ""), payload(3, "nobody@b.se", ""), payload(6, "bo@b.se", "+46 70 100 00 01")];
    let done = report(run(bulk(&payloads), &mut lime));
    assert!(lime.sandbox_fault_hits() > 0);
    let persons: Vec<_> = done.delivered.iter().map(|one| one.ids.person).collect();
    assert_eq!(persons, [Some(1001), None, Some(1002)]);
}

#[test]
fn persons_are_found_by_other_notations_of_their_number() {
    let mut lime = lime();
    let payloads = [
        payload(1, "", "0046 (0)70-1000001"),
        payload(2, "", "tel:+46-70-100-00-01"),
        payload(3, "", "+46 70 100 00 09"),
    ];
    let done = report(run(bulk(&payloads), &mut lime));
    let persons: Vec<_> = done.delivered.iter().map(|one| one.ids.person).collect();
    assert_eq!(persons, [Some(1003), Some(1003), None]);
    assert!(lime.requests.iter().all(|path| path.len() < 2000));
}

#[test]
fn sent_again_there_is_one_more_note_of_each() {
    let mut lime = lime();
    run(bulk(&payloads()), &mut lime);
    let again = report(run(bulk(&payloads()), &mut lime));
    assert_eq!((again.delivered.len(), again.fallbacks.len()), (5, 0));
    assert!(again.delivered.iter().all(|one| !one.created));
    let limetypes = ["ulconversation", "helpdesk", "history"];
    assert_eq!(lime.counts(limetypes), [5, 5, 11]);
}

/// What a bulk delivery leaves once its fallbacks are delivered, and their reasons; or the code of its failure.
type Outcome = Result<(Value, Vec<FallbackReason>), DeliveryFailureCode>;

fn outcome(end: Action<BulkReport>, lime: &mut Lime) -> Outcome {
    match end {
        Action::Failed { failure } => Err(failure.code),
        end => {
            let report = report(end);
            lime.faults.clear();
            deliver_fallbacks(&report, &payloads(), lime);
            Ok((contents(lime), report.fallbacks.iter().map(|one| one.reason).collect()))
        }
    }
}

/// Each fault at each request, and each pair of faults: what is in Lime CRM afterwards is what is there when nothing goes
/// wrong, also where the report has fallbacks; and nothing was refused, so it has none.
#[test]
fn with_any_faults_nothing_is_written_twice() {
    let expected = &Ok((expected(&payloads()), Vec::new()));
    let requests = {
        let mut lime = lime();
        assert_eq!(outcome(run(bulk(&payloads()), &mut lime), &mut lime), *expected);
        lime.requests.len()
    };
    let cells: usize = std::thread::scope(|scope| {
        let threads = [0..requests / 2, requests / 2..requests];
        let threads = threads.map(|requests| scope.spawn(move || check_faults(requests, expected)));
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert!(cells > 3000, "{cells}");
}

/// Returns the number of faults and pairs of faults.
fn check_faults(requests: Range<usize>, expected: &Outcome) -> usize {
    let mut lime = lime();
    lime.set_bulk_import(json!({ "acceptMoreData": true }));
    let begun = bulk(&payloads());
    let mut cells = 0;
    let mut check = |faults: &[(usize, Fault)], outcome: &Outcome| {
        cells += 1;
        let garbled = faults.iter().any(|(_, fault)| *fault == Fault::Garbled);
        let is_refused = garbled && *outcome == Err(DeliveryFailureCode::NotLimeCrm);
        assert!(is_refused || outcome == expected, "{faults:?}: {outcome:?}");
    };
    for at in requests.clone() {
        for fault in Fault::ALL {
            let outcome = lime.with_savepoint(|lime| {
                lime.faults = vec![(at, fault)];
                outcome(run(begun.clone(), lime), lime)
            });
            check(&[(at, fault)], &outcome);
        }
    }
    lime.faults.clear();
    each_pair(begun, &mut lime, requests, 2, outcome, |faults, outcome| check(&faults, outcome));
    cells
}

#[test]
fn rows_that_arrive_late_are_not_sent_again() {
    let expected = expected(&payloads());
    let mut lime = lime();
    lime.set_bulk_import(json!({ "acceptMoreData": true }));
    let sent = |lime: &Lime| lime.requests.iter().filter(|path| is_of_bulk_import(path)).count();
    let (uploads, without_faults) = lime.with_savepoint(|lime| {
        run(bulk(&payloads()), lime);
        let uploads = (0..lime.requests.len()).filter(|at| is_of_bulk_import(&lime.requests[*at]));
        (uploads.collect::<Vec<_>>(), sent(lime))
    });
    assert!(uploads.len() > 6);
    for at in uploads {
        lime.with_savepoint(|lime| {
            lime.faults = vec![(at, Fault::Late)];
            let report = report(run(bulk(&payloads()), lime));
            assert_eq!(report.fallbacks, []);
            assert_eq!(contents(lime), expected, "{at}");
            assert!(sent(lime) <= without_faults + 3, "{:?}", lime.requests);
        });
    }
}

/// Runs a delivery to its end. One that failed is resumed once, when nothing goes wrong any more.
fn run_and_resume(lime: &mut Lime) -> Action<BulkReport> {
    let mut execution = Execution::new(bulk(&payloads()));
    let mut has_failed = false;
    for _ in 0..2000 {
        match execution.step(lime, None) {
            None => {}
            Some(Action::Failed { failure }) if !has_failed => {
                assert_eq!(failure.code, DeliveryFailureCode::NotLimeCrm, "{failure:?}");
                has_failed = true;
                lime.faults.clear();
                execution = Execution::new(BulkDelivery::resume(&execution.delivery.state()).unwrap());
            }
            Some(end) => return end,
        }
    }
    panic!("the delivery does not end: {:?}", lime.requests);
}

#[test]
fn an_answer_that_says_nothing_is_neither_a_success_nor_a_reason_to_write_twice() {
    let expected = expected(&payloads());
    let mut lime = lime();
    let requests = lime.with_savepoint(|lime| {
        run(bulk(&payloads()), lime);
        lime.requests.len()
    });
    for at in 0..requests {
        for fault in Fault::ANSWERS {
            lime.with_savepoint(|lime| {
                lime.faults = vec![(at, fault)];
                let end = run_and_resume(lime);
                let left = outcome(end, lime).map(|(contents, _)| contents);
                assert_eq!(left, Ok(expected.clone()), "{at} {fault:?} {:?}", lime.requests.get(at));
            });
        }
    }
}

#[test]
fn what_is_not_found_at_once_is_searched_for_again() {
    for limetype in ["ulconversation", "helpdesk"] {
        for times in [1, 3, 6] {
            let mut lime = lime();
            // After the search for what existed before.
            let path = format!(r#""limetype":"{limetype}""#);
            let skip = if limetype == "helpdesk" { 2 } else { 1 };
            lime.set_sandbox_faults(json!([{ "path": path, "skip": skip, "times": times, "indexLag": 600_000 }]));
            let report = report(run(bulk(&payloads()), &mut lime));
            assert_eq!(lime.sandbox_fault_hits(), times, "{limetype}");
            assert_eq!((report.fallbacks, lime.time.now > 400), (vec![], true), "{limetype} {times}");
            assert_eq!(contents(&mut lime), expected(&payloads()), "{limetype} {times}");
        }
    }
}

#[test]
fn rows_that_were_never_received_are_not_sent_for_ever() {
    let mut lime = lime();
    let mut delivery = bulk(&payloads());
    let mut uploads = 0;
    let failure = loop {
        match delivery.poll() {
            // Something answers in place of Lime CRM.
            Action::Send { task: TaskName::ImportUlconversations, .. } => {
                uploads += 1;
                delivery.feed(Input::Response(ApiResponse { status: 200, retry_after: None, body: b"<html>" }), 0.5);
            }
            Action::Send { request, .. } => {
                let (status, body) = lime.handle(&request);
                delivery.feed(Input::Response(ApiResponse { status, retry_after: None, body: &body }), 0.5);
            }
            Action::Wait { milliseconds, .. } => {
                lime.time.pass(milliseconds);
                delivery.feed(Input::WaitElapsed, 0.5);
            }
            Action::Failed { failure } => break failure,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!((failure.code, failure.resumable, uploads), (DeliveryFailureCode::Unavailable, true, 8));
    assert!(lime.time.now >= 8 * 66_000, "{}", lime.time.now);
    let report = report(run(BulkDelivery::resume(&delivery.state()).unwrap(), &mut lime));
    assert_eq!((report.delivered.len(), contents(&mut lime)), (5, expected(&payloads())));
}

#[test]
fn without_the_package_all_are_fallbacks_and_nothing_is_written() {
    let mut lime = lime();
    lime.set_bulk_import(json!({ "installed": false }));
    let limetypes = ["company", "person", "ulconversation", "helpdesk", "deal", "history", "document"];
    let before = lime.counts(limetypes);
    let report = report(run(bulk(&payloads()), &mut lime));
    assert_eq!(report.delivered, []);
    assert_eq!(report.fallbacks.len(), 5);
    assert!(report.fallbacks.iter().all(|one| one.reason == FallbackReason::NoBulkImport && !one.note_may_exist));
    assert_eq!((lime.counts(limetypes), lime.requests.len()), (before, 3), "{:?}", lime.requests);
    deliver_fallbacks(&report, &payloads(), &mut lime);
    assert_eq!(contents(&mut lime), expected(&payloads()));
}

#[test]
fn what_the_package_does_not_write_is_a_fallback() {
    let broken = |limetype| json!({ "failAfterFirstRow": [limetype] });
    let refused = |limetype| json!({ "rejectJobs": [limetype] });
    let without_data = |limetype| json!({ "rejectData": [limetype] });
    let bad = |text| json!({ "failRowsWith": text });
    for (name, bulk_import, reason, delivered) in [
        ("a bad limeobject", bad("Subject 3"), FallbackReason::NotWritten, 4),
        ("a bad note", bad("this is 3"), FallbackReason::NotWritten, 0),
        ("broken conversations", broken("ulconversation"), FallbackReason::NotWritten, 3),
        ("broken limeobjects", broken("helpdesk"), FallbackReason::NotWritten, 2),
        ("broken notes", broken("history"), FallbackReason::NotWritten, 0),
        ("refused conversations", refused("ulconversation"), FallbackReason::Refused, 2),
        ("refused limeobjects", refused("helpdesk"), FallbackReason::Refused, 1),
        ("refused notes", refused("history"), FallbackReason::Refused, 0),
        ("refused data of conversations", without_data("ulconversation"), FallbackReason::Refused, 2),
        ("refused data of limeobjects", without_data("helpdesk"), FallbackReason::Refused, 1),
        ("refused data of notes", without_data("history"), FallbackReason::Refused, 0),
    ] {
        let mut lime = lime();
        lime.set_bulk_import(bulk_import);
        let report = report(run(bulk(&payloads()), &mut lime));
        assert_eq!((report.delivered.len(), report.fallbacks.len()), (delivered, 5 - delivered), "{name}");
        for one in &report.fallbacks {
            let may_exist = reason == FallbackReason::NotWritten && delivered == 0;
            assert_eq!((one.reason, one.note_may_exist), (reason, may_exist), "{name}: {}", one.message);
        }
        deliver_fallbacks(&report, &payloads(), &mut lime);
        assert_eq!(contents(&mut lime), expected(&payloads()), "{name}");
    }
}

#[test]
fn what_cannot_be_delivered_in_bulk_is_a_fallback_from_the_beginning() {
    let mut with_file = payload(2, "", "");
    with_file["transcript"][0]["url"] = "https://media.userlike.com/lamp.png".into();
    let mut of_sales = payload(3, "", "");
    of_sales["topics"] = json!([{ "text": "sales" }]);
    let payloads = [
        with_file,
        json!({}),
        json!({ "_type": "operator", "_event": "online" }),
        payload(1, "", ""),
        of_sales,
        payload(1, "", ""),
    ];
    let mut lime = lime();
    let report = report(run(bulk(&payloads), &mut lime));
    let reasons: Vec<_> = report.fallbacks.iter().map(|one| (one.index, one.reason)).collect();
    assert_eq!(
        reasons,
        [
            (0, FallbackReason::HasFiles),
            (1, FallbackReason::NotReady),
            (2, FallbackReason::NotReady),
            (4, FallbackReason::AnotherInstance),
            (5, FallbackReason::Repeated)
        ]
    );
    assert!(report.fallbacks.iter().all(|one| !one.message.is_empty()));
    assert_eq!((report.delivered.len(), report.delivered[0].index), (1, 3));

    let relation = |name: &str| json!({ "name": name, "type": "belongsto", "relatedType": "helpdesk" });
    let limetypes = json!([
        { "name": "helpdesk", "properties": [{ "name": "ulconversation", "type": "hasmany", "relatedType": "ulconversation" }] },
        { "name": "ulconversation", "properties": [{ "name": "conversationid", "type": "integer" }, relation("helpdesk")] }
    ]);
    for (conversation, expected) in
        [(json!("ulconversation"), FallbackReason::TiedByConversation), (Value::Null, FallbackReason::NoUlconversation)]
    {
        let config = json!({ "instances": [{ "limetype": "helpdesk", "relationConversation": conversation }] });
        let mapper = Mapper::new(config.to_string().as_bytes(), Some(limetypes.to_string().as_bytes())).unwrap();
        let previews = previews(&mapper, &[payload(1, "", "")]);
        let mut delivery = BulkDelivery::new(previews, DeliveryOptions::to(URL)).unwrap();
        let Action::Done { result: report } = delivery.poll() else { panic!("no request is needed") };
        assert_eq!(report.fallbacks[0].reason, expected);
    }
}

#[test]
fn what_has_to_be_compared_is_a_fallback() {
    for options in [
        DeliveryOptions { only_if_changed: true, ..DeliveryOptions::to(URL) },
        DeliveryOptions { existing: UpdatePolicy::Fill, ..DeliveryOptions::to(URL) },
    ] {
        let delivery = BulkDelivery::new(previews(&mapper(), &payloads()), options).unwrap();
        let report = report(run(delivery, &mut lime()));
        let fallbacks: Vec<_> = report.fallbacks.iter().map(|one| (one.conversation, one.reason)).collect();
        assert_eq!(fallbacks, [(Some(4), FallbackReason::Exists)]);
    }
}

#[test]
fn a_thousand_take_a_few_requests_and_large_ones_several_jobs() {
    let payloads: Vec<_> = (1..=1000).map(|id| payload(id, &format!("customer{}@example.com", id % 100), "")).collect();
    let mut lime = empty_lime();
    let company = lime.add("company", json!({ "name": "Lamps" }));
    for id in 0..100 {
        lime.add("person", json!({ "email": format!("customer{id}@example.com"), "company": company }));
    }
    let done = report(run(bulk(&payloads), &mut lime));
    assert_eq!(done.delivered.len(), 1000);
    assert!(done.delivered.iter().all(|one| one.ids.person == Some(1001 + one.conversation % 100)));
    // Queries for ulconversations before and after, limeobjects, persons, the company of each; and the bulk imports.
    assert!(lime.requests.len() < 20 + 20 + 20 + 3 + 100 + 3 * 8, "{}", lime.requests.len());
    let longest = lime.requests.iter().map(String::len).max().unwrap();
    assert!(longest < 2000, "{longest}");

    let large: Vec<_> = (1..=5)
        .map(|id| {
            let mut payload = payload(id, "", "");
            payload["transcript"][0]["body"] = "a".repeat(1_500_000).into();
            payload
        })
        .collect();
    let mut lime = empty_lime();
    let done = report(run(bulk(&large), &mut lime));
    assert_eq!(done.delivered.len(), 5);
    let rows = [("ulconversation", 5), ("helpdesk", 5), ("history", 2), ("history", 2), ("history", 1)];
    assert_eq!(lime.bulk_imports(), rows.map(|(limetype, rows)| (limetype.to_owned(), rows)));
    assert_eq!(lime.counts(["history"]), [5]);
}

/// A Lime CRM that refuses a second object with the same key.
fn lime_with_keys() -> Lime {
    let mut limetypes = limetypes();
    for limetype in limetypes.as_array_mut().unwrap() {
        let properties = limetype["properties"].as_array_mut().unwrap();
        properties.push(json!({ "name": "userlikekey", "type": "string", "length": 64, "unique": true }));
        for property in properties.iter_mut().filter(|property| property["name"] == "conversationid") {
            property["unique"] = true.into();
        }
    }
    Lime::new(&limetypes)
}

fn bulk_with_keys(send_id: &str, payloads: &[Value]) -> BulkDelivery {
    let options = DeliveryOptions { send_id: Some(send_id.to_owned()), ..DeliveryOptions::to(URL) };
    BulkDelivery::new(previews(&mapper_with("userlikekey".into()), payloads), options).unwrap()
}

#[test]
fn with_keys_nothing_is_imported_twice() {
    let payloads = payloads();
    let mut lime = lime_with_keys();
    // The second delivery has lost the state of the first one, whose search index it sees.
    for (at, send) in ["first", "first", "second"].into_iter().enumerate() {
        lime.requests.clear();
        let done = report(run(bulk_with_keys(send, &payloads), &mut lime));
        assert_eq!((done.delivered.len(), done.fallbacks), (5, vec![]), "{send}");
        assert!(done.delivered.iter().all(|one| one.created == (at == 0)));
        let notes = if send == "first" { 5 } else { 10 };
        assert_eq!(lime.counts(["ulconversation", "helpdesk", "history"]), [5, 5, notes], "{send}");
    }
    let keys: Vec<_> = lime.all("helpdesk").iter().map(|object| object["userlikekey"].clone()).collect();
    assert_eq!(keys, ["1", "2", "3", "4", "5"]);
    assert_eq!(lime.all("history")[9]["userlikekey"], "5.second");
}

#[test]
fn with_keys_a_search_that_lags_imports_nothing_twice() {
    let payloads = payloads();
    let mut lime = lime_with_keys();
    let options = || DeliveryOptions { send_id: Some("second".to_owned()), ..DeliveryOptions::to(URL) };
    run(bulk_with_keys("first", &payloads), &mut lime);
    // The search for limeobjects of an ulconversation knows none yet, so they are imported, and skipped.
    let objects = r#"^/api/v1/query.*"limetype":"helpdesk".*"ulconversation""#;
    lime.set_sandbox_faults(json!([{ "path": objects, "times": 8, "body": "{ \"objects\": [] }" }]));
    let done = report(run(bulk_with_keys("second", &payloads), &mut lime));
    assert!(lime.sandbox_fault_hits() > 0);
    lime.set_sandbox_faults(json!([]));
    for one in &done.fallbacks {
        let preview = previews(&mapper_with("userlikekey".into()), &payloads)[one.index].clone();
        let end = run(Delivery::new(preview, options()).unwrap(), &mut lime);
        assert!(matches!(end, Action::Done { .. }), "{end:?}");
    }
    assert_eq!(lime.counts(["ulconversation", "helpdesk", "history"]), [5, 5, 10], "{:?}", done.fallbacks);
}

#[test]
fn a_job_that_does_not_end_can_be_waited_for_later() {
    let mut lime = lime();
    let mut delivery = bulk(&payloads());
    let mut waited = 0;
    let failure = loop {
        match delivery.poll() {
            Action::Send { task: TaskName::AwaitBulkImport, .. } => {
                let body = br#"{ "id": "job-0", "status": "running", "result": null }"#;
                delivery.feed(Input::Response(ApiResponse { status: 200, retry_after: None, body }), 0.5);
            }
            Action::Send { request, .. } => {
                let (status, body) = lime.handle(&request);
                delivery.feed(Input::Response(ApiResponse { status, retry_after: None, body: &body }), 0.5);
            }
            Action::Wait { milliseconds, reason, .. } => {
                assert!(reason.contains("3 ulconversations"), "{reason}");
                waited += milliseconds;
                delivery.feed(Input::WaitElapsed, 0.5);
            }
            Action::Failed { failure } => break failure,
            other => panic!("{other:?}"),
        }
    };
    assert!((1_700_000..2_000_000).contains(&waited), "{waited}");
    assert_eq!((failure.code, failure.resumable), (DeliveryFailureCode::Unavailable, true));
    let report = report(run(BulkDelivery::resume(&delivery.state()).unwrap(), &mut lime));
    assert_eq!((report.delivered.len(), contents(&mut lime)), (5, expected(&payloads())));
}

#[test]
fn bulk_deliveries_that_cannot_begin_are_rejected() {
    let begin = |count: usize, options| {
        BulkDelivery::new(previews(&mapper(), &vec![payload(1, "", ""); count]), options).map(|_| ()).unwrap_err()
    };
    assert_eq!(begin(1001, DeliveryOptions::to(URL)), DeliveryError::TooMany(1001));
    assert!(matches!(begin(1, DeliveryOptions::to("lime")), DeliveryError::BadUrl(_)));
    let into = DeliveryOptions { limeobject: Some(7), ..DeliveryOptions::to(URL) };
    assert_eq!(begin(1, into), DeliveryError::NotInBulk);
    for state in ["", "{}", "[]", r#"{ "version": 2 }"#] {
        assert!(matches!(BulkDelivery::resume(state), Err(DeliveryError::BadState(_))), "{state}");
    }
    let state = bulk(&payloads()).state();
    assert_eq!(BulkDelivery::resume(&state).unwrap().state(), state);
    assert!(matches!(Delivery::resume(&state), Err(DeliveryError::BadState(_))));
    let Action::Done { result: report } = bulk(&[]).poll() else { panic!("no request is needed") };
    assert_eq!((report.delivered.len(), report.fallbacks.len()), (0, 0));
}
