// Parameters of the slim entry points. They have a file of their own that needs no DOM types.

/**
 * A WebAssembly module: a `WebAssembly.Module`, or its bytes as an `ArrayBuffer` or a view of one. (TypeScript does not
 * distinguish a compiled module from other objects.)
 */
export type WasmModule = object;

/** A WebAssembly module or its location: a `Response`, a `Request`, a `URL` or its string. */
export type WasmSource = WasmModule | string;
