// Measures in Chromium, in a page that Vite has bundled.

import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";
import { createServer } from "vite";
import { CHROMIUM } from "../../tests/launch-options.mjs";

/** @param {{ shapes: import("../alternatives.mjs").Shape[], rounds: number }} options */
export async function inChromium(options) {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const server = await createServer({
    root,
    configFile: false,
    appType: "custom",
    logLevel: "error",
    server: { port: 0, host: "127.0.0.1", hmr: false, watch: null },
    optimizeDeps: { noDiscovery: true, include: [] },
    plugins: [{ name: "page", configureServer: ({ middlewares }) => void middlewares.use("/page", page) }],
  });
  const browser = await puppeteer.launch({ ...CHROMIUM, protocolTimeout: 3_600_000 });
  try {
    await server.listen();
    const tab = await browser.newPage();
    await tab.goto(`${server.resolvedUrls?.local[0]}page`);
    await tab.waitForFunction(() => document.title === "ready");
    const results = await tab.evaluate((given) => globalThis.compare(given), options);
    return {
      engine: (await browser.version()).replace(/^\w+/, "Chromium").replace(/\..*/, "").replace("/", " "),
      results,
    };
  } finally {
    await browser.close();
    await server.close();
  }
}

function page(_request, response) {
  response.setHeader("content-type", "text/html; charset=utf-8");
  // Isolated pages have a clock of 5 µs instead of 100.
  response.setHeader("cross-origin-opener-policy", "same-origin");
  response.setHeader("cross-origin-embedder-policy", "require-corp");
  response.end('<!doctype html><title></title><script type="module" src="/benches/engines/page.mjs"></script>');
}
