//! limepkg-mbeku-bulk-import in the Lime CRM in memory.

use serde_json::{Map, Value, json};
use userlike_limeobject::{ApiRequest, HttpMethod, RequestBody};

use super::Lime;

/// The package, and what it was told.
#[derive(Debug, Clone, Default)]
pub struct BulkImport {
    pub missing: bool,
    /// The limetypes whose jobs it does not take.
    pub refuses: Vec<&'static str>,
    /// The limetypes whose data it does not take.
    pub refuses_data: Vec<&'static str>,
    /// The limetypes of which it writes one object, and then says that the job has failed.
    pub breaks: Vec<&'static str>,
    /// A job that has data takes more of it.
    pub takes_more: bool,
    /// A row with this text in it is not written.
    pub bad: Option<&'static str>,
    pub jobs: Vec<Job>,
}

#[derive(Debug, Clone)]
pub struct Job {
    pub asked: Value,
    pub rows: Option<Vec<Map<String, Value>>>,
    pub status: &'static str,
    pub result: Value,
    looks: u32,
}

/// How often a job is looked at until it is done.
const LOOKS: u32 = 3;

pub fn answer(lime: &mut Lime, request: &ApiRequest, job: &[&str]) -> (u16, Value) {
    if lime.bulk_import.missing {
        return (404, json!({ "message": "not found" }));
    }
    let number = job.first().map(|id| id.strip_prefix("job-").unwrap().parse::<usize>().unwrap());
    match (request.method, number, &request.body) {
        (HttpMethod::Post, None, Some(RequestBody::Json(text))) => create(&mut lime.bulk_import, text),
        (HttpMethod::Post, Some(number), Some(RequestBody::Text(body))) => {
            let takes_more = lime.bulk_import.takes_more;
            let job = &mut lime.bulk_import.jobs[number];
            if job.rows.is_some() && !takes_more {
                return (409, json!({ "message": "it has its data already" }));
            }
            if lime.bulk_import.refuses_data.iter().any(|limetype| job.asked["limetype"] == *limetype) {
                return (413, json!({ "message": "too large" }));
            }
            job.rows.get_or_insert_default().extend(rows(&body.content_type, &body.text));
            job.status = "ready";
            (200, shown(number, job))
        }
        (HttpMethod::Get, Some(number), None) => {
            let job = &mut lime.bulk_import.jobs[number];
            job.looks += u32::from(job.status == "ready");
            if job.looks == LOOKS {
                job.looks += 1;
                work(lime, number);
            }
            (200, shown(number, &lime.bulk_import.jobs[number]))
        }
        other => panic!("{other:?}"),
    }
}

fn create(bulk_import: &mut BulkImport, text: &str) -> (u16, Value) {
    let asked: Value = serde_json::from_str(text).unwrap();
    if bulk_import.refuses.iter().any(|limetype| asked["limetype"] == *limetype) {
        return (400, json!({ "message": "this can't be imported" }));
    }
    let job = Job { asked, rows: None, status: "waiting_for_data", result: Value::Null, looks: 0 };
    bulk_import.jobs.push(job);
    let number = bulk_import.jobs.len() - 1;
    (201, shown(number, &bulk_import.jobs[number]))
}

fn shown(number: usize, job: &Job) -> Value {
    json!({ "id": format!("job-{number}"), "status": job.status, "result": job.result })
}

fn rows(content_type: &str, text: &str) -> Vec<Map<String, Value>> {
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    let parts: Vec<_> = text.split(&format!("--{boundary}")).collect();
    assert_eq!((parts.len(), parts[0], parts[2]), (3, "", "--\r\n"), "one part: {text}");
    let (head, rest) = parts[1].split_once("\r\n\r\n").unwrap();
    assert!(head.contains("name=\"file\"; filename=") && head.contains("application/json"), "{head}");
    let rows: Vec<Value> = serde_json::from_str(rest.strip_suffix("\r\n").unwrap()).unwrap();
    rows.into_iter().map(|row| row["values"].as_object().unwrap().clone()).collect()
}

fn work(lime: &mut Lime, number: usize) {
    let Job { asked, rows, .. } = lime.bulk_import.jobs[number].clone();
    let limetype = asked["limetype"].as_str().unwrap();
    let properties: Vec<_> =
        asked["properties"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    let breaks = lime.bulk_import.breaks.contains(&limetype);
    let mut counts = [("total", 0), ("created", 0), ("updated", 0), ("skipped", 0), ("failed", 0)];
    let mut count = |name: &str| counts.iter_mut().filter(|(known, _)| *known == name).for_each(|(_, n)| *n += 1);
    let rows = rows.unwrap();
    for row in rows.iter().take(if breaks { 1 } else { usize::MAX }) {
        count("total");
        assert!(row.keys().all(|name| properties.contains(&name.as_str())), "{row:?} {properties:?}");
        let matching = asked["matchingProperty"].as_str();
        let known = matching.and_then(|name| {
            lime.objects.iter_mut().find(|(known, _, values)| known == limetype && values.get(name) == row.get(name))
        });
        let text = Value::from(row.clone()).to_string();
        match (lime.bulk_import.bad.is_some_and(|bad| text.contains(bad)), known) {
            (true, _) => count("failed"),
            (false, Some((.., values))) => {
                values.extend(row.clone());
                count("updated");
            }
            (false, None) => {
                lime.add(limetype, row.clone().into());
                count("created");
            }
        }
    }
    let counts = counts.map(|(name, n)| (name.to_owned(), Value::from(n)));
    let job = &mut lime.bulk_import.jobs[number];
    job.status = if breaks { "failed" } else { "succeeded" };
    job.result = if breaks { Value::Null } else { Map::from_iter(counts).into() };
}
