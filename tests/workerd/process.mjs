// Runs bundled workers (build/edge, build/sandbox) on workerd, in a process group of its own that can be killed like a
// machine that loses power, and restarted on the same storage.
import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { temporaryFolder } from "../temporary-folder.mjs";

/**
 * @typedef {object} Worker A worker to run; the first one answers requests to any host.
 * @property {"edge" | "sandbox"} folder Where its wrangler.jsonc is, and below build/ its bundle.
 * @property {string} name
 * @property {string} [sharedWith] The worker whose Durable Objects `sharedObjects` it uses instead of its own. It answers
 *   requests to the host `<name>.example`.
 * @property {string[]} [sharedObjects] Bindings.
 * @property {boolean} [withoutServices] Leaves out its service bindings.
 *
 * @typedef {object} Options
 * @property {Worker[]} workers
 * @property {Record<string, string | undefined>} [vars] Variables and secrets of all workers.
 * @property {string} [proxy] Host and port of the HTTP proxy for requests to other hosts. Default: such requests fail.
 * @property {string} [storage] Folder of the Durable Objects' databases. Default: a temporary one.
 *
 * @typedef {{ vars: Record<string, string>, storage: string, port: number, proxy?: string | undefined, workers: Worker[] }}
 *   Start
 */

/** Children whose workers have stopped; they have imported Miniflare. @type {import("node:child_process").ChildProcess[]} */
const idle = [];

/** In a process group of its own, so that workerd is killed with it. */
const startChild = () => fork(new URL("child.mjs", import.meta.url), { detached: true, silent: true, execArgv: [] });

/**
 * Whether this process waits for the child. Idle ones end with it, because they are disconnected.
 *
 * @param {import("node:child_process").ChildProcess} child @param {boolean} waits
 */
function setRef(child, waits) {
  /** @type {any[]} */
  const handles = [child, child.channel, child.stdout, child.stderr];
  for (const handle of handles) waits ? handle?.ref() : handle?.unref();
}

export class WorkerdProcess {
  /** Lines that the workers have logged, over restarts. @type {string[]} */
  logs = [];
  url = "";
  /** @type {Options} */
  #options;
  /** @type {import("node:child_process").ChildProcess | undefined} */
  #child;
  /** Removes the listeners of the child. @type {(() => void)[]} */
  #undo = [];
  /** The process of workerd itself. @type {string | undefined} */
  #workerd;
  #storage = "";
  #ownsStorage = false;

  /** @param {Options} options */
  constructor(options) {
    this.#options = options;
  }

  async start() {
    const { vars = {}, proxy, storage, workers } = this.#options;
    if (this.#storage === "") {
      this.#ownsStorage = storage === undefined;
      this.#storage = storage ?? (await temporaryFolder("workerd"));
    }
    const child = idle.pop() ?? startChild();
    setRef(child, true);
    this.#child = child;
    const log = (/** @type {Buffer} */ chunk) => this.logs.push(...chunk.toString().split("\n").filter(Boolean));
    /** @type {(emitter: import("node:events").EventEmitter | null, event: string, listener: (...args: any[]) => void) => void} */
    const listen = (emitter, event, listener) => {
      emitter?.on(event, listener);
      this.#undo.push(() => emitter?.off(event, listener));
    };
    listen(child.stdout, "data", log);
    listen(child.stderr, "data", log);
    const ready = /** @type {Promise<string>} */ (
      new Promise((resolve, reject) => {
        listen(child, "exit", () => reject(new Error(`workerd did not start:\n${this.logs.slice(-30).join("\n")}`)));
        listen(child, "message", (/** @type {{ url?: string, log?: string }} */ message) => {
          if (message.url !== undefined) resolve(message.url);
          if (message.log !== undefined) this.logs.push(message.log);
        });
      })
    );
    child.send(
      /** @satisfies {Start} */ ({
        vars: definedOnly(vars),
        storage: this.#storage,
        port: this.url === "" ? 0 : Number(new URL(this.url).port),
        proxy,
        workers,
      }),
    );
    this.url = await ready;
  }

  /** Ends the workers at once, wherever they are: nothing is written or answered any more. Queued messages are lost. */
  async kill() {
    const child = this.#release();
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    process.kill(-child.pid, "SIGKILL");
    await exited;
  }

  /** Kills the workers and starts them on the same storage, under the same address. */
  async restart() {
    await this.kill();
    await this.start();
  }

  /** Memory that workerd uses now, in MB; undefined where there is no /proc. */
  memory() {
    const group = this.#child?.pid;
    if (group === undefined || !existsSync("/proc/self/stat")) return undefined;
    this.#workerd ??= workerdOf(group);
    const status = readFileSync(`/proc/${this.#workerd}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  }

  async stop() {
    const child = this.#child;
    if (child?.connected) {
      const stopped = new Promise((resolve) => {
        child.on("message", (/** @type {{ stopped?: true }} */ message) => message.stopped && resolve(true));
        child.once("exit", () => resolve(false));
        setTimeout(resolve, 5000, false).unref();
      });
      child.send("stop");
      if (await stopped) {
        this.#release();
        child.removeAllListeners("message").removeAllListeners("exit");
        setRef(child, false);
        idle.push(child);
      }
    }
    await this.kill();
    if (this.#ownsStorage && this.#storage !== "")
      await rm(this.#storage, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Forgets the child and what was heard of it. */
  #release() {
    const child = this.#child;
    this.#child = undefined;
    this.#workerd = undefined;
    for (const undo of this.#undo.splice(0)) undo();
    return child;
  }

  /**
   * @param {string} path
   * @param {RequestInit} [init]
   */
  fetch(path, init) {
    const headers = new Headers(init?.headers);
    // workerd closes connections on which a request failed; no other request may be on its way in one of them.
    headers.set("connection", "close");
    return fetch(new URL(path, this.url), { redirect: "manual", ...init, headers });
  }
}

/** The id of the process of workerd in a process group. @param {number} group */
function workerdOf(group) {
  for (const pid of readdirSync("/proc")) {
    try {
      if (!/^\d+$/.test(pid)) continue;
      const [, name, inGroup] = /\((.*)\) \S \d+ (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
      if (name === "workerd" && Number(inGroup) === group) return pid;
    } catch {
      // It has ended meanwhile.
    }
  }
  return undefined;
}

/** @param {Record<string, string | undefined>} vars */
const definedOnly = (vars) =>
  /** @type {Record<string, string>} */ (
    Object.fromEntries(Object.entries(vars).filter(([, value]) => value !== undefined))
  );
