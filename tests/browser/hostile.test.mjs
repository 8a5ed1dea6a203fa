import assert from "node:assert/strict";
import { test } from "node:test";
import { examples, usePage } from "./page.mjs";

const open = usePage();

const attacks = [
  "<script>window.hacked = 1; alert(1)</script>",
  "</textarea><script>window.hacked = 1</script>",
  "<img src=x onerror='window.hacked = 1; alert(1)'>",
  '"><svg onload="window.hacked = 1"><title>x</title></svg>',
  "<iframe srcdoc='<script>parent.hacked = 1</script>'></iframe>",
  "<details open ontoggle=window.hacked=1>",
  "<style>body { display: none }</style>",
  "<base href='https://attacker.example/'>",
  "<form action='https://attacker.example/'><button>go</button></form>",
  "<math><mtext></form><form><mglyph><style></math><img src onerror=window.hacked=1>",
  "javascript:window.hacked=1",
  "JaVaScRiPt:window.hacked=1//",
  "\tjava\nscript:window.hacked=1",
  "data:text/html,<script>opener.hacked=1</script>",
  "vbscript:msgbox(1)",
  "$" + "{window.hacked = 1}",
  "{{constructor.constructor('window.hacked = 1')()}}",
  "<%= window.hacked = 1 %>",
  "#" + "{window.hacked = 1}",
  "\u202e<gpj.exe onload=window.hacked=1>\u2066",
  "<!-- --!><img src=x onerror=window.hacked=1>",
  "]]><script>window.hacked=1</script>",
  "\u0000<script>window.hacked=1</script>",
  "__proto__",
];

// What the page makes of a payload; anything else would have been made of its text.
const own =
  "a article bdi button code div h2 h3 h4 li mark ol p pre section span strong table tbody td th thead tr ul wbr";

test("hostile text is shown as text and nothing of it runs", async (t) => {
  const view = await open(t);
  for (const attack of attacks) {
    await view.change((payload) => poison(payload, attack));
    await view.page.hover("#role-limeobject tbody tr");
    const { names, attributes, scripts, hacked } = await view.page.evaluate(() => {
      const made = [...document.querySelectorAll("#preview *, #drop *, .marks *")];
      return {
        names: made.map((element) => element.localName),
        attributes: made.flatMap((element) => element.getAttributeNames()),
        scripts: document.querySelectorAll("script, style, base, iframe, object, embed, body > :not([id], [class])")
          .length,
        hacked: window.hacked,
      };
    });
    assert.deepEqual(
      names.filter((name) => !own.split(" ").includes(name)),
      [],
      attack,
    );
    assert.deepEqual(
      attributes.filter((name) => name.startsWith("on") || name.startsWith("src")),
      [],
      attack,
    );
    assert.equal(hacked, undefined, attack);
    // noscript, and the script of the page itself.
    assert.equal(scripts, 2, attack);
    const links = await view.page.$$eval("a[href]", (found) =>
      found.map((a) => ({ protocol: a.protocol, rel: a.rel, own: a.getAttribute("href").startsWith("#") })),
    );
    for (const { protocol, rel, own } of links) {
      assert.match(protocol, /^(https?|limecrm):$/, attack);
      if (!own) assert.equal(rel, "noopener noreferrer", attack);
    }
  }
  await view.frame();
  assert.equal(await view.page.evaluate(() => window.hacked), undefined);
  assert.deepEqual(view.incidents, []);
});

test("a hostile message is in the history note word for word", async (t) => {
  const view = await open(t);
  const attack = attacks[2];
  await view.change((payload) => poison(payload, attack));
  assert.ok((await view.text("#role-history pre")).includes(attack));
});

test("only links that can't run anything can be followed", async (t) => {
  const view = await open(t);
  const links = () =>
    view.page.$$eval("#result a:not([href^='#'])", (found) => found.map((a) => a.getAttribute("href")));
  await view.change((payload) => mediaMessage(payload, "javascript:window.hacked=1//.png"));
  assert.ok((await links()).every((href) => href.startsWith("https://userlike.com/")));
  await view.change((payload) => mediaMessage(payload, "https://files.example/a%22onclick=x.png?<b>"));
  assert.deepEqual(view.incidents, []);
});

test("hostile text in the configuration and the metadata is text, too", async (t) => {
  const view = await open(t);
  const attack = "<img src=x onerror='window.hacked = 1'>";
  const config = JSON.parse(examples.config);
  config.instances[0].name = attack;
  config[attack] = attack;
  await view.enter("config", JSON.stringify(config));
  assert.ok((await view.text("#section-instance + .card")).startsWith(attack));
  const replaced = examples.limetypes.replaceAll(
    /"(localname|singular|text)": "[^"]*"/g,
    (_, key) => `"${key}": ${JSON.stringify(attack)}`,
  );
  await view.enter("limetypes", replaced);
  assert.ok((await view.text("#role-limeobject")).includes(attack));
  assert.equal(await view.page.$("img"), null);
  assert.equal(await view.page.evaluate(() => window.hacked), undefined);
  assert.deepEqual(view.incidents, []);
});

test("the browser itself refuses to make markup of text", async (t) => {
  const view = await open(t);
  const refused = await view.page.evaluate(() => {
    try {
      document.body.innerHTML = "<b>x</b>";
      return "not refused";
    } catch (error) {
      return error.message;
    }
  });
  assert.match(refused, /TrustedHTML/);
  await view.frame();
  assert.ok(view.incidents.some((incident) => incident.startsWith("policy: require-trusted-types-for")));
});

/** Puts the text wherever a visitor of a web site, or that site, can put one. */
function poison(payload, attack) {
  Object.assign(payload.contact, {
    name: attack,
    email: attack,
    company: attack,
    phone_number: attack,
    url_profile_picture: attack,
    custom_field_data: { [attack]: attack },
  });
  Object.assign(payload, {
    subject: attack,
    feedback_message: attack,
    topics: [...payload.topics, { text: attack }, attack],
    custom: { [attack]: attack, order_no: attack },
    custom_field_data: { [attack]: attack },
    addon_urls: { [attack]: attack },
  });
  for (const message of payload.transcript) {
    Object.assign(message, { body: attack, body_plain: attack, operator_name: attack });
    if (message.sender) message.sender.name = attack;
  }
  mediaMessage(payload, attack);
}

function mediaMessage(payload, url) {
  payload.transcript.push({ ...payload.transcript[0], id: "1.2.3", type: "message", url });
}
