// What the page says in each language: about a conversation, a text and a mapping that are not right; in every view nothing
// that it says in English. Another language replaces the texts of a view, and nothing else.
import assert from "node:assert/strict";
import { inBrowsers } from "./harness/browsers.mjs";
import { examples } from "./harness/page.mjs";

const WORDS = {
  de: {
    finding: /„abc“ ist keine ID einer Unterhaltung: Das ist eine ganze Zahl von 1 bis/,
    cutOff: /Der Text endet zu früh \(in einem Text in Anführungszeichen\)\. Kopieren Sie den ganzen Text\./,
    topic: /„support“ wird schon von Helpdesk verwendet/,
    limetype: /Lime CRM hat keinen Limetyp „helpdesc“\. Meinten Sie „helpdesk“\?/,
  },
  nl: {
    finding: /“abc” is geen id van een gesprek: dat is een geheel getal van 1 tot/,
    cutOff: /De tekst eindigt te vroeg \(in een tekst tussen aanhalingstekens\)\. Kopieer de hele tekst\./,
    topic: /“support” wordt al door Helpdesk gebruikt/,
    limetype: /Lime CRM heeft geen limetype “helpdesc”\. Bedoelde u “helpdesk”\?/,
  },
  sv: {
    finding: /”abc” är inte ett id för en konversation: det är ett heltal från 1 till/,
    cutOff: /Texten slutar för tidigt \(i en text inom citattecken\)\. Kopiera hela texten\./,
    topic: /”support” används redan av Helpdesk/,
    limetype: /Lime CRM har ingen limetyp ”helpdesc”\. Menade du ”helpdesk”\?/,
  },
};

const CONFIG = {
  instances: [
    { name: "Helpdesk", limetype: "helpdesk", topic: "support" },
    { name: "Deal", limetype: "helpdesc", topic: ["support"] },
  ],
};

/** Words of the English messages. */
const ENGLISH = /The payload|is missing|stays empty|is not looked up|Did you mean|already belongs|EOF while|too early/;

/** Views and how their states are reached. `see` looks at one on the way. */
const STATES = {
  conversation: async (page) => {
    await page.changePayload((payload) => {
      payload.id = "abc";
      payload.rate = "five";
      payload.transcript.push({ type: "message", id: "9", sender: { type: "alien" }, body: "" });
    });
    await page.find("main").evaluate((main) => {
      for (const button of main.querySelectorAll("[aria-pressed=false]")) button.click();
      for (const details of main.querySelectorAll("details")) details.open = true;
    });
  },
  "conversation of one part of several": async (page, see) => {
    await page.page.evaluate(
      (config) => localStorage.setItem("userlike-limeobject.config", config),
      examples.twoInstances,
    );
    await page.reload();
    const select = page.find("main").find("combobox").last();
    await see();
    await select.evaluate((select) => {
      select.value = "1";
      select.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await see();
    await page.changePayload((payload) => {
      payload.topics = [{ name: "lead" }];
    });
    await page.find("main").waitForText(/[“„”]lead[”“]/);
  },
  mapping: async (page) => {
    await page.find("main").evaluate((main) => {
      for (const fold of main.querySelectorAll("h3 > button")) fold.click();
      for (const row of main.querySelectorAll("[data-property] > button")) row.click();
    });
  },
  conversations: async (page) => {
    await page.drop(page.find("main"), { name: "list.json", text: LIST });
    await page
      .find("grid")
      .find("row", undefined, { text: /63741936/ })
      .wait();
  },
  settings: async (page) => {
    page.allow(/status of 422/);
    const [lime, limits] = [page.find("main").find("region").first(), page.find("main").find("region").last()];
    await limits.find("textbox").last().retype("no server");
    await limits.find("button").last().click();
    await limits.find("status").waitForText(/userlike\.com/);
    await lime.find("textbox").first().retype("no address");
    await lime.find("button").first().click();
    await lime.find("status").waitForText(/https:/);
  },
};

/** Names of products, what a person wrote, and what the mapping makes of it. */
const NAMES = /^(Userlike → )?Lime CRM$|Hello, I have a question\.|^Chat with |^New lead /;

/** Conversations that are right, blocked, and none. */
const LIST = JSON.stringify([JSON.parse(examples.payload), { id: "abc" }, 7]);

/** Texts and names that are shown, and are not in what the page was given. */
async function shownTexts(page) {
  await page.settle();
  const texts = await page.page.evaluate(() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent.checkVisibility() && !parent.closest(".cm-editor, script")) found.push(node.data);
    }
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder]"))
      found.push(element.ariaLabel ?? "", element.title ?? "", element.placeholder ?? "");
    return [...found, document.title];
  });
  const given = Object.values(examples).join("\n");
  return texts
    .map((text) => text.replace(/\s+/g, " ").trim())
    .filter((text) => /\p{L}{2,} \p{L}{2,}/u.test(text) && !given.includes(text) && !NAMES.test(text));
}

const viewOf = (state) => state.split(" ", 1)[0];

inBrowsers("Languages", ({ test }) => {
  for (const [state, reach] of Object.entries(STATES))
    test(`${state}: nothing is said in English in another language`, {
      path: `#/${viewOf(state)}`,
      worker: state === "settings",
    }, async (page) => {
      const inLanguage = async (language) => {
        await page.page.evaluate(
          (language) => localStorage.setItem("userlike-limeobject.language", language),
          language,
        );
        await page.reload();
        const texts = new Set();
        const see = async () => {
          for (const text of await shownTexts(page)) texts.add(text);
        };
        await reach(page, see);
        await see();
        return texts;
      };
      const english = await inLanguage("en");
      for (const language of ["de", "nl", "sv"])
        assert.deepEqual([...english.intersection(await inLanguage(language))], [], language);
    });

  test("another language leaves what is typed, the focus, and the place in the view", {
    path: "#/settings",
    worker: true,
    height: 500,
  }, async (page) => {
    const typed = page.region("Lime CRM").field(/^Lime CRM URL/);
    await typed.retype("https://lime.example/half");
    // Typing has scrolled, too, which Firefox tells the page later.
    await page.settle();
    await page.field("Language").evaluate((select) => {
      window.select = select;
      window.kept = [...document.querySelectorAll("main input, main select")];
      select.scrollIntoView();
      select.focus();
    });
    await page.settle();
    const kept = await page.page.evaluate(() => scrollY);
    for (const [language, heading] of [
      ["sv", "Inställningar"],
      ["de", "Einstellungen"],
      ["en", "Settings"],
    ]) {
      await page.page.evaluate((language) => {
        window.select.value = language;
        window.select.dispatchEvent(new Event("change", { bubbles: true }));
      }, language);
      await page.find("heading", heading).first().wait();
      assert.match(await page.page.title(), new RegExp(`^${heading} ·`));
    }
    assert.ok(await page.page.evaluate(() => window.kept.every((field) => field.isConnected)), "the same fields");
    assert.equal(await typed.evaluate((input) => input.value), "https://lime.example/half");
    assert.ok(await page.page.evaluate(() => document.activeElement === window.select), "the focus stays");
    assert.equal(await page.page.evaluate(() => scrollY), kept);
  });

  for (const [language, words] of Object.entries(WORDS))
    test(`findings and problems in ${language}`, { language }, async (page) => {
      const main = page.find("main");
      const says = async (text) => {
        await main.waitForText(text);
        assert.doesNotMatch(await main.text(), ENGLISH);
      };
      await page.changePayload((payload) => {
        payload.id = "abc";
      });
      await says(words.finding);
      await page.setPayload('{ "id": 1, "subject": "Broken');
      await says(words.cutOff);
      await page.page.evaluate((config) => {
        localStorage.setItem("userlike-limeobject.config", config);
        localStorage.setItem("userlike-limeobject.mapping-mode", "both");
      }, JSON.stringify(CONFIG));
      await page.reload();
      await page.show("mapping");
      await main.button(/^2 (Fehler|fouten|fel)/).click();
      await says(words.topic);
      await says(words.limetype);
    });
});
