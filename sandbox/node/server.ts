// The sandbox Lime CRM in Node, with databases in memory.

import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Application } from "../src/application.ts";
import { handleRequest } from "../src/gateway.ts";
import { MemoryDatabase } from "./database.ts";

export interface Sandbox {
  /** Handles a request to `https://<any server>/<application>/`. Rejects where a fault breaks the connection. */
  fetch(request: Request): Promise<Response>;
}

/** @param apiKey The API key of every application. Default: "sandbox", on the own machine only. */
export function createSandbox({ apiKey }: { apiKey?: string } = {}): Sandbox {
  const applications = new Map<string, Application>();
  const application = (name: string): Application => {
    let known = applications.get(name);
    if (known === undefined) {
      known = newApplication();
      applications.set(name, known);
    }
    return known;
  };
  return { fetch: (request) => handleRequest(request, { apiKey, application }) };
}

export interface SandboxServer {
  /** URL of the application "sandbox", without a slash at its end. */
  readonly url: string;
  close(): void;
}

/** Serves a sandbox. @param port Default: any free port. */
export async function startSandbox({
  port = 0,
  ...options
}: {
  port?: number;
  apiKey?: string;
} = {}): Promise<SandboxServer> {
  const sandbox = createSandbox(options);
  const server = createAdaptorServer({
    fetch: async (request, bindings) => {
      try {
        return await sandbox.fetch(request);
      } catch {
        (bindings as HttpBindings).incoming.socket.destroy();
        return RESPONSE_ALREADY_SENT;
      }
    },
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sandbox`,
    close() {
      server.close();
      if ("closeAllConnections" in server) server.closeAllConnections();
    },
  };
}

function newApplication(): Application {
  const application = new Application({
    database: new MemoryDatabase(),
    setAlarm(at) {
      const timer = setTimeout(() => {
        while (application.continueBulkImport());
      }, at - Date.now());
      timer.unref();
    },
  });
  return application;
}
