//! The relation between limeobject and ulconversation.

use crate::model::role::Role;
use crate::preview::Limeobject;

/// Object that has the relation between limeobject and ulconversation, with the name of the relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RelationOwner<'r> {
    Limeobject(&'r str),
    Ulconversation(&'r str),
    /// The preview connects the two in no way.
    Neither,
}

impl<'r> RelationOwner<'r> {
    pub(super) fn of(objects: &'r [Limeobject<'_>]) -> Self {
        let relation = |from: Role, to: Role| {
            let relations = &objects.iter().find(|object| object.role == from)?.relations;
            relations.iter().find(|(_, role)| **role == to).map(|(name, _)| name)
        };
        if let Some(name) = relation(Role::Limeobject, Role::Ulconversation) {
            RelationOwner::Limeobject(name)
        } else if let Some(name) = relation(Role::Ulconversation, Role::Limeobject) {
            RelationOwner::Ulconversation(name)
        } else {
            RelationOwner::Neither
        }
    }
}
