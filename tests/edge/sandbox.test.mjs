// The sandbox Lime CRM behind the worker: what tests/sandbox does not see.
import assert from "node:assert/strict";
import { request } from "node:http";
import { test } from "node:test";
import conversation from "userlike-limeobject/examples/conversation.json" with { type: "json" };
import { startEdge } from "./edge.mjs";

test("a sandbox without a key of its own is closed where the world can reach it", async (t) => {
  const open = await startEdge(t, { vars: { PUBLIC_URL: "https://worker.example" } });
  const headers = { host: "worker.example", "x-api-key": "sandbox" };
  for (const path of ["/sandbox/api/v1/", "/sandbox/client/", "/sandbox/_control/stats"]) {
    const answer = await new Promise((resolve, reject) => {
      request(new URL(path, open.url), { headers }, (incoming) => {
        incoming.resume().on("end", () => resolve(incoming));
      })
        .on("error", reject)
        .end();
    });
    assert.equal(answer.statusCode, 503, path);
  }
  const sent = await open.fetch("/limepkg-userlike/userlike/", {
    method: "POST",
    headers: { "x-api-key": "sandbox" },
    body: JSON.stringify(conversation),
  });
  assert.equal(sent.status, 503);
  assert.equal((await sent.json()).error.code, "sandbox-closed");
});
