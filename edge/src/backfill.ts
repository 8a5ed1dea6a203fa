import type { Range } from "./bulk/records.ts";
import type { Env } from "./env.ts";
import { HttpError } from "./http.ts";
import { timing } from "./timing.ts";

/** Userlike's limit for each of its endpoints. */
const RATE = { requests: 5000, seconds: 24 * 60 * 60 };
/** How many results a page has. */
const PAGE = 100;
/** The largest page that is read, in bytes. */
const MOST = 32 * 1024 * 1024;

/** Userlike can't be asked now, but later. */
export class NotNow extends Error {
  constructor(
    readonly until: number,
    readonly trouble: { code: string; message: string },
  ) {
    super(trouble.message);
    this.name = "NotNow";
  }
}

/** Userlike can't be asked like this. */
class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = "Refused";
  }
}

interface List {
  results: unknown[];
  next: string | null;
}

type Json = Record<string, unknown>;

interface Cursor {
  url: string;
  /**
   * When the last conversation so far was created; null once one was newer than the one before it. The order of the list
   * is not documented: where it goes from new to old, it need not be read further than the range.
   */
  falling: number | null;
}

/** Conversations from Userlike's JSON API, a page at a time. */
export class Backfill {
  readonly #env: Env;
  readonly #range: { from: number; to: number };
  readonly #base: string;

  constructor(env: Env, range: Range) {
    this.#env = env;
    this.#range = { from: Date.parse(range.from), to: Date.parse(range.to) };
    this.#base = apiUrl(env);
  }

  /** What is said about something that was thrown. */
  static failure(error: unknown): { code: string; message: string } {
    if (error instanceof Refused || error instanceof HttpError) return { code: error.code, message: error.message };
    return { code: "internal", message: "something failed in the worker that should not; its log says what" };
  }

  /**
   * Takes the conversations of one page that are in the range, and answers where the next page is; null after the last.
   *
   * @throws {NotNow} when it has to wait; what it took stays taken, and the same page can be asked for again
   */
  async page(
    cursor: string | null,
    { isKnown, take }: { isKnown: (conversation: number) => boolean; take: (payload: Uint8Array) => void },
  ): Promise<string | null> {
    const first: Cursor = { url: `${this.#base}conversations/all/?limit=${PAGE}`, falling: Number.MAX_SAFE_INTEGER };
    const { url, falling: before }: Cursor = cursor === null ? first : JSON.parse(cursor);
    const { results, next } = await this.#list("conversations/all", url);
    let falling = before;
    for (const result of results) {
      if (!isObject(result) || typeof result.id !== "number") continue;
      const created = Date.parse(String(result.created_at));
      falling = falling !== null && created <= falling ? created : null;
      if (!(created >= this.#range.from && created < this.#range.to) || isKnown(result.id)) continue;
      take(new TextEncoder().encode(JSON.stringify(await this.#whole(result, result.id))));
    }
    if (next === null || (falling !== null && falling < this.#range.from)) return null;
    return JSON.stringify({ url: next, falling } satisfies Cursor);
  }

  /** With its transcript: the list may lack it. */
  async #whole(conversation: Json, id: number): Promise<Json> {
    if (Array.isArray(conversation.transcript)) return conversation;
    const transcript: unknown[] = [];
    let url: string | null = `${this.#base}conversations/${id}/messages/?limit=${PAGE}`;
    while (url !== null) {
      const { results, next }: List = await this.#list("conversations/messages", url);
      transcript.push(...results);
      url = next;
    }
    const sentAt = (message: unknown) => (isObject(message) ? Date.parse(String(message.sent_at)) || 0 : 0);
    return { ...conversation, transcript: transcript.sort((a, b) => sentAt(a) - sentAt(b)) };
  }

  async #list(endpoint: string, url: string): Promise<List> {
    // The token goes to Userlike and to nobody else, whatever an answer calls the next page.
    if (!url.startsWith(this.#base)) {
      throw new Refused(
        "bad-next",
        "Userlike's answer names a next page that is not on its API; the backfill ends here",
      );
    }
    const limiter = this.#env.RATE_LIMIT.getByName(`${this.#base}${endpoint}`);
    const grant = await limiter.take({ rate: RATE, lane: "now", want: 1, spent: [], patience: 1000 });
    if (grant.lease === null) {
      const message = "Userlike takes no more than 5000 requests a day for this; the backfill goes on by itself";
      throw new NotNow(Date.now() + grant.wait, { code: "userlike-daily-limit", message });
    }
    let answer: Response;
    let body: string;
    try {
      answer = await fetch(url, {
        headers: { Authorization: this.#env.USERLIKE_TOKEN ?? "", Accept: "application/json" },
        redirect: "manual",
        signal: AbortSignal.timeout(timing(this.#env).answer),
      });
      body = await text(answer);
    } catch (error) {
      if (error instanceof Refused) throw error;
      const message = "Userlike could not be reached; the backfill tries again by itself";
      throw new NotNow(Date.now() + timing(this.#env).userlike, { code: "userlike-unreachable", message });
    } finally {
      await limiter.settle([{ lease: grant.lease, used: 1, unused: 0 }]);
    }
    return read(answer, body, timing(this.#env).userlike);
  }
}

function read({ status, headers }: Response, body: string, pause: number): List {
  if (status === 429 || status >= 500) {
    const seconds = Number(headers.get("retry-after"));
    const [code, what] =
      status === 429
        ? ["userlike-rate-limited", "Userlike takes no more requests for a while (429)"]
        : ["userlike-unavailable", `Userlike could not answer (${status})`];
    const wait = seconds > 0 ? seconds * 1000 : pause;
    throw new NotNow(Date.now() + wait, { code, message: `${what}; the backfill goes on by itself` });
  }
  if (status === 401 || status === 403) {
    const message = `Userlike does not accept the token (${status}): set it anew with \`wrangler secret put USERLIKE_TOKEN\``;
    throw new Refused("userlike-unauthorized", message);
  }
  const list = status === 200 ? parsed(body) : null;
  if (!isObject(list) || !Array.isArray(list.results)) {
    const message = `what answers is not Userlike's JSON API (${status}): look at the variable USERLIKE_API`;
    throw new Refused("not-userlike", message);
  }
  return { results: list.results, next: typeof list.next === "string" && list.next !== "" ? list.next : null };
}

async function text(answer: Response): Promise<string> {
  const decoder = new TextDecoder();
  let read = "";
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength;
    if (size > MOST) throw new Refused("too-large", `a page of Userlike's has more than ${MOST} bytes`);
    read += decoder.decode(chunk, { stream: true });
  }
  return read + decoder.decode();
}

/**
 * Where Userlike's JSON API is. Plain http is for a machine's own test server only.
 *
 * @throws {HttpError} 503 `bad-userlike-api`
 */
export function apiUrl(env: Env): string {
  const url = new URL(env.USERLIKE_API || "https://api.userlike.com/api/um/v3/");
  const isLocal = url.protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  if (url.protocol !== "https:" && !isLocal) {
    throw new HttpError(503, "bad-userlike-api", "the variable USERLIKE_API must begin with https://");
  }
  return `${url.origin}${url.pathname.replace(/\/*$/, "/")}`;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
