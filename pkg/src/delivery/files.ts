// Media files: streamed from Userlike's storage to Lime CRM.

import type { FileUpload } from "../generated/types.js";
import { type LimeCrm, type LimeResponse, type RequestContent, sendRequest } from "./lime-crm.js";

/**
 * Fetches a file. It decides whether redirects are followed. A status of 300 or more, or a {@link FileUnavailableError},
 * means that the file cannot be fetched.
 */
export type FetchFile = (url: string, signal: AbortSignal | undefined) => Promise<Response>;

/** Which files are fetched. Their links come from the payload, which anonymous visitors write. */
export interface FileOptions {
  /** Hosts that files may be fetched from; `*.` stands for any subdomain. Default: the hosts of Userlike. */
  mediaHosts?: readonly string[] | undefined;
  /** Size limit of a file in bytes. Default: 20 MiB. */
  maxFileBytes?: number | undefined;
  /** Fetches files instead, and checks their hosts. */
  fetchFile?: FetchFile | undefined;
}

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

const USERLIKE_HOSTS = [
  "userlike.com",
  "*.userlike.com",
  "userlikecdn.com",
  "*.userlikecdn.com",
  "lime-connect.com",
  "*.lime-connect.com",
];
const DEFAULT_MAX_FILE_BYTES = 20 * 1024 * 1024;

/**
 * Fetches a file and uploads it to Lime CRM.
 *
 * @throws {FileUnavailableError} when there is no file to upload; any other error comes from the request to Lime CRM
 */
export async function uploadFile(
  lime: LimeCrm,
  path: string,
  file: FileUpload,
  options: FileOptions,
): Promise<LimeResponse> {
  const limit = options.maxFileBytes ?? DEFAULT_MAX_FILE_BYTES;
  const response = await fetchFile(file.url, options, lime.signal);
  const contentLength = Number(response.headers.get("content-length") ?? 0);
  const tooLarge = new FileUnavailableError(`it is larger than ${limit} bytes`, false);
  if (contentLength > limit) {
    await response.body?.cancel();
    throw tooLarge;
  }
  let exceeded = false;
  const limited = (response.body ?? new Blob().stream()).pipeThrough(
    limitBytes(limit, () => {
      exceeded = true;
      return tooLarge;
    }),
  );
  try {
    const content: RequestContent = {
      headers: {
        "content-type": response.headers.get("content-type") ?? "application/octet-stream",
        "content-disposition": file.disposition,
      },
      // Browsers do not stream request bodies over HTTP/1.
      body: typeof document === "undefined" ? limited : await new Response(limited).blob(),
    };
    return await sendRequest(lime, "POST", path, content);
  } catch (error) {
    throw exceeded ? tooLarge : error;
  }
}

async function fetchFile(url: string, options: FileOptions, signal: AbortSignal | undefined): Promise<Response> {
  const fetchOne = options.fetchFile ?? fetchFrom(options.mediaHosts ?? USERLIKE_HOSTS);
  let response: Response;
  try {
    response = await fetchOne(url, signal);
  } catch (error) {
    if (error instanceof FileUnavailableError) throw error;
    const reason = error instanceof Error ? error.message : "no reason";
    throw new FileUnavailableError(`its host did not respond (${reason})`, true, { cause: error });
  }
  if (response.ok) return response;
  await response.body?.cancel();
  const temporary = response.status === 429 || response.status >= 500;
  throw new FileUnavailableError(`its host answered ${response.status}`, temporary);
}

function fetchFrom(hosts: readonly string[]): FetchFile {
  return (url, signal) => {
    const { protocol, hostname } = new URL(url);
    const allowed = hosts.some(
      (host) => host === hostname || (host.startsWith("*.") && hostname.endsWith(host.slice(1))),
    );
    if (protocol !== "https:" || !allowed) {
      throw new FileUnavailableError(`the host ${hostname} is not in the list of allowed hosts (mediaHosts)`, false);
    }
    return fetch(url, { redirect: "manual", ...(signal === undefined ? {} : { signal }) });
  };
}

/** Passes chunks through until their total size exceeds the limit. */
function limitBytes(limit: number, exceeded: () => Error): TransformStream<Uint8Array, Uint8Array> {
  let size = 0;
  return new TransformStream({
    transform(chunk, controller) {
      size += chunk.byteLength;
      if (size > limit) controller.error(exceeded());
      else controller.enqueue(chunk);
    },
  });
}
