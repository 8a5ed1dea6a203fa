//! The table of media files, as the crate alone imports them: `media-files.json`, which the package, the command line and the worker
//! handle, too.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use userlike_limeobject::{
    Action, ApiResponse, Delivery, DeliveryOptions, FileFailure, FileRequest, FileResponse, Finding, HttpMethod, Input,
    Mapper, MediaHosts, RequestBody,
};

const CONFIG: &[u8] =
    br#"{ "instances": [ { "limetype": "helpdesk", "relationDocument": "document", "importMediaFiles": true } ] }"#;

fn table() -> Vec<Value> {
    serde_json::from_str(include_str!("media-files.json")).unwrap()
}

fn payload(cases: &[Value]) -> String {
    let messages = cases
        .iter()
        .enumerate()
        .map(|(index, case)| json!({ "id": index.to_string(), "type": "message", "url": case["url"] }));
    json!({ "id": 1, "transcript": messages.collect::<Vec<_>>() }).to_string()
}

/// Feeds what the host of a file answers.
fn feed_answer(delivery: &mut Delivery, file: &FileRequest, answer: &Value) {
    let failure = match answer["fault"].as_str() {
        Some("no-response") => Some(FileFailure::NoResponse),
        Some("broken-off") => Some(FileFailure::BrokenOff),
        Some("too-large") => Some(FileFailure::TooLarge),
        fault => {
            assert_eq!(fault, None, "{}", file.url);
            None
        }
    };
    let start: Vec<u8> =
        answer["body"].as_str().unwrap_or_default().chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let input = match failure {
        Some(failure) => Input::FileFailed(failure),
        None => Input::FileResponse(FileResponse {
            status: answer["status"].as_u64().unwrap_or(200) as u16,
            location: answer["location"].as_str(),
            content_type: answer["type"].as_str(),
            content_disposition: answer["disposition"].as_str(),
            start: &start,
            ..FileResponse::default()
        }),
    };
    delivery.feed(input, 0.5);
}

#[test]
fn every_link_becomes_the_document_or_the_finding_of_the_table() {
    let cases = table();
    let answers: BTreeMap<&String, &Value> =
        cases.iter().flat_map(|case| case["answers"].as_object().unwrap()).collect();
    let payload = payload(&cases);
    let mapper = Mapper::new(CONFIG, None).unwrap();
    let preview = mapper.preview(payload.as_bytes(), None).unwrap().into_owned();
    let mut findings: Vec<Finding<'_>> = preview.findings.clone();
    let mut delivery = Delivery::new(preview, DeliveryOptions::to("https://lime.example.com/app")).unwrap();
    // The file of each document, by the id of its message.
    let mut documents: BTreeMap<String, Value> = BTreeMap::new();
    let mut uploaded = Value::Null;
    let receipt = loop {
        match delivery.poll() {
            Action::Fetch { file, .. } => {
                let answer = answers.get(&file.url).unwrap_or_else(|| panic!("nobody may fetch {}", file.url));
                feed_answer(&mut delivery, &file, answer);
            }
            Action::Send { request, .. } => {
                match &request.body {
                    Some(RequestBody::File(file)) => {
                        uploaded = json!({ "filename": file.name, "content_type": file.content_type });
                    }
                    Some(RequestBody::Json(text)) if request.path.contains("/document/") => {
                        let document: Value = serde_json::from_str(text).unwrap();
                        documents.insert(document["ul_messageid"].as_str().unwrap().to_owned(), uploaded.take());
                    }
                    _ => {}
                }
                let (status, body): (u16, &[u8]) = match request.method {
                    HttpMethod::Get => (200, br#"{ "objects": [] }"#),
                    _ => (201, br#"{ "_id": 7, "id": 7 }"#),
                };
                delivery.feed(Input::Response(ApiResponse { status, retry_after: None, body }), 0.5);
            }
            Action::Wait { .. } => delivery.feed(Input::WaitElapsed, 0.5),
            Action::Done { result } => break result,
            Action::Failed { failure } => panic!("{failure:?}"),
        }
    };
    findings.extend(receipt.findings);
    for (index, case) in cases.iter().enumerate() {
        let document = documents.get(&index.to_string()).unwrap_or(&Value::Null);
        assert_eq!(*document, case["file"], "{case}");
        let source = format!("/transcript/{index}/url");
        let found: Vec<_> = findings.iter().filter(|finding| finding.source.as_deref() == Some(&*source)).collect();
        match &case["finding"] {
            Value::Null => assert!(found.is_empty(), "{case}: {found:?}"),
            expected => {
                assert_eq!(found.len(), 1, "{case}: {found:?}");
                assert_eq!(found[0].code.as_str(), expected["code"], "{case}");
                assert!(found[0].message.contains(expected["words"].as_str().unwrap()), "{case}: {}", found[0].message);
                assert!(!found[0].message.contains("secret"), "{}", found[0].message);
            }
        }
    }
}

#[test]
fn a_preview_that_knows_the_hosts_says_what_the_delivery_would() {
    let cases = table();
    let payload = payload(&cases);
    let mapper = Mapper::new(CONFIG, None).unwrap();
    let checked = Mapper::new(CONFIG, None).unwrap().with_media_hosts(MediaHosts::default());
    let files = |mapper: &Mapper| {
        let preview = mapper.preview(payload.as_bytes(), None).unwrap();
        preview.objects.iter().filter(|object| object.file.is_some()).count()
    };
    assert_eq!(files(&mapper) - files(&checked), 1, "one host is not Userlike's");
}
