// Recognizes and reads buffers and views of them, of any realm.

type Getter = (this: unknown) => unknown;

/** The built-in getters are brand checks: they read a buffer or a view of any realm, and no own member changes what they read. */
const getter = (of: object, key: PropertyKey) => Object.getOwnPropertyDescriptor(of, key)?.get as Getter;
const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as Uint8Array;
const typedArrayName = getter(typedArray, Symbol.toStringTag);
const rangeGetters = (of: object) =>
  [getter(of, "buffer"), getter(of, "byteOffset"), getter(of, "byteLength")] as const;
const [typedArrayRange, dataViewRange] = [rangeGetters(typedArray), rangeGetters(DataView.prototype)];
const bufferSizes = [ArrayBuffer, globalThis.SharedArrayBuffer].flatMap((buffer) =>
  buffer === undefined ? [] : [getter(buffer.prototype, "byteLength")],
);

/** True for a Uint8Array of any realm, Node's Buffer included; false for a Proxy of one. */
export function isBytes(value: unknown): value is Uint8Array {
  return typedArrayName.call(value) === "Uint8Array";
}

/** True for an `ArrayBuffer` and a `SharedArrayBuffer` of any realm; false for a Proxy of one. */
export function isBuffer(value: unknown): value is ArrayBuffer {
  return bufferSizes.some((size) => {
    try {
      size.call(value);
      return true;
    } catch {
      return false;
    }
  });
}

/** Clause for a buffer or a view from which {@link bytesOf} reads nothing. */
export const DETACHED = "is detached or out of bounds: its buffer was transferred or resized";

/** Returns the bytes of a buffer or of a view of one; undefined when it is {@link DETACHED}. */
export function bytesOf(source: ArrayBuffer | ArrayBufferView): Uint8Array | undefined {
  try {
    if (!ArrayBuffer.isView(source)) return new Uint8Array(source);
    const isTyped = typedArrayName.call(source) !== undefined;
    const [buffer, offset, length] = isTyped ? typedArrayRange : dataViewRange;
    const size = length.call(source) as number;
    // Throws for a detached typed array, of which the getter says that it is empty.
    if (isTyped && size === 0) typedArray.keys.call(source);
    return new Uint8Array(buffer.call(source) as ArrayBuffer, offset.call(source) as number, size);
  } catch {
    return undefined;
  }
}
