import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Mapper } from "userlike-limeobject";
import { cli, example, fileOf } from "./package.mjs";
import { API_KEY, startSandbox } from "./sandbox.mjs";

const folder = mkdtempSync(join(tmpdir(), "userlike-limeobject-"));
after(() => rmSync(folder, { recursive: true }));

/** Writes a file for the command to read. */
function write(/** @type {string} */ name, /** @type {unknown} */ content) {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

const conversation = fileOf("userlike-limeobject/examples/conversation.json");
const config = write("config.json", {
  instances: [{ name: "Helpdesk", limetype: "helpdesk", properties: { title: { userlikeKey: "subject" } } }],
});
const limetypes = write("limetypes.json", [
  {
    name: "helpdesk",
    localname: { singular: "Ärende" },
    properties: [{ name: "title", localname: "Rubrik", type: "string", length: 64 }],
  },
]);
const { NO_COLOR, FORCE_COLOR, ...environment } = process.env;

/** Runs the command with its output piped. */
function run(/** @type {string[]} */ args, { input = "", env = {} } = {}) {
  const options = { input, env: { ...environment, ...env }, cwd: folder };
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], options);
  return { status, stdout: stdout.toString(), stderr: stderr.toString() };
}

test("without options, the example is used and named", () => {
  const { status, stdout, stderr } = run(["preview", conversation]);
  assert.equal(status, 0, stderr);
  assert.match(stderr, /examples\/config\.json and examples\/limetypes\.json/);
  const { id } = JSON.parse(example("conversation").toString());
  assert(stdout.startsWith(`Conversation ${id}\nInstance `));
  assert.match(stdout, /\nWritten to Lime CRM\n/);
  assert.match(stdout, /\n {7}│ .*Hello, I have a question\./);
});

test("the report has local names of objects and properties, and the sources of values", () => {
  const payload = write("named.json", { id: 1, subject: "Printer" });
  const { status, stdout, stderr } = run(["preview", payload, "--config", config, "--limetypes", limetypes]);
  assert.equal(status, 0);
  assert.equal(stderr, "");
  assert.match(stdout, /^ {2}1\. limeobject: Ärende \(helpdesk\)\n {5}Rubrik \(title\) = "Printer" {2}← subject$/m);
});

test("sources are paths that a configuration accepts; a pointer that has no path is printed as it is", () => {
  const properties = { title: { userlikeKey: 'custom["order no"]' }, code: { userlikeKey: '"0"' } };
  const paths = write("paths.json", { instances: [{ limetype: "helpdesk", properties }] });
  const payload = write("paths-payload.json", { id: 1, custom: { "order no": "A1" }, 0: "x" });
  const { status, stdout, stderr } = run(["preview", payload, "--config", paths]);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^ {5}title = "A1" {2}← custom\."order no"$/m);
  assert.match(stdout, /^ {5}code {2}= "x" {2}← \/0$/m);
});

test("without --limetypes the report has no local names", () => {
  const payload = write("unknown.json", { id: 1, subject: "Printer" });
  const { stdout } = run(["preview", payload, "--config", config]);
  assert.match(stdout, /^ {2}1\. limeobject: helpdesk\n {5}title = "Printer" {2}← subject$/m);
});

test("--json prints the preview and nothing else", () => {
  const args = ["--config", config, "--limetypes", limetypes, "--json"];
  const { status, stdout } = run(["preview", conversation, ...args]);
  const mapper = new Mapper(readFileSync(config), { limetypes: readFileSync(limetypes) });
  assert.equal(stdout, `${JSON.stringify(mapper.preview(example("conversation")), null, 2)}\n`);
  assert.equal(status, 0);
});

test("- reads the conversation from standard input", () => {
  const { status, stdout } = run(["preview", "-", "--config", config], { input: '{"id":77,"subject":"x"}' });
  assert.equal(status, 0);
  assert.match(stdout, /^Conversation 77\n/);
});

test("--instance selects an instance", () => {
  const two = write("two.json", {
    instances: [
      { name: "A", limetype: "a", topic: "a" },
      { name: "B", limetype: "b" },
    ],
  });
  const args = ["preview", conversation, "--config", two, "--instance", "B"];
  assert.match(run(args).stdout, /\nInstance B, /);
});

test("a finding of severity error: status 1, and the report says not to send", () => {
  const payload = write("no-id.json", { subject: "x" });
  const { status, stdout } = run(["preview", payload, "--config", config]);
  assert.equal(status, 1);
  assert.match(stdout, /\n {2}error {4}.+\n {11}conversation-id-missing/);
  assert.match(stdout, /\nDo not send this: 1 error\.\n$/);
  assert.equal(run(["preview", payload, "--config", config, "--json"]).status, 1);
});

test("an invalid payload: status 1, and a message with its position on standard error", () => {
  const payload = write("broken.json", '{\n  "id": 1,\n  "subject": oops\n}');
  const { status, stdout, stderr } = run(["preview", payload, "--config", config]);
  assert.equal(status, 1);
  assert.equal(stdout, "");
  assert.match(stderr, /^error: .*broken\.json:3:\d+: .*\/subject.*\nhint: /);
  assert.doesNotMatch(stderr, /\n\s+at /);
});

test("wrong usage: status 2 and a hint", () => {
  for (const args of [
    [],
    ["show"],
    ["preview"],
    ["preview", "a", "b"],
    ["preview", "a", "--colour"],
    ["preview", "a", "--config"],
  ]) {
    const { status, stdout, stderr } = run(args);
    assert.deepEqual([args, status, stdout], [args, 2, ""]);
    assert.match(stderr, /^error: .+\nhint: .*--help/s);
  }
});

test("an unreadable file: status 2", () => {
  for (const args of [
    ["preview", "nowhere.json", "--config", config],
    ["preview", conversation, "--config", "nowhere.json"],
    ["preview", conversation, "--config", config, "--limetypes", folder],
  ]) {
    const { status, stderr } = run(args);
    assert.equal(status, 2);
    assert.match(stderr, /^error: cannot read the \w+: E.+\nhint: /);
  }
});

test("an invalid configuration: status 2 and all problems", () => {
  const bad = write("bad.json", {
    instances: [{ name: "x" }, { limetype: "a", properties: { p: { userlikeKey: "a..b" } } }],
  });
  const { status, stdout, stderr } = run(["preview", conversation, "--config", bad]);
  assert.deepEqual([status, stdout], [2, ""]);
  assert.match(stderr, /^error: .*bad\.json: \/instances\/0.*: /m);
  assert.match(stderr, /^error: .*bad\.json: \/instances\/1\/properties\/p\/userlikeKey: /m);
  assert.match(stderr, /\nhint: /);
  const unreadable = write("unreadable.json", '{"instances": [');
  assert.match(run(["preview", conversation, "--config", unreadable]).stderr, /^error: .*unreadable\.json:1:\d+: /);
});

test("warnings about the configuration go to standard error", () => {
  const odd = write("odd.json", { instances: [{ limetype: "helpdesk", colour: "red" }] });
  const { stderr, stdout } = run(["preview", conversation, "--config", odd, "--json"]);
  assert.match(stderr, /^warning: .*odd\.json: \/instances\/0\/colour: /);
  JSON.parse(stdout);
});

test("colors only with FORCE_COLOR or on a terminal", () => {
  const args = ["preview", conversation, "--config", config];
  assert(!run(args).stdout.includes("\u001b"));
  assert(run(args, { env: { FORCE_COLOR: "1" } }).stdout.startsWith("\u001b[1mConversation"));
  assert(!run(args, { env: { NO_COLOR: "1" } }).stdout.includes("\u001b"));
});

test("no text of a visitor reaches the terminal as a control character", () => {
  const evil = "a\u001b[2J\u0007\u007f\u009b31m\u202eb\u2066\u2028\r\tc";
  const shown = "a\\u001b[2J\\u0007\\u007f\\u009b31m\\u202eb\\u2066\\u2028";
  const hostile = write("hostile.json", {
    id: 1,
    subject: evil,
    contact: { name: evil, email: `${evil}@x.se` },
    topics: [evil],
    transcript: [
      { id: "1.2.3", type: "message", sent_at: evil, operator_name: evil, body: `${evil}\nsecond ${evil}`, url: evil },
      { id: evil, type: evil, event: evil, body: evil, body_plain: evil },
    ],
  });
  const rich = write("rich.json", {
    instances: [
      {
        name: "Helpdesk",
        limetype: "helpdesk",
        relationHistory: "history",
        relationConversation: "ulconversation",
        relationDocument: "document",
        importMediaFiles: true,
        includeNotifications: true,
        personRelation: [{ identificationKey: "contact.email", propertyIdentifier: "email" }],
        properties: { title: { userlikeKey: "subject" }, who: { template: "{contact.name}" } },
      },
    ],
  });
  const results = [
    run(["preview", hostile, "--config", rich]),
    run(["preview", hostile, "--config", rich, "--json"]),
    run(["preview", write("broken-evil.json", `{"${evil}": x}`), "--config", rich]),
    run(["preview", `nowhere${evil.replaceAll("\0", "")}`, "--config", rich]),
    run(["preview", hostile, "--config", rich, "--instance", evil]),
  ];
  for (const { stdout, stderr } of results) {
    assert.doesNotMatch(stdout + stderr, /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
  }
  assert(results[0]?.stdout.includes(shown));
  const preview = new Mapper(readFileSync(rich)).preview(readFileSync(hostile));
  assert.deepEqual(JSON.parse(results[1]?.stdout ?? ""), preview);
});

test("a note keeps its lines, and none of them looks like a line of the report", () => {
  const payload = write("lines.json", {
    id: 1,
    transcript: [
      { type: "message", sent_at: "2024-02-22T15:49:07.228Z", body: "one\n\nFindings\n  error    Send money" },
    ],
  });
  const lines = write("history.json", { instances: [{ limetype: "helpdesk", relationHistory: "history" }] });
  const { stdout } = run(["preview", payload, "--config", lines]);
  assert.match(stdout, /\n {7}│ .*one\n {7}│ .*\n {7}│ .*Findings\n {7}│ .*error {4}Send money\n/);
});

test("a closed output pipe is not an error", async () => {
  const long = write("long.json", { id: 1, subject: "x".repeat(2_000_000) });
  const child = spawn(process.execPath, [cli, "preview", long, "--config", config, "--json"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.destroy();
  const errors = child.stderr.setEncoding("utf8").toArray();
  const [status] = await once(child, "exit");
  assert.equal((await errors).join(""), "");
  assert.equal(status, 0);
});

test("--help and --version", () => {
  const { status, stdout, stderr } = run(["--help"]);
  assert.deepEqual([status, stderr], [0, ""]);
  assert.equal(run(["-h"]).stdout, stdout);
  const commands = [...stdout.matchAll(/^ {2}([a-z]+) {2,}[A-Z]/gm)].map(([, name]) => String(name));
  assert.deepEqual(commands, ["preview", "check", "limetypes", "send", "serve", "completion"]);
  for (const command of commands) {
    const help = run([command, "--help"]);
    assert.deepEqual([help.status, help.stderr], [0, ""]);
    assert.match(help.stdout, new RegExp(`\nUsage\n  userlike-limeobject ${command} `));
    assert.match(help.stdout, /\nOptions\n(.+\n)+\nExit status\n {2}0 /);
    assert.equal(run([command, "-h"]).stdout, help.stdout);
    for (const line of help.stdout.split("\n")) assert(line.length <= 110, line);
  }
  const { version } = JSON.parse(readFileSync(fileOf("userlike-limeobject/package.json"), "utf8"));
  assert.equal(run(["--version"]).stdout, `${version}\n`);
});

test("docs/cli.md has the options and exit statuses of every command, and no others", () => {
  const manual = readFileSync(new URL("../../docs/cli.md", import.meta.url), "utf8");
  for (const command of ["preview", "check", "limetypes", "send", "serve", "completion"]) {
    const help = run([command, "--help"]).stdout;
    const [, section = ""] = manual.split(`\n## ${command}\n`);
    const commandSection = section.split("\n## ")[0] ?? "";
    const options = (/** @type {string} */ text) => new Set(text.match(/(?<=^[ |`]*)--[a-z][a-z-]*/gm));
    const expected = options(help);
    expected.delete("--help");
    assert.deepEqual(options(commandSection.replaceAll("`", "")), expected, command);
    const exits = [...help.matchAll(/^ {2}(\d+) +\S/gm)].map(([, exit]) => exit);
    assert.deepEqual(
      [...commandSection.matchAll(/^\| (\d+) \|/gm)].map(([, exit]) => exit),
      exits,
      command,
    );
  }
});

test("the position of an error is printed once", () => {
  const payload = write("once.json", '{\n  "id": 1,\n  "subject": oops\n}');
  const { stderr } = run(["preview", payload, "--config", config]);
  assert.match(stderr, /once\.json:3:\d+: the text is not JSON at \/subject: /);
});

test("invalid metadata has its own hint", () => {
  const broken = write("broken-limetypes.json", "[{");
  const { status, stderr } = run(["preview", conversation, "--config", config, "--limetypes", broken]);
  assert.equal(status, 2);
  assert.match(stderr, /^error: .*broken-limetypes\.json:1:\d+: [^(]*\nhint: fetch the metadata again/);
  const both = run(["preview", conversation, "--config", write("no.json", "{}"), "--limetypes", broken]);
  assert.match(both.stderr, /hint: correct the configuration; .*; fetch the metadata again/);
});

test("check: a valid configuration, one with warnings, one with errors", () => {
  const valid = run(["check", config, "--limetypes", limetypes]);
  assert.equal(valid.status, 0);
  assert.match(
    valid.stderr,
    /^info: \S[^\n]*: without an idempotencyProperty there can be two: [^\n]*after 66 seconds, [^\n]*carry out both\n$/,
  );
  const key = { idempotencyProperty: "userlikekey" };
  const keyed = { limetype: "helpdesk", relationHistory: "history", ...key, history: key };
  const checkKeys = (/** @type {object} */ instance) => run(["check", write("keys.json", { instances: [instance] })]);
  assert.equal(checkKeys(keyed).stderr, "");
  assert.match(checkKeys({ ...keyed, history: {} }).stderr, /^info: helpdesk: /);
  assert.equal(checkKeys({ limetype: "helpdesk", ...key }).stderr, "");
  assert.match(valid.stdout, /^valid: .*config\.json, checked against .*limetypes\.json\n$/);
  assert.match(run(["check", config]).stdout, /it was not checked against Lime CRM/);

  const odd = run(["check", write("odd-2.json", { instances: [{ limetype: "helpdesk", colour: "red" }] })]);
  assert.equal(odd.status, 0);
  assert.match(odd.stderr, /^warning: .*odd-2\.json: \/instances\/0\/colour: /);

  const invalid = write("invalid.json", {
    instances: [{ limetype: "ticket", properties: { p: { userlikeKey: "a..b" }, q: { userlikeKey: "c..d" } } }],
  });
  const errors = run(["check", invalid, "--limetypes", limetypes]);
  assert.deepEqual([errors.status, errors.stdout], [1, ""]);
  assert(errors.stderr.split("\n").filter((line) => line.startsWith("error: ")).length >= 2);
  const json = run(["check", invalid, "--limetypes", limetypes, "--json"]);
  assert.equal(json.status, 1);
  assert(JSON.parse(json.stdout).every((/** @type {object} */ problem) => "pointer" in problem));
});

test("limetypes and check --url fetch the metadata with the key from the environment or a file", async (t) => {
  const url = await startSandbox((done) => t.after(done));
  const response = await fetch(`${url}/api/v1/limetype/?_embed=limetypes.properties`, {
    headers: { "x-api-key": API_KEY },
  });
  const metadata = await response.json();
  const count = Object.keys(metadata._embedded.limetypes).length;
  const out = join(folder, "fetched.json");

  const fetched = await start(["limetypes", "--url", url, "--out", out], { LIME_API_KEY: API_KEY });
  assert.deepEqual([fetched.status, fetched.stderr], [0, ""]);
  assert.equal(fetched.stdout, `${out}: ${count} limetypes\n`);
  assert.deepEqual(JSON.parse(readFileSync(out, "utf8")), metadata);

  const key = write("key", `${API_KEY}\n`);
  chmodSync(key, 0o644);
  const readable = await start(["limetypes", "--key-file", key], { LIME_URL: url });
  assert.deepEqual(JSON.parse(readable.stdout), metadata);
  assert.match(readable.stderr, /^warning: other users can read .*key; restrict it with chmod 600/);
  chmodSync(key, 0o600);
  assert.equal((await start(["check", config, "--url", url, "--key-file", key], {})).status, 0);

  const rejected = await start(["limetypes", "--url", url], { LIME_API_KEY: "wrong-key" });
  assert.equal(rejected.status, 1);
  assert.match(rejected.stderr, /^error: .*\(401\)/);
  assert.doesNotMatch(rejected.stderr, /wrong-key/);

  for (const [args, env, word] of /** @type {[string[], Record<string, string>, RegExp][]} */ ([
    [["limetypes"], {}, /LIME_URL/],
    [["limetypes", "--url", url], {}, /LIME_API_KEY/],
    [["limetypes", "--url", "nonsense"], { LIME_API_KEY: "x" }, /https:\/\/<server>\/<application>/],
  ])) {
    const { status, stderr } = run(args, { env });
    assert.equal(status, 2, stderr);
    assert.match(stderr, word);
  }
});

test("serve: previews over HTTP for programs on this machine", async (t) => {
  const child = spawn(process.execPath, [cli, "serve", "--port", "0", "--config", config], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => child.kill("SIGKILL"));
  const [line] = await once(child.stdout.setEncoding("utf8"), "data");
  const url = String(/http:\S+/.exec(line)?.[0]);
  const json = { "content-type": "application/json" };
  const post = (/** @type {string} */ path, /** @type {string} */ body, headers = json) =>
    fetch(url.replace("/preview", path), { method: "POST", body, headers });
  const payload = JSON.stringify({ id: 5, subject: "x" });

  const one = await post("/preview", payload);
  assert.equal(one.status, 200);
  assert.deepEqual(await one.json(), new Mapper(readFileSync(config)).preview(payload));
  const many = await post("/previews", `${payload}\nnonsense\n${payload}\n`, {
    "content-type": "application/x-ndjson",
  });
  const lines = (await many.text())
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map(({ conversation, error }) => conversation ?? error.line),
    [5, 2, 5],
  );
  assert.equal((await fetch(url.replace("/preview", "/healthz"))).status, 200);

  const broken = await post("/preview", '{"id":');
  assert.deepEqual([broken.status, (await broken.json()).error.code], [422, "cut-off"]);
  for (const [answer, status] of /** @type {const} */ ([
    [post("/preview", payload, { "content-type": "text/plain" }), 415],
    [post("/elsewhere", payload), 404],
    [fetch(url), 405],
  ])) {
    const { error } = await (await answer).json();
    assert.equal((await answer).status, status);
    assert.match(error.message, /./);
  }
  // A request of a page whose host name was pointed at this machine (DNS rebinding).
  const status = await new Promise((resolve, reject) => {
    const headers = { ...json, host: "evil.example" };
    const rebound = request(url, { method: "POST", headers }, ({ statusCode }) => resolve(statusCode));
    rebound.on("error", reject).end(payload);
  });
  assert.equal(status, 403);

  const taken = run(["serve", "--port", new URL(url).port, "--config", config]);
  assert.equal(taken.status, 2);
  assert.match(taken.stderr, /EADDRINUSE.*\nhint: pass another --port/);

  child.kill("SIGINT");
  assert.deepEqual(await once(child, "exit"), [0, null]);
});

test("completion: bash completes commands, options, values and files", () => {
  const script = write("completion.bash", run(["completion", "bash"]).stdout);
  const complete = (/** @type {string[]} */ ...words) => {
    const program = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _userlike_limeobject; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const args = ["-c", program, "bash", script, "userlike-limeobject", ...words];
    return spawnSync("bash", args, { cwd: folder, encoding: "utf8" }).stdout.trim().split("\n").sort();
  };
  assert.deepEqual(complete("se"), ["send", "serve"]);
  assert.deepEqual(complete("send", "--co"), ["--concurrency", "--config"]);
  assert.deepEqual(complete("send", "--existing", ""), ["fill", "keep", "overwrite"]);
  assert.deepEqual(complete("completion", ""), ["bash", "fish", "zsh"]);
  assert.deepEqual(complete("preview", "config.j"), ["config.json"]);
  assert.match(run(["completion", "zsh"]).stdout, /^#compdef userlike-limeobject\n/);
  assert.match(
    run(["completion", "fish"]).stdout,
    /\ncomplete -c userlike-limeobject .* -l existing -x -a 'keep fill overwrite'/,
  );
  assert.equal(run(["completion", "tcsh"]).status, 2);
});

/** Runs the command without blocking this process, which may have to respond to its requests. */
async function start(/** @type {string[]} */ args, /** @type {Record<string, string>} */ env) {
  const child = spawn(process.execPath, [cli, ...args], { env: { ...environment, ...env }, cwd: folder });
  const output = [child.stdout, child.stderr].map((stream) => stream.setEncoding("utf8").toArray());
  const [status] = await once(child, "close");
  const [stdout, stderr] = (await Promise.all(output)).map((chunks) => chunks.join(""));
  return { status, stdout: String(stdout), stderr: String(stderr) };
}
