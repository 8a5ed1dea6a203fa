// Marked ranges of a textarea. A textarea shows no selection while the focus is elsewhere, so the marks are painted by a
// layer below it, which holds only the marked lines: the same font, the same lines, transparent letters.

import { element } from "./dom.ts";
import type { Range } from "./pointer.ts";

/** Lines longer than this, as in minified JSON, and values of more text than this are not painted. */
const maxLength = 20_000;

export class Marks {
  readonly layer: HTMLElement;
  readonly #textarea: HTMLTextAreaElement;
  readonly #lines = element("div", { class: "marks-lines" });

  constructor(textarea: HTMLTextAreaElement) {
    this.#textarea = textarea;
    this.layer = element("div", { class: "marks", "aria-hidden": "true" }, this.#lines);
    textarea.addEventListener("scroll", () => this.#follow(), { passive: true });
  }

  show(ranges: readonly Range[]): void {
    this.#lines.replaceChildren(...ranges.flatMap((range) => this.#paint(range) ?? []));
    this.#follow();
  }

  /** Scrolls the textarea, not the page, until the first mark is well in view. */
  reveal(): void {
    const mark = this.#lines.querySelector("mark");
    if (!mark) return;
    const area = this.#textarea;
    const block = mark.parentElement as HTMLElement;
    const top = block.offsetTop;
    const left = mark.offsetLeft;
    const line = this.#lineHeight();
    if (top < area.scrollTop || top + 2 * line > area.scrollTop + area.clientHeight) {
      area.scrollTop = Math.max(0, top - area.clientHeight / 3);
    }
    if (left < area.scrollLeft || left + 40 > area.scrollLeft + area.clientWidth) {
      area.scrollLeft = Math.max(0, left - area.clientWidth / 3);
    }
    this.#follow();
  }

  #paint({ start, end }: Range): HTMLElement | undefined {
    const text = this.#textarea.value;
    const from = text.lastIndexOf("\n", start - 1) + 1;
    const newline = text.indexOf("\n", end);
    const to = newline < 0 ? text.length : newline;
    if (to - from > maxLength) return undefined;
    const above = text.slice(0, from).split("\n").length - 1;
    const block = element(
      "div",
      {},
      text.slice(from, start),
      element("mark", {}, text.slice(start, end)),
      text.slice(end, to),
    );
    block.style.setProperty(
      "top",
      `${above * this.#lineHeight() + parseFloat(getComputedStyle(this.#textarea).paddingTop)}px`,
    );
    return block;
  }

  #lineHeight(): number {
    return parseFloat(getComputedStyle(this.#textarea).lineHeight);
  }

  #follow(): void {
    const { scrollLeft, scrollTop } = this.#textarea;
    this.#lines.style.setProperty("transform", `translate(${-scrollLeft}px, ${-scrollTop}px)`);
  }
}
