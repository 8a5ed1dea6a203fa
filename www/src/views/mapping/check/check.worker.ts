// Web worker for the checks.

import { serve } from "../../../platform/worker-bridge.ts";
import type { CheckInput, CheckResult } from "./mapping-checker.ts";

// Imported dynamically: a static import would wait for the WebAssembly module before calls can be received.
const checker = import("./mapping-checker.ts").then(({ MappingChecker }) => new MappingChecker());
let input = {} as CheckInput;

const api = {
  /** Checks the input of the last call with these changes. */
  async check(changes: Partial<CheckInput>): Promise<CheckResult> {
    const ready = await checker;
    input = { ...input, ...changes };
    return ready.check(input);
  },
};

export type CheckWorker = typeof api;

serve(api);
