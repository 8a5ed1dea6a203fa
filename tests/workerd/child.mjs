// The process that process.mjs starts: Miniflare with the bundled workers, until it is stopped or the parent disconnects.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire, enableCompileCache, registerHooks } from "node:module";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

// Compiling Miniflare takes a third of the time of its import.
enableCompileCache(join(root, "build/compile-cache"));

// Miniflare writes the configuration of workerd, which has all modules, to a buffer that grows by 4 kB at a time, and is copied each
// time: two thirds of the processor time of a start. With another version of Miniflare this changes nothing.
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.endsWith("/miniflare/dist/src/index.js")) return loaded;
    const source = readFileSync(new URL(url), "utf8");
    return {
      ...loaded,
      source: source.replace("MIN_SINGLE_SEGMENT_GROWTH = 4096", "MIN_SINGLE_SEGMENT_GROWTH = 4194304"),
    };
  },
});

// Wrangler's own Miniflare, so that both are always of one version.
const { convertV4MiniflareOptions, Miniflare, Log, LogLevel } = createRequire(
  createRequire(import.meta.url).resolve("wrangler"),
)("miniflare");

/** @type {any} */
let miniflare;
process.on("disconnect", async () => {
  await miniflare?.dispose();
  process.exit();
});
process.on("message", async (/** @type {import("./process.mjs").Start | "stop"} */ message) => {
  if (message === "stop") {
    await miniflare?.dispose();
    process.send?.({ stopped: true });
    return;
  }
  const { vars, storage, port, proxy, workers } = message;
  miniflare = new Miniflare(
    convertV4MiniflareOptions({
      workers: [...workers.map((worker) => workerOptions(worker, vars)), proxyWorker(proxy)],
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
 * The options of a worker in build/, as its wrangler.jsonc has them.
 *
 * @param {import("./process.mjs").Worker} worker
 * @param {Record<string, string>} vars
 */
function workerOptions({ folder, name, sharedWith, sharedObjects = [], withoutServices = false }, vars) {
  const bundle = join(root, "build", folder);
  const configuration = JSON.parse(readFileSync(join(bundle, "options.json"), "utf8"));
  const { assets } = configuration;
  const modules = readdirSync(bundle)
    .filter((file) => /\.(js|wasm)$/.test(file))
    // The first one is the worker.
    .sort((a, b) => Number(b === "index.js") - Number(a === "index.js"))
    .map((file) => ({
      type: file.endsWith(".js") ? "ESModule" : "CompiledWasm",
      path: join(bundle, file),
      contents: readFileSync(join(bundle, file)),
    }));
  const options = {
    ...configuration,
    ...(assets && { assets: { ...assets, directory: join(root, assets.directory) } }),
    ...(withoutServices && { serviceBindings: {} }),
    name,
    rootPath: bundle,
    modulesRoot: bundle,
    modules,
    // Not those of the folder's .dev.vars, which are for local work.
    bindings: vars,
    outboundService: "proxy",
  };
  if (sharedWith === undefined) return options;
  const durableObjects = Object.fromEntries(
    Object.entries(configuration.durableObjects).map(([binding, object]) => [
      binding,
      sharedObjects.includes(binding) ? { ...object, scriptName: sharedWith } : object,
    ]),
  );
  return { ...options, routes: [`${name}.example/*`], durableObjects, queueConsumers: {} };
}

/**
 * Passes the workers' requests to other hosts on to the tests' proxy, where connections can break; without one, to a port
 * where nobody listens.
 *
 * @param {string} [proxy]
 */
function proxyWorker(proxy = "127.0.0.1:9") {
  return {
    name: "proxy",
    compatibilityDate: "2026-10-01",
    modules: [
      {
        type: "ESModule",
        path: "proxy.mjs",
        contents: "export default { fetch: (request, { PROXY }) => PROXY.fetch(request) };",
      },
    ],
    serviceBindings: { PROXY: { external: { address: proxy, http: { style: 1 } } } },
  };
}
