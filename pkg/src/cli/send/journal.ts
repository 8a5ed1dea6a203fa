// What has been sent, and what was under way, on disk: a run that was ended, however, goes on where it stopped.
//
// The state file has a line for each conversation that came to its end. Beside it, `.open` holds the deliveries that are
// under way, as few as are sent at once; it is replaced whole before each request that writes. `.lock` keeps two runs apart.

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
import { Failure, reason, USAGE } from "../failure.js";
import { labelled } from "../say.js";

/** How a conversation came to its end. */
export interface Outcome {
  /** Which of the input's conversations it is. */
  index: number;
  /** Userlike's id of it; null when it could not be read. */
  conversation: number | null;
  url?: string;
  created?: boolean;
  error?: { code: string; message: string };
}

interface Head {
  "userlike-limeobject": "send";
  /** The Lime CRM that all of it went to. */
  lime: string;
}

export class Journal {
  readonly #file: string;
  readonly #done = new Set<string>();
  readonly #open: Map<string, string>;
  /** How often the same payload has been met in this run. */
  readonly #met = new Map<string, number>();

  /** @throws {Failure} when it belongs to another Lime CRM, or to a run that is under way */
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
      throw error instanceof Failure ? error : trouble(file, reason(error));
    }
  }

  /** How many conversations earlier runs have sent. */
  get done(): number {
    return this.#done.size;
  }

  /** What a conversation is known by: its payload, and which of several that are the same. */
  key(payload: Uint8Array): string {
    const digest = createHash("sha256").update(payload).digest("base64url").slice(0, 22);
    const nth = (this.#met.get(digest) ?? 0) + 1;
    this.#met.set(digest, nth);
    return `${digest}.${nth}`;
  }

  isDone(key: string): boolean {
    return this.#done.has(key);
  }

  /** The state of a delivery that was under way when a run ended. */
  state(key: string): string | undefined {
    return this.#open.get(key);
  }

  /** Keeps where a delivery stands, before its next request can change something. */
  keep(key: string, state: string): void {
    this.#open.set(key, state);
    this.#writeOpen();
  }

  /** Keeps the end of a delivery. One that failed begins again in the next run, from its state if there is one. */
  end(key: string, outcome: Outcome, state?: string): void {
    appendFileSync(this.#file, `${JSON.stringify({ key, ...outcome })}\n`);
    if (outcome.error === undefined) this.#done.add(key);
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
      const head: Head = { "userlike-limeobject": "send", lime };
      // What was sent to whom is nobody else's business.
      writeFileSync(this.#file, `${JSON.stringify(head)}\n`, { mode: 0o600 });
      return;
    }
    const text = readFileSync(this.#file, "utf8");
    const [first = "", ...lines] = text.split("\n");
    const head = parse(first) as Partial<Head>;
    if (head["userlike-limeobject"] !== "send") throw trouble(this.#file, "it is no state file");
    if (head.lime !== lime) throw trouble(this.#file, `it is of a run that sent to ${head.lime}`);
    for (const line of lines) {
      const entry = parse(line) as { key?: string; error?: object };
      if (entry.key !== undefined && entry.error === undefined) this.#done.add(entry.key);
    }
    // A line that was cut off when the process ended must not swallow the next one.
    if (!text.endsWith("\n")) appendFileSync(this.#file, "\n");
  }

  #lock(): void {
    const lock = `${this.#file}.lock`;
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        writeFileSync(lock, String(process.pid), { flag: "wx" });
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw trouble(this.#file, reason(error));
        const owner = Number(readFileSync(lock, "utf8"));
        if (isAlive(owner)) throw trouble(this.#file, `another run (process ${owner}) is at work with it`);
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

function isAlive(process_: number): boolean {
  try {
    process.kill(process_, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function trouble(file: string, why: string): Failure {
  return new Failure(
    USAGE,
    [labelled("error", `the state file ${file} can't be used: ${why}`)],
    "pass another file with --state; or remove it to send everything again",
  );
}
