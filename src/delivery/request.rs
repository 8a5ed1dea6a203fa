//! Requests to Lime CRM's REST API, without server and API key.

use std::fmt::Write;

use crate::json::from_value::read_struct;
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use crate::json::write::to_string;
use crate::preview::{Limeobject, Role};

/// A request to Lime CRM. The sender prepends `https://<server>/<application>/` to the path, adds the headers `x-api-key`
/// and `accept: application/hal+json`, and does not follow redirects.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ApiRequest {
    /// HTTP method.
    pub method: HttpMethod,
    /// Path and query relative to Lime CRM's URL, percent-encoded, without a leading slash: `api/v1/query/?q=...`.
    pub path: String,
    /// Body of the request, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "RequestBody"))]
    pub body: Option<RequestBody>,
}

/// HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum HttpMethod {
    /// Reads an object or executes a query.
    Get,
    /// Creates an object.
    Post,
    /// Changes an object.
    Put,
}

/// Body of a request.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum RequestBody {
    /// JSON text, of the media type `application/json`.
    Json(String),
    /// Text of another media type.
    Text(TextBody),
    /// The media file that was fetched before: its whole content.
    File(FileUpload),
}

/// Text with its media type.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TextBody {
    /// Header `content-type`.
    #[serde(rename = "contentType")]
    pub content_type: String,
    /// The text itself.
    pub text: String,
}

/// A media file to upload: the one of the last [`FileResponse`](crate::FileResponse).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FileUpload {
    /// Name of the file.
    pub name: String,
    /// Header `content-disposition` of the upload.
    pub disposition: String,
    /// Header `content-type` of the upload.
    #[serde(rename = "contentType")]
    pub content_type: String,
}

impl FileUpload {
    pub(crate) fn new(name: String, content_type: Option<&str>) -> Self {
        let disposition = format!(";filename*=\"UTF-8''{}\"", encoded(&name));
        let content_type = content_type.unwrap_or("application/octet-stream").to_owned();
        Self { name, disposition, content_type }
    }
}

impl ApiRequest {
    pub(crate) fn get(path: String) -> Self {
        Self { method: HttpMethod::Get, path, body: None }
    }

    pub(crate) fn post(limetype: &str, json: String) -> Self {
        let path = format!("api/v1/limeobject/{}/", encoded(limetype));
        Self { method: HttpMethod::Post, path, body: Some(RequestBody::Json(json)) }
    }

    pub(crate) fn put(limetype: &str, id: i64, json: String) -> Self {
        Self { method: HttpMethod::Put, path: object_path(limetype, id), body: Some(RequestBody::Json(json)) }
    }

    pub(crate) fn upload(file: FileUpload) -> Self {
        Self { method: HttpMethod::Post, path: "api/v1/file/".to_owned(), body: Some(RequestBody::File(file)) }
    }

    /// Reads one object.
    pub(crate) fn object(limetype: &str, id: i64) -> Self {
        Self::get(object_path(limetype, id))
    }

    /// Reads one object, with the object that a relation of it leads to.
    pub(crate) fn object_with_related(limetype: &str, id: i64, relation: &str) -> Self {
        Self::get(format!("{}?_embed={}", object_path(limetype, id), encoded(relation)))
    }
}

fn object_path(limetype: &str, id: i64) -> String {
    format!("api/v1/limeobject/{}/{id}/", encoded(limetype))
}

/// Ids of the objects, by role. Relations are written with them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ObjectIds {
    /// Id of the limeobject.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub limeobject: Option<i64>,
    /// Id of the ulconversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub ulconversation: Option<i64>,
    /// Id of the history note.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub history: Option<i64>,
    /// Id of the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub person: Option<i64>,
    /// Id of the person's company.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub company: Option<i64>,
    /// Id of the coworker.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub coworker: Option<i64>,
    /// Ids of the documents, in the order of the preview.
    pub documents: Vec<i64>,
}

impl ObjectIds {
    pub(crate) fn get(&self, role: Role) -> Option<i64> {
        match role {
            Role::Limeobject => self.limeobject,
            Role::Ulconversation => self.ulconversation,
            Role::History => self.history,
            Role::Person => self.person,
            Role::Company => self.company,
            Role::Coworker => self.coworker,
            Role::Document => None,
        }
    }

    pub(crate) fn set(&mut self, role: Role, id: i64) {
        match role {
            Role::Limeobject => self.limeobject = Some(id),
            Role::Ulconversation => self.ulconversation = Some(id),
            Role::History => self.history = Some(id),
            Role::Person => self.person = Some(id),
            Role::Company => self.company = Some(id),
            Role::Coworker => self.coworker = Some(id),
            Role::Document => self.documents.push(id),
        }
    }
}

/// Returns the JSON text that creates `object`: its values, the relations to objects with a known id, and the file of a
/// document.
pub(crate) fn new_object(object: &Limeobject<'_>, ids: &ObjectIds, file: Option<i64>) -> String {
    struct NewObject<'n>(&'n Limeobject<'n>, &'n ObjectIds, Option<(&'n str, i64)>);

    impl Serialize for NewObject<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(None)?;
            for (name, value) in self.0.values.iter() {
                map.serialize_entry(name, value)?;
            }
            for (name, role) in self.0.relations.iter() {
                if let Some(id) = self.1.get(*role) {
                    map.serialize_entry(name, &id)?;
                }
            }
            if let Some((name, id)) = self.2 {
                map.serialize_entry(name, &id)?;
            }
            map.end()
        }
    }

    let file = object.file.as_ref().zip(file).map(|(link, id)| (link.property.as_ref(), id));
    to_string(&NewObject(object, ids, file)).unwrap_or_default()
}

/// Percent-encodes everything except letters, digits, `-`, `.`, `_` and `~`.
pub(crate) fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

read_struct!(ObjectIds => "struct ObjectIds" {
    ; limeobject, ulconversation, history, person, company, coworker, documents;
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_change_the_path() {
        assert_eq!(ApiRequest::object("../help desk?", 7).path, "api/v1/limeobject/..%2Fhelp%20desk%3F/7/");
    }
}
