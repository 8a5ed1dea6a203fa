// Computes the preview of the documents, or the reason why there is none.

import { ConfigError, type LimeCommand, Mapper, PayloadError, type Problem } from "userlike-limeobject";
import type { PreviewInput, PreviewResult } from "../state/preview-result.ts";

/** Keeps the mapper until the configuration or the limetypes change. */
export class Previewer {
  #config: string | undefined;
  #limetypes: string | undefined;
  #mapper: Mapper | undefined;
  #problems: readonly Problem[] = [];

  preview({ payload, config, limetypes, instance }: PreviewInput): PreviewResult {
    try {
      this.#configure(config, limetypes);
      if (!this.#mapper) return { kind: "config", problems: this.#problems };
      if (payload.trim() === "") return { kind: "blank" };
      const preview = this.#mapper.preview(payload, instance === null ? {} : { instance });
      return { kind: "preview", preview, warnings: this.#mapper.warnings };
    } catch (error) {
      if (!(error instanceof PayloadError)) return { kind: "failure", message: String(error) };
      const { message, pointer, line, column } = error;
      return { kind: "payload", message, pointer, line, column };
    }
  }

  /**
   * Returns the chat command in an operator's text; null when it contains none, undefined when the configuration is
   * invalid. The package decides, as for a conversation with this text as its newest message.
   */
  command(text: string, { config, limetypes }: PreviewInput): LimeCommand | null | undefined {
    this.#configure(config, limetypes);
    const message = { type: "message", sender: { type: "operator" }, body: text };
    return this.#mapper?.command({ id: 1, transcript: [message] });
  }

  #configure(config: string, limetypes: string): void {
    if (config === this.#config && limetypes === this.#limetypes) return;
    this.#mapper?.free();
    this.#mapper = undefined;
    this.#problems = [];
    try {
      this.#mapper = new Mapper(config, limetypes.trim() === "" ? {} : { limetypes });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      this.#problems = error.problems;
    }
    this.#config = config;
    this.#limetypes = limetypes;
  }
}
