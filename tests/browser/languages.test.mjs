// What the page says about a conversation, a text and a mapping that are not right, in each language.
import assert from "node:assert/strict";
import { inBrowsers } from "./harness/browsers.mjs";

const WORDS = {
  de: {
    finding: /"abc" ist keine ID einer Unterhaltung: Das ist eine ganze Zahl von 1 bis/,
    cutOff: /Der Text endet zu früh \(in einem Text in Anführungszeichen\)\. Kopieren Sie den ganzen Text\./,
    topic: /„support“ wird schon von Helpdesk verwendet/,
    limetype: /Lime CRM hat keinen Limetyp „helpdesc“\. Meinten Sie „helpdesk“\?/,
  },
  nl: {
    finding: /"abc" is geen id van een gesprek: dat is een geheel getal van 1 tot/,
    cutOff: /De tekst eindigt te vroeg \(in een tekst tussen aanhalingstekens\)\. Kopieer de hele tekst\./,
    topic: /“support” wordt al door Helpdesk gebruikt/,
    limetype: /Lime CRM heeft geen limetype “helpdesc”\. Bedoelde u “helpdesk”\?/,
  },
  sv: {
    finding: /"abc" är inte ett id för en konversation: det är ett heltal från 1 till/,
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

inBrowsers("Languages", ({ test }) => {
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
