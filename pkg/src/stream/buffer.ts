const NOTHING = new Uint8Array(0);

/** The bytes of the current conversation: a copy, because the caller may reuse the chunks, and in one piece. */
export class ConversationBuffer {
  /** Has room for more than its contents. */
  protected buffer: Uint8Array<ArrayBuffer> = NOTHING;

  /** Appends bytes to the `used` ones that are there. */
  append(bytes: Uint8Array, used: number): void {
    const size = used + bytes.length;
    if (size > this.buffer.length) {
      const larger = new Uint8Array(used === 0 ? size : Math.max(size, 2 * used));
      larger.set(this.buffer.subarray(0, used));
      this.buffer = larger;
    }
    this.buffer.set(bytes, used);
  }

  /** Called at the end of each chunk. */
  endChunk(): void {}

  /** Returns the first `size` bytes, and forgets all. */
  take(size: number): Uint8Array {
    const bytes = this.buffer.subarray(0, size);
    this.clear();
    return bytes;
  }

  clear(): void {
    this.buffer = NOTHING;
  }
}
