// test.mjs [--list] [--only NAME,NAME]: runs all checks of this repository, several at a time. Each prints one line when it
// ends, and its output if it failed. The last line is "N passed, N failed".
import { globSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { cargoTests, command, installed, nodeTests, total } from "./test/execute.mjs";
import { schedule } from "./test/schedule.mjs";

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

/** Files of tests/runtimes that use the shared browsers. */
const BROWSER_FILES = ["browsers", "bundlers", "examples", "next", "vite"];

/** The TypeScript rooms. */
const ROOMS = ["contract", "edge/src", "pkg/src", "sandbox", "shared", "www/src"];

const CHROME = { CHROME: ["scripts/browser.sh", "chromium"] };
// Without what surrounds a page: a quarter less processor time.
const HEADLESS_CHROME = { CHROME: ["scripts/browser.sh", "headless-chromium"] };
const FIREFOX = { FIREFOX: ["scripts/browser.sh", "firefox"] };
const VALGRIND = { VALGRIND: ["scripts/valgrind.sh"] };
const RUNTIMES = { RUNTIMES: ["scripts/runtimes.sh"] };

// In the order in which they start: what others need, then what takes longest.
/** @type {import("./test/schedule.mjs").Check[]} */
const CHECKS = [
  {
    name: "build",
    title: "wasm, npm package, page, and the worker as for deploying it",
    // Not of the resource "cargo": the modules have folders of their own below target.
    run: build,
  },
  {
    name: "install-browsers",
    title: "Chromium and Firefox, unless they are installed",
    run: async () => total([await install({ ...CHROME, ...FIREFOX }), await install(HEADLESS_CHROME)]),
  },
  {
    name: "install-runtimes",
    title: "runtimes and bundlers, unless they are installed",
    run: () => install(RUNTIMES),
  },
  { name: "fmt", title: "rustfmt", run: () => command("cargo", ["fmt", "--all", "--check"]) },
  { name: "shell", title: "bash -n", run: shellSyntax },
  { name: "biome", title: "biome: lint and format", run: () => command("biome", ["check", "--error-on-warnings"]) },
  {
    name: "arch",
    title: "imports follow the arrows of DESIGN.md: dependency-cruiser, tests/layers.rs",
    uses: "cargo",
    run: architecture,
  },
  // In halves, because a browser does most of its work in one thread.
  ...Object.entries({ Firefox: FIREFOX, Chromium: HEADLESS_CHROME }).flatMap(([browser, script]) =>
    [1, 2].map((half) => ({
      name: `browser-${browser.toLowerCase()}-${half}`,
      title: `tests/browser: the page, in ${browser}, half ${half} of the files`,
      needs: ["build", "install-browsers"],
      run: () => browserTests(browser.toLowerCase(), script, half),
    })),
  ),
  {
    name: "edge",
    title: "tests/edge: the worker, on workerd",
    needs: ["build"],
    run: () => nodeTests("tests/edge", { flags: ["--test-concurrency=2"] }),
  },
  {
    name: "rust",
    title: "cargo test: unit, integration and documentation tests",
    uses: "cargo",
    run: () => cargoTests(["--locked", "--all-features", "--no-fail-fast"]),
  },
  {
    name: "instructions",
    title: "instructions of a preview, counted by callgrind",
    run: countInstructions,
  },
  {
    name: "runtimes",
    title: "tests/runtimes: the packed package wherever it runs",
    needs: ["build", "install-browsers", "install-runtimes"],
    run: runtimeTests,
  },
  {
    name: "node",
    title: "tests/node",
    needs: ["build"],
    // It ends last, when the other processor has nothing else to do.
    run: () => nodeTests("tests/node", { flags: ["--test-concurrency=2"] }),
  },
  {
    name: "sandbox",
    title: "tests/sandbox: the sandbox Lime CRM, on workerd and in Node",
    needs: ["build"],
    run: sandboxTests,
  },
  {
    name: "clippy",
    title: "clippy, no warnings",
    uses: "cargo",
    run: () =>
      command("cargo", "clippy --locked --all-targets --all-features -- -D warnings".split(" "), { low: true }),
  },
  { name: "types", title: "tsc", needs: ["build"], run: typeChecks },
  {
    name: "www",
    title: "tests/www: the page's modules, without a browser",
    needs: ["build"],
    run: () => nodeTests("tests/www"),
  },
  {
    name: "release",
    title: "npm and cargo publish, dry runs",
    needs: ["build"],
    uses: "cargo",
    run: () => command("scripts/release.sh", []),
  },
  { name: "api", title: "TypeDoc, no warnings", needs: ["build", "install-runtimes"], run: apiReference },
  {
    name: "doc",
    title: "cargo doc, no warnings",
    uses: "cargo",
    run: () =>
      command("cargo", "doc --locked --no-deps --all-features".split(" "), {
        env: { RUSTDOCFLAGS: "-D warnings" },
        low: true,
      }),
  },
];

// More lanes than cores, because tests also wait for timers and servers.
const LANES = availableParallelism() + 1;

async function architecture() {
  return total([
    await command("depcruise", ["--config", ".dependency-cruiser.cjs", ...ROOMS]),
    await cargoTests(["--locked", "--all-features", "--test", "layers"]),
  ]);
}

// `bash -n` checks its first argument only.
function shellSyntax() {
  const files = [...globSync("scripts/*.sh"), ...globSync(".ci/*")];
  return command("bash", ["-c", 'for file; do bash -n "$file" || exit; done', "bash", ...files]);
}

// Prints the names of its steps while they run.
async function build() {
  const scripts = ["scripts/build.sh", "scripts/page.sh", "scripts/edge.sh"];
  for (const script of scripts) {
    const result = await command(script, [], { show: true });
    if (result.failed > 0) return result;
  }
  return { passed: scripts.length, failed: 0, output: "" };
}

async function install(scripts) {
  const { failure } = await installed(scripts);
  return failure ?? { passed: 1, failed: 0, output: "" };
}

async function typeChecks() {
  const results = [];
  for (const config of TSCONFIGS) results.push(await command("tsc", ["--noEmit", "-p", config]));
  return total(results);
}

// All files run in one process, so that they share one sandbox.
async function sandboxTests() {
  const run = (host) =>
    nodeTests("tests/sandbox", {
      name: `tests-sandbox-${host}`,
      env: { SANDBOX_HOST: host },
      flags: ["--test-isolation=none"],
    });
  return total([await run("workerd"), await run("node")]);
}

// All files run in one process, so that they share the browser and the servers.
async function browserTests(browser, script, half) {
  const { env, failure } = await installed(script);
  return (
    failure ??
    nodeTests("tests/browser", {
      name: `tests-browser-${browser}-${half}`,
      env: { ...env, BROWSERS: browser },
      flags: ["--test-isolation=none", `--test-shard=${half}/2`],
    })
  );
}

// In a target folder of its own, so that it does not wait for cargo's other uses.
async function countInstructions() {
  const { env, failure } = await installed(VALGRIND);
  if (failure) return failure;
  const result = await command("node", ["benches/instructions.mjs"], { env, low: true });
  return { ...result, note: result.output.trimEnd().replace(/^/gm, "    ") };
}

async function runtimeTests() {
  const { env, failure } = await installed({ ...CHROME, ...FIREFOX, ...RUNTIMES });
  if (failure) return failure;
  // Their imports exist only after the installation.
  const types = await command("tsc", ["--noEmit", "-p", "tests/runtimes/tsconfig.json"]);
  if (types.failed > 0) return types;
  rmSync("build/runtimes", { recursive: true, force: true });
  // The start of a browser takes longer than what it tests: files that use one share it, in one process.
  const inBrowsers = (file) => BROWSER_FILES.includes(basename(file, ".test.mjs"));
  const tests = total(
    await Promise.all([
      nodeTests("tests/runtimes", {
        name: "tests-runtimes-browsers",
        env,
        flags: ["--test-isolation=none"],
        only: inBrowsers,
      }),
      nodeTests("tests/runtimes", { env, flags: ["--test-concurrency=1"], only: (file) => !inBrowsers(file) }),
    ]),
  );
  // What failed is not in the table.
  const readme = tests.failed > 0 ? [] : [await command(process.execPath, ["scripts/runtimes-table.mjs"])];
  return { ...total([types, tests, ...readme]), note: table("build/runtimes") };
}

async function apiReference() {
  const { failure } = await installed(RUNTIMES);
  const typedoc = "tests/runtimes/node_modules/typedoc/bin/typedoc";
  return failure ?? command(process.execPath, [typedoc, "--options", "pkg/typedoc.json"]);
}

// Renders the results of tests/runtimes: a row for each runtime.
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

const { values } = parseArgs({ options: { list: { type: "boolean" }, only: { type: "string" } } });
if (values.list) {
  for (const { name, title } of CHECKS) console.log(`${name.padEnd(20)}${title}`);
  process.exit(0);
}
const only = values.only?.split(",");
// "browser" is both halves in both browsers.
const isOf = ({ name }, wanted) => name === wanted || name.startsWith(`${wanted}-`);
const unknown = only?.filter((wanted) => !CHECKS.some((check) => isOf(check, wanted))) ?? [];
if (unknown.length > 0) {
  console.error(`error: no check is called ${unknown}\n  what to do: make test ONLY=list`);
  process.exit(2);
}
const wanted = CHECKS.filter((check) => only?.some((one) => isOf(check, one)) ?? true);
const needed = new Set(wanted.flatMap(({ needs = [] }) => needs));
const { passed, failed, failedTests } = await schedule(
  CHECKS.filter((check) => wanted.includes(check) || needed.has(check.name)),
  LANES,
);
if (failedTests.length > 0) console.log(`\n${failedTests.join("\n")}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
