import { locate, positionAt } from "userlike-limeobject";
import type { SourceLocation } from "./documents.ts";

/** Range from `start` up to, not including, `end`, in UTF-16 units. */
export interface OffsetRange {
  start: number;
  end: number;
}

/**
 * Returns the range of a location in its document's text, which can be incomplete; undefined when the text does not have
 * it. With `nearest`, the start of the innermost object or list that should contain it.
 */
export function locationRange(
  text: string,
  { pointer = "", line, column = 1 }: Omit<SourceLocation, "document">,
  nearest = false,
): OffsetRange | undefined {
  if (line !== undefined) {
    const { offset } = positionAt(text, line, column);
    return { start: offset, end: offset };
  }
  const range = locate(text, pointer, { nearest });
  return range && { start: range.start.offset, end: range.end.offset };
}
