// The page as Userlike's custom add-on: in the stand-in for the Message Center, and in pages of other origins.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before } from "node:test";
import { ADMIN_TOKEN } from "../../edge/edge.mjs";
import { inBrowsers } from "../browsers.mjs";
import { example, payload } from "../conversations/table.mjs";
import { press } from "../page.mjs";

const host = "addon-host.html";

/** Web sites of other origins, with a frame each: `origin/?src=...`. */
class Site {
  #server = createServer((request, response) => {
    const src = new URL(request.url ?? "", "http://site").searchParams.get("src") ?? "";
    response.writeHead(200, { "content-type": "text/html" });
    response.end(`<!doctype html><title>Site</title><body><script>
      window.said = [];
      addEventListener("message", ({ data, origin }) => said.push({ data, origin }));
      </script><iframe id="frame" style="width:400px;height:600px" src="${src.replaceAll('"', "&quot;")}"></iframe>`);
  });

  async start() {
    await new Promise((resolve) => this.#server.listen(0, "127.0.0.1", () => resolve(undefined)));
    const { port } = /** @type {import("node:net").AddressInfo} */ (this.#server.address());
    this.origin = `http://127.0.0.1:${port}`;
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  with(url) {
    return `${this.origin}/?src=${encodeURIComponent(url)}`;
  }
}

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

/** The add-on's frame, once its view is there. */
async function addonOf(page) {
  const frame = await page.page.waitForFrame((frame) => frame.url().includes("?addon"));
  await frame.waitForSelector("#main > *");
  return frame;
}

const waitForText = (frame, selector, text) =>
  frame.waitForFunction(
    (selector, text) => [...document.querySelectorAll(selector)].some(({ innerText }) => innerText.includes(text)),
    { timeout: 20_000 },
    selector,
    text,
  );

const pressIn = async (frame, selector) => press(await frame.waitForSelector(selector, { visible: true }));

let ids = 8_000_000;

inBrowsers("the add-on", ({ test }) => {
  const events = ["contact", "conversation", "operator", "transcript"];
  for (const order of [events, events.toReversed(), ["transcript", "contact", "operator", "conversation"]]) {
    test(`it shows what it was told, in the order ${order.join(", ")}`, {
      path: `${host}?order=${order}`,
    }, async (page) => {
      const frame = await addonOf(page);
      await waitForText(frame, ".who", "Ada Lindqvist");
      await waitForText(frame, ".chat-panel", "Hello, I have a question.");
      await waitForText(frame, ".addon-bar", "Operator: Peter Testman");
      assert.doesNotMatch(await frame.$eval(".addon-bar", (bar) => bar.innerText), /has not arrived/);
    });
  }

  test("what is missing is said, and nothing is sent without it", {
    path: `${host}?order=contact,conversation`,
    worker: true,
  }, async (page) => {
    const frame = await addonOf(page);
    await waitForText(frame, ".addon-bar", "The transcript has not arrived yet.");
    await pressIn(frame, "limel-button.send");
    await waitForText(page.page.mainFrame(), ".toast.error", "The transcript has not arrived yet.");
    await page.page.click(".controls summary");
    await page.page.click("[data-send=transcript]");
    await frame.waitForFunction(() => !document.querySelector(".addon-bar").innerText.includes("has not come"));
  });

  test("a new message is shown at once", { path: host }, async (page) => {
    const frame = await addonOf(page);
    await waitForText(frame, ".chat-panel", "Hello, I have a question.");
    await page.page.type("#text", "Are you still there?");
    await page.page.keyboard.press("Enter");
    await waitForText(frame, ".chat-panel", "Are you still there?");
    await page.page.type("#text", "<img src=x onerror=alert(1)>");
    await page.page.keyboard.press("Enter");
    await waitForText(frame, ".chat-panel", "<img src=x onerror=alert(1)>");
    assert.equal(await frame.$("#main img"), null);
  });

  test("sending ends in a toast of the Message Center, with the link", { path: host, worker: true }, async (page) => {
    const frame = await addonOf(page);
    await waitForText(frame, ".chat-panel", "Hello, I have a question.");
    await pressIn(frame, "limel-button.send");
    await waitForText(page.page.mainFrame(), ".toast.success", `${page.url}sandbox/client/object/helpdesk/`);
    await page.screenshot("addon-host");
    await page.page.click(".controls summary");
    assert.match(await page.text("#log"), /← toast: success/);
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
    const frame = await addonOf(page);
    await waitForText(frame, ".chat-panel", "Hello, I have a question.");
    await control("POST", JSON.stringify({ faults }));
    await pressIn(frame, "limel-button.send");
    await waitForText(page.page.mainFrame(), ".toast.error", "no room left");
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
    const frame = await addonOf(page);
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
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.doesNotMatch(await frame.$eval("body", (body) => body.innerText), /By a stranger|By itself/);

    await tell({ name: "something_else", payload: {} }, "text", null, { name: "transcript", payload: transcript });
    await tell(
      { name: "conversation_information", payload: conversation },
      { name: "contact_information", payload: contact },
    );
    await waitForText(frame, ".who", "By the allowed one");
    await pressIn(frame, "limel-button.send");
    await page.page.waitForFunction(() => said.length > 0, { timeout: 20_000 });
    const [{ data, origin }] = await page.page.evaluate(() => said);
    assert.equal(origin, new URL(page.url).origin);
    assert.equal(data.name, "toast");
    assert.equal(data.payload.status, "success");
    assert.match(data.payload.message, /sandbox\/client\/object\/helpdesk\/\d+/);
    assert.deepEqual(await other.evaluate(() => said), [], "nobody else is told anything");
  });

  test("a page that is not allowed can't show it at all", {
    path: null,
    worker: true,
    prepare: allow,
  }, async (page) => {
    page.allow(/request: |frame.ancestor|framing|refused to (frame|display)|error page|blocked|XFrame/i);
    await page.page.goto(stranger.with(`${page.url}?addon`)).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const shown = await Promise.all(
      page.page
        .frames()
        .slice(1)
        .map((frame) => frame.$("#main").catch(() => null)),
    );
    assert.ok(shown.every((main) => main === null));
  });

  test("outside of a frame it says where it belongs", { path: "?addon" }, async (page) => {
    await page.waitForText(".addon-bar", /needs to be shown by it/);
    assert.ok(!(await page.text("#page")).includes(example.last_message.body));
  });

  for (const theme of ["light", "dark"])
    test(`at a sidebar's width, ${theme}: axe finds nothing serious`, {
      path: "?addon",
      width: 320,
      height: 800,
      theme,
    }, async (page) => {
      await page.bring(payload(5, { contact: { name: "Ada", email: null } }));
      await page.settle();
      assert.equal(await page.overflows(), false);
      assert.deepEqual(await page.accessibilityProblems(), []);
      await page.screenshot(`addon-${theme}`, { fullPage: true });
    });

  test("the stand-in fits a phone", { path: host, width: 320, height: 640 }, async (page) => {
    await addonOf(page);
    assert.equal(await page.overflows(), false);
    await page.screenshot("addon-host-320", { fullPage: true });
  });
});
