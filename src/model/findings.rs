//! The findings of one conversation: of many of one kind at one place the first few are kept, the others are counted, so that
//! their size does not depend on the payload.

use std::borrow::Cow;

use crate::json::pointer::list_of;
use crate::model::finding::Finding;
use crate::model::groups::{Groups, Key, key};
use crate::text::message::counted;

/// Findings of one kind at one place that are kept. The next one stands for all that follow.
const KEPT: usize = 12;

/// Collects findings.
#[derive(Debug, Default)]
pub(crate) struct Findings<'a> {
    list: Vec<Finding<'a>>,
    /// The findings by kind and place; none as long as there are too few to be counted.
    groups: Option<Groups>,
}

impl<'a> Findings<'a> {
    #[inline(never)]
    pub(crate) fn push(&mut self, finding: Finding<'a>) {
        if self.list.len() < KEPT || self.is_kept(&finding) {
            self.list.push(finding);
        }
    }

    /// Counts a finding.
    #[inline(never)]
    fn is_kept(&mut self, finding: &Finding<'a>) -> bool {
        let groups = self.groups.get_or_insert_with(|| {
            let mut groups = Groups::default();
            for (position, finding) in self.list.iter().enumerate() {
                groups.count(kind_and_place(finding), KEPT, position);
            }
            groups
        });
        groups.count(kind_and_place(finding), KEPT, self.list.len())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Finding<'a>> {
        self.list.iter()
    }

    /// The findings in their order. What was counted is in the last one of its kind and place.
    #[inline(never)]
    pub(crate) fn into_vec(mut self) -> Vec<Finding<'a>> {
        for group in self.groups.into_iter().flat_map(Groups::into_iter) {
            if let (Some(more), Some(finding)) = (group.more(KEPT), self.list.get_mut(group.last)) {
                stand_for(finding, more);
            }
        }
        self.list
    }
}

fn kind_and_place(finding: &Finding<'_>) -> Key {
    let kind = [finding.code as u8, finding.severity as u8, finding.object.map_or(0, |role| role as u8 + 1)];
    let [property, config, source] =
        [&finding.property, &finding.config, &finding.source].map(|text| text.as_deref().unwrap_or_default());
    key(&kind, &[property, config], source)
}

/// Makes a finding stand for itself and all that follow, `more` together.
fn stand_for(finding: &mut Finding<'_>, more: usize) {
    let place = finding.source.as_deref().map(list_of);
    let at = place.map(|place| format!(" in {place}")).unwrap_or_default();
    let code = finding.code.as_str();
    finding.message = format!("And {} more of this kind ({code}){at}.", counted(more)).into();
    finding.source = place.map(|place| Cow::Owned(place.to_owned()));
    finding.more = Some(more);
}

/// Adds a finding to a list that is saved between additions, unless it is there. Findings of one kind are counted as by
/// [`Findings`].
pub(crate) fn add_counted<'a>(list: &mut Vec<Finding<'a>>, finding: Finding<'a>) {
    if list.contains(&finding) {
        return;
    }
    let kind = |finding: &Finding<'a>| (finding.code, finding.severity, finding.object, finding.property.clone());
    let new = kind(&finding);
    let mut alike = list.iter_mut().filter(|known| kind(known) == new);
    match alike.nth(KEPT) {
        Some(last) => stand_for(last, last.more.unwrap_or(1) + 1),
        None => list.push(finding),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::{FindingCode, finding};
    use crate::text::texts;

    #[test]
    fn findings_that_are_added_one_by_one_are_counted_as_those_of_a_preview() {
        let (mut saved, mut collected) = (Vec::new(), Findings::default());
        for index in 0..10_000 {
            let source = Some(Cow::Owned(format!("/transcript/{index}/url")));
            for code in [FindingCode::MediaUnusable, FindingCode::LinkUnsafe] {
                let new = Finding { source: source.clone(), ..finding(code, texts::refused(&index.to_string())) };
                add_counted(&mut saved, new.clone());
                if index < KEPT {
                    add_counted(&mut saved, new.clone());
                }
                collected.push(new);
            }
        }
        let collected = collected.into_vec();
        assert_eq!(collected.last().and_then(|last| last.more), Some(10_000 - KEPT));
        assert_eq!(saved, collected);
    }
}
