// Measures how long a new process takes from the import to the first result, and the memory that it has then.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { median } from "./median.mjs";
import { outputOf } from "./program.mjs";

const PROGRAMS = {
  "empty module": () => {},
  "userlike-limeobject": async (bytes) => {
    const { Mapper } = await import("userlike-limeobject");
    const example = (name) => readFileSync(new URL(`../pkg/examples/${name}.json`, import.meta.url));
    const mapper = new Mapper(example("config"), { limetypes: example("limetypes") });
    return () => mapper.transform(bytes);
  },
  "hand-written, values only": async (bytes) => {
    const { transformValues } = await import("./hand-written/values.mjs");
    return () => transformValues(bytes);
  },
  JSONata: async (bytes) => {
    const { JSONATA } = await import("./jsonata.mjs");
    return () => JSONATA(bytes);
  },
};

/** Names of the programs. */
export const STARTED = Object.keys(PROGRAMS);

async function once(name, size) {
  const program = fileURLToPath(import.meta.url);
  return JSON.parse(await outputOf(process.execPath, [program, name, String(size)]));
}

/**
 * @param {{ rounds: number, size: number }} options
 * @returns {Promise<Record<string, { milliseconds: number, memory: number }>>} medians, by the name of the program
 */
export async function startup({ rounds, size }) {
  const samples = Object.fromEntries(STARTED.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const name of STARTED) samples[name].push(await once(name, size));
  return Object.fromEntries(
    STARTED.map((name) => [
      name,
      {
        milliseconds: median(samples[name].map(({ milliseconds }) => milliseconds)),
        memory: median(samples[name].map(({ memory }) => memory)),
      },
    ]),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , name, size] = process.argv;
  const { conversation } = await import("./payloads.mjs");
  const bytes = new TextEncoder().encode(JSON.stringify(conversation(Number(size))));
  const begun = performance.now();
  const call = await PROGRAMS[name](bytes);
  await call?.();
  const milliseconds = performance.now() - begun;
  console.log(JSON.stringify({ milliseconds, memory: process.memoryUsage.rss() / 1e6 }));
}
