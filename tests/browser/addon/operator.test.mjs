// The add-on as operators see it: with a token of their own, in the frame of the Message Center.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { ADMIN_TOKEN } from "../../edge/edge.mjs";
import { payload, Table } from "../conversations/table.mjs";
import { accessibilityProblems } from "../harness/accessibility.mjs";
import { inBrowsers } from "../harness/browsers.mjs";
import { ConversationView } from "../harness/conversation-view.mjs";
import { OperatorView } from "../harness/operator-view.mjs";
import { control } from "../harness/sandbox.mjs";
import { Site } from "./site.mjs";

const host = "addon-host.html";

/** Web site of another registrable domain than the page's: what the page stores in its frame is kept apart. */
const elsewhere = new Site("localhost");
before(() => elsewhere.start());
after(() => elsewhere.stop());

/** Asks the server as its administrator. */
async function ask(url, path, method = "GET", body = undefined) {
  const answer = await fetch(new URL(path, url), {
    method,
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.json();
}

/** Creates an operator. No two have the same name, so the one of an earlier test goes. */
async function createOperator(url, name = "Lisa Abel") {
  const { operators } = await ask(url, "api/operators");
  const former = operators.find((operator) => operator.name === name);
  if (former) await ask(url, `api/operators/${former.id}`, "DELETE");
  return ask(url, "api/operators", "POST", { name });
}

/** The add-on in its frame. */
async function addonOf(page) {
  const frame = await page.page.waitForFrame((frame) => frame.url().includes("?addon"));
  return { frame, view: new OperatorView(() => frame) };
}

/** Hands an operator's access over by the link, then opens the add-on. */
async function addonWithAccess(page) {
  const { link } = await createOperator(page.url);
  await page.page.goto(link);
  await page.find("heading", /this browser has your access/).wait();
  await page.open(host);
  return addonOf(page);
}

/** How Firefox reports the requests of a frame that was left. */
const LEFT_FRAME = /Browsing context already closed/;

inBrowsers(
  "the add-on of an operator",
  ({ test }) => {
    const options = { worker: true, token: null };

    test("a link hands the access over once; it is kept until it is revoked", {
      ...options,
      path: null,
    }, async (page) => {
      page.allow(/status of 401/);
      page.allow(LEFT_FRAME);
      const { link, token, operator } = await createOperator(page.url);
      await page.page.goto(link);
      await page.find("heading", "Lisa Abel, this browser has your access now").wait();
      assert.ok(!page.page.url().includes("token"), "the address has it no more");
      await page.screenshot("addon-handed-over");

      await page.open(host);
      const { view } = await addonOf(page);
      await view.send.wait();
      assert.equal(await view.access.count(), 0, "it does not ask for the link again");

      await ask(page.url, `api/operators/${operator.id}`, "DELETE");
      await page.open(host);
      const later = (await addonOf(page)).view;
      await later.access.waitForText(/Your link was revoked\. Ask your administrator for a new one/);
      await page.screenshot("addon-revoked");

      const { link: another } = await createOperator(page.url);
      await later.link.fill(`${another.slice(0, -3)}xyz`);
      await later.access.button("Use this link").click();
      await later.access.waitForText(/This link is not accepted/);
      await later.link.fill(another);
      await page.page.keyboard.press("Enter");
      await later.send.wait();
      assert.ok(!(await page.page.content()).includes(token));
    });

    test("the frame has the conversation, what becomes of it, what needs attention, and one button", {
      ...options,
      path: null,
      network: true,
    }, async (page) => {
      page.allow(LEFT_FRAME);
      const { frame, view } = await addonWithAccess(page);
      await view.main.find("heading", "Ada Lindqvist").wait();
      await view.transcript.waitForText(/Hello, I have a question\./);
      await view.becomes.waitForText(/Becomes: \p{Lu}/u);
      await view.attention.wait();
      await view.scope.find("status").waitForText(/only the messages that you can see/);
      assert.equal(await view.scope.find("navigation").count(), 0, "no other views");
      const buttons = await view.main.find("button").texts();
      assert.deepEqual(
        buttons.map((text) => text.trim()),
        ["Send to Lime CRM"],
      );
      // Another address shows no other view, either.
      await frame.evaluate(() => {
        location.hash = "#/settings";
      });
      await page.settle();
      assert.equal(await view.scope.find("heading", "Settings").count(), 0);
      assert.equal(await view.earlier.count(), 0);

      await view.send.click();
      await page.find("status").waitForText(/\/sandbox\/client\/object\/helpdesk\//);
      const url = await view.main.link(/Open in Lime CRM/).get("href");
      assert.match(url, /\/sandbox\/client\/object\/helpdesk\/\d+/);
      await page.screenshot("addon-operator-sent");

      await page.open(host);
      const again = (await addonOf(page)).view;
      await again.earlier.waitForText(/Ticket \d+ (was created|was updated|is unchanged)/);
      assert.equal(await again.earlier.link("Open in Lime CRM").first().get("href"), url);

      const asked = [...page.requested].filter(
        (path) => path.startsWith("/api/") && !/^\/api\/conversations\/\d+$/.test(path),
      );
      const allowed = ["/api/session", "/api/config", "/api/limetypes", "/api/send"];
      assert.deepEqual(
        asked.filter((path) => !allowed.includes(path)),
        [],
        "only what operators may ask",
      );
      assert.ok(asked.includes("/api/send"));
    });

    test("what was sent earlier says what changed in Lime CRM, and what did not", {
      ...options,
      path: null,
    }, async (page) => {
      page.allow(LEFT_FRAME);
      const { view } = await addonWithAccess(page);
      const status = view.main.find("status", "Sending");
      const sends = async () => {
        await view.send.waitFor("disabled", false);
        await view.send.click();
        await status.waitForText(/was created|was updated|is unchanged/);
        await status.button("Dismiss").click();
      };
      // At the latest the second send finds the object as it is to be.
      await sends();
      await sends();
      await page.open(host);
      const again = (await addonOf(page)).view;
      const newest = again.earlier.find("listitem").first();
      await newest.waitForText(/is unchanged/);
      assert.doesNotMatch(await newest.text(), /was updated/);
    });

    test("a send during which the add-on was left is looked up, and not sent twice", {
      ...options,
      path: null,
    }, async (page) => {
      page.allow(LEFT_FRAME);
      const { view } = await addonWithAccess(page);
      await view.send.waitFor("disabled", false);
      await control(page.url, "faults", "POST", {
        faults: [{ method: "POST", path: "limeobject/history", delay: 50_000 }],
      });
      await view.send.click();
      const status = view.main.find("status", "Sending");
      await status.waitForText(/Writing the history note/);
      await page.open(host);
      const again = (await addonOf(page)).view;
      const statusAgain = again.main.find("status", "Sending");
      await statusAgain.waitForText(/still being sent/);
      assert.equal(await again.send.get("disabled"), true);
      await control(page.url, "release", "POST");
      await statusAgain.waitForText(/was created|is unchanged/);
      await again.send.waitFor("disabled", false);
    });

    test("where the browser keeps frames apart, the link is pasted once, and kept", {
      ...options,
      path: null,
    }, async (page) => {
      page.allow(/request: |404/);
      await ask(page.url, "api/settings", "PUT", { addonOrigins: [elsewhere.origin] });
      const { link } = await createOperator(page.url);
      await page.page.goto(link);
      await page.find("heading", /this browser has your access/).wait();
      await page.page.goto(elsewhere.with(`${page.url}?addon`));
      const { view } = await addonOf(page);
      await view.access.waitForText(/You have opened the link already\?/);
      await view.access.waitForText(/keep apart/);
      await page.screenshot("addon-access");
      await view.link.fill(link);
      await view.access.button("Use this link").click();
      await view.access.waitUntilGone();
      await page.page.goto(elsewhere.with(`${page.url}?addon`));
      const again = await addonOf(page);
      await again.view.scope.find("status").waitForText(/Waiting for the Message Center/);
      await again.frame.waitForFunction(() => document.querySelector("main")?.textContent === "");
      assert.equal(await again.view.access.count(), 0);
    });

    for (const theme of ["light", "dark"])
      test(`at a sidebar's width, ${theme}: it fits, and axe finds nothing serious`, {
        ...options,
        path: null,
        theme,
        width: 320,
        height: 900,
      }, async (page) => {
        const { link } = await createOperator(page.url);
        await page.page.goto(link);
        await page.find("heading", /this browser has your access/).wait();
        assert.equal(await page.overflows(), false);
        await page.resize({ width: 1100, height: 1300 });
        await page.open(host);
        const { frame, view } = await addonOf(page);
        // As wide as a sidebar, and as long as its contents.
        await page.page.evaluate(() => {
          document.getElementById("addon").style.cssText = "width: 320px; height: 1200px";
        });
        await view.send.wait();
        await view.attention.wait();
        // Nothing scrolls sideways, once the frame has heard of its width.
        await view.send.waitUntil(() => {
          const { clientWidth, scrollWidth } = document.documentElement;
          return clientWidth <= 320 && scrollWidth <= clientWidth;
        });
        assert.deepEqual(await accessibilityProblems(frame), []);
        await page.screenshot(`addon-operator-${theme}`);
      });

    test("the whole page has one view for an operator, and the settings let another token be entered", {
      ...options,
      path: null,
    }, async (page) => {
      const { token } = await createOperator(page.url);
      await page.page.goto(`${page.url}#token=${token}`);
      await page.connection.waitForText(/Sandbox/);
      const links = page.find("navigation", "Views").find("link");
      assert.deepEqual(
        (await links.texts()).map((text) => text.trim()),
        ["Conversation", "Settings"],
      );
      await page.show("settings");
      const access = page.region("Access");
      await access.waitForText(/signed in as Lisa Abel/);
      const said = await access.text();
      assert.doesNotMatch(said, /needs the admin token/, "an operator's token is enough for what operators do");
      assert.match(said, /signed in as Lisa Abel.*With the admin token you can also/s);
      assert.match(said, /Your administrator has it/);
      assert.doesNotMatch(said, /ADMIN_TOKEN/);
      assert.equal(await page.region("Lime CRM").count(), 0);
      await access.field("Admin token").type(ADMIN_TOKEN);
      await page.page.keyboard.press("Enter");
      await page.region("Operators").wait();
      await page.find("navigation", "Views").link("Mapping").wait();
    });

    test("an operator has nothing that leads to the mapping", {
      ...options,
      token: ADMIN_TOKEN,
      path: "#/conversation",
    }, async (page) => {
      const view = new ConversationView(page);
      const edit = view.main.link("Edit the mapping");
      const rules = view.preview.button("rule");
      const constants = view.preview.button("fixed value");
      await page.tab("Mapping").click();
      for (const leads of [edit, rules.first(), constants.first()]) await leads.wait();
      const sources = await view.preview.button(/^contact\./).count();
      assert.ok(sources > 0);
      const { token } = await createOperator(page.url);
      await page.page.goto(`${page.url}#token=${token}`);
      await page.find("navigation", "Views").link("Mapping").waitUntilGone();
      for (const leads of [edit, rules, constants]) await leads.waitUntilGone();
      await view.preview.waitForText(/fixed value/);
      assert.equal(await view.preview.button(/^contact\./).count(), sources, "the payload is still there to be seen");
    });

    test("an operator has no list to go back to", {
      ...options,
      token: ADMIN_TOKEN,
      path: "#/conversations",
    }, async (page) => {
      const table = new Table(page);
      await table.openList([1, 2, 3].map((id) => payload(id)));
      await table.grid.button("Preview conversation 2").click();
      const bar = page.find("navigation", "Conversations of the list");
      await bar.wait();
      const { token } = await createOperator(page.url);
      await page.page.goto(`${page.url}#token=${token}`);
      await page.find("navigation", "Views").link("Mapping").waitUntilGone();
      await page
        .find("main")
        .find("paragraph", undefined, { text: /^Conversation 2$/ })
        .wait();
      await bar.waitUntilGone();
    });
  },
  {},
);
