//! Relations between the objects of a plan.

use super::ObjectPlan;
use super::planner::Planner;
use crate::model::config::ObjectRules;
use crate::model::limetypes::{Limetype, PropertyType};
use crate::model::problem::ProblemCode;
use crate::model::role::Role;
use crate::text::texts;

impl Planner<'_> {
    /// Whether `name` is a relation of `limetype` to `related` that can be written. True without metadata.
    #[inline(never)]
    pub(super) fn relation_fits(
        &self,
        limetype: Option<&Limetype>,
        name: &str,
        pointer: String,
        related: &str,
    ) -> bool {
        let Some(limetype) = limetype else { return true };
        let Some(property) = self.property(Some(limetype), name, &pointer) else { return false };
        let (labeled, of) = (property.labeled(), limetype.labeled());
        let said = match property.kind {
            PropertyType::Belongsto => match property.related_type.as_deref() {
                Some(other) if other != related => texts::wrong_relation_to_other(&labeled, &of, other, related),
                _ => return true,
            },
            kind if kind.is_far_end() => texts::wrong_relation_far_end(&labeled, &of, kind.as_str()),
            kind => texts::wrong_relation_no_relation(&labeled, &of, kind.as_str()),
        };
        self.problems.error(ProblemCode::WrongRelation, pointer, said);
        false
    }

    /// Adds the relation between limeobject and ulconversation to the one that has the belongsto.
    pub(super) fn relate_ulconversation(
        &self,
        limetype: Option<&Limetype>,
        name: &str,
        limeobject: &mut ObjectPlan,
        ulconversation: &mut ObjectPlan,
    ) {
        let pointer = self.at("relationConversation");
        let is_far_end =
            limetype.and_then(|known| known.property(name)).is_some_and(|property| property.kind.is_far_end());
        if is_far_end {
            let known = self.limetypes.get(&ulconversation.limetype);
            match self.relation_back(&ulconversation.limetype, &limeobject.limetype) {
                Some(relation) => ulconversation.relations.push((relation, Role::Limeobject)),
                None if known.is_none() => {
                    ulconversation.relations.push((limeobject.limetype.clone(), Role::Limeobject))
                }
                None => self.report_no_way_back(&ulconversation.limetype, &limeobject.limetype, pointer),
            }
        } else if self.relation_fits(limetype, name, pointer, &ulconversation.limetype) {
            limeobject.relations.push((name.to_owned(), Role::Ulconversation));
        }
    }

    #[inline(never)]
    fn report_no_way_back(&self, from: &str, to: &str, pointer: String) {
        self.problems.error(
            ProblemCode::NoWayBack,
            pointer,
            texts::no_way_back(&self.labeled(from), &self.labeled(to)),
        );
    }

    /// The belongsto relation of `from` to `to`; of several, the one that has the name of the limetype.
    #[inline(never)]
    pub(super) fn relation_back(&self, from: &str, to: &str) -> Option<String> {
        let properties = self.limetypes.get(from).into_iter().flat_map(|limetype| &limetype.properties);
        let relations: Vec<_> = properties
            .filter(|property| property.kind == PropertyType::Belongsto && property.related_type.as_deref() == Some(to))
            .collect();
        relations
            .iter()
            .find(|property| property.name == to)
            .or(relations.first())
            .map(|property| property.name.clone())
    }

    /// Plans an object that belongs to the limeobject: a history note, a document.
    #[expect(clippy::too_many_arguments, reason = "two calls, one for each kind of object")]
    #[inline(never)]
    pub(super) fn attached(
        &self,
        role: Role,
        relation: &str,
        key: &str,
        default_limetype: &str,
        rules: ObjectRules,
        owner: Option<&Limetype>,
        limeobject: &ObjectPlan,
        built_in: &[(&str, PropertyType, usize)],
    ) -> ObjectPlan {
        let pointer = self.at(key);
        let property = self.property(owner, relation, &pointer);
        if let Some(property) = property.filter(|property| !property.kind.is_far_end()) {
            self.problems.error(
                ProblemCode::WrongRelation,
                pointer.clone(),
                texts::wrong_relation_to_one(
                    &property.labeled(),
                    &limeobject.label,
                    property.kind.as_str(),
                    default_limetype,
                ),
            );
        }
        let limetype = property
            .and_then(|property| property.related_type.clone())
            .or(rules.limetype)
            .unwrap_or_else(|| default_limetype.to_owned());
        let mut object = self.object(role, &limetype, rules.properties, built_in);
        match self.relation_back(&limetype, &limeobject.limetype) {
            Some(relation) => object.relations.push((relation, Role::Limeobject)),
            None if self.limetypes.get(&limetype).is_none() => {
                object.relations.push((limeobject.limetype.clone(), Role::Limeobject));
            }
            None => self.report_no_way_back(&limetype, &limeobject.limetype, pointer),
        }
        // Person, company and coworker of the limeobject are connected to this object too, if it has a relation to them.
        for (name, role) in [("person", Role::Person), ("company", Role::Company), ("coworker", Role::Coworker)] {
            if limeobject.relations.iter().any(|(_, known)| *known == role)
                && let Some(relation) = self.relation_back(&limetype, name)
            {
                object.relations.push((relation, role));
            }
        }
        object
    }
}
