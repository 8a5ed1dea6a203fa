//! Which links of media files may be fetched: one policy for the preview, the delivery, and each redirect.
//!
//! The links come from the payload, which anonymous visitors write. Only `https` addresses of listed hosts are fetched, at the
//! usual port, without a user name, and never an IP address. `http` is replaced by `https`.

use std::borrow::Cow;

use crate::json::from_value::{FromValue, Unreadable, from_value};
use crate::json::value::Value;
use serde::{Deserialize, Serialize};

use crate::model::finding::{Finding, FindingCode, finding};
use crate::model::role::Role;
use crate::text::message::{excerpt, quoted};
use crate::text::said::Said;
use crate::text::texts;

/// Hosts that media files may be fetched from.
///
/// An item is the name of a host, `*.` and a name for every host below it, or `*` for every host with a name. Default:
/// [`MediaHosts::USERLIKE`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct MediaHosts(Vec<String>);

/// A link that may be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MediaLink {
    /// The address without its fragment, with `https`.
    pub(crate) url: String,
    /// The link began with `http:`.
    pub(crate) upgraded: bool,
}

impl MediaHosts {
    /// The hosts of Userlike.
    pub const USERLIKE: [&str; 6] = [
        "userlike.com",
        "*.userlike.com",
        "lime-connect.com",
        "*.lime-connect.com",
        "userlikecdn.com",
        "*.userlikecdn.com",
    ];

    /// Every host that has a name.
    pub fn any() -> Self {
        Self(vec!["*".to_owned()])
    }

    /// Returns the hosts of a list.
    ///
    /// # Errors
    /// When an item is not the name of a host: an IP address, a URL, a name without a dot. The text says which one.
    pub fn new(hosts: Vec<String>) -> Result<Self, String> {
        let hosts: Vec<_> = hosts.iter().map(|host| host.trim().to_ascii_lowercase()).collect();
        match hosts.iter().find(|host| !is_host_pattern(host)) {
            Some(host) => Err(format!(
                "mediaHosts: {} is not the name of a host; expected names like media.example.com and *.example.com",
                quoted(host)
            )),
            None => Ok(Self(hosts)),
        }
    }

    fn allow(&self, host: &str) -> bool {
        self.0.iter().any(|allowed| match allowed.strip_prefix('*') {
            Some(domain) => host.ends_with(domain),
            None => allowed == host,
        })
    }
}

impl Default for MediaHosts {
    fn default() -> Self {
        Self(Self::USERLIKE.map(str::to_owned).into())
    }
}

impl TryFrom<Vec<String>> for MediaHosts {
    type Error = String;

    fn try_from(hosts: Vec<String>) -> Result<Self, String> {
        Self::new(hosts)
    }
}

impl From<MediaHosts> for Vec<String> {
    fn from(hosts: MediaHosts) -> Self {
        hosts.0
    }
}

/// Checks a link, and returns the address to fetch; otherwise the reason.
pub(crate) fn check_link(link: &str, hosts: &MediaHosts) -> Result<MediaLink, Said> {
    let link = link.trim();
    let (scheme, rest) = link.split_once(':').unwrap_or_default();
    let default_port = match scheme {
        _ if scheme.eq_ignore_ascii_case("https") => 443,
        _ if scheme.eq_ignore_ascii_case("http") => 80,
        _ if scheme.eq_ignore_ascii_case("data") => {
            return Err(texts::link_is_data());
        }
        _ => return Err(texts::link_not_https()),
    };
    let Some(rest) = rest.strip_prefix("//") else { return Err(texts::link_not_https()) };
    let (authority, rest) =
        rest.split_at_checked(rest.find(['/', '?', '#']).unwrap_or(rest.len())).unwrap_or((rest, ""));
    if authority.contains('@') {
        return Err(texts::link_with_user());
    }
    if authority.starts_with('[') {
        return Err(texts::link_to_ip_address());
    }
    let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
    let host = host.to_ascii_lowercase();
    if !is_name(&host) {
        return Err(if is_ip_address(&host) { texts::link_to_ip_address() } else { texts::link_without_name() });
    }
    if rest.contains(char::is_control) {
        return Err(texts::link_not_valid());
    }
    if !port.is_empty() && port.parse::<u16>() != Ok(default_port) {
        return Err(texts::link_with_port());
    }
    if !hosts.allow(&host) {
        return Err(texts::host_not_allowed(&excerpt(&host)));
    }
    let path = rest.split('#').next().unwrap_or_default();
    Ok(MediaLink { url: format!("https://{host}{path}"), upgraded: default_port == 80 })
}

/// Resolves the address of a redirect against the `https` address that redirects.
pub(crate) fn resolve(base: &str, location: &str) -> String {
    let location = location.trim();
    let is_scheme = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    };
    if location.split_once(':').is_some_and(|(scheme, _)| is_scheme(scheme)) {
        return location.to_owned();
    }
    if location.starts_with("//") {
        return format!("https:{location}");
    }
    let path = base.split(['?', '#']).next().unwrap_or_default();
    let after_scheme = path.find("://").map_or(0, |at| at + 3);
    let authority = path.get(after_scheme..).and_then(|rest| rest.find('/')).map_or(path.len(), |at| after_scheme + at);
    let end = match location.chars().next() {
        None => return base.to_owned(),
        Some('?' | '#') => path.len(),
        Some('/') => authority,
        _ => path.rfind('/').filter(|at| *at >= authority).map_or(authority, |at| at),
    };
    let base = path.get(..end).unwrap_or_default();
    let slash = if location.starts_with(['/', '?', '#']) { "" } else { "/" };
    format!("{base}{slash}{location}")
}

/// A link without the parts that are long or secret: query, fragment, user name, the content of a `data:` URL.
pub(crate) fn shown_link(link: &str) -> Cow<'_, str> {
    let link = link.trim();
    if link.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:")) {
        return excerpt(link.split([',', ';']).next().unwrap_or_default());
    }
    let link = link.split(['?', '#']).next().unwrap_or_default();
    let (scheme, rest) = link.split_once("://").unwrap_or(("", link));
    let authority = rest.split('/').next().unwrap_or_default();
    match authority.rsplit_once('@') {
        Some((user, _)) if !scheme.is_empty() => {
            let rest = rest.get(user.len() + 1..).unwrap_or_default();
            Cow::Owned(excerpt(&format!("{scheme}://{rest}")).into_owned())
        }
        _ => excerpt(link),
    }
}

/// The finding about a link that may not be fetched.
#[cold]
#[inline(never)]
pub(crate) fn unusable_media(link: &str, reason: &Said, source: Option<&str>) -> Finding<'static> {
    about_media(FindingCode::MediaUnusable, texts::media_unusable(&shown_link(link), reason), source)
}

/// The finding about a link that began with `http:`.
#[cold]
#[inline(never)]
pub(crate) fn upgraded_media(link: &str, source: Option<&str>) -> Finding<'static> {
    about_media(FindingCode::MediaUpgraded, texts::media_upgraded(&shown_link(link)), source)
}

/// A finding about a media file.
#[cold]
#[inline(never)]
pub(crate) fn about_media(code: FindingCode, said: Said, source: Option<&str>) -> Finding<'static> {
    let source = source.map(|source| source.to_owned().into());
    Finding { object: Some(Role::Document), source, ..finding(code, said) }
}

fn is_host_pattern(pattern: &str) -> bool {
    pattern == "*" || (is_name(pattern.strip_prefix("*.").unwrap_or(pattern)) && pattern.len() <= 253)
}

/// Whether a text in lower case is the name of a host: labels of letters, digits and hyphens, two at least, and not an IP
/// address.
fn is_name(host: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    host.contains('.') && host.split('.').all(is_label) && !is_ip_address(host)
}

/// Whether a host is read as an IPv4 address: its last label is a number (`127.1`, `0x7f000001`, `2130706433`).
fn is_ip_address(host: &str) -> bool {
    let last = host.strip_suffix('.').unwrap_or(host).rsplit('.').next().unwrap_or_default();
    let digits = last.strip_prefix("0x").unwrap_or(last);
    let is_hex = digits.len() < last.len();
    !last.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || (is_hex && byte.is_ascii_hexdigit()))
}

impl FromValue for MediaHosts {
    fn blank() -> Self {
        Self(Vec::new())
    }

    fn read(&mut self, value: &Value<'_>) -> Result<(), Unreadable> {
        *self = Self::new(from_value(value)?).map_err(Unreadable::new)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(link: &str) -> String {
        match check_link(link, &MediaHosts::default()) {
            Ok(MediaLink { url, .. }) => url,
            Err(reason) => reason.message().to_owned(),
        }
    }

    #[test]
    fn only_https_addresses_of_listed_hosts_are_fetched() {
        for (link, expected) in [
            ("https://userlike.com/a.png", "https://userlike.com/a.png"),
            (" HTTPS://Media.EU.Userlike.com/A.png?b=C#d ", "https://media.eu.userlike.com/A.png?b=C"),
            ("https://userlike.com:443/a", "https://userlike.com/a"),
            ("https://userlike.com:/a", "https://userlike.com/a"),
            ("http://userlike.com:80/a", "https://userlike.com/a"),
            ("https://userlike.com?a", "https://userlike.com?a"),
            ("https://userlike.com/a b.png", "https://userlike.com/a b.png"),
        ] {
            assert_eq!(reason(link), expected, "{link}");
        }
        for (links, expected) in [
            (
                &[
                    "",
                    "userlike.com/a",
                    "//userlike.com/",
                    "\\\\userlike.com\\a",
                    "file:///etc/passwd",
                    "javascript:alert(1)",
                    "https:userlike.com/",
                    "https:/userlike.com/",
                    "ftp://userlike.com/a",
                    "h\u{200B}ttps://userlike.com/",
                ][..],
                "it is not an https link",
            ),
            (&["data:text/plain,a", "DATA:image/png;base64,aaaa"], "it is a data: URL"),
            (
                &[
                    "https://userlike.com@evil.example/",
                    "https://userlike.com\\@evil.example/",
                    "https://user:password@userlike.com/",
                ],
                "it contains a user name",
            ),
            (
                &[
                    "https://userlike.com:8443/",
                    "http://userlike.com:443/",
                    "https://userlike.com:80/",
                    "https://userlike.com:x/",
                ],
                "it names a port",
            ),
            (
                &[
                    "https://127.0.0.1/",
                    "https://127.1/",
                    "https://2130706433/",
                    "https://0x7f000001/",
                    "https://[::1]/",
                    "https://10.0.0.1:8080/",
                    "https://userlike.com.0x1/",
                    "https://169.254.169.254/latest/meta-data",
                ],
                "its host is an IP address",
            ),
            (
                &[
                    "https://localhost/",
                    "https://userlike.com./",
                    "https://userlike%2Ecom/",
                    "https://\u{FF55}serlike.com/",
                    "https:///userlike.com/",
                    "https://.userlike.com/",
                    "https://user\tlike.com/",
                    "https://userlike.com /",
                ],
                "its host has no valid name",
            ),
            (&["https://userlike.com/a\nb", "https://userlike.com/\0"], "its address is not valid"),
            (
                &[
                    "https://notuserlike.com/",
                    "https://userlike.com.evil.example/",
                    "https://evil.example/userlike.com",
                    "https://localhost.localdomain/",
                ],
                "is not in the list of allowed hosts (mediaHosts)",
            ),
        ] {
            for link in links {
                assert!(reason(link).contains(expected), "{link}: {}", reason(link));
            }
        }
    }

    #[test]
    fn the_list_has_names_only() {
        let list = |hosts: &[&str]| MediaHosts::new(hosts.iter().map(|host| (*host).to_owned()).collect());
        let hosts = list(&[" Files.example ", "*.cdn.example"]).unwrap();
        for (link, allowed) in [
            ("https://files.example/", true),
            ("https://a.files.example/", false),
            ("https://a.b.cdn.example/", true),
            ("https://cdn.example/", false),
            ("https://userlike.com/", false),
        ] {
            assert_eq!(check_link(link, &hosts).is_ok(), allowed, "{link}");
        }
        assert!(check_link("https://any.example/", &MediaHosts::any()).is_ok());
        assert!(check_link("https://10.0.0.1/", &MediaHosts::any()).is_err());
        assert!(check_link("https://userlike.com/", &list(&[]).unwrap()).is_err());
        for host in [
            "",
            "localhost",
            "10.0.0.1",
            "https://a.example",
            "a.example/b",
            "a.*.example",
            "*.",
            "*a.example",
            "[::1]",
            "a.example:443",
        ] {
            assert!(list(&[host]).unwrap_err().contains("is not the name of a host"), "{host}");
        }
    }

    #[test]
    fn a_redirect_is_resolved_against_the_address_that_redirects() {
        for (location, expected) in [
            ("https://b.example/x", "https://b.example/x"),
            ("HTTP://b.example/x", "HTTP://b.example/x"),
            ("//b.example/x", "https://b.example/x"),
            ("/x?y=/", "https://a.example/x?y=/"),
            ("x", "https://a.example/1/x"),
            ("../x", "https://a.example/1/../x"),
            ("./a:b", "https://a.example/1/./a:b"),
            ("?y", "https://a.example/1/2?y"),
            ("javascript:alert(1)", "javascript:alert(1)"),
            (" /x ", "https://a.example/x"),
            ("", "https://a.example/1/2?q=/z"),
        ] {
            assert_eq!(resolve("https://a.example/1/2?q=/z", location), expected, "{location}");
        }
        assert_eq!(resolve("https://a.example", "x"), "https://a.example/x");
    }

    #[test]
    fn a_link_is_shown_without_secrets() {
        for (link, expected) in [
            ("https://a.example/b.pdf?Signature=secret#x", "https://a.example/b.pdf"),
            ("https://me:secret@a.example/b.pdf", "https://a.example/b.pdf"),
            ("https://a.example/b@c.pdf", "https://a.example/b@c.pdf"),
            ("data:image/png;base64,secret", "data:image/png"),
            ("DATA:,secret", "DATA:"),
            ("javascript:alert(1)", "javascript:alert(1)"),
        ] {
            assert_eq!(shown_link(link), expected, "{link}");
        }
        assert!(shown_link(&format!("https://a.example/{}", "x".repeat(1000))).len() < 70);
    }
}
