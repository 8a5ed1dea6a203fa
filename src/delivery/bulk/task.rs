//! The tasks of a bulk delivery, and which comes next.
//!
//! ```text
//! find ulconversations → make a job for those that are missing → lookups → upload it → watch it → read their ids
//!   → find limeobjects of the ulconversations that existed → job for those that are missing → read their ids
//!   → job for the notes
//! ```

use serde::{Deserialize, Serialize};

use super::question::Told;
use super::{Because, BulkDelivery, Stage};
use crate::delivery::Existing;
use crate::delivery::errand::{Asked, Course, Errand, Next};
use crate::delivery::found::{is_last, not_found, several_looked_up, several_made};
use crate::preview::Lookup;
use crate::value::Value;

/// What a bulk delivery is about to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Task {
    /// Find what there is; `made`: after the job, what it made.
    Find {
        stage: Stage,
        made: bool,
    },
    Lookup {
        index: usize,
    },
    CreateJob {
        stage: Stage,
    },
    Upload {
        stage: Stage,
    },
    Watch {
        stage: Stage,
    },
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
    pub(super) const BEGIN: Self = Task::Find { stage: Stage::Conversation, made: false };

    /// The stable name, as callers see it.
    fn name(self) -> &'static str {
        match self {
            Task::Find { stage: Stage::Conversation, made: false } => "find-ulconversations",
            Task::Find { stage: Stage::Conversation, made: true } => "read-ulconversations",
            Task::Find { made: false, .. } => "find-limeobjects",
            Task::Find { made: true, .. } => "read-limeobjects",
            Task::Lookup { .. } => "lookup",
            Task::CreateJob { .. } => "create-bulk-import",
            Task::Upload { stage: Stage::Conversation } => "import-ulconversations",
            Task::Upload { stage: Stage::Limeobject } => "import-limeobjects",
            Task::Upload { stage: Stage::Note } => "import-notes",
            Task::Watch { .. } => "await-bulk-import",
            Task::Finished => "finished",
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
        let stage = match self.task {
            Task::CreateJob { stage } | Task::Upload { stage } | Task::Watch { stage } => Some(stage),
            _ => None,
        };
        let question = self.list().and_then(|list| self.question(self.rows.get(*list.first()?)?));
        let object = stage.and_then(|stage| self.rows.iter().find_map(|row| row.object(stage.role())));
        Asked {
            task: self.task.name(),
            writes: matches!(self.task, Task::CreateJob { .. } | Task::Upload { .. }),
            creates: matches!(self.task, Task::CreateJob { .. }),
            limetype: question.map(|question| question.limetype()).or(object.map(|object| object.limetype.as_ref())),
            ..Asked::default()
        }
    }

    fn next(&mut self) -> Next {
        let request = match self.task {
            Task::Find { .. } | Task::Lookup { .. } => {
                if self.questions.is_none() {
                    self.questions = Some(self.all_questions());
                }
                self.ask()
            }
            Task::CreateJob { stage } => {
                self.part = self.next_part(stage);
                self.new_job(stage)
            }
            Task::Upload { stage } => self.upload(stage),
            Task::Watch { .. } => self.watch(),
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
            Task::Find { .. } | Task::Lookup { .. } => self.tell(answer).map(|told| self.learn(told)),
            Task::CreateJob { stage } => self.job_made(stage, answer),
            Task::Upload { stage } => {
                self.uploaded(stage);
                Some(())
            }
            Task::Watch { stage } => self.watched(stage, answer),
            Task::Finished => None,
        }
        .is_some()
    }

    fn settle(&mut self) {
        // An empty job does nothing, so another one may be made; one that was given rows knows whether it has them.
        if let Task::Upload { stage } = self.task {
            self.task = Task::Watch { stage };
            self.looks = 0;
        }
    }

    fn overcome(&mut self, status: u16, said: Option<&str>) -> bool {
        if !(400..=499).contains(&status) || status == 401 {
            return false;
        }
        match self.task {
            Task::CreateJob { stage } => self.job_refused(stage, status, said),
            Task::Upload { stage } | Task::Watch { stage } if status == 404 => self.job_ended(stage, false),
            Task::Upload { stage } => {
                self.task = Task::Watch { stage };
                self.refusal = Some(said.unwrap_or("nothing").to_owned());
            }
            // Deleted in between.
            Task::Lookup { .. } if status == 404 && self.goes_through() => self.learn(vec![Told::Ids(Vec::new())]),
            Task::Lookup { .. } | Task::Find { .. } if !matches!(status, 403 | 404) => return self.ask_alone(),
            _ => return false,
        }
        true
    }
}

impl BulkDelivery {
    /// Goes on where there is nothing to ask any more.
    fn go_on(&mut self) {
        self.questions = None;
        self.task = match self.task {
            Task::Find { stage, made: false } => Task::CreateJob { stage },
            Task::Find { stage, made: true } => {
                self.set_missing_apart(stage);
                match stage {
                    Stage::Conversation => Task::Find { stage: Stage::Limeobject, made: false },
                    Stage::Limeobject | Stage::Note => Task::CreateJob { stage: Stage::Note },
                }
            }
            // The first job is made before the lookups: where there is no bulk import, they would be for nothing.
            Task::CreateJob { .. } if !self.looked_up => Task::Lookup { index: 0 },
            Task::CreateJob { stage: Stage::Note } => Task::Finished,
            Task::CreateJob { stage } => Task::Find { stage, made: true },
            Task::Lookup { index } if self.rows.iter().any(|row| row.lookups.len() > index + 1) => {
                Task::Lookup { index: index + 1 }
            }
            Task::Lookup { .. } => {
                self.looked_up = true;
                let stage = Stage::Conversation;
                if self.job.is_some() { Task::Upload { stage } } else { Task::CreateJob { stage } }
            }
            Task::Upload { stage } | Task::Watch { stage } => Task::CreateJob { stage },
            Task::Finished => Task::Finished,
        };
    }

    /// What the jobs did not write, as far as that can be read.
    fn set_missing_apart(&mut self, stage: Stage) {
        let missing = self.rows.iter().enumerate().filter(|(_, row)| row.ids.get(stage.role()).is_none());
        let missing: Vec<usize> = missing.map(|(at, _)| at).collect();
        let message = format!("The bulk import of {} did not write this one.", stage.many());
        self.set_apart(&missing, Because::NotWritten, &message);
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
        let keeps = self.options.existing == Existing::Keep && !self.options.only_if_changed;
        let Some(row) = self.rows.get_mut(at) else { return };
        let first = ids.first().copied();
        let several = first.filter(|_| ids.len() > 1);
        match self.task {
            Task::Lookup { index } => {
                let Some(lookup) = row.lookups.get(index) else { return };
                let (Lookup::ByProperty { role, .. } | Lookup::Through { role, .. }) = *lookup;
                let is_last = is_last(&row.lookups, index, role);
                if let (Some(id), Lookup::ByProperty { limetype, property, .. }) = (several, lookup) {
                    row.findings.push(several_looked_up(role, limetype, property, id));
                }
                match first {
                    Some(id) => row.ids.set(role, id),
                    None if is_last => row.findings.push(not_found(role)),
                    None => {}
                }
            }
            Task::Find { stage, made } => {
                let Some(id) = first else { return };
                row.ids.set(stage.role(), id);
                if let (Some(id), Some(limetype)) = (several, row.object(stage.role()).map(|found| &found.limetype)) {
                    row.findings.push(several_made(stage.role(), limetype, id));
                }
                match stage {
                    Stage::Conversation => row.fresh = made,
                    Stage::Limeobject => row.created = made,
                    Stage::Note => {}
                }
                if stage == Stage::Limeobject && !made && !keeps {
                    let message = "It has a limeobject already, which the options ask to compare with the preview.";
                    row.set_apart(Because::Exists, message.to_owned());
                }
            }
            _ => {}
        }
    }
}
