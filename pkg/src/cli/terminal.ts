// Text for a terminal. Whatever is printed goes through here, and nothing that a visitor wrote into a chat can reach the
// terminal as a control sequence: a line is made of segments, and every segment's text is escaped.

/** A piece of a line, plain or with a style. Its text never ends the line. */
export type Segment = string | { readonly style: Style; readonly text: string };
/** One line of output. */
export type Line = readonly Segment[];

/** The SGR parameters of a style. */
export const style = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;
export type Style = (typeof style)[keyof typeof style];

export const bold = (text: string): Segment => ({ style: style.bold, text });
export const dim = (text: string): Segment => ({ style: style.dim, text });

/** Control characters (C0, DEL, C1), line separators, half surrogates, and what reverses the direction of text. */
const UNSAFE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** `text` with everything that a terminal could obey as a visible escape: `\u001b`. */
export function visible(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The same for the text of a JSON document: the document stays the same, its line breaks too. */
export function visibleJson(json: string): string {
  return json.split("\n").map(visible).join("\n");
}

/** The text of `lines`, each ended by a newline. */
export function render(lines: readonly Line[], colours: boolean): string {
  return lines.map((line) => `${line.map((segment) => renderSegment(segment, colours)).join("")}\n`).join("");
}

function renderSegment(segment: Segment, colours: boolean): string {
  if (typeof segment === "string") return visible(segment);
  const text = visible(segment.text);
  return colours ? `\u001b[${segment.style}m${text}\u001b[0m` : text;
}

/** True when colours belong on `stream`: on a terminal, unless NO_COLOR says no or FORCE_COLOR says yes. */
export function wantsColours(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: term } = env;
  if (force !== undefined) return force !== "0" && force !== "false";
  return stream.isTTY === true && !no && term !== "dumb";
}
