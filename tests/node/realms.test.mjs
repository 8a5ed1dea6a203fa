// A module that another realm has compiled, as the edge runtimes of Next and Vercel do, and other inputs of another realm.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";
import * as delivery from "userlike-limeobject/delivery/slim";
import { initSync, isLimeobjectError, Mapper } from "userlike-limeobject/slim";
import { fileOf } from "./package.mjs";

const realm = vm.createContext({ WebAssembly: undefined });
/** Evaluates an expression in the other realm, where `bytes` are those of a file. */
const foreign = (/** @type {string} */ expression, /** @type {string} */ file) =>
  vm.runInContext(`(bytes) => ${expression}`, realm)(readFileSync(fileOf(file)));
const compiled = (/** @type {string} */ file) =>
  vm.runInNewContext("new WebAssembly.Module(bytes)", { bytes: readFileSync(fileOf(file)) });

test("a compiled module of another realm is loaded synchronously", () => {
  const module = compiled("userlike-limeobject/wasm");
  assert(!(module instanceof WebAssembly.Module));
  initSync(module);
  assert.equal(new Mapper({ instances: [{ limetype: "helpdesk" }] }).preview({ id: 7 }).conversation, 7);
});

test("a compiled module of another realm is loaded asynchronously", async () => {
  const module = compiled("userlike-limeobject/delivery/wasm");
  assert(!(module instanceof WebAssembly.Module));
  await delivery.init(module);
  assert.match(delivery.linkToLimeobject("https://lime.example.com/app", "helpdesk", 1) ?? "", /helpdesk\/1$/);
});

test("bytes of another realm are checked like others", async () => {
  const wrong = foreign("Uint8Array.from(bytes).buffer", "userlike-limeobject/delivery/wasm");
  assert(!(wrong instanceof ArrayBuffer));
  assert.throws(() => initSync(wrong), { code: "bad-module", message: /it is a different module/ });
  await assert.rejects(delivery.init(foreign("new SharedArrayBuffer(8)", "userlike-limeobject/wasm")), {
    code: "bad-module",
    message: new RegExp(`in Node ${process.versions.node} `),
  });
});

test("an error says its kind by name and code", () => {
  try {
    new Mapper({ instances: [{ limetype: "helpdesk" }] }).preview("{");
    assert.fail();
  } catch (error) {
    assert(isLimeobjectError(error));
    assert(error.name === "PayloadError" && error.code === "cut-off");
    assert.equal(error.line, 1);
  }
  assert.equal(isLimeobjectError(new Error("other")), false);
});
