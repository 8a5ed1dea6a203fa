import { readFileSync } from "node:fs";
import { Failure, reason, USAGE } from "./failure.js";
import { labelled } from "./say.js";

/** A file that comes with the package. */
export function shipped(path: string): URL {
  return new URL(`../../${path}`, import.meta.url);
}

/** A path as it is shown. */
export function shown(path: string | URL): string {
  return typeof path === "string" ? path : path.pathname.split("/").slice(-2).join("/");
}

export function readFile(path: string | URL, what: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw unreadable(what, error);
  }
}

export function unreadable(what: string, error: unknown): Failure {
  return new Failure(
    USAGE,
    [labelled("error", `the ${what} can't be read: ${reason(error)}`)],
    "check the path and who may read it",
  );
}

export async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}
