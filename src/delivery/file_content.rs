//! Whether the answer of a file's host is the file that its name promises: by its first bytes.

use crate::text::file_name::extension;
use crate::text::said::Said;
use crate::text::texts;

/// Kinds of content that the first bytes tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Pdf,
    Image,
    Archive,
    OfficeBinary,
    Media,
    Html,
    Text,
    Other,
}

/// Kinds of content with their first bytes.
const SIGNATURES: [(&[u8], Kind); 12] = [
    (b"\x89PNG\r\n\x1A\n", Kind::Image),
    (b"\xFF\xD8\xFF", Kind::Image),
    (b"GIF8", Kind::Image),
    (b"II*\0", Kind::Image),
    (b"MM\0*", Kind::Image),
    (b"PK\x03\x04", Kind::Archive),
    (b"PK\x05\x06", Kind::Archive),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Kind::OfficeBinary),
    (b"OggS", Kind::Media),
    (b"ID3", Kind::Media),
    (b"\x1A\x45\xDF\xA3", Kind::Media),
    (b"%PDF-", Kind::Pdf),
];

/// Kinds of content with their extensions, and the names of the kinds in messages.
const EXTENSIONS: [(&str, Kind); 7] = [
    ("pdf", Kind::Pdf),
    ("png jpg jpeg jpe jfif gif webp heic heif avif tif tiff bmp ico", Kind::Image),
    ("zip docx docm xlsx xlsm pptx pptm odt ods odp epub", Kind::Archive),
    ("doc xls ppt msg", Kind::OfficeBinary),
    ("mp4 m4v m4a mov 3gp mp3 ogg oga ogv opus webm mkv wav avi aac amr wma wmv flac", Kind::Media),
    ("html htm xhtml mht mhtml", Kind::Html),
    ("txt text md csv tsv log json xml svg eml ics vcf rtf yml yaml", Kind::Text),
];

impl Kind {
    fn said(self) -> Said {
        match self {
            Kind::Pdf => texts::file_pdf(),
            Kind::Image => texts::file_image(),
            Kind::Archive => texts::file_archive(),
            Kind::OfficeBinary => texts::file_office(),
            Kind::Media => texts::file_media(),
            Kind::Html => texts::file_page(),
            Kind::Text => texts::a_text(),
            Kind::Other => texts::file_other(),
        }
    }

    /// Whether the content is never text. Old Office formats may be: RTF, HTML, tables with tabs.
    fn is_binary(self) -> bool {
        matches!(self, Kind::Pdf | Kind::Image | Kind::Archive | Kind::Media)
    }
}

/// Returns why an answer is not the file, as a clause; none where it can be the file.
///
/// `is_named` is true when the host named the file (`Content-Disposition`). `start` has the first bytes of the content. Images of
/// one format that are named as another one, and binary content that is not known, are accepted.
pub(super) fn contradiction(name: &str, is_named: bool, content_type: Option<&str>, start: &[u8]) -> Option<Said> {
    if start.is_empty() {
        return Some(texts::content_empty());
    }
    let extension = extension(name);
    let expected = kind_of_extension(extension);
    let media_type = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let content = kind_of(start, &media_type);
    let is_file = match (content, expected) {
        (Kind::Html, Some(Kind::Html)) => true,
        // The source of a page, as a text of its own.
        (Kind::Html, _) => {
            let is_page =
                matches!(&*media_type, "" | "text/html" | "application/xhtml+xml" | "application/octet-stream");
            !is_page && !extension.is_empty() && !expected.is_some_and(Kind::is_binary)
        }
        (Kind::Text, Some(kind)) if kind.is_binary() => !is_text_type(&media_type),
        (Kind::Text, None) => !extension.is_empty() || is_named,
        (Kind::Text | Kind::Other, _) => true,
        // An encrypted document of the new formats is in the container of the old ones, and old names remain with new formats.
        (Kind::OfficeBinary, Some(Kind::Archive)) | (Kind::Archive, Some(Kind::OfficeBinary)) => true,
        (content, Some(expected)) => content == expected,
        (_, None) => true,
    };
    if is_file {
        return None;
    }
    Some(match (content, expected.filter(|expected| content != *expected)) {
        (Kind::Html, Some(expected)) => texts::content_page_differs(&expected.said()),
        (Kind::Html, None) => texts::content_page(),
        (_, Some(expected)) => texts::content_differs(&content.said(), &expected.said()),
        (_, None) => texts::content_other(&content.said()),
    })
}

/// Whether a file of this name is never an HTML page, nor any other text.
pub(super) fn promises_no_text(name: &str) -> bool {
    kind_of_extension(extension(name)).is_some_and(Kind::is_binary)
}

fn kind_of_extension(extension: &str) -> Option<Kind> {
    let extension = extension.to_ascii_lowercase();
    EXTENSIONS.iter().find(|(list, _)| list.split(' ').any(|known| known == extension)).map(|(_, kind)| *kind)
}

fn kind_of(start: &[u8], media_type: &str) -> Kind {
    if let Some((_, kind)) = SIGNATURES.iter().find(|(signature, _)| start.starts_with(signature)) {
        return *kind;
    }
    // Files in containers have their format after the length.
    match (start.get(..4), start.get(4..8), start.get(8..12)) {
        (Some(b"RIFF"), _, Some(b"WEBP")) => return Kind::Image,
        (Some(b"RIFF"), _, _) => return Kind::Media,
        (_, Some(b"ftyp"), Some(brand)) => {
            let is_image = matches!(brand, b"heic" | b"heix" | b"heif" | b"mif1" | b"msf1" | b"avif" | b"avis");
            return if is_image { Kind::Image } else { Kind::Media };
        }
        _ => {}
    }
    // A few bytes may precede a PDF.
    if start.windows(5).take(1024).any(|window| window == b"%PDF-") {
        return Kind::Pdf;
    }
    let is_text = start.iter().all(|byte| *byte >= 0x20 || matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B));
    if !is_text {
        return Kind::Other;
    }
    let is_html = is_html(start) || matches!(media_type, "text/html" | "application/xhtml+xml");
    if is_html { Kind::Html } else { Kind::Text }
}

/// Whether a text begins as an HTML page does, after white space, comments and an XML declaration.
fn is_html(start: &[u8]) -> bool {
    let text = String::from_utf8_lossy(start).to_ascii_lowercase();
    let mut text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    while let Some((_, after)) = text
        .strip_prefix("<!--")
        .and_then(|rest| rest.split_once("-->"))
        .or_else(|| text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")))
    {
        text = after.trim_start();
    }
    ["<!doctype html", "<html", "<head", "<body", "<title", "<script", "<meta"].iter().any(|tag| text.starts_with(tag))
}

fn is_text_type(media_type: &str) -> bool {
    media_type.is_empty()
        || media_type.starts_with("text/")
        || media_type.ends_with("json")
        || media_type.ends_with("xml")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR";
    const PAGE: &[u8] = b"\n<!-- login -->\n<!DOCTYPE html><html><title>Log in</title>";

    #[test]
    fn an_answer_that_contradicts_the_name_is_not_the_file() {
        for (name, media_type, start, expected) in [
            ("a.pdf", "text/html", PAGE, "an HTML page instead of a PDF, which its name promises (a login"),
            ("a.pdf", "application/pdf", PAGE, "an HTML page instead of a PDF"),
            ("A.PNG", "", PAGE, "an HTML page instead of an image"),
            ("file", "text/html", PAGE, "an HTML page instead of the file"),
            ("file", "", PAGE, "an HTML page instead of the file"),
            ("a.txt", "text/html; charset=utf-8", PAGE, "an HTML page instead of a text"),
            ("download.php", "text/html", b"Please log in", "an HTML page instead of the file"),
            ("a.pdf", "text/plain", b"Access denied", "a text instead of a PDF"),
            ("a.jpg", "application/json", b"{\"error\":1}", "a text instead of an image"),
            ("a.jpg", "application/xml", b"<?xml version=\"1.0\"?><Error/>", "a text instead of an image"),
            ("file", "text/plain", b"Access denied", "a text instead of the file"),
            ("a.pdf", "application/pdf", PNG, "an image instead of a PDF"),
            ("a.png", "image/png", b"%PDF-1.7", "a PDF instead of an image"),
            ("a.docx", "", PNG, "an image instead of a ZIP archive or an Office document"),
            ("a.png", "", b"PK\x03\x04", "a ZIP archive or an Office document instead of an image"),
            ("a.html", "", PNG, "an image instead of an HTML page"),
            ("a.pdf", "application/pdf", b"", "an empty file"),
            ("a.txt", "text/plain", b"", "an empty file"),
        ] {
            let found = contradiction(name, false, Some(media_type), start)
                .map(|said| said.message().to_owned())
                .unwrap_or_default();
            assert!(found.contains(expected), "{name} {media_type}: {found}");
        }
    }

    #[test]
    fn an_answer_that_can_be_the_file_is_accepted() {
        for (name, media_type, start) in [
            ("a.pdf", "application/pdf", &b"%PDF-1.7"[..]),
            ("a.pdf", "application/octet-stream", b"\xEF\xBB\xBF\n%PDF-1.4"),
            ("a.pdf", "text/html", b"%PDF-1.4"),
            ("a.png", "image/png", PNG),
            ("a.jpg", "", PNG),
            ("a.jpg", "image/webp", b"RIFF\0\0\0\0WEBPVP8 "),
            ("a.heic", "", b"\0\0\0\x18ftypheic"),
            ("a.mp4", "", b"\0\0\0\x18ftypisom"),
            ("a.docx", "application/zip", b"PK\x03\x04\x14"),
            ("protected.docx", "", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
            ("table.xls", "application/vnd.ms-excel", PAGE),
            ("letter.doc", "application/msword", b"{\\rtf1 Hello"),
            ("a.png", "image/png", b"the picture"),
            ("a.png", "", b"\x01\x02\x03"),
            ("page.html", "text/html", PAGE),
            ("page.htm", "", b"Please log in"),
            ("source.txt", "text/plain", PAGE),
            ("a.txt", "text/plain", b"Hello"),
            ("a.csv", "", b"a;b\nc;d"),
            ("a.svg", "image/svg+xml", b"<?xml version=\"1.0\"?><svg/>"),
            ("a.py", "text/plain", b"print()"),
            ("file", "application/octet-stream", PNG),
            ("file", "", b"\x01\x02\x03"),
        ] {
            assert_eq!(contradiction(name, false, Some(media_type), start), None, "{name} {media_type}");
        }
        assert_eq!(contradiction("README", true, Some("text/plain"), b"Hello"), None);
        assert!(contradiction("login", true, Some("text/html"), PAGE).is_some());
    }
}
