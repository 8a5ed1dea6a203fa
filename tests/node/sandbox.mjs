// The sandbox Lime CRM in a process of its own.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** API key that the sandbox accepts. */
export const API_KEY = "sandbox";

/**
 * Starts the sandbox; it is stopped after the tests.
 *
 * @param {(done: () => void) => void} after `after` of node:test
 * @returns {Promise<string>} the URL for `--url` or `deliver`
 */
export async function startSandbox(after) {
  const program = fileURLToPath(new URL("../../sandbox/node/main.ts", import.meta.url));
  const child = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"] });
  after(() => void child.stdin.end());
  const [line] = await once(child.stdout.setEncoding("utf8"), "data");
  return line.trim();
}
