//! The parts of a JSON text that a caller needs.

use crate::json::path::{Path, PathStep};
use crate::json::text::JsonText;
use crate::text::fold::{folded, is_plain};
use crate::text::positions::Positions;

/// The paths of a JSON text whose values are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Projection {
    /// Whether everything below is kept.
    pub(super) whole: bool,
    members: Vec<Member>,
    positions: Positions,
    /// A bit for each [`sign`] of the keys: most keys of a text have another one, and are told apart by it.
    signs: u64,
    /// Whether the key of a member is not plain, so that plain keys of the text can look like it.
    has_odd_key: bool,
    items: Option<Box<Projection>>,
}

/// A member of an object that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    key: Box<str>,
    /// The key in its folded form.
    form: Box<str>,
    projection: Projection,
}

/// What a projection has for a key of the text.
#[derive(Clone, Copy)]
pub(super) enum Kept<'n> {
    /// Everything below.
    Whole,
    /// The member with this key, at this position.
    Exactly(usize, &'n Projection),
    /// The member at this position, whose key looks the same. A member with exactly the key of the projection comes first.
    Alike(usize, &'n Projection),
}

pub(super) const WHOLE: &Projection = &Projection {
    whole: true,
    members: Vec::new(),
    positions: Positions::new(),
    signs: 0,
    has_odd_key: false,
    items: None,
};

/// One of 64 bits, by the length and the ends of a key.
fn sign(key: &str) -> u64 {
    let (Some(first), Some(last)) = (key.bytes().next(), key.bytes().next_back()) else { return 1 };
    1 << ((key.len() + usize::from(first) * 5 + usize::from(last) * 3) % 64)
}

impl Projection {
    /// Adds a path, with everything below it.
    pub(crate) fn add(&mut self, path: &Path) {
        let mut projection = self;
        for step in path.steps() {
            projection = match step {
                PathStep::Key(key) => projection.key(key),
                PathStep::Index(_) | PathStep::Every => projection.items.get_or_insert_default(),
            };
        }
        projection.whole = true;
    }

    /// Adds the members `keys` of the object at `parents`; `*` among the parents is every item of a list.
    pub(crate) fn add_members(&mut self, parents: &[&str], keys: &[&str]) {
        let mut projection = self;
        for parent in parents {
            projection = if *parent == "*" { projection.items.get_or_insert_default() } else { projection.key(parent) };
        }
        for key in keys {
            projection.key(key).whole = true;
        }
    }

    fn key(&mut self, key: &str) -> &mut Projection {
        let index = match self.position(key) {
            Some(index) => index,
            None => {
                let form = folded(key).into();
                self.has_odd_key |= !is_plain(key);
                self.signs |= sign(key);
                self.members.push(Member { key: key.into(), form, projection: Projection::default() });
                let members = &self.members;
                self.positions.add(members.len(), &|at| members.get(at).map_or(&[], |member| member.key.as_bytes()));
                self.members.len() - 1
            }
        };
        #[expect(clippy::indexing_slicing, reason = "the index was found or created above")]
        &mut self.members[index].projection
    }

    fn position(&self, key: &str) -> Option<usize> {
        let is_at = |at: usize| self.members.get(at).is_some_and(|member| *member.key == *key);
        self.positions.find(key.as_bytes(), self.members.len(), is_at)
    }

    pub(super) fn of_key(&self, key: &str) -> Option<Kept<'_>> {
        if self.whole {
            return Some(Kept::Whole);
        }
        if self.signs & sign(key) != 0
            && let Some(position) = self.position(key)
        {
            return self.members.get(position).map(|member| Kept::Exactly(position, &member.projection));
        }
        if self.members.is_empty() || !self.has_odd_key && is_plain(key) {
            return None;
        }
        let form = folded(key);
        let (index, member) = self.members.iter().enumerate().find(|(_, member)| *member.form == *form)?;
        Some(Kept::Alike(index, &member.projection))
    }

    /// Writes the projection as JSON: true where everything is kept, otherwise the projections of `keys` and of `items`, and
    /// whether keys that only look like one of them may be kept (`alike`).
    pub(crate) fn write(&self, json: &mut JsonText) {
        if self.whole {
            return json.raw("true");
        }
        json.raw("{\"keys\":");
        json.object(self.members.iter().map(|member| (&*member.key, &member.projection)), |json, kept| {
            kept.write(json)
        });
        if let Some(items) = &self.items {
            json.raw(",\"items\":");
            items.write(json);
        }
        json.raw(if self.has_odd_key { ",\"alike\":true}" } else { "}" });
    }

    pub(super) fn of_items(&self) -> Option<&Projection> {
        if self.whole { Some(WHOLE) } else { self.items.as_deref() }
    }
}
