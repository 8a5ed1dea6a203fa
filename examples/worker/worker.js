// Receives the callbacks of Userlike's API add-on for ended conversations and writes them to Lime CRM.
//
// Configure the add-on with this worker's address and CALLBACK_SECRET as the header `x-secret`. This is a minimal worker: the one
// in this repository (edge/) also serializes the deliveries of a conversation and resumes them after a crash.

import { LimeobjectError, Mapper } from "userlike-limeobject";
import { deliver, fetchLimetypes } from "userlike-limeobject/delivery";
import config from "./config.json";

/** Created with Lime CRM's metadata on the first request; option properties are known only from the metadata. */
let mapper;

export default {
  async fetch(request, env) {
    if (request.method !== "POST" || !(await equal(request.headers.get("x-secret") ?? "", env.CALLBACK_SECRET))) {
      return new Response("forbidden\n", { status: 403 });
    }
    const bytes = new Uint8Array(await request.arrayBuffer());
    const { _event: event } = await new Response(bytes).json();
    if (event !== "end" && event !== "ended") return new Response("ignored\n");
    const lime = { url: env.LIME_URL, apiKey: env.LIME_API_KEY };
    try {
      mapper ??= new Mapper(config, { limetypes: await fetchLimetypes(lime) });
      const { url } = await deliver(mapper.preview(bytes), lime);
      return Response.json({ url });
    } catch (error) {
      if (!(error instanceof LimeobjectError)) throw error;
      return Response.json({ error: { code: error.code, message: error.message } }, { status: 502 });
    }
  },
};

/** Compares two strings in constant time. */
async function equal(a, b) {
  const digest = (text) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return crypto.subtle.timingSafeEqual(...(await Promise.all([digest(a), digest(b)])));
}
