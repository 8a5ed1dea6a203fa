// Results and unfinished deliveries on disk, so that an interrupted run can be resumed.
//
// The state file has a line for each finished conversation. The file `.open` beside it holds the states of the unfinished
// deliveries, at most as many as run in parallel; it is replaced atomically before each write request. `.lock` prevents two
// runs with the same state file.

import { createHash } from "node:crypto";
import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { CliError, messageOf, USAGE } from "../errors.js";

/** Result for one conversation. */
export interface SendResult {
  /** Number of the conversation in the input, counted from 1. */
  index: number;
  /** Id in Userlike; null when it could not be read. */
  conversation: number | null;
  url?: string;
  created?: boolean;
  error?: { code: string; message: string };
}

/** First line of the file. */
interface Header {
  "userlike-limeobject": "send";
  /** URL of the Lime CRM that the conversations are sent to. */
  lime: string;
}

export class StateFile {
  readonly #file: string;
  readonly #sent = new Set<string>();
  /** States of the unfinished deliveries by key. */
  readonly #open: Map<string, string>;
  /** Number of occurrences of each payload in this run. */
  readonly #occurrences = new Map<string, number>();

  /** @throws {CliError} It belongs to another Lime CRM or is in use */
  constructor(file: string, lime: string) {
    this.#file = file;
    this.#lock();
    try {
      this.#read(lime);
      this.#open = new Map(
        existsSync(`${file}.open`) ? Object.entries(parse(readFileSync(`${file}.open`, "utf8"))) : [],
      );
    } catch (error) {
      this.close();
      throw error instanceof CliError ? error : unusable(file, messageOf(error));
    }
  }

  /** Identifies a conversation by its payload and, for identical payloads, their order. */
  key(payload: Uint8Array): string {
    const digest = createHash("sha256").update(payload).digest("base64url").slice(0, 22);
    const occurrence = (this.#occurrences.get(digest) ?? 0) + 1;
    this.#occurrences.set(digest, occurrence);
    return `${digest}.${occurrence}`;
  }

  isSent(key: string): boolean {
    return this.#sent.has(key);
  }

  /** State of a delivery that an earlier run has not finished. */
  deliveryState(key: string): string | undefined {
    return this.#open.get(key);
  }

  /** Saves the state of a delivery; called before each write request. */
  saveDeliveryState(key: string, state: string): void {
    this.#open.set(key, state);
    this.#writeOpen();
  }

  /** Records the result of a conversation. The next run retries a failed one, from `state` if given. */
  record(key: string, result: SendResult, state?: string): void {
    appendFileSync(this.#file, `${JSON.stringify({ key, ...result })}\n`);
    if (result.error === undefined) this.#sent.add(key);
    if (state !== undefined) this.#open.set(key, state);
    else if (!this.#open.delete(key)) return;
    this.#writeOpen();
  }

  close(): void {
    rmSync(`${this.#file}.lock`, { force: true });
  }

  #writeOpen(): void {
    const file = openSync(`${this.#file}.open.new`, "w", 0o600);
    writeSync(file, JSON.stringify(Object.fromEntries(this.#open)));
    fsyncSync(file);
    closeSync(file);
    renameSync(`${this.#file}.open.new`, `${this.#file}.open`);
  }

  #read(lime: string): void {
    if (!existsSync(this.#file)) {
      const header: Header = { "userlike-limeobject": "send", lime };
      // Readable by its owner only.
      writeFileSync(this.#file, `${JSON.stringify(header)}\n`, { mode: 0o600 });
      return;
    }
    const text = readFileSync(this.#file, "utf8");
    const [first = "", ...lines] = text.split("\n");
    const header = parse(first) as Partial<Header>;
    if (header["userlike-limeobject"] !== "send") throw unusable(this.#file, "it is not a state file");
    if (header.lime !== lime) throw unusable(this.#file, `it belongs to a run that sent to ${header.lime}`);
    for (const line of lines) {
      const entry = parse(line) as { key?: string; error?: object };
      if (entry.key !== undefined && entry.error === undefined) this.#sent.add(entry.key);
    }
    // Terminates a line that was truncated when the process was killed.
    if (!text.endsWith("\n")) appendFileSync(this.#file, "\n");
  }

  #lock(): void {
    const lock = `${this.#file}.lock`;
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        writeFileSync(lock, String(process.pid), { flag: "wx" });
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw unusable(this.#file, messageOf(error));
        const owner = Number(readFileSync(lock, "utf8"));
        if (isAlive(owner)) throw unusable(this.#file, `another run (process ${owner}) is using it`);
        rmSync(lock, { force: true });
      }
    }
  }
}

function parse(line: string): Record<string, string> {
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function unusable(file: string, reason: string): CliError {
  return new CliError(
    USAGE,
    `cannot use the state file ${file}: ${reason}`,
    "pass another file with --state, or remove this one to send everything again",
  );
}
