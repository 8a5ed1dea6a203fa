//! URLs in texts: where they end, and what of them is a secret.

use std::borrow::Cow;

use crate::text::invisible::is_invisible;
use crate::text::large::append;
use crate::text::percent::visible;

/// Maximum length of a scheme.
const MAX_SCHEME: usize = 16;
/// Parameters, in lower case, by which a link is signed: who has the whole link can open the file.
const SIGNED: &[&str] =
    &["sig", "hmac", "token", "access_token", "awsaccesskeyid", "googleaccessid", "key-pair-id", "x-amz-credential"];
/// Parameters that belong to a signature, of Amazon, Google and CloudFront.
const OF_SIGNATURES: &[&str] = &["expires", "policy", "key-pair-id"];
/// Parameters that belong to `sig`, of Azure's shared access signatures.
const OF_SIG: &[&str] = &[
    "sv", "ss", "srt", "st", "se", "sr", "sp", "sip", "spr", "si", "sdd", "skoid", "sktid", "skt", "ske", "sks", "skv",
    "saoid", "suoid", "scid", "rscc", "rscd", "rsce", "rscl", "rsct",
];
/// Further parameters that give access, where the link is that of a media file.
const ACCESS: &[&str] = &["auth", "authorization", "jwt", "key", "api_key", "apikey", "secret", "expires"];

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

/// Whether a text can have a URL, decided without looking at each place where one can begin.
fn may_have_url(text: &str) -> bool {
    let is_after_www = |at: usize| {
        let before = text.as_bytes().get(..at).and_then(|before| before.last_chunk::<3>());
        before.is_some_and(|before| before.eq_ignore_ascii_case(b"www"))
    };
    text.contains(':') || text.match_indices('.').any(|(at, _)| is_after_www(at))
}

/// The link of a media file as it can be shown: without the parameters that give access to the file.
pub(crate) fn without_secrets(url: &str) -> Cow<'_, str> {
    shown(url, |name| ACCESS.contains(&name))
}

/// A link without the user name and the password before its host.
pub(crate) fn without_user(url: &str) -> Cow<'_, str> {
    let parts = url.split_once("://").and_then(|(scheme, rest)| {
        let authority = rest.split(['/', '?', '#']).next()?;
        Some((scheme, rest.get(authority.rfind('@')? + 1..)?))
    });
    parts.map_or(Cow::Borrowed(url), |(scheme, rest)| Cow::Owned(format!("{scheme}://{rest}")))
}

/// A text whose links were cleaned.
pub(crate) struct CleanLinks {
    pub(crate) text: String,
    /// Whether a link was signed.
    pub(crate) signed: bool,
}

/// The text with its links as they can be shown: without signatures, and with their invisible characters encoded. None when
/// they are so already.
pub(crate) fn clean_links(text: &str) -> Option<CleanLinks> {
    // Where nothing can be to clean, nothing is searched.
    if !may_have_url(text) {
        return None;
    }
    let last = text.rfind(|character| matches!(character, '?' | '#') || is_invisible(character))?;
    let mut cleaned: Option<String> = None;
    let (mut copied, mut end, mut is_in_word, mut signed) = (0, 0, false, false);
    for (at, character) in text.char_indices().take_while(|(at, _)| *at <= last) {
        if at >= end && !is_in_word {
            let rest = text.get(at..).unwrap_or_default();
            let url = rest.get(..url_length(rest)).unwrap_or_default();
            let url = url.trim_end_matches(is_invisible);
            let unsigned = shown(url, |_| false);
            let kept = visible(&unsigned);
            end = at + url.len();
            if *kept != *url {
                signed |= unsigned.len() < url.len();
                let cleaned = cleaned.get_or_insert_default();
                append(cleaned, text.get(copied..at).unwrap_or_default());
                append(cleaned, &kept);
                copied = end;
            }
        }
        is_in_word = character.is_alphanumeric();
    }
    cleaned.map(|mut cleaned| {
        append(&mut cleaned, text.get(copied..).unwrap_or_default());
        CleanLinks { text: cleaned, signed }
    })
}

/// The URL without the parameters of a signature, and without those that are secret.
fn shown(url: &str, is_secret: impl Fn(&str) -> bool) -> Cow<'_, str> {
    let Some(begin) = url.find(['?', '#']) else { return Cow::Borrowed(url) };
    let (before, parameters) = url.split_at_checked(begin).unwrap_or((url, ""));
    let named = || {
        parameters.split_inclusive(['&', ';', '?', '#']).map(|parameter| {
            let name = parameter.split(['=', '&', ';', '?', '#']).next().unwrap_or_default();
            // Longer names are none of these.
            (parameter, if name.len() <= 40 { name.to_ascii_lowercase() } else { String::new() })
        })
    };
    let is_signed = named().any(|(_, name)| is_signature(&name));
    let has_sig = is_signed && named().any(|(_, name)| name == "sig");
    let is_left_out = |name: &str| {
        is_signature(name)
            || is_secret(name)
            || is_signed && (OF_SIGNATURES.contains(&name) || name.starts_with("x-amz-") || name.starts_with("x-goog-"))
            || has_sig && OF_SIG.contains(&name)
    };
    if !named().any(|(_, name)| is_left_out(&name)) {
        return Cow::Borrowed(url);
    }
    let mut kept = before.to_owned();
    for (parameter, name) in named() {
        let sign = parameter.chars().last().filter(|last| matches!(last, '&' | ';' | '?' | '#'));
        if !is_left_out(&name) {
            kept.push_str(parameter);
        } else if let Some(sign @ ('?' | '#')) = sign {
            // The sign begins what follows.
            kept.truncate(kept.trim_end_matches(['&', ';', '?', '#']).len().max(before.len()));
            kept.push(sign);
        }
    }
    kept.truncate(kept.trim_end_matches(['&', ';', '?', '#']).len().max(before.len()));
    Cow::Owned(kept)
}

fn is_signature(name: &str) -> bool {
    name.ends_with("signature") || SIGNED.contains(&name)
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
            ("https://x/a.pdf?id=7&sv=1&sr=b&sig=abc#p", "https://x/a.pdf?id=7#p"),
            ("https://x/a.pdf?sv=1&id=7;sig=abc&x=1", "https://x/a.pdf?id=7;x=1"),
            ("https://x/a.pdf?Token=abc", "https://x/a.pdf"),
            ("https://x/a.pdf#access_token=abc", "https://x/a.pdf"),
            ("https://x/a.pdf?a=1#access_token=abc&b", "https://x/a.pdf?a=1#b"),
            ("https://x/a.pdf?Expires=1&Policy=2&Signature=3&Key-Pair-Id=4&v=5", "https://x/a.pdf?v=5"),
            ("https://x/a.pdf?api_key=1&sv=2", "https://x/a.pdf?sv=2"),
            ("https://x/a.pdf?id=7#page=2", "https://x/a.pdf?id=7#page=2"),
            ("https://x/a.pdf?design=1&policy=2&se=3", "https://x/a.pdf?design=1&policy=2&se=3"),
        ] {
            assert_eq!(without_secrets(url), shown);
        }
        assert_eq!(without_user("https://kim:secret@x.se/a@b"), "https://x.se/a@b");
        assert_eq!(without_user("https://x.se/a@b"), "https://x.se/a@b");
        for (text, cleaned) in [
            ("see https://x/a?Expires=1&Signature=b and https://x/b?c=1", Some("see https://x/a and https://x/b?c=1")),
            ("[a](https://x/a?sig=b)?", Some("[a](https://x/a)?")),
            ("https://x/reset?user=1&token=abc ok", Some("https://x/reset?user=1 ok")),
            ("https://x/a\u{202e}gpj.exe\u{200b} b", Some("https://x/a%E2%80%AEgpj.exe\u{200b} b")),
            ("https://x\u{ad}y/a?sig=1", Some("https://x%C2%ADy/a")),
            ("\u{200f}https://x/a?b=1\u{200f}", None),
            ("sig=1? no link", None),
        ] {
            assert_eq!(clean_links(text).map(|links| links.text).as_deref(), cleaned, "{text}");
        }
    }

    #[test]
    fn hostile_texts_take_linear_time() {
        for evil in ["https://", "a:", "www.", "?", "(", "https://x?sig=1 ", "https://x?&", "&sig="] {
            let text = format!("https://x?sig={}", evil.repeat(20_000));
            assert!(clean_links(&text).is_none_or(|links| links.text.len() <= text.len()));
        }
    }
}
