// A JSON editor (CodeMirror). Its markers and active line have no roles, so this file uses CodeMirror's class names; no other
// file does.

export class Editor {
  /** @param {import("./locator.mjs").Locator} content */
  constructor(content) {
    this.content = content;
    this.page = () => content.frame().page();
  }

  /** Visible lines. */
  async lines() {
    return this.content.evaluate((content) => [...content.children].map(({ textContent }) => textContent));
  }

  /** Waits for the focus and returns the line with the caret. */
  async line() {
    await this.content.waitForFocus();
    return this.content.evaluate((content) => {
      let node = getSelection().focusNode;
      while (node.parentNode !== content) node = node.parentNode;
      return node.textContent;
    });
  }

  /** Waits until the active line matches. @param {RegExp} pattern */
  async waitForLine(pattern) {
    await this.content.waitUntil(
      (content, { source, flags }) =>
        [...content.children].some(
          (line) => line.matches(".cm-activeLine") && new RegExp(source, flags).test(line.textContent),
        ),
      { source: pattern.source, flags: pattern.flags },
    );
  }

  /** Clicks into a line. @param {number} number From 1 on. */
  async click(number) {
    const handle = await this.content.element();
    const line = await handle.evaluateHandle((content, number) => content.children[number - 1], number);
    await line.asElement().click();
  }

  /** Moves the pointer over this text. @param {string} text */
  async hover(text) {
    const handle = await this.content.element();
    const found = await handle.evaluateHandle(
      (content, text) => [...content.querySelectorAll("span")].find(({ textContent }) => textContent === text),
      text,
    );
    await found.asElement().hover();
  }

  /** Marked texts. */
  marked() {
    return this.content.find("mark").texts();
  }

  /** Waits until at least this number of lines is marked as wrong. @param {number} count */
  async waitForFaults(count) {
    await this.content.waitUntil(
      (content, count) => content.closest(".cm-editor").querySelectorAll(".cm-lint-marker-error").length >= count,
      count,
    );
  }

  /**
   * Accepts the selected completion with a key. CodeMirror passes keys to the text for 75 ms after the list has opened, so that
   * nobody accepts a completion unseen; nothing in the page shows the end of that time.
   *
   * @param {"Enter" | "Tab"} key
   */
  async complete(key) {
    await this.content.evaluate(async () => {
      const begun = performance.now();
      while (performance.now() < begun + 100) await new Promise((done) => requestAnimationFrame(done));
    });
    await this.page().keyboard.press(key);
  }

  /** Replaces the whole text. @param {string} text */
  async replace(text) {
    await this.content.focus();
    await this.content.evaluate((content, text) => {
      // No way to paste works in both browsers, so the editor is called directly.
      const { view } = content.cmTile ?? content.cmView.root;
      const { length } = view.state.doc;
      view.dispatch({ changes: { from: 0, to: length, insert: text }, selection: { anchor: text.length } });
    }, text);
  }
}
