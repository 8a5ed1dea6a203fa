//! What goes wrong with one request.

use serde_json::Value;
use userlike_limeobject::ApiRequest;

use super::virtual_time::{query_of, with_query};

/// What goes wrong with one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The connection breaks before Lime CRM handles the request.
    CutBefore,
    /// The connection breaks after Lime CRM handled the request.
    CutAfter,
    /// Lime CRM responds 500 and does not handle the request.
    ErrorBefore,
    /// Lime CRM handles the request and responds 500.
    ErrorAfter,
    /// Lime CRM responds 429.
    TooMany,
    /// Lime CRM handles the request, and the body of the response is not JSON.
    Garbled,
    /// The process ends before the request is sent; another one resumes the saved state.
    KilledBefore,
    /// The process ends after Lime CRM handled the request; another one resumes the saved state.
    KilledAfter,
    /// The connection breaks, and Lime CRM handles the request only after the next one.
    Late,
    /// No response, or one with this status; Lime CRM handles the request so many milliseconds later.
    LateBy(u64, u16),
    /// The connection is refused.
    Refused,
    /// Something else responds, with this status and body, and does not handle the request.
    Answer(u16, &'static str),
    /// Lime CRM handles the request, and something else responds.
    AnswerAfter(u16, &'static str),
    /// A value of the response, at any depth, is replaced by another one, in JSON; removed, where that is empty.
    Replaced(&'static str, &'static str),
    /// Lime CRM ignores the filter of the query.
    IgnoredFilter,
}

/// A page that asks for a password.
const LOGIN: &str = "<!doctype html><title>Log in</title>";

impl Fault {
    /// The faults that every request may meet, also in pairs.
    pub const ALL: [Fault; 8] = [
        Fault::CutBefore,
        Fault::CutAfter,
        Fault::ErrorBefore,
        Fault::ErrorAfter,
        Fault::TooMany,
        Fault::Garbled,
        Fault::KilledBefore,
        Fault::KilledAfter,
    ];

    /// Answers that are successes and say nothing, or nothing that is Lime CRM's.
    pub const ANSWERS: [Fault; 23] = [
        Fault::Refused,
        Fault::Answer(200, LOGIN),
        Fault::Answer(200, ""),
        Fault::Answer(200, "{}"),
        Fault::Answer(200, "null"),
        Fault::Answer(200, "[]"),
        Fault::Answer(201, "true"),
        Fault::Answer(202, "{ \"accepted\": true }"),
        Fault::Answer(204, ""),
        Fault::AnswerAfter(200, LOGIN),
        Fault::AnswerAfter(200, "{}"),
        Fault::AnswerAfter(200, "{ \"objects\": null }"),
        Fault::AnswerAfter(200, "{ \"objects\": [ 1500 ] }"),
        Fault::AnswerAfter(204, ""),
        Fault::Replaced("_id", "1500.5"),
        Fault::Replaced("_id", "null"),
        Fault::Replaced("_id", "\"1500\""),
        Fault::Replaced("_id", ""),
        Fault::Replaced("_id", "9223372036854775808"),
        Fault::Replaced("_id", "0"),
        Fault::Replaced("_id", "-1"),
        Fault::Replaced("id", "null"),
        Fault::IgnoredFilter,
    ];
}

/// The JSON text with another value of `name`, at any depth.
pub fn replaced(body: &[u8], name: &str, value: &str) -> Vec<u8> {
    fn replace(json: &mut Value, name: &str, value: Option<&Value>) {
        match json {
            Value::Array(items) => items.iter_mut().for_each(|item| replace(item, name, value)),
            Value::Object(members) => {
                members.values_mut().for_each(|member| replace(member, name, value));
                match (members.get_mut(name), value) {
                    (Some(member), Some(value)) => *member = value.clone(),
                    (Some(_), None) => drop(members.remove(name)),
                    (None, _) => {}
                }
            }
            _ => {}
        }
    }
    let Ok(mut json) = serde_json::from_slice(body) else { return body.to_vec() };
    // Numbers keep their notation only as text.
    let mark = Value::from("<replaced>");
    replace(&mut json, name, Some(&mark).filter(|_| !value.is_empty()));
    json.to_string().replace(&mark.to_string(), value).into_bytes()
}

/// The query without its filter; other requests as they are.
pub fn without_filter(request: &ApiRequest) -> ApiRequest {
    let Some(mut query) = query_of(request) else { return request.clone() };
    query.as_object_mut().unwrap().remove("filter");
    with_query(request, &query)
}
