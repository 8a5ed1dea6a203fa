// The hand-written JavaScript of the benchmark does the same work as the mapper: else its times say nothing.
import { it } from "node:test";
import { Mapper } from "userlike-limeobject";
import { alternatives, exampleMapper } from "../../benches/alternatives.mjs";
import { checkEqual } from "../../benches/check.mjs";

it("hand-written JavaScript maps the benchmark's payloads as the mapper does", () => {
  const mapper = exampleMapper(Mapper);
  for (const size of [157, 6_000, 60_000])
    for (const indent of [0, 2]) checkEqual(mapper, alternatives(mapper, { size, indent }).bytes);
});
