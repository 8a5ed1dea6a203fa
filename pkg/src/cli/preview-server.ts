// The HTTP server of `serve`.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { LimeobjectError, type Mapper, PayloadError } from "../entrypoints/node.js";
import { previewStream } from "../stream/index.js";
import { messageOf } from "./errors.js";

/** @param host Address that the server will listen on; requests for other host names are rejected. */
export function createPreviewServer(mapper: Mapper, host: string): Server {
  return createServer((request, response) => {
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
  const url = new URL(request.url ?? "/", "http://localhost");
  if (!isLocalHost(request.headers.host ?? "", host)) {
    throw new HttpError(403, "wrong-host", "this server accepts requests of programs on its own machine only");
  }
  if (url.pathname === "/healthz") return sendJson(response, 200, { ready: true });
  if (url.pathname !== "/preview" && url.pathname !== "/previews") {
    throw new HttpError(404, "not-found", "unknown path; use POST /preview, POST /previews or GET /healthz");
  }
  if (request.method !== "POST") throw new HttpError(405, "not-allowed", `${url.pathname} requires POST`);
  if (!/^application\/(x-nd)?json\b/.test(request.headers["content-type"] ?? "")) {
    throw new HttpError(415, "wrong-type", "the content type must be application/json or application/x-ndjson");
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

/** False for a host name that a page of another site has pointed at this machine (DNS rebinding). */
function isLocalHost(requested: string, host: string): boolean {
  const name = requested.replace(/:\d+$/, "");
  return ["localhost", "127.0.0.1", "[::1]", host, `[${host}]`].includes(name) || host === "0.0.0.0" || host === "::";
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
