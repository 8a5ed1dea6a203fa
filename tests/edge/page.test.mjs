import assert from "node:assert/strict";
import { test } from "node:test";
import { startEdge } from "./edge.mjs";

const ancestors = async (edge) => {
  const answer = await edge.fetch("/");
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get("content-type") ?? "", /^text\/html/);
  const policy = answer.headers.get("content-security-policy") ?? "";
  assert.match(policy, /default-src 'none'/);
  assert.equal(policy.match(/frame-ancestors/g)?.length, 1);
  return /frame-ancestors ([^;]*)/.exec(policy)?.[1];
};

test("the page names its icon, which is there", async (t) => {
  const edge = await startEdge(t);
  const [, icon] = /<link rel="icon"[^>]* href="([^"]+)"/.exec(await (await edge.fetch("/")).text()) ?? [];
  const answer = await edge.fetch(new URL(`${icon}`, edge.url).pathname);
  assert.deepEqual([answer.status, answer.headers.get("content-type")], [200, "image/svg+xml"]);
});

test("the origins of the settings may frame the page, and are in addon.json", async (t) => {
  const edge = await startEdge(t);
  const usual = ["https://userlike.com", "https://www.userlike.com", "https://lime-connect.com"];
  assert.equal(await ancestors(edge), `'self' ${usual.join(" ")}`);
  assert.deepEqual(await (await edge.fetch("/addon.json")).json(), { origins: usual });

  const addonOrigins = ["https://chat.example"];
  assert.equal((await edge.ask("/api/settings", { method: "PUT", json: { addonOrigins } })).status, 200);
  assert.equal(await ancestors(edge), "'self' https://chat.example");
  assert.deepEqual(await (await edge.fetch("/addon.json")).json(), { origins: addonOrigins });

  await edge.ask("/api/settings", { method: "PUT", json: { addonOrigins: [] } });
  assert.equal(await ancestors(edge), "'self'");
  assert.equal((await edge.fetch("/", { method: "POST" })).status, 404);
});
