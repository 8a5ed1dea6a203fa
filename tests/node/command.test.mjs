// The chat command `$lime`.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Mapper } from "userlike-limeobject";

const mapper = new Mapper({
  instances: [
    { limetype: "helpdesk", default: true },
    { limetype: "deal", topic: "lead" },
  ],
});
const conversation = (/** @type {string} */ body, /** @type {string} */ type) => ({
  id: 1,
  transcript: [{ type: "message", body, sender: { type }, operator_name: type === "operator" ? "Bo" : "" }],
});

test("an operator's $lime is a command, and its instance can be passed to preview()", () => {
  assert.deepEqual(mapper.command(conversation("$lime", "operator")), { instance: null });
  const command = mapper.command(conversation("$lime lead", "operator"));
  assert.deepEqual(command, { instance: "lead" });
  assert.equal(mapper.preview({ id: 1 }, { instance: command?.instance ?? undefined }).instance?.name, "deal");
});

test("a visitor's $lime is not a command", () => {
  assert.equal(mapper.command(conversation("$lime", "contact")), null);
  assert.equal(mapper.command(JSON.stringify(conversation("send it by $lime", "operator"))), null);
});
