// From the texts to a preview, or to what keeps one from being made.

import { ConfigError, type LimeCommand, Mapper, PayloadError, type Problem } from "userlike-limeobject";
import type { PreviewInput, PreviewResult } from "../state/preview-result.ts";

/** Keeps the mapper of a configuration until the configuration or the limetypes change. */
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
   * The chat command in a text of an operator: null when it is none, undefined when the configuration can't be used. It is
   * decided by the package, as for a conversation that has the text as its newest message.
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
