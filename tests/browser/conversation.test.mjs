// One conversation on the page, without a worker: shown, brought, changed, and what it becomes.
import assert from "node:assert/strict";
import { inBrowsers } from "./browsers.mjs";
import { examples } from "./page.mjs";

inBrowsers("conversation", ({ test }) => {
  test("the example is there at once, as the Message Center shows it", {}, async (page) => {
    assert.deepEqual(await page.texts(".chat-row .bubble p"), ["Hello, I have a question."]);
    assert.equal((await page.texts(".chat-note")).length, 2);
    assert.match(await page.text(".facts"), /Operator group\s+Testing Peter Testman/);
    assert.match(await page.text(".who"), /Conversation 63741936/);
    assert.match(await page.text(".verdict"), /Ready to send/);
  });

  test("the example is behind a toggle, which gives back what was there before", {}, async (page) => {
    await page.change((payload) => {
      payload.id = 4711;
    });
    assert.match(await page.text(".who"), /Conversation 4711/);
    await page.click(".toggle input");
    assert.match(await page.text(".who"), /Conversation 63741936/);
    await page.click(".toggle input");
    assert.match(await page.text(".who"), /Conversation 4711/);
  });

  test("without a conversation the page says how to bring one", {}, async (page) => {
    await page.click(".toggle input");
    assert.match(await page.text(".chat-scroll"), /No conversation yet/);
    assert.match(await page.text(".verdict"), /No conversation/);
    await page.click(".empty-actions .button:last-child");
    assert.match(await page.text(".verdict"), /Ready to send/);
  });

  test("a payload comes by paste, by file and by link", {}, async (page) => {
    const payload = (id) => JSON.stringify({ ...JSON.parse(examples.payload), id });
    await page.paste(payload(1));
    assert.match(await page.text(".who"), /Conversation 1$/m);
    await page.drop("#main", { name: "a.json", text: payload(2) });
    await page.waitForText(".who", /Conversation 2$/m);
    await page.bring(payload(3));
    assert.match(await page.text(".who"), /Conversation 3$/m);
    assert.equal(new URL(page.page.url()).hash, "#/conversation", "the payload is gone from the address");
    await page.open(`#payload64=${Buffer.from(payload(4)).toString("base64url")}`);
    assert.match(await page.text(".who"), /Conversation 4$/m);
  });

  test("a file that is none is refused in words", {}, async (page) => {
    await page.page.$eval("#main", (target) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([new Uint8Array([0xff, 0xfe, 0x00])], "photo.jpg"));
      target.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    });
    await page.waitForText(".toast.error", /“photo\.jpg” is not a text in UTF-8/);
    assert.match(await page.text(".who"), /Conversation 63741936/);
  });

  test("a payload on one line is laid out without changing what it says", {}, async (page) => {
    await page.bring(
      '{"id":12345678901234567890,"subject":"a\\"b, {c}","subject":"twice","custom":{},"transcript":[ ],"rate":1.50}',
    );
    await page.click("#payload-tab");
    await page.page.waitForSelector("#payload-panel .cm-content");
    const lines = await page.texts("#payload-panel .cm-line");
    assert.deepEqual(lines, [
      "{",
      '  "id": 12345678901234567890,',
      '  "subject": "a\\"b, {c}",',
      '  "subject": "twice",',
      '  "custom": {},',
      '  "transcript": [],',
      '  "rate": 1.50',
      "}",
    ]);
  });

  test("what is typed into the JSON is previewed while it is typed", {}, async (page) => {
    await page.bring('{\n"id": 1,\n"subject": "x"\n}');
    await page.click("#payload-tab");
    await page.page.waitForSelector("#payload-panel .cm-content");
    await page.page.click("#payload-panel .cm-line:nth-child(3)");
    const { keyboard } = page.page;
    await keyboard.press("End");
    await keyboard.press("ArrowLeft");
    await keyboard.type(" marks");
    await page.waitForText("#role-limeobject-title", /x marks/);
    await keyboard.press("End");
    await keyboard.type(",,");
    await page.waitForText(".verdict", /The payload can’t be read/);
    await page.waitForText(".trouble", /last good preview/);
    assert.match(await page.text("#role-limeobject-title"), /x marks/, "the last good preview stays");
    await page.click(".trouble .source");
    const line = await page.page.$eval("#payload-panel .cm-activeLine", (active) => active.textContent);
    assert.match(line, /,,/);
  });

  test("what is pointed at is marked in the preview, the chat, the payload and the mapping", {}, async (page) => {
    const marked = async (selector) => (await page.texts(`${selector}[data-pointed]`)).join("|");
    await page.page.hover("#role-limeobject-received dt");
    await page.frame();
    assert.match(await marked(".fact"), /Begun/);
    const fact = (label) =>
      page.page.evaluateHandle(
        (label) => [...document.querySelectorAll(".fact")].find(({ innerText }) => innerText.startsWith(label)),
        label,
      );
    await (await fact("Channel")).asElement().hover();
    await page.frame();
    assert.match(await marked(".property"), /^Source/);
    await page.click("#payload-tab");
    await page.page.waitForSelector("#payload-panel .cm-content");
    await page.page.hover("#role-limeobject-source dt");
    await page.frame();
    assert.deepEqual(await page.texts("#payload-panel .cm-place"), ['"web"']);
    assert.equal((await page.page.$$("#config-tab[data-marked]")).length, 1);
    await page.click("#config-tab");
    await page.page.waitForSelector("#config-panel .cm-content");
    await page.page.hover("#role-limeobject-source dt");
    await page.frame();
    assert.deepEqual(await page.texts("#config-panel .cm-place"), ['"contact_channel.type"']);
    // And the other way round: what the pointer is over in the text is marked in the preview.
    await page.page.hover(".verdict");
    const rule = await page.page.evaluateHandle(() =>
      [...document.querySelectorAll("#config-panel .cm-line span")].find(
        ({ textContent }) => textContent === '"created_at"',
      ),
    );
    await rule.asElement().hover();
    await page.frame();
    assert.match(await marked(".property"), /^Received/);
  });

  test("a source button leads to the place in the payload", {}, async (page) => {
    await page.click("#role-limeobject-source .source.payload");
    await page.page.waitForSelector("#payload-panel .cm-editor.cm-focused");
    const line = await page.page.$eval("#payload-panel .cm-activeLine", (active) => active.textContent);
    assert.match(line, /"type": "web"/);
  });

  test("a rule button leads to the mapping", {}, async (page) => {
    await page.click("#role-limeobject-source .source.config");
    await page.page.waitForFunction(() => location.hash === "#/mapping");
  });

  test("findings can be filtered, and lead to what they are about", {}, async (page) => {
    await page.change((payload) => {
      payload.subject = "long ".repeat(100);
      payload.rate = "excellent";
    });
    assert.match(await page.text(".verdict"), /Can’t be sent: one error|Ready, with/);
    const all = await page.texts(".finding");
    assert.ok(all.some((finding) => /Ticket · Title/.test(finding)));
    assert.match(await page.text("#role-limeobject-title .remark"), /128 characters/);
    await page.click(".filter.warning");
    assert.ok((await page.texts(".finding")).length < all.length);
    assert.equal((await page.page.$$("#role-limeobject-title .remark.warning")).length, 0);
    await page.click(".filter.warning");
    await page.click(".filter.info");
    assert.ok((await page.texts(".finding.info")).length > 0);
    await page.click(".finding.warning .source");
    assert.equal(await page.page.evaluate(() => document.activeElement.id), "role-limeobject-title");
  });

  test("objects are shown with local names, types and options by their text", {}, async (page) => {
    const source = await page.text("#role-limeobject-source");
    assert.match(source, /Source\s+option/);
    assert.match(source, /Web/);
    assert.match(await page.text("#role-limeobject .object-type"), /Ticket\s+helpdesk/);
    assert.match(await page.text("#role-history-note pre"), /Hello, I have a question\./);
    const required = await page.page.$$eval(".required", (marks) => marks.length);
    assert.ok(required >= 2);
  });

  test("a link of a payload is followed only when it can run nothing", {}, async (page) => {
    await page.change((payload) => {
      payload.transcript[1].url = "javascript:alert(1)";
      payload.subject = "https://example.org/a";
    });
    assert.equal((await page.page.$$('a[href^="javascript:"]')).length, 0);
    const links = await page.page.$$eval('a[href^="https://example.org"]', (found) =>
      found.map(({ rel, target }) => [rel, target]),
    );
    assert.ok(links.length > 0);
    for (const link of links) assert.deepEqual(link, ["noopener noreferrer", "_blank"]);
  });

  test("without a worker sending is off, and the page says why", {}, async (page) => {
    await page.waitForText(".connection", /Preview only/);
    assert.match(await page.text(".reason"), /Sending needs the worker/);
    assert.equal(await page.page.$eval("limel-button.send", ({ disabled }) => disabled), true);
    await page.page.type("#command", "$lime");
    await page.page.keyboard.press("Enter");
    await page.waitForText(".command-said", /Sending needs the worker/);
  });

  test("$lime is completed, explained, and told from other texts", {}, async (page) => {
    const { keyboard } = page.page;
    await page.page.type("#command", "$");
    assert.match((await page.texts(".completions li")).join("\n"), /\$lime\s+Create Lime CRM object/);
    await keyboard.press("ArrowDown");
    await keyboard.press("ArrowDown");
    await keyboard.press("Tab");
    assert.equal(await page.page.$eval("#command", ({ value }) => value), "$lime support");
    await page.page.$eval("#command", (input) => {
      input.value = "";
    });
    await page.page.type("#command", "hello there");
    await keyboard.press("Enter");
    await page.waitForText(".command-said.trouble", /Only commands go here/);
    await page.page.$eval("#command", (input) => {
      input.value = "";
    });
    await page.page.type("#command", "$lime nothing");
    await keyboard.press("Enter");
    await page.waitForText(".command-said.trouble", /No instance has the topic or name “nothing”.*Helpdesk/s);
    await page.click(".composer .icon-button");
    await page.waitForText(".command-said", /\$lime sends this conversation/);
  });

  test("everything is reached by keyboard alone, and nothing holds the focus", {}, async (page) => {
    const { keyboard } = page.page;
    const reached = [];
    for (let at = 0; at < 60; at += 1) {
      await keyboard.press("Tab");
      reached.push(
        await page.page.evaluate(() => {
          let focused = document.activeElement;
          while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
          return `${focused?.id || ""} ${focused?.className || ""} ${focused?.textContent?.trim().slice(0, 40) ?? ""}`;
        }),
      );
    }
    const all = reached.join("\n");
    for (const expected of [/^ skip/m, /Settings/, /chat-tab/, /command/, /source/, /relation/])
      assert.match(all, expected);
    assert.ok(new Set(reached).size > 20);
    await page.page.focus("#chat-tab");
    await keyboard.press("ArrowRight");
    assert.equal(await page.page.evaluate(() => document.activeElement.id), "payload-tab");
  });

  test("a very large payload is previewed in a thread; typing does not wait", {}, async (page) => {
    const payload = JSON.parse(examples.payload);
    const message = payload.transcript[1];
    payload.transcript = Array.from({ length: 4000 }, (_, index) => ({ ...message, id: `1.2.${index}` }));
    await page.bring(payload);
    await page.waitForText(".chat-scroll", /3,500 more messages/);
    payload.subject = "again";
    await page.bring(payload);
    await page.waitForText("#role-limeobject-title", /again/);
    await page.change((payload) => {
      payload.subject = "after it";
    });
    await page.waitForText("#role-limeobject-title", /after it/);
  });

  test("a link to the page can carry the payload", {}, async (page) => {
    await page.change((payload) => {
      payload.id = 42;
      payload.subject = "Grüße 👋";
    });
    const link = await page.page.evaluate(async () => {
      let copied = "";
      // The browsers of the tests let nobody into their clipboard.
      Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => (copied = text) } });
      const bar = document.querySelector("limel-action-bar");
      bar.dispatchEvent(new CustomEvent("itemSelected", { detail: bar.actions.find(({ value }) => value === "copy") }));
      await new Promise((done) => setTimeout(done, 50));
      return copied;
    });
    await page.waitForText(".toast", /The payload is in it/);
    await page.open(new URL(link).hash);
    assert.match(await page.text(".who"), /Conversation 42$/m);
    assert.match(await page.text("#role-limeobject-title"), /Grüße 👋/);
  });

  test("in a narrow window one of the two panes is shown", { width: 390, height: 844 }, async (page) => {
    const visible = (selector) => page.page.$eval(selector, (element) => element.getClientRects().length > 0);
    assert.equal(await visible(".preview-pane"), false);
    await page.click(".pane-switch .segment:last-child");
    assert.equal(await visible(".preview-pane"), true);
    assert.equal(await visible(".conversation-pane"), false);
    await page.click("#role-limeobject-source .source.payload");
    await page.page.waitForSelector("#payload-panel .cm-editor.cm-focused");
    assert.equal(await visible(".conversation-pane"), true, "a jump shows the pane that it leads to");
  });

  test("the page speaks German, Dutch and Swedish", { language: "de" }, async (page) => {
    assert.match(await page.text(".verdict"), /Bereit zum Senden/);
    assert.equal(await page.page.evaluate(() => document.documentElement.lang), "de");
    assert.match(await page.text("nav"), /Alle Unterhaltungen/);
  });
});
