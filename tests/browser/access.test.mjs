import assert from "node:assert/strict";
import { test } from "node:test";
import { usePage } from "./page.mjs";

const open = usePage();
const focused = (view) => view.page.evaluate(() => document.activeElement.id || document.activeElement.className);

test("everything can be done with the keyboard alone", async (t) => {
  const view = await open(t);
  const { keyboard } = view.page;

  await keyboard.press("Tab");
  assert.equal(await focused(view), "skip");
  await keyboard.press("Tab");
  assert.equal(await focused(view), "payload-tab");
  await keyboard.press("ArrowRight");
  assert.equal(await focused(view), "config-tab");
  assert.equal(await view.page.$eval("#config-panel", (panel) => panel.hidden), false);
  await keyboard.press("End");
  assert.equal(await focused(view), "limetypes-tab");
  await keyboard.press("ArrowRight");
  assert.equal(await focused(view), "payload-tab");

  await keyboard.press("Tab");
  assert.equal(await view.page.evaluate(() => document.activeElement.type), "file");
  await keyboard.press("Tab");
  assert.equal(await view.page.evaluate(() => document.activeElement.textContent), "Reset to example");
  await keyboard.press("Tab");
  assert.equal(await focused(view), "payload-text");
  await keyboard.down("Control");
  await keyboard.press("Home");
  await keyboard.up("Control");
  await keyboard.type("!");
  await view.frame();
  assert.match(await view.text("#summary"), /The payload can’t be read\./);
  await keyboard.press("Tab");
  assert.match(await view.page.evaluate(() => document.activeElement.textContent), /^Go to line 1, column 1$/);
  await keyboard.press("Enter");
  assert.equal(await focused(view), "payload-text");
  await keyboard.press("Delete");
  await view.frame();
  assert.match(await view.text("#summary"), /^Ready/);

  // Into the preview: the first place there marks its source on focus and goes to it on Enter.
  await keyboard.press("Tab");
  if ((await focused(view)) !== "place") await keyboard.press("Tab");
  assert.equal(await focused(view), "place");
  assert.equal((await view.marks("config")).length, 1);
  await keyboard.press("Enter");
  assert.equal(await focused(view), "config-text");
  const { selected } = await view.textarea("config");
  assert.equal(selected[0], "{");
  assert.deepEqual(view.incidents, []);
});

test("the focus can be seen wherever it is", async (t) => {
  const view = await open(t);
  const seen = new Set();
  for (let presses = 0; presses < 40; presses += 1) {
    await view.page.keyboard.press("Tab");
    const { outlined, what } = await view.page.evaluate(() => {
      const element = document.activeElement;
      // The frame around the textarea and the button around the file input show their focus.
      const shown = element.closest(".editor-text") ?? (element.type === "file" ? element.closest(".button") : element);
      const { outlineStyle, outlineWidth } = getComputedStyle(shown);
      return {
        outlined: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
        what: element.outerHTML.slice(0, 80),
      };
    });
    if (what.startsWith("<body")) break;
    seen.add(what);
    assert.ok(outlined, what);
  }
  assert.ok(seen.size > 8);
});

test("headings, landmarks and labels tell the page apart", async (t) => {
  const view = await open(t);
  const tree = await view.page.accessibility.snapshot({ interestingOnly: false });
  const nodes = [];
  const walk = (node) => {
    nodes.push(node);
    for (const child of node.children ?? []) walk(child);
  };
  walk(tree);
  const named = (role) => nodes.filter((node) => node.role === role).map((node) => node.name);
  assert.deepEqual(named("main").length, 1);
  assert.ok(named("banner").length === 1);
  assert.deepEqual(named("region").slice(0, 2), ["Inputs", "Preview"]);
  assert.deepEqual(named("tab"), ["Payload", "Configuration", "Limetypes"]);
  assert.ok(named("textbox").includes("Payload of the conversation"));
  assert.ok(named("status").length === 1);
  assert.ok(named("columnheader").includes("Property"));
  assert.ok(nodes.filter(({ role }) => role === "button").every(({ name }) => name));

  const levels = await view.page.$$eval("h1, h2, h3, h4", (found) => found.map((h) => Number(h.localName[1])));
  assert.equal(levels[0], 1);
  for (const [index, level] of levels.entries()) assert.ok(level <= (levels[index - 1] ?? 0) + 1, levels.join());
  const ids = await view.page.$$eval("[id]", (found) => found.map(({ id }) => id));
  assert.deepEqual(ids, [...new Set(ids)]);
});

for (const scheme of ["light", "dark"]) {
  test(`letters stand out from what is behind them: ${scheme}`, async (t) => {
    const view = await open(t, { features: [{ name: "prefers-color-scheme", value: scheme }] });
    assert.deepEqual(await view.page.evaluate(weakTexts), []);
    await view.screenshot(scheme);
    await view.enter("payload", "{");
    await view.page.waitForFunction(() => getComputedStyle(document.getElementById("result")).opacity !== "1");
    await view.screenshot(`${scheme}-broken`);
  });
}

for (const width of [320, 375, 768, 1024, 1920]) {
  test(`nothing is wider than a window of ${width} px`, async (t) => {
    const view = await open(t, { width, height: 800 });
    assert.equal(await view.overflows(), false);
    if (width === 320) await view.screenshot("narrow", { fullPage: true });
    const long = "x".repeat(500);
    await view.change((payload) => {
      Object.assign(payload.contact, { name: long, email: `${long}@example.com` });
      payload.transcript[0].body = payload.transcript[0].body_plain = long;
    });
    assert.equal(await view.overflows(), false);
    await view.enter("payload", `{"${long}`);
    assert.equal(await view.overflows(), false);
  });
}

test("whoever wants less motion gets none", async (t) => {
  const view = await open(t, { features: [{ name: "prefers-reduced-motion", value: "reduce" }] });
  const moving = await view.page.$$eval("*", (elements) =>
    elements
      .filter((element) => getComputedStyle(element).transitionDuration !== "0s")
      .map(({ localName }) => localName),
  );
  assert.deepEqual(moving, []);
});

/** Texts whose contrast is below WCAG's AA, 4.5:1. Runs in the page. */
function weakTexts() {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const over = (colors) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const color of colors) {
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
    }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const weak = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (
      !walker.currentNode.data.trim() ||
      !element.checkVisibility() ||
      element.closest(".visually-hidden, .skip, noscript")
    )
      continue;
    const behind = [];
    for (let at = element; at; at = at.parentElement) behind.unshift(getComputedStyle(at).backgroundColor);
    const ground = over(behind);
    const [high, low] = [luminance(over([...behind, getComputedStyle(element).color])), luminance(ground)].sort(
      (a, b) => b - a,
    );
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < 4.5) weak.push(`${contrast.toFixed(2)} ${walker.currentNode.data.trim().slice(0, 40)}`);
  }
  return weak;
}
