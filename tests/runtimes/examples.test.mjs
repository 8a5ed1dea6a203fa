// Runs the projects of examples/, copied to another folder, and the programs of the package's README with the packed package.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { build } from "vite";
import { browsers, serve } from "./browser.mjs";
import { sandbox } from "./lime.mjs";
import { newProject, programs, root } from "./project.mjs";
import { startWorker } from "./worker.mjs";

/** Copies an example to a new project that has the package installed. */
const project = (/** @type {string} */ example) => newProject(after, { example });

const payload = JSON.parse(
  readFileSync(new URL(import.meta.resolve("userlike-limeobject/examples/conversation.json")), "utf8"),
);

test("every example depends on the current version of the package", () => {
  const { version } = JSON.parse(readFileSync(join(root, "pkg/package.json"), "utf8"));
  for (const manifest of globSync("examples/*/package.json", { cwd: root })) {
    const { dependencies } = JSON.parse(readFileSync(join(root, manifest), "utf8"));
    assert.equal(dependencies["userlike-limeobject"], `^${version}`, manifest);
  }
  const { imports } = JSON.parse(readFileSync(join(root, "examples/deno/deno.json"), "utf8"));
  assert.deepEqual(imports, { "userlike-limeobject": `npm:userlike-limeobject@^${version}` });
});

test("node", async () => {
  const node = project("node");
  node.write({ "good.ndjson": `${JSON.stringify(payload)}\n${JSON.stringify(payload)}\n` });
  assert.match(await node.run(process.execPath, ["report.js", "good.ndjson"]), /^\n2 can be sent\n$/);
  node.write({
    "bad.ndjson": `${JSON.stringify(payload)}\nnonsense\n${JSON.stringify({ ...payload, id: undefined })}\n`,
  });
  await assert.rejects(
    node.run(process.execPath, ["report.js", "bad.ndjson"]),
    /line 2: .*\nline 3: .*\n\n1 can be sent\n1 × not-json\n1 × conversation-id-missing\n/,
  );
});

test("deno", async (t) => {
  const deno = project("deno");
  // Resolves the package that npm has installed instead of the registry's.
  deno.write({ "deno.json": "{}" });
  await deno.run(programs.deno, ["check", "server.ts"]);
  const child = spawn(programs.deno, ["run", "--no-prompt", "--allow-net", "--allow-env=PORT", "server.ts"], {
    cwd: deno.folder,
    env: { ...process.env, PORT: "0", NO_COLOR: "1" },
  });
  t.after(() => child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (chunk) => (output += chunk));
  while (!/http:\S+/.test(output)) await Promise.race([once(child.stdout, "data"), once(child.stderr, "data")]);
  const url = String(/http:\S+/.exec(output)?.[0]);
  const answer = await (await fetch(url, { method: "POST", body: JSON.stringify(payload) })).json();
  assert.equal(answer.conversation, payload.id);
  const refused = await fetch(url, { method: "POST", body: "nonsense" });
  assert.deepEqual([refused.status, (await refused.json()).error.code], [422, "not-json"]);
});

test("worker", async (t) => {
  const worker = project("worker");
  const { lime } = await sandbox((done) => t.after(done));
  const { url, apiKey, conversation } = lime();
  const bindings = { LIME_URL: url, LIME_API_KEY: apiKey, CALLBACK_SECRET: "secret" };
  const ask = await startWorker(t, worker, bindings);
  const post = (/** @type {object} */ body, secret = "secret") =>
    ask({
      method: "POST",
      headers: { "x-secret": secret },
      body: JSON.stringify({ ...payload, id: conversation, ...body }),
    });
  const answer = await post({ _type: "conversation", _event: "ended" });
  assert.equal(answer.status, 200, await answer.clone().text());
  assert.match(JSON.parse(await answer.text()).url, /\/client\/object\/helpdesk\/\d+$/);
  assert.equal(await (await post({ _event: "start" })).text(), "ignored\n");
  assert.equal((await post({ _event: "ended" }, "guess")).status, 403);
});

test("vite", async (t) => {
  const vite = project("vite");
  const config = (await import(vite.path("vite.config.js"))).default;
  await build({ ...config, configFile: false, root: vite.folder, logLevel: "error" });
  const origin = await serve((done) => t.after(done), vite.path("dist"), "");
  const page = await (await browsers.Chromium()).newPage();
  t.after(() => page.close());
  await page.goto(`${origin}/index.html`);
  const enter = (/** @type {string} */ text) =>
    page.$eval(
      "textarea",
      (input, text) => {
        input.value = text;
        input.dispatchEvent(new Event("input"));
      },
      text,
    );
  // The page listens when the module has been compiled, and nothing shows that.
  for (let shown = ""; !/ulconversation\s+conversationid\s+4711/.test(shown); ) {
    await enter(JSON.stringify({ ...payload, id: 4711 }));
    shown = await page.$eval("tbody", (body) => /** @type {HTMLElement} */ (body).innerText);
  }
  await enter("{");
  assert.match(await page.$eval("[role=alert]", (alert) => alert.textContent ?? ""), /incomplete/);
});

test("the programs of the package's README", async (t) => {
  const readme = readFileSync(join(root, "pkg/README.md"), "utf8");
  const code = (/** @type {string} */ heading) => {
    const found = new RegExp(`\n##+ ${heading}\n[^#]*?\`\`\`js\n([^]*?)\`\`\``).exec(readme)?.[1];
    assert(found, `the README has no program under "${heading}"`);
    return found;
  };
  const user = newProject(after);
  for (const name of ["config", "limetypes", "conversation"]) {
    cpSync(user.path(`node_modules/userlike-limeobject/examples/${name}.json`), user.path(`${name}.json`));
  }
  const five = code("A preview in five lines");
  user.write({ "five.mjs": five, "conversations.ndjson": `${JSON.stringify(payload)}\n`.repeat(3) });
  assert.match(await user.run(process.execPath, ["five.mjs"]), /limetype: 'helpdesk'/);

  const imports = five.replace(/^console.*$/m, "");
  user.write({ "many.mjs": `${imports}\n${code("Many conversations")}` });
  await user.run(process.execPath, ["many.mjs"]);
  const lines = readFileSync(user.path("previews.ndjson"), "utf8").trimEnd().split("\n");
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).conversation),
    [payload.id, payload.id, payload.id],
  );

  const { lime } = await sandbox((done) => t.after(done));
  const { url, apiKey } = lime();
  const deliver = code("Delivery")
    .replace("https://lime.example.com/app", url)
    .replace("process.env.LIME_API_KEY", `"${apiKey}"`);
  const given = `
    import { readFileSync } from "node:fs";
    import { Mapper } from "userlike-limeobject";
    const config = readFileSync("config.json");
    const conversation = readFileSync("conversation.json");`;
  user.write({ "deliver.mjs": `${given}\n${deliver}\nconsole.log(created, url);` });
  assert.match(await user.run(process.execPath, ["deliver.mjs"]), /^true http:\S+\/client\/object\/helpdesk\/\d+\n$/);
});
