//! From a preview to Lime CRM, one request at a time, without doing any I/O.

mod answer;
mod bulk;
mod compare;
mod errand;
mod found;
mod receipt;
mod request;
mod task;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use self::answer::{ApiResponse, Input};
use self::answer::{NO_ANSWER, again, short};
pub use self::bulk::{BulkDelivery, BulkFallback, BulkReceipt, BulkReport, FallbackReason};
use self::errand::{Asked, Course, Errand, Next, Phase, feed, poll};
pub use self::receipt::{
    Action, DeliveryFailure, DeliveryFailureCode, DryRunReport, FoundObject, PlannedAction, PlannedChange, Receipt,
    ReceiptStep, StepOutcome, ValueDifference,
};
pub use self::request::{ApiRequest, FileUpload, HttpMethod, ObjectIds, RequestBody, TextBody};
use self::task::Task;
use crate::json::value::Value;
use crate::model::config::LinkType;
use crate::model::finding::{Finding, FindingCode, Severity, finding};
use crate::model::property_names::CONVERSATION_ID;
use crate::preview::link::link_to_limeobject;
use crate::preview::{Fields, Limeobject, Lookup, Preview, Role};

/// What is done with a preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryMode {
    /// Write it to Lime CRM.
    #[default]
    Send,
    /// Only tie the conversation to an existing limeobject ([`DeliveryOptions::limeobject`]).
    Connect,
    /// Only read, and say what a send would do.
    DryRun,
}

/// What becomes of the values of a limeobject that exists already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum UpdatePolicy {
    /// They stay: people may have worked on it. As limepkg-userlike does.
    #[default]
    Keep,
    /// Empty ones are filled.
    Fill,
    /// All become what the preview says.
    Overwrite,
}

/// How a preview is delivered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeliveryOptions {
    /// Lime CRM: `https://<server>/<application>`.
    pub url: String,
    /// What is done.
    #[serde(default)]
    pub goal: DeliveryMode,
    /// What becomes of the values of a limeobject that exists already.
    #[serde(default)]
    pub existing: UpdatePolicy,
    /// Whether a new history note is left out when the newest one says the same.
    #[serde(default)]
    pub only_if_changed: bool,
    /// The id of an existing limeobject to deliver into; the conversation is tied to it.
    #[serde(default)]
    pub limeobject: Option<i64>,
    /// How often one step is tried before the delivery fails.
    #[serde(default = "attempts")]
    pub attempts: u32,
}

fn attempts() -> u32 {
    8
}

impl DeliveryOptions {
    /// A send to this Lime CRM, as limepkg-userlike would do it.
    pub fn to(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            goal: DeliveryMode::Send,
            existing: UpdatePolicy::Keep,
            only_if_changed: false,
            limeobject: None,
            attempts: attempts(),
        }
    }
}

/// Why there is no delivery.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum DeliveryError {
    /// The preview has findings of severity `error`: these.
    NotReady(Vec<Finding<'static>>),
    /// The preview has no object to be written.
    NothingToSend,
    /// The URL is not `https://<server>/<application>`.
    BadUrl(String),
    /// To connect, a limeobject must be named.
    NoLimeobject,
    /// The preview has no relation by which the conversation could be connected.
    NotConnectable,
    /// A bulk delivery can only send, and not into a limeobject of the caller's.
    NotInBulk,
    /// There are more previews than one bulk delivery takes: so many.
    TooMany(usize),
    /// A saved state can't be read.
    BadState(String),
}

impl DeliveryError {
    fn another_version(version: u32) -> Self {
        Self::BadState(format!("it is of version {version}, and this program reads version {STATE_VERSION}"))
    }

    /// The stable name of what is wrong.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotReady(_) => "not-ready",
            Self::NothingToSend => "nothing-to-send",
            Self::BadUrl(_) => "bad-url",
            Self::NoLimeobject => "no-limeobject",
            Self::NotConnectable => "not-connectable",
            Self::NotInBulk => "not-in-bulk",
            Self::TooMany(_) => "too-many",
            Self::BadState(_) => "bad-state",
        }
    }
}

impl fmt::Display for DeliveryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotReady(findings) => {
                f.write_str("the preview is not ready to be sent:")?;
                findings.iter().try_for_each(|finding| write!(f, " {}", finding.message))
            }
            Self::NothingToSend => f.write_str("the preview has no object to be written"),
            Self::BadUrl(url) => {
                write!(f, "{url:?} is not the URL of a Lime CRM; it looks like https://<server>/<application>")
            }
            Self::NoLimeobject => f.write_str("to connect a conversation, say the id of a limeobject: a number above 0"),
            Self::NotConnectable => f.write_str(
                "the conversation can't be connected to a limeobject: the configuration has no relationConversation, or the conversation no id",
            ),
            Self::NotInBulk => f.write_str("in bulk, previews can only be sent; connect and deliver into a limeobject one by one"),
            Self::TooMany(count) => {
                write!(f, "{count} previews are too many for one bulk delivery; it takes {}", BulkDelivery::MAX_PREVIEWS)
            }
            Self::BadState(why) => write!(f, "the saved state of the delivery can't be read: {why}"),
        }
    }
}

impl std::error::Error for DeliveryError {}

/// The form of the saved state. Another number is refused rather than misread.
const STATE_VERSION: u32 = 1;

/// A preview on its way into Lime CRM, without clock, network and randomness: it says what comes next and is told what
/// came of it.
///
/// **The loop: [`poll`](Delivery::poll); when it says [`Action::Send`] and the request writes, keep the
/// [`state`](Delivery::state) first; send, [`feed`](Delivery::feed) the answer, poll again.** The state is a JSON text
/// that can be taken up again elsewhere, after any step.
///
/// A write whose outcome is unknown (the connection broke, Lime CRM answered 5xx, the process ended in between) is
/// settled by reading before it is tried again, so nothing is written twice. That holds as long as the deliveries of one
/// conversation do not run side by side: whoever calls this sees to that.
///
/// ```
/// use userlike_limeobject::{Action, ApiResponse, Delivery, DeliveryOptions, Input, Mapper, HttpMethod, ApiRequest};
///
/// // Yours asks Lime CRM. This one finds nothing, and makes everything with the id 1500.
/// fn send(request: &ApiRequest) -> (u16, &'static [u8]) {
///     match request.method {
///         HttpMethod::Get => (200, br#"{ "objects": [] }"#),
///         _ => (201, br#"{ "_id": 1500 }"#),
///     }
/// }
///
/// let mapper = Mapper::new(br#"{ "instances": [ { "limetype": "helpdesk" } ] }"#, None)?;
/// let preview = mapper.preview(br#"{ "id": 63741936 }"#, None)?;
/// let mut delivery = Delivery::new(preview, DeliveryOptions::to("https://lime.example.com/app"))?;
/// let receipt = loop {
///     match delivery.poll() {
///         Action::Send { request, .. } => {
///             let (status, body) = send(&request);
///             delivery.feed(Input::Response(ApiResponse { status, retry_after: None, body }), 0.5);
///         }
///         Action::Wait { .. } => delivery.feed(Input::WaitElapsed, 0.5), // when that time has passed
///         Action::Done { receipt } => break receipt,
///         Action::Failed { failure } => return Err(failure.message.into()),
///         Action::DryRun { .. } | Action::Report { .. } => unreachable!("these end a dry run and a bulk delivery"),
///     }
/// };
/// assert_eq!(receipt.url, "https://lime.example.com/app/client/object/helpdesk/1500");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    version: u32,
    options: DeliveryOptions,
    link_type: LinkType,
    lookups: Vec<Lookup<'static>>,
    objects: Vec<Limeobject<'static>>,
    task: Task,
    #[serde(rename = "phase")]
    course: Course,
    /// How many requests it took so far.
    requests: u32,
    memory: Memory,
    ids: ObjectIds,
    created: bool,
    steps: Vec<ReceiptStep>,
    findings: Vec<Finding<'static>>,
    /// A dry run is begun anew rather than taken up.
    #[serde(skip)]
    forecast: DryRunReport,
}

/// What one task leaves for a later one.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
struct Memory {
    /// A limeobject was asked to be made in this delivery.
    asked_to_create: bool,
    /// Another delivery took the same limeobject in the same moment.
    collided: bool,
    /// Lime CRM said 409 once.
    conflict: bool,
    /// The newest object before one was made: what has a higher id may be ours.
    newest: i64,
    /// The ulconversation that the limeobject to deliver into belongs to.
    tied_to: Option<i64>,
    /// Objects that may be the one that was made.
    candidates: Vec<i64>,
    /// The file of a document that is not made yet.
    file: Option<i64>,
    /// What is to be changed in an existing limeobject, by property.
    changes: Fields<'static, crate::preview::PropertyValue<'static>>,
}

impl Delivery {
    /// Begins to deliver a preview.
    ///
    /// # Errors
    /// When the preview has a finding of severity `error` or no object, or when an option is unusable.
    pub fn new(preview: Preview<'_>, options: DeliveryOptions) -> Result<Self, DeliveryError> {
        let preview = preview.into_owned();
        let link_type = preview.instance.map(|instance| instance.link_type).unwrap_or_default();
        let mut findings = preview.findings;
        findings.retain(|finding| finding.severity == Severity::Error);
        if !findings.is_empty() && options.goal != DeliveryMode::Connect {
            return Err(DeliveryError::NotReady(findings));
        }
        if link_to_limeobject(LinkType::WebClient, &options.url, "any", 1).is_none() {
            return Err(DeliveryError::BadUrl(options.url));
        }
        let names_one = options.limeobject.is_some_and(|id| id > 0);
        if (options.goal == DeliveryMode::Connect || options.limeobject.is_some()) && !names_one {
            return Err(DeliveryError::NoLimeobject);
        }
        let mut objects = preview.objects;
        if !objects.iter().any(|object| object.role == Role::Limeobject) {
            return Err(DeliveryError::NothingToSend);
        }
        objects.iter_mut().for_each(|object| object.sources = Fields::new());
        let mut delivery = Self {
            version: STATE_VERSION,
            options,
            link_type,
            lookups: preview.lookups,
            objects,
            task: Task::Lookup { index: 0 },
            course: Course::begin(),
            requests: 0,
            memory: Memory::default(),
            ids: ObjectIds::default(),
            created: false,
            steps: Vec::new(),
            findings: Vec::new(),
            forecast: DryRunReport::default(),
        };
        let has_id = |object: &Limeobject<'_>| object.values.get(CONVERSATION_ID).is_some();
        if delivery.options.limeobject.is_some()
            && !(delivery.is_findable() && delivery.object(Role::Ulconversation).is_some_and(has_id))
        {
            return Err(DeliveryError::NotConnectable);
        }
        if !delivery.is_findable() {
            delivery.say(Finding {
                object: Some(Role::Limeobject),
                ..finding(
                    FindingCode::NotFindable,
                    "Nothing in Lime CRM will tie this limeobject to the conversation: sending it again makes another one.",
                )
            });
        }
        Ok(delivery)
    }

    /// Takes up a delivery from the text that [`Delivery::state`] gave, at the step where it was, also after a failure.
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

    /// All there is to know, as JSON text. It holds the values of the preview, and neither URL parameters nor keys.
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
        poll(self).unwrap_or_else(|| self.end())
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

    fn end(&self) -> Action {
        if self.options.goal == DeliveryMode::DryRun {
            let forecast = DryRunReport { findings: self.findings.clone(), ..self.forecast.clone() };
            return Action::DryRun { report: Box::new(forecast) };
        }
        Action::Done {
            receipt: Receipt {
                url: self.link(Role::Limeobject).unwrap_or_default(),
                created: self.created,
                ids: self.ids.clone(),
                steps: self.steps.clone(),
                findings: self.findings.clone(),
            },
        }
    }

    fn link(&self, role: Role) -> Option<String> {
        let object = self.object(role)?;
        link_to_limeobject(self.link_type, &self.options.url, &object.limetype, self.ids.get(role)?)
    }

    fn object(&self, role: Role) -> Option<&Limeobject<'static>> {
        self.objects.iter().find(|object| object.role == role)
    }

    fn say(&mut self, finding: Finding<'static>) {
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }
}

impl Errand for Delivery {
    fn course(&mut self) -> &mut Course {
        &mut self.course
    }

    fn attempts(&self) -> u32 {
        self.options.attempts
    }

    fn asked(&self) -> Asked<'_> {
        let role = self.task.role();
        Asked {
            task: self.task.name(),
            writes: self.task.writes(),
            creates: self.task.creates(),
            limetype: self.limetype(),
            role,
            object: role.and_then(|role| self.object(role)),
            named: self.options.limeobject.filter(|_| self.task.names_limeobject()),
        }
    }

    fn next(&mut self) -> Next {
        if self.task == Task::Finished {
            return Next::Over;
        }
        match self.request() {
            Some(_) if self.task.writes() && self.options.goal == DeliveryMode::DryRun => self.foresee(),
            Some(request) => {
                self.requests = self.requests.saturating_add(1);
                if self.task == Task::CreateLimeobject {
                    self.memory.asked_to_create = true;
                }
                return Next::Send(request);
            }
            None => self.skip(),
        }
        Next::Skipped
    }

    fn take(&mut self, answer: &Value<'_>) -> bool {
        self.taken(answer).is_some()
    }

    fn settle(&mut self) {
        self.task = self.after_unknown();
    }

    fn overcome(&mut self, status: u16, _said: Option<&str>) -> bool {
        status == 404 && self.gone()
    }

    fn may_be_there(&mut self) -> bool {
        self.task.creates() && !std::mem::replace(&mut self.memory.conflict, true)
    }

    fn collided(&mut self) -> Option<&'static str> {
        std::mem::take(&mut self.memory.collided)
            .then_some("Another conversation took the same limeobject in the same moment")
    }

    fn no_file(&mut self, why: &str, temporary: bool, jitter: f64) {
        if !self.task.uploads() {
            return;
        }
        if temporary && self.course.attempts.saturating_add(1) < self.options.attempts.max(1) {
            return again(self, why, &NO_ANSWER, jitter);
        }
        let message = format!("The file could not be fetched, and no document was made of it: {}.", short(why));
        let source = self.file().map(|file| file.source.clone());
        self.say(Finding { object: Some(Role::Document), source, ..finding(FindingCode::FileUnavailable, message) });
        self.leave_document_out();
        self.course.phase = Phase::Ready;
    }
}
