// What the page says about a conversation, a text and a mapping that are not right, in each language.
import assert from "node:assert/strict";
import { inBrowsers } from "./harness/browsers.mjs";

const WORDS = {
  de: {
    finding: /contact\.email fehlt/,
    cutOff: /Der Text endet zu früh \(in einem Text in Anführungszeichen\)\. Kopieren Sie den ganzen Text\./,
    topic: /„support“ wird schon von Helpdesk verwendet/,
    limetype: /Lime CRM hat keinen Limetyp „helpdesc“\. Meinten Sie „helpdesk“\?/,
  },
  nl: {
    finding: /contact\.email ontbreekt/,
    cutOff: /De tekst eindigt te vroeg \(in een tekst tussen aanhalingstekens\)\. Kopieer de hele tekst\./,
    topic: /“support” wordt al door Helpdesk gebruikt/,
    limetype: /Lime CRM heeft geen limetype “helpdesc”\. Bedoelde u “helpdesk”\?/,
  },
  sv: {
    finding: /contact\.email saknas/,
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
const ENGLISH = /is missing|stays empty|is not looked up|Did you mean|already belongs|EOF while|too early/;

inBrowsers("Languages", ({ test }) => {
  for (const [language, words] of Object.entries(WORDS))
    test(`findings and problems in ${language}`, { language }, async (page) => {
      const main = page.find("main");
      const says = async (text) => {
        await main.waitForText(text);
        assert.doesNotMatch(await main.text(), ENGLISH);
      };
      await page.changePayload((payload) => {
        payload.contact.email = null;
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
      await says(words.topic);
      await says(words.limetype);
    });
});
