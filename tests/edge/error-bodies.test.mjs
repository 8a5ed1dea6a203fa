// Error answers of many shapes, from the sandbox Lime CRM: in the package and in the worker, Lime CRM's words arrive whole.
import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { Mapper } from "userlike-limeobject";
import { DeliveryError, deliver, dryRun, fetchLimetypes, testConnection } from "userlike-limeobject/delivery";
import config from "userlike-limeobject/examples/config.json" with { type: "json" };
import { startEdge } from "./edge.mjs";
import { addFaults, addOn, control, payload } from "./sandboxed.mjs";

const edge = await startEdge({ after });
const lime = { url: `${edge.url}sandbox`, apiKey: "sandbox", attempts: 1 };
const mapper = new Mapper(/** @type {any} */ (config), { limetypes: await fetchLimetypes(lime) });
const create = { method: "POST", path: "/limeobject/helpdesk/$", times: 1000 };

/** Body and content type; what the message has; properties of the findings. */
/** @type {[string, string | undefined, RegExp, (string | undefined)[]][]} */
const BODIES = [
  ['{"message":"title: too long"}', undefined, /title: too long/, ["title"]],
  ['{"error":{"code":7,"message":"no"}}', undefined, /no \(code 7\)/, [undefined]],
  [
    '{"errors":{"title":["too long"],"detail":["empty"]}}',
    undefined,
    /title: too long; detail: empty/,
    ["title", "detail"],
  ],
  [
    '{"Message":"Invalid.","ModelState":{"model.Title":["too long"]}}',
    undefined,
    /Invalid; model\.Title: too long/,
    [undefined, "title"],
  ],
  [
    '{"type":"about:blank","title":"Bad","status":422,"invalid-params":[{"name":"title","reason":"empty"}]}',
    "application/problem+json",
    /Bad; title: empty/,
    [undefined, "title"],
  ],
  ["<html><title>Blocked</title><body><b>Policy</b> 17</body></html>", "text/html", /Blocked: Policy 17/, [undefined]],
  ["not allowed today", "text/plain", /not allowed today/, [undefined]],
  ["x".repeat(12_345), "text/plain", /x… \(first 500 of 12,345 characters\)/, [undefined]],
  ["a\u0000b\u0007c\u202Ed", "text/plain", /abcd/, [undefined]],
  ["the key sandbox is not known", "text/plain", /the key \*\*\* is not known/, [undefined]],
];

/** @param {Promise<unknown>} promise @returns {Promise<DeliveryError>} */
const errorOf = async (promise) => {
  const thrown = await promise.then(
    () => undefined,
    (error) => error,
  );
  assert.ok(thrown instanceof DeliveryError);
  return thrown;
};

beforeEach(() => control(edge, "faults", undefined, "DELETE"));

test("a rejected object: the message has all words, the findings the properties", async () => {
  for (const [body, contentType, words, properties] of BODIES) {
    await addFaults(edge, { ...create, status: 422, body, ...(contentType === undefined ? {} : { contentType }) });
    const error = await errorOf(deliver(mapper.preview(payload(1)), lime));
    assert.equal(error.code, "refused");
    assert.match(error.message, words);
    assert.deepEqual(
      error.findings.map(({ property }) => property),
      properties,
      body,
    );
    const answer = await addOn(edge, payload(2));
    assert.equal(answer.status, 502);
    assert.match(answer.body.error.message, words, "the worker says the same");
    assert.deepEqual(
      answer.body.error.findings.map((/** @type {any} */ { message }) => message),
      error.findings.map(({ message }) => message),
    );
    await control(edge, "faults", undefined, "DELETE");
  }
});

test("every other status has the words, too", async () => {
  for (const [status, code] of /** @type {[number, string][]} */ ([
    [401, "unauthorized"],
    [403, "forbidden"],
    [404, "limetype-not-found"],
    [429, "rate-limited"],
    [503, "unavailable"],
  ])) {
    await addFaults(edge, { ...create, status, body: '{"Reason":"because of sandbox"}' });
    const error = await errorOf(deliver(mapper.preview(payload(1)), lime));
    assert.equal(error.code, code);
    assert.match(error.message, /Lime CRM's message: because of \*\*\*\./);
    await control(edge, "faults", undefined, "DELETE");
  }
});

test("the check of the connection and the limetypes have the words, too", async () => {
  for (const [status, code] of /** @type {[number, string][]} */ ([
    [401, "unauthorized"],
    [403, "forbidden"],
    [418, "not-lime-crm"],
    [503, "unavailable"],
  ])) {
    await addFaults(edge, {
      path: "^/?api/v1/",
      times: 1000,
      status,
      body: '{"errors":[{"detail":"because of sandbox"}]}',
    });
    for (const ask of [testConnection, fetchLimetypes]) {
      const error = await errorOf(ask(lime));
      assert.equal(error.code, code);
      assert.match(error.message, /Its message: because of \*\*\*$/);
    }
    await control(edge, "faults", undefined, "DELETE");
  }
  await addFaults(edge, { path: "limetype", times: 1000, body: "<title>Sign in</title>", contentType: "text/html" });
  await assert.rejects(fetchLimetypes(lime), /expected https:.*Its message: Sign in$/);
});

test("an answer in a declared encoding is decoded, and one of no text described", async () => {
  const answer = (/** @type {Uint8Array} */ body, /** @type {string} */ type) => async () =>
    new Response(/** @type {any} */ (body), { status: 422, headers: { "content-type": type } });
  const preview = mapper.preview(payload(1));
  const utf16 = Buffer.from('{"message":"för lång"}', "utf16le");
  for (const [body, type, words] of /** @type {[Uint8Array, string, RegExp][]} */ ([
    [Buffer.from('{"message":"för lång"}', "latin1"), "application/json; charset=iso-8859-1", /message: för lång\./],
    [Buffer.from('{"message":"för lång"}', "latin1"), "application/json", /message: för lång\./],
    [utf16, 'application/json; charset="utf-16le"', /message: för lång\./],
    [Buffer.from([0xa4, 0xb3, 0xa4, 0xf3]), "text/plain; charset=euc-jp", /message: こん\./],
    [Buffer.from("hello"), "text/plain; charset=unheard-of", /message: hello\./],
    [new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), "application/json", /message: 10 bytes that are not text\./],
  ])) {
    await assert.rejects(dryRun(preview, { ...lime, fetch: answer(body, type) }), words);
  }
});
