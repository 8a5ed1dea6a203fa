// What is said beside the output: on standard error.

import type { Problem } from "../index.js";
import { type Line, render, style, wantsColours } from "./terminal.js";

export function say(lines: readonly Line[]): void {
  if (lines.length > 0) process.stderr.write(render(lines, wantsColours(process.stderr, process.env)));
}

export function labelled(severity: Problem["severity"], text: string): Line {
  return [{ style: severity === "error" ? style.red : style.yellow, text: severity }, `: ${text}`];
}

/** `file:line:column`, as far as it is known. */
export function place(file: string | undefined, { line, column }: Position): string {
  return [file, line, column].filter((part) => part !== undefined && part !== null).join(":");
}

/** A message without the position that is shown in front of it. */
export function withoutPosition(message: string, { line, column }: Position): string {
  return message.replace(` (line ${line}, column ${column})`, "");
}

interface Position {
  line?: number | null;
  column?: number | null;
}
