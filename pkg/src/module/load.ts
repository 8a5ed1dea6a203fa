// Loads a module for the slim entry points. wasm-bindgen's glue accepts any module and fails at the first call only.

import { bytesOf, DETACHED, isBuffer } from "../bytes.js";
import { LimeobjectError, messageOf } from "../errors.js";
import { seenRuntime } from "../runtime.js";
import type { WasmModule, WasmSource } from "./source.js";
import { advice } from "./unloadable.js";

/** The loading functions of wasm-bindgen's glue, and how its module is recognized. */
export interface Loader {
  load: (options: { module_or_path: WebAssembly.Module }) => Promise<unknown>;
  loadSync: (options: { module: WebAssembly.Module }) => unknown;
  /** Name of an export that only this module has. */
  expectedExport: string;
}

export async function loadModule(
  { load, expectedExport }: Loader,
  source: WasmSource | Promise<WasmSource>,
): Promise<void> {
  try {
    await load({ module_or_path: verified(await compile(await source), expectedExport) });
  } catch (error) {
    throw badModule(error);
  }
}

export function loadModuleSync({ loadSync, expectedExport }: Loader, source: WasmModule): void {
  try {
    const module = isModule(source) ? source : new WebAssembly.Module(copyOf(source) ?? (source as BufferSource));
    loadSync({ module: verified(module, expectedExport) });
  } catch (error) {
    throw badModule(error);
  }
}

/** Not `instanceof`: modules, bytes and responses come from other realms as well. */
const tag = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);
const isModule = (value: unknown): value is WebAssembly.Module => tag(value) === "WebAssembly.Module";

/** Returns a copy of bytes, because shared ones cannot be compiled; undefined for anything else. */
function copyOf(source: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (!ArrayBuffer.isView(source) && !isBuffer(source)) return undefined;
  const bytes = bytesOf(source);
  if (bytes === undefined) throw new Error(`the buffer ${DETACHED}`);
  return new Uint8Array(bytes);
}

async function compile(source: WasmSource): Promise<WebAssembly.Module> {
  if (isModule(source)) return source;
  const bytes = copyOf(source);
  if (bytes !== undefined) return WebAssembly.compile(bytes);
  const response = tag(source) === "Response" ? (source as Response) : await fetch(source as string | URL | Request);
  if (!response.ok) throw new Error(`${response.url} responded with status ${response.status}`);
  // Not compileStreaming: many servers do not send application/wasm.
  return WebAssembly.compile(await response.arrayBuffer());
}

function verified(module: WebAssembly.Module, expectedExport: string): WebAssembly.Module {
  if (WebAssembly.Module.exports(module).some(({ name }) => name === expectedExport)) return module;
  throw new Error("it is a different module");
}

function badModule(cause: unknown): LimeobjectError {
  const message = `the WebAssembly module could not be loaded in ${seenRuntime()} (${messageOf(cause)}); ${advice(cause, "pass the .wasm file of this package in the same version")}`;
  return new LimeobjectError("bad-module", message, { cause });
}
