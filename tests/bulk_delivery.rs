//! Bulk deliveries against a Lime CRM in memory that has limepkg-mbeku-bulk-import.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod lime;

use lime::{BulkImport, Fault, Lime, Several, carry_out};
use serde_json::{Value, json};
use userlike_limeobject::{
    Action, ApiResponse, BulkDelivery, BulkReport, Delivery, DeliveryError, DeliveryFailureCode, DeliveryOptions,
    FallbackReason, FindingCode, Input, Mapper, Preview, TaskName, UpdatePolicy,
};

const URL: &str = "https://lime.example.com/app";

fn mapper() -> Mapper {
    let instance = |limetype: &str, topic: &str| {
        json!({
            "limetype": limetype, "topic": topic, "default": topic == "help",
            "relationCompany": "company", "relationHistory": "history", "relationConversation": "ulconversation",
            "relationDocument": "document", "importMediaFiles": true,
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

/// New ones, one that has a limeobject, and one that has only its ulconversation.
fn payloads() -> Vec<Value> {
    vec![
        payload(1, "ada@b.se", ""),
        payload(2, "Ada@B.se", ""),
        payload(3, "nobody@b.se", "+46 1"),
        payload(4, "bo@b.se", ""),
        payload(5, "nobody@b.se", "+46 2"),
    ]
}

fn lime() -> Lime {
    let mut lime = Lime::default();
    let company = lime.add("company", json!({ "name": "Lamps" }));
    lime.add("person", json!({ "email": "ada@b.se", "company": company }));
    lime.add("person", json!({ "email": "bo@b.se", "company": company }));
    lime.add("person", json!({ "phone": "+46 1" }));
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

/// Delivers what the report says is to go one by one, as it says.
fn fallbacks(report: &BulkReport, payloads: &[Value], lime: &mut Lime) {
    let previews = previews(&mapper(), payloads);
    for one in &report.fallbacks {
        let options = DeliveryOptions { only_if_changed: one.note_may_exist, ..DeliveryOptions::to(URL) };
        let end = carry_out(Delivery::new(previews[one.index].clone(), options).unwrap(), lime);
        assert!(matches!(end, Action::Done { .. }), "{end:?}");
    }
}

/// What each conversation has: its limeobject with its values, and the notes of it, with their relations.
fn seen(lime: &Lime) -> Value {
    let of = |limetype: &str, name: &str, id: i64| -> Vec<(i64, Value)> {
        let objects = lime.objects.iter().filter(|(known, _, values)| known == limetype && values[name] == id);
        objects
            .map(|(_, id, values)| {
                let mut values = values.clone();
                values.remove(name);
                (*id, values.into())
            })
            .collect()
    };
    let mut conversations: Vec<_> = lime.objects.iter().filter(|(limetype, ..)| limetype == "ulconversation").collect();
    conversations.sort_by_key(|(_, _, values)| values["conversationid"].as_i64());
    let conversation = |id: i64, conversation: &Value| {
        let limeobjects = of("helpdesk", "ulconversation", id);
        let limeobjects: Vec<_> = limeobjects
            .into_iter()
            .map(|(id, values)| {
                let notes: Vec<_> = of("history", "helpdesk", id).into_iter().map(|(_, note)| note).collect();
                json!([values, notes])
            })
            .collect();
        json!([conversation, limeobjects])
    };
    conversations.iter().map(|(_, id, values)| conversation(*id, &values["conversationid"])).collect()
}

/// What Lime CRM has when all are delivered one by one.
fn expected(payloads: &[Value], start: &Lime) -> Value {
    let mut lime = Lime { bulk_import: BulkImport::default(), several: Several::Plain, ..start.clone() };
    for preview in previews(&mapper(), payloads) {
        carry_out(Delivery::new(preview, DeliveryOptions::to(URL)).unwrap(), &mut lime);
    }
    seen(&lime)
}

#[test]
fn in_bulk_it_is_the_same_as_fallbacks() {
    for several in [Several::Plain, Several::Objects, Several::Words, Several::Refused, Several::Few] {
        let mut lime = Lime { several, ..lime() };
        let done = report(carry_out(bulk(&payloads()), &mut lime));
        assert_eq!(done.fallbacks, [], "{several:?}");
        assert_eq!(seen(&lime), expected(&payloads(), &self::lime()), "{several:?}");
        let created: Vec<_> = done.delivered.iter().map(|one| (one.index, one.conversation, one.created)).collect();
        assert_eq!(created, [(0, 1, true), (1, 2, true), (2, 3, true), (3, 4, false), (4, 5, true)]);
        for one in &done.delivered {
            let id = one.ids.limeobject.unwrap();
            assert_eq!(one.url, format!("{URL}/client/object/helpdesk/{id}"));
            let (.., values) = lime.objects.iter().find(|(known, at, _)| known == "helpdesk" && *at == id).unwrap();
            assert_eq!(values["ulconversation"], one.ids.ulconversation.unwrap(), "{several:?}");
        }
        let codes = |at: usize| done.delivered[at].findings.iter().map(|finding| finding.code).collect::<Vec<_>>();
        assert_eq!(
            (codes(0), codes(2), codes(4)),
            (vec![FindingCode::SeveralFound], vec![FindingCode::NotFound], vec![FindingCode::NotFound])
        );
        assert_eq!(done.delivered[2].findings[0].object, Some(userlike_limeobject::Role::Company));
        assert_eq!(done.delivered[4].ids.person, None);
        assert_eq!(lime.bulk_import.jobs.len(), 3);
    }
}

#[test]
fn sent_again_there_is_one_more_note_of_each() {
    let mut lime = lime();
    carry_out(bulk(&payloads()), &mut lime);
    let again = report(carry_out(bulk(&payloads()), &mut lime));
    assert_eq!((again.delivered.len(), again.fallbacks.len()), (5, 0));
    assert!(again.delivered.iter().all(|one| !one.created));
    let limetypes = ["ulconversation", "helpdesk", "history"];
    assert_eq!(limetypes.map(|limetype| lime.all(limetype).len()), [5, 5, 11]);
}

/// Each fault at each request, and each pair of faults: what is in Lime CRM afterwards is what is there when nothing goes
/// wrong, also where the report sends some of it one by one.
#[test]
fn whatever_breaks_nothing_is_written_twice() {
    let expected = expected(&payloads(), &lime());
    let mut whole = lime();
    carry_out(bulk(&payloads()), &mut whole);
    let begun = bulk(&payloads());
    let mut runs = 0;
    let mut check = |faults: Vec<(usize, Fault)>| {
        let bulk_import = BulkImport { takes_more: true, ..BulkImport::default() };
        let mut lime = Lime { faults: faults.clone(), bulk_import, ..lime() };
        let end = carry_out(begun.clone(), &mut lime);
        runs += 1;
        if let Action::Failed { failure } = &end {
            let garbled = faults.iter().any(|(_, fault)| *fault == Fault::Garbled);
            assert!(failure.code == DeliveryFailureCode::NotLimeCrm && garbled, "{failure:?}");
            return;
        }
        let report = report(end);
        lime.faults.clear();
        fallbacks(&report, &payloads(), &mut lime);
        assert_eq!(seen(&lime), expected, "{faults:?} {:?}", lime.asked);
        assert_eq!(report.fallbacks, [], "{faults:?}: nothing was refused");
    };
    for first in 0..whole.asked.len() {
        for fault in Fault::ALL {
            check(vec![(first, fault)]);
            for second in first + 1..=first + 2 {
                Fault::ALL.into_iter().for_each(|other| check(vec![(first, fault), (second, other)]));
            }
        }
    }
    assert!(runs > 3000, "{runs}");
}

#[test]
fn rows_that_arrive_late_are_not_sent_again() {
    let mut whole = lime();
    carry_out(bulk(&payloads()), &mut whole);
    let uploads: Vec<_> = (0..whole.asked.len()).filter(|at| whole.asked[*at].contains("/job-")).collect();
    assert!(uploads.len() > 6);
    for at in uploads {
        let bulk_import = BulkImport { takes_more: true, ..BulkImport::default() };
        let mut lime = Lime { faults: vec![(at, Fault::Late)], bulk_import, ..lime() };
        let report = report(carry_out(bulk(&payloads()), &mut lime));
        assert_eq!(report.fallbacks, []);
        assert_eq!(seen(&lime), expected(&payloads(), &self::lime()), "{at}");
        let sent = lime.asked.iter().filter(|path| path.contains("/job-")).count();
        assert!(sent <= whole.asked.iter().filter(|path| path.contains("/job-")).count() + 3, "{:?}", lime.asked);
    }
}

#[test]
fn without_the_package_all_go_fallbacks_and_nothing_is_written() {
    let bulk_import = BulkImport { missing: true, ..BulkImport::default() };
    let mut lime = Lime { bulk_import, ..lime() };
    let before = lime.objects.len();
    let report = report(carry_out(bulk(&payloads()), &mut lime));
    assert_eq!(report.delivered, []);
    assert_eq!(report.fallbacks.len(), 5);
    assert!(report.fallbacks.iter().all(|one| one.reason == FallbackReason::NoBulkImport && !one.note_may_exist));
    assert_eq!((lime.objects.len(), lime.asked.len()), (before, 3), "{:?}", lime.asked);
    fallbacks(&report, &payloads(), &mut lime);
    assert_eq!(seen(&lime), expected(&payloads(), &self::lime()));
}

#[test]
fn what_the_package_does_not_write_goes_fallbacks() {
    let broken = |limetype| BulkImport { breaks: vec![limetype], ..BulkImport::default() };
    let refused = |limetype| BulkImport { refuses: vec![limetype], ..BulkImport::default() };
    let without_data = |limetype| BulkImport { refuses_data: vec![limetype], ..BulkImport::default() };
    let bad = |text| BulkImport { bad: Some(text), ..BulkImport::default() };
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
        let mut lime = Lime { bulk_import, ..lime() };
        let report = report(carry_out(bulk(&payloads()), &mut lime));
        assert_eq!((report.delivered.len(), report.fallbacks.len()), (delivered, 5 - delivered), "{name}");
        for one in &report.fallbacks {
            let may_exist = reason == FallbackReason::NotWritten && delivered == 0;
            assert_eq!((one.reason, one.note_may_exist), (reason, may_exist), "{name}: {}", one.message);
        }
        fallbacks(&report, &payloads(), &mut lime);
        assert_eq!(seen(&lime), expected(&payloads(), &self::lime()), "{name}");
    }
}

#[test]
fn what_can_not_go_in_bulk_is_told_apart_from_the_beginning() {
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
    let report = report(carry_out(bulk(&payloads), &mut lime));
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
        let Action::Done { result: report } = delivery.poll() else { panic!("nothing is asked") };
        assert_eq!(report.fallbacks[0].reason, expected);
    }
}

#[test]
fn what_is_to_be_compared_goes_fallbacks() {
    for options in [
        DeliveryOptions { only_if_changed: true, ..DeliveryOptions::to(URL) },
        DeliveryOptions { existing: UpdatePolicy::Fill, ..DeliveryOptions::to(URL) },
    ] {
        let delivery = BulkDelivery::new(previews(&mapper(), &payloads()), options).unwrap();
        let report = report(carry_out(delivery, &mut lime()));
        let apart: Vec<_> = report.fallbacks.iter().map(|one| (one.conversation, one.reason)).collect();
        assert_eq!(apart, [(Some(4), FallbackReason::Exists)]);
    }
}

#[test]
fn a_thousand_take_a_few_requests_and_large_ones_several_jobs() {
    let payloads: Vec<_> = (1..=1000).map(|id| payload(id, &format!("customer{}@example.com", id % 100), "")).collect();
    let mut lime = Lime::default();
    for id in 0..100 {
        lime.add("person", json!({ "email": format!("customer{id}@example.com"), "company": 1 }));
    }
    let done = report(carry_out(bulk(&payloads), &mut lime));
    assert_eq!(done.delivered.len(), 1000);
    assert!(done.delivered.iter().all(|one| one.ids.person == Some(1001 + one.conversation % 100)));
    // Ulconversations before and after, limeobjects, persons, the company of each, and the jobs.
    assert!(lime.asked.len() < 20 + 20 + 20 + 3 + 100 + 3 * 8, "{}", lime.asked.len());
    let longest = lime.asked.iter().map(String::len).max().unwrap();
    assert!(longest < 2000, "{longest}");

    let large: Vec<_> = (1..=5)
        .map(|id| {
            let mut payload = payload(id, "", "");
            payload["transcript"][0]["body"] = "a".repeat(1_500_000).into();
            payload
        })
        .collect();
    let mut lime = Lime::default();
    let done = report(carry_out(bulk(&large), &mut lime));
    assert_eq!(done.delivered.len(), 5);
    let sizes: Vec<_> = lime.bulk_import.jobs.iter().map(|job| job.rows.as_ref().unwrap().len()).collect();
    assert_eq!(sizes, [5, 5, 2, 2, 1], "jobs of ulconversations, limeobjects, notes");
    assert_eq!(lime.all("history").len(), 5);
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
                let body = lime.answer_to(&request);
                delivery.feed(Input::Response(ApiResponse { status: 200, retry_after: None, body: &body }), 0.5);
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
    let report = report(carry_out(BulkDelivery::resume(&delivery.state()).unwrap(), &mut lime));
    assert_eq!((report.delivered.len(), seen(&lime)), (5, expected(&payloads(), &self::lime())));
}

#[test]
fn what_can_not_be_begun_is_refused() {
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
    let Action::Done { result: report } = bulk(&[]).poll() else { panic!("nothing is asked") };
    assert_eq!((report.delivered.len(), report.fallbacks.len()), (0, 0));
}
