import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Mapper, PayloadError } from "userlike-limeobject";
import { PayloadStore } from "../../../www/src/views/conversations/payloads/payload-store.ts";

const read = (name) => readFileSync(new URL(`../../../pkg/examples/${name}.json`, import.meta.url), "utf8");
const entry = (value) => ({
  line: 3,
  bytes: new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value)),
});
const example = JSON.parse(read("conversation"));

function shelf() {
  const made = new PayloadStore();
  made.mapper = new Mapper(read("config"), { limetypes: read("limetypes") });
  return made;
}

test("a payload is kept, summed up and checked", async () => {
  const kept = shelf();
  const [row] = kept.add(10, entry(example));
  assert.equal(row.key, 10);
  assert.equal(row.line, 3);
  assert.equal(row.summary.conversation, 63741936);
  assert.equal(row.readError, null);
  assert.equal(row.check.instance, "Helpdesk");
  assert.equal(row.check.limetype, "helpdesk");
  assert.deepEqual(JSON.parse(kept.text(10)), example);
  kept.add(11, entry({ ...example, id: 5 }));
  assert.deepEqual(
    JSON.parse(await kept.body([11, 10, 99]).text()).map(({ id }) => id),
    [5, example.id],
  );
  assert.equal(await kept.body([]).text(), "[]");
  kept.forget([10]);
  assert.equal(kept.text(10), null);
  assert.deepEqual(kept.keys(), [11]);
});

test("another configuration changes the check", () => {
  const kept = shelf();
  kept.add(1, entry(example));
  kept.mapper = new Mapper({ instances: [{ name: "Other", limetype: "deal", default: true }] });
  assert.equal(kept.check(1).instance, "Other");
  kept.mapper = null;
  assert.equal(kept.check(1), null);
});

test("an answer of Userlike's API is the conversations in it", () => {
  const rows = shelf().add(5, entry({ next: null, results: [example, { ...example, id: 9 }, 5] }));
  assert.deepEqual(
    rows.map(({ key, summary }) => [key, summary.conversation]),
    [
      [5, example.id],
      [6, 9],
      [7, null],
    ],
  );
  assert.notEqual(rows[2].readError, null);
});

test("what can't be read says so, and is not kept", () => {
  const kept = shelf();
  for (const broken of ["", "{", "hello", "5", "[]", "null", '"x"']) {
    const [row] = kept.add(1, entry(broken));
    assert.notEqual(row.readError, null, broken);
    assert.equal(row.check, null);
  }
  assert.notEqual(kept.add(2, { line: 1, bytes: new Uint8Array([0x22, 0xff, 0x22]) })[0].readError, null);
  const error = new PayloadError("too-large", "the text is too large");
  assert.equal(kept.add(3, { line: 1, error })[0].readError.message, "the text is too large");
  assert.equal(kept.size, 0);
});

test("10,000 conversations are read and checked in seconds", () => {
  const kept = shelf();
  const pieces = Array.from({ length: 10_000 }, (_, i) => entry({ ...example, id: i + 1 }));
  const begun = performance.now();
  for (const [at, one] of pieces.entries()) kept.add(at, one);
  console.log(`10,000 conversations (60 MB) read and checked in ${Math.round(performance.now() - begun)} ms`);
});
