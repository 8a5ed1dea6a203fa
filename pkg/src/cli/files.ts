import { readFileSync } from "node:fs";
import { CliError, messageOf, USAGE } from "./errors.js";

/** Returns the URL of a file of this package. */
export function packageFile(path: string): URL {
  return new URL(`../../${path}`, import.meta.url);
}

/** Returns the name of a file as it is printed in messages. */
export function displayName(path: string | URL): string {
  return typeof path === "string" ? path : path.pathname.split("/").slice(-2).join("/");
}

/** @param description What the file contains: `configuration` */
export function readFile(path: string | URL, description: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw unreadableFile(description, error);
  }
}

export function unreadableFile(description: string, error: unknown): CliError {
  return new CliError(
    USAGE,
    `cannot read the ${description}: ${messageOf(error)}`,
    "check the path and the file's permissions",
  );
}

export async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}
