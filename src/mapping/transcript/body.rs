//! The words and the file of an entry.

use std::borrow::Cow;

use super::{Remark, Report};
use crate::model::finding::FindingCode;
use crate::model::message::{Markup, Message};
use crate::model::message_key::MessageKey;
use crate::text::controls::without_controls;
use crate::text::data::without_data;
use crate::text::file_name::file_name;
use crate::text::large::trim;
use crate::text::percent::visible;
use crate::text::shown_name::shown_name;
use crate::text::texts;
use crate::text::url::{clean_links, without_secrets, without_user};
use crate::text::{html, markdown};

/// The text of an entry, with name and link of its media file; none when it has neither. Without `with_words` only the file.
#[inline(never)]
pub(super) fn text(message: &Message<'_, '_>, with_words: bool, report: &mut Report<'_>) -> Option<String> {
    let url = message.url().map(|url| without_controls(url.trim(), true).unwrap_or_else(|| url.trim().to_owned()));
    let words = if with_words { words(message, url.as_deref(), report) } else { None };
    let Some(url) = url else { return words };
    let (media, name) = match without_data(&url) {
        Some(data) => {
            report(Remark::new(FindingCode::DataReplaced, message, MessageKey::Url, texts::data_replaced_file()));
            (data, String::new())
        }
        None => {
            let name = file_name(&url);
            let shown_url = without_secrets(&url);
            if let Cow::Owned(_) = shown_url {
                report(Remark::new(
                    FindingCode::DataReplaced,
                    message,
                    MessageKey::Url,
                    texts::data_replaced_signed_file(),
                ));
            }
            let shown_url = visible(&without_user(&shown_url)).into_owned();
            let media = match shown_name(&name) {
                Some(name) => format!("[{name}: {shown_url}]"),
                None => format!("[{shown_url}]"),
            };
            (media, name)
        }
    };
    Some(match words {
        // The words of a message that is only a file repeat its link or name.
        Some(words) if ![&*without_secrets(&url), &name, &media].contains(&words.trim()) => format!("{words}\n{media}"),
        _ => media,
    })
}

/// The words as plain text, without data, signatures of links and control characters.
fn words(message: &Message<'_, '_>, url: Option<&str>, report: &mut Report<'_>) -> Option<String> {
    let body = message.body()?;
    let mut has_data = false;
    let mut clean = |text: String, is_data: bool| {
        without_data(&text).map_or(text, |cleaned| {
            has_data |= is_data;
            cleaned
        })
    };
    let plain = match body.markup {
        Markup::Plain => body.text.into_owned(),
        // Before the markup is read: data is longer than a link may be.
        Markup::Markdown => {
            let text = clean(body.text.into_owned(), true);
            match markdown::plain(&text) {
                Cow::Borrowed(_) => text,
                Cow::Owned(plain) => plain,
            }
        }
        Markup::Html => html::plain(&body.text),
    };
    let plain = without_controls(&plain, false).unwrap_or(plain);
    let mut plain = clean(plain, true);
    if let Some((url, Cow::Owned(shown))) = url.map(|url| (url, without_secrets(url))) {
        plain = plain.replace(url, &shown);
    }
    if let Some(links) = clean_links(&plain) {
        plain = links.text;
        if links.signed {
            report(Remark::new(
                FindingCode::DataReplaced,
                message,
                MessageKey::Body,
                texts::data_replaced_signed_link(),
            ));
        }
    }
    if has_data {
        report(Remark::new(FindingCode::DataReplaced, message, MessageKey::Body, texts::data_replaced_data()));
    }
    if plain.trim().is_empty() {
        let said = match body.markup {
            Markup::Plain => texts::message_left_out_invisible(),
            _ => texts::message_left_out_markup(),
        };
        report(Remark::new(FindingCode::MessageLeftOut, message, MessageKey::Body, said));
        return None;
    }
    trim(&mut plain);
    Some(plain)
}
