// The web client.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { application, ticket } from "./sandbox.mjs";

const { create, fetch, path: base, reset, upload } = application("lime demo");

describe("pages", () => {
  beforeEach(reset);

  /** @param {string} path */
  const page = async (path) => {
    const answer = await fetch(`client/${path}`);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };

  test("an object with its relations, notes and documents", async () => {
    const { _id: ulconversation } = await create("ulconversation", {
      conversationid: 5,
      link: "https://userlike.com/x",
      contactid: "79189089",
    });
    const { _id } = await create("helpdesk", {
      ...ticket,
      person: 1001,
      ulconversation,
      received: "2024-02-22T15:48:45Z",
    });
    await create("history", { note: "Hello\nthere", type: { key: "chat" }, helpdesk: _id });
    const { body: file } = await upload("offer.pdf", "%PDF");
    await create("document", { document: file.id, comment: "from chat", helpdesk: _id });
    for (const path of [`object/helpdesk/${_id}`, `object/helpdesk/${_id}/`]) {
      const { status, text, headers } = await page(path);
      assert.equal(status, 200);
      const seen = [
        "Ticket 1001",
        "No sound",
        "Priority",
        "Normal",
        '<time datetime="2024-02-22T16:48:45',
        ">2024-02-22 16:48:45+01:00</time>",
        "Hello\nthere",
        "from chat",
      ];
      for (const words of [...seen, '<html lang="en">', 'name="viewport"', ">offer.pdf</a>", ">Astrid Björk</a>"]) {
        assert.ok(text.includes(words), words);
      }
      assert.ok(
        text.includes(`object/ulconversation/${ulconversation}">5</a>`),
        "a conversation is named by its own id",
      );
      for (const href of ["object/person/1001", `object/ulconversation/${ulconversation}`, `file/${file.id}`]) {
        assert.ok(text.includes(`href="${base}client/${href}"`), href);
      }
      assert.match(
        headers.get("content-security-policy") ?? "",
        /^default-src 'none'; style-src 'self'; script-src http\S+\/client\/times\.js;.*frame-ancestors 'none'$/,
      );
      assert.equal(headers.get("x-content-type-options"), "nosniff");
      assert.deepEqual(text.match(/<script[^>]*>/g), [`<script type="module" src="${base}client/times.js">`]);
      assert.ok(!/style=/.test(text));
    }
    const download = await fetch(`client/file/${file.id}`);
    assert.equal(await download.text(), "%PDF");
    assert.match(download.headers.get("content-disposition") ?? "", /^attachment/);
    assert.ok((await page(`object/ulconversation/${ulconversation}`)).text.includes('href="https://userlike.com/x"'));
  });

  test("what visitors wrote stays text", async () => {
    const hostile = `<img src=x onerror=alert(1)>"'&<script>alert(1)</script>`;
    const { _id } = await create("helpdesk", { ...ticket, title: hostile, description: hostile });
    await create("history", { note: hostile, type: { key: "chat" }, helpdesk: _id });
    await create("company", { name: hostile, www: "javascript:alert(1)" });
    const { body: file } = await upload("<b>.html", hostile, { "content-type": "text/html" });
    await create("document", { document: file.id, comment: hostile, helpdesk: _id });
    for (const path of ["", "object/company/", "object/company/1005", `object/helpdesk/${_id}`]) {
      const { text } = await page(path);
      assert.ok(!/<img|<script>|<b>/.test(text), path);
      assert.ok(!/href="javascript:/.test(text), path);
      if (path !== `object/company/`) assert.ok(text.includes("&lt;img src=x onerror=alert(1)&gt;"), path);
    }
    const download = await fetch(`client/file/${file.id}`);
    assert.match(download.headers.get("content-disposition") ?? "", /^attachment/);
    assert.equal(download.headers.get("content-security-policy"), "default-src 'none'; sandbox");
    await download.body?.cancel();
  });

  test("an overview, lists in pages, and a style sheet", async () => {
    for (let i = 0; i < 60; i++) await create("helpdesk", { ...ticket, title: `Nr ${i}` });
    const overview = await page("");
    assert.ok(overview.text.includes(">Show all (60)</a>") && overview.text.includes("Björk &amp; Söner AB"));
    const first = await page("object/helpdesk/");
    assert.ok(first.text.includes(">Nr 59<") && !first.text.includes(">Nr 9<"));
    assert.ok(first.text.includes(`href="${base}client/object/helpdesk/?offset=50"`));
    assert.ok((await page("object/helpdesk/?offset=50")).text.includes(">Nr 9<"));
    assert.match(first.text, /<th>Priority<\/th>.*<th>Created<\/th>/);
    const style = await page("style.css");
    assert.match(style.headers.get("content-type") ?? "", /^text\/css/);
    assert.match(style.text, /color-scheme: light dark/);
    const script = await page("times.js");
    assert.match(script.headers.get("content-type") ?? "", /^text\/javascript/);
  });

  test("pages are in the first language that the browser accepts and they have", async () => {
    for (const [accepted = "", language, word] of [
      ["sv-SE,sv;q=0.9,en;q=0.8", "sv", "Översikt"],
      ["fr, de;q=0.5, en;q=0.4", "de", "Übersicht"],
      ["nl", "nl", "Overzicht"],
      ["fr;q=1, de;q=0", "en", "Overview"],
      ["", "en", "Overview"],
      [",;q=,=;;,__proto__", "en", "Overview"],
    ]) {
      const answer = await fetch("client/", { headers: { "accept-language": accepted } });
      const text = await answer.text();
      assert.ok(text.includes(`<html lang="${language}">`) && text.includes(`<h1>${word}</h1>`), accepted);
      assert.equal(answer.headers.get("vary"), "accept-language");
    }
  });

  test("what isn't there is a page that says so", async () => {
    for (const path of ["object/helpdesk/1001", "object/<b>/1", "object/nothing/", "nothing", "file/1"]) {
      const { status, text, headers } = await page(path);
      assert.equal(status, 404, path);
      assert.match(headers.get("content-type") ?? "", /^text\/html/);
      assert.match(text, /<h1>404<\/h1>\s*<p>The(re is no| sandbox has nothing at) /);
      assert.ok(!text.includes("<b>"));
    }
  });
});
