//! What came of a request: taken, tried again later, or the end. The same for whatever asks Lime CRM.

use std::borrow::Cow;

use super::errand::{Asked, Errand, Phase};
use super::receipt::{DeliveryFailure, DeliveryFailureCode};
use crate::json::encoding::without_lone_surrogates;
use crate::json::read::read_whole;
use crate::json::value::Value;
use crate::model::finding::{Finding, FindingCode, finding};
use crate::preview::Limeobject;

/// What came of an [`Action`](super::Action).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Input<'i> {
    /// Lime CRM answered.
    Response(ApiResponse<'i>),
    /// There was no answer: no connection, a broken one, a timeout. Why, in words.
    NetworkError(&'i str),
    /// The file of an upload could not be had, so nothing was sent to Lime CRM.
    FileUnavailable {
        /// Why, in words.
        why: &'i str,
        /// True when trying again can help.
        temporary: bool,
    },
    /// The time of a [`Wait`](super::Action::Wait) is over.
    WaitElapsed,
}

/// An answer of Lime CRM.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ApiResponse<'i> {
    /// The status of HTTP.
    pub status: u16,
    /// The header `retry-after`, in seconds.
    pub retry_after: Option<f64>,
    /// The body.
    pub body: &'i [u8],
}

/// The first wait before a step is tried again, and the longest, in milliseconds.
const FIRST_WAIT: u64 = 500;
const LONGEST_WAIT: u64 = 60_000;
/// A longer `retry-after` than this, in seconds, ends the delivery for now.
const LONGEST_RETRY_AFTER: f64 = 600.0;
/// The most characters of Lime CRM's own words that are shown.
const WORDS: usize = 500;
/// Where there was none.
pub(super) const NO_ANSWER: ApiResponse<'static> = ApiResponse { status: 0, retry_after: None, body: &[] };

pub(super) fn answered(errand: &mut dyn Errand, answer: &ApiResponse<'_>, jitter: f64) {
    match answer.status {
        200..=299 => succeeded(errand, answer, jitter),
        429 => {
            if answer.retry_after.is_some_and(|seconds| seconds > LONGEST_RETRY_AFTER) {
                let message = "Lime CRM takes no more requests for more than ten minutes (429). Try again later.";
                return fail(errand, DeliveryFailureCode::RateLimited, message.to_owned(), answer, true);
            }
            again(errand, "Lime CRM takes no more requests for a moment (429)", answer, jitter);
        }
        408 | 500..=599 => interrupted(errand, &format!("Lime CRM answered {}", answer.status), Some(answer), jitter),
        // Somebody else may just have made it.
        409 if errand.may_be_there() => {
            interrupted(errand, "Lime CRM says that it is there already (409)", Some(answer), jitter);
        }
        status => refused(errand, status, answer),
    }
}

fn succeeded(errand: &mut dyn Errand, answer: &ApiResponse<'_>, jitter: f64) {
    let text = String::from_utf8_lossy(answer.body);
    let repaired = without_lone_surrogates(&text);
    let read = read_whole(repaired.as_deref().unwrap_or(&text));
    let Asked { writes, creates, .. } = errand.asked();
    errand.course().phase = Phase::Ready;
    let taken = match (&read, writes) {
        (Ok(value), _) => errand.take(value),
        // What a change answers does not matter.
        (Err(_), true) => errand.take(&Value::Null),
        (Err(_), false) => false,
    };
    if taken {
        if let Some(why) = errand.collided() {
            again(errand, why, answer, jitter);
        }
    } else if creates {
        interrupted(errand, "Lime CRM's answer does not say what was made", Some(answer), jitter);
    } else {
        let message = format!(
            "What answers is not Lime CRM's REST API: {}. Check the URL of Lime CRM; it looks like https://<server>/<application>.",
            words(answer.body).unwrap_or_else(|| "the answer is empty".to_owned())
        );
        fail(errand, DeliveryFailureCode::NotLimeCrm, message, answer, false);
    }
}

/// What came of the request is unknown: what a write did is read before it is tried again.
pub(super) fn interrupted(errand: &mut dyn Errand, why: &str, answer: Option<&ApiResponse<'_>>, jitter: f64) {
    let before = errand.asked().task;
    errand.settle();
    again(errand, why, answer.unwrap_or(&NO_ANSWER), jitter);
    if let Some(failure) = &mut errand.course().failure {
        failure.task = before.to_owned();
    }
}

/// The same task, after a while; or the end, when that was tried often enough.
pub(super) fn again(errand: &mut dyn Errand, why: &str, answer: &ApiResponse<'_>, jitter: f64) {
    let limit = errand.attempts().max(1);
    let course = errand.course();
    course.attempts = course.attempts.saturating_add(1);
    let attempts = course.attempts;
    let why = short(why);
    if attempts >= limit {
        let code =
            if answer.status == 429 { DeliveryFailureCode::RateLimited } else { DeliveryFailureCode::Unavailable };
        let said = words(answer.body).map(|words| format!(" It said: {words}.")).unwrap_or_default();
        let message = format!(
            "{why}, {attempts} times.{said} Nothing is lost: try again later, and the delivery goes on from here."
        );
        return fail(errand, code, message, answer, true);
    }
    let backoff = FIRST_WAIT.saturating_mul(1 << attempts.saturating_sub(1).min(16)).min(LONGEST_WAIT);
    let spread = backoff as f64 * (0.5 + jitter.clamp(0.0, 1.0) / 2.0);
    let asked = answer.retry_after.filter(|seconds| *seconds >= 0.0).map(|s| s.min(LONGEST_RETRY_AFTER) * 1000.0);
    // A little more than asked, so that not all that were told the same come back in the same moment.
    let milliseconds = asked.map_or(spread, |asked| asked + backoff.min(1000) as f64 * jitter.clamp(0.0, 1.0));
    course.wait(milliseconds.ceil() as u64, why);
}

fn refused(errand: &mut dyn Errand, status: u16, answer: &ApiResponse<'_>) {
    let said = words(answer.body);
    errand.course().phase = Phase::Ready;
    if errand.overcome(status, said.as_deref()) {
        return;
    }
    let asked = errand.asked();
    let limetype = asked.limetype.unwrap_or_default();
    let quoted = said.as_ref().map(|said| format!(" It said: {said}.")).unwrap_or_default();
    let (code, message) = match (status, asked.named) {
        (300..=399, _) => (
            DeliveryFailureCode::NotLimeCrm,
            "Lime CRM's address answers with a redirect, which is not followed. Check the URL of Lime CRM.".to_owned(),
        ),
        (401, _) => (
            DeliveryFailureCode::Unauthorized,
            "The API key is not one of this Lime CRM (401). Enter the key again, or make a new one.".to_owned(),
        ),
        (403, _) => (
            DeliveryFailureCode::Forbidden,
            format!(
                "The API key's user may not do this with \"{limetype}\" (403). Give it the right in Lime CRM.{quoted}"
            ),
        ),
        (404, Some(id)) => (
            DeliveryFailureCode::LimeobjectNotFound,
            format!("Lime CRM has no \"{limetype}\" with the id {id}. Choose one that exists."),
        ),
        (404, None) => (
            DeliveryFailureCode::LimetypeNotFound,
            format!(
                "Lime CRM does not know the limetype \"{limetype}\" (404), or its URL is not the right one. Check both.{quoted}"
            ),
        ),
        _ => (DeliveryFailureCode::Refused, format!("Lime CRM refused the \"{limetype}\" ({status}).{quoted}")),
    };
    let findings = match said {
        Some(said) if code == DeliveryFailureCode::Refused => {
            let property = asked.object.and_then(|object| named_in(object, &said));
            vec![Finding { object: asked.role, property, ..finding(FindingCode::Refused, said) }]
        }
        _ => Vec::new(),
    };
    fail(errand, code, message, answer, false);
    if let Some(failure) = &mut errand.course().failure {
        failure.findings = findings;
    }
}

/// The property of the object that Lime CRM's words name.
fn named_in(object: &Limeobject<'static>, said: &str) -> Option<Cow<'static, str>> {
    let values = object.values.iter().map(|(name, _)| name);
    let names = values.chain(object.relations.iter().map(|(name, _)| name));
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let named = |name: &&str| said.split(|c| !is_part(c)).any(|word| word == *name);
    names.filter(named).max_by_key(|name| name.len()).map(|name| name.to_owned().into())
}

pub(super) fn fail(
    errand: &mut dyn Errand,
    code: DeliveryFailureCode,
    message: String,
    answer: &ApiResponse<'_>,
    resumable: bool,
) {
    let task = errand.asked().task.to_owned();
    let status = Some(answer.status).filter(|status| *status != 0);
    let course = errand.course();
    course.phase = Phase::Ready;
    course.failure = Some(DeliveryFailure { code, message, task, status, resumable, findings: Vec::new() });
}

/// What an answer says, in one line of a sane length; none when it says nothing.
fn words(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let mut said = Vec::new();
    match read_whole(&text) {
        Ok(value) => gather(&value, &mut said),
        Err(_) if text.trim_start().starts_with('<') => said.push("a page of HTML".to_owned()),
        Err(_) => said.push(text.into_owned()),
    }
    let words = short(&said.join("; "));
    Some(words.trim_end_matches('.').to_owned()).filter(|words| !words.is_empty())
}

/// The texts of an error answer, whatever its shape: where there is a message, only that.
fn gather(value: &Value<'_>, said: &mut Vec<String>) {
    match value {
        Value::Text(text) => said.push(text.to_string()),
        Value::List(items) => items.iter().for_each(|item| gather(item, said)),
        Value::Object(members) => {
            let telling = ["message", "detail", "description", "error", "errors", "title"];
            match telling.iter().find_map(|key| value.get(key).filter(|value| !value.is_empty())) {
                Some(message) => gather(message, said),
                None => members.iter().for_each(|(key, value)| {
                    let mut inner = Vec::new();
                    gather(value, &mut inner);
                    said.extend(inner.into_iter().map(|text| format!("{key}: {text}")));
                }),
            }
        }
        Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Number(_) => {}
    }
}

pub(super) fn short(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(WORDS) {
        Some((end, _)) => format!("{}...", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn lime_crms_words_are_found_in_any_answer() {
        for (body, expected) in [
            (r#"{ "message": "title is too long." }"#, Some("title is too long")),
            (r#"{ "error": { "message": "no", "code": 3 } }"#, Some("no")),
            (r#"{ "errors": [ { "detail": "a" }, { "detail": "b" } ] }"#, Some("a; b")),
            (r#"{ "title": [ "required" ] }"#, Some("required")),
            (r#"{ "priority": [ "required" ] }"#, Some("priority: required")),
            ("<html>no</html>", Some("a page of HTML")),
            ("plain \n text", Some("plain text")),
            ("", None),
            ("{}", None),
        ] {
            assert_eq!(words(body.as_bytes()).as_deref(), expected, "{body}");
        }
        assert!(words("å".repeat(5000).as_bytes()).unwrap().chars().count() < 510);
    }
}
