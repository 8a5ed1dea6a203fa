import { defineConfig, type Plugin } from "vite";

/**
 * What the built page may do, whoever serves it: run its own code, and nothing else. The text in a payload is written by
 * strangers; should it ever be taken for markup or a script, this stops it, and `trusted-types 'none'` keeps `innerHTML`
 * and its like out of our own code. A server adds what only a header can say: `frame-ancestors`.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

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

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [contentSecurityPolicy],
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
