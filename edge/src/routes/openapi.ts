import { toJsonSchema } from "@valibot/to-json-schema";
import dryRunReportSchema from "userlike-limeobject/schema/dry-run-report.json";
import previewSchema from "userlike-limeobject/schema/preview.json";
import problemSchema from "userlike-limeobject/schema/problem.json";
import receiptSchema from "userlike-limeobject/schema/receipt.json";
import type * as v from "valibot";
import { WORKER_ERROR_CODES } from "../../../contract/errors.ts";
import { ACCESS, type Access } from "../../../contract/roles.ts";
import type { RouteName } from "../../../contract/routes.ts";
import type { Handlers } from "./handlers.ts";
import { COMPONENTS } from "./schemas/models.ts";
import { type RawContent, ROUTES, routeSchema } from "./schemas/routes.ts";

type JsonObject = Record<string, unknown>;

export const openApi: Handlers<"GET /api/openapi.json"> = {
  "GET /api/openapi.json": async () => ({ json: openApiDocument() }),
};

/** The routes of the contract as an OpenAPI 3.1 document. */
export function openApiDocument(): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const name of Object.keys(ROUTES) as RouteName[]) {
    const [method, path] = name.split(" ") as [string, string];
    const { aliases = [] } = routeSchema(name);
    for (const address of [path, ...aliases]) {
      const key = address.replace(/:(\w+)/g, "{$1}");
      paths[key] = { ...paths[key], [method.toLowerCase()]: operation(name) };
    }
  }
  const schemas: JsonObject = {
    ...packageDefinitions(),
    ...Object.fromEntries(Object.entries(COMPONENTS).map(([name, schema]) => [name, convert(schema, "output", name)])),
  };
  return {
    openapi: "3.1.1",
    info: {
      title: "userlike-limeobject worker",
      version: "0.1.0",
      description: `Error codes of the worker: ${Object.keys(WORKER_ERROR_CODES).join(", ")}.`,
      license: { name: "MIT OR Apache-2.0", identifier: "MIT OR Apache-2.0" },
    },
    servers: [{ url: "/" }],
    paths,
    components: { schemas: reachable(schemas, paths), securitySchemes: SECURITY },
  };
}

const SECURITY = {
  adminToken: { type: "http", scheme: "bearer", description: "ADMIN_TOKEN; for /metrics also METRICS_TOKEN." },
  operatorToken: { type: "http", scheme: "bearer", description: "A token of `POST /api/operators`." },
  apiKey: { type: "apiKey", in: "header", name: "x-api-key" },
  webhookSecret: {
    type: "apiKey",
    in: "header",
    name: "x-userlike-secret",
    description: "WEBHOOK_SECRET; WEBHOOK_HEADER names another header.",
  },
};

const REQUIREMENTS: Record<Access, JsonObject[]> = {
  administrator: [{ adminToken: [] }],
  operator: [{ adminToken: [] }, { operatorToken: [] }],
  metrics: [{ adminToken: [] }],
  apiKey: [{ apiKey: [] }],
  webhookSecret: [{ webhookSecret: [] }],
  public: [],
};

function operation(name: RouteName): JsonObject {
  const route = routeSchema(name);
  const parameters = [
    ...Object.entries(route.params ?? {}).map(([field, schema]) => parameter("path", field, schema)),
    ...Object.entries(route.query ?? {}).map(([field, schema]) => parameter("query", field, schema)),
  ];
  const success = { description: "Success", content: content(route.response, "output") };
  return {
    summary: route.summary,
    security: REQUIREMENTS[ACCESS[name]],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.body === undefined ? {} : { requestBody: { required: true, content: content(route.body, "input") } }),
    responses: {
      [route.status ?? 200]: success,
      // `wait=0` of a send.
      ...(name === "POST /api/send" ? { 202: success } : {}),
      default: {
        description: "Error",
        content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
      },
    },
  };
}

function parameter(location: "path" | "query", name: string, schema: v.GenericSchema): JsonObject {
  const isOptional = schema.type === "optional" || schema.type === "exact_optional";
  const { default: _, ...described } = convert(schema, "output");
  return { name, in: location, required: location === "path" || !isOptional, schema: described };
}

function content(value: v.GenericSchema | RawContent, mode: "input" | "output"): JsonObject {
  if (!("contentType" in value)) return { "application/json": { schema: convert(value, mode) } };
  const { contentType, description } = value;
  return { [contentType]: { schema: { description } } };
}

/** Converts a schema to JSON Schema with references to the components. */
function convert(schema: v.GenericSchema, typeMode: "input" | "output", name?: string): JsonObject {
  const definitions = Object.fromEntries(Object.entries(COMPONENTS).filter(([key]) => key !== name));
  const {
    $schema: _,
    $defs: __,
    ...converted
  } = toJsonSchema(schema, {
    definitions,
    typeMode,
    errorMode: "ignore",
    overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
    overrideSchema: ({ valibotSchema }) => {
      const component = componentOf(valibotSchema);
      return component === undefined ? undefined : { $ref: `#/components/schemas/${component}` };
    },
  }) as JsonObject;
  return converted;
}

/** The component that the metadata of a schema name. */
function componentOf(schema: object): string | undefined {
  const pipe = "pipe" in schema ? (schema.pipe as { type: string; metadata?: { component?: string } }[]) : [];
  return pipe.find(({ type }) => type === "metadata")?.metadata?.component;
}

/** The JSON Schemas of the package, with references to the components. */
function packageDefinitions(): JsonObject {
  const all: JsonObject = {};
  for (const { definitions, $schema: _, ...root } of [
    previewSchema,
    problemSchema,
    receiptSchema,
    dryRunReportSchema,
  ] as PackageSchema[]) {
    Object.assign(all, definitions, { [root.title]: root });
  }
  return JSON.parse(JSON.stringify(all).replaceAll('"#/definitions/', '"#/components/schemas/'));
}

interface PackageSchema extends JsonObject {
  title: string;
  definitions?: JsonObject;
}

/** The schemas that the paths refer to, directly or through others. */
function reachable(schemas: JsonObject, paths: object): JsonObject {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    for (const [, name = ""] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (found.has(name)) continue;
      found.add(name);
      visit(schemas[name]);
    }
  };
  visit(paths);
  return Object.fromEntries([...found].sort().map((name) => [name, schemas[name]]));
}
