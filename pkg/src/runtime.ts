// Looks at the runtime before anything else does. It is imported first: the glue would fail with a ReferenceError.

import { LimeobjectError } from "./errors.js";

/** Names the runtime that runs this, for messages. */
export function seenRuntime(): string {
  const { EdgeRuntime, navigator, process, document } = globalThis as {
    EdgeRuntime?: unknown;
    navigator?: { userAgent?: string };
    process?: { versions?: Record<string, string | undefined> };
    document?: unknown;
  };
  if (EdgeRuntime !== undefined) return "an edge runtime";
  const agent = navigator?.userAgent ?? "";
  if (agent.includes("jsdom")) return "jsdom";
  const { bun, deno, electron, node } = process?.versions ?? {};
  if (bun !== undefined) return `Bun ${bun}`;
  if (deno !== undefined) return `Deno ${deno}`;
  if (electron !== undefined) return `Electron ${electron}`;
  if (node !== undefined) return `Node ${node}`;
  if (document !== undefined) return "a browser";
  return "importScripts" in globalThis ? "a web worker" : agent || "an unknown runtime";
}

for (const name of ["TextDecoder", "TextEncoder", "WebAssembly"]) {
  if (!(name in globalThis)) {
    const how =
      seenRuntime() === "jsdom"
        ? `make jsdom's environment define it (globalThis.${name} = require("node:util").${name} where it is a subclass of Jest's), or run this test in the environment "node"`
        : `define globalThis.${name}`;
    throw new LimeobjectError("bad-module", `${seenRuntime()} has no ${name}, which userlike-limeobject needs: ${how}`);
  }
}
