// Sending a conversation through the worker to the sandbox Lime CRM, as a person does it.
import assert from "node:assert/strict";
import { inBrowsers } from "./harness/browsers.mjs";
import { ConversationView } from "./harness/conversation-view.mjs";
import { Editor } from "./harness/editor.mjs";
import { control } from "./harness/sandbox.mjs";

let next = 70_000_000;

inBrowsers("sending", ({ test: testPage }) => {
  const test = (name, options, run) => testPage(name, options, (page) => run(page, new ConversationView(page)));

  /** Lets the sandbox do something wrong. */
  const fault = (page, fault) => control(page.url, "faults", "POST", { faults: [fault] });
  /** A fault of the longest delay, which `release` ends. */
  const delayed = (page, path) => fault(page, { method: "POST", path, delay: 50_000 });
  const release = (page) => control(page.url, "release", "POST");
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
    // Said once: a toast would cover the receipt.
    const said = await page.page.evaluate(() => document.body.innerText);
    assert.equal(said.match(/was created/g)?.length, 1);
    const href = await view.link();
    assert.match(href, /\/sandbox\/client\/object\/helpdesk\/\d+$/);
    const answer = await fetch(href, { headers: { "x-api-key": "sandbox" } });
    assert.match(await answer.text(), /By the action bar/);
    await view.delivery.button("Details").click();
    const steps = view.delivery.find("list");
    await steps.waitForText(/Ticket \d+: created/);
    await steps.waitForText(/History note \d+: created/);
    await steps.waitForText(/Userlike conversation \d+: created/);
  });

  test("while it is sent the page says how far it is", { worker: true }, async (page, view) => {
    await openNew(page);
    await delayed(page, "limeobject/history");
    await view.send.click();
    await view.delivery.waitForText(/Sending to Lime CRM… Writing the history note/);
    assert.equal(await view.conversation.button(/^Send to Lime CRM/).attribute("aria-busy"), "true");
    await page.screenshot("sending");
    await release(page);
    await view.delivery.waitForText(/was created/);
  });

  test("in another view a toast says what became of it", { worker: true }, async (page, view) => {
    await openNew(page);
    await delayed(page, "limeobject/history");
    await view.send.click();
    await view.delivery.waitForText(/Sending to Lime CRM/);
    await page.go("Mapping");
    await release(page);
    await page
      .find("status")
      .last()
      .waitForText(/Ticket \d+ was created/);
    await page.go("Conversation");
    await view.delivery.waitForText(/was created/);
  });

  test("$lime sends it; sent again it is the same object", { worker: true }, async (page, view) => {
    await openNew(page);
    await view.run("$lime");
    await view.delivery.waitForText(/was created/);
    const first = await view.link();
    await view.delivery.button("Dismiss").click();
    await view.run("$lime");
    await view.delivery.waitForText(/is unchanged; a history note was added/);
    assert.equal(await view.link(), first);
  });

  test("what was sent earlier stands in the conversation, with its time", { worker: true }, async (page, view) => {
    await openNew(page);
    const id = next;
    const sends = view.earlier.find("listitem");
    for (let times = 1; times <= 4; times += 1) {
      await view.send.click();
      await view.delivery.waitForText(
        times === 1 ? /Ticket \d+ was created \d+:\d\d/ : /a history note was added \d+:\d\d/,
      );
      // What its status says is said once.
      assert.equal(await sends.count(), times - 1);
      await view.delivery.button("Dismiss").click();
      await sends.waitForCount(Math.min(times, 3));
    }
    await view.earlier.button("Show all 4").click();
    await sends.waitForCount(4);
    assert.match((await sends.texts())[0], /\d+:\d\d.*Ticket \d+ is unchanged; a history note was added/s);
    assert.match((await sends.texts())[3], /Ticket \d+ was created/);
    const href = await sends.last().link("Open in Lime CRM").get("href");
    assert.match(href, /\/sandbox\/client\/object\/helpdesk\/\d+$/);
    assert.deepEqual(await page.accessibilityProblems(), []);
    await openNew(page);
    await view.earlier.waitUntilGone();
    await page.changePayload((payload) => {
      payload.id = id;
    });
    await sends.waitForCount(3);
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
    await view.changes.waitForText(/Before\s*is kept; the conversation has\s*After/);
    await view.property("title").waitForText(/Before.*After/s);
    await page.screenshot("changes-kept");
    await view.conversation.field("Existing object").choose("Overwrite its values");
    await view.changes.waitForText(/Ticket\s+Updated/);
    await page.screenshot("changes");
    await page.changePayload((payload) => {
      payload.id = next;
      payload.subject = "Later";
    });
    await view.changes.waitForText(/changed since/);
  });

  test("a dry run stays when the preview comes after its report would", { worker: true }, async (page, view) => {
    await openNew(page);
    await view.askWhatChanges.click();
    await view.changes.waitForText(/Ticket\s+New/);
    await page.page.evaluate(() => {
      const request = requestAnimationFrame;
      window.requestAnimationFrame = (callback) => setTimeout(() => request(callback), 1500);
      // The page's own listener, which opens the payload, comes first.
      addEventListener("hashchange", () => {
        [...document.querySelectorAll("button")].find(({ textContent }) => /What changes/.test(textContent)).click();
      });
    });
    await page.changePayload((payload) => {
      payload.id = next += 1;
      payload.subject = "Opened late";
    });
    await view.preview.waitForText(/Opened late/);
    await view.changes.waitForText(/Ticket\s+New/);
    await page.settle();
    await view.changes.waitForText(/Ticket\s+New/);
  });

  test(
    "a report that comes after another conversation was opened is not shown",
    { worker: true, network: true },
    async (page, view) => {
      await openNew(page);
      await fault(page, { path: "query/", delay: 3000 });
      const answered = page.page.waitForResponse((response) => response.url().includes("/api/dry-run"));
      await view.askWhatChanges.click();
      await openNew(page, (payload) => {
        payload.subject = "The next one";
      });
      await view.preview.waitForText(/The next one/);
      await answered;
      await page.settle();
      assert.equal(await view.changes.count(), 0);
      await view.askWhatChanges.click();
      await view.changes.waitForText(/Ticket\s+New/);
    },
  );

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
    const note = /With your changes to the mapping, which are not saved/;
    await view.preview.waitForText(note);
    await view.send.click();
    await page.dialog().waitForText(/changes that are not saved.*the sandbox would receive/s);
    await page.page.keyboard.press("Escape");
    await page.dialog().waitUntilGone();
    assert.equal((await view.delivery.text()).trim(), "");
    await view.send.click();
    await page.dialog().wait();
    await page.page.evaluate(() => history.back());
    await page.waitForView("mapping");
    await page.dialog().waitUntilGone();
    await page.go("Conversation");
    assert.equal((await view.delivery.text()).trim(), "", "it was cancelled");
    await view.send.click();
    await page.dialog().button("Save and continue").click();
    await view.delivery.waitForText(/was created/);
    assert.doesNotMatch(await view.preview.text(), note);
    await view.delivery.button("Dismiss").click();
    await view.send.click();
    await view.delivery.waitForText(/is unchanged; a history note was added/);
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
      await view.delivery.waitForText(/was created|is unchanged/);
    },
  );

  /** Changes how the page's requests of a route end. @param {(real: () => Promise<Response>) => Promise<Response>} end */
  const endRequests = (page, path, end) =>
    page.page.evaluate(
      (path, end) => {
        window.realFetch ??= window.fetch;
        const others = window.fetch;
        const ended = new Function(`return (${end})`)();
        window.fetch = (url, init) =>
          String(url).includes(path) ? ended(() => window.realFetch(url, init)) : others(url, init);
      },
      path,
      end.toString(),
    );
  const restoreRequests = (page) =>
    page.page.evaluate(() => {
      window.fetch = window.realFetch;
    });
  /** Records everything that the status of sending says. Returns a function that returns it. */
  const record = async (page, view) => {
    await view.delivery.evaluate((status) => {
      window.said = [];
      new MutationObserver(() => window.said.push(status.innerText)).observe(status, {
        childList: true,
        subtree: true,
      });
    });
    return () => page.page.evaluate(() => window.said.join("\n"));
  };

  test("a send whose answer is lost is looked up before anything is said", { worker: true }, async (page, view) => {
    await openNew(page);
    const said = await record(page, view);
    await endRequests(page, "api/send", async (real) => {
      await real();
      throw new TypeError("the connection broke");
    });
    await view.send.click();
    await view.delivery.waitForText(/was created/);
    assert.match(await said(), /Looking up whether it was sent/);
    assert.doesNotMatch(await said(), /not sent/);
    const first = await view.link();

    await restoreRequests(page);
    await endRequests(page, "api/send", async (real) => {
      await real();
      return new Response("<html>a timeout occurred</html>", { status: 524 });
    });
    await view.send.click();
    await view.delivery.waitForText(/is unchanged; a history note was added/);
    assert.equal(await view.link(), first);
    assert.doesNotMatch(await said(), /not sent/);
  });

  test(
    "a send of which nothing is known may have been sent, until it is looked up again",
    { worker: true },
    async (page, view) => {
      await openNew(page);
      const said = await record(page, view);
      await endRequests(page, "api/send", async (real) => {
        await real();
        // From now on nothing can be asked.
        const others = window.fetch;
        window.fetch = (url, init) =>
          String(url).includes("api/conversations/") ? Promise.reject(new TypeError("offline")) : others(url, init);
        throw new TypeError("the connection broke");
      });
      await view.send.click();
      await view.delivery.waitForText(/It may have been sent/);
      await view.delivery.button("Look again").click();
      await view.delivery.waitForText(/It may have been sent/);
      assert.equal(await view.send.get("disabled"), true, "nothing is sent twice by mistake");
      await restoreRequests(page);
      await view.delivery.button("Look again").click();
      await view.delivery.waitForText(/was created/);
      assert.doesNotMatch(await said(), /not sent/);
    },
  );

  test("a send that the worker never received was not sent", { worker: true }, async (page, view) => {
    await openNew(page);
    await endRequests(page, "api/send", () => Promise.reject(new TypeError("offline")));
    await view.send.click();
    await view.delivery.find("alert").waitForText(/was not sent/);
    await restoreRequests(page);
    await view.delivery.button("Try again").click();
    await view.delivery.waitForText(/was created/);
  });

  /** Number of history notes in the sandbox with a text. */
  const notes = async (page, text) => {
    const answer = await fetch(new URL("sandbox/api/v1/limeobject/history/?_sort=-_id", page.url), {
      headers: { "x-api-key": "sandbox" },
    });
    const { _embedded } = await answer.json();
    return _embedded.limeobjects.filter(({ note }) => note.includes(text)).length;
  };
  const openWithText = (page, text) =>
    openNew(page, (payload) => {
      payload.transcript = [{ type: "message", sent_at: "2024-02-22T15:49:00Z", body_plain: text, name: "Kim" }];
    });
  /** Waits until the conversation is shown again after a reload. */
  const untilKept = (page) =>
    page.page.waitForFunction(
      async (id) => {
        const [{ name }] = await indexedDB.databases();
        const done = (request) =>
          new Promise((resolve) => request.addEventListener("success", () => resolve(request.result)));
        const database = await done(indexedDB.open(name));
        const draft = await done(database.transaction("drafts").objectStore("drafts").get("payload"));
        database.close();
        return draft?.text.includes(id) === true;
      },
      { polling: 100 },
      String(next),
    );

  test("a reload while it is sent: it is looked up, and not sent twice", { worker: true }, async (page, view) => {
    const text = `left-${next}`;
    await openWithText(page, text);
    await untilKept(page);
    await delayed(page, "limeobject/history");
    await view.send.click();
    await view.delivery.waitForText(/Writing the history note/);
    await page.reload();
    await view.delivery.waitForText(/still being sent/);
    assert.doesNotMatch(await view.delivery.text(), /longer than usual/);
    assert.equal(await view.send.get("disabled"), true, "nothing is sent twice by mistake");
    await page.screenshot("sending-resumed");
    await release(page);
    await view.delivery.waitForText(/was created/);
    assert.equal(await notes(page, text), 1);
    // What became of it is known now.
    await view.delivery.button("Dismiss").click();
    await page.reload();
    await view.send.waitFor("disabled", false);
    assert.equal((await view.delivery.text()).trim(), "");
  });

  test("a send that was begun long before a reload takes longer than usual", { worker: true }, async (page, view) => {
    await openWithText(page, `late-${next}`);
    await untilKept(page);
    await delayed(page, "limeobject/history");
    await view.send.click();
    await view.delivery.waitForText(/Writing the history note/);
    await page.page.evaluate(async (id) => {
      const [{ name }] = await indexedDB.databases();
      const done = (request) =>
        new Promise((resolve) => request.addEventListener("success", () => resolve(request.result)));
      const database = await done(indexedDB.open(name));
      const kept = database.transaction("drafts", "readwrite").objectStore("drafts");
      const key = `send ${id}`;
      const send = await done(kept.get(key));
      await done(kept.put({ ...send, begunAt: Date.now() - 3_600_000 }, key));
      database.close();
    }, next);
    await page.reload();
    await view.delivery.waitForText(/still being sent.*longer than usual/s);
    await release(page);
    await view.delivery.waitForText(/was created/);
  });

  test(
    "a reload before the worker has received it: it says so, and offers to try again",
    { worker: true },
    async (page, view) => {
      const text = `unsent-${next}`;
      await openWithText(page, text);
      await untilKept(page);
      await endRequests(page, "api/send", () => new Promise(() => {}));
      await view.send.click();
      await view.delivery.waitForText(/Sending to Lime CRM/);
      await page.page.waitForFunction(
        async (id) => {
          const [{ name }] = await indexedDB.databases();
          const done = (request) =>
            new Promise((resolve) => request.addEventListener("success", () => resolve(request.result)));
          const database = await done(indexedDB.open(name));
          const keys = await done(database.transaction("drafts").objectStore("drafts").getAllKeys());
          database.close();
          return keys.some((key) => key.includes(id));
        },
        { polling: 100 },
        String(next),
      );
      await page.reload();
      await view.delivery.waitForText(/was left while .* Looking up whether it was sent/);
      await view.delivery.find("alert").waitForText(/not sent.*left before the server had received/s);
      await view.delivery.button("Try again").click();
      await view.delivery.waitForText(/was created/);
      assert.equal(await notes(page, text), 1);
    },
  );

  for (const theme of ["light", "dark"])
    test(
      `what overwrites values is confirmed, with the target and the values, ${theme}`,
      { worker: true, theme },
      async (page, view) => {
        await openNew(page);
        await page.connection.waitForText(/Sandbox/);
        await view.conversation.field("Existing object").choose("Overwrite its values");
        await view.send.click();
        const dialog = page.dialog("Overwrite values in Lime CRM?");
        await dialog.waitForText(/To the sandbox.*\(Ticket\), these values are overwritten:.*Title/s);
        assert.deepEqual(await page.accessibilityProblems(), []);
        await page.screenshot(`sending-overwrite-${theme}`);
        await dialog.button("Cancel").click();
        await dialog.waitUntilGone();
        assert.equal((await view.delivery.text()).trim(), "");
        await view.send.click();
        await dialog.button("Send to Lime CRM").click();
        await view.delivery.waitForText(/was created/);
      },
    );

  test(
    "where it goes and what it does to an existing object stand beside its button, for each conversation anew",
    { worker: true },
    async (page, view) => {
      await openNew(page, (payload) => {
        payload.subject = "Before";
      });
      await view.conversation.waitForText(/To the sandbox/);
      await view.send.click();
      await view.delivery.waitForText(/was created/);
      const existing = view.conversation.field("Existing object");
      await existing.choose("Overwrite its values");
      await view.conversation.field("New history note only if it changed").click();
      // An edit of the same conversation keeps them.
      await page.changePayload((payload) => {
        payload.id = next;
        payload.subject = "After";
      });
      await view.property("title").waitForText(/After/);
      assert.equal(await existing.get("value"), "overwrite");
      await openNew(page);
      await existing.waitFor("value", "keep");
      assert.equal(await view.conversation.field("New history note only if it changed").get("checked"), false);
    },
  );

  test(
    "the rich example finds its person and company in the sandbox, each with its name and a link",
    { worker: true, example: "rich" },
    async (page, view) => {
      await page.connection.waitForText(/Sandbox/);
      await view.askWhatChanges.click();
      await view.changes.waitForText(/Connected to.*Person\s+Astrid Björk.*Company\s+Björk & Söner AB/s);
      for (const [name, path] of [
        ["Astrid Björk", /\/client\/object\/person\/\d+$/],
        ["Björk & Söner AB", /\/client\/object\/company\/\d+$/],
      ])
        assert.match(await view.changes.link(name).get("href"), path);
    },
  );

  for (const language of ["en", "de"])
    test(`on a phone the dry run is closed beside its title, ${language}`, {
      worker: true,
      language,
      width: 390,
      height: 844,
    }, async (page) => {
      const [pane, ask, title, close] =
        language === "en"
          ? ["In Lime CRM", "What changes?", "What sending would change now", "Close"]
          : ["In Lime CRM", "Was ändert sich?", "Was das Senden jetzt ändern würde", "Schließen"];
      await page.button(ask).click();
      await page.button(pane).click();
      const changes = page.region(title);
      const [heading, button] = await Promise.all(
        [changes.find("heading", title), changes.button(close)].map((one) =>
          one.evaluate((element) => {
            const { top, bottom } = element.getBoundingClientRect();
            return { top, bottom };
          }),
        ),
      );
      assert.ok(button.top < heading.bottom, "they stand on one line");
    });

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
      await view.preview.waitForText(/Locked: the mapping in use is not known here/);
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
