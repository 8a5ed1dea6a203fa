// A fault: which requests it hits, and what goes wrong with them.

import { ApiError } from "./api-error.ts";
import type { Json } from "./json.ts";

/** Before the request is handled, or after it was handled and before its response is sent. */
export type FaultTime = "before" | "after";

export interface Fault {
  // Which requests
  /** HTTP method. Default: any. */
  readonly method?: string;
  /** Regular expression on the path below the application, with the query decoded. Default: any path. */
  readonly path?: string;
  /** Number of matching requests that are skipped first. Default: 0. */
  readonly skip: number;
  /** Number of matching requests that are hit after the skipped ones. Default: 1. */
  readonly times: number;

  // Time and connection
  /** Milliseconds to wait before everything else. Default: 0. */
  readonly delay: number;
  /** Breaks the connection. */
  readonly cut?: FaultTime;
  /** Sends no response. */
  readonly hang?: FaultTime;
  /** Handles the request this many milliseconds after its connection broke: combined with `cut: "before"`. */
  readonly late?: number;

  // Response
  /** Responds with this status instead of handling the request; with `after`, after handling it. */
  readonly status?: number;
  readonly after: boolean;
  readonly retryAfter?: number;
  /** Replaces the body of the response. */
  readonly body?: string;
  readonly contentType?: string;
  /** Replaces values of the response's JSON by name, at any depth, as in `{ "_id": null }`. */
  readonly replace?: Readonly<Record<string, unknown>>;

  // Search: only requests for lists of objects and queries
  /** Ignores all filters. */
  readonly ignoreFilters?: boolean;
  /** Returns this many objects at most, whatever the limit is. */
  readonly maxResults?: number;
  /** Does not find objects that were created in the last so many milliseconds, as a search index that lags behind. */
  readonly indexLag?: number;
  /** Form of `belongsto` relations in the results of a query: objects, or their descriptive texts. Default: ids. */
  readonly relations?: "objects" | "texts";
}

const bad = (message: string): ApiError => new ApiError(400, "bad-fault", message);

type Parser = (value: unknown, key: string) => unknown;

const text: Parser = (value, key) => {
  if (typeof value === "string") return value;
  throw bad(`A fault's \`${key}\` is a text.`);
};
const yesno: Parser = (value, key) => {
  if (typeof value === "boolean") return value;
  throw bad(`A fault's \`${key}\` is true or false.`);
};
const integer =
  (max: number, min = 0): Parser =>
  (value, key) => {
    if (Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max) return value;
    throw bad(`A fault's \`${key}\` is a whole number from ${min} to ${max}.`);
  };
const oneOf =
  (...values: string[]): Parser =>
  (value, key) => {
    if (values.includes(String(value))) return value;
    throw bad(`A fault's \`${key}\` is "${values.join('" or "')}".`);
  };
const regularExpression: Parser = (value) => {
  try {
    if (typeof value === "string" && value.length <= 200) return new RegExp(value).source && value;
  } catch {
    // Reported below.
  }
  throw bad("A fault's `path` is a regular expression of up to 200 characters.");
};
const object: Parser = (value, key) => {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw bad(`A fault's \`${key}\` is a JSON object.`);
};

const TEN_MINUTES = 600_000;

const PARSERS: Record<keyof Fault, Parser> = {
  method: (value, key) => (text(value, key) as string).toUpperCase(),
  path: regularExpression,
  skip: integer(1e9),
  times: integer(1e9),
  delay: integer(TEN_MINUTES),
  status: integer(599, 200),
  after: yesno,
  retryAfter: integer(86_400),
  body: text,
  contentType: text,
  replace: object,
  cut: oneOf("before", "after"),
  hang: oneOf("before", "after"),
  late: integer(TEN_MINUTES),
  ignoreFilters: yesno,
  maxResults: integer(1e9),
  indexLag: integer(TEN_MINUTES),
  relations: oneOf("objects", "texts"),
};

const EFFECTS = [
  ...(["status", "body", "replace", "cut", "hang", "delay"] as const),
  ...(["ignoreFilters", "maxResults", "indexLag", "relations"] as const),
];

/** @throws {ApiError} 400 */
export function parseFault(item: unknown): Fault {
  if (typeof item !== "object" || item === null || Array.isArray(item)) throw bad("A fault is a JSON object.");
  const parsed: Json = { skip: 0, times: 1, delay: 0, after: false };
  for (const [key, value] of Object.entries(item)) {
    const parse = Object.hasOwn(PARSERS, key) ? PARSERS[key as keyof Fault] : undefined;
    if (!parse) throw bad(`A fault has no key "${key.slice(0, 64)}"; it has ${Object.keys(PARSERS).join(", ")}.`);
    parsed[key] = parse(value, key);
  }
  const fault = parsed as unknown as Fault;
  if (!EFFECTS.some((key) => fault[key] !== undefined && fault[key] !== 0 && fault[key] !== false)) {
    throw bad(`A fault needs one of ${EFFECTS.map((key) => `\`${key}\``).join(", ")}.`);
  }
  if (fault.late !== undefined && fault.cut !== "before") throw bad('A fault with `late` needs `cut: "before"`.');
  return fault;
}
