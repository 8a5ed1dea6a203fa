// Numbers of every form: bytes, text and object of a payload give the same preview, byte for byte.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Mapper, PROPERTY_TYPES } from "userlike-limeobject";

/** The same numbers as JSON texts; the first is how JavaScript writes it. */
const forms = [
  ["0", "-0", "0.0", "-0.0e3"],
  ["1", "1.0", "10e-1", "1e0"],
  ["100", "1e2", "1E+2", "100.00"],
  ["1.5", "1.50", "15e-1"],
  ["0.1", "1e-1"],
  ["1e-7", "0.0000001"],
  ["5e-324"],
  ["9007199254740991", "9007199254740991.0"],
  ["9007199254740992", "9007199254740992.0"],
  ["1000000000000000000", "1e18"],
  ["12345678901234567000", "1.2345678901234567e19"],
  ["1e+21", "1e21", "1000000000000000000000"],
  ["1.7976931348623157e+308", "1.7976931348623157e308"],
];

for (const type of [...PROPERTY_TYPES, undefined]) {
  test(`numbers are the same from bytes, texts and objects: ${type ?? "without metadata"}`, () => {
    const rules = { p: { userlikeKey: "custom.n" }, q: { template: "{custom.n}" } };
    const far = type?.startsWith("has");
    const config = { instances: [{ limetype: "ticket", properties: far ? { q: rules.q } : rules }] };
    const properties = [
      { name: "p", type, options: [{ key: "1", text: "One" }], relatedType: "person" },
      { name: "q", type: "string" },
    ];
    const limetypes = type === undefined ? undefined : JSON.stringify([{ name: "ticket", properties }]);
    const mapper = new Mapper(JSON.stringify(config), { limetypes });
    for (const [first, ...others] of forms) {
      const object = { id: 1, custom: { n: Number(first) } };
      assert.equal(JSON.stringify(object.custom), `{"n":${first}}`);
      const expected = mapper.preview(object);
      for (const form of [first, ...others]) {
        const text = `{"id":1,"custom":{"n":${form}}}`;
        assert.deepEqual(mapper.preview(text), expected, form);
        assert.deepEqual(JSON.parse(Buffer.from(mapper.transform(Buffer.from(text))).toString()), expected, form);
      }
    }
    const negative = mapper.preview({ id: 1, custom: { n: -0 } });
    assert.deepEqual(mapper.preview('{"id":1,"custom":{"n":-0}}'), negative);
  });
}
