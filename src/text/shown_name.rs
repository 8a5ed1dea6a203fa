//! Names of people and files as they are shown: on one line, without anything that pretends to be more than a name.

use std::borrow::Cow;

use crate::text::invisible::is_invisible;
use crate::text::truncate::truncate;

/// Maximum length of a name, in UTF-16 code units.
const MAX_LENGTH: usize = 100;

/// Colons, also those of other scripts.
pub(crate) fn is_colon(character: char) -> bool {
    matches!(character, ':' | 'ː' | '˸' | '։' | '׃' | '܃' | '܄' | '∶' | '⁚' | '꞉' | '︓' | '︰' | '﹕' | '：')
}

/// Returns the name on one line, without controls, invisible characters and colons at its end, with parentheses for its square
/// brackets, cut at 100 characters; none when nothing is left.
///
/// Joiners and variation selectors stay behind characters of scripts and emoji that need them.
pub(crate) fn shown_name(name: &str) -> Option<Cow<'_, str>> {
    if is_shown_as_it_is(name.as_bytes()) {
        return Some(Cow::Borrowed(name));
    }
    let mut shown = String::new();
    let mut space = false;
    let mut last = ' ';
    for character in name.chars() {
        let is_joiner = matches!(character, '\u{200c}' | '\u{200d}' | '\u{fe0f}') && last >= '\u{590}';
        match character {
            _ if character.is_whitespace() || character.is_control() => space = !shown.is_empty(),
            _ if is_invisible(character) && !is_joiner => {}
            _ => {
                if std::mem::take(&mut space) {
                    shown.push(' ');
                }
                last = match character {
                    '[' | '［' | '【' | '〔' | '⟦' | '〚' => '(',
                    ']' | '］' | '】' | '〕' | '⟧' | '〛' => ')',
                    other => other,
                };
                shown.push(last);
            }
        }
        // What is beyond the maximum is not looked at; a cluster of characters is rarely as long as another maximum.
        if shown.len() > MAX_LENGTH * 8 {
            break;
        }
    }
    let shown = shown.trim_end_matches(|character: char| {
        character.is_whitespace() || is_colon(character) || is_invisible(character)
    });
    if shown.is_empty() {
        return None;
    }
    let shown = truncate(shown, MAX_LENGTH).map_or_else(|| shown.to_owned(), |(cut, _)| cut);
    Some(if shown == name { Cow::Borrowed(name) } else { Cow::Owned(shown) })
}

/// Whether a name is a short one of ASCII letters and digits, with single spaces, points and hyphens between them, as most are.
fn is_shown_as_it_is(name: &[u8]) -> bool {
    let is_separator = |byte: u8| matches!(byte, b' ' | b'.' | b'-');
    let mut before = b' ';
    let is_plain = name.iter().all(|byte| {
        let before = std::mem::replace(&mut before, *byte);
        byte.is_ascii_alphanumeric() || is_separator(*byte) && !is_separator(before)
    });
    is_plain && name.len() <= MAX_LENGTH && before.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_only_a_name() {
        for (name, shown) in [
            ("Åsa", Some("Åsa")),
            (" Kim \n 2024-02-22 15:49 UTC\u{2028}Lisa:\r", Some("Kim 2024-02-22 15:49 UTC Lisa")),
            ("Lisa Abel: :\u{200b}：", Some("Lisa Abel")),
            ("\u{202e}\u{2066}Kim\u{ad}\u{feff}", Some("Kim")),
            ("[operator] Lisa", Some("(operator) Lisa")),
            ("【operator】 Lisa", Some("(operator) Lisa")),
            ("علی\u{200c}رضا", Some("علی\u{200c}رضا")),
            ("L\u{200d}isa", Some("Lisa")),
            ("👩\u{200d}🚀", Some("👩\u{200d}🚀")),
            ("\u{200b}\u{3164}\u{2800}", None),
            (" :\u{7}\n", None),
            ("", None),
        ] {
            assert_eq!(shown_name(name).as_deref(), shown, "{name:?}");
        }
        assert_eq!(shown_name(&"x".repeat(1_000_000)).map(|name| name.len()), Some(100));
        assert_eq!(shown_name(&"\u{301}".repeat(1_000_000)).map(|name| name.len() <= 300), Some(true));
    }
}
