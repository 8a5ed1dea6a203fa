// Runs tests of the built page in Chromium and Firefox: as static files from the preview server of Vite (`make serve`), or
// with the worker and the sandbox. BROWSERS=chromium limits them to one browser. Files that run in one process (node --test
// --test-isolation=none) share the browser, the server of the files, and the worker.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import puppeteer from "puppeteer-core";
import { preview } from "vite";
import { ADMIN_TOKEN, startEdge } from "../../edge/edge.mjs";
import { CHROMIUM, FIREFOX } from "../../launch-options.mjs";
import { temporaryFolder } from "../../temporary-folder.mjs";
import { Page } from "./page.mjs";
import { Tabs } from "./tabs.mjs";

const root = join(import.meta.dirname, "../../..");

const settings = {
  chromium: { ...CHROMIUM, args: [...CHROMIUM.args, "--force-prefers-reduced-motion"] },
  firefox: {
    ...FIREFOX,
    // `network` of a test. Firefox reports requests at the cost of a quarter of the time of its main process, and of memory that it
    // never frees.
    networkEnabled: false,
    extraPrefsFirefox: { "intl.accept_languages": "en-US", "ui.prefersReducedMotion": 1 },
  },
};

const wanted = process.env.BROWSERS?.split(",") ?? Object.keys(settings);

/**
 * @typedef {object} Options
 * @property {boolean} [worker] With the worker and its sandbox, as its administrator; else static files.
 * @property {string | null} [token] Another admin token; null: none.
 * @property {string | null} [path] What to open: "#/mapping", "?addon"; null: the test opens something itself.
 * @property {boolean} [fresh] Opens a tab in a context of its own, with nothing in its caches. Default: whether `path` is
 *   null.
 * @property {number} [width]
 * @property {number} [height]
 * @property {"light" | "dark"} [theme]
 * @property {"short" | "rich"} [example] The example that is shown first. Default: short.
 * @property {string} [language] "de"
 * @property {boolean} [network] The test looks at requests. Default: false, and in Firefox requests that fail or go elsewhere
 *   are noticed only by what the page reports: a violation of the policy, or an element that was not loaded.
 * @property {number} [timeout] In milliseconds. Default: that of the test runner.
 * @property {(url: string) => void | Promise<void>} [prepare] Called with the page's address before it is opened.
 */

/**
 * Defines the same tests for each browser. Each gets a document of its own and empty storage; when it ends, nothing may
 * have happened that should not: errors, warnings, violations of the policy, dialogs, requests to elsewhere.
 *
 * @param {string} title
 * @param {(tools: { browser: string, test: (name: string, options: Options, run: (page: Page) => Promise<void>) => void }) => void} define
 * @param {import("../../edge/edge.mjs").EdgeOptions} [edge] Of a worker that is for these tests alone. Without it they
 *   share one with other files, and must leave its settings as they were.
 */
export function inBrowsers(title, define, edge) {
  const own = edge && once(() => worker(edge));
  for (const browser of wanted) {
    describe(`${title}, in ${browser}`, () => {
      const tabs = new Tabs(browsers[browser]);
      before(browsers[browser]);
      after(() => tabs.close());
      const test = (name, options, run) =>
        it(name, options.timeout === undefined ? {} : { timeout: options.timeout }, async () => {
          const url = await (options.worker ? (own ?? sharedWorker) : files)();
          await options.prepare?.(url);
          await tabs.use(url, options, async (tab) => {
            const page = new Page(tab, browser, url);
            try {
              await open(page, options);
              await run(page);
              await page.assertCalm();
            } finally {
              await page.unwatch();
            }
          });
        });
      define({ browser, test });
    });
  }
}

/** What is to be stopped when all tests have ended. @type {(() => unknown)[]} */
const stops = [];
after(() => Promise.all(stops.map((stop) => stop())));

const once = (start) => {
  let started;
  return () => {
    started ??= start();
    return started;
  };
};

const browsers = Object.fromEntries(Object.keys(settings).map((name) => [name, once(() => launch(name))]));
const files = once(serve);
const sharedWorker = once(() => worker());

async function launch(name) {
  const profile = await temporaryFolder(name);
  const browser = await puppeteer.launch({ headless: true, userDataDir: profile, ...settings[name] });
  stops.push(async () => {
    await browser.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  });
  return browser;
}

async function worker(edge) {
  const { url } = await startEdge({ after: (stop) => stops.push(stop) }, edge);
  return url;
}

async function open(page, options) {
  const {
    width = 1280,
    height = 900,
    path = "",
    theme,
    language,
    worker,
    token = ADMIN_TOKEN,
    example,
    network,
  } = options;
  await page.resize({ width, height });
  await page.watch({ theme, language, token: worker ? token : null, example, network });
  if (path !== null) await page.open(path);
}

async function serve() {
  const server = await preview({ root: join(root, "www"), preview: { port: 0 }, logLevel: "warn" });
  stops.push(() => server.close());
  return server.resolvedUrls.local[0];
}
