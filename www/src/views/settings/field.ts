import { element } from "../../platform/dom.ts";

interface TextInputOptions {
  label: string;
  type: "text" | "url" | "password" | "number";
  placeholder?: string;
  hint?: string;
  /** Called on Enter. */
  onEnter?: () => void;
}

/** Single-line native input. Typing clears the invalid state. */
export class TextInput {
  readonly element: HTMLElement;
  readonly #input: HTMLInputElement;

  constructor({ label, type, placeholder, hint, onEnter }: TextInputOptions) {
    this.#input = element("input", {
      class: "field-control",
      type,
      placeholder: placeholder ?? "",
      spellcheck: "false",
      autocapitalize: "off",
      // Keeps password managers away from the worker's secrets.
      autocomplete: type === "password" ? "new-password" : "off",
    });
    this.element = element(
      "label",
      { class: "field" },
      element("span", { class: "field-label" }, label),
      this.#input,
      hint !== undefined && element("span", { class: "field-hint" }, hint),
    );
    this.#input.addEventListener("input", () => {
      this.invalid = false;
    });
    this.#input.addEventListener("keydown", ({ key }) => {
      if (key === "Enter") onEnter?.();
    });
  }

  get value(): string {
    return this.#input.value.trim();
  }

  set value(text: string) {
    this.#input.value = text;
  }

  get invalid(): boolean {
    return this.#input.getAttribute("aria-invalid") === "true";
  }

  set invalid(invalid: boolean) {
    this.#input.setAttribute("aria-invalid", String(invalid));
  }
}
