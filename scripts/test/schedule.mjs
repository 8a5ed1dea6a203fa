// Runs checks in parallel and prints a line for each when it ends.
import { failures } from "./execute.mjs";

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {string} title
 * @property {string[]} [needs] Names of checks that must pass first.
 * @property {string} [uses] Name of a resource that one check at a time can use, such as cargo's target folder.
 * @property {() => Promise<import("./execute.mjs").Result>} run
 */

/**
 * Starts each check, in their order, as soon as a lane is free and the checks that it needs have passed.
 *
 * @param {Check[]} checks
 * @param {number} lanes Number of checks that run at a time.
 * @returns {Promise<{ passed: number, failed: number, failedTests: string[] }>}
 */
export async function schedule(checks, lanes) {
  const width = Math.max(...checks.map(({ name }) => name.length)) + 2;
  const waiting = [...checks];
  /** @type {Map<Check, Promise<void>>} */
  const running = new Map();
  const broken = new Set();
  const ended = new Set();
  /** @type {string[]} */
  const failedTests = [];
  let passed = 0;
  let failed = 0;

  const named = ({ name, title }, result) => console.log(`${name.padEnd(width)}${title} ... ${result}`);
  const chosen = new Set(checks.map(({ name }) => name));
  const needs = ({ needs = [] }) => needs.filter((name) => chosen.has(name));
  const ready = (check) =>
    needs(check).every((name) => ended.has(name)) &&
    ![...running.keys()].some(({ uses }) => uses !== undefined && uses === check.uses);

  async function run(check) {
    const begun = performance.now();
    const result = await check.run().catch((error) => ({ passed: 0, failed: 1, output: `${error.stack}\n` }));
    const seconds = `${((performance.now() - begun) / 1000).toFixed(1)} s`;
    passed += result.passed;
    failed += result.failed;
    if (result.failed > 0) {
      broken.add(check.name);
      failedTests.push(...failures(result.output).map((text) => `${check.name}: ${text}`));
      named(check, `FAILED (${result.failed} failed, ${result.passed} passed, ${seconds})\n${result.output}`);
    } else {
      named(check, `ok (${result.passed === 1 ? "" : `${result.passed} passed, `}${seconds})`);
      if (result.note) console.log(result.note);
    }
    ended.add(check.name);
    running.delete(check);
  }

  while (waiting.length > 0 || running.size > 0) {
    for (const check of [...waiting]) {
      const missing = needs(check).filter((name) => broken.has(name));
      if (missing.length > 0) {
        named(check, `not run: it needs ${missing.join(" and ")}`);
        broken.add(check.name);
        ended.add(check.name);
      } else if (running.size < lanes && ready(check)) running.set(check, run(check));
      else continue;
      waiting.splice(waiting.indexOf(check), 1);
    }
    if (running.size > 0) await Promise.race(running.values());
  }
  return { passed, failed, failedTests };
}
