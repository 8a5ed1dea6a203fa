// deno task start
//
// Responds with the preview of each posted conversation. The package itself needs no permission.

import { LimeobjectError, Mapper } from "userlike-limeobject";
import config from "./config.json" with { type: "json" };

const mapper = new Mapper(config);

async function preview(request: Request): Promise<Response> {
  if (request.method !== "POST") return new Response("POST a conversation\n", { status: 405 });
  try {
    const bytes = mapper.transform(new Uint8Array(await request.arrayBuffer()));
    return new Response(bytes as BodyInit, { headers: { "content-type": "application/json" } });
  } catch (error) {
    if (!(error instanceof LimeobjectError)) throw error;
    return Response.json({ error: { code: error.code, message: error.message } }, { status: 422 });
  }
}

Deno.serve({ port: Number(Deno.env.get("PORT") ?? 8000), hostname: "127.0.0.1" }, preview);
