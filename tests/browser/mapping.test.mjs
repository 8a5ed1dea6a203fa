// The mapping editor, as files alone serve it: the form and the JSON are two views of one text.

import assert from "node:assert/strict";
import { inBrowsers } from "./harness/browsers.mjs";
import { MappingView } from "./harness/mapping-view.mjs";
import { examples } from "./harness/page.mjs";

const visitor = (payload) => {
  payload.contact.name = "Ann Visitor";
  payload.contact.email = "ann@example.com";
  payload.custom = { order: { "no.": "A-17" }, budget: "1 200" };
  payload.topics = [{ text: "support" }, { text: "sales" }];
};

inBrowsers("mapping", ({ test }) => {
  const path = "#/mapping";

  test("a property gets its value from a picked field, and the JSON and the value follow", { path }, async (page) => {
    const view = await MappingView.open(page, { change: visitor });
    await view.mode("both");
    await view.openProperty("description");
    await view.json.waitForLine(/"description"/);
    await view.press(/^Pick another field instead of/, view.row("description"));
    await view.search("ann visitor");
    await view.fields.click();
    await view.until(({ properties }) => properties.description.userlikeKey === "contact.name");
    await view
      .row("description")
      .find("button")
      .first()
      .waitForText(/Ann Visitor/);
    await view.result("description").waitForText(/Ann Visitor\s+.*\s+contact\.name\s.*\s*.*used/s);
    await view.json.content.waitForText(/"description": \{ "userlikeKey": "contact\.name" \}/);
  });

  test("the name of a field can be emptied and typed anew", { path }, async (page) => {
    const view = await MappingView.open(page, { change: visitor });
    await view.openProperty("description");
    const field = view.field("Field of the conversation", view.row("description"));
    await field.retype("");
    await view.until(({ properties }) => properties.description?.userlikeKey === undefined);
    await field.waitForFocus();
    await page.page.keyboard.type("contact.name");
    await view.until(({ properties }) => properties.description.userlikeKey === "contact.name");
    await field.retype("");
    await view.field("Template", view.row("description")).focus();
    await field.waitUntilGone();
  });

  test("several fields, a template and a default: the first that has a value wins", { path }, async (page) => {
    const view = await MappingView.open(page, { change: visitor });
    await view.openProperty("title");
    const row = view.row("title");
    const value = view.result("title").find("paragraph").first();
    await view.press("Pick another field…", row);
    await view.search("A-17");
    await view.keys("ArrowDown");
    await view.keys("Enter");
    await view.until(({ properties }) => properties.title.userlikeKey?.[1] === 'custom.order."no."');
    await value.waitForText(/^A-17$/);
    await view.press('Move custom.order."no." up', row);
    await view.until(({ properties }) => properties.title.userlikeKey[0] === 'custom.order."no."');
    await view.field("Template", row).fill("Chat with {contact.name}");
    await view.until(({ properties }) => properties.title.template === "Chat with {contact.name}");
    await view.press('Remove custom.order."no."', row);
    await view.press("Remove subject", row);
    await value.waitForText(/^Chat with Ann Visitor$/);
    await view.field("Default", row).fill("Anything");
    const { instances } = await view.until(({ properties }) => properties.title.defaultValue === "Anything");
    assert.deepEqual(instances[0].properties.title, { defaultValue: "Anything", template: "Chat with {contact.name}" });
    await view.press("Remove from the mapping", row);
    await view.until(({ properties }) => properties.title === undefined);
    await view.result("title").waitForText(/Error/);
  });

  test("a field is inserted into a template where the caret is", { path }, async (page) => {
    const view = await MappingView.open(page, { change: visitor });
    await view.openProperty("title");
    const field = view.field("Template", view.row("title"));
    await field.fill("Hi , hello");
    await field.evaluate((input) => input.setSelectionRange(3, 3));
    await view.press("Insert a field…", view.row("title"));
    await view.search("contact.name");
    await view.keys("ArrowDown");
    await view.keys("Enter");
    await view.until(({ properties }) => properties.title.template === "Hi {contact.name}, hello");
  });

  test("a template says which of its fields the conversation does not have", { path }, async (page) => {
    const view = await MappingView.open(page, { change: visitor });
    await view.openProperty("title");
    const field = view.field("Template", view.row("title"));
    const hint = () => field.evaluate((one) => document.getElementById(one.getAttribute("aria-describedby")).innerText);
    const hintIs = (pattern) => view.row("title").waitForText(pattern);
    await field.fill("{subjet}: {contact.name}, {none|a visitor}, {contact.nothing.at.all}");
    await hintIs(/This conversation has no field subjet\. Did you mean subject\?/);
    const said = await hint();
    assert.match(said, /^Text with fields in braces.*no field subjet\. Did/s);
    assert.match(said, /no field contact\.nothing\.at\.all\.\s*$/);
    assert.equal(said.match(/This conversation/g).length, 2);
    await field.waitFor("ariaInvalid", "false");
    assert.deepEqual(await page.accessibilityProblems(), []);
    await page.screenshot("mapping-template-field");
    await field.fill("{subject}: {contact.name}");
    await view.until(({ properties }) => properties.title.template === "{subject}: {contact.name}");
    await field.waitUntil(
      (one) => !/This conversation/.test(document.getElementById(one.getAttribute("aria-describedby")).innerText),
    );
  });

  test("each type has its control for the default", { path }, async (page) => {
    const view = await MappingView.open(page, {
      config: {
        instances: [
          { limetype: "helpdesk", properties: { rating: { defaultValue: "many" }, title: { defaultValue: "x" } } },
        ],
      },
    });
    await view.openProperty("source");
    const field = (property) => view.field("Default", view.row(property));
    const control = (property) => field(property).evaluate((found) => [found.localName, found.type, found.value]);
    assert.deepEqual(await control("source"), ["select", "select-one", ""]);
    await field("source").choose("E-mail");
    await view.until(({ properties }) => properties.source.defaultValue === "email");
    await view.openProperty("callback");
    assert.deepEqual(await control("callback"), ["select", "select-one", ""]);
    await field("callback").choose("No");
    await view.until(({ properties }) => properties.callback.defaultValue === false);
    await view.openProperty("rating");
    assert.deepEqual(await control("rating"), ["input", "text", "many"], "what is no number stays to be seen");
    await view.row("rating").waitForText(/not a whole number/);
    await field("rating").fill("7");
    await view.until(({ properties }) => String(properties.rating.defaultValue) === "7");
    await view.openProperty("description");
    assert.deepEqual(await control("description"), ["textarea", "textarea", ""]);
  });

  test("values of the payload are replaced by options", { path }, async (page) => {
    const view = await MappingView.open(page, { change: (payload) => (payload.contact_channel.type = "fax") });
    await view.openProperty("source");
    const row = view.row("source");
    await view.result("source").waitForText(/Warning/);
    await view.press("Add a replacement", row);
    const replaced = view.field("Value in the conversation", row);
    await replaced.waitFor("value", "fax");
    await row.field("becomes").first().choose("Telephone");
    await view.until(({ properties }) => properties.source.map?.fax === "phone");
    await view
      .result("source")
      .find("paragraph")
      .first()
      .waitForText(/^Telephone$/);
    await view.press("Any other value…", row);
    await row.field("becomes").last().choose("Web");
    await view.until(({ properties }) => properties.source.map?.["*"] === "web");
    await view.press("Remove the replacement of fax", row);
    await view.until(({ properties }) => JSON.stringify(properties.source.map) === '{"*":"web"}');
  });

  test("what becomes of odd, empty and several values is chosen", { path }, async (page) => {
    const change = (payload) => {
      payload.custom = { items: [{ name: "Lamp" }, { name: "Chair" }] };
    };
    const config = JSON.parse(examples.config);
    config.instances[0].properties.description = { userlikeKey: "custom.items" };
    const view = await MappingView.open(page, { change, config });
    await view.field("When a value cannot be used").choose("Do not send");
    await view.until(({ ifInvalid }) => ifInvalid === "refuse");
    await view.openProperty("description");
    const row = view.row("description");
    const value = view.result("description").find("paragraph").first();
    await view.field("Field of each item", row).fill("name");
    await view.until(({ properties }) => properties.description.each === "name");
    await value.waitForText(/^Lamp, Chair$/);
    await view.field("Text between the items", row).fill("; ");
    await value.waitForText(/^Lamp; Chair$/);
    await view.field("When a value cannot be used", row).choose("Leave empty, with a warning");
    await view.field("When the conversation has no value", row).choose("Clear");
    await view.until(
      ({ properties: { description } }) => description.ifInvalid + description.whenEmpty === "skipclear",
    );
    await view.field("When a value cannot be used", row).choose("As for all properties");
    await view.field("When the conversation has no value", row).choose("Keep");
    await view.until(({ properties: { description } }) => description.ifInvalid === undefined);
  });

  test("instances: topics, the default, add, duplicate, move, remove", { path }, async (page) => {
    const view = await MappingView.open(page, { change: visitor });
    await view.field("Add a topic").fill("complaint");
    await view.keys("Enter");
    await view.until(({ topic }) => JSON.stringify(topic) === '["support","complaint"]');
    await view.press("Remove the topic support");
    await view.until(({ topic }) => topic === "complaint");
    await view.menu(view.main.button("Add").first(), "Deal");
    const { instances } = await view.until((_, { instances }) => instances.length === 2);
    assert.equal(instances[1].relationHistory, "history");
    assert.equal(instances[1].personRelation.rules[0].propertyIdentifier, "email");
    await view.problemCount.waitForText(/1 warning/);
    await view.form.find("switch", "Use for all other conversations").click();
    await view.until((_, { instances }) => instances[1].default === true && instances[0].default === undefined);
    await view.press("Duplicate");
    await view.until((_, { instances }) => instances[2]?.name === "Deal 2" && instances[2].default === undefined);
    await view.press("Move to the left");
    await view.until((_, { instances }) => instances[1].name === "Deal 2");
    await view.press("Remove");
    await page.dialog("Remove Deal 2?").button("Remove").click();
    await view.until((_, { instances }) => instances.length === 2 && instances[1].name === "Deal");
    await view.instances.evaluateAll((tabs) => tabs.find((tab) => tab.ariaSelected === "true").focus());
    await view.keys("Home");
    assert.match(
      await view.instances.evaluateAll((tabs) => tabs.find((tab) => tab.ariaSelected === "true").innerText),
      /Helpdesk/,
    );
  });

  test("people, relations, note, documents and links", { path }, async (page) => {
    const view = await MappingView.open(page, { change: visitor });
    const person = view.form.find("group", "Person");
    await view.press("Add a rule…", view.form.find("group", "Coworker"));
    await view.picker.wait();
    await view.keys("Escape");
    await view.press("Add a rule…", person);
    await view.search("contact.phone");
    await view.fields.click();
    await view.until(({ personRelation }) => personRelation.rules[1]?.propertyIdentifier === "phone");
    await person.waitForText(/ann@example\.com/);
    await view.press("Move rule 2 up", person);
    await view.until(({ personRelation }) => personRelation.rules[0].identificationKey === "contact.phone_number");
    await person.field("Compared as").first().choose("E-mail");
    await view.until(({ personRelation }) => personRelation.rules[0].matchBy === "email");
    await person.field("Compared as").first().choose("Automatic");
    await view.until(({ personRelation }) => personRelation.rules[0].matchBy === undefined);
    await view.field("Calling code of your country").type("46");
    await view.until(({ phoneCountry }) => phoneCountry === "46");
    await view.press("Remove rule 1", person);
    await view.field("Relation to the Company").choose("(none)");
    await view.until(
      (instance) => instance.relationCompany === undefined && instance.personRelation.rules.length === 1,
    );
    await view.field("Time zone").fill("Europe/Stockholm");
    await view.until(({ transcript }) => transcript?.timeZone === "Europe/Stockholm");
    await view.field("Time zone").fill("Mars/Olympus");
    await view.form.waitForText(/Mars\/Olympus/);
    await view.field("Time zone").fill("");
    await view.until((instance) => instance.transcript === undefined);
    const parts = view.form.find("group", "Parts of the conversation");
    assert.equal(await view.form.field(/otifications/).count(), 1, "one control, not two that say nearly the same");
    await parts.find("checkbox", /^Notifications, like/).click();
    await view.until(({ transcript }) => transcript?.include?.join() === "messages,bots,notifications");
    await parts.find("checkbox", /^Notifications, like/).click();
    await view.until((instance) => instance.transcript === undefined);
    await view.field("Roles beside the names").choose("Always");
    await view.until(({ transcript }) => transcript?.roles === "always");
    await view.field("Links to the object open").choose("Lime CRM’s desktop client");
    await view.until(({ linkType }) => linkType === "Desktop client");
    await view.field("Relation to the Documents").choose("(none");
    await view.until(({ relationDocument }) => relationDocument === undefined);
    await view.problemCount.waitForText(/1 warning/);
  });

  test("editing the JSON changes the form; keys that the form does not know stay", { path }, async (page) => {
    const view = await MappingView.open(page, { mode: "both" });
    await view.json.content.wait();
    const text =
      '{\n  "instances": [\n    { "name": "Sales", "limetype": "deal", "colour": "red", "default": true, "n": 1.50 }\n  ]\n}\n';
    await view.paste(text);
    await view.instances.waitForText(/Sales/);
    await view.field("Name").waitFor("value", "Sales");
    await view.field("Name").fill("Leads");
    await view.until(({ name }) => name === "Leads");
    assert.equal(await view.text(), text.replace("Sales", "Leads"), "nothing else has changed, not even 1.50");
    await view.json.content.waitForText(/"Leads"/);
    await view.problemCount.waitForText(/warning/);
  });

  test("JSON that can't be read: the form keeps the last good state and says where", { path }, async (page) => {
    const view = await MappingView.open(page, { mode: "both" });
    await view.json.content.wait();
    await view.paste('{\n  "instances": [ { "limetype": "deal", } ]\n}');
    await view.fault.waitForText(/line 2, column 40/);
    await view.json.waitForFaults(1);
    const held = await page
      .find("tabpanel", "Helpdesk", { hidden: true })
      .evaluate((form) => [form.closest("[inert]") !== null, form.innerText]);
    assert.equal(held[0], true, "the form takes nothing");
    assert.match(held[1], /Chat/, "and shows the last good state");
    await page.screenshot("mapping-fault");
    await view.press("Go there");
    await page.page.keyboard.press("Backspace");
    await view.fault.wait();
    // The state outlives the view.
    await page.go("Settings");
    await page.go("Mapping");
    await page.find("tabpanel", "Helpdesk", { hidden: true }).waitUntil((form) => /Chat/.test(form.innerText));
    await view.press("Back to that state");
    await view.fault.waitUntilGone();
    assert.deepEqual(await view.config(), JSON.parse(examples.config));
  });

  test("problems lead to their places, in the form and in the JSON", { path }, async (page) => {
    const config = JSON.parse(examples.config);
    config.instances[0].properties.titel = { defaultValue: "x" };
    config.instances[0].properties.description = { userlikeKey: "a..b" };
    const view = await MappingView.open(page, { config });
    await view.problemCount.waitForText(/2 errors/);
    await view.form.waitForText(/result appears when the mapping has no errors/);
    await view.problemCount.click();
    await view.problems.first().waitForText(/Helpdesk › Description/);
    await view.problems.first().find("button").click();
    await view.waitUntilOpen("description");
    await view.row("description").waitForText(/position 3/);
    await view.row("titel").waitForText(/not in Lime CRM/);
    await view.mode("json");
    await view.problems.at(1).find("button").click();
    await view.json.waitForLine(/"titel"/);
    await view.json.waitForFaults(2);
  });

  test("undo and redo, with buttons and with keys, over both views", { path }, async (page) => {
    const view = await MappingView.open(page, { mode: "both" });
    await view.json.content.wait();
    const before = examples.config;
    // At once: how typed letters become one step depends on the time between them (tests/www/undoable-text.test.mjs).
    await view.field("Name").fill("Service");
    await view.until(({ name }) => name === "Service");
    await view.keys("Control", "z");
    await page.page.waitForFunction(
      (before) => localStorage.getItem("userlike-limeobject.config") === before,
      {},
      before,
    );
    await view.field("Name").waitFor("value", "Helpdesk");
    await view.keys("Control", "y");
    await view.until(({ name }) => name === "Service");
    await view.json.content.focus();
    await view.keys("Control", "z");
    await view.until(({ name }) => name === "Helpdesk");
    await view.json.content.waitForText(/"Helpdesk"/);
    await view.press("Redo (Ctrl+Y)");
    await view.until(({ name }) => name === "Service");
    await view.press("Undo (Ctrl+Z)");
    await view.until(({ name }) => name === "Helpdesk");
    await view.main.button("Undo (Ctrl+Z)").waitFor("disabled", true);
  });

  test("the JSON completes keys, limetypes and fields of the payload", { path }, async (page) => {
    const view = await MappingView.open(page, { mode: "json", change: visitor });
    await view.json.content.wait();
    await view.paste('{ "instances": [ { "limetype": "helpdesk", "properties": { "title": {  } } } ] }');
    for (let n = 0; n < 10; n += 1) await page.page.keyboard.press("ArrowLeft");
    await page.page.keyboard.type('"userl');
    await view.completions.waitForText(/userlikeKey/);
    await view.json.complete("Enter");
    await view.json.content.waitForText(/"title": \{ "userlikeKey": ""/);
    await page.page.keyboard.type("contact.em");
    await view.completions.waitForText(/contact\.email/);
    await page.screenshot("mapping-completion");
    await view.json.complete("Tab");
    await view.until(({ properties }) => properties.title.userlikeKey === "contact.email");
  });

  test("of two parts with the same name, each shows its own values; the name is warned of", { path }, async (page) => {
    const part = (topic, title) => ({
      name: "Support",
      limetype: "helpdesk",
      topic,
      properties: { title: { defaultValue: title } },
    });
    const config = { instances: [part("support", "The first"), part("sales", "The second")] };
    const view = await MappingView.open(page, { change: visitor, config });
    await view.form.waitForText(/The first/);
    await view.form.waitForText(/Another part of the mapping has this name/);
    await view.instances.at(1).click();
    await view.form.waitForText(/The second/);
    await page.screenshot("mapping-name-twice");
    await view.field("Name").fill("Sales");
    await view.form.waitForText(/What people call it/);
    await view.form.waitForText(/The second/);
  });

  test("with the keyboard alone: open a property, pick a field, take it out again", { path }, async (page) => {
    const view = await MappingView.open(page, { change: visitor });
    const focused = () => page.page.evaluate(() => accessible.nameOf(document.activeElement));
    const tabTo = async (pattern) => {
      for (let n = 0; n < 60; n += 1) {
        await page.page.keyboard.press("Tab");
        if (pattern.test(await focused())) return;
      }
      assert.fail(`Tab never came to ${pattern}`);
    };
    await view.field("Name").focus();
    await tabTo(/^Description/);
    await view.keys("Enter");
    await view.waitUntilOpen("description");
    await tabTo(/Pick another field…/);
    await view.keys("Enter");
    await view.picker.field("Search names and values").waitForFocus();
    await view.keys("ArrowDown");
    const at = () =>
      page.page.evaluate(() => `${document.activeElement.dataset.path}, ${document.activeElement.innerText}`);
    const first = await at();
    await view.keys("ArrowDown");
    assert.notEqual(await at(), first);
    await view.keys("End");
    await view.keys("ArrowRight");
    await view.keys("Home");
    assert.equal(await at(), first);
    for (let n = 0; n < 60 && !(await at()).startsWith("contact,"); n += 1) await view.keys("ArrowDown");
    await view.keys("ArrowRight");
    for (let n = 0; n < 60 && !(await at()).startsWith("contact.email,"); n += 1) await view.keys("ArrowDown");
    assert.match(await at(), /ann@example\.com/);
    await view.keys("ArrowLeft");
    assert.match(await at(), /^contact,/);
    for (let n = 0; n < 60 && !(await at()).startsWith("contact.email,"); n += 1) await view.keys("ArrowDown");
    await view.keys("Enter");
    await view.until(({ properties }) => properties.description.userlikeKey[1] === "contact.email");
    await tabTo(/Remove from the mapping/);
    await view.keys("Enter");
    await view.until(({ properties }) => properties.description === undefined);
  });

  test("a file is opened, and a file is saved", { path }, async (page) => {
    const view = await MappingView.open(page);
    const mine = '{\r\n  "instances": [ { "name": "Mine", "limetype": "deal" } ]\r\n}';
    await view.openFile(view.more, "Open file", { name: "mine.json", text: mine });
    await view.until(({ name }) => name === "Mine");
    const { name, text } = await view.taken(() => view.menu(view.more, "Save as file"));
    assert.equal(name, "mapping.json");
    assert.equal(text, await view.text());
    await view.openFile(view.more, "Open file", { name: "broken.json", text: "{ no" });
    await view.fault.waitForText(/line 1/);
    await view.json.content.wait();
    await view.keys("Control", "z");
    await view.until(({ name }) => name === "Mine");
    await view.menu(view.more, "Tidy up");
    await view.until(({ name }) => name === "Mine");
    assert.equal(await view.text(), '{\n  "instances": [\n    { "name": "Mine", "limetype": "deal" }\n  ]\n}\n');
  });

  test("limetypes come from a file, or are the built-in ones", { path }, async (page) => {
    const view = await MappingView.open(page);
    await view.openFile(view.limetypes, "From a file", {
      name: "limetypes.json",
      text: '[{"name":"case","localname":"Case","properties":[{"name":"what","type":"string"}]}]',
    });
    await page.find("status").waitForText(/One limetype was loaded/);
    await view.limetypes.waitForText(/limetypes\.json/);
    await view.problemCount.waitForText(/error/);
    await view.form.waitForText(/no limetype “helpdesk”/);
    await view.openFile(view.limetypes, "From a file", { name: "other.json", text: "[]" });
    await page.find("status").waitForText(/No limetypes are in this file/);
    await view.menu(view.limetypes, "Built-in");
    await view.limetypes.waitForText(/8 limetypes/);
  });

  test("it begins with what a limetype suggests", { path }, async (page) => {
    const view = await MappingView.open(page, { config: "{}" });
    await view.main.waitForText(/no mapping yet/);
    assert.deepEqual(await page.accessibilityProblems(), []);
    await view.press("Ticket");
    await view.until((instance) => instance.limetype === "helpdesk" && instance.relationHistory === "history");
    await view.row("priority").waitForText(/no value/);
  });

  test("it is kept in this browser, over visits", { path }, async (page) => {
    const view = await MappingView.open(page);
    await view.saved.waitForText(/Stored in this browser/);
    await view.field("Name").fill("Kept");
    await view.until(({ name }) => name === "Kept");
    await page.reload();
    await view.instances.waitForText(/Kept/);
  });

  test("without limetypes a property is added by its name", { path }, async (page) => {
    const config = { instances: [{ limetype: "ticket", properties: { x: { userlikeKey: "id" } } }] };
    await page.page.evaluate(() => localStorage.setItem("userlike-limeobject.limetypes", " "));
    const view = await MappingView.open(page, { config });
    await view.row("x").waitForText(/63741936/);
    await view.field("Add a property by its name").fill("colour");
    await view.keys("Enter");
    await view.waitUntilOpen("colour");
    await view.field("Default", view.row("colour")).fill("red");
    await view.until(({ properties }) => properties.colour?.defaultValue === "red");
  });

  for (const language of ["de", "nl", "sv"]) {
    test(`in ${language}`, { path, language, width: 1024 }, async (page) => {
      const view = await MappingView.open(page, { mode: "both" });
      await view.json.content.wait();
      await view.openProperty("source");
      assert.equal(await page.overflows(), false);
      await page.screenshot(`mapping-${language}`);
    });
  }
});
