// Compares the package with hand-written JavaScript and with mapping libraries, and writes docs/performance.md.
// `make bench`, or `node benches/run.mjs --help`

import { existsSync, writeFileSync } from "node:fs";
import os from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { inChromium } from "./engines/chromium.mjs";
import { inNode } from "./engines/node.mjs";
import { inWorkerd } from "./engines/workerd.mjs";
import { native } from "./native.mjs";
import { SIZES } from "./payloads.mjs";
import { performanceDocument, tables } from "./report.mjs";
import { startup } from "./startup.mjs";
import { stream } from "./stream.mjs";

const PARTS = ["native", "node", "newest", "chromium", "workerd", "stream", "startup"];
const HELP = `make bench ARGS="OPTIONS"

--only NAME,NAME  parts to run: ${PARTS.join(", ")}. Default: all.
--sizes N,N       bytes of the payloads. Default: ${SIZES.join(",")}.
--rounds N        rounds of each measurement. Default: 31.
--write           write docs/performance.md. Requires all parts.`;

const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: PARTS.join(",") },
    sizes: { type: "string", default: SIZES.join(",") },
    rounds: { type: "string", default: "31" },
    write: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (options.help) {
  console.log(HELP);
  process.exit();
}

const parts = options.only.split(",");
const unknown = parts.filter((part) => !PARTS.includes(part));
if (unknown.length > 0) fail(`unknown parts: ${unknown.join(", ")}; known are ${PARTS.join(", ")}`);
if (options.write && parts.length < PARTS.length) fail("--write requires all parts; leave out --only");
const sizes = options.sizes.split(",").map(numberOption("--sizes"));
const rounds = numberOption("--rounds")(options.rounds);
const shapes = [0, 2].flatMap((indent) => sizes.map((size) => ({ size, indent })));

const STEPS = {
  node: () => inNode(process.execPath, { shapes, rounds, libraries: true }),
  newest: () => inNode(newestNode(), { shapes, rounds, libraries: false }),
  chromium: () => inChromium({ shapes, rounds }),
  workerd: () => inWorkerd({ shapes, rounds }),
  native: () => native({ shapes, rounds }),
  stream: () => stream({ bytes: 100_000_000, rounds: Math.min(rounds, 5) }),
  startup: () => startup({ rounds, size: 6_000 }),
};

const measured = { machine: `${os.cpus()[0]?.model.trim()}, ${os.availableParallelism()} cores`, rounds };
for (const part of PARTS.filter((part) => parts.includes(part))) {
  process.stderr.write(`==> ${part}\n`);
  measured[part] = await STEPS[part]();
}
console.log(tables(measured));
if (options.write) {
  const file = fileURLToPath(new URL("../docs/performance.md", import.meta.url));
  writeFileSync(file, performanceDocument(measured));
  process.stderr.write(`wrote ${file}\n`);
}

function newestNode() {
  const folder = new URL(`node_modules/node-newest-linux-${process.arch}/bin/node`, import.meta.url);
  const file = fileURLToPath(folder);
  return existsSync(file) ? file : fail(`there is no ${file}; leave the part "newest" out with --only`);
}

function numberOption(name) {
  return (text) => {
    const number = Number(text);
    return Number.isInteger(number) && number > 0 ? number : fail(`${name} has "${text}"; it takes positive integers`);
  };
}

function fail(message) {
  console.error(`error: ${message}`);
  process.exit(2);
}
