// One conversation on the page, without a worker: shown, brought, changed, and what it becomes.
import assert from "node:assert/strict";
import { violations } from "./harness/accessibility.mjs";
import { inBrowsers } from "./harness/browsers.mjs";
import { ConversationView } from "./harness/conversation-view.mjs";
import { MappingView } from "./harness/mapping-view.mjs";
import { examples } from "./harness/page.mjs";

/** Whether the whole element is within the window, and nothing covers it. */
const isInWindow = (locator) =>
  locator.evaluate((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && element.contains(at);
  });

/** Headings whose level axe does not expect. */
async function headingProblems(page) {
  assert.deepEqual(await page.accessibilityProblems(), []);
  const found = await violations(page.page.mainFrame(), { runOnly: { type: "rule", values: ["heading-order"] } });
  return found.flatMap(({ where }) => where);
}

/** Milliseconds of processor time that the longest task of the page takes; in Chromium, other browsers do not tell. */
async function longestTask({ page }, browser, run) {
  if (browser !== "chromium") {
    await run();
    return 0;
  }
  await page.tracing.start({ categories: ["toplevel"] });
  await run();
  const { traceEvents } = JSON.parse(new TextDecoder().decode(await page.tracing.stop()));
  const threads = traceEvents.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain");
  const isOfPage = ({ pid, tid }) => threads.some((thread) => thread.pid === pid && thread.tid === tid);
  const tasks = traceEvents.filter((event) => /RunTask$/.test(event.name) && isOfPage(event));
  assert.ok(tasks.length > 0);
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
}

inBrowsers("conversation", ({ test: testPage, browser }) => {
  const test = (name, options, run) => testPage(name, options, (page) => run(page, new ConversationView(page)));

  test("the example is there at once, as the Message Center shows it", {}, async (_page, view) => {
    const entries = await view.transcript.find("listitem").texts();
    assert.equal(entries.length, 4, "the day, a message, and a notification before and after it");
    assert.match(entries[1], /^Hello, you're talking to Peter Testman\. How can I help\?/);
    assert.match(entries[2], /Contact\s+\S+ [AP]M\s+Hello, I have a question\.$/);
    assert.match(entries[3], /^Conversation status changed from New to Open\./);
    await view.fact("Operator group").waitForText(/^Testing Peter Testman$/);
    await view.fact("Status").waitForText(/^Open$/);
    await view.conversation.waitForText(/Conversation 63741936/);
    await view.verdict.waitForText(/Ready to send/);
  });

  test(
    "the status is the table's, in the page's language; one that is not known stays as it is",
    {
      language: "de",
    },
    async (page, view) => {
      await view.fact("Status").waitForText(/^Offen$/);
      await page.changePayload((payload) => {
        payload.status = "ended";
        payload.status_description = "Ended by the operator";
      });
      await view.fact("Status").waitForText(/^Beendet$/);
      await page.changePayload((payload) => {
        payload.status = "on_hold";
        payload.status_description = "On hold";
      });
      await view.fact("Status").waitForText(/^on_hold$/);
    },
  );

  test("the example is behind a toggle, which gives back what was there before", {}, async (page, view) => {
    await page.changePayload((payload) => {
      payload.id = 4711;
    });
    await view.conversation.waitForText(/Conversation 4711/);
    await view.example.click();
    await view.conversation.waitForText(/Conversation 63741936/);
    await view.example.click();
    await view.conversation.waitForText(/Conversation 4711/);
  });

  test("without a conversation the page says how to bring one", {}, async (_page, view) => {
    await view.example.click();
    await view.chat.waitForText(/No conversation yet/);
    await view.verdict.waitForText(/No conversation/);
    await view.chat.button("Show the example").click();
    await view.verdict.waitForText(/Ready to send/);
  });

  test("a payload comes by paste, by file and by link", {}, async (page, view) => {
    const payload = (id) => JSON.stringify({ ...JSON.parse(examples.payload), id });
    await page.paste(payload(1));
    await view.conversation.waitForText(/Conversation 1$/m);
    await page.drop(view.main, { name: "a.json", text: payload(2) });
    await view.conversation.waitForText(/Conversation 2$/m);
    await page.setPayload(payload(3));
    await view.conversation.waitForText(/Conversation 3$/m);
    assert.equal(new URL(page.page.url()).hash, "#/conversation", "the payload is gone from the address");
    await page.open(`#payload64=${Buffer.from(payload(4)).toString("base64url")}`);
    await view.conversation.waitForText(/Conversation 4$/m);
  });

  test("an invalid file is rejected with a message", {}, async (page, view) => {
    await page.drop(view.main, { name: "photo.jpg", bytes: [0xff, 0xfe, 0x00] });
    await page.find("status").waitForText(/“photo\.jpg” is not a text in UTF-8/);
    await view.conversation.waitForText(/Conversation 63741936/);
  });

  test("an empty file says so, and what was open stays", {}, async (page, view) => {
    await page.drop(view.main, { name: "empty.json", text: " \n" });
    await page.find("status").waitForText(/“empty\.json” is empty/);
    await view.conversation.waitForText(/Conversation 63741936/);
  });

  test("several conversations in a file are opened in the list, if that is wanted", {}, async (page, view) => {
    const list = [1, 2, 3].map((id) => ({ ...JSON.parse(examples.payload), id }));
    const lines = list.map((one) => JSON.stringify(one)).join("\n");
    await page.drop(view.main, { name: "export.ndjson", text: lines });
    await page.dialog("Several conversations").waitForText(/“All conversations” lists what is in “export\.ndjson”/);
    await page.page.keyboard.press("Escape");
    await page.dialog().waitUntilGone();
    await view.conversation.waitForText(/Conversation 63741936/);
    await view.verdict.waitForText(/Ready to send/);
    const files = { 3: lines, 6: JSON.stringify(list, null, 2) };
    for (const [count, text] of Object.entries(files)) {
      await page.show("conversation");
      await page.drop(page.find("main"), { name: "export.json", text });
      await page.dialog().button("Open the list").click();
      await page.waitForView("conversations");
      await page.find("main").waitForText(new RegExp(`\\b${count} conversations`));
    }
  });

  test("a file that can't be read is not shown beside the preview of another one", {}, async (page, view) => {
    await view.objects.wait();
    await page.drop(view.main, { name: "broken.json", text: '{"id": 1,' });
    await view.verdict.waitForText(/can’t be read/);
    await view.objects.waitUntilGone();
    await page.show("mapping");
    await page
      .find("main")
      .find("status", undefined, { text: /The conversation can’t be read: The text ends/ })
      .wait();
  });

  test("texts of any length leave room for the others, and are whole on demand", {}, async (page, view) => {
    const text = "Where is my order? ".repeat(12_000).trim();
    await page.changePayload((payload) => {
      payload.subject = text;
      payload.contact.name = "N".repeat(200);
      payload.transcript.at(-2).body = text;
      delete payload.transcript.at(-2).body_plain;
    });
    const subject = view.fact("Subject");
    await subject.waitForText(/^Where is my order\?.{200,300}… Show all$/);
    await subject.button("Show all").click();
    await subject.waitForText(/my order\?$/);
    assert.equal((await subject.text()).trim(), text);
    await view.transcript.waitForText(/…\s+Show all/);
    const { height } = await view.conversation
      .find("heading", /^N+/)
      .evaluate((heading) => ({ height: heading.getBoundingClientRect().height / 18 }));
    assert.ok(height < 5, `${height} lines`);
  });

  test("a payload on one line is laid out without changing what it says", {}, async (page, view) => {
    await page.setPayload(
      '{"id":12345678901234567890,"subject":"a\\"b, {c}","subject":"twice","custom":{},"transcript":[ ],"rate":1.50}',
    );
    await view.showPayload();
    assert.deepEqual(await view.payload.lines(), [
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

  test("what is typed into the JSON is previewed while it is typed", {}, async (page, view) => {
    await page.setPayload('{\n"id": 1,\n"subject": "x"\n}');
    await view.showPayload();
    await view.payload.click(3);
    const { keyboard } = page.page;
    await keyboard.press("End");
    await keyboard.press("ArrowLeft");
    await keyboard.type(" marks");
    await view.property("title").waitForText(/x marks/);
    await keyboard.press("End");
    await keyboard.type(",,");
    await view.verdict.waitForText(/The conversation can’t be read/);
    await view.preview.waitForText(/last preview/);
    await view.property("title").waitForText(/x marks/); // The last preview stays.
    assert.equal(await view.preview.region("Findings").count(), 0, "nothing is said about findings");
    assert.equal(await view.preview.data("stale").count(), 1);
    await view.preview
      .button(/^(Show in the data|line \d)/)
      .first()
      .click();
    assert.match(await view.payload.line(), /,,/);
  });

  test(
    "while the mapping can't be used, the last preview is shown, of this conversation only",
    {},
    async (page, view) => {
      await page.setPayload('{\n"id": 1,\n"subject": "x"\n}');
      await view.property("title").waitForText(/x/);
      const mapping = await MappingView.open(page, { mode: "both" });
      await mapping.json.content.wait();
      await mapping.paste('{ "instances": [');
      await mapping.fault.wait();
      await page.show("conversation");
      await view.verdict.waitForText(/The mapping can’t be used/);
      await view.preview.waitForText(/the last preview, from before/);
      await view.property("title").waitForText(/x/);
      await page.setPayload('{\n"id": 2,\n"subject": "y"\n}');
      await view.verdict.waitForText(/The mapping can’t be used/);
      assert.equal(await view.preview.data("stale").count(), 0, "nothing of another conversation");
    },
  );

  test("what is pointed at is marked in the preview, the chat, the payload and the mapping", {}, async (page, view) => {
    const pointed = (scope) => scope.data("pointed").texts();
    await view.object.find("term", "received").hover();
    assert.match((await pointed(view.chat)).join(), /^Begun/);
    await view.fact("Channel").hover();
    assert.match((await pointed(view.object)).join(), /^Source/);
    await view.showPayload();
    await view.object.find("term", "source").hover();
    assert.deepEqual(await view.payload.marked(), ['"web"']);
    assert.ok((await view.conversation.data("marked").texts()).includes("Mapping"), "its tab is marked");
    await view.showMapping();
    await view.object.find("term", "source").hover();
    assert.deepEqual(await view.mapping.marked(), ['"contact_channel.type"']);
    // And the other way round: what the pointer is over in the text is marked in the preview.
    await view.preview.find("paragraph", undefined, { text: /^Ready to send$/ }).hover();
    await view.mapping.hover('"created_at"');
    await page.settle();
    assert.match((await pointed(view.object)).join("|"), /(^|\|)Received/);
  });

  test("a source button leads to the place in the payload", {}, async (_page, view) => {
    await view.property("source").button("contact_channel.type").click();
    assert.match(await view.payload.line(), /"type": "web"/);
  });

  test("a value has one chip of sources, which leads to the data and back", { width: 390 }, async (page, view) => {
    await page.page.evaluate(
      (config) => localStorage.setItem("userlike-limeobject.config", config),
      examples.twoInstances,
    );
    await page.reload();
    await page.changePayload((payload) => {
      payload.subject = "My order";
      payload.contact.name = "Kim Berg";
    });
    await page.find("group", "Visible pane").button("In Lime CRM").click();
    const title = view.property("title");
    await title.waitForText(/My order with Kim Berg\s+Template: \{subject\} with \{contact\.name\}$/);
    await title.button("{contact.name}").click();
    assert.match(await view.payload.line(), /"name": "Kim Berg"/);
    await page.button("Back to the preview").click();
    await title.button("{contact.name}").waitForFocus();
    assert.equal(await view.preview.count(), 1);
    await page.button("Back to the preview").waitUntilGone();
  });

  test("a property that failed is in its object, with the refused value and the reason", {}, async (page, view) => {
    await page.changePayload((payload) => {
      payload.rate = "excellent";
      payload.contact_channel.type = "carrier pigeon";
    });
    await view.property("rating").waitForText(/no value\s+Refused: excellent\s+.*not a whole number/s);
    await view.property("source").waitForText(/Web\s+Refused: carrier pigeon\s+.*no option/s);
  });

  test("the first example is a rich one; the short one is behind it", { example: "rich" }, async (page, view) => {
    await view.conversation.find("heading", "Astrid Björk").wait();
    await view.verdict.waitForText(/one warning/);
    await view.property("source").waitForText(/WhatsApp/);
    await view.preview.region("Connected to").waitForText(/Person.*whose E-mail is astrid\.bjork@example\.com/s);
    await view.objects.find("article", "coffee-machine.jpg").wait();
    const link = view.transcript.link("https://www.lime-technologies.com/en/support");
    assert.deepEqual([await link.get("rel"), await link.get("target")], ["noopener noreferrer", "_blank"]);
    assert.deepEqual(await headingProblems(page), []);
    await view.conversation.button("Show the short one").click();
    await view.conversation.waitForText(/Conversation 63741936/);
    await page.reload();
    await view.conversation.waitForText(/Conversation 63741936/);
    await view.conversation.button("Show the rich one").click();
    await view.conversation.find("heading", "Astrid Björk").wait();
  });

  test("a rule button leads to the mapping", {}, async (page, view) => {
    await view.property("source").button("rule").click();
    await page.waitForView("mapping");
  });

  test("findings can be filtered, and lead to what they are about", {}, async (page, view) => {
    await page.changePayload((payload) => {
      payload.subject = "long ".repeat(100);
      payload.rate = "excellent";
    });
    await view.verdict.waitForText(/Can’t be sent: one error|Ready, with/);
    const all = await view.findings.texts();
    assert.ok(all.some((finding) => /Ticket · Title/.test(finding)));
    await view.property("title").waitForText(/128 characters/);
    const warnings = view.severities.button(/ warnings?$/);
    await warnings.click();
    assert.ok((await view.findings.count()) < all.length);
    assert.doesNotMatch(await view.property("title").text(), /128 characters/);
    await warnings.click();
    const before = await view.findings.count();
    await view.severities.button(/ notes?$/).click();
    assert.ok((await view.findings.count()) > before);
    const about = view.preview.region("Findings").find("listitem", undefined, { text: /Ticket · Title/ });
    await about.first().button("Show").click();
    assert.match(await page.page.evaluate(() => document.activeElement.innerText), /^Title\*/);
  });

  test("objects are shown with local names, types and options by their text", {}, async (_page, view) => {
    await view.object.find("term", "source").waitForText(/^Source\s+option$/);
    await view.property("source").waitForText(/Web/);
    await view.object.waitForText(/^Ticket\s+helpdesk/);
    await view.objects.region("Note").waitForText(/Hello, I have a question\./);
    const terms = await view.objects.find("term").texts();
    assert.ok(terms.filter((term) => term.includes("(required)")).length >= 2);
  });

  test("a link of a payload is followed only when it can run nothing", {}, async (page) => {
    await page.changePayload((payload) => {
      payload.transcript[1].url = "javascript:alert(1)";
      payload.subject = "https://example.org/a";
    });
    const links = await page
      .find("link")
      .evaluateAll((found) => found.map(({ href, rel, target }) => [href, rel, target]));
    assert.ok(!links.some(([href]) => href.startsWith("javascript:")));
    const outside = links.filter(([href]) => href.startsWith("https://example.org"));
    assert.ok(outside.length > 0);
    for (const [, ...how] of outside) assert.deepEqual(how, ["noopener noreferrer", "_blank"]);
  });

  test("without a worker sending is off, and the page says why", {}, async (page, view) => {
    await page.connection.waitForText(/Preview only/);
    await view.conversation.waitForText(/Sending needs the server/);
    await view.send.waitFor("disabled", true);
    await view.run("$lime");
    await view.commandAnswer.waitForText(/Sending needs the server/);
  });

  test("$lime is completed, explained, and distinguished from other texts", {}, async (page, view) => {
    const { keyboard } = page.page;
    const clear = () =>
      view.command.evaluate((input) => {
        input.value = "";
      });
    await view.command.type("$");
    const options = page.find("listbox").find("option");
    assert.match((await options.texts()).join("\n"), /\$lime\s+Create a Lime CRM object/);
    await keyboard.press("ArrowDown");
    await keyboard.press("ArrowDown");
    await keyboard.press("Tab");
    await view.command.waitFor("value", "$lime support");
    await clear();
    await view.run("hello there");
    await view.commandAnswer.waitForText(/Only commands go here/);
    await clear();
    await view.run("$lime nothing");
    await view.commandAnswer.waitForText(/“nothing” is no topic and no name in the mapping.*Helpdesk/s);
    await page.button("Help on commands").click();
    await view.commandAnswer.waitForText(/\$lime sends this conversation/);
  });

  test("everything is reached by keyboard alone, and nothing holds the focus", {}, async (page, view) => {
    const { keyboard } = page.page;
    const reached = [];
    for (let at = 0; at < 60; at += 1) {
      await keyboard.press("Tab");
      reached.push(
        await page.page.evaluate(() => {
          const focused = document.activeElement;
          return focused ? `${accessible.roleOf(focused)} ${accessible.nameOf(focused)}` : "";
        }),
      );
    }
    for (const expected of [
      "link Skip to the content",
      "link Settings",
      "tab Chat",
      "combobox Chat command",
      "button contact_channel.type",
      "button Userlike conversation",
    ])
      assert.ok(reached.includes(expected), `${expected}: ${reached.join(", ")}`);
    assert.ok(new Set(reached).size > 20);
    await view.scope.tab("Chat").focus();
    await keyboard.press("ArrowRight");
    await view.scope.tab("Data").waitForFocus();
  });

  test("a very large payload is previewed in a thread; typing does not wait", {}, async (page, view) => {
    const payload = JSON.parse(examples.payload);
    const message = payload.transcript[1];
    payload.transcript = Array.from({ length: 4000 }, (_, index) => ({ ...message, id: `1.2.${index}` }));
    await page.setPayload(payload);
    await view.chat.waitForText(/3,500 more messages/);
    payload.subject = "again";
    await page.setPayload(payload);
    await view.property("title").waitForText(/again/);
    await page.changePayload((payload) => {
      payload.subject = "after it";
    });
    await view.property("title").waitForText(/after it/);
  });

  test("a long conversation is shown without holding the page up", {}, async (page, view) => {
    const payload = JSON.parse(examples.payload);
    const message = { ...payload.transcript[1], body_plain: "word ".repeat(20) };
    payload.transcript = Array.from({ length: 2000 }, (_, index) => ({ ...message, id: `1.2.${index}` }));
    await page.page.evaluate(
      (text) => {
        window.file = new File([text], "long.json", { type: "application/json" });
      },
      JSON.stringify(payload, null, 2),
    );
    const longest = await longestTask(page, browser, async () => {
      await page.page.evaluate(() => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(window.file);
        const drop = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
        document.querySelector("main").dispatchEvent(drop);
      });
      // The locators read the whole page, which takes longer than anything that the page does itself.
      await page.page.waitForFunction(
        () => document.querySelectorAll("#chat-panel li").length > 500 && !document.querySelector("[data-stale]"),
        { polling: 100 },
      );
      await page.settle();
    });
    assert.ok(longest < 50, `${longest} ms`);
    await view.chat.waitForText(/1,500 more messages/);
  });

  test("while a preview is computed, the one before it counts as old", {}, async (page, view) => {
    await page.page.evaluate(() => {
      const { postMessage } = Worker.prototype;
      Worker.prototype.postMessage = function (...message) {
        setTimeout(() => postMessage.apply(this, message), 1500);
      };
    });
    const payload = JSON.parse(examples.payload);
    payload.transcript = Array.from({ length: 400 }, (_, index) => ({ ...payload.transcript[1], id: `1.2.${index}` }));
    await page.setPayload(payload);
    await view.verdict.waitForText(/Updating/);
    assert.equal(await view.preview.data("stale").count(), 1);
    assert.equal(await view.preview.region("Findings").count(), 0);
    await view.verdict.waitForText(/Ready to send/);
    assert.equal(await view.preview.data("stale").count(), 0);
  });

  test("a link to the page can carry the payload", {}, async (page, view) => {
    await page.changePayload((payload) => {
      payload.id = 42;
      payload.subject = "Grüße 👋";
    });
    await page.page.evaluate(() => {
      // The browsers of the tests let nobody into their clipboard.
      const clipboard = {
        writeText: async (text) => {
          window.copied = text;
        },
      };
      Object.defineProperty(navigator, "clipboard", { value: clipboard });
    });
    await view.conversation.button("Copy link").click();
    await page.find("status").waitForText(/The conversation is in it/);
    await page.open(new URL(await page.page.evaluate(() => window.copied)).hash);
    await view.conversation.waitForText(/Conversation 42$/m);
    await view.property("title").waitForText(/Grüße 👋/);
  });

  test("in a narrow window one of the two panes is shown", { width: 390, height: 844 }, async (page, view) => {
    const panes = page.find("group", "Visible pane");
    assert.equal(await view.preview.count(), 0);
    assert.equal(await view.chat.count(), 1);
    await panes.button("In Lime CRM").click();
    assert.equal(await view.preview.count(), 1);
    assert.equal(await view.chat.count(), 0);
    await view.property("source").button("contact_channel.type").click();
    await view.payload.content.waitForFocus();
    assert.equal(await view.preview.count(), 0, "a jump shows the pane that it leads to");
  });

  test(
    "on a phone a dry run shows the pane that says what changes",
    { width: 390, height: 844, worker: true },
    async (page, view) => {
      await page.connection.waitForText(/Sandbox/);
      await view.askWhatChanges.click();
      await view.changes.waitForText(/Ticket\s+New/);
      assert.equal(await view.chat.count(), 0);
    },
  );

  test("on a phone sending and the errors are at hand everywhere", { width: 390, height: 844 }, async (page, view) => {
    await page.page.evaluate(
      (text) => {
        // The browsers of the tests let nobody into their clipboard.
        const clipboard = { readText: async () => text };
        Object.defineProperty(navigator, "clipboard", { value: clipboard });
      },
      JSON.stringify({ ...JSON.parse(examples.payload), id: 0, rate: "excellent" }),
    );
    await page.button("Paste").click();
    const count = page.button("1 error, 1 warning");
    for (const tab of ["Chat", "Data", "Mapping"]) {
      await page.find("tab", tab).click();
      await count.wait();
      assert.ok(await isInWindow(view.send), tab);
    }
    await count.click();
    await view.preview.region("Findings").wait();
    assert.ok(await isInWindow(view.send), "In Lime CRM");
    assert.ok(await isInWindow(count));
  });

  test("at 1024 px every action is there", { width: 1024, height: 768 }, async (_page, view) => {
    for (const action of ["Send to Lime CRM", "What changes?", "Open file", "Paste", "Copy link"])
      assert.ok(await isInWindow(view.conversation.button(action)), action);
  });

  test("the page speaks German, Dutch and Swedish", { language: "de" }, async (page) => {
    await page
      .find("main")
      .find("region", "Was Lime CRM bekommt")
      .find("status")
      .waitForText(/Bereit zum Senden/);
    assert.equal(await page.page.evaluate(() => document.documentElement.lang), "de");
    await page.find("navigation").waitForText(/Alle Unterhaltungen/);
  });
});
