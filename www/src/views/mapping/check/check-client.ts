// The web worker that checks, as long as the page is open: it starts once, and knows what was checked last.

import { WorkerClient } from "../../../platform/worker-bridge.ts";
import type { CheckWorker } from "./check.worker.ts";
import { type CheckInput, type CheckResult, MappingChecker } from "./mapping-checker.ts";

class CheckClient {
  readonly #worker = new WorkerClient<CheckWorker>(
    () => new Worker(new URL("./check.worker.ts", import.meta.url), { type: "module" }),
    {},
  );
  /** Checks in the page when the web worker has failed, for example to load. */
  #fallback: MappingChecker | undefined;
  /** What the web worker knows. */
  #sent: Partial<CheckInput> = {};
  #last: Promise<unknown> = Promise.resolve();

  /** Checks one input after the other. */
  check(input: CheckInput): Promise<CheckResult> {
    const result = this.#last.then(() => this.#check(input));
    this.#last = result;
    return result;
  }

  async #check(input: CheckInput): Promise<CheckResult> {
    if (this.#fallback) return this.#fallback.check(input);
    const known = this.#sent as Record<string, unknown>;
    const changes = Object.fromEntries(Object.entries(input).filter(([key, value]) => value !== known[key]));
    this.#sent = input;
    try {
      return await this.#worker.call("check", [changes]);
    } catch {
      this.#fallback = new MappingChecker();
      return this.#fallback.check(input);
    }
  }
}

export const checkClient = new CheckClient();
