// Every view, as a whole: it is shown, it fits, everybody can use it.
import assert from "node:assert/strict";
import { inBrowsers } from "./harness/browsers.mjs";
import { MappingView } from "./harness/mapping-view.mjs";

/** Properties that tell whether styles of another view meet an element. */
const PROPERTIES = [
  "display",
  "position",
  "grid-template-columns",
  "flex",
  "flex-wrap",
  "justify-content",
  "gap",
  "margin",
  "padding",
  "border",
  "border-radius",
  "background-color",
  "color",
  "font",
  "text-align",
  "white-space",
  "overflow",
];

/** What a view says once it is known that no server answers. "All conversations" says nothing then. */
const WITHOUT_SERVER = {
  conversation: "this page runs without one",
  mapping: "Stored in this browser",
  settings: "There is no server behind this page",
};

/** Elements that a view shows, each with its styles, once everything is known. */
async function styles(page, view) {
  await page.find("main").waitUntil((main, text) => main.textContent.includes(text), WITHOUT_SERVER[view] ?? "");
  await page.settle();
  await page.waitUntilCurrent();
  return page.find("main").evaluate(
    (main, properties) =>
      [...main.querySelectorAll("*:not(svg *)")].map((element) => {
        const computed = getComputedStyle(element);
        const values = properties.map((name) => `${name}: ${computed.getPropertyValue(name)}`);
        return `${element.localName}.${element.getAttribute("class") ?? ""} ${values.join("; ")}`;
      }),
    PROPERTIES,
  );
}

/** Makes a view show more than it does at first. */
const unfold = {
  conversation: async (page) => {
    await page.changePayload((payload) => {
      payload.subject = "long ".repeat(60);
    });
    // In a small window only one of the panes that show it is visible.
    await page.find("main").waitUntil((main) => main.textContent.includes("long long"));
  },
  mapping: async (page) => {
    const view = new MappingView(page);
    await view.openProperty("title");
    await view.result("title").waitForText(/used/);
  },
};

const views = ["conversation", "conversations", "mapping", "settings"];

inBrowsers("views", ({ test }) => {
  for (const view of views) {
    for (const theme of ["light", "dark"]) {
      test(`${view}, ${theme}: axe finds nothing serious`, { path: `#/${view}`, theme }, async (page) => {
        assert.deepEqual(await page.accessibilityProblems(), []);
        await page.screenshot(`${view}-${theme}`);
      });
    }

    for (const width of [390, 1440])
      test(`${view}, ${width} px: it looks the same after all others`, { path: `#/${view}`, width }, async (page) => {
        await unfold[view]?.(page);
        const before = await styles(page, view);
        for (const other of [...views, view]) await page.show(other);
        await unfold[view]?.(page);
        const after = await styles(page, view);
        assert.deepEqual(
          after.filter((element, index) => element !== before[index]),
          [],
        );
        assert.equal(after.length, before.length);
      });

    test(`${view} fits windows from 320 px on`, { path: `#/${view}`, width: 320, height: 640 }, async (page) => {
      for (const [width, height] of [
        [320, 640],
        [390, 844],
        [768, 1024],
        [1024, 768],
        [1920, 1080],
        [3840, 2160],
      ]) {
        await page.resize({ width, height });
        assert.equal(await page.overflows(), false, `${width} px`);
        if ([320, 768, 1920].includes(width)) await page.screenshot(`${view}-${width}`, { fullPage: width < 800 });
      }
    });
  }

  test("on a phone the navigation has words, within reach of a thumb", { width: 390, height: 844 }, async (page) => {
    for (const name of ["Conversation", "All conversations", "Mapping", "Settings"]) {
      const { top, width, text } = await page
        .find("navigation", "Views")
        .link(name)
        .evaluate((link) => {
          const range = document.createRange();
          range.selectNodeContents(link);
          const words = [...range.getClientRects()].filter(({ height }) => height > 4);
          const { top } = link.getBoundingClientRect();
          return { top, width: Math.max(...words.map(({ width }) => width)), text: link.innerText.trim() };
        });
      assert.equal(text, name);
      assert.ok(width > 20 && top > 700, `${name}: ${width} px wide, at ${top} px`);
    }
  });

  test("a view opens where it was left, also after a reload", { path: "#/mapping", height: 500 }, async (page) => {
    const scrolled = () => page.page.evaluate(() => Math.round(scrollY));
    await page.page.evaluate(() => scrollTo(0, 300));
    assert.equal(await scrolled(), 300);
    await page.show("settings");
    assert.equal(await scrolled(), 0);
    await page.show("mapping");
    await page.page.waitForFunction(() => Math.round(scrollY) === 300);
    await page.reload();
    await page.page.waitForFunction(() => Math.round(scrollY) === 300);
  });
});
