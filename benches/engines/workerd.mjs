// Measures in workerd, in a worker that wrangler has bundled as for deployment.

import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { BASE } from "../alternatives.mjs";
import { measure } from "../measure.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const COMPATIBILITY_DATE = "2026-10-01";
/** A request takes part of a millisecond, so samples are longer than elsewhere. */
const SAMPLE = 40;

// The Miniflare of wrangler, so that their versions always match.
const require = createRequire(createRequire(import.meta.url).resolve("wrangler"));
const { convertV4MiniflareOptions, Miniflare } = require("miniflare");

/** @param {{ shapes: import("../alternatives.mjs").Shape[], rounds: number }} options */
export async function inWorkerd({ shapes, rounds }) {
  const out = join(root, "build/bench/worker");
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const program = join(root, "benches/engines/worker.mjs");
  const flags = ["deploy", program, "--dry-run", "--name=bench", `--compatibility-date=${COMPATIBILITY_DATE}`];
  await promisify(execFile)(join(root, "node_modules/.bin/wrangler"), [...flags, `--outdir=${out}`], { cwd: out });
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: modulesIn(out),
      modulesRoot: out,
      compatibilityDate: COMPATIBILITY_DATE,
      cf: false,
      telemetry: { enabled: false },
    }),
  );
  try {
    const url = await miniflare.ready;
    const ask = async (body) =>
      (
        await fetch(url, { method: "POST", body: JSON.stringify(body), headers: { "accept-encoding": "identity" } })
      ).json();
    const results = [];
    for (const shape of shapes) {
      const { bytes, names } = await ask({ shape, name: BASE, calls: 0 });
      const alternatives = Object.fromEntries(names.map((name) => [name, name]));
      const timeOf = async (name, calls) => {
        const begun = performance.now();
        await ask({ shape, name, calls });
        return performance.now() - begun;
      };
      results.push({ ...shape, bytes, figures: await measure(alternatives, { rounds, timeOf, sample: SAMPLE }) });
    }
    const { version } = JSON.parse(readFileSync(require.resolve("workerd/package.json"), "utf8"));
    return { engine: `workerd ${version}`, results };
  } finally {
    await miniflare.dispose();
  }
}

function modulesIn(folder) {
  return (
    readdirSync(folder)
      .filter((name) => /\.(js|wasm)$/.test(name))
      // The first module is the main module.
      .sort((one, other) => Number(other.endsWith(".js")) - Number(one.endsWith(".js")))
      .map((name) => ({
        type: name.endsWith(".js") ? "ESModule" : "CompiledWasm",
        path: join(folder, name),
        contents: readFileSync(join(folder, name)),
      }))
  );
}
