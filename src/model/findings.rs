//! The findings of one conversation: of many of one kind at one place the first few are kept, the others are counted, so that
//! their size does not depend on the payload.

use std::borrow::Cow;

use crate::json::pointer::list_of;
use crate::model::finding::Finding;
use crate::model::groups::{Groups, key};
use crate::text::message::counted;

/// Findings of one kind at one place that are kept. The next one stands for all that follow.
const KEPT: usize = 12;

/// Collects findings.
#[derive(Debug, Default)]
pub(crate) struct Findings<'a> {
    list: Vec<Finding<'a>>,
    groups: Groups,
}

impl<'a> Findings<'a> {
    #[inline(never)]
    pub(crate) fn push(&mut self, finding: Finding<'a>) {
        let kind = [finding.code as u8, finding.severity as u8, finding.object.map_or(0, |role| role as u8 + 1)];
        let [property, config, source] =
            [&finding.property, &finding.config, &finding.source].map(|text| text.as_deref().unwrap_or_default());
        if self.groups.count(key(&kind, &[property, config], source), KEPT, self.list.len()) {
            self.list.push(finding);
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Finding<'a>> {
        self.list.iter()
    }

    /// The findings in their order. What was counted is in the last one of its kind and place.
    #[inline(never)]
    pub(crate) fn into_vec(mut self) -> Vec<Finding<'a>> {
        for group in self.groups.into_iter() {
            if let (Some(more), Some(finding)) = (group.more(KEPT), self.list.get_mut(group.last)) {
                let place = finding.source.as_deref().map(list_of);
                let at = place.map(|place| format!(" in {place}")).unwrap_or_default();
                let code = finding.code.as_str();
                finding.message = format!("And {} more of this kind ({code}){at}.", counted(more)).into();
                finding.source = place.map(|place| Cow::Owned(place.to_owned()));
                finding.more = Some(more);
            }
        }
        self.list
    }
}
