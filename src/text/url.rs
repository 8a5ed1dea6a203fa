//! URLs in texts: where they end, and what of them is a secret.

use std::borrow::Cow;

/// Maximum length of a scheme.
const MAX_SCHEME: usize = 16;
/// Parameters, in lower case, that come with a signature: who has the whole link can open the file.
const SIGNED: &[&str] = &["sig", "hmac", "awsaccesskeyid", "googleaccessid", "key-pair-id", "x-amz-credential"];
/// Further parameters that give access, where the link is that of a media file.
const ACCESS: &[&str] =
    &["token", "access_token", "auth", "authorization", "jwt", "key", "api_key", "apikey", "secret", "expires"];

/// Length in bytes of the URL at the beginning of a text, 0 when there is none: `scheme://…`, `www.…` or `mailto:…` up to white
/// space, a quotation mark, an angle bracket, or a bracket that was not opened in it.
pub(crate) fn url_length(text: &str) -> usize {
    let scheme = text.bytes().take(MAX_SCHEME).take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte));
    let scheme = text.get(..scheme.count()).unwrap_or_default();
    let begins = |prefix: &str| text.get(..prefix.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(prefix));
    let is_url = begins("www.")
        || begins("mailto:")
        || scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && text.get(scheme.len()..).is_some_and(|rest| rest.starts_with("://"));
    if !is_url {
        return 0;
    }
    let mut open = (0_u32, 0_u32);
    let ends = |character: char| {
        match character {
            '(' => open.0 += 1,
            '[' => open.1 += 1,
            ')' if open.0 == 0 => return true,
            ']' if open.1 == 0 => return true,
            ')' => open.0 -= 1,
            ']' => open.1 -= 1,
            _ => {
                return character.is_whitespace()
                    || matches!(character, '<' | '>' | '"' | '，' | '。' | '、' | '）' | '」' | '》');
            }
        }
        false
    };
    text.find(ends).unwrap_or(text.len())
}

/// The part of a link that can be shown: without query and fragment where they give access to the file.
pub(crate) fn without_secrets(url: &str) -> &str {
    shown(url, |name| is_signature(name) || ACCESS.contains(&name))
}

/// A link without the user name and the password before its host.
pub(crate) fn without_user(url: &str) -> Cow<'_, str> {
    let parts = url.split_once("://").and_then(|(scheme, rest)| {
        let authority = rest.split(['/', '?', '#']).next()?;
        Some((scheme, rest.get(authority.rfind('@')? + 1..)?))
    });
    parts.map_or(Cow::Borrowed(url), |(scheme, rest)| Cow::Owned(format!("{scheme}://{rest}")))
}

/// The text with the signed links in it as they can be shown; none when it has no signed link.
pub(crate) fn without_signatures(text: &str) -> Option<String> {
    // A link that is signed has a question mark.
    let last = text.rfind('?')?;
    let mut cleaned: Option<String> = None;
    let (mut copied, mut end, mut is_in_word) = (0, 0, false);
    for (at, character) in text.char_indices().take_while(|(at, _)| *at <= last) {
        if at >= end && !is_in_word {
            let rest = text.get(at..).unwrap_or_default();
            let url = rest.get(..url_length(rest)).unwrap_or_default();
            let kept = shown(url, is_signature).len();
            end = at + url.len();
            if kept < url.len() {
                cleaned.get_or_insert_default().push_str(text.get(copied..at + kept).unwrap_or_default());
                copied = end;
            }
        }
        is_in_word = character.is_alphanumeric();
    }
    cleaned.map(|cleaned| cleaned + text.get(copied..).unwrap_or_default())
}

fn is_signature(name: &str) -> bool {
    name.ends_with("signature") || SIGNED.contains(&name)
}

/// The URL up to its query, if a parameter is secret.
fn shown(url: &str, is_secret: impl Fn(&str) -> bool) -> &str {
    let Some((before, parameters)) = url.split_once(['?', '#']) else { return url };
    let secret = parameters.split(['&', ';', '?', '#']).any(|parameter| {
        let name = parameter.split('=').next().unwrap_or_default();
        // Longer names are none of these.
        name.len() <= 40 && is_secret(&name.to_ascii_lowercase())
    });
    if secret { before } else { url }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_ends_where_a_reader_sees_its_end() {
        for (text, url) in [
            ("https://x.example/a*b*c?d=_e_ and", "https://x.example/a*b*c?d=_e_"),
            ("HTTP://x/a_(b)_c) more", "HTTP://x/a_(b)_c"),
            ("www.x.se/~a~.", "www.x.se/~a~."),
            ("mailto:a_b_c@x.se>", "mailto:a_b_c@x.se"),
            ("http://[::1]/a] b", "http://[::1]/a"),
            ("https://x/ö/中\u{a0}b", "https://x/ö/中"),
            ("ftp+ssl.x://y", "ftp+ssl.x://y"),
            ("://x", ""),
            ("1://x", ""),
            ("Kim: hello", ""),
        ] {
            assert_eq!(text.get(..url_length(text)), Some(url), "{text}");
        }
    }

    #[test]
    fn links_lose_what_gives_access() {
        for (url, shown) in [
            ("https://x/a.pdf?X-Amz-Date=1&X-Amz-Signature=abc", "https://x/a.pdf"),
            ("https://x/a.pdf?id=7&sv=1&sig=abc#p", "https://x/a.pdf"),
            ("https://x/a.pdf?Token=abc", "https://x/a.pdf"),
            ("https://x/a.pdf#access_token=abc", "https://x/a.pdf"),
            ("https://x/a.pdf?id=7#page=2", "https://x/a.pdf?id=7#page=2"),
            ("https://x/a.pdf?design=1", "https://x/a.pdf?design=1"),
        ] {
            assert_eq!(without_secrets(url), shown);
        }
        assert_eq!(without_user("https://kim:secret@x.se/a@b"), "https://x.se/a@b");
        assert_eq!(without_user("https://x.se/a@b"), "https://x.se/a@b");
        for (text, cleaned) in [
            ("see https://x/a?Signature=b&Expires=1, and https://x/b?c=1", Some("see https://x/a and https://x/b?c=1")),
            ("[a](https://x/a?sig=b)?", Some("[a](https://x/a)?")),
            ("https://x/reset?token=abc", None),
            ("sig=1? no link", None),
        ] {
            assert_eq!(without_signatures(text).as_deref(), cleaned, "{text}");
        }
    }

    #[test]
    fn hostile_texts_take_linear_time() {
        for evil in ["https://", "a:", "www.", "?", "(", "https://x?sig=1 "] {
            let text = evil.repeat(20_000);
            assert!(without_signatures(&text).unwrap_or_default().len() <= text.len());
        }
    }
}
