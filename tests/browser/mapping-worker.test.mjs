// The mapping, saved to the worker: versions, a second administrator, the limetypes of the sandbox Lime CRM.

import assert from "node:assert/strict";
import { ADMIN_TOKEN } from "../edge/edge.mjs";
import { inBrowsers } from "./harness/browsers.mjs";
import { MappingView } from "./harness/mapping-view.mjs";

inBrowsers(
  "mapping with the worker",
  ({ test }) => {
    const path = "#/mapping";
    const options = { path, worker: true };
    const ask = async (page, path, init = {}) => {
      const headers = { Authorization: `Bearer ${ADMIN_TOKEN}`, "Content-Type": "application/json" };
      const answer = await fetch(new URL(path, page.url), { headers, ...init });
      return answer.json();
    };
    const isSaveable = (view, is) => view.main.button("Save").first().waitFor("disabled", !is);

    test("saved, changed, restored", options, async (page) => {
      const view = await MappingView.open(page);
      await view.saved.waitForText(/Version \d+ is in use/);
      await isSaveable(view, false);
      const before = await ask(page, "api/config");
      await view.field("Name").fill(`Service ${page.browser}`);
      await view.saved.waitForText(new RegExp(`Changed since version ${before.version}`));
      await isSaveable(view, true);
      await view.press("Save");
      await page.find("status").waitForText(new RegExp(`version ${before.version + 1}`));
      await view.saved.waitForText(new RegExp(`Version ${before.version + 1} is in use`));
      assert.equal((await ask(page, "api/config")).config.instances[0].name, `Service ${page.browser}`);
      await page.reload();
      await view.instances.waitForText(new RegExp(`Service ${page.browser}`));
      await page.settle();
      await view.menu(view.more, "Versions");
      const versions = page.dialog("Saved versions");
      await versions.wait();
      assert.deepEqual(await page.accessibilityProblems(), []);
      await page.screenshot("mapping-versions");
      const version = versions.find("listitem", undefined, { text: new RegExp(`^Version ${before.version}\\b`) });
      await version.button("Restore").click();
      await page.find("status").waitForText(/in use again/);
      await view.instances.waitForText(new RegExp(before.config.instances[0].name));
      const after = await ask(page, "api/config");
      assert.deepEqual(after.config, before.config);
      assert.equal(after.version, before.version + 2);
    });

    test("what has errors is not saved", options, async (page) => {
      const view = await MappingView.open(page);
      await view.saved.waitForText(/is in use/);
      await view.field("Time zone").fill("Mars/Olympus");
      await view.problemCount.waitForText(/1 error/);
      await isSaveable(view, false);
    });

    test("what somebody else has saved meanwhile is not overwritten without a question", options, async (page) => {
      page.allow(/status of 412/);
      const view = await MappingView.open(page);
      await view.saved.waitForText(/is in use/);
      const { config } = await ask(page, "api/config");
      config.instances[0].name = `Theirs ${page.browser}`;
      const theirs = await ask(page, "api/config", { method: "PUT", body: JSON.stringify(config) });
      await view.field("Name").fill(`Mine ${page.browser}`);
      await isSaveable(view, true);
      await view.keys("Control", "s");
      await view.main.find("alert").waitForText(new RegExp(`saved version ${theirs.version}`));
      assert.equal((await ask(page, "api/config")).config.instances[0].name, `Theirs ${page.browser}`);
      await isSaveable(view, true);
      assert.deepEqual(await page.accessibilityProblems(), []);
      await view.press("Overwrite it with mine");
      await page.find("status").waitForText(new RegExp(`version ${theirs.version + 1}`));
      assert.equal((await ask(page, "api/config")).config.instances[0].name, `Mine ${page.browser}`);
    });

    test("limetypes are those of the connected Lime CRM", options, async (page) => {
      const view = await MappingView.open(page);
      await view.limetypes.waitForText(/\d+ limetypes/);
      await view.menu(view.limetypes, "From the connected Lime CRM");
      await page.find("status").waitForText(/limetypes were loaded/);
    });

    test("properties that mark persons as inactive are those that Lime CRM has", options, async (page) => {
      const view = await MappingView.open(page);
      await view.saved.waitForText(/is in use/);
      const marks = view.form.find("group", "Person").find("group", "Properties that mark inactive ones");
      const inactive = marks.field("Has left the company (inactive)");
      await inactive.waitFor("checked", true);
      await inactive.click();
      await view.saved.waitForText(/Changed since/);
      await inactive.waitFor("checked", false);
      await view.mode("both");
      await view.json.content.waitForText(/"inactiveProperties": \[\]/);
      await inactive.click();
      await inactive.waitFor("checked", true);
      assert.doesNotMatch((await view.json.lines()).join(""), /inactiveProperties/);
    });

    test("without the token it says what to do", { ...options, token: null }, async (page) => {
      const view = await MappingView.open(page);
      await view.saved.waitForText(/token/);
      await isSaveable(view, false);
    });
  },
  // It saves mappings.
  {},
);
