import { defineConfig, type Plugin } from "vite";
import { headers, policy } from "./policy.mjs";

// Only in the build: Vite's development server brings its own inline styles.
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

// How Cloudflare, and other hosts of static files, are told a server's part of it.
const headersFile: Plugin = {
  name: "headers-file",
  apply: "build",
  generateBundle() {
    const lines = Object.entries(headers).map(([name, value]) => `  ${name}: ${value}\n`);
    this.emitFile({ type: "asset", fileName: "_headers", source: `/*\n${lines.join("")}` });
  },
};

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [contentSecurityPolicy, headersFile],
  // The package finds its module beside itself; bundled on its own by the development server it would look elsewhere.
  optimizeDeps: { exclude: ["userlike-limeobject"] },
  build: {
    outDir: "../build/www",
    emptyOutDir: true,
    target: "es2023",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
