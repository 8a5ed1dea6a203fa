import type { ErrorCode, ErrorSummary } from "../../../contract/errors.ts";
import type { TimeRange } from "../../../contract/jobs.ts";
import type { Env } from "../platform/env.ts";
import { HttpError } from "../platform/http.ts";
import { DEFAULTS, timing } from "../platform/variables.ts";

/** Userlike's limit for each of its endpoints. */
const RATE = { requests: 5000, seconds: 24 * 60 * 60 };
/** Number of results on a page. */
const PAGE_SIZE = 100;
/** Size limit of a page, in bytes. */
const MAX_PAGE_BYTES = 32 * 1024 * 1024;
/** Longest wait for the rate limit within a request, in milliseconds. */
const MAX_WAIT = 1000;

/** Userlike is unavailable; the request can be repeated at `retryAt`. */
export class UserlikeUnavailable extends Error {
  constructor(
    readonly retryAt: number,
    readonly error: ErrorSummary,
  ) {
    super(error.message);
    this.name = "UserlikeUnavailable";
  }
}

/** Userlike's answer makes further requests pointless. */
class UserlikeError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message);
    this.name = "UserlikeError";
  }
}

type JsonObject = Record<string, unknown>;

interface ListPage {
  results: unknown[];
  next: string | null;
}

interface Cursor {
  url: string;
  /**
   * Creation time of the last conversation so far; null once one was newer than its predecessor. The order of the list is not
   * documented: when it is newest first, reading can stop before the range.
   */
  descendingSince: number | null;
}

/** Reads conversations of a time range from Userlike's JSON API, page by page. */
export class ConversationsApi {
  readonly #env: Env;
  readonly #range: { from: number; to: number };
  readonly #base: string;

  constructor(env: Env, range: TimeRange) {
    this.#env = env;
    this.#range = { from: Date.parse(range.from), to: Date.parse(range.to) };
    this.#base = apiUrl(env);
  }

  /** Describes an error that `readPage` threw. */
  static describe(error: unknown): ErrorSummary {
    if (error instanceof UserlikeError || error instanceof HttpError)
      return { code: error.code, message: error.message };
    return { code: "internal", message: "the worker failed unexpectedly; its log has the reason" };
  }

  /**
   * Passes the conversations of one page that are in the range to `add`, and returns the cursor of the next page; null after the last.
   *
   * @throws {UserlikeUnavailable} when it has to wait; conversations already passed stay, and the page can be read again
   */
  async readPage(
    cursor: string | null,
    { isKnown, add }: { isKnown: (conversation: number) => boolean; add: (payload: Uint8Array) => void },
  ): Promise<string | null> {
    const { url, descendingSince: previous }: Cursor =
      cursor === null
        ? { url: `${this.#base}conversations/all/?limit=${PAGE_SIZE}`, descendingSince: Number.MAX_SAFE_INTEGER }
        : JSON.parse(cursor);
    const { results, next } = await this.#list("conversations/all", url);
    let descendingSince = previous;
    for (const result of results) {
      if (!isObject(result) || typeof result.id !== "number") continue;
      const created = Date.parse(String(result.created_at));
      descendingSince = descendingSince !== null && created <= descendingSince ? created : null;
      if (!(created >= this.#range.from && created < this.#range.to) || isKnown(result.id)) continue;
      add(new TextEncoder().encode(JSON.stringify(await this.#withTranscript(result, result.id))));
    }
    if (next === null || (descendingSince !== null && descendingSince < this.#range.from)) return null;
    return JSON.stringify({ url: next, descendingSince } satisfies Cursor);
  }

  /** The list may omit the transcript. */
  async #withTranscript(conversation: JsonObject, id: number): Promise<JsonObject> {
    if (Array.isArray(conversation.transcript)) return conversation;
    const transcript: unknown[] = [];
    let url: string | null = `${this.#base}conversations/${id}/messages/?limit=${PAGE_SIZE}`;
    while (url !== null) {
      const { results, next }: ListPage = await this.#list("conversations/messages", url);
      transcript.push(...results);
      url = next;
    }
    const sentAt = (message: unknown) => (isObject(message) ? Date.parse(String(message.sent_at)) || 0 : 0);
    return { ...conversation, transcript: transcript.sort((a, b) => sentAt(a) - sentAt(b)) };
  }

  async #list(endpoint: string, url: string): Promise<ListPage> {
    // The token is sent to Userlike only, whatever address an answer gives for the next page.
    if (!url.startsWith(this.#base)) {
      throw new UserlikeError(
        "untrusted-next-page",
        "Userlike's answer names a next page outside its API; the backfill ends here",
      );
    }
    const { requestTimeout, userlikeRetry } = timing(this.#env);
    const limiter = this.#env.RATE_LIMIT.getByName(`${this.#base}${endpoint}`);
    const grant = await limiter.acquire({
      rate: RATE,
      priority: "interactive",
      slots: 1,
      usage: [],
      maxWait: MAX_WAIT,
    });
    if (grant.lease === null) {
      const message = "Userlike allows 5000 requests a day for this; the backfill continues by itself";
      throw new UserlikeUnavailable(Date.now() + grant.wait, { code: "userlike-daily-limit", message });
    }
    let response: Response;
    let body: string;
    try {
      response = await fetch(url, {
        headers: { Authorization: this.#env.USERLIKE_TOKEN ?? "", Accept: "application/json" },
        redirect: "manual",
        signal: AbortSignal.timeout(requestTimeout),
      });
      body = await readText(response);
    } catch (error) {
      if (error instanceof UserlikeError) throw error;
      const message = "Userlike could not be reached; the backfill tries again by itself";
      throw new UserlikeUnavailable(Date.now() + userlikeRetry, { code: "userlike-unreachable", message });
    } finally {
      await limiter.reportUsage([{ lease: grant.lease, used: 1, unused: 0 }]);
    }
    return readList(response, body, userlikeRetry);
  }
}

function readList({ status, headers }: Response, body: string, defaultWait: number): ListPage {
  if (status === 429 || status >= 500) {
    const seconds = Number(headers.get("retry-after"));
    const retryAt = Date.now() + (seconds > 0 ? seconds * 1000 : defaultWait);
    const error: ErrorSummary =
      status === 429
        ? { code: "userlike-rate-limited", message: "Userlike's rate limit is used up (429)" }
        : { code: "userlike-unavailable", message: `Userlike is unavailable (${status})` };
    throw new UserlikeUnavailable(retryAt, { ...error, message: `${error.message}; the backfill continues by itself` });
  }
  if (status === 401 || status === 403) {
    const message = `Userlike does not accept the token (${status}); set a valid one with \`wrangler secret put USERLIKE_TOKEN\``;
    throw new UserlikeError("userlike-unauthorized", message);
  }
  const list = status === 200 ? parseJson(body) : null;
  if (!isObject(list) || !Array.isArray(list.results)) {
    const message = `the answer did not come from Userlike's JSON API (${status}); check the variable USERLIKE_API`;
    throw new UserlikeError("not-userlike", message);
  }
  return { results: list.results, next: typeof list.next === "string" && list.next !== "" ? list.next : null };
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_PAGE_BYTES) {
      throw new UserlikeError("too-large", `a page of Userlike's API has more than ${MAX_PAGE_BYTES} bytes`);
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/**
 * Returns the base URL of Userlike's JSON API. Plain http is for a test server on the same machine only.
 *
 * @throws {HttpError} 503 `bad-userlike-api`
 */
export function apiUrl(env: Env): string {
  const url = new URL(env.USERLIKE_API || DEFAULTS.USERLIKE_API);
  const isLocal = url.protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  if (url.protocol !== "https:" && !isLocal) {
    throw new HttpError(503, "bad-userlike-api", "the variable USERLIKE_API must begin with https://");
  }
  return `${url.origin}${url.pathname.replace(/\/*$/, "/")}`;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
