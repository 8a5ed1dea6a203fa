// Runs commands, and counts what they checked: { passed, failed, output }.
import { spawn } from "node:child_process";
import { globSync, mkdirSync, readFileSync } from "node:fs";

/**
 * @typedef {object} Result
 * @property {number} passed
 * @property {number} failed
 * @property {string} output Printed if something failed.
 * @property {string} [note] Always printed.
 */

/**
 * @typedef {object} Options
 * @property {Record<string, string>} [env]
 * @property {boolean} [show] Prints the output while the command runs, and does not return it. Default: false.
 * @property {boolean} [low] Runs it with low priority: it uses all cores, and the slowest check does not wait for it.
 *   Default: false.
 */

/** Commands that run. @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

// A signal to this process alone ("kill", the end of a CI job's time) ends what it started, too: browsers and servers.
for (const [signal, code] of /** @type {const} */ ([
  ["SIGINT", 130],
  ["SIGTERM", 143],
]))
  process.once(signal, () => {
    for (const child of running) child.kill(signal);
    process.exit(code);
  });

/**
 * Runs a command.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {Options} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function execute(program, args, { env = {}, show = false, low = false } = {}) {
  return new Promise((resolve) => {
    const stdio = ["ignore", show ? "inherit" : "pipe", show ? "inherit" : "pipe"];
    const whole = [...(low ? ["nice", "-n", "10"] : []), program, ...args];
    const child = spawn(whole[0], whole.slice(1), { env: { ...process.env, ...env }, stdio });
    running.add(child);
    const chunks = [];
    child.stdout?.on("data", (chunk) => chunks.push(chunk));
    child.stderr?.on("data", (chunk) => chunks.push(chunk));
    child.on("error", (error) => resolve({ code: 1, output: `${program}: ${error.message}\n` }));
    child.on("close", (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() });
    });
  });
}

/** Runs a command as one check. @param {string} program @param {string[]} args @param {Options} [options] @returns {Promise<Result>} */
export async function command(program, args, options) {
  const { code, output } = await execute(program, args, options);
  return code === 0 ? { passed: 1, failed: 0, output } : { passed: 0, failed: 1, output };
}

/**
 * Returns the tests that failed, each with the beginning of its reason, so that the end of a long log names them.
 *
 * @param {string} output Output of the test runner.
 */
export function failures(output) {
  const listed = output.split(/^✖ failing tests:$/m).slice(1);
  const tests = listed.flatMap((list) => list.split(/^✖ /m).slice(1));
  const heads = tests.map((text) => text.split("\n").filter((line) => line.trim() !== ""));
  // A suite fails because one of its tests did.
  const reasons = heads.filter((lines) => !/subtests? failed/.test(lines[1] ?? ""));
  const shown = reasons.map((lines) => lines.slice(0, 3).map((line) => line.trim().slice(0, 300)));
  const panics = [...output.matchAll(/^thread '.*' .*panicked at .*\n.*$/gm)].map(([text]) => [text.slice(0, 300)]);
  return [...shown, ...panics].map((lines) => lines.join("\n    "));
}

/** Adds results. @param {Result[]} results @returns {Result} */
export function total(results) {
  const sum = (key) => results.reduce((n, result) => n + result[key], 0);
  return { passed: sum("passed"), failed: sum("failed"), output: results.map(({ output }) => output).join("") };
}

/** A run with an exit code other than 0 has failed even if none of its tests has, for example if it did not compile. */
export const counted = (code, output, passed, failed) => ({
  passed,
  failed: code !== 0 && failed === 0 ? 1 : failed,
  output,
});

/** Runs `cargo test`. @param {string[]} args @returns {Promise<Result>} */
export async function cargoTests(args) {
  const { code, output } = await execute("cargo", ["test", ...args], { low: true });
  const sum = (group) =>
    [...output.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed/gm)].reduce((n, match) => n + +match[group], 0);
  return counted(code, output, sum(1), sum(2));
}

/**
 * Runs the tests of a folder with Node's test runner, which writes their durations to build/log/NAME.tap.
 *
 * @param {string} folder
 * @param {object} [options]
 * @param {string} [options.name] Default: that of the folder.
 * @param {Record<string, string>} [options.env]
 * @param {string[]} [options.flags]
 * @param {(file: string) => boolean} [options.only] Default: all files.
 * @returns {Promise<Result>}
 */
export async function nodeTests(
  folder,
  { name = folder.replaceAll("/", "-"), env = {}, flags = [], only = () => true } = {},
) {
  const files = globSync(`${folder}/**/*.test.mjs`, { exclude: ["**/node_modules/**"] })
    .filter(only)
    .sort();
  mkdirSync("build/log", { recursive: true });
  const tap = `build/log/${name}.tap`;
  const reporters = ["spec", "stdout", "tap", tap].map(
    (value, i) => `--test-reporter${i % 2 === 1 ? "-destination" : ""}=${value}`,
  );
  const args = ["--test", "--test-timeout=180000", ...reporters, ...flags, ...files];
  const { code, output } = await execute(process.execPath, args, { env });
  const report = readFileSync(tap, "utf8");
  const count = (word) => Number(report.match(new RegExp(`^# ${word} (\\d+)$`, "m"))?.[1] ?? 0);
  return counted(code, output, count("pass"), count("fail") + count("cancelled"));
}

/** Runs scripts that install something and print its path last. Returns the paths by the names of their variables. */
export async function installed(scripts) {
  const env = {};
  for (const [name, [script, ...args]] of Object.entries(scripts)) {
    const { code, output } = await execute(script, args);
    if (code !== 0) return { env, failure: { passed: 0, failed: 1, output } };
    env[name] = output.trim().split("\n").at(-1);
  }
  return { env };
}
