// Web worker for the checks. Each message has the parts of the input that have changed; each is answered, in order.

import type { CheckInput } from "./mapping-checker.ts";

// Imported dynamically: a static import would wait for the WebAssembly module before the message listener is
// registered.
const checker = import("./mapping-checker.ts").then(({ MappingChecker }) => new MappingChecker());
let input = {} as CheckInput;

addEventListener("message", async ({ data }: MessageEvent<Partial<CheckInput>>) => {
  const ready = await checker;
  input = { ...input, ...data };
  postMessage(ready.check(input));
});
