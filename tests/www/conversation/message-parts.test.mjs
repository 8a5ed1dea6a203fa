// Links and bold text in the messages of a chat.
import assert from "node:assert/strict";
import { test } from "node:test";
import { messageParts } from "../../../www/src/views/conversation/chat/message-parts.ts";

const cases = {
  "plain text": [{ text: "plain text" }],
  "": [],
  "See https://example.org/a?b=c#d, please.": [
    { text: "See " },
    { text: "https://example.org/a?b=c#d", url: "https://example.org/a?b=c#d" },
    { text: ", please." },
  ],
  "(https://example.org/a)": [
    { text: "(" },
    { text: "https://example.org/a", url: "https://example.org/a" },
    { text: ")" },
  ],
  "https://en.wikipedia.org/wiki/Lime_(fruit).": [
    { text: "https://en.wikipedia.org/wiki/Lime_(fruit)", url: "https://en.wikipedia.org/wiki/Lime_(fruit)" },
    { text: "." },
  ],
  "from **New** to **https://example.org/**": [
    { text: "from " },
    { text: "New", bold: true },
    { text: " to " },
    { text: "https://example.org/", url: "https://example.org/", bold: true },
  ],
  "javascript:alert(1) data:text/html,x limecrm:1 HTTPS://EXAMPLE.ORG": [
    { text: "javascript:alert(1) data:text/html,x limecrm:1 " },
    { text: "HTTPS://EXAMPLE.ORG", url: "HTTPS://EXAMPLE.ORG" },
  ],
  "https:// http://[ **": [{ text: "https:// http://[ **" }],
};

for (const [text, parts] of Object.entries(cases))
  test(`the parts of “${text}”`, () => {
    assert.deepEqual(messageParts(text), parts);
    assert.equal(
      parts.map((part) => part.text).join(""),
      text.replaceAll("**", parts.some(({ bold }) => bold) ? "" : "**"),
    );
  });
