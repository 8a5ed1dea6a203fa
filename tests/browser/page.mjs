// The built page in a real Chromium, served as `make serve` does. Every test file has one browser and one server, and every
// test a page of its own in a fresh context.

import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import puppeteer from "puppeteer-core";

const root = join(import.meta.dirname, "../..");
const screenshots = join(root, "build/screenshots");

/** What the page starts with. */
export const examples = {
  payload: await example("conversation"),
  config: await example("config"),
  limetypes: await example("limetypes"),
};

function example(name) {
  return readFile(join(root, `node_modules/userlike-limeobject/examples/${name}.json`), "utf8");
}

/** Starts the server and the browser for the tests of a file; the answer opens pages. */
export function usePage() {
  let server;
  let browser;
  let profile;

  before(async () => {
    server = await serve();
    profile = await mkdtemp(join(tmpdir(), "userlike-limeobject-chromium-"));
    browser = await puppeteer.launch({
      executablePath: process.env.CHROME || "/usr/bin/chromium",
      headless: true,
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
    });
  });
  after(async () => {
    await browser?.close();
    server?.child.kill();
    if (profile) await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  return async (t, { width = 1280, height = 900, features = [] } = {}) => {
    const context = await browser.createBrowserContext();
    t.after(() => context.close());
    const page = await context.newPage();
    await page.setViewport({ width, height });
    await page.emulateMediaFeatures(features);
    const opened = new Page(page);
    await opened.watch();
    await page.goto(server.url, { waitUntil: "networkidle0" });
    await page.waitForSelector("#summary .headline");
    return opened;
  };
}

async function serve() {
  const child = spawn(process.execPath, [join(root, "scripts/serve.mjs"), join(root, "build/www")], {
    env: { ...process.env, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise((resolve, reject) => {
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      said += chunk;
      const found = /http:\/\/\S+/.exec(said);
      if (found) resolve(found[0]);
    });
    child.on("exit", (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
  });
  return { child, url };
}

/** What a person can do and see on the page. */
class Page {
  /** Everything that should not have happened: errors, violations of the policy, dialogs, requests to elsewhere. */
  incidents = [];

  constructor(page) {
    this.page = page;
  }

  async watch() {
    const { page, incidents } = this;
    page.on("console", (message) => {
      if (["error", "warn"].includes(message.type())) incidents.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => incidents.push(`error: ${error}`));
    page.on("dialog", async (dialog) => {
      incidents.push(`dialog: ${dialog.message()}`);
      await dialog.dismiss();
    });
    page.on("requestfailed", (request) => incidents.push(`request failed: ${request.url()}`));
    page.on("request", (request) => {
      if (new URL(request.url()).hostname !== "127.0.0.1") incidents.push(`request: ${request.url()}`);
    });
    await page.exposeFunction("reportIncident", (text) => incidents.push(text));
    await page.evaluateOnNewDocument(() => {
      document.addEventListener("securitypolicyviolation", (event) =>
        window.reportIncident(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
      );
    });
  }

  /** Selects the tab of a text. */
  async tab(name) {
    await this.page.click(`#${name}-tab`);
  }

  /** Replaces one of the texts by what is in the clipboard, and waits for the preview of it. */
  async enter(name, text) {
    const { keyboard } = this.page;
    await this.tab(name);
    await this.page.evaluate((text) => {
      const source = document.createElement("textarea");
      source.value = text;
      document.body.append(source);
      source.select();
      document.execCommand("copy");
      source.remove();
    }, text);
    await this.page.focus(`#${name}-text`);
    await keyboard.down("Control");
    await keyboard.press("KeyA", { commands: ["SelectAll"] });
    if (text === "") await keyboard.press("Delete");
    else await keyboard.press("KeyV", { commands: ["Paste"] });
    await keyboard.up("Control");
    await this.frame();
  }

  /** The payload of the example with some of its keys changed, entered. */
  async change(change) {
    const payload = JSON.parse(examples.payload);
    change(payload);
    await this.enter("payload", JSON.stringify(payload, null, 2));
  }

  /** Waits until the page has drawn what was asked for before. */
  async frame() {
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }

  /** The text of the element, as it is shown. */
  async text(selector) {
    return this.page.$eval(selector, (element) => element.innerText);
  }

  async texts(selector) {
    return this.page.$$eval(selector, (elements) => elements.map((element) => element.innerText));
  }

  /** What one of the textareas holds, and what is selected in it. */
  async textarea(name) {
    return this.page.$eval(`#${name}-text`, ({ value, selectionStart, selectionEnd }) => ({
      value,
      selectionStart,
      selectionEnd,
      selected: value.slice(selectionStart, selectionEnd),
    }));
  }

  /** The text that is marked as the source of what is pointed at. */
  async marks(name) {
    return this.page.$$eval(`#${name}-panel mark`, (marks) => marks.map((mark) => mark.textContent));
  }

  /** Whether the page is wider than its window. */
  async overflows() {
    return this.page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  }

  async screenshot(name, options = {}) {
    await mkdir(screenshots, { recursive: true });
    await this.page.screenshot({ path: join(screenshots, `${name}.png`), ...options });
  }
}
