// The loop around the crate's deliveries: it sends requests and waits. The crate decides what is next.

import { DeliveryError } from "../errors.js";
import type { Action, DeliveryFailure, TaskName } from "../generated/types.js";
import { mapWasmError } from "../module/errors.js";

import { type FileOptions, FileUnavailableError, MediaFile, uploadFile } from "./files.js";
import { type LimeCrm, type LimeResponse, ResponseTooLargeError, sendRequest } from "./lime-crm.js";

/** Progress of a delivery. */
export interface Progress {
  /** Current task. */
  task: TaskName;
  /**
   * `sending`: the request is sent when `onProgress` returns. `answered`: the response arrived, or failed to arrive.
   * `waiting`: the delivery waits before the next request.
   */
  phase: "sending" | "answered" | "waiting";
  /** True when the request changes something in Lime CRM. */
  writes: boolean;
  /** Duration of the wait in milliseconds, and its reason; only while `waiting`. */
  wait?: { milliseconds: number; reason: string };
}

/** An action of a delivery that ends with a `T`. */
type ActionOf<T> = Exclude<Action, { do: "done" }> | { do: "done"; result: T };

/** A delivery of the WebAssembly module that ends with a `T`. */
export interface DeliveryMachine<T> extends Partial<FileMachine> {
  mask(apiKey: string): void;
  poll(): ActionOf<T>;
  response(status: number, retryAfter: number | undefined, body: Uint8Array, jitter: number): void;
  networkError(why: string, sent: boolean, jitter: number): void;
  waitElapsed(): void;
  free(): void;
}

/** A delivery that imports files. */
interface FileMachine {
  fileResponse(
    status: number,
    url: string | null,
    location: string | null,
    contentType: string | null,
    contentDisposition: string | null,
    contentLength: number | undefined,
    start: Uint8Array,
    jitter: number,
  ): void;
  fileFailed(failure: string, why: string, temporary: boolean, jitter: number): void;
}

/** A delivery with a saved state. */
export interface ResumableDelivery<T> extends DeliveryMachine<T> {
  state(): string;
  url(): string;
  retry(): void;
}

/** How the loop reports. */
export interface Reporting {
  onProgress(progress: Progress): void | Promise<void>;
  /** Returns the saved state for errors; undefined for a delivery without one. */
  state(): string | undefined;
  /** A longer wait, in milliseconds, ends the delivery. Default: none. */
  longestWait?: number | undefined;
}

/**
 * Runs a delivery to its end, and frees it.
 *
 * @throws {DeliveryError}
 */
export async function runDelivery<T>(
  delivery: DeliveryMachine<T>,
  options: LimeCrm & FileOptions,
  { onProgress, state, longestWait = Number.POSITIVE_INFINITY }: Reporting,
): Promise<T> {
  /** The file that was fetched last, until it is uploaded. */
  let file: MediaFile | undefined;
  try {
    delivery.mask(options.apiKey);
    for (;;) {
      const action = delivery.poll();
      switch (action.do) {
        case "done":
          return action.result;
        case "failed":
          throw failureError(action.failure, state());
        case "wait": {
          const { task, milliseconds, reason } = action;
          await onProgress({ task, phase: "waiting", writes: false, wait: { milliseconds, reason } });
          if (milliseconds > longestWait) {
            // Whoever resumes the delivery has waited.
            delivery.waitElapsed();
            throw new DeliveryError("waiting", reason, { task, resumable: true, wait: milliseconds, state: state() });
          }
          await sleep(milliseconds, options.signal);
          delivery.waitElapsed();
          break;
        }
        case "fetch": {
          const { task } = action;
          await onProgress({ task, phase: "sending", writes: false });
          file?.close();
          file = await MediaFile.open(action.file, options.fetchFile, options.signal);
          if (options.signal?.aborted) throw abortError(options.signal, state());
          feedFile(delivery, file);
          await onProgress({ task, phase: "answered", writes: false });
          break;
        }
        case "send": {
          const { task, writes } = action;
          await onProgress({ task, phase: "sending", writes });
          await send(delivery, action, file, options, state);
          await onProgress({ task, phase: "answered", writes });
          break;
        }
      }
      if (options.signal?.aborted) throw abortError(options.signal, state());
    }
  } finally {
    file?.close();
    delivery.free();
  }
}

/**
 * Resumes a delivery from its saved state, with new attempts.
 *
 * @throws {DeliveryError} `bad-state` when it is not a state, or the delivery was started with another Lime CRM than `url`
 */
export function resumeDelivery<T, D extends ResumableDelivery<T>>(resume: () => D, url: string): D {
  const delivery = mapWasmError(resume);
  if (delivery.url() !== url) {
    delivery.free();
    throw new DeliveryError("bad-state", "the delivery was started with another Lime CRM; start a new one");
  }
  delivery.retry();
  return delivery;
}

async function send(
  delivery: DeliveryMachine<unknown>,
  { request }: Extract<Action, { do: "send" }>,
  file: MediaFile | undefined,
  options: LimeCrm & FileOptions,
  state: () => string | undefined,
): Promise<void> {
  let response: LimeResponse | undefined;
  let error: unknown;
  try {
    const { method, path, body } = request;
    if (body === undefined) response = await sendRequest(options, method, path);
    else if ("file" in body) {
      if (file === undefined) throw new Error("no file was fetched");
      response = await uploadFile(options, path, body.file, file);
    } else {
      const [type, text] = "json" in body ? ["application/json", body.json] : [body.text.contentType, body.text.text];
      response = await sendRequest(options, method, path, { headers: { "content-type": type }, body: text });
    }
  } catch (thrown) {
    error = thrown;
    // The outcome of an aborted request is unknown; the state says so.
    if (options.signal?.aborted) throw abortError(options.signal, state());
  }
  const isUpload = request.body !== undefined && "file" in request.body;
  // A request whose content broke off has failed, whatever came of it.
  if (isUpload && file?.failure !== undefined) feedFile(delivery, file);
  else if (response === undefined) delivery.networkError(networkErrorMessage(error), !isUnsent(error), Math.random());
  else delivery.response(response.status, response.retryAfter, response.body, Math.random());
}

/** Feeds the response of a file's host, or why there is none. */
function feedFile(delivery: Partial<FileMachine>, { failure, response: opened }: MediaFile): void {
  const jitter = Math.random();
  if (failure instanceof FileUnavailableError) {
    delivery.fileFailed?.("other", failure.message, failure.temporary, jitter);
  } else if (failure !== undefined || opened === undefined) {
    delivery.fileFailed?.(failure ?? "no-response", "", true, jitter);
  } else {
    const { response, start } = opened;
    const header = (name: string) => response.headers.get(name);
    const url = response.redirected ? response.url : null;
    const length = Number(header("content-length") ?? Number.NaN);
    delivery.fileResponse?.(
      response.status,
      url,
      header("location"),
      header("content-type"),
      header("content-disposition"),
      Number.isFinite(length) ? length : undefined,
      start,
      jitter,
    );
  }
}

/** System calls, and codes of undici, after which a request has not left. */
const UNSENT = ["connect", "getaddrinfo", "UND_ERR_CONNECT_TIMEOUT"];

/** Whether a request certainly did not leave: the connection was refused, or the server has no address. Only Node says so. */
function isUnsent(error: unknown): boolean {
  // Not `instanceof`: the error may be of another realm.
  const cause = (error as { cause?: unknown } | undefined)?.cause;
  const { errors } = (cause ?? {}) as { errors?: unknown };
  const causes: unknown[] = Array.isArray(errors) ? errors : [cause];
  return (
    causes.length > 0 &&
    causes.every((one) => {
      const { syscall, code } = (one ?? {}) as { syscall?: unknown; code?: unknown };
      return UNSENT.includes(String(syscall)) || UNSENT.includes(String(code));
    })
  );
}

function networkErrorMessage(error: unknown): string {
  if (error instanceof ResponseTooLargeError) return error.message;
  return (error as { name?: unknown } | undefined)?.name === "TimeoutError"
    ? "Lime CRM did not respond in time"
    : "The connection to Lime CRM failed";
}

function failureError(failure: DeliveryFailure, state: string | undefined): DeliveryError {
  const { code, message, status, task, findings, resumable } = failure;
  return new DeliveryError(code, message, { status, task, findings, resumable, state });
}

function abortError(signal: AbortSignal, state: string | undefined): DeliveryError {
  const details = { state, resumable: true };
  return new DeliveryError("aborted", "the delivery was aborted by the caller", details, { cause: signal.reason });
}

function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener("abort", end);
  });
}
