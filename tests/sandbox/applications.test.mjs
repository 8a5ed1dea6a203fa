// Applications: the first segment of the path.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { application, refused, ticket } from "./sandbox.mjs";

describe("applications", () => {
  test("each has objects, limetypes and faults of its own", async () => {
    const [a, b] = [application("first app"), application("second_app")];
    await Promise.all([a.reset(), b.reset()]);
    const created = await a.create("helpdesk", ticket);
    assert.equal(created._links.self.href, `${a.url}api/v1/limeobject/helpdesk/1001/`);
    assert.equal((await a.ask("GET", created._links.self.href)).status, 200);
    assert.deepEqual(await b.list("helpdesk"), []);
    await a.control("faults", { faults: [{ status: 500 }] });
    await a.control("limetypes", [{ name: "probe", properties: [] }]);
    assert.equal((await b.ask("GET", "api/v1/limetype/probe/")).status, 404);
    assert.equal((await a.ask("GET", "api/v1/")).status, 500);
  });

  test("the root leads to the web client; a path that names no application is 404", async () => {
    const { fetch } = application("sandbox");
    const root = await fetch("../");
    assert.deepEqual([root.status, new URL(root.headers.get("location") ?? "").pathname], [302, "/sandbox/client/"]);
    for (const name of ["%ZZ", "a%2Fb", "-", "a".repeat(65)]) {
      const response = await fetch(`../${name}/api/v1/`, { headers: { "x-api-key": "sandbox" } });
      refused({ status: response.status, body: await response.json() }, 404, "no-route", /name of an application/);
    }
  });
});
