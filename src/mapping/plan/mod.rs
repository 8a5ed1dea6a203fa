//! Configuration + metadata -> plans: everything that does not depend on a conversation is decided once.
//!
//! A plan has one [`ObjectPlan`] for each object that its instance writes.

mod instances;
mod object;
mod planner;
mod relations;

use crate::json::path::Path;
use crate::json::projection::Projection;
use crate::mapping::coerce::COMMA;
use crate::model::config::{Config, IfInvalid, Instance, LookupRule, PropertyRule};
use crate::model::conversation::{project_identity, project_transcript, project_ulconversation};
use crate::model::limetypes::{Limetypes, Property};
use crate::model::match_by::MatchBy;
use crate::model::problem::Problems;
use crate::model::role::Role;
use crate::model::template::Template;
use crate::preview::{PropertyValue, ValueSource};
use crate::text::said::{Labeled, Said};
use crate::text::texts;

/// What one instance writes for a conversation.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) instance: Instance,
    /// Topics of the instance in their folded form.
    pub(crate) topics: Vec<String>,
    pub(crate) person: Option<LookupPlan>,
    pub(crate) company: Option<CompanyPlan>,
    pub(crate) coworker: Option<LookupPlan>,
    pub(crate) ulconversation: Option<ObjectPlan>,
    pub(crate) limeobject: ObjectPlan,
    pub(crate) history: Option<ObjectPlan>,
    pub(crate) document: Option<ObjectPlan>,
    /// Limetypes of these objects that the metadata does not have.
    pub(crate) unchecked: Vec<String>,
}

/// How an object is looked up in Lime CRM.
#[derive(Debug)]
pub(crate) struct LookupPlan {
    pub(crate) limetype: String,
    /// The limetype, for messages.
    pub(crate) label: Labeled,
    pub(crate) rules: Vec<LookupRulePlan>,
    /// Properties of the limetype that mark an object as inactive.
    pub(crate) inactive_properties: Vec<String>,
    /// JSON pointer to the rules.
    pub(crate) config: String,
}

/// What one lookup rule compares.
#[derive(Debug)]
pub(crate) struct LookupRulePlan {
    pub(crate) rule: LookupRule,
    /// The property, when there is metadata.
    pub(crate) property: Option<Property>,
    /// How texts are compared; none for a property of another type.
    pub(crate) match_by: Option<MatchBy>,
    /// The property, for messages.
    pub(crate) label: Labeled,
    /// The message for a conversation that has no value at the path.
    pub(crate) missing: Said,
}

/// How the company is looked up.
#[derive(Debug)]
pub(crate) struct CompanyPlan {
    /// The person's relation to the company.
    pub(crate) property: String,
}

/// What is written to one object.
#[derive(Debug)]
pub(crate) struct ObjectPlan {
    pub(crate) role: Role,
    pub(crate) limetype: String,
    /// The limetype, for messages.
    pub(crate) label: Labeled,
    /// Whether the user can write objects of the limetype.
    pub(crate) allowed: bool,
    pub(crate) rules: Vec<RulePlan>,
    /// Properties that are written without a rule.
    pub(crate) built_in: Vec<Property>,
    /// Relations, by property.
    pub(crate) relations: Vec<(String, Role)>,
    /// Properties without which the object cannot be created.
    pub(crate) required: Vec<Property>,
    /// The property that holds a document's file.
    pub(crate) file_property: String,
    /// The property whose value identifies the object.
    pub(crate) idempotency_property: Option<String>,
}

/// Where the value of one property comes from.
#[derive(Debug)]
pub(crate) struct RulePlan {
    pub(crate) rule: PropertyRule,
    /// The property, when there is metadata.
    pub(crate) property: Option<Property>,
    /// The coerced `defaultValue`.
    pub(crate) default: Option<PropertyValue<'static>>,
    /// What becomes of a value that the property cannot have: the rule's setting, otherwise that of the instance.
    pub(crate) if_invalid: Option<IfInvalid>,
    /// What clears the property of an existing object when the payload has no value; none when it keeps its value.
    pub(crate) clears: Option<PropertyValue<'static>>,
    /// Whether the user can write the property.
    pub(crate) allowed: bool,
    /// The paths of `userlikeKey` in the order in which they are tried, each with the JSON pointer to its text.
    pub(crate) keys: Vec<(Path, String)>,
    /// JSON pointers to `template`, `map`, `defaultValue`.
    pub(crate) template_pointer: String,
    pub(crate) map_pointer: String,
    pub(crate) default_pointer: String,
    /// The message for a conversation that has no value at any of the paths.
    pub(crate) missing: Said,
}

/// Why a rule has no value.
pub(crate) enum NoValue {
    /// The payload has none of the paths, or not the only one.
    Missing(String, bool),
    /// This key of the rule makes nothing of the payload's value.
    Emptied(&'static str),
}

/// Plans every instance of a configuration, and the projection of the payload that the plans need.
pub(crate) fn plans(config: Config, limetypes: &Limetypes, problems: &Problems) -> (Vec<Plan>, Projection) {
    instances::check_instances(&config, problems);
    let mut projection = Projection::default();
    project_identity(&mut projection);
    let plans = config
        .instances
        .into_iter()
        .enumerate()
        .map(|(index, instance)| {
            let zone = instance.transcript.time_zone.clone();
            let pointer = format!("/instances/{index}");
            let if_invalid = instance.if_invalid;
            planner::Planner { limetypes, problems, pointer, zone, if_invalid }.plan(instance)
        })
        .collect::<Vec<_>>();
    for plan in &plans {
        plan.add_to_projection(&mut projection);
    }
    (plans, projection)
}

impl Plan {
    /// Whether the instance has a topic, which is given in its folded form.
    pub(crate) fn takes(&self, topic: &str) -> bool {
        self.topics.iter().any(|known| known == topic)
    }

    fn add_to_projection(&self, projection: &mut Projection) {
        let objects =
            [Some(&self.limeobject), self.ulconversation.as_ref(), self.history.as_ref(), self.document.as_ref()];
        for rule in objects.into_iter().flatten().flat_map(|object| &object.rules) {
            for path in rule.rule.paths() {
                projection.add(path);
            }
        }
        for rule in [&self.person, &self.coworker].into_iter().flatten().flat_map(|lookup| &lookup.rules) {
            projection.add(&rule.rule.identification_key);
        }
        if self.history.is_some() || self.document.is_some() {
            project_transcript(projection);
        }
        if self.ulconversation.is_some() {
            project_ulconversation(projection);
        }
    }
}

impl RulePlan {
    /// Separator of the values of a list in a text.
    pub(crate) fn separator(&self) -> &str {
        self.rule.join.as_deref().unwrap_or(COMMA)
    }

    /// The default as the source of a value.
    pub(crate) fn default_source(&self) -> ValueSource<'_> {
        ValueSource::Constant { constant: self.default_pointer.as_str().into() }
    }

    /// Returns the message for a conversation that has no value for the property, for a reason.
    #[inline(never)]
    pub(crate) fn without_value(&self, role: Role, reason: &NoValue) -> Said {
        let label = &self.label();
        if self.default.is_some() {
            return match reason {
                NoValue::Missing(path, true) => texts::default_used_path(label, path),
                NoValue::Missing(paths, false) => texts::default_used_paths(label, paths),
                NoValue::Emptied(key) => texts::default_used_emptied(label, key),
            };
        }
        let said = match reason {
            NoValue::Missing(path, true) => texts::value_missing_path(label, path),
            NoValue::Missing(paths, false) => texts::value_missing_paths(label, paths),
            NoValue::Emptied(key) => texts::value_missing_emptied(label, key),
        };
        match (role, &self.clears) {
            (Role::Limeobject, Some(_)) => said.then(&texts::existing_cleared()),
            (Role::Limeobject, None) => said.then(&texts::existing_kept()),
            _ => said,
        }
    }

    /// Says that the payload has none of the paths.
    fn missing_paths(&self) -> NoValue {
        let mut paths: Vec<_> = self.keys.iter().map(|(path, pointer)| (path.as_str(), Some(pointer))).collect();
        // Of the paths that `each` makes of one, the first says most.
        paths.dedup_by_key(|(_, pointer)| *pointer);
        paths.extend(self.rule.template.iter().flat_map(Template::paths).map(|path| (path.as_str(), None)));
        let paths: Vec<_> = paths.into_iter().map(|(path, _)| path).collect();
        NoValue::Missing(paths.join(", "), paths.len() == 1)
    }

    /// The property, for messages.
    pub(crate) fn label(&self) -> Labeled {
        self.property.as_ref().map_or_else(|| Labeled::new(None, &self.rule.property), Property::labeled)
    }
}
