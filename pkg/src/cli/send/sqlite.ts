// SQLite, which Node has since 22.13, Deno since 2.2, and Bun since 1.4.

import { CliError, USAGE } from "../errors.js";

export type Sqlite = typeof import("node:sqlite");

/** @throws {CliError} This runtime has no SQLite */
export async function loadSqlite(): Promise<Sqlite> {
  const { emitWarning } = process;
  // Node says once that its SQLite is experimental, which nobody who sends conversations can do anything about.
  const emitOthers = (...args: unknown[]) => {
    if (args[1] !== "ExperimentalWarning" || !/^SQLite /.test(String(args[0]))) {
      Reflect.apply(emitWarning, process, args);
    }
  };
  process.emitWarning = emitOthers as typeof emitWarning;
  try {
    return await import("node:sqlite");
  } catch {
    const { bun, node } = process.versions;
    const runtime = bun === undefined ? `Node ${node}` : `Bun ${bun}`;
    throw new CliError(
      USAGE,
      `the state file needs SQLite (node:sqlite), which this ${runtime} does not have. Nothing was sent`,
      "install Node 22.13 or newer (https://nodejs.org/en/download), then run the same command with it",
    );
  } finally {
    process.emitWarning = emitWarning;
  }
}
