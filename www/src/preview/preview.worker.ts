// The thread that previews are made in when they take longer than a frame. Texts in, one answer for each out, in order.

import type { PreviewInput, PreviewResult } from "../state/preview-result.ts";

export interface WorkerResult {
  result: PreviewResult;
  /** In milliseconds. */
  duration: number;
}

// Not a static import: it waits for the WebAssembly module, and a message that comes meanwhile would find nobody listening.
const previewer = import("./previewer.ts").then(({ Previewer }) => new Previewer());

addEventListener("message", async ({ data }: MessageEvent<PreviewInput>) => {
  const ready = await previewer;
  const start = performance.now();
  const result = ready.preview(data);
  postMessage({ result, duration: performance.now() - start } satisfies WorkerResult);
});
