// The three texts that a preview is made of, as they are at first, and places in them.

import type { Problem } from "userlike-limeobject";
import config from "userlike-limeobject/examples/config.json?raw";
import payload from "userlike-limeobject/examples/conversation.json?raw";
import limetypes from "userlike-limeobject/examples/limetypes.json?raw";

export type DocumentId = "payload" | "config" | "limetypes";

/** Those of the package: the example payload of Userlike's documentation, and Lime CRM's core limetypes. */
export const examples: Readonly<Record<DocumentId, string>> = { payload, config, limetypes };

/** A place in one of the texts: a JSON pointer (RFC 6901), or a line and column (from 1; in bytes) where that is known. */
export interface SourceLocation {
  document: DocumentId;
  pointer?: string | undefined;
  line?: number | undefined;
  column?: number | undefined;
}

/** Where a problem of the configuration or of the metadata is. */
export function problemLocation({ document, pointer, line, column }: Problem): SourceLocation {
  return { document, pointer, line: line ?? undefined, column: column ?? undefined };
}

/** Two places that are one. */
export function samePlace(a: SourceLocation, b: SourceLocation): boolean {
  return a.document === b.document && a.pointer === b.pointer && a.line === b.line && a.column === b.column;
}
