// The settings, with a worker behind them and a Lime CRM out in the world.
import assert from "node:assert/strict";
import { ADMIN_TOKEN } from "../edge/edge.mjs";
import { inBrowsers } from "./harness/browsers.mjs";
import { examples } from "./harness/page.mjs";

const path = "#/settings";
const key = "0123456789abcdef0123456789abcdef";
const crm = "https://crm.example/our-crm";

/** What is out there: one Lime CRM that knows the key, and others with something wrong. */
function outbound(request) {
  const { hostname } = new URL(request.url);
  if (hostname === "down.example") throw new Error("no such host");
  if (hostname === "forbids.example") return new Response("", { status: 403 });
  if (hostname === "busy.example") return new Response("", { status: 429 });
  if (!request.url.startsWith(`${crm}/api/v1/`)) return new Response("Not here", { status: 404 });
  if (request.headers.get("x-api-key") !== key) return new Response("No", { status: 401 });
  return request.url.includes("limetype") ? new Response(examples.limetypes) : Response.json({ _links: {} });
}

inBrowsers(
  "settings",
  ({ test: testPage }) => {
    const test = (name, options, run) =>
      testPage(name, options, (page) => {
        const cards = ["Access", "Lime CRM", "Limetypes", "Send automatically", "Custom add-on", "Limits and files"];
        const [access, lime, limetypes, triggers, addon, limits] = cards.map((title) => page.region(title));
        return run(page, { access, lime, limetypes, triggers, addon, limits, operators: page.region("Operators") });
      });
    /** Types into a field in place of what is there. Its name ends with a hint. */
    const fill = (card, label, text) => card.field(new RegExp(`^${label}`)).retype(text);
    const says = (card, pattern) => card.find("status").waitForText(pattern);

    for (const theme of ["light", "dark"])
      test(
        `all of them, ${theme}: axe finds nothing serious`,
        {
          path,
          worker: true,
          theme,
          height: 1500,
        },
        async (page, { lime }) => {
          await lime.wait();
          await page.settle();
          assert.deepEqual(await page.accessibilityProblems(), []);
          await page.screenshot(`settings-worker-${theme}`);
        },
      );

    test("they fit a phone", { path, worker: true, width: 320, height: 640 }, async (page, { lime }) => {
      await lime.wait();
      await page.settle();
      assert.equal(await page.overflows(), false);
      await page.screenshot("settings-worker-320", { fullPage: true });
    });

    test(
      "what is wrong with URL or key is said precisely, and nothing is saved",
      {
        path,
        worker: true,
      },
      async (page, { lime }) => {
        page.allow(/status of 422/);
        await lime.wait();
        for (const [url, entered, title, message] of [
          ["crm", key, /The URL is wrong/, /https/],
          ["https://crm.example/another", key, /The URL is wrong/, /Lime CRM/],
          [crm, "not-the-key-0123456789", /The API key is not accepted/, /key/],
          ["https://forbids.example/crm", key, /The API key lacks a permission/, /key/],
          ["https://busy.example/crm", key, /rate limit is reached/, /requests/],
          ["https://down.example/crm", key, /Lime CRM can’t be reached/, /down\.example|URL/],
        ]) {
          await fill(lime, "Lime CRM URL", url);
          await fill(lime, "API key", entered);
          await lime.button("Update settings").click();
          await says(lime, title);
          await says(lime, message);
          const marks = await lime
            .field(/^(Lime CRM URL|API key)/)
            .evaluateAll((fields) => fields.map((f) => f.ariaInvalid));
          assert.equal(marks.filter((mark) => mark === "true").length, 1, `the field is marked: ${url}`);
        }
        assert.deepEqual(await page.accessibilityProblems(), []);
        await page.screenshot("settings-wrong");
        await page.open(path);
        await page.connection.waitForText(/Sandbox/);
      },
    );

    test(
      "a Lime CRM is connected, used and left; its key never comes back",
      { path, worker: true },
      async (page, { lime, limetypes }) => {
        await lime.wait();
        await fill(lime, "Lime CRM URL", crm);
        await fill(lime, "API key", key);
        await page.page.keyboard.press("Enter");
        await says(lime, /Lime CRM accepts the key/);
        await page.connection.waitForText(/crm\.example/);
        await limetypes.waitForText(/From https:\/\/crm\.example\/our-crm/);
        await page.open(path);
        await lime.waitForText(/Connected to crm\.example/);
        await lime.waitForText(/A key is saved \(••••cdef\)/);
        const values = await page.field(/./).evaluateAll((fields) => fields.map(({ value }) => value ?? ""));
        assert.ok(values.includes(crm));
        const answer = await page.page.evaluate(async (token) => {
          const answer = await fetch("./api/settings", { headers: { authorization: `Bearer ${token}` } });
          return answer.text();
        }, ADMIN_TOKEN);
        assert.match(answer, /••••cdef/);
        const all = [answer, await page.page.content(), ...values].join("\n");
        assert.ok(!all.includes(key.slice(0, 12)), "the key is nowhere");

        await lime.find("switch", "Send to the sandbox instead").click();
        await page.connection.waitForText(/Sandbox/);
        await lime.find("switch", "Send to the sandbox instead").click();
        await page.connection.waitForText(/crm\.example/);
        await lime.button("Disconnect").click();
        await says(lime, /the sandbox is used/);
        await page.connection.waitForText(/Sandbox/);
      },
    );

    test(
      "triggers, origins and limits are saved; a wrong line is named",
      { path, worker: true },
      async (page, { lime, triggers, addon, limits }) => {
        page.allow(/status of 422/);
        await lime.wait();
        await triggers.find("checkbox", "A contact rates (chat_session.rating)").click();
        await triggers.button("Save").click();
        await says(triggers, /Saved/);

        const origins = addon.field(/^Websites that may show it/);
        const before = await origins.get("value");
        await origins.click();
        await page.page.keyboard.down("Control");
        await page.page.keyboard.press("End");
        await page.page.keyboard.up("Control");
        await page.page.keyboard.type("\n*.evil.example");
        await addon.button("Save").click();
        await says(addon, /\*\.evil\.example:/);
        assert.equal(await origins.attribute("aria-invalid"), "true");
        await origins.focus();
        for (let n = 0; n < "*.evil.example".length; n += 1) await page.page.keyboard.press("Backspace");
        await page.page.keyboard.type("https://desk.example");
        await addon.button("Save").click();
        await says(addon, /Saved/);

        await fill(limits, "Requests to Lime CRM", "-5");
        await limits.button("Save").click();
        await says(limits, /Not saved.*from 1 to 1000000 requests/s);
        const wrong = ["Requests to Lime CRM", "Within this many seconds"].map((label) =>
          limits.field(new RegExp(`^${label}`)),
        );
        assert.deepEqual(await Promise.all(wrong.map((field) => field.attribute("aria-invalid"))), ["true", "false"]);
        await fill(limits, "Requests to Lime CRM", "1200");
        await limits.button("Save").click();
        await says(limits, /Saved/);

        await page.open(path);
        await lime.wait();
        await triggers.find("checkbox", "A contact rates (chat_session.rating)").waitFor("checked", true);
        assert.equal(await origins.get("value"), `${before}\nhttps://desk.example`);
        await limits.field(/^Requests to Lime CRM/).waitFor("value", "1200");
        await triggers.find("checkbox", "A contact rates (chat_session.rating)").click();
        await triggers.button("Save").click();
        await says(triggers, /Saved/);
        await origins.fill(before);
        await addon.button("Save").click();
        await says(addon, /Saved/);
      },
    );

    test(
      "an operator's link is made, shown once, listed, and revoked",
      { path, worker: true },
      async (page, { operators }) => {
        await operators.wait();
        const create = operators.button("Create a link");
        assert.equal(await create.get("disabled"), true, "a link has a name");
        await operators.field("Operator’s name").type("Lisa Abel");
        await page.page.keyboard.press("Enter");
        await says(operators, /The link was created/);
        const link = await operators.field("Link for Lisa Abel").get("value");
        const { origin, search, hash } = new URL(link);
        assert.equal(`${origin}/${search}`, `${page.url}?addon`);
        const token = /^#token=(operator\.\d+\.[\w-]{43})$/.exec(hash)?.[1];
        assert.ok(token, hash);
        await operators.waitForText(/It is shown only now/);
        await page.page.evaluate(() => {
          // What the browser itself does with the clipboard is not what is tested.
          navigator.clipboard.writeText = async (text) => {
            window.copied = text;
          };
        });
        await operators.button("Copy the link").click();
        await says(operators, /Copied/);
        assert.equal(await page.page.evaluate(() => window.copied), link);
        const row = operators.find("listitem", undefined, { text: /Lisa Abel/ });
        await row.waitForText(/not used yet/);
        assert.deepEqual(await page.accessibilityProblems(), []);
        await page.screenshot("settings-operators", { fullPage: true });

        const ask = () =>
          fetch(new URL("api/session", page.url), { headers: { authorization: `Bearer ${token}` } }).then(
            ({ status }) => status,
          );
        assert.equal(await ask(), 200);
        await page.open(path);
        await row.waitForText(/last used/);
        assert.equal(await operators.field(/Link for/).count(), 0, "it is not shown again");
        assert.ok(!(await page.page.content()).includes(token));

        const field = operators.field("Operator’s name");
        await field.type(" lisa ABEL ");
        await create.click();
        await field.waitFor("ariaInvalid", "true");
        await field.waitForFocus();
        // The server is not asked: no answer with an error is in the console.
        const described = await field.evaluate(
          (one) => document.getElementById(one.getAttribute("aria-describedby")).innerText,
        );
        assert.match(described, /^Another operator has this name\. Choose another name/);
        assert.equal(await operators.find("listitem").count(), 1);
        assert.deepEqual(await page.accessibilityProblems(), []);
        await page.screenshot("settings-operator-exists", { fullPage: true });

        await operators.button("Revoke the access of Lisa Abel").click();
        // What is lost is lost by a press of its own: Enter cancels.
        await page.dialog().button("Revoke").wait();
        await page.screenshot("settings-operator-revoke");
        await page.page.keyboard.press("Enter");
        await page.dialog().waitUntilGone();
        assert.equal(await ask(), 200);
        await operators.button("Revoke the access of Lisa Abel").click();
        await page.find("dialog").button("Revoke").click();
        await says(operators, /The access of Lisa Abel is revoked/);
        await row.waitUntilGone();
        assert.equal(await ask(), 401);
      },
    );

    test(
      "what was typed in one card stays when another is saved",
      { path, worker: true },
      async (page, { lime, triggers, limits }) => {
        await lime.wait();
        await fill(limits, "Requests to Lime CRM", "77");
        await triggers.button("Save").click();
        await says(triggers, /Saved/);
        assert.equal(await limits.field(/^Requests to Lime CRM/).get("value"), "77");
        await page.screenshot("settings-typed");
      },
    );

    test(
      "a wrong admin token is refused, and leaves no trace",
      { path, worker: true, token: null },
      async (page, { access }) => {
        page.allow(/status of 401/);
        await page.connection.waitForText(/Locked/);
        await fill(access, "Admin token", "not-the-token");
        await page.page.keyboard.press("Enter");
        await says(access, /does not accept this token/);
        await page.connection.waitForText(/Locked/);
        assert.doesNotMatch((await access.texts()).join(), /You are signed in/, "no tick beside a refused token");
        assert.deepEqual(await page.accessibilityProblems(), []);
        assert.equal(await page.page.evaluate(() => sessionStorage.getItem("userlike-limeobject.token")), null);
      },
    );
  },
  { outbound },
);
