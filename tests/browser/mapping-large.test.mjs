// The mapping editor with much in it: hundreds of properties, thousands of messages, small windows; and what must not get
// lost there: the last good values, the place, what a removed part of the mapping took.

import assert from "node:assert/strict";
import { inBrowsers } from "./harness/browsers.mjs";
import { ConversationView } from "./harness/conversation-view.mjs";
import { MappingView } from "./harness/mapping-view.mjs";
import { examples } from "./harness/page.mjs";

/** A limetype with 200 properties, of which two are mapped and one is required. */
const ticket = {
  name: "ticket",
  localname: "Ticket",
  properties: Array.from({ length: 200 }, (_, n) =>
    n === 3
      ? { name: "p3", localname: "Source", type: "option", options: options(30) }
      : { name: `p${n}`, localname: `Property ${n}`, type: "string", length: 64, required: n === 1 },
  ),
};

function options(count) {
  return Array.from({ length: count }, (_, n) => ({ key: `key${n}`, text: `Option ${n}` }));
}

const large = {
  instances: [
    {
      name: "Support",
      limetype: "ticket",
      default: true,
      properties: {
        p0: { userlikeKey: "subject", template: "{status} with {contact.name}" },
        p3: { userlikeKey: "id" },
      },
    },
  ],
};

const openLarge = async (page, options = {}) => {
  await page.page.evaluate(
    (text) => localStorage.setItem("userlike-limeobject.limetypes", text),
    JSON.stringify([ticket]),
  );
  return MappingView.open(page, { config: large, ...options });
};

const ann = (payload) => {
  payload.contact.name = "Ann Visitor";
};

inBrowsers("mapping, large", ({ test }) => {
  const path = "#/mapping";

  test("200 properties: groups with headings, a filter, a way to add one, the conversation they are tested with", {
    path,
  }, async (page) => {
    const view = await openLarge(page, { change: ann });
    const rows = view.form.data("property");
    const heading = (text) => view.form.find("heading", undefined, { text });
    await heading(/^Mapped \(2\)$/).wait();
    await heading(/^Required, but not mapped \(1\)$/).wait();
    await heading(/^Not mapped \(197\)$/).wait();
    assert.equal(await rows.count(), 3, "what is not mapped is folded");
    await view.form.waitForText(/conversation with Ann Visitor · .*2024/);
    await view.row("p0").waitForText(/subject, otherwise Template: \{status\} with \{contact\.name\}/);
    await view.unfold();
    assert.equal(await rows.count(), 200);
    await view.field("Filter the properties").fill("property 19");
    await rows.waitForCount(11);
    await view.field("Filter the properties").fill("");
    await view.field("Add a property").choose("Property 150");
    await view.waitUntilOpen("p150");
    // A title counts what stands below it: what is added stands among what is mapped.
    await heading(/^Mapped \(3\)$/).wait();
    await heading(/^Not mapped \(196\)$/).wait();
    await view.field("Default", view.row("p150")).fill("x");
    await view.until(({ properties }) => properties.p150?.defaultValue === "x");
    await heading(/^Mapped \(3\)$/).wait();
    await view.openProperty("p3");
    await view.result("p3").waitForText(/All 30 options:.*Option 29 \(key29\)/s);
  });

  test("a key in a form of 200 properties with 2,000 messages draws only what it concerns", { path }, async (page) => {
    const change = (payload) => {
      ann(payload);
      const [message] = payload.transcript;
      payload.transcript = Array.from({ length: 2_000 }, (_, n) => ({ ...message, id: `${n}`, body: `Message ${n}` }));
    };
    const view = await openLarge(page, { change });
    await view.openProperty("p0");
    await view.unfold();
    await page.page.evaluate(() => {
      const row = document.querySelector('[data-property="p0"]');
      window.changed = [];
      new MutationObserver((records) => {
        for (const { target } of records) {
          const changed = (target.parentElement ?? target).closest("[data-property], section");
          if (changed && !changed.contains(row) && !row.contains(changed)) window.changed.push(changed.textContent);
        }
      }).observe(document.querySelector("main"), {
        subtree: true,
        childList: true,
        characterData: true,
        attributeFilter: ["class", "value"],
      });
    });
    const template = view.field("Template", view.row("p0"));
    await template.focus();
    await page.page.keyboard.type(" today");
    await view.until(({ properties }) => properties.p0.template.includes("today"));
    await page.settle();
    assert.deepEqual(await page.page.evaluate(() => window.changed), []);
  });

  test("while a template is being typed the last good values stay, marked as out of date", { path }, async (page) => {
    const view = await openLarge(page, { change: ann });
    await view.openProperty("p0");
    const value = view.result("p0").find("paragraph").first();
    await view.press("Remove subject", view.row("p0"));
    await view.field("Template", view.row("p0")).fill("Chat with {contact.name}");
    await value.waitForText(/^Chat with Ann Visitor$/);
    assert.doesNotMatch(await view.form.text(), /Out of date/);
    await view.field("Template", view.row("p0")).fill("Chat with {contact.na");
    await view.result("p0").waitForText(/Out of date/);
    assert.match(await value.text(), /^Chat with Ann Visitor$/, "the last good value stays");
    await view.form
      .find("status")
      .first()
      .waitForText(/Out of date/);
    assert.deepEqual(await page.accessibilityProblems(), []);
    // What was used is not what is being typed.
    await view.result("p0").waitForText(/Chat with \{contact\.name\}\s+used/);
    assert.doesNotMatch(await view.result("p0").find("list").first().text(), /contact\.na\s/);
    await view.field("Template", view.row("p0")).fill("Chat of {contact.name}");
    await value.waitForText(/^Chat of Ann Visitor$/);
    assert.doesNotMatch(await view.form.text(), /Out of date/);
  });

  test("the chosen part, the open property and the mode are there again after another view and a reload", {
    path,
  }, async (page) => {
    const view = await MappingView.open(page);
    await view.menu(view.main.button("Add").first(), "Deal");
    await view.openProperty("name");
    await view.mode("both");
    const check = async () => {
      await view.waitUntilOpen("name");
      assert.match(
        await view.instances.evaluateAll((tabs) => tabs.find((tab) => tab.ariaSelected === "true").innerText),
        /^Deal/,
      );
      await view.json.content.wait();
      await view.main.find("group", "Show as").button("Both").waitFor("ariaPressed", "true");
    };
    await page.show("settings");
    await page.show("mapping");
    await check();
    await page.reload();
    await check();
  });

  test("the rule of a value in the preview is opened in the form", { path: "#/conversation" }, async (page) => {
    await new ConversationView(page).property("source").button("rule").click();
    await page.waitForView("mapping");
    const view = new MappingView(page);
    await view.waitUntilOpen("source");
    await view.row("source").find("button").first().waitForFocus();
  });

  test("removing asks, says which conversations have nowhere to go then, and can be undone", { path }, async (page) => {
    const config = JSON.parse(examples.config);
    const [helpdesk] = config.instances;
    config.instances = [
      { ...helpdesk, topic: ["support", "complaint"] },
      { name: "Sales", limetype: "deal", topic: "sales", properties: {} },
    ];
    const view = await MappingView.open(page, { config });
    const dialog = page.dialog("Remove Helpdesk?");
    await view.press("Remove");
    await dialog.waitForText(/about support and complaint are then not sent to Lime CRM any more/);
    await dialog.waitForText(/used for all other conversations\. They are then not sent/);
    await dialog.button("Cancel").click();
    assert.equal((await view.config()).instances.length, 2);
    await view.press("Remove");
    await dialog.button("Remove").click();
    await view.until((_, { instances }) => instances.length === 1);
    await page.find("status").waitForText(/Helpdesk was removed\. Undo brings it back/);
    await view.press("Undo (Ctrl+Z)");
    await view.until((_, { instances }) => instances.length === 2);
    await view.instances.last().click();
    await view.press("Remove");
    await page.dialog("Remove Sales?").waitForText(/about sales then go to Helpdesk/);
  });

  test("on a phone every command is in reach, and values in the picker can be read", {
    path,
    width: 390,
    height: 844,
  }, async (page) => {
    const change = (payload) => {
      payload.custom = { a: { b: { c: { note: "A value that is long enough to need most of the window's width" } } } };
    };
    const view = await openLarge(page, { change });
    for (const name of ["Undo (Ctrl+Z)", "More", "Duplicate"]) {
      const { left, right } = await view.main
        .button(name)
        .first()
        .evaluate((button) => button.getBoundingClientRect().toJSON());
      assert.ok(left >= 0 && right <= 390, `${name}: ${left} to ${right}`);
    }
    await view.openProperty("p0");
    await view.field("Field of the conversation", view.row("p0")).fill("custom.a.b.c.note");
    await view.press("Pick another field instead of custom.a.b.c.note", view.row("p0"));
    const value = await page.page.waitForFunction(() => {
      const item = document.querySelector('[role="treeitem"][aria-current] bdi:last-child');
      return item && { width: item.clientWidth, cut: item.scrollHeight > item.clientHeight + 1 };
    });
    await page.screenshot("mapping-picker-390");
    const { width, cut } = await value.jsonValue();
    assert.ok(width > 180, `${width} px for the value`);
    assert.equal(cut, false, "the value is shown as a whole");
  });

  for (const language of ["en", "de", "nl", "sv"])
    test(`no code names in ${language}`, { path, language }, async (page) => {
      await MappingView.open(page);
      const texts = await page.find("main").evaluate((main) => {
        for (const fold of main.querySelectorAll("h3 > button")) fold.click();
        for (const row of main.querySelectorAll("[data-property='title'] > button")) row.click();
        return new Promise((done) =>
          requestAnimationFrame(() =>
            requestAnimationFrame(() => {
              const attributes = [...main.querySelectorAll("[aria-label], [title]")].flatMap((element) => [
                element.ariaLabel,
                element.title,
              ]);
              done(`${main.innerText}\n${attributes.join("\n")}`);
            }),
          ),
        );
      });
      assert.doesNotMatch(
        texts,
        /\b(instan(ce|z|tie|s)\w*|limeobject\w*|payload\w*|json pointer|worker|belongsto|yesno)\b/i,
      );
    });
});
