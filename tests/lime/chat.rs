//! A conversation with everything that can be delivered, and the Lime CRM that it is delivered to.

use serde_json::{Value, json};
use userlike_limeobject::{Action, Delivery, DeliveryFailureCode, DeliveryOptions, Mapper, Preview, Receipt};

use super::Lime;

pub const URL: &str = "https://lime.example.com/app";

/// The property for keys, where there is one.
pub const KEY: &str = "userlikekey";

/// A configuration with everything.
pub fn mapper(owner: RelationOwner) -> Mapper {
    mapper_of(owner, Keys::None)
}

fn mapper_of(owner: RelationOwner, keys: Keys) -> Mapper {
    let key = if keys == Keys::None { Value::Null } else { KEY.into() };
    let conversation = if owner == RelationOwner::None { Value::Null } else { "ulconversation".into() };
    let config = json!({ "instances": [ {
        "limetype": "helpdesk", "relationCompany": "company", "relationHistory": "history",
        "relationConversation": conversation, "relationDocument": "document", "importMediaFiles": true,
        "personRelation": [
            { "identificationKey": "contact.email", "propertyIdentifier": "email" },
            { "identificationKey": "contact.phone_number", "propertyIdentifier": "phone" } ],
        "coworkerRelation": { "rules": [ { "identificationKey": "last_message.operator_name", "propertyIdentifier": "name" } ] },
        "relationCoworker": "coworker", "idempotencyProperty": key, "history": { "idempotencyProperty": key },
        "properties": { "title": { "userlikeKey": "subject", "defaultValue": "Chat" }, "priority": { "defaultValue": "normal" } }
    } ] });
    Mapper::new(config.to_string().as_bytes(), Some(limetypes_of(owner, keys).to_string().as_bytes()))
        .unwrap_or_else(|e| panic!("{e}"))
}

pub fn limetypes(owner: RelationOwner) -> Value {
    limetypes_of(owner, Keys::None)
}

/// What Lime CRM has to identify objects by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// No properties for keys.
    None,
    /// Properties that are not unique.
    Plain,
    /// Properties that are unique, those of ulconversations and documents included.
    Unique,
}

pub fn limetypes_of(owner: RelationOwner, keys: Keys) -> Value {
    let unique = keys == Keys::Unique;
    let key = || json!({ "name": KEY, "type": "string", "length": 64, "unique": unique });
    let belongsto = |name: &str, to: &str| json!({ "name": name, "type": "belongsto", "relatedType": to });
    let many = |name: &str, to: &str| json!({ "name": name, "type": "hasmany", "relatedType": to });
    let text = |name: &str| json!({ "name": name, "type": "string", "length": 200 });
    let of_conversation = owner == RelationOwner::Conversation;
    let mut limetypes = json!([
        { "name": "helpdesk", "properties": [
            text("title"), { "name": "priority", "type": "option", "options": [ { "key": "normal" }, { "key": "high" } ] },
            belongsto("person", "person"), belongsto("company", "company"), belongsto("coworker", "coworker"),
            if of_conversation { many("ulconversation", "ulconversation") } else { belongsto("ulconversation", "ulconversation") },
            many("history", "history"), many("document", "document") ] },
        { "name": "ulconversation", "properties": [
            { "name": "conversationid", "type": "integer", "unique": unique },
            if of_conversation { belongsto("helpdesk", "helpdesk") } else { many("helpdesk", "helpdesk") } ] },
        { "name": "history", "properties": [ { "name": "note", "type": "text" }, belongsto("helpdesk", "helpdesk"), belongsto("person", "person") ] },
        { "name": "document", "properties": [ { "name": "document", "type": "file" }, { "name": "ul_messageid", "type": "string", "length": 200, "unique": unique }, belongsto("helpdesk", "helpdesk") ] },
        { "name": "person", "properties": [ text("email"), text("phone"), belongsto("company", "company") ] },
        { "name": "company", "properties": [ text("name") ] },
        { "name": "coworker", "properties": [ text("name") ] }
    ]);
    for limetype in limetypes.as_array_mut().unwrap().iter_mut().filter(|_| keys != Keys::None) {
        if limetype["name"] == "helpdesk" || limetype["name"] == "history" {
            limetype["properties"].as_array_mut().unwrap().push(key());
        }
    }
    limetypes
}

/// The limetype that has the relation between limeobject and ulconversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelationOwner {
    Limeobject,
    Conversation,
    None,
}

pub fn payload() -> Value {
    let message = |id: &str, body: &str, url: Option<&str>| json!({ "id": id, "type": "message", "body": body, "url": url, "sender": { "type": "operator" }, "operator_name": "Ada" });
    json!({
        "id": 63_741_936, "subject": "Broken lamp", "last_message": { "operator_name": "Ada" },
        "contact": { "email": "nobody@b.se", "phone_number": "+46 1" },
        "transcript": [
            message("1.1.1", "Hello", None),
            message("1.1.2", "a picture", Some("https://media.userlike.com/lamp.png")),
            message("1.1.3", "another", Some("https://media.userlike.com/bulb.png")) ]
    })
}

pub fn preview(owner: RelationOwner) -> Preview<'static> {
    preview_of(owner, Keys::None)
}

pub fn preview_of(owner: RelationOwner, keys: Keys) -> Preview<'static> {
    let payload = payload().to_string();
    mapper_of(owner, keys).preview(payload.as_bytes(), None).unwrap().into_owned()
}

pub fn options(change: impl FnOnce(&mut DeliveryOptions)) -> DeliveryOptions {
    let mut options = DeliveryOptions::to(URL);
    change(&mut options);
    options
}

pub fn delivery(owner: RelationOwner, change: impl FnOnce(&mut DeliveryOptions)) -> Delivery {
    Delivery::new(preview(owner), options(change)).unwrap_or_else(|e| panic!("{e}"))
}

/// A delivery with keys.
pub fn identified_delivery(owner: RelationOwner, send: &str, change: impl FnOnce(&mut DeliveryOptions)) -> Delivery {
    let mut options = options(change);
    options.send_id = Some(send.to_owned());
    Delivery::new(preview_of(owner, Keys::Plain), options).unwrap_or_else(|e| panic!("{e}"))
}

/// A Lime CRM with person, company and coworker of the payload, and with another limeobject that has its title.
pub fn lime(owner: RelationOwner) -> Lime {
    lime_of(owner, Keys::None)
}

pub fn lime_of(owner: RelationOwner, keys: Keys) -> Lime {
    let mut lime = Lime::new(&limetypes_of(owner, keys));
    let company = lime.add("company", json!({ "name": "Lamps" }));
    lime.add("person", json!({ "phone": "+46 1", "company": company }));
    lime.add("coworker", json!({ "name": "Ada" }));
    let other = lime.add("ulconversation", json!({ "conversationid": 1 }));
    let mut values = json!({ "title": "Broken lamp" });
    if owner != RelationOwner::Conversation {
        values["ulconversation"] = other.into();
    }
    let helpdesk = lime.add("helpdesk", values);
    lime.add("history", json!({ "note": "old", "helpdesk": helpdesk }));
    lime
}

pub fn receipt(action: Action<Receipt>) -> Receipt {
    match action {
        Action::Done { result } => result,
        other => panic!("{other:?}"),
    }
}

/// Number of objects that were created after [`lime`].
pub fn new_objects(lime: &mut Lime) -> [usize; 4] {
    let [ulconversations, helpdesks, histories, documents] =
        lime.counts(["ulconversation", "helpdesk", "history", "document"]);
    [ulconversations - 1, helpdesks - 1, histories - 1, documents]
}

/// What a delivery leaves: number of new objects, whether it created the limeobject, and all ids; or the code of its failure.
pub type Outcome = Result<([usize; 4], bool, Value), DeliveryFailureCode>;

pub fn outcome(end: Action<Receipt>, lime: &mut Lime) -> Outcome {
    match end {
        Action::Failed { failure } => Err(failure.code),
        end => {
            let receipt = receipt(end);
            Ok((new_objects(lime), receipt.created, serde_json::to_value(&receipt.ids).unwrap()))
        }
    }
}
