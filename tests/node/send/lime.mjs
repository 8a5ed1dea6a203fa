// The sandbox Lime CRM in the test's process, so that a test can do something at any moment of a request.
import { once } from "node:events";
import { createServer } from "node:http";

const { createSandbox } = await import(new URL("../../../sandbox/node/server.ts", import.meta.url).href);

export const API_KEY = "sandbox";

/**
 * Called before and after each request is handled. False breaks the connection.
 *
 * @typedef {(moment: { phase: "arrived" | "handled", application: string, method: string, path: string }) =>
 *   boolean | void | Promise<boolean | void>} Watcher
 */

/**
 * Each path in its origin is a Lime CRM of its own.
 *
 * @param {(done: () => void) => void} after `after` of node:test
 */
export async function startLime(after) {
  const sandbox = createSandbox();
  /** @type {{ watcher: Watcher }} */
  const state = { watcher: () => true };
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = "GET", url = "/" } = request;
    const [, application = "", ...path] = url.split("/");
    const moment = { application, method, path: path.join("/") };
    if ((await state.watcher({ phase: "arrived", ...moment })) === false) return void request.socket.destroy();
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value));
    const body = chunks.length === 0 ? null : Buffer.concat(chunks);
    const answer = await sandbox.fetch(new Request(`http://127.0.0.1:${port}${url}`, { method, headers, body }));
    if ((await state.watcher({ phase: "handled", ...moment })) === false) return void request.socket.destroy();
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  const origin = `http://127.0.0.1:${port}`;

  /**
   * All objects of a limetype.
   *
   * @param {string} application
   * @param {string} limetype
   * @returns {Promise<any[]>}
   */
  async function objects(application, limetype) {
    const all = [];
    let url = `${origin}/${application}/api/v1/limeobject/${limetype}/?_limit=50`;
    while (url !== "") {
      const answer = await sandbox.fetch(new Request(url, { headers: { "x-api-key": API_KEY } }));
      const { _embedded, _links } = await answer.json();
      all.push(..._embedded.limeobjects);
      url = _links.next === undefined ? "" : new URL(_links.next.href, url).href;
    }
    return all;
  }

  /**
   * Calls the control API of a Lime CRM.
   *
   * @param {string} application
   * @param {string} path
   * @param {unknown} json
   */
  async function control(application, path, json) {
    const headers = { "x-api-key": API_KEY, "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify(json) };
    await sandbox.fetch(new Request(`${origin}/${application}/_control/${path}`, init));
  }

  return {
    url: (/** @type {string} */ application) => `${origin}/${application}`,
    objects,
    control,
    /** @param {Watcher} watcher */
    watch(watcher) {
      state.watcher = watcher;
    },
  };
}
