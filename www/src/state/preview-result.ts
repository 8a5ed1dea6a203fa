// Input and result of a preview. Plain data, because it is exchanged with a web worker.

import type { Params, PayloadErrorCode, Preview, Problem } from "userlike-limeobject";
import type { MapperInput } from "./mapper.ts";

export interface PreviewInput extends MapperInput {
  payload: string;
  /** Name of the instance; null: chosen by the topics. */
  instance: string | null;
}

export interface LastPreview {
  preview: Preview;
  warnings: readonly Problem[];
  payload: string;
}

export type PreviewResult =
  /** No preview was computed yet. */
  | { kind: "pending" }
  /** The payload is empty. */
  | { kind: "blank" }
  | { kind: "preview"; preview: Preview; warnings: readonly Problem[] }
  /** The payload is not a conversation. */
  | {
      kind: "payload";
      code: PayloadErrorCode;
      message: string;
      params: Params | undefined;
      pointer: string | undefined;
      line: number | undefined;
      column: number | undefined;
    }
  /** The configuration or the limetypes are invalid. */
  | { kind: "config"; problems: readonly Problem[] }
  /** The page itself failed. */
  | { kind: "failure"; message: string };
