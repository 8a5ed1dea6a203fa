// The process that edge.mjs starts: Miniflare with the bundled worker, until the other end goes away.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { unstable_getMiniflareWorkerOptions } from "wrangler";

// Wrangler's own Miniflare, so that both are always of one version.
const { convertV4MiniflareOptions, Miniflare, Log, LogLevel } = createRequire(
  createRequire(import.meta.url).resolve("wrangler"),
)("miniflare");

const root = resolve(import.meta.dirname, "../..");
const bundle = join(root, "build/edge");

/** @type {any} */
let miniflare;
process.on("disconnect", async () => {
  await miniflare?.dispose();
  process.exit();
});
process.once("message", async (/** @type {any} */ { vars, storage, port, world }) => {
  const { workerOptions } = unstable_getMiniflareWorkerOptions(join(root, "edge/wrangler.jsonc"));
  const modules = readdirSync(bundle)
    .filter((name) => /\.(js|wasm)$/.test(name))
    // The first one is the worker.
    .sort((a, b) => Number(b === "index.js") - Number(a === "index.js"))
    .map((name) => ({
      type: name.endsWith(".js") ? "ESModule" : "CompiledWasm",
      path: join(bundle, name),
      contents: readFileSync(join(bundle, name)),
    }));
  miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...workerOptions,
      name: "userlike-limeobject",
      rootPath: bundle,
      modulesRoot: bundle,
      modules,
      bindings: { ...workerOptions.bindings, ...vars },
      outboundService: (/** @type {any} */ request) => outbound(request, world),
      host: "127.0.0.1",
      port,
      cf: false,
      resourcePersistencePath: storage,
      telemetry: { enabled: false },
      log: new Log(LogLevel.WARN),
      handleStructuredLogs: (/** @type {{ message: string }} */ { message }) => process.send?.({ log: message }),
    }),
  );
  process.send?.({ url: (await miniflare.ready).href });
});

/** @param {any} request @param {string | undefined} world */
async function outbound(request, world) {
  if (world === undefined) throw new Error(`the tests let nothing out, not even to ${new URL(request.url).origin}`);
  const headers = new Headers(request.headers);
  headers.set("x-world-url", request.url);
  return fetch(
    world,
    /** @type {any} */ ({ method: request.method, headers, body: request.body, duplex: "half", redirect: "manual" }),
  );
}
