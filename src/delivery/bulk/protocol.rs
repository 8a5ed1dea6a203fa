//! The tasks of a bulk delivery, and their order.
//!
//! ```text
//! find ulconversations → job for the missing ones → lookups → upload its data → await it → read their ids
//!   → find limeobjects of the ulconversations that existed → job for the missing ones → read their ids
//!   → job for the history notes
//! ```

use crate::json::from_value::{FromValue, Unreadable, read_names, read_struct};
use serde::Serialize;

use super::batch_query::BatchMatch;
use super::eligibility::{Eligibility, classify};
use super::report::{BulkFallback, BulkReceipt, BulkReport};
use crate::delivery::candidates::{Candidate, several_matches};
use crate::delivery::codes::{FallbackReason, TaskName};
use crate::delivery::error_body::quotation;
use crate::delivery::identity::identify_note;
use crate::delivery::machine::{Applied, Effect, Next, Protocol, RequestContext, RetryState};
use crate::delivery::options::{DeliveryOptions, UpdatePolicy};
use crate::delivery::request::ObjectIds;
use crate::delivery::responses::{duplicates, is_last_lookup, no_match};
use crate::delivery::settling::settle_wait;
use crate::json::value::Value;
use crate::model::config::LinkType;
use crate::model::finding::Finding;
use crate::model::role::Role;
use crate::preview::link::link_to_limeobject;
use crate::preview::{Limeobject, Lookup, Preview};
use crate::text::time::Instant;

/// The protocol that delivers many previews.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct BulkProtocol {
    pub(super) options: DeliveryOptions,
    link_type: LinkType,
    pub(super) items: Vec<Item>,
    pub(super) fallbacks: Vec<BulkFallback>,
    pub(super) stage: Stage,
    pub(super) task: BulkTask,
    complete: bool,
    /// Index of the current lookup in the list of each item.
    pub(super) lookup: usize,
    /// Batches that the current task has yet to query, as lists of items; none before the first.
    pub(super) batches: Option<Vec<Vec<usize>>>,
    /// Lime CRM has accepted a job before, so it has the package.
    pub(super) has_bulk_import: bool,
    /// Current job, and its items.
    pub(super) job: Option<String>,
    pub(super) job_items: Vec<usize>,
    /// The job is known to have its data.
    pub(super) has_data: bool,
    /// Lime CRM has rejected the data of the job.
    pub(super) rejection: Option<Rejection>,
    /// Polls of the job since its data was sent, or reads of the new ids.
    pub(super) polls: u32,
    /// What Lime CRM said about a job of this stage that did not write everything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) job_message: Option<String>,
}

/// Rejection of the data of a job, with the error message of Lime CRM.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub(super) struct Rejection(String);

impl Rejection {
    pub(super) fn message(&self) -> Option<&str> {
        Some(self.0.as_str()).filter(|message| !message.is_empty())
    }
}

/// A preview in a bulk delivery.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Item {
    /// Index in the list of previews.
    pub(super) index: usize,
    pub(super) conversation: i64,
    pub(super) lookups: Vec<Lookup<'static>>,
    pub(super) objects: Vec<Limeobject<'static>>,
    pub(super) ids: ObjectIds,
    pub(super) findings: Vec<Finding<'static>>,
    /// Stage of the last job that the item was in.
    pub(super) last_job: Option<Stage>,
    /// The limeobject was created by this delivery.
    pub(super) created: bool,
    /// The item is left to individual delivery.
    pub(super) is_fallback: bool,
}

impl Item {
    pub(super) fn object(&self, role: Role) -> Option<&Limeobject<'static>> {
        self.objects.iter().find(|object| object.role == role)
    }
}

/// What the jobs of a stage create.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Stage {
    Ulconversation,
    Limeobject,
    Note,
}

impl Stage {
    pub(super) fn role(self) -> Role {
        match self {
            Stage::Ulconversation => Role::Ulconversation,
            Stage::Limeobject => Role::Limeobject,
            Stage::Note => Role::History,
        }
    }

    pub(super) fn plural(self) -> &'static str {
        match self {
            Stage::Ulconversation => "ulconversations",
            Stage::Limeobject => "limeobjects",
            Stage::Note => "history notes",
        }
    }
}

/// Task within a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum BulkTask {
    /// Find the objects that exist.
    Find,
    Lookup,
    CreateJob,
    UploadData,
    AwaitJob,
    /// Read the ids of the objects that the jobs created.
    ReadIds,
}

impl BulkTask {
    fn name(self, stage: Stage) -> TaskName {
        match (self, stage) {
            (BulkTask::Find, Stage::Ulconversation) => TaskName::FindUlconversations,
            (BulkTask::Find, _) => TaskName::FindLimeobjects,
            (BulkTask::Lookup, _) => TaskName::Lookup,
            (BulkTask::CreateJob, _) => TaskName::CreateBulkImport,
            (BulkTask::UploadData, Stage::Ulconversation) => TaskName::ImportUlconversations,
            (BulkTask::UploadData, Stage::Limeobject) => TaskName::ImportLimeobjects,
            (BulkTask::UploadData, Stage::Note) => TaskName::ImportNotes,
            (BulkTask::AwaitJob, _) => TaskName::AwaitBulkImport,
            (BulkTask::ReadIds, Stage::Ulconversation) => TaskName::ReadUlconversations,
            (BulkTask::ReadIds, _) => TaskName::ReadLimeobjects,
        }
    }

    fn effect(self) -> Effect {
        match self {
            BulkTask::CreateJob => Effect::Prepare,
            BulkTask::UploadData => Effect::Change,
            BulkTask::Find | BulkTask::Lookup | BulkTask::AwaitJob | BulkTask::ReadIds => Effect::Read,
        }
    }
}

impl BulkProtocol {
    pub(super) fn new(previews: Vec<Preview<'_>>, options: DeliveryOptions) -> Self {
        let Eligibility { link_type, mut items, fallbacks } = classify(previews);
        for item in &mut items {
            identify_note(&mut item.objects, Some(item.conversation), options.send_id.as_deref());
        }
        Self {
            options,
            link_type,
            items,
            fallbacks,
            stage: Stage::Ulconversation,
            task: BulkTask::Find,
            complete: false,
            lookup: 0,
            batches: None,
            has_bulk_import: false,
            job: None,
            job_items: Vec::new(),
            has_data: false,
            rejection: None,
            polls: 0,
            job_message: None,
        }
    }

    pub(super) fn report(&self) -> BulkReport {
        let items = self.items.iter().filter(|item| !item.is_fallback);
        let delivered = items.map(|item| {
            let limeobject = item.object(Role::Limeobject).zip(item.ids.limeobject);
            let url = limeobject
                .and_then(|(object, id)| link_to_limeobject(self.link_type, &self.options.url, &object.limetype, id));
            BulkReceipt {
                index: item.index,
                conversation: item.conversation,
                url: url.unwrap_or_default(),
                created: item.created,
                ids: item.ids.clone(),
                findings: item.findings.clone(),
            }
        });
        BulkReport { delivered: delivered.collect(), fallbacks: self.fallbacks.clone() }
    }

    /// Continues with the next task, when the current one has no further requests.
    fn next_task(&mut self) {
        self.batches = None;
        (self.stage, self.task) = match (self.stage, self.task) {
            (stage, BulkTask::Find | BulkTask::UploadData | BulkTask::AwaitJob) => (stage, BulkTask::CreateJob),
            // The first job is created before the lookups, which are of no use to a Lime CRM without bulk import.
            (stage, BulkTask::CreateJob) if self.has_lookups() => (stage, BulkTask::Lookup),
            (Stage::Note, BulkTask::CreateJob) => {
                self.complete = true;
                return;
            }
            (stage, BulkTask::CreateJob) => (stage, BulkTask::ReadIds),
            (stage, BulkTask::Lookup) => {
                self.lookup += 1;
                let next = if self.job.is_some() { BulkTask::UploadData } else { BulkTask::CreateJob };
                (stage, if self.has_lookups() { BulkTask::Lookup } else { next })
            }
            (Stage::Ulconversation, BulkTask::ReadIds) => {
                self.fall_back_missing();
                (Stage::Limeobject, BulkTask::Find)
            }
            (_, BulkTask::ReadIds) => {
                self.fall_back_missing();
                (Stage::Note, BulkTask::CreateJob)
            }
        };
    }

    pub(super) fn has_lookups(&self) -> bool {
        self.items.iter().any(|item| item.lookups.len() > self.lookup)
    }

    /// Indexes of the items that have no object of this stage.
    fn missing(&self) -> Vec<usize> {
        let role = self.stage.role();
        let items = self.items.iter().enumerate().filter(|(_, item)| !item.is_fallback && item.ids.get(role).is_none());
        items.map(|(at, _)| at).collect()
    }

    /// Waits before the ids that were not found are read again, because a search may not know new objects at once. False when they
    /// were read often enough.
    fn wait_for_ids(&mut self, retry: &mut RetryState) -> bool {
        let wait = settle_wait(self.polls, self.options.settle_time);
        let Some(wait) = wait.filter(|_| self.task == BulkTask::ReadIds && !self.missing().is_empty()) else {
            self.polls = 0;
            return false;
        };
        self.polls += 1;
        self.batches = None;
        retry.wait(wait, format!("The new {} cannot be found in Lime CRM yet", self.stage.plural()));
        true
    }

    /// Leaves the items that the jobs of this stage did not write to individual delivery.
    fn fall_back_missing(&mut self) {
        let missing = self.missing();
        let words = quotation(self.job_message.take().as_deref());
        let message = format!("The bulk import of {} did not write this one.{words}", self.stage.plural());
        self.fall_back(&missing, FallbackReason::NotWritten, &message);
    }

    /// Applies the matches of the current batch.
    fn apply_matches(&mut self, retry: &mut RetryState, matches: Vec<BatchMatch>) {
        let batch = self.batches.as_mut().and_then(Vec::pop).unwrap_or_default();
        retry.reset();
        let mut results = Vec::new();
        let (mut again, mut alone) = (Vec::new(), Vec::new());
        for (at, batch_match) in batch.into_iter().zip(matches) {
            match batch_match {
                BatchMatch::Found(found) => results.push((self.items_with_same_query(at), found)),
                BatchMatch::QueryAgain => again.push(at),
                BatchMatch::QueryAlone => alone.push(vec![at]),
            }
        }
        let pending = self.batches.get_or_insert_default();
        pending.extend(alone);
        pending.extend(Some(again).filter(|again| !again.is_empty()));
        for (items, found) in results {
            for at in items {
                self.apply_found(at, &found);
            }
        }
    }

    pub(super) fn items_with_same_query(&self, at: usize) -> Vec<usize> {
        let query = self.items.get(at).and_then(|item| self.item_query(item));
        let items = self.items.iter().enumerate();
        items.filter(|(_, item)| query.is_some() && self.item_query(item) == query).map(|(at, _)| at).collect()
    }

    /// The time of the delivery.
    pub(super) fn now(&self) -> Option<Instant> {
        self.options.instant()
    }

    /// Applies the objects that were found for an item.
    fn apply_found(&mut self, at: usize, found: &[Candidate]) {
        let Some(item) = self.items.get_mut(at) else { return };
        let first = found.first().map(|candidate| candidate.id);
        let ambiguous = first.filter(|_| found.len() > 1);
        if self.task == BulkTask::Lookup {
            let Some(lookup) = item.lookups.get(self.lookup) else { return };
            let (Lookup::ByProperty { role, .. } | Lookup::Through { role, .. }) = *lookup;
            let is_last = is_last_lookup(&item.lookups, self.lookup, role);
            if let (Some(_), Lookup::ByProperty { limetype, property, .. }) = (ambiguous, lookup) {
                item.findings.push(several_matches(role, limetype, property, found));
            }
            match first {
                Some(id) => item.ids.set(role, id),
                None if is_last => item.findings.push(no_match(role)),
                None => {}
            }
            return;
        }
        let (Some(id), role) = (first, self.stage.role()) else { return };
        item.ids.set(role, id);
        if let (Some(id), Some(limetype)) = (ambiguous, item.object(role).map(|object| &object.limetype)) {
            let others: Vec<_> = found.iter().skip(1).map(|candidate| candidate.id).collect();
            let link = |id| link_to_limeobject(self.link_type, &self.options.url, limetype, id).unwrap_or_default();
            let finding = duplicates(role, limetype, id, &others, link, false);
            item.findings.push(finding);
        }
        if self.stage == Stage::Limeobject {
            item.created = self.task == BulkTask::ReadIds;
            if !item.created && (self.options.existing != UpdatePolicy::Keep || self.options.only_if_changed) {
                let message = "The limeobject exists, and the options require comparing it with the preview.";
                self.fall_back(&[at], FallbackReason::Exists, message);
            }
        }
    }
}

impl Protocol for BulkProtocol {
    fn options(&self) -> &DeliveryOptions {
        &self.options
    }

    fn context(&self) -> RequestContext<'_> {
        let query = self.current_batch().and_then(|batch| self.item_query(self.items.get(*batch.first()?)?));
        let object = self.items.iter().find_map(|item| item.object(self.stage.role()));
        let limetype = query.map(|query| query.limetype()).or(object.map(|object| object.limetype.as_ref()));
        RequestContext { limetype, ..RequestContext::new(self.task.name(self.stage), self.task.effect(), None) }
    }

    fn next(&mut self, retry: &mut RetryState) -> Next {
        if self.complete {
            return Next::Complete;
        }
        let request = match self.task {
            BulkTask::Find | BulkTask::Lookup | BulkTask::ReadIds => {
                if self.batches.is_none() {
                    self.batches = Some(self.all_batches());
                }
                self.batch_request()
            }
            BulkTask::CreateJob => {
                self.job_items = self.next_job_items();
                self.job_request()
            }
            BulkTask::UploadData => self.upload_request(),
            BulkTask::AwaitJob => self.status_request(),
        };
        match request {
            Some(request) => Next::Send(request),
            None => {
                if !self.wait_for_ids(retry) {
                    self.next_task();
                }
                Next::Continue
            }
        }
    }

    fn apply_response(&mut self, retry: &mut RetryState, response: &Value<'_>) -> Applied {
        let applied = match self.task {
            BulkTask::Find | BulkTask::Lookup | BulkTask::ReadIds => {
                self.batch_matches(response).map(|matches| self.apply_matches(retry, matches))
            }
            BulkTask::CreateJob => self.apply_new_job(retry, response),
            BulkTask::UploadData => {
                self.apply_upload(retry, response);
                Ok(())
            }
            BulkTask::AwaitJob => self.apply_status(retry, response),
        };
        match applied {
            Ok(()) => Applied::Accepted,
            Err(why) => Applied::Unexpected(why),
        }
    }

    /// An empty job has no effect, so another one may be created. Whether the data of a job arrived is read from its
    /// status.
    fn recover_unknown(&mut self) {
        if self.task == BulkTask::UploadData {
            self.task = BulkTask::AwaitJob;
            self.polls = 0;
        }
    }

    fn handle_error_status(&mut self, retry: &mut RetryState, status: u16, message: Option<&str>) -> bool {
        if !(400..=499).contains(&status) || status == 401 {
            return false;
        }
        match self.task {
            BulkTask::CreateJob => self.handle_rejected_job(status, message),
            BulkTask::UploadData | BulkTask::AwaitJob if status == 404 => self.finish_job(retry, false),
            BulkTask::UploadData => {
                self.recover_unknown();
                self.rejection = Some(Rejection(message.unwrap_or_default().to_owned()));
            }
            // The object that the relation starts from was deleted meanwhile.
            BulkTask::Lookup if status == 404 && self.reads_relation() => {
                self.apply_matches(retry, vec![BatchMatch::Found(Vec::new())]);
            }
            BulkTask::Lookup | BulkTask::Find | BulkTask::ReadIds if !matches!(status, 403 | 404) => {
                return self.split_batches();
            }
            _ => return false,
        }
        true
    }

    fn recovers_conflicts(&self) -> bool {
        false
    }
}

read_struct!(BulkProtocol => "struct BulkProtocol" {
    options, link_type, items, fallbacks, stage, task, complete, lookup, has_bulk_import, job_items, has_data, polls;
    batches, job, rejection, job_message;
});
read_struct!(Item => "struct Item" {
    index, conversation, lookups, objects, ids, findings, created, is_fallback; last_job;
});
read_names!(Stage { Ulconversation = "ulconversation", Limeobject = "limeobject", Note = "note" });
read_names!(BulkTask {
    Find = "find",
    Lookup = "lookup",
    CreateJob = "create-job",
    UploadData = "upload-data",
    AwaitJob = "await-job",
    ReadIds = "read-ids",
});

impl FromValue for Rejection {
    fn blank() -> Self {
        Self(String::new())
    }

    fn read(&mut self, value: &Value<'_>) -> Result<(), Unreadable> {
        self.0.read(value)
    }
}
