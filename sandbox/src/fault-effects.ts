import type { Fault, FaultTime } from "./fault.ts";
import type { Json } from "./json.ts";
import type { ObjectStore } from "./object-store.ts";
import { withRelations, withSearchFault } from "./search-faults.ts";

const HANG_MS = 600_000;

/** Waits for a time, or until `released` aborts. */
const wait = (milliseconds: number, released: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      released.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    released.addEventListener("abort", done);
  });

/** Handles a request that a fault hits. `released` ends its delay. Rejects where the connection breaks. */
export async function handleWithFault(
  fault: Fault,
  request: Request,
  objects: ObjectStore,
  released: AbortSignal,
  handle: (request: Request) => Promise<Response>,
): Promise<Response> {
  if (fault.delay > 0) await wait(fault.delay, released);
  if (fault.late !== undefined) {
    const body = request.body === null ? null : await request.arrayBuffer();
    const late = new Request(request.url, { method: request.method, headers: request.headers, body });
    setTimeout(() => handle(late), fault.late);
  }
  await breakConnection(fault, "before", request.signal);
  if (fault.status !== undefined && !fault.after) return faultResponse(fault.status, fault);
  const response = await handle(withSearchFault(fault, request));
  await breakConnection(fault, "after", request.signal);
  return changed(fault, request, objects, response);
}

async function breakConnection({ cut, hang }: Fault, time: FaultTime, signal: AbortSignal): Promise<void> {
  if (hang === time) await untilAborted(signal);
  if (hang === time || cut === time) throw new Error("A fault of the sandbox broke the connection.");
}

/** Waits until the client disconnects, ten minutes at most. */
function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    // A timer, because workerd ends a request that waits for nothing.
    const timer = setTimeout(resolve, HANG_MS);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function changed(fault: Fault, request: Request, objects: ObjectStore, response: Response): Promise<Response> {
  if (fault.status !== undefined) return faultResponse(fault.status, fault);
  if (fault.body !== undefined) return new Response(fault.body, { status: response.status, headers: headersOf(fault) });
  if (fault.replace === undefined && fault.relations === undefined) return response;
  if (!/json/.test(response.headers.get("content-type") ?? "")) return response;
  let json = (await response.json()) as unknown;
  if (fault.relations !== undefined) json = withRelations(fault.relations, request, objects, json);
  if (fault.replace !== undefined) json = replaced(json, fault.replace);
  return new Response(JSON.stringify(json), response);
}

function replaced(json: unknown, values: Json): unknown {
  if (Array.isArray(json)) return json.map((item) => replaced(item, values));
  if (typeof json !== "object" || json === null) return json;
  const pairs = Object.entries(json).map(([name, value]) => [
    name,
    Object.hasOwn(values, name) ? values[name] : replaced(value, values),
  ]);
  return Object.fromEntries(pairs);
}

function headersOf({ retryAfter, contentType }: Fault): Headers {
  const headers = new Headers();
  if (retryAfter !== undefined) headers.set("retry-after", String(retryAfter));
  if (contentType !== undefined) headers.set("content-type", contentType);
  return headers;
}

function faultResponse(status: number, fault: Fault): Response {
  const headers = headersOf(fault);
  if ([204, 205, 304].includes(status)) return new Response(null, { status, headers });
  if (fault.body !== undefined) return new Response(fault.body, { status, headers });
  const error = { code: "fault", message: `This error was asked for as a fault: status ${status}.` };
  return Response.json({ error }, { status, headers });
}
