// The mapping, saved to the worker: versions, a second administrator, the limetypes of the sandbox Lime CRM.

import assert from "node:assert/strict";
import { ADMIN_TOKEN } from "../edge/edge.mjs";
import { inBrowsers } from "./browsers.mjs";
import { Desk } from "./mapping-desk.mjs";

inBrowsers("mapping with the worker", ({ test }) => {
  const path = "#/mapping";
  const options = { path, worker: true };
  const ask = async (page, path, init = {}) => {
    const headers = { Authorization: `Bearer ${ADMIN_TOKEN}`, "Content-Type": "application/json" };
    const answer = await fetch(new URL(path, page.url), { headers, ...init });
    return answer.json();
  };
  const isSaveable = (page, is) =>
    page.page.waitForFunction((is) => document.querySelector(".mapping-head > limel-button").disabled !== is, {}, is);

  test("saved, changed, restored", options, async (page) => {
    const desk = await Desk.open(page);
    await page.waitForText(".saved-status", /Version \d+ is in use/);
    await isSaveable(page, false);
    const before = await ask(page, "api/config");
    await desk.fill(await desk.field("Name"), `Service ${page.browser}`);
    await page.waitForText(".saved-status", new RegExp(`Changed since version ${before.version}`));
    await isSaveable(page, true);
    await desk.pressNamed("Save");
    await page.waitForText(".toast", new RegExp(`version ${before.version + 1}`));
    await page.waitForText(".saved-status", new RegExp(`Version ${before.version + 1} is in use`));
    assert.equal((await ask(page, "api/config")).config.instances[0].name, `Service ${page.browser}`);
    await page.page.waitForNetworkIdle({ idleTime: 300 });
    await page.page.reload({ waitUntil: "load" });
    await page.waitForText('.instance-tabs [role="tab"]', new RegExp(`Service ${page.browser}`));
    await page.settle();
    await desk.menu(".mapping-tools .menu > button", "Versions");
    await page.page.waitForSelector("dialog[open] .versions");
    assert.deepEqual(await page.accessibilityProblems(), []);
    await page.screenshot("mapping-versions");
    const name = `Version ${before.version}`;
    await page.page.evaluate((name) => {
      const row = [...document.querySelectorAll(".versions li")].find(
        (row) => row.querySelector("strong").textContent === name,
      );
      row.querySelector("limel-button[outlined], limel-button:last-child").click();
    }, name);
    await page.waitForText(".toast", /in use again/);
    await page.waitForText('.instance-tabs [role="tab"]', new RegExp(before.config.instances[0].name));
    const after = await ask(page, "api/config");
    assert.deepEqual(after.config, before.config);
    assert.equal(after.version, before.version + 2);
  });

  test("what has errors is not saved", options, async (page) => {
    const desk = await Desk.open(page);
    await page.waitForText(".saved-status", /is in use/);
    await desk.fill(await desk.field("Time zone"), "Mars/Olympus");
    await page.waitForText(".problems", /1 error/);
    await isSaveable(page, false);
  });

  test("what somebody else has saved meanwhile is not overwritten without a question", options, async (page) => {
    page.allow(/status of 412/);
    const desk = await Desk.open(page);
    await page.waitForText(".saved-status", /is in use/);
    const { config } = await ask(page, "api/config");
    config.instances[0].name = `Theirs ${page.browser}`;
    const theirs = await ask(page, "api/config", { method: "PUT", body: JSON.stringify(config) });
    await desk.fill(await desk.field("Name"), `Mine ${page.browser}`);
    await isSaveable(page, true);
    await desk.keys("Control", "s");
    await page.waitForText(".question", new RegExp(`saved version ${theirs.version}`));
    assert.equal((await ask(page, "api/config")).config.instances[0].name, `Theirs ${page.browser}`);
    await isSaveable(page, true);
    await page.page.evaluate(() => new Promise((done) => setTimeout(done, 500)));
    assert.deepEqual(await page.accessibilityProblems(), [], "once the button has its colours");
    await desk.pressNamed("Overwrite it with mine");
    await page.waitForText(".toast", new RegExp(`version ${theirs.version + 1}`));
    assert.equal((await ask(page, "api/config")).config.instances[0].name, `Mine ${page.browser}`);
  });

  test("limetypes are those of the connected Lime CRM", options, async (page) => {
    const desk = await Desk.open(page);
    await page.waitForText(".mapping-status .menu > button", /\d+ limetypes/);
    await desk.menu(".mapping-status .menu > button", "From the connected Lime CRM");
    await page.waitForText(".toast", /limetypes were loaded/);
  });

  test("without the token it says what to do", { ...options, token: null }, async (page) => {
    await Desk.open(page);
    await page.waitForText(".saved-status", /token/);
    await isSaveable(page, false);
  });
});
