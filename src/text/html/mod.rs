//! HTML -> plain text, for messages that came by e-mail.
//!
//! A tag is what has the name of an element of HTML, or is used as one: with attributes, closed, or closing itself. `<kim@x.se>`,
//! `<your name>` and `a < b` are words. What is not closed (a tag, a comment, a script) is text, too, so that nothing is lost. Each
//! search that fails is not repeated, so the time is proportional to the length of the text.

mod entity;
mod text;

use entity::decoded;
use text::Text;

/// Elements of HTML that are lines of their own, sorted.
#[rustfmt::skip]
const BLOCKS: &[&str] = &[
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "option", "p", "pre", "section",
    "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
];
/// The other elements of HTML, sorted.
#[rustfmt::skip]
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "area", "audio", "b", "base", "bdi", "bdo", "big", "button", "canvas", "cite", "code",
    "col", "colgroup", "data", "datalist", "del", "dfn", "em", "embed", "font", "frame", "frameset", "head", "i",
    "iframe", "img", "input", "ins", "kbd", "label", "link", "map", "mark", "meta", "meter", "noframes", "noscript",
    "object", "output", "param", "picture", "progress", "q", "rp", "rt", "ruby", "s", "samp", "script", "select",
    "slot", "small", "source", "span", "strike", "strong", "style", "sub", "sup", "svg", "td", "template", "textarea",
    "th", "time", "title", "track", "tt", "u", "var", "video", "wbr",
];
/// Elements whose content is not text.
const DROPPED: [&str; 3] = ["script", "style", "title"];
/// Maximum length of a name.
const MAX_NAME: usize = 40;
/// Maximum number of names of unknown elements.
const MAX_UNKNOWN: usize = 64;

/// The plain text of `html`: block elements as lines, lists with their marks, links with their URL, entities decoded.
pub(crate) fn plain(html: &str) -> String {
    let mut text = Text::with_capacity(html.len());
    let mut limits = Limits { unknown: unknown_closed(html), ..Limits::default() };
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        text.push_encoded(before);
        rest = match markup(from, &mut limits) {
            Some((markup, length)) => {
                text.apply(&markup);
                from.get(length..).unwrap_or_default()
            }
            None => {
                text.push('<');
                from.get(1..).unwrap_or_default()
            }
        };
    }
    text.push_encoded(rest);
    text.into_string()
}

/// The names of unknown elements that are closed somewhere.
fn unknown_closed(html: &str) -> Vec<(String, bool)> {
    let mut names: Vec<(String, bool)> = Vec::new();
    for (at, _) in html.match_indices("</") {
        let name = name_at(html.get(at + 2..).unwrap_or_default());
        if names.len() < MAX_UNKNOWN && !name.is_empty() {
            let name = name.to_ascii_lowercase();
            if !is_known(&name) && !names.iter().any(|(known, _)| *known == name) {
                names.push((name, false));
            }
        }
    }
    names
}

/// The name of an element at the beginning of a text: `p`, `my-card`, `o:p`.
fn name_at(text: &str) -> &str {
    let is_letter = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_alphabetic);
    let in_name = |(at, byte): &(usize, u8)| match byte {
        b':' => is_letter(at + 1),
        byte => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'),
    };
    let length = if is_letter(0) { text.bytes().take(MAX_NAME).enumerate().take_while(in_name).count() } else { 0 };
    text.get(..length).unwrap_or_default()
}

fn is_known(name: &str) -> bool {
    [BLOCKS, INLINE].iter().any(|names| names.binary_search(&name).is_ok())
}

/// Whether a text is HTML from its beginning to its end.
pub(crate) fn is_fragment(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('<') && text.ends_with('>') && markup(text, &mut Limits::default()).is_some()
}

/// What a search found to be missing in the rest of the text, so that it is searched only once.
#[derive(Default)]
struct Limits {
    /// Names of unknown elements that are closed somewhere, and whether such a tag was opened.
    unknown: Vec<(String, bool)>,
    quotes: bool,
    comments: bool,
    dropped: [bool; DROPPED.len()],
}

enum Markup<'h> {
    /// A comment, a script, a declaration.
    Nothing,
    Open {
        name: String,
        attributes: &'h str,
    },
    Close {
        name: String,
    },
}

/// The tag, comment or declaration at the beginning of a text that begins with `<`, and its length.
fn markup<'h>(html: &'h str, limits: &mut Limits) -> Option<(Markup<'h>, usize)> {
    if html.starts_with("<!--") {
        let end = if limits.comments { None } else { html.find("-->") };
        limits.comments = end.is_none();
        return end.map(|end| (Markup::Nothing, end + 3));
    }
    let inside = html.get(1..)?;
    if inside.starts_with(['!', '?']) {
        let is_declaration = ["!doctype", "![if", "![endif", "?xml"]
            .iter()
            .any(|begin| inside.get(..begin.len()).is_some_and(|text| text.eq_ignore_ascii_case(begin)));
        let end = inside.find(['<', '>'])?;
        return (is_declaration && inside.get(end..)?.starts_with('>')).then_some((Markup::Nothing, end + 2));
    }
    let (is_closing, inside) = inside.strip_prefix('/').map_or((false, inside), |inside| (true, inside));
    let name = name_at(inside);
    let attributes = inside.get(name.len()..)?;
    if name.is_empty() || !attributes.starts_with(|next: char| next.is_ascii_whitespace() || matches!(next, '/' | '>'))
    {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let end = end_of_tag(attributes, limits)?;
    let attributes = attributes.get(..end)?;
    if !is_known(&name) {
        let used = limits.unknown.iter_mut().find(|(known, _)| *known == name);
        if is_closing && !used.as_ref().is_some_and(|(_, is_opened)| *is_opened)
            || used.is_none() && !attributes.ends_with('/') && !attributes.contains('=')
        {
            return None;
        }
        if let Some((_, is_opened)) = used {
            *is_opened = true;
        }
    }
    let length = html.len() - inside.len() + name.len() + end + 1;
    if is_closing {
        return Some((Markup::Close { name }, length));
    }
    if let Some(index) = DROPPED.iter().position(|dropped| *dropped == name)
        && let Some(is_missing) = limits.dropped.get_mut(index)
        && !*is_missing
    {
        match end_of_element(html.get(length..)?, &name) {
            Some(end) => return Some((Markup::Nothing, length + end)),
            None => *is_missing = true,
        }
    }
    Some((Markup::Open { name, attributes }, length))
}

/// Where the tag ends whose attributes begin a text.
fn end_of_tag(attributes: &str, limits: &mut Limits) -> Option<usize> {
    let mut quote = None;
    let mut first = None;
    for (at, byte) in attributes.bytes().enumerate() {
        match (byte, quote) {
            (b'>', None) => return Some(at),
            (b'<', None) => return None,
            (b'>', Some(_)) => first = first.or(Some(at)),
            (b'"' | b'\'', None) if !limits.quotes && attributes.as_bytes().get(at.wrapping_sub(1)) == Some(&b'=') => {
                quote = Some(byte);
            }
            (byte, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    // A quotation mark that is not closed ends with the tag.
    limits.quotes = true;
    first
}

/// Length of the content of an element and of its closing tag.
fn end_of_element(content: &str, name: &str) -> Option<usize> {
    content.match_indices("</").find_map(|(at, _)| {
        let rest = content.get(at + 2..)?;
        let (found, after) = rest.split_at_checked(name.len())?;
        let end = if found.eq_ignore_ascii_case(name) {
            after.bytes().take(100).position(|byte| byte == b'>')?
        } else {
            return None;
        };
        Some(at + 2 + name.len() + end + 1)
    })
}

/// The value of an attribute.
fn attribute(attributes: &str, name: &str) -> Option<String> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|next: char| next.is_ascii_whitespace() || next == '/');
        let end = rest.find(|next: char| next.is_ascii_whitespace() || next == '=').unwrap_or(rest.len());
        let (found, after) =
            rest.split_at_checked(end).filter(|(found, after)| !found.is_empty() || !after.is_empty())?;
        let after = after.trim_start();
        let Some(value) = after.strip_prefix('=') else {
            rest = after;
            continue;
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''));
        let value = quote.map_or(value, |_| value.get(1..).unwrap_or_default());
        let end = match quote {
            Some(quote) => value.find(quote),
            None => value.find(|next: char| next.is_ascii_whitespace()),
        };
        let (value, after) = value.split_at_checked(end.unwrap_or(value.len()))?;
        if found.eq_ignore_ascii_case(name) {
            return Some(decoded(value).trim().to_owned());
        }
        rest = after.strip_prefix(['"', '\'']).unwrap_or(after);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_the_text_that_a_reader_sees() {
        for (html, text) in [
            ("<p>Tom &amp; Jerry&#39;s<br>shop</p>", "Tom & Jerry's\nshop\n"),
            ("<div>one</div><div>two <b>bold</b>\n  words</div>three", "one\ntwo bold words\nthree"),
            ("<ul><li>a</li><li><p>b</p></li></ul>", "- a\n- b\n"),
            (
                "<ol><li>a<li>b</ol><OL START='7'><LI>c</LI><LI VALUE=20>d</LI><li>e</li></OL>",
                "1. a\n2. b\n7. c\n20. d\n21. e\n",
            ),
            (
                "<ul><li>a<ol><li>b</li><li>c<ul><li>d</ul></ol></li><li>e</li></ul>f",
                "- a\n  1. b\n  2. c\n    - d\n- e\nf",
            ),
            ("<li>a</li></ul></ol><ol start=x><li>b</li></ol>", "- a\n1. b\n"),
            ("<blockquote>a<br>b<blockquote>c</blockquote></blockquote>d", "> a\n> b\n> > c\nd"),
            ("<table><tr><td>a<td>b<tr><th>c<th>d</table>", "a b\nc d\n"),
            ("<svg viewBox='0 0 1 1'><path d='M0 0'/><text x=1>words</text></svg>", "words"),
            ("<my-card><x:y/>a</my-card><Unknown_Tag class=x>b</Unknown_Tag>", "ab"),
            ("<a href=https://x.se>x</a><a href=https://y.se>y</a>z", "x (https://x.se) y (https://y.se) z"),
            ("<a href=https://x.se>x.se</a><a href=https://y.se>y.se</a>, z", "x.se y.se, z"),
            ("<video src=https://x.se/v.mp4></video> <q>said</q>", "[https://x.se/v.mp4] \"said\""),
            ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc\n"),
            ("a<br/><br /><BR><br>b", "a\n\nb"),
            ("<pre>a\n  b</pre>c", "a\n  b\nc"),
            ("<a href=\"https://x.se/a_b?c=1&amp;d=2\">our page</a>.", "our page (https://x.se/a_b?c=1&d=2)."),
            ("<a href='https://x.se'>x.se</a> <A HREF=mailto:kim@x.se>kim@x.se</A>", "x.se kim@x.se"),
            ("<a href=\"https://x.se\"><img src=y></a><a href=\"#top\">up</a>", "https://x.se up"),
            ("<img alt=\"a &lt; b\" src=\"x\"><img>", "[a < b]"),
            ("<p>See:</p><img src=\"https://x.se/s.png\">", "See:\n[https://x.se/s.png]"),
            ("<style>p { }</style><script>if (a > b) {}</script><!-- <p>no --><title>t</title>yes", "yes"),
            ("<!DOCTYPE html><?xml version='1'?><html><head></head><body>a<o:p>&nbsp;</o:p></body></html>", "a \n"),
            (
                "&Aring;sa &euro;5 &#x20ac; &#150; &hellip; &nope; &amp &copy=1 AT&T &lstrok; caf&eacute &COPY 1 &#39s &#x27;",
                "Åsa €5 € – … &nope; & &copy=1 AT&T ł café © 1 's '",
            ),
            ("&#0;&#xD800;&#99999999;&#;", "\u{fffd}\u{fffd}\u{fffd}&#;"),
        ] {
            assert_eq!(plain(html), text, "{html}");
        }
    }

    #[test]
    fn malformed_html_loses_no_text() {
        for (html, text) in [
            (
                "a < b and c > d, <kim@x.se> <https://x.se> <tel:1> 1<2",
                "a < b and c > d, <kim@x.se> <https://x.se> <tel:1> 1<2",
            ),
            ("<p>never closed", "never closed"),
            ("<b class=\"x>bold</b> more", "bold more"),
            ("<b the end", "<b the end"),
            ("<b <i>x</i>", "<b x"),
            ("a<!-- open", "a<!-- open"),
            ("<script>alert(1)", "alert(1)"),
            ("<p title='a > b'>x</p>", "x\n"),
            ("</p></b>x</script>", "x"),
            (
                "<p>write <name> or <your name>, 1<b2>, </sarcasm></p>",
                "write <name> or <your name>, 1<b2>, </sarcasm>\n",
            ),
            ("<p><mailto:kim@x.se> <a:1> <x", "<mailto:kim@x.se> <a:1> <x"),
            ("<![CDATA[x]]>", "<![CDATA[x]]>"),
        ] {
            assert_eq!(plain(html), text, "{html}");
        }
    }

    #[test]
    fn the_names_of_elements_are_sorted() {
        assert!(BLOCKS.is_sorted() && INLINE.is_sorted());
    }

    #[test]
    fn only_html_from_beginning_to_end_is_a_fragment() {
        for html in ["<p>a</p>", " <!-- x --><div>a</div>\n", "<!doctype html><p>a</p>", "<b>a</b>"] {
            assert!(is_fragment(html), "{html}");
        }
        for text in ["a <b>b</b>", "<p>a</p> b", "<kim@x.se>", "<3 >", "<https://x.se>", ""] {
            assert!(!is_fragment(text), "{text}");
        }
    }

    #[test]
    fn hostile_html_takes_linear_time() {
        for evil in [
            "<",
            "<a ",
            "<a b=\"",
            "<a b='\"",
            "<a b=\">\" ",
            "<!--",
            "<script>",
            "</script",
            "<![if",
            "&",
            "&amp",
            "<p>",
            "<li>",
            "<a href=x>",
            "<pre>",
            "&#",
            "<a b=\"><a c='>",
            "<style></",
            "<br>",
            "<ol>",
            "<ol><li>",
            "<blockquote>a",
            "</x",
            "<y></y>",
        ] {
            let html = evil.repeat(20_000);
            assert!(plain(&html).len() <= 4 * html.len());
        }
    }
}
