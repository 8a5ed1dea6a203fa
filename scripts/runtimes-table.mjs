// runtimes-table.mjs: compares the table of runtimes and toolchains in the README of the package with what tests/runtimes has
// recorded in build/runtimes/rows. With UPDATE=1, it writes the table.
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { ROWS } from "../tests/runtimes/compatibility.mjs";

const README = "pkg/README.md";
const HEAD = "| runtime or toolchain | tried with | |\n| --- | --- | --- |\n";

/** @type {import("../tests/runtimes/compatibility.mjs").RowRecord[]} */
const records = globSync("build/runtimes/rows/*.json").map((file) => JSON.parse(readFileSync(file, "utf8")));
const problems = [];

const rows = Object.entries(ROWS).map(([row, needs]) => {
  const own = records.filter((record) => record.row === row);
  const versions = own
    .flatMap(({ version }) => version ?? [])
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  if (versions.length === 0) problems.push(`no test has tried "${row}"`);
  if ((needs === null) === own.some(({ without }) => without)) {
    problems.push(
      needs === null ? `"${row}" needs nothing, but a test leaves it out` : `no test leaves out what "${row}" needs`,
    );
  }
  return `| ${row} | ${versions.join(", ")} | ${needs === null ? "works" : `needs ${needs}`} |\n`;
});

const readme = readFileSync(README, "utf8");
const [before, after] = readme.split(HEAD);
if (after === undefined) problems.push(`${README} has no table with the head\n${HEAD}`);
else {
  const expected = `${before}${HEAD}${rows.join("")}${after.replace(/^(?:\|.*\n)*/, "")}`;
  if (problems.length === 0 && process.env.UPDATE === "1") writeFileSync(README, expected);
  else if (expected !== readme) {
    problems.push(
      `the table of ${README} is not what was tried:\n${HEAD}${rows.join("")}UPDATE=1 make test ONLY=runtimes writes it`,
    );
  }
}
for (const problem of problems) console.error(`error: ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
