// What a good engineer writes instead of this project, for one mapping: pkg/examples/config.json. Values only: no sources, no findings,
// no metadata, no check of the payload beyond what JSON.parse does.

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** From bytes to bytes: parse, map, stringify. @param {Uint8Array} bytes */
export function transformValues(bytes) {
  return encoder.encode(JSON.stringify(mapValues(JSON.parse(decoder.decode(bytes)))));
}

/** The values of the limeobjects and lookups of a conversation. @param {any} payload */
export function mapValues(payload) {
  const { id, contact, created_at: createdAt } = payload;
  const email = text(contact?.email);
  const people = email === undefined ? {} : { person: "person", company: "company" };
  return {
    conversation: id,
    lookups:
      email === undefined
        ? []
        : [
            { role: "person", limetype: "person", property: "email", value: email },
            { role: "company", through: "person", property: "company" },
          ],
    objects: [
      {
        role: "ulconversation",
        limetype: "ulconversation",
        values: {
          conversationid: id,
          link: `https://userlike.com/en/umc#/conversation/${id}`,
          contactid: contact?.id === undefined ? undefined : String(contact.id),
          startedtime: time(createdAt),
          contactfirstmessagetime: time(payload.contact_first_message_sent_at),
        },
        relations: {},
      },
      {
        role: "limeobject",
        limetype: "helpdesk",
        values: {
          title: text(payload.subject) ?? "Chat",
          description: text(payload.feedback_message),
          source: { key: text(payload.contact_channel?.type) ?? "web" },
          priority: { key: "normal" },
          callback: contact?.contact_by_phone,
          rating: payload.rate ?? undefined,
          received: time(createdAt),
        },
        relations: { ...people, ulconversation: "ulconversation" },
      },
      {
        role: "history",
        limetype: "history",
        values: { note: note(payload), type: { key: "chat" }, date: time(createdAt) },
        relations: { helpdesk: "limeobject", ...people },
      },
    ],
  };
}

/** A text without white space at its ends; undefined when there is none. @param {unknown} value */
export const text = (value) => (typeof value === "string" && value.trim() !== "" ? value.trim() : undefined);

/** @param {unknown} value */
export function time(value) {
  if (typeof value !== "string") return undefined;
  const milliseconds = Date.parse(value);
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString();
}

/** @param {any} payload */
export function note({ contact, transcript = [] }) {
  const name = text(contact?.name) ?? "Contact";
  const lines = [];
  for (const { type = "message", operator_name: operator, sent_at: sentAt, body_plain: plain, body } of transcript) {
    if (type !== "message") continue;
    const words = text(plain) ?? text(body);
    if (words === undefined) continue;
    const sent = time(sentAt);
    const prefix = sent === undefined ? "" : `${sent.slice(0, 10)} ${sent.slice(11, 16)} UTC `;
    lines.push(`${prefix}${text(operator) ?? name}: ${words}`);
  }
  return lines.join("\n");
}
