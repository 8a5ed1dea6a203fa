// Sending a conversation through the worker to the sandbox Lime CRM, as a person does it.
import assert from "node:assert/strict";
import { inBrowsers } from "./browsers.mjs";

let next = 70_000_000;

inBrowsers("sending", ({ test }) => {
  /** Lets the sandbox do something wrong. */
  const fault = async (page, fault) => {
    const { ok, status } = await fetch(new URL("sandbox/_control/faults", page.url), {
      method: "POST",
      headers: { "x-api-key": "sandbox", "content-type": "application/json" },
      body: JSON.stringify({ faults: [fault] }),
    });
    assert.ok(ok, String(status));
  };
  const bringNew = async (page, change = () => {}) => {
    next += 1;
    await page.change((payload) => {
      payload.id = next;
      change(payload);
    });
    await page.waitForText(".connection", /Sandbox/);
  };

  test("the action bar sends it, with a link that opens the object", { worker: true }, async (page) => {
    await bringNew(page, (payload) => {
      payload.subject = "By the action bar";
    });
    await page.click("limel-button.send");
    await page.waitForText(".progress.sent", /Ticket \d+ was created in Lime CRM/);
    await page.waitForText(".toast.success", /was created/);
    const href = await page.page.$eval(".progress.sent a.button", (link) => link.href);
    assert.match(href, /\/sandbox\/client\/object\/helpdesk\/\d+$/);
    const answer = await fetch(href, { headers: { "x-api-key": "sandbox" } });
    assert.match(await answer.text(), /By the action bar/);
    await page.click(".progress.sent summary");
    assert.match(await page.text(".progress.sent .steps"), /object \d+: created/);
  });

  test("while it is sent the page says how far it is", { worker: true }, async (page) => {
    await bringNew(page);
    await fault(page, { method: "POST", path: "limeobject/history", delay: 2500 });
    await page.click("limel-button.send");
    await page.waitForText(".progress.running", /Sending to Lime CRM… Writing the history note/);
    assert.equal(await page.page.$eval("limel-button.send", ({ loading }) => loading), true);
    await page.screenshot("sending");
    await page.waitForText(".progress.sent", /was created/);
  });

  test("$lime sends it; sent again it is the same object", { worker: true }, async (page) => {
    await bringNew(page);
    const command = async () => {
      await page.page.type("#command", "$lime");
      await page.page.keyboard.press("Enter");
    };
    await command();
    await page.waitForText(".progress.sent", /was created/);
    const first = await page.page.$eval(".progress.sent a.button", (link) => link.href);
    await page.click(".progress .dismiss");
    await command();
    await page.waitForText(".progress.sent", /was updated/);
    assert.equal(await page.page.$eval(".progress.sent a.button", (link) => link.href), first);
  });

  test("what changes is told before it is sent, value by value", { worker: true }, async (page) => {
    await bringNew(page, (payload) => {
      payload.subject = "Before";
    });
    await page.click("limel-action-bar >>> button");
    await page.waitForText(".changes.known", /Ticket\s+New/);
    await page.click("limel-button.send");
    await page.waitForText(".progress.sent", /was created/);
    await page.change((payload) => {
      payload.id = next;
      payload.subject = "After";
    });
    await page.page.waitForFunction(() => !document.querySelector(".progress"));
    await page.click("limel-action-bar >>> button");
    await page.waitForText(".changes.known", /Before.*After/s);
    assert.match(await page.text(".changes"), /unchanged: existing values/);
    assert.match(await page.text("#role-limeobject-title .difference"), /Before\s+After/);
    await page.page.select("#existing", "overwrite");
    await page.waitForText(".changes.known", /Ticket\s+Updated/);
    await page.screenshot("changes");
    await page.change((payload) => {
      payload.id = next;
      payload.subject = "Later";
    });
    await page.waitForText(".changes", /changed since/);
  });

  test("a mapping that is not saved is saved first, if that is wanted", { worker: true }, async (page) => {
    await page.page.evaluate(() => localStorage.setItem("userlike-limeobject.mapping-mode", "json"));
    await bringNew(page);
    await page.page.evaluate(() => {
      location.hash = "#/mapping";
    });
    await page.page.waitForSelector(".mapping .cm-line");
    await page.page.click(".mapping .cm-line");
    await page.page.keyboard.press("End");
    await page.page.keyboard.type(" ");
    await page.page.evaluate(() => {
      location.hash = "#/conversation";
    });
    await page.click("limel-button.send");
    await page.waitForText(".dialog", /changes that are not saved/);
    await page.page.keyboard.press("Escape");
    await page.page.waitForFunction(() => !document.querySelector(".dialog, .progress"));
    await page.click("limel-button.send");
    await page.click(".dialog .primary");
    await page.waitForText(".progress.sent", /was created/);
    await page.click(".progress .dismiss");
    await page.click("limel-button.send");
    await page.waitForText(".progress.sent", /was updated/);
  });

  test("what Lime CRM refuses is said, with what to do, and can be tried again", { worker: true }, async (page) => {
    await bringNew(page);
    await fault(page, { method: "POST", path: "limeobject/helpdesk", status: 403, body: "no rights" });
    page.allow(/status of 50\d/);
    await page.click("limel-button.send");
    await page.waitForText(".progress.failed", /was not sent/);
    assert.match(await page.text(".progress.failed"), /Try again/);
    await page.click(".progress.failed .button");
    await page.waitForText(".progress.sent", /in Lime CRM/);
  });

  test("errors in the preview keep it from being sent", { worker: true }, async (page) => {
    await page.waitForText(".connection", /Sandbox/);
    await page.bring("{}");
    await page.waitForText(".reason", /solve the errors in the preview/);
    assert.equal(await page.page.$eval("limel-button.send", ({ disabled }) => disabled), true);
  });

  test("without the token the page is locked, and says where to enter it", {
    worker: true,
    token: null,
  }, async (page) => {
    await page.waitForText(".connection", /Locked/);
    await page.waitForText(".reason", /Enter the admin token/);
    await page.click(".reason a");
    await page.page.waitForFunction(() => location.hash === "#/settings");
  });

  test("a token in the address is taken and removed from it", { worker: true, token: null }, async (page) => {
    await page.waitForText(".connection", /Locked/);
    await page.open("#token=admin-token-of-the-tests");
    await page.waitForText(".connection", /Sandbox/);
    assert.doesNotMatch(page.page.url(), /token/);
  });
});
