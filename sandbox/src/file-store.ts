// Files are stored in chunks, because a row of a Durable Object's database has at most 2 MB, and are read and written chunk
// by chunk, so that memory stays flat.

import { ApiError } from "./api-error.ts";
import type { Database } from "./database.ts";
import type { Host } from "./host.ts";
import type { Json } from "./json.ts";
import { API_USER } from "./object-store.ts";
import { bodyChunks } from "./request-body.ts";
import type { Settings } from "./settings.ts";
import { now, withOffset } from "./times.ts";

export const MAX_FILE_BYTES = 20_000_000;
const CHUNK_BYTES = 1_000_000;

export type FileRow = { id: number; filename: string; content_type: string; size: number; modified: string };

export class FileStore {
  readonly #host: Host;
  readonly #database: Database;
  readonly #settings: Settings;

  constructor(host: Host, settings: Settings) {
    const { database } = host;
    this.#host = host;
    this.#database = database;
    this.#settings = settings;
    // Chunks without a file belong to an upload that was interrupted.
    database.run(`
      CREATE TABLE IF NOT EXISTS file (
        id INTEGER PRIMARY KEY, filename TEXT NOT NULL, content_type TEXT NOT NULL, size INTEGER NOT NULL, modified TEXT NOT NULL
      ) STRICT;
      CREATE TABLE IF NOT EXISTS chunk (file INTEGER, number INTEGER, bytes BLOB NOT NULL, PRIMARY KEY (file, number)) STRICT;
      DELETE FROM chunk WHERE file NOT IN (SELECT id FROM file);
    `);
  }

  has(id: number): boolean {
    return !!this.#database.first("SELECT 1 FROM file WHERE id = ?", id);
  }

  require(text: string): FileRow {
    const id = /^\d{1,15}$/.test(text) ? Number(text) : 0;
    const file = this.#database.first<FileRow>("SELECT * FROM file WHERE id = ?", id);
    if (file) return file;
    throw new ApiError(404, "file-not-found", `There is no file with the id ${text.slice(0, 32)}.`);
  }

  /** Stores the body of a request. The file exists once it is complete. @throws {ApiError} 400, 413 */
  async store(request: Request): Promise<FileRow> {
    const filename = filenameOf(request.headers.get("content-disposition") ?? "");
    const type = request.headers.get("content-type");
    if (!type) throw new ApiError(400, "no-content-type", "Send the type of the file with the header `Content-Type`.");
    const id = this.#settings.next("file");
    let buffer = new Uint8Array(CHUNK_BYTES);
    let filled = 0;
    let size = 0;
    let number = 0;
    const flush = (): void => {
      this.#database.run("INSERT INTO chunk VALUES (?, ?, ?)", id, number, buffer.slice(0, filled).buffer);
      number += 1;
      filled = 0;
    };
    try {
      for await (let chunk of bodyChunks(request, MAX_FILE_BYTES)) {
        size += chunk.byteLength;
        while (chunk.byteLength > 0) {
          const slice = chunk.subarray(0, CHUNK_BYTES - filled);
          buffer.set(slice, filled);
          filled += slice.byteLength;
          chunk = chunk.subarray(slice.byteLength);
          if (filled === CHUNK_BYTES) flush();
        }
      }
      if (filled > 0) flush();
    } catch (error) {
      this.#database.run("DELETE FROM chunk WHERE file = ?", id);
      throw error;
    } finally {
      buffer = new Uint8Array(0);
    }
    const file = { id, filename, content_type: type.slice(0, 256), size, modified: now() };
    this.#database.run("INSERT INTO file VALUES (?, ?, ?, ?, ?)", ...Object.values(file));
    return file;
  }

  /** The contents, as a download: a browser never displays or runs them. */
  download({ id, filename, content_type: type, size }: FileRow): Response {
    let number = 0;
    const database = this.#database;
    const body = new ReadableStream({
      type: "bytes",
      pull(controller) {
        const sql = "SELECT bytes FROM chunk WHERE file = ? AND number = ?";
        const chunk = database.first<{ bytes: ArrayBuffer }>(sql, id, number);
        number += 1;
        if (chunk) return controller.enqueue(new Uint8Array(chunk.bytes));
        controller.close();
        controller.byobRequest?.respond(0);
      },
    });
    return new Response(this.#host.withLength?.(body, size) ?? body, {
      headers: {
        "content-type": /^[\w.+-]+\/[\w.+-]+(;|$)/.test(type) ? type : "application/octet-stream",
        "content-length": String(size),
        "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(filename)}`,
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
      },
    });
  }

  count(): { files: number; bytes: number } {
    const sql = "SELECT count(*) AS files, ifnull(sum(size), 0) AS bytes FROM file";
    return this.#database.first<{ files: number; bytes: number }>(sql) ?? { files: 0, bytes: 0 };
  }

  reset(): void {
    this.#database.run("DELETE FROM file; DELETE FROM chunk");
  }
}

/** A file's metadata as the API returns it. */
export function fileJson({ id, filename, content_type, size, modified }: FileRow, api: string): Json {
  const href = `${api}file/${id}/`;
  const [, extension = ""] = /\.([A-Za-z0-9]{1,16})$/.exec(filename) ?? [];
  return {
    ...{ id, filename, size, content_type, extension },
    ...{ created_by: API_USER, locked_by: null, last_modified: withOffset(modified) },
    _links: { self: { href }, contents: { href: `${href}contents/` } },
  };
}

/** Parses the filename of Lime CRM's `;filename*="UTF-8''..."`, or of the usual forms of the header. */
function filenameOf(header: string): string {
  const [, extended] = /filename\*\s*=\s*"?UTF-8''([^";\s]*)"?/i.exec(header) ?? [];
  const [, quoted, bare] = /filename\s*=\s*(?:"([^"]*)"|([^";\s]+))/i.exec(header) ?? [];
  let name = quoted ?? bare ?? "";
  try {
    if (extended !== undefined) name = decodeURIComponent(extended);
  } catch {
    name = "";
  }
  if (name === "" || name.length > 255 || /[\p{Cc}/\\]/u.test(name) || !name.isWellFormed()) {
    const example = `;filename*="UTF-8''offer%20%C3%A4.pdf"`;
    const message = `Name the file with the header \`Content-Disposition: ${example}\`: up to 255 characters, without a path.`;
    throw new ApiError(400, "bad-filename", message);
  }
  return name;
}
