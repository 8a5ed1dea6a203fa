// The three texts that a preview is made of.

import type { Problem } from "userlike-limeobject";
import config from "userlike-limeobject/examples/config.json?raw";
import payload from "userlike-limeobject/examples/conversation.json?raw";
import limetypes from "userlike-limeobject/examples/limetypes.json?raw";

export type DocumentId = "payload" | "config" | "limetypes";

export interface DocumentInfo {
  id: DocumentId;
  /** On its tab. */
  name: string;
  /** Above its text. */
  label: string;
  /** What it is and where to get it. */
  hint: string;
  example: string;
}

export const documents: readonly DocumentInfo[] = [
  {
    id: "payload",
    name: "Payload",
    label: "Payload of the conversation",
    hint: "The JSON that Userlike sends. Type, paste, open a file, or drop one anywhere on this page.",
    example: payload,
  },
  {
    id: "config",
    name: "Configuration",
    label: "Mapping configuration",
    hint: "The JSON of limepkg-userlike: which instance takes the conversation, and what it fills in.",
    example: config,
  },
  {
    id: "limetypes",
    name: "Limetypes",
    label: "Lime CRM metadata",
    hint: "What api/v1/limetype/?_embed=limetypes.properties answers. Without it nothing is checked against Lime CRM.",
    example: limetypes,
  },
];

/** Where a problem of the configuration or of the metadata is. */
export function placeOfProblem({ document, pointer, line, column }: Problem): Place {
  return { document, pointer, line: line ?? undefined, column: column ?? undefined };
}

/** A place in one of the texts: a JSON pointer (RFC 6901), and a line and column (from 1) where those are known. */
export interface Place {
  document: DocumentId;
  pointer?: string | undefined;
  line?: number | undefined;
  column?: number | undefined;
}
