// Text for a terminal. All output passes through here, so that no text of a visitor can reach the terminal as a control
// sequence: a line consists of segments, and the text of every segment is escaped.

/** A section of a line, plain or styled. Newlines in its text are escaped. */
export type Segment = string | { readonly style: Style; readonly text: string };
/** One line of output. */
export type Line = readonly Segment[];

/** SGR parameters by style. */
export const style = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;
export type Style = (typeof style)[keyof typeof style];

export const bold = (text: string): Segment => ({ style: style.bold, text });
export const dim = (text: string): Segment => ({ style: style.dim, text });

/** Control characters (C0, DEL, C1), line separators, lone surrogates and bidirectional controls. */
const UNSAFE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** Escapes every character that a terminal could interpret: `\u001b`. */
export function visible(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Escapes the text of a JSON document, which stays valid and keeps its line breaks. */
export function visibleJson(json: string): string {
  return json.split("\n").map(visible).join("\n");
}

/** Returns the text of `lines`, each terminated by a newline. */
export function render(lines: readonly Line[], colors: boolean): string {
  return lines.map((line) => `${line.map((segment) => renderSegment(segment, colors)).join("")}\n`).join("");
}

function renderSegment(segment: Segment, colors: boolean): string {
  if (typeof segment === "string") return visible(segment);
  const text = visible(segment.text);
  return colors ? `\u001b[${segment.style}m${text}\u001b[0m` : text;
}

/** True if `stream` is a terminal and NO_COLOR is not set, or if FORCE_COLOR is set. */
export function useColors(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: term } = env;
  if (force !== undefined) return force !== "0" && force !== "false";
  return stream.isTTY === true && !no && term !== "dumb";
}
