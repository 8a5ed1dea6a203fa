// A route on the edge runtime: bytes in, bytes out.
import { Mapper } from "userlike-limeobject";
import config from "userlike-limeobject/examples/config.json";

export const runtime = "edge";

const mapper = new Mapper(config);

export async function POST(request) {
  return new Response(mapper.transform(new Uint8Array(await request.arrayBuffer())));
}
