//! Values of option and set properties.

use std::borrow::Cow;

use super::{Coerced, Coercion, CoercionCode, Diagnostic, diagnostic, wrong_type};
use crate::json::value::{Value, shown};
use crate::model::limetypes::{Property, PropertyOption};
use crate::preview::{OptionKey, PropertyValue};
use crate::text::fold::folded;
use crate::text::message::nearest;
use crate::text::texts;

/// Names that are read of a set. A list of more is no list of options.
const MAX_NAMES: usize = 1000;
/// Findings about parts of a set that cannot be used.
const MAX_UNUSABLE: usize = 8;

/// Signs between the names of options in a text.
const SEPARATORS: [char; 5] = [',', ';', '|', '\n', '\r'];

pub(super) fn option<'a>(property: &Property, value: &Value<'a>) -> Coercion<'a> {
    let Some(name) = value.scalar_text() else { return wrong_type(value, &texts::an_option()) };
    let mut diagnostics = Vec::new();
    let found = Names::of(&property.options).find(&name).ok_or_else(|| unknown(property, &name))?;
    let option = chosen(found, &name, &mut diagnostics);
    Ok(Coerced { value: Some(PropertyValue::Option(option)), diagnostics })
}

pub(super) fn set<'a>(property: &Property, value: &Value<'a>) -> Coercion<'a> {
    let names = Names::of(&property.options);
    let mut chosen = Chosen { property, names, options: Vec::new(), diagnostics: Vec::new(), count: 0, unusable: 0 };
    match value {
        Value::Text(text) => {
            let mut rest = &**text;
            while let Some(name) = chosen.names.next(&mut rest) {
                if !chosen.add(name) {
                    break;
                }
            }
        }
        Value::Object(_) => return wrong_type(value, &texts::a_list_of_options()),
        value => chosen.add_all(value),
    }
    Ok(chosen.into_coerced())
}

/// Whether a whole text is an option.
pub(super) fn is_option(options: &[PropertyOption], text: &str) -> bool {
    Names::of(options).find(text).is_some()
}

/// The options of a set that were found. What is no option leaves the others as they are.
struct Chosen<'p, 'a> {
    property: &'p Property,
    names: Names<'p>,
    options: Vec<OptionKey<'a>>,
    diagnostics: Vec<Diagnostic>,
    /// Names that were read.
    count: usize,
    unusable: usize,
}

impl<'a> Chosen<'_, 'a> {
    fn add_all(&mut self, value: &Value<'a>) {
        match value {
            Value::List(items) => {
                for item in items.iter().filter(|item| !item.is_empty()) {
                    if self.count <= MAX_NAMES {
                        self.add_all(item);
                    }
                }
            }
            value => match value.scalar_text() {
                Some(name) => _ = self.add(&name),
                None => {
                    self.count += 1;
                    self.leave_out(|_| {
                        diagnostic(CoercionCode::WrongType, texts::wrong_type(&shown(value), &texts::an_option()))
                    });
                }
            },
        }
    }

    /// False when no more names are read.
    fn add(&mut self, name: &str) -> bool {
        self.count += 1;
        if self.count > MAX_NAMES {
            return false;
        }
        match self.names.find(name) {
            Some(found) => {
                let option = chosen(found, name, &mut self.diagnostics);
                if !self.options.contains(&option) {
                    self.options.push(option);
                }
            }
            None => self.leave_out(|property| unknown(property, name)),
        }
        true
    }

    fn leave_out(&mut self, why: impl FnOnce(&Property) -> Diagnostic) {
        self.unusable += 1;
        if self.unusable <= MAX_UNUSABLE {
            self.diagnostics.push(why(self.property));
        }
    }

    fn into_coerced(mut self) -> Coerced<'a> {
        let mut left_out = |said| self.diagnostics.push(diagnostic(CoercionCode::OptionUnknown, said));
        if let Some(more @ 1..) = self.unusable.checked_sub(MAX_UNUSABLE) {
            left_out(texts::option_unknown_more(more));
        }
        if self.count > MAX_NAMES {
            left_out(texts::option_unknown_rest(MAX_NAMES));
        }
        let value = (!self.options.is_empty()).then_some(PropertyValue::Set(self.options));
        Coerced { value, diagnostics: self.diagnostics }
    }
}

/// The names of options, folded once for the many names of a set.
struct Names<'o> {
    /// The folded keys and texts with their options.
    forms: Vec<(Cow<'o, str>, &'o PropertyOption, MatchedBy)>,
    /// How many separators keys and texts have in them, none repeated, the most first.
    separators: Vec<usize>,
    /// Maximum length of a key or text in bytes.
    longest: usize,
}

impl<'o> Names<'o> {
    #[inline(never)]
    fn of(options: &'o [PropertyOption]) -> Self {
        let mut names = Self { forms: Vec::with_capacity(2 * options.len()), separators: vec![0], longest: 0 };
        for option in options {
            for (name, by) in [(&option.key, MatchedBy::Key), (&option.text, MatchedBy::Text)] {
                names.forms.push((folded(name), option, by));
                names.longest = names.longest.max(name.len());
                let count = name.matches(SEPARATORS).count();
                let at = names.separators.partition_point(|known| *known > count);
                if names.separators.get(at) != Some(&count) {
                    names.separators.insert(at, count);
                }
            }
        }
        names
    }

    /// The option with this key, otherwise with this text, both as they look. Active options come before inactive ones.
    #[inline(never)]
    fn find(&self, name: &str) -> Option<(&'o PropertyOption, MatchedBy)> {
        let form = folded(name);
        if form.is_empty() {
            return None;
        }
        let same = self.forms.iter().filter(|(known, ..)| *known == form);
        let best = same.min_by_key(|(_, option, by)| {
            let is_exact = *by == MatchedBy::Key && option.key == name.trim();
            (!is_exact, *by == MatchedBy::Text, option.inactive)
        });
        best.map(|(_, option, by)| (*option, *by))
    }

    /// Takes the next option name from a text whose names are separated. Texts of options can contain separators themselves:
    /// the longest name that is an option is taken.
    fn next<'t>(&self, rest: &mut &'t str) -> Option<&'t str> {
        // Invisible characters and white space make a name longer than the option.
        let most = 4 * self.longest + 256;
        loop {
            let text = *rest;
            if text.is_empty() {
                return None;
            }
            let count = self.separators.first().copied().unwrap_or_default();
            let ends = text.match_indices(SEPARATORS).map(|(at, _)| at).chain([text.len()]);
            let ends: Vec<_> =
                ends.take(count + 1).enumerate().take_while(|(index, end)| *index == 0 || *end <= most).collect();
            let mut candidates = self.separators.iter().filter_map(|count| text.get(..ends.get(*count)?.1));
            let longest = candidates.clone().find(|name| self.find(name).is_some()).or_else(|| candidates.next_back());
            let name = longest.unwrap_or(text);
            *rest = text.get(name.len() + 1..).unwrap_or_default();
            if !name.trim().is_empty() {
                return Some(name.trim());
            }
        }
    }
}

/// The part of an option that a name matched.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MatchedBy {
    Key,
    Text,
}

fn unknown(property: &Property, name: &str) -> Diagnostic {
    let keys = || property.options.iter().filter(|option| !option.inactive).map(|option| option.key.as_str());
    let option_texts = property.options.iter().map(|option| option.text.as_str());
    let said = match nearest(name, keys().chain(option_texts)) {
        Some(near) => texts::option_unknown_near(&property.labeled(), name, near),
        None => {
            let some: Vec<_> = keys().filter(|key| !key.is_empty()).take(8).collect();
            texts::option_unknown_keys(&property.labeled(), name, &some.join(", "))
        }
    };
    diagnostic(CoercionCode::OptionUnknown, said)
}

/// The option that was found, with what is to be said about it.
fn chosen<'a>(
    (option, by): (&PropertyOption, MatchedBy),
    name: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> OptionKey<'a> {
    if by == MatchedBy::Text {
        diagnostics.push(diagnostic(CoercionCode::OptionByText, texts::option_by_text(name, &option.key)));
    }
    if option.inactive {
        diagnostics.push(diagnostic(CoercionCode::OptionInactive, texts::option_inactive(&option.key)));
    }
    OptionKey { key: Cow::Owned(option.key.clone()) }
}
