// The web worker that checks, as long as the page is open: it starts once, and knows what was checked last.

import { type CheckInput, type CheckResult, MappingChecker } from "./mapping-checker.ts";

class CheckClient {
  #worker: Worker | undefined;
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

  #check(input: CheckInput): CheckResult | Promise<CheckResult> {
    if (this.#fallback) return this.#fallback.check(input);
    this.#worker ??= new Worker(new URL("./check.worker.ts", import.meta.url), { type: "module" });
    const worker = this.#worker;
    const known = this.#sent as Record<string, unknown>;
    const changes = Object.fromEntries(Object.entries(input).filter(([key, value]) => value !== known[key]));
    this.#sent = input;
    return new Promise((resolve) => {
      worker.onmessage = ({ data }: MessageEvent<CheckResult>) => resolve(data);
      worker.onerror = () => {
        worker.terminate();
        this.#fallback = new MappingChecker();
        resolve(this.#fallback.check(input));
      };
      worker.postMessage(changes);
    });
  }
}

export const checkClient = new CheckClient();
