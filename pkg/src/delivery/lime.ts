// One Lime CRM: where it is, how it is asked, what it answers.

import { DeliveryError } from "../errors.js";
import type { HttpMethod } from "../generated/types.js";
import { linkToLimeobject } from "./link.js";

/** A Lime CRM and the key to it. */
export interface LimeCrm {
  /** `https://<server>/<application>` */
  url: string;
  /** The API key. It is sent to this URL and nowhere else, and stands in no error and no state. */
  apiKey: string;
  /** What sends requests; the runtime's own `fetch` when nothing is said. */
  fetch?: typeof fetch | undefined;
  /** Ends it. */
  signal?: AbortSignal | undefined;
  /** How long one request may take, in milliseconds; 30000 when nothing is said. */
  timeout?: number | undefined;
}

/** What goes with a request. */
export interface Content {
  headers: Record<string, string>;
  body: NonNullable<RequestInit["body"]>;
}

/** An answer, read to its end. */
export interface LimeAnswer {
  status: number;
  /** `retry-after`, in seconds. */
  retryAfter: number | undefined;
  body: Uint8Array;
}

/** More than this of an answer is not read. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/**
 * The URL without a slash at its end.
 *
 * @throws {DeliveryError} `bad-url`, `bad-key`
 */
export function checked({ url, apiKey }: LimeCrm): string {
  const base = typeof url === "string" ? url.trim().replace(/\/+$/, "") : "";
  if (linkToLimeobject(base, "any", 1) === undefined) {
    const message = `${JSON.stringify(String(url))} is not the URL of a Lime CRM; it looks like https://<server>/<application>`;
    throw new DeliveryError("bad-url", message);
  }
  if (typeof apiKey !== "string" || !/^[\x21-\x7e]+$/.test(apiKey)) {
    const message =
      "the API key is empty, or has characters that no key has; copy it again, without spaces and line breaks";
    throw new DeliveryError("bad-key", message);
  }
  return base;
}

/** Sends one request. Redirects are not followed: a key must not be carried elsewhere. */
export async function ask(lime: LimeCrm, method: HttpMethod, path: string, content?: Content): Promise<LimeAnswer> {
  const send = lime.fetch ?? fetch;
  const ending = new AbortController();
  // Not AbortSignal.timeout, whose timer would keep the process, or a worker's object, alive after the answer.
  const timer = setTimeout(() => ending.abort(new DOMException("no answer in time", "TimeoutError")), timeoutOf(lime));
  try {
    const response = await send(`${checked(lime)}/${path}`, {
      method,
      headers: { accept: "application/hal+json", "x-api-key": lime.apiKey, ...content?.headers },
      redirect: "manual",
      signal: lime.signal === undefined ? ending.signal : AbortSignal.any([lime.signal, ending.signal]),
      ...(content === undefined ? {} : { body: content.body }),
      ...(content?.body instanceof ReadableStream ? { duplex: "half" } : {}),
    });
    // A browser hides what a redirect would have been.
    const status = response.type === "opaqueredirect" ? 302 : response.status;
    return { status, retryAfter: retryAfter(response), body: await read(response) };
  } finally {
    clearTimeout(timer);
  }
}

const timeoutOf = ({ timeout }: LimeCrm): number => timeout ?? 30_000;

/** In seconds; a date is counted from now. */
function retryAfter(response: Response): number | undefined {
  const said = response.headers.get("retry-after")?.trim();
  if (said === undefined || said === "") return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(said) ? Number(said) : (Date.parse(said) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

async function read(response: Response): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength;
    if (size > MAX_ANSWER_BYTES) {
      await reader.cancel();
      throw new Error(`the answer is larger than ${MAX_ANSWER_BYTES} bytes`);
    }
    chunks.push(part.value);
  }
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.byteLength;
  }
  return body;
}
