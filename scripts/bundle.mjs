// bundle.mjs FOLDER: joins the modules that tsc wrote to a folder (pkg/dist), so that an import of the package loads a handful of files
// instead of one for each module. Entry points keep their paths; what they share is in FOLDER/chunks.
import { globSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { rolldown } from "rolldown";

const folder = resolve(process.argv[2]);

// Modules are executed in the order in which these import them: requirements.js first. The entry points for Bun, Deno, workerd and
// edge-light import the module in ways that a bundler would change.
const LIBRARY = [
  ...["node", "browser", "slim"].flatMap((name) => [`entrypoints/${name}`, `entrypoints/delivery/${name}`]),
  "stream/index",
  "index",
  "delivery/index",
];
const KEPT = ["entrypoints/**/{bun,bun-file,deno,edge-light,workerd}.js"];

/** Names of chunks, and their modules. The first one that matches has a module, and those that it imports and no other has. */
const CHUNKS = {
  shared:
    /\/(bytes|errors|json|line-writers|options|requirements|runtime|generated\/codes|module\/(errors|instance|load|unloadable))\.js$/,
  mapper: /\/dist\/index\.js$/,
  delivery: /\/dist\/delivery\/index\.js$/,
};

/**
 * Bundles entry points.
 *
 * @param {string} base Their folder, relative to FOLDER.
 * @param {string[]} entries
 * @param {RegExp} external Files that are imported where they are.
 * @param {import("rolldown").OutputOptions} [options]
 * @returns {Promise<{ file: string, code: string }[]>}
 */
async function bundle(base, entries, external, options) {
  const from = join(folder, base);
  const files = {
    name: "files",
    resolveId(source, importer) {
      if (!source.startsWith(".") || importer === undefined) return;
      const id = resolve(dirname(importer), source);
      // package.json names the modules with side effects of those that this writes.
      return external.test(id) ? { id, external: "relative" } : { id, moduleSideEffects: true };
    },
  };
  const build = await rolldown({
    input: Object.fromEntries(entries.map((name) => [name, join(from, `${name}.js`)])),
    external: /^node:/,
    plugins: [files],
    platform: "neutral",
  });
  const names = { entryFileNames: "[name].js", chunkFileNames: "chunks/[name].js" };
  const { output } = await build.generate({ dir: from, ...names, ...options });
  return output.map(({ fileName, code }) => ({ file: join(from, fileName), code }));
}

const groups = Object.entries(CHUNKS).map(([name, test]) => ({ name, test }));
const output = [
  ...(await bundle("", LIBRARY, /\/wasm\//, { codeSplitting: { groups } })),
  // It uses the library by its entry points, as everybody does. Tests import parts of it.
  ...(await bundle("cli", ["main", "preview-server", "send/journal"], /\/dist\/(entrypoints|stream)\//)),
];

const kept = globSync(KEPT, { cwd: folder });
for (const file of globSync("**/*.js", { cwd: folder, exclude: kept })) rmSync(join(folder, file));
for (const { file, code } of output) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, code);
}
