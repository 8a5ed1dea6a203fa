// Replaces `fetch` for the hosts of media files, in the process that this file is preloaded into (`node --import`).
import { answerAsHost } from "./media-files.mjs";

const { fetch } = globalThis;
globalThis.fetch = async (input, init) => {
  const url = String(input instanceof Request ? input.url : input);
  if (url.startsWith("http://127.0.0.1:")) return fetch(input, init);
  if (init?.redirect !== "manual") throw new Error("a redirect would be followed without a check");
  return answerAsHost(url);
};
