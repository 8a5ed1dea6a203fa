// Programs for browsers that a bundler builds: examples with the checks added, run in every browser from a folder that has
// nothing but the bundler's output.

import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { browsers, results, serve } from "./browser.mjs";
import { minor, passed } from "./compatibility.mjs";
import { sandbox } from "./lime.mjs";
import { newProject, tools } from "./project.mjs";

/** Returns the installed version of a tool. */
export function versionOf(/** @type {string} */ name) {
  return /** @type {string} */ (JSON.parse(readFileSync(join(tools, name, "package.json"), "utf8")).version);
}

/** Imports of the checks, and of the package's entry points as they expect them. */
export const imports = (slim = "") => `
  import * as library from "userlike-limeobject${slim}";
  import * as stream from "userlike-limeobject/stream";
  import * as delivery from "userlike-limeobject/delivery${slim}";
  import { check } from "../check.js";`;

/** Shows the results, and what the example shows. */
export const SHOW = "document.title = JSON.stringify({ ...results, example: document.body.textContent });";

/**
 * Starts a server of what the bundlers have written, and the browsers.
 *
 * @param {(done: () => void | Promise<void>) => void} after `after` of node:test
 */
export async function startBundles(after) {
  const project = newProject(after, { near: true });
  const crm = await sandbox(after);
  // Parcel writes a script into the page: an import map.
  const origin = await serve(after, project.path("served"), crm.origin, (path) => !path.startsWith("/parcel/"));
  mkdirSync(project.path("served"));
  cpSync(project.path("fixtures.json"), project.path("served/fixtures.json"));
  const open = await Promise.all(
    Object.entries(browsers).map(async ([name, launch]) => /** @type {const} */ ([name, await launch()])),
  );

  /** Runs the checks. The conversation is a new one each time, because all deliver to one sandbox. */
  const checks = (report = SHOW) => `
    const given = await (await fetch("/fixtures.json")).json();
    const lime = { ...${JSON.stringify(crm.lime(origin))}, conversation: Date.now() % 1e9 };
    const results = await check({ library, stream, delivery, lime, ...given });
    ${report}`;

  /** Copies an example into a folder of its own, and adds a program to its file. */
  function example(/** @type {string} */ name, { added = "", folder = name, file = "main.js" } = {}) {
    project.copy(name, folder);
    project.write({ [`${folder}/${file}`]: `${project.read(`${folder}/${file}`)}\n${added}` });
    return project.path(folder);
  }

  /** Serves the output of a bundler, with the page of the example if the bundler does not write one. */
  function publish(/** @type {string} */ folder) {
    const served = project.path(`served/${folder}`);
    const writesPage = existsSync(project.path(`${folder}/dist/index.html`));
    cpSync(project.path(`${folder}/dist`), writesPage ? served : join(served, "dist"), { recursive: true });
    if (!writesPage) cpSync(project.path(`${folder}/index.html`), join(served, "index.html"));
    return `${origin}/${folder}/index.html`;
  }

  return {
    project,
    crm,
    origin,
    checks,
    example,
    publish,

    /** Runs a page in every browser. */
    async run(
      /** @type {string} */ url,
      /** @type {import("./compatibility.mjs").Row} */ row,
      /** @type {string} */ version,
      /** @type {string} */ title = row,
      shown = minor(version),
    ) {
      for (const [name, browser] of open) {
        const { example, ...found } = await results(browser, url);
        assert.match(example ?? "helpdesk", /helpdesk/);
        passed(`${title}, ${name}`, version, found, row, shown);
      }
    },

    /** Opens a page that is expected to fail while it loads. */
    load(/** @type {string} */ url) {
      const [[, browser]] = /** @type {[typeof open[number]]} */ (open);
      return results(browser, url);
    },
  };
}
