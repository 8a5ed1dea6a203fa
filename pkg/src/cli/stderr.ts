// Messages on standard error. Standard output is for results only.

import { type Line, render, style, useColors } from "./terminal.js";

export function writeStderr(lines: readonly Line[]): void {
  if (lines.length > 0) process.stderr.write(render(lines, useColors(process.stderr, process.env)));
}

export function errorMessage(text: string): Line {
  return [{ style: style.red, text: "error" }, `: ${text}`];
}

export function warningMessage(text: string): Line {
  return [{ style: style.yellow, text: "warning" }, `: ${text}`];
}

export function note(text: string): Line {
  return [{ style: style.dim, text: "note" }, `: ${text}`];
}

export function hint(text: string): Line {
  return [{ style: style.dim, text: "hint" }, `: ${text}`];
}
