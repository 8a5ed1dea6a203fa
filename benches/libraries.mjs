// Mapping languages and libraries, each with the mapping of the example written as its documentation recommends. Where one has no
// function for a step (formatting the times of the note), the step is left out, in its favor. Checked against the values before
// anything is measured.

import { createRequire } from "node:module";
import { compile as compileJmespath, TreeInterpreter } from "@jmespath-community/jmespath";
import { compile as compileJsonquery } from "@jsonquerylang/jsonquery";
import { LogicEngine } from "json-logic-engine";
import { JSONATA } from "./jsonata.mjs";

const { transform: mapWithSegment } = createRequire(import.meta.url)(
  "./node_modules/@segment/actions-core/dist/cjs/mapping-kit/index.js",
);
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** From bytes to bytes. */
const onBytes = (map) => (bytes) => encoder.encode(JSON.stringify(map(JSON.parse(decoder.decode(bytes)))));

const withDefault = (path, otherwise) => ({
  "@if": {
    exists: { "@path": path },
    // biome-ignore lint/suspicious/noThenProperty: a key of the mapping kit
    then: { "@path": path },
    else: otherwise,
  },
});

const SEGMENT = {
  conversation: { "@path": "$.id" },
  ulconversation: {
    conversationid: { "@path": "$.id" },
    link: { "@template": "https://userlike.com/en/umc#/conversation/{{id}}" },
    contactid: { "@path": "$.contact.id" },
    startedtime: { "@path": "$.created_at" },
  },
  helpdesk: {
    title: withDefault("$.subject", "Chat"),
    description: { "@path": "$.feedback_message" },
    source: { key: withDefault("$.contact_channel.type", "web") },
    priority: { key: "normal" },
    callback: { "@path": "$.contact.contact_by_phone" },
    rating: { "@path": "$.rate" },
    received: { "@path": "$.created_at" },
  },
  history: {
    lines: {
      "@arrayPath": [
        "$.transcript",
        { sent: { "@path": "$.sent_at" }, operator: { "@path": "$.operator_name" }, body: { "@path": "$.body_plain" } },
      ],
    },
    type: { key: "chat" },
    date: { "@path": "$.created_at" },
  },
};

const JMESPATH = compileJmespath(`{
  conversation: id,
  ulconversation: { conversationid: id, link: join('', ['https://userlike.com/en/umc#/conversation/', to_string(id)]), contactid: to_string(contact.id), startedtime: created_at },
  helpdesk: { title: subject || 'Chat', description: feedback_message, source: { key: contact_channel.type || 'web' }, priority: { key: 'normal' }, callback: contact.contact_by_phone, rating: rate, received: created_at },
  history: { note: join('\n', transcript[?type == 'message'].join('', [sent_at, ' ', operator_name || name, ': ', body_plain])), type: { key: 'chat' }, date: created_at }
}`);

const JSONQUERY = compileJsonquery([
  "object",
  {
    conversation: ["get", "id"],
    ulconversation: [
      "object",
      { conversationid: ["get", "id"], contactid: ["get", "contact", "id"], startedtime: ["get", "created_at"] },
    ],
    helpdesk: [
      "object",
      {
        title: ["get", "subject"],
        description: ["get", "feedback_message"],
        source: ["get", "contact_channel", "type"],
        callback: ["get", "contact", "contact_by_phone"],
        rating: ["get", "rate"],
        received: ["get", "created_at"],
      },
    ],
    lines: [
      "pipe",
      ["get", "transcript"],
      ["filter", ["eq", ["get", "type"], "message"]],
      [
        "map",
        ["object", { sent: ["get", "sent_at"], operator: ["get", "operator_name"], body: ["get", "body_plain"] }],
      ],
    ],
  },
]);

const variable = (name) => ({ var: name });
const JSON_LOGIC = new LogicEngine().build({
  eachKey: {
    conversation: variable("id"),
    link: { cat: ["https://userlike.com/en/umc#/conversation/", variable("id")] },
    contactid: { cat: [variable("contact.id")] },
    startedtime: variable("created_at"),
    title: { or: [variable("subject"), "Chat"] },
    description: variable("feedback_message"),
    source: { or: [variable("contact_channel.type"), "web"] },
    callback: variable("contact.contact_by_phone"),
    rating: variable("rate"),
    lines: {
      map: [
        { filter: [variable("transcript"), { "===": [variable("type"), "message"] }] },
        { cat: [variable("sent_at"), " ", variable("operator_name"), ": ", variable("body_plain")] },
      ],
    },
  },
});

/** Each by its name: from the bytes of a payload to the bytes of the mapped values; JSONata's is a promise. */
export const LIBRARIES = {
  JSONata: JSONATA,
  "Segment mapping kit": onBytes((payload) => mapWithSegment(SEGMENT, payload)),
  "jmespath-community": onBytes((payload) => TreeInterpreter.search(JMESPATH, payload)),
  jsonquery: onBytes(JSONQUERY),
  "json-logic-engine": onBytes(JSON_LOGIC),
};
