// Each view in its states, as pictures: small and large, light and dark, opened at once and after all other views. In
// Chromium only: another browser draws other pixels. In both browsers nothing overlaps, is cut, or scrolls sideways, and axe
// finds nothing serious.
import assert from "node:assert/strict";
import { ADMIN_TOKEN } from "../edge/edge.mjs";
import { payload, Table } from "./conversations/table.mjs";
import { inBrowsers } from "./harness/browsers.mjs";
import { ConversationView } from "./harness/conversation-view.mjs";
import { MappingView } from "./harness/mapping-view.mjs";
import { OperatorView } from "./harness/operator-view.mjs";
import { comparePictures, prepareForPictures, WINDOWS } from "./harness/pictures.mjs";

const HEBREW = "שלום, יש לי שאלה על החשבונית שלי";

/** Conversations that are ready, right-to-left, without a subject, blocked, and none. */
const LIST = [
  payload(67000001, { subject: "Where is my order?", contact: { name: "Astrid Lind", email: "astrid@example.com" } }),
  payload(67000002, { subject: HEBREW, contact: { name: "דוד", email: null } }),
  payload(67000003, { subject: "long ".repeat(40), topics: [{ name: "support" }, { name: "complaint" }] }),
  payload(67000004, { subject: null, contact: {} }),
  payload(67000005, { id: "abc" }),
  7,
];

/** Answers requests of the page for an address in place of the server; undefined: never. */
const answer = (page, method, address, body, status = 200) =>
  page.page.evaluate(
    (method, address, body, status) => {
      const { fetch } = window;
      window.fetch = (url, init) => {
        if ((init?.method ?? "GET") !== method || !new URL(url, document.baseURI).pathname.endsWith(address))
          return fetch.call(window, url, init);
        if (body === undefined) return new Promise(() => {});
        return Promise.resolve(Response.json(body, { status }));
      };
    },
    method,
    address,
    body,
    status,
  );

const RECEIPT = {
  conversation: 63741936,
  created: true,
  ids: { limeobject: 1001, ulconversation: 1002, history: 1003 },
  url: "https://lime.example/crm/client/object/helpdesk/1001",
  steps: [
    { role: "conversation", outcome: "created", id: 1002, requests: 2 },
    { role: "limeobject", outcome: "created", id: 1001, requests: 2 },
    { role: "history", outcome: "created", id: 1003, requests: 1 },
  ],
  findings: [],
};

/** Sends the conversation; `reached` is in what is said of that. */
async function send(page, reached) {
  const view = new ConversationView(page);
  await page.connection.waitForText(/Sandbox/);
  await view.send.click();
  await view.delivery.waitForText(reached);
}

/** How each state of each view is reached. */
const states = {
  "conversation example": () => {},
  "conversation rich": () => {},
  "conversation empty": (page) => page.setPayload(""),
  "conversation unreadable": (page) => page.setPayload('{ "id": 1, "subject": '),
  "conversation errors": (page) => page.setPayload('{ "contact": {} }'),
  "conversation long": (page) =>
    page.changePayload((payload) => {
      payload.subject = "long ".repeat(60);
      payload.contact.name = "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff ".repeat(3);
      payload.feedback_message = "unbreakable".repeat(40);
    }),
  "conversation right-to-left": (page) =>
    page.changePayload((payload) => {
      payload.subject = HEBREW;
      payload.contact.name = "דוד";
      payload.feedback_message = HEBREW;
    }),
  "conversation source": async (page) => {
    await new ConversationView(page).showPayload();
  },
  "conversation sending": async (page) => {
    await answer(page, "POST", "/api/send");
    await send(page, /Sending to Lime CRM/);
  },
  "conversation sent": async (page) => {
    await answer(page, "POST", "/api/send", RECEIPT);
    await send(page, /was created/);
  },
  "conversation failed": async (page) => {
    const error = { code: "refused", message: "Lime CRM answered 422: no room", findings: [] };
    await answer(page, "POST", "/api/send", { error }, 422);
    await send(page, /not sent/);
  },
  "conversations empty": () => {},
  "conversations list": (page) => new Table(page).openList(LIST),
  "conversations selected": async (page) => {
    const table = new Table(page);
    await page.connection.waitForText(/Sandbox/);
    await table.openList(LIST);
    await table.selectAll();
  },
  "mapping example": () => {},
  "mapping property": (page) => new MappingView(page).openProperty("title"),
  "mapping errors": async (page) => {
    const view = new MappingView(page);
    await view.field("Time zone").fill("Mars/Olympus");
    await view.problemCount.waitForText(/1 error/);
  },
  "mapping right-to-left": async (page) => {
    await page.show("conversation");
    await page.changePayload((payload) => {
      payload.subject = HEBREW;
      payload.contact.name = "דוד";
    });
    await page.show("mapping");
    await new MappingView(page).openProperty("title");
  },
  "settings preview": () => {},
  "settings server": async (page) => {
    await page.region("Custom add-on").wait();
    // The port is another one in each run.
    await page.find("main").evaluate((main) => {
      const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
      while (texts.nextNode())
        texts.currentNode.data = texts.currentNode.data.replace(/127.0.0.1:\d+/, "server.example");
    });
  },
  "settings loading": async (page) => {
    await page.connection.waitForText(/Sandbox/);
    await page.show("conversation");
    await answer(page, "GET", "/api/settings");
    await page.show("settings");
    await page.find("status", undefined, { text: /Reading the settings/ }).wait();
  },
  "settings failed": async (page) => {
    await page.connection.waitForText(/Sandbox/);
    await page.show("conversation");
    await answer(page, "GET", "/api/settings", { error: { code: "internal", message: "no storage" } }, 500);
    await page.show("settings");
    await page.button("Try again").wait();
  },
};

/** States with a server behind them. */
const WITH_SERVER = /sending|sent|failed|selected|server|loading/;

/** In this state the results are out of date, because the mapping has an error. */
const OUTDATED = "mapping errors";

/** Window of the Message Center, and the width of the add-on's frame. */
const ADDON = { 320: { width: 1024, height: 768 } };

/** How Firefox reports the requests of a frame that was left. */
const LEFT_FRAME = /Browsing context already closed/;

const views = ["conversation", "conversations", "mapping", "settings"];

const viewOf = (state) => state.split(" ", 1)[0];

inBrowsers("pictures", ({ browser, test }) => {
  for (const [state, reach] of Object.entries(states)) {
    const example = state.endsWith("rich") ? "rich" : "short";
    const worker = WITH_SERVER.test(state);
    test(state, { path: null, example, worker, ...WINDOWS[1440] }, async (page) => {
      page.allow(/status of (422|500)/);
      await prepareForPictures(page);
      await page.open(`#/${viewOf(state)}`);
      await reach(page);
      for (const size of Object.values(WINDOWS)) {
        await page.resize(size);
        assert.deepEqual(await page.layoutProblems(), [], `${size.width} px`);
        assert.deepEqual(await page.accessibilityProblems(), [], `${size.width} px`);
      }
      if (state !== OUTDATED) await page.waitUntilCurrent();
      if (browser === "chromium") await comparePictures(page, state.replaceAll(" ", "-"));
    });
  }

  test("add-on of an operator", { path: null, worker: true, token: null, ...WINDOWS[1440] }, async (page) => {
    page.allow(LEFT_FRAME);
    await prepareForPictures(page);
    const answer = await fetch(new URL("api/operators", page.url), {
      method: "POST",
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, "content-type": "application/json" },
      body: JSON.stringify({ name: `Lisa Abel ${browser}` }),
    });
    const { link } = await answer.json();
    await page.page.goto(link);
    await page.find("heading", /this browser has your access/).wait();
    await page.open("addon-host.html");
    const frame = await page.page.waitForFrame((frame) => frame.url().includes("?addon"));
    await (await frame.frameElement()).evaluate((element) => {
      element.style.width = "320px";
    });
    const view = new OperatorView(() => frame);
    await view.becomes.waitForText(/Becomes: \p{Lu}/u);
    await view.transcript.waitForText(/Hello, I have a question\./);
    if (browser === "chromium") await comparePictures(page, "addon-operator", { windows: ADDON, frame });
  });

  for (const view of browser === "chromium" ? views : []) {
    test(`${view}, after all others`, { path: null, ...WINDOWS[1440] }, async (page) => {
      const [state, reach] = Object.entries(states).find(([state]) => viewOf(state) === view);
      await prepareForPictures(page);
      await page.open("#/conversation");
      for (const other of [...views.filter((other) => other !== view), view]) await page.show(other);
      await reach(page);
      await page.settle();
      await comparePictures(page, state.replaceAll(" ", "-"), { themes: ["light"] });
    });
  }
});
