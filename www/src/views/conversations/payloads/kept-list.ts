// The list of conversations in the browser's storage (IndexedDB), so that it survives a reload: compressed pieces with
// several payloads each. Without usable storage (private windows, blocked storage) nothing is kept, and nothing fails.

import { clear, createStore, del, entries, get, set, type UseStore } from "idb-keyval";
import { MAX_KEPT_AGE } from "../../../platform/kept-data.ts";
import type { Origin, ReadError } from "../row.ts";

/** A row as it is kept. */
export interface KeptRow {
  origin: Origin;
  receivedAt: number | null;
  /** Why there is no payload; null when there is one, or only the worker has it. */
  readError: ReadError | null;
  /** Id of a conversation of which only the worker has the payload. */
  listed?: number | null;
}

interface Piece {
  /** Milliseconds since 1970. */
  savedAt: number;
  /** Null for rows that were removed. `length` is the size of the payload in bytes. */
  rows: (KeptRow | null)[];
  lengths: number[];
  /** The payloads one after the other, compressed by gzip. */
  data: ArrayBuffer;
}

/** Bytes of payloads that are kept at most. */
export const MAX_KEPT_BYTES = 100_000_000;
/** Limits of one piece. */
const PIECE = { bytes: 8_000_000, rows: 2000 };

export class KeptList {
  readonly #store: UseStore;
  readonly #places = new Map<number, { piece: number; at: number }>();
  readonly #waiting = new Map<number, { row: KeptRow; bytes: Uint8Array }>();
  #bytes = 0;
  #lastPiece = 0;

  /** @param name Name of the database. */
  constructor(name: string) {
    this.#store = createStore(name, "pieces");
  }

  /** Keeps a row at the next `write`; another one with the same key replaces it. */
  add(key: number, row: KeptRow, bytes: Uint8Array): void {
    this.#waiting.set(key, { row, bytes });
  }

  /** Reads what is kept. Its rows have the keys from `key` on. Returns when it was last written; null when nothing is kept. */
  async restore(key: number, take: (key: number, row: KeptRow, bytes: Uint8Array) => void): Promise<number | null> {
    let savedLast: number | null = null;
    let next = key;
    const pieces = (await entries<number, Piece>(this.#store)).sort(([a], [b]) => a - b);
    for (const [piece, { savedAt, rows, lengths, data }] of pieces) {
      if (Date.now() - savedAt > MAX_KEPT_AGE) {
        await del(piece, this.#store);
        continue;
      }
      savedLast = Math.max(savedLast ?? 0, savedAt);
      this.#lastPiece = Math.max(this.#lastPiece, piece);
      const bytes = new Uint8Array(await through(data, new DecompressionStream("gzip")));
      let start = 0;
      for (const [at, row] of rows.entries()) {
        const end = start + (lengths[at] ?? 0);
        if (row !== null) {
          this.#places.set(next, { piece, at });
          this.#bytes += end - start;
          take(next, row, bytes.slice(start, end));
          next += 1;
        }
        start = end;
      }
    }
    return savedLast;
  }

  /** Writes the rows that were added. Returns whether there is room for them; without it nothing is kept any more. */
  async write(): Promise<boolean> {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    let rest = waiting;
    while (rest.length > 0) {
      let bytes = 0;
      const end = rest.findIndex(
        (
          [
            ,
            {
              bytes: { byteLength },
            },
          ],
          at,
        ) => {
          bytes += byteLength;
          return at >= PIECE.rows || (at > 0 && bytes > PIECE.bytes);
        },
      );
      const part = end < 0 ? rest : rest.slice(0, end);
      rest = end < 0 ? [] : rest.slice(end);
      this.#bytes += part.reduce((sum, [, { bytes }]) => sum + bytes.byteLength, 0);
      if (this.#bytes > MAX_KEPT_BYTES) {
        await this.clear();
        return false;
      }
      await this.#writePiece(part);
    }
    return true;
  }

  async forget(keys: readonly number[]): Promise<void> {
    const byPiece = new Map<number, number[]>();
    for (const key of keys) {
      this.#waiting.delete(key);
      const place = this.#places.get(key);
      if (place === undefined) continue;
      this.#places.delete(key);
      byPiece.set(place.piece, [...(byPiece.get(place.piece) ?? []), place.at]);
    }
    for (const [number, removed] of byPiece) {
      const piece = await get<Piece>(number, this.#store);
      if (piece === undefined) continue;
      for (const at of removed) {
        piece.rows[at] = null;
        this.#bytes -= piece.lengths[at] ?? 0;
      }
      if (piece.rows.every((row) => row === null)) await del(number, this.#store);
      else await set(number, piece, this.#store);
    }
  }

  async clear(): Promise<void> {
    this.#waiting.clear();
    this.#places.clear();
    this.#bytes = 0;
    await clear(this.#store);
  }

  async #writePiece(rows: [number, { row: KeptRow; bytes: Uint8Array }][]): Promise<void> {
    await this.forget(rows.map(([key]) => key).filter((key) => this.#places.has(key)));
    this.#lastPiece += 1;
    const piece = this.#lastPiece;
    const data = await through(new Blob(rows.map(([, { bytes }]) => bytes as BlobPart)), new CompressionStream("gzip"));
    const lengths = rows.map(([, { bytes }]) => bytes.byteLength);
    await set(piece, { savedAt: Date.now(), rows: rows.map(([, { row }]) => row), lengths, data }, this.#store);
    for (const [at, [key]] of rows.entries()) this.#places.set(key, { piece, at });
  }
}

function through(data: BlobPart, stream: CompressionStream | DecompressionStream): Promise<ArrayBuffer> {
  return new Response(new Blob([data]).stream().pipeThrough(stream)).arrayBuffer();
}
