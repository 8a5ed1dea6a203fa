// How the slim entry points hand a module over to wasm-bindgen's glue, which would take any and break at the first call.

import { LimeobjectError } from "./errors.js";
import type { Loadable, Module } from "./loadable.js";

/** What wasm-bindgen's glue does with it. */
export interface Loader {
  load: (options: { module_or_path: WebAssembly.Module }) => Promise<unknown>;
  loadSync: (options: { module: WebAssembly.Module }) => unknown;
  /** A name that only this module exports. */
  known: string;
}

export async function loadWith({ load, known }: Loader, source: Loadable | Promise<Loadable>): Promise<void> {
  try {
    await load({ module_or_path: checked(await compiled(await source), known) });
  } catch (error) {
    throw refused(error);
  }
}

export function loadWithSync({ loadSync, known }: Loader, source: Module): void {
  try {
    const module = source instanceof WebAssembly.Module ? source : new WebAssembly.Module(source as BufferSource);
    loadSync({ module: checked(module, known) });
  } catch (error) {
    throw refused(error);
  }
}

async function compiled(source: Loadable): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return WebAssembly.compile(source as BufferSource);
  const response = source instanceof Response ? source : await fetch(source as string | URL | Request);
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  // Servers that do not know the type (application/wasm) are many; the bytes are the same.
  return WebAssembly.compile(await response.arrayBuffer());
}

function checked(module: WebAssembly.Module, known: string): WebAssembly.Module {
  if (WebAssembly.Module.exports(module).some(({ name }) => name === known)) return module;
  throw new Error("it is another module");
}

function refused(cause: unknown): LimeobjectError {
  const why = cause instanceof Error ? cause.message : String(cause);
  const message = `the WebAssembly module could not be loaded (${why}); pass the .wasm file of this package, of the same version`;
  return new LimeobjectError("bad-module", message, { cause });
}
