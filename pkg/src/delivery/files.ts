// Media files: streamed from Userlike's storage to Lime CRM. The crate decides which addresses are fetched, and what is a file.

import type { FileRequest, FileUpload } from "../generated/types.js";
import { checkOption, hostsOption, integerOption, isFunction, timeoutOption } from "../options.js";
import { joinChunks } from "./join-chunks.js";
import { type LimeCrm, type LimeResponse, type RequestContent, sendRequest } from "./lime-crm.js";

/**
 * Fetches a file from an address that was checked, without following redirects: the address of a redirect is checked, too. A
 * {@link FileUnavailableError} means that the file cannot be fetched.
 */
export type FetchFile = (url: string, signal: AbortSignal | undefined) => Promise<Response>;

/** Which files are fetched, and how. Their links come from the payload, which anonymous visitors write. */
export interface FileOptions {
  /**
   * Hosts that files may be fetched from, also after redirects: names; `*.` stands for any subdomain, and `*` for any host with
   * a name. Default: the hosts of Userlike; with `fetchFile`, any host.
   */
  mediaHosts?: readonly string[] | undefined;
  /** Size limit of a file in bytes. Default: 20971520 (20 MiB). */
  maxFileBytes?: number | undefined;
  /** Time limit for fetching a file, in milliseconds. Default: 30000. */
  fileTimeout?: number | undefined;
  /** Fetches files instead of `fetch`. */
  fetchFile?: FetchFile | undefined;
}

export const FILE_OPTIONS = ["mediaHosts", "maxFileBytes", "fileTimeout", "fetchFile"] as const;

/** A file cannot be fetched. A {@link FetchFile} throws it where a status would not say why. */
export class FileUnavailableError extends Error {
  constructor(
    message: string,
    /** True when another attempt can succeed. */
    readonly temporary: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Why a file could not be fetched. */
export type FileFailure = "no-response" | "broken-off" | "too-slow" | "too-large" | FileUnavailableError;

/** Number of bytes by which the crate tells kinds of files apart. */
const START_BYTES = 1024;

/** Returns the crate's options for files. */
export function fileOptions({ mediaHosts, maxFileBytes, fileTimeout, fetchFile }: FileOptions): object {
  checkOption("fetchFile", fetchFile, "a function", isFunction);
  timeoutOption("fileTimeout", fileTimeout);
  return {
    mediaHosts: hostsOption(mediaHosts) ?? (fetchFile === undefined ? undefined : ["*"]),
    maxFileBytes: integerOption("maxFileBytes", maxFileBytes),
    fileTimeout: integerOption("fileTimeout", fileTimeout),
  };
}

/** A file on its way, within the limits of its request. */
export class MediaFile {
  /** Why it cannot be fetched; set once. */
  failure: FileFailure | undefined;
  #response: Response | undefined;
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #start = new Uint8Array();
  #size = 0;
  readonly #maxBytes: number;
  /** What is left of the time limit: only the time counts in which the host is waited for. */
  #timeLeft: number;
  #isWaiting = false;
  readonly #abort = new AbortController();

  private constructor({ maxBytes, timeout }: FileRequest) {
    this.#maxBytes = maxBytes;
    this.#timeLeft = timeout;
  }

  /** Asks for a file and reads its first bytes. */
  static async open(
    request: FileRequest,
    fetchFile: FetchFile = fetchOnce,
    signal: AbortSignal | undefined = undefined,
  ): Promise<MediaFile> {
    const file = new MediaFile(request);
    const signals = signal === undefined ? file.#abort.signal : AbortSignal.any([signal, file.#abort.signal]);
    try {
      const response = await file.#wait(fetchFile(request.url, signals), "no-response");
      file.#response = response;
      if (response.ok) await file.#readStart(response);
      else await response.body?.cancel();
    } catch (error) {
      file.failure ??= error instanceof FileUnavailableError ? error : "no-response";
    }
    if (file.failure !== undefined) file.close();
    return file;
  }

  /** The host's response and the first bytes of its body. */
  get response(): { response: Response; start: Uint8Array } | undefined {
    return this.#response && { response: this.#response, start: this.#start };
  }

  /** The content, which can be read once. */
  content(): ReadableStream<Uint8Array> {
    let start: Uint8Array | undefined = this.#start;
    return new ReadableStream({
      pull: async (controller) => {
        const chunk = start ?? (await this.#read());
        start = undefined;
        if (chunk === undefined) controller.close();
        else controller.enqueue(chunk);
      },
      cancel: () => this.close(),
    });
  }

  /** The request to Lime CRM that carries the content timed out: the host is the cause while it is waited for. */
  uploadTimedOut(): void {
    if (this.#isWaiting) this.failure ??= "too-slow";
  }

  /** Ends the transfer. */
  close(): void {
    this.#reader?.cancel().catch(() => {});
    this.#abort.abort();
  }

  async #readStart({ body }: Response): Promise<void> {
    this.#reader = body?.getReader();
    const chunks: Uint8Array[] = [];
    while (this.#size < START_BYTES) {
      const chunk = await this.#read();
      if (chunk === undefined) break;
      chunks.push(chunk);
    }
    this.#start = joinChunks(chunks, this.#size);
  }

  async #read(): Promise<Uint8Array | undefined> {
    const chunk = this.#reader && (await this.#wait(this.#reader.read(), "broken-off"));
    this.#size += chunk?.value?.byteLength ?? 0;
    if (this.#size > this.#maxBytes) throw this.#fail("too-large");
    return chunk?.value;
  }

  /** Waits for the host within what is left of the time limit. */
  async #wait<T>(pending: Promise<T>, failure: FileFailure): Promise<T> {
    const began = Date.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tooSlow = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(this.#fail("too-slow")), Math.max(0, this.#timeLeft));
    });
    this.#isWaiting = true;
    try {
      return await Promise.race([pending, tooSlow]);
    } catch (error) {
      throw error instanceof FileUnavailableError ? error : this.#fail(failure, error);
    } finally {
      clearTimeout(timer);
      this.#isWaiting = false;
      this.#timeLeft -= Date.now() - began;
    }
  }

  #fail(failure: FileFailure, cause?: unknown): Error {
    this.failure ??= failure;
    this.close();
    return new Error(`the file could not be fetched: ${String(this.failure)}`, { cause });
  }
}

/** Uploads a file to Lime CRM. When its host fails meanwhile, `file.failure` says so, whatever comes of the request. */
export async function uploadFile(
  lime: LimeCrm,
  path: string,
  { disposition, contentType }: FileUpload,
  file: MediaFile,
): Promise<LimeResponse> {
  try {
    const content: RequestContent = {
      headers: { "content-type": contentType, "content-disposition": disposition },
      // Browsers do not stream request bodies over HTTP/1.
      body: typeof document === "undefined" ? file.content() : await new Response(file.content()).blob(),
    };
    return await sendRequest(lime, "POST", path, content);
  } catch (error) {
    if ((error as { name?: unknown } | undefined)?.name === "TimeoutError") file.uploadTimedOut();
    throw error;
  } finally {
    file.close();
  }
}

/** Browsers hide where a redirect leads: they follow it by themselves, and the crate checks where they arrived. */
async function fetchOnce(url: string, signal: AbortSignal | undefined): Promise<Response> {
  const init = signal === undefined ? {} : { signal };
  const response = await fetch(url, { ...init, redirect: "manual" });
  return response.type === "opaqueredirect" ? fetch(url, init) : response;
}
