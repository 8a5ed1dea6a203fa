// Results on standard output.

import { type Line, render, useColors, visibleJson } from "./terminal.js";

export function writeStdout(lines: readonly Line[]): void {
  process.stdout.write(render(lines, useColors(process.stdout, process.env)));
}

/** Writes a JSON document. `indent` is 2 for a document by itself, absent for a line of many. */
export function writeJson(value: unknown, indent?: 2): void {
  process.stdout.write(`${visibleJson(JSON.stringify(value, null, indent))}\n`);
}
