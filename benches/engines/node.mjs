// Measures in Node. With an executable, in a process of that Node, which is asked for by `node engines/node.mjs OPTIONS`.

import { fileURLToPath } from "node:url";
import { outputOf } from "../program.mjs";

/**
 * @param {string} executable
 * @param {{ shapes: import("../alternatives.mjs").Shape[], rounds: number, libraries: boolean }} options
 */
export async function inNode(executable, options) {
  return JSON.parse(await outputOf(executable, [fileURLToPath(import.meta.url), JSON.stringify(options)]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { libraries, ...options } = JSON.parse(process.argv[2] ?? "");
  const { Mapper } = await import("userlike-limeobject");
  const { compare, exampleMapper, alternatives } = await import("../alternatives.mjs");
  const { checkEqual } = await import("../check.mjs");
  const mapper = exampleMapper(Mapper);
  for (const shape of options.shapes) checkEqual(mapper, alternatives(mapper, shape).bytes);
  const { LIBRARIES } = libraries ? await import("../libraries.mjs") : { LIBRARIES: {} };
  const more = (bytes) => Object.fromEntries(Object.entries(LIBRARIES).map(([name, map]) => [name, () => map(bytes)]));
  const results = await compare(mapper, options, more);
  console.log(JSON.stringify({ engine: `Node ${process.versions.node}`, results }));
}
