// serve.mjs FOLDER: a static file server for the built page, on this machine only.
// PORT=5173, or the next free one. Ctrl-C or SIGTERM ends it, with exit code 0.
import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, sep } from "node:path";
import { headers } from "../www/policy.mjs";

const HOST = "127.0.0.1";
const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};
const HEADERS = { ...headers, "Cache-Control": "no-cache" };

const folder = process.argv[2];
const root = folder && (await realpath(folder).catch(() => undefined));
if (!root) {
  console.error(`error: there is no folder ${folder ?? "to serve"}\n  what to do: make page`);
  process.exit(2);
}

// The file for a URL, or undefined: nothing outside the folder, through ".." or a link, is ever found.
async function find(url) {
  try {
    const path = decodeURIComponent(new URL(url, "http://localhost").pathname);
    let file = await realpath(join(root, path));
    if (file !== root && !file.startsWith(root + sep)) return undefined;
    if ((await stat(file)).isDirectory()) file = await realpath(join(file, "index.html"));
    const { size } = await stat(file);
    return { file, size };
  } catch {
    return undefined;
  }
}

const server = createServer(async (request, response) => {
  const answer = (status, headers = {}) => response.writeHead(status, { ...HEADERS, ...headers });
  if (request.method !== "GET" && request.method !== "HEAD") {
    answer(405, { Allow: "GET, HEAD" }).end();
    return;
  }
  const found = await find(request.url);
  if (!found) {
    answer(404, { "Content-Type": "text/plain; charset=utf-8" }).end("Not found\n");
    return;
  }
  const type = TYPES[extname(found.file)] ?? "application/octet-stream";
  answer(200, { "Content-Type": type, "Content-Length": found.size });
  if (request.method === "HEAD") response.end();
  else
    createReadStream(found.file)
      .on("error", () => response.destroy())
      .pipe(response);
});

const wanted = Number(process.env.PORT || 5173);
let port = wanted;
server.on("error", (error) => {
  if (error.code === "EADDRINUSE" && port < wanted + 50) server.listen(++port, HOST);
  else {
    console.error(`error: ${error.message}\n  what to do: choose another port, e.g. PORT=8080`);
    process.exit(1);
  }
});
server.on("listening", () => {
  const { port: actual } = server.address();
  const note = wanted !== 0 && actual !== wanted ? ` (port ${wanted} is taken)` : "";
  console.log(`\n  The page is at http://${HOST}:${actual}/${note}\n  Ctrl-C ends it.\n`);
});
server.listen(port, HOST);

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(0));
