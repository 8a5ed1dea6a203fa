// What a person can do and see on the page.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { roles, still } from "./in-page.mjs";
import { Scope } from "./locator.mjs";

const root = join(import.meta.dirname, "../../..");
const screenshots = join(root, "build/screenshots");
const axe = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What the page starts with. */
export const examples = {
  payload: await example("conversation"),
  config: await example("config"),
  limetypes: await example("limetypes"),
};

function example(name) {
  return readFile(join(root, `node_modules/userlike-limeobject/examples/${name}.json`), "utf8");
}

/**
 * Presses a button or whatever else there is to press. One of Lime's buttons takes no clicks while it works, nor while it
 * shows for two seconds that it has: then it is waited for.
 */
export async function press(element) {
  await element.evaluate(async (element) => {
    if (element.localName !== "limel-button") return;
    const takesClicks = () => {
      const button = element.shadowRoot?.querySelector("button");
      return button && !button.disabled && !element.loading && !element.disabled;
    };
    const end = performance.now() + 30_000;
    // What was set is drawn some frames later.
    for (let frames = 0; frames < 4; frames = takesClicks() ? frames + 1 : 0) {
      if (performance.now() > end) throw new Error(`the button "${element.label}" takes no clicks`);
      await new Promise((done) => requestAnimationFrame(done));
    }
  });
  await element.click();
}

export class Page extends Scope {
  /** Everything that should not have happened. @type {string[]} */
  #incidents = [];
  /** The paths of everything that was asked for. @type {Set<string>} */
  requested = new Set();
  #allowed = [
    // Files alone have no worker, and a worker does not know a conversation before it has received it.
    /the server responded with a status of 404.*(healthz|api\/conversations\/\d+)/,
  ];

  constructor(page, browser, url) {
    super(() => page.mainFrame());
    /** The link that tells where conversations are sent. */
    this.connection = this.find("banner").find("link").last();
    this.page = page;
    this.browser = browser;
    this.url = url;
  }

  /** Keeps watch over what should not happen, from before the page is loaded. */
  async watch({ theme, language, token }) {
    const { page } = this;
    page.on("console", (message) => {
      if (!["error", "warn"].includes(message.type())) return;
      this.#incidents.push(`console: ${message.text()} (${message.location()?.url ?? ""})`);
    });
    page.on("pageerror", (error) => this.#incidents.push(`error: ${error?.stack ?? error}`));
    page.on("dialog", async (dialog) => {
      this.#incidents.push(`dialog: ${dialog.message()}`);
      await dialog.dismiss();
    });
    page.on("requestfailed", (request) => {
      const why = request.failure()?.errorText ?? "";
      if (!/abort/i.test(why)) this.#incidents.push(`request failed: ${request.url()} ${why}`);
    });
    page.on("request", (request) => {
      const { protocol, hostname, pathname } = new URL(request.url());
      this.requested.add(pathname);
      if (/^http/.test(protocol) && hostname !== "127.0.0.1") this.#incidents.push(`request: ${request.url()}`);
    });
    for (const script of [still, `${roles}; globalThis.accessible = accessible;`])
      await page.evaluateOnNewDocument(new Function(script));
    await page.evaluateOnNewDocument(
      (kept, token) => {
        window.incidents = [];
        document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
          window.incidents.push(`policy: ${violatedDirective} ${blockedURI} ${sample}`),
        );
        // Between two pages there is none that could keep anything; Firefox gives it the address of the next one.
        try {
          for (const [name, value] of Object.entries(kept)) {
            const key = `userlike-limeobject.${name}`;
            if (value && localStorage.getItem(key) === null) localStorage.setItem(key, value);
          }
          if (token) sessionStorage.setItem("userlike-limeobject.token", token);
        } catch {}
      },
      { theme, language: language ?? "en" },
      token,
    );
  }

  /** Opens a part of the page ("#/mapping"), and waits until its view, or the add-on's frame, is there and drawn. */
  async open(path = "") {
    // A new document even if only the fragment differs.
    if (this.page.url() !== "about:blank") await this.page.goto("about:blank");
    await this.page.goto(new URL(path, this.url).href, { waitUntil: "load" });
    await this.page.waitForSelector("#main > *, iframe#addon");
    await this.settle();
  }

  /** Loads the page anew, once what it asks for is there: what is still loading would be a failed request. */
  async reload() {
    await this.page.waitForNetworkIdle({ idleTime: 100 });
    await this.page.reload({ waitUntil: "load" });
    await this.page.waitForSelector("main > *");
    await this.settle();
  }

  /** What may happen in this test: incidents that match are no failures. */
  allow(pattern) {
    this.#allowed.push(pattern);
  }

  async incidents() {
    const found = await this.page.evaluate(() => window.incidents.splice(0));
    this.#incidents.push(...found);
    return this.#incidents.filter((incident) => !this.#allowed.some((pattern) => pattern.test(incident)));
  }

  async assertCalm() {
    assert.deepEqual(await this.incidents(), [], "nothing happens that should not");
  }

  /** Waits until the components in the page are drawn, and what was asked for before is shown. */
  async settle() {
    await this.page.waitForFunction(
      () => {
        const waiting = (root) =>
          Array.from(root.querySelectorAll("*")).some(
            (element) =>
              (element.localName.startsWith("limel-") && !element.classList.contains("hydrated")) ||
              (element.shadowRoot && waiting(element.shadowRoot)),
          );
        return !waiting(document);
      },
      { timeout: 20_000 },
    );
    await this.frame();
  }

  /** Waits until nothing fades or moves any more, in components neither: colours in between are nobody's. */
  async rest() {
    await this.page.evaluate(async () => {
      const moving = (root) => [
        ...root.getAnimations().filter(({ playState }) => playState === "running"),
        ...[...root.querySelectorAll("*")].flatMap(({ shadowRoot }) => (shadowRoot ? moving(shadowRoot) : [])),
      ];
      do await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      while (moving(document).length > 0);
    });
  }

  async frame() {
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }

  /** The text of the first element, as it is shown. */
  async text(selector) {
    return this.page.$eval(selector, (element) => element.innerText);
  }

  async texts(selector) {
    return this.page.$$eval(selector, (elements) => elements.map((element) => element.innerText));
  }

  /** Waits until the text of an element matches. */
  async waitForText(selector, pattern, { timeout = 40_000 } = {}) {
    const { source, flags } = pattern;
    try {
      await this.page.waitForFunction(
        (selector, source, flags) =>
          [...document.querySelectorAll(selector)].some((found) => new RegExp(source, flags).test(found.innerText)),
        { timeout },
        selector,
        source,
        flags,
      );
    } catch {
      const there = await this.texts(selector);
      assert.match(there.join("\n"), pattern, `${selector} never said it`);
    }
  }

  async click(selector) {
    const element = await this.page.waitForSelector(selector, { visible: true });
    await press(element);
    await this.frame();
  }

  /** Puts a text in the clipboard's place: it is pasted where the focus is. */
  async paste(text) {
    await this.page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData("text/plain", text);
      const event = new ClipboardEvent("paste", { bubbles: true, cancelable: true });
      // Firefox has no other way to say it.
      Object.defineProperty(event, "clipboardData", { value: data });
      (document.activeElement ?? document.body).dispatchEvent(event);
    }, text);
    await this.frame();
  }

  /** A payload, brought by a link; one that is too long for a link, by a file. */
  async bring(payload) {
    const text = typeof payload === "string" ? payload : JSON.stringify(payload);
    if (text.length > 100_000) {
      await this.drop(this.find("main"), { name: "payload.json", text });
      return;
    }
    await this.page.evaluate((text) => {
      location.hash = `payload=${encodeURIComponent(text.toWellFormed())}`;
    }, text);
    // The page has taken it when it is out of the address again.
    await this.page.waitForFunction(() => !location.hash.startsWith("#payload"));
    await this.frame();
  }

  /** The payload of the example with some of its keys changed. */
  async change(change) {
    const payload = JSON.parse(examples.payload);
    change(payload);
    await this.bring(payload);
  }

  /** Goes to another view, by the navigation. @param {string} name "All conversations" */
  async go(name) {
    const link = this.find("navigation", "Views").link(name);
    const { hash } = new URL(await link.get("href"));
    await link.click();
    await this.waitForView(hash.slice(2));
  }

  /** Waits until this view is there: "mapping". @param {string} view */
  async waitForView(view) {
    await this.page.waitForFunction((hash) => location.hash === hash, {}, `#/${view}`);
    await this.settle();
  }

  /**
   * Answers the dialog for files that `open` brings up.
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
   * Drops files on the element, as from the desktop.
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
    await this.frame();
  }

  /** Whether the page is wider than its window. */
  async overflows() {
    return this.page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  }

  /** What axe finds that matters, in words. Its code runs in the page past the policy, as a browser's own tools do. */
  async accessibilityProblems({ except = [] } = {}) {
    await this.rest();
    if (!(await this.page.evaluate(() => "axe" in window))) await this.page.evaluate(await axe);
    const violations = await this.page.evaluate(async (except) => {
      const rules = Object.fromEntries(except.map((rule) => [rule, { enabled: false }]));
      const { violations } = await window.axe.run(document, { resultTypes: ["violations"], rules });
      return violations.map(({ id, impact, help, nodes }) => ({ id, impact, help, where: nodes.map((n) => n.html) }));
    }, except);
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, help, where }) => `${id}: ${help}\n  ${where.join("\n  ")}`);
  }

  async screenshot(name, options = {}) {
    await mkdir(screenshots, { recursive: true });
    await this.page.screenshot({ path: join(screenshots, `${name}-${this.browser}.png`), ...options });
  }
}
