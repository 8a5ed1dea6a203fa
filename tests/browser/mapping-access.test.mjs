// The mapping editor for everybody, and for hostile texts: in payloads, in configurations, in limetypes.

import assert from "node:assert/strict";
import { inBrowsers } from "./harness/browsers.mjs";
import { MappingView } from "./harness/mapping-view.mjs";
import { examples } from "./harness/page.mjs";

const HOSTILE = [
  '<img src=x onerror="alert(1)">',
  "<script>alert(1)</script>",
  '"><svg onload=alert(1)>',
  "javascript:alert(1)",
  "{{constructor.constructor('alert(1)')()}}",
  "‮txt.exe",
];

inBrowsers("mapping for everybody", ({ test }) => {
  const path = "#/mapping";

  for (const theme of ["light", "dark"]) {
    test(`axe finds nothing serious, ${theme}`, { path, theme, width: 1500, height: 1000 }, async (page) => {
      const config = JSON.parse(examples.config);
      config.instances[0].colour = "red";
      config.instances[0].properties.description = {
        userlikeKey: ["feedback_message", "contact.name"],
        map: { a: "b" },
      };
      const view = await MappingView.open(page, { config, mode: "both" });
      await view.json.content.wait();
      await view.openProperty("description");
      await view.problemCount.click();
      assert.deepEqual(await page.accessibilityProblems(), []);
      await page.screenshot(`mapping-both-${theme}`);
      await view.main.button("Add").first().click();
      assert.deepEqual(await page.accessibilityProblems(), []);
      await view.keys("Escape");
      await view.press(/^Pick another field instead of/, view.row("description"));
      await view.fields.first().wait();
      await page.settle();
      assert.deepEqual(await page.accessibilityProblems(), []);
      await page.screenshot(`mapping-picker-${theme}`);
      await view.keys("Escape");
      await view.mode("json");
      await view.paste("{ ,");
      await view.fault.waitForText(/line 1/);
      await view.json.waitForFaults(1);
      assert.deepEqual(await page.accessibilityProblems(), []);
      await view.mode("form");
      assert.deepEqual(await page.accessibilityProblems(), []);
    });
  }

  test("everything has its place from 320 px on", { path, width: 320, height: 700 }, async (page) => {
    const view = await MappingView.open(page);
    await view.openProperty("source");
    for (const mode of ["form", "both", "json"]) {
      await view.mode(mode);
      for (const width of [320, 600, 1024, 3840]) {
        await page.resize({ width, height: 900 });
        const wide = await page.page.evaluate(() =>
          [...document.querySelectorAll("main *")]
            // An editor scrolls by itself, and text for screen readers only is clipped.
            .filter((found) => found.checkVisibility() && !found.closest(".cm-editor, .visually-hidden"))
            .filter((found) => found.getBoundingClientRect().right > innerWidth + 1)
            .map((found) => `${found.localName}.${found.className}`),
        );
        assert.deepEqual(wide, [], `${mode}, ${width} px`);
        if (mode !== "both" || width > 1000)
          await page.screenshot(`mapping-${mode}-${width}`, { fullPage: width < 1024 });
      }
    }
  });

  test("texts of strangers stay texts, wherever they are shown", { path }, async (page) => {
    const members = Object.fromEntries(HOSTILE.map((text, index) => [text, { [`${text}${index}`]: text }]));
    const change = (payload) => {
      payload.custom = members;
      payload.contact.name = HOSTILE[0];
      payload.topics = HOSTILE.map((text) => ({ text }));
    };
    const properties = Object.fromEntries(
      HOSTILE.map((text) => [
        text,
        { userlikeKey: `custom["${text.replaceAll('"', '\\"')}"]`, template: text, defaultValue: text },
      ]),
    );
    const config = {
      instances: [
        { name: HOSTILE[0], limetype: "helpdesk", topic: HOSTILE, colour: HOSTILE[1], properties, default: true },
        { name: HOSTILE[2], limetype: HOSTILE[1], relationHistory: HOSTILE[0], transcript: { timeZone: HOSTILE[0] } },
      ],
    };
    const limetypes = JSON.parse(examples.limetypes);
    for (const limetype of limetypes) {
      limetype.localname = HOSTILE[0];
      for (const property of limetype.properties) {
        property.localname = HOSTILE[1];
        for (const option of property.options ?? []) option.text = HOSTILE[2];
      }
    }
    await page.page.evaluate(
      (text) => localStorage.setItem("userlike-limeobject.limetypes", text),
      JSON.stringify(limetypes),
    );
    const view = await MappingView.open(page, { change, config, mode: "both" });
    await view.json.content.wait();
    await view.instances.waitForText(/<img src=x/);
    await view.problemCount.click();
    await view.openProperty("description");
    await view.press("Pick a field…", view.row("description"));
    await view.picker.field("Search names and values").type("alert");
    await view.picker.find("tree").waitForText(/onerror/);
    await view.fields.last().click();
    await view.picker.waitUntilGone();
    await view.instances.last().click();
    await page.settle();
    assert.equal(await page.page.evaluate(() => document.querySelectorAll("main :is(img, script, iframe)").length), 0);
    assert.deepEqual(await page.incidents(), []);
  });

  test("a payload with thousands of fields is not all shown at once", {
    path,
  }, async (page) => {
    const change = (payload) => {
      payload.custom = { list: Array.from({ length: 6_000 }, (_, n) => ({ n, text: "some text of a visitor" })) };
    };
    const view = await MappingView.open(page, { change });
    await view.openProperty("title");
    await view.press("Pick another field…", view.row("title"));
    await view.fields.first().wait();
    assert.ok((await view.fields.count()) < 200);
  });
});
