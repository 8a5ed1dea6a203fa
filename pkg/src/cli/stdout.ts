// Results on standard output. When it takes no more, because its reader has left or its disk is full, the command goes on; the
// end of the command says so.

import { once } from "node:events";
import { fstatSync, writeSync } from "node:fs";
import { type Line, render, useColors, visibleJson } from "./terminal.js";

const STDOUT = 1;
const IS_FILE = fstatSync(STDOUT).isFile();

let failure: NodeJS.ErrnoException | undefined;

process.stdout.on("error", (error) => {
  failure ??= error;
});

export function writeStdout(lines: readonly Line[]): void {
  writeText(render(lines, useColors(process.stdout, process.env)));
}

/** Writes a JSON document. `indent` is 2 for a document by itself, absent for a line of many. */
export function writeJson(value: unknown, indent?: 2): void {
  writeText(`${visibleJson(JSON.stringify(value, null, indent))}\n`);
}

export function writeText(text: string): void {
  if (failure !== undefined) return;
  if (IS_FILE) writeFile(Buffer.from(text));
  else process.stdout.write(text);
}

/** Node's own stream loses what does not fit on the disk any more when it is the last to be written. */
function writeFile(bytes: Uint8Array): void {
  try {
    for (let rest = bytes; rest.length > 0; ) rest = rest.subarray(writeSync(STDOUT, rest));
  } catch (error) {
    failure = error as NodeJS.ErrnoException;
  }
}

/** Resolves when the reader has taken enough for more to be written. */
export async function stdoutReady(): Promise<void> {
  if (failure === undefined && process.stdout.writableNeedDrain) await once(process.stdout, "drain").catch(() => {});
}

/**
 * Waits until everything is written, and returns the reason why it could not be; undefined when it was, and when the reader has
 * left (`| head`).
 */
export async function stdoutFailure(): Promise<NodeJS.ErrnoException | undefined> {
  if (failure === undefined) await new Promise((resolve) => process.stdout.write("", resolve));
  return failure?.code === "EPIPE" ? undefined : failure;
}
