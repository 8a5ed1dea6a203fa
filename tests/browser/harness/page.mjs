// Actions and checks that concern the whole page.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accessibilityProblems } from "./accessibility.mjs";
import { layout, roles, still } from "./in-page.mjs";
import { Scope, waitUntil } from "./locator.mjs";
import { settle } from "./settle.mjs";

const root = join(import.meta.dirname, "../../..");
const screenshots = join(root, "build/screenshots");

/** Documents with which the page starts. */
export const examples = {
  payload: await example("conversation"),
  config: await example("config"),
  limetypes: await example("limetypes"),
  twoInstances: await example("two-instances"),
};

function example(name) {
  return readFile(join(root, `node_modules/userlike-limeobject/examples/${name}.json`), "utf8");
}

/** Runs in each new document: records elements that are not loaded and violations of the policy, and sets up storage. */
function onNewDocument(values, token) {
  window.incidents = [];
  const failed = ({ target }) => {
    if (target !== window) window.incidents.push(`not loaded: ${target.src ?? target.href}`);
  };
  addEventListener("error", failed, true);
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
    window.incidents.push(`policy: ${violatedDirective} ${blockedURI} ${sample}`),
  );
  // about:blank has no storage; Firefox already reports the URL of the next page for it.
  try {
    for (const [name, value] of Object.entries(values)) {
      const key = `userlike-limeobject.${name}`;
      if (value && localStorage.getItem(key) === null) localStorage.setItem(key, value);
    }
    if (token) sessionStorage.setItem("userlike-limeobject.token", token);
  } catch {}
}

/** How Firefox reports a request of a page that was left. */
const ABORTED_FETCH = /NetworkError when attempting to fetch resource/;

/**
 * How Chromium reports a page that needs more than 3 s to start after its files have loaded, as on a busy machine. `weight.test.mjs`
 * tests that each preload is used.
 */
const LATE_PRELOAD = /was preloaded using link preload but not used within a few seconds/;

const withoutFragment = (url) => url.replace(/#.*/s, "");

export class Page extends Scope {
  /** Errors, warnings, dialogs and requests that must not occur. @type {string[]} */
  #incidents = [];
  /** Paths of all requests; in Firefox with the option `network` only. @type {Set<string>} */
  requested = new Set();
  /**
   * Requests for files of the page that are under way, as far as the browser reports them.
   *
   * @type {Set<import("puppeteer-core").HTTPRequest>}
   */
  #loading = new Set();
  /** Whether the document is being replaced by another one. */
  #leaving = false;
  /** Undoes what `watch` has set up. @type {(() => unknown)[]} */
  #undo = [];
  #allowed = [
    // The static page has no worker, and a worker answers 404 until it has received a conversation.
    /the server responded with a status of 404.*(healthz|api\/conversations\/\d+)/,
    // Firefox: a web worker that was still loading when its page was left. A request that fails is reported as such.
    /error loading dynamically imported module/,
    // Chromium: the icon of the document from which the storage was emptied; the page names its own.
    /the server responded with a status of 404.*\/favicon\.ico\)$/,
  ];

  constructor(page, browser, url) {
    super(() => page.mainFrame());
    /** Link with the state of the connection to Lime CRM. */
    this.connection = this.find("banner").find("link").last();
    this.page = page;
    this.browser = browser;
    this.url = url;
  }

  /** Records incidents, and sets up storage and scripts of each new document. */
  async watch({ theme, language, token, example = "short", network = false }) {
    const { page } = this;
    if (network && this.browser === "firefox") await this.#reportRequests();
    const listen = (event, listener) => {
      page.on(event, listener);
      this.#undo.push(() => page.off(event, listener));
    };
    listen("console", (message) => {
      if (!["error", "warn"].includes(message.type())) return;
      if (LATE_PRELOAD.test(message.text())) return;
      this.#incidents.push(`console: ${message.text()} (${message.location()?.url ?? ""})`);
    });
    listen("pageerror", (error) => {
      const text = String(error?.stack ?? error);
      if (!(this.#leaving && ABORTED_FETCH.test(text))) this.#incidents.push(`error: ${text}`);
    });
    listen("dialog", async (dialog) => {
      if (dialog.type() === "beforeunload") return;
      this.#incidents.push(`dialog: ${dialog.message()}`);
      await dialog.dismiss();
    });
    listen("requestfinished", (request) => this.#loading.delete(request));
    listen("requestfailed", (request) => {
      this.#loading.delete(request);
      const why = request.failure()?.errorText ?? "";
      // Firefox: "Browsing context already closed", for a request of a document that was left.
      if (!/abort|context already closed/i.test(why)) this.#incidents.push(`request failed: ${request.url()} ${why}`);
    });
    listen("request", (request) => {
      const { protocol, hostname, pathname } = new URL(request.url());
      this.requested.add(pathname);
      // The end of what a web worker requests, which has no frame, is not always reported.
      if (request.frame() !== null && /\.(css|js|svg|wasm)$/.test(pathname)) this.#loading.add(request);
      if (/^http/.test(protocol) && hostname !== "127.0.0.1") this.#incidents.push(`request: ${request.url()}`);
    });
    // One script, because each takes time in each document.
    const script = new Function(
      "values",
      "token",
      `${still}; ${roles}; globalThis.accessible = accessible; (${onNewDocument})(values, token);`,
    );
    const values = { theme, language: language ?? "en", example };
    const { identifier } = await page.evaluateOnNewDocument(script, values, token);
    this.#undo.push(() => page.removeScriptToEvaluateOnNewDocument(identifier));
  }

  /** Lets Firefox report requests, which is off (`networkEnabled` in browsers.mjs). */
  async #reportRequests() {
    const { connection } = this.page.browser();
    const events = { events: ["network"] };
    await connection.send("session.subscribe", events);
    this.#undo.push(() => connection.send("session.unsubscribe", events));
  }

  /** Undoes `watch`, so that another test can use the tab. */
  async unwatch() {
    await Promise.all(this.#undo.splice(0).map((undo) => undo()));
  }

  /** Opens a path ("#/mapping") and waits until its view is rendered. */
  async open(path = "") {
    const { href } = new URL(path, this.url);
    await this.#leave(async () => {
      // Loads a new document even if only the fragment differs.
      if (withoutFragment(this.page.url()) === withoutFragment(href)) await this.page.goto("about:blank");
      await this.page.goto(href, { waitUntil: "load" });
    });
    await this.#shown();
  }

  async reload() {
    await this.#leave(() => this.page.reload({ waitUntil: "load" }));
    await this.#shown();
  }

  /** Waits until a view is rendered. */
  async #shown() {
    await waitUntil(this.page, () => document.querySelector("main > *"));
    await this.settle();
  }

  /** Replaces the document, once its files are loaded. */
  async #leave(replace) {
    await this.#loaded();
    // A file that began to load after that is aborted, which Firefox reports as an error of the page.
    this.#leaving = true;
    await replace();
    this.#leaving = false;
  }

  /**
   * Waits until no file of the page is loading, or some seconds: the end of a request is not always reported. A page that is left
   * earlier reports that its files could not be loaded.
   */
  async #loaded() {
    const end = performance.now() + 3000;
    while (this.#loading.size > 0 && performance.now() < end) await this.settle();
    this.#loading.clear();
  }

  /** Allows incidents that match. */
  allow(pattern) {
    this.#allowed.push(pattern);
  }

  async incidents() {
    const found = await this.page.evaluate(() => window.incidents.splice(0));
    this.#incidents.push(...found);
    return this.#incidents.filter((incident) => !this.#allowed.some((pattern) => pattern.test(incident)));
  }

  async assertCalm() {
    assert.deepEqual(await this.incidents(), [], "no incidents");
  }

  /** Gives the window a size, and waits until the page is drawn in it. @param {{ width: number, height: number }} size */
  async resize({ width, height }) {
    await this.page.setViewport({ width, height });
    // Firefox answers before the document knows its size.
    await this.page.evaluate(
      async (width, height) => {
        while (innerWidth !== width || innerHeight !== height) await new Promise(requestAnimationFrame);
      },
      width,
      height,
    );
    await this.settle();
  }

  /** Waits until what has changed is drawn. */
  settle() {
    return settle(this.page.mainFrame());
  }

  /** Pastes a text where the focus is. */
  async paste(text) {
    await this.page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData("text/plain", text);
      const event = new ClipboardEvent("paste", { bubbles: true, cancelable: true });
      // Firefox ignores clipboardData in the constructor's options.
      Object.defineProperty(event, "clipboardData", { value: data });
      (document.activeElement ?? document.body).dispatchEvent(event);
    }, text);
    await this.settle();
  }

  /** Opens a payload by a link, or by a file if it is too long for a link. */
  async setPayload(payload) {
    const text = typeof payload === "string" ? payload : JSON.stringify(payload);
    if (text.length > 100_000) {
      await this.drop(this.find("main"), { name: "payload.json", text });
      return;
    }
    await this.page.evaluate((text) => {
      location.hash = `payload=${encodeURIComponent(text.toWellFormed())}`;
    }, text);
    // The page removes the payload from the URL after reading it.
    await waitUntil(this.page, () => !location.hash.startsWith("#payload"));
    await this.settle();
  }

  /** Opens the example's payload after `change` has changed it. */
  async changePayload(change) {
    const payload = JSON.parse(examples.payload);
    change(payload);
    await this.setPayload(payload);
  }

  /** Opens another view by its link. @param {string} name "All conversations" */
  async go(name) {
    const link = this.find("navigation", "Views").link(name);
    const { hash } = new URL(await link.get("href"));
    await link.click();
    await this.waitForView(hash.slice(2));
  }

  /** Opens another view by its path: "mapping". Needs no text, so it works in every language. @param {string} view */
  async show(view) {
    await this.page.evaluate((hash) => {
      location.hash = hash;
    }, `#/${view}`);
    await this.waitForView(view);
  }

  /** Waits until the results that are shown are those of what is shown. */
  async waitUntilCurrent() {
    await this.find("main").waitUntil((main) => !main.innerText.includes("Out of date"));
  }

  /** Waits until a view is open: "mapping". @param {string} view */
  async waitForView(view) {
    await waitUntil(
      this.page,
      (view) => location.hash === `#/${view}` && document.querySelector(`main[data-view="${view}"]`),
      view,
    );
    await this.settle();
  }

  /**
   * Selects a file in the dialog that `open` opens.
   *
   * @param {() => Promise<void>} open
   * @param {{ name: string, text: string | Uint8Array }} file
   */
  async chooseFile(open, { name, text }) {
    const path = join(await mkdtemp(join(tmpdir(), "userlike-limeobject-files-")), name);
    await writeFile(path, text);
    const [chooser] = await Promise.all([this.page.waitForFileChooser(), open()]);
    await chooser.accept([path]);
  }

  /**
   * Drops files on an element, as from the desktop.
   *
   * @param {import("./locator.mjs").Locator} target
   * @param {...{ name: string, text?: string, bytes?: number[] }} files
   */
  async drop(target, ...files) {
    await target.evaluate((target, files) => {
      const dataTransfer = new DataTransfer();
      for (const { name, text, bytes } of files)
        dataTransfer.items.add(new File([text ?? new Uint8Array(bytes)], name, { type: "application/json" }));
      for (const type of ["dragenter", "dragover", "drop"])
        target.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }, files);
    await this.settle();
  }

  /** Whether the page is wider than the window. */
  async overflows() {
    return this.page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  }

  /** What overlaps, is cut or scrolls sideways in the view. @returns {Promise<string[]>} */
  async layoutProblems() {
    return this.page.evaluate(`(() => { ${layout}; return layout.layoutProblems(); })()`);
  }

  /** Serious violations that axe finds. */
  accessibilityProblems(options) {
    return accessibilityProblems(this.page.mainFrame(), options);
  }

  /** With SCREENSHOTS=1, stores a picture of the page in build/screenshots, to look at. @param {string} name */
  async screenshot(name, options = {}) {
    if (!process.env.SCREENSHOTS) return;
    await mkdir(screenshots, { recursive: true });
    const path = join(screenshots, `${name}-${this.browser}.png`);
    // Larger files in less time; Firefox has no such option.
    const speed = this.browser === "chromium" ? { optimizeForSpeed: true } : {};
    await this.page.screenshot({ path, ...speed, ...options });
  }
}
