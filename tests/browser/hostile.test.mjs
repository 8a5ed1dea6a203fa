// The text in a payload is written by strangers. Whatever it says, it is shown as text: nothing runs, nothing is loaded, the
// policy has nothing to report.
import assert from "node:assert/strict";
import { inBrowsers } from "./harness/browsers.mjs";
import { ConversationView } from "./harness/conversation-view.mjs";
import { examples } from "./harness/page.mjs";

const attacks = [
  "<script>window.hacked = 1</script>",
  "<img src=x onerror=window.hacked=1>",
  '"><svg onload=window.hacked=1>',
  "<svg><script>window.hacked=1</script></svg>",
  '<a href="javascript:window.hacked=1">x</a>',
  "javascript:window.hacked=1",
  "data:text/html,<script>window.hacked=1</script>",
  "[x](javascript:window.hacked=1)",
  "![x](https://evil.example/a.png)",
  "<iframe srcdoc='<script>parent.hacked=1</script>'></iframe>",
  "<style>@import url(https://evil.example/a.css);</style>",
  "{{constructor.constructor('window.hacked=1')()}}",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is an attack
  "${window.hacked=1}",
  "</textarea><script>window.hacked=1</script>",
  "<limel-icon name='x' onclick=window.hacked=1></limel-icon>",
  "<math><mtext></form><form><mglyph><style></math><img src onerror=window.hacked=1>",
  "\u202e\u2066evil\u2069\u0000\u0007\ud800",
  "__proto__",
];

/** The payload with every text in it replaced, wherever it is, and with keys that are attacks. */
function poisoned(attack) {
  const poison = (value, key) => {
    if (Array.isArray(value)) return value.map((item) => poison(item, key));
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, value]) => [key, poison(value, key)]));
    }
    const structural = ["type", "event", "text_format", "representation"];
    if (typeof value === "string" && !structural.includes(key)) return attack;
    return value === null && key !== "sender" ? attack : value;
  };
  const payload = poison(JSON.parse(examples.payload));
  payload.topics = [{ text: attack }, attack, "support"];
  payload.custom = { [attack]: attack, nested: { [attack]: [attack] } };
  payload.custom_field_data = { [attack]: attack };
  payload.contact.custom_field_data = { [attack]: attack };
  payload.transcript[1].url = attack;
  payload.transcript.push({ ...payload.transcript[1], url: `https://userlikecdn.com/${attack}` });
  return payload;
}

inBrowsers("hostile text", ({ test }) => {
  const unharmed = async (page, what) => {
    assert.equal(await page.page.evaluate(() => "hacked" in window), false, what);
    assert.deepEqual(await page.incidents(), [], what);
    // Elements that a person would not find either are looked for by what they are.
    const { strange, links } = await page.page.evaluate(() => ({
      strange: [...document.querySelectorAll("main :is(script, iframe, img, object, embed, form[action])")].map(
        ({ outerHTML }) => outerHTML,
      ),
      links: [...document.querySelectorAll("a[href]")]
        .map(({ protocol }) => protocol)
        .filter((protocol) => !["http:", "https:", "limecrm:"].includes(protocol)),
    }));
    assert.deepEqual(strange, [], what);
    assert.deepEqual(links, [], what);
  };

  test("in every text of a payload", { width: 1400 }, async (page) => {
    const view = new ConversationView(page);
    for (const attack of attacks) {
      await page.setPayload(poisoned(attack));
      await page.settle();
      const shown = await view.transcript.text();
      if (!attack.includes("\u202e")) assert.ok(shown.includes(attack.slice(0, 20)), `${attack} is shown as text`);
      await view.severities.find("button").evaluateAll((buttons) => {
        for (const button of buttons) if (button.ariaPressed === "false") button.click();
      });
      await unharmed(page, attack);
      await view.preview.find("button").evaluateAll((buttons) => {
        for (const button of buttons.slice(0, 30))
          button.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
      });
    }
    await view.showPayload();
    for (const attack of attacks) {
      await page.setPayload(poisoned(attack));
      await page.settle();
      await unharmed(page, `${attack}, as JSON`);
    }
  });

  test("in texts that are no payload", {}, async (page) => {
    for (const attack of attacks) {
      for (const text of [
        attack,
        `{"id": 1, ${attack}`,
        JSON.stringify({ [attack]: attack }),
        JSON.stringify([attack]),
      ]) {
        await page.setPayload(text);
        await unharmed(page, text);
      }
    }
  });

  test("in the command line", {}, async (page) => {
    const { command } = new ConversationView(page);
    for (const attack of attacks.slice(0, 8)) {
      await command.fill(`$lime ${attack}`);
      await page.page.keyboard.press("Enter");
      await page.settle();
      await unharmed(page, attack);
    }
  });

  test("sent, and answered by Lime CRM", { worker: true }, async (page) => {
    await page.connection.waitForText(/Sandbox/);
    page.allow(/status of (422|50\d)/);
    const attack = "<img src=x onerror=window.hacked=1>";
    const payload = poisoned(attack);
    payload.id = 81_000_001;
    await page.setPayload(payload);
    const view = new ConversationView(page);
    await view.askWhatChanges.click();
    await view.changes.waitForText(/New|Updated|No change|could not be checked/);
    await unharmed(page, "asked");
    if (!(await view.send.get("disabled"))) {
      await view.send.click();
      await view.delivery.waitForText(/was created|is unchanged|was not sent/);
    }
    await unharmed(page, "sent");
  });

  test("markup made from text would be stopped by the policy", {}, async (page) => {
    page.allow(/./);
    const stopped = await page.page.evaluate(() => {
      const element = document.createElement("div");
      try {
        element.innerHTML = "<b>bold</b>";
      } catch {
        return true;
      }
      return false;
    });
    assert.equal(stopped, true);
  });
});
