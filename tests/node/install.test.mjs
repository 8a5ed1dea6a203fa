// Installs the tarball in an empty project.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { fileOf } from "./package.mjs";

const tarball = fileURLToPath(new URL("../../build/userlike-limeobject.tgz", import.meta.url));
const project = mkdtempSync(join(tmpdir(), "userlike-limeobject-"));
after(() => rmSync(project, { recursive: true }));

/** Runs a program in the project and returns its standard output. */
function run(/** @type {string} */ program, /** @type {string[]} */ ...args) {
  return execFileSync(program, args, { cwd: project, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

before(() => {
  writeFileSync(join(project, "package.json"), '{ "private": true }');
  run("npm", "install", "--offline", "--no-audit", "--no-fund", tarball);
});

test("the package has no dependencies", () => {
  const { packages } = JSON.parse(readFileSync(join(project, "package-lock.json"), "utf8"));
  assert.deepEqual(Object.keys(packages), ["", "node_modules/userlike-limeobject"]);
});

test("the package can be imported and used", () => {
  const program = `
    import { readFileSync } from "node:fs";
    import { Mapper } from "userlike-limeobject";
    const example = (name) => readFileSync(new URL(import.meta.resolve(\`userlike-limeobject/examples/\${name}.json\`)));
    const mapper = new Mapper(example("config"), { limetypes: example("limetypes") });
    console.log(mapper.preview(example("conversation")).conversation);`;
  writeFileSync(join(project, "program.mjs"), program);
  const { id } = JSON.parse(readFileSync(fileOf("userlike-limeobject/examples/conversation.json"), "utf8"));
  assert.equal(run(process.execPath, "program.mjs"), `${id}\n`);
});

test("npx runs the command", () => {
  const conversation = "node_modules/userlike-limeobject/examples/conversation.json";
  assert.match(run("npx", "--offline", "--no", "userlike-limeobject", "preview", conversation), /^Conversation \d+\n/);
});

test("the schemas are packed", () => {
  for (const name of ["config", "limetypes", "preview"]) {
    const schema = join(project, `node_modules/userlike-limeobject/schema/${name}.json`);
    assert.equal(typeof JSON.parse(readFileSync(schema, "utf8")), "object");
  }
});

test("the modules have no path of the machine that built them", () => {
  for (const name of ["mapper", "delivery"]) {
    const module = readFileSync(join(project, `node_modules/userlike-limeobject/wasm/${name}_bg.wasm`), "latin1");
    for (const folder of [homedir(), fileURLToPath(new URL("../..", import.meta.url))]) {
      assert(folder.length < 4 || !module.includes(folder), `${name} has ${folder}`);
    }
  }
});

test("the tarball contains the listed files and does not exceed the listed size", () => {
  const list = new URL("tarball.txt", import.meta.url);
  const found = run("tar", "-tzf", tarball)
    .trim()
    .split("\n")
    .map((file) => file.replace(/^package\//, ""))
    .sort();
  const size = statSync(tarball).size;
  if (process.env.UPDATE)
    writeFileSync(list, `${found.join("\n")}\nat most ${Math.ceil(size / 50_000) * 50_000} bytes\n`);
  const listed = readFileSync(list, "utf8").trim().split("\n");
  const most = Number(listed.pop()?.match(/\d+/));
  assert.deepEqual(
    found,
    listed,
    "if this is intended, run UPDATE=1 make test ONLY=node and review tests/node/tarball.txt",
  );
  assert(size <= most, `${size} bytes exceed ${most}`);
});
