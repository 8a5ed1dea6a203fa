// The file of the journal before SQLite opens it: whether it is a journal, and how a new one is created.

import { randomUUID } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
} from "node:fs";
import { dirname } from "node:path";
import { CliError, USAGE } from "../errors.js";
import type { Sqlite } from "./sqlite.js";

/** "ullo"; SQLite keeps it in the header of the file. */
const APPLICATION_ID = 0x756c6c6f;
const VERSION = 1;
const MAGIC = "SQLite format 3\0";
/** Positions in the header. */
const VERSION_AT = 60;
const APPLICATION_ID_AT = 68;
const HEADER_BYTES = 100;

const SCHEMA = `
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${VERSION};
  CREATE TABLE run (lime TEXT NOT NULL, sent BLOB NOT NULL, unfinished BLOB NOT NULL) STRICT;
  CREATE TABLE sent (name BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TABLE unfinished (name BLOB PRIMARY KEY, state BLOB NOT NULL) STRICT, WITHOUT ROWID;
`;

/** What to do without the state, other than to send everything again. */
const WITHOUT_STATE =
  "restore it from a copy. Without it, nothing here knows what was sent: look up in Lime CRM which conversations have arrived, take those out of the input, and send the rest with another --state";

export function unusable(file: string, reason: string, hint: string): CliError {
  return new CliError(USAGE, `cannot use the state file ${file}: ${reason}`, hint);
}

export function damaged(file: string, why: string): CliError {
  return unusable(file, `it is damaged (${why})`, WITHOUT_STATE);
}

/**
 * Returns the file of the journal at `path`. Where nothing is there, creates one, which begins with the row `run`.
 *
 * @throws {CliError} Something else is there, or a journal that is damaged or of another version
 */
export function journalFile(path: string, { DatabaseSync }: Sqlite, run: [string, Uint8Array, Uint8Array]): string {
  if (!existsSync(path)) {
    for (const rest of [`${path}-wal`, `${path}-journal`, `${path}.open`]) {
      if (existsSync(rest)) throw unusable(path, `it is missing, but ${rest} is there`, WITHOUT_STATE);
    }
    const draft = `${path}.${randomUUID()}`;
    try {
      closeSync(openSync(draft, "wx", 0o600));
      const database = new DatabaseSync(draft);
      database.exec(SCHEMA);
      database.prepare("INSERT INTO run VALUES (?, ?, ?)").run(...run);
      database.exec("PRAGMA journal_mode = WAL");
      database.close();
      sync(draft, "r+");
      putInPlace(draft, path);
    } finally {
      for (const file of [draft, `${draft}-wal`, `${draft}-journal`]) rmSync(file, { force: true });
    }
  }
  // SQLite keeps its log beside the file that a link points to.
  const file = realpathSync(path);
  checkHeader(file);
  return file;
}

/** Gives a complete file its name, unless another run has done so meanwhile. */
function putInPlace(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch {
    // Another run was faster, or the file system has no links.
    if (!existsSync(path)) renameSync(draft, path);
  }
  // Windows does not open folders.
  if (process.platform !== "win32") sync(dirname(path), "r");
}

function sync(path: string, flags: "r" | "r+"): void {
  const file = openSync(path, flags);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function checkHeader(file: string): void {
  const header = Buffer.alloc(HEADER_BYTES);
  const descriptor = openSync(file, "r");
  let length: number;
  try {
    length = readSync(descriptor, header);
  } finally {
    closeSync(descriptor);
  }
  const text = header.toString("latin1", 0, length);
  if (text.startsWith('{"userlike-limeobject"')) {
    throw unusable(
      file,
      "an early version of this program wrote it, in another format",
      "finish that run with the version that began it",
    );
  }
  if (length === 0) throw damaged(file, "it is empty");
  if (!text.startsWith(MAGIC)) throw damaged(file, "it does not begin like a state file");
  if (length < HEADER_BYTES) throw damaged(file, "it was truncated");
  if (header.readUInt32BE(APPLICATION_ID_AT) !== APPLICATION_ID) {
    throw unusable(
      file,
      "it is the database of another program",
      "pass the file that belongs to this input with --state",
    );
  }
  const version = header.readUInt32BE(VERSION_AT);
  if (version !== VERSION) {
    throw unusable(
      file,
      `it has the format ${version} of another version of this program; this one knows ${VERSION}`,
      "install the newest version of userlike-limeobject, then run the same command",
    );
  }
}
