// Loads a module for the slim entry points. wasm-bindgen's glue accepts any module and fails at the first call only.

import { LimeobjectError } from "../errors.js";
import type { WasmModule, WasmSource } from "./source.js";

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
    const module = source instanceof WebAssembly.Module ? source : new WebAssembly.Module(source as BufferSource);
    loadSync({ module: verified(module, expectedExport) });
  } catch (error) {
    throw badModule(error);
  }
}

async function compile(source: WasmSource): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return WebAssembly.compile(source as BufferSource);
  const response = source instanceof Response ? source : await fetch(source as string | URL | Request);
  if (!response.ok) throw new Error(`${response.url} responded with status ${response.status}`);
  // Not compileStreaming: many servers do not send application/wasm.
  return WebAssembly.compile(await response.arrayBuffer());
}

function verified(module: WebAssembly.Module, expectedExport: string): WebAssembly.Module {
  if (WebAssembly.Module.exports(module).some(({ name }) => name === expectedExport)) return module;
  throw new Error("it is a different module");
}

function badModule(cause: unknown): LimeobjectError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `the WebAssembly module could not be loaded (${reason}); pass the .wasm file of this package in the same version`;
  return new LimeobjectError("bad-module", message, { cause });
}
