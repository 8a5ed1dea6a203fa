//! Response handling, the same for all protocols: accept, retry with backoff, or fail.

use super::action::{ApiResponse, DeliveryFailure, FileFailure, FileResponse};
use super::candidates::rejects_query;
use super::codes::{DeliveryFailureCode, TaskName};
use super::error_body::{ErrorMessage, one_line, quotation};
use super::identity::identity;
use super::machine::{Applied, Effect, NoFile, Protocol, RequestContext, RequestState, RetryState, Unexpected};
use super::options::DeliveryOptions;
use super::settling::{Settling, settle_wait};
use crate::json::encoding::without_lone_surrogates;
use crate::json::read::read_whole;
use crate::json::value::Value;
use crate::text::texts;

/// Shortest and longest backoff, in milliseconds.
const MIN_BACKOFF: u64 = 500;
const MAX_BACKOFF: u64 = 60_000;
/// Longest `retry-after`, in seconds, that is waited for. A longer one fails the delivery.
const MAX_RETRY_AFTER: f64 = 600.0;
/// Attempts to fetch a media file.
const MAX_FILE_ATTEMPTS: u32 = 3;
/// Stands for a response that did not arrive.
pub(super) const NO_RESPONSE: ApiResponse<'static> = ApiResponse { status: 0, retry_after: None, body: &[] };

/// Handling of one outcome. `jitter`, from 0 to 1, spreads the waits of concurrent deliveries.
pub(super) struct Exchange<'e> {
    pub(super) protocol: &'e mut dyn Protocol,
    pub(super) retry: &'e mut RetryState,
    pub(super) jitter: f64,
}

impl Exchange<'_> {
    pub(super) fn handle_response(&mut self, response: &ApiResponse<'_>) {
        match response.status {
            200..=299 => self.handle_success(response),
            429 => self.handle_rate_limit(response),
            408 | 500..=599 => {
                self.handle_unknown_outcome(&format!("Lime CRM answered {}", response.status), Some(response));
            }
            status if rejects_query(status) && self.is_recoverable_refusal() => self.search_refused(response),
            409 if self.is_recoverable_conflict() => {
                self.handle_unknown_outcome("Lime CRM reported a conflict (409)", Some(response));
            }
            status => self.handle_rejection(status, response),
        }
    }

    fn handle_success(&mut self, response: &ApiResponse<'_>) {
        let text = String::from_utf8_lossy(response.body);
        let repaired = without_lone_surrogates(&text);
        let body = read_whole(repaired.as_deref().unwrap_or(&text));
        let effect = self.protocol.context().effect;
        self.retry.request = RequestState::Ready;
        let applied = match &body {
            Ok(value) => self.protocol.apply_response(self.retry, value),
            Err(_) if effect.writes() => self.protocol.apply_response(self.retry, &Value::Null),
            Err(_) => Applied::Unexpected(Unexpected::Input),
        };
        match applied {
            Applied::Accepted => self.continue_settling(),
            Applied::Repeat(reason) => self.retry_later(reason, response),
            Applied::CreatedAgain => self.search_first(),
            Applied::Unexpected(Unexpected::NotWritten) => {
                self.retry_later("Lime CRM answered that it made a change, but has not made it", response);
            }
            Applied::Unexpected(Unexpected::NotYet(waits)) => {
                let wait = settle_wait(waits, self.protocol.options().settle_time).unwrap_or_default();
                self.retry.wait(wait, "The new connection cannot be found in Lime CRM yet".to_owned());
            }
            Applied::Unexpected(Unexpected::Response(why)) if effect == Effect::Create => {
                self.settle_unreadable(&why, response);
            }
            Applied::Unexpected(why) => {
                let content = self.error_message(response).line().unwrap_or_else(|| "an empty response".to_owned());
                let content = match (why, &body) {
                    (Unexpected::Response(why), Ok(_)) => self.retry.secret.mask(why.into()).into_owned(),
                    _ => content,
                };
                let limetype = self.protocol.context().limetype.unwrap_or_default().to_owned();
                if effect == Effect::Prepare {
                    self.protocol.recover_unknown();
                }
                let message = format!(
                    "The response about \"{limetype}\" is not from Lime CRM's REST API: {content}. Check the URL of Lime CRM; expected https://<server>/<application>."
                );
                fail(self.protocol, self.retry, DeliveryFailureCode::NotLimeCrm, message, response);
            }
        }
    }

    fn handle_rate_limit(&mut self, response: &ApiResponse<'_>) {
        if response.retry_after.is_some_and(|seconds| seconds > MAX_RETRY_AFTER) {
            let message = format!(
                "Lime CRM accepts no requests for more than ten minutes (429). Try again later.{}",
                quotation(self.error_message(response).line().as_deref())
            );
            return fail_resumable(self.protocol, self.retry, DeliveryFailureCode::RateLimited, message, response);
        }
        self.retry_later("Lime CRM limits the rate of requests (429)", response);
    }

    /// True for the first 409 to a creation: the object may have been created meanwhile.
    fn is_recoverable_conflict(&mut self) -> bool {
        self.protocol.recovers_conflicts()
            && matches!(self.protocol.context().effect, Effect::Create | Effect::Prepare)
            && !std::mem::replace(&mut self.retry.conflict, true)
    }

    /// True for the first rejection of an object that can be searched for by its identity.
    fn is_recoverable_refusal(&mut self) -> bool {
        let RequestContext { effect, object, .. } = self.protocol.context();
        effect == Effect::Create
            && object.and_then(identity).is_some()
            && !std::mem::replace(&mut self.retry.conflict, true)
    }

    /// A write with an unknown outcome is recovered by reading before it is repeated.
    pub(super) fn handle_unknown_outcome(&mut self, reason: &str, response: Option<&ApiResponse<'_>>) {
        let RequestContext { task, effect, .. } = self.protocol.context();
        self.protocol.recover_unknown();
        let is_answer = response.is_some_and(|response| response.status == 409);
        if effect == Effect::Create && !is_answer {
            self.retry.settling = Some(Settling::new(one_line(reason)));
        }
        self.retry_later(reason, response.unwrap_or(&NO_RESPONSE));
        if let Some(failure) = &mut self.retry.failure {
            failure.task = task;
        }
    }

    /// The request was not sent, so a creation is not searched for before it is repeated.
    pub(super) fn handle_unsent(&mut self, reason: &str) {
        if self.protocol.context().effect != Effect::Create {
            self.protocol.recover_unknown();
        }
        self.retry_later(reason, &NO_RESPONSE);
    }

    pub(super) fn handle_file_response(&mut self, response: &FileResponse<'_>) {
        if self.protocol.context().task != TaskName::FetchFile {
            return;
        }
        match self.protocol.apply_file(response) {
            Ok(()) => self.retry.request = RequestState::Ready,
            Err(file) => self.handle_missing_file(file),
        }
    }

    pub(super) fn handle_file_failure(&mut self, failure: FileFailure<'_>) {
        if !matches!(self.protocol.context().task, TaskName::FetchFile | TaskName::UploadFile) {
            return;
        }
        let DeliveryOptions { max_file_bytes, file_timeout, .. } = self.protocol.options();
        let file = match failure {
            FileFailure::NoResponse => NoFile::unavailable(texts::host_silent(), true),
            FileFailure::BrokenOff => NoFile::unavailable(texts::transfer_broken(), true),
            FileFailure::TooSlow => {
                let seconds = file_timeout.div_ceil(1000);
                NoFile::unavailable(texts::host_slow(seconds as usize), true)
            }
            FileFailure::TooLarge => NoFile::too_large(*max_file_bytes),
            FileFailure::Other { why, temporary } => {
                NoFile::unavailable(texts::other_reason(&one_line(why)), temporary)
            }
        };
        self.handle_missing_file(file);
    }

    /// The host of a file is not Lime CRM: it gets few attempts, and never ends the delivery.
    fn handle_missing_file(&mut self, file: NoFile) {
        // An upload begins with fetching the file again.
        self.protocol.recover_unknown();
        self.retry.file_attempts += 1;
        let attempts = self.retry.file_attempts;
        if file.temporary && attempts < self.protocol.options().attempts.min(MAX_FILE_ATTEMPTS) {
            let reason = format!("A file could not be fetched: {}", file.why.message());
            let milliseconds = backoff(attempts) as f64 * (0.5 + self.jitter.clamp(0.0, 1.0) / 2.0);
            return self.retry.wait(milliseconds.ceil() as u64, reason);
        }
        self.protocol.skip_file(self.retry, file);
        self.retry.request = RequestState::Ready;
    }

    /// Waits before the current task is repeated; fails after the last attempt.
    fn retry_later(&mut self, reason: &str, response: &ApiResponse<'_>) {
        let limit = self.protocol.options().attempts.max(1);
        self.retry.attempts = self.retry.attempts.saturating_add(1);
        let attempts = self.retry.attempts;
        let reason = one_line(reason);
        if attempts >= limit {
            let code = if response.status == 429 {
                DeliveryFailureCode::RateLimited
            } else {
                DeliveryFailureCode::Unavailable
            };
            let message = format!(
                "{reason}. The delivery stopped after {attempts} attempts.{} Nothing is lost: resume it later.",
                quotation(self.error_message(response).line().as_deref())
            );
            return fail_resumable(self.protocol, self.retry, code, message, response);
        }
        let jitter = self.jitter.clamp(0.0, 1.0);
        let backoff = backoff(attempts);
        let retry_after = response.retry_after.filter(|seconds| *seconds >= 0.0);
        let at_least = retry_after.map_or(0, |seconds| (seconds.min(MAX_RETRY_AFTER) * 1000.0) as u64);
        if self.retry.settling.as_ref().is_some_and(Settling::is_new) && self.wait_settling(at_least) {
            return;
        }
        let milliseconds = match retry_after {
            // The jitter is added, because clients that got the same `retry-after` would all return at the same moment.
            Some(seconds) => seconds.min(MAX_RETRY_AFTER) * 1000.0 + backoff.min(1000) as f64 * jitter,
            None => backoff as f64 * (0.5 + jitter / 2.0),
        };
        self.retry.wait(milliseconds.ceil() as u64, reason);
    }

    fn handle_rejection(&mut self, status: u16, response: &ApiResponse<'_>) {
        let error_message = self.error_message(response);
        let line = error_message.line();
        self.retry.request = RequestState::Ready;
        if self.protocol.handle_error_status(self.retry, status, line.as_deref()) {
            return;
        }
        let context = self.protocol.context();
        let (code, message) = explain(status, &context, line.as_deref());
        let findings = match code {
            DeliveryFailureCode::Refused => error_message.findings(context.object),
            _ => Vec::new(),
        };
        fail(self.protocol, self.retry, code, message, response);
        if let Some(failure) = &mut self.retry.failure {
            failure.findings = findings;
        }
    }

    pub(super) fn error_message(&self, response: &ApiResponse<'_>) -> ErrorMessage {
        ErrorMessage::read(response, self.protocol.context().object, &self.retry.secret)
    }
}

/// The longest wait after the nth attempt, in milliseconds.
fn backoff(attempt: u32) -> u64 {
    MIN_BACKOFF.saturating_mul(1 << attempt.saturating_sub(1).min(16)).min(MAX_BACKOFF)
}

/// Returns the code and the message for a status that is neither a success nor temporary.
fn explain(status: u16, context: &RequestContext<'_>, quoted: Option<&str>) -> (DeliveryFailureCode, String) {
    let limetype = context.limetype.unwrap_or_default();
    let quotation = quotation(quoted);
    match (status, context.chosen_limeobject) {
        (300..=399, _) => (
            DeliveryFailureCode::NotLimeCrm,
            format!(
                "The URL of Lime CRM responds with a redirect ({status}), which is not followed. Check the URL.{quotation}"
            ),
        ),
        (401, _) => (
            DeliveryFailureCode::Unauthorized,
            format!("Lime CRM does not accept the API key (401). Enter the key again, or create a new one.{quotation}"),
        ),
        (403, _) => (
            DeliveryFailureCode::Forbidden,
            format!(
                "The API key's user lacks a right for \"{limetype}\" (403). Grant the right in Lime CRM.{quotation}"
            ),
        ),
        (404, Some(id)) => (
            DeliveryFailureCode::LimeobjectNotFound,
            format!("Lime CRM has no \"{limetype}\" with the id {id}. Choose an existing limeobject.{quotation}"),
        ),
        (404, None) => (
            DeliveryFailureCode::LimetypeNotFound,
            format!(
                "Lime CRM has no limetype \"{limetype}\" at this URL (404). Check the limetype and the URL.{quotation}"
            ),
        ),
        _ => (DeliveryFailureCode::Refused, format!("Lime CRM rejected the \"{limetype}\" ({status}).{quotation}")),
    }
}

pub(super) fn fail(
    protocol: &dyn Protocol,
    retry: &mut RetryState,
    code: DeliveryFailureCode,
    message: String,
    response: &ApiResponse<'_>,
) {
    let task = protocol.context().task;
    retry.attempts = 0;
    retry.conflict = false;
    let status = Some(response.status).filter(|status| *status != 0);
    retry.request = RequestState::Ready;
    retry.failure = Some(DeliveryFailure { code, message, task, status, resumable: false, findings: Vec::new() });
}

pub(super) fn fail_resumable(
    protocol: &dyn Protocol,
    retry: &mut RetryState,
    code: DeliveryFailureCode,
    message: String,
    response: &ApiResponse<'_>,
) {
    fail(protocol, retry, code, message, response);
    if let Some(failure) = &mut retry.failure {
        failure.resumable = true;
    }
}
