import { once } from "node:events";
import { usageError } from "../arguments.js";
import type { Command } from "../command.js";
import { CliError, messageOf, OK, USAGE } from "../errors.js";
import { CONFIG, createMapper, LIMETYPES, MEDIA_HOSTS, mediaHosts, readMappingFiles } from "../mapping.js";
import { createPreviewServer } from "../preview-server.js";
import { writeStdout } from "../stdout.js";

const DEFAULT_PORT = 8787;
const DEFAULT_HOST = "127.0.0.1";

export const serve: Command = {
  name: "serve",
  summary: "Serves previews over HTTP to programs on this machine",
  synopsis: "[options]",
  description: [
    "  POST /preview    accepts one conversation (JSON) and returns its preview;",
    "                   ?instance=NAME selects the instance",
    "  POST /previews   accepts many conversations (NDJSON or a JSON array) and streams",
    "                   one line for each",
    "  GET  /healthz    responds with status 200 when the server is ready",
    "",
    "Requests need the content type application/json or application/x-ndjson and a host",
    "name of this machine, so that pages in a browser cannot send them. Nothing is sent",
    "to Lime CRM. Stop the server with Ctrl-C.",
  ],
  options: {
    config: CONFIG,
    limetypes: LIMETYPES,
    "media-hosts": MEDIA_HOSTS,
    port: { value: "N", help: [`port; 0 selects a free one. Default: ${DEFAULT_PORT}`] },
    host: { value: "ADDRESS", help: [`address to listen on. Default: ${DEFAULT_HOST}`] },
  },
  exitStatuses: {
    0: "the server was stopped",
    2: "wrong usage, an unreadable file, an invalid configuration, or a port that is in use",
  },
  arguments: [0, 0],
  async run(args) {
    const port = args.integer("port", 0) ?? DEFAULT_PORT;
    if (port > 65535) throw usageError("--port must be at most 65535", serve);
    const host = args.option("host") ?? DEFAULT_HOST;
    const server = createPreviewServer(createMapper(readMappingFiles(args), mediaHosts(args)), host);
    server.listen(port, host);
    await once(server, "listening").catch((error) => {
      throw new CliError(USAGE, messageOf(error), "pass another --port or --host");
    });
    const closed = once(server, "close");
    const address = server.address();
    const url = `http://${host.includes(":") ? `[${host}]` : host}:${typeof address === "object" ? address?.port : port}`;
    writeStdout([[`listening on ${url}/preview`]]);
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => {
        server.close();
        server.closeIdleConnections();
      });
    }
    await closed;
    return OK;
  },
};
