// Locations in the configuration's text.

import { locationRange } from "../../state/location-range.ts";

/** Location in the configuration: line and column where known, otherwise a JSON pointer. */
export interface ConfigLocation {
  pointer: string;
  line?: number | null | undefined;
  column?: number | null | undefined;
}

/** Returns the range of a location in the text: the value or, for objects and lists, their key. */
export function rangeOf(text: string, { pointer, line, column }: ConfigLocation): [number, number] {
  const location = { pointer, line: line ?? undefined, column: column ?? undefined };
  const { start, end } = locationRange(text, location, true) ?? { start: 0, end: 0 };
  if (location.line !== undefined) return [start, Math.min(start + 1, text.length)];
  if (!/[{[]/.test(text.charAt(start))) return [start, end];
  const key = KEY_BEFORE.exec(text.slice(Math.max(0, start - MAX_KEY_LENGTH), start));
  return key === null ? [start, start + 1] : [start - key[0].length, start - key[0].length + (key[1] ?? "").length];
}

/** The key at the end of a text that is followed by its value. */
const KEY_BEFORE = /("(?:[^"\\]|\\.)*")\s*:\s*$/;
const MAX_KEY_LENGTH = 500;

/** Returns line and column of an offset, counted from 1. */
export function positionAt(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
