import { ConversationBuffer } from "./buffer.js";

/** Size of a buffer that is kept for the next conversation, in bytes. */
const MAX_KEPT_BUFFER = 1 << 20;

/**
 * A buffer for callers that use each conversation before they ask for the next one: one that lies in one chunk is a part of
 * it, not a copy, and all others use the same memory.
 */
export class BorrowingBuffer extends ConversationBuffer {
  /** All bytes of the conversation while they are a part of the current chunk; then those in `buffer` are not used. */
  #borrowed: Uint8Array | undefined;

  override append(bytes: Uint8Array, used: number): void {
    if (used === 0) this.#borrowed = bytes;
    else {
      this.endChunk();
      super.append(bytes, used);
    }
  }

  /** Copies what was borrowed. */
  override endChunk(): void {
    if (this.#borrowed === undefined) return;
    super.append(this.#borrowed, 0);
    this.#borrowed = undefined;
  }

  override take(size: number): Uint8Array {
    const bytes = (this.#borrowed ?? this.buffer).subarray(0, size);
    this.#borrowed = undefined;
    if (this.buffer.length > MAX_KEPT_BUFFER) super.clear();
    return bytes;
  }

  override clear(): void {
    this.#borrowed = undefined;
    super.clear();
  }
}
