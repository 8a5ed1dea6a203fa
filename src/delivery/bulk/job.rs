//! The jobs of limepkg-mbeku-bulk-import: made empty, given their rows, watched until they end.

use serde::Serialize;

use super::task::Task;
use super::{BulkDelivery, BulkFallback, FallbackReason, Row, Stage};
use crate::delivery::answer::{NO_ANSWER, fail};
use crate::delivery::receipt::DeliveryFailureCode;
use crate::delivery::request::{ApiRequest, HttpMethod, RequestBody, TextBody, encoded, integer, new_object};
use crate::json::value::Value;
use crate::model::property_names::CONVERSATION_ID;
use crate::preview::{Limeobject, Role};

const JOBS: &str = "limepkg-mbeku-bulk-import/bulk-imports/";
/// The most bytes of rows in one job; what is beyond goes in another one.
const MOST_BYTES: usize = 4_000_000;
/// How long the first look at a job is waited for, and the longest until the next, in milliseconds.
const FIRST_LOOK: u64 = 200;
const LONGEST_LOOK: u64 = 5000;
/// How often a job is looked at before the delivery ends for now: about half an hour.
const LOOKS: u32 = 360;
/// How long is waited, look after look, for data whose arrival is unknown, before it is sent again, in milliseconds.
const DOUBTS: [u64; 2] = [1000, 3000];

/// What a job is made with.
#[derive(Serialize)]
struct Job<'j> {
    limetype: &'j str,
    properties: Vec<&'j str>,
    mode: &'static str,
    #[serde(rename = "matchingProperty", skip_serializing_if = "Option::is_none")]
    matching_property: Option<&'static str>,
}

impl BulkDelivery {
    /// True when the row is to be in a job of the stage.
    fn is_open(&self, row: &Row) -> bool {
        let has_it = match self.stage {
            Stage::Conversation => row.ids.ulconversation.is_some(),
            Stage::Limeobject => row.ids.limeobject.is_some(),
            Stage::Note => row.object(Role::History).is_none(),
        };
        !row.apart && row.asked != Some(self.stage) && !has_it
    }

    /// The rows of the next job.
    pub(super) fn next_part(&self) -> Vec<usize> {
        let mut part = Vec::new();
        let mut bytes = 0;
        for (at, row) in self.rows.iter().enumerate().filter(|(_, row)| self.is_open(row)) {
            bytes += row.object(self.stage.role()).map_or(0, |object| new_object(object, &row.ids, None).len());
            if bytes > MOST_BYTES && !part.is_empty() {
                break;
            }
            part.push(at);
        }
        part
    }

    /// The objects of the job, with the rows that they are of.
    fn parts(&self) -> impl Iterator<Item = (&Row, &Limeobject<'static>)> {
        let rows = self.part.iter().filter_map(|at| self.rows.get(*at));
        rows.filter_map(move |row| Some((row, row.object(self.stage.role())?)))
    }

    /// None: nothing is to be written in this stage any more.
    pub(super) fn new_job(&self) -> Option<ApiRequest> {
        let (_, first) = self.parts().next()?;
        let mut properties = Vec::new();
        for (row, object) in self.parts() {
            let values = object.values.iter().map(|(name, _)| name);
            let relations = object.relations.iter().filter(|(_, role)| row.ids.get(**role).is_some());
            for name in values.chain(relations.map(|(name, _)| name)) {
                if !properties.contains(&name) {
                    properties.push(name);
                }
            }
        }
        let (mode, matching_property) = match self.stage {
            Stage::Conversation => ("create_or_update", Some(CONVERSATION_ID)),
            Stage::Limeobject | Stage::Note => ("create", None),
        };
        let job = Job { limetype: &first.limetype, properties, mode, matching_property };
        let body = Some(RequestBody::Json(serde_json::to_string(&job).ok()?));
        Some(ApiRequest { method: HttpMethod::Post, path: JOBS.to_owned(), body })
    }

    pub(super) fn job_made(&mut self, answer: &Value<'_>) -> Option<()> {
        let id = answer.get("id")?;
        let id = id.as_text().map(str::to_owned).or_else(|| integer(id).map(|id| id.to_string()))?;
        self.job = Some(id).filter(|id| !id.is_empty());
        self.job.as_ref()?;
        self.has_bulk_import = true;
        self.has_data = false;
        self.refusal = None;
        self.looks = 0;
        self.course.attempts = 0;
        self.task = if self.is_looking_up() { Task::Lookup } else { Task::Upload };
        Some(())
    }

    pub(super) fn upload(&self) -> Option<ApiRequest> {
        let rows = self.parts().map(|(row, object)| new_object(object, &row.ids, None));
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

    pub(super) fn uploaded(&mut self) {
        self.has_data = true;
        self.looks = 0;
        self.course.attempts = 0;
        self.task = Task::Watch;
        self.course.wait(FIRST_LOOK, self.at_work());
    }

    pub(super) fn watch(&self) -> Option<ApiRequest> {
        Some(ApiRequest::get(self.job_path()?))
    }

    fn job_path(&self) -> Option<String> {
        Some(format!("{JOBS}{}", encoded(self.job.as_ref()?)))
    }

    fn at_work(&self) -> String {
        format!("Lime CRM imports {} {} in bulk", self.part.len(), self.stage.many())
    }

    /// Takes how the job stands.
    pub(super) fn watched(&mut self, answer: &Value<'_>) -> Option<()> {
        let status = answer.get("status")?.as_text()?;
        let result = answer.get("result").filter(|result| matches!(result, Value::Object(_)));
        match (status, result) {
            ("waiting_for_data", _) if !self.has_data => self.without_data(),
            ("failed", _) => self.job_ended(false),
            (_, Some(result)) => {
                let count = |name: &str| result.get(name).and_then(integer).unwrap_or(0);
                let written = count("created").saturating_add(count("updated"));
                let rows = i64::try_from(self.part.len()).unwrap_or(i64::MAX);
                let is_whole = count("failed") == 0 && count("skipped") == 0 && written >= rows;
                self.job_ended(is_whole);
            }
            ("succeeded", None) => self.job_ended(false),
            _ => {
                self.looks = self.looks.saturating_add(1);
                self.course.attempts = 0;
                if self.looks >= LOOKS {
                    let message = format!(
                        "{}, and has not come to an end for half an hour. Nothing is lost: try again later, and the delivery goes on from here.",
                        self.at_work()
                    );
                    self.looks = 0;
                    fail(self, DeliveryFailureCode::Unavailable, message, &NO_ANSWER, true);
                    return Some(());
                }
                let wait = FIRST_LOOK.saturating_mul(1 << self.looks.min(8)).min(LONGEST_LOOK);
                self.course.wait(wait, self.at_work());
            }
        }
        Some(())
    }

    /// The job waits for data that was sent to it: it was refused, or may be on its way still, or is lost.
    fn without_data(&mut self) {
        if let Some(said) = self.refusal.take() {
            let part = std::mem::take(&mut self.part);
            let message = format!("Lime CRM refused the rows of the bulk import. It said: {said}.");
            self.set_apart(&part, FallbackReason::Refused, &message);
            self.job = None;
            self.task = Task::CreateJob;
            return;
        }
        match usize::try_from(self.looks).ok().and_then(|looks| DOUBTS.get(looks)) {
            Some(wait) => {
                self.looks += 1;
                self.course.wait(*wait, "It is unknown whether Lime CRM has the rows of the bulk import".to_owned());
            }
            None => self.task = Task::Upload,
        }
    }

    /// The job is over. Which rows it wrote is read, where that can be read.
    pub(super) fn job_ended(&mut self, is_whole: bool) {
        let stage = self.stage;
        let part = std::mem::take(&mut self.part);
        for at in &part {
            if let Some(row) = self.rows.get_mut(*at) {
                row.asked = Some(stage);
            }
        }
        if stage == Stage::Note && !is_whole {
            let message = "The bulk import did not write all history notes, and does not say which.";
            self.set_apart(&part, FallbackReason::NotWritten, message);
        }
        self.job = None;
        self.looks = 0;
        self.course.attempts = 0;
        self.task = Task::CreateJob;
    }

    /// Lime CRM does not take the job: what it was for goes one by one.
    pub(super) fn job_refused(&mut self, status: u16, said: Option<&str>) {
        if matches!(status, 404 | 405) && !self.has_bulk_import {
            let all: Vec<usize> = (0..self.rows.len()).collect();
            let message = "Lime CRM has no limepkg-mbeku-bulk-import: deliver one by one, or have it installed.";
            return self.set_apart(&all, FallbackReason::NoBulkImport, message);
        }
        let open = self.rows.iter().enumerate().filter(|(_, row)| self.is_open(row));
        let open: Vec<usize> = open.map(|(at, _)| at).collect();
        let quoted = said.map(|said| format!(" It said: {said}.")).unwrap_or_default();
        let message = format!("Lime CRM refused the bulk import ({status}).{quoted}");
        self.set_apart(&open, FallbackReason::Refused, &message);
    }

    pub(super) fn set_apart(&mut self, rows: &[usize], reason: FallbackReason, message: &str) {
        for at in rows {
            let Some(row) = self.rows.get_mut(*at).filter(|row| !row.apart) else { continue };
            row.apart = true;
            row.objects.clear();
            row.lookups.clear();
            let place = self.fallbacks.partition_point(|one| one.index < row.index);
            let one = BulkFallback {
                index: row.index,
                conversation: Some(row.conversation),
                reason,
                message: message.to_owned(),
                note_may_exist: row.asked == Some(Stage::Note),
            };
            self.fallbacks.insert(place, one);
        }
    }
}
