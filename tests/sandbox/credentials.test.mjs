// Credentials and unknown addresses.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { application, refused, startServer, ticket } from "./sandbox.mjs";

const { ask, list, path, reset } = application("credentials");

describe("credentials", () => {
  beforeEach(reset);

  test("a missing or wrong key is refused, the right one is let in", async () => {
    for (const key of ["", "wrong", "sandbox2"]) {
      refused(await ask("GET", "api/v1/", undefined, { "x-api-key": key }), 401, "unauthorized", /x-api-key/);
    }
    const { status, body } = await ask("GET", "api/v1/");
    assert.equal(status, 200);
    assert.ok(body._links.limetypes.href.endsWith(`${path}api/v1/limetype/`));
  });

  test("a wrong key is refused before anything is written", async () => {
    const answer = await ask("POST", "api/v1/limeobject/helpdesk/", ticket, { "x-api-key": "no" });
    assert.equal(answer.status, 401);
    assert.deepEqual(await list("helpdesk"), []);
  });

  test("what isn't there is 404, in words", async () => {
    refused(await ask("GET", "api/v1/nothing/"), 404, "no-route", /GET \/credentials\/api\/v1\/nothing/);
    refused(await ask("PATCH", "api/v1/limeobject/helpdesk/", {}), 404, "no-route");
    refused(await ask("GET", "api/v1/limeobject/ticket/"), 404, "limetype-not-found", /"ticket"/);
    refused(await ask("POST", "api/v1/limeobject/ticket/", {}), 404, "limetype-not-found");
    refused(await ask("GET", "api/v1/limetype/ticket/"), 404, "limetype-not-found");
    for (const id of ["1001", "0", "abc", "-1", "1e3", "99999999999999999999"]) {
      refused(await ask("GET", `api/v1/limeobject/helpdesk/${id}/`), 404, "object-not-found");
      refused(await ask("PUT", `api/v1/limeobject/helpdesk/${id}/`, {}), 404, "object-not-found");
      refused(await ask("DELETE", `api/v1/limeobject/helpdesk/${id}/`), 404, "object-not-found");
    }
  });
});

test("a sandbox with a key of its own wants it everywhere", async (t) => {
  const own = await startServer({ apiKey: "secret" });
  t.after(() => own.stop());
  const status = async (/** @type {string} */ path, /** @type {Record<string, string>} */ headers) => {
    const answer = await own.fetch(`/sandbox/${path}`, { headers });
    await answer.body?.cancel();
    return answer.status;
  };
  const basic = (/** @type {string} */ password) => ({ authorization: `Basic ${btoa(`me:${password}`)}` });
  assert.equal(await status("api/v1/", { "x-api-key": "sandbox" }), 401);
  assert.equal(await status("api/v1/", { "x-api-key": "secret" }), 200);
  for (const path of ["client/", "_control/stats", "client/object/person/1001", "client/file/1001"]) {
    assert.equal(await status(path, {}), 401, path);
    assert.equal(await status(path, basic("sandbox")), 401, path);
  }
  assert.equal(await status("client/", basic("secret")), 200);
  assert.equal(await status("_control/stats", { "x-api-key": "secret" }), 200);
  const answer = await own.fetch("/sandbox/client/", {});
  assert.match(answer.headers.get("www-authenticate") ?? "", /^Basic /);
  await answer.body?.cancel();
});
