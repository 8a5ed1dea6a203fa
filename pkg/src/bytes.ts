// Recognizes and reads buffers and views of them, of any realm.

type Getter = (this: unknown) => unknown;

/** The built-in getters read a buffer or a view of any realm; no own member or subclass changes what they read. */
const getter = (of: object, key: PropertyKey) => Object.getOwnPropertyDescriptor(of, key)?.get as Getter;
const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as Uint8Array;
const kind = getter(typedArray, Symbol.toStringTag);
const place = (of: object) => (["buffer", "byteOffset", "byteLength"] as const).map((key) => getter(of, key));
const [typedArrayPlace, dataViewPlace] = [place(typedArray), place(DataView.prototype)];
const sizes = [ArrayBuffer, globalThis.SharedArrayBuffer].flatMap((buffer) =>
  buffer === undefined ? [] : [getter(buffer.prototype, "byteLength")],
);

/** True for a Uint8Array of any realm, Node's Buffer included; false for a Proxy of one. */
export function isBytes(value: unknown): value is Uint8Array {
  return kind.call(value) === "Uint8Array";
}

/** True for an `ArrayBuffer` and a `SharedArrayBuffer` of any realm; false for a Proxy of one. */
export function isBuffer(value: unknown): value is ArrayBuffer {
  return sizes.some((size) => {
    try {
      size.call(value);
      return true;
    } catch {
      return false;
    }
  });
}

/** What is wrong with bytes that {@link attached} does not return. */
export const GONE = "was transferred to another owner or cut off by a resize of its buffer, so its bytes are gone";

/** Returns the bytes of a buffer or of a view of one; undefined when they are {@link GONE}. */
export function attached(source: ArrayBuffer | ArrayBufferView): Uint8Array | undefined {
  try {
    if (!ArrayBuffer.isView(source)) return new Uint8Array(source);
    const isTyped = kind.call(source) !== undefined;
    // Throws when they are gone; the getters would say that it is empty.
    if (isTyped) typedArray.keys.call(source);
    const [buffer, offset, length] = (isTyped ? typedArrayPlace : dataViewPlace).map((get) => get.call(source));
    return new Uint8Array(buffer as ArrayBuffer, offset as number, length as number);
  } catch {
    return undefined;
  }
}
