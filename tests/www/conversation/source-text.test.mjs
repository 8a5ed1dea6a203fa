// What the chip of a value says about its sources.
import assert from "node:assert/strict";
import { test } from "node:test";
import { describeSources } from "../../../www/src/views/conversation/preview/source-text.ts";

const config = JSON.stringify({
  instances: [{ properties: { title: { template: "{subject|Chat} with {contact.name} ({x})" } } }],
});
const template = "/instances/0/properties/title/template";

test("without sources there is nothing to say", () => {
  assert.equal(describeSources([], config), undefined);
});

test("a template is shown with its values, of which those of the payload lead there", () => {
  const sources = [
    { constant: template },
    { payload: "/subject", config: template },
    { payload: "/contact/name", config: template },
  ];
  assert.deepEqual(describeSources(sources, config), {
    kind: "template",
    parts: [
      { text: "{subject}", pointer: "/subject" },
      { text: " with " },
      { text: "{contact.name}", pointer: "/contact/name" },
      { text: " (" },
      { text: "{x}" },
      { text: ")" },
    ],
    isMapped: false,
    more: 0,
    rule: template,
  });
});

test("values are named up to three; the others are counted", () => {
  const sources = ["/a", "/b/0", "/c", "/d"].map((payload) => ({ payload }));
  const { kind, parts, more, rule } = describeSources([...sources, { payload: "/e", more: 5 }], config);
  assert.deepEqual(
    parts.map(({ text }) => text),
    ["a", "b[0]", "c"],
  );
  assert.deepEqual({ kind, more, rule }, { kind: "values", more: 7, rule: undefined });
});

test("a value that the mapping replaces is from both", () => {
  const sources = [{ payload: "/a", config: "/x/userlikeKey" }, { constant: "/x/map/*" }];
  const { kind, isMapped, rule } = describeSources(sources, config);
  assert.deepEqual({ kind, isMapped, rule }, { kind: "values", isMapped: true, rule: "/x/userlikeKey" });
});

test("a fixed value leads to its rule; a mapping that is not JSON is no hindrance", () => {
  const { kind, rule } = describeSources([{ constant: template }], "{");
  assert.deepEqual({ kind, rule }, { kind: "constant", rule: template });
});
