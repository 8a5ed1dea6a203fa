// Runs the worker as it would be deployed (build/edge, from scripts/edge.sh) on workerd, in a process group of its own
// that can be killed like a machine that loses power, and started again on the same storage.
import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";

export const ADMIN_TOKEN = "admin-token-of-the-tests";
export const WEBHOOK_SECRET = "webhook-secret-of-the-tests";

/**
 * @typedef {object} EdgeOptions
 * @property {Record<string, string | undefined>} [vars] Variables and secrets; undefined takes one away that tests have.
 * @property {(request: Request) => Response | Promise<Response>} [outbound] Answers what the worker fetches from the
 *   world; without it every such request fails. An error that it throws breaks the connection.
 * @property {number} [workers] How many workers there are, 1 when nothing is said. The others are reached by `fetchFrom`;
 *   they have the first one's settings, rate limit and sandbox.
 * @property {string} [storage] The folder that keeps what the Durable Objects store; a temporary one when nothing is said.
 */

/**
 * Starts the worker; it ends with the test (`startEdge(t)`), or with the file (`startEdge({ after })`, `after` of
 * node:test).
 *
 * @param {{ after: (done: () => Promise<void>) => void }} t
 * @param {EdgeOptions} [options]
 */
export async function startEdge(t, options = {}) {
  const edge = new Edge(options);
  t.after(() => edge.stop());
  await edge.start();
  return edge;
}

export class Edge {
  /** What the worker has logged, a line each; all of it, over restarts. @type {string[]} */
  logs = [];
  url = "";
  #options;
  /** @type {import("node:child_process").ChildProcess | undefined} */
  #child;
  /** @type {import("node:http").Server | undefined} */
  #world;
  #storage = "";
  #ownStorage = false;

  /** @param {EdgeOptions} options */
  constructor(options) {
    this.#options = options;
  }

  async start() {
    const { vars, outbound, storage, workers = 1 } = this.#options;
    if (this.#storage === "") {
      this.#ownStorage = storage === undefined;
      this.#storage = storage ?? (await mkdtemp(join(tmpdir(), "userlike-limeobject-edge-")));
    }
    if (outbound !== undefined && this.#world === undefined) this.#world = await world(outbound);
    // A group of its own, so that workerd is killed with it.
    const child = fork(new URL("workerd.mjs", import.meta.url), { detached: true, silent: true });
    this.#child = child;
    const log = (/** @type {Buffer} */ chunk) => this.logs.push(...chunk.toString().split("\n").filter(Boolean));
    child.stdout?.on("data", log);
    child.stderr?.on("data", log);
    const ended = once(child, "exit").then(() => {
      throw new Error(`the worker did not start:\n${this.logs.slice(-30).join("\n")}`);
    });
    ended.catch(() => {});
    const ready = /** @type {Promise<string>} */ (
      new Promise((resolve) => {
        child.on("message", (/** @type {{ url?: string, log?: string }} */ message) => {
          if (message.url !== undefined) resolve(message.url);
          if (message.log !== undefined) this.logs.push(message.log);
        });
      })
    );
    child.send({
      vars: definedOnly({ ADMIN_TOKEN, WEBHOOK_SECRET, ...vars }),
      storage: this.#storage,
      port: this.url === "" ? 0 : Number(new URL(this.url).port),
      world: this.#world === undefined ? undefined : address(this.#world),
      workers,
    });
    this.url = await Promise.race([ready, ended]);
  }

  /** Ends the worker at once, wherever it is: nothing is written or answered any more. Queued messages are lost. */
  async kill() {
    const child = this.#child;
    this.#child = undefined;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    process.kill(-child.pid, "SIGKILL");
    await exited;
  }

  /** Kills the worker and starts it on the same storage, under the same address. */
  async restart() {
    await this.kill();
    await this.start();
  }

  /** The memory that workerd has in use now, in MB; undefined where there is no /proc. */
  memory() {
    const group = this.#child?.pid;
    if (!existsSync("/proc/self/stat")) return undefined;
    for (const pid of readdirSync("/proc")) {
      try {
        if (!/^\d+$/.test(pid)) continue;
        const [, name, inGroup] = /\((.*)\) \S \d+ (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
        if (name !== "workerd" || Number(inGroup) !== group) continue;
        return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
      } catch {
        // It has ended meanwhile.
      }
    }
    return undefined;
  }

  async stop() {
    const child = this.#child;
    if (child?.connected) {
      child.disconnect();
      const timer = setTimeout(() => this.kill(), 5000);
      await once(child, "exit");
      clearTimeout(timer);
    }
    await this.kill();
    this.#world?.closeAllConnections();
    this.#world?.close();
    if (this.#ownStorage && this.#storage !== "")
      await rm(this.#storage, { recursive: true, force: true, maxRetries: 5 });
  }

  /**
   * @param {string} path
   * @param {RequestInit} [init]
   */
  fetch(path, init) {
    const headers = new Headers(init?.headers);
    // workerd closes connections that had trouble; another request must not be on its way in one of them.
    headers.set("connection", "close");
    return fetch(new URL(path, this.url), { redirect: "manual", ...init, headers });
  }

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
  async until(ask, done, seconds = 20) {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      const value = await ask();
      if (done(value)) return value;
      if (Date.now() > end)
        throw new Error(`not within ${seconds} s; at last: ${JSON.stringify(value)?.slice(0, 1000)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** @param {Record<string, string | undefined>} vars */
const definedOnly = (vars) => Object.fromEntries(Object.entries(vars).filter(([, value]) => value !== undefined));

/** @param {import("node:http").Server} server */
function address(server) {
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return `127.0.0.1:${port}`;
}

/**
 * A server in this process that stands for the rest of the world: a proxy that answers by itself.
 *
 * @param {NonNullable<EdgeOptions["outbound"]>} outbound
 */
async function world(outbound) {
  // Asked as a proxy, it is told the URL, and no host beside it.
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
      else Readable.fromWeb(/** @type {import("node:stream/web").ReadableStream} */ (answer.body)).pipe(outgoing);
    } catch {
      incoming.socket.destroy();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}
