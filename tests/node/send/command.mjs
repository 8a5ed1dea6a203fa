// `userlike-limeobject send` with the example's configuration.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import { cli, example, fileOf } from "../package.mjs";
import { API_KEY } from "./lime.mjs";

const examples = fileOf("userlike-limeobject/examples/config.json").replace("/config.json", "");
export const CONFIG = ["--config", `${examples}/two-instances.json`, "--limetypes", `${examples}/limetypes.json`];
/** A killed run does not know what became of its last writes; the sandbox has carried them out at once. */
const SOON = ["--settle-time", "2"];
const preload = fileURLToPath(new URL("../../media-fetch.mjs", import.meta.url));
const { NO_COLOR, FORCE_COLOR, ...environment } = process.env;

/** @param {number} id */
export const conversation = (id, change = {}) => ({ ...JSON.parse(String(example("conversation"))), id, ...change });

/** A conversation with a file. @param {number} id */
export const conversationWithFile = (id) => {
  const { transcript, ...rest } = conversation(id);
  const file = {
    id: `${id}.file`,
    type: "message",
    url: "https://media.userlike.com/1/photo%20one.png?signature=secret",
  };
  return { ...rest, transcript: [...transcript, file] };
};

export const lines = (/** @type {unknown[]} */ payloads) =>
  payloads.map((payload) => `${JSON.stringify(payload)}\n`).join("");

/**
 * Starts the command.
 *
 * @param {string} url Lime CRM
 * @param {string[]} args
 * @param {{ node?: string, through?: string[], cwd?: string, env?: Record<string, string>, stdio?: import("node:child_process").StdioOptions }} [options]
 *   `through`: a program with arguments that runs the command.
 */
export function start(url, args, { node = process.execPath, through = [], cwd, env = {}, stdio = "pipe" } = {}) {
  const [program = node, ...rest] = [...through, node, "--import", preload, cli, "send", ...args, ...CONFIG, ...SOON];
  const child = spawn(program, rest, {
    cwd,
    stdio,
    env: { ...environment, LIME_URL: url, LIME_API_KEY: API_KEY, ...env },
  });
  const output = [child.stdout, child.stderr].map((stream) => stream?.setEncoding("utf8").toArray() ?? []);
  const ended = once(child, "close").then(async ([status, signal]) => {
    const [stdout = "", stderr = ""] = (await Promise.all(output)).map((chunks) => chunks.join(""));
    // As a shell says it. A process that does not end soon after a signal is ended by it.
    return { status: status ?? 128 + constants.signals[/** @type {NodeJS.Signals} */ (signal)], stdout, stderr };
  });
  return { child, ended };
}
