// Filters, order and pages of the limeobject API.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { application, EVERYTHING, refused, ticket } from "./sandbox.mjs";

const { ask, control, create, ids, list, reset, upload, url } = application("filters");

describe("filters", () => {
  beforeEach(reset);

  test("by each type of property", async () => {
    await control("limetypes", EVERYTHING);
    const { body: file } = await upload("a.txt", "abc");
    const rich = {
      ...{
        s: "Abc",
        ph: "1",
        l: "https://x",
        i: 5,
        d: 1.5,
        pc: 10,
        y: true,
        w: "2024-02-22T15:48:45Z",
        da: "2024-02-22",
      },
      ...{ ye: "2024-01-01", o: { key: "a" }, se: [{ key: "r" }, { key: "g" }], u: 2, f: file.id, company: 1002 },
    };
    const { _id: one } = await create("thing", rich);
    const { _id: two } = await create("thing", { owner: one, s: "b", i: 9 });
    const expected = {
      ...{
        "s=abc": [one],
        "s=ab": [],
        "i=5": [one],
        "d=1.5": [one],
        "pc=10": [one],
        "y=true": [one],
        "y=1": [one],
        "y=false": [],
      },
      ...{
        "w=2024-02-22T16:48:45%2B01:00": [one],
        "da=2024-02-22": [one],
        "ye=2024-01-01": [one],
        "o=a": [one],
        "o=b": [],
      },
      ...{ "se=r": [one], "se=g": [one], "se=": [two], "u=2": [one], [`f=${file.id}`]: [one], "company=1002": [one] },
      ...{ "company=": [two], [`owner=${one}`]: [two], [`thing=${two}`]: [one], "min-i=6": [two], "max-i=5": [one] },
      ...{ "min-i=5&max-i=9": [one, two], "min-w=2024-02-23T00:00:00Z": [], "max-da=2024-12-31": [one], "o=": [two] },
      ...{ [`_id=${two}`]: [two], [`min-_id=${two}`]: [two], "min-_createdtime=2020-01-01T00:00:00Z": [one, two] },
      ...{ "i=5&s=b": [], "company.name=Rheinwerk%20Möbel%20GmbH": [one], "": [one, two], "s=": [], "t=": [one, two] },
    };
    for (const [search, found] of Object.entries(expected))
      assert.deepEqual(await ids("thing", `?${search}`), found, search);
  });

  test("that make no sense are refused", async () => {
    const bad = {
      ...{ "colour=red": "unknown-property", "min-colour=red": "unknown-property", "rating=x": "bad-filter" },
      ...{ "received=yesterday": "wrong-type", "priority=urgent": "unknown-option", "person=x": "bad-filter" },
      ...{ "_limit=x": "bad-parameter", "_offset=-1": "bad-parameter", "_sort=colour": "unknown-property" },
      ...{
        "_sort=history": "bad-sort",
        "_embed=nothing": "bad-embed",
        "_other=1": "unknown-property",
        "title.x=1": "bad-path",
      },
    };
    for (const [search, code] of Object.entries(bad))
      refused(await ask("GET", `api/v1/limeobject/helpdesk/?${search}`), 400, code);
  });

  test("two persons can share an e-mail address; case doesn't matter", async () => {
    assert.deepEqual(
      (await list("person", "?email=POST@fjordkaffe.example&_sort=_id")).map(
        (/** @type {any} */ { firstname }) => firstname,
      ),
      ["Lars", "Ingrid"],
    );
  });

  test("pages follow each other by their links, without gaps or repeats", async () => {
    for (let i = 0; i < 23; i++) await create("helpdesk", { ...ticket, rating: i % 3 });
    assert.equal((await list("helpdesk")).length, 10, "the default");
    /** @type {number[]} */
    const seen = [];
    let next = `${url}api/v1/limeobject/helpdesk/?priority=normal&_sort=-rating&_limit=5`;
    for (let pages = 1; next; pages++) {
      const { body } = await ask("GET", next);
      assert.ok(pages <= 5);
      seen.push(...body._embedded.limeobjects.map((/** @type {any} */ { _id }) => _id));
      next = body._links.next?.href;
    }
    assert.equal(seen.length, 23);
    assert.equal(new Set(seen).size, 23);
    assert.deepEqual(
      (await list("helpdesk", "?_sort=-rating,title&_limit=3")).map((/** @type {any} */ { rating }) => rating),
      [2, 2, 2],
    );
    assert.deepEqual(await ids("helpdesk", "?_sort=-_id&_limit=2&_offset=1"), [1022, 1021]);
    assert.deepEqual(await ids("helpdesk", "?_limit=0"), []);
  });

  test("no more than 50 at a time", async () => {
    await Promise.all(Array.from({ length: 60 }, () => create("helpdesk", ticket)));
    const { body } = await ask("GET", "api/v1/limeobject/helpdesk/?_limit=1000");
    assert.equal(body._embedded.limeobjects.length, 50);
    assert.equal((await ask("GET", body._links.next.href)).body._embedded.limeobjects.length, 10);
  });
});
