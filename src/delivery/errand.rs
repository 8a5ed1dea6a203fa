//! One request after the other: the loop that whatever asks Lime CRM has in common.

use serde::{Deserialize, Serialize};

use super::answer::{Input, answered, interrupted};
use super::receipt::{Action, DeliveryFailure};
use super::request::ApiRequest;
use crate::json::value::Value;
use crate::preview::{Limeobject, Role};

/// Where a task stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Phase {
    Ready,
    /// Its request went out; what came of it is unknown until an answer is fed.
    Sent,
    Waiting {
        milliseconds: u64,
        reason: String,
    },
}

/// How an errand stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Course {
    pub(super) phase: Phase,
    #[serde(skip)]
    pub(super) failure: Option<DeliveryFailure>,
    /// How often the step was tried that is not done yet. Who takes an errand up has fresh attempts.
    #[serde(skip)]
    pub(super) attempts: u32,
}

impl Course {
    pub(super) fn begin() -> Self {
        Self { phase: Phase::Ready, failure: None, attempts: 0 }
    }

    pub(super) fn wait(&mut self, milliseconds: u64, reason: String) {
        self.phase = Phase::Waiting { milliseconds, reason };
    }

    /// After a failure: the same step again, with fresh attempts.
    pub(super) fn retry(&mut self) {
        if self.failure.take().is_some() {
            self.attempts = 0;
            self.phase = Phase::Ready;
        }
    }
}

/// What a task asks.
#[derive(Default)]
pub(super) struct Asked<'a> {
    /// The task's name.
    pub(super) task: &'static str,
    /// It changes something in Lime CRM.
    pub(super) writes: bool,
    /// It makes something new, and the answer says its id.
    pub(super) creates: bool,
    pub(super) limetype: Option<&'a str>,
    pub(super) role: Option<Role>,
    pub(super) object: Option<&'a Limeobject<'static>>,
    /// The limeobject that the caller named, and that is asked for.
    pub(super) named: Option<i64>,
}

/// What comes next.
pub(super) enum Next {
    Send(ApiRequest),
    /// There was nothing to ask.
    Skipped,
    Over,
}

/// What asks Lime CRM one thing after the other: it knows what is asked and what an answer means. When to ask, and what to
/// do about trouble, is the same for all: the functions below.
pub(super) trait Errand {
    fn course(&mut self) -> &mut Course;
    /// How often one step is tried.
    fn attempts(&self) -> u32;
    fn asked(&self) -> Asked<'_>;
    fn next(&mut self) -> Next;
    /// Takes the answer of the task and goes on; false when the answer is none to it.
    fn take(&mut self, answer: &Value<'_>) -> bool;
    /// What came of the request is unknown: goes to what finds it out.
    fn settle(&mut self);
    /// True where a status beyond 299 is no failure; then it has gone on. `said` are Lime CRM's words.
    fn overcome(&mut self, status: u16, said: Option<&str>) -> bool;
    /// True when a 409 may mean that somebody else made it just now.
    fn may_be_there(&mut self) -> bool {
        false
    }
    /// Why what was just taken has to be tried again.
    fn collided(&mut self) -> Option<&'static str> {
        None
    }
    /// The file of an upload could not be had.
    fn no_file(&mut self, _why: &str, _temporary: bool, _jitter: f64) {}
}

/// None: it is over.
pub(super) fn poll(errand: &mut dyn Errand) -> Option<Action> {
    loop {
        if let Some(failure) = &errand.course().failure {
            return Some(Action::Failed { failure: failure.clone() });
        }
        match errand.course().phase.clone() {
            Phase::Waiting { milliseconds, reason } => {
                return Some(Action::Wait { task: errand.asked().task, milliseconds, reason });
            }
            Phase::Sent => {
                errand.settle();
                errand.course().phase = Phase::Ready;
            }
            Phase::Ready => {}
        }
        let Asked { task, writes, .. } = errand.asked();
        match errand.next() {
            Next::Send(request) => {
                errand.course().phase = Phase::Sent;
                return Some(Action::Send { task, writes, request });
            }
            Next::Skipped => {}
            Next::Over => return None,
        }
    }
}

/// What does not fit the last action is left alone.
pub(super) fn feed(errand: &mut dyn Errand, input: Input<'_>, jitter: f64) {
    match (&errand.course().phase, input) {
        (Phase::Waiting { .. }, Input::WaitElapsed) => errand.course().phase = Phase::Ready,
        (Phase::Sent, Input::Response(answer)) => answered(errand, &answer, jitter),
        (Phase::Sent, Input::NetworkError(why)) => interrupted(errand, why, None, jitter),
        (Phase::Sent, Input::FileUnavailable { why, temporary }) => errand.no_file(why, temporary, jitter),
        _ => {}
    }
}
