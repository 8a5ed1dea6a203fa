// A user's project: a new folder with the packed package installed and the checks copied.

import { execFile, execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { promisify } from "node:util";
import { testData } from "./fixtures.mjs";

export const root = resolve(import.meta.dirname, "../..");
export const tarball = join(root, "build/userlike-limeobject.tgz");
export const tools = join(import.meta.dirname, "node_modules");

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

/** Commands that npm would link: this folder links none, because each Node brings one called node. */
const COMMANDS = Object.fromEntries(
  Object.entries({
    node: "",
    esbuild: "esbuild/bin/esbuild",
    jest: "jest/bin/jest.js",
    next: "next/dist/bin/next",
    parcel: "parcel/lib/bin.js",
    postject: "postject/dist/cli.js",
    rollup: "rollup/dist/bin/rollup",
    vitest: "vitest/vitest.mjs",
  }).map(([name, file]) => [
    `commands/${name}`,
    `#!/bin/sh\nexec "${process.execPath}" ${file && `"${join(tools, file)}" `}"$@"\n`,
  ]),
);
COMMANDS["commands/bun"] = `#!/bin/sh\nexec "${programs.bun}" "$@"\n`;

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
  write(/** @type {Record<string, string>} */ files, mode = 0o666) {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(this.path(name)), { recursive: true });
      writeFileSync(this.path(name), content, { mode });
    }
  }

  read(/** @type {string} */ name) {
    return readFileSync(this.path(name), "utf8");
  }

  /** Replaces a text in a file, which must be there. */
  edit(/** @type {string} */ name, /** @type {string} */ text, /** @type {string} */ replacement) {
    const content = this.read(name);
    if (!content.includes(text)) throw new Error(`${name} has no ${text}`);
    this.write({ [name]: content.replace(text, () => replacement) });
  }

  /** Copies a folder of examples/ into this folder. Its manifest depends on nothing: the package is installed from the tarball. */
  copy(/** @type {string} */ example, folder = example) {
    cpSync(join(root, "examples", example), this.path(folder), { recursive: true });
    const given = existsSync(this.path(`${folder}/package.json`)) ? this.read(`${folder}/package.json`) : "{}";
    const { dependencies: _, devDependencies: __, ...manifest } = JSON.parse(given);
    this.write({ [`${folder}/package.json`]: JSON.stringify(manifest) });
  }

  /** Runs a script of a manifest with the commands of this folder. */
  script(
    /** @type {string} */ name,
    { folder = ".", more = "", env = /** @type {Record<string, string>} */ ({}) } = {},
  ) {
    const { scripts } = JSON.parse(this.read(`${folder}/package.json`));
    const PATH = `${this.path("commands")}:${process.env.PATH}`;
    return this.run("sh", ["-c", `${scripts[name]} ${more}`], { cwd: this.path(folder), env: { PATH, ...env } });
  }

  path(/** @type {string} */ name) {
    return join(this.folder, name);
  }

  /**
   * Runs a program in the project and returns its standard output.
   *
   * @param {string} program
   * @param {string[]} args
   * @param {{ cwd?: string, env?: Record<string, string> }} [options]
   */
  async run(program, args, { cwd = this.folder, env: more = {} } = {}) {
    const { NODE_OPTIONS: _, ...env } = process.env;
    try {
      const options = { cwd, env: { ...env, NO_COLOR: "1", ...more }, timeout: 170_000, maxBuffer: 1 << 26 };
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
 * @param {object} [options]
 * @param {boolean} [options.install] Default: true.
 * @param {string} [options.example] Copies this folder of examples/.
 * @param {boolean} [options.near] The project finds the tools of this folder, and the commands of its scripts.
 */
export function newProject(after, { install = true, example, near = false } = {}) {
  const parent = near ? join(import.meta.dirname, "projects") : tmpdir();
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "userlike-limeobject-"));
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const project = new Project(folder);
  if (example === undefined) project.write({ "package.json": '{ "private": true, "type": "module" }' });
  else project.copy(example, ".");
  project.write({
    "check.js": readFileSync(new URL("check.js", import.meta.url), "utf8"),
    "fixtures.json": JSON.stringify(testData()),
  });
  if (near) project.write(COMMANDS, 0o755);
  if (install) installPackage(project);
  return project;
}

/** What npm wrote into the first project of this process. @type {{ folder: string, source: string } | undefined} */
let installed;

/** Installs the package by npm, or as npm has installed it in the first project. */
function installPackage(/** @type {Project} */ project) {
  const written = ["node_modules", "package-lock.json"];
  const source = `file:${relative(project.folder, tarball)}`;
  if (installed === undefined) {
    const args = ["install", "--offline", "--no-audit", "--no-fund", tarball];
    execFileSync("npm", args, { cwd: project.folder, stdio: ["ignore", "ignore", "pipe"] });
    const folder = mkdtempSync(join(tmpdir(), "userlike-limeobject-installed-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
    for (const name of written) cpSync(project.path(name), join(folder, name), { recursive: true });
    installed = { folder, source };
    return;
  }
  for (const name of written) cpSync(join(installed.folder, name), project.path(name), { recursive: true });
  const lock = project.read("package-lock.json").replaceAll(`"${installed.source}"`, `"${source}"`);
  const manifest = JSON.parse(project.read("package.json"));
  const dependencies = { "userlike-limeobject": source };
  project.write({ "package-lock.json": lock, "package.json": JSON.stringify({ ...manifest, dependencies }) });
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
