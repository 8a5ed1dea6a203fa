// Relations between limeobjects.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { application, refused, ticket } from "./sandbox.mjs";

const { ask, control, create, ids, list, reset } = application("relations");

describe("relations", () => {
  beforeEach(reset);

  test("belongsto and hasmany are two views of one relation", async () => {
    const [person] = await list("person", "?email=clara.schmitz@example.com");
    const { _id } = await create("helpdesk", { ...ticket, person: person._id, company: person.company });
    for (const note of ["one", "two"]) await create("history", { note, type: { key: "chat" }, helpdesk: _id });
    await create("history", { note: "other", type: { key: "chat" } });
    const notes = await ask("GET", `api/v1/limeobject/helpdesk/${_id}/history/`);
    assert.deepEqual(
      notes.body._embedded.limeobjects.map((/** @type {any} */ { note }) => note),
      ["one", "two"],
    );
    const newest = await ask("GET", `api/v1/limeobject/helpdesk/${_id}/history/?_sort=-_id&_limit=1&type=chat`);
    assert.deepEqual(
      newest.body._embedded.limeobjects.map((/** @type {any} */ { note }) => note),
      ["two"],
    );
    assert.ok(newest.body._links.next.href.includes("_offset=1"));
    const belongsto = await ask("GET", `api/v1/limeobject/helpdesk/${_id}/person/`);
    assert.equal(belongsto.body.email, "clara.schmitz@example.com");
    const persons = await ask("GET", `api/v1/limeobject/company/${person.company}/person/`);
    assert.deepEqual(
      persons.body._embedded.limeobjects.map((/** @type {any} */ found) => found._id),
      [person._id],
    );
    refused(await ask("GET", `api/v1/limeobject/helpdesk/${_id}/coworker/`), 404, "relation-empty");
    refused(await ask("GET", `api/v1/limeobject/helpdesk/${_id}/title/`), 404, "relation-not-found");
  });

  test("a hasone shows the object that points here", async () => {
    const { _id } = await create("ulconversation", { conversationid: 63741936 });
    refused(await ask("GET", `api/v1/limeobject/ulconversation/${_id}/helpdesk/`), 404, "relation-empty");
    const helpdesk = await create("helpdesk", { ...ticket, ulconversation: _id });
    const { body } = await ask("GET", `api/v1/limeobject/ulconversation/${_id}/helpdesk/`);
    assert.equal(body._id, helpdesk._id);
    assert.deepEqual(await ids("helpdesk", `?ulconversation=${_id}`), [helpdesk._id]);
    assert.deepEqual(await ids("ulconversation", `?helpdesk=${helpdesk._id}`), [_id]);
  });

  test("related objects are embedded where they are asked for", async () => {
    const { _id } = await create("helpdesk", { ...ticket, person: 1001 });
    await create("history", { note: "n", type: { key: "chat" }, helpdesk: _id });
    const { body } = await ask("GET", `api/v1/limeobject/helpdesk/${_id}/?_embed=person&_embed=company,history`);
    assert.equal(body._embedded.relation_person._id, 1001);
    assert.equal(body._embedded.relation_company, null);
    assert.deepEqual(
      body._embedded.relation_history.map((/** @type {any} */ { note }) => note),
      ["n"],
    );
    assert.equal(body.person, 1001);
    const [listed] = await list("helpdesk", "?_embed=person");
    assert.equal(listed._embedded.relation_person.lastname, "Björk");
    refused(await ask("GET", `api/v1/limeobject/helpdesk/${_id}/?_embed=title`), 400, "bad-embed", /"title"/);
  });

  test("an object that is deleted leaves no relation that leads nowhere", async () => {
    const { _id: company } = await create("company", { name: "Short AB" });
    const { _id } = await create("helpdesk", { ...ticket, company });
    assert.equal((await ask("DELETE", `api/v1/limeobject/company/${company}/`)).status, 204);
    assert.equal((await ask("GET", `api/v1/limeobject/helpdesk/${_id}/`)).body.company, null);
  });

  test("an object that another can't be without is not deleted", async () => {
    await control("limetypes", [
      { name: "part", properties: [{ name: "company", type: "belongsto", relatedType: "company", required: true }] },
    ]);
    const { _id: company } = await create("company", { name: "Whole AB" });
    await create("part", { company });
    refused(await ask("DELETE", `api/v1/limeobject/company/${company}/`), 409, "in-use", /"part" needs it/);
  });
});
