// Elements of a page by what a person knows of them: role, accessible name, label, text. A locator is a question; it is
// asked anew by everything that is done with it, and waits until there is an answer.
import assert from "node:assert/strict";

const WAIT = { timeout: 20_000, polling: 50 };

const plain = (pattern) => (pattern instanceof RegExp ? { source: pattern.source, flags: pattern.flags } : pattern);

/**
 * Where elements are looked for: a page, a frame, or an element in it.
 *
 * @typedef {object} More
 * @property {RegExp} [text] A pattern within the text of the element.
 * @property {boolean} [hidden] Elements that are not shown are found, too.
 */
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

  /** A form control. @param {string | RegExp} label @param {More} [more] */
  field(label, { text, ...more } = {}) {
    return this.#within({ label: plain(label), text: plain(text), ...more });
  }

  /** An element that has no role, by a data attribute. @param {string} data Its name. @param {string} [value] */
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

  /** The first element that is found; waits for it. */
  async element() {
    return (await this.#wait("is there", (found) => found[0])).asElement();
  }

  /** Calls the function in the page, with the first element that is found; waits for that. */
  async evaluate(fn, ...args) {
    const element = await this.element();
    try {
      return await element.evaluate(fn, ...args);
    } finally {
      await element.dispose();
    }
  }

  /** Calls the function in the page, with all elements that are found now. */
  async evaluateAll(fn, ...args) {
    const found = await this.frame().evaluateHandle((queries) => accessible.find(queries), this.queries);
    try {
      return await found.evaluate(fn, ...args);
    } finally {
      await found.dispose();
    }
  }

  /** How many there are now. */
  count() {
    return this.frame().evaluate((queries) => accessible.find(queries).length, this.queries);
  }

  /** Waits until there are so many. @param {number} count */
  async waitForCount(count, options) {
    await this.#wait(`is there ${count} times`, (found, count) => found.length === count, count, options);
  }

  /** Waits until there is none. @param {{ timeout?: number }} [options] */
  async waitUntilGone(options) {
    await this.waitForCount(0, options);
  }

  /** Waits until there is one. */
  async wait() {
    await (await this.element()).dispose();
    return this;
  }

  /** The text of the first one, as it is shown. */
  text() {
    return this.evaluate((element) => accessible.textOf(element));
  }

  /** The texts of all that are there now. @returns {Promise<string[]>} */
  texts() {
    return this.evaluateAll((elements) => elements.map((element) => accessible.textOf(element)));
  }

  /** Waits until one of them has a text that matches. @param {RegExp} pattern @param {{ timeout?: number }} [options] */
  async waitForText(pattern, options = {}) {
    try {
      await this.#wait(
        "has the text",
        (found, { source, flags }) => found.some((one) => new RegExp(source, flags).test(accessible.textOf(one))),
        plain(pattern),
        { timeout: 40_000, ...options },
      );
    } catch (error) {
      assert.match((await this.texts()).join("\n"), pattern, `${this} never said it; ${error.message}`);
    }
  }

  /** Waits until a property of the first one has this value. @param {string} name @param {unknown} value */
  async waitFor(name, value) {
    await this.#wait(`has ${name} ${value}`, (found, { name, value }) => found[0]?.[name] === value, { name, value });
  }

  /** Waits until it has the focus. */
  async waitForFocus() {
    await this.waitUntil((element) => element.contains(element.getRootNode().activeElement));
  }

  /** Waits until a function of the first one answers with something true. */
  async waitUntil(test, value) {
    await this.#wait("is as awaited", `(found, value) => found[0] && (${test})(found[0], value)`, value);
  }

  /** A property of the first one. @param {string} name */
  get(name) {
    return this.evaluate((element, name) => element[name], name);
  }

  /** An attribute of the first one. @param {string} name */
  attribute(name) {
    return this.evaluate((element, name) => element.getAttribute(name), name);
  }

  /** Presses it as soon as it takes clicks. */
  async click() {
    const element = await this.#wait(
      "takes clicks",
      (found) => found[0] && accessible.takesClicks(found[0]) && found[0],
    );
    await element.asElement().click();
    await element.dispose();
    await this.frame().evaluate(drawn);
  }

  async hover() {
    await (await this.element()).hover();
    await this.frame().evaluate(drawn);
  }

  async focus() {
    await this.evaluate((element) => element.focus());
  }

  /** Types behind what is there. @param {string} text */
  async type(text) {
    await (await this.element()).type(text);
  }

  /** Types in place of what is there. @param {string} text */
  async retype(text) {
    await this.click();
    await this.evaluate((element) => element.select());
    const { keyboard } = this.frame().page();
    await keyboard.press("Backspace");
    if (text !== "") await keyboard.type(text);
  }

  /** Puts a text in place of what is there, all at once. @param {string} text */
  async fill(text) {
    await this.evaluate((field, text) => {
      field.focus();
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }, text);
    await this.frame().evaluate(drawn);
  }

  /** Chooses the option of a list that has this text, or begins with it. @param {string} text */
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

  async #wait(what, test, value, options = {}) {
    try {
      return await this.frame().waitForFunction(
        new Function("queries", "value", `return (${test})(accessible.find(queries), value);`),
        { ...WAIT, ...options },
        this.queries,
        value,
      );
    } catch (error) {
      const there = await this.frame()
        .evaluate(() => accessible.outline())
        .catch(() => "");
      throw new Error(`${this}: not so that it ${what} (${error.message}). The page has:\n${there}`, { cause: error });
    }
  }
}

/** Once what was set is drawn. */
const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
