// The HTTP server of `serve`.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { LimeobjectError, type Mapper, PayloadError } from "../entrypoints/node.js";
import { previewStream } from "../stream/index.js";
import { messageOf } from "./errors.js";

/** Time limit for the header of a request, in milliseconds. Its body has none: conversations may be sent as they come. */
const HEADERS_TIMEOUT = 60_000;
const MEDIA_TYPES = ["application/json", "application/x-ndjson"];

/** @param host Address that the server will listen on; requests for other host names are rejected. */
export function createPreviewServer(mapper: Mapper, host: string): Server {
  return createServer({ headersTimeout: HEADERS_TIMEOUT, requestTimeout: 0 }, (request, response) => {
    handle(mapper, host, request, response).catch((error) => {
      // A response that has begun can only be aborted.
      if (response.headersSent) response.destroy();
      else sendError(response, error instanceof HttpError ? error : new HttpError(500, "internal", messageOf(error)));
    });
  });
}

class HttpError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Further members of the response. */
    readonly details: object = {},
  ) {
    super(message);
  }
}

async function handle(mapper: Mapper, host: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = requestedUrl(request);
  if (!isLocalHost(url.hostname, host)) {
    throw new HttpError(403, "wrong-host", "this server accepts requests of programs on its own machine only");
  }
  if (url.pathname === "/healthz") return sendJson(response, 200, { ready: true });
  if (url.pathname !== "/preview" && url.pathname !== "/previews") {
    throw new HttpError(404, "not-found", "unknown path; use POST /preview, POST /previews or GET /healthz");
  }
  if (request.method !== "POST") throw new HttpError(405, "not-allowed", `${url.pathname} requires POST`);
  const { "content-type": type = "", "content-encoding": encoding = "identity" } = request.headers;
  if (!MEDIA_TYPES.includes(type.split(";", 1)[0]?.trim().toLowerCase() ?? "")) {
    throw new HttpError(415, "wrong-type", `the content type must be ${MEDIA_TYPES.join(" or ")}`);
  }
  if (encoding.trim().toLowerCase() !== "identity") {
    throw new HttpError(415, "wrong-type", "the body must not be compressed");
  }
  const options = { instance: url.searchParams.get("instance") ?? undefined };
  if (url.pathname === "/previews") {
    const conversations = Readable.toWeb(request) as unknown as ReadableStream<Uint8Array>;
    response.writeHead(200, { "content-type": "application/x-ndjson", "x-content-type-options": "nosniff" });
    await pipeline(conversations.pipeThrough(previewStream(mapper, options)), response);
    return;
  }
  const payload = await readBody(request, mapper.maxBytes);
  try {
    const preview = mapper.transform(payload, options);
    response.writeHead(200, { "content-type": "application/json", "x-content-type-options": "nosniff" });
    response.end(preview);
  } catch (error) {
    if (!(error instanceof LimeobjectError)) throw error;
    const { code, message } = error;
    const { line, column, pointer } = error instanceof PayloadError ? error : {};
    throw new HttpError(error instanceof PayloadError ? 422 : 500, code, message, { line, column, pointer });
  }
}

/** Returns the URL that a request is for: its target is a path, or a URL as proxies send it. */
function requestedUrl({ url: target = "", headers }: IncomingMessage): URL {
  const path = target.replace(/^http:\/\/[^/?#]*/i, "");
  const authority =
    path === target ? (headers.host ?? "") : target.slice("http://".length, target.length - path.length);
  const url = `http://${authority}${path}`;
  const isPath = /^\/(?!\/)[^#\\]*$/.test(path) && !/%(?![\da-f]{2})/i.test(path);
  if (!isPath || !/^[^\s/?#@\\]+$/.test(authority) || !URL.canParse(url)) {
    throw new HttpError(
      400,
      "bad-request",
      "malformed target or host; use POST /preview, POST /previews or GET /healthz",
    );
  }
  return new URL(url);
}

/** False for a host name that a page of another site has pointed at this machine (DNS rebinding). */
function isLocalHost(requested: string, host: string): boolean {
  const url = `http://${host.includes(":") ? `[${host}]` : host}`;
  const own = URL.canParse(url) ? new URL(url).hostname : host;
  return ["localhost", "127.0.0.1", "[::1]", own].includes(requested) || ["0.0.0.0", "[::]"].includes(own);
}

async function readBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new HttpError(413, "too-large", `the conversation is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function sendError(response: ServerResponse, { status, code, message, details }: HttpError): void {
  sendJson(response, status, { error: { code, message, ...details } });
}

function sendJson(response: ServerResponse, status: number, value: object): void {
  // Closes the connection, because the rest of the request is not read.
  response.writeHead(status, { "content-type": "application/json", connection: "close" });
  response.end(JSON.stringify(value));
}
