// The three documents of a preview, their initial texts, and locations in them.

import type { Problem } from "userlike-limeobject";
import config from "userlike-limeobject/examples/config.json?raw";
import payload from "userlike-limeobject/examples/conversation.json?raw";
import limetypes from "userlike-limeobject/examples/limetypes.json?raw";
import { richExample } from "./rich-example.ts";

export type DocumentId = "payload" | "config" | "limetypes";

/** The package's examples: the payload of Userlike's documentation, and Lime CRM's core limetypes. */
export const examples: Readonly<Record<DocumentId, string>> = { payload, config, limetypes };

/** Conversations that show what the page does: one with much in it, and the one of Userlike's documentation. */
export type ExampleName = "rich" | "short";

export function examplePayload(name: ExampleName): string {
  return name === "short" ? examples.payload : richExample(examples.payload);
}

/**
 * A location in a document: a JSON pointer (RFC 6901), or line and column (counted from 1; columns in bytes) where
 * known.
 */
export interface SourceLocation {
  document: DocumentId;
  pointer?: string | undefined;
  line?: number | undefined;
  column?: number | undefined;
}

/** Returns the location of a problem in the configuration or the limetypes. */
export function problemLocation({ document, pointer, line, column }: Problem): SourceLocation {
  return { document, pointer, line: line ?? undefined, column: column ?? undefined };
}
