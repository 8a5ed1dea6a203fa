// What the sandbox was told to do wrong. Faults are kept in the database: a test can kill the worker and go on.

import { ApiError } from "./api-error.ts";
import type { Database } from "./database.ts";
import type { Json } from "./hal.ts";

/** When it happens: before the request does anything, or after it did everything but answer. */
type When = "before" | "after";

export interface Fault {
  /** Only requests with this method. */
  readonly method?: string;
  /** Only requests whose path behind `/sandbox`, with the query decoded, matches this regular expression. */
  readonly path?: string;
  /** How many matching requests are left alone first. */
  readonly skip: number;
  /** How many matching requests it hits then. */
  readonly times: number;
  /** Wait so many milliseconds first. */
  readonly delay: number;
  /** Answer this status, without doing anything; with `after`, having done everything. */
  readonly status?: number;
  readonly after: boolean;
  readonly retryAfter?: number;
  readonly body?: string;
  /** The connection breaks. */
  readonly cut?: When;
  /** No answer comes. */
  readonly hang?: When;
}

type FaultRow = { id: number; fault: string; seen: number; hits: number };

const bad = (message: string): ApiError => new ApiError(400, "bad-fault", message);

export class Faults {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
    database.run(
      "CREATE TABLE IF NOT EXISTS fault (id INTEGER PRIMARY KEY, fault TEXT NOT NULL, seen INTEGER NOT NULL, hits INTEGER NOT NULL) STRICT",
    );
  }

  add(body: unknown): void {
    const list = typeof body === "object" && body !== null && "faults" in body ? body.faults : body;
    if (!Array.isArray(list)) throw bad('Send { "faults": [ { "method": "POST", "status": 500 } ] }.');
    const faults = list.map(readFault);
    this.#database.transaction(() => {
      for (const fault of faults) {
        this.#database.run("INSERT INTO fault VALUES (NULL, ?, 0, 0)", JSON.stringify(fault));
      }
    });
  }

  list(): Json[] {
    const rows = this.#database.all<FaultRow>("SELECT * FROM fault ORDER BY id");
    return rows.map(({ fault, hits }) => ({ ...(JSON.parse(fault) as Fault), hits }));
  }

  clear(): void {
    this.#database.run("DELETE FROM fault");
  }

  /** The fault that hits this request: the first that matches, is through with skipping, and is not used up. */
  next(method: string, path: string): Fault | undefined {
    for (const { id, fault: text, seen, hits } of this.#database.all<FaultRow>("SELECT * FROM fault ORDER BY id")) {
      const fault = JSON.parse(text) as Fault;
      if (hits >= fault.times) continue;
      if (fault.method !== undefined && fault.method !== method) continue;
      if (fault.path !== undefined && !new RegExp(fault.path).test(path)) continue;
      if (seen < fault.skip) {
        this.#database.run("UPDATE fault SET seen = seen + 1 WHERE id = ?", id);
        continue;
      }
      this.#database.run("UPDATE fault SET hits = hits + 1 WHERE id = ?", id);
      return fault;
    }
    return undefined;
  }
}

const KEYS = ["method", "path", "skip", "times", "delay", "status", "after", "retryAfter", "body", "cut", "hang"];

function readFault(item: unknown): Fault {
  if (typeof item !== "object" || item === null || Array.isArray(item)) throw bad("A fault is a JSON object.");
  const fault = item as Json;
  const unknown = Object.keys(fault).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) throw bad(`A fault has no key "${unknown.slice(0, 64)}"; it has ${KEYS.join(", ")}.`);
  const text = (key: string): string | undefined => {
    const value = fault[key];
    if (value === undefined || typeof value === "string") return value;
    throw bad(`A fault's \`${key}\` is a text.`);
  };
  const number = (key: string, most: number): number | undefined => {
    const value = fault[key];
    if (value === undefined) return undefined;
    if (Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= most) return Number(value);
    throw bad(`A fault's \`${key}\` is a whole number from 0 to ${most}.`);
  };
  const when = (key: string): When | undefined => {
    const value = fault[key];
    if (value === undefined || value === "before" || value === "after") return value;
    throw bad(`A fault's \`${key}\` is "before" or "after".`);
  };
  const path = text("path");
  if (path !== undefined && (path.length > 200 || !isRegExp(path))) {
    throw bad("A fault's `path` is a regular expression of up to 200 characters.");
  }
  const status = number("status", 599);
  if (status !== undefined && status < 200) throw bad("A fault's `status` is a number from 200 to 599.");
  const after = fault.after ?? false;
  if (typeof after !== "boolean") throw bad("A fault's `after` is true or false.");
  const [method, body, retryAfter] = [text("method")?.toUpperCase(), text("body"), number("retryAfter", 86_400)];
  const [cut, hang, delay = 0] = [when("cut"), when("hang"), number("delay", 600_000)];
  if (status === undefined && cut === undefined && hang === undefined && delay === 0) {
    throw bad("A fault needs a `status`, `cut`, `hang` or `delay`.");
  }
  return {
    ...{ skip: number("skip", 1e9) ?? 0, times: number("times", 1e9) ?? 1, delay, after },
    ...(method !== undefined && { method }),
    ...(path !== undefined && { path }),
    ...(status !== undefined && { status }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(body !== undefined && { body }),
    ...(cut !== undefined && { cut }),
    ...(hang !== undefined && { hang }),
  };
}

function isRegExp(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

const HANG_MS = 600_000;

/** Handles a request with a fault: `handle` is what would be done without. Where the connection breaks, it throws. */
export async function withFault(fault: Fault, handle: () => Promise<Response>): Promise<Response> {
  if (fault.delay > 0) await new Promise((resolve) => setTimeout(resolve, fault.delay));
  await broken(fault, "before");
  if (fault.status !== undefined && !fault.after) return answerOf(fault.status, fault);
  const response = await handle();
  await broken(fault, "after");
  return fault.status === undefined ? response : answerOf(fault.status, fault);
}

async function broken({ cut, hang }: Fault, when: When): Promise<void> {
  // A timer, because workerd ends a request that waits for nothing.
  if (hang === when) await new Promise((resolve) => setTimeout(resolve, HANG_MS));
  if (hang === when || cut === when) throw new Error("The sandbox was told to cut the connection.");
}

function answerOf(status: number, { retryAfter, body }: Fault): Response {
  const headers = new Headers(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) });
  if ([204, 205, 304].includes(status)) return new Response(null, { status, headers });
  if (body !== undefined) return new Response(body, { status, headers });
  return Response.json(
    { error: { code: "fault", message: `The sandbox was told to answer ${status}.` } },
    { status, headers },
  );
}
