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

    test("before anything is saved, the example is in use", { ...options, path: null }, async (page) => {
      if ((await ask(page, "api/config")).version !== 0) return;
      await page.open(path);
      const view = await MappingView.open(page);
      await view.saved.waitForText(/^Nothing has been saved yet: the example is in use$/);
      await view.field("Name").fill(`Service ${page.browser}`);
      await view.saved.waitForText(/^Not saved yet: the example is in use$/);
      await view.press("Save");
      await view.saved.waitForText(/^Version 1 is in use$/);
      await view.menu(view.more, "Versions");
      const versions = page.dialog("Saved versions");
      const example = versions.find("listitem", undefined, { text: /^The example/ });
      assert.match(await example.text(), /applies until a mapping is saved/);
      await example.button("Restore").click();
      await page.find("status").waitForText(/The example is in use again, as version 2/);
      await view.more.waitForFocus();
      await view.menu(view.more, "Versions");
      await versions.find("listitem", undefined, { text: /^Version 2.*from the example/s }).wait();
      assert.doesNotMatch(await versions.text(), /\b0\b(?!:)/, "nobody sees a version 0");
    });

    test("on a phone Save stands beside the title", { ...options, width: 390, height: 844 }, async (page) => {
      const view = await MappingView.open(page);
      await view.saved.waitForText(/in use/);
      const edges = (locator) => locator.evaluate((element) => element.getBoundingClientRect().toJSON());
      const [title, save] = await Promise.all(
        [view.main.find("heading", "Mapping"), view.main.button("Save")].map(edges),
      );
      assert.ok(save.top < title.bottom, `it begins at ${save.top} px, the title ends at ${title.bottom} px`);
      await page.screenshot("mapping-worker-phone");
    });

    test("what could send nothing is said beside the button that saves, and after saving", options, async (page) => {
      const view = await MappingView.open(page);
      await view.saved.waitForText(/in use/);
      const warning = view.main.find("status", undefined, { text: /No conversation for/ });
      assert.equal(await warning.count(), 0);
      await view.openProperty("priority");
      await view.press("Remove from the mapping", view.row("priority"));
      await warning.waitForText(/No conversation for \S.* can be sent with this mapping/);
      await warning.waitForText(/Priority is required in Lime CRM, but has no source and no usable default/);
      await view.instances.first().find("img", "Error").wait();
      // While it is open it stays where it was, and titles say how many stand below them.
      const isCounted = async () => {
        const list = view.form.find("list", /^Mapped/).first();
        const [, mapped] = /\((\d+)\)/.exec(
          await view.form
            .find("heading", /^Mapped/)
            .first()
            .text(),
        );
        assert.equal(await list.data("property").count(), Number(mapped));
      };
      assert.equal(await view.form.find("heading", /^Required, but not mapped/).count(), 0);
      await isCounted();
      await view.row("priority").find("button").first().click();
      await view.form.find("list", "Required, but not mapped (1)").data("property", "priority").wait();
      await isCounted();
      assert.equal(
        await view.form
          .find("list", /^Mapped/)
          .data("property", "priority")
          .count(),
        0,
      );
      assert.deepEqual(await page.accessibilityProblems(), []);
      await page.screenshot("mapping-blocked");
      // Saving stays possible.
      await isSaveable(view, true);
      await view.press("Save");
      await page.find("status").waitForText(/Saved as version \d+\. But no conversation for \S.* can be sent with it/);
      // From another view, another mode and another place, the property is one click away.
      await page.reload();
      await view.mode("json");
      await warning.button("Go to Priority").click();
      await view.waitUntilOpen("priority");
      await view.row("priority").waitForFocus();
      const missing = (count) => view.form.find("list", `Required, but not mapped (${count})`);
      await missing(1).data("property", "priority").wait();
      await view.field("Default", view.row("priority")).choose("Normal");
      await warning.waitUntilGone();
      // It counts as mapped at once, but stays under the cursor until it is closed.
      await missing(0).data("property", "priority").wait();
      await isCounted();
      assert.equal(await view.field("Default", view.row("priority")).get("value"), "normal");
      await view.row("priority").find("button").first().click();
      await view.form
        .find("list", /^Mapped/)
        .first()
        .data("property", "priority")
        .wait();
      assert.equal(await view.form.find("heading", /^Required, but not mapped/).count(), 0);
      await isCounted();
      await view.press("Save");
      await page.find("status").waitForText(/Conversations are mapped with it from now on/);
    });

    test("focus rings in the list of versions are whole", options, async (page) => {
      const view = await MappingView.open(page);
      await view.saved.waitForText(/in use/);
      await view.menu(view.more, "Versions");
      const versions = page.dialog("Saved versions");
      await versions.find("listitem").first().wait();
      for (const width of [390, 1440]) {
        await page.resize({ width, height: 844 });
        const cut = await versions.find("button").evaluateAll((buttons) =>
          buttons.map((button) => {
            button.focus();
            const { outlineOffset, outlineWidth } = getComputedStyle(button);
            const ring = Number.parseFloat(outlineOffset) + Number.parseFloat(outlineWidth);
            const box = button.getBoundingClientRect();
            const list =
              button.closest("ul")?.getBoundingClientRect() ?? button.closest("dialog").getBoundingClientRect();
            // Places of boxes are rounded.
            return ring > 0 && box.left - ring > list.left - 0.01 && box.right + ring < list.right + 0.01;
          }),
        );
        assert.deepEqual(
          cut,
          cut.map(() => true),
          `${width} px`,
        );
      }
    });

    test("saved, changed, restored", options, async (page) => {
      const view = await MappingView.open(page);
      await view.saved.waitForText(/in use/);
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
      await view.saved.waitForText(/Changed since|Not saved yet/);
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
