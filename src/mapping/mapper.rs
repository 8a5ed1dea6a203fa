//! The mapper: payload -> instance -> preview.

use std::borrow::Cow;

use crate::json::encoding::{DEFAULT_MAX_BYTES, text_of, without_lone_surrogates};
use crate::json::error::ReadError;
use crate::json::projection::Projection;
use crate::json::read::{BYTES_PER_VALUE, FREE_VALUES, Skipped, read_payload};
use crate::json::text::JsonText;
use crate::json::value::Value;
use crate::mapping::plan::{Plan, plans};
use crate::mapping::writer::Writer;
use crate::model::command::LimeCommand;
use crate::model::config::Config;
use crate::model::conversation::{Conversation, expect_object, project_transcript};
use crate::model::document::read_document;
use crate::model::finding::{Finding, FindingCode, finding};
use crate::model::findings::Findings;
use crate::model::limetypes::Limetypes;
use crate::model::media::MediaHosts;
use crate::model::problem::{ConfigError, Problem, ProblemDocument, ProblemSeverity, Problems};
use crate::preview::{ChosenInstance, Preview, SelectedBy};
use crate::text::fold::folded;
use crate::text::message::{excerpt, quoted};
use crate::text::texts;

/// Maps conversations to previews by a configuration and metadata that are checked once.
///
/// ```
/// use userlike_limeobject::Mapper;
///
/// let config = br#"{ "instances": [ { "limetype": "helpdesk", "properties": { "title": { "userlikeKey": "subject", "defaultValue": "Chat" } } } ] }"#;
/// let mapper = Mapper::new(config, None)?;
/// let preview = mapper.preview(br#"{ "id": 63741936, "subject": "Broken lamp" }"#, None)?;
/// assert_eq!(preview.conversation, Some(63741936));
/// assert_eq!(serde_json::to_value(&preview.objects[0].values)?, serde_json::json!({ "title": "Broken lamp" }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Mapper {
    plans: Vec<Plan>,
    projection: Projection,
    max_bytes: usize,
    media_hosts: MediaHosts,
    warnings: Vec<Problem>,
}

impl Mapper {
    /// Creates a mapper from a configuration and, optionally, Lime CRM's metadata, both JSON text.
    ///
    /// # Errors
    /// A [`ConfigError`] with all problems of both documents.
    pub fn new(config: &[u8], limetypes: Option<&[u8]>) -> Result<Self, ConfigError> {
        let in_config = Problems::of(ProblemDocument::Config);
        let in_limetypes = Problems::of(ProblemDocument::Limetypes);
        let limetypes = limetypes
            .map(|bytes| read_document(bytes, &in_limetypes, Limetypes::read).unwrap_or_default())
            .unwrap_or_default();
        let (plans, projection) = read_document(config, &in_config, Config::read)
            .map(|config| plans(config, &limetypes, &in_config))
            .unwrap_or_default();
        let mut problems = in_config.into_vec();
        problems.append(&mut in_limetypes.into_vec());
        if problems.iter().any(|problem| problem.severity == ProblemSeverity::Error) {
            return Err(ConfigError { problems });
        }
        Ok(Self { plans, projection, max_bytes: DEFAULT_MAX_BYTES, media_hosts: MediaHosts::any(), warnings: problems })
    }

    /// Sets the maximum size of a payload in bytes. Default: [`DEFAULT_MAX_BYTES`](crate::DEFAULT_MAX_BYTES).
    #[must_use]
    pub fn with_max_bytes(mut self, max_bytes: usize) -> Self {
        self.max_bytes = max_bytes;
        self
    }

    /// Sets the hosts that the delivery may fetch media files from. The preview warns of files on other hosts, which become no
    /// documents. Default: hosts are not checked.
    #[must_use]
    pub fn with_media_hosts(mut self, media_hosts: MediaHosts) -> Self {
        self.media_hosts = media_hosts;
        self
    }

    /// Problems of the configuration and the metadata with the severity `warning`.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// Returns what is written to Lime CRM for the conversation in `payload` (JSON text).
    ///
    /// `instance`, the name, a topic or the limetype of an instance, overrides the selection by topic.
    ///
    /// # Errors
    /// When the payload is too large, not UTF-8, not JSON, nested too deeply, or not an object. Anything else that is wrong
    /// with a conversation is a finding.
    pub fn preview<'a>(&'a self, payload: &'a [u8], instance: Option<&str>) -> Result<Preview<'a>, ReadError> {
        let text = text_of(payload, self.max_bytes)?;
        match read_payload(text, &self.projection) {
            Ok((value, skipped)) => self.map(&value, text.len(), skipped, instance).map(|(preview, _)| preview),
            Err(error) => match without_lone_surrogates(text) {
                Some(repaired) => {
                    let (value, skipped) = read_payload(&repaired, &self.projection)?;
                    self.map(&value, text.len(), skipped, instance).map(|(preview, _)| preview.into_owned())
                }
                None => Err(error),
            },
        }
    }

    /// Maps a payload like [`Mapper::preview`], and returns the preview as JSON text in UTF-8: the bytes that serde_json makes of
    /// it, several times as fast.
    ///
    /// ```
    /// # let config = br#"{ "instances": [ { "limetype": "helpdesk" } ] }"#;
    /// # let mapper = userlike_limeobject::Mapper::new(config, None)?;
    /// let payload = br#"{ "id": 63741936 }"#;
    /// let json = mapper.preview_json(payload, None)?;
    /// assert_eq!(json, serde_json::to_vec(&mapper.preview(payload, None)?)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Mapper::preview`].
    pub fn preview_json(&self, payload: &[u8], instance: Option<&str>) -> Result<Vec<u8>, ReadError> {
        self.json(payload, instance).map(|(json, _)| json)
    }

    /// The members of a payload that its preview depends on, as JSON: `true` is a value with everything below it, an object has
    /// the projections of its `keys`, a list that of its `items`. With `alike`, keys that are spelled in another way count, too; keys
    /// that are not printable ASCII always may.
    #[doc(hidden)]
    pub fn projection_json(&self) -> String {
        let mut json = JsonText::with_capacity(1024);
        self.projection.write(&mut json);
        String::from_utf8(json.into_bytes()).unwrap_or_default()
    }

    /// Returns the preview as JSON, and whether it depends on the length of the payload. If not, it is the same for a part of the
    /// payload that has the members of [`Mapper::projection_json`].
    pub(crate) fn json(&self, payload: &[u8], instance: Option<&str>) -> Result<(Vec<u8>, bool), ReadError> {
        let text = text_of(payload, self.max_bytes)?;
        let repaired;
        let (value, skipped) = match read_payload(text, &self.projection) {
            Ok(read) => read,
            Err(error) => {
                repaired = without_lone_surrogates(text).ok_or(error)?;
                read_payload(&repaired, &self.projection)?
            }
        };
        let (preview, is_limited) = self.map(&value, text.len(), skipped, instance)?;
        // Its memory is used again.
        drop(value);
        Ok((preview.to_json(), is_limited))
    }

    /// Returns the command `$lime` when the newest message of the conversation in `payload` is one and an operator wrote it.
    /// Pass its `instance` to [`Mapper::preview`].
    ///
    /// # Errors
    /// As [`Mapper::preview`].
    pub fn command(&self, payload: &[u8]) -> Result<Option<LimeCommand>, ReadError> {
        let text = text_of(payload, self.max_bytes)?;
        let mut projection = Projection::default();
        project_transcript(&mut projection);
        let repaired = without_lone_surrogates(text);
        let (root, _) = read_payload(repaired.as_deref().unwrap_or(text), &projection)?;
        Ok(LimeCommand::newest(&Conversation::new(&root)))
    }

    /// Returns the preview, and whether it was limited by `size`, that of the payload in bytes.
    fn map<'a>(
        &'a self,
        root: &Value<'a>,
        size: usize,
        skipped: Option<Skipped>,
        instance: Option<&str>,
    ) -> Result<(Preview<'a>, bool), ReadError> {
        expect_object(root)?;
        let conversation = Conversation::new(root);
        let mut findings = Findings::default();
        let mut preview = Preview {
            conversation: None,
            instance: None,
            lookups: Vec::new(),
            objects: Vec::new(),
            findings: Vec::new(),
        };
        if let Some(kind) = conversation.empty_callback() {
            let said = texts::nothing_to_map(kind);
            findings.push(Finding { source: Some("/_type".into()), ..finding(FindingCode::NothingToMap, said) });
            return Ok((Preview { findings: findings.into_vec(), ..preview }, false));
        }
        match conversation.id() {
            Ok(id) => preview.conversation = Some(id),
            Err(warning) => findings.push(warning.into()),
        }
        let mut is_limited = skipped.is_some();
        if let Some(Skipped { count, pointer }) = skipped {
            let said = texts::values_skipped(&pointer, FREE_VALUES, BYTES_PER_VALUE, count);
            findings.push(Finding {
                source: Some(pointer.into()),
                more: Some(count),
                ..finding(FindingCode::ValuesSkipped, said)
            });
        }
        conversation.shape_warnings(&mut |warning| findings.push(warning.into()));
        if let Some((index, plan, selected_by, topic)) = self.choose(&conversation, instance, &mut findings) {
            preview.instance = Some(ChosenInstance {
                name: plan.instance.display_name().into(),
                index,
                reason: match &topic {
                    Some(topic) => ["topic ", &quoted(topic)].concat().into(),
                    None => selected_by.reason().into(),
                },
                selected_by,
                topic,
                link_type: plan.instance.link_type,
            });
            Writer {
                plan,
                conversation: &conversation,
                id: preview.conversation,
                payload_size: size,
                media_hosts: &self.media_hosts,
                findings: &mut findings,
                is_limited: &mut is_limited,
            }
            .write(&mut preview.lookups, &mut preview.objects);
        }
        Ok((Preview { findings: findings.into_vec(), ..preview }, is_limited))
    }

    /// Selects the instance for a conversation.
    fn choose<'a>(
        &'a self,
        conversation: &Conversation<'_, 'a>,
        forced: Option<&str>,
        findings: &mut Findings<'a>,
    ) -> Option<(usize, &'a Plan, SelectedBy, Option<Cow<'a, str>>)> {
        let plans = || self.plans.iter().enumerate();
        if let Some(requested) = forced {
            let requested_form = folded(requested);
            let matches = |name: &str| folded(name) == requested_form;
            let found = plans()
                .find(|(_, plan)| matches(plan.instance.display_name()))
                .or_else(|| plans().find(|(_, plan)| plan.takes(&requested_form) || matches(&plan.instance.limetype)));
            if let Some((index, plan)) = found {
                return Some((index, plan, SelectedBy::Caller, None));
            }
            let names: Vec<_> = plans().map(|(_, plan)| plan.instance.display_name()).collect();
            let said = texts::no_instance_requested(requested, &names.join(", "));
            findings.push(finding(FindingCode::NoInstance, said));
            return None;
        }
        let topics = conversation.topics();
        let mut matching = topics.iter().filter_map(|(pointer, topic)| {
            let form = folded(topic);
            plans().find(|(_, plan)| plan.takes(&form)).map(|(index, plan)| (index, plan, topic, pointer))
        });
        if let Some((index, plan, topic, pointer)) = matching.next() {
            if let Some((_, other, other_topic, _)) = matching.find(|(other, ..)| *other != index) {
                let (instance, other) = (plan.instance.display_name(), other.instance.display_name());
                let said = texts::several_topics(topic, other_topic, instance, other);
                findings.push(Finding {
                    source: Some(pointer.clone().into()),
                    ..finding(FindingCode::SeveralTopics, said)
                });
            }
            return Some((index, plan, SelectedBy::Topic, Some(excerpt(topic).into_owned().into())));
        }
        let only = self.plans.len() == 1 && self.plans.iter().all(|plan| plan.topics.is_empty());
        let fallback = plans().find(|(_, plan)| plan.instance.default || only);
        if let Some((index, plan)) = fallback {
            let selected_by = if plan.instance.default { SelectedBy::Default } else { SelectedBy::Only };
            return Some((index, plan, selected_by, None));
        }
        let known: Vec<_> =
            self.plans.iter().flat_map(|plan| &plan.instance.topic).map(|topic| quoted(topic)).collect();
        let known = match known.as_slice() {
            [] => texts::no_topics(),
            known => texts::known_topics(&known.join(", ")),
        };
        let said = match topics.as_slice() {
            [] => texts::no_instance_without_topic(&known),
            topics => {
                let topics: Vec<_> = topics.iter().take(5).map(|(_, topic)| quoted(topic)).collect();
                texts::no_instance_of_topic(&topics.join(", "), &known)
            }
        };
        findings.push(Finding {
            source: Some("/topics".into()),
            config: Some("/instances".into()),
            ..finding(FindingCode::NoInstance, said)
        });
        None
    }
}
