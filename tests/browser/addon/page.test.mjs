// The page as Userlike's custom add-on: in the stand-in for the Message Center, and in pages of other origins.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { ADMIN_TOKEN } from "../../edge/edge.mjs";
import { example, payload } from "../conversations/table.mjs";
import { inBrowsers } from "../harness/browsers.mjs";
import { ConversationView } from "../harness/conversation-view.mjs";
import { Scope } from "../harness/locator.mjs";
import { OperatorView } from "../harness/operator-view.mjs";
import { Site } from "./site.mjs";

const host = "addon-host.html";

const allowed = new Site();
const stranger = new Site();
before(() => Promise.all([allowed.start(), stranger.start()]));
after(() => {
  allowed.stop();
  stranger.stop();
});

/** Only `allowed` may show the page. */
async function allow(url) {
  const answer = await fetch(new URL("api/settings", url), {
    method: "PUT",
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify({ addonOrigins: [allowed.origin] }),
  });
  assert.ok(answer.ok, await answer.text());
}

/** The view in the add-on's frame, and what the frame itself says; once it is there. */
async function addonOf(page) {
  const frame = await page.page.waitForFrame((frame) => frame.url().includes("?addon"));
  const scope = new Scope(() => frame);
  const view = new ConversationView(scope);
  await view.main.wait();
  return { frame, view, operator: new OperatorView(() => frame), bar: scope.find("status") };
}

let ids = 8_000_000;

inBrowsers(
  "the add-on",
  ({ test }) => {
    const events = ["contact", "conversation", "operator", "transcript"];
    for (const order of [events, events.toReversed(), ["transcript", "contact", "operator", "conversation"]]) {
      test(`it shows the messages received in the order ${order.join(", ")}`, {
        path: `${host}?order=${order}`,
      }, async (page) => {
        const { operator, bar } = await addonOf(page);
        await operator.main.find("heading", "Ada Lindqvist").wait();
        await operator.transcript.waitForText(/Hello, I have a question\./);
        await bar.waitForText(/Operator: Peter Testman/);
        await bar.waitForText(/only the messages that you can see/);
        assert.doesNotMatch((await bar.texts()).join("\n"), /has not arrived/);
      });
    }

    test("what is missing is said, and nothing is sent without it", {
      path: `${host}?order=contact,conversation`,
      worker: true,
    }, async (page) => {
      const { view, bar } = await addonOf(page);
      await bar.waitForText(/The transcript has not arrived yet\./);
      await view.send.click();
      await page.find("status").waitForText(/The transcript has not arrived yet\./);
      await page.button("What is sent to the add-on").click();
      await page.button("Transcript").click();
      await view.scope.find("status", undefined, { text: /has not arrived/ }).waitUntilGone();
    });

    test("a new message is shown at once", { path: host }, async (page) => {
      const { frame, operator } = await addonOf(page);
      const message = page.field("New message");
      await operator.transcript.waitForText(/Hello, I have a question\./);
      await message.type("Are you still there?");
      await page.page.keyboard.press("Enter");
      await operator.transcript.waitForText(/Are you still there\?/);
      await message.type("<img src=x onerror=alert(1)>");
      await page.page.keyboard.press("Enter");
      await operator.transcript.waitForText(/<img src=x onerror=alert\(1\)>/);
      assert.equal(await frame.evaluate(() => document.querySelector("main img")), null);
    });

    test("of a long chat the newest message is seen, in the stand-in and in the add-on", {
      path: host,
      width: 1100,
      height: 700,
    }, async (page) => {
      const { operator } = await addonOf(page);
      const message = page.field("New message");
      await operator.transcript.waitForText(/Hello, I have a question\./);
      const messages = page.find("list", "Messages");
      for (let n = 1; n <= 20; n += 1) {
        await message.type(`Message ${n}`);
        await page.page.keyboard.press("Enter");
      }
      await messages.waitForText(/Message 20/);
      await operator.transcript.waitForText(/Message 20/);
      /** Whether the last entry of a list lies in the box that scrolls it. */
      const isLastSeen = (list) => {
        const { top, bottom } = list.lastElementChild.getBoundingClientRect();
        const box = list.parentElement.getBoundingClientRect();
        return list.offsetHeight > box.height && top >= box.top && bottom <= box.bottom + 1;
      };
      await messages.waitUntil(isLastSeen);
      await operator.transcript.waitUntil(isLastSeen);
      // What is opened below takes room.
      await page.button("What is sent to the add-on").click();
      await messages.waitUntil(isLastSeen);
      // An add-on that is opened anew shows the end, too.
      await page.button("Open the add-on anew").click();
      await operator.transcript.waitForText(/Message 20/);
      await operator.transcript.waitUntil(isLastSeen);
    });

    test("sending ends in a toast of the Message Center, with the link", { path: host, worker: true }, async (page) => {
      const { view } = await addonOf(page);
      await view.transcript.waitForText(/Hello, I have a question\./);
      await view.send.click();
      await page.find("status").waitForText(/\/sandbox\/client\/object\/helpdesk\//);
      assert.ok((await page.find("status").texts()).join("\n").includes(`${page.url}sandbox/client/object/helpdesk/`));
      await page.screenshot("addon-host");
      const edges = (element) => element.getBoundingClientRect().toJSON();
      const toast = await page.find("status").find("paragraph").first().evaluate(edges);
      const messages = await page
        .find("list", "Messages")
        .evaluate((list) => list.parentElement.getBoundingClientRect().toJSON());
      assert.ok(
        toast.top >= messages.bottom,
        `the toast begins at ${toast.top} px, the chat ends at ${messages.bottom} px`,
      );
      await page.button("What is sent to the add-on").click();
      await page.find("list", "Messages that went to and fro").waitForText(/← toast: success/);
      assert.deepEqual(await page.accessibilityProblems(), []);
    });

    test("a send that fails says why in the Message Center, too", { path: host, worker: true }, async (page) => {
      page.allow(/status of 5\d\d|status of 4\d\d/);
      const control = (method, body) =>
        fetch(new URL("sandbox/_control/faults", page.url), {
          method,
          headers: { "content-type": "application/json" },
          body,
        });
      const faults = [{ method: "POST", path: "limeobject/", status: 422, body: "no room left" }];
      const { view } = await addonOf(page);
      await view.transcript.waitForText(/Hello, I have a question\./);
      await control("POST", JSON.stringify({ faults }));
      await view.send.click();
      await page.find("status").waitForText(/no room left/);
      await control("DELETE");
    });

    test("an allowed page is heard and answered; one of another origin within it is not", {
      path: null,
      worker: true,
      prepare: allow,
    }, async (page) => {
      page.allow(/request: |404|sessionStorage/);
      ids += 1;
      await page.page.goto(allowed.with(`${page.url}?addon#token=${ADMIN_TOKEN}`));
      const { frame, view, bar } = await addonOf(page);
      const tell = (...messages) =>
        page.page.evaluate(
          (messages, origin) => {
            for (const message of messages) document.getElementById("frame").contentWindow.postMessage(message, origin);
          },
          messages,
          new URL(page.url).origin,
        );
      const { contact, transcript, ...conversation } = payload(ids, {
        contact: { name: "By the allowed one" },
        transcript: example.transcript.map((entry) => ({ ...entry, conversation_id: ids })),
      });

      // A stranger's frame beside it, and the frame itself, try to slip something in.
      await page.page.evaluate((src) => {
        const frame = document.createElement("iframe");
        frame.src = src;
        document.body.append(frame);
      }, stranger.with("about:blank"));
      const other = await page.page.waitForFrame((frame) => frame.url().startsWith(stranger.origin));
      await other.evaluate(() => {
        parent.frames[0].postMessage({ name: "contact_information", payload: { name: "By a stranger" } }, "*");
      });
      await frame.evaluate(() => postMessage({ name: "contact_information", payload: { name: "By itself" } }, "*"));
      // Messages come in the order in which they are sent: once this one is shown, those would have been, too.
      await tell({ name: "operator_information", payload: { name: "Peter Testman" } });
      await bar.waitForText(/Operator: Peter Testman/);
      assert.doesNotMatch(await frame.evaluate(() => document.body.innerText), /By a stranger|By itself/);

      await tell({ name: "something_else", payload: {} }, "text", null, { name: "transcript", payload: transcript });
      await tell(
        { name: "conversation_information", payload: conversation },
        { name: "contact_information", payload: contact },
      );
      await view.conversation.find("heading", "By the allowed one").wait();
      await view.send.click();
      await page.page.waitForFunction(() => said.length > 0, { timeout: 60_000 });
      const [{ data, origin }] = await page.page.evaluate(() => said);
      assert.equal(origin, new URL(page.url).origin);
      assert.equal(data.name, "toast");
      assert.equal(data.payload.status, "success");
      assert.match(data.payload.message, /sandbox\/client\/object\/helpdesk\/\d+/);
      assert.deepEqual(await other.evaluate(() => said), [], "no other frame receives a message");
    });

    test("a page that is not allowed can't show it at all", {
      path: null,
      worker: true,
      prepare: allow,
    }, async (page) => {
      page.allow(/request: |frame.ancestor|framing|refused to (frame|display)|error page|blocked|XFrame/i);
      // The site's load event waits for its frame: for the add-on in it, or the browser's word that it may not be there.
      await page.page.goto(stranger.with(`${page.url}?addon`), { waitUntil: "load" });
      const shown = await Promise.all(
        page.page
          .frames()
          .slice(1)
          .map((frame) => frame.evaluate(() => document.querySelector("main") !== null).catch(() => false)),
      );
      assert.ok(shown.every((isThere) => !isThere));
    });

    test("outside of a frame it says where it belongs", { path: "?addon" }, async (page) => {
      await page.find("main").waitForText(/needs to be shown by it/);
      assert.ok(!(await page.page.evaluate(() => document.body.innerText)).includes(example.last_message.body));
    });

    test("the stand-in fits a phone", { path: host, width: 320, height: 640 }, async (page) => {
      await addonOf(page);
      assert.equal(await page.overflows(), false);
      await page.screenshot("addon-host-320", { fullPage: true });
    });
  },
  // Who may show the page is a setting of the worker.
  {},
);
