//! Links to limeobjects in Lime CRM's clients.
//!
//! ```
//! use userlike_limeobject::{LinkType, link_to_limeobject};
//!
//! let link = |link_type| link_to_limeobject(link_type, "https://lime.example.com/my%20app/", "helpdesk", 1500);
//! assert_eq!(link(LinkType::WebClient).unwrap(), "https://lime.example.com/my%20app/client/object/helpdesk/1500");
//! assert_eq!(link(LinkType::DesktopClient).unwrap(), "limecrm:helpdesk.my%20app.lime.example.com?1500");
//! ```

use crate::model::config::LinkType;

/// Returns a link that opens a limeobject, or none when `lime_url` is not `https://<server>/<application>/`.
///
/// Links of the desktop client contain the name of the database, which is assumed to be that of the application.
pub fn link_to_limeobject(link_type: LinkType, lime_url: &str, limetype: &str, id: i64) -> Option<String> {
    let url = lime_url.trim().trim_end_matches('/');
    let (scheme, address) = url.split_once("://")?;
    let (server, application) = address.split_once('/')?;
    let is_plain =
        |text: &str| !text.is_empty() && !text.contains(['/', '?', '#', '@']) && !text.contains(char::is_whitespace);
    if !matches!(scheme, "http" | "https") || !is_plain(server) || !is_plain(application) || !is_plain(limetype) {
        return None;
    }
    Some(match link_type {
        LinkType::WebClient => format!("{url}/client/object/{limetype}/{id}"),
        LinkType::DesktopClient => format!("limecrm:{limetype}.{application}.{server}?{id}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_url_that_is_not_of_a_lime_crm_gives_no_link() {
        for url in [
            "",
            "lime.example.com/app",
            "https://lime.example.com",
            "ftp://a/b",
            "https://a/b/c",
            "https://a@b/c",
            "https://a/b?c",
        ] {
            assert_eq!(link_to_limeobject(LinkType::WebClient, url, "helpdesk", 1), None, "{url}");
        }
        assert_eq!(link_to_limeobject(LinkType::WebClient, "https://a/b", "help/desk", 1), None);
    }
}
