// Control routes.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import conversation from "userlike-limeobject/examples/conversation.json" with { type: "json" };
import { application, EVERYTHING, isDurable, refused, ticket } from "./sandbox.mjs";

const { ask, control, create, ids, list, path, reset, restart, upload } = application("control");

describe("control", () => {
  beforeEach(reset);

  test("the seed is there, and a reset brings it back", async () => {
    const { objects } = await control("stats", undefined, "GET");
    assert.deepEqual([objects.company, objects.person, objects.coworker, objects.helpdesk], [4, 7, 3, 0]);
    const [peter] = await list("coworker", "?name=Peter%20Testman");
    assert.ok(JSON.stringify(conversation).includes(`"operator_name":"${peter.name}"`));
    await create("helpdesk", ticket);
    assert.deepEqual((await control("reset", { seed: false })).created, {});
    assert.deepEqual(await list("person"), []);
    assert.deepEqual((await control("seed")).created, { coworker: 3, company: 4, person: 7 });
    assert.deepEqual(await ids("company", "?_limit=1"), [1001]);
    assert.equal((await create("helpdesk", ticket))._id, 1001);
  });

  test("requests are counted by kind and status", async () => {
    await create("helpdesk", ticket);
    await list("helpdesk");
    await ask("GET", "api/v1/limeobject/helpdesk/1001/");
    await ask("GET", "api/v1/limeobject/helpdesk/1002/");
    await ask("GET", "api/v1/limeobject/helpdesk/1001/history/");
    await ask("GET", "api/v1/limeobject/nonsense/");
    await upload("a.txt", "a");
    const stats = await control("stats", undefined, "GET");
    assert.equal(stats.requests, 7);
    assert.deepEqual(stats.byKind, {
      ...{ "GET limeobject/?": 1, "GET limeobject/helpdesk": 1, "GET limeobject/helpdesk/{id}": 2 },
      ...{ "GET limeobject/helpdesk/{id}/{relation}": 1, "POST file": 1, "POST limeobject/helpdesk": 1 },
    });
    assert.deepEqual(stats.byStatus, { 200: 3, 201: 2, 404: 2 });
    assert.equal((await control("stats", undefined, "DELETE")).requests, 0);
  });

  test("everything survives that the worker is killed", { skip: !isDurable }, async () => {
    await control("limetypes", EVERYTHING);
    await create("thing", { s: "here", i: 7 });
    const { body: file } = await upload("a.txt", "abc");
    const before = await control("stats", undefined, "GET");
    await restart();
    assert.deepEqual(
      (await list("thing", "?i=7")).map((/** @type {any} */ { s }) => s),
      ["here"],
    );
    assert.equal((await ask("GET", `api/v1/file/${file.id}/contents/`)).body, "abc");
    assert.deepEqual((await control("stats", undefined, "GET")).objects, before.objects);
  });

  test("its routes are listed; other web sites may not use them", async () => {
    const { routes } = await control("", undefined, "GET");
    assert.ok(routes.includes(`POST ${path}_control/reset`));
    const foreign = await ask("POST", "_control/reset", undefined, { origin: "https://evil.example" });
    refused(foreign, 403, "foreign-origin");
    refused(await ask("POST", "_control/reset", { seeds: true }), 400, "bad-options");
    refused(await ask("GET", "_control/nothing"), 404, "no-route");
  });
});
