// The sandbox Lime CRM as a Cloudflare worker. Each application is a Durable Object with a database of its own.

import { WorkerEntrypoint } from "cloudflare:workers";
import { apiKeyFor } from "../src/api-key.ts";
import { handleRequest } from "../src/gateway.ts";
import type { Env } from "./env.ts";

export { ApplicationObject } from "./application-object.ts";

export default class Sandbox extends WorkerEntrypoint<Env> {
  override fetch(request: Request): Promise<Response> {
    return handleRequest(request, {
      apiKey: this.env.SANDBOX_API_KEY,
      application: (name) => this.env.APPLICATION.getByName(name),
    });
  }

  /** The API key of the sandbox for requests to `origin`; null when the sandbox is closed there. For service bindings. */
  apiKey(origin: string): string | null {
    return apiKeyFor(this.env.SANDBOX_API_KEY, origin)?.key ?? null;
  }
}
