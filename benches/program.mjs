// Runs programs whose output is the result of a measurement.

import { execFile } from "node:child_process";
import { promisify } from "node:util";

/**
 * Runs a program. Returns what it writes to standard output.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {import("node:child_process").ExecFileOptions} [options]
 * @returns {Promise<string>}
 */
export async function outputOf(program, args, options = {}) {
  const { stdout } = await promisify(execFile)(program, args, { ...options, encoding: "utf8", maxBuffer: 1 << 26 });
  return stdout;
}
