// The thread that previews are made in when they take longer than a frame. Texts in, one answer for each out, in order.

import type { Outcome, Texts } from "../state/preview-result.ts";

export interface Answer {
  outcome: Outcome;
  /** In milliseconds. */
  took: number;
}

// Not a static import: it waits for the WebAssembly module, and a message that comes meanwhile would find nobody listening.
const previewer = import("./previewer.ts").then(({ Previewer }) => new Previewer());

addEventListener("message", async ({ data }: MessageEvent<Texts>) => {
  const ready = await previewer;
  const begun = performance.now();
  const outcome = ready.preview(data);
  postMessage({ outcome, took: performance.now() - begun } satisfies Answer);
});
