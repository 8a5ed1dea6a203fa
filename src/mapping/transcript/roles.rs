//! Whether the lines of a note say the role of their sender, because a name could be taken for another sender's.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use crate::model::conversation::Conversation;
use crate::model::sender::Sender;
use crate::text::ascii::contains;
use crate::text::look_alike::{resembles, words};
use crate::text::shown_name::is_colon;

/// Words by which a visitor could pretend to be the company or the note itself, in English, German, Dutch and Swedish, as they look:
/// without accents, "admin" with an l.
#[rustfmt::skip]
const ROLE_LOOKS: &[&str] = &[
    "contact", "operator", "system", "bot", "unknown", "support", "agent", "admln", "admlnlstrator", "moderator", "helpdesk",
    "servlce", "staff", "employee", "supervlsor", "asslstant", "userllke", "llmecrm",
    "kontakt", "bedlener", "mltarbelter", "betreuer", "berater", "kundendlenst", "unbekannt",
    "medewerker", "beheerder", "onbekend", "systeem",
    "handlaggare", "medarbetare", "kundtjanst", "okand",
];

/// Whether the roles are needed, by the names of the contact (its own, and the one that is shown) and of everybody else.
pub(super) fn are_needed(conversation: &Conversation<'_, '_>, shown: Option<&str>) -> bool {
    let own = conversation.contact_name();
    // The name that the configuration gives a contact without a name may be the role itself.
    let is_role = |name: &str| own.is_none() && words(name) == ["contact"];
    if own.as_deref().or(shown).is_some_and(|name| !is_role(name) && (!is_plain(name) || has_role_word(name))) {
        return true;
    }
    let shown = LazyCell::new(|| words(shown.unwrap_or("Contact")));
    if conversation.last_operator().is_some_and(|name| clashes(&name, &shown)) {
        return true;
    }
    let mut known = BTreeMap::new();
    let mut before = None;
    for message in conversation.messages().filter(|message| message.sender != Sender::Contact) {
        // Most entries have the names of the one before.
        if before.replace(message).is_some_and(|before| message.has_names_of(before)) {
            continue;
        }
        for name in message.names() {
            if !known.contains_key(&name) && clashes(&name, &shown) {
                return true;
            }
            // The conversation has a map of this type, too.
            known.insert(name, 0_usize);
        }
    }
    false
}

/// Whether another sender's name could be taken for the contact's, given by the words of the one that is shown, or for a part of the
/// line.
#[inline(never)]
fn clashes(name: &str, shown: &[String]) -> bool {
    !is_plain(name) || resembles(&words(name), shown)
}

fn has_role_word(name: &str) -> bool {
    let look = words(name);
    let whole = look.concat();
    // Short ones are parts of other names: Abbott.
    ROLE_LOOKS.iter().any(|role| look.iter().any(|word| word == role) || role.len() > 5 && contains(&whole, role))
}

/// Whether a name has nothing of what separates the parts of a line: colons, brackets, dashes, times.
fn is_plain(name: &str) -> bool {
    let is_dash = |character: char| {
        matches!(character, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' | '─' | '━')
    };
    let is_bracket = |character: char| match character {
        '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' => true,
        character => !character.is_ascii() && "（）｛｝＜＞〈〉《》".contains(character),
    };
    let digits = name.chars().filter(|character| character.is_numeric()).count();
    !name.chars().any(|character| is_colon(character) || is_bracket(character) || is_dash(character))
        && !name.starts_with(|first: char| first == '-' || first.is_numeric())
        && !name.contains(" -")
        && digits < 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_roles_are_listed_as_they_look() {
        for look in ROLE_LOOKS {
            assert_eq!(words(look), [*look]);
        }
        for name in [
            "Operator",
            "the ADMIN",
            "Aԁmіn",
            "B0t Bo",
            "MySupportTeam",
            "Kundtjänst",
            "Mitarbeiterin",
            "Klantenservice",
            "ᴀᴅᴍɪɴ",
            "🅂🅄🄿🄿🄾🅁🅃",
            "Ⓢⓨⓢⓣⓔⓜ",
            "Οkänd",
            "Ｏperatör",
            "Lime CRM",
        ] {
            assert!(has_role_word(name), "{name}");
        }
        for name in ["Abbott", "Adminah", "Kim"] {
            assert!(!has_role_word(name), "{name}");
        }
    }
}
