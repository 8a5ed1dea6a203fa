//! Many previews at once, through the package limepkg-mbeku-bulk-import of Lime CRM.

mod choice;
mod job;
mod question;
mod report;
mod task;

use serde::{Deserialize, Serialize};

pub use self::report::{BulkFallback, BulkReceipt, BulkReport, FallbackReason};
use self::task::Task;
use super::answer::Input;
use super::errand::{Course, feed, poll};
use super::receipt::Action;
use super::request::ObjectIds;
use super::{DeliveryError, DeliveryMode, DeliveryOptions, STATE_VERSION};
use crate::model::config::LinkType;
use crate::model::finding::Finding;
use crate::preview::link::link_to_limeobject;
use crate::preview::{Limeobject, Lookup, Preview, Role};

/// Many previews of one instance on their way into Lime CRM, without clock, network and randomness. It is used as a
/// [`Delivery`](crate::Delivery) is, and keeps the same promises; [`Action::Report`] ends it.
///
/// Ulconversations, limeobjects and history notes go as **jobs** of limepkg-mbeku-bulk-import, each with many of them.
/// What can't go that way, or did not, is named in the report, to be delivered one by one: also all of them, when the Lime
/// CRM has no such package. **Bulk import skips Lime CRM's automations and webhooks.**
///
/// A job is made empty, and is kept in the state before anything is sent to it. It takes data once, so what was sent to it
/// without hearing an answer is settled by asking how it stands.
///
/// ```
/// use userlike_limeobject::{Action, ApiResponse, FallbackReason, BulkDelivery, DeliveryOptions, Input, Mapper, HttpMethod, ApiRequest};
///
/// // Yours asks Lime CRM. This one knows nobody, and has no bulk import.
/// fn send(request: &ApiRequest) -> (u16, &'static [u8]) {
///     match request.method {
///         HttpMethod::Get => (200, br#"{ "objects": [] }"#),
///         _ => (404, br#"{ "message": "not found" }"#),
///     }
/// }
///
/// let config = br#"{ "instances": [ { "limetype": "helpdesk", "relationConversation": "ulconversation" } ] }"#;
/// let mapper = Mapper::new(config, None)?;
/// let previews = vec![mapper.preview(br#"{ "id": 1 }"#, None)?, mapper.preview(br#"{ "id": 2 }"#, None)?];
/// let mut delivery = BulkDelivery::new(previews, DeliveryOptions::to("https://lime.example.com/app"))?;
/// let report = loop {
///     match delivery.poll() {
///         Action::Send { request, .. } => {
///             let (status, body) = send(&request);
///             delivery.feed(Input::Response(ApiResponse { status, retry_after: None, body }), 0.5);
///         }
///         Action::Wait { .. } => delivery.feed(Input::WaitElapsed, 0.5), // when that time has passed
///         Action::Report { report } => break report,
///         Action::Failed { failure } => return Err(failure.message.into()),
///         Action::Done { .. } | Action::DryRun { .. } => unreachable!("these end a Delivery"),
///     }
/// };
/// assert!(report.fallbacks.iter().all(|one| one.reason == FallbackReason::NoBulkImport));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BulkDelivery {
    version: u32,
    options: DeliveryOptions,
    link_type: LinkType,
    rows: Vec<Row>,
    fallbacks: Vec<BulkFallback>,
    stage: Stage,
    task: Task,
    /// The place of the lookups that are asked for, in the list of each row; behind its end all are done.
    lookup: usize,
    #[serde(rename = "phase")]
    course: Course,
    /// What the task has yet to ask: the rows of each question. None: it has not begun.
    questions: Option<Vec<Vec<usize>>>,
    /// Lime CRM has taken a job before, so the package is there.
    has_bulk_import: bool,
    /// The job that is under way, and the rows that are in it.
    job: Option<String>,
    part: Vec<usize>,
    /// The job is known to have its data.
    has_data: bool,
    /// Lime CRM's words, when it refused the data of the job.
    refusal: Option<String>,
    /// How often the job was looked at, and was still at work, or did not have its data yet.
    looks: u32,
}

/// A preview in bulk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Row {
    /// Its place among the previews.
    index: usize,
    conversation: i64,
    lookups: Vec<Lookup<'static>>,
    objects: Vec<Limeobject<'static>>,
    ids: ObjectIds,
    findings: Vec<Finding<'static>>,
    /// The last stage whose job it was in.
    asked: Option<Stage>,
    /// Its limeobject was made here.
    created: bool,
    /// It goes one by one after all.
    apart: bool,
}

/// What one kind of job makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Stage {
    Conversation,
    Limeobject,
    Note,
}

impl Stage {
    fn role(self) -> Role {
        match self {
            Stage::Conversation => Role::Ulconversation,
            Stage::Limeobject => Role::Limeobject,
            Stage::Note => Role::History,
        }
    }
}

impl Row {
    fn object(&self, role: Role) -> Option<&Limeobject<'static>> {
        self.objects.iter().find(|object| object.role == role)
    }
}

impl BulkDelivery {
    /// The most previews of one bulk delivery.
    pub const MAX_PREVIEWS: usize = 1000;

    /// Begins to deliver previews. Those that can't go in bulk are named in the report; it is not an error.
    ///
    /// # Errors
    /// When there are more than [`MAX_PREVIEWS`](Self::MAX_PREVIEWS), or an option is unusable: the goal can only be
    /// [`DeliveryMode::Send`], without a limeobject to deliver into.
    pub fn new(previews: Vec<Preview<'_>>, options: DeliveryOptions) -> Result<Self, DeliveryError> {
        if previews.len() > Self::MAX_PREVIEWS {
            return Err(DeliveryError::TooMany(previews.len()));
        }
        if options.goal != DeliveryMode::Send || options.limeobject.is_some() {
            return Err(DeliveryError::NotInBulk);
        }
        if link_to_limeobject(LinkType::WebClient, &options.url, "any", 1).is_none() {
            return Err(DeliveryError::BadUrl(options.url));
        }
        let choice::Choice { link_type, rows, fallbacks } = choice::choose(previews);
        Ok(Self {
            version: STATE_VERSION,
            options,
            link_type,
            rows,
            fallbacks,
            stage: Stage::Conversation,
            task: Task::Find,
            lookup: 0,
            course: Course::begin(),
            questions: None,
            has_bulk_import: false,
            job: None,
            part: Vec::new(),
            has_data: false,
            refusal: None,
            looks: 0,
        })
    }

    /// Takes up a delivery from the text that [`state`](Self::state) gave, at the step where it was, also after a failure.
    ///
    /// # Errors
    /// When the text is no such state.
    pub fn resume(state: &str) -> Result<Self, DeliveryError> {
        let delivery: Self = serde_json::from_str(state).map_err(|error| DeliveryError::BadState(error.to_string()))?;
        if delivery.version != STATE_VERSION {
            return Err(DeliveryError::another_version(delivery.version));
        }
        Ok(delivery)
    }

    /// All there is to know, as JSON text. It holds the values of all previews, so it can be large.
    pub fn state(&self) -> String {
        // Every part of it is made of texts, numbers and lists: it always becomes JSON.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The Lime CRM that it was begun with.
    pub fn url(&self) -> &str {
        &self.options.url
    }

    /// What comes next. Asked again without an answer in between, it takes the last request's outcome as unknown.
    pub fn poll(&mut self) -> Action {
        poll(self).unwrap_or_else(|| Action::Report { report: Box::new(self.report()) })
    }

    /// Takes what came of the last action. `jitter`, from 0 to 1, spreads the waits of several deliveries: a random number.
    /// What does not fit the last action is left alone.
    pub fn feed(&mut self, input: Input<'_>, jitter: f64) {
        feed(self, input, jitter);
    }

    /// After a failure: tries the same step again, with fresh attempts.
    pub fn retry(&mut self) {
        self.course.retry();
    }

    fn report(&self) -> BulkReport {
        let rows = self.rows.iter().filter(|row| !row.apart);
        let delivered = rows.map(|row| {
            let limeobject = row.object(Role::Limeobject).zip(row.ids.limeobject);
            let url = limeobject
                .and_then(|(object, id)| link_to_limeobject(self.link_type, &self.options.url, &object.limetype, id));
            BulkReceipt {
                index: row.index,
                conversation: row.conversation,
                url: url.unwrap_or_default(),
                created: row.created,
                ids: row.ids.clone(),
                findings: row.findings.clone(),
            }
        });
        BulkReport { delivered: delivered.collect(), fallbacks: self.fallbacks.clone() }
    }
}
