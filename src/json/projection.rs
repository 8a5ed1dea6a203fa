//! The parts of a JSON text that a caller needs.

use crate::json::path::{Path, PathStep};

/// The paths of a JSON text whose values are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Projection {
    /// Whether everything below is kept.
    pub(super) whole: bool,
    pub(super) keys: Vec<(Box<str>, Projection)>,
    items: Option<Box<Projection>>,
}

pub(super) const WHOLE: &Projection = &Projection { whole: true, keys: Vec::new(), items: None };

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
        let index = match self.keys.iter().position(|(known, _)| **known == *key) {
            Some(index) => index,
            None => {
                self.keys.push((key.into(), Projection::default()));
                self.keys.len() - 1
            }
        };
        #[expect(clippy::indexing_slicing, reason = "the index was found or created above")]
        &mut self.keys[index].1
    }

    pub(super) fn of_key(&self, key: &str) -> Option<&Projection> {
        if self.whole {
            Some(WHOLE)
        } else {
            self.keys.iter().find(|(known, _)| **known == *key).map(|(_, projection)| projection)
        }
    }

    pub(super) fn of_items(&self) -> Option<&Projection> {
        if self.whole { Some(WHOLE) } else { self.items.as_deref() }
    }
}
