//! Keys: the form of e-mail addresses, telephone numbers and texts by which persons are recognized.

use std::borrow::Cow;

use crate::text::fold::{composed, folded};
use crate::text::invisible::is_invisible;
use crate::text::message::lower;
use crate::text::percent::percent_decoded;

/// Longest text that can be a key, in bytes. An e-mail address has at most 254 characters.
const MAX_BYTES: usize = 1000;

/// What people and programs write where they have nothing to say, in the form of letters and digits only.
const NOBODY: &[&str] = &[
    "anon",
    "anonym",
    "anonymous",
    "anonymus",
    "besucher",
    "bezoeker",
    "besokare",
    "guest",
    "gast",
    "geen",
    "ingen",
    "inget",
    "keinangabe",
    "keine",
    "keineangabe",
    "keiner",
    "ka",
    "na",
    "nan",
    "nil",
    "nobody",
    "none",
    "notavailable",
    "notapplicable",
    "notprovided",
    "null",
    "nvt",
    "okand",
    "onbekend",
    "saknas",
    "test",
    "tester",
    "unbekannt",
    "undefined",
    "unknown",
    "visitor",
    "x",
    "xx",
    "xxx",
];

/// Parts of addresses before the `@` that belong to programs.
const NOBODYS_MAILBOX: &[&str] = &["anonymous", "donotreply", "nobody", "noreply", "unknown"];

/// Whether a text identifies nobody: no letter or digit, or a word for "nothing".
pub(crate) fn is_nobody(text: &str) -> bool {
    are_letters_of(text, NOBODY) || !text.contains(char::is_alphanumeric)
}

/// Whether the letters and digits of a text are one of `words`.
fn are_letters_of(text: &str, words: &[&str]) -> bool {
    // Each of these is a letter or digit of its own in every form of the text.
    let count = text.bytes().filter(u8::is_ascii_alphanumeric).count();
    words.iter().any(|word| word.len() >= count) && words.contains(&letters(text).as_str())
}

/// The letters and digits of a text in lower case, without accents.
pub(crate) fn letters(text: &str) -> String {
    folded(text).chars().filter(|character| character.is_alphanumeric()).collect()
}

/// A text without invisible characters and controls, its white space folded, in composed form.
pub(crate) fn clean(text: &str) -> Option<Cow<'_, str>> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let is_clean = |character: char| character.is_ascii_graphic() || character.is_alphanumeric();
    if text.bytes().all(|byte| byte.is_ascii_graphic()) || text.chars().all(is_clean) {
        return Some(composed(text));
    }
    let visible: String = text.chars().filter(|c| c.is_whitespace() || !(c.is_control() || is_invisible(*c))).collect();
    let words: Vec<_> = visible.split_whitespace().collect();
    Some(Cow::Owned(composed(&words.join(" ")).into_owned()))
}

/// The address in a text such as `Kim <kim@x.se>`, `mailto:kim@x.se?subject=Hello` or `"kim@x.se"`, with its case. None
/// when the text is not one address whose host has a dot.
pub(crate) fn email_address(text: &str) -> Option<String> {
    let text = clean(text)?;
    let mut address: Cow<'_, str> = match text.rsplit_once('<') {
        Some((before, rest)) => {
            let (address, behind) = rest.split_once('>').unwrap_or((rest, ""));
            // Another address beside it.
            if behind.contains('@') || before.contains('@') && before.contains([',', ';', '<']) {
                return None;
            }
            address.into()
        }
        // A comment behind the address.
        None => {
            text.split_once(" (").filter(|_| text.ends_with(')')).map_or(text.as_ref(), |(address, _)| address).into()
        }
    };
    if let Some((scheme, rest)) = address.split_once(':')
        && scheme.trim().eq_ignore_ascii_case("mailto")
    {
        let path = rest.split(['?', '#']).next().unwrap_or_default();
        address = String::from_utf8(percent_decoded(path)).ok()?.into();
    }
    let is_around = |character: char| {
        !character.is_ascii_alphanumeric() && (character.is_whitespace() || "\"'`“”„‘’«»()[]<>,;.".contains(character))
    };
    let address = address.trim_matches(is_around);
    let (mailbox, host) = address.split_once('@')?;
    let is_mailbox = !mailbox.is_empty() && mailbox.len() <= 128 && !mailbox.contains(|c: char| !is_of_mailbox(c));
    let mut labels = host.split('.');
    let is_label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-' || !c.is_ascii());
    let has_dot = host.contains('.') && host.rsplit('.').next().is_some_and(|last| last.contains(char::is_alphabetic));
    (is_mailbox && has_dot && labels.all(is_label)).then(|| address.to_owned())
}

fn is_of_mailbox(character: char) -> bool {
    let is_separator = matches!(character, '"' | '(' | ')' | ',' | ':' | ';' | '<' | '>' | '@' | '[' | '\\' | ']');
    character.is_ascii_alphanumeric() || !is_separator && !character.is_whitespace()
}

/// The key of an address: in lower case. None for the address of a program that answers nobody.
pub(crate) fn email_key(address: &str) -> Option<String> {
    let (mailbox, _) = address.split_once('@')?;
    (!are_letters_of(mailbox, NOBODYS_MAILBOX)).then(|| composed(&lower(address)).into_owned())
}

/// A telephone number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phone {
    /// The calling code of the country; empty when it is not known.
    country: String,
    /// The number within the country, without the 0 before it; all digits when the country is not known.
    number: String,
}

impl Phone {
    /// Reads a number in any notation. `country` is the calling code of numbers without one. None for what is no number.
    pub(crate) fn read(text: &str, country: Option<&str>) -> Option<Self> {
        let text = clean(text)?;
        let text = match text.split_once(':') {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("tel") => rest,
            _ => &text,
        };
        let text = text.split(';').next().unwrap_or_default().replace("(0)", "");
        let is_separator =
            |c: char| c.is_whitespace() || "()[]-./\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2212}".contains(c);
        let mut digits = String::new();
        let mut is_international = false;
        for character in text.chars() {
            match digit(character) {
                Some(digit) => digits.push(digit),
                None if matches!(character, '+' | '＋') && digits.is_empty() && !is_international => {
                    is_international = true
                }
                None if is_separator(character) => {}
                None => return None,
            }
        }
        if let Some(rest) = digits.strip_prefix("00").filter(|_| !is_international) {
            digits = rest.to_owned();
            is_international = true;
        }
        if !(5..=15).contains(&digits.len()) {
            return None;
        }
        let phone = match country {
            _ if is_international => {
                let (country, number) = digits.split_at_checked(calling_code_length(&digits))?;
                Self { number: national(country, number).to_owned(), country: country.to_owned() }
            }
            Some(country) => {
                // As WhatsApp writes numbers: with the calling code, and without a plus.
                let rest = digits.strip_prefix(country).filter(|rest| rest.len() >= 8 && !rest.starts_with('0'));
                let number = rest.unwrap_or_else(|| national(country, &digits)).to_owned();
                Self { number, country: country.to_owned() }
            }
            None => Self { country: String::new(), number: digits },
        };
        let first = phone.number.chars().next()?;
        let is_invented = phone.number.chars().all(|digit| digit == first) || "1234567890".starts_with(&phone.number);
        (!is_invented).then_some(phone)
    }

    /// The key: all digits.
    pub(crate) fn key(&self) -> String {
        format!("{}{}", self.country, self.number)
    }

    /// Notations in which Lime CRM may hold the number, the most likely ones. `country` is the calling code of numbers
    /// without one.
    pub(crate) fn forms(&self, country: Option<&str>) -> Vec<String> {
        let Self { country: code, number } = self;
        if code.is_empty() {
            return vec![number.clone()];
        }
        let mut forms = vec![format!("+{code}{number}"), format!("00{code}{number}"), format!("{code}{number}")];
        forms.push(format!("+{code} {number}"));
        let at_home = country == Some(code);
        let trunk = if has_trunk_zero(code) { "0" } else { "" };
        if at_home {
            forms.push(format!("{trunk}{number}"));
        }
        if trunk.is_empty() {
            for grouped in [grouped(number, &[2, 2, 2, 2, 2]), grouped(number, &[3, 2, 3])] {
                forms.push(format!("+{code} {grouped}"));
                if at_home {
                    forms.push(grouped);
                }
            }
            return forms;
        }
        let has_short_area =
            matches!((code.as_str(), number.get(..1)), ("46", Some("8")) | ("31", _) | ("33", _) | ("358", Some("9")));
        for length in [2, 3, 1].into_iter().filter(|length| *length > 1 || has_short_area) {
            let Some((area, rest)) = number.split_at_checked(length).filter(|(_, rest)| rest.len() >= 4) else {
                continue;
            };
            let rest_grouped = match rest.len() {
                5 | 7 => grouped(rest, &[3, 2, 2]),
                8 if code == "46" => grouped(rest, &[3, 3, 2]),
                _ => grouped(rest, &[2, 2, 2, 2, 2]),
            };
            forms.push(format!("+{code} {area} {rest_grouped}"));
            forms.push(format!("+{code} {area} {rest}"));
            if at_home {
                forms.push(format!("0{area}-{rest_grouped}"));
                forms.push(format!("0{area} {rest_grouped}"));
                forms.push(format!("0{area}-{rest}"));
            }
        }
        forms
    }
}

/// A digit in any of the scripts that keyboards for telephone numbers have.
fn digit(character: char) -> Option<char> {
    let value = match u32::from(character) {
        code @ 0x30..=0x39 => code - 0x30,
        code @ 0x660..=0x669 => code - 0x660,
        code @ 0x6f0..=0x6f9 => code - 0x6f0,
        code @ 0xff10..=0xff19 => code - 0xff10,
        _ => return None,
    };
    char::from_digit(value, 10)
}

/// Length of the calling code at the start of an international number.
fn calling_code_length(digits: &str) -> usize {
    let two = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49",
        "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84",
        "86", "90", "91", "92", "93", "94", "95", "98",
    ];
    match digits.get(..2) {
        Some(start) if start.starts_with(['1', '7']) => 1,
        Some(start) if two.contains(&start) => 2,
        _ => 3,
    }
}

/// Whether numbers have a 0 before them when they are dialed within the country.
fn has_trunk_zero(country: &str) -> bool {
    !matches!(
        country,
        "1" | "7" | "30" | "34" | "39" | "45" | "47" | "48" | "351" | "352" | "354" | "371" | "372" | "420"
    )
}

/// A number without the 0 before it.
fn national<'n>(country: &str, number: &'n str) -> &'n str {
    if has_trunk_zero(country) { number.strip_prefix('0').unwrap_or(number) } else { number }
}

fn grouped(digits: &str, lengths: &[usize]) -> String {
    let mut text = String::new();
    let mut rest = digits;
    for length in lengths {
        let Some((group, after)) = rest.split_at_checked(*length).filter(|(_, after)| !after.is_empty()) else { break };
        text.push_str(group);
        text.push(' ');
        rest = after;
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_out_of_what_surrounds_it() {
        for text in [
            "kim@x.se",
            " kim@x.se\u{200b} ",
            "k\u{ad}im@x.se",
            "Kim Berg <kim@x.se>",
            "\"Berg, Kim\" <kim@x.se>",
            "\"anna@x.se\" <kim@x.se>",
            "<kim@x.se>",
            "\"kim@x.se\"",
            "'kim@x.se';",
            "kim@x.se.",
            "kim@x.se (Kim Berg)",
            "mailto:kim@x.se",
            "MAILTO:kim%40x.se?subject=a%20b&body=x@y.se",
            "Kim <mailto:kim@x.se?subject=x>",
            "[kim@x.se]",
        ] {
            assert_eq!(email_address(text).as_deref(), Some("kim@x.se"), "{text}");
        }
        assert_eq!(email_address("Kim.Berg+x@Mail.X.SE").as_deref(), Some("Kim.Berg+x@Mail.X.SE"));
        assert_eq!(email_key("Kim.Berg+x@Mail.X.SE").as_deref(), Some("kim.berg+x@mail.x.se"));
        assert_eq!(email_address("jo\u{308}rg@mu\u{308}ller.de").as_deref(), Some("j\u{f6}rg@m\u{fc}ller.de"));
    }

    #[test]
    fn what_is_no_address_is_no_key() {
        for text in [
            "",
            "kim",
            "kim@",
            "@x.se",
            "kim@localhost",
            "kim@x",
            "kim@x..se",
            "kim@.se",
            "kim@x.1",
            "kim@1.2.3.4",
            "a@b.se, c@d.se",
            "a@b.se c@d.se",
            "Kim <kim@x.se>, Lisa <lisa@x.se>",
            "Kim <kim@x.se> <lisa@x.se>",
            "<kim@x.se>, lisa@x.se",
            "lisa@x.se, Kim <kim@x.se>",
            "a@b@c.se",
            "kim berg@x.se",
            "kim@x_y.se",
            "ask kim@x.se",
            "mailto:",
            "<>",
        ] {
            assert_eq!(email_address(text), None, "{text}");
        }
        assert_eq!(email_address(&format!("{}@x.se", "a".repeat(2000))), None);
        for text in ["noreply@x.se", "No-Reply@x.se", "do.not.reply@x.se", "anonymous@x.se", "unknown@x.se"] {
            assert_eq!(email_key(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_has_one_key_in_all_its_notations() {
        for (text, country, key) in [
            ("+46 70 123 45 67", None, "46701234567"),
            ("+46 (0)70-123 45 67", None, "46701234567"),
            ("0046701234567", None, "46701234567"),
            ("tel:+46-70-1234567;ext=5", None, "46701234567"),
            ("070-123 45 67", Some("46"), "46701234567"),
            ("(070) 123.45.67", Some("46"), "46701234567"),
            ("701234567", Some("46"), "46701234567"),
            ("46701234567", Some("46"), "46701234567"),
            ("45123456", Some("45"), "4545123456"),
            ("070\u{2013}123\u{a0}45\u{202f}67\u{200e}", Some("46"), "46701234567"),
            ("\u{ff0b}\u{ff14}\u{ff16}\u{ff17}\u{ff10}1234567", None, "46701234567"),
            ("\u{660}\u{667}\u{660}1234567", Some("46"), "46701234567"),
            ("070-123 45 67", None, "0701234567"),
            ("+39 06 1234567", None, "39061234567"),
            ("06 1234567", Some("39"), "39061234567"),
            ("20 34 56 78", Some("45"), "4520345678"),
            ("+1 (212) 555-0100", None, "12125550100"),
            ("+358 40 1234567", Some("46"), "358401234567"),
        ] {
            assert_eq!(Phone::read(text, country).map(|phone| phone.key()).as_deref(), Some(key), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_no_key() {
        for text in [
            "",
            "soon",
            "112",
            "+46",
            "call 070-1234567",
            "070-1234567 / 08-1234567",
            "+46 70 123 45 67 8901234",
            "++46701234567",
            "070+1234567",
            "00000000",
            "1111111",
            "0000 00 00",
            "123456789",
            "7 + 3",
        ] {
            assert_eq!(Phone::read(text, Some("46")), None, "{text}");
        }
    }

    #[test]
    fn the_notations_of_a_number_have_its_key() {
        for (text, country, some) in [
            ("+46701234567", Some("46"), &["+46701234567", "+46 70 123 45 67", "070-123 45 67", "0701234567"][..]),
            ("+46812345678", Some("46"), &["08-123 456 78", "+46 8 123 456 78"]),
            ("+4791234567", Some("47"), &["91 23 45 67", "912 34 567", "+47 912 34 567", "91234567"]),
            ("+4915112345678", Some("46"), &["+4915112345678", "+49 151 12345678"]),
            ("+31612345678", Some("31"), &["06-12345678", "06 12 34 56 78", "+31 6 12345678"]),
            ("+33612345678", Some("33"), &["06 12 34 56 78", "+33 6 12 34 56 78"]),
            ("0701234567", None, &["0701234567"]),
        ] {
            let phone = Phone::read(text, country).unwrap();
            let forms = phone.forms(country);
            assert!(forms.len() <= 20, "{forms:?}");
            for form in some {
                assert!(forms.iter().any(|known| known == form), "{form}: {forms:?}");
            }
            for form in &forms {
                // Without + or 00 the calling code is a part of the number.
                if *form != phone.key() {
                    assert_eq!(Phone::read(form, country).map(|read| read.key()), Some(phone.key()), "{form}");
                }
            }
        }
    }

    #[test]
    fn words_for_nothing_identify_nobody() {
        for text in [
            "",
            " ",
            "-",
            "n/a",
            "N.A.",
            "NA",
            "none",
            "Null",
            "test",
            "Unknown",
            "anonymous",
            "keine",
            "Ok\u{e4}nd",
            "oka\u{308}nd",
            "---",
            "?",
            "\u{200b}",
            "k. A.",
            "xxx",
            ".",
        ] {
            assert!(is_nobody(text), "{text}");
        }
        for text in ["Kim", "0", "Nanna", "testing@x.se", "Nora", "\u{91d1}"] {
            assert!(!is_nobody(text), "{text}");
        }
    }
}
