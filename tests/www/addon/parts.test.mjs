import assert from "node:assert/strict";
import { test } from "node:test";
import { ConversationAssembler } from "../../../www/src/addon/conversation-assembler.ts";
import { parseOrigins } from "../../../www/src/addon/origins.ts";
import { parseMessage } from "../../../www/src/addon/protocol.ts";

const contact = { id: 5, name: "Ada", email: "ada@x.se" };
const conversation = { id: 7, status: "open", contact: { id: 5 }, topics: ["support"] };
const transcript = [{ id: "7.1.1", conversation_id: 7, type: "message", body: "Hello" }];
const messages = [
  { name: "contact_information", payload: contact },
  { name: "conversation_information", payload: conversation },
  { name: "operator_information", payload: { id: 1, name: "Peter" } },
  { name: "transcript", payload: transcript },
];

function* orders(items) {
  if (items.length === 0) yield [];
  for (const [at, item] of items.entries()) for (const rest of orders(items.toSpliced(at, 1))) yield [item, ...rest];
}

test("the parts make the same payload in every order", () => {
  for (const order of orders(messages)) {
    const parts = new ConversationAssembler();
    for (const message of order) parts.add(parseMessage(message));
    assert.deepEqual(parts.payload, { id: 7, status: "open", contact, topics: ["support"], transcript });
    assert.deepEqual(parts.missing, []);
    assert.equal(parts.operator, "Peter");
    assert.equal(parts.isPartial, true, "the Message Center's transcript has what the operator can see");
  }
  const complete = new ConversationAssembler();
  complete.add(parseMessage({ name: "conversation_information", payload: { ...conversation, transcript } }));
  assert.equal(complete.isPartial, false);
});

test("what is missing is named, and what is there is shown meanwhile", () => {
  const parts = new ConversationAssembler();
  assert.equal(parts.payload, null);
  assert.deepEqual(parts.missing, ["conversation", "transcript"]);
  parts.add(parseMessage(messages[0]));
  assert.deepEqual(parts.payload, { contact });
  parts.add(parseMessage(messages[3]));
  assert.deepEqual(parts.payload, { id: 7, contact, transcript });
  assert.deepEqual(parts.missing, ["conversation"]);
  parts.add(parseMessage(messages[1]));
  assert.deepEqual(parts.missing, []);
});

test("a newer transcript takes the older one's place, and that of another conversation none", () => {
  const parts = new ConversationAssembler();
  for (const message of messages) parts.add(parseMessage(message));
  const longer = [...transcript, { id: "7.1.2", conversation_id: 7, body: "Are you there?" }];
  parts.add(parseMessage({ name: "transcript", payload: longer }));
  assert.equal(parts.payload.transcript.length, 2);
  parts.add(parseMessage({ name: "conversation_information", payload: { id: 8 } }));
  assert.deepEqual(parts.missing, ["transcript"]);
  assert.equal(parts.payload.transcript, undefined);
});

test("the transcript may come within the conversation, and the parts in keys of their own names", () => {
  const parts = new ConversationAssembler();
  parts.add(parseMessage({ name: "conversation_information", payload: { conversation: { id: 7, transcript } } }));
  parts.add(parseMessage({ name: "contact_information", payload: { contact } }));
  assert.deepEqual(parts.payload, { id: 7, transcript, contact });
  parts.add(parseMessage({ name: "transcript", payload: { transcript: [] } }));
  assert.deepEqual(parts.payload.transcript, []);
});

test("what is not a message of the Message Center is nothing", () => {
  for (const data of [
    null,
    "x",
    5,
    [],
    {},
    { name: 5 },
    { name: "transcript" },
    { name: "transcript", payload: "x" },
    { name: "contact_information", payload: [] },
    { name: "other", payload: {} },
    { name: "__proto__", payload: {} },
    { name: "contact_information", payload: null },
  ])
    assert.equal(parseMessage(data), null, JSON.stringify(data));
});

test("only plain origins may talk to the page", () => {
  const origins = [
    "https://userlike.com",
    "http://localhost:8080",
    "*",
    "null",
    "https://*.userlike.com",
    "https://userlike.com/",
    "javascript:alert(1)",
    "file://",
    "data:text/html,x",
    5,
    "",
  ];
  assert.deepEqual(parseOrigins({ origins }), ["https://userlike.com", "http://localhost:8080"]);
  for (const answer of [null, 5, {}, { origins: "https://userlike.com" }]) assert.deepEqual(parseOrigins(answer), []);
});
