// The sandbox Lime CRM, called as a Lime CRM is called. It runs on workerd (build/sandbox, from scripts/edge.sh), or in Node
// with SANDBOX_HOST=node. Test files that run in one process (--test-isolation=none) share it; each has an application of
// its own.
import assert from "node:assert/strict";
import { after } from "node:test";
import { startSandbox } from "../../sandbox/node/server.ts";
import { WorkerdProcess } from "../workerd/process.mjs";

/** @typedef {{ status: number, headers: Headers, body: any }} Answer */

/** Whether the sandbox can be killed and restarted on its storage: Node keeps everything in memory. */
export const isDurable = process.env.SANDBOX_HOST !== "node";

/** @param {{ apiKey?: string }} [options] */
export async function startServer({ apiKey } = {}) {
  if (!isDurable) {
    const { url, close } = await startSandbox(apiKey === undefined ? {} : { apiKey });
    const origin = new URL(url).origin;
    return {
      origin,
      fetch(/** @type {string} */ path, /** @type {RequestInit | undefined} */ init) {
        const headers = new Headers(init?.headers);
        // No other request may be on its way in a connection that breaks.
        headers.set("connection", "close");
        return fetch(new URL(path, origin), { redirect: "manual", ...init, headers });
      },
      restart: async () => {},
      stop: async () => close(),
    };
  }
  const workerd = new WorkerdProcess({
    workers: [{ folder: "sandbox", name: "lime-crm-sandbox" }],
    vars: { SANDBOX_API_KEY: apiKey },
  });
  await workerd.start();
  return {
    origin: new URL(workerd.url).origin,
    fetch: (/** @type {string} */ path, /** @type {RequestInit | undefined} */ init) => workerd.fetch(path, init),
    restart: () => workerd.restart(),
    stop: () => workerd.stop(),
  };
}

const server = await startServer();
after(() => server.stop());

/**
 * An application of the sandbox.
 *
 * @param {string} name
 */
export function application(name) {
  const path = `/${encodeURIComponent(name)}/`;

  /**
   * @param {string} to Path below the application.
   * @param {RequestInit} [init]
   */
  const fetch = (to, init) => server.fetch(to.startsWith("http") ? to : path + to, init);

  /**
   * @param {string} method
   * @param {string} to Path below the application.
   * @param {unknown} [json]
   * @param {Record<string, string>} [headers]
   * @returns {Promise<Answer>}
   */
  async function ask(method, to, json, headers = {}) {
    const type = json === undefined ? {} : { "content-type": "application/json" };
    const answer = await fetch(to, {
      method,
      headers: /** @type {Record<string, string>} */ ({ "x-api-key": "sandbox", ...type, ...headers }),
      ...(json !== undefined && { body: JSON.stringify(json) }),
    });
    const text = await answer.text();
    const isJson = /json/.test(answer.headers.get("content-type") ?? "");
    return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
  }

  /** @param {string} to @param {unknown} [json] */
  async function control(to, json, method = "POST") {
    const answer = await ask(method, `_control/${to}`, json);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body;
  }

  /** @param {string} limetype @param {object} values */
  async function create(limetype, values) {
    const { status, body } = await ask("POST", `api/v1/limeobject/${limetype}/`, values);
    assert.equal(status, 201, JSON.stringify(body));
    return body;
  }

  /** @param {string} limetype @param {string} [search] @returns {Promise<any[]>} */
  async function list(limetype, search = "") {
    const { status, body } = await ask("GET", `api/v1/limeobject/${limetype}/${search}`);
    assert.equal(status, 200, JSON.stringify(body));
    return body._embedded.limeobjects;
  }

  return {
    /** Path of the application, with a slash at both ends. */
    path,
    /** URL of the application. */
    url: server.origin + path,
    fetch,
    ask,
    control,
    create,
    list,
    reset: () => control("reset"),
    /** Kills the server and starts it on the same storage. */
    restart: () => server.restart(),

    /** @param {string} limetype @param {string} search */
    ids: async (limetype, search) => (await list(limetype, search)).map(({ _id }) => _id),

    /** @param {object} query */
    query: (query) => ask("GET", `api/v1/query/?q=${encodeURIComponent(JSON.stringify(query))}`),

    /**
     * @param {string} name
     * @param {NonNullable<RequestInit["body"]>} body
     * @param {Record<string, string>} [headers]
     * @returns {Promise<Answer>}
     */
    async upload(name, body, headers = {}) {
      const init = {
        method: "POST",
        headers: {
          "x-api-key": "sandbox",
          "content-type": "text/plain",
          "content-disposition": `;filename*="UTF-8''${encodeURIComponent(name)}"`,
          ...headers,
        },
        body,
        ...(body instanceof ReadableStream && { duplex: "half" }),
      };
      const answer = await fetch("api/v1/file/", init);
      return { status: answer.status, headers: answer.headers, body: await answer.json() };
    },
  };
}

/**
 * Calls `read` until `isDone` accepts its value.
 *
 * @template T
 * @param {() => Promise<T>} read
 * @param {(value: T) => boolean} isDone
 */
export async function until(read, isDone, seconds = 60) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await read();
    if (isDone(value)) return value;
    if (Date.now() > end) throw new Error(`not within ${seconds} s; the last value: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** @param {any} answer @param {number} status @param {string} code @param {RegExp} [message] */
export function refused(answer, status, code, message = /[a-z]+ .*\.$/) {
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  assert.equal(answer.body.error.code, code);
  assert.match(answer.body.error.message, message);
}

export const ticket = { title: "No sound", priority: { key: "normal" } };

/** A limetype with a property of each type. */
export const EVERYTHING = [
  {
    name: "thing",
    localname: { singular: "Thing", plural: "Things" },
    properties: [
      { name: "s", type: "string", length: 8 },
      { name: "t", type: "text" },
      { name: "ph", type: "phone", length: 16 },
      { name: "l", type: "link", length: 64 },
      { name: "x", type: "xml" },
      { name: "i", type: "integer" },
      { name: "d", type: "decimal" },
      { name: "pc", type: "percent" },
      { name: "y", type: "yesno" },
      { name: "w", type: "time" },
      { name: "da", type: "date" },
      { name: "ye", type: "year" },
      { name: "q", type: "quarter" },
      { name: "m", type: "month" },
      {
        name: "o",
        type: "option",
        options: [
          { key: "a", text: "A" },
          { key: "b", text: "B" },
          { key: "old", inactive: true },
        ],
      },
      { name: "se", type: "set", options: [{ key: "r" }, { key: "g" }, { key: "b", inactive: true }] },
      { name: "u", type: "user" },
      { name: "f", type: "file" },
      { name: "company", type: "belongsto", relatedType: "company" },
      { name: "owner", type: "belongsto", relatedType: "thing" },
      { name: "thing", type: "hasmany", relatedType: "thing" },
      { name: "tag", type: "hasandbelongstomany", relatedType: "company" },
      { name: "fixed", type: "string", acl: { create: true, update: false } },
    ],
  },
];
