// Sending a conversation through the worker to the sandbox Lime CRM, as a person does it.
import assert from "node:assert/strict";
import { inBrowsers } from "./harness/browsers.mjs";
import { ConversationView } from "./harness/conversation-view.mjs";
import { Editor } from "./harness/editor.mjs";

let next = 70_000_000;

inBrowsers("sending", ({ test: testPage }) => {
  const test = (name, options, run) => testPage(name, options, (page) => run(page, new ConversationView(page)));

  /** Lets the sandbox do something wrong. */
  const fault = async (page, fault) => {
    const { ok, status } = await fetch(new URL("sandbox/_control/faults", page.url), {
      method: "POST",
      headers: { "x-api-key": "sandbox", "content-type": "application/json" },
      body: JSON.stringify({ faults: [fault] }),
    });
    assert.ok(ok, String(status));
  };
  /** Creates a person in the sandbox. Returns its id. */
  const person = async (page, values) => {
    const answer = await fetch(new URL("sandbox/api/v1/limeobject/person/", page.url), {
      method: "POST",
      headers: { "x-api-key": "sandbox", "content-type": "application/json" },
      body: JSON.stringify({ firstname: "Kim", lastname: "Berg", ...values }),
    });
    assert.ok(answer.ok, String(answer.status));
    return (await answer.json())._id;
  };
  const openNew = async (page, change = () => {}) => {
    next += 1;
    await page.changePayload((payload) => {
      payload.id = next;
      change(payload);
    });
    await page.connection.waitForText(/Sandbox/);
  };

  test("the action bar sends it, with a link that opens the object", { worker: true }, async (page, view) => {
    await openNew(page, (payload) => {
      payload.subject = "By the action bar";
    });
    await view.send.click();
    await view.delivery.waitForText(/Ticket \d+ was created/);
    await page
      .find("status")
      .last()
      .waitForText(/was created/);
    const href = await view.link();
    assert.match(href, /\/sandbox\/client\/object\/helpdesk\/\d+$/);
    const answer = await fetch(href, { headers: { "x-api-key": "sandbox" } });
    assert.match(await answer.text(), /By the action bar/);
    await view.delivery.button("Details").click();
    await view.delivery.find("list").waitForText(/object \d+: created/);
  });

  test("while it is sent the page says how far it is", { worker: true }, async (page, view) => {
    await openNew(page);
    await fault(page, { method: "POST", path: "limeobject/history", delay: 6000 });
    await view.send.click();
    await view.delivery.waitForText(/Sending to Lime CRM… Writing the history note/);
    assert.equal(await view.conversation.button(/^Send to Lime CRM/).attribute("aria-busy"), "true");
    await page.screenshot("sending");
    await view.delivery.waitForText(/was created/);
  });

  test("$lime sends it; sent again it is the same object", { worker: true }, async (page, view) => {
    await openNew(page);
    await view.run("$lime");
    await view.delivery.waitForText(/was created/);
    const first = await view.link();
    await view.delivery.button("Dismiss").click();
    await view.run("$lime");
    await view.delivery.waitForText(/was updated/);
    assert.equal(await view.link(), first);
  });

  test("changes are shown before sending, value by value", { worker: true }, async (page, view) => {
    await openNew(page, (payload) => {
      payload.subject = "Before";
    });
    await view.askWhatChanges.click();
    await view.changes.waitForText(/Ticket\s+New/);
    await view.send.click();
    await view.delivery.waitForText(/was created/);
    await page.changePayload((payload) => {
      payload.id = next;
      payload.subject = "After";
    });
    await view.delivery.waitForText(/^\s*$/);
    await view.askWhatChanges.click();
    await view.changes.waitForText(/Before.*After/s);
    await view.changes.waitForText(/unchanged: existing values/);
    await view.property("title").waitForText(/Before\s+After/);
    await view.conversation.field("Existing object").choose("Overwrite its values");
    await view.changes.waitForText(/Ticket\s+Updated/);
    await page.screenshot("changes");
    await page.changePayload((payload) => {
      payload.id = next;
      payload.subject = "Later";
    });
    await view.changes.waitForText(/changed since/);
  });

  for (const theme of ["light", "dark"])
    test(
      `of several persons, all are listed, with the one that is taken and why, ${theme}`,
      { worker: true, theme },
      async (page, view) => {
        next += 1;
        const email = `twin-${next}@example.com`;
        const [gone, active] = [await person(page, { email, inactive: true }), await person(page, { email })];
        await openNew(page, (payload) => {
          payload.contact.email = email;
        });
        await view.askWhatChanges.click();
        await view.changes.waitForText(/2 objects fit: the only active one is taken\./);
        const candidates = view.changes.find("list", "Person: all that fit").find("listitem");
        assert.deepEqual(await candidates.texts(), [`Person ${active} taken`, `Person ${gone} inactive`]);
        for (const id of [active, gone]) {
          const href = await candidates.link(`Person ${id}`).get("href");
          assert.equal(href, new URL(`sandbox/client/object/person/${id}`, page.url).href);
        }
        const finding = view.changes.find("listitem", undefined, { text: /several-found/ });
        await finding.waitForText(/Several objects found.*Merge them in Lime CRM/s);
        assert.equal(await finding.find("img", "Warning").count(), 1);
        assert.deepEqual(await page.accessibilityProblems(), []);
        await page.screenshot(`candidates-${theme}`);
      },
    );

  test("a mapping that is not saved is saved first, if that is wanted", { worker: true }, async (page, view) => {
    await page.page.evaluate(() => localStorage.setItem("userlike-limeobject.mapping-mode", "json"));
    await openNew(page);
    await page.go("Mapping");
    await new Editor(page.find("textbox", "JSON")).click(1);
    await page.page.keyboard.press("End");
    await page.page.keyboard.type(" ");
    await page.go("Conversation");
    await view.send.click();
    await page.dialog().waitForText(/changes that are not saved/);
    await page.page.keyboard.press("Escape");
    await page.dialog().waitUntilGone();
    assert.equal((await view.delivery.text()).trim(), "");
    await view.send.click();
    await page.dialog().button("Save and continue").click();
    await view.delivery.waitForText(/was created/);
    await view.delivery.button("Dismiss").click();
    await view.send.click();
    await view.delivery.waitForText(/was updated/);
  });

  test(
    "what Lime CRM refuses is said, with what to do, and can be tried again",
    { worker: true },
    async (page, view) => {
      await openNew(page);
      await fault(page, { method: "POST", path: "limeobject/helpdesk", status: 403, body: "no rights" });
      page.allow(/status of 50\d/);
      await view.send.click();
      await view.delivery.find("alert").waitForText(/was not sent/);
      await view.delivery.button("Try again").click();
      await view.delivery.waitForText(/was (created|updated)/);
    },
  );

  test("errors in the preview keep it from being sent", { worker: true }, async (page, view) => {
    await page.connection.waitForText(/Sandbox/);
    await page.setPayload("{}");
    await view.conversation.waitForText(/fix the errors in the preview/);
    await view.send.waitFor("disabled", true);
  });

  test(
    "without the token the page is locked, and says where to enter it",
    {
      worker: true,
      token: null,
    },
    async (page, view) => {
      await page.connection.waitForText(/Locked/);
      await view.conversation.waitForText(/Enter the admin token/);
      await view.conversation.link("Settings").click();
      await page.waitForView("settings");
    },
  );

  test("a token in the address is taken and removed from it", { worker: true, token: null }, async (page) => {
    await page.connection.waitForText(/Locked/);
    await page.open("#token=admin-token-of-the-tests");
    await page.connection.waitForText(/Sandbox/);
    assert.doesNotMatch(page.page.url(), /token/);
  });
});
