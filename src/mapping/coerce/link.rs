//! Links: only those that cannot run a program.

use std::borrow::Cow;

use crate::text::invisible::is_invisible;
use crate::text::message::lower;

/// Schemes of links that are written.
const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "limecrm"];

/// Returns the link to write: without outer white space, scheme and host in lower case. None when it is not safe to open.
///
/// A link without a scheme is an address that someone typed: `example.com:8080/path`, `/path`, `kim@x.se`.
pub(super) fn safe_link(link: &str) -> Option<Cow<'_, str>> {
    let link = link.trim_matches(is_ignored);
    let plain = as_seen(link);
    let (head, rest) = plain.split_at(plain.find(['/', '\\', '?', '#']).unwrap_or(plain.len()));
    let is_safe = match head.split_once(':') {
        Some((scheme, after)) if SCHEMES.contains(&scheme) => {
            // The rest of an address of the web begins with two slashes and a host.
            let is_whole = !scheme.starts_with("http") || after.is_empty() && has_host(rest);
            return normalized(link, scheme).filter(|_| is_whole);
        }
        Some((host, port)) => is_host(host) && is_port(port) && !rest.starts_with('\\'),
        None => !plain.starts_with("//") && !plain.contains('\\') && !has_entity(&plain, head),
    };
    is_safe.then_some(Cow::Borrowed(link))
}

/// Whether a text that is no safe link is none of another kind either: what stands before its colon can be no scheme, or it
/// is an address of the web with words behind it.
pub(super) fn is_harmless(text: &str) -> bool {
    let text = text.trim_matches(is_ignored);
    let plain = as_seen(text);
    let Some((head, rest)) = text.split_once([':', '\u{FF1A}', '\u{FE13}', '\u{FE55}']) else { return false };
    if plain.starts_with('/') || plain.contains('\\') || head.contains(['%', '&']) {
        return false;
    }
    let is_web = ["http", "https"].iter().any(|scheme| head.eq_ignore_ascii_case(scheme));
    let authority = rest.strip_prefix("//").and_then(|rest| rest.split(['/', '?', '#']).next());
    match authority.filter(|_| is_web) {
        Some(authority) => authority.contains(' ') && !authority.contains(|sign| sign != ' ' && is_ignored(sign)),
        None => head.contains(' ') || head.starts_with(|first: char| first.is_ascii() && !first.is_ascii_alphabetic()),
    }
}

/// Characters that programs leave out before they look for a scheme.
fn is_ignored(character: char) -> bool {
    character.is_whitespace() || character.is_control() || is_invisible(character)
}

/// The link as a careless program reads it: without white space and invisible characters, in lower case, with the signs of
/// a scheme and of a path in whatever way they are written.
fn as_seen(link: &str) -> Cow<'_, str> {
    if link.bytes().all(|byte| byte.is_ascii_graphic() && !byte.is_ascii_uppercase() && byte != b'%') {
        return Cow::Borrowed(link);
    }
    let mut seen: String = link
        .chars()
        .filter(|character| !is_ignored(*character))
        .map(|character| match character {
            '\u{FF1A}' | '\u{FE13}' | '\u{FE55}' => ':',
            '\u{FF0F}' => '/',
            '\u{FF3C}' | '\u{FE68}' => '\\',
            other => other,
        })
        .flat_map(char::to_lowercase)
        .collect();
    for (encoded, sign) in [("%3a", ":"), ("%2f", "/"), ("%5c", "\\")] {
        // Behind the first sign of a path it is a part of the path.
        let head = seen.find(['/', '?', '#']).unwrap_or(seen.len());
        if seen.get(..head).is_some_and(|head| head.contains(encoded)) {
            seen = seen.replace(encoded, sign);
        }
    }
    Cow::Owned(seen)
}

/// `//host`: two slashes and something that begins a host.
fn has_host(rest: &str) -> bool {
    let authority = rest.strip_prefix("//").map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    authority.is_some_and(|authority| !authority.is_empty() && !authority.contains('\\'))
}

/// The link with its scheme, and the host of an address of the web, in lower case. None when `scheme` is not written plainly.
fn normalized<'l>(link: &'l str, scheme: &str) -> Option<Cow<'l, str>> {
    let (written, rest) = link.split_at_checked(scheme.len())?;
    if !written.eq_ignore_ascii_case(scheme) || !rest.starts_with(':') {
        return None;
    }
    let authority = match rest.strip_prefix("://") {
        Some(after) if scheme.starts_with("http") => after.split(['/', '?', '#']).next().unwrap_or_default(),
        _ => "",
    };
    // Marks of direction make a host look like another one.
    if authority.contains(is_ignored) {
        return None;
    }
    let host = authority.rsplit('@').next().unwrap_or_default();
    let lower = lower(host);
    if written == scheme && lower == host {
        return Some(Cow::Borrowed(link));
    }
    let end = if authority.is_empty() { 0 } else { "://".len() + authority.len() };
    let (before, after) = (rest.get(..end - host.len()), rest.get(end..));
    Some(Cow::Owned([scheme, before.unwrap_or_default(), &lower, after.unwrap_or_default()].concat()))
}

/// A name with a dot, an IPv4 address, or `localhost`.
fn is_host(text: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty() && label.chars().all(|sign| sign.is_alphanumeric() || matches!(sign, '-' | '_'))
    };
    text == "localhost" || text.contains('.') && text.split('.').all(is_label)
}

fn is_port(text: &str) -> bool {
    (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a character is written as in HTML before the path begins: `&#106;avascript`, `javascript&colon;`.
fn has_entity(plain: &str, head: &str) -> bool {
    let entity = head.find('&').and_then(|at| plain.get(at + 1..)).unwrap_or_default();
    entity.char_indices().take(12).any(|(_, sign)| sign == ';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_that_are_safe_are_written_with_scheme_and_host_in_lower_case() {
        for (link, written) in [
            ("https://example.com", "https://example.com"),
            (" HTTPS://Example.COM/Path?Q=A#F \n", "https://example.com/Path?Q=A#F"),
            ("\u{FEFF}https://example.com\u{200B}", "https://example.com"),
            ("http://User:Secret@EXAMPLE.com:8080/X", "http://User:Secret@example.com:8080/X"),
            ("http://EVIL@Evil/evil", "http://EVIL@evil/evil"),
            ("https://MÜNCHEN.de/Ä", "https://münchen.de/Ä"),
            ("https://[2001:DB8::1]/X", "https://[2001:db8::1]/X"),
            ("https://example.com/a:b\\c?d=javascript:1", "https://example.com/a:b\\c?d=javascript:1"),
            ("MailTo:Kim@Example.com", "mailto:Kim@Example.com"),
            ("tel:+46 40 123", "tel:+46 40 123"),
            ("LimeCRM:helpdesk.db.server?1", "limecrm:helpdesk.db.server?1"),
            ("www.Example.com/A", "www.Example.com/A"),
            ("example.com:8080/path", "example.com:8080/path"),
            ("localhost:3000/x", "localhost:3000/x"),
            ("localhost:3000", "localhost:3000"),
            ("127.0.0.1:80?x", "127.0.0.1:80?x"),
            ("a.se/x:y", "a.se/x:y"),
            ("a.se?next=http://b.se", "a.se?next=http://b.se"),
            ("/path", "/path"),
            ("#part", "#part"),
            ("kim@example.com", "kim@example.com"),
            ("R&D", "R&D"),
            ("", ""),
        ] {
            assert_eq!(safe_link(link).as_deref(), Some(written), "{link:?}");
        }
    }

    #[test]
    fn links_that_are_or_look_like_something_else_are_not_written() {
        for link in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "java\tscript:alert(1)",
            "java\nscript:alert(1)",
            "java script:alert(1)",
            "java\u{200B}script:alert(1)",
            "\u{1}javascript:alert(1)",
            "\u{200B} javascript:alert(1)",
            "javascript\u{FF1A}alert(1)",
            "\u{FF4A}avascript:alert(1)",
            "javascript%3Aalert(1)",
            "%6aavascript:alert(1)",
            "&#106;avascript:alert(1)",
            "&#x6A;avascript&colon;alert(1)",
            "javascript&colon;alert(1)",
            "javascript&#58;alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:https://a.se/1",
            "ftp://a.se",
            "sms:123",
            "ms-word:ofe|u|https://a.se",
            "ms.settings:display",
            "x+y:z",
            "a1:z",
            "localhost:alert(1)",
            "localhost:123456",
            "localhost:3000\\x",
            "example.com:80a/x",
            "example.com:/x",
            "evil:8080",
            ":x",
            "user:secret@example.com",
            "C:\\Windows\\x.exe",
            "\\\\host\\share",
            "//host/share",
            "/\\host",
            "\\/host",
            " \u{200B}//host",
            "/\t/host",
            "\u{FF0F}\u{FF0F}host",
            "\u{FF3C}\u{FF3C}host",
            "%5C%5Chost",
            "%2f%2fhost",
            "\\\\?\\C:\\x",
            "\\windows\\x.exe",
            "..\\x.exe",
            "https:\\\\evil.example",
            "https:/evil.example",
            "https:evil.example",
            "https://",
            "https:///evil.example",
            "https://good.example\\@evil.example",
            "https%3A//evil.example",
            "ht\ttps://evil.example",
            "https://evil\u{202E}.example/x",
        ] {
            assert_eq!(safe_link(link), None, "{link:?}");
        }
    }

    #[test]
    fn what_can_be_no_other_scheme_is_harmless() {
        for text in ["https://x.example, thanks", "<https://x.example>", "see https://x.example", "10:30", "at 10: hi"]
        {
            assert!(safe_link(text).is_none() && is_harmless(text), "{text}");
        }
        for text in [
            "javascript:alert(1)",
            "java\tscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "&#106;avascript:alert(1)",
            "%6Aavascript:alert(1)",
            "\\\\host\\share",
            "//host",
            "https://x\u{200b}.example",
            "x:y",
        ] {
            assert!(safe_link(text).is_none() && !is_harmless(text), "{text}");
        }
    }
}
