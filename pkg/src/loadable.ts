// What the slim entry points are told. By itself: these types need nothing that TypeScript knows of browsers only.

/**
 * A module of WebAssembly: a `WebAssembly.Module`, or its bytes as an `ArrayBuffer` or a view of one. (For TypeScript any
 * object could be a compiled module.)
 */
export type Module = object;

/** A module of WebAssembly, or where it is to be had: a `Response`, a `Request`, a `URL` or its text. */
export type Loadable = Module | string;
