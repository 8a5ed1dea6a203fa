//! Deliveries to a Lime CRM in memory: every request with every fault.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod lime;

use lime::{Fault, Lime, UnderWay, carry_out};
use serde_json::{Value, json};
use userlike_limeobject::{
    Action, ApiResponse, Delivery, DeliveryError, DeliveryErrorCode, DeliveryFailureCode, DeliveryOptions, DryRun,
    FallbackReason, FindingCode, Input, Mapper, Preview, Receipt, TaskName, UpdatePolicy,
};

const URL: &str = "https://lime.example.com/app";

/// A configuration with everything, by where the relation between limeobject and ulconversation is.
fn mapper(tie: Tie) -> Mapper {
    let conversation = if tie == Tie::None { Value::Null } else { "ulconversation".into() };
    let config = json!({ "instances": [ {
        "limetype": "helpdesk", "relationCompany": "company", "relationHistory": "history",
        "relationConversation": conversation, "relationDocument": "document", "importMediaFiles": true,
        "personRelation": [
            { "identificationKey": "contact.email", "propertyIdentifier": "email" },
            { "identificationKey": "contact.phone_number", "propertyIdentifier": "phone" } ],
        "coworkerRelation": { "rules": [ { "identificationKey": "last_message.operator_name", "propertyIdentifier": "name" } ] },
        "relationCoworker": "coworker",
        "properties": { "title": { "userlikeKey": "subject", "defaultValue": "Chat" }, "priority": { "defaultValue": "normal" } }
    } ] });
    let belongsto = |name: &str, to: &str| json!({ "name": name, "type": "belongsto", "relatedType": to });
    let many = |name: &str, to: &str| json!({ "name": name, "type": "hasmany", "relatedType": to });
    let text = |name: &str| json!({ "name": name, "type": "string", "length": 200 });
    let of_conversation = tie == Tie::OfConversation;
    let limetypes = json!([
        { "name": "helpdesk", "properties": [
            text("title"), { "name": "priority", "type": "option", "options": [ { "key": "normal" }, { "key": "high" } ] },
            belongsto("person", "person"), belongsto("company", "company"), belongsto("coworker", "coworker"),
            if of_conversation { many("ulconversation", "ulconversation") } else { belongsto("ulconversation", "ulconversation") },
            many("history", "history"), many("document", "document") ] },
        { "name": "ulconversation", "properties": [
            { "name": "conversationid", "type": "integer" },
            if of_conversation { belongsto("helpdesk", "helpdesk") } else { many("helpdesk", "helpdesk") } ] },
        { "name": "history", "properties": [ { "name": "note", "type": "text" }, belongsto("helpdesk", "helpdesk"), belongsto("person", "person") ] },
        { "name": "document", "properties": [ { "name": "document", "type": "file" }, text("ul_messageid"), belongsto("helpdesk", "helpdesk") ] },
        { "name": "person", "properties": [ text("email"), text("phone"), belongsto("company", "company") ] },
        { "name": "company", "properties": [ text("name") ] },
        { "name": "coworker", "properties": [ text("name") ] }
    ]);
    Mapper::new(config.to_string().as_bytes(), Some(limetypes.to_string().as_bytes())).unwrap_or_else(|e| panic!("{e}"))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tie {
    OfLimeobject,
    OfConversation,
    None,
}

fn payload() -> Value {
    let message = |id: &str, body: &str, url: Option<&str>| json!({ "id": id, "type": "message", "body": body, "url": url, "sender": { "type": "operator" }, "operator_name": "Ada" });
    json!({
        "id": 63_741_936, "subject": "Broken lamp", "last_message": { "operator_name": "Ada" },
        "contact": { "email": "nobody@b.se", "phone_number": "+46 1" },
        "transcript": [
            message("1.1.1", "Hello", None),
            message("1.1.2", "a picture", Some("https://media.userlike.com/lamp.png")),
            message("1.1.3", "another", Some("https://media.userlike.com/bulb.png")) ]
    })
}

fn preview(tie: Tie) -> Preview<'static> {
    let payload = payload().to_string();
    mapper(tie).preview(payload.as_bytes(), None).unwrap().into_owned()
}

fn options(change: impl FnOnce(&mut DeliveryOptions)) -> DeliveryOptions {
    let mut options = DeliveryOptions::to(URL);
    change(&mut options);
    options
}

fn delivery(tie: Tie, change: impl FnOnce(&mut DeliveryOptions)) -> Delivery {
    Delivery::new(preview(tie), options(change)).unwrap_or_else(|e| panic!("{e}"))
}

/// A Lime CRM with the people of the payload in it, and other things that are alike.
fn lime() -> Lime {
    let mut lime = Lime::default();
    let company = lime.add("company", json!({ "name": "Lamps" }));
    lime.add("person", json!({ "phone": "+46 1", "company": company }));
    lime.add("coworker", json!({ "name": "Ada" }));
    let other = lime.add("ulconversation", json!({ "conversationid": 1 }));
    let helpdesk = lime.add("helpdesk", json!({ "title": "Broken lamp", "ulconversation": other }));
    lime.add("history", json!({ "note": "old", "helpdesk": helpdesk }));
    lime
}

fn receipt(action: Action<Receipt>) -> Receipt {
    match action {
        Action::Done { result } => result,
        other => panic!("{other:?}"),
    }
}

/// The objects that there are beyond those of [`lime`].
fn new_objects(lime: &Lime) -> [usize; 4] {
    let before = self::lime();
    ["ulconversation", "helpdesk", "history", "document"]
        .map(|limetype| lime.all(limetype).len() - before.all(limetype).len())
}

#[test]
fn a_conversation_becomes_what_the_preview_says() {
    let mut lime = lime();
    let receipt = receipt(carry_out(delivery(Tie::OfLimeobject, |_| ()), &mut lime));
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
        serde_json::to_value(lime.all("helpdesk")[1]).unwrap(),
        json!({
            "title": "Broken lamp", "priority": { "key": "normal" }, "person": 1001, "company": 1001, "coworker": 1001, "ulconversation": 1002
        })
    );
    assert_eq!(lime.all("history")[1]["helpdesk"], 1002);
    assert_eq!(
        lime.all("document")[1],
        &json!({ "ul_messageid": "1.1.3", "helpdesk": 1002, "document": 2 }).as_object().unwrap().clone()
    );
    assert_eq!(receipt.findings, []);
}

#[test]
fn sent_again_it_is_the_same_limeobject_with_one_more_note() {
    for tie in [Tie::OfLimeobject, Tie::OfConversation] {
        let mut lime = lime();
        carry_out(delivery(tie, |_| ()), &mut lime);
        let again = receipt(carry_out(delivery(tie, |_| ()), &mut lime));
        assert!(!again.created);
        assert_eq!(again.ids.limeobject, Some(1002));
        assert_eq!(new_objects(&lime), [1, 1, 2, 2], "{tie:?}");
        let unchanged = receipt(carry_out(delivery(tie, |options| options.only_if_changed = true), &mut lime));
        assert_eq!(new_objects(&lime), [1, 1, 2, 2], "{tie:?}");
        assert_eq!(unchanged.findings[0].code, FindingCode::NoteUnchanged);
        assert_eq!(unchanged.ids.history, again.ids.history);
    }
}

/// How often the delivery of each scenario asks when nothing goes wrong, and that each fault at each of these requests,
/// and each pair of faults, leaves exactly what it leaves when nothing goes wrong.
#[test]
fn whatever_breaks_nothing_is_written_twice() {
    let mut runs = 0;
    for tie in [Tie::OfLimeobject, Tie::OfConversation, Tie::None] {
        for sent_before in [false, true] {
            let mut start = lime();
            if sent_before {
                carry_out(delivery(tie, |_| ()), &mut start);
                start.asked.clear();
            }
            let begun = delivery(tie, |_| ());
            let mut whole = start.clone();
            let expected = receipt(carry_out(begun.clone(), &mut whole));
            let requests = whole.asked.len();
            let check = |faults: Vec<(usize, Fault)>| {
                let mut lime = Lime { faults: faults.clone(), ..start.clone() };
                let end = carry_out(begun.clone(), &mut lime);
                if let Action::Failed { failure } = &end {
                    // What answers a question with no JSON is not Lime CRM.
                    assert!(
                        failure.code == DeliveryFailureCode::NotLimeCrm
                            && faults.iter().any(|(_, fault)| *fault == Fault::Garbled),
                        "{failure:?}"
                    );
                    return;
                }
                let receipt = receipt(end);
                assert_eq!(
                    new_objects(&lime),
                    new_objects(&whole),
                    "{tie:?} {sent_before} {faults:?} {:?}",
                    lime.asked
                );
                assert_eq!((receipt.created, &receipt.ids), (expected.created, &expected.ids), "{tie:?} {faults:?}");
            };
            for first in 0..requests {
                for fault in Fault::ALL {
                    check(vec![(first, fault)]);
                    for second in first + 1..=first + 3 {
                        for other in Fault::ALL {
                            check(vec![(first, fault), (second, other)]);
                            runs += 1;
                        }
                    }
                    runs += 1;
                }
            }
        }
    }
    assert!(runs > 10_000, "{runs}");
}

#[test]
fn a_limeobject_of_another_conversation_is_not_taken_for_ours() {
    // The answer to our limeobject is lost. Meanwhile another conversation makes one that is quite the same.
    for tie in [Tie::OfConversation, Tie::OfLimeobject] {
        let number = {
            let mut lime = lime();
            carry_out(delivery(tie, |_| ()), &mut lime);
            lime.asked.iter().position(|path| path == "api/v1/limeobject/helpdesk/").unwrap()
        };
        let mut lime = Lime { faults: vec![(number, Fault::CutBefore)], ..lime() };
        lime.meanwhile = Some(|lime, request| {
            if request.path.contains("ulconversation/") && lime.all("ulconversation").len() == 2 {
                let values = json!({ "title": "Broken lamp", "priority": { "key": "normal" }, "person": 1001, "company": 1001, "coworker": 1001 });
                let id = lime.add("helpdesk", values);
                lime.add("ulconversation", json!({ "conversationid": 3, "helpdesk": id }));
            }
        });
        let receipt = receipt(carry_out(delivery(tie, |_| ()), &mut lime));
        assert_eq!(receipt.ids.limeobject, Some(1003), "{tie:?}");
    }
}

/// A number from 0 to `below`, from a seed: the same seed gives the same numbers.
fn draw(seed: &mut u64, below: usize) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    ((*seed >> 33) % below as u64) as usize
}

/// Conversations that differ in nothing but their id, delivered side by side in many orders, with many faults. Where the
/// ulconversation belongs to the limeobject, one may take the limeobject that another has just made; in the end each has one.
#[test]
fn conversations_that_are_alike_do_not_share_a_limeobject() {
    for tie in [Tie::OfConversation, Tie::OfLimeobject] {
        let mapper = mapper(tie);
        for seed in 0..1500_u64 {
            let mut random = seed;
            let ids: Vec<i64> = (0..3).map(|n| 70_000_001 + n).collect();
            let begin = |id: &i64| {
                let mut payload = payload();
                payload["id"] = (*id).into();
                payload["transcript"] = json!([]);
                let payload = payload.to_string();
                let preview = mapper.preview(payload.as_bytes(), None).unwrap();
                let options = DeliveryOptions { attempts: 100, ..DeliveryOptions::to(URL) };
                UnderWay::new(Delivery::new(preview, options).unwrap())
            };
            let mut under_way: Vec<UnderWay<Delivery>> = ids.iter().map(begin).collect();
            let mut lime = lime();
            let mut steps = 0;
            while !under_way.is_empty() {
                steps += 1;
                assert!(steps < 2000, "{tie:?} {seed}: it does not come to an end");
                let next = draw(&mut random, under_way.len());
                let breaks = steps < 60 && draw(&mut random, 4) == 0;
                let faults: Vec<Fault> = Fault::ALL.into_iter().filter(|fault| *fault != Fault::Garbled).collect();
                let fault = breaks.then(|| faults[draw(&mut random, faults.len())]);
                if let Some(end) = under_way[next].step(&mut lime, fault) {
                    receipt(end);
                    under_way.remove(next);
                }
            }
            assert_eq!(new_objects(&lime), [3, 3, 3, 0], "{tie:?} {seed}");
            let belongs = |limetype: &str, name: &str| -> Vec<i64> {
                let mut ids: Vec<_> =
                    lime.all(limetype).iter().filter_map(|values| values.get(name)?.as_i64()).collect();
                ids.sort_unstable();
                ids.dedup();
                ids
            };
            let tied = match tie {
                Tie::OfConversation => belongs("ulconversation", "helpdesk").len(),
                _ => belongs("helpdesk", "ulconversation").len() - 1,
            };
            assert_eq!((tied, belongs("history", "helpdesk").len() - 1), (3, 3), "{tie:?} {seed}");
        }
    }
}

#[test]
fn it_can_be_delivered_into_an_existing_limeobject() {
    for tie in [Tie::OfLimeobject, Tie::OfConversation] {
        for connect_only in [false, true] {
            let mut lime = lime();
            let into = |id: i64| {
                let begin = if connect_only { Delivery::connect } else { Delivery::new };
                begin(preview(tie), options(|options| options.limeobject = Some(id))).unwrap()
            };
            let done = receipt(carry_out(into(1001), &mut lime));
            assert_eq!((done.created, done.ids.limeobject), (false, Some(1001)));
            let notes = usize::from(!connect_only);
            assert_eq!(new_objects(&lime), [1, 0, notes, 2 * notes], "{tie:?} {connect_only}");
            let later = receipt(carry_out(delivery(tie, |_| ()), &mut lime));
            assert_eq!(later.ids.limeobject, Some(1001), "later sends go there, too");
            let other = lime.add("helpdesk", json!({ "title": "another" }));
            let moved = receipt(carry_out(into(other), &mut lime));
            assert_eq!(moved.ids.limeobject, Some(other));
            let warns = moved.findings.iter().any(|finding| finding.code == FindingCode::Reconnected);
            assert_eq!(warns, tie == Tie::OfConversation, "{tie:?}");
            let failed = carry_out(into(4711), &mut lime);
            assert!(
                matches!(failed, Action::Failed { failure } if failure.code == DeliveryFailureCode::LimeobjectNotFound)
            );
        }
    }
}

#[test]
fn values_of_an_existing_limeobject_stay_or_are_filled_or_become_ours() {
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
        let mut lime = lime();
        let conversation = lime.add("ulconversation", json!({ "conversationid": 63_741_936 }));
        lime.add("helpdesk", json!({ "title": "", "priority": { "key": "high" }, "ulconversation": conversation }));
        carry_out(delivery(Tie::OfLimeobject, |options| options.existing = existing), &mut lime);
        let mut now = lime.all("helpdesk")[1].clone();
        now.remove("ulconversation");
        assert_eq!(Value::from(now), expected, "{existing:?}");
    }
}

#[test]
fn a_dry_run_writes_nothing_and_says_what_would_be_written() {
    let report = |lime: &mut Lime| {
        let dry_run = DryRun::new(preview(Tie::OfLimeobject), DeliveryOptions::to(URL)).unwrap();
        match carry_out(dry_run, lime) {
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
    let mut lime = lime();
    let first = report(&mut lime);
    assert_eq!(
        actions(&first),
        ["create ulconversation", "create limeobject", "create history", "create document", "create document"]
    );
    assert_eq!(new_objects(&lime), [0; 4]);
    assert_eq!(first["found"][0], json!({ "role": "person", "id": 1001, "limetype": "person" }));

    let conversation = lime.add("ulconversation", json!({ "conversationid": 63_741_936 }));
    lime.add("helpdesk", json!({ "title": "Other", "priority": { "key": "normal" }, "person": 1001, "company": 1001, "coworker": 7, "ulconversation": conversation }));
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
        { "property": "coworker", "now": 7, "preview": 1001, "written": false } ])
    );
}

#[test]
fn of_several_persons_the_oldest_is_taken_with_a_warning() {
    let mut lime = lime();
    lime.add("person", json!({ "phone": "+46 1" }));
    let receipt = receipt(carry_out(delivery(Tie::OfLimeobject, |_| ()), &mut lime));
    assert_eq!(receipt.ids.person, Some(1001));
    assert_eq!(receipt.findings[0].code, FindingCode::SeveralFound);
}

#[test]
fn who_is_not_there_is_not_connected() {
    let mut lime = Lime::default();
    let receipt = receipt(carry_out(delivery(Tie::OfLimeobject, |_| ()), &mut lime));
    assert_eq!((receipt.ids.person, receipt.ids.company), (None, None));
    assert_eq!(receipt.findings.iter().filter(|finding| finding.code == FindingCode::NotFound).count(), 2);
    assert_eq!(lime.all("helpdesk")[0].get("person"), None);
}

/// Feeds one answer to the creation of the limeobject.
fn answered(status: u16, body: &[u8]) -> Delivery {
    let mut lime = lime();
    let mut delivery = delivery(Tie::OfLimeobject, |_| ());
    loop {
        match delivery.poll() {
            Action::Send { task: TaskName::CreateLimeobject, .. } => {
                delivery.feed(Input::Response(ApiResponse { status, retry_after: None, body }), 0.5);
                return delivery;
            }
            Action::Send { request, .. } => {
                lime.asked.clear();
                let body = lime.answer_to(&request);
                delivery.feed(Input::Response(ApiResponse { status: 200, retry_after: None, body: &body }), 0.5);
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_refusal_ends_it_with_lime_crms_words() {
    for (status, code) in [
        (400, DeliveryFailureCode::Refused),
        (409, DeliveryFailureCode::Refused),
        (422, DeliveryFailureCode::Refused),
        (401, DeliveryFailureCode::Unauthorized),
        (403, DeliveryFailureCode::Forbidden),
        (404, DeliveryFailureCode::LimetypeNotFound),
        (302, DeliveryFailureCode::NotLimeCrm),
    ] {
        let mut delivery = answered(status, br#"{ "message": "the value of title is too long" }"#);
        if status == 409 {
            // It may have been made by somebody else: that is looked up first.
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
            "what was mended goes on"
        );
    }
}

#[test]
fn retry_after_is_honoured_and_attempts_end() {
    let mut delivery = delivery(Tie::OfLimeobject, |options| options.attempts = 3);
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

#[test]
fn a_file_that_can_not_be_had_is_left_out_and_named() {
    let mut lime = lime();
    let mut delivery = delivery(Tie::OfLimeobject, |_| ());
    let receipt = loop {
        match delivery.poll() {
            Action::Send { task: TaskName::UploadFile, request, .. } => match request.body {
                Some(userlike_limeobject::RequestBody::File(file)) if file.name == "lamp.png" => {
                    delivery.feed(Input::FileUnavailable { why: "its host answered 404", temporary: false }, 0.5);
                }
                _ => delivery.feed(
                    Input::Response(ApiResponse { status: 201, retry_after: None, body: br#"{ "id": 5 }"# }),
                    0.5,
                ),
            },
            Action::Send { request, .. } => {
                let body = lime.answer_to(&request);
                delivery.feed(Input::Response(ApiResponse { status: 200, retry_after: None, body: &body }), 0.5);
            }
            Action::Done { result } => break result,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(receipt.ids.documents, [1001]);
    assert_eq!(receipt.findings[0].code, FindingCode::FileUnavailable);
    assert!(receipt.findings[0].message.contains("404"));
    assert_eq!(lime.all("document")[0]["ul_messageid"], "1.1.3");
}

#[test]
fn what_can_not_be_delivered_is_refused_before_it_begins() {
    let mapper = mapper(Tie::OfLimeobject);
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
fn a_state_never_holds_more_than_the_preview_and_what_came_of_it() {
    let state = delivery(Tie::OfLimeobject, |_| ()).state();
    assert_eq!(Delivery::resume(&state).unwrap().state(), state);
    assert!(!state.contains("payload"), "sources are left behind");
}
