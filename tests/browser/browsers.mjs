// Runs tests of the built page in Chromium and Firefox: as static files from the preview server of Vite (`make serve`), or with
// the worker and the sandbox. BROWSERS=chromium limits them to one browser.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import puppeteer from "puppeteer-core";
import { preview } from "vite";
import { ADMIN_TOKEN, startEdge } from "../edge/edge.mjs";
import { Page } from "./page.mjs";

const root = join(import.meta.dirname, "../..");

const browsers = {
  chromium: (profile) => ({
    executablePath: process.env.CHROME || "/usr/bin/chromium",
    userDataDir: profile,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  }),
  firefox: (profile) => ({
    browser: "firefox",
    executablePath: process.env.FIREFOX || "/usr/bin/firefox-esr",
    userDataDir: profile,
    extraPrefsFirefox: { "intl.accept_languages": "en-US" },
  }),
};

const wanted = process.env.BROWSERS?.split(",") ?? Object.keys(browsers);

/**
 * @typedef {object} Options
 * @property {boolean} [worker] With the worker and its sandbox, as its administrator; else static files.
 * @property {string | null} [token] The admin token, when it is to be another one; null: none.
 * @property {string | null} [path] What to open: "#/mapping", "?addon"; null: the test opens something itself.
 * @property {number} [width]
 * @property {number} [height]
 * @property {"light" | "dark"} [theme]
 * @property {string} [language] "de"
 * @property {(url: string) => void | Promise<void>} [prepare] Called with the page's address before it is opened.
 */

/**
 * Defines the same tests for each browser. Each gets a page of its own, in a fresh context; when it ends, nothing may have
 * happened that should not: errors, warnings, violations of the policy, dialogs, requests to elsewhere.
 *
 * @param {string} title
 * @param {(tools: { browser: string, test: (name: string, options: Options, run: (page: Page) => Promise<void>) => void }) => void} define
 * @param {import("../edge/edge.mjs").EdgeOptions} [edge] Of the worker that these tests share.
 */
export function inBrowsers(title, define, edge) {
  const servers = new Servers(edge);
  for (const browser of wanted) {
    describe(`${title}, in ${browser}`, () => {
      const launched = new Launched(browser);
      before(() => launched.start());
      after(() => launched.stop());
      const test = (name, options, run) =>
        it(name, async (t) => {
          const url = await (options.worker ? servers.worker() : servers.files());
          await options.prepare?.(url);
          const page = await launched.open(t, url, options);
          await run(page);
          await page.assertCalm();
        });
      define({ browser, test });
    });
  }
  after(() => servers.stop());
}

/** The two ways in which the page is served, each started when it is first needed. */
class Servers {
  #edge;
  #files;
  #worker;
  #stops = [];

  constructor(edge) {
    this.#edge = edge;
  }

  files() {
    this.#files ??= preview({ root: join(root, "www"), preview: { port: 0 }, logLevel: "warn" }).then((server) => {
      this.#stops.push(() => server.close());
      return server.resolvedUrls.local[0];
    });
    return this.#files;
  }

  worker() {
    this.#worker ??= startEdge({ after: (stop) => this.#stops.push(stop) }, this.#edge).then(({ url }) => url);
    return this.#worker;
  }

  async stop() {
    await Promise.all(this.#stops.map((stop) => stop()));
  }
}

class Launched {
  #name;
  #browser;
  #profile;

  constructor(name) {
    this.#name = name;
  }

  async start() {
    this.#profile = await mkdtemp(join(tmpdir(), `userlike-limeobject-${this.#name}-`));
    this.#browser = await puppeteer.launch({ headless: true, ...browsers[this.#name](this.#profile) });
  }

  async stop() {
    await this.#browser?.close();
    if (this.#profile) await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  async open(t, url, options) {
    const { width = 1280, height = 900, path = "", theme, language, worker, token = ADMIN_TOKEN } = options;
    const context = await this.#browser.createBrowserContext();
    t.after(() => context.close());
    const page = new Page(await context.newPage(), this.#name, url);
    await page.page.setViewport({ width, height });
    await page.watch({ theme, language, token: worker ? token : null });
    if (path !== null) await page.open(path);
    return page;
  }
}
