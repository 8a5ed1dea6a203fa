//! The tasks of a delivery: what each asks, what its answer means, and which comes next.
//!
//! ```text
//! lookups → [the limeobject that the caller names] → find ulconversation → [create it]
//!   → find the limeobject through it → create it [→ connect the two → verify], or [read it → update it] → [connect]
//!   → newest note → create the note → for each file: find the document → upload → create it
//! ```

use serde::{Deserialize, Serialize};

use super::compare::{same, same_text};
use super::found::{
    Tie, first_id, is_last, limetype_looked_in, not_found, objects, related, several_looked_up, several_made, text_of,
};
use super::receipt::{FoundObject, PlannedAction, PlannedChange, ReceiptStep, StepOutcome, ValueDifference};
use super::request::{ApiRequest, Exp, Filter, Query, id_of, integer, new_object};
use super::{Delivery, DeliveryMode, UpdatePolicy};
use crate::json::value::Value;
use crate::model::finding::{Finding, FindingCode, finding};
use crate::model::property_names::{CONVERSATION_ID, MESSAGE_ID, NOTE};
use crate::preview::{Fields, FileLink, Limeobject, Lookup, PropertyValue, Role};

/// What a delivery is about to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Task {
    Lookup { index: usize },
    ReadTarget,
    FindConversation,
    CreateConversation,
    ReadConversation,
    FindLimeobject,
    NewestLimeobject,
    CreateLimeobject,
    FindCandidates,
    CheckCandidate,
    ClaimCandidate,
    ReadLimeobject,
    UpdateLimeobject,
    Connect,
    VerifyConnection,
    Leave,
    NewestNote,
    CreateNote,
    FindNote,
    FindDocument { index: usize },
    UploadFile { index: usize },
    CreateDocument { index: usize },
    Finished,
}

impl Task {
    /// The stable name, as callers see it. A read that settles a write has the name of what it is for.
    pub(super) fn name(self) -> &'static str {
        match self {
            Task::Lookup { .. } => "lookup",
            Task::ReadTarget | Task::ReadLimeobject => "read-limeobject",
            Task::FindConversation => "find-ulconversation",
            Task::CreateConversation => "create-ulconversation",
            Task::ReadConversation => "read-ulconversation",
            Task::FindLimeobject => "find-limeobject",
            Task::NewestLimeobject => "newest-limeobject",
            Task::CreateLimeobject => "create-limeobject",
            Task::FindCandidates | Task::CheckCandidate | Task::ClaimCandidate => "settle-limeobject",
            Task::UpdateLimeobject => "update-limeobject",
            Task::Connect => "connect",
            Task::VerifyConnection => "verify-connection",
            Task::Leave => "leave-limeobject",
            Task::NewestNote => "newest-note",
            Task::CreateNote => "create-note",
            Task::FindNote => "settle-note",
            Task::FindDocument { .. } => "find-document",
            Task::UploadFile { .. } => "upload-file",
            Task::CreateDocument { .. } => "create-document",
            Task::Finished => "finished",
        }
    }

    /// True when its request changes something in Lime CRM.
    pub(super) fn writes(self) -> bool {
        self.creates() || matches!(self, Task::UpdateLimeobject | Task::Connect | Task::Leave)
    }

    /// True when its request makes something new, and the answer says its id.
    pub(super) fn creates(self) -> bool {
        matches!(
            self,
            Task::CreateConversation
                | Task::CreateLimeobject
                | Task::CreateNote
                | Task::UploadFile { .. }
                | Task::CreateDocument { .. }
        )
    }

    pub(super) fn uploads(self) -> bool {
        matches!(self, Task::UploadFile { .. })
    }

    pub(super) fn names_limeobject(self) -> bool {
        self == Task::ReadTarget
    }

    /// The object that it is about.
    pub(super) fn role(self) -> Option<Role> {
        match self {
            Task::Lookup { .. } | Task::Finished => None,
            Task::FindConversation
            | Task::CreateConversation
            | Task::ReadConversation
            | Task::ClaimCandidate
            | Task::VerifyConnection
            | Task::Leave => Some(Role::Ulconversation),
            Task::ReadTarget
            | Task::FindLimeobject
            | Task::NewestLimeobject
            | Task::CreateLimeobject
            | Task::FindCandidates
            | Task::CheckCandidate
            | Task::ReadLimeobject
            | Task::UpdateLimeobject
            | Task::Connect => Some(Role::Limeobject),
            Task::NewestNote | Task::CreateNote | Task::FindNote => Some(Role::History),
            Task::FindDocument { .. } | Task::UploadFile { .. } | Task::CreateDocument { .. } => Some(Role::Document),
        }
    }
}

/// How many objects are looked at in one go.
const PAGE: u32 = 50;

impl Delivery {
    fn tie(&self) -> Tie<'_> {
        Tie::of(&self.objects)
    }

    /// Whether a later send can find the limeobject again.
    pub(super) fn is_findable(&self) -> bool {
        self.object(Role::Ulconversation).is_some() && !matches!(self.tie(), Tie::None)
    }

    fn is_dry(&self) -> bool {
        self.options.goal == DeliveryMode::DryRun
    }

    fn document(&self, index: usize) -> Option<&Limeobject<'static>> {
        self.objects.iter().filter(|object| object.role == Role::Document).nth(index)
    }

    /// The file of the document that the task is about.
    pub(super) fn file(&self) -> Option<&FileLink<'static>> {
        match self.task {
            Task::UploadFile { index } => self.document(index)?.file.as_ref(),
            _ => None,
        }
    }

    /// The limetype that the task is about.
    pub(super) fn limetype(&self) -> Option<&str> {
        match self.task {
            Task::Lookup { index } => match self.lookups.get(index)? {
                Lookup::ByProperty { limetype, .. } => Some(limetype),
                Lookup::Through { through, .. } => limetype_looked_in(&self.lookups, *through),
            },
            task => Some(&self.object(task.role()?)?.limetype),
        }
    }

    /// The request of the task; none when there is nothing to ask.
    pub(super) fn request(&self) -> Option<ApiRequest> {
        let limetype = self.limetype()?;
        let ids = &self.ids;
        let create =
            |role: Role| self.object(role).map(|object| ApiRequest::post(limetype, new_object(object, ids, None)));
        match self.task {
            Task::Lookup { index } => self.look_up(index),
            Task::ReadTarget => self.options.limeobject.map(|id| ApiRequest::object(limetype, id)),
            Task::FindConversation => {
                let id = self.object(Role::Ulconversation)?.values.get(CONVERSATION_ID)?;
                let filter = Filter::is(CONVERSATION_ID, Exp::Value(id));
                Some(Query::new(limetype, &["_id"], Some(filter), 2).request())
            }
            Task::CreateConversation => create(Role::Ulconversation),
            Task::ReadConversation => Some(ApiRequest::object(limetype, ids.ulconversation?)),
            Task::FindLimeobject => {
                let Tie::OfLimeobject(name) = self.tie() else { return None };
                let filter = Filter::is(name, Exp::Id(ids.ulconversation?));
                Some(Query::new(limetype, &["_id"], Some(filter), 2).request())
            }
            Task::NewestLimeobject if self.is_dry() => None,
            Task::NewestLimeobject => Some(Query::new(limetype, &["_id"], None, 1).newest_first().request()),
            Task::CreateLimeobject => create(Role::Limeobject),
            Task::FindCandidates => {
                let filter = Filter::newer_than(self.memory.newest);
                Some(Query::new(limetype, &["_id"], Some(filter), PAGE).request())
            }
            Task::CheckCandidate => Some(ApiRequest::object(limetype, *self.memory.candidates.first()?)),
            Task::ClaimCandidate => {
                let Tie::OfConversation(name) = self.tie() else { return None };
                let filter = Filter::is(name, Exp::Id(*self.memory.candidates.first()?));
                Some(Query::new(limetype, &["_id"], Some(filter), 1).request())
            }
            Task::ReadLimeobject => Some(ApiRequest::object(limetype, ids.limeobject?)),
            Task::UpdateLimeobject => {
                Some(ApiRequest::put(limetype, ids.limeobject?, serde_json::to_string(&self.memory.changes).ok()?))
            }
            Task::Connect => {
                let (of, name, to) = match self.tie() {
                    Tie::OfLimeobject(name) => (Role::Limeobject, name, Role::Ulconversation),
                    Tie::OfConversation(name) => (Role::Ulconversation, name, Role::Limeobject),
                    Tie::None => return None,
                };
                // In a dry run the other end may not be there yet; its request is never sent.
                let to = ids.get(to).or(self.is_dry().then_some(0))?;
                let mut change = Fields::new();
                change.set(name, PropertyValue::Integer(to));
                Some(ApiRequest::put(&self.object(of)?.limetype, ids.get(of)?, serde_json::to_string(&change).ok()?))
            }
            Task::VerifyConnection => {
                let Tie::OfConversation(name) = self.tie() else { return None };
                let filter = Filter::is(name, Exp::Id(ids.limeobject?));
                Some(Query::new(limetype, &["_id"], Some(filter), 2).request())
            }
            Task::Leave => {
                let Tie::OfConversation(name) = self.tie() else { return None };
                let mut change = Fields::new();
                change.set(name, PropertyValue::Null);
                Some(ApiRequest::put(limetype, ids.ulconversation?, serde_json::to_string(&change).ok()?))
            }
            Task::NewestNote => {
                let needed = self.ids.limeobject.is_some() && (!self.created || self.note_relation().is_none());
                let filter = Filter::all(self.note_filter());
                needed.then(|| Query::new(limetype, &["_id", NOTE], filter, 1).newest_first().request())
            }
            Task::CreateNote => create(Role::History),
            Task::FindNote => {
                let newer = Filter::newer_than(self.memory.newest);
                let filter = Filter::all(self.note_filter().into_iter().chain([newer]));
                Some(Query::new(limetype, &["_id", NOTE], filter, PAGE).request())
            }
            Task::FindDocument { index } => {
                let document = self.document(index)?;
                let filter = match (document.values.get(MESSAGE_ID), &document.file, self.memory.file) {
                    (Some(id), ..) => Filter::is(MESSAGE_ID, Exp::Value(id)),
                    (None, Some(file), Some(id)) => Filter::is(&file.property, Exp::Id(id)),
                    _ => return None,
                };
                Some(Query::new(limetype, &["_id"], Some(filter), 1).request())
            }
            Task::UploadFile { index } => self.document(index)?.file.as_ref().map(ApiRequest::upload),
            Task::CreateDocument { index } => {
                Some(ApiRequest::post(limetype, new_object(self.document(index)?, ids, self.memory.file)))
            }
            Task::Finished => None,
        }
    }

    fn look_up(&self, index: usize) -> Option<ApiRequest> {
        if self.options.goal == DeliveryMode::Connect {
            return None;
        }
        match self.lookups.get(index)? {
            Lookup::ByProperty { role, limetype, property, value, .. } => {
                let filter = Filter::is(property, Exp::Value(value));
                let open = self.ids.get(*role).is_none();
                open.then(|| Query::new(limetype, &["_id"], Some(filter), 2).request())
            }
            Lookup::Through { role, through, .. } => {
                let id = self.ids.get(*through).filter(|_| self.ids.get(*role).is_none())?;
                Some(ApiRequest::object(limetype_looked_in(&self.lookups, *through)?, id))
            }
        }
    }

    fn note_relation(&self) -> Option<&str> {
        let relations = &self.object(Role::History)?.relations;
        relations.iter().find(|(_, role)| **role == Role::Limeobject).map(|(name, _)| name)
    }

    fn note_filter(&self) -> Option<Filter<'_>> {
        Some(Filter::is(self.note_relation()?, Exp::Id(self.ids.limeobject?)))
    }

    /// True when the note that Lime CRM has says the same as ours.
    fn is_our_note(&self, read: &Value<'_>) -> bool {
        let ours = match self.object(Role::History).and_then(|note| note.values.get(NOTE)) {
            Some(PropertyValue::Text(text)) => text.as_ref(),
            _ => "",
        };
        same_text(ours, read.get(NOTE).and_then(Value::as_text).unwrap_or_default())
    }

    /// Goes on where there is nothing to ask.
    pub(super) fn skip(&mut self) {
        self.task = match self.task {
            Task::Lookup { index } if index + 1 < self.lookups.len() && self.options.goal != DeliveryMode::Connect => {
                Task::Lookup { index: index + 1 }
            }
            Task::Lookup { .. } => Task::ReadTarget,
            Task::ReadTarget => Task::FindConversation,
            Task::FindConversation | Task::CreateConversation => self.after_conversation(false),
            Task::ReadConversation | Task::FindLimeobject | Task::NewestLimeobject => Task::CreateLimeobject,
            Task::FindCandidates | Task::CheckCandidate => Task::CreateLimeobject,
            Task::ClaimCandidate => Task::Connect,
            Task::CreateLimeobject
            | Task::ReadLimeobject
            | Task::UpdateLimeobject
            | Task::Connect
            | Task::VerifyConnection => self.after_limeobject(),
            Task::Leave => Task::FindCandidates,
            Task::NewestNote => {
                self.memory.newest = 0;
                Task::CreateNote
            }
            Task::CreateNote | Task::FindNote => Task::FindDocument { index: 0 },
            Task::FindDocument { index } => match self.document(index) {
                Some(_) => self.not_imported(index),
                None => Task::Finished,
            },
            Task::UploadFile { index } => Task::CreateDocument { index },
            Task::CreateDocument { index } => Task::FindDocument { index: index + 1 },
            Task::Finished => Task::Finished,
        };
    }

    /// Where a write whose outcome is unknown is settled by reading; a read, and a change, which may be made twice, are
    /// just asked again.
    pub(super) fn after_unknown(&self) -> Task {
        match self.task {
            Task::CreateConversation => Task::FindConversation,
            Task::CreateLimeobject => match self.tie() {
                Tie::OfLimeobject(_) => Task::FindLimeobject,
                Tie::OfConversation(_) | Tie::None => Task::FindCandidates,
            },
            Task::CreateNote => Task::FindNote,
            Task::CreateDocument { index } => Task::FindDocument { index },
            other => other,
        }
    }

    /// What a 404 means where the object may have been deleted in between; false when it means something else.
    pub(super) fn gone(&mut self) -> bool {
        match self.task {
            Task::Lookup { index } if matches!(self.lookups.get(index), Some(Lookup::Through { .. })) => {
                self.taken(&Value::Null);
            }
            Task::CheckCandidate => self.drop_candidate(),
            Task::ReadLimeobject => {
                self.ids.limeobject = None;
                self.task = Task::NewestLimeobject;
            }
            _ => return false,
        }
        true
    }

    /// Takes the answer of the task and goes on; none when the answer is none to it.
    pub(super) fn taken(&mut self, answer: &Value<'_>) -> Option<()> {
        self.task = match self.task {
            Task::Lookup { index } => {
                self.looked_up(index, answer)?;
                self.skip();
                return Some(());
            }
            Task::ReadTarget => {
                self.ids.limeobject = self.options.limeobject;
                self.memory.tied_to = self.linked(answer, |tie| matches!(tie, Tie::OfLimeobject(_)));
                Task::FindConversation
            }
            Task::FindConversation => match self.first_of(answer, Role::Ulconversation)? {
                Some(id) => {
                    self.ids.ulconversation = Some(id);
                    self.done(Role::Ulconversation, StepOutcome::Found);
                    self.foresee_object(Role::Ulconversation, PlannedAction::Keep, None, Vec::new());
                    self.after_conversation(true)
                }
                None => Task::CreateConversation,
            },
            Task::CreateConversation => {
                self.ids.ulconversation = Some(id_of(answer)?);
                self.done(Role::Ulconversation, StepOutcome::Created);
                self.after_conversation(false)
            }
            Task::ReadConversation => {
                let linked = self.linked(answer, |tie| matches!(tie, Tie::OfConversation(_)));
                match (self.options.limeobject, linked) {
                    (Some(target), linked) => self.connect_to(target, linked),
                    (None, Some(linked)) => {
                        self.ids.limeobject = Some(linked);
                        self.found_limeobject()
                    }
                    (None, None) => Task::NewestLimeobject,
                }
            }
            Task::FindLimeobject => match self.first_of(answer, Role::Limeobject)? {
                Some(id) => {
                    self.ids.limeobject = Some(id);
                    self.found_limeobject()
                }
                None => Task::CreateLimeobject,
            },
            Task::NewestLimeobject => {
                self.memory.newest = first_id(answer)?.unwrap_or(0);
                Task::CreateLimeobject
            }
            Task::CreateLimeobject => {
                let id = id_of(answer)?;
                self.made_limeobject(id)
            }
            Task::FindCandidates => {
                let found: Vec<i64> = objects(answer)?.iter().filter_map(id_of).collect();
                self.memory.candidates = found;
                if self.memory.candidates.is_empty() { Task::CreateLimeobject } else { Task::CheckCandidate }
            }
            Task::CheckCandidate => {
                let is_ours = self.differences(Role::Limeobject, answer).is_empty();
                match (is_ours, self.tie()) {
                    (false, _) => {
                        self.drop_candidate();
                        return Some(());
                    }
                    (true, Tie::OfConversation(_)) => Task::ClaimCandidate,
                    (true, _) => self.adopt_candidate()?,
                }
            }
            Task::ClaimCandidate => {
                if first_id(answer)?.is_some() {
                    self.drop_candidate();
                    return Some(());
                }
                self.adopt_candidate()?
            }
            Task::ReadLimeobject => {
                id_of(answer)?;
                self.compare_limeobject(answer)
            }
            Task::UpdateLimeobject => {
                self.done(Role::Limeobject, StepOutcome::Updated);
                self.after_limeobject()
            }
            Task::Connect if self.memory.asked_to_create => Task::VerifyConnection,
            Task::Connect => {
                self.done(Role::Ulconversation, StepOutcome::Connected);
                self.found_limeobject()
            }
            Task::VerifyConnection => {
                if objects(answer)?.iter().any(|claim| id_of(claim) != self.ids.ulconversation) {
                    Task::Leave
                } else {
                    self.created = true;
                    self.done(Role::Limeobject, StepOutcome::Created);
                    self.done(Role::Ulconversation, StepOutcome::Connected);
                    self.after_limeobject()
                }
            }
            Task::Leave => {
                self.ids.limeobject = None;
                self.memory.collided = true;
                Task::FindCandidates
            }
            Task::NewestNote => {
                let newest = objects(answer)?.first();
                self.memory.newest = newest.and_then(id_of).unwrap_or(0);
                match newest {
                    Some(note) if self.options.only_if_changed && self.is_our_note(note) => self.keep_note(),
                    _ => Task::CreateNote,
                }
            }
            Task::CreateNote => {
                self.ids.history = Some(id_of(answer)?);
                self.done(Role::History, StepOutcome::Created);
                Task::FindDocument { index: 0 }
            }
            Task::FindNote => match objects(answer)?.iter().find(|note| self.is_our_note(note)).and_then(id_of) {
                Some(id) => {
                    self.ids.history = Some(id);
                    self.done(Role::History, StepOutcome::Created);
                    Task::FindDocument { index: 0 }
                }
                None => Task::CreateNote,
            },
            Task::FindDocument { index } => match first_id(answer)? {
                Some(id) => {
                    // With a file already there, this settles our own creation.
                    let outcome = if self.memory.file.is_some() { StepOutcome::Created } else { StepOutcome::Found };
                    self.document_done(id, outcome, index)
                }
                None => self.not_imported(index),
            },
            Task::UploadFile { index } => {
                self.memory.file = Some(answer.get("id").or_else(|| answer.get("_id")).and_then(integer)?);
                Task::CreateDocument { index }
            }
            Task::CreateDocument { index } => {
                let id = id_of(answer)?;
                self.document_done(id, StepOutcome::Created, index)
            }
            Task::Finished => Task::Finished,
        };
        Some(())
    }

    fn looked_up(&mut self, index: usize, answer: &Value<'_>) -> Option<()> {
        let (role, limetype, id) = match self.lookups.get(index)?.clone() {
            Lookup::ByProperty { role, limetype, property, .. } => {
                let found = objects(answer)?;
                let id = found.first().and_then(id_of);
                if let (Some(id), true) = (id, found.len() > 1) {
                    self.say(several_looked_up(role, &limetype, &property, id));
                }
                (role, Some(limetype.into_owned()), id)
            }
            Lookup::Through { role, through, property } => {
                let descriptive = text_of(answer, "_descriptive");
                let known = self.forecast.found.iter_mut().find(|found| found.role == through);
                if let Some(found) = known {
                    found.descriptive = descriptive;
                }
                (role, None, answer.get(&property).and_then(related))
            }
        };
        let is_last = is_last(&self.lookups, index, role);
        if let Some(id) = id {
            self.ids.set(role, id);
            self.forecast.found.push(FoundObject { role, id, limetype: limetype.clone(), descriptive: None });
            self.step(role, StepOutcome::Found, limetype, Some(id));
        } else if is_last {
            self.say(not_found(role));
            self.step(role, StepOutcome::NotFound, limetype, None);
        }
        Some(())
    }

    /// The first object of an answer, with a warning when there are more.
    #[expect(clippy::option_option, reason = "no answer, or an answer without an object")]
    fn first_of(&mut self, answer: &Value<'_>, role: Role) -> Option<Option<i64>> {
        let found = objects(answer)?;
        let id = found.first().and_then(id_of);
        if let (Some(id), true) = (id, found.len() > 1) {
            let limetype = self.object(role).map(|object| object.limetype.clone()).unwrap_or_default();
            self.say(several_made(role, &limetype, id));
        }
        Some(id)
    }

    /// What the relation between the two points at, when `answer` is the object that has it.
    fn linked(&self, answer: &Value<'_>, is_here: impl Fn(&Tie<'_>) -> bool) -> Option<i64> {
        match self.tie() {
            tie if !is_here(&tie) => None,
            Tie::OfLimeobject(name) | Tie::OfConversation(name) => answer.get(name).and_then(related),
            Tie::None => None,
        }
    }

    fn after_conversation(&mut self, existed: bool) -> Task {
        let target = self.options.limeobject;
        match (self.tie(), target) {
            (Tie::OfConversation(_), _) if existed => Task::ReadConversation,
            // It was made with the relation in it.
            (Tie::OfConversation(_), Some(_)) => self.found_limeobject(),
            (Tie::OfLimeobject(_), Some(_)) => {
                let tied_to = self.memory.tied_to;
                self.connect_unless(tied_to == self.ids.ulconversation && tied_to.is_some(), tied_to)
            }
            (Tie::OfLimeobject(_), None) if existed => Task::FindLimeobject,
            (Tie::OfLimeobject(_), None) => Task::CreateLimeobject,
            (Tie::None, Some(_)) => self.found_limeobject(),
            (_, None) => Task::NewestLimeobject,
        }
    }

    /// The conversation is tied to `linked` and is to be tied to `target`.
    fn connect_to(&mut self, target: i64, linked: Option<i64>) -> Task {
        self.connect_unless(linked == Some(target), linked)
    }

    fn connect_unless(&mut self, is_tied: bool, other: Option<i64>) -> Task {
        if is_tied {
            return self.found_limeobject();
        }
        if let Some(other) = other {
            let message = match self.tie() {
                Tie::OfLimeobject(_) => {
                    format!("The limeobject was connected to another conversation before (ulconversation {other}).")
                }
                _ => format!("The conversation was connected to another limeobject before (id {other})."),
            };
            self.say(Finding { object: Some(Role::Limeobject), ..finding(FindingCode::Reconnected, message) });
        }
        Task::Connect
    }

    /// The limeobject exists. It may be the one that this delivery asked for without hearing the answer.
    fn found_limeobject(&mut self) -> Task {
        if self.memory.asked_to_create {
            self.created = true;
            self.done(Role::Limeobject, StepOutcome::Created);
            return self.after_limeobject();
        }
        self.done(Role::Limeobject, StepOutcome::Found);
        let reads = self.is_dry() || self.options.existing != UpdatePolicy::Keep;
        if reads && self.options.goal != DeliveryMode::Connect { Task::ReadLimeobject } else { self.after_limeobject() }
    }

    /// Where the ulconversation belongs to it, nothing in a new limeobject says whose it is. Another delivery that did not
    /// hear of its own, which has the same values, may take it. So: connect, then look who else did; whoever sees
    /// another leaves, and looks again. Limeobjects with the same values may be exchanged, but each has one conversation.
    fn made_limeobject(&mut self, id: i64) -> Task {
        self.ids.limeobject = Some(id);
        if let Tie::OfConversation(_) = self.tie() {
            return Task::Connect;
        }
        self.created = true;
        self.done(Role::Limeobject, StepOutcome::Created);
        self.after_limeobject()
    }

    fn after_limeobject(&self) -> Task {
        if self.options.goal == DeliveryMode::Connect { Task::Finished } else { Task::NewestNote }
    }

    fn drop_candidate(&mut self) {
        if !self.memory.candidates.is_empty() {
            self.memory.newest = self.memory.candidates.remove(0);
        }
        self.task = if self.memory.candidates.is_empty() { Task::FindCandidates } else { Task::CheckCandidate };
    }

    fn adopt_candidate(&mut self) -> Option<Task> {
        let id = *self.memory.candidates.first()?;
        self.memory.candidates.clear();
        Some(self.made_limeobject(id))
    }

    /// The values and relations of an object that are not what Lime CRM answers.
    fn differences(&self, role: Role, answer: &Value<'_>) -> Vec<(String, PropertyValue<'static>)> {
        let Some(object) = self.object(role) else { return Vec::new() };
        let nothing = Value::Null;
        let now = |name: &str| answer.get(name).unwrap_or(&nothing);
        let values = object.values.iter().filter(|(name, sent)| !same(sent, now(name)));
        let values = values.map(|(name, sent)| (name.to_owned(), sent.clone()));
        let relations = object.relations.iter().filter(|(_, role)| **role != Role::Ulconversation);
        let relations = relations.filter_map(|(name, role)| {
            let id = self.ids.get(*role)?;
            (related(now(name)) != Some(id)).then(|| (name.to_owned(), PropertyValue::Integer(id)))
        });
        values.chain(relations).collect()
    }

    fn compare_limeobject(&mut self, answer: &Value<'_>) -> Task {
        let mut changes = Fields::new();
        let mut differences = Vec::new();
        for (property, preview) in self.differences(Role::Limeobject, answer) {
            let now = answer.get(&property).unwrap_or(&Value::Null);
            let is_empty = now.is_empty() || now.get("key").is_some_and(Value::is_empty);
            let written = match self.options.existing {
                UpdatePolicy::Keep => false,
                UpdatePolicy::Fill => is_empty,
                UpdatePolicy::Overwrite => true,
            };
            if written {
                changes.set(property.clone(), preview.clone());
            }
            differences.push(ValueDifference { property, now: now.clone().into_owned(), preview, written });
        }
        let kind = if changes.is_empty() { PlannedAction::Keep } else { PlannedAction::Update };
        self.foresee_object(Role::Limeobject, kind, text_of(answer, "_descriptive"), differences);
        self.memory.changes = changes;
        if kind == PlannedAction::Update { Task::UpdateLimeobject } else { self.after_limeobject() }
    }

    fn keep_note(&mut self) -> Task {
        self.ids.history = Some(self.memory.newest);
        let message = "The newest history note of the limeobject says the same already, so no new one is written.";
        self.say(Finding { object: Some(Role::History), ..finding(FindingCode::NoteUnchanged, message) });
        self.done(Role::History, StepOutcome::Skipped);
        self.foresee_object(Role::History, PlannedAction::Keep, None, Vec::new());
        Task::FindDocument { index: 0 }
    }

    /// The document is not in Lime CRM yet.
    fn not_imported(&mut self, index: usize) -> Task {
        let Some(document) = self.document(index) else { return Task::Finished };
        if document.values.get(MESSAGE_ID).is_none() {
            let message = format!(
                "The limetype \"{}\" has no property \"{MESSAGE_ID}\" (string, 256), so each send imports the file again.",
                document.limetype
            );
            self.say(Finding { object: Some(Role::Document), ..finding(FindingCode::DocumentUnmarked, message) });
        }
        if self.memory.file.is_some() { Task::CreateDocument { index } } else { Task::UploadFile { index } }
    }

    fn document_done(&mut self, id: i64, outcome: StepOutcome, index: usize) -> Task {
        self.memory.file = None;
        self.ids.set(Role::Document, id);
        let limetype = self.document(index).map(|document| document.limetype.to_string());
        if outcome == StepOutcome::Found {
            self.foresee_document(index, PlannedAction::Keep, Some(id));
        }
        self.step(Role::Document, outcome, limetype, Some(id));
        Task::FindDocument { index: index + 1 }
    }

    /// Goes on to the next document without this one.
    pub(super) fn leave_document_out(&mut self) {
        let Task::UploadFile { index } = self.task else { return };
        let limetype = self.document(index).map(|document| document.limetype.to_string());
        self.step(Role::Document, StepOutcome::Skipped, limetype, None);
        self.task = Task::FindDocument { index: index + 1 };
    }

    fn done(&mut self, role: Role, outcome: StepOutcome) {
        let limetype = self.object(role).map(|object| object.limetype.to_string());
        let id = self.ids.get(role);
        self.step(role, outcome, limetype, id);
    }

    /// Something is done: what comes now has fresh attempts.
    fn step(&mut self, role: Role, outcome: StepOutcome, limetype: Option<String>, id: Option<i64>) {
        self.steps.push(ReceiptStep { role, outcome, limetype, id, requests: self.requests });
        self.requests = 0;
        self.course.attempts = 0;
        self.memory.conflict = false;
    }

    /// Dry run: notes what the task would write, and goes on as if it had.
    pub(super) fn foresee(&mut self) {
        match self.task {
            Task::CreateConversation => {
                self.foresee_object(Role::Ulconversation, PlannedAction::Create, None, Vec::new());
            }
            Task::CreateLimeobject => self.foresee_object(Role::Limeobject, PlannedAction::Create, None, Vec::new()),
            Task::CreateNote => self.foresee_object(Role::History, PlannedAction::Create, None, Vec::new()),
            Task::UploadFile { index } => {
                self.foresee_document(index, PlannedAction::Create, None);
                self.task = Task::FindDocument { index: index + 1 };
                return;
            }
            Task::Connect => {
                let known = self.forecast.objects.iter_mut().find(|change| change.role == Role::Ulconversation);
                if let Some(change) = known.filter(|change| change.action == PlannedAction::Keep) {
                    change.action = PlannedAction::Update;
                }
                // Only an existing limeobject is still to be looked at.
                if self.ids.limeobject.is_some() {
                    self.task = self.found_limeobject();
                    return;
                }
            }
            _ => {}
        }
        self.skip();
    }

    fn foresee_object(
        &mut self,
        role: Role,
        action: PlannedAction,
        descriptive: Option<String>,
        differences: Vec<ValueDifference>,
    ) {
        if !self.is_dry() {
            return;
        }
        let Some(limetype) = self.object(role).map(|object| object.limetype.to_string()) else { return };
        let id = self.ids.get(role).filter(|_| action != PlannedAction::Create);
        let url = id.and_then(|_| self.link(role));
        self.forecast.objects.push(PlannedChange { role, limetype, action, id, url, descriptive, differences });
    }

    fn foresee_document(&mut self, index: usize, action: PlannedAction, id: Option<i64>) {
        if !self.is_dry() {
            return;
        }
        let Some(limetype) = self.document(index).map(|document| document.limetype.to_string()) else { return };
        let change = PlannedChange {
            role: Role::Document,
            limetype,
            action,
            id,
            url: None,
            descriptive: None,
            differences: Vec::new(),
        };
        self.forecast.objects.push(change);
    }
}
