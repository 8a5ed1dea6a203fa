// test.mjs [--list] [--only NAME,NAME]: runs every check of this repository, one line each, and shows the
// output of those that fail. The last line counts them all: "N passed, N failed".
import { spawn } from "node:child_process";
import { globSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { parseArgs } from "node:util";

const TSCONFIGS = [
  "contract/tsconfig.json",
  "www/tsconfig.json",
  "edge/tsconfig.json",
  "sandbox/tsconfig.json",
  "sandbox/node/tsconfig.json",
  "tests/tsconfig.json",
  "tests/edge/tsconfig.json",
  "tests/sandbox/tsconfig.json",
];

const BROWSERS = { CHROME: ["scripts/browser.sh", "chromium"], FIREFOX: ["scripts/browser.sh", "firefox"] };
const RUNTIMES = { RUNTIMES: ["scripts/runtimes.sh"] };

// A check has a name, what it does, the check it needs (if any), and run(), which answers what happened:
// { passed, failed, output }, or undefined where there is nothing to check.
const CHECKS = [
  { name: "fmt", title: "rustfmt", run: () => command("cargo", ["fmt", "--all", "--check"]) },
  {
    name: "clippy",
    title: "clippy, no warnings",
    run: () => command("cargo", "clippy --locked --all-targets --all-features -- -D warnings".split(" ")),
  },
  { name: "rust", title: "cargo test: unit, integration and documentation tests", run: rustTests },
  {
    name: "doc",
    title: "cargo doc, no warnings",
    run: () =>
      command("cargo", "doc --locked --no-deps --all-features".split(" "), {
        env: { RUSTDOCFLAGS: "-D warnings" },
      }),
  },
  { name: "shell", title: "bash -n", run: shellSyntax },
  { name: "biome", title: "biome: lint and format", run: () => command("biome", ["check", "--error-on-warnings"]) },
  { name: "build", title: "wasm, npm package, page, and the worker as for deploying it", run: build },
  { name: "types", title: "tsc", needs: "build", run: typeChecks },
  { name: "node", title: "tests/node", needs: "build", run: () => nodeTests("tests/node") },
  {
    name: "edge",
    title: "tests/edge: the worker, on workerd",
    needs: "build",
    run: () => nodeTests("tests/edge", { flags: ["--test-concurrency=2"] }),
  },
  {
    name: "sandbox",
    title: "tests/sandbox: the sandbox Lime CRM, on workerd and in Node",
    needs: "build",
    run: sandboxTests,
  },
  {
    name: "www",
    title: "tests/www: the page's modules, without a browser",
    needs: "build",
    run: () => nodeTests("tests/www"),
  },
  { name: "browser", title: "tests/browser: the page, in Chromium and Firefox", needs: "build", run: browserTests },
  {
    name: "release",
    title: "npm and cargo publish, dry runs",
    needs: "build",
    run: () => command("scripts/release.sh", []),
  },
  { name: "api", title: "TypeDoc, no warnings", needs: "build", run: apiReference },
  { name: "runtimes", title: "tests/runtimes: the packed package wherever it runs", needs: "build", run: runtimeTests },
];

// `bash -n` checks its first argument only.
function shellSyntax() {
  const files = [...globSync("scripts/*.sh"), ...globSync(".ci/*")];
  return command("bash", ["-c", 'for file; do bash -n "$file" || exit; done', "bash", ...files]);
}

async function rustTests() {
  const { code, output } = await execute("cargo", ["test", "--locked", "--all-features", "--no-fail-fast"]);
  const results = [...output.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed/gm)];
  return counted(code, output, sum(results, 1), sum(results, 2));
}

// Its steps name themselves, so they are shown as they come.
async function build() {
  console.log();
  const scripts = ["scripts/build.sh", "scripts/page.sh", "scripts/edge.sh"];
  for (const script of scripts) {
    const result = await command(script, [], { show: true });
    if (result.failed > 0) return result;
  }
  return { passed: scripts.length, failed: 0, output: "" };
}

async function typeChecks() {
  const results = [];
  for (const config of TSCONFIGS) results.push(await command("tsc", ["--noEmit", "-p", config]));
  const total = (key) => results.reduce((n, result) => n + result[key], 0);
  return { passed: total("passed"), failed: total("failed"), output: results.map((result) => result.output).join("") };
}

async function nodeTests(folder, { env = {}, flags = [] } = {}) {
  const files = globSync(`${folder}/**/*.test.mjs`, { exclude: ["**/node_modules/**"] }).sort();
  if (files.length === 0) return undefined;
  mkdirSync("build/log", { recursive: true });
  const tap = `build/log/${folder.replace("/", "-")}.tap`;
  const reporters = ["spec", "stdout", "tap", tap].map(
    (value, i) => `--test-reporter${i % 2 === 1 ? "-destination" : ""}=${value}`,
  );
  const args = ["--test", "--test-timeout=180000", ...reporters, ...flags, ...files];
  const { code, output } = await execute(process.execPath, args, { env });
  const report = readFileSync(tap, "utf8");
  const count = (word) => Number(report.match(new RegExp(`^# ${word} (\\d+)$`, "m"))?.[1] ?? 0);
  return counted(code, output, count("pass"), count("fail") + count("cancelled"));
}

// All files in one process, so that they share one sandbox.
async function sandboxTests() {
  const run = (host) => nodeTests("tests/sandbox", { env: { SANDBOX_HOST: host }, flags: ["--test-isolation=none"] });
  const results = [await run("workerd"), await run("node")];
  const total = (key) => results.reduce((n, result) => n + result[key], 0);
  return { passed: total("passed"), failed: total("failed"), output: results.map(({ output }) => output).join("") };
}

async function browserTests() {
  if (globSync("tests/browser/**/*.test.mjs").length === 0) return undefined;
  const { env, missing } = await installed(BROWSERS);
  // One file at a time: more browsers on a small machine only make each other slow.
  return missing ?? nodeTests("tests/browser", { env, flags: ["--test-concurrency=1"] });
}

async function runtimeTests() {
  const { env, missing } = await installed({ ...BROWSERS, ...RUNTIMES });
  if (missing) return missing;
  // Only now is everything there that they import.
  const types = await command("tsc", ["--noEmit", "-p", "tests/runtimes/tsconfig.json"]);
  if (types.failed > 0) return types;
  rmSync("build/runtimes", { recursive: true, force: true });
  const result = await nodeTests("tests/runtimes", { env, flags: ["--test-concurrency=2"] });
  return { ...result, passed: result.passed + types.passed, note: table("build/runtimes") };
}

async function apiReference() {
  const { missing } = await installed(RUNTIMES);
  if (missing) return missing;
  const typedoc = "tests/runtimes/node_modules/typedoc/bin/typedoc";
  return command(process.execPath, [typedoc, "--options", "pkg/typedoc.json"]);
}

// Runs scripts that install something and print its path last; the paths by the names of variables.
async function installed(scripts) {
  const env = {};
  for (const [name, [script, ...args]] of Object.entries(scripts)) {
    const { code, output } = await execute(script, args);
    if (code !== 0) return { env, missing: { passed: 0, failed: 1, output } };
    env[name] = output.trim().split("\n").at(-1);
  }
  return { env };
}

// What tests/runtimes has left there: a row for each runtime.
function table(folder) {
  const rows = globSync(`${folder}/*.json`)
    .sort()
    .map((file) => JSON.parse(readFileSync(file, "utf8")));
  const columns = ["runtime", "version", "install", "preview", "transform", "stream", "restart", "deliver"];
  const lines = [columns, ...rows.map((row) => columns.map((column) => (row[column] ?? "").split("\n")[0]))];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index].length)));
  const padded = (line) => line.map((cell, index) => cell.padEnd(widths[index])).join("  ");
  return lines.map((line) => `    ${padded(line).trimEnd()}`).join("\n");
}

const sum = (matches, group) => matches.reduce((n, match) => n + Number(match[group]), 0);

// A run that ended badly has failed, even if no test of its own says so (it did not compile, say).
const counted = (code, output, passed, failed) => ({
  passed,
  failed: code !== 0 && failed === 0 ? 1 : failed,
  output,
});

// A command that counts as one check.
async function command(program, args, options) {
  const { code, output } = await execute(program, args, options);
  return code === 0 ? { passed: 1, failed: 0, output } : { passed: 0, failed: 1, output };
}

function execute(program, args, { env = {}, show = false } = {}) {
  return new Promise((resolve) => {
    const stdio = ["ignore", show ? "inherit" : "pipe", show ? "inherit" : "pipe"];
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio });
    const chunks = [];
    child.stdout?.on("data", (chunk) => chunks.push(chunk));
    child.stderr?.on("data", (chunk) => chunks.push(chunk));
    child.on("error", (error) => resolve({ code: 1, output: `${program}: ${error.message}\n` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }));
  });
}

const { values } = parseArgs({ options: { list: { type: "boolean" }, only: { type: "string" } } });
if (values.list) {
  for (const { name, title } of CHECKS) console.log(`${name.padEnd(9)}${title}`);
  process.exit(0);
}
const only = values.only?.split(",");
const unknown = only?.filter((name) => !CHECKS.some((check) => check.name === name)) ?? [];
if (unknown.length > 0) {
  console.error(`error: no check is called ${unknown}\n  what to do: make test ONLY=list`);
  process.exit(2);
}
const needed = new Set(CHECKS.filter(({ name }) => only?.includes(name)).map(({ needs }) => needs));
const chosen = CHECKS.filter(({ name }) => !only || only.includes(name) || needed.has(name));

const broken = new Set();
let passed = 0;
let failed = 0;
for (const { name, title, needs, run } of chosen) {
  process.stdout.write(`${name.padEnd(9)}${title} ... `);
  if (broken.has(needs)) {
    console.log(`not run: it needs ${needs}`);
    continue;
  }
  const begun = performance.now();
  const result = await run();
  if (!result) {
    console.log("nothing to check yet");
    continue;
  }
  passed += result.passed;
  failed += result.failed;
  const seconds = `${((performance.now() - begun) / 1000).toFixed(1)} s`;
  if (result.failed > 0) {
    broken.add(name);
    console.log(`FAILED (${result.failed} failed, ${result.passed} passed, ${seconds})\n${result.output}`);
  } else {
    console.log(`ok (${result.passed === 1 ? "" : `${result.passed} passed, `}${seconds})`);
    if (result.note) console.log(result.note);
  }
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
