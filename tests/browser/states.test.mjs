// What the page looks like in its different states: everybody can use each of them, and each is kept as a picture.
import assert from "node:assert/strict";
import { inBrowsers } from "./harness/browsers.mjs";
import { ConversationView } from "./harness/conversation-view.mjs";

const states = {
  empty: (page) => page.setPayload(""),
  broken: (page) => page.setPayload('{ "id": 1, "subject": '),
  errors: (page) => page.setPayload('{ "contact": {} }'),
  notes: async (page, view) => {
    await page.changePayload((payload) => {
      payload.subject = "long ".repeat(60);
      payload.rate = "five";
    });
    await view.severities.button(/ notes?$/).click();
  },
  senders: async (page, view) => {
    await page.changePayload((payload) => {
      payload.contact.name = "Kim";
      const entry = (id, change) => ({
        type: "message",
        id,
        body: "Hello",
        sent_at: "2024-02-22T15:49:00Z",
        ...change,
      });
      payload.transcript = [
        entry("1", { body: "Where is my order?" }),
        entry("1", { body: "Where is my order?" }),
        entry("2", { operator_name: "Bo", operator_is_bot: true }),
        entry("3", { sender: { type: "operator" }, operator_name: "Lisa Abel" }),
        entry("4", { sender: { type: "operator" }, operator_name: "Lisa Abel", body: "$lime" }),
        entry("5", { sender: { type: "alien" }, name: "Max" }),
        entry("6", { type: "note", name: "Lisa Abel", body: "She called before." }),
        entry("7", { representation: "automated", body: "You are number 2." }),
        entry("8", { body: "" }),
      ];
    });
    const rows = view.transcript.find("listitem");
    await rows.waitForText(/Max \(Sender unknown\)/);
    const leftOut = (await rows.texts()).filter((text) => /in the history note/.test(text));
    assert.deepEqual(
      leftOut.map((text) =>
        text
          .replace(/\s+/g, " ")
          .replace(/^\p{Lu}+ /u, "")
          .replace(/\d+:\d+ (AM|PM) /, ""),
      ),
      [
        "Kim Where is my order? Duplicate: once in the history note",
        "Lisa Abel $lime Not in the history note",
        "Lisa Abel (Sender unknown) She called before. Not in the history note",
        "Kim no text Not in the history note",
      ],
    );
  },
  payload: async (_page, view) => {
    await view.showPayload();
    await view.object.find("term", "source").hover();
  },
  mapping: async (_page, view) => {
    await view.showMapping();
    await view.object.find("term", "source").hover();
  },
  command: async (page, view) => {
    await view.command.type("$");
    await page.page.keyboard.press("ArrowDown");
  },
};

const sent = async (page, view) => {
  await page.connection.waitForText(/Sandbox/);
  await page.changePayload((payload) => {
    payload.id = 90_000_001;
    payload.contact.name = "Astrid Lind";
    payload.subject = "Question about my invoice";
    payload.topics = [{ text: "support" }];
  });
  await view.send.click();
  await view.delivery.waitForText(/was created|is unchanged/);
  await view.askWhatChanges.click();
  await view.changes.waitForText(/No change/);
};

inBrowsers("states", ({ test }) => {
  for (const theme of ["light", "dark"]) {
    for (const [name, reach] of Object.entries(states)) {
      test(`${name}, ${theme}: axe finds nothing serious`, { theme, width: 1440 }, async (page) => {
        await reach(page, new ConversationView(page));
        await page.settle();
        assert.deepEqual(await page.accessibilityProblems(), []);
        await page.screenshot(`conversation-${name}-${theme}`);
      });
    }

    test(`sent, ${theme}: axe finds nothing serious`, { theme, width: 1440, worker: true }, async (page) => {
      await sent(page, new ConversationView(page));
      await page.settle();
      assert.deepEqual(await page.accessibilityProblems(), []);
      await page.screenshot(`conversation-sent-${theme}`);
    });
  }

  test("narrow, in Lime CRM: it fits, and axe finds nothing serious", { width: 320, height: 640 }, async (page) => {
    await page.find("group", "Visible pane").button("In Lime CRM").click();
    await page.settle();
    assert.equal(await page.overflows(), false);
    assert.deepEqual(await page.accessibilityProblems(), []);
    await page.screenshot("conversation-narrow-preview", { fullPage: true });
  });
});
