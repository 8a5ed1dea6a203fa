// Takes the callbacks of Userlike's API add-on when a conversation has ended, and writes the conversation to Lime CRM.
//
// The add-on is given this worker's address, and CALLBACK_SECRET as the header `x-secret`. This is the smallest worker that
// does it. The one in this repository (edge/) also serializes deliveries of one conversation and goes on after a crash.

import { LimeobjectError, Mapper } from "userlike-limeobject";
import { deliver, fetchLimetypes } from "userlike-limeobject/delivery";
import config from "./config.json";

/** Made with Lime CRM's metadata at the first request: only with it is it known which properties are options. */
let mapper;

export default {
  async fetch(request, env) {
    if (request.method !== "POST" || !(await same(request.headers.get("x-secret") ?? "", env.CALLBACK_SECRET))) {
      return new Response("no\n", { status: 403 });
    }
    const bytes = new Uint8Array(await request.arrayBuffer());
    const { _event: event } = await new Response(bytes).json();
    if (event !== "end" && event !== "ended") return new Response("nothing to do\n");
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

/** Compares two texts in a time that does not depend on them. */
async function same(a, b) {
  const digest = (text) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return crypto.subtle.timingSafeEqual(...(await Promise.all([digest(a), digest(b)])));
}
