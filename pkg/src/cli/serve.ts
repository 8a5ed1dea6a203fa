import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { LimeobjectError, type Mapper, PayloadError } from "../node.js";
import { previewStream } from "../stream.js";
import { type Command, usage } from "./command.js";
import { Failure, OK, reason, USAGE } from "./failure.js";
import { CONFIG, documents, LIMETYPES, mapperOf } from "./mapping.js";
import { labelled } from "./say.js";
import { render, wantsColours } from "./terminal.js";

const PORT = 8787;

export const serve: Command = {
  name: "serve",
  summary: "Serves previews over HTTP, to programs on this machine",
  synopsis: "[options]",
  about: [
    "  POST /preview    one conversation (JSON) in, its preview out; ?instance=NAME",
    "  POST /previews   many conversations (NDJSON or a JSON array) in, a line for each",
    "                   out, as they are read",
    "  GET  /healthz    answers when it is ready",
    "",
    "A request's content-type has to be application/json or application/x-ndjson, and",
    "its host this machine: so no page in a browser can ask. Nothing is sent to Lime",
    "CRM. Ctrl-C ends it.",
  ],
  options: {
    config: CONFIG,
    limetypes: LIMETYPES,
    port: { value: "N", help: [`the port; ${PORT} without this option, 0 takes a free one`] },
    host: { value: "ADDRESS", help: ["the address to listen at; 127.0.0.1 without this option"] },
  },
  exits: {
    0: "it was ended",
    2: "wrong usage, a file that can't be read, a configuration that can't be used, or a port that is taken",
  },
  arguments: [0, 0],
  async run(given) {
    const port = given.number("port", 0) ?? PORT;
    if (port > 65535) throw usage("--port is at most 65535", serve);
    const host = given.text("host") ?? "127.0.0.1";
    const mapper = mapperOf(documents(given));
    const server = createServer((request, response) => {
      answer(mapper, host, request, response).catch((error) => {
        // An answer that has begun can only be broken off.
        if (response.headersSent) response.destroy();
        else refuse(response, error instanceof Refusal ? error : new Refusal(500, "internal", reason(error)));
      });
    });
    server.listen(port, host);
    await once(server, "listening").catch((error) => {
      throw new Failure(USAGE, [labelled("error", reason(error))], "pass another --port or --host");
    });
    const ended = once(server, "close");
    const address = server.address();
    const url = `http://${host.includes(":") ? `[${host}]` : host}:${typeof address === "object" ? address?.port : port}`;
    process.stdout.write(render([[`previews at ${url}/preview`]], wantsColours(process.stdout, process.env)));
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => {
        server.close();
        server.closeIdleConnections();
      });
    }
    await ended;
    return OK;
  },
};

/** Why a request gets no preview. */
class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly more: object = {},
  ) {
    super(message);
  }
}

async function answer(mapper: Mapper, host: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  if (!isOwnHost(request.headers.host ?? "", host)) {
    throw new Refusal(403, "wrong-host", "this server answers programs on its own machine only");
  }
  if (url.pathname === "/healthz") return json(response, 200, { ready: true });
  if (url.pathname !== "/preview" && url.pathname !== "/previews") {
    throw new Refusal(404, "not-found", "there are POST /preview, POST /previews and GET /healthz");
  }
  if (request.method !== "POST") throw new Refusal(405, "not-allowed", `${url.pathname} takes POST`);
  if (!/^application\/(x-nd)?json\b/.test(request.headers["content-type"] ?? "")) {
    throw new Refusal(415, "wrong-type", "send it as application/json or application/x-ndjson");
  }
  const options = { instance: url.searchParams.get("instance") ?? undefined };
  if (url.pathname === "/previews") {
    const previews = Readable.toWeb(request) as unknown as ReadableStream<Uint8Array>;
    response.writeHead(200, { "content-type": "application/x-ndjson", "x-content-type-options": "nosniff" });
    await pipeline(previews.pipeThrough(previewStream(mapper, options)), response);
    return;
  }
  const payload = await body(request, mapper.maxBytes);
  try {
    const preview = mapper.transform(payload, options);
    response.writeHead(200, { "content-type": "application/json", "x-content-type-options": "nosniff" });
    response.end(preview);
  } catch (error) {
    if (!(error instanceof LimeobjectError)) throw error;
    const { code, message } = error;
    const { line, column, pointer } = error instanceof PayloadError ? error : {};
    throw new Refusal(error instanceof PayloadError ? 422 : 500, code, message, { line, column, pointer });
  }
}

/** A page of another site can make a browser ask this machine, but under a name of its own. */
function isOwnHost(asked: string, host: string): boolean {
  const name = asked.replace(/:\d+$/, "");
  return ["localhost", "127.0.0.1", "[::1]", host, `[${host}]`].includes(name) || host === "0.0.0.0" || host === "::";
}

async function body(request: IncomingMessage, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.byteLength;
    if (size > most) throw new Refusal(413, "too-large", `a conversation has at most ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function refuse(response: ServerResponse, { status, code, message, more }: Refusal): void {
  json(response, status, { error: { code, message, ...more } });
}

function json(response: ServerResponse, status: number, value: object): void {
  // What is left of the request is not read.
  response.writeHead(status, { "content-type": "application/json", connection: "close" });
  response.end(JSON.stringify(value));
}
