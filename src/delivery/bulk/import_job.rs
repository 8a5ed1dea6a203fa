//! Jobs of limepkg-mbeku-bulk-import: created empty, filled with data, awaited.

use serde::Serialize;

use super::protocol::{BulkProtocol, BulkTask, Item, Stage};
use super::report::BulkFallback;
use crate::delivery::codes::{DeliveryFailureCode, FallbackReason};
use crate::delivery::error_body::{ErrorMessage, quotation};
use crate::delivery::identity::identity;
use crate::delivery::machine::{RetryState, Unexpected};
use crate::delivery::request::{ApiRequest, HttpMethod, RequestBody, TextBody, encoded, new_object};
use crate::delivery::response_policy::{NO_RESPONSE, fail_resumable};
use crate::delivery::responses;
use crate::delivery::responses::unreadable;
use crate::delivery::settling::settle_wait;
use crate::json::value::Value;
use crate::json::write::to_string;
use crate::model::property_names::CONVERSATION_ID;
use crate::model::role::Role;
use crate::preview::Limeobject;

const JOBS: &str = "limepkg-mbeku-bulk-import/bulk-imports/";
/// Size limit of the data of one job, in bytes. Further objects go into another job.
const MAX_JOB_BYTES: usize = 4_000_000;
/// Shortest and longest interval between two polls of a job, in milliseconds.
const MIN_POLL_INTERVAL: u64 = 200;
const MAX_POLL_INTERVAL: u64 = 5000;
/// Number of polls before the delivery fails: about half an hour.
const MAX_POLLS: u32 = 360;

/// Definition of a job.
#[derive(Serialize)]
struct Job<'j> {
    limetype: &'j str,
    properties: Vec<&'j str>,
    mode: &'static str,
    #[serde(rename = "matchingProperty", skip_serializing_if = "Option::is_none")]
    matching_property: Option<&'j str>,
}

impl BulkProtocol {
    /// True when the item has to be in a job of the current stage.
    fn is_pending(&self, item: &Item) -> bool {
        let exists = match self.stage {
            Stage::Ulconversation => item.ids.ulconversation.is_some(),
            Stage::Limeobject => item.ids.limeobject.is_some(),
            Stage::Note => item.object(Role::History).is_none(),
        };
        !item.is_fallback && item.last_job != Some(self.stage) && !exists
    }

    /// Items of the next job.
    pub(super) fn next_job_items(&self) -> Vec<usize> {
        let mut items = Vec::new();
        let mut bytes = 0;
        for (at, item) in self.items.iter().enumerate().filter(|(_, item)| self.is_pending(item)) {
            bytes += item.object(self.stage.role()).map_or(0, |object| new_object(object, &item.ids, None).len());
            if bytes > MAX_JOB_BYTES && !items.is_empty() {
                break;
            }
            items.push(at);
        }
        items
    }

    /// Objects of the job, with their items.
    fn job_objects(&self) -> impl Iterator<Item = (&Item, &Limeobject<'static>)> {
        let items = self.job_items.iter().filter_map(|at| self.items.get(*at));
        items.filter_map(move |item| Some((item, item.object(self.stage.role())?)))
    }

    /// Returns the request for a new job; none when no object is pending in this stage.
    pub(super) fn job_request(&self) -> Option<ApiRequest> {
        let (_, first) = self.job_objects().next()?;
        let mut properties = Vec::new();
        for (item, object) in self.job_objects() {
            let values = object.values.iter().map(|(name, _)| name);
            let relations = object.relations.iter().filter(|(_, role)| item.ids.get(**role).is_some());
            for name in values.chain(relations.map(|(name, _)| name)) {
                if !properties.contains(&name) {
                    properties.push(name);
                }
            }
        }
        let (mode, matching_property) = match self.stage {
            Stage::Ulconversation => ("create_or_update", Some(CONVERSATION_ID)),
            // Rows with a key that exists are skipped.
            Stage::Limeobject | Stage::Note => ("create", identity(first).map(|(name, _)| name)),
        };
        let job = Job { limetype: &first.limetype, properties, mode, matching_property };
        let body = Some(RequestBody::Json(to_string(&job).ok()?));
        Some(ApiRequest { method: HttpMethod::Post, path: JOBS.to_owned(), body })
    }

    pub(super) fn apply_new_job(&mut self, retry: &mut RetryState, response: &Value<'_>) -> Result<(), Unexpected> {
        let id = response.get("id");
        self.job = Some(match id.and_then(Value::as_text).filter(|id| !id.is_empty()) {
            Some(id) => id.to_owned(),
            None => responses::id(id, "", "id")?.to_string(),
        });
        self.has_bulk_import = true;
        self.has_data = false;
        self.rejection = None;
        self.polls = 0;
        retry.reset();
        self.task = if self.has_lookups() { BulkTask::Lookup } else { BulkTask::UploadData };
        Ok(())
    }

    pub(super) fn upload_request(&self) -> Option<ApiRequest> {
        let rows = self.job_objects().map(|(item, object)| new_object(object, &item.ids, None));
        let rows: Vec<_> = rows.map(|values| format!("{{\"values\":{values}}}")).collect();
        let rows = format!("[{}]", rows.join(","));
        let mut boundary = String::from("userlike-limeobject");
        while rows.contains(&boundary) {
            boundary.push('-');
        }
        let text = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"rows.json\"\r\n\
             Content-Type: application/json\r\n\r\n{rows}\r\n--{boundary}--\r\n"
        );
        let content_type = format!("multipart/form-data; boundary={boundary}");
        let body = Some(RequestBody::Text(TextBody { content_type, text }));
        Some(ApiRequest { method: HttpMethod::Post, path: self.job_path()?, body })
    }

    /// The data counts as received when the response is the job. Otherwise its status says whether the data arrived.
    pub(super) fn apply_upload(&mut self, retry: &mut RetryState, response: &Value<'_>) {
        self.has_data = response.get("status").is_some_and(|status| status.as_text().is_some());
        self.polls = 0;
        if self.has_data {
            retry.reset();
        }
        self.task = BulkTask::AwaitJob;
        retry.wait(MIN_POLL_INTERVAL, self.progress());
    }

    pub(super) fn status_request(&self) -> Option<ApiRequest> {
        Some(ApiRequest::get(self.job_path()?))
    }

    fn job_path(&self) -> Option<String> {
        Some(format!("{JOBS}{}", encoded(self.job.as_ref()?)))
    }

    fn progress(&self) -> String {
        format!("Lime CRM imports {} {} in bulk", self.job_items.len(), self.stage.plural())
    }

    pub(super) fn apply_status(&mut self, retry: &mut RetryState, response: &Value<'_>) -> Result<(), Unexpected> {
        let status = response.get("status");
        let status =
            status.and_then(Value::as_text).ok_or_else(|| unreadable("", "status", "the status of the job", status))?;
        let result = response.get("result").filter(|result| matches!(result, Value::Object(_)));
        match (status, result) {
            ("waiting_for_data", _) if !self.has_data => self.handle_missing_data(retry),
            ("failed", _) => self.end_job(retry, response, false),
            (_, Some(result)) => {
                let count = |name: &str| match result.get(name) {
                    None | Some(Value::Null) => Ok(0),
                    Some(Value::Integer(count)) if *count >= 0 => Ok(*count),
                    other => Err(unreadable("/result", name, "a number of objects", other)),
                };
                let expected = i64::try_from(self.job_items.len()).unwrap_or(i64::MAX);
                // A note with the key of this send exists, because another process has written it.
                let is_note = self.stage == Stage::Note && self.job_objects().any(|(_, note)| identity(note).is_some());
                let skipped = if is_note { count("skipped")? } else { 0 };
                let written = count("created")?.saturating_add(count("updated")?).saturating_add(skipped);
                let is_complete = count("failed")? == 0 && written >= expected;
                self.end_job(retry, response, is_complete);
            }
            ("succeeded", None) => self.end_job(retry, response, false),
            _ => self.poll_again(retry),
        }
        Ok(())
    }

    /// Keeps what Lime CRM says about a job that is not complete.
    fn end_job(&mut self, retry: &mut RetryState, response: &Value<'_>, is_complete: bool) {
        if !is_complete {
            let message = ErrorMessage::of_report(response, &retry.secret).line();
            self.job_message = message.or(self.job_message.take());
        }
        self.finish_job(retry, is_complete);
    }

    fn poll_again(&mut self, retry: &mut RetryState) {
        self.polls = self.polls.saturating_add(1);
        retry.reset();
        if self.polls >= MAX_POLLS {
            let message = format!(
                "{}, and has not finished after half an hour. Nothing is lost: resume the delivery later.",
                self.progress()
            );
            self.polls = 0;
            return fail_resumable(self, retry, DeliveryFailureCode::Unavailable, message, &NO_RESPONSE);
        }
        let interval = MIN_POLL_INTERVAL.saturating_mul(1 << self.polls.min(8)).min(MAX_POLL_INTERVAL);
        retry.wait(interval, self.progress());
    }

    /// The job waits for the data that was sent to it: the data was rejected, is still in transit, or is lost.
    fn handle_missing_data(&mut self, retry: &mut RetryState) {
        if let Some(rejection) = self.rejection.take() {
            let items = std::mem::take(&mut self.job_items);
            let message = format!("Lime CRM rejected the data of the bulk import.{}", quotation(rejection.message()));
            self.fall_back(&items, FallbackReason::Refused, &message);
            self.job = None;
            self.task = BulkTask::CreateJob;
            return;
        }
        let reason = "It is unknown whether Lime CRM has received the data of the bulk import";
        if let Some(wait) = settle_wait(self.polls, self.options.settle_time) {
            self.polls += 1;
            return retry.wait(wait, reason.to_owned());
        }
        retry.attempts = retry.attempts.saturating_add(1);
        self.polls = 0;
        self.task = BulkTask::UploadData;
        if retry.attempts >= self.options.attempts.max(1) {
            let message = format!("{reason}, which waits for it. Nothing is lost: resume the delivery later.");
            fail_resumable(self, retry, DeliveryFailureCode::Unavailable, message, &NO_RESPONSE);
        }
    }

    /// The job has ended. Which of its objects were written is read afterwards, where that is possible.
    pub(super) fn finish_job(&mut self, retry: &mut RetryState, is_complete: bool) {
        let stage = self.stage;
        let items = std::mem::take(&mut self.job_items);
        for at in &items {
            if let Some(item) = self.items.get_mut(*at) {
                item.last_job = Some(stage);
            }
        }
        if stage == Stage::Note && !is_complete {
            let message = format!(
                "The bulk import did not write all history notes, and does not report which ones.{}",
                quotation(self.job_message.take().as_deref())
            );
            self.fall_back(&items, FallbackReason::NotWritten, &message);
        }
        self.job = None;
        self.polls = 0;
        retry.reset();
        self.task = BulkTask::CreateJob;
    }

    /// Lime CRM rejected the job: all pending items fall back to individual delivery.
    pub(super) fn handle_rejected_job(&mut self, status: u16, error_message: Option<&str>) {
        if matches!(status, 404 | 405) && !self.has_bulk_import {
            let all: Vec<usize> = (0..self.items.len()).collect();
            let message = "Lime CRM does not have limepkg-mbeku-bulk-import. Deliver individually, or have the package installed.";
            return self.fall_back(&all, FallbackReason::NoBulkImport, message);
        }
        let pending = self.items.iter().enumerate().filter(|(_, item)| self.is_pending(item));
        let pending: Vec<usize> = pending.map(|(at, _)| at).collect();
        let message = format!("Lime CRM rejected the bulk import ({status}).{}", quotation(error_message));
        self.fall_back(&pending, FallbackReason::Refused, &message);
    }

    /// Leaves items to individual delivery.
    pub(super) fn fall_back(&mut self, items: &[usize], reason: FallbackReason, message: &str) {
        for at in items {
            let Some(item) = self.items.get_mut(*at).filter(|item| !item.is_fallback) else { continue };
            item.is_fallback = true;
            item.objects.clear();
            item.lookups.clear();
            let position = self.fallbacks.partition_point(|fallback| fallback.index < item.index);
            let fallback = BulkFallback {
                index: item.index,
                conversation: Some(item.conversation),
                reason,
                message: message.to_owned(),
                note_may_exist: item.last_job == Some(Stage::Note),
            };
            self.fallbacks.insert(position, fallback);
        }
    }
}
