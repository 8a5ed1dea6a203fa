// Chromium and Firefox, and a file server with a strict Content-Security-Policy.

import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { after } from "node:test";
import puppeteer from "puppeteer-core";
import { CHROMIUM, FIREFOX } from "../launch-options.mjs";

const TYPES = /** @type {Record<string, string>} */ ({
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
});

/** Allows files of the same origin and WebAssembly; no `eval`, no inline script. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  // Browsers ask for an icon; Firefox reports a refusal as an error of the page.
  "img-src 'self'",
].join("; ");

/** Starts a browser, or returns the one that is running: all files of a process share it, and it ends with their tests. */
export const browsers = {
  Chromium: shared(() => puppeteer.launch(CHROMIUM)),
  Firefox: shared(() => puppeteer.launch(FIREFOX)),
};

/** @param {() => Promise<import("puppeteer-core").Browser>} launch */
function shared(launch) {
  /** @type {Promise<import("puppeteer-core").Browser> | undefined} */
  let running;
  after(async () => {
    await (await running)?.close();
  });
  return () => {
    running ??= launch();
    return running;
  };
}

/**
 * Serves a folder, and proxies `/sandbox` to the sandbox Lime CRM.
 *
 * @param {(done: () => void) => void} after `after` of node:test
 * @param {string} folder
 * @param {string} sandbox The origin of the sandbox.
 * @param {(path: string) => boolean} [hasPolicy] Whether a file is served with the policy. Default: all are.
 * @returns {Promise<string>} the origin
 */
export async function serve(after, folder, sandbox, hasPolicy = () => true) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (pathname.startsWith("/sandbox/")) {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const headers = new Headers();
      for (const name of ["accept", "content-type", "x-api-key"]) {
        const value = request.headers[name];
        if (value !== undefined) headers.set(name, String(value));
      }
      const body = chunks.length === 0 ? null : Buffer.concat(chunks);
      const answer = await fetch(sandbox + request.url, { method: request.method ?? "GET", headers, body });
      response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
      response.end(Buffer.from(await answer.arrayBuffer()));
      return;
    }
    const file = join(folder, normalize(decodeURIComponent(pathname)));
    if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
    response.writeHead(200, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      ...(hasPolicy(pathname) ? { "content-security-policy": POLICY } : {}),
      "service-worker-allowed": "/",
    });
    createReadStream(file).pipe(response);
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return `http://127.0.0.1:${port}`;
}

/** Returns a page that loads one module script. */
export function page(/** @type {string} */ script) {
  return `<!doctype html><meta charset="utf-8"><title>checks</title><script type="module" src="${script}"></script>`;
}

/**
 * Opens a page, with empty storage, and returns the results that its script writes to `document.title`.
 *
 * @param {import("puppeteer-core").Browser} browser
 * @param {string} url
 */
export async function results(browser, url) {
  const context = await browser.createBrowserContext();
  try {
    return await resultsOf(await context.newPage(), url);
  } finally {
    await context.close();
  }
}

/**
 * Opens a page in a tab, and returns the results that its script writes to `document.title`.
 *
 * @param {import("puppeteer-core").Page} tab
 * @param {string} url
 */
export async function resultsOf(tab, url) {
  /** @type {string[]} */
  const incidents = [];
  tab.on("console", (message) => {
    if (message.type() === "error") incidents.push(message.text());
  });
  /** Rejects at an error that nothing catches, which ends the program of the page. */
  const ended = new Promise((_, reject) => tab.on("pageerror", reject));
  ended.catch(() => {});
  try {
    await tab.goto(url);
    await Promise.race([ended, tab.waitForFunction(() => document.title.startsWith("{"), { timeout: 60_000 })]);
    return JSON.parse(await tab.title());
  } catch (error) {
    throw new Error(`${error}\n${incidents.join("\n")}`);
  }
}
