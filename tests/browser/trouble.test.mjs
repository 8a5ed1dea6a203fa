import assert from "node:assert/strict";
import { test } from "node:test";
import { examples, usePage } from "./page.mjs";

const open = usePage();

test("a broken payload says line and column, and the last preview stays", async (t) => {
  const view = await open(t);
  const before = await view.text("#result");
  await view.enter("payload", '{\n  "id": 1,\n  "subject" "x"\n}');
  assert.match(await view.text("#summary"), /The payload can’t be read\./);
  assert.match(await view.text("#trouble"), /line 3, column 1[2-4]/);
  assert.match(await view.text("#trouble"), /the last good preview/);
  assert.equal(await view.text("#result"), before);
  assert.ok(await view.page.$("#result[data-stale]"));
  assert.equal(await view.page.$eval("#payload-text", (area) => area.getAttribute("aria-invalid")), "true");

  await view.page.locator("#payload-trouble .button").click();
  const { value, selectionStart } = await view.textarea("payload");
  const [, line, column] = /line (\d+), column (\d+)/.exec(await view.text("#payload-trouble .button")).map(Number);
  const rows = value.slice(0, selectionStart).split("\n");
  assert.deepEqual([rows.length, rows.at(-1).length + 1], [line, column]);
  assert.equal(await view.page.evaluate(() => document.activeElement.id), "payload-text");

  await view.enter("payload", examples.payload);
  assert.equal(await view.text("#result"), before);
  assert.equal(await view.text("#trouble"), "");
  assert.equal(await view.page.$("#result[data-stale]"), null);
  assert.deepEqual(view.incidents, []);
});

test("the caret finds the column behind letters of several bytes", async (t) => {
  const view = await open(t);
  await view.enter("payload", '{"subject":"äö€😀" !}');
  await view.page.locator("#payload-trouble .button").click();
  const { value, selectionStart } = await view.textarea("payload");
  assert.equal(value.slice(selectionStart), "!}");
});

test("a payload that is JSON but no conversation is an error, too", async (t) => {
  const view = await open(t);
  for (const text of ["[1, 2]", '"chat"', "42", "null"]) {
    await view.enter("payload", text);
    assert.match(await view.text("#summary"), /The payload can’t be read\./, text);
    assert.ok((await view.text("#trouble")).length > 0, text);
  }
  assert.deepEqual(view.incidents, []);
});

test("no payload is no error", async (t) => {
  const view = await open(t);
  await view.enter("payload", "");
  assert.match(await view.text("#summary"), /^No conversation yet\./);
  assert.equal(await view.page.$eval("#payload-text", (area) => area.getAttribute("aria-invalid")), "false");
  assert.deepEqual(view.incidents, []);
});

test("all problems of a configuration are listed, each with its place", async (t) => {
  const view = await open(t);
  const config = { instances: [{ name: "One" }, { name: 2, limetype: "helpdesk" }, { limetype: "" }], extra: 1 };
  await view.enter("config", JSON.stringify(config, null, 2));
  assert.match(await view.text("#summary"), /The configuration can’t be used\./);
  const places = await view.texts("#trouble .finding.error .place code");
  assert.ok(places.length >= 3, places.join());
  for (const instance of ["/instances/0", "/instances/1", "/instances/2"]) {
    assert.ok(
      places.some((place) => place.startsWith(instance)),
      `${instance} in ${places.join()}`,
    );
  }
  assert.match(await view.text("#summary"), new RegExp(`${places.length} errors`));
  assert.match(await view.text("#trouble .finding.warning"), /\/extra/);
  assert.ok(await view.page.$("#result[data-stale]"));

  await view.tab("payload");
  await view.page.click("#trouble .place");
  assert.equal(await view.page.evaluate(() => document.activeElement.id), "config-text");
  assert.match(await view.page.$eval("#config-tab", (tab) => tab.textContent), /has a problem/);

  await view.enter("config", examples.config);
  assert.match(await view.text("#summary"), /^Ready/);
  assert.deepEqual(view.incidents, []);
});

test("a configuration or metadata that is no JSON says where", async (t) => {
  const view = await open(t);
  for (const name of ["config", "limetypes"]) {
    await view.enter(name, '{\n  "a": x\n}');
    assert.match(await view.text(`#${name}-trouble .button`), /^Go to line 2, column \d+$/);
    assert.match(await view.text("#trouble"), /line 2, column/);
    await view.enter(name, examples[name]);
    assert.equal(await view.text("#trouble"), "");
  }
});

test("what Lime CRM would reject is counted, listed, and said at the value", async (t) => {
  const view = await open(t);
  await view.change((payload) => {
    payload.id = undefined;
  });
  assert.match(await view.text("#summary"), /^Not ready: this would not be sent\.\s+1 error/);
  const [first] = await view.texts(".findings > .finding");
  assert.match(first, /^error/);
  assert.match(first, /conversation-id-missing/);
});

test("a callback without a conversation writes nothing, and says why", async (t) => {
  const view = await open(t);
  await view.enter("payload", '{ "_type": "operator", "_event": "online" }');
  assert.match(await view.text("#summary"), /^Nothing would be written\./);
  assert.match(await view.text("#section-notes + .findings"), /nothing-to-map/);
  assert.equal(await view.page.$(".object"), null);
  assert.deepEqual(view.incidents, []);
});
