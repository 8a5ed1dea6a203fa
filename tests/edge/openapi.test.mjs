// The OpenAPI document is valid, lists every route, and describes what the worker answers.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { after, test } from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import config from "userlike-limeobject/examples/config.json" with { type: "json" };
import { ADMIN_TOKEN, startEdge, WEBHOOK_SECRET } from "./edge.mjs";
import { payload } from "./sandboxed.mjs";

const edge = await startEdge({ after });
const { body: document } = await edge.ask("/api/openapi.json");

test("it is an OpenAPI 3.1 document, and every reference has a target", async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document));
  assert(valid, JSON.stringify(errors));
  assert.equal(validator.version, "3.1");
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
  assert(references.length > 30);
  for (const [, name] of references) assert(document.components.schemas[String(name)], name);
});

test("it lists the routes of the contract, and each of them is registered", async () => {
  const contract = readFileSync(resolve(import.meta.dirname, "../../contract/routes.ts"), "utf8");
  const routes = [...contract.matchAll(/^ {2}"([A-Z]+) (\S+)": \{/gm)].map(([, method, path]) => `${method} ${path}`);
  const aliases = ["/limepkg-userlike/userlike", "/userlike/", "/userlike", "/limepkg-userlike/conversation"];
  const documented = operations().map(({ method, path }) => `${method} ${path.replace(/\{(\w+)\}/g, ":$1")}`);
  assert.deepEqual(documented.sort(), [...routes, ...aliases.map((path) => `POST ${path}`)].sort());
  for (const { method, path } of operations()) {
    const { body } = await edge.ask(path.replace(/\{\w+\}/g, "1"), { method }).catch(() => ({ body: null }));
    assert.notEqual(body?.error?.code, "not-found", `${method} ${path}`);
  }
});

test("real answers match the schemas", async (t) => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: "https://worker.example/", ...document });
  const called = new Set();

  /**
   * Sends a request and validates the answer.
   *
   * @param {string} route
   * @param {string} path
   * @param {number} status
   * @param {RequestInit & { json?: unknown }} [init]
   * @returns {Promise<any>}
   */
  async function call(route, path, status, init = {}) {
    const [method = "", template = ""] = route.split(" ");
    const { json, ...request } = init;
    const headers = new Headers({ authorization: `Bearer ${ADMIN_TOKEN}`, ...request.headers });
    const body = json === undefined ? request.body : JSON.stringify(json);
    const answer = await edge.fetch(path, { method, headers, ...(body ? { body } : {}) });
    const text = await answer.text();
    assert.equal(answer.status, status, `${route}: ${text}`);
    const { responses } = document.paths[template][method.toLowerCase()];
    const described = responses[String(status)] ?? responses.default;
    const contentType = (answer.headers.get("content-type") ?? "").split(";")[0] ?? "";
    assert(described.content[contentType], `${route} answers ${contentType}`);
    if (status < 300) called.add(route);
    if (contentType !== "application/json") return text;
    const key = responses[String(status)] === undefined ? "default" : status;
    const escaped = template.replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("{", "%7B").replaceAll("}", "%7D");
    const schema = `#/paths/${escaped}/${method.toLowerCase()}/responses/${key}/content/application~1json/schema`;
    const validate = ajv.getSchema(`https://worker.example/${schema}`);
    assert(validate, schema);
    const value = JSON.parse(text);
    assert(validate(value), `${route}: ${ajv.errorsText(validate.errors)}\n${text.slice(0, 2000)}`);
    return value;
  }

  const key = { "x-api-key": "sandbox" };
  const conversation = "/limepkg-userlike/conversation/?limetype=helpdesk&conversationId=9";
  await call("GET /healthz", "/healthz", 200);
  await call("GET /addon.json", "/addon.json", 200);
  await call("GET /api/openapi.json", "/api/openapi.json", 200);
  await call("GET /api/session", "/api/session", 200);
  const { operator } = await call("POST /api/operators", "/api/operators", 200, { json: { name: "Lisa Abel" } });
  await call("POST /api/operators", "/api/operators", 422, { json: {} });
  await call("GET /api/operators", "/api/operators", 200);
  await call("DELETE /api/operators/{id}", `/api/operators/${operator.id}`, 200);
  await call("GET /api/settings", "/api/settings", 200);
  await call("PUT /api/settings", "/api/settings", 200, { json: { triggers: ["$lime", "conversation.ended"] } });
  await call("PUT /api/settings", "/api/settings", 422, { json: { triggers: ["none"] } });
  await call("GET /api/limetypes", "/api/limetypes?refresh=1", 200);
  await call("PUT /api/config", "/api/config", 200, { json: config });
  await call("PUT /api/config", "/api/config", 422, { json: { instances: [{}] } });
  await call("GET /api/config", "/api/config", 200);
  await call("GET /api/config/versions", "/api/config/versions", 200);
  await call("GET /api/config/versions/{version}", "/api/config/versions/1", 200);
  await call("GET /api/config/versions/{version}", "/api/config/versions/99", 404);
  await call("POST /api/config/versions/{version}/restore", "/api/config/versions/1/restore", 200);
  await call("POST /api/preview", "/api/preview", 200, { json: payload(8) });
  await call("POST /api/preview", "/api/preview", 400, { body: "{" });
  await call("POST /api/dry-run", "/api/dry-run", 200, { json: payload(8) });
  const sent = await call("POST /api/send", "/api/send", 200, { json: payload(8) });
  await call("POST /api/send", "/api/send?wait=0", 202, { json: payload(8) });
  await call("POST /api/send", "/api/send?existing=all", 422, { json: payload(8) });
  await call("POST /limepkg-userlike/userlike/", "/limepkg-userlike/userlike/", 200, {
    json: payload(9),
    headers: key,
  });
  const connect = `${conversation}&limeobjectId=${sent.ids.limeobject}`;
  await call("POST /limepkg-userlike/conversation/", connect, 200, { headers: key });
  const callback = payload(10, { _type: "conversation", _event: "ended" });
  const secret = { "x-userlike-secret": WEBHOOK_SECRET };
  await call("POST /webhooks/userlike", "/webhooks/userlike", 200, { json: callback, headers: secret });
  await call("POST /webhooks/userlike", "/webhooks/userlike", 200, { json: payload(10), headers: secret });
  await call("GET /api/conversations", "/api/conversations?limit=1", 200);
  await call("GET /api/conversations/{id}", "/api/conversations/8", 200);
  await call("GET /api/conversations/{id}", "/api/conversations/77", 404);

  const lines = `${JSON.stringify(payload(11))}\n{ "no": "id" }\n`;
  const { id } = await call("POST /api/bulk", "/api/bulk", 202, { body: lines });
  await call("POST /api/bulk", "/api/bulk", 400, { body: "[1," });
  await edge.until(
    () => edge.ask(`/api/bulk/${id}`),
    ({ body }) => body.state === "done",
  );
  await call("GET /api/bulk", "/api/bulk", 200);
  await call("GET /api/bulk/{id}", `/api/bulk/${id}`, 200);
  await call("GET /api/bulk/{id}/rows", `/api/bulk/${id}/rows?status=failed`, 200);
  await call("GET /api/bulk/{id}/events", `/api/bulk/${id}/events`, 200);
  await call("GET /api/bulk/{id}/report.csv", `/api/bulk/${id}/report.csv`, 200);
  await call("GET /api/bulk/{id}/report.json", `/api/bulk/${id}/report.json`, 200);
  await call("POST /api/bulk/{id}/retry", `/api/bulk/${id}/retry`, 202);
  await call("POST /api/bulk/{id}/cancel", `/api/bulk/${id}/cancel`, 409);
  await call("POST /api/backfill", "/api/backfill", 503, { json: { from: "2024-01-01" } });
  await call("GET /api/dead-letters", "/api/dead-letters", 200);
  await call("POST /api/dead-letters/redrive", "/api/dead-letters/redrive", 202, { json: { all: true } });
  await call("DELETE /api/dead-letters", "/api/dead-letters", 200, { json: { all: true } });
  await call("DELETE /api/dead-letters/{id}", "/api/dead-letters/1", 404);
  await call("GET /metrics", "/metrics", 200);

  await t.test("no route is left out but those that need another state of the worker", () => {
    const missing = operations()
      .filter(({ operation }) => operation.summary !== document.paths["/userlike/"].post.summary)
      .map(({ method, path }) => `${method} ${path}`)
      .filter((route) => !called.has(route) && route !== "POST /limepkg-userlike/conversation");
    assert.deepEqual(missing.sort(), [
      "DELETE /api/dead-letters/{id}",
      "POST /api/backfill",
      "POST /api/bulk/{id}/cancel",
    ]);
  });
});

function operations() {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(/** @type {Record<string, any>} */ (item)).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );
}
