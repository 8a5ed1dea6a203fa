// The sources of a value in words: "Template: {subject} with {contact.name}".

import { pointerTokens } from "../../../platform/json-pointer.ts";
import { displayPath } from "../../../state/display-path.ts";
import type { SourceLocation } from "../../../state/documents.ts";
import type { Limeobject } from "./context.ts";

export type Source = Limeobject["sources"][string][number];

/** Part of a description; with a pointer, it stands for a value of the payload. */
export interface SourcePart {
  text: string;
  pointer?: string;
}

export interface SourceDescription {
  kind: "template" | "values" | "constant";
  /** Texts and values of a template; otherwise the values. */
  parts: readonly SourcePart[];
  /** Whether the value was replaced by one of the mapping. */
  isMapped: boolean;
  /** Number of values that are not among the parts. */
  more: number;
  /** JSON pointer to the rule in the mapping; undefined for values that are written without one. */
  rule: string | undefined;
}

/** Maximum number of values that are named. */
const MAX_VALUES = 3;

/** Returns undefined without sources. `config` is the mapping's text. */
export function describeSources(sources: readonly Source[], config: string): SourceDescription | undefined {
  if (sources.length === 0) return undefined;
  const values = sources.filter((source) => "payload" in source);
  const constants = sources.filter((source) => "constant" in source).map(({ constant }) => constant);
  const rule = values.find((source) => source.config !== undefined)?.config ?? constants[0];
  if (rule?.endsWith("/template")) {
    const template = valueAt(config, rule);
    if (typeof template === "string") {
      const pointers = values.map(({ payload }) => payload);
      return { kind: "template", parts: templateParts(template, pointers), isMapped: false, more: 0, rule };
    }
  }
  if (values.length === 0) return { kind: "constant", parts: [], isMapped: false, more: 0, rule };
  const named = values.slice(0, MAX_VALUES);
  return {
    kind: "values",
    parts: named.map(({ payload }) => ({ text: displayPath(payload), pointer: payload })),
    isMapped: constants.some((pointer) => pointer.includes("/map/")),
    more: values.length - named.length + values.reduce((sum, { more = 0 }) => sum + more, 0),
    rule,
  };
}

/** Returns the locations of a value's sources. */
export function sourceLocations(sources: readonly Source[]): SourceLocation[] {
  return sources.flatMap((source): SourceLocation[] => {
    if ("constant" in source) return [{ document: "config", pointer: source.constant }];
    const from: SourceLocation = { document: "payload", pointer: source.payload };
    return source.config === undefined ? [from] : [from, { document: "config", pointer: source.config }];
  });
}

/** Splits a template at its placeholders: `{subject|Chat}` is shown as `{subject}`. */
function templateParts(template: string, pointers: readonly string[]): SourcePart[] {
  const byPath = new Map(pointers.map((pointer) => [displayPath(pointer), pointer]));
  return template
    .split(/(\{[^{}]*\})/)
    .filter((part) => part !== "")
    .map((part) => {
      const [, path] = /^\{([^{}|]*)/.exec(part) ?? [];
      if (path === undefined) return { text: part };
      const pointer = byPath.get(path.trim());
      return { text: `{${path.trim()}}`, ...(pointer === undefined ? {} : { pointer }) };
    });
}

let parsed: { text: string; value: unknown } | undefined;

/** Returns the value at a JSON pointer; undefined when there is none. */
function valueAt(text: string, pointer: string): unknown {
  if (parsed?.text !== text) parsed = { text, value: parse(text) };
  return pointerTokens(pointer).reduce<unknown>(
    (value, token) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, token)
        ? (value as Record<string, unknown>)[token]
        : undefined,
    parsed.value,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
