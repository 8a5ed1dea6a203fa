import assert from "node:assert/strict";
import { test } from "node:test";
import { locationRange } from "../../www/src/state/location-range.ts";

const locate = (text, pointer) => locationRange(text, { pointer });
const locateNearest = (text, pointer) => locationRange(text, { pointer }, true);
const offsetAt = (text, line, column) => locationRange(text, { line, column }).start;

const found = (text, pointer) => {
  const range = locate(text, pointer);
  return range && text.slice(range.start, range.end);
};

test("a pointer finds the text of its value", () => {
  const text = ' { "a" : [ 1, {"b/c": null, "~": "x\\"]}"}, [] ], "": {"": -1.5e3} , "é": true}';
  assert.equal(found(text, ""), text.trim());
  assert.equal(found(text, "/a/0"), "1");
  assert.equal(found(text, "/a/1/b~1c"), "null");
  assert.equal(found(text, "/a/1/~0"), '"x\\"]}"');
  assert.equal(found(text, "/a/2"), "[]");
  assert.equal(found(text, "//"), "-1.5e3");
  assert.equal(found(text, "/é"), "true");
});

test("an escaped key is the key that it spells", () => {
  assert.equal(found('{"\\u0061\\/b": 1}', "/a~1b"), "1");
});

test("of a key that is there twice the last one counts", () => {
  assert.equal(found('{"a": 1, "a": 2}', "/a"), "2");
});

test("what is not there is not found", () => {
  for (const pointer of ["/b", "/a/2", "/a/-", "/a/01", "/a/x", "/a/0/0", "/a/length", "/__proto__"]) {
    assert.equal(found('{"a": [1, 2]}', pointer), undefined, pointer);
  }
  assert.equal(found('{"a": 1}', "a"), undefined);
  assert.equal(found("", ""), undefined);
  assert.equal(found("[]", "/0"), undefined);
});

test("what is not there is nearest to what should hold it", () => {
  const text = '{"a": {"b": []}}';
  assert.deepEqual(locateNearest(text, "/a/b"), locate(text, "/a/b"));
  assert.deepEqual(locateNearest(text, "/a/b/3/c"), { start: 12, end: 12 });
  assert.deepEqual(locateNearest(text, "/x"), { start: 0, end: 0 });
  assert.equal(locateNearest(text, "x"), undefined);
});

test("in a half-typed text what stands before the fault is found", () => {
  assert.equal(found('{"a": 1, "b": {"c": "x', "/a"), "1");
  assert.equal(found('{"a": 1, "b": {"c": "x', "/b/c"), '"x');
  assert.equal(found('{"a": 1 "b": 2}', "/b"), undefined);
  assert.equal(found('{"a": [1, 2', "/a/1"), "2");
});

test("deep nesting needs no stack", () => {
  const text = `{"deep": ${"[".repeat(200_000)}${"]".repeat(200_000)}, "a": 1}`;
  assert.equal(found(text, "/a"), "1");
});

test("every value of a document is found where it stands", () => {
  const value = { a: [[], {}, [{ b: "\\" }], 'q"'], "x/y": { "~1": 0 }, "": null, 0: false, "😀": ["\u2028"] };
  for (const space of [0, 2, "\t"]) {
    const text = JSON.stringify(value, null, space);
    const walk = (part, pointer) => {
      assert.deepEqual(JSON.parse(found(text, pointer)), part, pointer);
      if (typeof part !== "object" || part === null) return;
      for (const [key, child] of Object.entries(part)) {
        walk(child, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
      }
    };
    walk(value, "");
  }
});

test("a line and a column in bytes lead to the letter", () => {
  const text = "ab\näö€😀x\n";
  assert.equal(offsetAt(text, 1, 1), 0);
  assert.equal(offsetAt(text, 1, 3), 2);
  assert.equal(offsetAt(text, 1, 99), 2);
  assert.equal(text[offsetAt(text, 2, 12)], "x");
  assert.equal(text.slice(offsetAt(text, 2, 3), offsetAt(text, 2, 5)), "ö");
  assert.equal(offsetAt(text, 9, 1), text.length);
});
