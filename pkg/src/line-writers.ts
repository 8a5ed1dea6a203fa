// Connects `previewStream` with the mappers of this package, without loading their module.

/** `transform` of each mapper, with a newline at the end of the preview. */
export const lineWriters = new WeakMap<
  object,
  (payload: Uint8Array, options: { instance?: string | undefined }) => Uint8Array<ArrayBuffer>
>();
