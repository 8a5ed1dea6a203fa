//! The tasks of a bulk delivery, and which comes next.
//!
//! ```text
//! find ulconversations → make a job for those that are missing → lookups → upload it → watch it → read their ids
//!   → find limeobjects of the ulconversations that existed → job for those that are missing → read their ids
//!   → job for the notes
//! ```

use serde::{Deserialize, Serialize};

use super::question::Told;
use super::{BulkDelivery, FallbackReason, Stage};
use crate::delivery::UpdatePolicy;
use crate::delivery::errand::{Asked, Course, Errand, Next};
use crate::delivery::found::{is_last, not_found, several_looked_up, several_made};
use crate::json::value::Value;
use crate::preview::Lookup;

/// What a bulk delivery is about to do, in its stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Task {
    /// Find what there is.
    Find,
    /// Find what the lookups ask for.
    Lookup,
    /// Make an empty job.
    CreateJob,
    /// Give it its rows.
    Upload,
    /// See how it stands.
    Watch,
    /// Find what the jobs made.
    Read,
    Finished,
}

impl Stage {
    /// What its jobs make.
    pub(super) fn many(self) -> &'static str {
        match self {
            Stage::Conversation => "ulconversations",
            Stage::Limeobject => "limeobjects",
            Stage::Note => "history notes",
        }
    }
}

impl Task {
    /// The stable name, as callers see it.
    fn name(self, stage: Stage) -> &'static str {
        match (self, stage) {
            (Task::Find, Stage::Conversation) => "find-ulconversations",
            (Task::Find, _) => "find-limeobjects",
            (Task::Lookup, _) => "lookup",
            (Task::CreateJob, _) => "create-bulk-import",
            (Task::Upload, Stage::Conversation) => "import-ulconversations",
            (Task::Upload, Stage::Limeobject) => "import-limeobjects",
            (Task::Upload, Stage::Note) => "import-notes",
            (Task::Watch, _) => "await-bulk-import",
            (Task::Read, Stage::Conversation) => "read-ulconversations",
            (Task::Read, _) => "read-limeobjects",
            (Task::Finished, _) => "finished",
        }
    }
}

impl Errand for BulkDelivery {
    fn course(&mut self) -> &mut Course {
        &mut self.course
    }

    fn attempts(&self) -> u32 {
        self.options.attempts
    }

    fn asked(&self) -> Asked<'_> {
        let question = self.list().and_then(|list| self.question(self.rows.get(*list.first()?)?));
        let object = self.rows.iter().find_map(|row| row.object(self.stage.role()));
        Asked {
            task: self.task.name(self.stage),
            writes: matches!(self.task, Task::CreateJob | Task::Upload),
            creates: self.task == Task::CreateJob,
            limetype: question.map(|question| question.limetype()).or(object.map(|object| object.limetype.as_ref())),
            ..Asked::default()
        }
    }

    fn next(&mut self) -> Next {
        let request = match self.task {
            Task::Find | Task::Lookup | Task::Read => {
                if self.questions.is_none() {
                    self.questions = Some(self.all_questions());
                }
                self.ask()
            }
            Task::CreateJob => {
                self.part = self.next_part();
                self.new_job()
            }
            Task::Upload => self.upload(),
            Task::Watch => self.watch(),
            Task::Finished => return Next::Over,
        };
        match request {
            Some(request) => Next::Send(request),
            None => {
                self.go_on();
                Next::Skipped
            }
        }
    }

    fn take(&mut self, answer: &Value<'_>) -> bool {
        match self.task {
            Task::Find | Task::Lookup | Task::Read => self.tell(answer).map(|told| self.learn(told)),
            Task::CreateJob => self.job_made(answer),
            Task::Upload => {
                self.uploaded();
                Some(())
            }
            Task::Watch => self.watched(answer),
            Task::Finished => None,
        }
        .is_some()
    }

    fn settle(&mut self) {
        // An empty job does nothing, so another one may be made; one that was given rows knows whether it has them.
        if self.task == Task::Upload {
            self.task = Task::Watch;
            self.looks = 0;
        }
    }

    fn overcome(&mut self, status: u16, said: Option<&str>) -> bool {
        if !(400..=499).contains(&status) || status == 401 {
            return false;
        }
        match self.task {
            Task::CreateJob => self.job_refused(status, said),
            Task::Upload | Task::Watch if status == 404 => self.job_ended(false),
            Task::Upload => {
                self.settle();
                self.refusal = Some(said.unwrap_or("nothing").to_owned());
            }
            // Deleted in between.
            Task::Lookup if status == 404 && self.goes_through() => self.learn(vec![Told::Ids(Vec::new())]),
            Task::Lookup | Task::Find | Task::Read if !matches!(status, 403 | 404) => return self.ask_alone(),
            _ => return false,
        }
        true
    }
}

impl BulkDelivery {
    /// Goes on where there is nothing to ask any more.
    fn go_on(&mut self) {
        self.questions = None;
        (self.stage, self.task) = match (self.stage, self.task) {
            (stage, Task::Find | Task::Upload | Task::Watch) => (stage, Task::CreateJob),
            // The first job is made before the lookups: where there is no bulk import, they would be for nothing.
            (stage, Task::CreateJob) if self.is_looking_up() => (stage, Task::Lookup),
            (Stage::Note, Task::CreateJob) => (Stage::Note, Task::Finished),
            (stage, Task::CreateJob) => (stage, Task::Read),
            (stage, Task::Lookup) => {
                self.lookup += 1;
                let next = if self.job.is_some() { Task::Upload } else { Task::CreateJob };
                (stage, if self.is_looking_up() { Task::Lookup } else { next })
            }
            (stage, Task::Read) => {
                self.set_missing_apart();
                if stage == Stage::Conversation {
                    (Stage::Limeobject, Task::Find)
                } else {
                    (Stage::Note, Task::CreateJob)
                }
            }
            finished @ (_, Task::Finished) => finished,
        };
    }

    pub(super) fn is_looking_up(&self) -> bool {
        self.rows.iter().any(|row| row.lookups.len() > self.lookup)
    }

    /// What the jobs did not write, as far as that can be read.
    fn set_missing_apart(&mut self) {
        let role = self.stage.role();
        let missing: Vec<usize> =
            (0..).zip(&self.rows).filter(|(_, row)| row.ids.get(role).is_none()).map(|(at, _)| at).collect();
        let message = format!("The bulk import of {} did not write this one.", self.stage.many());
        self.set_apart(&missing, FallbackReason::NotWritten, &message);
    }

    /// Takes what was found for the rows that are asked for now.
    pub(super) fn learn(&mut self, told: Vec<Told>) {
        let list = self.questions.as_mut().and_then(Vec::pop).unwrap_or_default();
        self.course.attempts = 0;
        let mut learned = Vec::new();
        let (mut again, mut alone) = (Vec::new(), Vec::new());
        for (at, told) in list.into_iter().zip(told) {
            match told {
                Told::Ids(ids) => learned.push((self.alike(at), ids)),
                Told::Again => again.push(at),
                Told::Alone => alone.push(vec![at]),
            }
        }
        let open = self.questions.get_or_insert_default();
        open.extend(alone);
        open.extend(Some(again).filter(|again| !again.is_empty()));
        for (rows, ids) in learned {
            for at in rows {
                self.note_down(at, &ids);
            }
        }
    }

    /// The rows for which the same is asked as for this one.
    fn alike(&self, at: usize) -> Vec<usize> {
        let asked = self.rows.get(at).and_then(|row| self.question(row));
        let rows = self.rows.iter().enumerate();
        rows.filter(|(_, row)| asked.is_some() && self.question(row) == asked).map(|(at, _)| at).collect()
    }

    fn note_down(&mut self, at: usize, ids: &[i64]) {
        let Some(row) = self.rows.get_mut(at) else { return };
        let first = ids.first().copied();
        let several = first.filter(|_| ids.len() > 1);
        if self.task == Task::Lookup {
            let Some(lookup) = row.lookups.get(self.lookup) else { return };
            let (Lookup::ByProperty { role, .. } | Lookup::Through { role, .. }) = *lookup;
            let is_last = is_last(&row.lookups, self.lookup, role);
            if let (Some(id), Lookup::ByProperty { limetype, property, .. }) = (several, lookup) {
                row.findings.push(several_looked_up(role, limetype, property, id));
            }
            match first {
                Some(id) => row.ids.set(role, id),
                None if is_last => row.findings.push(not_found(role)),
                None => {}
            }
            return;
        }
        let (Some(id), role) = (first, self.stage.role()) else { return };
        row.ids.set(role, id);
        if let (Some(id), Some(limetype)) = (several, row.object(role).map(|found| &found.limetype)) {
            row.findings.push(several_made(role, limetype, id));
        }
        if self.stage == Stage::Limeobject {
            row.created = self.task == Task::Read;
            if !row.created && (self.options.existing != UpdatePolicy::Keep || self.options.only_if_changed) {
                let message = "It has a limeobject already, which the options ask to compare with the preview.";
                self.set_apart(&[at], FallbackReason::Exists, message);
            }
        }
    }
}
