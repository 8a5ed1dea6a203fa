// The mapping editor for everybody, and for hostile texts: in payloads, in configurations, in limetypes.

import assert from "node:assert/strict";
import { inBrowsers } from "./browsers.mjs";
import { Desk } from "./mapping-desk.mjs";
import { examples } from "./page.mjs";

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
      const desk = await Desk.open(page, { config, mode: "both" });
      await page.page.waitForSelector(".cm-content");
      await desk.openProperty("description");
      await page.click(".problems summary");
      assert.deepEqual(await page.accessibilityProblems(), []);
      await page.screenshot(`mapping-both-${theme}`);
      await page.click(".instance-acts .menu > button");
      assert.deepEqual(await page.accessibilityProblems(), []);
      await desk.keys("Escape");
      await desk.press(`${desk.row("description")} .sources limel-icon-button`);
      await page.page.waitForSelector("dialog[open] .field-tree");
      await page.frame();
      assert.deepEqual(await page.accessibilityProblems(), []);
      await page.screenshot(`mapping-picker-${theme}`);
      await desk.keys("Escape");
      await desk.mode("json");
      await desk.paste("{ ,");
      await page.waitForText(".fault", /line 1/);
      await page.page.waitForSelector(".cm-lint-marker-error");
      assert.deepEqual(await page.accessibilityProblems(), []);
      await desk.mode("form");
      assert.deepEqual(await page.accessibilityProblems(), []);
    });
  }

  test("everything has its place from 320 px on", { path, width: 320, height: 700 }, async (page) => {
    const desk = await Desk.open(page);
    await desk.openProperty("source");
    for (const mode of ["form", "both", "json"]) {
      await desk.mode(mode);
      for (const width of [320, 600, 1024, 3840]) {
        await page.page.setViewport({ width, height: 900 });
        await page.settle();
        const wide = await page.page.evaluate(() =>
          [...document.querySelectorAll(".mapping, .mapping *")]
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
    const desk = await Desk.open(page, { change, config, mode: "both" });
    await page.page.waitForSelector(".cm-content");
    assert.match(await page.text('.instance-tabs [role="tab"]'), /<img src=x/);
    await page.click(".problems summary");
    await desk.openProperty("description");
    await desk.pressNamed("Pick a field…", desk.row("description"));
    await page.page.waitForSelector("dialog[open] .field-tree");
    await page.page.type("dialog input", "alert");
    await page.page.waitForFunction(() => /onerror/.test(document.querySelector(".field-tree").innerText));
    await page.click('.field-tree [role="treeitem"]:last-child');
    await page.page.waitForFunction(() => document.querySelector("dialog") === null);
    await desk.press('.instance-tabs [role="tab"]:last-child');
    await page.frame();
    assert.equal(await page.page.$$eval(".mapping :is(img, script, iframe)", (found) => found.length), 0);
    assert.deepEqual(await page.incidents(), []);
  });

  test("a payload with thousands of fields is not all shown at once; it prints how long a key takes", {
    path,
  }, async (page) => {
    const change = (payload) => {
      payload.custom = { list: Array.from({ length: 6_000 }, (_, n) => ({ n, text: "some text of a visitor" })) };
    };
    const desk = await Desk.open(page, { change });
    await desk.openProperty("title");
    const took = await page.page.evaluate(
      async (field) => {
        const input = document.querySelector(field);
        const begun = performance.now();
        for (const text of ["a", "ab", "abc", "abcd", "abcde"]) {
          input.value = text;
          input.dispatchEvent(new Event("input", { bubbles: true }));
          await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        }
        return (performance.now() - begun) / 5;
      },
      await desk.field("Default", desk.row("title")),
    );
    console.log(`a payload of 6,000 objects: ${Math.round(took)} ms for a key`);
    await desk.pressNamed("Pick another field…", desk.row("title"));
    await page.page.waitForSelector("dialog[open] .field-tree");
    assert.ok((await page.page.$$eval(".field-tree li", (items) => items.length)) < 200);
  });
});
