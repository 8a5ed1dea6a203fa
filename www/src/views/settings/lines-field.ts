import type { SettingsProblem } from "../../../../contract/error-body.ts";
import { element } from "../../platform/dom.ts";

/** A list edited as text: one item per line, or separated by commas. */
export class LinesField {
  readonly element: HTMLElement;
  readonly #area = element("textarea", {
    class: "field-control",
    rows: "4",
    spellcheck: "false",
    autocapitalize: "off",
    autocomplete: "off",
  });

  constructor(label: string, hint?: string) {
    this.element = element(
      "label",
      { class: "field" },
      element("span", { class: "field-label" }, label),
      this.#area,
      hint !== undefined && element("span", { class: "field-hint" }, hint),
    );
    this.#area.addEventListener("input", () => {
      this.invalid = false;
    });
  }

  get lines(): string[] {
    return this.#area.value
      .split(/[\n,]/)
      .map((line) => line.trim())
      .filter((line) => line !== "");
  }

  setLines(lines: readonly string[]): void {
    this.#area.value = lines.join("\n");
    this.#area.rows = Math.max(4, lines.length + 1);
  }

  set invalid(invalid: boolean) {
    this.#area.setAttribute("aria-invalid", String(invalid));
  }

  /** Returns the message, prefixed with the line whose index ends the pointer. */
  messageFor({ pointer, message }: SettingsProblem): string {
    const line = this.lines[Number(/\/(\d+)$/.exec(pointer)?.[1] ?? -1)];
    return line === undefined ? message : `${line}: ${message}`;
  }
}
