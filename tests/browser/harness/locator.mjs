// Locators find elements by role, accessible name, label and text. A locator holds no element: each action searches the page
// again, and waits until an element matches.
import assert from "node:assert/strict";

/** How long a condition is waited for, in milliseconds. */
const TIMEOUT = 60_000;

/** What is evaluated when its document is replaced fails so. */
const DOCUMENT_LEFT = /context (was|is|with|discarded)|find context|realm|detached|AbortError|unloaded/i;

const plain = (pattern) => (pattern instanceof RegExp ? { source: pattern.source, flags: pattern.flags } : pattern);

/**
 * @typedef {object} More
 * @property {RegExp} [text] A pattern that the element's text contains.
 * @property {boolean} [hidden] Includes hidden elements. Default: false.
 */

/** A page, a frame, or an element, within which elements are searched. */
export class Scope {
  /**
   * @param {() => import("puppeteer-core").Frame} frame
   * @param {import("./roles.js").Query[]} [queries]
   */
  constructor(frame, queries = []) {
    this.frame = frame;
    this.queries = queries;
  }

  /** @param {string} role @param {string | RegExp} [name] @param {More} [more] @returns {Locator} */
  find(role, name, { text, ...more } = {}) {
    return this.#within({ role, name: plain(name), text: plain(text), ...more });
  }

  /** Form control with this accessible name. @param {string | RegExp} label @param {More} [more] */
  field(label, { text, ...more } = {}) {
    return this.#within({ label: plain(label), text: plain(text), ...more });
  }

  /** Element with a data attribute, for elements without a role. @param {string} data Its name. @param {string} [value] */
  data(data, value) {
    return this.#within({ data, value });
  }

  /** @param {string | RegExp} name @param {More} [more] */
  button(name, more) {
    return this.find("button", name, more);
  }

  /** @param {string | RegExp} name @param {More} [more] */
  link(name, more) {
    return this.find("link", name, more);
  }

  /** @param {string | RegExp} [name] @param {More} [more] */
  region(name, more) {
    return this.find("region", name, more);
  }

  /** @param {string | RegExp} name @param {More} [more] */
  tab(name, more) {
    return this.find("tab", name, more);
  }

  /** @param {string | RegExp} [name] @param {More} [more] */
  dialog(name, more) {
    return this.find("dialog", name, more);
  }

  #within(query) {
    return new Locator(this.frame, [...this.queries, JSON.parse(JSON.stringify(query))]);
  }
}

export class Locator extends Scope {
  first() {
    return this.at(0);
  }

  last() {
    return this.at(-1);
  }

  /** @param {number} position */
  at(position) {
    return new Locator(this.frame, [...this.queries.slice(0, -1), { ...this.queries.at(-1), at: position }]);
  }

  /** Waits for a match and returns the first one. */
  async element() {
    return (await this.#wait("exists", (found) => found[0], { handle: true })).asElement();
  }

  /** Waits for a match and calls the function with it, in the page. */
  evaluate(fn, ...args) {
    return this.#wait("exists", (found) => found[0], { use: fn, args });
  }

  /** Calls the function with all current matches, in the page. */
  async evaluateAll(fn, ...args) {
    const found = await this.frame().evaluateHandle((queries) => accessible.find(queries), this.queries);
    try {
      return await found.evaluate(fn, ...args);
    } finally {
      await found.dispose();
    }
  }

  /** Number of current matches. */
  count() {
    return this.frame().evaluate((queries) => accessible.find(queries).length, this.queries);
  }

  /** Waits for this number of matches. @param {number} count @param {{ timeout?: number }} [options] */
  async waitForCount(count, options) {
    await this.#wait(`exists ${count} times`, (found, count) => found.length === count, { value: count, ...options });
  }

  /** Waits until nothing matches. @param {{ timeout?: number }} [options] */
  async waitUntilGone(options) {
    await this.waitForCount(0, options);
  }

  /** Waits for a match. */
  async wait() {
    await this.#wait("exists", (found) => found[0]);
    return this;
  }

  /** Visible text of the first match. */
  text() {
    return this.evaluate((element) => accessible.textOf(element));
  }

  /** Visible texts of all current matches. @returns {Promise<string[]>} */
  texts() {
    return this.evaluateAll((elements) => elements.map((element) => accessible.textOf(element)));
  }

  /** Waits until the text of a match matches the pattern. @param {RegExp} pattern @param {{ timeout?: number }} [options] */
  async waitForText(pattern, options) {
    try {
      await this.#wait(
        "has the text",
        (found, { source, flags }) => found.some((one) => new RegExp(source, flags).test(accessible.textOf(one))),
        { value: plain(pattern), ...options },
      );
    } catch (error) {
      assert.match((await this.texts()).join("\n"), pattern, `no text of ${this} matches; ${error.message}`);
    }
  }

  /** Waits until a property of the first match has this value. @param {string} name @param {unknown} value */
  async waitFor(name, value) {
    await this.#wait(`has ${name} ${value}`, (found, { name, value }) => found[0]?.[name] === value, {
      value: { name, value },
    });
  }

  /** Waits until the first match has the focus. */
  async waitForFocus() {
    await this.waitUntil((element) => element.contains(element.getRootNode().activeElement));
  }

  /** Waits until the function returns true for the first match, in the page. */
  async waitUntil(test, value) {
    await this.#wait("fulfills the condition", `(found, value) => found[0] && (${test})(found[0], value)`, { value });
  }

  /** Property of the first match. @param {string} name */
  get(name) {
    return this.evaluate((element, name) => element[name], name);
  }

  /** Attribute of the first match. @param {string} name */
  attribute(name) {
    return this.evaluate((element, name) => element.getAttribute(name), name);
  }

  /** Clicks as soon as the element is enabled and stands still; again if something has moved to where it was. */
  async click() {
    const frame = this.frame();
    const enabled = (found) => found[0] && accessible.takesClicks(found[0]) && found[0];
    for (const end = performance.now() + TIMEOUT; ; ) {
      if (frame.parentFrame() === null) {
        const { x, y } = await this.#wait("is enabled", enabled, { use: (element) => accessible.aim(element) });
        await frame.page().mouse.click(x, y);
      } else {
        const element = await this.#wait("is enabled", enabled, { handle: true });
        await element.evaluate((element) => accessible.aim(element));
        await element.asElement().click();
        await element.dispose();
      }
      if (await evaluate(this.frame, () => accessible.hasHit(), [], false)) return;
      assert.ok(performance.now() < end, `something covers ${this}`);
    }
  }

  async hover() {
    await (await this.element()).hover();
    await this.frame().evaluate(drawn);
  }

  async focus() {
    await this.evaluate((element) => element.focus());
  }

  /** Appends text by key presses. @param {string} text */
  async type(text) {
    await (await this.element()).type(text);
  }

  /** Replaces the text by key presses. @param {string} text */
  async retype(text) {
    await this.click();
    await this.evaluate((element) => element.select());
    const { keyboard } = this.frame().page();
    if (text === "") await keyboard.press("Backspace");
    else await keyboard.type(text);
  }

  /** Replaces the text at once, as a script or a paste does. @param {string} text */
  async fill(text) {
    await this.evaluate((field, text) => {
      field.focus();
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }, text);
    await this.frame().evaluate(drawn);
  }

  /** Selects the option with this text, or else the first one that begins with it. @param {string} text */
  async choose(text) {
    await this.evaluate((select, text) => {
      const texts = [...select.options].map((option) => option.text.trim());
      const found = texts.indexOf(text) >= 0 ? texts.indexOf(text) : texts.findIndex((one) => one.startsWith(text));
      if (found < 0) throw new Error(`no option "${text}" in ${texts.join(", ")}`);
      select.selectedIndex = found;
      select.dispatchEvent(new Event("input", { bubbles: true }));
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }, text);
    await this.frame().evaluate(drawn);
  }

  toString() {
    const words = this.queries.map(({ role, label, name, text, data, at }) =>
      [
        role ?? (label !== undefined ? "field" : `[data-${data}]`),
        ...[label ?? name].filter(Boolean).map((one) => (typeof one === "string" ? `"${one}"` : `/${one.source}/`)),
        text && `with /${text.source}/`,
        at !== undefined && `at ${at}`,
      ]
        .filter(Boolean)
        .join(" "),
    );
    return words.join(" > ");
  }

  /**
   * Waits until `test` of the matches is truthy and returns what `use` makes of it: its value, or a handle. All that is one
   * evaluation in the page. It is repeated if another document takes its place meanwhile.
   *
   * @param {string} what For the error.
   * @param {string | ((found: Element[], value: any) => unknown)} test
   * @param {{ value?: unknown, timeout?: number, handle?: boolean, use?: string | Function, args?: unknown[] }} [options]
   */
  async #wait(what, test, { value, timeout = TIMEOUT, handle = false, use, args = [] } = {}) {
    const result = use ?? (handle ? "(result) => result" : "() => undefined");
    const script = new Function(
      "queries",
      "value",
      "timeout",
      "...args",
      `return accessible.until(() => (${test})(accessible.find(queries), value), timeout)
        .then((found) => (${result})(found, ...args));`,
    );
    try {
      return await evaluate(this.frame, script, [this.queries, value, timeout, ...args], handle);
    } catch (error) {
      if (!/TimeoutError/.test(error.message)) throw error;
      const there = await this.frame()
        .evaluate(() => accessible.outline())
        .catch(() => "");
      throw new Error(`no element ${this} that ${what} (${error.message}). The accessibility tree:\n${there}`, {
        cause: error,
      });
    }
  }
}

/**
 * Waits until the function returns something truthy in the page.
 *
 * @param {import("puppeteer-core").Page} page
 * @param {Function} condition
 */
export async function waitUntil(page, condition, ...args) {
  const script = new Function("timeout", "...args", `return accessible.until(() => (${condition})(...args), timeout);`);
  await (await evaluate(() => page.mainFrame(), script, [TIMEOUT, ...args], true)).dispose();
}

/** Evaluates a script that waits, again if another document takes the place of the one in which it waits. */
async function evaluate(frame, script, args, handle) {
  const end = performance.now() + TIMEOUT;
  for (;;) {
    try {
      return await (handle ? frame().evaluateHandle(script, ...args) : frame().evaluate(script, ...args));
    } catch (error) {
      if (!DOCUMENT_LEFT.test(error.message) || performance.now() >= end) throw error;
    }
  }
}

/** Resolves after the next frame is drawn. */
const drawn = () => accessible.drawn();
