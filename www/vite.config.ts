import { createHash } from "node:crypto";
import { join, relative } from "node:path";
import { defineConfig, type Plugin, type Rolldown } from "vite";
import { messages } from "./plugins/messages.ts";
import { headers, policy } from "./policy.mjs";

// Build only: Vite's development server uses inline styles.
const contentSecurityPolicy: Plugin = {
  name: "content-security-policy",
  apply: "build",
  transformIndexHtml: () => [
    {
      tag: "meta",
      attrs: { "http-equiv": "Content-Security-Policy", content: policy },
      injectTo: "head-prepend",
    },
  ],
};

// Headers for Cloudflare and other hosts of static files.
const headersFile: Plugin = {
  name: "headers-file",
  apply: "build",
  generateBundle() {
    const lines = Object.entries(headers).map(([name, value]) => `  ${name}: ${value}\n`);
    this.emitFile({ type: "asset", fileName: "_headers", source: `/*\n${lines.join("")}` });
  },
};

// Preloads the files of the first view instead of discovering them one after the other.
const preloads: Plugin = {
  name: "preloads",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler: (_html, { filename, bundle }) => {
      if (!filename.endsWith("index.html")) return [];
      const files = Object.values(bundle ?? {});
      const wasm = files.find(({ fileName }) => /mapper_bg-[\w-]+\.wasm$/.test(fileName));
      const scripts = files.filter((file) => file.type === "chunk" && file.name === FIRST_VIEW);
      const link = (attrs: Record<string, string>) => ({ tag: "link", attrs, injectTo: "head" as const });
      return [
        ...(wasm ? [link({ rel: "preload", as: "fetch", crossorigin: "anonymous", href: `./${wasm.fileName}` })] : []),
        ...scripts.map(({ fileName }) => link({ rel: "modulepreload", href: `./${fileName}` })),
      ];
    },
  },
};

// Names of CSS Modules: the same on every machine, and different for two files that use the same name.
function scopedName(name: string, file: string): string {
  const path = relative(import.meta.dirname, file.split("?", 1)[0] as string);
  return `${name}-${createHash("sha256").update(path).digest("hex").slice(0, 5)}`;
}

const FIRST_VIEW = "first-view";

// A file each for what boot.tsx needs to show that loading failed, and for the first view: many small files take longer to
// load, and are larger compressed. Each group has what its modules import, unless a group before it has it. Entries are in
// none, since another entry that shares a file with them would run them.
const groups = [
  // The add-on's host has it, too, and must not get the page's styles with it.
  { name: "protocol", test: /\/src\/addon\/protocol\.ts$/, priority: 3 },
  {
    name: (id: string, context: Rolldown.ChunkingContext) =>
      context.getModuleInfo(id)?.importers.some((importer) => importer.endsWith("/src/boot.tsx")) ? "start" : null,
    priority: 2,
  },
  { name: FIRST_VIEW, test: /\/src\/(main|views\/conversation\/view)\.tsx$/, priority: 1 },
];

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [messages(), contentSecurityPolicy, headersFile, preloads],
  // The package loads its WebAssembly module from beside itself; a prebundled copy would not find it.
  optimizeDeps: { exclude: ["userlike-limeobject"] },
  css: { modules: { localsConvention: "camelCaseOnly", generateScopedName: scopedName } },
  worker: { format: "es", plugins: () => [messages()] },
  // `make serve`: the built page alone. An unknown path is a 404, not the page.
  appType: "mpa",
  preview: { host: "127.0.0.1", port: Number(process.env.PORT || 5173), headers },
  build: {
    outDir: "../build/www",
    emptyOutDir: true,
    target: "es2023",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: ["index.html", "addon-host.html"].map((name) => join(import.meta.dirname, name)),
      output: { codeSplitting: { groups } },
    },
  },
});
