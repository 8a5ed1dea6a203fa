// Media files, as the package and the command line import them into the sandbox Lime CRM.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Mapper } from "userlike-limeobject";
import { deliver, dryRun, FileUnavailableError, fetchLimetypes } from "userlike-limeobject/delivery";
import config from "userlike-limeobject/examples/config.json" with { type: "json" };
import "../media-fetch.mjs";
import { assertFiles, documentsIn, expectedWords, payloadWithFiles } from "../media-files.mjs";
import { cli, fileOf } from "./package.mjs";
import { API_KEY, startSandbox } from "./sandbox.mjs";

const lime = { url: await startSandbox(after), apiKey: API_KEY };
const limetypes = await fetchLimetypes(lime);
const mapper = new Mapper(/** @type {any} */ (config), { limetypes });

/** @param {string} path */
const get = async (path) => (await fetch(`${lime.url}/${path}`, { headers: { "x-api-key": API_KEY } })).json();
/** @param {object} [change] */
const oneFile = (id = 1, change = {}) =>
  mapper.preview({
    id,
    transcript: [{ id: `${id}.1`, type: "message", url: "https://media.userlike.com/lamp.png", ...change }],
  });
const picture = (/** @type {BodyInit} */ body = "\x89PNG") =>
  new Response(body, { headers: { "content-type": "image/png" } });

test("the package imports the files of the table", { timeout: 60_000 }, async () => {
  const preview = mapper.preview(payloadWithFiles(1));
  const forecast = await dryRun(preview, lime);
  const receipt = await deliver(preview, lime);
  assertFiles(1, [...preview.findings, ...receipt.findings], await documentsIn(get));
  // What is known before the files are fetched is said by the dry run, too.
  const refused = receipt.findings.filter(
    ({ code, message }) => code === "media-unusable" && !/redirects/.test(message),
  );
  assert.deepEqual(
    forecast.findings.filter(({ code }) => code === "media-unusable"),
    refused,
  );
  assert.equal(refused.length, 1);
});

test("a preview that knows the hosts warns as the delivery does", () => {
  const hosts = { limetypes, mediaHosts: ["*.userlike.com"] };
  const preview = new Mapper(/** @type {any} */ (config), hosts).preview(payloadWithFiles(1));
  const warnings = preview.findings.map(({ message }) => message).join("\n");
  assert.match(warnings, /"https:\/\/files\.example\/17\/a\.png": the host files\.example is not in the list/);
  for (const mediaHosts of [["localhost"], ["10.0.0.1"], ["https://a.example"], "a.example", [1]]) {
    const options = /** @type {any} */ ({ mediaHosts });
    assert.throws(() => new Mapper(/** @type {any} */ (config), options), { code: "option" }, String(mediaHosts));
  }
});

test("the command imports the files of the table", { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "userlike-limeobject-"));
  after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "key"), API_KEY, { mode: 0o600 });
  writeFileSync(join(folder, "payload.json"), JSON.stringify(payloadWithFiles(2)));
  writeFileSync(join(folder, "limetypes.json"), JSON.stringify(limetypes));
  const mapping = ["--config", fileOf("userlike-limeobject/examples/config.json"), "--limetypes", "limetypes.json"];
  const run = async (/** @type {string[]} */ ...args) => {
    const preload = fileURLToPath(new URL("../media-fetch.mjs", import.meta.url));
    const child = spawn(process.execPath, ["--import", preload, cli, ...args, ...mapping], { cwd: folder });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    const [status] = await once(child, "close");
    return { status, output };
  };
  const sent = await run("send", "payload.json", "--url", lime.url, "--key-file", "key");
  assert.equal(sent.status, 0, sent.output);
  const previewed = JSON.parse((await run("preview", "payload.json", "--json")).output);
  const words = [sent.output, ...previewed.findings.map((/** @type {any} */ finding) => finding.message)].join("\n");
  for (const expected of expectedWords) assert(words.includes(expected), `${expected}\n${words}`);
  const files = await documentsIn(get);
  assert.equal([...files.keys()].filter((id) => id.startsWith("2.")).length, 5);
  assert(previewed.findings.some((/** @type {any} */ { message }) => message.includes("the host files.example")));
  const allowed = await run("preview", "payload.json", "--json", "--media-hosts", "files.example");
  assert.doesNotMatch(allowed.output, /the host files\.example/);
  assert.match(allowed.output, /the host media\.userlike\.com/);
  const wrong = await run("preview", "payload.json", "--media-hosts", "localhost");
  assert.equal(wrong.status, 2);
  assert.match(wrong.output, /"localhost" is not the name of a host/);
});

test("a host that is slow costs its own time, and never the delivery", async () => {
  const never = new Promise(() => {});
  /** A picture whose end never comes. */
  const endless = () =>
    picture(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(2000)) }));
  for (const [index, fetchFile] of [
    async () => /** @type {Response} */ (await never),
    async () => endless(),
  ].entries()) {
    const receipt = await deliver(oneFile(10 + index), { ...lime, fetchFile, fileTimeout: 100, attempts: 1 });
    assert.match(receipt.findings[0]?.message ?? "", /its host did not send it within 1 seconds/);
  }
  // Lime CRM's time runs out while the host is waited for.
  const receipt = await deliver(oneFile(12), { ...lime, fetchFile: async () => endless(), timeout: 200, attempts: 1 });
  assert.equal(receipt.findings[0]?.code, "file-unavailable");
  assert.equal(receipt.ids.documents.length, 0);
});

test("a file that turns out to be larger than the limit, or than Lime CRM takes, is left out", async () => {
  const chunks = [new Uint8Array(4000), new Uint8Array(4000)];
  const growing = new ReadableStream({
    pull: (controller) => (chunks[0] ? controller.enqueue(chunks.shift()) : controller.close()),
  });
  const large = await deliver(oneFile(30), { ...lime, fetchFile: async () => picture(growing), maxFileBytes: 5000 });
  assert.match(large.findings[0]?.message ?? "", /it is larger than 5000 bytes/);
  const refusing = /** @type {typeof fetch} */ (
    async (input, init) =>
      String(input).endsWith("/api/v1/file/") ? new Response(null, { status: 413 }) : fetch(input, init)
  );
  const refused = await deliver(oneFile(31), { ...lime, fetch: refusing, fetchFile: async () => picture() });
  assert.match(refused.findings[0]?.message ?? "", /Lime CRM does not accept it \(413\): it is too large/);
  assert.deepEqual([large.ids.documents, refused.ids.documents], [[], []]);
});

test("a fetchFile of one's own: any host, its reason, and redirects that it follows by itself", async () => {
  const elsewhere = oneFile(20, { url: "https://files.example/lamp.png" });
  const options = { ...lime, fetchFile: async () => picture() };
  assert.equal((await deliver(elsewhere, options)).ids.documents.length, 1);
  const limited = await deliver(oneFile(21, { url: "https://files.example/lamp.png" }), {
    ...options,
    mediaHosts: ["userlike.com"],
  });
  assert.match(limited.findings[0]?.message ?? "", /the host files\.example is not in the list/);
  const failing = async () => {
    throw new FileUnavailableError("it is in the archive", false);
  };
  const archived = await deliver(oneFile(22), { ...lime, fetchFile: failing });
  assert.match(archived.findings[0]?.message ?? "", /lamp\.png": it is in the archive\. The next send/);
  const followed = async () =>
    Object.defineProperties(picture(), { redirected: { value: true }, url: { value: "https://evil.example/" } });
  const redirected = await deliver(oneFile(23), { ...lime, fetchFile: followed, mediaHosts: ["*.userlike.com"] });
  assert.match(
    redirected.findings[0]?.message ?? "",
    /it redirects to "https:\/\/evil\.example\/": the host evil\.example/,
  );
});

test("limits that are none are refused", async () => {
  for (const options of [
    { maxFileBytes: 0 },
    { fileTimeout: Number.NaN },
    { maxFileBytes: -1 },
    { mediaHosts: ["localhost"] },
    { mediaHosts: "a" },
  ]) {
    const sent = (async () => deliver(oneFile(), /** @type {any} */ ({ ...lime, ...options })))();
    await assert.rejects(sent, { code: "option" }, JSON.stringify(options));
  }
});
