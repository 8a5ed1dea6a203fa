import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Mapper } from "userlike-limeobject";
import { cli, example, fileOf } from "./package.mjs";

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

test("the example runs without any option, and says what it shows", () => {
  const { status, stdout, stderr } = run(["preview", conversation]);
  assert.equal(status, 0, stderr);
  assert.match(stderr, /examples\/config\.json and examples\/limetypes\.json/);
  const { id } = JSON.parse(example("conversation").toString());
  assert(stdout.startsWith(`Conversation ${id}\nInstance `));
  assert.match(stdout, /\nWritten to Lime CRM\n/);
  assert.match(stdout, /\n {7}│ .*Hello, I have a question\./);
});

test("the report names objects and properties as people do, and says where values come from", () => {
  const payload = write("named.json", { id: 1, subject: "Printer" });
  const { status, stdout, stderr } = run(["preview", payload, "--config", config, "--limetypes", limetypes]);
  assert.equal(status, 0);
  assert.equal(stderr, "");
  assert.match(stdout, /^ {2}1\. limeobject: Ärende \(helpdesk\)\n {5}Rubrik \(title\) = "Printer" {2}← subject$/m);
});

test("without --limetypes nothing is known about the limetypes", () => {
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

test("--instance chooses", () => {
  const two = write("two.json", {
    instances: [
      { name: "A", limetype: "a", topic: "a" },
      { name: "B", limetype: "b" },
    ],
  });
  const args = ["preview", conversation, "--config", two, "--instance", "B"];
  assert.match(run(args).stdout, /\nInstance B, /);
});

test("a finding of severity error ends with 1, and the report says not to send", () => {
  const payload = write("no-id.json", { subject: "x" });
  const { status, stdout } = run(["preview", payload, "--config", config]);
  assert.equal(status, 1);
  assert.match(stdout, /\n {2}error {4}.+\n {11}conversation-id-missing/);
  assert.match(stdout, /\nDo not send this: 1 error\.\n$/);
  assert.equal(run(["preview", payload, "--config", config, "--json"]).status, 1);
});

test("a payload that is no conversation ends with 1, on standard error, with its place", () => {
  const payload = write("broken.json", '{\n  "id": 1,\n  "subject": oops\n}');
  const { status, stdout, stderr } = run(["preview", payload, "--config", config]);
  assert.equal(status, 1);
  assert.equal(stdout, "");
  assert.match(stderr, /^error: .*broken\.json:3:\d+: .*\/subject.*\nwhat to do: /);
  assert.doesNotMatch(stderr, /\n\s+at /);
});

test("wrong usage ends with 2 and says what to do", () => {
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
    assert.match(stderr, /^error: .+\nwhat to do: .*--help/s);
  }
});

test("a file that can't be read ends with 2", () => {
  for (const args of [
    ["preview", "nowhere.json", "--config", config],
    ["preview", conversation, "--config", "nowhere.json"],
    ["preview", conversation, "--config", config, "--limetypes", folder],
  ]) {
    const { status, stderr } = run(args);
    assert.equal(status, 2);
    assert.match(stderr, /^error: the \w+ can't be read: E.+\nwhat to do: /);
  }
});

test("a configuration that can't be used ends with 2 and shows all problems", () => {
  const bad = write("bad.json", {
    instances: [{ name: "x" }, { limetype: "a", properties: { p: { userlikeKey: "a..b" } } }],
  });
  const { status, stdout, stderr } = run(["preview", conversation, "--config", bad]);
  assert.deepEqual([status, stdout], [2, ""]);
  assert.match(stderr, /^error: .*bad\.json: \/instances\/0.*: /m);
  assert.match(stderr, /^error: .*bad\.json: \/instances\/1\/properties\/p\/userlikeKey: /m);
  assert.match(stderr, /\nwhat to do: /);
  const unreadable = write("unreadable.json", '{"instances": [');
  assert.match(run(["preview", conversation, "--config", unreadable]).stderr, /^error: .*unreadable\.json:1:\d+: /);
});

test("warnings about the configuration go to standard error", () => {
  const odd = write("odd.json", { instances: [{ limetype: "helpdesk", colour: "red" }] });
  const { stderr, stdout } = run(["preview", conversation, "--config", odd, "--json"]);
  assert.match(stderr, /^warning: .*odd\.json: \/instances\/0\/colour: /);
  JSON.parse(stdout);
});

test("colours only where they are wanted", () => {
  const args = ["preview", conversation, "--config", config];
  assert(!run(args).stdout.includes("\u001b"));
  assert(run(args, { env: { FORCE_COLOR: "1" } }).stdout.startsWith("\u001b[1mConversation"));
  assert(!run(args, { env: { NO_COLOR: "1" } }).stdout.includes("\u001b"));
});

test("nothing that a visitor wrote reaches the terminal as a control character", () => {
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

test("a note keeps its lines, and no line of it can pass for the report's own", () => {
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

test("a reader that stops early is no failure", async () => {
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
  for (const option of ["--config", "--limetypes", "--instance", "--json", "--version"])
    assert(stdout.includes(option));
  assert.equal(run(["preview", "-h"]).stdout, stdout);
  const { version } = JSON.parse(readFileSync(fileOf("userlike-limeobject/package.json"), "utf8"));
  assert.equal(run(["--version"]).stdout, `${version}\n`);
});
