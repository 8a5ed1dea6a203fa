import assert from "node:assert/strict";
import { after, test } from "node:test";
import { ADMIN_TOKEN, startEdge } from "./edge.mjs";

const METRICS_TOKEN = "metrics-token-of-the-tests";
const edge = await startEdge({ after }, { vars: { METRICS_TOKEN } });
const metrics = async (token = METRICS_TOKEN) => {
  const answer = await edge.fetch("/metrics", { headers: { authorization: `Bearer ${token}` } });
  return { status: answer.status, type: answer.headers.get("content-type"), text: await answer.text() };
};

test("/healthz answers without a token", async () => {
  const answer = await edge.fetch("/healthz");
  assert.equal(answer.status, 200);
  assert.deepEqual(await answer.json(), { ok: true });
});

test("the metrics accept the admin token and their own token, which opens nothing else", async () => {
  assert.equal((await metrics("wrong")).status, 401);
  assert.equal((await metrics(ADMIN_TOKEN)).status, 200);
  assert.equal((await metrics()).status, 200);
  const other = await edge.fetch("/api/settings", { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
  assert.equal(other.status, 401);
});

test("counters are in Prometheus' text format, and survive a restart", async () => {
  const payload = '{"id": 5}';
  for (let i = 0; i < 3; i += 1) await edge.admin("/api/preview", { method: "POST", body: payload });
  const counted = await edge.until(metrics, ({ text }) => text.includes("previews_total 3"));
  assert.equal(counted.type, "text/plain; version=0.0.4; charset=utf-8");
  for (const line of counted.text.trimEnd().split("\n")) {
    assert.match(line, /^(# (HELP|TYPE) \w+ .+|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? \d+)$/);
  }
  assert.match(counted.text, /requests_total\{method="POST",route="\/api\/preview",status="200"\} 3/);
  assert.match(counted.text, /lime_requests_total\{method="GET",status="200"\} 1/);
  await edge.restart();
  assert.match((await metrics()).text, /previews_total 3/);
});
