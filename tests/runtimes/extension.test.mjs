// A browser extension (Manifest V3), whose policy must allow WebAssembly. No browser lets a test look into a page of an
// extension, so the page opens an address with its results.

import assert from "node:assert/strict";
import { cpSync, rmSync } from "node:fs";
import { after, test } from "node:test";
import puppeteer from "puppeteer-core";
import { CHROMIUM, FIREFOX } from "../launch-options.mjs";
import { serve } from "./browser.mjs";
import { failsWithout, passed } from "./compatibility.mjs";
import { newProject } from "./project.mjs";

const ROW = "Browser extensions (Manifest V3)";

const server = newProject(after, { install: false });
server.write({ "report.html": "" });
const address = `${await serve(after, server.folder, "")}/report.html?`;

/** The example, whose page also runs the checks; the background script opens the page. */
const extension = newProject(after, { near: true, example: "extension" });
extension.write({
  "background.js": `${extension.read("background.js")}
    chrome.runtime.onInstalled.addListener(() => chrome.tabs.create({ url: "page.html" }));`,
  "page.js": `${extension.read("page.js")}
    import * as library from "userlike-limeobject/slim";
    import * as stream from "userlike-limeobject/stream";
    import { check } from "./check.js";
    const given = await (await fetch("fixtures.json")).json();
    report({ ...(await check({ library, stream, ...given })), example: document.body.textContent });`,
  "report.js": `
    const report = (results) => { location.href = "${address}" + encodeURIComponent(JSON.stringify(results)); };
    addEventListener("error", ({ error }) => report({ error: String(error) }));`,
});
extension.edit("page.html", "<script", '<script src="report.js"></script><script');
await extension.script("build");
// A user's extension has no such folders, and browsers look at all files of one.
for (const name of ["commands", "node_modules"]) rmSync(extension.path(name), { recursive: true });

const without = newProject(after, { install: false });
cpSync(extension.folder, without.folder, { recursive: true });
const { content_security_policy: _, ...manifest } = JSON.parse(extension.read("manifest.json"));
without.write({ "manifest.json": JSON.stringify(manifest) });

const browsers = {
  Chromium: () => puppeteer.launch({ ...CHROMIUM, pipe: true, enableExtensions: true }),
  Firefox: () => puppeteer.launch(FIREFOX),
};

for (const [name, launch] of Object.entries(browsers)) {
  test(`extension in ${name}`, async (t) => {
    const browser = await launch();
    t.after(() => browser.close());
    const version = (await browser.version()).replace(/^\w+\//, "");
    const run = async (/** @type {string} */ folder) => {
      const id = await browser.installExtension(folder);
      const target = await browser.waitForTarget((target) => target.url().startsWith(address));
      const { error, ...results } = JSON.parse(decodeURIComponent(target.url().slice(address.length)));
      await (await target.page())?.close();
      await browser.uninstallExtension(id);
      if (error !== undefined) throw new Error(error);
      return results;
    };
    const { example, ...found } = await run(extension.folder);
    assert.equal(example, "helpdesk, and 4712 from the service worker");
    passed(`extension, ${name}`, version, found, ROW, name);
    await failsWithout(ROW, () => run(without.folder));
  });
}
