//! HTML -> plain text, for messages that came by e-mail.
//!
//! A tag is only what has the name of an element of HTML: `<kim@x.se>` and `a < b` are words. What is not closed (a tag, a
//! comment, a script) is text, too, so that nothing is lost. Each search that fails is not repeated, so the time is
//! proportional to the length of the text.

mod entity;

use entity::decoded;

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

/// The plain text of `html`: block elements as lines, links with their URL, entities decoded.
pub(crate) fn plain(html: &str) -> String {
    let mut text = Text { text: String::with_capacity(html.len()), space: false, pre: 0, link: None };
    let mut limits = Limits::default();
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
    text.end_of_link();
    text.text
}

/// Whether a text is HTML from its beginning to its end.
pub(crate) fn is_fragment(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('<') && text.ends_with('>') && markup(text, &mut Limits::default()).is_some()
}

/// What a search found to be missing in the rest of the text, so that it is searched only once.
#[derive(Default)]
struct Limits {
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
    let length = inside.bytes().take(20).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b':').count();
    let (name, attributes) = inside.split_at_checked(length)?;
    let name = name.to_ascii_lowercase();
    let is_element = [BLOCKS, INLINE].iter().any(|names| names.binary_search(&&*name).is_ok())
        // Those of Word and Outlook.
        || name.split_once(':').is_some_and(|(space, _)| matches!(space, "o" | "v" | "w" | "x" | "m" | "st1"));
    if !is_element || !attributes.starts_with(|next: char| next.is_ascii_whitespace() || matches!(next, '/' | '>')) {
        return None;
    }
    let end = end_of_tag(attributes, limits)?;
    let attributes = attributes.get(..end)?;
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

/// The text so far.
struct Text {
    text: String,
    /// Whether white space was read that is not yet in the text.
    space: bool,
    /// Number of open `pre` elements.
    pre: usize,
    /// Where the words of the open link begin, and its URL.
    link: Option<(usize, String)>,
}

impl Text {
    fn push(&mut self, character: char) {
        if std::mem::take(&mut self.space) && !self.text.is_empty() && !self.text.ends_with(['\n', ' ']) {
            self.text.push(' ');
        }
        self.text.push(character);
    }

    fn push_encoded(&mut self, encoded: &str) {
        for character in decoded(encoded).chars() {
            match character {
                _ if self.pre > 0 => self.text.push(character),
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => self.space = true,
                '\u{a0}' => self.push(' '),
                other => self.push(other),
            }
        }
    }

    /// Begins a new line, unless the text is at the beginning of one.
    fn new_line(&mut self) {
        self.space = false;
        let is_at_item = self.text == "- " || self.text.ends_with("\n- ");
        if !self.text.is_empty() && !self.text.ends_with('\n') && !is_at_item {
            self.text.push('\n');
        }
    }

    fn end_of_link(&mut self) {
        let Some((begin, url)) = self.link.take() else { return };
        let words = self.text.get(begin..).unwrap_or_default().trim();
        let is_shown = words == url
            || url.split_once(':').is_some_and(|(scheme, rest)| {
                matches!(scheme, "mailto" | "tel") && words == rest
                    || matches!(scheme, "http" | "https") && rest.trim_matches('/') == words.trim_end_matches('/')
            });
        if !is_shown {
            let url = if words.is_empty() { url } else { format!("({url})") };
            self.space |= !words.is_empty();
            url.chars().for_each(|character| self.push(character));
        }
    }

    fn apply(&mut self, markup: &Markup<'_>) {
        let (name, attributes) = match markup {
            Markup::Nothing => return,
            Markup::Open { name, attributes } => (name.as_str(), Some(*attributes)),
            Markup::Close { name } => (name.as_str(), None),
        };
        match (name, attributes) {
            ("br", _) => {
                self.space = false;
                // More than one empty line is one.
                if !self.text.is_empty() && !self.text.ends_with("\n\n") {
                    self.text.push('\n');
                }
            }
            ("a", attributes) => {
                self.end_of_link();
                let url = attributes.and_then(|attributes| attribute(attributes, "href")).filter(|url| {
                    let scheme = url.split(':').next().unwrap_or_default();
                    !url.is_empty() && !url.starts_with('#') && !scheme.eq_ignore_ascii_case("javascript")
                });
                self.link = url.map(|url| (self.text.len(), url));
            }
            ("img", Some(attributes)) => {
                // An image without words is its link, or its data, which the note replaces by kind and size.
                let source = || {
                    let source = attribute(attributes, "src")?;
                    ["https://", "http://", "data:"].iter().any(|start| source.starts_with(start)).then_some(source)
                };
                if let Some(words) = attribute(attributes, "alt").filter(|words| !words.is_empty()).or_else(source) {
                    format!("[{words}]").chars().for_each(|character| self.push(character));
                }
            }
            ("li", Some(_)) => {
                self.new_line();
                self.text.push_str("- ");
            }
            ("td" | "th", None) => self.space = true,
            ("pre", attributes) => {
                self.new_line();
                self.pre = if attributes.is_some() { self.pre + 1 } else { self.pre.saturating_sub(1) };
            }
            _ if BLOCKS.binary_search(&name).is_ok() => self.new_line(),
            _ => {}
        }
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
            ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc\n"),
            ("a<br/><br /><BR><br>b", "a\n\nb"),
            ("<pre>a\n  b</pre>c", "a\n  b\nc"),
            ("<a href=\"https://x.se/a_b?c=1&amp;d=2\">our page</a>.", "our page (https://x.se/a_b?c=1&d=2)."),
            ("<a href='https://x.se'>x.se</a> <A HREF=mailto:kim@x.se>kim@x.se</A>", "x.se kim@x.se"),
            ("<a href=\"https://x.se\"><img src=y></a><a href=\"#top\">up</a>", "https://x.seup"),
            ("<img alt=\"a &lt; b\" src=\"x\"><img>", "[a < b]"),
            ("<p>See:</p><img src=\"https://x.se/s.png\">", "See:\n[https://x.se/s.png]"),
            ("<style>p { }</style><script>if (a > b) {}</script><!-- <p>no --><title>t</title>yes", "yes"),
            ("<!DOCTYPE html><?xml version='1'?><html><head></head><body>a<o:p>&nbsp;</o:p></body></html>", "a \n"),
            (
                "&Aring;sa &euro;5 &#x20ac; &#150; &hellip; &nope; &amp &copy=1 AT&T &lstrok;",
                "Åsa €5 € – … &nope; & &copy=1 AT&T ł",
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
        ] {
            let html = evil.repeat(20_000);
            assert!(plain(&html).len() <= 2 * html.len());
        }
    }
}
