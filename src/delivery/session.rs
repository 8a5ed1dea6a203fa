//! Data that all phases of a delivery share: its input, and its results so far.

use crate::json::from_value::read_struct;
use serde::Serialize;

use super::compare::is_same_value;
use super::dry_run_report::{DryRunReport, FoundObject, PlannedAction, PlannedChange, ValueDifference};
use super::identity::identity;
use super::options::DeliveryOptions;
use super::receipt::{Receipt, ReceiptStep, StepOutcome};
use super::relation::RelationOwner;
use super::request::ObjectIds;
use super::responses::{duplicates, related_id};
use crate::json::value::Value;
use crate::model::config::LinkType;
use crate::model::finding::Finding;
use crate::model::findings::add_counted;
use crate::model::role::Role;
use crate::preview::link::link_to_limeobject;
use crate::preview::{Limeobject, Lookup, PropertyValue};

/// Input and results of a delivery.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Session {
    pub(super) options: DeliveryOptions,
    /// Only connects the conversation to the chosen limeobject.
    pub(super) connect_only: bool,
    pub(super) link_type: LinkType,
    pub(super) lookups: Vec<Lookup<'static>>,
    pub(super) objects: Vec<Limeobject<'static>>,
    pub(super) ids: ObjectIds,
    /// The limeobject was created by this delivery.
    pub(super) created: bool,
    pub(super) steps: Vec<ReceiptStep>,
    pub(super) findings: Vec<Finding<'static>>,
    /// Requests since the last step was complete.
    pub(super) requests: u32,
    /// The object that Lime CRM created when the creation was made again. The first one is searched for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) second: Option<i64>,
    /// Lime CRM rejected the current creation, so what exists may be another delivery's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) refused: bool,
    /// Report of a dry run. A dry run is not saved.
    #[serde(skip)]
    pub(super) dry_run: Option<DryRunReport>,
}

impl Session {
    pub(super) fn is_dry_run(&self) -> bool {
        self.dry_run.is_some()
    }

    pub(super) fn object(&self, role: Role) -> Option<&Limeobject<'static>> {
        self.objects.iter().find(|object| object.role == role)
    }

    /// True when Lime CRM can refuse a second object of this role.
    pub(super) fn has_identity(&self, role: Role) -> bool {
        self.object(role).and_then(identity).is_some()
    }

    pub(super) fn document(&self, index: usize) -> Option<&Limeobject<'static>> {
        self.objects.iter().filter(|object| object.role == Role::Document).nth(index)
    }

    pub(super) fn relation_owner(&self) -> RelationOwner<'_> {
        RelationOwner::of(&self.objects)
    }

    fn limetype(&self, role: Role) -> Option<String> {
        self.object(role).map(|object| object.limetype.to_string())
    }

    fn link(&self, role: Role) -> Option<String> {
        let object = self.object(role)?;
        link_to_limeobject(self.link_type, &self.options.url, &object.limetype, self.ids.get(role)?)
    }

    pub(super) fn add_finding(&mut self, finding: Finding<'static>) {
        add_counted(&mut self.findings, finding);
    }

    /// Returns the oldest of the objects that belong to the conversation, with a finding about the other ones. `is_created`:
    /// this delivery may have created them, because it did not know the outcome of the first creation.
    pub(super) fn oldest(&mut self, role: Role, mut ids: Vec<i64>, is_created: bool) -> Option<i64> {
        if ids.is_empty() {
            return None;
        }
        ids.extend(self.second.filter(|second| !ids.contains(second)));
        ids.sort_unstable();
        let (first, others) = ids.split_first()?;
        if !others.is_empty() {
            let limetype = self.limetype(role).unwrap_or_default();
            let link = |id| link_to_limeobject(self.link_type, &self.options.url, &limetype, id).unwrap_or_default();
            let finding = duplicates(role, &limetype, *first, others, link, is_created);
            self.add_finding(finding);
        }
        Some(*first)
    }

    /// Adds a step with the limetype and the id of the object to the receipt.
    pub(super) fn complete(&mut self, role: Role, outcome: StepOutcome) {
        let limetype = self.limetype(role);
        let id = self.ids.get(role);
        self.add_step(role, outcome, limetype, id);
    }

    pub(super) fn add_step(&mut self, role: Role, outcome: StepOutcome, limetype: Option<String>, id: Option<i64>) {
        let requests = std::mem::take(&mut self.requests);
        self.steps.push(ReceiptStep { role, outcome, limetype, id, requests });
    }

    /// Adds an object that a lookup found to the report of a dry run, with links.
    pub(super) fn report_found(&mut self, mut found: FoundObject) {
        let Some(report) = &mut self.dry_run else { return };
        if let Some(limetype) = &found.limetype {
            let link = |id| link_to_limeobject(self.link_type, &self.options.url, limetype, id);
            found.url = link(found.id);
            for candidate in &mut found.candidates {
                candidate.url = link(candidate.id);
            }
        }
        report.found.push(found);
    }

    /// Adds what a delivery would do with an object to the report of a dry run.
    pub(super) fn report_change(
        &mut self,
        role: Role,
        action: PlannedAction,
        descriptive: Option<String>,
        differences: Vec<ValueDifference>,
    ) {
        let Some(limetype) = self.limetype(role) else { return };
        let id = self.ids.get(role).filter(|_| action != PlannedAction::Create);
        let url = id.and_then(|_| self.link(role));
        if let Some(report) = &mut self.dry_run {
            report.objects.push(PlannedChange { role, limetype, action, id, url, descriptive, differences });
        }
    }

    pub(super) fn report_document(&mut self, index: usize, action: PlannedAction, id: Option<i64>) {
        let Some(limetype) = self.document(index).map(|document| document.limetype.to_string()) else { return };
        if let Some(report) = &mut self.dry_run {
            report.objects.push(PlannedChange {
                role: Role::Document,
                limetype,
                action,
                id,
                url: None,
                descriptive: None,
                differences: Vec::new(),
            });
        }
    }

    /// Values and relations of the limeobject in the preview that differ from those in Lime CRM's response.
    pub(super) fn limeobject_differences(&self, response: &Value<'_>) -> Vec<(String, PropertyValue<'static>)> {
        let Some(object) = self.object(Role::Limeobject) else { return Vec::new() };
        let null = Value::Null;
        let current = |name: &str| response.get(name).unwrap_or(&null);
        // An existing limeobject keeps its key, which may be that of another conversation.
        let key = object.idempotency_property.as_deref();
        let values = object.values.iter().filter(|(name, _)| Some(*name) != key);
        let values = values.filter(|(name, value)| !is_same_value(value, current(name)));
        let values = values.map(|(name, value)| (name.to_owned(), value.clone()));
        let relations = object.relations.iter().filter(|(_, role)| **role != Role::Ulconversation);
        let relations = relations.filter_map(|(name, role)| {
            let id = self.ids.get(*role)?;
            (related_id(current(name)) != Some(id)).then(|| (name.to_owned(), PropertyValue::Integer(id)))
        });
        values.chain(relations).collect()
    }

    /// Properties that the preview clears and that have a value in Lime CRM's response, with what clears them.
    pub(super) fn values_to_clear(&self, response: &Value<'_>) -> Vec<(String, PropertyValue<'static>)> {
        let cleared = self.object(Role::Limeobject).into_iter().flat_map(|object| object.cleared.iter());
        let filled = cleared.filter(|(name, empty)| !is_same_value(empty, response.get(name).unwrap_or(&Value::Null)));
        filled.map(|(name, empty)| (name.to_owned(), empty.clone())).collect()
    }

    pub(super) fn receipt(&self) -> Receipt {
        Receipt {
            url: self.link(Role::Limeobject).unwrap_or_default(),
            created: self.created,
            ids: self.ids.clone(),
            steps: self.steps.clone(),
            findings: self.findings.clone(),
        }
    }

    pub(super) fn dry_run_report(&self) -> DryRunReport {
        DryRunReport { findings: self.findings.clone(), ..self.dry_run.clone().unwrap_or_default() }
    }
}

read_struct!(Session => "struct Session" {
    options, connect_only, link_type, lookups, objects, ids, created, steps, findings, requests; second, refused; dry_run
});
