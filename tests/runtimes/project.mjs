// A user's project: a new folder with the packed package installed and the checks copied.

import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { testData } from "./fixtures.mjs";

export const root = resolve(import.meta.dirname, "../..");
export const tarball = join(root, "build/userlike-limeobject.tgz");
const tools = join(import.meta.dirname, "node_modules");

/** Programs installed by scripts/runtimes.sh. */
export const programs = {
  deno: join(tools, "deno/deno"),
  bun: join(tools, "bun/bin/bun.exe"),
  node: {
    20: nodeOf("20"),
    22: nodeOf("22"),
    24: process.execPath,
  },
};

function nodeOf(/** @type {string} */ major) {
  const path = join(tools, `node-${major}-${process.platform}-${process.arch}/bin/node`);
  return existsSync(path) ? path : undefined;
}

export class Project {
  /** @param {string} folder */
  constructor(folder) {
    this.folder = folder;
  }

  /** Writes files, by their paths in the project. */
  write(/** @type {Record<string, string>} */ files) {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(this.path(name)), { recursive: true });
      writeFileSync(this.path(name), content);
    }
  }

  path(/** @type {string} */ name) {
    return join(this.folder, name);
  }

  /**
   * Runs a program in the project and returns its standard output.
   *
   * @param {string} program
   * @param {string[]} args
   * @param {{ cwd?: string }} [options]
   */
  async run(program, args, { cwd = this.folder } = {}) {
    const { NODE_OPTIONS: _, ...env } = process.env;
    try {
      const options = { cwd, env: { ...env, NO_COLOR: "1" }, timeout: 120_000, maxBuffer: 1 << 26 };
      return (await promisify(execFile)(program, args, options)).stdout;
    } catch (error) {
      const { message, stdout, stderr } = /** @type {{ message: string, stdout?: string, stderr?: string }} */ (error);
      throw new Error(`${message}\n${stdout ?? ""}${stderr ?? ""}`);
    }
  }
}

/**
 * Creates a project with the package installed by npm; it is removed after the tests of the file.
 *
 * @param {(done: () => void) => void} after `after` of node:test
 * @param {{ install?: boolean, manifest?: object }} [options]
 */
export function newProject(after, { install = true, manifest = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "userlike-limeobject-"));
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const project = new Project(folder);
  project.write({
    "package.json": JSON.stringify({ private: true, type: "module", ...manifest }),
    "check.js": readFileSync(new URL("check.js", import.meta.url), "utf8"),
    "fixtures.json": JSON.stringify(testData()),
  });
  if (install) {
    const args = ["install", "--offline", "--no-audit", "--no-fund", tarball];
    execFileSync("npm", args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  }
  return project;
}

/** Returns a program that imports the package, runs the checks and executes `report` with their `results`. */
export function program(
  /** @type {{ report: string, lime?: object | undefined, delivery?: boolean, load?: string }} */ options,
) {
  const { report, lime, delivery = true, load = 'import * as library from "userlike-limeobject";' } = options;
  return `${load}
import * as stream from "userlike-limeobject/stream";
${delivery ? 'import * as delivery from "userlike-limeobject/delivery";' : "const delivery = undefined;"}
import given from "./fixtures.json" with { type: "json" };
import { check } from "./check.js";
const results = await check({ library, stream, delivery, lime: ${JSON.stringify(lime)}, ...given });
${report}
`;
}

/** Returns the results from the output of a program. */
export function resultsIn(/** @type {string} */ output) {
  return JSON.parse(output.trim().split("\n").at(-1) ?? "");
}

/** Asserts that no check failed, and saves the row for the table that `make test` prints. */
export function passed(
  /** @type {string} */ runtime,
  /** @type {string} */ version,
  /** @type {Record<string, string>} */ results,
) {
  const row = { runtime, version, install: "yes", ...results };
  mkdirSync(join(root, "build/runtimes"), { recursive: true });
  writeFileSync(join(root, "build/runtimes", `${runtime.replace(/[^\w.]+/g, "-")}.json`), JSON.stringify(row));
  const failed = Object.entries(results).filter(([, result]) => result.startsWith("FAILED"));
  assert.deepEqual(failed, [], failed.map(([name, why]) => `${name}: ${why}`).join("\n"));
}
