// Computes the preview of the documents, or the reason why there is none.

import { ConfigError, type LimeCommand, type Mapper, PayloadError, type Problem } from "userlike-limeobject";
import { createMapper, isSameInput, type MapperInput } from "../state/mapper.ts";
import type { PreviewInput, PreviewResult } from "../state/preview-result.ts";

/** Keeps the mapper until its input changes. */
export class Previewer {
  #input: MapperInput | undefined;
  #mapper: Mapper | undefined;
  #problems: readonly Problem[] = [];

  preview({ payload, instance, ...input }: PreviewInput): PreviewResult {
    try {
      this.#configure(input);
      if (!this.#mapper) return { kind: "config", problems: this.#problems };
      if (payload.trim() === "") return { kind: "blank" };
      const preview = this.#mapper.preview(payload, instance === null ? {} : { instance });
      return { kind: "preview", preview, warnings: this.#mapper.warnings };
    } catch (error) {
      if (!(error instanceof PayloadError)) return { kind: "failure", message: String(error) };
      const { code, message, params, pointer, line, column } = error;
      return { kind: "payload", code, message, params, pointer, line, column };
    }
  }

  /**
   * Returns the chat command in an operator's text; null when it contains none, undefined when the configuration is
   * invalid. The package decides, as for a conversation with this text as its newest message.
   */
  command(text: string, input: MapperInput): LimeCommand | null | undefined {
    this.#configure(input);
    const message = { type: "message", sender: { type: "operator" }, body: text };
    return this.#mapper?.command({ id: 1, transcript: [message] });
  }

  #configure(input: MapperInput): void {
    if (isSameInput(this.#input, input)) return;
    this.#mapper?.free();
    this.#mapper = undefined;
    this.#problems = [];
    try {
      this.#mapper = createMapper(input);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      this.#problems = error.problems;
    }
    this.#input = input;
  }
}
