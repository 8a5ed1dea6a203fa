// node sandbox/node/main.ts: serves the sandbox until its standard input ends, and prints its URL.

import { startSandbox } from "./server.ts";

const { url, close } = await startSandbox({ port: Number(process.env.PORT ?? 0) });
console.log(url);
process.stdin.on("end", close).resume();
