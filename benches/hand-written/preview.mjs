// The same mapping with everything that the preview shows: sources and findings, and the same bytes as `transform`.

import { note, text, time } from "./values.mjs";

const decoder = new TextDecoder();
const encoder = new TextEncoder();
const INSTANCE = "/instances/0";
const HELPDESK = `${INSTANCE}/properties`;
const HISTORY = `${INSTANCE}/history/properties`;

/** From bytes to bytes: parse, preview, stringify. @param {Uint8Array} bytes */
export function transformPreview(bytes) {
  return encoder.encode(JSON.stringify(previewOf(JSON.parse(decoder.decode(bytes)))));
}

/** Collects the values of one object, with the source of each. */
class Values {
  values = {};
  sources = {};
  #findings;

  constructor(findings) {
    this.#findings = findings;
  }

  /** A value that the package reads by itself. */
  read(property, value, payload) {
    if (value === undefined) return;
    this.values[property] = value;
    this.sources[property] = [{ payload }];
  }

  constant(property, value, constant) {
    this.values[property] = value;
    this.sources[property] = [{ constant }];
  }

  /** A value of the configuration's key `userlikeKey`. */
  mapped(property, label, value, { key, exists, config, defaultValue }) {
    const pointer = `/${key.replaceAll(".", "/")}`;
    if (value !== undefined) {
      this.values[property] = value;
      this.sources[property] = [{ payload: pointer, config: `${config}/userlikeKey` }];
      return;
    }
    const missing = `${key} is missing.`;
    const params = { variant: "path", property: { label, name: property }, path: key };
    const finding =
      defaultValue === undefined
        ? {
            code: "value-missing",
            message: `${label} (${property}) stays empty: ${missing} An existing object keeps its value.`,
            params: { ...params, outcome: { code: "existing-kept", params: {} } },
          }
        : { code: "default-used", message: `${label} (${property}) has its default value: ${missing}`, params };
    if (defaultValue !== undefined) this.constant(property, defaultValue, `${config}/defaultValue`);
    this.#findings.push({
      severity: "info",
      ...finding,
      object: "limeobject",
      property,
      ...(exists ? { source: pointer } : {}),
      config,
    });
  }
}

/** @param {any} payload */
export function previewOf(payload) {
  const { id, contact, contact_channel: channel, created_at: createdAt } = payload;
  const findings = [];
  const lookups = personLookups(contact, findings);
  const people = lookups.length === 0 ? {} : { person: "person", company: "company" };

  const ulconversation = new Values(findings);
  ulconversation.read("conversationid", id, "/id");
  ulconversation.read("link", `https://userlike.com/en/umc#/conversation/${id}`, "/id");
  ulconversation.read("contactid", contact?.id === undefined ? undefined : String(contact.id), "/contact/id");
  ulconversation.read("startedtime", time(createdAt), "/created_at");
  ulconversation.read(
    "contactfirstmessagetime",
    time(payload.contact_first_message_sent_at),
    "/contact_first_message_sent_at",
  );

  const helpdesk = new Values(findings);
  const mapped = (property, label, value, key, exists, defaultValue) =>
    helpdesk.mapped(property, label, value, { key, exists, config: `${HELPDESK}/${property}`, defaultValue });
  const option = (value) => (value === undefined ? undefined : { key: value });
  mapped("title", "Title", text(payload.subject), "subject", "subject" in payload, "Chat");
  mapped(
    "description",
    "Description",
    text(payload.feedback_message),
    "feedback_message",
    "feedback_message" in payload,
  );
  const type = option(text(channel?.type));
  mapped("source", "Source", type, "contact_channel.type", channel != null && "type" in channel, { key: "web" });
  helpdesk.constant("priority", { key: "normal" }, `${HELPDESK}/priority/defaultValue`);
  const hasPhone = contact != null && "contact_by_phone" in contact;
  mapped("callback", "Call back", contact?.contact_by_phone ?? undefined, "contact.contact_by_phone", hasPhone);
  mapped("rating", "Rating", payload.rate ?? undefined, "rate", "rate" in payload);
  mapped("received", "Received", time(createdAt), "created_at", "created_at" in payload);

  const history = new Values(findings);
  history.read("note", note(payload), "/transcript");
  history.constant("type", { key: "chat" }, `${HISTORY}/type/defaultValue`);
  history.values.date = time(createdAt);
  history.sources.date = [{ payload: "/created_at", config: `${HISTORY}/date/userlikeKey` }];

  return {
    conversation: id,
    instance: { name: "Helpdesk", index: 0, reason: "default", selectedBy: "default", linkType: "Web client" },
    lookups,
    objects: [
      object("ulconversation", "ulconversation", ulconversation, {}),
      object("limeobject", "helpdesk", helpdesk, { ...people, ulconversation: "ulconversation" }),
      object("history", "history", history, { helpdesk: "limeobject", ...people }),
    ],
    findings,
  };
}

const object = (role, limetype, { values, sources }, relations) => ({ role, limetype, values, relations, sources });

function personLookups(contact, findings) {
  const config = `${INSTANCE}/personRelation/rules/0`;
  const value = text(contact?.email);
  if (value !== undefined) {
    const source = "/contact/email";
    return [
      { role: "person", limetype: "person", property: "email", value, matchBy: "email", source, config },
      { role: "company", through: "person", property: "company" },
    ];
  }
  const exists = contact != null && "email" in contact;
  findings.push({
    severity: "info",
    code: "rule-skipped",
    message: "The Person (person) is not looked up by E-mail (email): contact.email is missing.",
    params: {
      variant: "missing",
      limetype: { label: "Person", name: "person" },
      property: { label: "E-mail", name: "email" },
      path: "contact.email",
    },
    object: "person",
    property: "email",
    ...(exists ? { source: "/contact/email" } : {}),
    config,
  });
  findings.push({
    severity: "info",
    code: "person-unknown",
    message: "The payload has no value to look up the person by. No person and no company will be connected.",
    params: {},
    object: "person",
    config: `${INSTANCE}/personRelation`,
  });
  return [];
}
