//! The delivery of one preview: its phases, and their order.
//!
//! ```text
//! lookups → target → ulconversation ─┬─ chosen limeobject: connection ─┬→ update → history → documents
//!                                    └─ find or create ⇄ connection  ──┘
//! ```

use crate::json::from_value::{FromValue, Unreadable, from_value, read_struct, read_variant, read_variant_members};
use serde::Serialize;

use super::action::FileResponse;
use super::candidates::rejects_query;
use super::codes::TaskName;
use super::dry_run_report::DryRunReport;
use super::error::DeliveryError;
use super::identity::{duplicates_possible, identify_note};
use super::machine::{Applied, Effect, Next, NoFile, Protocol, RequestContext, RetryState, Unexpected};
use super::options::DeliveryOptions;
use super::phases::{
    Connection, ConnectionOutput, Documents, FindOrCreate, History, LimeobjectOutput, Lookups, Phase, PhaseInput,
    Target, Ulconversation, Update, UpdateOutput,
};
use super::receipt::StepOutcome;
use super::relation::RelationOwner;
use super::request::ObjectIds;
use super::responses::object_id;
use super::session::Session;
use super::without_sources;
use crate::json::value::Value;
use crate::model::config::LinkType;
use crate::model::finding::{Finding, FindingCode, Severity, finding};
use crate::model::property_names::CONVERSATION_ID;
use crate::model::role::Role;
use crate::preview::Preview;
use crate::preview::link::link_to_limeobject;
use crate::text::texts;

/// What a delivery of one preview is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Send,
    Connect,
    DryRun,
}

/// The protocol that delivers one preview.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct PreviewProtocol {
    pub(super) session: Session,
    phase: CurrentPhase,
    complete: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum CurrentPhase {
    Lookups(Lookups),
    Target(Target),
    Ulconversation {
        phase: Ulconversation,
        /// Ulconversation that the chosen limeobject is connected to.
        connected_to: Option<i64>,
    },
    Limeobject(FindOrCreate),
    Connection(Connection),
    Update(Update),
    History(History),
    Documents(Documents),
}

enum Transition {
    To(CurrentPhase),
    Complete,
}

impl PreviewProtocol {
    pub(super) fn new(preview: Preview<'_>, options: DeliveryOptions, purpose: Purpose) -> Result<Self, DeliveryError> {
        let preview = preview.into_owned();
        let connect_only = purpose == Purpose::Connect;
        let link_type = preview.instance.map(|instance| instance.link_type).unwrap_or_default();
        let mut errors = preview.findings;
        errors.retain(|finding| finding.severity == Severity::Error);
        if !errors.is_empty() && !connect_only {
            return Err(DeliveryError::NotReady(errors));
        }
        if link_to_limeobject(LinkType::WebClient, &options.url, "any", 1).is_none() {
            return Err(DeliveryError::BadUrl(options.url));
        }
        if options.limeobject.map_or(connect_only, |id| id <= 0) {
            return Err(DeliveryError::NoLimeobject);
        }
        let mut objects = without_sources(preview.objects);
        identify_note(&mut objects, preview.conversation, options.send_id.as_deref());
        if !objects.iter().any(|object| object.role == Role::Limeobject) {
            return Err(DeliveryError::NothingToSend);
        }
        let mut session = Session {
            options,
            connect_only,
            link_type,
            lookups: preview.lookups,
            objects,
            ids: ObjectIds::default(),
            created: false,
            steps: Vec::new(),
            findings: Vec::new(),
            requests: 0,
            second: None,
            refused: false,
            dry_run: (purpose == Purpose::DryRun).then(DryRunReport::default),
        };
        let ulconversation = session.object(Role::Ulconversation);
        let is_findable = ulconversation.is_some() && session.relation_owner() != RelationOwner::Neither;
        let has_id = ulconversation.is_some_and(|object| object.values.get(CONVERSATION_ID).is_some());
        if session.options.limeobject.is_some() && !(is_findable && has_id) {
            return Err(DeliveryError::NotConnectable);
        }
        if !is_findable && !session.has_identity(Role::Limeobject) {
            let said = texts::not_findable();
            session.add_finding(Finding { object: Some(Role::Limeobject), ..finding(FindingCode::NotFindable, said) });
        }
        if purpose == Purpose::DryRun {
            session.findings.extend(duplicates_possible(&session.objects, session.options.settle_time));
        }
        let phase = if connect_only { CurrentPhase::Target(Target) } else { CurrentPhase::Lookups(Lookups::new()) };
        Ok(Self { session, phase, complete: false })
    }

    fn phase(&self) -> &dyn Phase {
        match &self.phase {
            CurrentPhase::Lookups(phase) => phase,
            CurrentPhase::Target(phase) => phase,
            CurrentPhase::Ulconversation { phase, .. } => phase,
            CurrentPhase::Limeobject(phase) => phase,
            CurrentPhase::Connection(phase) => phase,
            CurrentPhase::Update(phase) => phase,
            CurrentPhase::History(phase) => phase,
            CurrentPhase::Documents(phase) => phase,
        }
    }

    fn phase_mut(&mut self) -> (&mut dyn Phase, &Session) {
        let phase: &mut dyn Phase = match &mut self.phase {
            CurrentPhase::Lookups(phase) => phase,
            CurrentPhase::Target(phase) => phase,
            CurrentPhase::Ulconversation { phase, .. } => phase,
            CurrentPhase::Limeobject(phase) => phase,
            CurrentPhase::Connection(phase) => phase,
            CurrentPhase::Update(phase) => phase,
            CurrentPhase::History(phase) => phase,
            CurrentPhase::Documents(phase) => phase,
        };
        (phase, &self.session)
    }

    /// Passes the input to the current phase. When that is complete, its output decides on the next one.
    fn advance(&mut self, retry: &mut RetryState, input: PhaseInput<'_>) -> Result<Applied, Unexpected> {
        let steps = self.session.steps.len();
        let session = &mut self.session;
        let mut applied = Applied::Accepted;
        let transition = match &mut self.phase {
            CurrentPhase::Lookups(phase) => {
                phase.advance(session, input)?.map(|()| Transition::To(CurrentPhase::Target(Target)))
            }
            CurrentPhase::Target(phase) => phase.advance(session, input)?.map(|connected_to| {
                Transition::To(CurrentPhase::Ulconversation { phase: Ulconversation::Find, connected_to })
            }),
            CurrentPhase::Ulconversation { phase, connected_to } => {
                phase.advance(session, input)?.map(|existed| after_ulconversation(session, existed, *connected_to))
            }
            CurrentPhase::Limeobject(phase) => phase.advance(session, input)?.map(|output| match output {
                LimeobjectOutput::Found => after_found(session),
                LimeobjectOutput::Created => after_limeobject(session),
                LimeobjectOutput::Unconnected { newest } => {
                    Transition::To(CurrentPhase::Connection(Connection::to_limeobject(newest)))
                }
            }),
            CurrentPhase::Connection(phase) => phase.advance(session, input)?.map(|output| match output {
                ConnectionOutput::Connected => after_found(session),
                ConnectionOutput::Created => after_limeobject(session),
                ConnectionOutput::Released { newest } => {
                    applied =
                        Applied::Repeat("Another conversation was connected to the same limeobject at the same time");
                    Transition::To(CurrentPhase::Limeobject(FindOrCreate::again(newest)))
                }
            }),
            CurrentPhase::Update(phase) => phase.advance(session, input)?.map(|output| match output {
                UpdateOutput::Complete => after_limeobject(session),
                UpdateOutput::Deleted { id } => Transition::To(CurrentPhase::Limeobject(FindOrCreate::anew(id))),
            }),
            CurrentPhase::History(phase) => {
                phase.advance(session, input)?.map(|()| Transition::To(CurrentPhase::Documents(Documents::new())))
            }
            CurrentPhase::Documents(phase) => phase.advance(session, input)?.map(|()| Transition::Complete),
        };
        match transition {
            Some(Transition::To(phase)) => {
                self.phase = phase;
                retry.settling = None;
            }
            Some(Transition::Complete) => self.complete = true,
            None => {}
        }
        if self.session.steps.len() > steps {
            retry.reset();
            self.session.second = None;
            self.session.refused = false;
        }
        Ok(applied)
    }
}

fn after_ulconversation(session: &mut Session, existed: bool, connected_to: Option<i64>) -> Transition {
    if session.options.limeobject.is_none() {
        return Transition::To(CurrentPhase::Limeobject(FindOrCreate::new(session, existed)));
    }
    match Connection::to_target(session, existed, connected_to) {
        Some(connection) => Transition::To(CurrentPhase::Connection(connection)),
        None => after_found(session),
    }
}

/// The limeobject existed before this delivery.
fn after_found(session: &mut Session) -> Transition {
    session.complete(Role::Limeobject, StepOutcome::Found);
    if Update::is_needed(session) {
        Transition::To(CurrentPhase::Update(Update::Read))
    } else {
        after_limeobject(session)
    }
}

fn after_limeobject(session: &Session) -> Transition {
    if session.connect_only {
        Transition::Complete
    } else {
        Transition::To(CurrentPhase::History(History::new(session)))
    }
}

impl Protocol for PreviewProtocol {
    fn options(&self) -> &DeliveryOptions {
        &self.session.options
    }

    fn context(&self) -> RequestContext<'_> {
        self.phase().context(&self.session)
    }

    fn next(&mut self, retry: &mut RetryState) -> Next {
        if self.complete {
            return Next::Complete;
        }
        if let CurrentPhase::Documents(phase) = &mut self.phase {
            match phase.fetch(&self.session) {
                Some(_) if self.session.is_dry_run() => {
                    self.complete |= self.advance(retry, PhaseInput::DryRun).is_err();
                    return Next::Continue;
                }
                Some(file) => return Next::Fetch(file),
                None => {}
            }
        }
        let input = match self.phase().request(&self.session) {
            Some(_) if self.session.is_dry_run() && self.context().effect.writes() => PhaseInput::DryRun,
            Some(request) => {
                self.session.requests = self.session.requests.saturating_add(1);
                if let CurrentPhase::Documents(phase) = &mut self.phase {
                    phase.sent();
                }
                return Next::Send(request);
            }
            None => PhaseInput::NoRequest,
        };
        // Every phase accepts these two inputs in every state.
        self.complete |= self.advance(retry, input).is_err();
        Next::Continue
    }

    fn apply_response(&mut self, retry: &mut RetryState, response: &Value<'_>) -> Applied {
        if retry.created_before
            && self.context().effect == Effect::Create
            && let Ok(id) = object_id(response, "")
        {
            self.session.second = Some(id);
            self.recover_unknown();
            return Applied::CreatedAgain;
        }
        self.advance(retry, PhaseInput::Response(response)).unwrap_or_else(Applied::Unexpected)
    }

    fn accept_second(&mut self, retry: &mut RetryState) -> bool {
        let Some(id) = self.session.second.take() else { return false };
        let created = Value::Object(vec![("_id".into(), Value::Integer(id))]);
        self.advance(retry, PhaseInput::Response(&created)).is_ok()
    }

    fn recover_unknown(&mut self) {
        let (phase, session) = self.phase_mut();
        phase.recover_unknown(session);
    }

    fn recover_refused(&mut self, is_ours: bool) {
        self.session.refused = !is_ours;
        self.recover_unknown();
    }

    fn handle_error_status(&mut self, retry: &mut RetryState, status: u16, _message: Option<&str>) -> bool {
        if let CurrentPhase::Lookups(lookups) = &self.phase
            && rejects_query(status)
        {
            return lookups.search_one_value(&mut self.session);
        }
        // A file that is too large for Lime CRM is left out, as one that is too large for the delivery.
        if status == 413 && self.context().task == TaskName::UploadFile {
            self.skip_file(retry, NoFile::unavailable(texts::file_refused(), false));
            return true;
        }
        status == 404 && self.advance(retry, PhaseInput::NotFound).is_ok()
    }

    fn recovers_conflicts(&self) -> bool {
        true
    }

    fn apply_file(&mut self, response: &FileResponse<'_>) -> Result<(), NoFile> {
        let CurrentPhase::Documents(phase) = &mut self.phase else { return Ok(()) };
        phase.apply_file(&self.session, response)
    }

    fn skip_file(&mut self, retry: &mut RetryState, file: NoFile) {
        let CurrentPhase::Documents(phase) = &self.phase else { return };
        phase.report_missing(&mut self.session, &file);
        _ = self.advance(retry, PhaseInput::NoFile);
    }
}

read_struct!(PreviewProtocol => "struct PreviewProtocol" { session, phase, complete; ; });

impl FromValue for CurrentPhase {
    fn blank() -> Self {
        Self::Target(Target)
    }

    fn read(&mut self, value: &Value<'_>) -> Result<(), Unreadable> {
        let names =
            &["lookups", "target", "ulconversation", "limeobject", "connection", "update", "history", "documents"];
        let (variant, content) = read_variant(value, "enum CurrentPhase", names)?;
        *self = match variant {
            0 => Self::Lookups(from_value(content)?),
            1 => Self::Target(from_value(content)?),
            2 => read_variant_members!(
                content,
                "struct variant CurrentPhase::Ulconversation",
                CurrentPhase::Ulconversation { phase; connected_to }
            )?,
            3 => Self::Limeobject(from_value(content)?),
            4 => Self::Connection(from_value(content)?),
            5 => Self::Update(from_value(content)?),
            6 => Self::History(from_value(content)?),
            _ => Self::Documents(from_value(content)?),
        };
        Ok(())
    }
}
