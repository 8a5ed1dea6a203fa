// Failures of the WebAssembly module: out of memory and stack overflow. This process uses the slim entry point with a module
// whose memory is limited to 8 MiB.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { init, initSync, LimeobjectError, Mapper, ModuleError, PayloadError } from "userlike-limeobject/slim";
import { previewStream } from "userlike-limeobject/stream";
import { withMaximumMemory } from "./module.mjs";
import { example, fileOf } from "./package.mjs";
import { thrownBy } from "./thrown-by.mjs";

const PAGES = 128;

/** @type {import("userlike-limeobject").Config} */
const config = {
  instances: [{ limetype: "helpdesk", default: true, properties: { title: { userlikeKey: "subject" } } }],
};
const options = { maxBytes: 1 << 30 };
const good = { id: 1, subject: "Fine" };

/** A payload that exceeds the module's memory. */
const tooMuch = Buffer.from(JSON.stringify({ id: 2, subject: "x".repeat(PAGES * 65536) }));

/** Calls with an exhausted stack, then with one frame less at a time, until the call succeeds. */
function callAtStackLimit(/** @type {() => unknown} */ call) {
  /** @type {unknown[]} */
  const thrown = [];
  let done = false;
  const descend = () => {
    try {
      descend();
    } catch {}
    if (done) return;
    try {
      call();
      done = true;
    } catch (error) {
      thrown.push(error);
    }
  };
  descend();
  return thrown;
}

test("a call before the module is loaded says how to load it; a wrong module is rejected", async () => {
  const error = thrownBy(() => new Mapper(config));
  assert(error instanceof LimeobjectError);
  assert.equal(error.code, "not-loaded");
  assert.match(error.message, /await init\(/);
  assert.throws(() => initSync(new Uint8Array([1, 2, 3])), { name: "LimeobjectError", code: "bad-module" });
  await assert.rejects(init(new Uint8Array([1, 2, 3])), { code: "bad-module" });
  await assert.rejects(init(/** @type {any} */ (undefined)), { code: "bad-module" });
  const other = new WebAssembly.Module(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
  assert.throws(() => initSync(other), { code: "bad-module" });
});

test("the module is loaded from bytes", () => {
  initSync(withMaximumMemory(PAGES));
  assert.equal(new Mapper(config).preview(good).conversation, 1);
});

test("out of memory: the call throws, and all mappers still work", () => {
  const mapper = new Mapper(config, options);
  const other = new Mapper(example("config"), { limetypes: example("limetypes") });
  const expected = [mapper.transform(Buffer.from(JSON.stringify(good))), other.transform(example("conversation"))];
  for (let round = 0; round < 3; round++) {
    for (const call of [
      () => mapper.preview(tooMuch),
      () => mapper.transform(tooMuch),
      () => mapper.command(tooMuch),
    ]) {
      const error = thrownBy(call);
      assert(error instanceof ModuleError && error instanceof LimeobjectError, String(error));
      assert.deepEqual([error.name, error.code], ["ModuleError", "out-of-memory"]);
      assert.match(error.message, /memory/);
      assert(error.cause instanceof Error);
      assert.deepEqual(
        [mapper.transform(Buffer.from(JSON.stringify(good))), other.transform(example("conversation"))],
        expected,
      );
    }
  }
});

test("out of memory while a mapper is created: the next one can be created", () => {
  const large = { instances: [{ limetype: "helpdesk", name: "x".repeat(PAGES * 65536) }] };
  const error = thrownBy(() => new Mapper(large, options));
  assert(error instanceof ModuleError);
  assert.equal(error.code, "out-of-memory");
  assert.equal(new Mapper(config).preview(good).conversation, 1);
});

test("stack overflow at any depth: the call throws, and the next calls work", () => {
  const mapper = new Mapper(example("config"), { limetypes: example("limetypes") });
  const bytes = example("conversation");
  const expected = mapper.transform(bytes);
  let broken = 0;
  for (let round = 0; round < 50; round++) {
    for (const error of callAtStackLimit(() => mapper.transform(bytes))) {
      // The runtime's own error if the stack does not suffice for this class.
      if (!(error instanceof ModuleError)) continue;
      broken++;
      assert.equal(error.code, "stack-overflow");
    }
    assert.deepEqual(mapper.transform(bytes), expected);
  }
  assert(broken > 0, "the stack never ran out inside of the module");
});

test("a mapper keeps a copy of its configuration: later changes have no effect", () => {
  const bytes = Buffer.from(JSON.stringify(config));
  const mapper = new Mapper(bytes, options);
  const before = mapper.preview(good);
  bytes.fill(0);
  assert(thrownBy(() => mapper.preview(tooMuch)) instanceof ModuleError);
  assert.deepEqual(mapper.preview(good), before);
});

test("freeing a mapper of a discarded instance does not affect mappers of the next one", () => {
  const old = Array.from({ length: 20 }, () => new Mapper(config, options));
  assert(thrownBy(() => old[0]?.preview(tooMuch)) instanceof ModuleError);
  const young = Array.from({ length: 20 }, () => new Mapper(config));
  for (const mapper of old) mapper.free();
  for (const mapper of old) assert.throws(() => mapper.preview(good), { code: "freed" });
  for (const mapper of young) assert.equal(mapper.preview(good).conversation, 1);
});

test("a PayloadError does not restart the module", () => {
  const mapper = new Mapper(config);
  const { memory } = exports();
  assert(thrownBy(() => mapper.preview("{")) instanceof PayloadError);
  assert.equal(exports().memory, memory);
  assert(thrownBy(() => new Mapper(config, options).preview(tooMuch)) instanceof ModuleError);
  assert.notEqual(exports().memory, memory);
});

test("out of memory in a stream: an error line, and the other conversations are previewed", async () => {
  const mapper = new Mapper(config, options);
  const text = Buffer.concat([Buffer.from('{"id":1}\n'), tooMuch, Buffer.from('\n{"id":3}\n')]);
  const out = await new Response(new Blob([text]).stream().pipeThrough(previewStream(mapper))).text();
  const records = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    records.map(({ conversation, error }) => conversation ?? [error.line, error.code]),
    [1, [2, "out-of-memory"], 3],
  );
});

test("many previews and mappers do not increase the module's memory", () => {
  const rounds = Number(process.env.ROUNDS ?? 20_000);
  const [config, limetypes, payload] = [example("config"), example("limetypes"), example("conversation")];
  const mapper = new Mapper(config, { limetypes });
  const object = JSON.parse(payload.toString());
  const run = (/** @type {number} */ rounds) => {
    for (let round = 0; round < rounds; round++) {
      mapper.transform(payload);
      if (round % 10 === 0) mapper.preview(object);
      if (round % 10 === 5) thrownBy(() => mapper.preview(payload.subarray(0, 500)));
      if (round % 100 === 0) new Mapper(config, { limetypes }).free();
    }
  };
  run(1000);
  const before = exports().memory.buffer.byteLength;
  run(rounds);
  assert.equal(exports().memory.buffer.byteLength, before);
});

test("unreachable mappers are freed by garbage collection", () => {
  // In a process of its own, because forcing garbage collection needs a flag.
  const program = `
    import { readFileSync } from "node:fs";
    import { initSync, Mapper } from "userlike-limeobject/slim";
    import { setTimeout as pause } from "node:timers/promises";
    initSync(readFileSync(process.argv[1]));
    const [config, limetypes] = process.argv.slice(2, 4).map((path) => readFileSync(path));
    const glue = await import(process.argv[4]);
    const sizes = [];
    for (let round = 0; round < 6; round++) {
      for (let n = 0; n < 500; n++) new Mapper(config, { limetypes });
      gc();
      await pause(20);
      sizes.push(glue.initSync().memory.buffer.byteLength);
    }
    console.log(sizes.join());`;
  const files = ["wasm", "examples/config.json", "examples/limetypes.json"].map((name) =>
    fileOf(`userlike-limeobject/${name}`),
  );
  const glue = new URL("mapper.js", import.meta.resolve("userlike-limeobject/wasm")).href;
  const args = ["--expose-gc", "--input-type=module", "--eval", program, ...files, glue];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  const sizes = stdout.trim().split(",").map(Number);
  assert.equal(sizes.at(-1), sizes[1], `the memory grows: ${sizes}`);
});

/** Returns the exports of the running instance, through the glue that the package has loaded. */
const glue = await import(new URL("mapper.js", import.meta.resolve("userlike-limeobject/wasm")).href);
function exports() {
  return /** @type {{ memory: WebAssembly.Memory }} */ (glue.initSync());
}

test("`userlike-limeobject/wasm` is the module's file", () => {
  assert(WebAssembly.validate(readFileSync(fileOf("userlike-limeobject/wasm"))));
  assert(WebAssembly.validate(readFileSync(fileOf("userlike-limeobject/delivery/wasm"))));
});
