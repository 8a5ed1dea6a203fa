// What the texts become. Plain data: it comes from another thread, too.

import type { Preview, Problem } from "userlike-limeobject";

export interface PreviewInput {
  payload: string;
  config: string;
  limetypes: string;
  /** The instance chosen by name; null leaves it to the topics. */
  instance: string | null;
}

export type PreviewResult =
  /** Nothing was made yet. */
  | { kind: "pending" }
  /** There is no payload. */
  | { kind: "blank" }
  | { kind: "preview"; preview: Preview; warnings: readonly Problem[] }
  /** The payload is not a conversation. */
  | {
      kind: "payload";
      message: string;
      pointer: string | undefined;
      line: number | undefined;
      column: number | undefined;
    }
  /** The configuration, or the limetypes, can't be used. */
  | { kind: "config"; problems: readonly Problem[] }
  /** A fault of this page. */
  | { kind: "failure"; message: string };
