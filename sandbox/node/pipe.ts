// node sandbox/node/pipe.ts: the sandbox without HTTP, for tests that make hundreds of thousands of requests. Each line of
// standard input is a JSON list of requests [method, path behind the application, headers, body or null], which are handled
// in order. Standard output gets a line with the JSON list of [status, length of the body in bytes], and then the bodies. The
// process ends with its standard input.

import { readSync, writeSync } from "node:fs";
import { Application } from "../src/application.ts";
import { MemoryDatabase } from "./database.ts";

type PipedRequest = [method: string, path: string, headers: Record<string, string>, body: string | null];

const APPLICATION = "http://localhost/sandbox/";

const application = new Application({
  database: new MemoryDatabase(),
  setAlarm() {
    throw new Error("No timers run here: let bulk imports begin by `startAtPoll`.");
  },
});

async function handle([method, path, headers, body]: PipedRequest): Promise<{ status: number; bytes: Buffer }> {
  const response = await application.fetch(new Request(APPLICATION + path, { method, headers, body }));
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
}

/** The lines of standard input. They are read synchronously, which takes a fraction of the time that a stream takes. */
function* lines(): Generator<string> {
  const buffer = Buffer.alloc(1 << 16);
  let chunks: Buffer[] = [];
  for (;;) {
    const length = readSync(0, buffer);
    if (length === 0) return;
    chunks.push(Buffer.from(buffer.subarray(0, length)));
    // The next line is sent only after this one is answered.
    if (buffer[length - 1] !== 0x0a) continue;
    yield Buffer.concat(chunks).toString();
    chunks = [];
  }
}

function write(bytes: Buffer): void {
  for (let rest = bytes; rest.length > 0; ) rest = rest.subarray(writeSync(1, rest));
}

const line = (json: unknown): Buffer => Buffer.from(`${JSON.stringify(json)}\n`);

write(line(process.version));
for (const text of lines()) {
  const responses: { status: number; bytes: Buffer }[] = [];
  for (const request of JSON.parse(text) as PipedRequest[]) responses.push(await handle(request));
  const head = line(responses.map(({ status, bytes }) => [status, bytes.length]));
  write(Buffer.concat([head, ...responses.map(({ bytes }) => bytes)]));
}
