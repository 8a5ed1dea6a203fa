// Web worker for previews that take longer than a frame. Answers each input with one result, in order.

import type { PreviewInput, PreviewResult } from "../state/preview-result.ts";

export interface WorkerResult {
  result: PreviewResult;
  /** Milliseconds. */
  duration: number;
}

// Imported dynamically: a static import would wait for the WebAssembly module before the message listener is
// registered.
const previewer = import("./previewer.ts").then(({ Previewer }) => new Previewer());

addEventListener("message", async ({ data }: MessageEvent<PreviewInput>) => {
  const ready = await previewer;
  const start = performance.now();
  const result = ready.preview(data);
  postMessage({ result, duration: performance.now() - start } satisfies WorkerResult);
});
