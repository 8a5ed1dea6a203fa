// worker-options.mjs WORKER FILE: writes Miniflare's options for the worker's wrangler.jsonc. The tests read them from beside
// the bundle, because importing Wrangler takes longer than starting workerd.
import { writeFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { unstable_getMiniflareWorkerOptions } from "wrangler";

const [worker, file] = process.argv.slice(2);
const root = resolve(import.meta.dirname, "..");
const { workerOptions } = unstable_getMiniflareWorkerOptions(resolve(root, worker, "wrangler.jsonc"));
// Paths from the root, so that a clone can be moved.
const { assets } = workerOptions;
if (assets) assets.directory = relative(root, assets.directory);
writeFileSync(file, JSON.stringify({ ...workerOptions, rootPath: worker }));
