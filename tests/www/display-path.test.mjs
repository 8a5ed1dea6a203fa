import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { parsePath } from "userlike-limeobject";
import { toPointer } from "../../www/src/platform/json-pointer.ts";
import { displayPath } from "../../www/src/state/display-path.ts";
import { findingText } from "../../www/src/state/finding-text.ts";

function* pointers(value, steps = []) {
  if (steps.length > 0) yield steps;
  if (typeof value !== "object" || value === null) return;
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  for (const key of keys) yield* pointers(value[key], [...steps, key]);
}

test("every path that the page shows can be pasted back", async () => {
  const payload = JSON.parse(await readFile(new URL("../../pkg/examples/conversation.json", import.meta.url), "utf8"));
  payload.custom = { "order no": 1, "a.b": { 'c"d\\': [{ "é/~": true }] }, "": 2, "[0]": 3, "x-y": 4 };
  for (const steps of pointers(payload)) {
    const path = displayPath(toPointer(steps));
    assert.deepEqual(parsePath(path), steps, path);
  }
});

test("a pointer that is no path is shown as it is", () => {
  assert.equal(displayPath("/0/properties"), "/0/properties");
});

test("a finding names its place in the payload by a path", () => {
  const found = { code: "a-text", params: {} };
  const expected = { code: "a-list", params: {} };
  const params = { variant: "ignored", source: "/topics", found, expected };
  assert.match(findingText({ code: "payload-shape", message: "/topics is a text.", params }), /^“topics” is /);
});
