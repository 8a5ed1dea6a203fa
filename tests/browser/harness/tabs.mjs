// The tabs in which the tests of a suite run. Opening a context takes longer than most tests.

export class Tabs {
  #launch;
  /** @type {import("puppeteer-core").Page | undefined} */
  #shared;

  /** @param {() => Promise<import("puppeteer-core").Browser>} launch */
  constructor(launch) {
    this.#launch = launch;
  }

  /**
   * Runs a test in the shared tab, with empty storage, or in a tab in a context of its own. A tab in which a test failed is
   * not used again.
   *
   * @param {string} url Address of the page.
   * @param {{ path?: string | null, fresh?: boolean }} options
   * @param {(tab: import("puppeteer-core").Page) => Promise<void>} run
   */
  async use(url, { path, fresh = path === null }, run) {
    const tab = fresh ? await this.#open() : (this.#shared ?? (await this.#open()));
    this.#shared = fresh ? this.#shared : undefined;
    try {
      if (!fresh) await clearStorage(tab, url);
      await run(tab);
      if (!fresh) this.#shared = tab;
    } finally {
      if (tab !== this.#shared) await tab.browserContext().close();
    }
  }

  async close() {
    await this.#shared?.browserContext().close();
  }

  async #open() {
    const browser = await this.#launch();
    const context = await browser.createBrowserContext();
    const tab = await context.newPage();
    tab.setDefaultTimeout(60_000);
    // The page asks before it is left with unsaved changes.
    tab.on("dialog", async (dialog) => {
      if (dialog.type() === "beforeunload") await dialog.accept();
    });
    return tab;
  }
}

/**
 * Empties the storage of the page's origin from a document that has no script. The tab stays there: a document of the same
 * origin is opened in the same process.
 */
async function clearStorage(tab, url) {
  await tab.goto(new URL("icon.svg", url).href);
  await tab.evaluate(async () => {
    localStorage.clear();
    sessionStorage.clear();
    // A database that is still being deleted lets the next document wait for it, or be deleted under it.
    const deleted = (name) =>
      new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase(name);
        request.addEventListener("success", () => resolve());
        request.addEventListener("error", () => reject(request.error));
      });
    await Promise.all((await indexedDB.databases()).map(({ name }) => deleted(name)));
  });
}
