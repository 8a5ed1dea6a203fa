// Savepoints: the state is saved and restored. Only in Node.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { application, isDurable, refused, ticket } from "./sandbox.mjs";

const { ask, control, create, list, reset } = application("savepoints");

describe("savepoints", () => {
  beforeEach(reset);

  test("objects, limetypes and faults are restored, in a stack", { skip: isDurable }, async () => {
    await create("helpdesk", ticket);
    assert.deepEqual(await control("savepoints"), { depth: 1 });
    await create("helpdesk", ticket);
    await control("savepoints");
    await control("limetypes", [{ name: "probe", properties: [{ name: "a", type: "integer" }] }]);
    await create("probe", { a: 1 });
    assert.equal((await list("probe", "?a=1")).length, 1);
    await control("faults", { faults: [{ path: "helpdesk", status: 500 }] });
    assert.deepEqual(await control("savepoints", undefined, "DELETE"), { depth: 1 });
    assert.equal((await ask("GET", "api/v1/limetype/probe/")).status, 404);
    assert.equal((await list("helpdesk")).length, 2);
    assert.deepEqual(await control("savepoints/rollback"), { depth: 1 });
    assert.equal((await create("helpdesk", ticket))._id, 1002);
    assert.deepEqual(await control("savepoints", undefined, "DELETE"), { depth: 0 });
    assert.equal((await list("helpdesk")).length, 1);
  });

  test("they are refused on workerd", { skip: !isDurable }, async () => {
    refused(await ask("POST", "_control/savepoints"), 501, "no-savepoints");
  });
});
