//! What the objects of a list have in common, so that their keys are read once.

use crate::json::projection::Kept;
use crate::text::ascii::begins_with;

/// The members of the objects of a list: most objects have the same keys in the same order, written in the same way.
#[derive(Default)]
pub(super) struct Shape<'t, 'p> {
    members: Vec<Member<'t, 'p>>,
    /// Position of the member that is expected next in the current object.
    next: usize,
    /// Number of members that were kept of the object before.
    pub(super) kept: usize,
}

/// A member whose key stands in the text as it is.
#[derive(Clone, Copy)]
pub(super) struct Member<'t, 'p> {
    /// The text from the end of the value before it, or from the bracket of the object, to its value: `, "key": `.
    pub(super) head: &'t str,
    pub(super) key: &'t str,
    /// What the projection has for it.
    pub(super) kept: Option<Kept<'p>>,
    /// Whether it was the first of its object: its head has no comma.
    pub(super) is_first: bool,
}

impl<'t, 'p> Shape<'t, 'p> {
    /// Number of members that are remembered.
    const MAX_MEMBERS: usize = 64;
    /// Number of members that an object may leave out in one place.
    const REACH: usize = 8;

    /// Begins an object.
    pub(super) fn begin(&mut self) {
        self.next = 0;
    }

    /// Returns the member at the beginning of a text, behind the value before it, if it is one of those that are expected.
    #[inline]
    pub(super) fn expected(&mut self, text: &str, is_first: bool) -> Option<Member<'t, 'p>> {
        for (at, member) in self.members.iter().enumerate().skip(self.next).take(Self::REACH) {
            if member.is_first == is_first && begins_with(text.as_bytes(), member.head.as_bytes()) {
                self.next = at + 1;
                return Some(*member);
            }
        }
        None
    }

    /// Remembers a member that was not expected.
    pub(super) fn add(&mut self, member: Member<'t, 'p>) {
        if self.members.len() < Self::MAX_MEMBERS && self.next <= self.members.len() {
            self.members.insert(self.next, member);
            self.next += 1;
        }
    }
}
