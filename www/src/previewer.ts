// From the three texts to a preview, or to what keeps one from being made.

import { ConfigError, Mapper, PayloadError, type Preview, type Problem } from "userlike-limeobject";
import type { DocumentId } from "./documents.ts";

export type Texts = Record<DocumentId, string>;

export type Outcome =
  | { kind: "preview"; preview: Preview; warnings: readonly Problem[] }
  | { kind: "config"; problems: readonly Problem[] }
  | { kind: "payload"; error: PayloadError }
  | { kind: "blank" }
  | { kind: "failure"; error: unknown };

/** Keeps the mapper of a configuration until the configuration or the metadata changes. */
export class Previewer {
  #config: string | undefined;
  #limetypes: string | undefined;
  #mapper: Mapper | undefined;
  #problems: readonly Problem[] = [];

  preview({ payload, config, limetypes }: Texts): Outcome {
    try {
      this.#configure(config, limetypes);
      if (!this.#mapper) return { kind: "config", problems: this.#problems };
      if (payload.trim() === "") return { kind: "blank" };
      return { kind: "preview", preview: this.#mapper.preview(payload), warnings: this.#mapper.warnings };
    } catch (error) {
      return error instanceof PayloadError ? { kind: "payload", error } : { kind: "failure", error };
    }
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
