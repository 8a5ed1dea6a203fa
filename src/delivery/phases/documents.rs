//! The documents of the media files.

use serde::{Deserialize, Serialize};

use super::{Phase, PhaseInput, Step, Unexpected, first_id, id_query, new_id};
use crate::delivery::codes::TaskName;
use crate::delivery::dry_run_report::PlannedAction;
use crate::delivery::machine::{Effect, RequestContext};
use crate::delivery::receipt::StepOutcome;
use crate::delivery::request::{ApiRequest, Exp, Filter, integer, new_object};
use crate::delivery::session::Session;
use crate::json::value::Value;
use crate::model::finding::{Finding, FindingCode, finding};
use crate::model::property_names::MESSAGE_ID;
use crate::model::role::Role;

/// Uploads the media files one by one, and creates a document for each.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Documents {
    index: usize,
    /// Id of the uploaded file, until its document exists.
    file: Option<i64>,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum State {
    Find,
    Upload,
    Create,
}

impl Documents {
    pub(crate) fn new() -> Self {
        Self { index: 0, file: None, state: State::Find }
    }

    pub(crate) fn advance(&mut self, session: &mut Session, input: PhaseInput<'_>) -> Step<()> {
        match (self.state, input) {
            (State::Upload, PhaseInput::NoFile) => {
                self.add_step(session, StepOutcome::Skipped, None);
                self.next();
            }
            (State::Upload, PhaseInput::DryRun) => {
                session.report_document(self.index, PlannedAction::Create, None);
                self.next();
            }
            (state, input) => match (state, input.response()?) {
                (State::Find, Some(response)) => match first_id(response)? {
                    Some(id) if self.file.is_some() => self.complete(session, StepOutcome::Created, id),
                    Some(id) => {
                        session.report_document(self.index, PlannedAction::Keep, Some(id));
                        self.complete(session, StepOutcome::Found, id);
                    }
                    None => self.import(session),
                },
                (State::Find, None) if session.document(self.index).is_none() => return Ok(Some(())),
                (State::Find, None) => self.import(session),
                (State::Upload, Some(response)) => {
                    self.file = Some(file_id(response).ok_or(Unexpected)?);
                    self.state = State::Create;
                }
                (State::Upload, None) => self.state = State::Create,
                (State::Create, Some(response)) => self.complete(session, StepOutcome::Created, new_id(response)?),
                (State::Create, None) => self.next(),
            },
        }
        Ok(None)
    }

    /// Continues with the upload; with the document, where the file is uploaded already.
    fn import(&mut self, session: &mut Session) {
        let Some(document) = session.document(self.index) else { return };
        if document.values.get(MESSAGE_ID).is_none() {
            let message = format!(
                "The limetype \"{}\" has no property \"{MESSAGE_ID}\" (string, 256), so each send imports the file again.",
                document.limetype
            );
            session.add_finding(Finding {
                object: Some(Role::Document),
                ..finding(FindingCode::DocumentUnmarked, message)
            });
        }
        self.state = if self.file.is_some() { State::Create } else { State::Upload };
    }

    fn complete(&mut self, session: &mut Session, outcome: StepOutcome, id: i64) {
        session.ids.set(Role::Document, id);
        self.add_step(session, outcome, Some(id));
        self.next();
    }

    fn add_step(&self, session: &mut Session, outcome: StepOutcome, id: Option<i64>) {
        let limetype = session.document(self.index).map(|document| document.limetype.to_string());
        session.add_step(Role::Document, outcome, limetype, id);
    }

    fn next(&mut self) {
        *self = Self { index: self.index + 1, ..Self::new() };
    }

    /// JSON pointer to the link of the current file in the payload.
    pub(crate) fn file_source<'s>(&self, session: &'s Session) -> Option<&'s str> {
        Some(&session.document(self.index)?.file.as_ref()?.source)
    }
}

/// Id in the response to an upload.
fn file_id(response: &Value<'_>) -> Option<i64> {
    response.get("id").or_else(|| response.get("_id")).and_then(integer)
}

impl Phase for Documents {
    fn context<'s>(&self, session: &'s Session) -> RequestContext<'s> {
        let object = session.document(self.index);
        match self.state {
            State::Find => RequestContext::new(TaskName::FindDocument, Effect::Read, object),
            State::Upload => RequestContext::new(TaskName::UploadFile, Effect::Create, object),
            State::Create => RequestContext::new(TaskName::CreateDocument, Effect::Create, object),
        }
    }

    fn request(&self, session: &Session) -> Option<ApiRequest> {
        let document = session.document(self.index)?;
        match self.state {
            State::Find => {
                let filter = match (document.values.get(MESSAGE_ID), &document.file, self.file) {
                    (Some(id), ..) => Filter::is(MESSAGE_ID, Exp::Value(id)),
                    (None, Some(link), Some(id)) => Filter::is(&link.property, Exp::Id(id)),
                    _ => return None,
                };
                Some(id_query(&document.limetype, Some(filter), 1).request())
            }
            State::Upload => document.file.as_ref().map(ApiRequest::upload),
            State::Create => Some(ApiRequest::post(&document.limetype, new_object(document, &session.ids, self.file))),
        }
    }

    /// A file whose upload has an unknown outcome is uploaded again.
    fn recover_unknown(&mut self, _session: &Session) {
        if self.state == State::Create {
            self.state = State::Find;
        }
    }
}
