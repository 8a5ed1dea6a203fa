//! The documents of the media files.

use crate::json::from_value::{read_names, read_struct};
use serde::Serialize;

use super::{FEW, Phase, PhaseInput, Step, Unexpected, found_ids, id_query, new_id};
use crate::delivery::action::{FileRequest, FileResponse};
use crate::delivery::codes::TaskName;
use crate::delivery::dry_run_report::PlannedAction;
use crate::delivery::file_content::{contradiction, promises_no_text};
use crate::delivery::identity::same_identity;
use crate::delivery::machine::{Effect, NoFile, RequestContext};
use crate::delivery::options::DeliveryOptions;
use crate::delivery::query::{Exp, Filter};
use crate::delivery::receipt::StepOutcome;
use crate::delivery::request::{ApiRequest, FileUpload, new_object};
use crate::delivery::responses;
use crate::delivery::session::Session;
use crate::json::value::Value;
use crate::model::finding::{Finding, FindingCode, finding};
use crate::model::media::{about_media, check_link, resolve, shown_link, unusable_media, upgraded_media};
use crate::model::property_names::MESSAGE_ID;
use crate::model::role::Role;
use crate::preview::FileLink;
use crate::text::file_name::{disposition_name, from_latin1};
use crate::text::said::Said;
use crate::text::texts;

/// Uploads the media files one by one, and creates a document for each.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Documents {
    index: usize,
    /// Id of the uploaded file, until its document exists.
    file: Option<i64>,
    state: State,
    /// Where the host of the file redirected to.
    #[serde(skip)]
    redirect: Option<Redirect>,
    /// The file that was fetched, until its upload is sent. Another process, and another attempt, fetch it again.
    #[serde(skip)]
    fetched: Option<FileUpload>,
}

#[derive(Debug, Clone, PartialEq)]
struct Redirect {
    url: String,
    /// Number of redirects so far.
    count: u32,
}

/// Number of redirects that are followed. Storages redirect to a signed address.
const MAX_REDIRECTS: u32 = 3;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
enum State {
    Find,
    Fetch,
    Upload,
    Create,
}

impl Documents {
    pub(crate) fn new() -> Self {
        Self { index: 0, file: None, state: State::Find, redirect: None, fetched: None }
    }

    pub(crate) fn advance(&mut self, session: &mut Session, input: PhaseInput<'_>) -> Step<()> {
        match (self.state, input) {
            (State::Fetch | State::Upload, PhaseInput::NoFile) => {
                self.add_step(session, StepOutcome::Skipped, None);
                self.next();
            }
            (State::Fetch, PhaseInput::DryRun) => {
                session.report_document(self.index, PlannedAction::Create, None);
                self.next();
            }
            (state, input) => match (state, input.response()?) {
                (State::Find, Some(response)) => {
                    let ids = found_ids(response, self.filter(session).as_ref())?;
                    let is_created = self.file.is_some() && !session.refused;
                    match session.oldest(Role::Document, ids, is_created) {
                        Some(id) if is_created => self.complete(session, StepOutcome::Created, id),
                        Some(id) => {
                            session.report_document(self.index, PlannedAction::Keep, Some(id));
                            self.complete(session, StepOutcome::Found, id);
                        }
                        None => self.import(session),
                    }
                }
                (State::Find, None) if session.document(self.index).is_none() => return Ok(Some(())),
                (State::Find, None) => self.import(session),
                (State::Upload, Some(response)) => {
                    self.file = Some(file_id(response)?);
                    self.state = State::Create;
                }
                // An upload that failed begins with fetching the file again.
                (State::Upload, None) => self.state = State::Fetch,
                (State::Fetch, _) => return Err(Unexpected::Input),
                (State::Create, Some(response)) => self.complete(session, StepOutcome::Created, new_id(response)?),
                (State::Create, None) => self.next(),
            },
        }
        Ok(None)
    }

    /// Continues with fetching the file; with the document, where the file is uploaded already; with the next document, where
    /// the link may not be fetched.
    fn import(&mut self, session: &mut Session) {
        let Some(document) = session.document(self.index) else { return };
        let link = document.file.as_ref();
        match link.map(|link| check_link(&link.url, &session.options.media_hosts)) {
            Some(Err(why)) => {
                self.report_missing(session, &NoFile::refused(why));
                self.add_step(session, StepOutcome::Skipped, None);
                return self.next();
            }
            Some(Ok(checked)) if checked.upgraded => {
                let finding = link.map(|link| upgraded_media(&link.url, Some(&link.source)));
                finding.into_iter().for_each(|finding| session.add_finding(finding));
            }
            _ => {}
        }
        let Some(document) = session.document(self.index) else { return };
        if document.values.get(MESSAGE_ID).is_none() {
            let said = texts::document_unmarked(&document.limetype, MESSAGE_ID);
            session
                .add_finding(Finding { object: Some(Role::Document), ..finding(FindingCode::DocumentUnmarked, said) });
        }
        self.state = if self.file.is_some() { State::Create } else { State::Fetch };
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

    /// The file to fetch now; none while another task is current.
    pub(crate) fn fetch(&self, session: &Session) -> Option<FileRequest> {
        if self.state != State::Fetch {
            return None;
        }
        let options = &session.options;
        let url = match &self.redirect {
            Some(redirect) => redirect.url.clone(),
            None => check_link(&self.link(session)?.url, &options.media_hosts).ok()?.url,
        };
        Some(FileRequest { url, max_bytes: options.max_file_bytes, timeout: options.file_timeout })
    }

    /// Continues with the upload, or with the address of a redirect.
    pub(crate) fn apply_file(&mut self, session: &Session, response: &FileResponse<'_>) -> Result<(), NoFile> {
        let (Some(asked), Some(link)) = (self.fetch(session), self.link(session)) else { return Ok(()) };
        let DeliveryOptions { media_hosts, max_file_bytes, .. } = &session.options;
        let redirected = |url: &str, why: &Said| NoFile::refused(texts::redirected(&shown_link(url), why));
        if let Some(url) = response.url {
            let checked = check_link(url, media_hosts).map_err(|why| redirected(url, &why))?;
            if checked.upgraded {
                return Err(redirected(url, &texts::link_not_https()));
            }
        }
        match (response.status, response.location) {
            (200..=299, _) => {}
            (301 | 302 | 303 | 307 | 308, Some(location)) => {
                let count = self.redirect.as_ref().map_or(1, |redirect| redirect.count + 1);
                if count > MAX_REDIRECTS {
                    return Err(NoFile::unavailable(texts::redirected_often(MAX_REDIRECTS as usize), false));
                }
                let url = resolve(&asked.url, &from_latin1(location));
                let url = check_link(&url, media_hosts).map_err(|why| redirected(&url, &why))?.url;
                self.redirect = Some(Redirect { url, count });
                return Ok(());
            }
            (status, _) => {
                let has_expired = matches!(status, 401 | 403 | 404 | 410);
                let why = if has_expired { texts::link_expired } else { texts::host_answered };
                return Err(NoFile::unavailable(why(status.into()), matches!(status, 408 | 429 | 500..)));
            }
        }
        let length = response.content_length.unwrap_or_default().max(response.start.len() as u64);
        if length > u64::from(*max_file_bytes) {
            return Err(NoFile::too_large(*max_file_bytes));
        }
        let named = response.content_disposition.and_then(disposition_name);
        let is_named = named.is_some();
        let name = named.unwrap_or_else(|| link.name.to_string());
        let contradicts = |name: &str| contradiction(name, is_named, response.content_type, response.start);
        // A page in place of the file that the link promises may have a name of its own.
        let in_place = |name: &str| contradicts(name).filter(|_| promises_no_text(name));
        if let Some(why) = contradicts(&name).or_else(|| in_place(&link.name)) {
            return Err(NoFile::unavailable(why, false));
        }
        self.fetched = Some(FileUpload::new(name, response.content_type));
        self.state = State::Upload;
        Ok(())
    }

    /// The upload is sent, with the whole content of the file.
    pub(crate) fn sent(&mut self) {
        self.fetched = None;
    }

    /// Adds the finding about a file that becomes no document.
    pub(crate) fn report_missing(&self, session: &mut Session, file: &NoFile) {
        let Some(link) = self.link(session) else { return };
        let finding = if file.code == FindingCode::MediaUnusable {
            unusable_media(&link.url, &file.why, Some(&link.source))
        } else {
            let said = texts::file_unavailable(&shown_link(&link.url), &file.why);
            about_media(file.code, said, Some(&link.source))
        };
        session.add_finding(finding);
    }

    /// Filter for the document.
    fn filter<'s>(&self, session: &'s Session) -> Option<Filter<'s>> {
        let document = session.document(self.index)?;
        match (same_identity(document), &document.file, self.file) {
            (Some(filter), ..) => Some(filter),
            (None, Some(link), Some(id)) => Some(Filter::is(&link.property, Exp::Id(id))),
            _ => None,
        }
    }

    fn link<'s>(&self, session: &'s Session) -> Option<&'s FileLink<'static>> {
        session.document(self.index)?.file.as_ref()
    }
}

/// Id in the response to an upload.
fn file_id(response: &Value<'_>) -> Result<i64, Unexpected> {
    responses::id(response.get("id").or_else(|| response.get("_id")), "", "id")
}

impl Phase for Documents {
    fn context<'s>(&self, session: &'s Session) -> RequestContext<'s> {
        let object = session.document(self.index);
        match self.state {
            State::Find => RequestContext::new(TaskName::FindDocument, Effect::Read, object),
            State::Fetch => RequestContext::new(TaskName::FetchFile, Effect::Read, object),
            State::Upload => RequestContext::new(TaskName::UploadFile, Effect::Prepare, object),
            State::Create => RequestContext::new(TaskName::CreateDocument, Effect::Create, object),
        }
    }

    fn request(&self, session: &Session) -> Option<ApiRequest> {
        let document = session.document(self.index)?;
        match self.state {
            State::Find => Some(id_query(&document.limetype, Some(self.filter(session)?), FEW).request()),
            State::Fetch => None,
            State::Upload => self.fetched.clone().map(ApiRequest::upload),
            State::Create => Some(ApiRequest::post(&document.limetype, new_object(document, &session.ids, self.file))),
        }
    }

    /// A file whose upload has an unknown outcome is fetched and uploaded again, from the address of its link: that of a redirect
    /// may have expired.
    fn recover_unknown(&mut self, _session: &Session) {
        self.redirect = None;
        match self.state {
            State::Create => self.state = State::Find,
            State::Upload => self.state = State::Fetch,
            State::Find | State::Fetch => {}
        }
    }
}

read_struct!(Documents => "struct Documents" { index, state; file; redirect, fetched });
read_names!(State { Find = "Find", Fetch = "Fetch", Upload = "Upload", Create = "Create" });
