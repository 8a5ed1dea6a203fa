// The story of the add-on, from beginning to end, as a person lives it: the access is entered, a conversation is looked at
// before it is sent, by the action bar and by $lime; several are sent; the example is at hand.
import assert from "node:assert/strict";
import { ADMIN_TOKEN } from "../edge/edge.mjs";
import { payload, Table } from "./conversations/table.mjs";
import { inBrowsers } from "./harness/browsers.mjs";
import { ConversationView } from "./harness/conversation-view.mjs";

const first = { chromium: 95_000_000, firefox: 96_000_000 };

inBrowsers("story", ({ test, browser }) => {
  test("from the settings to several conversations in Lime CRM", { worker: true, token: null }, async (page) => {
    const id = first[browser];
    page.allow(/status of 401/);

    const view = new ConversationView(page);
    await page.connection.waitForText(/Locked/);
    await page.go("Settings");
    const access = page.region("Access");
    await access.field(/^Admin token/).retype(ADMIN_TOKEN);
    await access.button("Sign in").click();
    await page.connection.waitForText(/Sandbox/);

    await page.go("Conversation");
    await view.verdict.waitForText(/Ready to send/);
    await page.setPayload(
      payload(id, {
        subject: "My invoice is wrong",
        topics: [{ text: "support" }],
        contact: { ...payload(id).contact, name: "Astrid Lind", email: "astrid@example.com" },
      }),
    );
    await view.conversation.find("heading", "Astrid Lind").wait();
    await view.object.waitForText(/My invoice is wrong/);
    const connected = view.preview.region("Connected to");
    await connected.waitForText(/Person.*whose E-mail is astrid@example\.com/s);
    await view.askWhatChanges.click();
    await view.changes.waitForText(/Ticket\s+New/);
    await view.send.click();
    await view.delivery.waitForText(/Ticket \d+ was created/);
    const link = await view.link();
    assert.match(await (await fetch(link)).text(), /My invoice is wrong/);

    await view.run("$lime");
    await view.delivery.waitForText(/is unchanged; a history note was added/);
    assert.equal(await view.link(), link);

    await page.go("All conversations");
    const table = new Table(page);
    await table.openList(Array.from({ length: 5 }, (_, index) => payload(id + 10 + index)));
    await table.selectAll();
    await table.send();
    await table.waitForJob(/^Done: 5 of 5 sent$/);
    await page.screenshot("story-conversations");

    await page.go("Conversation");
    await view.conversation.waitForText(/Astrid Lind/);
    await view.example.click();
    await view.conversation.waitForText(/Conversation 63741936/);
    await view.example.click();
    await view.conversation.waitForText(/Astrid Lind/);
  });
});
