// Widths of texts, measured without an element.

const context = document.createElement("canvas").getContext("2d");

/** Returns the width in pixels of the widest of some lines. `font`: as in CSS, without variables. */
export function textWidth(lines: Iterable<string>, font: string): number {
  if (context === null) return 0;
  context.font = font;
  let widest = 0;
  for (const line of lines) widest = Math.max(widest, context.measureText(line).width);
  return widest;
}
