// Web worker for previews that take longer than a frame.

import { serve } from "../platform/worker-bridge.ts";
import type { PreviewInput, PreviewResult } from "../state/preview-result.ts";

// Imported dynamically: a static import would wait for the WebAssembly module before calls can be received.
const previewer = import("./previewer.ts").then(({ Previewer }) => new Previewer());

const api = {
  /** Returns a preview, and the milliseconds that it took. */
  async preview(input: PreviewInput): Promise<{ result: PreviewResult; duration: number }> {
    const ready = await previewer;
    const start = performance.now();
    const result = ready.preview(input);
    return { result, duration: performance.now() - start };
  },
};

export type PreviewWorker = typeof api;

serve(api);
