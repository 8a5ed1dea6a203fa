// Judges documents with axe.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { settle } from "./settle.mjs";

const axe = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** How often a document that changes while it is judged is judged again. */
const ATTEMPTS = 20;

/**
 * Returns the violations that axe finds in a document. axe reads states and colors at different times, so a document that
 * changes meanwhile is judged again. Scripts of the tests are not subject to the page's policy.
 *
 * @param {import("puppeteer-core").Frame} frame
 * @param {object} options As of `axe.run`.
 * @returns {Promise<{ id: string, impact: string, help: string, where: string[] }[]>}
 */
export async function violations(frame, options) {
  if (!(await frame.evaluate(() => "axe" in window))) await frame.evaluate(await axe);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    await settle(frame);
    const found = await frame.evaluate(async (options) => {
      let changes = 0;
      const count = (records) => {
        changes += records.length;
      };
      const observer = new MutationObserver(count);
      observer.observe(document, { attributes: true, characterData: true, childList: true, subtree: true });
      const { violations } = await window.axe.run(document, { resultTypes: ["violations"], ...options });
      count(observer.takeRecords());
      observer.disconnect();
      if (changes > 0) return undefined;
      return violations.map(({ id, impact, help, nodes }) => ({ id, impact, help, where: nodes.map((n) => n.html) }));
    }, options);
    if (found) return found;
  }
  throw new Error("the document never stops changing");
}

/** Returns the serious violations that axe finds in a document. @param {import("puppeteer-core").Frame} frame */
export async function accessibilityProblems(frame, { except = [] } = {}) {
  const rules = Object.fromEntries(except.map((rule) => [rule, { enabled: false }]));
  return (await violations(frame, { rules }))
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, where }) => `${id}: ${help}\n  ${where.join("\n  ")}`);
}
