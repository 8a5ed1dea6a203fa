// A JSON editor. What it draws beside its text has no roles: CodeMirror's own names stand for that here, and nowhere else.

export class Editor {
  /** @param {import("./locator.mjs").Locator} content */
  constructor(content) {
    this.content = content;
    this.page = () => content.frame().page();
  }

  /** The lines in sight. */
  async lines() {
    return this.content.evaluate((content) => [...content.children].map(({ textContent }) => textContent));
  }

  /** The line in which the caret is; waits until the editor has the focus. */
  async line() {
    await this.content.waitForFocus();
    return this.content.evaluate((content) => {
      let node = getSelection().focusNode;
      while (node.parentNode !== content) node = node.parentNode;
      return node.textContent;
    });
  }

  /** Waits until the line with the caret, or the one that is marked as it, matches. @param {RegExp} pattern */
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

  /** What is marked, because something else on the page is pointed at. */
  marked() {
    return this.content.find("mark").texts();
  }

  /** Waits until so many faults are marked. @param {number} count */
  async waitForFaults(count) {
    await this.content.waitUntil(
      (content, count) => content.closest(".cm-editor").querySelectorAll(".cm-lint-marker-error").length >= count,
      count,
    );
  }

  /**
   * Takes the selected completion with a key. For 75 ms after the list has opened, CodeMirror gives keys to the text, so
   * that nobody completes what they did not see.
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

  /** Puts a text in place of all that is there. @param {string} text */
  async replace(text) {
    await this.content.focus();
    await this.content.evaluate((content, text) => {
      // The browsers give scripts no common way to paste: the editor is told itself.
      const { view } = content.cmTile ?? content.cmView.root;
      const { length } = view.state.doc;
      view.dispatch({ changes: { from: 0, to: length, insert: text }, selection: { anchor: text.length } });
    }, text);
  }
}
