// Media files, as the worker imports them: the same table as for the package and the command line.
import assert from "node:assert/strict";
import { test } from "node:test";
import { answerAsHost, assertFiles, documentsIn, payloadWithFiles } from "../media-files.mjs";
import { startEdge } from "./edge.mjs";

test("the worker imports the files of the table", { timeout: 120_000 }, async (t) => {
  const edge = await startEdge(t, { outbound: ({ url }) => answerAsHost(url) });
  const { body: preview } = await edge.ask("/api/preview", { json: payloadWithFiles(1) });
  const { status, body: receipt } = await edge.ask("/api/send", { json: payloadWithFiles(1) });
  assert.equal(status, 200, JSON.stringify(receipt));
  const get = async (/** @type {string} */ path) =>
    (await edge.fetch(`/sandbox/${path}`, { headers: { "x-api-key": "sandbox" } })).json();
  assertFiles(1, [...preview.findings, ...receipt.findings], await documentsIn(get));
  // The preview knows the hosts of the settings.
  const hosts = { mediaHosts: ["files.example"] };
  await edge.ask("/api/settings", { method: "PUT", json: hosts });
  const { body: later } = await edge.ask("/api/preview", { json: payloadWithFiles(1) });
  const words = JSON.stringify(later.findings);
  assert.match(words, /the host media\.userlike\.com is not in the list/);
  assert.doesNotMatch(words, /the host files\.example/);
});

test("a row of a job, its reports and the list of conversations say how many files are missing", {
  timeout: 120_000,
}, async (t) => {
  const edge = await startEdge(t, { outbound: ({ url }) => answerAsHost(url) });
  const { body: receipt } = await edge.ask("/api/send", { json: payloadWithFiles(1) });
  const missing = receipt.findings.filter(({ code }) => ["file-unavailable", "media-unusable"].includes(code)).length;
  assert(missing > 0);
  const whole = { ...payloadWithFiles(3), transcript: [] };
  const { body: job } = await edge.ask("/api/bulk", { json: [payloadWithFiles(2), whole] });
  await edge.until(
    async () => (await edge.ask(`/api/bulk/${job.id}`)).body,
    ({ state }) => state === "done",
  );
  const { rows } = (await edge.ask(`/api/bulk/${job.id}/rows`)).body;
  assert.deepEqual(
    rows.map(({ status, missingFiles }) => [status, missingFiles]),
    [
      ["done", missing],
      ["done", 0],
    ],
  );
  const csv = await (await edge.admin(`/api/bulk/${job.id}/report.csv`)).text();
  assert.match(csv, new RegExp(`\r\n1,2,done,.*,${missing}\r\n2,3,done,.*,0\r\n$`));
  const { conversations } = (await edge.ask("/api/conversations")).body;
  assert.deepEqual(
    conversations
      .map(({ conversation, missingFiles }) => [conversation, missingFiles])
      .sort(([one], [other]) => one - other),
    [
      [1, missing],
      [2, missing],
      [3, 0],
    ],
  );
});

test("a host that does not answer is left alone after three attempts", { timeout: 60_000 }, async (t) => {
  const outbound = () => new Promise(() => {});
  const edge = await startEdge(t, { vars: { LIME_TIMEOUT_SECONDS: "1" }, outbound: /** @type {any} */ (outbound) });
  const transcript = [{ id: "1.1", type: "message", url: "https://media.userlike.com/lamp.png" }];
  const { status, body } = await edge.ask("/api/send", { json: { id: 1, transcript } });
  assert.equal(status, 200, JSON.stringify(body));
  assert.match(JSON.stringify(body.findings), /its host did not send it within 1 seconds/);
});
