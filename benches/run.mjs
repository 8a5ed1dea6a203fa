// Prints how long a conversation takes from bytes to bytes, compared with hand-written JavaScript and mapping libraries.
// `make bench`, or `node benches/run.mjs [--rounds 31] [--sizes 157,6000] [--markdown]`

import assert from "node:assert/strict";
import os from "node:os";
import { parseArgs } from "node:util";
import { Mapper } from "userlike-limeobject";
import config from "userlike-limeobject/examples/config.json" with { type: "json" };
import limetypes from "userlike-limeobject/examples/limetypes.json" with { type: "json" };
import { transformPreview } from "./hand-written/preview.mjs";
import { transformValues } from "./hand-written/values.mjs";
import { LIBRARIES } from "./libraries.mjs";
import { measure } from "./measure.mjs";
import { conversation, SIZES } from "./payloads.mjs";

const { values: options } = parseArgs({
  options: { rounds: { type: "string", default: "31" }, sizes: { type: "string", default: SIZES.join(",") } },
});
const rounds = Number(options.rounds);
const mapper = new Mapper(config, { limetypes });
const text = (bytes) => new TextDecoder().decode(bytes);

console.log(
  `Node ${process.versions.node}, ${os.cpus()[0]?.model.trim()}, ${os.availableParallelism()} cores; median of ${rounds} rounds, quartiles in brackets\n`,
);
for (const indent of [0, 2]) {
  for (const size of options.sizes.split(",").map(Number)) {
    const payload = conversation(size);
    const bytes = new TextEncoder().encode(JSON.stringify(payload, null, indent));
    checkEqual(bytes);
    const string = text(bytes);
    const results = await measure(
      {
        "hand-written, values only": () => transformValues(bytes),
        "hand-written, sources and findings": () => transformPreview(bytes),
        "transform (bytes → bytes)": () => mapper.transform(bytes),
        "preview (bytes → object)": () => mapper.preview(bytes),
        "preview (text → object)": () => mapper.preview(string),
        "preview (object → object)": () => mapper.preview(payload),
        "JSON.stringify (object → text)": () => JSON.stringify(payload),
        ...Object.fromEntries(Object.entries(LIBRARIES).map(([name, map]) => [name, () => map(bytes)])),
      },
      { rounds },
    );
    print(`${bytes.byteLength} bytes, ${indent === 0 ? "compact" : "indented"}`, results);
  }
}

/** What is compared does the same work. */
function checkEqual(bytes) {
  const preview = text(mapper.transform(bytes));
  assert.equal(text(transformPreview(bytes)), preview, "hand-written with sources and findings");
  const { conversation, lookups, objects } = JSON.parse(preview);
  const values = {
    conversation,
    lookups: lookups.map(({ source, config, matchBy, ...lookup }) => lookup),
    objects: objects.map(({ sources, ...object }) => object),
  };
  assert.deepEqual(JSON.parse(text(transformValues(bytes))), values, "hand-written, values only");
}

function print(title, results) {
  const base = results["hand-written, values only"].median;
  console.log(`| ${title} | µs | quartiles | speed |\n| --- | ---: | ---: | ---: |`);
  for (const [name, { median, low, high }] of Object.entries(results)) {
    const speed = `${(base / median).toFixed(2)}×`;
    console.log(`| ${name} | ${round(median)} | ${round(low)}–${round(high)} | ${speed} |`);
  }
  console.log();
}

function round(figure) {
  return figure < 100 ? figure.toFixed(1) : Math.round(figure).toLocaleString("en");
}
