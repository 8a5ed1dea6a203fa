// `serve` and requests that are not quite what programs usually send.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Mapper } from "userlike-limeobject";
import { cli, example } from "./package.mjs";

const child = spawn(process.execPath, [cli, "serve", "--port", "0"], { stdio: ["ignore", "pipe", "ignore"] });
after(() => child.kill("SIGKILL"));
const [line] = await once(child.stdout.setEncoding("utf8"), "data");
const port = Number(/:(\d+)\//.exec(line)?.[1]);

/** Sends a header as it is, and returns the status and the code of the error. */
async function send(/** @type {string} */ head) {
  const socket = connect(port, "127.0.0.1");
  socket.write(`${head}\r\nConnection: close\r\n\r\n`);
  const answer = (await socket.setEncoding("utf8").toArray()).join("");
  const code = /"code":"([^"]+)"/.exec(answer)?.[1];
  return [Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]), ...(code === undefined ? [] : [code])];
}

test("targets and hosts", async () => {
  for (const [head, expected] of /** @type {const} */ ([
    ["GET /healthz HTTP/1.1\r\nHost: LocalHost:99", [200]],
    ["GET /healthz HTTP/1.1\r\nHost: [0:0:0:0:0:0:0:1]", [200]],
    ["GET http://LOCALHOST/healthz HTTP/1.1\r\nHost: localhost", [200]],
    ["GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost", [403, "wrong-host"]],
    ["GET /healthz HTTP/1.1\r\nHost: evil.example", [403, "wrong-host"]],
    ["GET // HTTP/1.1\r\nHost: localhost", [400, "bad-request"]],
    ["GET //localhost/healthz HTTP/1.1\r\nHost: localhost", [400, "bad-request"]],
    ["GET /\\localhost/healthz HTTP/1.1\r\nHost: localhost", [400, "bad-request"]],
    ["GET http://[ HTTP/1.1\r\nHost: localhost", [400, "bad-request"]],
    ["OPTIONS * HTTP/1.1\r\nHost: localhost", [400, "bad-request"]],
    ["GET /healthz?%zz HTTP/1.1\r\nHost: localhost", [400, "bad-request"]],
    ["GET /healthz#x HTTP/1.1\r\nHost: localhost", [400, "bad-request"]],
    ["GET /healthz HTTP/1.1\r\nHost: user@localhost", [400, "bad-request"]],
    ["GET /healthz HTTP/1.1\r\nHost: ", [400, "bad-request"]],
    ["GET healthz HTTP/1.1\r\nHost: localhost", [400]],
  ]))
    assert.deepEqual(await send(head), expected, head);
});

test("media types and encodings", async () => {
  for (const [headers, expected] of /** @type {const} */ ([
    ["Content-Type: Application/JSON; charset=utf-8", [422, "cut-off"]],
    ["Content-Type: APPLICATION/x-NDJSON", [422, "cut-off"]],
    ["Content-Type: application/json\r\nContent-Encoding: Identity", [422, "cut-off"]],
    ["Content-Type: application/json\r\nContent-Encoding: gzip", [415, "wrong-type"]],
    ["Content-Type: application/json-seq", [415, "wrong-type"]],
    ["Content-Type: text/json", [415, "wrong-type"]],
    ["X: y", [415, "wrong-type"]],
  ])) {
    const head = `POST /preview HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n${headers}`;
    assert.deepEqual(await send(head), expected, headers);
  }
});

test("an upload has no time limit, its header has, and each conversation is answered as it comes", async () => {
  const module = new URL("dist/cli/preview-server.js", import.meta.resolve("userlike-limeobject/package.json"));
  const { createPreviewServer } = await import(module.href);
  const server = createPreviewServer(new Mapper(example("config")), "127.0.0.1");
  assert.deepEqual([server.requestTimeout, server.headersTimeout, server.timeout], [0, 60_000, 0]);

  const upload = request({
    port,
    method: "POST",
    path: "/previews",
    headers: { "content-type": "application/x-ndjson" },
  });
  upload.write('{"id":1}\n');
  const [response] = await once(upload, "response");
  for (const id of [1, 2, 3]) {
    if (id > 1) upload.write(`{"id":${id}}\n`);
    const [answer] = await once(response.setEncoding("utf8"), "data");
    assert.equal(JSON.parse(answer).conversation, id);
    await pause(50);
  }
  upload.end();
  // The server is killed behind the last test, which would break a connection that is still open.
  await once(response.resume(), "end");
});
