// Requests to one Lime CRM.

import { errorMessage } from "../../wasm/delivery.js";
import { DeliveryError } from "../errors.js";
import type { HttpMethod } from "../generated/types.js";
import { checkOption, isFunction, isObject, timeoutOption } from "../options.js";
import { joinChunks } from "./join-chunks.js";
import { limeUrlProblem } from "./lime-url.js";

/** URL of a Lime CRM, its API key, and how requests are sent. */
export interface LimeCrm {
  /** `https://<server>/<application>` */
  url: string;
  /** API key. It is sent to this URL only, and is part of no error and no state. */
  apiKey: string;
  /** Sends the requests. Default: the `fetch` of the runtime. */
  fetch?: typeof fetch | undefined;
  /** Aborts the delivery. */
  signal?: AbortSignal | undefined;
  /** Timeout of one request in milliseconds. Default: 30000. */
  timeout?: number | undefined;
}

export const LIME_OPTIONS = ["url", "apiKey", "fetch", "signal", "timeout"] as const;

/** Headers and body of a request. */
export interface RequestContent {
  headers: Record<string, string>;
  body: NonNullable<RequestInit["body"]>;
}

/** A response with its whole body. */
export interface LimeResponse {
  status: number;
  /** Header `retry-after`, in seconds. */
  retryAfter: number | undefined;
  body: Uint8Array;
}

/** Size limit of a response. */
const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;
/** More of an error is not read. */
const MAX_ERROR_BYTES = 1024 * 1024;
const DEFAULT_TIMEOUT = 30_000;

/**
 * Checks URL and API key, and returns the URL without a slash at its end.
 *
 * @throws {DeliveryError} `bad-url`, `bad-key`
 */
export function checkedUrl({ url, apiKey }: LimeCrm): string {
  const base = typeof url === "string" ? url.trim().replace(/\/+$/, "") : "";
  const problem = limeUrlProblem(base);
  if (problem !== undefined) {
    // A user name and a password are not repeated.
    const shown =
      typeof url === "string" ? JSON.stringify(url.replace(/\/\/[^/]*@/, "//***@")) : `a value of type ${typeof url}`;
    throw new DeliveryError("bad-url", `${shown} is not the URL of a Lime CRM: ${problem}`);
  }
  if (typeof apiKey !== "string" || !/^[\x21-\x7e]+$/.test(apiKey)) {
    const message =
      "the API key is empty or contains characters that API keys do not have; copy it again, without spaces and line breaks";
    throw new DeliveryError("bad-key", message);
  }
  return base;
}

/** Not `instanceof`: a signal may come from another frame. */
const isAbortSignal = (value: unknown): boolean => isObject(value) && "aborted" in value && "addEventListener" in value;

/**
 * Checks the options of every request to Lime CRM, and returns the URL without a slash at its end.
 *
 * @throws {LimeobjectError} `option`
 * @throws {DeliveryError} `bad-url`, `bad-key`
 */
export function checkedLime(lime: LimeCrm): string {
  timeoutOption("timeout", lime.timeout);
  checkOption("fetch", lime.fetch, "a function", isFunction);
  checkOption("signal", lime.signal, "an AbortSignal", isAbortSignal);
  return checkedUrl(lime);
}

/** Sends one request. Redirects are not followed, because they could send the API key to another server. */
export async function sendRequest(
  lime: LimeCrm,
  method: HttpMethod,
  path: string,
  content?: RequestContent,
): Promise<LimeResponse> {
  const send = lime.fetch ?? fetch;
  const timeout = new AbortController();
  // Not AbortSignal.timeout: its timer would keep the process, or a Durable Object, alive after the response.
  const timer = setTimeout(
    () => timeout.abort(new DOMException("the request timed out", "TimeoutError")),
    lime.timeout ?? DEFAULT_TIMEOUT,
  );
  try {
    const response = await send(`${checkedUrl(lime)}/${path}`, {
      method,
      headers: { accept: "application/hal+json", "x-api-key": lime.apiKey, ...content?.headers },
      redirect: "manual",
      signal: lime.signal === undefined ? timeout.signal : AbortSignal.any([lime.signal, timeout.signal]),
      ...(content === undefined ? {} : { body: content.body }),
      ...(content?.body instanceof ReadableStream ? { duplex: "half" } : {}),
    });
    // Browsers hide the status of a redirect.
    const status = response.type === "opaqueredirect" ? 302 : response.status;
    const body = inUtf8(await readBody(response), response.headers.get("content-type"));
    return { status, retryAfter: retryAfter(response), body };
  } finally {
    clearTimeout(timer);
  }
}

/** Returns `retry-after` in seconds, from now where it is a date. */
function retryAfter(response: Response): number | undefined {
  const value = response.headers.get("retry-after")?.trim();
  if (value === undefined || value === "") return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

/** A response is larger than any of Lime CRM's. */
export class ResponseTooLargeError extends Error {
  constructor() {
    super(`The response of Lime CRM is larger than ${MAX_RESPONSE_BYTES} bytes`);
  }
}

/** Returns the message of an error response in one line, without the API key; undefined when it has no words. */
export function messageIn({ status, body }: LimeResponse, { apiKey }: LimeCrm): string | undefined {
  return errorMessage(status, body, apiKey);
}

/** Decodes a body whose encoding is declared and is not UTF-8. */
function inUtf8(body: Uint8Array, contentType: string | null): Uint8Array {
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? "")?.[1];
  if (charset === undefined || /^utf-?8$/i.test(charset)) return body;
  try {
    return new TextEncoder().encode(new TextDecoder(charset).decode(body));
  } catch {
    // The runtime does not know it; the reader of the message makes the best of the bytes.
    return body;
  }
}

/** Reads the body. Of an error, only the beginning is read where it is very large. */
async function readBody(response: Response): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body.getReader();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    size += chunk.value.byteLength;
    chunks.push(chunk.value);
    if (size > (response.ok ? MAX_RESPONSE_BYTES : MAX_ERROR_BYTES)) {
      await reader.cancel();
      if (response.ok) throw new ResponseTooLargeError();
      break;
    }
  }
  return joinChunks(chunks, size);
}
