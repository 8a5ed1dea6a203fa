// The settings, with a worker behind them and a Lime CRM out in the world.
import assert from "node:assert/strict";
import { ADMIN_TOKEN } from "../edge/edge.mjs";
import { inBrowsers } from "./browsers.mjs";
import { examples, press } from "./page.mjs";

const path = "#/settings";
const key = "0123456789abcdef0123456789abcdef";
const lime = "https://crm.example/our-crm";

/** What is out there: one Lime CRM that knows the key, and others with something wrong. */
function outbound(request) {
  const { hostname } = new URL(request.url);
  if (hostname === "down.example") throw new Error("no such host");
  if (hostname === "forbids.example") return new Response("", { status: 403 });
  if (hostname === "busy.example") return new Response("", { status: 429 });
  if (!request.url.startsWith(`${lime}/api/v1/`)) return new Response("Not here", { status: 404 });
  if (request.headers.get("x-api-key") !== key) return new Response("No", { status: 401 });
  return request.url.includes("limetype") ? new Response(examples.limetypes) : Response.json({ _links: {} });
}

inBrowsers(
  "settings",
  ({ test }) => {
    const card = (id) => `#setting-${id}`;
    const field = (id, label) => `${card(id)} .field ::-p-text(${label})`;

    /** Types into the field with this label, in place of what is there. */
    const fill = async (page, id, label, text) => {
      await page.click(field(id, label));
      await page.page.evaluate(() => document.activeElement.select());
      await page.page.keyboard.press("Backspace");
      if (text !== "") await page.page.keyboard.type(text);
    };
    const pressIn = async (page, id, label) => {
      await page.settle();
      const button = await page.page.waitForFunction(
        (id, label) => [...document.querySelectorAll(`${id} limel-button`)].find((button) => button.label === label),
        {},
        card(id),
        label,
      );
      await press(button);
    };
    const says = (page, id, pattern) => page.waitForText(`${card(id)} .setting-result`, pattern);
    const ready = (page) => page.page.waitForSelector(`${card("lime")}:not([hidden])`);

    for (const theme of ["light", "dark"])
      test(`all of them, ${theme}: axe finds nothing serious`, {
        path,
        worker: true,
        theme,
        height: 1500,
      }, async (page) => {
        await ready(page);
        await page.settle();
        assert.deepEqual(await page.accessibilityProblems(), []);
        await page.screenshot(`settings-worker-${theme}`);
      });

    test("they fit a phone", { path, worker: true, width: 320, height: 640 }, async (page) => {
      await ready(page);
      await page.settle();
      assert.equal(await page.overflows(), false);
      await page.screenshot("settings-worker-320", { fullPage: true });
    });

    test("what is wrong with URL or key is said precisely, and nothing is saved", {
      path,
      worker: true,
    }, async (page) => {
      page.allow(/status of 422/);
      await ready(page);
      for (const [url, entered, title, message] of [
        ["crm", key, /The URL is wrong/, /https/],
        ["https://crm.example/another", key, /The URL is wrong/, /Lime CRM/],
        [lime, "not-the-key-0123456789", /The API key is not accepted/, /key/],
        ["https://forbids.example/crm", key, /The API key lacks a permission/, /key/],
        ["https://busy.example/crm", key, /rate limit is reached/, /requests/],
        ["https://down.example/crm", key, /Lime CRM can't be reached/, /down\.example|URL/],
      ]) {
        await fill(page, "lime", "Lime CRM URL", url);
        await fill(page, "lime", "API key", entered);
        await pressIn(page, "lime", "Update settings");
        await says(page, "lime", title);
        await says(page, "lime", message);
        const wrong = await page.page.$$eval(`${card("lime")} [aria-invalid=true]`, (fields) => fields.length);
        assert.equal(wrong, 1, `the field is marked: ${url}`);
      }
      assert.deepEqual(await page.accessibilityProblems(), []);
      await page.screenshot("settings-wrong");
      await page.open(path);
      await page.waitForText(".connection", /Sandbox/);
    });

    test("a Lime CRM is connected, used and left; its key never comes back", { path, worker: true }, async (page) => {
      await ready(page);
      await fill(page, "lime", "Lime CRM URL", lime);
      await fill(page, "lime", "API key", key);
      await page.page.keyboard.press("Enter");
      await says(page, "lime", /Lime CRM accepts the key/);
      await page.waitForText(".connection", /crm\.example/);
      await page.waitForText(`${card("limetypes")} .setting-state`, /From https:\/\/crm\.example\/our-crm/);
      await page.open(path);
      await page.waitForText(`${card("lime")} .setting-state`, /Connected to crm\.example/);
      await page.waitForText(card("lime"), /A key is saved \(••••cdef\)/);
      const values = await page.page.$$eval("input", (inputs) => inputs.map(({ value }) => value));
      assert.ok(values.includes(lime));
      const answer = await page.page.evaluate(async (token) => {
        const answer = await fetch("./api/settings", { headers: { authorization: `Bearer ${token}` } });
        return answer.text();
      }, ADMIN_TOKEN);
      assert.match(answer, /••••cdef/);
      const all = [answer, await page.page.content(), ...values].join("\n");
      assert.ok(!all.includes(key.slice(0, 12)), "the key is nowhere");

      await page.click(`${card("lime")} limel-switch >>> button`);
      await page.waitForText(".connection", /Sandbox/);
      await page.click(`${card("lime")} limel-switch >>> button`);
      await page.waitForText(".connection", /crm\.example/);
      await pressIn(page, "lime", "Disconnect");
      await says(page, "lime", /the sandbox is used/);
      await page.waitForText(".connection", /Sandbox/);
    });

    test("triggers, origins and limits are saved; a wrong line is named", { path, worker: true }, async (page) => {
      page.allow(/status of 422/);
      await ready(page);
      await page.click(`${card("triggers")} input[value="chat_session.rating"]`);
      await pressIn(page, "triggers", "Save");
      await says(page, "triggers", /Saved/);

      const origins = `${card("addon")} textarea`;
      const before = await page.page.$eval(origins, ({ value }) => value);
      await page.click(origins);
      await page.page.keyboard.down("Control");
      await page.page.keyboard.press("End");
      await page.page.keyboard.up("Control");
      await page.page.keyboard.type("\n*.evil.example");
      await pressIn(page, "addon", "Save");
      await says(page, "addon", /\*\.evil\.example:/);
      assert.equal(await page.page.$eval(origins, (area) => area.getAttribute("aria-invalid")), "true");
      await page.page.focus(origins);
      for (let n = 0; n < "*.evil.example".length; n += 1) await page.page.keyboard.press("Backspace");
      await page.page.keyboard.type("https://desk.example");
      await pressIn(page, "addon", "Save");
      await says(page, "addon", /Saved/);

      await fill(page, "limits", "Requests to Lime CRM", "0");
      await pressIn(page, "limits", "Save");
      await says(page, "limits", /Not saved/);
      await fill(page, "limits", "Requests to Lime CRM", "1200");
      await pressIn(page, "limits", "Save");
      await says(page, "limits", /Saved/);

      await page.open(path);
      await ready(page);
      const checked = await page.page.$$eval(`${card("triggers")} input:checked`, (boxes) => boxes.map((b) => b.value));
      assert.ok(checked.includes("chat_session.rating"));
      assert.equal(await page.page.$eval(origins, ({ value }) => value), `${before}\nhttps://desk.example`);
      assert.equal(await page.page.$eval(`${card("limits")} input`, ({ value }) => value), "1200");
      await page.click(`${card("triggers")} input[value="chat_session.rating"]`);
      await pressIn(page, "triggers", "Save");
      await says(page, "triggers", /Saved/);
      await page.page.$eval(
        origins,
        (area, before) => {
          area.value = before;
        },
        before,
      );
      await pressIn(page, "addon", "Save");
      await says(page, "addon", /Saved/);
    });

    test("a wrong admin token is refused, and leaves no trace", { path, worker: true, token: null }, async (page) => {
      page.allow(/status of 401/);
      await page.waitForText(".connection", /Locked/);
      await fill(page, "access", "Admin token", "not-the-token");
      await page.page.keyboard.press("Enter");
      await says(page, "access", /does not accept this token/);
      assert.deepEqual(await page.accessibilityProblems(), []);
      assert.equal(await page.page.evaluate(() => sessionStorage.getItem("userlike-limeobject.token")), null);
    });
  },
  { outbound },
);
