//! How lookups compare values.

use crate::json::from_value::names;
use serde::{Deserialize, Serialize};

use crate::model::limetypes::{Property, PropertyType};
use crate::text::fold::{composed, folded};
use crate::text::key::{Phone, clean, email_address, email_key, is_nobody, letters};
use crate::text::message::quoted;
use crate::text::said::{Said, Shown};
use crate::text::texts;

/// How a lookup compares a text property with a value of the payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum MatchBy {
    /// As e-mail addresses: the address in `Kim <kim@x.se>` or `mailto:kim@x.se`, without case.
    Email,
    /// As telephone numbers: by their digits, with the calling code of the country.
    Phone,
    /// As texts: without case, invisible characters, and differences in white space and Unicode normalization.
    Text,
}

impl MatchBy {
    /// Every way, with its name in the configuration.
    pub(crate) const ALL: [(&'static str, Self); 3] =
        [("email", Self::Email), ("phone", Self::Phone), ("text", Self::Text)];

    /// The usual way for a property; without metadata its name decides. None for properties that are no texts.
    pub(crate) fn usual(name: &str, property: Option<&Property>) -> Option<Self> {
        let label = property.and_then(|property| property.localname.as_deref());
        match property.map(|property| property.kind) {
            Some(kind) if !kind.is_text() => None,
            Some(PropertyType::Phone) => Some(Self::Phone),
            None if is_named_phone(name) => Some(Self::Phone),
            _ if is_named_email(name) || label.is_some_and(is_named_email) => Some(Self::Email),
            _ => Some(Self::Text),
        }
    }

    /// The form of a text in which two values are compared; none for a text that is not of the kind.
    pub(crate) fn key(self, text: &str, country: Option<&str>) -> Option<String> {
        match self {
            Self::Email => email_address(text).map(|address| folded(&address).into_owned()),
            Self::Phone => Phone::read(text, country).map(|phone| phone.key()),
            Self::Text => Some(folded(text).into_owned()),
        }
    }

    /// The texts to look up for a value of the payload: first the form in which it is compared, last as it is written, in
    /// between others that Lime CRM may hold.
    ///
    /// # Errors
    /// Why the value is not a key.
    pub(crate) fn forms(self, text: &str, country: Option<&str>) -> Result<Vec<String>, Said> {
        let Some(cleaned) = clean(text) else { return Err(texts::too_long_to_identify(text)) };
        let nobody = || texts::identifies_nobody(&Shown::Text(quoted(&cleaned)));
        if is_nobody(&cleaned) {
            return Err(nobody());
        }
        let mut forms = match self {
            Self::Email => {
                let address = email_address(text).ok_or_else(|| texts::no_email_address(&cleaned))?;
                vec![email_key(&address).ok_or_else(nobody)?, address]
            }
            Self::Phone => {
                let phone = Phone::read(text, country).ok_or_else(|| texts::no_phone_number(&cleaned))?;
                let mut forms = phone.forms(country);
                forms.push(cleaned.into_owned());
                forms
            }
            Self::Text => {
                let written = text.trim();
                vec![cleaned.into_owned(), composed(written).into_owned(), written.to_owned()]
            }
        };
        // As it is written it stays the last, also where a telephone number is written as the first is.
        forms.dedup();
        if let Some(written) = forms.pop() {
            let is_only = !forms.is_empty() && forms.iter().all(|form| *form == written);
            let mut is_first = true;
            forms.retain(|form| std::mem::take(&mut is_first) || *form != written);
            forms.extend(Some(written).filter(|_| !is_only));
        }
        Ok(forms)
    }
}

/// Whether a name or label is that of an e-mail address: `email`, `E-Mail-Adresse`, `workmail`, `E-post`.
fn is_named_email(name: &str) -> bool {
    let name = letters(name);
    name.contains("email") || name.contains("epost") || name.ends_with("mail") || name.starts_with("mailadr")
}

/// Whether a name is that of a telephone number: `phone`, `mobilephone`, `telefon`.
fn is_named_phone(name: &str) -> bool {
    let name = letters(name);
    ["phone", "mobile", "telefon", "phonenumber", "mobilenumber", "mobil"].iter().any(|end| name.ends_with(end))
}

names!(MatchBy { Email = "email", Phone = "phone", Text = "text" });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_decide_where_no_type_does() {
        for (name, usual) in [
            ("email", MatchBy::Email),
            ("e_mail", MatchBy::Email),
            ("emailaddress", MatchBy::Email),
            ("workmail", MatchBy::Email),
            ("E-post", MatchBy::Email),
            ("E-Mail-Adresse", MatchBy::Email),
            ("phone", MatchBy::Phone),
            ("mobilephone", MatchBy::Phone),
            ("mobile_number", MatchBy::Phone),
            ("name", MatchBy::Text),
            ("mailing", MatchBy::Text),
            ("phonemodel", MatchBy::Text),
        ] {
            assert_eq!(MatchBy::usual(name, None), Some(usual), "{name}");
        }
    }

    #[test]
    fn the_form_that_is_compared_comes_first_and_none_is_repeated() {
        for (match_by, text, forms) in [
            (MatchBy::Email, "Kim <Kim@X.se>", &["kim@x.se", "Kim@X.se"][..]),
            (MatchBy::Email, "kim@x.se", &["kim@x.se"]),
            (MatchBy::Text, "Kim\u{a0} Berg", &["Kim Berg", "Kim\u{a0} Berg"]),
            (MatchBy::Text, "Mo\u{308}ller ", &["M\u{f6}ller", "Mo\u{308}ller"]),
            (MatchBy::Text, "M\u{f6}ller  Kim", &["M\u{f6}ller Kim", "M\u{f6}ller  Kim"]),
            (MatchBy::Phone, "070 12 34", &["0701234", "070 12 34"]),
            (MatchBy::Phone, "0701234", &["0701234"]),
        ] {
            assert_eq!(match_by.forms(text, None).unwrap(), forms, "{text:?}");
        }
    }

    #[test]
    fn what_is_written_is_the_last_form_of_a_number() {
        for written in ["+46701234567", "070-123 45 67", "+46 (0)70 / 123-4567"] {
            let forms = MatchBy::Phone.forms(written, Some("46")).unwrap();
            assert_eq!(
                (forms.first().map(String::as_str), forms.last().map(String::as_str)),
                (Some("+46701234567"), Some(written))
            );
            let between = forms.get(1..forms.len() - 1).unwrap();
            assert!(
                between
                    .iter()
                    .enumerate()
                    .all(|(at, form)| !between.iter().take(at).any(|known| known == form) && form != written)
            );
        }
    }

    #[test]
    fn a_value_that_is_no_key_has_a_reason() {
        for (match_by, text, reason) in [
            (MatchBy::Email, "n/a", "\"n/a\" identifies nobody."),
            (MatchBy::Email, "kim@localhost", "\"kim@localhost\" is not an e-mail address."),
            (MatchBy::Email, "noreply@x.se", "\"noreply@x.se\" identifies nobody."),
            (MatchBy::Phone, "soon", "\"soon\" is not a telephone number."),
            (MatchBy::Text, " - ", "\"-\" identifies nobody."),
        ] {
            assert_eq!(match_by.forms(text, None).unwrap_err().message(), reason);
        }
        assert!(
            MatchBy::Text
                .forms(&"a".repeat(5000), None)
                .unwrap_err()
                .message()
                .ends_with("is too long to identify anybody.")
        );
    }
}
