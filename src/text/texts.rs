//! The table of messages: for each code what it says in English, with the names and kinds of the values in it.
//!
//! A code that is said in several ways has a `variant` for each. From this table come the messages, the types of the npm package,
//! and the lists of parameters in `docs/findings.md`.

use super::said::{Arg, Labeled, Said, Shown, said};

/// What carries a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextOf {
    /// A finding.
    Finding,
    /// A problem.
    Problem,
    /// A finding or a problem: what is said about a value.
    Value,
    /// A payload that cannot be read; the document of a problem, too.
    Payload,
    /// A text that is not a path; the problem of a path, too.
    Path,
    /// A part of another message.
    Clause,
}

/// A row of the table of messages.
#[derive(Debug, Clone, Copy)]
pub struct TextRow {
    /// What carries it.
    pub of: TextOf,
    /// The code.
    pub code: &'static str,
    /// The parameter `variant`; empty when the code is said in one way.
    pub variant: &'static str,
    /// Names and kinds of the other parameters, in the order of the message.
    pub params: &'static [(&'static str, &'static str)],
    /// The message in English.
    pub template: &'static str,
}

impl TextRow {
    /// Whether a sentence about what became of the value can follow: the parameter `outcome`.
    pub fn can_have_outcome(&self) -> bool {
        self.of == TextOf::Value || self.code == "value-missing" && self.variant != "items"
    }
}

macro_rules! kind {
    (number) => {
        usize
    };
    (id) => {
        i64
    };
    (count) => {
        usize
    };
    (text) => {
        &str
    };
    (quoted) => {
        &str
    };
    (whole) => {
        &str
    };
    (labeled) => {
        &Labeled
    };
    (shown) => {
        &Shown
    };
    (clause) => {
        &Said
    };
}

macro_rules! arg {
    (number $value:ident) => {
        Arg::Number($value as i64)
    };
    (id $value:ident) => {
        Arg::Number($value)
    };
    (count $value:ident) => {
        Arg::Count($value)
    };
    (text $value:ident) => {
        Arg::Text($value)
    };
    (quoted $value:ident) => {
        Arg::Quoted($value)
    };
    (whole $value:ident) => {
        Arg::Whole($value)
    };
    (labeled $value:ident) => {
        Arg::Labeled($value)
    };
    (shown $value:ident) => {
        Arg::Shown($value)
    };
    (clause $value:ident) => {
        Arg::Clause($value)
    };
}

macro_rules! texts {
    ($($of:ident $name:ident $code:literal $variant:literal ($($param:ident: $kind:ident),*) $template:literal;)*) => {
        $(
            #[inline]
            pub(crate) fn $name($($param: kind!($kind)),*) -> Said {
                said(concat!($code, " ", $variant, " ", $template), &[$(arg!($kind $param)),*])
            }
        )*

        /// Every message.
                pub const TEXTS: &[TextRow] = &[
            $(TextRow {
                of: TextOf::$of,
                code: $code,
                variant: $variant,
                params: &[$((stringify!($param), stringify!($kind))),*],
                template: $template,
            },)*
        ];
    };
}

texts! {
    // The conversation
    Finding conversation_id_missing "conversation-id-missing" "missing" ()
        "The payload has no \"id\", so the conversation cannot be found again in Lime CRM. Send the payload as Userlike created it.";
    Finding conversation_id_wrong "conversation-id-missing" "wrong" (value: shown, max: id)
        "The payload's \"id\" is {value}. The id of a conversation is a whole number from 1 to {max}.";
    Finding payload_shape_ignored "payload-shape" "ignored" (source: text, found: clause, expected: clause)
        "{source} is {found}. Userlike sends {expected} there. The value was ignored.";
    Finding payload_shape_entry "payload-shape" "entry" (found: clause)
        "The history note does not have this value: it is {found}, and Userlike sends a text there.";
    Finding payload_shape_rival "payload-shape" "rival" (path: text)
        "{path} could mean this value as well: its key looks the same as that of the value that was taken.";
    Finding values_skipped "values-skipped" "" (source: text, free: number, bytes: number, count: count)
        "{source} has more values than a payload of its size may have ({free}, and one for each {bytes} bytes): {count} of the payload were ignored, from there on. The conversation is written without them.";
    Finding nothing_to_map "nothing-to-map" "" (kind: quoted)
        "A callback of type {kind} is not about a conversation. There is nothing to map.";
    Finding no_instance_requested "no-instance" "requested" (name: quoted, instances: text)
        "There is no instance {name}. Instances: {instances}.";
    Finding no_instance_without_topic "no-instance" "without-topic" (known: clause)
        "The conversation has no topic, and no instance is the default. {known}.";
    Finding no_instance_of_topic "no-instance" "of-topic" (topics: text, known: clause)
        "No instance takes the topic {topics}, and no instance is the default. {known}.";
    Clause no_topics "no-topics" "" () "No instance has a topic";
    Clause known_topics "known-topics" "" (topics: text) "Configured topics: {topics}";
    Finding several_topics "several-topics" "" (first: quoted, second: quoted, instance: text, other: text)
        "The topics {first} and {second} belong to different instances ({instance}, {other}). The first was taken.";
    Finding not_checked "not-checked" "" (limetypes: text)
        "No metadata for {limetypes}: types, lengths, options and required properties were not checked. Load the metadata of your Lime CRM.";

    // Values of properties
    Finding value_missing_path "value-missing" "path" (property: labeled, path: text)
        "{property} stays empty: {path} is missing.";
    Finding value_missing_paths "value-missing" "paths" (property: labeled, paths: text)
        "{property} stays empty: {paths} are missing.";
    Finding value_missing_emptied "value-missing" "emptied" (property: labeled, key: text)
        "{property} stays empty: its {key} makes nothing of the payload's value.";
    Finding value_missing_items "value-missing" "items" (missing: number, count: number, path: text, each: text, property: labeled)
        "{missing} of the {count} items of {path} have no {each}. {property} was written without them.";
    Finding default_used_path "default-used" "path" (property: labeled, path: text)
        "{property} has its default value: {path} is missing.";
    Finding default_used_paths "default-used" "paths" (property: labeled, paths: text)
        "{property} has its default value: {paths} are missing.";
    Finding default_used_emptied "default-used" "emptied" (property: labeled, key: text)
        "{property} has its default value: its {key} makes nothing of the payload's value.";
    Clause existing_cleared "existing-cleared" "" () "Where an existing object is overwritten, its value is cleared.";
    Clause existing_kept "existing-kept" "" () "An existing object keeps its value.";
    Finding filled_by_lime_crm "filled-by-lime-crm" "" (property: labeled, value: quoted)
        "{property} is not written: Lime CRM fills in its default {value}.";
    Finding required_missing "required-missing" "" (property: labeled, limetype: labeled)
        "{property} is required for a new object of the limetype {limetype} and has no value. Set a defaultValue.";
    Finding not_allowed_limetype "not-allowed" "limetype" (limetype: labeled)
        "Lime CRM does not allow this user to write objects of the limetype {limetype}.";
    Finding not_allowed_property "not-allowed" "property" (property: labeled)
        "Lime CRM does not allow this user to write {property}.";

    // What is said about a value, of a payload or of a default
    Value several_values_list "several-values" "list" (property: labeled)
        "The list has several values and {property} holds one. The first was taken.";
    Value several_values_list_usable "several-values" "list-usable" (property: labeled, reason: clause)
        "The list has several values and {property} holds one. The first that can be used was taken. {reason}";
    Finding several_values_path "several-values" "path" (path: text, count: number, property: labeled)
        "{path} has {count} values and {property} holds one. The first was taken.";
    Finding several_values_path_usable "several-values" "path-usable" (path: text, count: number, property: labeled, reason: clause)
        "{path} has {count} values and {property} holds one. The first that can be used was taken. {reason}";
    Value text_cut_property "text-cut" "property" (limit: number, property: labeled, lost: number)
        "The text is longer than the {limit} characters of {property}: its last {lost} characters were cut off.";
    Finding text_cut_note "text-cut" "note" (limit: number, property: labeled, lost: number)
        "The transcript is longer than the {limit} characters of {property}: its last {lost} characters were cut off.";
    Finding text_cut_size "text-cut" "size" (lost: number)
        "The transcript is longer than a payload of its size may make it: its last {lost} characters were cut off.";
    Value text_too_long "text-too-long" "" (value: quoted, limit: number, property: labeled)
        "{value} is longer than the {limit} characters of {property}, and a part of it would be another value.";
    Value text_only_controls "text-cleaned" "only-controls" () "The text has nothing but control characters.";
    Value text_controls "text-cleaned" "controls" ()
        "Line breaks or control characters that the property cannot hold were replaced.";
    Value text_only_invisible "text-cleaned" "only-invisible" () "The text has nothing but invisible characters.";
    Value text_invisible "text-cleaned" "invisible" () "Invisible characters were removed from the telephone number.";
    Finding text_cleaned_lookup "text-cleaned" "lookup" (value: quoted)
        "The value is looked up as {value}, without invisible characters.";
    Finding value_converted_lookup "value-converted" "lookup" (value: quoted)
        "The value is looked up as {value}, in the form in which it is compared.";
    Value converted_to_text "value-converted" "text" (found: clause) "{found} was written as text.";
    Value converted_to_word "value-converted" "word" (value: shown, word: clause) "{value} was written as {word}.";
    Value converted_to_number "value-converted" "number" (value: quoted) "The text {value} was written as a number.";
    Value converted_local_time "value-converted" "local-time" (value: shown)
        "{value} is a time without an offset. It was read in the time zone of the instance.";
    Value converted_date "value-converted" "date" (value: shown)
        "{value} is a date without a time. Its midnight was written.";
    Value wrong_type "wrong-type" "value" (value: shown, expected: clause) "{value} is not {expected}.";
    Value wrong_type_object "wrong-type" "object" () "An object is not a text. Extend the path by one of its keys.";
    Value wrong_type_objects "wrong-type" "objects" ()
        "A list of objects is not a text. Extend the path by one of its keys.";
    Value wrong_type_object_key "wrong-type" "object-key" (key: text)
        "An object is not a text. Use a path that ends in .{key}.";
    Value wrong_type_objects_key "wrong-type" "objects-key" (each: quoted, key: text)
        "A list of objects is not a text. Set \"each\": {each}, or use a path that ends in [*].{key}.";
    Value wrong_type_decimals "wrong-type" "decimals" (value: shown)
        "{value} is not a whole number; its decimals would be lost.";
    Value wrong_type_ambiguous "wrong-type" "ambiguous" (value: shown)
        "{value} has two readings: its separator can be a decimal or a thousands separator.";
    Value wrong_type_relation "wrong-type" "relation" (kind: text)
        "A relation of type {kind} is written from the other limetype.";
    Value integer_out_of_range "integer-out-of-range" "" (value: shown, max: id)
        "{value} is beyond ±{max}, where programs lose digits. Use a property of type string and a payload that has the number as text.";
    Value number_rounded "number-rounded" "" (value: shown)
        "{value} has more digits than a number keeps and was rounded.";
    Value server_limit_integer "server-limit" "integer" (value: id, min: id, max: id)
        "{value} is beyond the 32 bits of a whole number in most Lime CRM databases ({min} to {max}).";
    Value server_limit_percent "server-limit" "percent" (value: text, min: text, max: text)
        "{value} % is not between {min} and {max}.";
    Value server_limit_digits "server-limit" "digits" (value: text, count: number, limit: number)
        "{value} has {count} digits; most Lime CRM databases keep {limit}.";
    Value server_limit_day "server-limit" "day" (value: text, first: text)
        "{value} is before {first}, the first day that most Lime CRM databases accept.";
    Value option_unknown_near "option-unknown" "near" (property: labeled, value: quoted, near: quoted)
        "{property} has no option {value}. Did you mean {near}?";
    Value option_unknown_keys "option-unknown" "keys" (property: labeled, value: quoted, keys: text)
        "{property} has no option {value}. Its keys: {keys}.";
    Value option_unknown_more "option-unknown" "more" (count: number) "{count} more names are no options.";
    Value option_unknown_rest "option-unknown" "rest" (limit: number) "Only the first {limit} names were read.";
    Value option_by_text "option-by-text" "" (value: quoted, key: quoted)
        "The option {value} was found by its text. Its key is {key}.";
    Value option_inactive "option-inactive" "" (key: quoted) "The option {key} is inactive in Lime CRM.";
    Value link_unsafe "link-unsafe" "" (value: quoted)
        "{value} is not a link that is safe to open: such a link begins with http:// or https:// and a host, mailto:, tel: or limecrm:, and is written plainly.";

    // What became of a value
    Clause left_out "left-out" "" () "It was left out.";
    Clause default_instead "default-instead" "" (property: labeled) "{property} has its default value instead.";
    Clause stays_empty "stays-empty" "" (property: labeled) "{property} stays empty.";
    Clause next_taken "next-taken" "" () "The next value was taken.";
    Clause next_tried "next-tried" "" () "The next value was tried.";
    Clause default_unused "default-unused" "" () "The default is not used.";

    // Lookups
    Finding rule_skipped_missing "rule-skipped" "missing" (limetype: labeled, property: labeled, path: text)
        "The {limetype} is not looked up by {property}: {path} is missing.";
    Finding rule_skipped_unusable "rule-skipped" "unusable" (limetype: labeled, property: labeled, reason: clause)
        "The {limetype} is not looked up by {property}: {reason}";
    Finding rule_skipped_next "rule-skipped" "next" (reason: clause) "{reason} The next value is looked up.";
    Clause no_value "no-value" "" () "it has no value.";
    Clause identifies_nobody "identifies-nobody" "" (value: shown) "{value} identifies nobody.";
    Clause too_long_to_identify "too-long-to-identify" "" (value: quoted) "{value} is too long to identify anybody.";
    Clause no_email_address "no-email-address" "" (value: quoted) "{value} is not an e-mail address.";
    Clause no_phone_number "no-phone-number" "" (value: quoted) "{value} is not a telephone number.";
    Clause longer_than_property "longer-than-property" "" (value: quoted, limit: number)
        "{value} is longer than the {limit} characters that the property holds, so nobody has it.";
    Finding person_unknown "person-unknown" "" ()
        "The payload has no value to look up the person by. No person and no company will be connected.";

    // The history note
    Finding no_transcript "no-transcript" "" ()
        "The conversation has no message that the history note includes. The note is empty.";
    Finding time_unreadable "time-unreadable" "" ()
        "The time of this message is neither RFC 3339 nor a Unix time. The history note has the message without a time.";
    Finding message_left_out_type "message-left-out" "type" (kind: quoted)
        "An entry of a type {kind} is not in the history note: only messages and notifications are known. To take such entries in, add \"unknown\" to transcript.include.";
    Finding message_left_out_no_type "message-left-out" "no-type" ()
        "An entry of a type that is no text is not in the history note: only messages and notifications are known. To take such entries in, add \"unknown\" to transcript.include.";
    Finding message_left_out_command "message-left-out" "command" ()
        "The command of an operator is not in the history note. To take commands in, add \"commands\" to transcript.include.";
    Finding message_left_out_invisible "message-left-out" "invisible" ()
        "This message has no character that can be shown. The history note does not have it.";
    Finding message_left_out_markup "message-left-out" "markup" ()
        "This message consists of markup only. The history note does not have it.";
    Finding message_twice "message-twice" "" ()
        "This entry stands twice in the transcript, with the same id and words. It was taken once.";
    Finding sender_unknown "sender-unknown" "" (key: text)
        "The payload does not say clearly who wrote this message, because of its \"{key}\". The history note marks it as [unknown].";
    Finding data_replaced_file "data-replaced" "file" ()
        "The link of this file is the file itself: the history note has its kind and size.";
    Finding data_replaced_signed_file "data-replaced" "signed-file" ()
        "The link of this file is signed: the history note has it without its signature.";
    Finding data_replaced_signed_link "data-replaced" "signed-link" ()
        "A link in this message is signed: the history note has it without its signature.";
    Finding data_replaced_data "data-replaced" "data" ()
        "Data in this message was replaced by its kind and size in the history note.";

    // Files
    Finding media_unusable "media-unusable" "" (file: quoted, reason: clause) "No document is created for {file}: {reason}.";
    Finding media_upgraded "media-upgraded" "" (file: quoted)
        "The file {file} is fetched over https, although its link begins with http:.";
    Finding file_unavailable "file-unavailable" "" (file: quoted, reason: clause)
        "No document is created for {file}: {reason}. The next send of the conversation tries again.";
    Clause link_is_data "link-is-data" "" () "it is a data: URL, which has its content in the message";
    Clause link_not_https "link-not-https" "" () "it is not an https link";
    Clause link_with_user "link-with-user" "" () "it contains a user name or a password";
    Clause link_to_ip_address "link-to-ip-address" "" () "its host is an IP address";
    Clause link_without_name "link-without-name" "" () "its host has no valid name";
    Clause link_not_valid "link-not-valid" "" () "its address is not valid";
    Clause link_with_port "link-with-port" "" () "it names a port";
    Clause host_not_allowed "host-not-allowed" "" (host: text)
        "the host {host} is not in the list of allowed hosts (mediaHosts)";
    Clause entry_of_unknown_type "entry-of-unknown-type" "" () "its message is of an unknown type";
    Clause message_without_id "message-without-id" "" () "its message has no id";
    Clause too_many_files "too-many-files" "" () "its conversation has more files than a payload of its size may have";
    Clause file_too_large "file-too-large" "" (limit: number) "it is larger than {limit} bytes";
    Clause file_refused "file-refused" "" () "Lime CRM does not accept it (413): it is too large";
    Clause redirected "redirected" "" (url: quoted, reason: clause) "it redirects to {url}: {reason}";
    Clause redirected_often "redirected-often" "" (limit: number) "it was redirected more than {limit} times";
    Clause host_answered "host-answered" "" (status: number) "its host answered {status}";
    Clause link_expired "link-expired" "" (status: number) "its host answered {status} (its link may have expired)";
    Clause host_silent "host-silent" "" () "its host did not respond";
    Clause transfer_broken "transfer-broken" "" () "its host broke off the transfer";
    Clause host_slow "host-slow" "" (seconds: number) "its host did not send it within {seconds} seconds";
    Clause other_reason "other-reason" "" (text: text) "{text}";
    Clause content_empty "content-empty" "" () "its host answered with an empty file";
    Clause content_page "content-page" "" () "its host answered with an HTML page instead of the file (a login or error page?)";
    Clause content_page_differs "content-page-differs" "" (expected: clause)
        "its host answered with an HTML page instead of {expected}, which its name promises (a login or error page?)";
    Clause content_other "content-other" "" (found: clause) "its host answered with {found} instead of the file";
    Clause content_differs "content-differs" "" (found: clause, expected: clause)
        "its host answered with {found} instead of {expected}, which its name promises";

    Clause file_pdf "a-pdf" "" () "a PDF";
    Clause file_image "an-image" "" () "an image";
    Clause file_archive "an-archive" "" () "a ZIP archive or an Office document";
    Clause file_office "an-office-document" "" () "an Office document";
    Clause file_media "an-audio-or-video-file" "" () "an audio or video file";
    Clause file_page "an-html-page" "" () "an HTML page";
    Clause file_other "another-file" "" () "another file";

    // The delivery
    Finding not_found "not-found" "" (role: clause)
        "Lime CRM has no {role} for this conversation, so none is connected.";
    Finding several_found_property "several-found" "property" (limetype: text, property: text, ids: text, which: clause, id: id)
        "Several \"{limetype}\" in Lime CRM have this \"{property}\" (ids {ids}); {which} is used (id {id}).";
    Finding several_found_conversation "several-found" "conversation" (limetype: text, id: id, others: text)
        "Lime CRM has several \"{limetype}\" of this conversation; the oldest one is used (id {id}). Delete the other ones: {others}.";
    Clause oldest "oldest" "" () "the oldest one";
    Clause oldest_active "oldest-active" "" () "the oldest active one";
    Finding created_twice "created-twice" "" (limetype: text, id: id, others: text)
        "Lime CRM created the \"{limetype}\" of this conversation twice, because it carried out a request long after it had stopped answering it. The oldest one is used (id {id}). Delete the other one, unless it is connected to another conversation: {others}.";
    Finding duplicates_possible "duplicates-possible" "" (seconds: number)
        "Lime CRM can end up with two of this object: when no answer comes while it is created, the request is repeated after {seconds} seconds, and Lime CRM may still carry out both. Delete one of them then. A property that is unique in Lime CRM excludes it: idempotencyProperty.";
    Finding not_findable "not-findable" "" ()
        "No relation connects this limeobject to the conversation in Lime CRM: sending the conversation again creates another limeobject.";
    Finding reconnected_limeobject "reconnected" "limeobject" (id: id)
        "The limeobject was connected to another conversation before (ulconversation {id}).";
    Finding reconnected_conversation "reconnected" "conversation" (id: id)
        "The conversation was connected to another limeobject before (id {id}).";
    Finding note_unchanged "note-unchanged" "" ()
        "The newest history note of the limeobject has the same text, so no new one is written.";
    Finding document_unmarked "document-unmarked" "" (limetype: text, property: text)
        "The limetype \"{limetype}\" has no property \"{property}\" (string, 256), so each send imports the file again.";
    Finding refused "refused" "" (text: text) "{text}";

    // Texts that cannot be read
    Payload too_large "too-large" "" (bytes: number, limit: number) "it has {bytes} bytes; the limit is {limit}";
    Payload not_utf8 "not-utf8" "" (byte: text) "unexpected byte 0x{byte}";
    Payload not_json "not-json" "" (reason: clause) "{reason}";
    Payload cut_off "cut-off" "" (inside: clause) "{inside}";
    Payload too_deep "too-deep" "" (limit: number) "at most {limit} nested lists and objects are allowed";
    Payload wrong_shape "wrong-shape" "" (found: clause) "found {found}, expected an object ({ \"id\": ... })";

    // The configuration
    Problem no_instances "no-instances" "" () "The list is empty. Add at least one instance.";
    Problem missing_key "missing-key" "" (key: text) "The key \"{key}\" is missing.";
    Problem unknown_key_near "unknown-key" "near" (key: text, near: text)
        "The key \"{key}\" is unknown and is ignored. Did you mean \"{near}\"?";
    Problem unknown_key_known "unknown-key" "known" (key: text, keys: text)
        "The key \"{key}\" is unknown and is ignored. Known keys: {keys}.";
    Problem wrong_type_found "wrong-type" "found" (expected: clause, found: clause) "Expected {expected}, found {found}.";
    Problem wrong_value_words "wrong-value" "words" (words: text) "Expected {words}.";
    Problem wrong_value_calling_code "wrong-value" "calling-code" ()
        "Expected the calling code of a country, such as \"46\".";
    Problem wrong_value_identity "wrong-value" "identity" (length: number, property: text)
        "Expected a property of type string, with a length of at least {length}, that no rule writes; \"{property}\" is another one.";
    Problem clear_without_effect "key-without-effect" "clear" ()
        "\"clear\" has an effect only with metadata, on a property of the limeobject that is not required and has no default.";
    Problem files_without_effect "key-without-effect" "files" ()
        "Media files are imported only if \"relationDocument\" names the relation to documents.";
    Problem company_without_effect "key-without-effect" "company" ()
        "The company is looked up through the person, and \"personRelation\" is missing.";
    Problem coworker_without_effect "key-without-effect" "coworker" ()
        "No coworker is connected, because \"coworkerRelation\" with its rules is missing.";
    Problem match_by_without_effect "key-without-effect" "match-by" ()
        "The property is not a text. Its values are compared as they are.";
    Problem each_without_effect "key-without-effect" "each" ()
        "\"each\" is a path from what \"userlikeKey\" finds, which is missing.";
    Problem no_source "no-source" "" (property: text)
        "The property \"{property}\" needs a \"userlikeKey\", a \"template\" or a \"defaultValue\".";
    Problem property_twice "property-twice" "" (property: text)
        "The property \"{property}\" has more than one rule. Keep one of them.";
    Problem topic_twice "topic-twice" "" (topic: text, instance: text, index: number)
        "The topic \"{topic}\" already belongs to {instance} (/instances/{index}). A topic can belong to one instance only.";
    Problem default_twice "default-twice" "" (instance: text, index: number)
        "{instance} (/instances/{index}) is the default already. Only one instance can be the default.";
    Problem never_chosen "never-chosen" "" ()
        "No conversation selects this instance. Add a \"topic\" or \"default\": true.";
    Path path_key "invalid-path" "key" (position: number, path: whole) "expected a key at position {position} of {path}";
    Path path_separator "invalid-path" "separator" (position: number, path: whole)
        "expected . or [ at position {position} of {path}";
    Path path_index "invalid-path" "index" (position: number, path: whole)
        "expected an index, * or a quoted key at position {position} of {path}";
    Path path_bracket "invalid-path" "bracket" (position: number, path: whole)
        "expected ] at position {position} of {path}";
    Path path_open_key "invalid-path" "open-key" (position: number, path: whole)
        "unterminated quoted key at position {position} of {path}";
    Path path_escape "invalid-path" "escape" (position: number, path: whole)
        "invalid escape at position {position} of {path}: only \\ and the quotation mark can be escaped";
    Path path_large_index "invalid-path" "large-index" (position: number, path: whole)
        "index out of range at position {position} of {path}";
    Path path_steps "invalid-path" "steps" (position: number, path: whole)
        "too many steps at position {position} of {path}: no payload is nested deeper than 127 levels";
    Problem template_brace "invalid-template" "brace" (position: number)
        "unpaired brace at position {position}: write {{ or }} for a brace";
    Problem template_path "invalid-template" "path" (position: number, reason: clause)
        "invalid path at position {position}: {reason}";
    Problem time_format_field "invalid-time-format" "field" (field: text)
        "unknown field %{field}; use %Y %m %d %H %M %S %z %Z and %%";
    Problem time_format_end "invalid-time-format" "end" ()
        "% at the end of the text; use %Y %m %d %H %M %S %z %Z and %%";
    Problem unknown_time_zone "unknown-time-zone" "" (name: quoted)
        "unknown time zone {name}; use an IANA name such as Europe/Stockholm";

    // Metadata, and the configuration against it
    Problem no_limetypes "no-limetypes" "" ()
        "No limetypes found. Expected the response of Lime CRM's limetype API with properties, or a list of limetypes.";
    Problem no_properties "no-properties" "" ()
        "The limetype has no properties. Request the metadata with `?_embed=limetypes.properties`.";
    Problem unknown_type "unknown-type" "" (kind: text)
        "The property type \"{kind}\" is unknown. The property cannot be used.";
    Problem unknown_limetype_near "unknown-limetype" "near" (limetype: quoted, near: text)
        "Lime CRM has no limetype {limetype}. Did you mean \"{near}\"?";
    Problem unknown_limetype_known "unknown-limetype" "known" (limetype: quoted, limetypes: text)
        "Lime CRM has no limetype {limetype}. Its limetypes: {limetypes}.";
    Problem unknown_property "unknown-property" "unknown" (limetype: labeled, property: text)
        "{limetype} has no property \"{property}\" of a known type.";
    Problem unknown_property_near "unknown-property" "near" (limetype: labeled, property: text, near: text)
        "{limetype} has no property \"{property}\" of a known type. Did you mean \"{near}\"?";
    Problem unknown_property_built_in "unknown-property" "built-in" (limetype: labeled, property: text)
        "{limetype} has no property \"{property}\". It is not written.";
    Problem not_searchable "not-searchable" "" (property: labeled)
        "{property} is a relation. Lookup rules compare properties that have a value.";
    Problem wrong_relation_to_other "wrong-relation" "to-other" (property: labeled, limetype: labeled, found: text, expected: text)
        "{property} of {limetype} is a relation to {found}, not to {expected}.";
    Problem wrong_relation_far_end "wrong-relation" "far-end" (property: labeled, limetype: labeled, kind: text)
        "{property} of {limetype} is a relation of type {kind}, which is written from the other limetype.";
    Problem wrong_relation_no_relation "wrong-relation" "no-relation" (property: labeled, limetype: labeled, kind: text)
        "{property} of {limetype} is a property of type {kind}, not a relation.";
    Problem wrong_relation_to_one "wrong-relation" "to-one" (property: labeled, limetype: labeled, kind: text, expected: text)
        "{property} of {limetype} is a property of type {kind}. Expected a relation to many {expected} objects.";
    Problem no_way_back "no-way-back" "" (from: labeled, to: labeled)
        "{from} has no relation of type belongsto to {to}, so the two cannot be connected.";
    Problem relation_to_many "relation-to-many" "" (property: labeled, kind: text)
        "{property} is a relation of type {kind}, which is written from the other limetype.";

    // Words
    Clause null "null" "" () "null";
    Clause a_boolean "a-boolean" "" () "a boolean";
    Clause a_number "a-number" "" () "a number";
    Clause a_text "a-text" "" () "a text";
    Clause a_list "a-list" "" () "a list";
    Clause an_object "an-object" "" () "an object";
    Clause an_empty_text "an-empty-text" "" () "an empty text";
    Clause a_text_with_words "a-text-with-words" "" () "a text that is not empty";
    Clause true_or_false "true-or-false" "" () "true or false";
    Clause a_scalar_or_list "a-scalar-or-list" "" () "a text, a number, true, false or a list";
    Clause a_topic "a-topic" "" () "a topic";
    Clause a_message "a-message" "" () "a message";
    Clause an_option "an-option" "" () "an option";
    Clause a_list_of_options "a-list-of-options" "" () "a list of options";
    Clause yes_or_no "yes-or-no" "" () "yes or no";
    Clause yes "yes" "" () "yes";
    Clause no "no" "" () "no";
    Clause a_whole_number "a-whole-number" "" () "a whole number";
    Clause an_id "an-id" "" () "an id, which is a whole number from 1 on";
    Clause a_link "a-link" "" () "a link";
    Clause a_time "a-time" "" () "a time as in RFC 3339 (2024-02-22T15:48:45Z)";
    Clause a_day "a-day" "" () "a day (2024-02-22) or a time as in RFC 3339";
    Clause a_month "a-month" "" () "a month (2024-02) or a day (2024-02-22)";
    Clause a_quarter "a-quarter" "" () "a quarter (2024-Q1) or a day (2024-02-22)";
    Clause a_year "a-year" "" () "a year (2024) or a day (2024-02-22)";
    Clause role_person "person" "" () "person";
    Clause role_company "company" "" () "company";
    Clause role_coworker "coworker" "" () "coworker";
    Clause role_other "object" "" () "object";
    Clause open_list "open-list" "" () "EOF while parsing a list";
    Clause open_object "open-object" "" () "EOF while parsing an object";
    Clause open_string "open-string" "" () "EOF while parsing a string";
    Clause open_value "open-value" "" () "EOF while parsing a value";
    Clause expected_colon "expected-colon" "" () "expected `:`";
    Clause expected_list_comma_or_end "expected-list-comma-or-end" "" () "expected `,` or `]`";
    Clause expected_object_comma_or_end "expected-object-comma-or-end" "" () "expected `,` or `}`";
    Clause expected_word "expected-word" "" () "expected ident";
    Clause expected_value "expected-value" "" () "expected value";
    Clause expected_key "expected-key" "" () "key must be a string";
    Clause invalid_escape "invalid-escape" "" () "invalid escape";
    Clause invalid_number "invalid-number" "" () "invalid number";
    Clause control_character "control-character" "" ()
        "control character (\\u0000-\\u001F) found while parsing a string";
    Clause lone_surrogate "lone-surrogate" "" () "lone leading surrogate in hex escape";
    Clause unpaired_escape "unpaired-escape" "" () "unexpected end of hex escape";
    Clause trailing_comma "trailing-comma" "" () "trailing comma";
    Clause trailing_characters "trailing-characters" "" () "trailing characters";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_each_of_its_values_once_and_in_the_order_of_the_table() {
        for TextRow { code, variant, params, template, .. } in TEXTS {
            let mut rest = *template;
            for (name, _) in *params {
                let (_, after) = rest.split_once('{').unwrap_or_else(|| panic!("{code} {variant}: no {{{name}}}"));
                let (found, after) = after.split_once('}').unwrap();
                assert_eq!(found, *name, "{code} {variant}");
                rest = after;
            }
            // A brace in the text stands behind the last value.
            assert!(!params.iter().any(|(name, _)| rest.contains(&format!("{{{name}}}"))), "{code} {variant}");
        }
    }

    #[test]
    fn a_message_is_in_the_table_once() {
        let mut known: Vec<_> = TEXTS.iter().map(|row| (row.code, row.variant)).collect();
        known.sort_unstable();
        assert!(known.windows(2).all(|pair| pair.first() != pair.last()), "{known:?}");
        // A code is said in one way, or each of its ways has a name.
        let is_mixed =
            |row: &TextRow| row.variant.is_empty() && TEXTS.iter().filter(|other| other.code == row.code).count() > 1;
        assert_eq!(TEXTS.iter().filter(|row| is_mixed(row)).map(|row| row.code).collect::<Vec<_>>(), [""; 0]);
    }
}
