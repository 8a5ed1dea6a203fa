import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { examples, usePage } from "./page.mjs";

const open = usePage();
const payload = JSON.stringify({ ...JSON.parse(examples.payload), id: 4711 });
let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "userlike-limeobject-files-"));
  await writeFile(join(folder, "chat.json"), payload);
  await writeFile(join(folder, "image.png"), Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe));
});
after(() => rm(folder, { recursive: true, force: true }));

test("a chosen file becomes the payload", async (t) => {
  const view = await open(t);
  const input = await view.page.$("#payload-panel input[type=file]");
  await input.uploadFile(join(folder, "chat.json"));
  await view.page.waitForFunction(() => document.getElementById("result").innerText.includes("conversation 4711"));
  assert.equal((await view.textarea("payload")).value, payload);
  assert.deepEqual(view.incidents, []);
});

test("a file that is no text is refused in words, and the text stays", async (t) => {
  const view = await open(t);
  const input = await view.page.$("#payload-panel input[type=file]");
  await input.uploadFile(join(folder, "image.png"));
  await view.page.waitForSelector("#payload-trouble [role=alert]");
  assert.match(await view.text("#payload-trouble"), /“image\.png” could not be read as UTF-8 text/);
  assert.equal((await view.textarea("payload")).value, examples.payload);
  assert.match(await view.text("#summary"), /^Ready/);
});

test("a file dropped anywhere becomes the payload, and the page says so while it hangs there", async (t) => {
  const view = await open(t);
  await drag(view, "dragover", "#result", "chat.json", payload);
  assert.match(await view.text("#drop"), /Drop the file to use it as the payload of the conversation/);
  await drag(view, "drop", "#result", "chat.json", payload);
  await view.page.waitForFunction(() => document.getElementById("result").innerText.includes("conversation 4711"));
  assert.equal(await view.page.$eval("#drop", (drop) => drop.hidden), true);
  assert.deepEqual(view.incidents, []);
});

test("a file that is dragged away again leaves nothing behind", async (t) => {
  const view = await open(t);
  await drag(view, "dragover", "body", "chat.json", payload);
  await drag(view, "dragleave", "body", "chat.json", payload);
  assert.equal(await view.page.$eval("#drop", (drop) => drop.hidden), true);
  assert.equal((await view.textarea("payload")).value, examples.payload);
});

test("a file dropped onto another text becomes that text", async (t) => {
  const view = await open(t);
  const config = JSON.parse(examples.config);
  config.instances[0].name = "Dropped desk";
  await drag(view, "drop", "#config-tab", "config.json", JSON.stringify(config));
  await view.page.waitForFunction(() => document.getElementById("result").innerText.includes("Dropped desk"));
  assert.equal((await view.textarea("payload")).value, examples.payload);
});

/** One event of dragging a file, as the browser sends it. */
async function drag(view, type, selector, name, text) {
  await view.page.evaluate(
    ({ type, selector, name, text }) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], name, { type: "application/json" }));
      const event = new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer });
      document.querySelector(selector).dispatchEvent(event);
    },
    { type, selector, name, text },
  );
  await view.frame();
}
