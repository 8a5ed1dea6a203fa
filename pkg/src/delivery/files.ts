// The files of a conversation: fetched where Userlike keeps them, passed on to Lime CRM without being held in memory.

import type { FileUpload } from "../generated/types.js";
import { ask, type Content, type LimeAnswer, type LimeCrm } from "./lime.js";

/**
 * Fetches a file. Redirects are for it to follow or not; a status beyond 299 means that there is none, and so does a
 * {@link NoFile} that it throws.
 */
export type FetchFile = (url: string, signal: AbortSignal | undefined) => Promise<Response>;

/** Which files are taken from a conversation. Their links were written by whoever wrote the payload. */
export interface FileOptions {
  /** Hosts that files may be fetched from, `*.` for any name below; Userlike's own when nothing is said. */
  mediaHosts?: readonly string[] | undefined;
  /** The largest file, in bytes; 20 MiB when nothing is said. */
  maxFileBytes?: number | undefined;
  /** What fetches files, and looks at their hosts, instead. */
  fetchFile?: FetchFile | undefined;
}

/** Why a file could not be had: what a {@link FetchFile} throws where a status would not say it. */
export class NoFile extends Error {
  constructor(
    message: string,
    /** Whether trying again can help. */
    readonly temporary: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const USERLIKE_HOSTS = [
  "userlike.com",
  "*.userlike.com",
  "userlikecdn.com",
  "*.userlikecdn.com",
  "lime-connect.com",
  "*.lime-connect.com",
];
const MAX_FILE_BYTES = 20 * 1024 * 1024;

/**
 * Fetches the file and uploads it.
 *
 * @throws {NoFile} when there is no file to upload; anything else is Lime CRM's
 */
export async function upload(lime: LimeCrm, path: string, file: FileUpload, options: FileOptions): Promise<LimeAnswer> {
  const limit = options.maxFileBytes ?? MAX_FILE_BYTES;
  const response = await fetched(file.url, options, lime.signal);
  const announced = Number(response.headers.get("content-length") ?? 0);
  const tooLarge = new NoFile(`it is larger than ${limit} bytes`, false);
  if (announced > limit) {
    await response.body?.cancel();
    throw tooLarge;
  }
  let refused: NoFile | undefined;
  const counted = (response.body ?? new Blob().stream()).pipeThrough(
    counter(limit, () => {
      refused = tooLarge;
      return tooLarge;
    }),
  );
  try {
    const content: Content = {
      headers: {
        "content-type": response.headers.get("content-type") ?? "application/octet-stream",
        "content-disposition": file.disposition,
      },
      // Browsers send no stream to a server of HTTP/1.
      body: typeof document === "undefined" ? counted : await new Response(counted).blob(),
    };
    return await ask(lime, "POST", path, content);
  } catch (error) {
    throw refused ?? error;
  }
}

async function fetched(url: string, options: FileOptions, signal: AbortSignal | undefined): Promise<Response> {
  let response: Response;
  try {
    response = await (options.fetchFile ?? fetchAllowed(options.mediaHosts ?? USERLIKE_HOSTS))(url, signal);
  } catch (error) {
    if (error instanceof NoFile) throw error;
    throw new NoFile(`its host did not answer (${error instanceof Error ? error.message : "no reason"})`, true, {
      cause: error,
    });
  }
  if (response.ok) return response;
  await response.body?.cancel();
  const temporary = response.status === 429 || response.status >= 500;
  throw new NoFile(`its host answered ${response.status}`, temporary);
}

function fetchAllowed(hosts: readonly string[]): FetchFile {
  return (url, signal) => {
    const { protocol, hostname } = new URL(url);
    const allowed = hosts.some(
      (host) => host === hostname || (host.startsWith("*.") && hostname.endsWith(host.slice(1))),
    );
    if (protocol !== "https:" || !allowed) {
      throw new NoFile(`${hostname} is not one of the hosts that files are fetched from (mediaHosts)`, false);
    }
    return fetch(url, { redirect: "manual", ...(signal === undefined ? {} : { signal }) });
  };
}

/** Passes bytes on and breaks off when they become too many. */
function counter(limit: number, tooMany: () => Error): TransformStream<Uint8Array, Uint8Array> {
  let size = 0;
  return new TransformStream({
    transform(chunk, controller) {
      size += chunk.byteLength;
      if (size > limit) controller.error(tooMany());
      else controller.enqueue(chunk);
    },
  });
}
