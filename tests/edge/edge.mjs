// Runs the worker as it would be deployed (build/edge and build/sandbox, from scripts/edge.sh) on workerd.
import { once } from "node:events";
import { createServer, request } from "node:http";
import { Readable } from "node:stream";
import { WorkerdProcess } from "../workerd/process.mjs";

export const ADMIN_TOKEN = "admin-token-of-the-tests";
export const WEBHOOK_SECRET = "webhook-secret-of-the-tests";

/**
 * @typedef {object} EdgeOptions
 * @property {Record<string, string | undefined>} [vars] Variables and secrets; undefined removes one of the tests' defaults.
 * @property {(request: Request) => Response | Promise<Response>} [outbound] Answers what the worker fetches from other
 *   hosts. Default: such requests fail. An error that it throws breaks the connection.
 * @property {number} [workers] Number of workers. Default: 1. The others are reached by `fetchFrom`; they have the first
 *   one's settings, rate limit and sandbox.
 * @property {boolean} [sandbox] Whether the sandbox Lime CRM runs beside it. Default: true.
 * @property {string} [storage] Folder of the Durable Objects' databases. Default: a temporary one.
 */

/**
 * Starts the worker; it ends with the test (`startEdge(t)`), or with the file (`startEdge({ after })`, `after` of
 * node:test).
 *
 * @param {{ after: (done: () => Promise<void>) => void }} t
 * @param {EdgeOptions} [options]
 */
export async function startEdge(t, { vars, outbound, workers = 1, sandbox = true, storage } = {}) {
  const proxy = outbound && (await startProxy(outbound));
  const edge = new Edge({
    // The tests of deliveries wait for their end, however busy the machine is.
    vars: { ADMIN_TOKEN, WEBHOOK_SECRET, ADDON_WAIT_SECONDS: "60", SETTLE_SECONDS: "0.5", ...vars },
    ...(proxy && { proxy: address(proxy) }),
    ...(storage !== undefined && { storage }),
    workers: [
      { folder: "edge", name: EDGE, withoutServices: !sandbox },
      // The same code deployed under other names, with conversations of its own, and the rest shared with the first.
      ...Array.from({ length: workers - 1 }, (_, index) => ({
        folder: /** @type {const} */ ("edge"),
        name: `worker-${index + 2}`,
        sharedWith: EDGE,
        sharedObjects: ["WORKSPACE", "RATE_LIMIT"],
        withoutServices: !sandbox,
      })),
      ...(sandbox ? [{ folder: /** @type {const} */ ("sandbox"), name: "lime-crm-sandbox" }] : []),
    ],
  });
  t.after(async () => {
    await edge.stop();
    proxy?.closeAllConnections();
    proxy?.close();
  });
  await edge.start();
  return edge;
}

const EDGE = "userlike-limeobject";

export class Edge extends WorkerdProcess {
  /**
   * Asks the nth worker, from 2 on. Its address is known to nobody, so it is asked by name.
   *
   * @param {number} worker
   * @param {string} path
   * @param {{ method?: string, headers?: Record<string, string>, body?: string }} [init]
   * @returns {Promise<{ status: number, text: string }>}
   */
  fetchFrom(worker, path, { method = "GET", headers = {}, body = "" } = {}) {
    return new Promise((resolve, reject) => {
      const options = { method, headers: { ...headers, host: `worker-${worker}.example` } };
      const asked = request(new URL(path, this.url), options, async (answer) => {
        let text = "";
        for await (const chunk of answer) text += chunk;
        resolve({ status: answer.statusCode ?? 0, text });
      });
      asked.on("error", reject);
      asked.end(body);
    });
  }

  /**
   * As the administrator. `json` is sent as the body.
   *
   * @param {string} path
   * @param {RequestInit & { json?: unknown, duplex?: string }} [init]
   */
  admin(path, { json, ...init } = {}) {
    const headers = new Headers(init.headers);
    if (!headers.has("authorization")) headers.set("authorization", `Bearer ${ADMIN_TOKEN}`);
    if (json === undefined) return this.fetch(path, { ...init, headers });
    headers.set("content-type", "application/json");
    return this.fetch(path, { method: "POST", ...init, headers, body: JSON.stringify(json) });
  }

  /**
   * As the administrator: the status and the JSON of the answer.
   *
   * @param {string} path
   * @param {RequestInit & { json?: unknown, duplex?: string }} [init]
   */
  async ask(path, init) {
    const answer = await this.admin(path, init);
    const text = await answer.text();
    try {
      return { status: answer.status, headers: answer.headers, body: text === "" ? undefined : JSON.parse(text) };
    } catch {
      throw new Error(`${path} answered ${answer.status}, and not in JSON: ${text.slice(0, 500)}`);
    }
  }

  /**
   * Asks until `done` is content with what came; for what the worker does in the background.
   *
   * @template T
   * @param {() => Promise<T>} ask
   * @param {(value: T) => unknown} done
   * @param {number} [seconds]
   */
  async until(ask, done, seconds = 60) {
    const begun = Date.now();
    for (;;) {
      const value = await ask();
      if (done(value)) return value;
      const waited = Date.now() - begun;
      if (waited > seconds * 1000)
        throw new Error(`not within ${seconds} s; at last: ${JSON.stringify(value)?.slice(0, 1000)}`);
      // After a while less often, because an answer costs the worker and this process 4 ms.
      await new Promise((resolve) => setTimeout(resolve, waited < 1000 ? 50 : 250));
    }
  }
}

/** @param {import("node:http").Server} server */
function address(server) {
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return `127.0.0.1:${port}`;
}

/**
 * Starts a proxy in this process that answers requests to other hosts by itself.
 *
 * @param {NonNullable<EdgeOptions["outbound"]>} outbound
 */
async function startProxy(outbound) {
  // Requests to a proxy have a whole URL, and no header Host beside it.
  const server = createServer({ requireHostHeader: false }, async (incoming, outgoing) => {
    try {
      const headers = new Headers();
      for (const [name, value] of Object.entries(incoming.headers))
        if (!["connection", "transfer-encoding", "host"].includes(name)) headers.set(name, String(value));
      const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
      const body = hasBody ? /** @type {ReadableStream} */ (Readable.toWeb(incoming)) : null;
      const init = { method: incoming.method ?? "GET", headers, body, duplex: "half" };
      const answer = await outbound(new Request(String(incoming.url), /** @type {RequestInit} */ (init)));
      outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
      if (answer.body === null) outgoing.end();
      else {
        const content = Readable.fromWeb(/** @type {import("node:stream/web").ReadableStream} */ (answer.body));
        content.on("error", () => incoming.socket.destroy()).pipe(outgoing);
      }
    } catch {
      incoming.socket.destroy();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}
