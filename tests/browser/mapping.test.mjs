// The mapping editor, as files alone serve it: the form and the JSON are two views of one text.

import assert from "node:assert/strict";
import { inBrowsers } from "./browsers.mjs";
import { Desk } from "./mapping-desk.mjs";
import { examples } from "./page.mjs";

const visitor = (payload) => {
  payload.contact.name = "Ann Visitor";
  payload.contact.email = "ann@example.com";
  payload.custom = { order: { "no.": "A-17" }, budget: "1 200" };
  payload.topics = [{ text: "support" }, { text: "sales" }];
};

inBrowsers("mapping", ({ test }) => {
  const path = "#/mapping";

  test("a property gets its value from a picked field, and the JSON and the value follow", { path }, async (page) => {
    const desk = await Desk.open(page, { change: visitor });
    await desk.mode("both");
    await desk.openProperty("description");
    await page.waitForText(".cm-activeLine", /"description"/);
    await desk.press(`${desk.row("description")} .sources limel-icon-button`);
    await page.page.waitForSelector("dialog[open] .field-tree");
    await page.page.type("dialog input", "ann visitor");
    await page.page.waitForFunction(() => document.querySelectorAll(".field-tree > li").length === 1);
    await page.click('.field-tree [role="treeitem"]');
    await desk.until(({ properties }) => properties.description.userlikeKey === "contact.name");
    await page.waitForText(`${desk.row("description")} .property-value`, /Ann Visitor/);
    await page.waitForText(`${desk.row("description")} .effect`, /Ann Visitor\s+.*\s+contact\.name\s.*\s*.*used/s);
    await page.waitForText(".cm-content", /"description": \{ "userlikeKey": "contact\.name" \}/);
  });

  test("several fields, a template and a default: the first that has a value wins", { path }, async (page) => {
    const desk = await Desk.open(page, { change: visitor });
    await desk.openProperty("title");
    const row = desk.row("title");
    await desk.pressNamed("Pick another field…", row);
    await page.page.type("dialog input", "A-17");
    await page.page.waitForFunction(() => document.querySelectorAll(".field-tree > li").length === 1);
    await desk.keys("ArrowDown");
    await desk.keys("Enter");
    await desk.until(({ properties }) => properties.title.userlikeKey?.[1] === 'custom.order."no."');
    await page.waitForText(`${row} .effect-value`, /^A-17$/);
    await desk.pressNamed('Move custom.order."no." up', row);
    await desk.until(({ properties }) => properties.title.userlikeKey[0] === 'custom.order."no."');
    await desk.fill(await desk.field("Template", row), "Chat with {contact.name}");
    await desk.until(({ properties }) => properties.title.template === "Chat with {contact.name}");
    await desk.pressNamed('Remove custom.order."no."', row);
    await desk.pressNamed("Remove subject", row);
    await page.waitForText(`${row} .effect-value`, /^Chat with Ann Visitor$/);
    await desk.fill(await desk.field("Default", row), "Anything");
    const { instances } = await desk.until(({ properties }) => properties.title.defaultValue === "Anything");
    assert.deepEqual(instances[0].properties.title, { defaultValue: "Anything", template: "Chat with {contact.name}" });
    await desk.pressNamed("Remove from the mapping", row);
    await desk.until(({ properties }) => properties.title === undefined);
    await page.waitForText(`${row} .effect-notes`, /Error/);
  });

  test("a field is inserted into a template where the caret is", { path }, async (page) => {
    const desk = await Desk.open(page, { change: visitor });
    await desk.openProperty("title");
    const field = await desk.field("Template", desk.row("title"));
    await desk.fill(field, "Hi , hello");
    await page.page.$eval(field, (input) => input.setSelectionRange(3, 3));
    await desk.pressNamed("Insert a field…", desk.row("title"));
    await page.page.type("dialog input", "contact.name");
    await page.page.waitForFunction(() => document.querySelectorAll(".field-tree > li").length === 1);
    await desk.keys("ArrowDown");
    await desk.keys("Enter");
    await desk.until(({ properties }) => properties.title.template === "Hi {contact.name}, hello");
  });

  test("each type has its control for the default", { path }, async (page) => {
    const desk = await Desk.open(page, {
      config: {
        instances: [
          { limetype: "helpdesk", properties: { rating: { defaultValue: "many" }, title: { defaultValue: "x" } } },
        ],
      },
    });
    await desk.openProperty("source");
    const control = async (property) => {
      const field = await desk.field("Default", desk.row(property));
      return page.page.$eval(field, (found) => [found.localName, found.type, found.value]);
    };
    assert.deepEqual(await control("source"), ["select", "select-one", ""]);
    await page.page.select(await desk.field("Default", desk.row("source")), "email");
    await desk.until(({ properties }) => properties.source.defaultValue === "email");
    await desk.openProperty("callback");
    assert.deepEqual(await control("callback"), ["select", "select-one", ""]);
    await page.page.select(await desk.field("Default", desk.row("callback")), "false");
    await desk.until(({ properties }) => properties.callback.defaultValue === false);
    await desk.openProperty("rating");
    assert.deepEqual(await control("rating"), ["input", "text", "many"], "what is no number stays to be seen");
    await page.waitForText(`${desk.row("rating")} .complaint`, /not a whole number/);
    await desk.fill(await desk.field("Default", desk.row("rating")), "7");
    await desk.until(({ properties }) => String(properties.rating.defaultValue) === "7");
    await desk.openProperty("description");
    assert.deepEqual(await control("description"), ["textarea", "textarea", ""]);
  });

  test("values of the payload are replaced by options", { path }, async (page) => {
    const desk = await Desk.open(page, { change: (payload) => (payload.contact_channel.type = "fax") });
    await desk.openProperty("source");
    const row = desk.row("source");
    await page.waitForText(`${row} .effect-notes`, /Error/);
    await desk.pressNamed("Add a replacement", row);
    assert.equal(await page.page.$eval(`${row} .replacements input`, (input) => input.value), "fax");
    await page.page.select(`${row} .replacements select`, "phone");
    await desk.until(({ properties }) => properties.source.map?.fax === "phone");
    await page.waitForText(`${row} .effect-value`, /^Telephone$/);
    await desk.pressNamed("Any other value…", row);
    await page.page.select(`${row} .replacements li:last-child select`, "web");
    await desk.until(({ properties }) => properties.source.map?.["*"] === "web");
    await desk.pressNamed("Remove the replacement of fax", row);
    await desk.until(({ properties }) => JSON.stringify(properties.source.map) === '{"*":"web"}');
  });

  test("instances: topics, the default, add, duplicate, move, remove", { path }, async (page) => {
    const desk = await Desk.open(page, { change: visitor });
    await desk.fill(await desk.field("Add a topic"), "complaint");
    await desk.keys("Enter");
    await desk.until(({ topic }) => JSON.stringify(topic) === '["support","complaint"]');
    await desk.press('.chips button[aria-label="Remove the topic support"]');
    await desk.until(({ topic }) => topic === "complaint");
    await desk.menu(".instance-acts .menu > button", "Deal");
    const { instances } = await desk.until((_, { instances }) => instances.length === 2);
    assert.equal(instances[1].relationHistory, "history");
    assert.equal(instances[1].personRelation.rules[0].propertyIdentifier, "email");
    await page.waitForText(".problems", /1 warning/);
    await desk.press('.form-section input[role="switch"]');
    await desk.until((_, { instances }) => instances[1].default === true && instances[0].default === undefined);
    await desk.pressNamed("Duplicate");
    await desk.until((_, { instances }) => instances[2]?.name === "Deal 2" && instances[2].default === undefined);
    await desk.pressNamed("Move to the left");
    await desk.until((_, { instances }) => instances[1].name === "Deal 2");
    await desk.pressNamed("Remove");
    await desk.until((_, { instances }) => instances.length === 2 && instances[1].name === "Deal");
    await page.page.focus('.instance-tabs [aria-selected="true"]');
    await desk.keys("Home");
    await page.waitForText('.instance-tabs [aria-selected="true"]', /Helpdesk/);
  });

  test("people, relations, note, documents and links", { path }, async (page) => {
    const desk = await Desk.open(page, { change: visitor });
    await desk.pressNamed("Add a rule…", '[aria-label="Coworker"]');
    await page.page.waitForSelector("dialog[open]");
    await desk.keys("Escape");
    await desk.pressNamed("Add a rule…", '[aria-label="Person"]');
    await page.page.type("dialog input", "contact.phone");
    await page.page.waitForFunction(() => document.querySelectorAll(".field-tree > li").length === 1);
    await page.click('.field-tree [role="treeitem"]');
    await desk.until(({ personRelation }) => personRelation.rules[1]?.propertyIdentifier === "phone");
    await page.waitForText(".rules .now", /ann@example\.com/);
    await desk.pressNamed("Move rule 2 up", '[aria-label="Person"]');
    await desk.until(({ personRelation }) => personRelation.rules[0].identificationKey === "contact.phone_number");
    await desk.pressNamed("Remove rule 1", '[aria-label="Person"]');
    await page.page.select(await desk.field("Relation to the Company"), "");
    await desk.until(
      (instance) => instance.relationCompany === undefined && instance.personRelation.rules.length === 1,
    );
    await desk.fill(await desk.field("Time zone"), "Europe/Stockholm");
    await desk.until(({ transcript }) => transcript?.timeZone === "Europe/Stockholm");
    await desk.fill(await desk.field("Time zone"), "Mars/Olympus");
    await page.waitForText(".field-hint.complaint", /Mars\/Olympus/);
    await desk.fill(await desk.field("Time zone"), "");
    await desk.until((instance) => instance.transcript === undefined);
    await page.page.select(await desk.field("Links to the object open"), "Desktop client");
    await desk.until(({ linkType }) => linkType === "Desktop client");
    await page.page.select(await desk.field("Relation to the Documents"), "");
    await desk.until(({ relationDocument }) => relationDocument === undefined);
    await page.waitForText(".problems", /1 warning/);
  });

  test("editing the JSON changes the form; keys that the form does not know stay", { path }, async (page) => {
    const desk = await Desk.open(page, { mode: "both" });
    await page.page.waitForSelector(".cm-content");
    const text =
      '{\n  "instances": [\n    { "name": "Sales", "limetype": "deal", "colour": "red", "default": true, "n": 1.50 }\n  ]\n}\n';
    await desk.paste(text);
    await page.waitForText('.instance-tabs [role="tab"]', /Sales/);
    assert.equal(await page.page.$eval(await desk.field("Name"), (input) => input.value), "Sales");
    await desk.fill(await desk.field("Name"), "Leads");
    await desk.until(({ name }) => name === "Leads");
    assert.equal(await desk.text(), text.replace("Sales", "Leads"), "nothing else has changed, not even 1.50");
    await page.waitForText(".cm-content", /"Leads"/);
    await page.waitForText(".problems", /warning/);
  });

  test("JSON that can't be read: the form keeps the last good state and says where", { path }, async (page) => {
    const desk = await Desk.open(page, { mode: "both" });
    await page.page.waitForSelector(".cm-content");
    await desk.paste('{\n  "instances": [ { "limetype": "deal", } ]\n}');
    await page.waitForText(".fault", /line 2, column 40/);
    await page.page.waitForSelector(".cm-lint-marker-error");
    assert.equal(await page.page.$eval(".form-pane", (form) => form.inert), true);
    assert.match(await page.text('.instance-tabs [role="tab"]'), /Helpdesk/);
    await page.waitForText(`${desk.row("title")} .property-value`, /Chat/);
    await page.screenshot("mapping-fault");
    await desk.pressNamed("Go there");
    await page.page.keyboard.press("Backspace");
    await page.page.waitForFunction(() => document.querySelector(".fault").hidden === false);
    await desk.pressNamed("Back to that state");
    await page.page.waitForFunction(() => document.querySelector(".fault").hidden);
    assert.deepEqual(await desk.config(), JSON.parse(examples.config));
  });

  test("problems lead to their places, in the form and in the JSON", { path }, async (page) => {
    const config = JSON.parse(examples.config);
    config.instances[0].properties.titel = { defaultValue: "x" };
    config.instances[0].properties.description = { userlikeKey: "a..b" };
    const desk = await Desk.open(page, { config });
    await page.waitForText(".problems summary", /2 errors/);
    await page.click(".problems summary");
    await page.click(".problems li:nth-child(1) button");
    await page.page.waitForSelector(`${desk.row("description")}.opened`);
    await page.waitForText(`${desk.row("description")} .complaint`, /position 3/);
    await page.waitForText(desk.row("titel"), /not in the limetype/);
    await desk.mode("json");
    await page.click(".problems li:nth-child(2) button");
    await page.waitForText(".cm-activeLine", /"titel"/);
    await page.page.waitForFunction(() => document.querySelectorAll(".cm-lint-marker-error").length === 2);
  });

  test("undo and redo, with buttons and with keys, over both views", { path }, async (page) => {
    const desk = await Desk.open(page, { mode: "both" });
    await page.page.waitForSelector(".cm-content");
    const before = examples.config;
    await page.page.click(await desk.field("Name"), { count: 3 });
    await page.page.keyboard.type("Service");
    await desk.until(({ name }) => name === "Service");
    await desk.keys("Control", "z");
    await page.page.waitForFunction(
      (before) => localStorage.getItem("userlike-limeobject.config") === before,
      {},
      before,
    );
    assert.equal(
      await page.page.$eval(await desk.field("Name"), (input) => input.value),
      "Helpdesk",
      "one word, one step",
    );
    await desk.keys("Control", "y");
    await desk.until(({ name }) => name === "Service");
    await page.page.focus(".cm-content");
    await desk.keys("Control", "z");
    await desk.until(({ name }) => name === "Helpdesk");
    await page.waitForText(".cm-content", /"Helpdesk"/);
    await desk.pressNamed("Redo (Ctrl+Y)");
    await desk.until(({ name }) => name === "Service");
    await desk.pressNamed("Undo (Ctrl+Z)");
    await desk.until(({ name }) => name === "Helpdesk");
    assert.equal(
      await page.page.$eval('.mapping-tools limel-icon-button[label^="Undo"]', (button) => button.disabled),
      true,
    );
  });

  test("the JSON completes keys, limetypes and fields of the payload", { path }, async (page) => {
    const desk = await Desk.open(page, { mode: "json", change: visitor });
    await page.page.waitForSelector(".cm-content");
    await desk.paste('{ "instances": [ { "limetype": "helpdesk", "properties": { "title": {  } } } ] }');
    for (let n = 0; n < 10; n += 1) await page.page.keyboard.press("ArrowLeft");
    await page.page.keyboard.type('"userl');
    await page.waitForText(".cm-tooltip-autocomplete", /userlikeKey/);
    await new Promise((resolve) => setTimeout(resolve, 150));
    await page.page.keyboard.press("Enter");
    await page.waitForText(".cm-content", /"title": \{ "userlikeKey": ""/);
    await page.page.keyboard.type("contact.em");
    await page.waitForText(".cm-tooltip-autocomplete", /contact\.email/);
    await page.screenshot("mapping-completion");
    await new Promise((resolve) => setTimeout(resolve, 150));
    await page.page.keyboard.press("Tab");
    await desk.until(({ properties }) => properties.title.userlikeKey === "contact.email");
  });

  test("with the keyboard alone: open a property, pick a field, take it out again", { path }, async (page) => {
    const desk = await Desk.open(page, { change: visitor });
    const focused = () =>
      page.page.evaluate(() => {
        const { activeElement: active } = document;
        return `${active.closest("[data-property]")?.dataset.property ?? ""} ${active.label ?? active.textContent ?? ""}`;
      });
    const tabTo = async (pattern) => {
      for (let n = 0; n < 60; n += 1) {
        await page.page.keyboard.press("Tab");
        if (pattern.test(await focused())) return;
      }
      assert.fail(`Tab never came to ${pattern}`);
    };
    await page.page.focus(await desk.field("Name"));
    await tabTo(/^description Description/);
    await desk.keys("Enter");
    await page.page.waitForSelector(`${desk.row("description")}.opened`);
    await tabTo(/Pick another field…/);
    await desk.keys("Enter");
    await page.page.waitForSelector("dialog[open] .field-tree");
    await page.page.waitForFunction(() => document.activeElement.matches("dialog input"));
    await desk.keys("ArrowDown");
    const at = () =>
      page.page.evaluate(() => `${document.activeElement.dataset.path}, ${document.activeElement.innerText}`);
    const first = await at();
    await desk.keys("ArrowDown");
    assert.notEqual(await at(), first);
    await desk.keys("End");
    await desk.keys("ArrowRight");
    await desk.keys("Home");
    assert.equal(await at(), first);
    for (let n = 0; n < 60 && !(await at()).startsWith("contact,"); n += 1) await desk.keys("ArrowDown");
    await desk.keys("ArrowRight");
    for (let n = 0; n < 60 && !(await at()).startsWith("contact.email,"); n += 1) await desk.keys("ArrowDown");
    assert.match(await at(), /ann@example\.com/);
    await desk.keys("ArrowLeft");
    assert.match(await at(), /^contact,/);
    for (let n = 0; n < 60 && !(await at()).startsWith("contact.email,"); n += 1) await desk.keys("ArrowDown");
    await desk.keys("Enter");
    await desk.until(({ properties }) => properties.description.userlikeKey[1] === "contact.email");
    await tabTo(/Remove from the mapping/);
    await desk.keys("Enter");
    await desk.until(({ properties }) => properties.description === undefined);
  });

  test("a file is opened, and a file is saved", { path }, async (page) => {
    const desk = await Desk.open(page);
    await desk.offer("mine.json", '{\r\n  "instances": [ { "name": "Mine", "limetype": "deal" } ]\r\n}');
    await desk.menu(".mapping-tools .menu > button", "Open file");
    await desk.until(({ name }) => name === "Mine");
    const { name, text } = await desk.taken(() => desk.menu(".mapping-tools .menu > button", "Save as file"));
    assert.equal(name, "mapping.json");
    assert.equal(text, await desk.text());
    await desk.offer("broken.json", "{ no");
    await desk.menu(".mapping-tools .menu > button", "Open file");
    await page.waitForText(".fault", /line 1/);
    await page.page.waitForSelector(".cm-content");
    await desk.offer("binary", "\ud800");
    await desk.keys("Control", "z");
    await desk.until(({ name }) => name === "Mine");
    await desk.menu(".mapping-tools .menu > button", "Tidy up");
    await desk.until(({ name }) => name === "Mine");
    assert.equal(await desk.text(), '{\n  "instances": [\n    { "name": "Mine", "limetype": "deal" }\n  ]\n}\n');
  });

  test("limetypes come from a file, or are the built-in ones", { path }, async (page) => {
    const desk = await Desk.open(page);
    await desk.offer(
      "limetypes.json",
      '[{"name":"case","localname":"Case","properties":[{"name":"what","type":"string"}]}]',
    );
    await desk.menu(".mapping-status .menu > button", "From a file");
    await page.waitForText(".toast", /One limetype was loaded/);
    await page.waitForText(".mapping-status .menu > button", /limetypes\.json/);
    await page.waitForText(".problems", /error/);
    await page.waitForText(".field-hint.complaint", /no limetype "helpdesk"/);
    await desk.offer("other.json", "[]");
    await desk.menu(".mapping-status .menu > button", "From a file");
    await page.waitForText(".toast", /No limetypes are in this file/);
    await desk.menu(".mapping-status .menu > button", "Built-in");
    await page.waitForText(".mapping-status .menu > button", /8 limetypes/);
  });

  test("it begins with what a limetype suggests", { path }, async (page) => {
    const desk = await Desk.open(page, { config: "{}" });
    await page.waitForText(".empty-state", /no mapping yet/);
    assert.deepEqual(await page.accessibilityProblems(), []);
    await desk.pressNamed("Ticket", ".empty-state");
    await desk.until((instance) => instance.limetype === "helpdesk" && instance.relationHistory === "history");
    await page.waitForText(`${desk.row("priority")} .property-value`, /no value/);
  });

  test("it is kept in this browser, over visits", { path }, async (page) => {
    const desk = await Desk.open(page);
    await page.waitForText(".saved-status", /Stored in this browser/);
    await desk.fill(await desk.field("Name"), "Kept");
    await desk.until(({ name }) => name === "Kept");
    await page.page.waitForNetworkIdle({ idleTime: 300 });
    await page.page.reload({ waitUntil: "load" });
    await page.waitForText('.instance-tabs [role="tab"]', /Kept/);
  });

  test("without limetypes a property is added by its name", { path }, async (page) => {
    const config = { instances: [{ limetype: "ticket", properties: { x: { userlikeKey: "id" } } }] };
    await page.page.evaluate(() => localStorage.setItem("userlike-limeobject.limetypes", " "));
    const desk = await Desk.open(page, { config });
    await page.waitForText(`${desk.row("x")} .property-value`, /63741936/);
    await desk.fill(await desk.field("Add a property by its name"), "colour");
    await desk.keys("Enter");
    await page.page.waitForSelector(`${desk.row("colour")}.opened`);
    await desk.fill(await desk.field("Default", desk.row("colour")), "red");
    await desk.until(({ properties }) => properties.colour?.defaultValue === "red");
  });

  for (const language of ["de", "nl", "sv"]) {
    test(`in ${language}`, { path, language, width: 1024 }, async (page) => {
      const desk = await Desk.open(page, { mode: "both" });
      await page.page.waitForSelector(".cm-content");
      await desk.openProperty("source");
      assert.equal(await page.overflows(), false);
      await page.screenshot(`mapping-${language}`);
    });
  }
});
