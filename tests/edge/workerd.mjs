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
process.once("message", async (/** @type {any} */ { vars, storage, port, world, workers }) => {
  /** @type {{ workerOptions: Record<string, any> }} */
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
  const edge = {
    ...workerOptions,
    name: "userlike-limeobject",
    rootPath: bundle,
    modulesRoot: bundle,
    modules,
    // Not those of edge/.dev.vars, which are whose machine this is.
    bindings: vars,
    outboundService: "world",
  };
  // The same code deployed under other names, with conversations of its own, and the rest shared with the first.
  const more = Array.from({ length: workers - 1 }, (_, index) => {
    const name = `worker-${index + 2}`;
    const shared = ["WORKSPACE", "RATE_LIMIT", "SANDBOX"];
    const durableObjects = Object.fromEntries(
      Object.entries(workerOptions.durableObjects).map(([binding, object]) => [
        binding,
        shared.includes(binding) ? { ...object, scriptName: edge.name } : object,
      ]),
    );
    return { ...edge, name, routes: [`${name}.example/*`], durableObjects, queueConsumers: {} };
  });
  miniflare = new Miniflare(
    convertV4MiniflareOptions({
      workers: [edge, ...more, worldWorker(world)],
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

/**
 * What the worker's requests to the world go through: to the tests' proxy, where connections can break; without one, to a
 * port at which nobody answers.
 *
 * @param {string} [proxy]
 */
function worldWorker(proxy = "127.0.0.1:9") {
  return {
    name: "world",
    compatibilityDate: "2026-10-01",
    modules: [
      {
        type: "ESModule",
        path: "world.mjs",
        contents: "export default { fetch: (request, { PROXY }) => PROXY.fetch(request) };",
      },
    ],
    serviceBindings: { PROXY: { external: { address: proxy, http: { style: 1 } } } },
  };
}
