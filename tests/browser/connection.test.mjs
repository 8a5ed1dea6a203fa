// What the page says of its server: one that hangs, dies, comes back, refuses a token, or was never there.
import assert from "node:assert/strict";
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { after, before } from "node:test";
import { inBrowsers } from "./harness/browsers.mjs";

const files = join(import.meta.dirname, "../../build/www");
const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};
const settings = {
  lime: null,
  sandbox: true,
  triggers: [],
  addonOrigins: [],
  mediaHosts: ["userlike.com"],
  rateLimit: { requests: 3000, seconds: 300 },
};
const session = { role: "administrator", name: null, sandbox: true, lime: null, mediaHosts: ["userlike.com"] };
const answers = {
  "/healthz": { ok: true },
  "/api/session": session,
  "/api/settings": settings,
  "/api/operators": { operators: [] },
};

/** The page's files, with a server behind them that behaves as a test wants it to. */
class Front {
  /** `dead` breaks the connection, `hanging` never answers, `gateway` is a proxy without its server. */
  /** @type {"dead" | "hanging" | "gateway" | "static" | "there" | "refusing"} */
  mode = "there";
  /** Routes that never answer. */
  hanging = new Set();
  /** Times at which it was asked whether it is there. @type {number[]} */
  asked = [];
  #server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "", "http://front");
    if (pathname === "/healthz" || pathname.startsWith("/api/")) return this.#answer(request, response, pathname);
    const file = join(files, pathname === "/" ? "index.html" : pathname);
    if (!existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    return createReadStream(file).pipe(response);
  });

  #answer(request, response, path) {
    // Firefox itself repeats a request whose connection breaks.
    const isRepeated = performance.now() - (this.asked.at(-1) ?? -1000) < 300;
    if (path === "/healthz" && !isRepeated) this.asked.push(performance.now());
    if (this.mode === "hanging" || this.hanging.has(`${request.method} ${path}`)) return undefined;
    if (this.mode === "dead") return request.socket.destroy();
    if (this.mode === "gateway") return response.writeHead(502, { "content-type": "text/html" }).end("Bad gateway");
    if (this.mode === "static") return response.writeHead(404, { "content-type": "text/html" }).end("Not here");
    const json = (status, body) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (path !== "/healthz" && (this.mode === "refusing" || !request.headers.authorization))
      return json(401, { error: { code: "unauthorized", message: "the token is wrong" } });
    const answer = answers[path];
    return answer ? json(200, answer) : json(404, { error: { code: "not-found", message: "not here" } });
  }

  async start() {
    await new Promise((resolve) => this.#server.listen(0, "127.0.0.1", () => resolve(undefined)));
    const { port } = /** @type {import("node:net").AddressInfo} */ (this.#server.address());
    this.url = `http://127.0.0.1:${port}/`;
  }

  /** Waits until it was asked so often whether it is there. @param {number} times */
  async untilAsked(times) {
    const end = performance.now() + 30_000;
    while (this.asked.length < times) {
      assert.ok(performance.now() < end, `asked ${this.asked.length} times`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const front = new Front();
before(() => front.start());
after(() => front.stop());

inBrowsers("the connection", ({ test: testPage }) => {
  const test = (name, run) =>
    testPage(name, { path: null }, async (page) => {
      page.allow(/Failed to load resource|request failed|NetworkError/);
      front.mode = "there";
      front.hanging.clear();
      front.asked = [];
      await run(page, page.region("Access"));
    });
  const saysNothingElse = async (page, pattern) =>
    assert.doesNotMatch(await page.page.evaluate(() => document.body.innerText), pattern);

  test("a server that dies is not reachable, is asked again with growing waits, and comes back by itself", async (page) => {
    front.mode = "dead";
    await page.open(`${front.url}#/settings`);
    await page.connection.waitForText(/Not reachable/);
    await page.find("status").waitForText(/The server does not answer/);
    await saysNothingElse(page, /Preview only|no server behind/);
    assert.equal(await page.button("Try again").count(), 1);
    await front.untilAsked(3);
    const [first, second, third] = front.asked;
    assert.ok(third - second > 1.5 * (second - first), `waits of ${second - first} and ${third - second} ms`);
    // The next wait is longer still, but the browser says that there is a connection again.
    front.mode = "there";
    const online = performance.now();
    await page.page.evaluate(() => dispatchEvent(new Event("online")));
    await page.connection.waitForText(/Locked/);
    assert.ok(performance.now() - online < 3000, "asked at once");
    await page.region("Access").wait();
    await saysNothingElse(page, /does not answer/);
  });

  test("a server that hangs is not reachable, and comes back by itself", async (page) => {
    front.mode = "hanging";
    await page.open(`${front.url}#/settings`);
    await page.connection.waitForText(/Connecting/);
    await page.connection.waitForText(/Not reachable/);
    await saysNothingElse(page, /Preview only|no server behind/);
    front.mode = "there";
    await page.connection.waitForText(/Locked/);
  });

  test("a gateway without its server is not a page without one", async (page) => {
    front.mode = "gateway";
    await page.open(`${front.url}#/settings`);
    await page.connection.waitForText(/Not reachable/);
    front.mode = "static";
    await page.button("Try again").click();
    await page.connection.waitForText(/Preview only/);
    await page.find("main").waitForText(/There is no server behind this page/);
  });

  test("a server that dies while it is used: badge and settings say the same", async (page) => {
    await page.open(`${front.url}#token=admin`);
    await page.connection.waitForText(/Sandbox/);
    await page.show("settings");
    const triggers = page.region("Send automatically");
    await triggers.wait();
    front.mode = "dead";
    await triggers.button("Save").click();
    await page.connection.waitForText(/Not reachable/);
    await page.find("status").waitForText(/The server does not answer/);
    await saysNothingElse(page, /You are signed in|Connected/);
    front.mode = "there";
    await page.connection.waitForText(/Sandbox/);
    await triggers.wait();
  });

  test("a token that is refused later shows no tick", async (page, access) => {
    await page.open(`${front.url}#token=admin`);
    await page.connection.waitForText(/Sandbox/);
    await page.show("settings");
    await access.waitForText(/You are signed in/);
    // The settings have been read.
    const save = await page.region("Send automatically").button("Save").wait();
    front.mode = "refusing";
    await save.click();
    await page.connection.waitForText(/Locked/);
    await access.waitForText(/does not accept this token/);
    await saysNothingElse(page, /You are signed in/);
    assert.equal(await page.region("Lime CRM").count(), 0);
  });

  test("a token that is refused while the settings are read is refused, not missing", async (page, access) => {
    await page.open(`${front.url}#token=admin`);
    await page.connection.waitForText(/Sandbox/);
    front.hanging.add("GET /api/settings");
    front.mode = "refusing";
    await page.go("Settings");
    await page.connection.waitForText(/Locked.*does not accept the token/s);
    await access.waitForText(/does not accept this token/);
    await saysNothingElse(page, /needs the admin token|You are signed in/);
  });

  test("a call that hangs is cancelled", async (page) => {
    await page.open(`${front.url}#token=admin`);
    await page.connection.waitForText(/Sandbox/);
    await page.show("settings");
    const lime = page.region("Lime CRM");
    await lime.wait();
    front.hanging.add("PUT /api/settings");
    await lime.field("Lime CRM URL").type("https://lime.example.com/crm");
    await lime.button("Update settings").click();
    await lime.find("status").waitForText(/Testing the connection/);
    await lime.button("Cancel").click();
    await lime.find("status").waitForText(/Cancelled/);
    assert.equal(await lime.field("Lime CRM URL").get("value"), "https://lime.example.com/crm");
    await page.connection.waitForText(/Sandbox/);
  });
});
