import assert from "node:assert/strict";
import { test } from "node:test";
import { examples, usePage } from "./page.mjs";

const open = usePage();

test("the page starts with the preview of the example", async (t) => {
  const view = await open(t);
  assert.equal((await view.textarea("payload")).value, examples.payload);
  assert.equal((await view.textarea("config")).value, examples.config);
  assert.equal((await view.textarea("limetypes")).value, examples.limetypes);
  assert.match(await view.text("#summary"), /^Ready/);

  const { id } = JSON.parse(examples.payload);
  const [instance] = JSON.parse(examples.config).instances;
  assert.match(await view.text("#section-instance + .card"), new RegExp(`^${instance.name} takes conversation ${id}`));
  assert.match(await view.text("#role-ulconversation tbody"), new RegExp(`conversationid.*${id}`, "s"));
  assert.ok(await view.text("#role-limeobject h4"));
  assert.match(await view.text("#role-history pre"), /Hello, I have a question\./);
  assert.deepEqual(view.incidents, []);
});

test("typing in the payload changes the preview: an e-mail address brings a lookup", async (t) => {
  const view = await open(t);
  await view.change((payload) => {
    payload.contact.email = null;
  });
  assert.ok(!(await view.text("#preview")).includes("anna@example.com"));
  await view.change((payload) => {
    payload.contact.email = "anna@example.com";
  });
  assert.match(await view.text("#role-person"), /Person: the person whose email is anna@example\.com/);
  assert.match(await view.text("#role-company"), /Company: the company of the person that was found/);
  assert.deepEqual(view.incidents, []);
});

test("every key is followed by the preview", async (t) => {
  const view = await open(t);
  await view.enter("payload", '{ "id": 1 }');
  await view.page.$eval("#payload-text", (area) => area.setSelectionRange(9, 9));
  for (const [key, id] of [
    ["2", 12],
    ["3", 123],
    ["4", 1234],
  ]) {
    await view.page.keyboard.press(key);
    await view.frame();
    assert.match(
      await view.text("#section-instance + .card, #section-instance + .empty"),
      new RegExp(`conversation ${id}\\b`),
    );
  }
});

test("the configuration and the metadata are read again when they change", async (t) => {
  const view = await open(t);
  const config = JSON.parse(examples.config);
  config.instances[0].name = "Another desk";
  await view.enter("config", JSON.stringify(config));
  assert.match(await view.text("#section-instance + .card"), /^Another desk/);

  assert.ok((await view.texts("#role-history .type")).length > 0);
  await view.enter("limetypes", "");
  assert.deepEqual(await view.texts("#role-history .type"), []);
  assert.match(await view.text("#section-notes + .findings"), /not-checked/);
  assert.deepEqual(view.incidents, []);
});

test("each text can be reset to its example", async (t) => {
  const view = await open(t);
  for (const name of ["payload", "config", "limetypes"]) {
    await view.enter(name, "{}");
    await view.page.locator(`#${name}-panel ::-p-text(Reset to example)`).click();
    await view.frame();
    assert.equal((await view.textarea(name)).value, examples[name]);
  }
  assert.match(await view.text("#summary"), /^Ready/);
});

test("pointing at a value marks its source, and its button selects it", async (t) => {
  const view = await open(t);
  const { id } = JSON.parse(examples.payload);
  const row = "#role-ulconversation tbody tr:first-child";
  await view.page.hover(row);
  assert.deepEqual(await view.marks("payload"), [String(id)]);
  await view.page.hover("#preview-title");
  assert.deepEqual(await view.marks("payload"), []);

  await view.tab("config");
  await view.page.click(`${row} .place[data-document="payload"]`);
  const { selected, value, selectionStart } = await view.textarea("payload");
  assert.equal(selected, String(id));
  assert.match(value.slice(0, selectionStart), /\n {2}"id": $/);
  assert.equal(await view.page.evaluate(() => document.activeElement.id), "payload-text");
});

test("every source of a value is in the texts", async (t) => {
  const view = await open(t);
  const places = await view.page.$$eval(".object .place", (buttons) =>
    buttons.map(({ dataset }) => ({ name: dataset.document, pointer: dataset.pointer })),
  );
  assert.ok(places.length > 10);
  for (const { name, pointer } of places) {
    const there = pointer
      .split("/")
      .slice(1)
      .reduce((value, token) => value?.[token.replaceAll("~1", "/").replaceAll("~0", "~")], JSON.parse(examples[name]));
    assert.notEqual(there, undefined, `${name} ${pointer}`);
  }
});

test("a preview that takes longer than a frame says how long it took", async (t) => {
  const view = await open(t);
  const config = JSON.parse(examples.config);
  for (const instance of config.instances) instance.importMediaFiles = true;
  await view.enter("config", JSON.stringify(config));
  const media = (_, n) => ({ id: `1.2.${n}`, type: "message", url: `https://files.example/${n}.png` });
  await view.change((payload) => {
    payload.transcript = Array.from({ length: 2000 }, media);
  });
  assert.match(await view.text("#duration"), /^Took \d+ ms$/);
  await view.enter("payload", '{ "id": 1 }');
  await view.enter("payload", '{ "id": 2 }');
  assert.equal(await view.text("#duration"), "");
});
