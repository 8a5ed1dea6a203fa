//! Checks across instances.

use std::borrow::Cow;

use crate::model::config::Config;
use crate::model::problem::{ProblemCode, Problems};
use crate::text::fold::folded;
use crate::text::positions::Positions;
use crate::text::texts;

fn name_of(config: &Config, index: usize) -> &str {
    config.instances.get(index).map_or("", |instance| instance.display_name())
}

/// Checks that each topic belongs to one instance and that at most one instance is the default.
pub(super) fn check_instances(config: &Config, problems: &Problems) {
    let mut topics: Vec<(Cow<'_, str>, usize)> = Vec::new();
    let mut positions = Positions::new();
    let mut default = None;
    for (index, instance) in config.instances.iter().enumerate() {
        for topic in &instance.topic {
            let form = folded(topic);
            let is_at = |at: usize| topics.get(at).is_some_and(|(known, _)| *known == form);
            match positions.find(form.as_bytes(), topics.len(), is_at).and_then(|position| topics.get(position)) {
                Some((_, other)) if *other != index => problems.error(
                    ProblemCode::TopicTwice,
                    format!("/instances/{index}/topic"),
                    texts::topic_twice(topic, name_of(config, *other), *other),
                ),
                _ => {
                    topics.push((form, index));
                    positions.add(topics.len(), &|at| topics.get(at).map_or(&[], |(known, _)| known.as_bytes()));
                }
            }
        }
        let only = config.instances.len() == 1;
        if instance.topic.is_empty() && !instance.default && !only {
            problems.warning(ProblemCode::NeverChosen, format!("/instances/{index}"), texts::never_chosen());
        }
        if instance.default {
            match default {
                Some(other) => problems.error(
                    ProblemCode::DefaultTwice,
                    format!("/instances/{index}/default"),
                    texts::default_twice(name_of(config, other), other),
                ),
                None => default = Some(index),
            }
        }
    }
}
